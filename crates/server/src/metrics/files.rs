//! What is counted of files; never whose they are.

use mpaka_persistence::files::FileCounts;
use prometheus::{Error, IntGauge, Registry};

/// The counters of files.
pub struct Files {
    received_bytes: IntGauge,
    stored: IntGauge,
    refused: IntGauge,
    expired: IntGauge,
    released: IntGauge,
    found_whole: IntGauge,
    found_altered: IntGauge,
    unchecked: IntGauge,
}

impl Files {
    /// Counters that all stand at zero.
    pub fn new(registry: &Registry) -> Result<Self, Error> {
        let counter = |name: &str, help: &str| {
            let counter = IntGauge::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, Error>(counter)
        };
        Ok(Self {
            received_bytes: counter("mpaka_file_received_bytes_total", "Bytes of files taken in")?,
            stored: counter("mpaka_files_stored_total", "Files stored")?,
            refused: counter("mpaka_uploads_refused_total", "Whole uploads that were refused")?,
            expired: counter(
                "mpaka_uploads_expired_total",
                "Uploads removed because nothing more came",
            )?,
            released: counter("mpaka_files_released_total", "Files given out")?,
            found_whole: counter(
                "mpaka_file_checks_whole_total",
                "Checks that found a file to be what was stored",
            )?,
            found_altered: counter(
                "mpaka_file_checks_altered_total",
                "Checks that found a file to be altered",
            )?,
            unchecked: counter(
                "mpaka_file_checks_failed_total",
                "Checks on schedule that could not be made",
            )?,
        })
    }

    /// Takes over what was counted.
    pub fn set(&self, counts: &FileCounts) {
        let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
        self.received_bytes.set(number(counts.received_bytes));
        self.stored.set(number(counts.stored));
        self.refused.set(number(counts.refused));
        self.expired.set(number(counts.expired));
        self.released.set(number(counts.released));
        self.found_whole.set(number(counts.found_whole));
        self.found_altered.set(number(counts.found_altered));
        self.unchecked.set(number(counts.unchecked));
    }
}
