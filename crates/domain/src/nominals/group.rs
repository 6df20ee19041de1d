//! A group as one agency holds it: a network, a gang, a company or a cell, and what is said of it.
//!
//! Who belongs to it is told in the records of persons, so that a membership has its own source and its
//! own end.

mod code;
mod fact;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::code::{GroupKind, GroupRelationKind};
pub use self::fact::{GroupFact, GroupRelation};
use super::nominal::{Identity, Nominal, NominalCommand, NominalEvent, NominalKind};

/// The kind of nominal that is about a group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grouping;

impl NominalKind for Grouping {
    const CATEGORY: &'static str = "group";

    type Identity = GroupIdentity;
    type Fact = GroupFact;
}

/// A record about a group says what it is by facts alone: even its name is what some source says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupIdentity {}

impl Identity for GroupIdentity {}

/// A group as one agency holds it.
pub type Group = Nominal<Grouping>;
/// What can be asked of a group's record.
pub type GroupCommand = NominalCommand<GroupIdentity, GroupFact>;
/// What has happened to a group's record.
pub type GroupEvent = NominalEvent<GroupIdentity, GroupFact>;
