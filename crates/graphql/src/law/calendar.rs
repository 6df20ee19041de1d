//! Calendars: which days are working days where.

use async_graphql::SimpleObject;
use mpaka_domain::law::{self as domain, DayOfWeek, Version};

use super::{Dated, entry};
use crate::code::Code;
use crate::scalar::Date;

entry! {
    /// A calendar, or days that are added to one, in its dated versions.
    Calendar called "WorkingCalendar" of domain::Calendar as CalendarVersion
}

/// What a calendar says from one day on.
#[derive(SimpleObject)]
pub struct CalendarVersion {
    #[graphql(flatten)]
    dated: Dated,
    /// What it is.
    title: String,
    /// The code of the calendar that these days are added to; null for a calendar itself.
    adds_to: Option<String>,
    /// The days of the week on which nobody works.
    weekend: Vec<Code<DayOfWeek>>,
    /// Holidays on the same date each year.
    yearly: Vec<YearlyHoliday>,
    /// Holidays that follow the Western Easter.
    easter: Vec<EasterHoliday>,
    /// Holidays on one date.
    days: Vec<Holiday>,
}

/// A holiday on the same date each year.
#[derive(SimpleObject)]
pub struct YearlyHoliday {
    /// The month, from 1.
    month: u32,
    /// The day of the month, from 1.
    day: u32,
    /// What it is called.
    name: String,
}

/// A holiday a number of days after the Western Easter Sunday.
#[derive(SimpleObject)]
pub struct EasterHoliday {
    /// How many days after it; negative for before it.
    offset: i64,
    /// What it is called.
    name: String,
}

/// A holiday on one date.
#[derive(SimpleObject)]
pub struct Holiday {
    /// The date.
    date: Date,
    /// What it is called.
    name: String,
}

impl From<&Version<domain::Calendar>> for CalendarVersion {
    fn from(version: &Version<domain::Calendar>) -> Self {
        let domain::Calendar { title, adds_to, weekend, yearly, easter, days } = &version.content;
        let yearly = yearly.iter().map(|domain::YearlyHoliday { month, day, name }| {
            YearlyHoliday { month: *month, day: *day, name: name.to_string() }
        });
        let easter = easter.iter().map(|domain::EasterHoliday { offset, name }| EasterHoliday {
            offset: *offset,
            name: name.to_string(),
        });
        let days = days.iter().map(|domain::Holiday { date, name }| Holiday {
            date: (*date).into(),
            name: name.to_string(),
        });
        Self {
            dated: version.into(),
            title: title.to_string(),
            adds_to: adds_to.as_ref().map(ToString::to_string),
            weekend: weekend.iter().copied().map(Code).collect(),
            yearly: yearly.collect(),
            easter: easter.collect(),
            days: days.collect(),
        }
    }
}
