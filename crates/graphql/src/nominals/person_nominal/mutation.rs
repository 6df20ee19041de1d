//! What can be done with a person's record: one mutation a command.

use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use mpaka_domain::Personal;
use mpaka_domain::casework::suspect::NetworkRole;
use mpaka_domain::nominals::person_nominal::{
    Association, AssociationKind, Membership, ObjectUse, ObjectUseKind, Person, PersonFact,
    PersonIdentity,
};
use mpaka_domain::value::{CountryCode, Gender, Selector};

use super::PersonNominal;
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::nominals::nominal::mutation::{
    self, LONG, NominalStart, common_inputs, connection, inputs,
};
use crate::person::BirthDateInput;
use crate::scalar::{Date, NominalId};
use crate::selector::SelectorInput;
use crate::send::payloads;
use crate::time::PartialTimeInput;
use crate::values::{PersonNameInput, TravelDocumentInput, personal};

/// Begins a record of your agency about a person.
#[derive(InputObject)]
pub struct RecordPersonNominalInput {
    /// How the record begins.
    #[graphql(flatten)]
    pub start: NominalStart,
}

inputs! {
    /// Asserts a fact about a person. What it rests on is the `source`, which every fact names (NOM-2).
    AssertPersonFactInput {
        /// What is asserted.
        fact: PersonFactInput,
    }
}

/// What is asserted about a person; exactly one.
#[derive(OneofObject)]
pub enum PersonFactInput {
    /// A name that they go by or went by.
    Name(PersonNameInput),
    /// When they were born.
    Birth(BirthDateInput),
    /// A country whose national they are, ISO 3166-1 alpha-2.
    Nationality(String),
    /// Their gender.
    Gender(Code<Gender>),
    /// A phone, plate, account or handle that they use.
    Selector(SelectorInput),
    /// A document that they hold or show.
    Document(TravelDocumentInput),
    /// What they look like or are known for.
    Description(String),
    /// What they have to do with another person.
    Association(PersonAssociationInput),
    /// What they have to do with an object.
    Use(ObjectUseInput),
    /// That they belong to a group.
    Membership(GroupMembershipInput),
}

/// What a person has to do with another.
#[derive(InputObject)]
pub struct PersonAssociationInput {
    /// The other person's record, which is your agency's too (NOM-8).
    pub person_id: NominalId,
    /// What they are to each other, read from the person whose record it is.
    pub kind: Code<AssociationKind>,
    /// When it was so, as far as it is known.
    pub during: Option<PartialTimeInput>,
    /// What else is known of it.
    pub detail: Option<String>,
}

/// What a person has to do with an object.
#[derive(InputObject)]
pub struct ObjectUseInput {
    /// The object's record, which is your agency's too (NOM-8).
    pub object_id: NominalId,
    /// What they have to do with it.
    pub kind: Code<ObjectUseKind>,
    /// When it was so, as far as it is known.
    pub during: Option<PartialTimeInput>,
    /// What else is known of it.
    pub detail: Option<String>,
}

/// That a person belongs to a group.
#[derive(InputObject)]
pub struct GroupMembershipInput {
    /// The group's record, which is your agency's too (NOM-8).
    pub group_id: NominalId,
    /// What they do in it.
    #[graphql(default)]
    pub roles: Vec<Code<NetworkRole>>,
    /// When it was so, as far as it is known.
    pub during: Option<PartialTimeInput>,
    /// What else is known of it.
    pub detail: Option<String>,
}

impl PersonFactInput {
    fn read(&self) -> Result<PersonFact, UserError> {
        Ok(match self {
            Self::Name(name) => PersonFact::Name(Personal::new(name.read().at("name")?)),
            Self::Birth(birth) => PersonFact::Birth(Personal::new(birth.read().at("birth")?)),
            Self::Nationality(code) => {
                PersonFact::Nationality(Personal::new(CountryCode::parse(code).at("nationality")?))
            }
            Self::Gender(gender) => PersonFact::Gender(Personal::new(gender.0)),
            // A document is a document, whichever way it was given.
            Self::Selector(selector) => {
                let selector = selector.read().at("selector")?;
                if let Selector::TravelDocument(document) = selector {
                    PersonFact::Document(Personal::new(document))
                } else {
                    PersonFact::Selector(Personal::new(selector))
                }
            }
            Self::Document(document) => {
                PersonFact::Document(Personal::new(document.read().at("document")?))
            }
            Self::Description(text) => {
                PersonFact::Description(personal("description", text, LONG)?)
            }
            Self::Association(association) => {
                PersonFact::Association(association.read().at("association")?)
            }
            Self::Membership(membership) => {
                PersonFact::Membership(membership.read().at("membership")?)
            }
            Self::Use(used) => PersonFact::Use(used.read().at("use")?),
        })
    }
}

