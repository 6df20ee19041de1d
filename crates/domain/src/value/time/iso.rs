//! Reading times written in ISO 8601, with the precision they are written in.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use super::{Calendar, PartialTime, Precision, UtcOffset, at_time};
use crate::value::ValueError;

impl PartialTime {
    /// Reads a year, month, day, hour, minute, second or fraction of it (`2026`, `2026-01`,
    /// `2026-01-12`, `2026-01-12T01`, `2026-01-12T01:40`, `2026-01-12T01:40:00`), or an interval of
    /// two of these with a slash between (ISO 8601-1, sections 5.2 to 5.5). Times may end in an
    /// offset; what has none is taken at `default_offset`.
    pub fn parse(text: &str, default_offset: UtcOffset) -> Result<Self, ValueError> {
        let text = text.trim();
        let Some((first, last)) = text.split_once('/') else {
            return parse_one(text, default_offset);
        };
        let (first, last) = (parse_one(first, default_offset)?, parse_one(last, default_offset)?);
        Ok(Self { zone: first.zone, ..Self::range(first.earliest, last.latest)? })
    }
}

fn parse_one(text: &str, default_offset: UtcOffset) -> Result<PartialTime, ValueError> {
    if !text.is_ascii() {
        return Err(ValueError::TimeFormat);
    }
    if let Some((date, time)) = text.split_once(['T', 't', ' ']) {
        return parse_time(parse_date(date)?, time, default_offset);
    }
    match text.split('-').collect::<Vec<_>>()[..] {
        [year] => PartialTime::year(year_of(year)?, default_offset),
        [year, month] => PartialTime::month(year_of(year)?, number(month, 2)?, default_offset),
        _ => PartialTime::day(parse_date(text)?, default_offset),
    }
}

/// Reads a day of the Gregorian calendar: `2026-01-12`.
pub(super) fn parse_date(text: &str) -> Result<NaiveDate, ValueError> {
    let [year, month, day] = text.split('-').collect::<Vec<_>>()[..] else {
        return Err(ValueError::TimeFormat);
    };
    NaiveDate::from_ymd_opt(year_of(year)?, number(month, 2)?, number(day, 2)?)
        .ok_or(ValueError::TimeNoSuchDate)
}

fn parse_time(
    date: NaiveDate,
    text: &str,
    default_offset: UtcOffset,
) -> Result<PartialTime, ValueError> {
    let (clock, zone) = match text.find(['Z', 'z', '+', '-']) {
        Some(end) => (&text[..end], UtcOffset::parse(&text[end..])?),
        None => (text, default_offset),
    };
    let (start, precision) = match clock.split(':').collect::<Vec<_>>()[..] {
        [hour] => (at_time(date, number(hour, 2)?, 0)?, Precision::Hour),
        [hour, minute] => (at_time(date, number(hour, 2)?, number(minute, 2)?)?, Precision::Minute),
        [hour, minute, second] => {
            (at_second(date, number(hour, 2)?, number(minute, 2)?, second)?, Precision::Instant)
        }
        _ => return Err(ValueError::TimeFormat),
    };
    PartialTime::period(start, precision, Calendar::Gregorian, zone)
}

fn at_second(
    date: NaiveDate,
    hour: u32,
    minute: u32,
    second: &str,
) -> Result<NaiveDateTime, ValueError> {
    let (second, nanos) = match second.split_once(['.', ',']) {
        Some((second, fraction)) if (1..=9).contains(&fraction.len()) => {
            (second, number(&format!("{fraction:0<9}"), 9)?)
        }
        Some(_) => return Err(ValueError::TimeFormat),
        None => (second, 0),
    };
    NaiveTime::from_hms_nano_opt(hour, minute, number(second, 2)?, nanos)
        .map(|time| date.and_time(time))
        .ok_or(ValueError::TimeNoSuchHour)
}

fn year_of(text: &str) -> Result<i32, ValueError> {
    match number(text, 4)? {
        0 => Err(ValueError::TimeNoSuchDate),
        year => Ok(year.cast_signed()),
    }
}

/// A number of exactly that many ASCII digits.
fn number(text: &str, digits: usize) -> Result<u32, ValueError> {
    if text.len() != digits || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ValueError::TimeFormat);
    }
    text.parse().map_err(|_| ValueError::TimeFormat)
}
