//! Days as moments: days are those of UTC, as on the boards.

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};

/// The moment that a day begins.
pub(super) fn start_of(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// The moment that a day is over.
pub(super) fn end_of(day: NaiveDate) -> DateTime<Utc> {
    day.succ_opt().map_or(DateTime::<Utc>::MAX_UTC, start_of)
}
