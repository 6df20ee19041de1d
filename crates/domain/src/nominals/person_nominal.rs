//! A person as one agency holds them across its investigations: names, birth dates, documents, and whom
//! they have to do with.

mod code;
mod fact;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::code::{AssociationKind, ObjectUseKind};
pub use self::fact::{Association, Membership, ObjectUse, PersonFact};
use super::nominal::{Identity, Nominal, NominalCommand, NominalEvent, NominalKind};

/// The kind of nominal that is about a person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person;

impl NominalKind for Person {
    const CATEGORY: &'static str = "person_nominal";

    type Identity = PersonIdentity;
    type Fact = PersonFact;
}

/// A record about a person says who they are by facts alone: even the name is what some source says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PersonIdentity {}

impl Identity for PersonIdentity {}

/// A person as one agency holds them.
pub type PersonNominal = Nominal<Person>;
/// What can be asked of a person's record.
pub type PersonCommand = NominalCommand<PersonIdentity, PersonFact>;
/// What has happened to a person's record.
pub type PersonEvent = NominalEvent<PersonIdentity, PersonFact>;
