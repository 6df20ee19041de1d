//! An object as one agency holds it: a vehicle, telephone, document, account, handle, wallet or vessel,
//! known by the one selector that it is told apart by.
//!
//! What the selector is fixed to changes: a plate is moved to another vehicle, a SIM card to another
//! handset. So each is a record of its own, and that they belong together is a fact with its time.

mod code;
mod fact;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use self::code::{ObjectKind, ObjectRelationKind, ObjectStatus};
pub use self::fact::{ObjectFact, ObjectRelation};
use super::nominal::{Identity, Nominal, NominalCommand, NominalEvent, NominalKind};
use crate::value::Selector;
use crate::{AgencyId, Personal, SecretClaim};

/// What kind of claim an object's selector is.
const SELECTOR: &str = "object_selector";

/// The kind of nominal that is about an object.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Object;

impl NominalKind for Object {
    const CATEGORY: &'static str = "object_nominal";

    type Identity = ObjectIdentity;
    type Fact = ObjectFact;
}

/// What an object is, and the selector that it is known by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ObjectIdentity {
    kind: ObjectKind,
    selector: Personal<Selector>,
}

impl ObjectIdentity {
    /// The object that a selector identifies.
    pub fn of(selector: Selector) -> Self {
        Self { kind: ObjectKind::of(selector.kind()), selector: Personal::new(selector) }
    }

    /// What kind of object it is.
    pub fn kind(&self) -> ObjectKind {
        self.kind
    }
}

impl Identity for ObjectIdentity {
    /// NOM-7: an agency has one record of an object, whatever its papers say of how genuine it is.
    fn claim(&self, agency: &AgencyId) -> Option<SecretClaim> {
        let name = Personal::new(self.selector.get()?.normalised());
        Some(SecretClaim { kind: SELECTOR, within: agency.to_string(), name })
    }
}

/// An object as one agency holds it.
pub type ObjectNominal = Nominal<Object>;
/// What can be asked of an object's record.
pub type ObjectCommand = NominalCommand<ObjectIdentity, ObjectFact>;
/// What has happened to an object's record.
pub type ObjectEvent = NominalEvent<ObjectIdentity, ObjectFact>;
