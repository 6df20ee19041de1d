//! The law as dated data: time limits, calendars, statutes and code systems.
//!
//! The law comes into a decision as the time and the actor do. It is looked up by the day that a
//! decision is about, so that what was decided in 2022 is judged by the rule of 2022.

mod calendar;
mod clock_rule;
mod edition;
mod entry;
mod rejection;
mod shipped;
mod text;
mod version;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

pub use self::calendar::{
    Calendar, DayOfWeek, EasterHoliday, Holiday, YearlyHoliday, easter_sunday,
};
pub use self::clock_rule::{ClockRule, ClockUnit};
pub use self::edition::{Edition, Filed, Unreadable};
pub use self::entry::{Content, Draft, End, Entry, EntryEvent, Kind};
pub use self::rejection::LawRejection;
pub use self::text::{Citation, EntryCode, Label, LawTextError, Note};
pub use self::version::{Checked, Source, Version};

/// The entries of one kind, by their codes.
pub type Book<C> = BTreeMap<EntryCode, Entry<C>>;

/// The law: every dated version of every entry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Law {
    /// Time limits.
    pub clock_rules: Book<ClockRule>,
    /// Calendars.
    pub calendars: Book<Calendar>,
}

/// An edition that cannot be taken into the law, by one of its entries.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {rejection}")]
pub struct Fault {
    /// The file.
    pub file: String,
    /// What the entry is called.
    pub code: EntryCode,
    /// Why.
    pub rejection: LawRejection,
}

/// Everything in an edition that cannot be taken into the law.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faults(pub Vec<Fault>);

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let faults: Vec<_> = self.0.iter().map(ToString::to_string).collect();
        f.write_str(&faults.join("; "))
    }
}

impl std::error::Error for Faults {}

/// Why an edition is not law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditionError {
    /// One of its files cannot be read.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// What it says cannot be taken.
    #[error(transparent)]
    Refused(#[from] Faults),
}

/// What an edition adds to the law.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Additions {
    /// To its time limits.
    pub clock_rules: Vec<(EntryCode, Vec<EntryEvent<ClockRule>>)>,
    /// To its calendars.
    pub calendars: Vec<(EntryCode, Vec<EntryEvent<Calendar>>)>,
}

impl Law {
    /// The law that the program is shipped with.
    pub fn shipped() -> Result<Self, EditionError> {
        Ok(Self::of(Edition::shipped()?)?)
    }

    /// The law of an edition alone, from which nothing is taken back.
    pub fn of(edition: Edition) -> Result<Self, Faults> {
        let law = Self::default();
        let additions = law.adopt(edition, NaiveDate::MAX)?;
        Ok(law.with(&additions))
    }

    /// What an edition adds, or everything in it that cannot be taken: the whole of it or nothing.
    pub fn adopt(&self, edition: Edition, today: NaiveDate) -> Result<Additions, Faults> {
        let mut faults = Vec::new();
        let calendars = gather(&self.calendars, edition.calendars, today, &mut faults);
        let files: BTreeMap<_, _> = edition
            .clock_rules
            .iter()
            .map(|filed| (filed.draft.code.clone(), filed.file.clone()))
            .collect();
        let clock_rules = gather(&self.clock_rules, edition.clock_rules, today, &mut faults);
        let additions = Additions { clock_rules, calendars };
        if faults.is_empty() {
            self.clone().with(&additions).names_known_calendars(&files, &mut faults);
        }
        if faults.is_empty() { Ok(additions) } else { Err(Faults(faults)) }
    }

    /// The law with these additions.
    #[must_use]
    pub fn with(mut self, additions: &Additions) -> Self {
        additions.clock_rules.iter().for_each(|(code, events)| {
            add(&mut self.clock_rules, code, events);
        });
        additions.calendars.iter().for_each(|(code, events)| {
            add(&mut self.calendars, code, events);
        });
        self
    }

    /// LAW-4: working days are counted by a calendar that the law has.
    fn names_known_calendars(&self, files: &BTreeMap<EntryCode, String>, faults: &mut Vec<Fault>) {
        for (code, file) in files {
            let versions = self.clock_rules.get(code).map_or(&[][..], Entry::versions);
            let unknown = versions
                .iter()
                .filter_map(|version| version.content.calendar.clone())
                .find(|calendar| !self.calendars.contains_key(calendar));
            if let Some(calendar) = unknown {
                let rejection = LawRejection::CalendarUnknown { code: code.clone(), calendar };
                faults.push(Fault { file: file.clone(), code: code.clone(), rejection });
            }
        }
    }

