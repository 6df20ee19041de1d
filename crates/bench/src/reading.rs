//! Reading the log: by a reader that catches up, beside a bare `SELECT` of the same rows.

use std::sync::Arc;
use std::time::Instant;

use chrono::{DateTime, Utc};
use mpaka_persistence::Store;
use mpaka_persistence::ids;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::timeline::EventFilter;
use serde_json::value::RawValue;
use sqlx::types::Json;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use crate::Bench;
use crate::error::BenchError;
use crate::ground::settle;
use crate::loaded::grow;
use crate::measure::{Rate, median, number, seconds};
use crate::system::Mpaka;

/// The measure of the log's own reader.
pub const LOG: &str = "log";
/// The measure of a subscriber that catches up.
pub const CATCH_UP: &str = "catchup";

/// As many events as the log's readers take at once.
const LOG_BATCH: i64 = 500;
/// As many events as a subscriber is given at once.
const FEED_BATCH: i64 = 100;

/// JSON as it comes, not looked into.
type Text = Json<Box<RawValue>>;

/// Makes a database with a log of sealed events, and the views that subscriptions are served from.
pub async fn prepare(bench: &mut Bench) -> Result<String, BenchError> {
    let url = bench.ground.database("reading").await?;
    bench.note(format_args!("making a log of {} events", bench.scale.read));
    let engine = Arc::new(Mpaka::open(&url).await?);
    let streams: Arc<[Uuid]> = (0..bench.scale.read / 10).map(|_| ids::next()).collect();
    grow(bench, &engine, &streams, 10).await?;
    for view in ["case_timeline", "investigation_overview"] {
        engine.store.rebuild(view, &|_, _| {}).await?;
    }
    settle(&url).await?;
    Ok(url)
}

/// Measures both readers, each beside its bare `SELECT`.
pub async fn measure(bench: &mut Bench, url: &str) -> Result<Vec<Rate>, BenchError> {
    bench.note("reading the log");
    let all = bench.scale.read;
    let mut rates: [Vec<f64>; 4] = Default::default();
    for _ in 0..bench.scale.rounds {
        // Opened anew each time, so that no key is known.
        let engine = Mpaka::open(url).await?;
        let (pool, store) = (&engine.pool, &engine.store);
        let reader = Reader::from(&bench.texts.viewer());
        let passes = [
            timed(all, bare_log(pool)).await?,
            timed(all, log(store)).await?,
            timed(all, bare_feed(pool)).await?,
            timed(all, feed(store, &reader)).await?,
        ];
        for (rates, rate) in rates.iter_mut().zip(passes) {
            rates.push(rate);
        }
        engine.close().await;
    }
    let [bare_log, log, bare_feed, feed] = rates.map(median);
    let rate = |measure, system, events_per_second| Rate {
        measure,
        system,
        events: bench.scale.read,
        events_per_second,
    };
    Ok(vec![
        rate(LOG, "select", bare_log),
        rate(LOG, "mpaka", log),
        rate(CATCH_UP, "select", bare_feed),
        rate(CATCH_UP, "mpaka", feed),
    ])
}

/// Events a second of a pass, which answers how many it read: all of them, or it is no measure.
async fn timed(
    expected: u64,
    pass: impl Future<Output = Result<u64, BenchError>>,
) -> Result<f64, BenchError> {
    let began = Instant::now();
    let read = pass.await?;
    let took = began.elapsed();
    if read != expected {
        return Err(BenchError::Incomplete { read, expected });
    }
    Ok(number(read) / seconds(took))
}

async fn log(store: &Store) -> Result<u64, BenchError> {
    let (mut position, mut read) = (0, 0);
    loop {
        let events = store.log().after(position, LOG_BATCH).await?;
        let Some(last) = events.last() else { return Ok(read) };
        position = last.position();
        read += events.len() as u64;
    }
}

/// What a subscriber goes through that begins at the log's start.
async fn feed(store: &Store, reader: &Reader) -> Result<u64, BenchError> {
    let (mut position, mut read) = (0, 0);
    let filter = EventFilter::default();
    loop {
        let (events, looked) =
            store.views().events_after(reader, &filter, position, FEED_BATCH).await?;
        if events.is_empty() {
            return Ok(read);
        }
        position = looked;
        read += events.len() as u64;
    }
}

/// The columns that the log's reader reads.
#[derive(FromRow)]
#[expect(dead_code, reason = "the columns are read to be counted")]
struct LogRow {
    position: i64,
    aggregate_type: String,
    aggregate_id: String,
    sequence: i64,
    event_type: String,
    event_version: String,
    event_id: Uuid,
    recorded_at: DateTime<Utc>,
    payload: Text,
    metadata: Text,
}

async fn bare_log(pool: &PgPool) -> Result<u64, BenchError> {
    let (mut position, mut read) = (0, 0);
    loop {
        let rows: Vec<LogRow> = sqlx::query_as(
            "SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                event_id, recorded_at, payload, metadata
            FROM events WHERE position > $1 ORDER BY position LIMIT $2",
        )
        .bind(position)
        .bind(LOG_BATCH)
        .fetch_all(pool)
        .await?;
        let Some(last) = rows.last() else { return Ok(read) };
        position = last.position;
        read += rows.len() as u64;
    }
}

/// The columns that a subscriber's reader reads.
#[derive(FromRow)]
#[expect(dead_code, reason = "the columns are read to be counted")]
struct FeedRow {
    position: i64,
    event_id: Uuid,
    investigation_id: Uuid,
    category: String,
    stream: Uuid,
    label: String,
    version: i64,
    event_type: String,
    occurred: Text,
    recorded_at: DateTime<Utc>,
    recorded_by: String,
    recorded_agency: String,
    legal_basis: Text,
    purpose: String,
    source: Option<Text>,
    handling: Text,
    data: Text,
    corrects: Option<Uuid>,
    exercise: bool,
}

async fn bare_feed(pool: &PgPool) -> Result<u64, BenchError> {
    let (mut position, mut read) = (0, 0);
    loop {
        let rows: Vec<FeedRow> = sqlx::query_as(
            "SELECT t.position, t.event_id, t.investigation_id, t.category, t.stream, s.label,
                t.version, t.event_type, t.occurred, t.recorded_at, t.recorded_by,
                t.recorded_agency, t.legal_basis, t.purpose, t.source, t.handling, t.data,
                t.corrects, t.exercise
            FROM case_timeline t JOIN case_stream s ON s.stream = t.stream
            WHERE t.position > $1 ORDER BY t.position LIMIT $2",
        )
        .bind(position)
        .bind(FEED_BATCH)
        .fetch_all(pool)
        .await?;
        let Some(last) = rows.last() else { return Ok(read) };
        position = last.position;
        read += rows.len() as u64;
    }
}
