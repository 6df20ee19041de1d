//! The Ethiopian calendar, counted in the era of the incarnation (Amete Mihret).

use std::fmt;

use chrono::{Datelike, NaiveDate};

use crate::value::ValueError;

/// The day before 1 Meskerem of year 1 (29 August of year 8, Julian), counted from 0001-01-01
/// Gregorian as day 1. Reingold and Dershowitz, Calendrical Calculations, chapter 4.
const EPOCH: i32 = 2795;

/// Names of the months, in the spellings met in statements, the usual romanisation first.
const MONTHS: [&[&str]; 13] = [
    &["meskerem", "maskaram", "መስከረም"],
    &["tikimt", "tekemt", "tikemt", "teqemt", "tiqimt", "ጥቅምት"],
    &["hidar", "hedar", "ኅዳር", "ህዳር"],
    &["tahsas", "tahisas", "tahesas", "ታኅሣሥ", "ታህሳስ"],
    &["tir", "ter", "terr", "tirr", "ጥር"],
    &["yekatit", "yakatit", "የካቲት"],
    &["megabit", "magabit", "መጋቢት"],
    &["miyazya", "miazia", "miyazia", "miyaziya", "ሚያዝያ"],
    &["ginbot", "genbot", "ግንቦት"],
    &["sene", "sane", "senie", "ሰኔ"],
    &["hamle", "hamlie", "ሐምሌ", "ሀምሌ"],
    &["nehase", "nehasie", "nahase", "ነሐሴ", "ነሀሴ"],
    &["pagume", "pagumen", "paguemen", "pagumiene", "ጳጉሜ", "ጳጉሜን"],
];

/// A day of the Ethiopian calendar: 12 months of 30 days, then Pagume of 5 days, or of 6 in the year
/// before a Julian leap year (year modulo 4 is 3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EthiopianDate {
    year: i32,
    month: u32,
    day: u32,
}

impl EthiopianDate {
    /// A day that exists, in a year from 1 to 9990.
    pub fn try_new(year: i32, month: u32, day: u32) -> Result<Self, ValueError> {
        let days = match month {
            1..=12 => 30,
            13 if year.rem_euclid(4) == 3 => 6,
            13 => 5,
            _ => return Err(ValueError::TimeNoSuchDate),
        };
        if !(1..=9990).contains(&year) || !(1..=days).contains(&day) {
            return Err(ValueError::TimeNoSuchDate);
        }
        Ok(Self { year, month, day })
    }

    /// The same day of the Gregorian calendar.
    pub fn to_gregorian(self) -> NaiveDate {
        let days = EPOCH + 365 * (self.year - 1) + self.year / 4 + 30 * self.month.cast_signed()
            - 30
            + self.day.cast_signed();
        NaiveDate::from_num_days_from_ce_opt(days).unwrap_or(NaiveDate::MAX)
    }

    /// The same day of the Ethiopian calendar, in a year from 1 to 9990.
    pub fn from_gregorian(date: NaiveDate) -> Result<Self, ValueError> {
        let days = date.num_days_from_ce() - EPOCH - 1;
        let (cycles, in_cycle) = (days.div_euclid(1461), days.rem_euclid(1461));
        // Years 1, 2 and 3 of a cycle; the third has 366 days, so the fourth begins a day later.
        let (year, in_year) = match in_cycle {
            0..365 => (1, in_cycle),
            365..730 => (2, in_cycle - 365),
            730..1096 => (3, in_cycle - 730),
            _ => (4, in_cycle - 1096),
        };
        let (month, day) = (in_year / 30 + 1, in_year % 30 + 1);
        Self::try_new(cycles * 4 + year, month.cast_unsigned(), day.cast_unsigned())
    }

    /// The year of the era.
    pub fn year(&self) -> i32 {
        self.year
    }

    /// The month, 1 (Meskerem) to 13 (Pagume).
    pub fn month(&self) -> u32 {
        self.month
    }

    /// The day of the month.
    pub fn day(&self) -> u32 {
        self.day
    }

    /// The Gregorian day the next month begins on.
    pub(super) fn next_month(self) -> Result<NaiveDate, ValueError> {
        match self.month {
            13 => self.next_year(),
            month => Ok(Self::try_new(self.year, month + 1, 1)?.to_gregorian()),
        }
    }

    /// The Gregorian day the next year begins on.
    pub(super) fn next_year(self) -> Result<NaiveDate, ValueError> {
        Ok(Self::try_new(self.year + 1, 1, 1)?.to_gregorian())
    }
}

/// The number of the month a word in lower case names.
pub(super) fn month_named(word: &str) -> Option<u32> {
    (1..).zip(MONTHS).find(|(_, names)| names.contains(&word)).map(|(number, _)| number)
}

/// Shows day, month and year as a statement would: `4 Tir 2018 EC`.
impl fmt::Display for EthiopianDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const SHOWN: [&str; 13] = [
            "Meskerem", "Tikimt", "Hidar", "Tahsas", "Tir", "Yekatit", "Megabit", "Miyazya",
            "Ginbot", "Sene", "Hamle", "Nehase", "Pagume",
        ];
        let month =
            (1..).zip(SHOWN).find(|(number, _)| *number == self.month).map_or("", |(_, m)| m);
        write!(f, "{} {month} {} EC", self.day, self.year)
    }
}
