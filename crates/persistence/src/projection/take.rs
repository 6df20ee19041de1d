//! How a batch is taken into account when one of its events cannot be.
//!
//! A batch is taken whole, in a savepoint. When that fails by the fault of an event, its halves are
//! taken one after the other, and so on, until the event stands alone and is parked. What follows it in
//! its stream is parked behind it, so that no view shows a stream with a hole; other streams go on.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use sqlx::{Connection, PgConnection};

use super::View;
use super::parked::{self, Parking};
use crate::error::{Blame, StoreError};
use crate::keys::KeyRing;
use crate::record::{Entry, Recorded};

/// How often an event is tried whose fault may pass.
const ATTEMPTS: i32 = 5;
/// How long to wait after the first try; twice as long after each more.
const PAUSE: Duration = Duration::from_millis(20);

/// What a batch is taken with.
pub(super) struct Batch<'a> {
    pub view: &'a View,
    pub keys: &'a KeyRing,
    /// The positions of events that an operator has decided to leave out.
    pub skipped: &'a BTreeSet<i64>,
}

/// The streams that are held up, by category and id, and the first event each is held up by.
#[derive(Default)]
pub(super) struct Blocked(pub HashMap<(String, String), i64>);

impl Blocked {
    /// The earlier event of the same stream that holds this one up.
    fn behind(&self, position: i64, category: &str, stream: &str) -> Option<i64> {
        if self.0.is_empty() {
            return None;
        }
        let first = self.0.get(&(category.to_owned(), stream.to_owned()))?;
        Some(*first).filter(|first| *first < position)
    }

    fn hold_up(&mut self, parking: &Parking) {
        let stream = (parking.category.clone(), parking.stream.clone());
        let first = self.0.entry(stream).or_insert(parking.position);
        *first = parking.position.min(*first);
    }
}

impl Batch<'_> {
    /// Takes entries into account, in order; answers how many of them were parked. With `some_parked`,
    /// streams may be held up from before.
    pub async fn take(
        &self,
        entries: &[Entry],
        some_parked: bool,
        view: &mut PgConnection,
    ) -> Result<i64, StoreError> {
        let mut blocked = Blocked::default();
        if some_parked {
            blocked = parked::blocked(self.view.name, entries, view).await?;
        }
        let mut parkings = Vec::new();
        let mut readable = Vec::with_capacity(entries.len());
        for entry in entries.iter().filter(|entry| !self.skipped.contains(&entry.position())) {
            match entry {
                Entry::Recorded(recorded) => readable.push(recorded.as_ref()),
                Entry::Unread(unread) => {
                    let behind = blocked.behind(unread.position, &unread.category, &unread.stream);
                    let parking = Parking::unread(unread, behind);
                    blocked.hold_up(&parking);
                    parkings.push(parking);
                }
            }
        }
        self.take_apart(readable, &mut blocked, &mut parkings, view).await?;
        parked::park(self.view.name, &parkings, view).await?;
        Ok(i64::try_from(parkings.len()).unwrap_or(i64::MAX))
    }

    async fn take_apart(
        &self,
        events: Vec<&Recorded>,
        blocked: &mut Blocked,
        parkings: &mut Vec<Parking>,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let mut parts = vec![events];
        while let Some(mut part) = parts.pop() {
            part.retain(|recorded| {
                let stream = recorded.stream.to_string();
                let behind = blocked.behind(recorded.position, &recorded.category, &stream);
                parkings.extend(behind.map(|first| Parking::behind(recorded, first)));
                behind.is_none()
            });
            let Some(first) = part.first().copied() else { continue };
            let mut attempts = 1;
            while let Err(fault) = self.attempt(&part, view).await? {
                if part.len() > 1 {
                    let right = part.split_off(part.len() / 2);
                    parts.extend([right, part]);
                    break;
                }
                if fault.blame() == Blame::Event || attempts == ATTEMPTS {
                    let parking = Parking::failed(first, &fault, attempts);
                    blocked.hold_up(&parking);
                    parkings.push(parking);
                    break;
                }
                tokio::time::sleep(PAUSE * 2_u32.pow(attempts.unsigned_abs() - 1)).await;
                attempts += 1;
            }
        }
        Ok(())
    }

    /// Takes events into account in a savepoint. The inner fault is the events' own or may be; any
    /// other ends the transaction.
    async fn attempt(
        &self,
        events: &[&Recorded],
        view: &mut PgConnection,
    ) -> Result<Result<(), StoreError>, StoreError> {
        let mut savepoint = view.begin().await?;
        match (self.view.project)(events, self.keys, &mut savepoint).await {
            Ok(()) => Ok(Ok(savepoint.commit().await?)),
            Err(fault) if fault.blame() == Blame::Place => Err(fault),
            Err(fault) => {
                savepoint.rollback().await?;
                Ok(Err(fault))
            }
        }
    }
}
