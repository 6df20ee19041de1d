//! What can be done with an object's record: one mutation a command.

use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use mpaka_domain::nominals::object_nominal as domain;
use mpaka_domain::nominals::object_nominal::{
    ObjectFact, ObjectIdentity, ObjectRelation, ObjectRelationKind, ObjectStatus,
};
use mpaka_domain::value::Genuineness;

use super::ObjectNominal;
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::nominals::nominal::mutation::{
    self, LONG, NominalStart, common_inputs, connection, inputs,
};
use crate::scalar::{Date, NominalId};
use crate::selector::SelectorInput;
use crate::send::{Answer, payloads};
use crate::time::PartialTimeInput;
use crate::values::personal;

/// Begins a record of your agency about an object.
#[derive(InputObject)]
pub struct RecordObjectNominalInput {
    /// What the object is known by: one selector, of which your agency has no record yet (NOM-7).
    pub selector: SelectorInput,
    /// How the record begins.
    #[graphql(flatten)]
    pub start: NominalStart,
}

inputs! {
    /// Asserts a fact about an object. What it rests on is the `source`, which every fact names (NOM-2).
    AssertObjectFactInput {
        /// What is asserted.
        fact: ObjectFactInput,
    }
}

/// What is asserted about an object; exactly one.
#[derive(OneofObject)]
pub enum ObjectFactInput {
    /// What it looks like: a make, a colour, damage, a holder's photograph.
    Description(String),
    /// Whether it is what it claims to be.
    Genuineness(Code<Genuineness>),
    /// What became of it.
    Status(Code<ObjectStatus>),
    /// What it has to do with another object.
    Relation(ObjectRelationInput),
}

/// What an object has to do with another.
#[derive(InputObject)]
pub struct ObjectRelationInput {
    /// The other object's record, which is your agency's too (NOM-8).
    pub object_id: NominalId,
    /// What they have to do with each other, read from the object whose record it is.
    pub kind: Code<ObjectRelationKind>,
    /// When it was so, as far as it is known.
    pub during: Option<PartialTimeInput>,
    /// What else is known of it.
    pub detail: Option<String>,
}

impl ObjectFactInput {
    fn read(&self) -> Result<ObjectFact, UserError> {
        Ok(match self {
            Self::Description(text) => {
                ObjectFact::Description(personal("description", text, LONG)?)
            }
            Self::Genuineness(genuineness) => ObjectFact::Genuineness(genuineness.0),
            Self::Status(status) => ObjectFact::Status(status.0),
            Self::Relation(relation) => ObjectFact::Relation(relation.read().at("relation")?),
        })
    }
}

impl ObjectRelationInput {
    fn read(&self) -> Result<ObjectRelation, UserError> {
        let (during, detail) = connection(self.during.as_ref(), self.detail.as_deref())?;
        Ok(ObjectRelation { object: self.object_id.0, kind: self.kind.0, during, detail })
    }
}

common_inputs! {
    ContestObjectFactInput, WithdrawObjectFactInput, RetainObjectNominalInput, ExpireObjectNominalInput
}

payloads! { object_nominal: ObjectNominal, "The record as it is now; null when refused.";
    /// What came of beginning an object's record.
    RecordObjectNominalPayload,
    /// What came of asserting a fact about an object.
    AssertObjectFactPayload,
    /// What came of contesting a fact about an object.
    ContestObjectFactPayload,
    /// What came of withdrawing a fact about an object.
    WithdrawObjectFactPayload,
    /// What came of retaining an object's record.
    RetainObjectNominalPayload,
    /// What came of letting an object's record expire.
    ExpireObjectNominalPayload,
}

/// What can be done with objects' records.
#[derive(Default)]
pub struct ObjectNominalMutation;

/// What can be done with objects' records.
#[Object]
impl ObjectNominalMutation {
    /// Begins a record of your agency about an object. It is of what the selector identifies; what else
    /// belongs to it is a record of its own.
    async fn record_object_nominal(
        &self,
        ctx: &Context<'_>,
        input: RecordObjectNominalInput,
    ) -> Result<RecordObjectNominalPayload> {
        let answer = match input.selector.read().at("selector") {
            Ok(selector) => {
                let identity = ObjectIdentity::of(selector);
                mutation::begin::<domain::Object>(ctx, input.start, identity).await?
            }
            Err(error) => Answer::refused(error),
        };
        RecordObjectNominalPayload::from(ctx, answer).await
    }

    /// Asserts a fact about an object. It stands beside what other sources say (NOM-4).
    async fn assert_object_fact(
        &self,
        ctx: &Context<'_>,
        input: AssertObjectFactInput,
    ) -> Result<AssertObjectFactPayload> {
        let (id, fact) = (input.nominal_id, input.fact.read());
        let answer = mutation::assert::<domain::Object>(ctx, id, &input.envelope, fact).await?;
        AssertObjectFactPayload::from(ctx, answer).await
    }

    /// Doubts a fact about an object, which stays as it was asserted (NOM-3).
    async fn contest_object_fact(
        &self,
        ctx: &Context<'_>,
        input: ContestObjectFactInput,
    ) -> Result<ContestObjectFactPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer =
            mutation::contest::<domain::Object>(ctx, to, input.number, &input.reason).await?;
        ContestObjectFactPayload::from(ctx, answer).await
    }

    /// Takes a fact about an object back. It stays to be seen, with the reason (NOM-3).
    async fn withdraw_object_fact(
        &self,
        ctx: &Context<'_>,
        input: WithdrawObjectFactInput,
    ) -> Result<WithdrawObjectFactPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer =
            mutation::withdraw::<domain::Object>(ctx, to, input.number, &input.reason).await?;
        WithdrawObjectFactPayload::from(ctx, answer).await
    }

    /// Keeps an object's record after a review, or takes it up again (NOM-5).
    async fn retain_object_nominal(
        &self,
        ctx: &Context<'_>,
        input: RetainObjectNominalInput,
    ) -> Result<RetainObjectNominalPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer =
            mutation::retain::<domain::Object>(ctx, to, input.review_on, &input.reason).await?;
        RetainObjectNominalPayload::from(ctx, answer).await
    }

    /// Keeps an object's record for use no longer (NOM-5).
    async fn expire_object_nominal(
        &self,
        ctx: &Context<'_>,
        input: ExpireObjectNominalInput,
    ) -> Result<ExpireObjectNominalPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::expire::<domain::Object>(ctx, to, &input.reason).await?;
        ExpireObjectNominalPayload::from(ctx, answer).await
    }
}
