//! An object as one agency holds it: a vehicle, telephone, document, account, handle, wallet or vessel.

use std::sync::Arc;

use async_graphql::{Context, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::nominals::nominal::{FactStanding, NominalCategory};
use mpaka_domain::nominals::object_nominal::{
    self as domain, ObjectKind, ObjectRelationKind, ObjectStatus,
};
use mpaka_domain::value::Genuineness;
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
    ObjectKind = "ObjectKind", "What kind of object a nominal is about.";
    ObjectRelationKind = "ObjectRelationKind", "What an object has to do with another.";
    ObjectStatus = "ObjectStatus", "What became of an object.";
}

/// An object as one agency holds it, known by the one selector that it is told apart by. What you may not
/// see of it is left out.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct ObjectNominal {
    /// Its id.
    #[graphql(owned)]
    pub(crate) id: ID,
    /// What kind of object it is.
    kind: Code<ObjectKind>,
    #[graphql(flatten)]
    record: NominalRecord,
    #[graphql(skip)]
    row: Arc<NominalRow>,
}

impl TryFrom<NominalRow> for ObjectNominal {
    type Error = Error;

    fn try_from(row: NominalRow) -> Result<Self> {
        let kind = row.kind.as_deref().and_then(Code::stored).ok_or("an unknown kind")?;
        Ok(Self {
            id: row.nominal_id.into(),
            kind,
            record: NominalRecord::of(&row)?,
            row: Arc::new(row),
        })
    }
}

impl ObjectNominal {
    /// The record, if there is one about an object that the reader may see.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        find(ctx, id, NominalCategory::Object).await
    }
}

tells! {
    /// An object as one agency holds it, known by the one selector that it is told apart by. What you may not
    /// see of it is left out.
    ObjectNominal: Object(ObjectFact)

    /// What is asserted about the object, in the order in which it was asserted. Nothing is left out
    /// because something else says otherwise: see `standing` and `source`.
    facts

    /// What other records of the agency assert about the object: who uses it, what it was fixed to.
    mentions

    /// What it is known by, of which an agency has one record (NOM-7); null once erased.
    async fn selector(&self) -> Option<Selector> {
        self.row.selector.as_ref().and_then(opened).map(Selector)
    }
}

/// What a source says of an object: one of the first fields is given, the others are null. All are null
/// once erased.
#[derive(SimpleObject)]
pub struct ObjectFact {
    /// What it looks like.
    description: Option<String>,
    /// Whether it is what it claims to be.
    genuineness: Option<Code<Genuineness>>,
    /// What became of it.
    status: Option<Code<ObjectStatus>>,
    /// What it has to do with another object.
    relation: Option<ObjectRelation>,
    #[graphql(flatten)]
    assertion: Assertion,
}

/// What an object has to do with another.
#[derive(SimpleObject)]
pub struct ObjectRelation {
    /// The other object's record; its id alone where the record is not shown to you.
    object_id: NominalId,
    /// The other object's record; null where it is not shown to you.
    object: Option<NominalLink>,
    /// What they have to do with each other, read from the object whose record it is.
    kind: Code<ObjectRelationKind>,
    /// When it was so, as far as it is known.
    during: Option<PartialTime>,
    /// What else is known of it; null when nothing is, or erased.
    detail: Option<String>,
}

impl ObjectRelation {
    fn of(record: &NominalRow, known: &domain::ObjectRelation) -> Self {
        Self {
            object_id: NominalId(known.object),
            object: record.link(known.object.into()).and_then(NominalLink::of),
            kind: Code(known.kind),
            during: known.during.clone().map(PartialTime),
            detail: known.detail.as_ref().and_then(opened),
        }
    }
}

impl ObjectFact {
    /// A fact as it stood by then; `record` knows the nominals that it names.
    pub(super) fn of(
        record: &NominalRow,
        row: &FactRow,
        known: &domain::ObjectFact,
        recorded_as_of: Option<DateTime<Utc>>,
    ) -> Self {
        let mut fact = Self {
            description: None,
            genuineness: None,
            status: None,
            relation: None,
            assertion: Assertion::of(row, recorded_as_of),
        };
        match known {
            domain::ObjectFact::Description(text) => fact.description = opened(text),
            domain::ObjectFact::Genuineness(known) => fact.genuineness = Some(Code(*known)),
            domain::ObjectFact::Status(status) => fact.status = Some(Code(*status)),
            domain::ObjectFact::Relation(relation) => {
                fact.relation = Some(ObjectRelation::of(record, relation));
            }
        }
        fact
    }
}

/// What can be read of objects.
#[derive(Default)]
pub struct ObjectNominalQuery;

/// What can be read of objects.
#[Object]
impl ObjectNominalQuery {
    /// An object's record by its id; null where there is none, or none for you to see.
    async fn object_nominal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's id.")] id: NominalId,
    ) -> Result<Option<ObjectNominal>> {
        ObjectNominal::find(ctx, id.into()).await
    }
}
