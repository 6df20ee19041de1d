//! One entry of the law: its dated versions, of which at most one is in force on any day.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::rejection::LawRejection as Rejection;
use super::text::{EntryCode, Note};
use super::version::{Source, Version};
use super::{Book, Law};
use crate::value::CountryCode;

/// The most bytes of a version as it is stored.
const LARGEST: usize = 200_000;

code_list! {
    "snake_case"
    /// What an entry of the law is.
    pub enum Kind {
        /// An offence.
        Statute,
        /// A time limit.
        ClockRule,
        /// Working days and holidays.
        Calendar,
        /// A list of codes.
        CodeSystem,
        /// What has to be done in every file of a kind.
        CaseTemplate,
    }
}

/// What the versions of an entry say.
pub trait Content:
    Clone
    + std::fmt::Debug
    + PartialEq
    + Serialize
    + DeserializeOwned
    + JsonSchema
    + Send
    + Sync
    + 'static
{
    /// The category of an entry's stream: its kind, as files and events name it.
    const CATEGORY: &'static str;

    /// LAW-3: refuses what says nothing that could be applied.
    fn check(&self, code: &EntryCode) -> Result<(), Rejection>;

    /// LAW-4, LAW-6: refuses what does not go with the other entries of the law.
    fn check_among(&self, _code: &EntryCode, _law: &Law) -> Result<(), Rejection> {
        Ok(())
    }

    /// The country whose law it is; none where it is no law.
    fn jurisdiction(&self) -> Option<CountryCode>;

    /// The entries of this kind.
    fn book(law: &Law) -> &Book<Self>;

    /// The same, to add to.
    fn book_mut(law: &mut Law) -> &mut Book<Self>;
}

/// What is to be in the law about one entry; as a file says it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, bound = "")]
pub struct Draft<C: Content> {
    /// What the entry is called.
    pub code: EntryCode,
    /// Ends of versions that the law has.
    #[serde(default, rename = "end", skip_serializing_if = "Vec::is_empty")]
    pub ends: Vec<End>,
    /// Versions, those that the law has among them or not.
    #[serde(default, rename = "version", skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<Version<C>>,
}

/// The end of a version that the law has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The day from which the version is in force.
    pub valid_from: NaiveDate,
    /// The first day on which it no longer is.
    pub valid_to: NaiveDate,
    /// Why.
    pub reason: Note,
}

/// What happened to an entry of the law.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case", bound = "")]
#[strum(serialize_all = "snake_case")]
pub enum EntryEvent<C: Content> {
    /// A version was added.
    VersionAdded {
        /// What the entry is called.
        code: EntryCode,
        /// The version.
        version: Version<C>,
    },
    /// A version that was open got its end.
    VersionEnded {
        /// What the entry is called.
        code: EntryCode,
        /// The day from which the version is in force.
        valid_from: NaiveDate,
        /// The first day on which it no longer is; the same day, when it never came into force.
        valid_to: NaiveDate,
        /// Why.
        reason: Note,
    },
    /// A version was compared with its source more closely than before, and stands.
    VersionConfirmed {
        /// What the entry is called.
        code: EntryCode,
        /// The day from which the version is in force.
        valid_from: NaiveDate,
        /// Where it comes from, and how far it was compared with it.
        source: Source,
    },
}

impl<C: Content> EntryEvent<C> {
    /// What the entry is called.
    pub fn code(&self) -> &EntryCode {
        match self {
            Self::VersionAdded { code, .. }
            | Self::VersionEnded { code, .. }
            | Self::VersionConfirmed { code, .. } => code,
        }
    }
}

/// An entry: its versions in the order of their first days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Entry<C: Content> {
    versions: Vec<Version<C>>,
}

impl<C: Content> Default for Entry<C> {
    fn default() -> Self {
        Self { versions: Vec::new() }
    }
}

impl<C: Content> Entry<C> {
    /// The versions, in the order of their first days.
    pub fn versions(&self) -> &[Version<C>] {
        &self.versions
    }

    /// The version in force on a day.
    pub fn on(&self, day: NaiveDate) -> Option<&Version<C>> {
        self.versions.iter().find(|version| version.is_in_force(day))
    }

    /// What is new in a draft, or why it cannot be taken. `today` is the day on which it is decided.
    pub fn adopt(
        &self,
        draft: Draft<C>,
        today: NaiveDate,
    ) -> Result<Vec<EntryEvent<C>>, Rejection> {
        let code = draft.code;
        let mut events = Vec::new();
        for end in draft.ends {
            events.extend(self.end(&code, end, today)?);
        }
        for version in &draft.versions {
            if version.is_withdrawn() {
                return Err(Rejection::EndsBeforeItBegins { code, from: version.valid_from });
            }
            let size = serde_json::to_vec(version).map_or(usize::MAX, |json| json.len());
            if size > LARGEST {
                return Err(Rejection::VersionTooLarge { code, size });
            }
            version.content.check(&code)?;
        }
        for version in draft.versions {
            events.extend(self.take(&code, version)?);
        }
        let after = events.iter().fold(self.clone(), Self::with);
        after.holds_no_overlap(&code)?;
        Ok(events)
    }

