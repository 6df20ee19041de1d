//! Reading times as statements give them: "8 at night, 4 Tir 2018 EC", "saa nane usiku".

use chrono::{Days, NaiveDate};

use super::ethiopian::month_named;
use super::stated_hour::DayPart;
use super::{Calendar, Clock, EthiopianDate, PartialTime, Precision, StatedHour, UtcOffset};
use super::{iso, midnight};
use crate::value::ValueError;

/// Gregorian months in English and Swahili.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "januari"],
    &["february", "feb", "februari"],
    &["march", "mar", "machi"],
    &["april", "apr", "aprili"],
    &["may", "mei"],
    &["june", "jun", "juni"],
    &["july", "jul", "julai"],
    &["august", "aug", "agosti"],
    &["september", "sep", "sept", "septemba"],
    &["october", "oct", "oktoba"],
    &["november", "nov", "novemba"],
    &["december", "dec", "desemba"],
];

/// Swahili numbers from one; eleven and twelve are said as ten and one, ten and two.
const NUMBERS: [&str; 10] =
    ["moja", "mbili", "tatu", "nne", "tano", "sita", "saba", "nane", "tisa", "kumi"];

/// Words that carry nothing.
const FILLERS: [&str; 9] = ["at", "in", "on", "of", "the", "o'clock", "oclock", "ya", "tarehe"];

impl PartialTime {
    /// Reads what a person said: an hour with its part of the day, a date, or both, and keeps the
    /// words. The date is Ethiopian (month by name, `EC` after the year if said) or Gregorian.
    ///
    /// With an Ethiopian date or a Swahili hour ("saa …") the hour is of the six-hour clock, else of
    /// the standard one. An hour of the night after midnight may be counted to the day before or to
    /// the day after, so it gives a range: from that hour on the stated day to the same hour on the
    /// next.
    pub fn parse_stated(text: &str, default_offset: UtcOffset) -> Result<Self, ValueError> {
        let said = words_of(text)?;
        let (start, precision, calendar) = said.date()?;
        let implied = match calendar {
            Calendar::Ethiopian => Clock::EastAfrican6h,
            Calendar::Gregorian => Clock::Standard,
        };
        let time = match said.hour(said.clock().unwrap_or(implied))? {
            Some(hour) if precision == Precision::Day => {
                on_day(start, hour, calendar, default_offset)?
            }
            Some(_) => return Err(ValueError::TimeStatedDate),
            None => Self::period(midnight(start), precision, calendar, default_offset)?,
        };
        time.with_as_stated(text)
    }
}

/// An hour on a day, or on that day or the next where the night leaves it open.
fn on_day(
    day: NaiveDate,
    hour: StatedHour,
    calendar: Calendar,
    zone: UtcOffset,
) -> Result<PartialTime, ValueError> {
    let start = day.and_time(hour.time());
    let time = if hour.either_day() {
        let next = start.checked_add_days(Days::new(1)).ok_or(ValueError::TimeOutOfRange)?;
        let range = PartialTime::range(zone.to_utc(start)?, zone.to_utc(next)?)?;
        PartialTime { zone, calendar, ..range }
    } else {
        let precision = if hour.to_the_minute() { Precision::Minute } else { Precision::Hour };
        PartialTime::period(start, precision, calendar, zone)?
    };
    Ok(time.by_clock(hour.clock()))
}

/// What the words of a statement say, before it is known whether they fit together.
#[derive(Default)]
pub(super) struct Said {
    hour: Option<u32>,
    minute: Option<u32>,
    part: Option<DayPart>,
    /// `am` is false, `pm` is true.
    half: Option<bool>,
    swahili_hour: bool,
    day: Option<u32>,
    month: Option<(Calendar, u32)>,
    year: Option<i32>,
    era: Option<Calendar>,
    iso_date: Option<NaiveDate>,
}

