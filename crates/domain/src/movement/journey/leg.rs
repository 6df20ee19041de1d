//! What is told of a journey: who travelled, its legs, and where people were held.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{Confidence, CrossingManner, Supply, TravelMode};
use crate::Personal;
use crate::value::{GeoPoint, Money, PartialTime, Place, Selector, TravelDocument, VictimAlias};

/// Who made the journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Travellers {
    /// One person, by the alias they are known by outside protection.
    PersonAlias(VictimAlias),
    /// A group that moved together.
    Group(Group),
}

impl Travellers {
    /// How many set out.
    pub fn headcount(&self) -> u32 {
        match self {
            Self::PersonAlias(_) => 1,
            Self::Group(group) => group.size,
        }
    }
}

/// A group at the start of its journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Group {
    /// What the group is called in the file, such as `G-23`; at most 40 characters, no names.
    pub label: String,
    /// How many persons, at least one.
    pub size: u32,
    /// How many of them are 18 or older, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adults: Option<u32>,
    /// How many of them are under 18, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub children: Option<u32>,
    /// How many of them are women or girls, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub women: Option<u32>,
}

/// One leg: from one place to another, without a stop that matters to the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Leg {
    /// Where it started.
    pub from: Place,
    /// Where it ended.
    pub to: Place,
    /// Known places passed on the way, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Place>,
    /// When they left, as precisely as it is known.
    pub depart: PartialTime,
    /// When they arrived, as precisely as it is known.
    pub arrive: PartialTime,
    /// What they travelled on.
    pub mode: TravelMode,
    /// What the vehicles can be found by, such as their plates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<Personal<Selector>>,
    /// Who drove, guided or arranged it, as they are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub facilitators: Vec<Personal<String>>,
    /// The documents that were shown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents_used: Vec<Personal<TravelDocument>>,
    /// The border that was crossed, if one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crossing: Option<Crossing>,
    /// What was paid for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
    /// How people fared on it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub conditions: Option<Conditions>,
    /// The way they took, point by point, where it is known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub track: Vec<GeoPoint>,
    /// How well it is known.
    pub confidence: Confidence,
    /// Why the leg does not start where the one before ended, if it does not (rule J1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Personal<String>>,
}

/// A border crossed on a leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Crossing {
    /// The border point, gazetted or not.
    pub border_point: Place,
    /// How it was crossed.
    pub manner: CrossingManner,
}

/// How people fared on a leg.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Conditions {
    /// Whether there was food, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub food: Option<Supply>,
    /// Whether there was water, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub water: Option<Supply>,
    /// Whether there was violence, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub violence: Option<bool>,
    /// Whether people were locked in, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confinement: Option<bool>,
}

/// A stay that people could not leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Hold {
    /// Where they were held.
    pub place: Place,
    /// Since when.
    pub from: PartialTime,
    /// Until when, once it is over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PartialTime>,
    /// Who held them, as they are called.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub captors: Vec<Personal<String>>,
    /// What was asked for their release, if anything was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ransom: Option<Ransom>,
}

/// A payment demanded for a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Ransom {
    /// How much.
    pub amount: Money,
    /// The account, wallet or hawala code it was to be paid to, if known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pay_to: Option<Personal<Selector>>,
}
