//! Holds, disclosure, and how an exhibit leaves custody for good.

use async_graphql::{Context, Object, Result};
use mpaka_domain::evidence::evidence_item::EvidenceCommand as Command;
use mpaka_domain::value::LegalBasis;

use super::{change, short, signed, told, witnesses};
use crate::envelope::LegalBasisInput;
use crate::error::At;
use crate::scalar::Date;

exhibit_payloads! {
    /// What came of placing a hold.
    PlaceHoldPayload,
    /// What came of lifting a hold.
    LiftHoldPayload,
    /// What came of setting a retention.
    SetRetentionPayload,
    /// What came of assessing sensitivity.
    AssessSensitivityPayload,
    /// What came of putting an exhibit on a schedule.
    DiscloseExhibitPayload,
    /// What came of giving an exhibit back.
    ReturnExhibitPayload,
    /// What came of destroying an exhibit.
    DestroyExhibitPayload,
}

inputs! {
    /// Forbids to return or destroy an exhibit until the hold is lifted.
    PlaceHoldInput {
        /// The order or request that the hold rests on.
        authority_ref: String,
        /// Why.
        reason: String,
    }

    /// Lifts a hold.
    LiftHoldInput {
        /// The order or request that the hold rested on.
        authority_ref: String,
        /// Why.
        reason: String,
    }

    /// Sets until when an exhibit is retained (X6).
    SetRetentionInput {
        /// The day its retention period ends, from which it may be destroyed.
        ends_on: Date,
        /// The law or rule that says so.
        provision: LegalBasisInput,
    }

    /// Records whether showing an exhibit would do serious harm to an important public interest.
    AssessSensitivityInput {
        /// Whether it would.
        sensitive: bool,
        /// Why.
        reason: String,
    }

    /// Records the place of an exhibit on a disclosure schedule.
    DiscloseExhibitInput {
        /// The schedule, such as MG6C.
        schedule: String,
        /// Its number there, from 1.
        item_no: u32,
    }

    /// Gives an exhibit back (X6).
    ReturnExhibitInput {
        /// The authority it is given back under.
        authority_ref: String,
        /// To whom.
        to: String,
        /// Who saw it, as they sign: two different persons.
        witnesses: Vec<String>,
    }

    /// Records that an exhibit was destroyed (X6).
    DestroyExhibitInput {
        /// The authority it was destroyed under.
        authority_ref: String,
        /// Who saw it, as they sign: two different persons.
        witnesses: Vec<String>,
        /// The day its retention period ended; the one that was set, where one was.
        retention_expired_on: Date,
    }
}

/// What can be done to disclose exhibits and let them go.
#[derive(Default)]
pub struct DisposalMutation;

/// What can be done to disclose exhibits and let them go.
#[Object]
impl DisposalMutation {
    /// Forbids to return or destroy an exhibit until the hold is lifted.
    async fn place_hold(
        &self,
        ctx: &Context<'_>,
        input: PlaceHoldInput,
    ) -> Result<PlaceHoldPayload> {
        let command = || {
            Ok(Command::PlaceHold {
                authority_ref: short("authorityRef", &input.authority_ref)?,
                reason: told("reason", &input.reason)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        PlaceHoldPayload::from(ctx, answer).await
    }

    /// Lifts a hold.
    async fn lift_hold(&self, ctx: &Context<'_>, input: LiftHoldInput) -> Result<LiftHoldPayload> {
        let command = || {
            Ok(Command::LiftHold {
                authority_ref: short("authorityRef", &input.authority_ref)?,
                reason: told("reason", &input.reason)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        LiftHoldPayload::from(ctx, answer).await
    }

    /// Sets until when an exhibit is retained, by the law or rule that says so; set again, the last one
    /// counts (X6).
    async fn set_retention(
        &self,
        ctx: &Context<'_>,
        input: SetRetentionInput,
    ) -> Result<SetRetentionPayload> {
        let LegalBasisInput { jurisdiction, instrument, provision } = &input.provision;
        let legal_basis = LegalBasis::parse(jurisdiction, instrument, provision).at("provision");
        let ends_on = input.ends_on.into();
        let command = legal_basis.map(|legal_basis| Command::SetRetention { ends_on, legal_basis });
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        SetRetentionPayload::from(ctx, answer).await
    }

    /// Records whether showing an exhibit would do serious harm to an important public interest.
    async fn assess_sensitivity(
        &self,
        ctx: &Context<'_>,
        input: AssessSensitivityInput,
    ) -> Result<AssessSensitivityPayload> {
        let command = || {
            Ok(Command::AssessSensitivity {
                sensitive: input.sensitive,
                reason: told("reason", &input.reason)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        AssessSensitivityPayload::from(ctx, answer).await
    }

    /// Records the place of an exhibit on a disclosure schedule. Prosecutors of other agencies can,
    /// too.
    async fn disclose_exhibit(
        &self,
        ctx: &Context<'_>,
        input: DiscloseExhibitInput,
    ) -> Result<DiscloseExhibitPayload> {
        let command = || {
            Ok(Command::Disclose {
                schedule: short("schedule", &input.schedule)?,
                item_no: input.item_no,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        DiscloseExhibitPayload::from(ctx, answer).await
    }

    /// Gives an exhibit back, before two witnesses and when no hold forbids it (X6).
    async fn return_exhibit(
        &self,
        ctx: &Context<'_>,
        input: ReturnExhibitInput,
    ) -> Result<ReturnExhibitPayload> {
        let command = || {
            Ok(Command::Return {
                authority_ref: short("authorityRef", &input.authority_ref)?,
                to: signed("to", &input.to)?,
                witnesses: witnesses(&input.witnesses)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        ReturnExhibitPayload::from(ctx, answer).await
    }

    /// Records that an exhibit was destroyed, before two witnesses, after its retention period and
    /// when no hold forbids it (X6).
    async fn destroy_exhibit(
        &self,
        ctx: &Context<'_>,
        input: DestroyExhibitInput,
    ) -> Result<DestroyExhibitPayload> {
        let command = || {
            Ok(Command::Destroy {
                authority_ref: short("authorityRef", &input.authority_ref)?,
                witnesses: witnesses(&input.witnesses)?,
                retention_expired_on: input.retention_expired_on.into(),
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        DestroyExhibitPayload::from(ctx, answer).await
    }
}
