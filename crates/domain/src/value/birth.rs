//! When a person was born, as far as it is known, and how old that makes them.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::printable;
use super::{Calendar, PartialTime, Precision, UtcOffset, ValueError};

code_list! {
    /// What a birth date rests on.
    pub enum BirthBasis {
        /// A document shows it.
        Document,
        /// The person, or someone who knows, said it.
        Stated,
        /// A professional estimated it.
        Estimated,
        /// An authority assigned it because none was known.
        Assigned,
    }
}

code_list! {
    /// How exactly a birth date is known.
    pub enum BirthPrecision {
        /// To the day.
        Day,
        /// To the month.
        Month,
        /// To the year.
        Year,
        /// Somewhere between two days.
        Range,
    }
}

/// The first and the last day a person can have been born on, and what that rests on.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredBirthDate")]
pub struct BirthDate {
    earliest: NaiveDate,
    latest: NaiveDate,
    precision: BirthPrecision,
    basis: BirthBasis,
    calendar: Calendar,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_stated: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "BirthDate")]
struct StoredBirthDate {
    /// The first day it can have been.
    earliest: NaiveDate,
    /// The last day it can have been.
    latest: NaiveDate,
    precision: BirthPrecision,
    basis: BirthBasis,
    /// The calendar it was stated in.
    calendar: Calendar,
    /// The words it was stated in, at most 200 characters.
    #[serde(default)]
    as_stated: Option<String>,
}

/// An age in completed years, between two bounds that are both possible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AgeRange {
    /// The lowest age.
    pub min: u16,
    /// The highest age.
    pub max: u16,
}

code_list! {
    /// Whether a person has reached 18 years: a child is anyone below (Palermo Protocol, article
    /// 3(d); Convention on the Rights of the Child, article 1).
    pub enum Majority {
        /// At least 18 years old on every day they can have been born.
        Adult,
        /// Below 18 years on every day they can have been born.
        Child,
        /// Either: to be treated as a child until an age assessment says otherwise (Council of
        /// Europe Convention on Action against Trafficking in Human Beings, article 10(3)).
        Uncertain,
    }
}

impl BirthDate {
    /// A day a document, a person or an authority gives.
    pub fn on(date: NaiveDate, basis: BirthBasis) -> Result<Self, ValueError> {
        Self::between(date, date, BirthPrecision::Day, basis)
    }

    /// Somewhere between two days, both included. Refused when reversed.
    pub fn range(
        earliest: NaiveDate,
        latest: NaiveDate,
        basis: BirthBasis,
    ) -> Result<Self, ValueError> {
        Self::between(earliest, latest, BirthPrecision::Range, basis)
    }

    /// The days on which a person can have been born who is of that age on that day.
    pub fn from_age(ages: AgeRange, on: NaiveDate, basis: BirthBasis) -> Result<Self, ValueError> {
        let years_before = |years: u16| on.checked_sub_months(Months::new(u32::from(years) * 12));
        let earliest = ages.max.checked_add(1).and_then(years_before);
        let earliest = earliest.and_then(|day| day.checked_add_days(Days::new(1)));
        match (earliest, years_before(ages.min)) {
            (Some(earliest), Some(latest)) => Self::range(earliest, latest, basis),
            _ => Err(ValueError::BirthDateImplausible),
        }
    }

    /// Reads a day, month, year or interval (`2003-01-09`, `2003-01`, `2003`, `1999/2003`), or a date
    /// as stated (`1 Tir 1995 EC`), whose words are kept.
    pub fn parse(text: &str, basis: BirthBasis) -> Result<Self, ValueError> {
        let (time, words) = match PartialTime::parse(text, UtcOffset::UTC) {
            Err(ValueError::TimeFormat) => {
                (PartialTime::parse_stated(text, UtcOffset::UTC)?, Some(text))
            }
            time => (time?, None),
        };
        let precision = match time.precision() {
            Precision::Day => BirthPrecision::Day,
            Precision::Month => BirthPrecision::Month,
            Precision::Year => BirthPrecision::Year,
            Precision::Range if is_midnight(&time) => BirthPrecision::Range,
            Precision::Range | Precision::Instant | Precision::Minute | Precision::Hour => {
                return Err(ValueError::BirthDateFormat);
            }
        };
        let latest =
            time.latest().date_naive().pred_opt().ok_or(ValueError::BirthDateImplausible)?;
        let birth = Self::between(time.earliest().date_naive(), latest, precision, basis)?;
        birth.stated(time.calendar(), words)
    }

