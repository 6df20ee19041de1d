//! The offset from UTC at the place something happened.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDateTime, Offset, TimeDelta, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::ValueError;

/// A fixed offset from UTC in whole minutes, at most 14 hours, written `+03:00`. It is kept as stated:
/// no time zone is looked up, so no later change of one moves a recorded time.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct UtcOffset {
    minutes: i32,
}

impl UtcOffset {
    /// Coordinated universal time.
    pub const UTC: Self = Self { minutes: 0 };
    /// East Africa Time, the whole year: Kenya, Uganda, Ethiopia, Somalia, Tanzania.
    pub const EAST_AFRICA: Self = Self { minutes: 180 };

    /// Reads `+03:00`, `+0300`, `+03` or `Z` (ISO 8601-1, section 5.3.4.1).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        if matches!(text, "Z" | "z") {
            return Ok(Self::UTC);
        }
        let (sign, digits) = match text.split_at_checked(1) {
            Some(("+", digits)) => (1, digits),
            Some(("-", digits)) => (-1, digits),
            _ => return Err(ValueError::TimeOffset),
        };
        let (hours, minutes) = match (digits.len(), digits.split_once(':')) {
            (5, Some(parts)) => parts,
            (4, None) => digits.split_at_checked(2).ok_or(ValueError::TimeOffset)?,
            (2, None) => (digits, "00"),
            _ => return Err(ValueError::TimeOffset),
        };
        let number = |text: &str| match text.as_bytes() {
            [a @ b'0'..=b'9', b @ b'0'..=b'9'] => {
                Ok(i32::from(a - b'0') * 10 + i32::from(b - b'0'))
            }
            _ => Err(ValueError::TimeOffset),
        };
        let (hours, minutes) = (number(hours)?, number(minutes)?);
        if minutes > 59 {
            return Err(ValueError::TimeOffset);
        }
        Self::try_new(sign * (hours * 60 + minutes))
    }

    fn try_new(minutes: i32) -> Result<Self, ValueError> {
        if minutes.abs() > 14 * 60 {
            return Err(ValueError::TimeOffset);
        }
        Ok(Self { minutes })
    }

    /// The moment of a local time.
    pub(super) fn to_utc(self, local: NaiveDateTime) -> Result<DateTime<Utc>, ValueError> {
        local
            .checked_sub_signed(TimeDelta::minutes(i64::from(self.minutes)))
            .map(|utc| utc.and_utc())
            .ok_or(ValueError::TimeOutOfRange)
    }

    /// The local time of a moment.
    pub(super) fn to_local(self, moment: DateTime<Utc>) -> NaiveDateTime {
        moment.naive_utc().checked_add_offset(self.into()).unwrap_or(moment.naive_utc())
    }
}

impl From<UtcOffset> for FixedOffset {
    fn from(offset: UtcOffset) -> Self {
        Self::east_opt(offset.minutes * 60).unwrap_or_else(|| Utc.fix())
    }
}

impl TryFrom<FixedOffset> for UtcOffset {
    type Error = ValueError;

    fn try_from(offset: FixedOffset) -> Result<Self, ValueError> {
        let seconds = offset.local_minus_utc();
        if seconds % 60 != 0 {
            return Err(ValueError::TimeOffset);
        }
        Self::try_new(seconds / 60)
    }
}

impl fmt::Display for UtcOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minutes < 0 { '-' } else { '+' };
        let minutes = self.minutes.abs();
        write!(f, "{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

impl std::str::FromStr for UtcOffset {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for UtcOffset {
    type Error = ValueError;

    fn try_from(text: String) -> Result<Self, ValueError> {
        Self::parse(&text)
    }
}

impl From<UtcOffset> for String {
    fn from(offset: UtcOffset) -> Self {
        offset.to_string()
    }
}
