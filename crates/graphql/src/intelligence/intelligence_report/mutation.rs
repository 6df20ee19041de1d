//! What can be done with intelligence: one mutation a command.

use async_graphql::{Context, Object, Result};
use mpaka_domain::intelligence::intelligence_report::{
    IntelligenceCommand as Command, IntelligenceReport as Aggregate,
};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::intelligence::LentTo;
use uuid::Uuid;

use super::{IntelligenceReport, SanitisedReport};
use crate::envelope::{Defaults, Envelope};
use crate::error::{UserError, fault};
use crate::scalar::IntelligenceReportId;
use crate::send::{Answer, begin, dispatch, earlier_or, payloads};
use crate::session::Request;

mod input;

pub use input::{
    AcknowledgeIntelligenceInput, AssessIntelligenceRiskInput, CorroborateIntelligenceInput,
    DisseminateIntelligenceInput, EvaluateIntelligenceInput, ExpireIntelligenceInput,
    RecallIntelligenceInput, RegradeIntelligenceInput, RetainIntelligenceInput,
    ReviewIntelligenceInput, SanitiseIntelligenceInput, SubmitIntelligenceInput,
};

payloads! { intelligence_report: IntelligenceReport, "The report as it is now; null when refused.";
    /// What came of submitting a report.
    SubmitIntelligencePayload,
    /// What came of grading a report.
    EvaluateIntelligencePayload,
    /// What came of assessing the risk of passing a report on.
    AssessIntelligenceRiskPayload,
    /// What came of sanitising a report.
    SanitiseIntelligencePayload,
    /// What came of passing a report on.
    DisseminateIntelligencePayload,
    /// What came of corroborating a report.
    CorroborateIntelligencePayload,
    /// What came of grading a report anew.
    RegradeIntelligencePayload,
    /// What came of recalling a report.
    RecallIntelligencePayload,
    /// What came of reviewing a report.
    ReviewIntelligencePayload,
    /// What came of retaining a report.
    RetainIntelligencePayload,
    /// What came of letting a report expire.
    ExpireIntelligencePayload,
}

payloads! { sanitised_report: SanitisedReport,
    "The sanitised report as it is now; null when refused, or where it was the report itself.";
    /// What came of acknowledging a report.
    AcknowledgeIntelligencePayload,
}

/// What the file of a report lends, to whom it is shown: by the report's own id, or by that of a
/// sanitised report.
async fn lent(ctx: &Context<'_>, id: IntelligenceReportId) -> Result<Option<(LentTo, Defaults)>> {
    let reader = Reader::from(ctx.viewer()?);
    let views = ctx.store()?.views();
    let lent = views.lent_to_intelligence(&reader, id.into()).await.map_err(fault)?;
    Ok(lent.and_then(|lent| {
        let defaults = Defaults {
            legal_basis: lent.legal_basis.0.clone(),
            purpose: lent.purpose.parse().ok()?,
            handling: lent.handling.0.clone(),
        };
        Some((lent, defaults))
    }))
}

/// What the file of a report lends, to whoever may see the report itself: the sender's own agency has
/// it, whatever has become of its file since.
pub(crate) async fn lent_by(
    ctx: &Context<'_>,
    report: IntelligenceReportId,
) -> Result<Option<Defaults>> {
    let lent = lent(ctx, report).await?;
    let whole = lent.filter(|(lent, _)| lent.sanitised_report_id.is_none());
    Ok(whole.map(|(_, defaults)| defaults))
}

/// The answer to whoever may not see a report, or no longer.
async fn hidden(
    ctx: &Context<'_>,
    report: IntelligenceReportId,
    envelope: &Envelope,
) -> Result<Answer> {
    let hidden = UserError::not_found("intelligenceReportId");
    earlier_or(ctx, report.into(), envelope, hidden).await
}

/// Sends a command to a report of the sender's own agency.
async fn change(
    ctx: &Context<'_>,
    report: IntelligenceReportId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    let command = match command {
        Ok(command) => command,
        Err(error) => return Ok(Answer::refused(error)),
    };
    match lent_by(ctx, report).await? {
        Some(defaults) => {
            dispatch::<Aggregate>(ctx, report.into(), envelope, &defaults, command).await
        }
        None => hidden(ctx, report, envelope).await,
    }
}

/// What can be done with intelligence.
#[derive(Default)]
pub struct IntelligenceReportMutation;

/// What can be done with intelligence.
#[Object]
impl IntelligenceReportMutation {
    /// Submits what a source said to an investigation of your agency. You handle the source from then
    /// on, and alone read what it is known by.
    async fn submit_intelligence(
        &self,
        ctx: &Context<'_>,
        input: SubmitIntelligenceInput,
    ) -> Result<SubmitIntelligencePayload> {
        let id = input.envelope.record(ctx, input.intelligence_report_id);
        let file = input.investigation_id.into();
        let answer = begin::<Aggregate>(ctx, file, id, &input.envelope, input.command()).await?;
        SubmitIntelligencePayload::from(ctx, answer).await
    }