/// Takes a statement apart. A word that is not understood is refused rather than passed over: it may
/// be the one that matters.
pub(super) fn words_of(text: &str) -> Result<Said, ValueError> {
    if text.len() > 1000 {
        return Err(ValueError::TimeStatedText);
    }
    let text =
        text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm").replace("e.c.", "ec");
    let words: Vec<&str> =
        text.split([' ', ',', ';', '\u{A0}']).filter(|w| !w.is_empty()).collect();
    let mut said = Said::default();
    let mut rest = words.as_slice();
    while let [word, after @ ..] = rest {
        rest = said.take(word.trim_end_matches('.'), after)?;
    }
    Ok(said)
}

impl Said {
    /// Takes one word, and with it those that follow and belong to it; answers what is left.
    fn take<'a>(&mut self, word: &str, after: &'a [&'a str]) -> Result<&'a [&'a str], ValueError> {
        if FILLERS.contains(&word) {
            return Ok(after);
        }
        if word == "saa" {
            self.swahili_hour = true;
            return Ok(after);
        }
        if word == "na" {
            return self.take_addition(after);
        }
        match word {
            "am" | "pm" => set(&mut self.half, word == "pm")?,
            "ec" | "eth" | "ethiopian" | "ዓ.ም" => set(&mut self.era, Calendar::Ethiopian)?,
            "gc" | "ad" | "gregorian" => set(&mut self.era, Calendar::Gregorian)?,
            _ => self.take_value(word, after)?,
        }
        Ok(after)
    }

    fn take_value(&mut self, word: &str, after: &[&str]) -> Result<(), ValueError> {
        if let Some(part) = DayPart::named(word) {
            set(&mut self.part, part)
        } else if let Some(month) = named_month(word) {
            set(&mut self.month, month)
        } else if let Some(hour) = swahili_number(word) {
            set(&mut self.hour, hour)
        } else if let Some((hour, minute)) = word.split_once(':') {
            set(&mut self.hour, number(hour)?)?;
            set(&mut self.minute, number(minute)?)
        } else if word.contains('-') {
            set(&mut self.iso_date, iso::parse_date(word)?)
        } else if word.len() == 4 && word.bytes().all(|b| b.is_ascii_digit()) {
            set(&mut self.year, number(word)?.cast_signed())
        } else {
            self.take_number(word, after)
        }
    }

    /// A number next to the name of a month is a day; any other one is an hour.
    fn take_number(&mut self, word: &str, after: &[&str]) -> Result<(), ValueError> {
        let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|ending| word.strip_suffix(ending));
        let half =
            ["am", "pm"].iter().find_map(|half| Some((word.strip_suffix(half)?, *half == "pm")));
        if let Some((digits, pm)) = half {
            set(&mut self.half, pm)?;
            return set(&mut self.hour, number(digits)?);
        }
        let value = number(ordinal.unwrap_or(word))?;
        let before_month =
            after.iter().find(|w| !FILLERS.contains(w)).is_some_and(|w| named_month(w).is_some());
        let after_month = self.month.is_some() && self.day.is_none() && self.year.is_none();
        if ordinal.is_some() || before_month || after_month {
            set(&mut self.day, value)
        } else {
            set(&mut self.hour, value)
        }
    }