    /// The entry after one more event.
    #[must_use]
    pub fn with(mut self, event: &EntryEvent<C>) -> Self {
        match event {
            EntryEvent::VersionAdded { version, .. } => {
                let place = self.versions.partition_point(|v| v.valid_from <= version.valid_from);
                self.versions.insert(place, version.clone());
            }
            EntryEvent::VersionEnded { valid_from, valid_to, .. } => {
                if let Some(version) = self.find_mut(*valid_from) {
                    version.valid_to = Some(*valid_to);
                }
            }
            EntryEvent::VersionConfirmed { valid_from, source, .. } => {
                if let Some(version) = self.find_mut(*valid_from) {
                    version.source = source.clone();
                }
            }
        }
        self
    }

    /// The version from that day on; where one was withdrawn, the one that took its place.
    fn find(&self, valid_from: NaiveDate) -> Option<&Version<C>> {
        self.versions.iter().rev().find(|version| version.valid_from == valid_from)
    }

    fn find_mut(&mut self, valid_from: NaiveDate) -> Option<&mut Version<C>> {
        self.versions.iter_mut().rev().find(|version| version.valid_from == valid_from)
    }

    /// An open version gets its end once; one that was never in force can be taken back.
    fn end(
        &self,
        code: &EntryCode,
        end: End,
        today: NaiveDate,
    ) -> Result<Option<EntryEvent<C>>, Rejection> {
        let (code, End { valid_from, valid_to, reason }) = (code.clone(), end);
        let Some(version) = self.find(valid_from) else {
            return Err(Rejection::NoSuchVersion { code, from: valid_from });
        };
        match version.valid_to {
            Some(known) if known == valid_to => return Ok(None),
            Some(valid_to) => {
                return Err(Rejection::AlreadyEnded { code, from: valid_from, to: valid_to });
            }
            None => {}
        }
        if valid_to < valid_from {
            return Err(Rejection::EndsBeforeItBegins { code, from: valid_from });
        }
        if valid_to == valid_from && valid_from <= today {
            return Err(Rejection::WasInForce { code, from: valid_from });
        }
        Ok(Some(EntryEvent::VersionEnded { code, valid_from, valid_to, reason }))
    }

    /// LAW-2: a version that the law has is never another. What is given again may only be its end, or
    /// that it was compared with its source more closely; a file older than the law says nothing new.
    fn take(&self, code: &EntryCode, given: Version<C>) -> Result<Vec<EntryEvent<C>>, Rejection> {
        let (code, valid_from) = (code.clone(), given.valid_from);
        let known = self.find(valid_from);
        let Some(known) =
            known.filter(|known| !known.is_withdrawn() || known.content == given.content)
        else {
            return Ok(vec![EntryEvent::VersionAdded { code, version: given }]);
        };
        if known.content != given.content {
            return Err(Rejection::VersionEdited { code, from: valid_from });
        }
        let mut events = Vec::new();
        match (known.valid_to, given.valid_to) {
            (Some(known), Some(given)) if known != given => {
                return Err(Rejection::AlreadyEnded { code, from: valid_from, to: known });
            }
            (None, Some(valid_to)) => events.push(EntryEvent::VersionEnded {
                code: code.clone(),
                valid_from,
                valid_to,
                reason: Note::as_stated_by(&given.source.citation),
            }),
            (Some(_), _) | (None, None) => {}
        }
        if given.source.checked > known.source.checked {
            events.push(EntryEvent::VersionConfirmed { code, valid_from, source: given.source });
        } else if given.source.checked == known.source.checked && given.source != known.source {
            return Err(Rejection::SourceEdited { code, from: valid_from });
        }
        Ok(events)
    }

    /// LAW-1: at most one version is in force on any day.
    fn holds_no_overlap(&self, code: &EntryCode) -> Result<(), Rejection> {
        let standing: Vec<_> = self.versions.iter().filter(|v| !v.is_withdrawn()).collect();
        for pair in standing.windows(2) {
            if let [first, second] = pair
                && first.overlaps(second)
            {
                return Err(Rejection::Overlap {
                    code: code.clone(),
                    first: first.valid_from,
                    second: second.valid_from,
                });
            }
        }
        Ok(())
    }
}
