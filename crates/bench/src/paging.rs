//! The first page of a large case's timeline: through the whole server, beside a bare endpoint that
//! gives the same rows.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Path, State};
use axum::routing::get;
use axum::{Json, Router};
use chrono::{DateTime, Utc};
use futures_util::future::LocalBoxFuture;
use mpaka_domain::Viewer;
use mpaka_domain::casework::investigation::Investigation;
use mpaka_persistence::{StoreError, ids};
use reqwest::{Client, RequestBuilder};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use sqlx::types::Json as Jsonb;
use sqlx::{FromRow, PgPool};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::Bench;
use crate::error::BenchError;
use crate::ground::settle;
use crate::load::{histogram, nanoseconds};
use crate::measure::{median, number};
use crate::several::Several;
use crate::system::Mpaka;
use crate::texts;

/// The measure's name.
pub const PAGE: &str = "timeline";

/// How many lines the first page has.
const LINES: u64 = 50;
/// How many events one command of the case adds.
const TOGETHER: u64 = 100;

/// How long the views may take to come up with the case.
const CATCH_UP: Duration = Duration::from_mins(2);

/// A server of Mpaka's that answers at an address, for as long as it is kept.
#[derive(Debug)]
pub struct Served {
    /// Where it answers: `http://127.0.0.1:49152`.
    pub address: String,
    /// What signs the bench's user in.
    pub token: String,
    /// What it runs in.
    pub running: JoinSet<()>,
}

/// Starts a server on a database, opened by the bench's master key, for a user.
pub type Serve = Arc<dyn Fn(String, Viewer) -> LocalBoxFuture<'static, Result<Served, String>>>;

/// How long the first page takes, in microseconds.
#[derive(Debug, Clone, Serialize)]
pub struct Paging {
    /// How many events the case has.
    pub events: u64,
    /// How many lines a page has.
    pub lines: u64,
    /// Half of the bare endpoint's answers took no longer.
    pub bare_p50_us: f64,
    /// All but one in a hundred of them took no longer.
    pub bare_p99_us: f64,
    /// Half of Mpaka's answers took no longer.
    pub mpaka_p50_us: f64,
    /// All but one in a hundred of them took no longer.
    pub mpaka_p99_us: f64,
}

/// Asks both for the first page in turn, one question at a time.
pub async fn measure(bench: &mut Bench) -> Result<Paging, BenchError> {
    let events = bench.scale.timeline;
    bench.note(format_args!("making a case of {events} events"));
    let url = bench.ground.database("timeline").await?;
    let file = make(bench, &url, events).await?;
    settle(&url).await?;
    bench.note("reading the first page of its timeline");
    let served = (bench.serve)(url.clone(), bench.texts.viewer()).await;
    let served = served.map_err(BenchError::Unserved)?;
    let pool = mpaka_persistence::connect(&url).await?;
    let (bare, _bare) = serve_bare(pool).await?;

    let client = Client::new();
    let bare = client.get(format!("{bare}/timeline/{file}"));
    let mpaka = client
        .post(format!("{}/graphql", served.address))
        .bearer_auth(&served.token)
        .json(&json!({ "query": QUERY, "variables": { "lines": LINES } }));
    let same = same_rows(&answer(&bare).await?, &answer(&mpaka).await?);
    if !same {
        return Err(BenchError::Pages);
    }
    let mut figures: [Vec<f64>; 4] = Default::default();
    for _ in 0..bench.scale.rounds {
        for (of, request) in [(0, &bare), (2, &mpaka)] {
            ask(request, bench.scale.warm_up).await?;
            let [p50, p99] = ask(request, bench.scale.round).await?;
            figures[of].push(p50);
            figures[of + 1].push(p99);
        }
    }
    let [bare_p50_us, bare_p99_us, mpaka_p50_us, mpaka_p99_us] = figures.map(median);
    Ok(Paging { events, lines: LINES, bare_p50_us, bare_p99_us, mpaka_p50_us, mpaka_p99_us })
}

/// Makes a case of so many events, and the views that a timeline is read from.
async fn make(bench: &Bench, url: &str, events: u64) -> Result<Uuid, BenchError> {
    let engine = Mpaka::open(url).await?;
    let views = engine.store.run_projections();
    let file = ids::next();
    let mut reached = engine.send::<Investigation>(file, bench.texts.open()?, &bench.texts).await?;
    let mut left = events.saturating_sub(1);
    while left > 0 {
        let together = left.min(TOGETHER);
        let decisions = texts::decisions(together);
        reached = engine.send::<Several<Investigation>>(file, decisions, &bench.texts).await?;
        left -= together;
    }
    catch_up(&engine, reached).await?;
    drop(views);
    engine.close().await;
    Ok(file)
}

