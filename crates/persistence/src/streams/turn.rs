//! Turns: of the commands of one stream, one at a time is decided in a process, in the order of
//! their coming. Without turns, all but one of them would be decided for nothing.

use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use tokio::sync::{Mutex, MutexGuard};
use uuid::Uuid;

/// How many turns there are. Two streams that share one wait for each other now and then.
const LANES: usize = 4096;

/// Where commands wait for their turn.
#[derive(Debug, Clone)]
pub(super) struct Turns {
    lanes: Arc<[Mutex<()>]>,
    hasher: RandomState,
}

impl Turns {
    pub fn new() -> Self {
        let lanes = std::iter::repeat_with(Mutex::default).take(LANES).collect();
        Self { lanes, hasher: RandomState::new() }
    }

    /// Waits until it is a stream's turn; it ends when the guard is dropped.
    pub async fn of(&self, stream: Uuid) -> MutexGuard<'_, ()> {
        let lane = self.hasher.hash_one(stream) % self.lanes.len() as u64;
        // The remainder is below the number of lanes.
        self.lanes[usize::try_from(lane).unwrap_or_default()].lock().await
    }
}
