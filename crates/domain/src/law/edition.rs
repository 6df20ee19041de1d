//! Editions: what files say the law is, read and judged whole.

use serde::Deserialize;

use super::calendar::Calendar;
use super::case_template::CaseTemplate;
use super::clock_rule::ClockRule;
use super::code_system::CodeSystem;
use super::entry::{Content, Draft, Kind};
use super::statute::Statute;
use super::text::EntryCode;

/// What one or more files say.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Edition {
    /// Offences.
    pub statutes: Vec<Filed<Statute>>,
    /// Time limits.
    pub clock_rules: Vec<Filed<ClockRule>>,
    /// Calendars.
    pub calendars: Vec<Filed<Calendar>>,
    /// Lists of codes.
    pub code_systems: Vec<Filed<CodeSystem>>,
    /// Case templates.
    pub case_templates: Vec<Filed<CaseTemplate>>,
}

/// A draft and the file that it comes from.
#[derive(Debug, Clone, PartialEq)]
pub struct Filed<C: Content> {
    /// The file's name.
    pub file: String,
    /// What it says of one entry.
    pub draft: Draft<C>,
}

/// A file that cannot be read as law.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {reason}")]
pub struct Unreadable {
    /// The file.
    pub file: String,
    /// Where in it and why.
    pub reason: String,
}

/// The first line of a file: of what kind its entries are.
#[derive(Deserialize)]
struct Head {
    kind: Kind,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound = "")]
struct Body<C: Content> {
    #[expect(dead_code, reason = "read before, and not an unknown field")]
    kind: Kind,
    #[serde(default = "Vec::new")]
    entry: Vec<Draft<C>>,
}

impl Edition {
    /// Reads a file in TOML: its `kind`, and its entries with their versions.
    pub fn read(file: &str, text: &str) -> Result<Self, Unreadable> {
        let mut edition = Self::default();
        match parse::<Head>(file, text)?.kind {
            Kind::ClockRule => edition.clock_rules = drafts(file, text)?,
            Kind::Calendar => edition.calendars = drafts(file, text)?,
            Kind::Statute => edition.statutes = drafts(file, text)?,
            Kind::CodeSystem => edition.code_systems = drafts(file, text)?,
            Kind::CaseTemplate => edition.case_templates = drafts(file, text)?,
        }
        Ok(edition)
    }

    /// The same without the entries of these codes.
    #[must_use]
    pub fn without(mut self, codes: &[&EntryCode]) -> Self {
        fn keep<C: Content>(drafts: &mut Vec<Filed<C>>, without: &[&EntryCode]) {
            drafts.retain(|filed| !without.contains(&&filed.draft.code));
        }
        keep(&mut self.statutes, codes);
        keep(&mut self.clock_rules, codes);
        keep(&mut self.calendars, codes);
        keep(&mut self.code_systems, codes);
        keep(&mut self.case_templates, codes);
        self
    }

    /// What both say.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.statutes.extend(other.statutes);
        self.clock_rules.extend(other.clock_rules);
        self.calendars.extend(other.calendars);
        self.code_systems.extend(other.code_systems);
        self.case_templates.extend(other.case_templates);
        self
    }
}

fn drafts<C: Content>(file: &str, text: &str) -> Result<Vec<Filed<C>>, Unreadable> {
    let Body { entry, .. } = parse::<Body<C>>(file, text)?;
    Ok(entry.into_iter().map(|draft| Filed { file: file.to_owned(), draft }).collect())
}

fn parse<T: for<'de> Deserialize<'de>>(file: &str, text: &str) -> Result<T, Unreadable> {
    toml::from_str(text).map_err(|error| Unreadable {
        file: file.to_owned(),
        reason: error.to_string().trim_end().to_owned(),
    })
}
