//! The cluster on a real PostgreSQL: serving, dying, coming back, and leaving nothing behind.
#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "cluster/ground.rs"]
mod ground;
#[path = "cluster/places.rs"]
mod places;
#[path = "cluster/recovery.rs"]
mod recovery;
#[path = "cluster/serving.rs"]
mod serving;
#[path = "cluster/sql.rs"]
mod sql;
