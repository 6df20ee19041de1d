//! When something happened, as exactly as it is known and in the words it was told in.

use std::fmt;

use chrono::{DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveDateTime, NaiveTime};
use chrono::{SecondsFormat, TimeDelta, Timelike, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueError;
use super::text::printable;

mod ethiopian;
mod iso;
mod offset;
mod stated;
mod stated_hour;
#[cfg(test)]
mod tests;

pub use ethiopian::EthiopianDate;
pub use offset::UtcOffset;
pub use stated_hour::StatedHour;

code_list! {
    /// How exactly a time is known.
    pub enum Precision {
        /// A point in time: both bounds are the same.
        Instant,
        /// A minute: 60 seconds.
        Minute,
        /// An hour: 3600 seconds.
        Hour,
        /// A day from midnight to midnight at the stated offset: 24 hours.
        Day,
        /// A month of the stated calendar.
        Month,
        /// A year of the stated calendar.
        Year,
        /// Somewhere between two bounds, or one of them.
        Range,
    }
}

code_list! {
    /// The calendar a time was stated in.
    pub enum Calendar {
        /// The Gregorian calendar.
        Gregorian,
        /// The Ethiopian calendar: 12 months of 30 days and Pagume.
        Ethiopian,
    }
}

code_list! {
    /// The clock a time was stated by.
    pub enum Clock {
        /// Hours counted from midnight and noon.
        Standard,
        /// Hours counted from six in the morning and six in the evening, as in Swahili and Amharic.
        #[serde(rename = "EAST_AFRICAN_6H")]
        #[strum(serialize = "EAST_AFRICAN_6H")]
        EastAfrican6h,
    }
}

/// When something happened: two bounds, the precision that explains them, and how it was stated.
///
/// `earliest` is the first moment it can have been. `latest` is the moment the stated period ends
/// (the next midnight for a day); for an instant it is `earliest` itself, and for a range it is the
/// last moment it can have been.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredTime")]
pub struct PartialTime {
    earliest: DateTime<Utc>,
    latest: DateTime<Utc>,
    precision: Precision,
    zone: UtcOffset,
    calendar: Calendar,
    clock: Clock,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_stated: Option<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "PartialTime")]
struct StoredTime {
    /// The first moment it can have been.
    earliest: DateTime<Utc>,
    /// The end of the stated period, or the last moment it can have been.
    latest: DateTime<Utc>,
    precision: Precision,
    /// The offset from UTC at the place, such as `+03:00`.
    zone: UtcOffset,
    calendar: Calendar,
    clock: Clock,
    /// The words it was stated in, at most 200 characters.
    #[serde(default)]
    as_stated: Option<String>,
}

impl PartialTime {
    /// A point in time, at offset zero.
    pub fn instant(at: DateTime<Utc>) -> Self {
        Self::between(at, at, Precision::Instant, UtcOffset::UTC)
    }

    /// A point in time, with the offset it was stated at. The offset is refused beyond 14 hours.
    pub fn instant_at(at: DateTime<FixedOffset>) -> Result<Self, ValueError> {
        let zone = UtcOffset::try_from(*at.offset())?;
        Ok(Self { zone, ..Self::instant(at.to_utc()) })
    }

    /// The minute a point in time lies in, at its offset.
    pub fn minute(at: DateTime<FixedOffset>) -> Result<Self, ValueError> {
        let zone = UtcOffset::try_from(*at.offset())?;
        let local = at.naive_local();
        let start = at_time(local.date(), local.hour(), local.minute())?;
        Self::period(start, Precision::Minute, Calendar::Gregorian, zone)
    }

    /// The hour a point in time lies in, at its offset.
    pub fn hour(at: DateTime<FixedOffset>) -> Result<Self, ValueError> {
        let zone = UtcOffset::try_from(*at.offset())?;
        let local = at.naive_local();
        let start = at_time(local.date(), local.hour(), 0)?;
        Self::period(start, Precision::Hour, Calendar::Gregorian, zone)
    }

    /// A day, from midnight to midnight at the offset.
    pub fn day(date: NaiveDate, zone: UtcOffset) -> Result<Self, ValueError> {
        Self::period(midnight(date), Precision::Day, Calendar::Gregorian, zone)
    }

    /// A month of the Gregorian calendar, 1 to 12.
    pub fn month(year: i32, month: u32, zone: UtcOffset) -> Result<Self, ValueError> {
        let start = NaiveDate::from_ymd_opt(year, month, 1).ok_or(ValueError::TimeNoSuchDate)?;
        Self::period(midnight(start), Precision::Month, Calendar::Gregorian, zone)
    }

