//! What is asserted about a group.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{GroupKind, GroupRelationKind};
use crate::Personal;
use crate::id::NominalId;
use crate::nominals::nominal::{NominalCategory, NominalFact};
use crate::value::{PartialTime, Selector, SubdivisionCode};

/// What is asserted about a group. Its name and what it uses point at persons, and are sealed as theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum GroupFact {
    /// A name that it goes by or is called by.
    Name(Personal<String>),
    /// What kind of group it is.
    Kind(GroupKind),
    /// A county or region that it works in, ISO 3166-2.
    Area(SubdivisionCode),
    /// A phone, account or handle that it uses.
    Selector(Personal<Selector>),
    /// How it works, and what it is known for.
    Description(Personal<String>),
    /// What it has to do with another group.
    Relation(GroupRelation),
}

/// What a group has to do with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupRelation {
    /// The other group.
    pub group: NominalId,
    /// What they have to do with each other.
    pub kind: GroupRelationKind,
    /// When it was so, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<PartialTime>,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Personal<String>>,
}

impl NominalFact for GroupFact {
    fn is_blank(&self) -> bool {
        match self {
            Self::Name(text) | Self::Description(text) => {
                text.get().is_none_or(|text| text.trim().is_empty())
            }
            Self::Selector(selector) => selector.get().is_none(),
            Self::Kind(_) | Self::Area(_) | Self::Relation(_) => false,
        }
    }

    fn names(&self) -> Option<(NominalId, NominalCategory)> {
        match self {
            Self::Relation(relation) => Some((relation.group, NominalCategory::Group)),
            Self::Name(_)
            | Self::Kind(_)
            | Self::Area(_)
            | Self::Selector(_)
            | Self::Description(_) => None,
        }
    }
}