impl PersonAssociationInput {
    fn read(&self) -> Result<Association, UserError> {
        let (during, detail) = connection(self.during.as_ref(), self.detail.as_deref())?;
        Ok(Association { person: self.person_id.0, kind: self.kind.0, during, detail })
    }
}

impl GroupMembershipInput {
    fn read(&self) -> Result<Membership, UserError> {
        let (during, detail) = connection(self.during.as_ref(), self.detail.as_deref())?;
        let roles = self.roles.iter().map(|role| role.0).collect();
        Ok(Membership { group: self.group_id.0, roles, during, detail })
    }
}

impl ObjectUseInput {
    fn read(&self) -> Result<ObjectUse, UserError> {
        let (during, detail) = connection(self.during.as_ref(), self.detail.as_deref())?;
        Ok(ObjectUse { object: self.object_id.0, kind: self.kind.0, during, detail })
    }
}

common_inputs! {
    ContestPersonFactInput, WithdrawPersonFactInput, RetainPersonNominalInput, ExpirePersonNominalInput
}

payloads! { person_nominal: PersonNominal, "The record as it is now; null when refused.";
    /// What came of beginning a person's record.
    RecordPersonNominalPayload,
    /// What came of asserting a fact about a person.
    AssertPersonFactPayload,
    /// What came of contesting a fact about a person.
    ContestPersonFactPayload,
    /// What came of withdrawing a fact about a person.
    WithdrawPersonFactPayload,
    /// What came of retaining a person's record.
    RetainPersonNominalPayload,
    /// What came of letting a person's record expire.
    ExpirePersonNominalPayload,
}

/// What can be done with persons' records.
#[derive(Default)]
pub struct PersonNominalMutation;

/// What can be done with persons' records.
#[Object]
impl PersonNominalMutation {
    /// Begins a record of your agency about a person. Who they are is said by facts, each with its
    /// source.
    async fn record_person_nominal(
        &self,
        ctx: &Context<'_>,
        input: RecordPersonNominalInput,
    ) -> Result<RecordPersonNominalPayload> {
        let answer = mutation::begin::<Person>(ctx, input.start, PersonIdentity {}).await?;
        RecordPersonNominalPayload::from(ctx, answer).await
    }

    /// Asserts a fact about a person. It stands beside what other sources say (NOM-4).
    async fn assert_person_fact(
        &self,
        ctx: &Context<'_>,
        input: AssertPersonFactInput,
    ) -> Result<AssertPersonFactPayload> {
        let fact = input.fact.read();
        let answer = mutation::assert::<Person>(ctx, input.nominal_id, &input.envelope, fact);
        AssertPersonFactPayload::from(ctx, answer.await?).await
    }

    /// Doubts a fact about a person, which stays as it was asserted (NOM-3).
    async fn contest_person_fact(
        &self,
        ctx: &Context<'_>,
        input: ContestPersonFactInput,
    ) -> Result<ContestPersonFactPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::contest::<Person>(ctx, to, input.number, &input.reason).await?;
        ContestPersonFactPayload::from(ctx, answer).await
    }

    /// Takes a fact about a person back. It stays to be seen, with the reason (NOM-3).
    async fn withdraw_person_fact(
        &self,
        ctx: &Context<'_>,
        input: WithdrawPersonFactInput,
    ) -> Result<WithdrawPersonFactPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::withdraw::<Person>(ctx, to, input.number, &input.reason).await?;
        WithdrawPersonFactPayload::from(ctx, answer).await
    }

    /// Keeps a person's record after a review, or takes it up again (NOM-5).
    async fn retain_person_nominal(
        &self,
        ctx: &Context<'_>,
        input: RetainPersonNominalInput,
    ) -> Result<RetainPersonNominalPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::retain::<Person>(ctx, to, input.review_on, &input.reason).await?;
        RetainPersonNominalPayload::from(ctx, answer).await
    }

    /// Keeps a person's record for use no longer (NOM-5).
    async fn expire_person_nominal(
        &self,
        ctx: &Context<'_>,
        input: ExpirePersonNominalInput,
    ) -> Result<ExpirePersonNominalPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::expire::<Person>(ctx, to, &input.reason).await?;
        ExpirePersonNominalPayload::from(ctx, answer).await
    }
}