    fn between(
        earliest: NaiveDate,
        latest: NaiveDate,
        precision: BirthPrecision,
        basis: BirthBasis,
    ) -> Result<Self, ValueError> {
        if latest < earliest {
            return Err(ValueError::TimeReversed);
        }
        if !(1850..=9998).contains(&earliest.year()) || !(1850..=9998).contains(&latest.year()) {
            return Err(ValueError::BirthDateImplausible);
        }
        let calendar = Calendar::Gregorian;
        Ok(Self { earliest, latest, precision, basis, calendar, as_stated: None })
    }

    fn stated(self, calendar: Calendar, words: Option<&str>) -> Result<Self, ValueError> {
        let words = words.map(|words| printable(words, 200)).transpose();
        let as_stated = words.map_err(|_| ValueError::TimeStatedText)?;
        Ok(Self { calendar, as_stated, ..self })
    }

    /// The first day it can have been.
    pub fn earliest(&self) -> NaiveDate {
        self.earliest
    }

    /// The last day it can have been.
    pub fn latest(&self) -> NaiveDate {
        self.latest
    }

    /// How exactly it is known.
    pub fn precision(&self) -> BirthPrecision {
        self.precision
    }

    /// What it rests on.
    pub fn basis(&self) -> BirthBasis {
        self.basis
    }

    /// The calendar it was stated in.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The words it was stated in.
    pub fn as_stated(&self) -> Option<&str> {
        self.as_stated.as_deref()
    }

    /// Whether it is the first of January, which offices write where only the year is known. Such a
    /// date says little when people are compared.
    pub fn default_jan_first(&self) -> bool {
        let first = (self.earliest.month(), self.earliest.day()) == (1, 1);
        self.precision == BirthPrecision::Day && self.calendar == Calendar::Gregorian && first
    }

    /// The age in completed years on a day, zero before birth. A default first of January counts as
    /// the whole year, so that nobody is made older by an office's habit.
    pub fn age_on(&self, day: NaiveDate) -> AgeRange {
        let age = |born| day.years_since(born).and_then(|age| u16::try_from(age).ok()).unwrap_or(0);
        AgeRange { min: age(self.last_possible_day()), max: age(self.earliest) }
    }

    /// Whether the person has reached 18 years on a day.
    pub fn is_minor_on(&self, day: NaiveDate) -> Majority {
        match self.age_on(day) {
            AgeRange { min: 18.., .. } => Majority::Adult,
            AgeRange { max: ..18, .. } => Majority::Child,
            AgeRange { .. } => Majority::Uncertain,
        }
    }

    fn last_possible_day(&self) -> NaiveDate {
        if self.default_jan_first() {
            self.latest.with_month(12).and_then(|day| day.with_day(31)).unwrap_or(self.latest)
        } else {
            self.latest
        }
    }
}

fn is_midnight(time: &PartialTime) -> bool {
    let at_midnight = |at: DateTime<chrono::Utc>| at.time() == chrono::NaiveTime::MIN;
    at_midnight(time.earliest()) && at_midnight(time.latest())
}

impl TryFrom<StoredBirthDate> for BirthDate {
    type Error = ValueError;

    fn try_from(stored: StoredBirthDate) -> Result<Self, ValueError> {
        let StoredBirthDate { earliest, latest, precision, basis, calendar, as_stated } = stored;
        let span = (latest - earliest).num_days();
        let fits = match precision {
            BirthPrecision::Day => span == 0,
            BirthPrecision::Month => (4..=30).contains(&span),
            BirthPrecision::Year => (364..=365).contains(&span),
            BirthPrecision::Range => true,
        };
        if !fits {
            return Err(ValueError::TimePrecision);
        }
        Self::between(earliest, latest, precision, basis)?.stated(calendar, as_stated.as_deref())
    }
}

redacted!(BirthDate);

#[cfg(test)]
mod tests;
