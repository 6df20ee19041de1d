//! What an append costs in a small log and in large ones, and how long the views of one take to make.

use std::sync::Arc;
use std::time::Instant;

use mpaka_persistence::ids;
use serde::Serialize;
use uuid::Uuid;

use crate::Bench;
use crate::append::{close, round};
use crate::error::BenchError;
use crate::fill::fill;
use crate::ground::settle;
use crate::loaded::grow;
use crate::measure::{Figures, number, seconds};
use crate::system::{Mpaka, Session, System, Work};

/// The measure's name.
pub const GROWTH: &str = "growth";

/// The views that are made anew.
const VIEWS: [&str; 2] = ["case_timeline", "investigation_overview"];

/// What an append costs at a size.
#[derive(Debug, Clone, Serialize)]
pub struct Stored {
    /// How many events were stored when the measure began.
    pub stored: i64,
    /// The append.
    #[serde(flatten)]
    pub figures: Figures,
}

/// A view made anew.
#[derive(Debug, Clone, Serialize)]
pub struct Rebuilt {
    /// The view.
    pub view: &'static str,
    /// How many events the log has.
    pub events: i64,
    /// How long it took.
    pub seconds: f64,
    /// Events a second.
    pub events_per_second: f64,
}

/// What growth was measured.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Growth {
    /// The append, from the smallest log to the largest.
    pub appends: Vec<Stored>,
    /// The views.
    pub rebuilds: Vec<Rebuilt>,
}

/// Makes a log of each size and measures the same append on each in turn, round by round.
pub async fn measure(bench: &mut Bench) -> Result<Growth, BenchError> {
    let mut growth = Growth::default();
    let mut logs = Vec::new();
    for &size in bench.scale.growth {
        let url = bench.ground.database(&format!("growth_{size}")).await?;
        let engine = Arc::new(Mpaka::open(&url).await?);
        // The smallest log is sealed events throughout; the larger ones begin with as many.
        let sealed = bench.scale.growth.first().copied().unwrap_or_default();
        let streams: Arc<[Uuid]> = (0..sealed / 10).map(|_| ids::next()).collect();
        grow(bench, &engine, &streams, 10).await?;
        if size > sealed {
            fill(bench, &engine, &url, size).await?;
        }
        settle(&url).await?;
        if size == bench.scale.rebuild {
            growth.rebuilds = rebuild(bench, &engine).await?;
        }
        let stored = engine.store.log().head().await?;
        logs.push((url, stored, Vec::new()));
    }
    let callers = bench.scale.most_callers();
    for _ in 0..bench.scale.rounds {
        for (url, stored, rounds) in &mut logs {
            bench.note(format_args!("append with {stored} events stored"));
            let session = Arc::new(Session::Mpaka(Mpaka::open(url).await?));
            rounds.push(round(bench, &session, &Work::Open, callers).await?);
            close(session).await;
        }
    }
    growth.appends = logs
        .iter()
        .map(|(_, stored, rounds)| Stored {
            stored: *stored,
            figures: Figures::of(GROWTH, System::Mpaka, callers, rounds),
        })
        .collect();
    Ok(growth)
}

async fn rebuild(bench: &mut Bench, engine: &Mpaka) -> Result<Vec<Rebuilt>, BenchError> {
    let events = engine.store.log().head().await?;
    let mut rebuilds = Vec::new();
    for view in VIEWS {
        bench.note(format_args!("making {view} from {events} events"));
        bench.ground.checkpoint().await?;
        let began = Instant::now();
        engine.store.rebuild(view, &|_, _| {}).await?;
        let seconds = seconds(began.elapsed());
        let events_per_second = number(events.unsigned_abs()) / seconds;
        rebuilds.push(Rebuilt { view, events, seconds, events_per_second });
    }
    Ok(rebuilds)
}
