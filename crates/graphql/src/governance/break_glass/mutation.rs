//! What can be done with access in an emergency: one mutation a command.

use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::Decider;
use mpaka_domain::governance::break_glass::{
    BreakGlass as Aggregate, BreakGlassCommand as Command, Emergency, EmergencyGround, GlassOutcome,
};
use mpaka_domain::governance::{Subject, Surroundings};
use uuid::Uuid;

use super::BreakGlass;
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{UserError, fault};
use crate::scalar::{BreakGlassId, InvestigationId};
use crate::send::{Answer, begin_about, file_of, payloads, send};
use crate::session::Request;
use crate::values::personal;

/// The longest reason, in characters.
const LONG: usize = 2_000;

payloads! { break_glass: BreakGlass, "The access as it is now; null when refused.";
    /// What came of taking access in an emergency.
    BreakGlassPayload,
    /// What came of giving it up.
    EndBreakGlassPayload,
    /// What came of recording that the notice was seen.
    TakeBreakGlassNoticePayload,
    /// What came of recording what was found afterwards.
    ReviewBreakGlassPayload,
}

/// Takes access in an emergency, from now on.
#[derive(InputObject)]
pub struct BreakGlassInput {
    /// The investigation.
    pub investigation_id: InvestigationId,
    /// The id to record it under; made for you when left out.
    pub break_glass_id: Option<BreakGlassId>,
    /// The record of the file that it is for; the whole file, when left out.
    pub record: Option<Uuid>,
    /// What makes it an emergency.
    pub ground: Code<EmergencyGround>,
    /// What the emergency is, and why access is needed now.
    pub reason: String,
    /// For how many minutes; 30 at most (BG-1).
    #[graphql(default = 30)]
    pub minutes: u32,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Gives access up before its time.
#[derive(InputObject)]
pub struct EndBreakGlassInput {
    /// The access.
    pub break_glass_id: BreakGlassId,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Records that you have seen the notice.
#[derive(InputObject)]
pub struct TakeBreakGlassNoticeInput {
    /// The access.
    pub break_glass_id: BreakGlassId,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Records what you found afterwards.
#[derive(InputObject)]
pub struct ReviewBreakGlassInput {
    /// The access.
    pub break_glass_id: BreakGlassId,
    /// What you found.
    pub outcome: Code<GlassOutcome>,
    /// Why.
    pub reasons: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// What is known around access; nothing where the caller may not see it, which is answered when the
/// command is sent.
async fn around(ctx: &Context<'_>, glass: BreakGlassId) -> Result<Surroundings> {
    let Some(of) = file_of(ctx, Aggregate::CATEGORY, glass.into()).await? else {
        return Ok(Surroundings::default());
    };
    let views = ctx.store()?.views();
    views.access_surroundings(of.investigation_id, &Subject::File, None).await.map_err(fault)
}

async fn change(
    ctx: &Context<'_>,
    glass: BreakGlassId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, glass.into(), "breakGlassId", envelope, command).await
}

/// What can be done with access in an emergency.
#[derive(Default)]
pub struct BreakGlassMutation;

/// What can be done with access in an emergency.
#[Object]
impl BreakGlassMutation {
    /// Takes access to a file that you see, or to one record of it, in an emergency (BG-2), for minutes
    /// (BG-1). A notice of it stands before the agency whose file it is at once.
    async fn break_glass(
        &self,
        ctx: &Context<'_>,
        input: BreakGlassInput,
    ) -> Result<BreakGlassPayload> {
        ctx.viewer()?;
        let file: Uuid = input.investigation_id.into();
        let subject = input.record.map_or(Subject::File, Subject::Record);
        let views = ctx.store()?.views();
        let around = views.access_surroundings(file, &subject, None).await.map_err(fault)?;
        let command = personal("reason", &input.reason, LONG).map(|reason| Command::Break {
            emergency: Box::new(Emergency {
                investigation: input.investigation_id.0,
                subject,
                ground: input.ground.0,
                reason,
            }),
            minutes: input.minutes,
            around,
        });
        let glass = input.envelope.record(ctx, input.break_glass_id);
        let answer = begin_about::<Aggregate>(ctx, file, glass, &input.envelope, command).await?;
        BreakGlassPayload::from(ctx, answer).await
    }

    /// Gives access up before its time. Only whoever took it does.
    async fn end_break_glass(
        &self,
        ctx: &Context<'_>,
        input: EndBreakGlassInput,
    ) -> Result<EndBreakGlassPayload> {
        let answer = change(ctx, input.break_glass_id, &input.envelope, Ok(Command::End)).await?;
        EndBreakGlassPayload::from(ctx, answer).await
    }

    /// Records that a supervisor of the agency whose file it is has seen the notice.
    async fn take_break_glass_notice(
        &self,
        ctx: &Context<'_>,
        input: TakeBreakGlassNoticeInput,
    ) -> Result<TakeBreakGlassNoticePayload> {
        let glass = input.break_glass_id;
        let command = Command::TakeNotice { around: around(ctx, glass).await? };
        let answer = change(ctx, glass, &input.envelope, Ok(command)).await?;
        TakeBreakGlassNoticePayload::from(ctx, answer).await
    }

    /// Records what a supervisor of the agency whose file it is, who is not whoever took the access,
    /// found once it was over (BG-3); the outcome stands (BG-4).
    async fn review_break_glass(
        &self,
        ctx: &Context<'_>,
        input: ReviewBreakGlassInput,
    ) -> Result<ReviewBreakGlassPayload> {
        let glass = input.break_glass_id;
        let around = around(ctx, glass).await?;
        let outcome = input.outcome.0;
        let command = personal("reasons", &input.reasons, LONG).map(|reasons| Command::Review {
            outcome,
            reasons,
            around,
        });
        let answer = change(ctx, glass, &input.envelope, command).await?;
        ReviewBreakGlassPayload::from(ctx, answer).await
    }
}