    /// A year of the Gregorian calendar.
    pub fn year(year: i32, zone: UtcOffset) -> Result<Self, ValueError> {
        let start = NaiveDate::from_ymd_opt(year, 1, 1).ok_or(ValueError::TimeNoSuchDate)?;
        Self::period(midnight(start), Precision::Year, Calendar::Gregorian, zone)
    }

    /// Any moment from `earliest` to `latest`, both included, at offset zero. Refused when reversed.
    pub fn range(earliest: DateTime<Utc>, latest: DateTime<Utc>) -> Result<Self, ValueError> {
        if latest < earliest {
            return Err(ValueError::TimeReversed);
        }
        Ok(Self::between(earliest, latest, Precision::Range, UtcOffset::UTC))
    }

    /// A day of the Ethiopian calendar: month 1 (Meskerem) to 13 (Pagume).
    pub fn ethiopian_day(
        year: i32,
        month: u32,
        day: u32,
        zone: UtcOffset,
    ) -> Result<Self, ValueError> {
        let date = EthiopianDate::try_new(year, month, day)?.to_gregorian();
        Self::period(midnight(date), Precision::Day, Calendar::Ethiopian, zone)
    }

    /// The same time with the words it was stated in, at most 200 characters.
    pub fn with_as_stated(self, words: &str) -> Result<Self, ValueError> {
        let words = printable(words, 200).map_err(|_| ValueError::TimeStatedText)?;
        Ok(Self { as_stated: Some(words), ..self })
    }

    /// The same time, stated by that clock.
    fn by_clock(self, clock: Clock) -> Self {
        Self { clock, ..self }
    }

    fn between(
        earliest: DateTime<Utc>,
        latest: DateTime<Utc>,
        precision: Precision,
        zone: UtcOffset,
    ) -> Self {
        let (calendar, clock) = (Calendar::Gregorian, Clock::Standard);
        Self { earliest, latest, precision, zone, calendar, clock, as_stated: None }
    }

    /// The period of a precision that begins at a local time.
    fn period(
        start: NaiveDateTime,
        precision: Precision,
        calendar: Calendar,
        zone: UtcOffset,
    ) -> Result<Self, ValueError> {
        let end = end_of(start, precision, calendar)?;
        let (earliest, latest) = (zone.to_utc(start)?, zone.to_utc(end)?);
        Ok(Self { calendar, ..Self::between(earliest, latest, precision, zone) })
    }

    /// The first moment it can have been.
    pub fn earliest(&self) -> DateTime<Utc> {
        self.earliest
    }

    /// The end of the stated period; for an instant and a range, the last moment it can have been.
    pub fn latest(&self) -> DateTime<Utc> {
        self.latest
    }

    /// How exactly it is known.
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The offset from UTC it was stated at.
    pub fn zone(&self) -> UtcOffset {
        self.zone
    }

    /// The calendar it was stated in.
    pub fn calendar(&self) -> Calendar {
        self.calendar
    }

    /// The clock it was stated by.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// The words it was stated in, where they say more than the bounds.
    pub fn as_stated(&self) -> Option<&str> {
        self.as_stated.as_deref()
    }

    /// Whether that moment may be the one meant.
    pub fn covers(&self, moment: DateTime<Utc>) -> bool {
        self.earliest <= moment
            && (moment < self.latest || self.is_closed() && moment == self.latest)
    }

    /// Whether this was over before the other can have begun.
    pub fn is_certainly_before(&self, other: &Self) -> bool {
        self.latest < other.earliest || !self.is_closed() && self.latest == other.earliest
    }

    /// Whether the two may have been at the same moment.
    pub fn overlaps(&self, other: &Self) -> bool {
        !self.is_certainly_before(other) && !other.is_certainly_before(self)
    }

    /// Whether `latest` itself still belongs to it.
    fn is_closed(&self) -> bool {
        matches!(self.precision, Precision::Instant | Precision::Range)
    }
}

impl TryFrom<StoredTime> for PartialTime {
    type Error = ValueError;