    /// The version of a time limit in force on the day that a clock starts; none before there was one.
    pub fn clock_rule(&self, code: &str, start: NaiveDate) -> Option<&ClockRule> {
        Some(&self.clock_rules.get(code)?.on(start)?.content)
    }

    /// The day on which a clock ends that starts on that day, which itself is not counted; none where
    /// there was no such limit. Hours count as the days that hold them.
    pub fn due(&self, code: &str, start: NaiveDate) -> Option<NaiveDate> {
        let rule = self.clock_rule(code, start)?;
        Some(match (rule.unit, &rule.calendar) {
            (ClockUnit::WorkingDays, Some(calendar)) => {
                self.working_day_after(calendar.as_str(), start, rule.duration)
            }
            (ClockUnit::WorkingDays, None) | (ClockUnit::CalendarDays, _) => {
                later(start, rule.duration.into())
            }
            (ClockUnit::Hours, _) => later(start, rule.duration.div_ceil(24).into()),
        })
    }

    /// The moment at which a limit counted in hours runs out; none where it is not so counted.
    pub fn runs_out(rule: &ClockRule, start: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let hours = TimeDelta::try_hours(rule.duration.into())?;
        if rule.unit == ClockUnit::Hours { start.checked_add_signed(hours) } else { None }
    }

    /// Whether a day is neither in the weekend nor a holiday, by the versions of the calendar and of
    /// what was added to it that are in force on that day. Where the calendar has none, Saturdays and
    /// Sundays are all that is known, so that a due date may come too early there and never too late.
    pub fn is_working_day(&self, calendar: &str, day: NaiveDate) -> bool {
        let day_of_week = DayOfWeek::of(day);
        let own = self.calendars.get(calendar).and_then(|entry| entry.on(day));
        let is_weekend = own.map_or_else(
            || matches!(day_of_week, DayOfWeek::Saturday | DayOfWeek::Sunday),
            |version| version.content.weekend.contains(&day_of_week),
        );
        let added = || {
            self.calendars.values().filter_map(|entry| entry.on(day)).filter(|version| {
                version.content.adds_to.as_ref().is_some_and(|to| to.as_str() == calendar)
            })
        };
        let is_holiday =
            || own.into_iter().chain(added()).any(|version| version.content.holiday(day).is_some());
        !is_weekend && !is_holiday()
    }

    /// The `count`th working day after a day, which itself is not counted.
    pub fn working_day_after(&self, calendar: &str, start: NaiveDate, count: u32) -> NaiveDate {
        let Some(skipped) = count.checked_sub(1) else { return start };
        let mut days = start.iter_days().skip(1).filter(|day| self.is_working_day(calendar, *day));
        days.nth(skipped as usize).unwrap_or(NaiveDate::MAX)
    }
}

fn later(start: NaiveDate, days: u64) -> NaiveDate {
    start.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

/// What drafts add to a book, by entry; what cannot be taken goes to the faults.
fn gather<C: Content>(
    book: &Book<C>,
    drafts: Vec<Filed<C>>,
    today: NaiveDate,
    faults: &mut Vec<Fault>,
) -> Vec<(EntryCode, Vec<EntryEvent<C>>)> {
    let mut seen = BTreeSet::new();
    let mut added = Vec::new();
    for Filed { file, draft } in drafts {
        let code = draft.code.clone();
        let taken = if seen.insert(code.clone()) {
            book.get(&code).cloned().unwrap_or_default().adopt(draft, today)
        } else {
            Err(LawRejection::GivenTwice { code: code.clone() })
        };
        match taken {
            Ok(events) if events.is_empty() => {}
            Ok(events) => added.push((code, events)),
            Err(rejection) => faults.push(Fault { file, code, rejection }),
        }
    }
    added
}

fn add<C: Content>(book: &mut Book<C>, code: &EntryCode, events: &[EntryEvent<C>]) {
    let entry = book.remove(code).unwrap_or_default();
    book.insert(code.clone(), events.iter().fold(entry, Entry::with));
}

#[cfg(test)]
mod tests;
