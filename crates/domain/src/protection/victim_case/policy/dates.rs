//! Days: which one it is at the place of an act, and that none lies in the future.

use chrono::{FixedOffset, NaiveDate, TimeDelta};

use super::Check;
use crate::metadata::Metadata;
use crate::protection::victim_case::VictimCaseRejection as Rejection;

/// The day on which it happened, at the offset it was stated at; of several, the first, so that time
/// limits end too early rather than too late.
pub fn today(metadata: &Metadata) -> NaiveDate {
    let offset = FixedOffset::from(metadata.occurred.zone());
    metadata.occurred.earliest().with_timezone(&offset).date_naive()
}

/// A decision has been taken when it is recorded.
pub fn decided(decided_at: NaiveDate, metadata: &Metadata) -> Check {
    if has_come(decided_at, metadata) { Ok(()) } else { Err(Rejection::DecisionInFuture) }
}

/// A referral has been received when it is recorded.
pub fn received(received_at: NaiveDate, metadata: &Metadata) -> Check {
    if has_come(received_at, metadata) { Ok(()) } else { Err(Rejection::ReceiptInFuture) }
}

/// Whether the day has begun anywhere on earth: the furthest offset from UTC is 14 hours.
fn has_come(day: NaiveDate, metadata: &Metadata) -> bool {
    day <= (metadata.recorded_at + TimeDelta::hours(14)).date_naive()
}
