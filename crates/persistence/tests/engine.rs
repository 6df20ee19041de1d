//! The event engine against a real PostgreSQL: what it guarantees to every aggregate.

#[path = "engine/append.rs"]
mod append;
#[path = "engine/cqrs.rs"]
mod cqrs;
#[path = "engine/diary.rs"]
mod diary;
#[path = "engine/sealing.rs"]
mod sealing;
