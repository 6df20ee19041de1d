//! Commands on streams that are there already: of 10 events and of 200.
//!
//! *Cold* is a command on a stream that the system has not touched since it was opened, *warm* the
//! next command on the same stream. Hand-tuned SQL loads nothing, so only the stock library is beside
//! Mpaka here.

use std::sync::Arc;

use mpaka_domain::casework::investigation::Investigation;
use mpaka_persistence::ids;
use uuid::Uuid;

use crate::Bench;
use crate::append::{Places, SPARE, close, warm_up, window_of};
use crate::error::BenchError;
use crate::ground::settle;
use crate::load::{Window, drive};
use crate::measure::{Figures, Round};
use crate::several::Several;
use crate::system::{Mpaka, Stock, System, Work};
use crate::texts;

/// The names of the measures on streams of one length.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// The first command on each stream.
    pub cold: &'static str,
    /// The second.
    pub warm: &'static str,
}

/// Streams of ten events.
pub const TEN: Names = Names { cold: "stream10", warm: "stream10_warm" };
/// Streams of 200 events.
pub const TWO_HUNDRED: Names = Names { cold: "stream200", warm: "stream200_warm" };

const SYSTEMS: [System; 2] = [System::Stock, System::Mpaka];

/// Measures on streams of ten events. Each round has streams of its own, as a stream would be another
/// one after a few commands.
pub async fn on_ten(bench: &mut Bench, places: &Places) -> Result<Vec<Figures>, BenchError> {
    let mut figures = Vec::new();
    for &callers in bench.scale.callers {
        let mut rounds = Vec::new();
        for _ in 0..bench.scale.rounds {
            let count = bench.scale.streams_10 * callers;
            rounds.push(prepare(bench, places, count, 10).await?);
        }
        figures.extend(measure(bench, places, TEN, callers, &rounds).await?);
    }
    Ok(figures)
}

/// Measures on streams of 200 events, the same in every round: a few more events make no other
/// stream of them.
pub async fn on_two_hundred(
    bench: &mut Bench,
    places: &Places,
) -> Result<Vec<Figures>, BenchError> {
    let streams = prepare(bench, places, bench.scale.streams_200, 200).await?;
    let rounds: Vec<_> = (0..bench.scale.rounds).map(|_| Arc::clone(&streams)).collect();
    let mut figures = Vec::new();
    for &callers in bench.scale.callers {
        figures.extend(measure(bench, places, TWO_HUNDRED, callers, &rounds).await?);
    }
    Ok(figures)
}

async fn measure(
    bench: &mut Bench,
    places: &Places,
    names: Names,
    callers: usize,
    streams: &[Arc<[Uuid]>],
) -> Result<Vec<Figures>, BenchError> {
    bench.note(format_args!("{}: {callers} callers", names.cold));
    let mut rounds = SYSTEMS.map(|_| (Vec::new(), Vec::new()));
    for streams in streams {
        for (system, (cold, warm)) in SYSTEMS.into_iter().zip(&mut rounds) {
            let (first, second) = round(bench, places, system, callers, streams).await?;
            cold.push(first);
            warm.push(second);
        }
    }
    let of = |(system, (cold, warm)): (System, &(Vec<Round>, Vec<Round>))| {
        [
            Figures::of(names.cold, system, callers, cold),
            Figures::of(names.warm, system, callers, warm),
        ]
    };
    Ok(SYSTEMS.into_iter().zip(&rounds).flat_map(of).collect())
}

/// A command on each stream in turn, and then another one on those that had one.
async fn round(
    bench: &mut Bench,
    places: &Places,
    system: System,
    callers: usize,
    streams: &Arc<[Uuid]>,
) -> Result<(Round, Round), BenchError> {
    bench.ground.checkpoint().await?;
    let session = Arc::new(places.open(system, callers).await?);
    // Connections and plans are made ready on streams that are not measured.
    warm_up(bench, &session, &Work::Open, callers).await?;
    let spare = Work::Record(Arc::clone(&places.spare));
    let few = Window { callers, lasting: bench.scale.warm_up, most: (SPARE * callers) as u64 };
    window_of(bench, &session, &spare, few).await?;
    let work = Work::Record(Arc::clone(streams));
    let most = streams.len() as u64;
    let window = Window { callers, lasting: bench.scale.round, most };
    let cold = window_of(bench, &session, &work, window).await?;
    let touched = cold.driven.commands;
    let window = Window { callers, lasting: bench.scale.round, most: touched };
    let warm = window_of(bench, &session, &work, window).await?;
    close(session).await;
    Ok((cold, warm))
}

/// Makes streams of so many events in both systems.
async fn prepare(
    bench: &mut Bench,
    places: &Places,
    count: usize,
    events: u64,
) -> Result<Arc<[Uuid]>, BenchError> {
    bench.note(format_args!("making {count} streams of {events} events"));
    let streams: Arc<[Uuid]> = (0..count).map(|_| ids::next()).collect();
    let engine = Arc::new(Mpaka::open(&places.mpaka).await?);
    grow(bench, &engine, &streams, events).await?;
    settle(&places.mpaka).await?;
    let stock = Stock::open(&places.stock, 1).await?;
    stock.prepare(&streams, events, &bench.texts).await?;
    settle(&places.stock).await?;
    stock.close().await;
    Ok(streams)
}

/// Makes streams of so many events in Mpaka's log, ten events a command, as streams grow in life.
pub async fn grow(
    bench: &Bench,
    engine: &Arc<Mpaka>,
    streams: &Arc<[Uuid]>,
    events: u64,
) -> Result<(), BenchError> {
    let callers = bench.scale.most_callers();
    let most = streams.len() as u64;
    let window = Window { callers, lasting: std::time::Duration::MAX, most };
    let (engine, streams) = (Arc::clone(engine), Arc::clone(streams));
    let texts = Arc::clone(&bench.texts);
    drive(window, move |number| {
        let (engine, texts) = (Arc::clone(&engine), Arc::clone(&texts));
        let stream = usize::try_from(number).ok().and_then(|at| streams.get(at).copied());
        async move {
            let Some(stream) = stream else { return Ok(()) };
            let mut made = 0;
            while made < events {
                let next = (events - made).min(10);
                let commands =
                    if made == 0 { texts.file_of(next)? } else { texts::decisions(next) };
                engine.send::<Several<Investigation>>(stream, commands, &texts).await?;
                made += next;
            }
            Ok(())
        }
    })
    .await?;
    Ok(())
}
