//! Casework: investigations, the people they suspect, and what is to be done.

pub mod investigation;
pub mod suspect;
pub mod task;
