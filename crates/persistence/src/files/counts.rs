//! What is counted of files; never whose they are.

use std::sync::atomic::{AtomicU64, Ordering};

/// What was counted since this process began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FileCounts {
    /// Bytes taken in.
    pub received_bytes: u64,
    /// Files stored.
    pub stored: u64,
    /// Whole uploads that were refused.
    pub refused: u64,
    /// Uploads removed because nothing more came.
    pub expired: u64,
    /// Files given out.
    pub released: u64,
    /// Checks that found a file to be what was stored.
    pub found_whole: u64,
    /// Checks that found a file to be altered.
    pub found_altered: u64,
    /// Checks that could not be made.
    pub unchecked: u64,
}

/// The counters themselves.
#[derive(Debug, Default)]
pub(super) struct Counted {
    pub received_bytes: AtomicU64,
    pub stored: AtomicU64,
    pub refused: AtomicU64,
    pub expired: AtomicU64,
    pub released: AtomicU64,
    pub found_whole: AtomicU64,
    pub found_altered: AtomicU64,
    pub unchecked: AtomicU64,
}

impl Counted {
    pub(super) fn read(&self) -> FileCounts {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        FileCounts {
            received_bytes: read(&self.received_bytes),
            stored: read(&self.stored),
            refused: read(&self.refused),
            expired: read(&self.expired),
            released: read(&self.released),
            found_whole: read(&self.found_whole),
            found_altered: read(&self.found_altered),
            unchecked: read(&self.unchecked),
        }
    }
}

/// Counts so many more.
pub(super) fn count(counter: &AtomicU64, more: u64) {
    counter.fetch_add(more, Ordering::Relaxed);
}