    /// "na" adds a half or a quarter to the hour, or one or two to ten.
    fn take_addition<'a>(&mut self, after: &'a [&'a str]) -> Result<&'a [&'a str], ValueError> {
        let [word, rest @ ..] = after else {
            return Err(ValueError::TimeStatedWord);
        };
        match (*word, self.hour) {
            ("nusu", Some(_)) => set(&mut self.minute, 30)?,
            ("robo", Some(_)) => set(&mut self.minute, 15)?,
            ("moja", Some(10)) => self.hour = Some(11),
            ("mbili", Some(10)) => self.hour = Some(12),
            _ => return Err(ValueError::TimeStatedWord),
        }
        Ok(rest)
    }

    /// Whether any part of a date was said.
    pub(super) fn names_a_date(&self) -> bool {
        self.day.is_some() || self.month.is_some() || self.year.is_some() || self.iso_date.is_some()
    }

    /// The clock the words themselves tell.
    pub(super) fn clock(&self) -> Option<Clock> {
        let standard = self.half.is_some() || self.minute.is_some() && self.part.is_none();
        match (self.swahili_hour, standard) {
            (true, _) => Some(Clock::EastAfrican6h),
            (false, true) => Some(Clock::Standard),
            (false, false) => None,
        }
    }

    /// The hour, if one was said.
    pub(super) fn hour(&self, clock: Clock) -> Result<Option<StatedHour>, ValueError> {
        let hour = match (self.hour, self.part, self.half) {
            (None, None, None) => return Ok(None),
            (Some(hour), Some(part), None) => StatedHour::in_part(clock, hour, self.minute, part)?,
            (Some(hour @ 1..=12), None, Some(pm)) if clock == Clock::Standard => {
                StatedHour::of_day(hour % 12 + if pm { 12 } else { 0 }, self.minute)?
            }
            (Some(hour), None, None) if clock == Clock::Standard && self.minute.is_some() => {
                StatedHour::of_day(hour, self.minute)?
            }
            _ => return Err(ValueError::TimeStatedHour),
        };
        Ok(Some(hour))
    }

    /// The Gregorian day the date begins on, and what it is a date of.
    fn date(&self) -> Result<(NaiveDate, Precision, Calendar), ValueError> {
        if let Some(date) = self.iso_date {
            let alone = self.day.is_none() && self.month.is_none() && self.year.is_none();
            let gregorian = self.era != Some(Calendar::Ethiopian);
            return if alone && gregorian {
                Ok((date, Precision::Day, Calendar::Gregorian))
            } else {
                Err(ValueError::TimeStatedDate)
            };
        }
        let year = self.year.ok_or(ValueError::TimeStatedDate)?;
        let (calendar, month, day, precision) = match (self.month, self.day) {
            (Some((calendar, month)), Some(day)) => (calendar, month, day, Precision::Day),
            (Some((calendar, month)), None) => (calendar, month, 1, Precision::Month),
            (None, None) => (self.era.unwrap_or(Calendar::Gregorian), 1, 1, Precision::Year),
            (None, Some(_)) => return Err(ValueError::TimeStatedDate),
        };
        if self.era.is_some_and(|era| era != calendar) {
            return Err(ValueError::TimeStatedDate);
        }
        let start = match calendar {
            Calendar::Ethiopian => EthiopianDate::try_new(year, month, day)?.to_gregorian(),
            Calendar::Gregorian => {
                NaiveDate::from_ymd_opt(year, month, day).ok_or(ValueError::TimeNoSuchDate)?
            }
        };
        Ok((start, precision, calendar))
    }
}

fn named_month(word: &str) -> Option<(Calendar, u32)> {
    let gregorian = (1..).zip(MONTHS).find(|(_, names)| names.contains(&word));
    let gregorian = gregorian.map(|(number, _)| (Calendar::Gregorian, number));
    gregorian.or_else(|| month_named(word).map(|number| (Calendar::Ethiopian, number)))
}

fn swahili_number(word: &str) -> Option<u32> {
    (1..).zip(NUMBERS).find(|(_, name)| *name == word).map(|(number, _)| number)
}

fn number(text: &str) -> Result<u32, ValueError> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(ValueError::TimeStatedWord);
    }
    text.parse().map_err(|_| ValueError::TimeStatedWord)
}

/// Sets what was not said before; saying a thing twice leaves open which is meant.
fn set<T>(place: &mut Option<T>, value: T) -> Result<(), ValueError> {
    if place.replace(value).is_some() {
        return Err(ValueError::TimeStatedWord);
    }
    Ok(())
}
