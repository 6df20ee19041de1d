//! Nominals: what agencies hold about persons, groups and objects, across their investigations.

pub mod group;
pub mod nominal;
pub mod object_nominal;
pub mod person_nominal;
