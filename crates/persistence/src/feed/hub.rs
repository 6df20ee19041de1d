//! The one reader of a process: it follows the timeline and fills the ring that all subscribers share.

use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};
use std::time::Duration;

use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::Investigation;
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};
use tracing::warn;
use uuid::Uuid;

use super::ring::{Bounds, Ring};
use crate::database::answered;
use crate::error::StoreError;
use crate::view::Views;
use crate::view::timeline::TimelineRow;

/// The most lines that are read at once.
const BATCH: i64 = 256;
/// How long the reader waits to be woken before it looks for itself; also how long it waits after a
/// fault, and less than what is known of files' parties holds.
const POLL: Duration = Duration::from_millis(500);
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// A running reader; it ends with the last subscriber.
#[derive(Debug)]
pub(super) struct Hub {
    ring: Arc<RwLock<Ring>>,
    heard: watch::Receiver<()>,
    reader: JoinHandle<()>,
}

impl Hub {
    /// Starts to read what comes from now on.
    pub async fn start(views: &Views, bounds: Bounds) -> Result<Self, StoreError> {
        let (position, time) = views.events_head_and_time().await?;
        let ring = Arc::new(RwLock::new(Ring::new(bounds, position, time)));
        let (heard, hearing) = watch::channel(());
        let reader = Reader { views: views.clone(), ring: Arc::clone(&ring), heard };
        Ok(Self { ring, heard: hearing, reader: tokio::spawn(reader.run()) })
    }

    /// The ring, to look into for a moment.
    pub fn ring(&self) -> RwLockReadGuard<'_, Ring> {
        // A panic elsewhere cannot leave a ring half changed that anybody would be served from: the
        // reader is gone then, and every subscriber is told.
        self.ring.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells each time that the timeline was looked through.
    pub fn heard(&self) -> watch::Receiver<()> {
        self.heard.clone()
    }
}

impl Drop for Hub {
    fn drop(&mut self) {
        self.reader.abort();
    }
}

struct Reader {
    views: Views,
    ring: Arc<RwLock<Ring>>,
    heard: watch::Sender<()>,
}

impl Reader {
    async fn run(self) {
        let mut woken = false;
        loop {
            let before = self.looked();
            let looked = answered(PATIENCE, self.look()).await;
            self.heard.send_replace(());
            match looked {
                Ok(true) => {}
                Ok(false) => {
                    // A view that was said to be further than it is, is not asked without a pause.
                    if woken && self.looked() == before {
                        sleep(POLL).await;
                    }
                    woken = timeout(POLL, self.views.events_past(self.looked())).await.is_ok();
                }
                Err(fault) => {
                    warn!(fault = %fault.chain(), "the feed could not be read; it is read again");
                    if !fault.is_temporary() {
                        self.leave_out().await;
                    }
                    sleep(POLL).await;
                }
            }
        }
    }

    /// Reads on once; true when there may be more at once.
    async fn look(&self) -> Result<bool, StoreError> {
        let looked = self.looked();
        let mut rows = self.views.lines_after(looked, i64::MAX, BATCH).await?;
        let mut reached = (looked, None);
        if rows.is_empty() {
            // Not every event is a line. Read before the rows: what is recorded meanwhile is read the
            // next time.
            let (position, time) = self.views.events_head_and_time().await?;
            if position > looked {
                rows = self.views.lines_after(looked, position, BATCH).await?;
            }
            reached = (position, Some(time));
        }
        let full = i64::try_from(rows.len()).is_ok_and(|read| read == BATCH);
        let asked = self.to_ask(&rows);
        let parties =
            if asked.is_empty() { Vec::new() } else { self.views.parties(&asked).await? };
        let mut ring = self.ring();
        ring.take(rows, &asked, parties);
        if !full {
            ring.confirm(reached.0, reached.1);
        }
        Ok(full)
    }

    /// The files whose parties have to be read with these lines: those not known, and those that an
    /// event of the file itself may have changed. Nothing else changes them.
    fn to_ask(&self, rows: &[TimelineRow]) -> Vec<Uuid> {
        let ring = self.ring();
        let mut asked: Vec<Uuid> = rows
            .iter()
            .filter(|row| {
                row.category == Investigation::CATEGORY || !ring.knows(row.investigation_id)
            })
            .map(|row| row.investigation_id)
            .collect();
        asked.sort_unstable();
        asked.dedup();
        asked
    }

    /// Leaves out what cannot be read, as where somebody altered a line: each subscriber then reads
    /// for itself, and who may see that line gets the fault.
    async fn leave_out(&self) {
        if let Ok((position, time)) = self.views.events_head_and_time().await {
            self.ring().begin_after(position, time);
        }
    }

    fn looked(&self) -> i64 {
        self.ring().looked()
    }

    fn ring(&self) -> RwLockWriteGuard<'_, Ring> {
        self.ring.write().unwrap_or_else(PoisonError::into_inner)
    }
}
