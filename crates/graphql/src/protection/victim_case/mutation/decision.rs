//! The decisions on a referral in the United Kingdom, and the recovery period between them.

use async_graphql::{Context, Object, Result};
use mpaka_domain::protection::victim_case::{
    CompetentAuthority, DisqualificationGround, ExtensionReason, GroundsOutcome,
    ReconsiderationOutcome, VictimCaseCommand as Command,
};

use super::{answers, change, inputs, organisation, reference};
use crate::code::Code;
use crate::scalar::Date;

answers! {
    /// What came of recording the reasonable-grounds decision.
    DecideReasonableGroundsPayload,
    /// What came of extending the recovery period.
    ExtendRecoveryPeriodPayload,
    /// What came of recording the conclusive-grounds decision.
    DecideConclusiveGroundsPayload,
    /// What came of asking for a reconsideration.
    RequestReconsiderationPayload,
    /// What came of recording a reconsideration.
    DecideReconsiderationPayload,
    /// What came of recording that protection was refused or withdrawn.
    DisqualifyVictimPayload,
}

inputs! {
    /// Records the reasonable-grounds decision (V3); a positive one opens the recovery period (V4).
    DecideReasonableGroundsInput {
        /// Which way.
        outcome: Code<GroundsOutcome>,
        /// By whom.
        competent_authority: Code<CompetentAuthority>,
        /// On which day.
        decided_at: Date,
        /// The reference of the reasons.
        reasons_ref: String,
        /// The first day on which the conclusive decision may be taken, when the recovery period is
        /// longer than the law's minimum.
        recovery_ends: Option<Date>,
    }

    /// Extends the recovery period.
    ExtendRecoveryPeriodInput {
        /// The first day on which the conclusive decision may then be taken.
        until: Date,
        /// Why.
        reason: Code<ExtensionReason>,
    }

    /// Records the conclusive-grounds decision, not before the recovery period has ended (V3).
    DecideConclusiveGroundsInput {
        /// Which way.
        outcome: Code<GroundsOutcome>,
        /// By whom.
        competent_authority: Code<CompetentAuthority>,
        /// On which day.
        decided_at: Date,
        /// The reference of the reasons.
        reasons_ref: String,
    }

    /// Asks for a negative decision to be looked at again.
    RequestReconsiderationInput {
        /// The first responder or support provider that asks.
        requested_by: String,
        /// The reference of the request.
        reference: String,
    }

    /// Records what came of a reconsideration.
    DecideReconsiderationInput {
        /// What came of it.
        outcome: Code<ReconsiderationOutcome>,
        /// By whom.
        competent_authority: Code<CompetentAuthority>,
        /// On which day.
        decided_at: Date,
        /// The reference of the reasons.
        reasons_ref: String,
    }

    /// Records that the protection was refused or withdrawn.
    DisqualifyVictimInput {
        /// Why.
        ground: Code<DisqualificationGround>,
        /// By whom.
        competent_authority: Code<CompetentAuthority>,
        /// On which day.
        decided_at: Date,
        /// The reference of the reasons.
        reasons_ref: String,
    }
}

/// Decisions on referrals in the United Kingdom.
#[derive(Default)]
pub struct DecisionMutation;

/// Decisions on referrals in the United Kingdom.
#[Object]
impl DecisionMutation {
    /// Records the reasonable-grounds decision (V3); a positive one opens the recovery period (V4).
    async fn decide_reasonable_grounds(
        &self,
        ctx: &Context<'_>,
        input: DecideReasonableGroundsInput,
    ) -> Result<DecideReasonableGroundsPayload> {
        let command = || {
            Ok(Command::DecideReasonableGrounds {
                outcome: input.outcome.0,
                competent_authority: input.competent_authority.0,
                decided_at: input.decided_at.into(),
                reasons_ref: reference("reasonsRef", &input.reasons_ref)?,
                recovery_ends: input.recovery_ends.map(Into::into),
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        DecideReasonableGroundsPayload::from(ctx, answer).await
    }

    /// Extends the recovery period.
    async fn extend_recovery_period(
        &self,
        ctx: &Context<'_>,
        input: ExtendRecoveryPeriodInput,
    ) -> Result<ExtendRecoveryPeriodPayload> {
        let command =
            Ok(Command::ExtendRecoveryPeriod { until: input.until.into(), reason: input.reason.0 });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        ExtendRecoveryPeriodPayload::from(ctx, answer).await
    }

    /// Records the conclusive-grounds decision, not before the recovery period has ended (V3).
    async fn decide_conclusive_grounds(
        &self,
        ctx: &Context<'_>,
        input: DecideConclusiveGroundsInput,
    ) -> Result<DecideConclusiveGroundsPayload> {
        let command = || {
            Ok(Command::DecideConclusiveGrounds {
                outcome: input.outcome.0,
                competent_authority: input.competent_authority.0,
                decided_at: input.decided_at.into(),
                reasons_ref: reference("reasonsRef", &input.reasons_ref)?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        DecideConclusiveGroundsPayload::from(ctx, answer).await
    }

    /// Asks for a negative decision to be looked at again.
    async fn request_reconsideration(
        &self,
        ctx: &Context<'_>,
        input: RequestReconsiderationInput,
    ) -> Result<RequestReconsiderationPayload> {
        let command = || {
            Ok(Command::RequestReconsideration {
                requested_by: organisation("requestedBy", &input.requested_by)?,
                reference: reference("reference", &input.reference)?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        RequestReconsiderationPayload::from(ctx, answer).await
    }

    /// Records what came of a reconsideration.
    async fn decide_reconsideration(
        &self,
        ctx: &Context<'_>,
        input: DecideReconsiderationInput,
    ) -> Result<DecideReconsiderationPayload> {
        let command = || {
            Ok(Command::DecideReconsideration {
                outcome: input.outcome.0,
                competent_authority: input.competent_authority.0,
                decided_at: input.decided_at.into(),
                reasons_ref: reference("reasonsRef", &input.reasons_ref)?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        DecideReconsiderationPayload::from(ctx, answer).await
    }

    /// Records that the protection was refused or withdrawn.
    async fn disqualify_victim(
        &self,
        ctx: &Context<'_>,
        input: DisqualifyVictimInput,
    ) -> Result<DisqualifyVictimPayload> {
        let command = || {
            Ok(Command::Disqualify {
                ground: input.ground.0,
                competent_authority: input.competent_authority.0,
                decided_at: input.decided_at.into(),
                reasons_ref: reference("reasonsRef", &input.reasons_ref)?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        DisqualifyVictimPayload::from(ctx, answer).await
    }
}
