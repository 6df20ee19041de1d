//! A subscriber that is behind the ring reads from the view by itself, a batch at a time.

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Instant;

use super::ring::weight;
use crate::database::answered;
use crate::error::StoreError;
use crate::view::timeline::{EventFilter, TimelineRow};
use crate::view::{Reader, Views};

/// How many events are read at once, to begin with.
const BATCH: i64 = 100;
/// How many at most, for a subscriber that takes them as fast as they are read.
const LARGEST: i64 = 1600;
/// About how many bytes a batch may hold before the next is no larger.
const HEAVY: usize = 1 << 20;
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a judgement of who may see an event holds before it is handed out.
const JUDGED: Duration = Duration::from_secs(1);

/// What a subscriber that is behind has read and not yet taken.
#[derive(Debug)]
pub(super) struct CatchUp {
    ready: std::vec::IntoIter<TimelineRow>,
    /// How far the log was looked through with that; none when it has been taken.
    looked: Option<i64>,
    /// When.
    read: Instant,
    batch: i64,
    heavy: bool,
}

impl Default for CatchUp {
    fn default() -> Self {
        let ready = Vec::new().into_iter();
        Self { ready, looked: None, read: Instant::now(), batch: BATCH, heavy: false }
    }
}

impl CatchUp {
    /// The next event read, unless it was judged too long ago: what the subscriber may see can have
    /// changed since, so it is judged anew. Moves the position up to it, or to where was looked.
    pub fn take(&mut self, position: &mut i64) -> Option<Arc<TimelineRow>> {
        let looked = self.looked?;
        if self.read.elapsed() > JUDGED {
            *self = Self::default();
            return None;
        }
        if let Some(row) = self.ready.next() {
            *position = row.position;
            return Some(Arc::new(row));
        }
        *position = looked;
        self.looked = None;
        self.batch = if self.heavy { BATCH } else { LARGEST.min(self.batch * 2) };
        None
    }

    /// Reads on after a position; false when there is nothing more.
    pub async fn read(
        &mut self,
        views: &Views,
        reader: &Reader,
        filter: &EventFilter,
        position: i64,
    ) -> Result<bool, StoreError> {
        let read = views.events_after(reader, filter, position, self.batch);
        let (rows, looked) = answered(PATIENCE, read).await?;
        if rows.is_empty() && looked == position {
            return Ok(false);
        }
        self.heavy = rows.iter().map(weight).sum::<usize>() > HEAVY;
        self.ready = rows.into_iter();
        self.looked = Some(looked);
        self.read = Instant::now();
        Ok(true)
    }
}
