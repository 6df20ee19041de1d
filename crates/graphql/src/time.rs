//! When something happened: with its precision, its calendar and clock, and as it was stated.

use async_graphql::{InputObject, Object, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::value::{Calendar, Clock, PartialTime as Time, Precision, UtcOffset};
use serde::Deserialize;
use serde_json::Value;

use crate::code::{Code, code_lists};
use crate::error::{At, UserError};

code_lists! {
    Precision = "TimePrecision", "How exactly a time is known.";
    Calendar = "Calendar", "The calendar that a time was stated in.";
    Clock = "ClockConvention", "The clock that a time was stated by.";
}

/// When something happened, as exactly as it is known.
pub struct PartialTime(pub Time);

impl PartialTime {
    /// A time as a view stores it.
    pub fn stored(json: &Value) -> Result<Self> {
        Time::deserialize(json).map(Self).map_err(|_| "an unreadable time".into())
    }
}

/// When something happened, as exactly as it is known.
#[Object(serial)]
impl PartialTime {
    /// The first moment it can have been.
    async fn earliest(&self) -> DateTime<Utc> {
        self.0.earliest()
    }

    /// The moment by which it had happened.
    async fn latest(&self) -> DateTime<Utc> {
        self.0.latest()
    }

    /// How exactly the time is known.
    async fn precision(&self) -> Code<Precision> {
        Code(self.0.precision())
    }

    /// The offset from UTC that it was stated at, such as `+03:00`.
    async fn utc_offset(&self) -> String {
        self.0.zone().to_string()
    }

    /// The calendar that it was stated in.
    async fn calendar(&self) -> Code<Calendar> {
        Code(self.0.calendar())
    }

    /// The clock that it was stated by.
    async fn clock(&self) -> Code<Clock> {
        Code(self.0.clock())
    }

    /// The words in which it was stated, where it was a statement.
    async fn as_stated(&self) -> Option<&str> {
        self.0.as_stated()
    }
}

/// When something happened. Give `value`, or `asStated`, or both.
#[derive(Debug, Clone, InputObject)]
pub struct PartialTimeInput {
    /// ISO 8601: a year (`2026`), month (`2026-01`), day (`2026-01-12`), minute or instant
    /// (`2026-01-12T01:40:00+03:00`), or an interval of two (`2026-01-10/2026-01-22`).
    pub value: Option<String>,
    /// The words it was stated in. Without `value` they are read: an hour of the six-hour clock, a
    /// day of the Ethiopian calendar, as in `8 at night, 4 Tir 2018 EC`. With `value` they are kept
    /// beside it.
    pub as_stated: Option<String>,
    /// The offset from UTC that the clock on the wall shows, such as `+03:00`.
    #[graphql(default = "+00:00")]
    pub utc_offset: String,
}

impl PartialTimeInput {
    /// Reads the time.
    pub fn read(&self) -> Result<Time, UserError> {
        let offset = UtcOffset::parse(&self.utc_offset).at("utcOffset")?;
        match (&self.value, &self.as_stated) {
            (Some(value), None) => Time::parse(value, offset).at("value"),
            (None, Some(words)) => Time::parse_stated(words, offset).at("asStated"),
            (Some(value), Some(words)) => {
                Time::parse(value, offset).at("value")?.with_as_stated(words).at("asStated")
            }
            (None, None) => Err(UserError::at(
                "",
                "TIME_MISSING",
                "say when it happened: give value, asStated or both",
            )),
        }
    }
}
