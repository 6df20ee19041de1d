//! What is asserted about an object.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{ObjectRelationKind, ObjectStatus};
use crate::Personal;
use crate::id::NominalId;
use crate::nominals::nominal::{NominalCategory, NominalFact};
use crate::value::{Genuineness, PartialTime};

/// What is asserted about an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ObjectFact {
    /// What it looks like: a make, a colour, damage, a holder's photograph.
    Description(Personal<String>),
    /// Whether it is what it claims to be.
    Genuineness(Genuineness),
    /// What became of it.
    Status(ObjectStatus),
    /// What it has to do with another object.
    Relation(ObjectRelation),
}

/// What an object has to do with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ObjectRelation {
    /// The other object.
    pub object: NominalId,
    /// What they have to do with each other.
    pub kind: ObjectRelationKind,
    /// When it was so, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<PartialTime>,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Personal<String>>,
}

impl NominalFact for ObjectFact {
    fn is_blank(&self) -> bool {
        match self {
            Self::Description(text) => text.get().is_none_or(|text| text.trim().is_empty()),
            Self::Genuineness(_) | Self::Status(_) | Self::Relation(_) => false,
        }
    }

    fn names(&self) -> Option<(NominalId, NominalCategory)> {
        match self {
            Self::Relation(relation) => Some((relation.object, NominalCategory::Object)),
            Self::Description(_) | Self::Genuineness(_) | Self::Status(_) => None,
        }
    }
}
