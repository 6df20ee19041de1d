//! Time limits: how long something may or must take, counted from what.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Content;
use super::rejection::LawRejection as Rejection;
use super::text::{EntryCode, Label, Note};
use super::{Book, Law};
use crate::casework::suspect::DetentionRule;
use crate::protection::victim_case::ClockCode;
use crate::value::{CountryCode, Place, SubdivisionCode};

code_list! {
    /// In what a duration is counted.
    pub enum ClockUnit {
        /// Working days by the calendar that the rule names.
        #[serde(rename = "WD")]
        #[strum(serialize = "WD")]
        WorkingDays,
        /// Calendar days.
        #[serde(rename = "CD")]
        #[strum(serialize = "CD")]
        CalendarDays,
        /// Hours.
        #[serde(rename = "H")]
        #[strum(serialize = "H")]
        Hours,
    }
}

/// A time limit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockRule {
    /// What it limits.
    pub title: Label,
    /// The country whose law it is, ISO 3166-1 alpha-2.
    pub jurisdiction: CountryCode,
    /// Parts of the country that have a law of their own, ISO 3166-2.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub except: BTreeSet<SubdivisionCode>,
    /// What it is counted from.
    pub starts_on: Note,
    /// How long it runs, at least 1.
    pub duration: u32,
    /// In what that is counted.
    pub unit: ClockUnit,
    /// The calendar by which working days are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<EntryCode>,
    /// What follows when it is not kept.
    pub on_breach: Note,
}

impl ClockRule {
    /// Whether it is the law of a place.
    pub fn applies_at(&self, place: &Place) -> bool {
        self.jurisdiction == place.country()
            && !place.subdivision().is_some_and(|part| self.except.contains(part))
    }
}

/// The longest limit that makes sense: a century in hours.
const LONGEST: u32 = 876_600;

impl Content for ClockRule {
    const CATEGORY: &'static str = "clock_rule";

    fn check(&self, code: &EntryCode) -> Result<(), Rejection> {
        let code = code.clone();
        if !(1..=LONGEST).contains(&self.duration) {
            return Err(Rejection::DurationOutOfRange { code });
        }
        match (self.unit, &self.calendar) {
            (ClockUnit::WorkingDays, None) => return Err(Rejection::CalendarMissing { code }),
            (ClockUnit::CalendarDays | ClockUnit::Hours, Some(_)) => {
                return Err(Rejection::CalendarNotCounted { code });
            }
            (ClockUnit::WorkingDays, Some(_)) | (_, None) => {}
        }
        let in_hours = self.unit == ClockUnit::Hours;
        let is_detention = code.as_str().parse::<DetentionRule>().is_ok();
        let is_of_days = code.as_str().parse::<ClockCode>().is_ok();
        if (is_detention && !in_hours) || (is_of_days && in_hours) {
            return Err(Rejection::UnitOfAnotherRule { code });
        }
        Ok(())
    }

    fn check_among(&self, code: &EntryCode, law: &Law) -> Result<(), Rejection> {
        law.has_calendar(code, self.calendar.as_ref())
    }

    fn jurisdiction(&self) -> Option<CountryCode> {
        Some(self.jurisdiction)
    }

    fn book(law: &Law) -> &Book<Self> {
        &law.clock_rules
    }

    fn book_mut(law: &mut Law) -> &mut Book<Self> {
        &mut law.clock_rules
    }
}
