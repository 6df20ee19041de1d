//! A group as one agency holds it: a network, a gang, a company or a cell.

use std::sync::Arc;

use async_graphql::{Context, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::nominals::group::{self as domain, GroupKind, GroupRelationKind};
use mpaka_domain::nominals::nominal::{FactStanding, NominalCategory};
use mpaka_persistence::view::nominal::{FactKnown, FactRow, NominalRow};
use uuid::Uuid;

use super::nominal::{
    Assertion, FactsAsked, NominalLink, NominalMention, NominalRecord, find, opened, tells,
};
use crate::code::{Code, code_lists};
use crate::scalar::NominalId;
use crate::selector::Selector;
use crate::time::PartialTime;

pub mod mutation;

code_lists! {
    GroupKind = "GroupKind", "What kind of group it is.";
    GroupRelationKind = "GroupRelationKind", "What a group has to do with another.";
}

/// A group as one agency holds it: what sources say of it, side by side. What you may not see of it is
/// left out.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Group {
    /// Its id.
    #[graphql(owned)]
    pub(crate) id: ID,
    #[graphql(flatten)]
    record: NominalRecord,
    #[graphql(skip)]
    row: Arc<NominalRow>,
}

impl TryFrom<NominalRow> for Group {
    type Error = Error;

    fn try_from(row: NominalRow) -> Result<Self> {
        let record = NominalRecord::of(&row)?;
        Ok(Self { id: row.nominal_id.into(), record, row: Arc::new(row) })
    }
}

impl Group {
    /// The record, if there is one about a group that the reader may see.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        find(ctx, id, NominalCategory::Group).await
    }
}

tells! {
    /// A group as one agency holds it: what sources say of it, side by side. What you may not see of it is
    /// left out.
    Group: Group(GroupFact)

    /// What is asserted about the group, in the order in which it was asserted. Nothing is left out
    /// because something else says otherwise: see `standing` and `source`.
    facts

    /// What other records of the agency assert about the group: who belongs to it.
    mentions
}

/// What a source says of a group: one of the first fields is given, the others are null. All are null
/// once erased.
#[derive(SimpleObject)]
pub struct GroupFact {
    /// A name that it goes by or is called by.
    name: Option<String>,
    /// What kind of group it is.
    kind: Option<Code<GroupKind>>,
    /// A county or region that it works in, ISO 3166-2.
    area: Option<String>,
    /// A phone, account or handle that it uses.
    selector: Option<Selector>,
    /// How it works, and what it is known for.
    description: Option<String>,
    /// What it has to do with another group.
    relation: Option<GroupRelation>,
    #[graphql(flatten)]
    assertion: Assertion,
}

/// What a group has to do with another.
#[derive(SimpleObject)]
pub struct GroupRelation {
    /// The other group's record; its id alone where the record is not shown to you.
    group_id: NominalId,
    /// The other group's record; null where it is not shown to you.
    group: Option<NominalLink>,
    /// What they have to do with each other, read from the group whose record it is.
    kind: Code<GroupRelationKind>,
    /// When it was so, as far as it is known.
    during: Option<PartialTime>,
    /// What else is known of it; null when nothing is, or erased.
    detail: Option<String>,
}

impl GroupRelation {
    fn of(record: &NominalRow, known: &domain::GroupRelation) -> Self {
        Self {
            group_id: NominalId(known.group),
            group: record.link(known.group.into()).and_then(NominalLink::of),
            kind: Code(known.kind),
            during: known.during.clone().map(PartialTime),
            detail: known.detail.as_ref().and_then(opened),
        }
    }
}

impl GroupFact {
    /// A fact as it stood by then; `record` knows the nominals that it names.
    pub(super) fn of(
        record: &NominalRow,
        row: &FactRow,
        known: &domain::GroupFact,
        recorded_as_of: Option<DateTime<Utc>>,
    ) -> Self {
        let mut fact = Self {
            name: None,
            kind: None,
            area: None,
            selector: None,
            description: None,
            relation: None,
            assertion: Assertion::of(row, recorded_as_of),
        };
        match known {
            domain::GroupFact::Description(text) => fact.description = opened(text),
            domain::GroupFact::Name(name) => fact.name = opened(name),
            domain::GroupFact::Kind(kind) => fact.kind = Some(Code(*kind)),
            domain::GroupFact::Area(area) => fact.area = Some(area.to_string()),
            domain::GroupFact::Selector(selector) => fact.selector = opened(selector).map(Selector),
            domain::GroupFact::Relation(relation) => {
                fact.relation = Some(GroupRelation::of(record, relation));
            }
        }
        fact
    }
}

/// What can be read of groups.
#[derive(Default)]
pub struct GroupQuery;

/// What can be read of groups.
#[Object]
impl GroupQuery {
    /// A group's record by its id; null where there is none, or none for you to see.
    async fn group(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's id.")] id: NominalId,
    ) -> Result<Option<Group>> {
        Group::find(ctx, id.into()).await
    }
}
