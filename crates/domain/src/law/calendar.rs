//! Calendars: which days are working days where.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Content;
use super::rejection::LawRejection as Rejection;
use super::text::{EntryCode, Label};
use super::{Book, Law};
use crate::value::CountryCode;

code_list! {
    /// A day of the week.
    pub enum DayOfWeek {
        /// Monday.
        Monday,
        /// Tuesday.
        Tuesday,
        /// Wednesday.
        Wednesday,
        /// Thursday.
        Thursday,
        /// Friday.
        Friday,
        /// Saturday.
        Saturday,
        /// Sunday.
        Sunday,
    }
}

impl DayOfWeek {
    /// The day of the week of a date.
    pub fn of(date: NaiveDate) -> Self {
        use chrono::Weekday;
        match date.weekday() {
            Weekday::Mon => Self::Monday,
            Weekday::Tue => Self::Tuesday,
            Weekday::Wed => Self::Wednesday,
            Weekday::Thu => Self::Thursday,
            Weekday::Fri => Self::Friday,
            Weekday::Sat => Self::Saturday,
            Weekday::Sun => Self::Sunday,
        }
    }
}

/// A calendar, or days that are added to one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Calendar {
    /// What it is.
    pub title: Label,
    /// The calendar that these days are added to; none for a calendar itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adds_to: Option<EntryCode>,
    /// The days of the week on which nobody works; of a calendar itself.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub weekend: BTreeSet<DayOfWeek>,
    /// Holidays on the same date each year.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub yearly: Vec<YearlyHoliday>,
    /// Holidays that follow Easter.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub easter: Vec<EasterHoliday>,
    /// Holidays on one date.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub days: Vec<Holiday>,
}

/// A holiday on the same date each year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct YearlyHoliday {
    /// The month, from 1.
    pub month: u32,
    /// The day of the month, from 1.
    pub day: u32,
    /// What it is called.
    pub name: Label,
}

/// A holiday a number of days after the Western Easter Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct EasterHoliday {
    /// How many days after it; negative for before it.
    pub offset: i64,
    /// What it is called.
    pub name: Label,
}

/// A holiday on one date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Holiday {
    /// The date.
    pub date: NaiveDate,
    /// What it is called.
    pub name: Label,
}

impl Calendar {
    /// What the holiday on a date is called, by this calendar alone; none when it is not one.
    pub fn holiday(&self, date: NaiveDate) -> Option<&Label> {
        let yearly =
            || self.yearly.iter().find(|day| (day.month, day.day) == (date.month(), date.day()));
        let easter = || {
            let days = (date - easter_sunday(date.year())?).num_days();
            self.easter.iter().find(|day| day.offset == days)
        };
        let listed = self.days.iter().find(|day| day.date == date);
        listed
            .map(|day| &day.name)
            .or_else(|| yearly().map(|day| &day.name))
            .or_else(|| easter().map(|day| &day.name))
    }
}

impl Content for Calendar {
    const CATEGORY: &'static str = "calendar";

    fn check(&self, code: &EntryCode) -> Result<(), Rejection> {
        let weekend = self.weekend.len();
        let fits = match &self.adds_to {
            Some(calendar) => weekend == 0 && calendar != code,
            None => (1..=6).contains(&weekend),
        };
        if !fits {
            return Err(Rejection::WeekendUnfit { code: code.clone() });
        }
        // In a leap year every date that there can be exists.
        let exists =
            |day: &YearlyHoliday| NaiveDate::from_ymd_opt(2024, day.month, day.day).is_some();
        if let Some(day) = self.yearly.iter().find(|day| !exists(day)) {
            return Err(Rejection::NoSuchDay { code: code.clone(), name: day.name.clone() });
        }
        Ok(())
    }

    fn check_among(&self, code: &EntryCode, law: &Law) -> Result<(), Rejection> {
        law.has_calendar(code, self.adds_to.as_ref())
    }

    fn jurisdiction(&self) -> Option<CountryCode> {
        None
    }

    fn book(law: &Law) -> &Book<Self> {
        &law.calendars
    }

    fn book_mut(law: &mut Law) -> &mut Book<Self> {
        &mut law.calendars
    }
}

/// Easter Sunday of the Western churches in a year of the Gregorian calendar: the anonymous Gregorian
/// algorithm (Meeus, Astronomical Algorithms, chapter 8).
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let (golden, century, rest) = (year.rem_euclid(19), year.div_euclid(100), year.rem_euclid(100));
    let (leaps, odd) = (century / 4, century % 4);
    let correction = (century - (century + 8) / 25 + 1) / 3;
    let moon = (19 * golden + century - leaps - correction + 15).rem_euclid(30);
    let weekday = (32 + 2 * odd + 2 * (rest / 4) - moon - rest % 4).rem_euclid(7);
    let late = (golden + 11 * moon + 22 * weekday) / 451;
    let days = moon + weekday - 7 * late + 22;
    let march = NaiveDate::from_ymd_opt(year, 3, 1)?;
    march.checked_add_days(Days::new(u64::try_from(days - 1).ok()?))
}
