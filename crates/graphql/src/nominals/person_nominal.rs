//! A person as one agency holds them across its investigations.

use std::sync::Arc;

use async_graphql::{Context, Error, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::casework::suspect::NetworkRole;
use mpaka_domain::nominals::nominal::{FactStanding, NominalCategory};
use mpaka_domain::nominals::person_nominal::{self as domain, AssociationKind, ObjectUseKind};
use mpaka_domain::value::Gender;
use mpaka_persistence::view::nominal::{FactKnown, FactRow, NominalRow};
use uuid::Uuid;

use super::nominal::{
    Assertion, FactsAsked, NominalLink, NominalMention, NominalRecord, find, only_about, opened,
    tells,
};
use crate::code::{Code, code_lists};
use crate::movement::journey::TravelDocumentShown;
use crate::person::{BirthDate, PersonName};
use crate::scalar::NominalId;
use crate::selector::Selector;
use crate::time::PartialTime;

pub mod mutation;

code_lists! {
    AssociationKind = "AssociationKind", "What two persons are to each other.";
    ObjectUseKind = "ObjectUseKind", "What a person has to do with an object.";
}

/// A person as one agency holds them across its investigations: what sources say of them, side by side.
/// What you may not see of it is left out.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct PersonNominal {
    /// Its id.
    #[graphql(owned)]
    pub(crate) id: ID,
    #[graphql(flatten)]
    record: NominalRecord,
    #[graphql(skip)]
    row: Arc<NominalRow>,
}

impl TryFrom<NominalRow> for PersonNominal {
    type Error = Error;

    fn try_from(row: NominalRow) -> Result<Self> {
        let record = NominalRecord::of(&row)?;
        Ok(Self { id: row.nominal_id.into(), record, row: Arc::new(row) })
    }
}

impl PersonNominal {
    /// The record, if there is one about a person that the reader may see.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        find(ctx, id, NominalCategory::Person).await
    }

    /// The record, if there is one and it is about a person.
    pub(crate) fn of(row: Option<NominalRow>) -> Result<Option<Self>> {
        only_about(NominalCategory::Person, row)
    }
}

tells! {
    /// A person as one agency holds them across its investigations: what sources say of them, side by side.
    /// What you may not see of it is left out.
    PersonNominal: Person(PersonFact)

    /// What is asserted about the person, in the order in which it was asserted. Nothing is left out
    /// because something else says otherwise: see `standing` and `source`.
    facts

    /// What other records of the agency assert about the person.
    mentions
}

/// What a source says of a person: one of the first fields is given, the others are null. All are null
/// once erased.
#[derive(SimpleObject)]
pub struct PersonFact {
    /// A name that they go by or went by.
    name: Option<PersonName>,
    /// When they were born.
    birth: Option<BirthDate>,
    /// A country whose national they are, ISO 3166-1 alpha-2.
    nationality: Option<String>,
    /// Their gender.
    gender: Option<Code<Gender>>,
    /// A phone, plate, account or handle that they use.
    selector: Option<Selector>,
    /// A document that they hold or show.
    document: Option<TravelDocumentShown>,
    /// What they look like or are known for.
    description: Option<String>,
    /// What they have to do with another person.
    association: Option<PersonAssociation>,
    /// What they have to do with an object.
    r#use: Option<ObjectUse>,
    /// That they belong to a group.
    membership: Option<GroupMembership>,
    #[graphql(flatten)]
    assertion: Assertion,
}

/// What a person has to do with another.
#[derive(SimpleObject)]
pub struct PersonAssociation {
    /// The other person's record; its id alone where the record is not shown to you.
    person_id: NominalId,
    /// The other person's record; null where it is not shown to you.
    person: Option<NominalLink>,
    /// What they are to each other, read from the person whose record it is.
    kind: Code<AssociationKind>,
    /// When it was so, as far as it is known.
    during: Option<PartialTime>,
    /// What else is known of it; null when nothing is, or erased.
    detail: Option<String>,
}

