//! Casework: investigations and the people they suspect.

pub mod investigation;
pub mod suspect;
