//! An amount in units of bytes or hours, as flags, environment variables and the file give it.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::de::{Deserialize, Deserializer, Error, Visitor};

/// A whole number from 1 to 4096.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amount(u16);

impl Amount {
    /// The most that can be asked for: in GiB, the four tebibytes that a file may have.
    const MOST: u16 = 4096;
    /// The largest file that is taken in unless it is said otherwise, in GiB.
    pub const LARGEST_FILE: Self = Self(64);
    /// How much the checks on schedule read unless it is said otherwise, in MiB a second.
    pub const CHECKS: Self = Self(32);
    /// How long the issuer's keys are kept while it does not answer unless it is said otherwise, in hours.
    pub const KEYS: Self = Self(24);

    /// So many GiB, in bytes.
    pub fn gib(self) -> u64 {
        u64::from(self.0) << 30
    }

    /// So many hours.
    pub fn hours(self) -> Duration {
        Duration::from_hours(u64::from(self.0))
    }

    /// So many MiB, in bytes.
    pub fn mib(self) -> u64 {
        u64::from(self.0) << 20
    }
}

/// An amount that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("give a whole number from 1 to {}", Amount::MOST)]
pub struct NoAmount;

impl TryFrom<i64> for Amount {
    type Error = NoAmount;

    fn try_from(amount: i64) -> Result<Self, NoAmount> {
        match u16::try_from(amount) {
            Ok(amount @ 1..=Self::MOST) => Ok(Self(amount)),
            Ok(_) | Err(_) => Err(NoAmount),
        }
    }
}

impl FromStr for Amount {
    type Err = NoAmount;

    fn from_str(text: &str) -> Result<Self, NoAmount> {
        text.parse::<i64>().map_err(|_| NoAmount)?.try_into()
    }
}

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Given)
    }
}

/// A number in the file, a text in the environment.
struct Given;

impl Visitor<'_> for Given {
    type Value = Amount;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a whole number from 1 to {}", Amount::MOST)
    }

    fn visit_i64<E: Error>(self, amount: i64) -> Result<Amount, E> {
        amount.try_into().map_err(E::custom)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Amount, E> {
        text.parse().map_err(E::custom)
    }
}
