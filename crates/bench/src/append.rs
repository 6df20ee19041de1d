//! Commands on new streams: one event or ten, by one caller or many.

use std::sync::Arc;
use std::time::Duration;

use mpaka_domain::casework::investigation::Investigation;
use mpaka_persistence::ids;
use uuid::Uuid;

use crate::Bench;
use crate::error::BenchError;
use crate::ground::{lay_out, settle};
use crate::load::{Window, drive};
use crate::measure::{Figures, Round};
use crate::several::Several;
use crate::system::{Mpaka, Raw, Session, Stock, System, Work};

/// New streams with one event a command.
pub const ONE: &str = "append";
/// New streams with ten events a command.
pub const TEN: &str = "append10";

/// How many streams the stock library's table has before anything is measured.
const STORED: usize = 10_000;

/// How many spare streams there are for each caller.
pub const SPARE: usize = 2;

/// The databases of the three systems, with their tables.
#[derive(Debug, Clone)]
pub struct Places {
    /// Of hand-tuned SQL.
    pub raw: String,
    /// Of the stock library.
    pub stock: String,
    /// Of Mpaka.
    pub mpaka: String,
    /// Streams in Mpaka's log, of one event and of ten, whose bytes the hand-tuned SQL inserts.
    samples: [Uuid; 2],
    /// Streams that nothing is measured on, for what comes before a measure.
    pub spare: Arc<[Uuid]>,
}

impl Places {
    /// Makes them.
    pub async fn make(bench: &mut Bench) -> Result<Self, BenchError> {
        let raw = bench.ground.database("raw").await?;
        let stock = bench.ground.database("stock").await?;
        let mpaka = bench.ground.database("mpaka").await?;
        lay_out(&raw, Raw::TABLE).await?;
        lay_out(&stock, Stock::TABLE).await?;
        let samples = [ids::next(), ids::next()];
        let engine = Mpaka::open(&mpaka).await?;
        engine.send::<Investigation>(samples[0], bench.texts.open()?, &bench.texts).await?;
        let ten = bench.texts.file_of(10)?;
        engine.send::<Several<Investigation>>(samples[1], ten, &bench.texts).await?;
        let count = SPARE * bench.scale.most_callers();
        let spare: Arc<[Uuid]> = (0..count).map(|_| ids::next()).collect();
        for stream in spare.iter() {
            engine.send::<Investigation>(*stream, bench.texts.open()?, &bench.texts).await?;
        }
        settle(&mpaka).await?;
        engine.close().await;
        let library = Stock::open(&stock, 1).await?;
        library.prepare(&spare, 1, &bench.texts).await?;
        // Its plans are to be those of a table in use; planned on a few rows, they would read all.
        let others: Vec<_> = (0..STORED).map(|_| ids::next()).collect();
        library.prepare(&others, 1, &bench.texts).await?;
        library.close().await;
        settle(&stock).await?;
        Ok(Self { raw, stock, mpaka, samples, spare })
    }

    /// Opens a system.
    pub async fn open(&self, system: System, callers: usize) -> Result<Session, BenchError> {
        let callers = u32::try_from(callers).unwrap_or(u32::MAX);
        Ok(match system {
            System::Raw => {
                let log = sqlx::PgPool::connect(&self.mpaka).await?;
                let [one, ten] = self.samples;
                let raw = Raw::open(&self.raw, callers, &log, one, ten).await?;
                log.close().await;
                Session::Raw(raw)
            }
            System::Stock => Session::Stock(Stock::open(&self.stock, callers).await?),
            System::Mpaka => Session::Mpaka(Mpaka::open(&self.mpaka).await?),
        })
    }
}

/// Measures the three systems in turn, round by round, with each number of callers.
pub async fn measure(
    bench: &mut Bench,
    places: &Places,
    name: &'static str,
    work: &Work,
) -> Result<Vec<Figures>, BenchError> {
    const SYSTEMS: [System; 3] = [System::Raw, System::Stock, System::Mpaka];
    let mut figures = Vec::new();
    for &callers in bench.scale.callers {
        bench.note(format_args!("{name}: {callers} callers"));
        let mut rounds = SYSTEMS.map(|_| Vec::new());
        for _ in 0..bench.scale.rounds {
            for (system, rounds) in SYSTEMS.into_iter().zip(&mut rounds) {
                let session = Arc::new(places.open(system, callers).await?);
                rounds.push(round(bench, &session, work, callers).await?);
                close(session).await;
            }
        }
        for (system, rounds) in SYSTEMS.into_iter().zip(&rounds) {
            figures.push(Figures::of(name, system, callers, rounds));
        }
    }
    Ok(figures)
}

/// One round: some of the work that does not count, then the work.
pub async fn round(
    bench: &mut Bench,
    session: &Arc<Session>,
    work: &Work,
    callers: usize,
) -> Result<Round, BenchError> {
    bench.ground.checkpoint().await?;
    warm_up(bench, session, work, callers).await?;
    let window = Window { callers, lasting: bench.scale.round, most: u64::MAX };
    window_of(bench, session, work, window).await
}

/// Does some work, so that connections, plans and caches are there.
pub async fn warm_up(
    bench: &Bench,
    session: &Arc<Session>,
    work: &Work,
    callers: usize,
) -> Result<(), BenchError> {
    let window = Window { callers, lasting: bench.scale.warm_up, most: u64::MAX };
    window_of(bench, session, work, window).await?;
    Ok(())
}

/// Does the work that a window holds, and takes its figures.
pub async fn window_of(
    bench: &Bench,
    session: &Arc<Session>,
    work: &Work,
    window: Window,
) -> Result<Round, BenchError> {
    let (session, texts) = (Arc::clone(session), Arc::clone(&bench.texts));
    let (events, work) = (work.events(), work.clone());
    let before = bench.ground.meter().read();
    let driven = drive(window, move |number| {
        let (session, texts, work) = (Arc::clone(&session), Arc::clone(&texts), work.clone());
        async move { session.command(&work, number, &texts).await }
    })
    .await?;
    let cpu = bench.ground.meter().since(before);
    Ok(Round { driven, cpu, events })
}

/// Ends a session's connections, once nobody uses it any more.
pub async fn close(mut session: Arc<Session>) {
    loop {
        match Arc::try_unwrap(session) {
            Ok(session) => return session.close().await,
            // The last caller's task has answered but may not have let go yet.
            Err(shared) => session = shared,
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}
