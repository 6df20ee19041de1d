//! Nominals: what an agency holds about identities, as assertions that each name their source.

pub mod group;
pub mod nominal;
pub mod object_nominal;
pub mod person_nominal;
