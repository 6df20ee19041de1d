//! The rows of the nominal index, as their reader may see them.

use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::nominals::group::{Group, GroupFact};
use mpaka_domain::nominals::nominal::{FactStanding, NominalCategory};
use mpaka_domain::nominals::object_nominal::{ObjectFact, ObjectNominal};
use mpaka_domain::nominals::person_nominal::{PersonFact, PersonNominal};
use mpaka_domain::value::{LegalBasis, PartialTime, Selector};
use mpaka_domain::{Decider, Handling, Personal, SourceRef};
use sqlx::types::Json;
use uuid::Uuid;

use crate::view::Place;

/// A nominal with what its reader may see of it.
#[derive(Debug, Clone)]
pub struct NominalRow {
    /// Its id.
    pub nominal_id: Uuid,
    /// What it is about.
    pub category: NominalCategory,
    /// The agency whose record it is.
    pub agency: String,
    /// What the agency keeps it under.
    pub reference: String,
    /// What kind of object or group it is, where it is one.
    pub kind: Option<String>,
    /// What an object is known by.
    pub selector: Option<Personal<Selector>>,
    /// Whether it is kept for use.
    pub status: String,
    /// The day on which it is to be looked at again.
    pub review_on: NaiveDate,
    /// The version of its stream.
    pub version: i64,
    /// The position of its last event.
    pub position: i64,
    /// When it was begun.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: String,
    /// The marking of the first event.
    pub handling: Handling,
    /// What is asserted about it, in the order in which it was asserted.
    pub facts: Vec<FactRow>,
    /// What other records assert about it.
    pub mentions: Vec<FactRow>,
    /// Why it is or was kept, or no longer.
    pub reviews: Vec<ReviewRow>,
    /// The other nominals that these facts name or are told in, as far as the reader may see them.
    pub links: Vec<LinkRow>,
}

impl NominalRow {
    /// Its place in a list of nominals: the last changed first.
    pub fn place(&self) -> Place {
        (-self.position, 0)
    }

    /// A nominal that a fact names or is told in, if the reader may see it.
    pub fn link(&self, id: Uuid) -> Option<&LinkRow> {
        self.links.iter().find(|link| link.nominal_id == id)
    }
}

/// A fact of any kind of nominal.
#[derive(Debug, Clone, PartialEq)]
pub enum FactKnown {
    /// About a person.
    Person(PersonFact),
    /// About a group.
    Group(GroupFact),
    /// About an object.
    Object(ObjectFact),
}

/// An assertion as its reader may see it.
#[derive(Debug, Clone)]
pub struct FactRow {
    /// The record that it is told in.
    pub nominal_id: Uuid,
    /// Its number in that record.
    pub number: i64,
    /// The event that asserted it.
    pub event_id: Uuid,
    /// What is asserted.
    pub fact: FactKnown,
    /// The other nominal that it names.
    pub other: Option<Uuid>,
    /// What it rests on.
    pub source: SourceRef,
    /// When it was so.
    pub occurred: PartialTime,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: String,
    /// Its marking.
    pub handling: Handling,
    /// What was said against it, in order.
    pub objections: Vec<ObjectionRow>,
}

impl FactRow {
    /// How it stood when everything recorded by then, and nothing later, was known.
    pub fn standing(&self, recorded_as_of: Option<DateTime<Utc>>) -> FactStanding {
        let known = self.objections.iter().filter(|objection| objection.by(recorded_as_of));
        known.fold(FactStanding::Asserted, |standing, objection| {
            let withdrawn = objection.withdraws;
            standing.max(if withdrawn { FactStanding::Withdrawn } else { FactStanding::Contested })
        })
    }
}

/// What was said against a fact.
#[derive(Debug, Clone)]
pub struct ObjectionRow {
    /// The record.
    pub nominal_id: Uuid,
    /// The number of the fact.
    pub number: i64,
    /// The event that says so.
    pub event_id: Uuid,
    /// Whether it takes the fact back, or only doubts it.
    pub withdraws: bool,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who says why, if the reader may see that.
    pub told: Option<Told>,
}

impl ObjectionRow {
    /// Whether it had been recorded by then.
    pub fn by(&self, recorded_as_of: Option<DateTime<Utc>>) -> bool {
        recorded_as_of.is_none_or(|by| self.recorded_at <= by)
    }
}

/// Who speaks against a fact, and why.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// Why.
    pub reason: Personal<String>,
    /// What that rests on.
    pub source: Option<SourceRef>,
    /// Who recorded it.
    pub by: String,
}

/// Why a record is kept, or no longer.
#[derive(Debug, Clone)]
pub struct ReviewRow {
    /// The record.
    pub nominal_id: Uuid,
    /// The day of the next review; none where it is no longer kept.
    pub review_on: Option<NaiveDate>,
    /// Why.
    pub reason: Personal<String>,
    /// When that was recorded.
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: String,
}

/// A nominal that another names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRow {
    /// Its id.
    pub nominal_id: Uuid,
    /// What it is about.
    pub category: NominalCategory,
    /// The agency whose record it is.
    pub agency: String,
    /// What the agency keeps it under.
    pub reference: String,
}

/// What a record lends to the commands that change it and do not say otherwise.
#[derive(Debug, Clone)]
pub struct LentTo {
    /// The law it was begun under.
    pub legal_basis: Json<LegalBasis>,
    /// The purpose it was begun for.
    pub purpose: String,
    /// The marking of its first event.
    pub handling: Json<Handling>,
}

/// What the records of a category are about; none for a category of a later version.
pub(super) fn about(category: &str) -> Option<NominalCategory> {
    [NominalCategory::Person, NominalCategory::Group, NominalCategory::Object]
        .into_iter()
        .find(|about| category_of(*about) == category)
}

/// The category of the streams of the records about something.
pub(super) fn category_of(about: NominalCategory) -> &'static str {
    match about {
        NominalCategory::Person => PersonNominal::CATEGORY,
        NominalCategory::Group => Group::CATEGORY,
        NominalCategory::Object => ObjectNominal::CATEGORY,
    }
}