    /// Grades a report that a colleague submitted (N1). The handling code and the conditions of its use
    /// are given with `handling`.
    async fn evaluate_intelligence(
        &self,
        ctx: &Context<'_>,
        input: EvaluateIntelligenceInput,
    ) -> Result<EvaluateIntelligencePayload> {
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command()).await?;
        EvaluateIntelligencePayload::from(ctx, answer).await
    }

    /// Assesses what passing a report on could do.
    async fn assess_intelligence_risk(
        &self,
        ctx: &Context<'_>,
        input: AssessIntelligenceRiskInput,
    ) -> Result<AssessIntelligenceRiskPayload> {
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command()).await?;
        AssessIntelligenceRiskPayload::from(ctx, answer).await
    }

    /// Makes a report of its own from a report, with what must not be passed on taken out (N3). It is
    /// marked as `handling` says, which may be lower than the report.
    async fn sanitise_intelligence(
        &self,
        ctx: &Context<'_>,
        input: SanitiseIntelligenceInput,
    ) -> Result<SanitiseIntelligencePayload> {
        let child = input.envelope.record(ctx, input.sanitised_report_id);
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command(child)).await?;
        SanitiseIntelligencePayload::from(ctx, answer).await
    }

    /// Passes a sanitised report on to an agency, or the report itself to your own (N3).
    async fn disseminate_intelligence(
        &self,
        ctx: &Context<'_>,
        input: DisseminateIntelligenceInput,
    ) -> Result<DisseminateIntelligencePayload> {
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command()).await?;
        DisseminateIntelligencePayload::from(ctx, answer).await
    }

    /// Acknowledges what was passed on to your agency.
    async fn acknowledge_intelligence(
        &self,
        ctx: &Context<'_>,
        input: AcknowledgeIntelligenceInput,
    ) -> Result<AcknowledgeIntelligencePayload> {
        let id = input.intelligence_report_id;
        let Some((lent, defaults)) = lent(ctx, id).await? else {
            let hidden = Answer::refused(UserError::not_found("intelligenceReportId"));
            return AcknowledgeIntelligencePayload::from(ctx, hidden).await;
        };
        let command = Command::Acknowledge { sanitised: lent.sanitised_report_id.map(Into::into) };
        let (stream, envelope) = (lent.intelligence_report_id, &input.envelope);
        let mut answer = dispatch::<Aggregate>(ctx, stream, envelope, &defaults, command).await?;
        // What is shown is what went to them, not the report that they know nothing of.
        if let Some(accepted) = &mut answer.accepted {
            accepted.stream = id.into();
        }
        AcknowledgeIntelligencePayload::from(ctx, answer).await
    }

    /// Records that what `source` names says the same as a report.
    async fn corroborate_intelligence(
        &self,
        ctx: &Context<'_>,
        input: CorroborateIntelligenceInput,
    ) -> Result<CorroborateIntelligencePayload> {
        let report = input.intelligence_report_id;
        let command = Command::Corroborate { independence: input.independence.0 };
        let answer = change(ctx, report, &input.envelope, Ok(command)).await?;
        CorroborateIntelligencePayload::from(ctx, answer).await
    }

    /// Grades a report anew that a colleague submitted (N1).
    async fn regrade_intelligence(
        &self,
        ctx: &Context<'_>,
        input: RegradeIntelligenceInput,
    ) -> Result<RegradeIntelligencePayload> {
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command()).await?;
        RegradeIntelligencePayload::from(ctx, answer).await
    }

    /// Takes a report back, with everything that was sanitised from it: nobody is to use it, and what
    /// rests on it is to be looked at again (N5).
    async fn recall_intelligence(
        &self,
        ctx: &Context<'_>,
        input: RecallIntelligenceInput,
    ) -> Result<RecallIntelligencePayload> {
        let report = input.intelligence_report_id;
        // What rests on a report is looked up for those alone who may see it.
        if lent_by(ctx, report).await?.is_none() {
            let hidden = hidden(ctx, report, &input.envelope).await?;
            return RecallIntelligencePayload::from(ctx, hidden).await;
        }
        let dependants =
            ctx.store()?.views().resting_on(Uuid::from(report)).await.map_err(fault)?;
        let answer = change(ctx, report, &input.envelope, input.command(dependants)).await?;
        RecallIntelligencePayload::from(ctx, answer).await
    }

    /// Looks at a report again, to retain it or to let it expire.
    async fn review_intelligence(
        &self,
        ctx: &Context<'_>,
        input: ReviewIntelligenceInput,
    ) -> Result<ReviewIntelligencePayload> {
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command()).await?;
        ReviewIntelligencePayload::from(ctx, answer).await
    }

    /// Keeps a report after a review.
    async fn retain_intelligence(
        &self,
        ctx: &Context<'_>,
        input: RetainIntelligenceInput,
    ) -> Result<RetainIntelligencePayload> {
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command()).await?;
        RetainIntelligencePayload::from(ctx, answer).await
    }

    /// Keeps a report for use no longer, after a review.
    async fn expire_intelligence(
        &self,
        ctx: &Context<'_>,
        input: ExpireIntelligenceInput,
    ) -> Result<ExpireIntelligencePayload> {
        let report = input.intelligence_report_id;
        let answer = change(ctx, report, &input.envelope, input.command()).await?;
        ExpireIntelligencePayload::from(ctx, answer).await
    }
}