/// Waits until the views have come so far. A client that waits for its own command is told soon that they
/// are behind; here they have a large case to take in.
async fn catch_up(engine: &Mpaka, reached: i64) -> Result<(), BenchError> {
    let began = Instant::now();
    loop {
        match engine.store.positions().all_reached(reached).await {
            Err(StoreError::ViewBehind { .. }) if began.elapsed() < CATCH_UP => {}
            outcome => return Ok(outcome?),
        }
    }
}

/// Sends a request again and again for a time, and answers the median and the 99th percentile in
/// microseconds.
async fn ask(request: &RequestBuilder, time: Duration) -> Result<[f64; 2], BenchError> {
    let mut taken = histogram();
    let began = Instant::now();
    while taken.is_empty() || began.elapsed() < time {
        let sent = Instant::now();
        let answered = again(request)?.send().await?.error_for_status()?;
        answered.bytes().await?;
        taken.saturating_record(nanoseconds(sent.elapsed()));
    }
    Ok([0.5, 0.99].map(|at| number(taken.value_at_quantile(at)) / 1000.0))
}

fn again(request: &RequestBuilder) -> Result<RequestBuilder, BenchError> {
    request.try_clone().ok_or(BenchError::Pages)
}

async fn answer(request: &RequestBuilder) -> Result<Value, BenchError> {
    Ok(again(request)?.send().await?.error_for_status()?.json().await?)
}

/// Whether both gave a full page of the same events in the same order.
fn same_rows(bare: &Value, mpaka: &Value) -> bool {
    let ids = |rows: Option<&Vec<Value>>, id: &dyn Fn(&Value) -> Value| {
        rows.map(|rows| rows.iter().map(id).collect::<Vec<_>>()).unwrap_or_default()
    };
    let bare = ids(bare.as_array(), &|row| row["event_id"].clone());
    let edges = mpaka["data"]["investigations"]["edges"][0]["node"]["timeline"]["edges"].as_array();
    let mpaka = ids(edges, &|edge| edge["node"]["eventId"].clone());
    !bare.is_empty() && bare == mpaka
}

/// The first page with every field that a line has.
const QUERY: &str = "
query ($lines: Int!) { investigations(first: 1) { edges { node { timeline(first: $lines) {
  edges { node {
    eventId kind about aboutId recordedAt recordedBy recordedAgency { code } purpose
    occurred { earliest latest precision utcOffset calendar clock asStated }
    source { kind reference grade { scheme grade weight } }
    handling { classification tlp code conditions releasableTo compartments }
    legalBasis { jurisdiction instrument provision }
    data corrects correctedBy exercise } }
  pageInfo { hasNextPage endCursor } } } } } }";

/// Serves the same rows with nothing between the database and the client.
async fn serve_bare(pool: PgPool) -> Result<(String, JoinSet<()>), BenchError> {
    let router = Router::new().route("/timeline/{file}", get(page)).with_state(pool);
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let mut running = JoinSet::new();
    running.spawn(async move {
        // It ends with the bench, which has its figures by then.
        _ = axum::serve(listener, router).await;
    });
    Ok((address, running))
}

type Text = Jsonb<Box<RawValue>>;

#[derive(FromRow, Serialize)]
struct Row {
    event_id: Uuid,
    event_type: String,
    label: String,
    stream: Uuid,
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

async fn page(
    State(pool): State<PgPool>,
    Path(file): Path<Uuid>,
) -> Result<Json<Vec<Row>>, String> {
    sqlx::query_as(
        "SELECT t.event_id, t.event_type, s.label, t.stream, t.occurred, t.recorded_at,
            t.recorded_by, t.recorded_agency, t.legal_basis, t.purpose, t.source, t.handling,
            t.data, t.corrects, t.exercise
        FROM case_timeline t JOIN case_stream s ON s.stream = t.stream
        WHERE t.investigation_id = $1
        ORDER BY t.occurred_earliest, t.position LIMIT $2",
    )
    .bind(file)
    .bind(i64::try_from(LINES).unwrap_or(i64::MAX))
    .fetch_all(&pool)
    .await
    .map(Json)
    .map_err(|error| error.to_string())
}
