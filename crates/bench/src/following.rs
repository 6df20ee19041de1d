//! From the commit to the subscriber: how long an event takes while a hundred a second are recorded.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use mpaka_domain::casework::investigation::Investigation;
use mpaka_persistence::ids;
use mpaka_persistence::view::timeline::EventFilter;
use mpaka_persistence::view::{Reader, Views};
use serde::Serialize;
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio::time::{MissedTickBehavior, interval, timeout};
use uuid::Uuid;

use crate::Bench;
use crate::error::BenchError;
use crate::load::{histogram, nanoseconds};
use crate::measure::number;
use crate::system::Mpaka;
use crate::texts;

/// The measure's name.
pub const LATENCY: &str = "latency";

/// How far apart the commands are: a hundred a second.
const PACE: Duration = Duration::from_millis(10);
/// How many files they go to in turn.
const FILES: usize = 16;
/// As many events as a subscriber is given at once.
const BATCH: i64 = 100;
/// How long the last events may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// How long events took, in milliseconds.
#[derive(Debug, Clone, Serialize)]
pub struct Latency {
    /// How many commands were sent a second, whether or not earlier ones were answered.
    pub commands_per_second: f64,
    /// How many events arrived.
    pub events: u64,
    /// Half of the commands were answered within.
    pub commit_p50_ms: f64,
    /// All but one in a hundred were answered within.
    pub commit_p99_ms: f64,
    /// Half of the events reached the subscriber within, from the answer on.
    pub subscriber_p50_ms: f64,
    /// All but one in a hundred reached the subscriber within, from the answer on.
    pub subscriber_p99_ms: f64,
    /// What the last is to stay below: twice the commit's, and ten milliseconds.
    pub bound_ms: f64,
}

/// Sends commands at a steady pace while the views run and a subscriber follows.
pub async fn measure(bench: &mut Bench) -> Result<Latency, BenchError> {
    bench.note("following");
    let url = bench.ground.database("following").await?;
    let engine = Arc::new(Mpaka::open(&url).await?);
    let views = engine.store.run_projections();
    let files: Vec<Uuid> = (0..FILES).map(|_| ids::next()).collect();
    let mut position = 0;
    for file in &files {
        let open = bench.texts.open()?;
        position = engine.send::<Investigation>(*file, open, &bench.texts).await?;
    }
    engine.store.positions().all_reached(position).await?;
    bench.ground.checkpoint().await?;

    let (arrivals, mut arrived) = mpsc::unbounded_channel();
    let reader = Reader::from(&bench.texts.viewer());
    let mut subscriber = JoinSet::new();
    subscriber.spawn(follow(engine.store.views().clone(), reader, position, arrivals));

    let mut commands = JoinSet::new();
    let mut pace = interval(PACE);
    pace.set_missed_tick_behavior(MissedTickBehavior::Burst);
    let began = Instant::now();
    for file in files.iter().cycle() {
        pace.tick().await;
        if began.elapsed() >= bench.scale.following {
            break;
        }
        let (engine, texts, file) = (Arc::clone(&engine), Arc::clone(&bench.texts), *file);
        commands.spawn(async move {
            let sent = Instant::now();
            let command = texts::decision(u64::from(file.as_fields().0));
            let position = engine.send::<Investigation>(file, command, &texts).await?;
            Ok::<_, BenchError>((position, sent, Instant::now()))
        });
    }
    let took = began.elapsed();
    let mut commit = histogram();
    let mut answered = HashMap::new();
    while let Some(command) = commands.join_next().await {
        let (position, sent, answer) = command??;
        commit.saturating_record(nanoseconds(answer - sent));
        answered.insert(position, answer);
    }
    let events = answered.len() as u64;
    let mut delay = histogram();
    while !answered.is_empty() {
        let arrival = timeout(PATIENCE, arrived.recv()).await;
        let Ok(Some((position, at))) = arrival else {
            return Err(BenchError::Undelivered(PATIENCE));
        };
        if let Some(answer) = answered.remove(&position) {
            delay.saturating_record(nanoseconds(at.saturating_duration_since(answer)));
        }
    }
    drop((subscriber, views));
    let commit_p99_ms = milliseconds(&commit, 0.99);
    Ok(Latency {
        commands_per_second: number(events) / took.as_secs_f64(),
        events,
        commit_p50_ms: milliseconds(&commit, 0.5),
        commit_p99_ms,
        subscriber_p50_ms: milliseconds(&delay, 0.5),
        subscriber_p99_ms: milliseconds(&delay, 0.99),
        bound_ms: 2.0 * commit_p99_ms + 10.0,
    })
}

fn milliseconds(durations: &Histogram<u64>, quantile: f64) -> f64 {
    number(durations.value_at_quantile(quantile)) / 1e6
}

/// A subscriber: reads what there is, and waits for more.
async fn follow(
    views: Views,
    reader: Reader,
    mut position: i64,
    arrivals: mpsc::UnboundedSender<(i64, Instant)>,
) -> Result<(), BenchError> {
    let filter = EventFilter::default();
    loop {
        let (rows, looked) = views.events_after(&reader, &filter, position, BATCH).await?;
        let at = Instant::now();
        for row in &rows {
            // Once nobody listens any more, the measure is over.
            _ = arrivals.send((row.position, at));
        }
        if rows.is_empty() {
            views.events_past(looked).await?;
        }
        position = looked;
    }
}
