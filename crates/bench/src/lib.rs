//! Benches: what Mpaka's event engine costs, beside hand-tuned SQL and the stock library.
//!
//! One run measures all of them on one server, in databases of its own, in turn. The figures are
//! ratios first: a slow disk or a busy machine slows all of them.

#![expect(
    clippy::disallowed_methods,
    reason = "the bench's own tables are in no migration, so no macro can check its statements"
)]

use std::fmt::Display;
use std::sync::Arc;
use std::time::Instant;

use crate::ground::Ground;
use crate::report::Measured;
use crate::system::Work;
use crate::texts::Texts;

mod append;
mod cpu;
mod error;
mod fill;
mod following;
mod ground;
mod growth;
mod load;
mod loaded;
mod measure;
mod paging;
mod projecting;
mod reading;
mod report;
mod scale;
mod several;
mod system;
mod texts;

pub use error::BenchError;
pub use paging::{Serve, Served};
pub use report::Report;
pub use scale::Scale;
pub use system::MASTER;

/// The benches there are.
pub const BENCHES: [&str; 1] = ["events"];

/// The measures of the bench `events`.
pub const MEASURES: [&str; 9] = [
    append::ONE,
    append::TEN,
    loaded::TEN.cold,
    loaded::TWO_HUNDRED.cold,
    reading::CATCH_UP,
    projecting::PROJECTION,
    following::LATENCY,
    paging::PAGE,
    growth::GROWTH,
];

/// Tells the person who waits what is being done.
pub type Progress = Arc<dyn Fn(&dyn Display) + Send + Sync>;

/// A run of the bench `events`, before it has begun.
pub struct Events {
    /// How much is done.
    pub scale: Scale,
    /// The one of [`MEASURES`] that is taken; all of them, when none is named.
    pub only: Option<String>,
    /// Who is told what is being done.
    pub progress: Progress,
    /// What starts a server on a database.
    pub serve: Serve,
}

/// What the parts of a run share.
struct Bench {
    ground: Ground,
    scale: Scale,
    texts: Arc<Texts>,
    progress: Progress,
    serve: Serve,
}

impl Bench {
    fn note(&self, text: impl Display) {
        (self.progress)(&text);
    }
}

impl Events {
    /// Runs it on the server that an address leads to, in databases whose names hold `run`. A measure that
    /// fails ends the run, and what was measured before is told with the failure.
    ///
    /// They stay until [`clear`] is called, which must happen also where this failed or was dropped.
    pub async fn run(self, server: &str, run: u32) -> Result<Outcome, BenchError> {
        let began = Instant::now();
        let Self { scale, only, progress, serve } = self;
        let mut ground = Ground::on(server, run).await?;
        if scale.checkpoints {
            ground = ground.with_checkpoints().await;
        }
        let mut bench = Bench { ground, scale, texts: Arc::new(Texts::new()?), progress, serve };
        let machine = bench.ground.machine().await?;
        let mut measured = Measured { callers: bench.scale.most_callers(), ..Measured::default() };
        let failed = measure(&mut bench, only.as_deref(), &mut measured).await.err();
        let taken = began.elapsed().as_secs_f64();
        Ok(Outcome { report: Report::of(bench.scale.name, taken, machine, measured), failed })
    }
}

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    /// What was measured.
    pub report: Report,
    /// Why not more was.
    pub failed: Option<BenchError>,
}

/// Drops the databases of a run.
pub async fn clear(server: &str, run: u32) -> Result<(), BenchError> {
    Ground::on(server, run).await?.clear().await
}

async fn measure(
    bench: &mut Bench,
    only: Option<&str>,
    measured: &mut Measured,
) -> Result<(), BenchError> {
    let wanted = |measures: &[&str]| only.is_none_or(|only| measures.contains(&only));
    let (ten, two_hundred) = (loaded::TEN.cold, loaded::TWO_HUNDRED.cold);
    if wanted(&[append::ONE, append::TEN, ten, two_hundred]) {
        let places = append::Places::make(bench).await?;
        for (name, work) in [(append::ONE, Work::Open), (append::TEN, Work::OpenTen)] {
            if wanted(&[name]) {
                measured.commands.extend(append::measure(bench, &places, name, &work).await?);
            }
        }
        if wanted(&[ten]) {
            measured.commands.extend(loaded::on_ten(bench, &places).await?);
        }
        if wanted(&[two_hundred]) {
            measured.commands.extend(loaded::on_two_hundred(bench, &places).await?);
        }
    }
    if wanted(&[reading::CATCH_UP, projecting::PROJECTION]) {
        let log = reading::prepare(bench).await?;
        if wanted(&[reading::CATCH_UP]) {
            measured.rates.extend(reading::measure(bench, &log).await?);
        }
        if wanted(&[projecting::PROJECTION]) {
            measured.rates.extend(projecting::measure(bench, &log).await?);
        }
    }
    if wanted(&[following::LATENCY]) {
        measured.latency = Some(following::measure(bench).await?);
    }
    if wanted(&[paging::PAGE]) {
        measured.paging = Some(paging::measure(bench).await?);
    }
    if wanted(&[growth::GROWTH]) {
        measured.growth = growth::measure(bench).await?;
    }
    Ok(())
}
