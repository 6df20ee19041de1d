//! What can be done with a group's record: one mutation a command.

use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use mpaka_domain::Personal;
use mpaka_domain::nominals::group::{
    GroupFact, GroupIdentity, GroupKind, GroupRelation, GroupRelationKind, Grouping,
};
use mpaka_domain::value::SubdivisionCode;

use super::Group;
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::nominals::nominal::mutation::{
    self, LONG, NominalStart, common_inputs, connection, inputs,
};
use crate::scalar::{Date, NominalId};
use crate::selector::SelectorInput;
use crate::send::payloads;
use crate::time::PartialTimeInput;
use crate::values::personal;

/// The longest name of a group, in characters.
const NAME: usize = 200;

/// Begins a record of your agency about a group.
#[derive(InputObject)]
pub struct RecordGroupInput {
    /// How the record begins.
    #[graphql(flatten)]
    pub start: NominalStart,
}

inputs! {
    /// Asserts a fact about a group. What it rests on is the `source`, which every fact names (NOM-2).
    AssertGroupFactInput {
        /// What is asserted.
        fact: GroupFactInput,
    }
}

/// What is asserted about a group; exactly one.
#[derive(OneofObject)]
pub enum GroupFactInput {
    /// A name that it goes by or is called by.
    Name(String),
    /// What kind of group it is.
    Kind(Code<GroupKind>),
    /// A county or region that it works in, ISO 3166-2.
    Area(String),
    /// A phone, account or handle that it uses.
    Selector(SelectorInput),
    /// How it works, and what it is known for.
    Description(String),
    /// What it has to do with another group.
    Relation(GroupRelationInput),
}

/// What a group has to do with another.
#[derive(InputObject)]
pub struct GroupRelationInput {
    /// The other group's record, which is your agency's too (NOM-8).
    pub group_id: NominalId,
    /// What they have to do with each other, read from the group whose record it is.
    pub kind: Code<GroupRelationKind>,
    /// When it was so, as far as it is known.
    pub during: Option<PartialTimeInput>,
    /// What else is known of it.
    pub detail: Option<String>,
}

impl GroupFactInput {
    fn read(&self) -> Result<GroupFact, UserError> {
        Ok(match self {
            Self::Description(text) => GroupFact::Description(personal("description", text, LONG)?),
            Self::Name(text) => GroupFact::Name(personal("name", text, NAME)?),
            Self::Kind(kind) => GroupFact::Kind(kind.0),
            Self::Area(code) => GroupFact::Area(SubdivisionCode::parse(code).at("area")?),
            Self::Selector(selector) => {
                GroupFact::Selector(Personal::new(selector.read().at("selector")?))
            }
            Self::Relation(relation) => GroupFact::Relation(relation.read().at("relation")?),
        })
    }
}

impl GroupRelationInput {
    fn read(&self) -> Result<GroupRelation, UserError> {
        let (during, detail) = connection(self.during.as_ref(), self.detail.as_deref())?;
        Ok(GroupRelation { group: self.group_id.0, kind: self.kind.0, during, detail })
    }
}

common_inputs! {
    ContestGroupFactInput, WithdrawGroupFactInput, RetainGroupInput, ExpireGroupInput
}

payloads! { group: Group, "The record as it is now; null when refused.";
    /// What came of beginning a group's record.
    RecordGroupPayload,
    /// What came of asserting a fact about a group.
    AssertGroupFactPayload,
    /// What came of contesting a fact about a group.
    ContestGroupFactPayload,
    /// What came of withdrawing a fact about a group.
    WithdrawGroupFactPayload,
    /// What came of retaining a group's record.
    RetainGroupPayload,
    /// What came of letting a group's record expire.
    ExpireGroupPayload,
}

/// What can be done with groups' records.
#[derive(Default)]
pub struct GroupMutation;

/// What can be done with groups' records.
#[Object]
impl GroupMutation {
    /// Begins a record of your agency about a group. What it is, and what it is called, is said by
    /// facts, each with its source; who belongs to it, in the records of persons.
    async fn record_group(
        &self,
        ctx: &Context<'_>,
        input: RecordGroupInput,
    ) -> Result<RecordGroupPayload> {
        let answer = mutation::begin::<Grouping>(ctx, input.start, GroupIdentity {}).await?;
        RecordGroupPayload::from(ctx, answer).await
    }

    /// Asserts a fact about a group. It stands beside what other sources say (NOM-4).
    async fn assert_group_fact(
        &self,
        ctx: &Context<'_>,
        input: AssertGroupFactInput,
    ) -> Result<AssertGroupFactPayload> {
        let (id, fact) = (input.nominal_id, input.fact.read());
        let answer = mutation::assert::<Grouping>(ctx, id, &input.envelope, fact).await?;
        AssertGroupFactPayload::from(ctx, answer).await
    }

    /// Doubts a fact about a group, which stays as it was asserted (NOM-3).
    async fn contest_group_fact(
        &self,
        ctx: &Context<'_>,
        input: ContestGroupFactInput,
    ) -> Result<ContestGroupFactPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::contest::<Grouping>(ctx, to, input.number, &input.reason).await?;
        ContestGroupFactPayload::from(ctx, answer).await
    }

    /// Takes a fact about a group back. It stays to be seen, with the reason (NOM-3).
    async fn withdraw_group_fact(
        &self,
        ctx: &Context<'_>,
        input: WithdrawGroupFactInput,
    ) -> Result<WithdrawGroupFactPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::withdraw::<Grouping>(ctx, to, input.number, &input.reason).await?;
        WithdrawGroupFactPayload::from(ctx, answer).await
    }

    /// Keeps a group's record after a review, or takes it up again (NOM-5).
    async fn retain_group(
        &self,
        ctx: &Context<'_>,
        input: RetainGroupInput,
    ) -> Result<RetainGroupPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::retain::<Grouping>(ctx, to, input.review_on, &input.reason).await?;
        RetainGroupPayload::from(ctx, answer).await
    }

    /// Keeps a group's record for use no longer (NOM-5).
    async fn expire_group(
        &self,
        ctx: &Context<'_>,
        input: ExpireGroupInput,
    ) -> Result<ExpireGroupPayload> {
        let to = (input.nominal_id, input.envelope);
        let answer = mutation::expire::<Grouping>(ctx, to, &input.reason).await?;
        ExpireGroupPayload::from(ctx, answer).await
    }
}
