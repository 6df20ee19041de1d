//! The law as dated data: statutes, time limits, calendars, code systems, and the templates of files.
//!
//! The law comes into a decision as the time and the actor do. It is looked up by the day that a
//! decision is about, so that what was decided in 2022 is judged by the rule of 2022.

mod calendar;
mod case_template;
mod clock_rule;
mod code_system;
mod decider;
mod edition;
mod entry;
mod rejection;
mod shipped;
mod statute;
mod text;
mod version;

use std::collections::{BTreeMap, btree_map};
use std::fmt;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

pub use self::calendar::{
    Calendar, DayOfWeek, EasterHoliday, Holiday, YearlyHoliday, easter_sunday,
};
pub use self::case_template::{CaseTemplate, TemplateTask};
pub use self::clock_rule::{ClockRule, ClockUnit};
pub use self::code_system::{CodeMeaning, CodeSystem};
pub use self::decider::EntryCommand;
pub use self::edition::{Edition, Filed, Unreadable};
pub use self::entry::{Content, Draft, End, Entry, EntryEvent, Kind};
pub use self::rejection::LawRejection;
pub use self::statute::{Circumstance, Statute, StatuteElement};
pub use self::text::{Citation, EntryCode, Label, LawTextError, ListedCode, Note};
pub use self::version::{Checked, Source, Version};
use crate::Refusal;
use crate::value::LegalBasis;

/// The entries of one kind, by their codes.
pub type Book<C> = BTreeMap<EntryCode, Entry<C>>;

/// The law: every dated version of every entry.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Law {
    /// Offences.
    pub statutes: Book<Statute>,
    /// Time limits.
    pub clock_rules: Book<ClockRule>,
    /// Calendars.
    pub calendars: Book<Calendar>,
    /// Lists of codes.
    pub code_systems: Book<CodeSystem>,
    /// Case templates.
    pub case_templates: Book<CaseTemplate>,
}

/// An edition that cannot be taken into the law, by one of its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// What the entry is called.
    pub code: EntryCode,
    /// Why.
    pub rejection: LawRejection,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.rejection)?;
        self.rejection.rule().map_or(Ok(()), |rule| write!(f, " ({rule})"))
    }
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

/// What the law has of a provision on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Provision<'a> {
    /// It was in force.
    InForce {
        /// What the entry is called.
        code: &'a EntryCode,
        /// What it said.
        version: &'a Version<Statute>,
    },
    /// The law has it, and it was not in force.
    NotInForce,
    /// The law does not have it, or nobody has compared what it has with the source yet.
    Unknown,
}

/// What an edition adds to the entries of one kind.
pub type Added<C> = Vec<(EntryCode, Vec<EntryEvent<C>>)>;

