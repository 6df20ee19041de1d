//! What nominals of every kind have in common, and the list of them.

use async_graphql::connection::Connection;
use async_graphql::{Context, Error, InputObject, Object, Result, SimpleObject, Union};
use chrono::{DateTime, Utc};
use mpaka_domain::Personal;
use mpaka_domain::nominals::nominal::{FactStanding, NominalCategory, NominalStatus};
use mpaka_domain::nominals::object_nominal::ObjectKind;
use mpaka_domain::value::NominalReference;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::nominal::{
    FactRow, LinkRow, NominalFilter as Filter, NominalRow, ObjectionRow, ReviewRow,
};

use super::group::{Group, GroupFact};
use super::object_nominal::{ObjectFact, ObjectNominal};
use super::person_nominal::{PersonFact, PersonNominal};
use crate::code::{Code, code_lists};
use crate::envelope::Source;
use crate::error::{At, UserError, fault};
use crate::handling::Handling;
use crate::page::{Arguments, connection, cost, wrong};
use crate::scalar::{Date, EventId, NominalId};
use crate::selector::SelectorInput;
use crate::session::Request;
use crate::time::PartialTime;
use crate::values::Agency;

mod asked;
pub mod mutation;
mod shared;

pub(super) use asked::{FactsAsked, find, only_about, tells};
pub(crate) use shared::SharedNominals;

code_lists! {
    NominalCategory = "NominalCategory", "What an agency can hold a record about.";
    NominalStatus = "NominalStatus", "Where a nominal stands.";
    FactStanding = "FactStanding", "Where an assertion stands.";
}

/// A record of any kind.
#[derive(Union)]
pub enum Nominal {
    /// About a person.
    Person(PersonNominal),
    /// About a group.
    Group(Group),
    /// About an object.
    Object(ObjectNominal),
}

impl TryFrom<NominalRow> for Nominal {
    type Error = Error;

    fn try_from(row: NominalRow) -> Result<Self> {
        match row.category {
            NominalCategory::Person => PersonNominal::try_from(row).map(Self::Person),
            NominalCategory::Group => Group::try_from(row).map(Self::Group),
            NominalCategory::Object => ObjectNominal::try_from(row).map(Self::Object),
        }
    }
}

/// A fact of a record of any kind.
#[derive(Union)]
#[expect(clippy::large_enum_variant, reason = "one at a time, and moved once")]
pub enum NominalFact {
    /// About a person.
    Person(PersonFact),
    /// About a group.
    Group(GroupFact),
    /// About an object.
    Object(ObjectFact),
}

/// What every record says of itself.
#[derive(SimpleObject)]
pub struct NominalRecord {
    /// How many events the record has; give it back as `expectedVersion`.
    version: i64,
    /// The agency whose record it is. What is known elsewhere of the same identity is in another
    /// agency's record.
    agency: Agency,
    /// What the agency keeps it under.
    reference: String,
    /// Whether it is kept for use.
    status: Code<NominalStatus>,
    /// The day on which it is to be looked at again (NOM-5).
    review_on: Date,
    /// Why it was kept or given up, in order.
    reviews: Vec<NominalReview>,
    /// When it was begun.
    recorded_at: DateTime<Utc>,
    /// By whom.
    recorded_by: String,
    /// How the record may be passed on and used. Every fact has a marking of its own.
    handling: Handling,
}

