//! The hour of the day as people say it, by the standard clock or the six-hour clock of East Africa.

use chrono::NaiveTime;

use super::Clock;
use crate::value::ValueError;

/// The part of the day an hour is said to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum DayPart {
    Morning,
    Day,
    Afternoon,
    Evening,
    Night,
}

impl DayPart {
    /// The part of the day an English or Swahili word names, in lower case.
    pub(super) fn named(word: &str) -> Option<Self> {
        match word {
            "morning" | "dawn" | "asubuhi" | "alfajiri" => Some(Self::Morning),
            "day" | "daytime" | "mchana" => Some(Self::Day),
            "afternoon" | "alasiri" => Some(Self::Afternoon),
            "evening" | "jioni" => Some(Self::Evening),
            "night" | "usiku" => Some(Self::Night),
            _ => None,
        }
    }
}

/// An hour as it was said: "saa nane usiku" is 02:00 of a night, and which day that night is counted
/// to is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedHour {
    time: NaiveTime,
    to_the_minute: bool,
    either_day: bool,
    clock: Clock,
}

impl StatedHour {
    /// Reads an hour and its part of the day: "saa mbili usiku", "saa nane na nusu usiku", "8 at
    /// night" by the six-hour clock; "10 pm" and "20:15" by the standard clock.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let said = super::stated::words_of(text)?;
        if said.names_a_date() {
            return Err(ValueError::TimeStatedWord);
        }
        said.hour(said.clock().unwrap_or(Clock::EastAfrican6h))?.ok_or(ValueError::TimeStatedHour)
    }

    /// Makes an hour of 1 to 12 in a part of the day, `minute` being there when it was said.
    pub(super) fn in_part(
        clock: Clock,
        hour: u32,
        minute: Option<u32>,
        part: DayPart,
    ) -> Result<Self, ValueError> {
        let hour = match clock {
            Clock::EastAfrican6h => six_hour(hour, part),
            Clock::Standard => standard(hour, part),
        };
        let hour = hour.ok_or(ValueError::TimeStatedHour)?;
        let either_day = part == DayPart::Night && hour < 6;
        Self::at(clock, hour, minute, either_day)
    }

    /// Makes an hour of 0 to 23 by the standard clock.
    pub(super) fn of_day(hour: u32, minute: Option<u32>) -> Result<Self, ValueError> {
        Self::at(Clock::Standard, hour, minute, false)
    }

    fn at(
        clock: Clock,
        hour: u32,
        minute: Option<u32>,
        either_day: bool,
    ) -> Result<Self, ValueError> {
        let time = NaiveTime::from_hms_opt(hour, minute.unwrap_or(0), 0);
        let time = time.ok_or(ValueError::TimeStatedHour)?;
        Ok(Self { time, to_the_minute: minute.is_some(), either_day, clock })
    }

    /// The time from midnight.
    pub fn time(&self) -> NaiveTime {
        self.time
    }

    /// Whether the minute was said, too.
    pub fn to_the_minute(&self) -> bool {
        self.to_the_minute
    }

    /// Whether it is an hour of the night after midnight, which some count to the day before and
    /// some to the day after.
    pub fn either_day(&self) -> bool {
        self.either_day
    }

    /// The clock it was said by.
    pub fn clock(&self) -> Clock {
        self.clock
    }
}

/// Hours counted from 06:00 and 18:00. Hours that nobody says in a part of the day are refused, and
/// so is "12 at night", which is said of both ends of it.
fn six_hour(hour: u32, part: DayPart) -> Option<u32> {
    match (part, hour) {
        (DayPart::Morning, 12) => Some(6),
        (DayPart::Morning, 1..=5)
        | (DayPart::Day, 1..=11)
        | (DayPart::Afternoon, 6..=12)
        | (DayPart::Evening, 9..=12) => Some(hour + 6),
        (DayPart::Evening, 1..=4) | (DayPart::Night, 1..=5) => Some(hour + 18),
        (DayPart::Morning, 10 | 11) | (DayPart::Night, 6..=11) => Some(hour - 6),
        _ => None,
    }
}

/// Hours counted from midnight and noon.
fn standard(hour: u32, part: DayPart) -> Option<u32> {
    match (part, hour) {
        (DayPart::Morning, 1..=11)
        | (DayPart::Day, 8..=12)
        | (DayPart::Afternoon, 12)
        | (DayPart::Night, 1..=5) => Some(hour),
        (DayPart::Day, 1..=5)
        | (DayPart::Afternoon, 1..=6)
        | (DayPart::Evening, 4..=11)
        | (DayPart::Night, 6..=11) => Some(hour + 12),
        (DayPart::Night, 12) => Some(0),
        _ => None,
    }
}
