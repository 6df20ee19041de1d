//! How far each view has come, as far as this process knows, and what it took to get there.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::watch;

use super::VIEWS;
use crate::error::StoreError;

/// How long a reader waits for a view before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// How far each view has come, as far as this process knows.
#[derive(Debug, Clone)]
pub struct Positions {
    pub(super) pool: PgPool,
    pub(super) known: BTreeMap<&'static str, watch::Sender<i64>>,
    reached: watch::Sender<BTreeMap<&'static str, i64>>,
    counts: Arc<BTreeMap<&'static str, Counts>>,
}

#[derive(Debug, Default)]
struct Counts {
    events: AtomicU64,
    batches: AtomicU64,
    nanoseconds: AtomicU64,
}

/// What this process has taken into account for a view since it started; nothing where another
/// process runs the view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Work {
    /// Events of the log that were passed, also those that the view does not read.
    pub events: u64,
    /// Transactions.
    pub batches: u64,
    /// The time they took.
    pub time: Duration,
}

impl Positions {
    pub(crate) fn new(pool: PgPool) -> Self {
        let known = VIEWS.iter().map(|view| (view.name, watch::Sender::new(0))).collect();
        let counts = VIEWS.iter().map(|view| (view.name, Counts::default())).collect();
        Self { pool, known, reached: watch::Sender::default(), counts: Arc::new(counts) }
    }

    /// The view stands there, also when it was known to stand further on.
    pub(super) fn put(&self, view: &str, position: i64) {
        if let Some(known) = self.known.get(view) {
            known.send_if_modified(|at| std::mem::replace(at, position) != position);
        }
    }

    /// The view has come at least that far.
    pub(super) fn raise(&self, view: &str, position: i64) {
        if let Some(known) = self.known.get(view) {
            known.send_if_modified(|at| {
                let moved = position > *at;
                *at = position.max(*at);
                moved
            });
        }
    }

    /// This process has brought the view that far; others are told.
    pub(super) fn reach(&self, view: &'static str, position: i64) {
        self.raise(view, position);
        self.reached.send_modify(|reached| _ = reached.insert(view, position));
    }

    /// What this process has brought how far, as it changes.
    pub(super) fn news(&self) -> watch::Receiver<BTreeMap<&'static str, i64>> {
        self.reached.subscribe()
    }

    /// Counts a batch.
    pub(super) fn took(&self, view: &str, events: i64, time: Duration) {
        if let Some(counts) = self.counts.get(view) {
            counts.events.fetch_add(events.unsigned_abs(), Ordering::Relaxed);
            counts.batches.fetch_add(1, Ordering::Relaxed);
            let nanoseconds = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            counts.nanoseconds.fetch_add(nanoseconds, Ordering::Relaxed);
        }
    }

    /// What this process has done for a view.
    pub(super) fn work(&self, view: &str) -> Work {
        let Some(counts) = self.counts.get(view) else { return Work::default() };
        Work {
            events: counts.events.load(Ordering::Relaxed),
            batches: counts.batches.load(Ordering::Relaxed),
            time: Duration::from_nanos(counts.nanoseconds.load(Ordering::Relaxed)),
        }
    }

    /// Waits, at most five seconds, until a view has taken a position into account.
    pub async fn reached(&self, view: &'static str, position: i64) -> Result<(), StoreError> {
        let behind = || StoreError::ViewBehind { view };
        let mut known = self.known.get(view).ok_or_else(behind)?.subscribe();
        match tokio::time::timeout(PATIENCE, known.wait_for(|at| *at >= position)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) => Err(StoreError::Stopped),
            Err(_) => Err(behind()),
        }
    }

    /// Waits until every view has taken a position into account.
    pub async fn all_reached(&self, position: i64) -> Result<(), StoreError> {
        let views = self.known.keys().map(|view| self.reached(view, position));
        futures_util::future::try_join_all(views).await?;
        Ok(())
    }

    /// Waits until a view has gone past a position.
    pub async fn past(&self, view: &'static str, position: i64) -> Result<(), StoreError> {
        let mut known = self.known.get(view).ok_or(StoreError::ViewBehind { view })?.subscribe();
        match known.wait_for(|at| *at > position).await {
            Ok(_) => Ok(()),
            Err(_) => Err(StoreError::Stopped),
        }
    }
}