impl PersonAssociation {
    fn of(record: &NominalRow, known: &domain::Association) -> Self {
        Self {
            person_id: NominalId(known.person),
            person: record.link(known.person.into()).and_then(NominalLink::of),
            kind: Code(known.kind),
            during: known.during.clone().map(PartialTime),
            detail: known.detail.as_ref().and_then(opened),
        }
    }
}

/// What a person has to do with an object.
#[derive(SimpleObject)]
pub struct ObjectUse {
    /// The object's record; its id alone where the record is not shown to you.
    object_id: NominalId,
    /// The object's record; null where it is not shown to you.
    object: Option<NominalLink>,
    /// What they have to do with it.
    kind: Code<ObjectUseKind>,
    /// When it was so, as far as it is known.
    during: Option<PartialTime>,
    /// What else is known of it; null when nothing is, or erased.
    detail: Option<String>,
}

impl ObjectUse {
    fn of(record: &NominalRow, known: &domain::ObjectUse) -> Self {
        Self {
            object_id: NominalId(known.object),
            object: record.link(known.object.into()).and_then(NominalLink::of),
            kind: Code(known.kind),
            during: known.during.clone().map(PartialTime),
            detail: known.detail.as_ref().and_then(opened),
        }
    }
}

/// That a person belongs to a group.
#[derive(SimpleObject)]
pub struct GroupMembership {
    /// The group's record; its id alone where the record is not shown to you.
    group_id: NominalId,
    /// The group's record; null where it is not shown to you.
    group: Option<NominalLink>,
    /// What they do in it; empty when it is not known.
    roles: Vec<Code<NetworkRole>>,
    /// When it was so, as far as it is known.
    during: Option<PartialTime>,
    /// What else is known of it; null when nothing is, or erased.
    detail: Option<String>,
}

impl GroupMembership {
    fn of(record: &NominalRow, known: &domain::Membership) -> Self {
        Self {
            group_id: NominalId(known.group),
            group: record.link(known.group.into()).and_then(NominalLink::of),
            roles: known.roles.iter().copied().map(Code).collect(),
            during: known.during.clone().map(PartialTime),
            detail: known.detail.as_ref().and_then(opened),
        }
    }
}

impl PersonFact {
    /// A fact as it stood by then; `record` knows the nominals that it names.
    pub(super) fn of(
        record: &NominalRow,
        row: &FactRow,
        known: &domain::PersonFact,
        recorded_as_of: Option<DateTime<Utc>>,
    ) -> Self {
        let mut fact = Self {
            name: None,
            birth: None,
            nationality: None,
            gender: None,
            selector: None,
            document: None,
            description: None,
            association: None,
            r#use: None,
            membership: None,
            assertion: Assertion::of(row, recorded_as_of),
        };
        match known {
            domain::PersonFact::Name(name) => fact.name = opened(name).map(PersonName),
            domain::PersonFact::Birth(birth) => fact.birth = opened(birth).map(BirthDate),
            domain::PersonFact::Nationality(country) => {
                fact.nationality = opened(country).map(|country| country.to_string());
            }
            domain::PersonFact::Gender(gender) => fact.gender = opened(gender).map(Code),
            domain::PersonFact::Selector(selector) => {
                fact.selector = opened(selector).map(Selector);
            }
            domain::PersonFact::Document(document) => {
                fact.document = document.get().map(Into::into);
            }
            domain::PersonFact::Description(text) => fact.description = opened(text),
            domain::PersonFact::Association(association) => {
                fact.association = Some(PersonAssociation::of(record, association));
            }
            domain::PersonFact::Membership(membership) => {
                fact.membership = Some(GroupMembership::of(record, membership));
            }
            domain::PersonFact::Use(used) => fact.r#use = Some(ObjectUse::of(record, used)),
        }
        fact
    }
}

/// What can be read of persons.
#[derive(Default)]
pub struct PersonNominalQuery;

/// What can be read of persons.
#[Object]
impl PersonNominalQuery {
    /// A person's record by its id; null where there is none, or none for you to see.
    async fn person_nominal(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The record's id.")] id: NominalId,
    ) -> Result<Option<PersonNominal>> {
        PersonNominal::find(ctx, id.into()).await
    }
}
