//! A number of days, as flags, environment variables and the file give it.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// From a day to ten years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days(u16);

impl Days {
    /// The most that can be asked for.
    const MOST: u16 = 3650;
    /// Seven days.
    pub const WEEK: Self = Self(7);
    /// Thirty days.
    pub const MONTH: Self = Self(30);

    /// The same in seconds.
    pub fn duration(self) -> Duration {
        Duration::from_hours(24 * u64::from(self.0))
    }
}

/// A number of days that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("give a number of days from 1 to {}", Days::MOST)]
pub struct NotDays;

impl TryFrom<i64> for Days {
    type Error = NotDays;

    fn try_from(days: i64) -> Result<Self, NotDays> {
        match u16::try_from(days) {
            Ok(days @ 1..=Self::MOST) => Ok(Self(days)),
            Ok(_) | Err(_) => Err(NotDays),
        }
    }
}

impl FromStr for Days {
    type Err = NotDays;

    fn from_str(text: &str) -> Result<Self, NotDays> {
        text.parse::<i64>().map_err(|_| NotDays)?.try_into()
    }
}

impl<'de> Deserialize<'de> for Days {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Given)
    }
}

/// A number in the file, a text in the environment.
struct Given;

impl Visitor<'_> for Given {
    type Value = Days;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a number of days from 1 to {}", Days::MOST)
    }

    fn visit_i64<E: Error>(self, days: i64) -> Result<Days, E> {
        days.try_into().map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Days, E> {
        text.parse().map_err(E::custom)
    }
}
