//! Dated versions: what an entry of the law says, from when until when, and where that is written.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{Citation, Note};

code_list! {
    /// How far what an entry says was compared with its source.
    pub enum Checked {
        /// Not compared: general knowledge that is to be confirmed before anybody relies on it.
        ToBeConfirmed,
        /// This service's own default; no law says so.
        Own,
        /// Compared with somebody else's account of the source.
        Secondary,
        /// Compared with the source itself.
        Primary,
    }
}

/// Where a version comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// The act and section, the guidance and its date, the standard and its edition.
    pub citation: Citation,
    /// How far the version was compared with it.
    pub checked: Checked,
    /// What of it is in doubt, or left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

/// What an entry says from one day on until another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Version<C> {
    /// The first day on which it is in force.
    pub valid_from: NaiveDate,
    /// The first day on which it no longer is; none while no end is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Where it comes from.
    pub source: Source,
    /// What it says.
    pub content: C,
}

impl<C> Version<C> {
    /// Whether it is in force on that day.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|end| day < end)
    }

    /// Whether it was taken back before it came into force.
    pub fn is_withdrawn(&self) -> bool {
        self.valid_to.is_some_and(|end| end <= self.valid_from)
    }

    /// Whether there is a day on which both are in force.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let begins_before_end =
            |one: &Self, end: Option<NaiveDate>| end.is_none_or(|end| one.valid_from < end);
        !self.is_withdrawn()
            && !other.is_withdrawn()
            && begins_before_end(self, other.valid_to)
            && begins_before_end(other, self.valid_to)
    }
}
