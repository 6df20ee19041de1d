//! What is asserted about a person.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{AssociationKind, ObjectUseKind};
use crate::Personal;
use crate::casework::suspect::NetworkRole;
use crate::id::NominalId;
use crate::nominals::nominal::{NominalCategory, NominalFact};
use crate::value::{
    BirthDate, CountryCode, Gender, PartialTime, PersonName, Selector, TravelDocument,
};

/// What is asserted about a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PersonFact {
    /// A name that they go by or went by.
    Name(Personal<PersonName>),
    /// When they were born.
    Birth(Personal<BirthDate>),
    /// A country whose national they are, ISO 3166-1 alpha-2.
    Nationality(Personal<CountryCode>),
    /// Their gender.
    Gender(Personal<Gender>),
    /// A phone, plate, account or handle that they use.
    Selector(Personal<Selector>),
    /// A document that they hold or show.
    Document(Personal<TravelDocument>),
    /// What they look like or are known for.
    Description(Personal<String>),
    /// What they have to do with another person.
    Association(Association),
    /// What they have to do with an object.
    Use(ObjectUse),
    /// That they belong to a group.
    Membership(Membership),
}

/// What a person has to do with another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Association {
    /// The other person.
    pub person: NominalId,
    /// What they are to each other.
    pub kind: AssociationKind,
    /// When it was so, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<PartialTime>,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Personal<String>>,
}

/// What a person has to do with an object.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ObjectUse {
    /// The object.
    pub object: NominalId,
    /// What they have to do with it.
    pub kind: ObjectUseKind,
    /// When it was so, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<PartialTime>,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Personal<String>>,
}

/// That a person belongs to a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Membership {
    /// The group.
    pub group: NominalId,
    /// What they do in it; empty when it is not known.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub roles: BTreeSet<NetworkRole>,
    /// When it was so, as far as it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub during: Option<PartialTime>,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<Personal<String>>,
}

impl NominalFact for PersonFact {
    fn is_blank(&self) -> bool {
        match self {
            Self::Name(name) => name.get().is_none(),
            Self::Birth(birth) => birth.get().is_none(),
            Self::Nationality(country) => country.get().is_none(),
            Self::Gender(gender) => gender.get().is_none(),
            Self::Selector(selector) => selector.get().is_none(),
            Self::Document(document) => document.get().is_none(),
            Self::Description(text) => text.get().is_none_or(|text| text.trim().is_empty()),
            Self::Association(_) | Self::Use(_) | Self::Membership(_) => false,
        }
    }

    fn names(&self) -> Option<(NominalId, NominalCategory)> {
        match self {
            Self::Association(association) => Some((association.person, NominalCategory::Person)),
            Self::Use(used) => Some((used.object, NominalCategory::Object)),
            Self::Membership(membership) => Some((membership.group, NominalCategory::Group)),
            Self::Name(_)
            | Self::Birth(_)
            | Self::Nationality(_)
            | Self::Gender(_)
            | Self::Selector(_)
            | Self::Document(_)
            | Self::Description(_) => None,
        }
    }
}
