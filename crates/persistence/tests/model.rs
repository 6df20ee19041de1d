//! The engine against a model of it that is too simple to be wrong, and against itself in a race.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]

#[path = "engine/diary.rs"]
mod diary;
#[path = "model/machine.rs"]
mod machine;
#[path = "model/race.rs"]
mod race;
#[path = "model/reference.rs"]
mod reference;
