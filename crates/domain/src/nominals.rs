//! Nominals: what an agency holds about identities, as assertions that each name their source.

pub mod nominal;
pub mod person_nominal;