/// The files that say what an edition adds, by the category and the code of the entry.
type Files = BTreeMap<(&'static str, EntryCode), String>;

/// What an edition adds to the law.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Additions {
    /// To its offences.
    pub statutes: Added<Statute>,
    /// To its time limits.
    pub clock_rules: Added<ClockRule>,
    /// To its calendars.
    pub calendars: Added<Calendar>,
    /// To its lists of codes.
    pub code_systems: Added<CodeSystem>,
    /// To its case templates.
    pub case_templates: Added<CaseTemplate>,
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
        let (mut files, mut faults) = (Files::new(), Vec::new());
        let additions = Additions {
            statutes: self.gather(edition.statutes, today, &mut files, &mut faults),
            clock_rules: self.gather(edition.clock_rules, today, &mut files, &mut faults),
            calendars: self.gather(edition.calendars, today, &mut files, &mut faults),
            code_systems: self.gather(edition.code_systems, today, &mut files, &mut faults),
            case_templates: self.gather(edition.case_templates, today, &mut files, &mut faults),
        };
        if faults.is_empty() {
            let after = self.clone().with(&additions);
            after.check(&additions.statutes, &files, &mut faults);
            after.check(&additions.clock_rules, &files, &mut faults);
            after.check(&additions.calendars, &files, &mut faults);
            after.check(&additions.code_systems, &files, &mut faults);
            after.check(&additions.case_templates, &files, &mut faults);
        }
        if faults.is_empty() { Ok(additions) } else { Err(Faults(faults)) }
    }

    /// The law with these additions.
    #[must_use]
    pub fn with(mut self, additions: &Additions) -> Self {
        additions.statutes.iter().for_each(|(_, events)| self.take_all(events));
        additions.clock_rules.iter().for_each(|(_, events)| self.take_all(events));
        additions.calendars.iter().for_each(|(_, events)| self.take_all(events));
        additions.code_systems.iter().for_each(|(_, events)| self.take_all(events));
        additions.case_templates.iter().for_each(|(_, events)| self.take_all(events));
        self
    }

    /// Takes one more event of an entry into account.
    pub fn take<C: Content>(&mut self, event: &EntryEvent<C>) {
        let book = C::book_mut(self);
        let entry = book.remove(event.code()).unwrap_or_default();
        book.insert(event.code().clone(), entry.with(event));
    }

    fn take_all<C: Content>(&mut self, events: &[EntryEvent<C>]) {
        for event in events {
            self.take(event);
        }
    }

    /// What drafts add, by entry, with the files that say so; what cannot be taken goes to the faults.
    fn gather<C: Content>(
        &self,
        drafts: Vec<Filed<C>>,
        today: NaiveDate,
        files: &mut Files,
        faults: &mut Vec<Fault>,
    ) -> Added<C> {
        let mut added = Vec::new();
        for Filed { file, draft } in drafts {
            let code = draft.code.clone();
            let taken = match files.entry((C::CATEGORY, code.clone())) {
                btree_map::Entry::Occupied(_) => {
                    Err(LawRejection::GivenTwice { code: code.clone() })
                }
                btree_map::Entry::Vacant(place) => {
                    place.insert(file.clone());
                    C::book(self).get(&code).cloned().unwrap_or_default().adopt(draft, today)
                }
            };
            match taken {
                Ok(events) if events.is_empty() => {}
                Ok(events) => added.push((code, events)),
                Err(rejection) => faults.push(Fault { file, code, rejection }),
            }
        }
        added
    }

    /// LAW-4, LAW-6: the entries go with each other.
    fn check<C: Content>(&self, added: &Added<C>, files: &Files, faults: &mut Vec<Fault>) {
        for (code, _) in added {
            let versions = C::book(self).get(code).map_or(&[][..], Entry::versions).iter();
            let checked = versions
                .filter(|version| !version.is_withdrawn())
                .try_for_each(|version| version.content.check_among(code, self));
            if let Err(rejection) = checked {
                let code = code.clone();
                let file = files.get(&(C::CATEGORY, code.clone())).cloned().unwrap_or_default();
                faults.push(Fault { file, code, rejection });
            }
        }
    }

    /// LAW-4: whether an entry names a calendar that there is, or none.
    fn has_calendar(
        &self,
        code: &EntryCode,
        named: Option<&EntryCode>,
    ) -> Result<(), LawRejection> {
        match named {
            Some(calendar) if !self.calendars.contains_key(calendar) => {
                let (code, calendar) = (code.clone(), calendar.clone());
                Err(LawRejection::CalendarUnknown { code, calendar })
            }
            Some(_) | None => Ok(()),
        }
    }

    /// The entries that have a provision among their versions; one has at most (LAW-6).
    fn with_provision(
        &self,
        provision: &LegalBasis,
    ) -> impl Iterator<Item = (&EntryCode, &Entry<Statute>)> {
        self.statutes.iter().filter(move |(_, entry)| {
            entry.versions().iter().any(|version| version.is_of(provision))
        })
    }

    /// The entry that has a provision, however it is cited.
    pub fn statute_of(&self, provision: &LegalBasis) -> Option<&EntryCode> {
        self.with_provision(provision).next().map(|(code, _)| code)
    }

    /// What the law has of a provision, as it was on a day.
    pub fn provision(&self, provision: &LegalBasis, day: NaiveDate) -> Provision<'_> {
        let Some((code, entry)) = self.with_provision(provision).next() else {
            return Provision::Unknown;
        };
        match entry.on(day).filter(|version| version.is_of(provision)) {
            Some(version) if version.source.checked == Checked::ToBeConfirmed => Provision::Unknown,
            Some(version) => Provision::InForce { code, version },
            None => Provision::NotInForce,
        }
    }

    /// The law, with the entries that it has nothing of taken from another.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        self.add_missing::<Statute>(other);
        self.add_missing::<ClockRule>(other);
        self.add_missing::<Calendar>(other);
        self.add_missing::<CodeSystem>(other);
        self.add_missing::<CaseTemplate>(other);
        self
    }

    fn add_missing<C: Content>(&mut self, other: &Self) {
        for (code, entry) in C::book(other) {
            let book = C::book_mut(self);
            if !book.contains_key(code) {
                book.insert(code.clone(), entry.clone());
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

#[cfg(test)]
mod tests;