impl NominalRecord {
    pub(super) fn of(row: &NominalRow) -> Result<Self> {
        Ok(Self {
            version: row.version,
            agency: Agency::stored(&row.agency).ok_or("an unknown agency")?,
            reference: row.reference.clone(),
            status: Code::stored(&row.status).ok_or("an unknown status")?,
            review_on: row.review_on.into(),
            reviews: row.reviews.iter().map(Into::into).collect(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
            handling: Handling(row.handling.clone()),
        })
    }
}

/// Why a record was kept, or no longer.
#[derive(SimpleObject)]
pub struct NominalReview {
    /// The day of the next review; null where the record is no longer kept.
    review_on: Option<Date>,
    /// Why; null once erased.
    reason: Option<String>,
    /// When that was recorded.
    recorded_at: DateTime<Utc>,
    /// By whom.
    recorded_by: String,
}

impl From<&ReviewRow> for NominalReview {
    fn from(row: &ReviewRow) -> Self {
        Self {
            review_on: row.review_on.map(Into::into),
            reason: row.reason.get().cloned(),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
        }
    }
}

/// What every fact says beside what it asserts.
#[derive(SimpleObject)]
pub struct Assertion {
    /// Its number in the record, by which it is contested or withdrawn.
    number: i64,
    /// The event that asserted it.
    event_id: EventId,
    /// How it stands, or stood by the time asked for.
    standing: Code<FactStanding>,
    /// What was said against it, in order.
    objections: Vec<FactObjection>,
    /// What it rests on (NOM-2).
    source: Source,
    /// When it was so, as exactly as it is known.
    occurred: PartialTime,
    /// When it was recorded.
    recorded_at: DateTime<Utc>,
    /// By whom.
    recorded_by: String,
    /// How it may be passed on and used.
    handling: Handling,
}

impl Assertion {
    pub(super) fn of(row: &FactRow, recorded_as_of: Option<DateTime<Utc>>) -> Self {
        let objections = row.objections.iter().filter(|objection| objection.by(recorded_as_of));
        Self {
            number: row.number,
            event_id: row.event_id.into(),
            standing: Code(row.standing(recorded_as_of)),
            objections: objections.map(Into::into).collect(),
            source: Source(row.source.clone()),
            occurred: PartialTime(row.occurred.clone()),
            recorded_at: row.recorded_at,
            recorded_by: row.recorded_by.clone(),
            handling: Handling(row.handling.clone()),
        }
    }
}

/// What was said against a fact. Whoever sees the fact sees that there is an objection.
#[derive(SimpleObject)]
pub struct FactObjection {
    /// Whether it takes the fact back, or only doubts it.
    withdraws: bool,
    /// The event that says so.
    event_id: EventId,
    /// When it was recorded.
    recorded_at: DateTime<Utc>,
    /// Why; null where that is not shown to you, or erased.
    reason: Option<String>,
    /// What it rests on; null where it names nothing, or that is not shown to you.
    source: Option<Source>,
    /// Who recorded it; null where that is not shown to you.
    recorded_by: Option<String>,
}

impl From<&ObjectionRow> for FactObjection {
    fn from(row: &ObjectionRow) -> Self {
        let told = row.told.as_ref();
        Self {
            withdraws: row.withdraws,
            event_id: row.event_id.into(),
            recorded_at: row.recorded_at,
            reason: told.and_then(|told| told.reason.get().cloned()),
            source: told.and_then(|told| told.source.clone()).map(Source),
            recorded_by: told.map(|told| told.by.clone()),
        }
    }
}

/// A record that another names.
#[derive(SimpleObject)]
pub struct NominalLink {
    /// Its id, for `node(id:)`.
    id: NominalId,
    /// What it is about.
    about: Code<NominalCategory>,
    /// The agency whose record it is.
    agency: Agency,
    /// What the agency keeps it under.
    reference: String,
}

impl NominalLink {
    pub(super) fn of(row: &LinkRow) -> Option<Self> {
        Some(Self {
            id: row.nominal_id.into(),
            about: Code(row.category),
            agency: Agency::stored(&row.agency)?,
            reference: row.reference.clone(),
        })
    }
}

/// A fact that another record tells of this one.
#[derive(SimpleObject)]
pub struct NominalMention {
    /// The record that it is told in.
    told_in: NominalLink,
    /// The fact.
    fact: NominalFact,
}

/// A personal value; none once erased.
pub(super) fn opened<T: Clone>(personal: &Personal<T>) -> Option<T> {
    personal.get().cloned()
}

/// What narrows a list of nominals.
#[derive(Default, InputObject)]
pub struct NominalFilter {
    /// Only those about these.
    #[graphql(default)]
    pub about: Vec<Code<NominalCategory>>,
    /// Only objects of these kinds.
    #[graphql(default)]
    pub object_kinds: Vec<Code<ObjectKind>>,
    /// Only those of this agency, by its code.
    pub agency: Option<String>,
    /// Only the one that an agency keeps under this reference.
    pub reference: Option<String>,
    /// Only those that are known by this, or of which it is told.
    pub selector: Option<SelectorInput>,
    /// Only those that are kept, or only those that no longer are.
    pub status: Option<Code<NominalStatus>>,
    /// Only those that are to be looked at again on this day or earlier.
    pub review_by: Option<Date>,
}

impl NominalFilter {
    fn read(&self) -> Result<Filter, UserError> {
        let reference = self.reference.as_deref().map(NominalReference::parse);
        Ok(Filter {
            about: self.about.iter().map(|about| about.0).collect(),
            object_kinds: self.object_kinds.iter().map(|kind| kind.0).collect(),
            agency: self.agency.as_ref().map(|code| code.trim().to_ascii_uppercase()),
            reference: reference.transpose().at("reference")?,
            selector: self.selector.as_ref().map(SelectorInput::read).transpose().at("selector")?,
            status: self.status.map(|status| status.0),
            review_by: self.review_by.map(Into::into),
        })
    }
}

/// What can be read of nominals.
#[derive(Default)]
pub struct NominalQuery;

/// What can be read of nominals.
#[Object]
impl NominalQuery {
    /// The records of your agency, and those released to it, that you may see, the last changed first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn nominals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
        #[graphql(desc = "What narrows the list.")] filter: Option<NominalFilter>,
    ) -> Result<Connection<String, Nominal>> {
        let page = Arguments { first, after, last, before }.page(ctx, "nominals")?;
        let filter = filter.unwrap_or_default().read();
        let filter = filter.map_err(|unfit| wrong(&unfit.message))?;
        let reader = Reader::from(ctx.viewer()?);
        let rows = ctx.store()?.views().nominals(&reader, &filter, &page).await.map_err(fault)?;
        let placed = rows.into_iter().map(|row| Ok((row.place(), Nominal::try_from(row)?)));
        let placed = placed.collect::<Result<Vec<_>>>()?;
        connection(ctx, "nominals", &page, placed, |(place, _)| *place, |(_, nominal)| nominal)
    }
}