    fn try_from(stored: StoredTime) -> Result<Self, ValueError> {
        let StoredTime { earliest, latest, precision, zone, calendar, clock, as_stated } = stored;
        let time = match precision {
            Precision::Range => Self { zone, calendar, ..Self::range(earliest, latest)? },
            Precision::Instant
            | Precision::Minute
            | Precision::Hour
            | Precision::Day
            | Precision::Month
            | Precision::Year => Self::period(zone.to_local(earliest), precision, calendar, zone)?,
        };
        if time.latest != latest {
            return Err(ValueError::TimePrecision);
        }
        match as_stated {
            Some(words) => time.by_clock(clock).with_as_stated(&words),
            None => Ok(time.by_clock(clock)),
        }
    }
}

/// Shows what [`PartialTime::parse`] reads: ISO 8601 with the precision that is known. Months and
/// years of the Ethiopian calendar are shown as the interval of their Gregorian days.
impl fmt::Display for PartialTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let start = self.earliest.with_timezone(&FixedOffset::from(self.zone));
        let end = self.latest.with_timezone(&FixedOffset::from(self.zone));
        let gregorian = self.calendar == Calendar::Gregorian;
        match self.precision {
            Precision::Instant => f.write_str(&start.to_rfc3339_opts(SecondsFormat::AutoSi, false)),
            Precision::Minute => write!(f, "{}", start.format("%Y-%m-%dT%H:%M%:z")),
            Precision::Hour => write!(f, "{}", start.format("%Y-%m-%dT%H%:z")),
            Precision::Day => write!(f, "{}", start.format("%Y-%m-%d")),
            Precision::Month if gregorian => write!(f, "{}", start.format("%Y-%m")),
            Precision::Year if gregorian => write!(f, "{}", start.format("%Y")),
            Precision::Month | Precision::Year => {
                let last = end - TimeDelta::days(1);
                write!(f, "{}/{}", start.format("%Y-%m-%d"), last.format("%Y-%m-%d"))
            }
            Precision::Range => write!(
                f,
                "{}/{}",
                start.to_rfc3339_opts(SecondsFormat::AutoSi, false),
                end.to_rfc3339_opts(SecondsFormat::AutoSi, false)
            ),
        }
    }
}

fn midnight(date: NaiveDate) -> NaiveDateTime {
    date.and_time(NaiveTime::MIN)
}

fn at_time(date: NaiveDate, hour: u32, minute: u32) -> Result<NaiveDateTime, ValueError> {
    date.and_hms_opt(hour, minute, 0).ok_or(ValueError::TimeNoSuchHour)
}

/// Where the period of a precision ends that begins at `start`, which must be where one begins.
fn end_of(
    start: NaiveDateTime,
    precision: Precision,
    calendar: Calendar,
) -> Result<NaiveDateTime, ValueError> {
    let date = start.date();
    let whole_minute = start.second() == 0 && start.nanosecond() == 0;
    let begins = match precision {
        Precision::Instant | Precision::Range => true,
        Precision::Minute => whole_minute,
        Precision::Hour => whole_minute && start.minute() == 0,
        Precision::Day => start.time() == NaiveTime::MIN,
        Precision::Month => start.time() == NaiveTime::MIN && day_of(date, calendar)?.1 == 1,
        Precision::Year => start.time() == NaiveTime::MIN && day_of(date, calendar)? == (1, 1),
    };
    if !begins {
        return Err(ValueError::TimePrecision);
    }
    let end = match (precision, calendar) {
        (Precision::Instant | Precision::Range, _) => Some(start),
        (Precision::Minute, _) => start.checked_add_signed(TimeDelta::minutes(1)),
        (Precision::Hour, _) => start.checked_add_signed(TimeDelta::hours(1)),
        (Precision::Day, _) => start.checked_add_days(Days::new(1)),
        (Precision::Month, Calendar::Gregorian) => start.checked_add_months(Months::new(1)),
        (Precision::Year, Calendar::Gregorian) => start.checked_add_months(Months::new(12)),
        (Precision::Month, Calendar::Ethiopian) => {
            Some(midnight(EthiopianDate::from_gregorian(date)?.next_month()?))
        }
        (Precision::Year, Calendar::Ethiopian) => {
            Some(midnight(EthiopianDate::from_gregorian(date)?.next_year()?))
        }
    };
    end.ok_or(ValueError::TimeOutOfRange)
}

/// The month and the day of the month in a calendar.
fn day_of(date: NaiveDate, calendar: Calendar) -> Result<(u32, u32), ValueError> {
    match calendar {
        Calendar::Gregorian => Ok((date.month(), date.day())),
        Calendar::Ethiopian => {
            let date = EthiopianDate::from_gregorian(date)?;
            Ok((date.month(), date.day()))
        }
    }
}
