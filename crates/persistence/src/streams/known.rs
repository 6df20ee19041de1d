//! What this process last knew of streams, so that a command need not read them again.
//!
//! Never trusted: an append checks the version, and a refusal is given only on what was read.

use std::any::Any;
use std::sync::Arc;

use mpaka_domain::Decider;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use uuid::Uuid;

use super::Loaded;

/// How many streams are expected to be known.
const STREAMS: usize = 16_384;
/// How much is known at most: the events that the known states were folded from, and one for each.
const EVENTS: u64 = 262_144;

/// The states of the streams that commands were sent to lately.
#[derive(Debug, Clone)]
pub(super) struct Known(Arc<Cache<(&'static str, Uuid), State, Weight>>);

#[derive(Debug, Clone)]
struct State {
    folded: i64,
    loaded: Arc<dyn Any + Send + Sync>,
}

#[derive(Debug, Clone)]
struct Weight;

impl Weighter<(&'static str, Uuid), State> for Weight {
    fn weight(&self, _: &(&'static str, Uuid), state: &State) -> u64 {
        state.folded.unsigned_abs() + 1
    }
}

impl Known {
    pub fn new() -> Self {
        Self(Arc::new(Cache::with_weighter(STREAMS, EVENTS, Weight)))
    }

    /// What was last known of a stream.
    pub fn get<D: Decider>(&self, stream: Uuid) -> Option<Arc<Loaded<D>>> {
        self.0.get(&(D::CATEGORY, stream))?.loaded.downcast().ok()
    }

    /// Remembers a stream, unless more is known of it already.
    pub fn put<D: Decider>(&self, loaded: &Arc<Loaded<D>>) {
        let key = (D::CATEGORY, loaded.stream);
        if self.0.peek(&key).is_none_or(|known| known.folded < loaded.version) {
            let state = State { folded: loaded.version, loaded: Arc::clone(loaded) as _ };
            self.0.insert(key, state);
        }
    }
}
