//! Governance: who was let see what beyond their own, why, and for how long.
//!
//! Grants and broken glass are recorded here, with their rules. Nothing is read differently because of
//! them yet.

pub mod access_grant;
pub mod break_glass;
mod subject;

pub use subject::{Subject, Surroundings};
