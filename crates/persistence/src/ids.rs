//! The id source: UUIDs that sort by the time they were made.

use uuid::Uuid;

/// A new id: a UUID of version 7.
#[expect(clippy::disallowed_methods, reason = "this is the id source")]
pub fn next() -> Uuid {
    Uuid::now_v7()
}
