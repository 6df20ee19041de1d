//! The event engine against a real PostgreSQL: what it guarantees to every aggregate.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]
#![expect(clippy::disallowed_methods, reason = "tests look behind the checked queries")]

#[path = "engine/append.rs"]
mod append;
#[path = "engine/contention.rs"]
mod contention;
#[path = "engine/cqrs.rs"]
mod cqrs;
#[path = "engine/diary.rs"]
mod diary;
#[path = "engine/law.rs"]
mod law;
#[path = "engine/sealing.rs"]
mod sealing;
#[path = "engine/streams.rs"]
mod streams;
#[path = "engine/upcast.rs"]
mod upcast;
