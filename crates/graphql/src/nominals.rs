//! Nominals: what agencies hold about persons, groups and objects, across their investigations.

pub mod nominal;
pub mod person_nominal;
