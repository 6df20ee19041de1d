//! What can be done with an investigation: one mutation a command.

use async_graphql::{Context, Object, Result};
use mpaka_domain::casework::investigation::{
    Element, Investigation as Aggregate, InvestigationCommand as Command,
};
use mpaka_domain::casework::text::{IccsCode, Offence, Reference};
use mpaka_domain::value::InvestigationReference;
use mpaka_domain::{AgencyId, UserId};

use self::input::{
    ActivateInvestigationInput, AdoptAllegationInput, ApplyTemplateInput, AssignTeamMemberInput,
    AssociateRefInput, CloseInvestigationInput, CommenceTrialInput, LinkInvestigationInput,
    OpenInvestigationInput, RecordDecisionInput, ReferToProsecutorInput, RemoveTeamMemberInput,
    ReopenInvestigationInput, ResumeInvestigationInput, ReturnFromProsecutorInput,
    ReturnFromReviewInput, SubmitForReviewInput, SuspendInvestigationInput,
    TransferInvestigationInput,
};
use super::Investigation;
use crate::envelope::Envelope;
use crate::error::{At, UserError, fault};
use crate::scalar::InvestigationId;
use crate::send::{Answer, dispatch, payloads, send};
use crate::session::Request;
use crate::values::personal;

mod input;

/// The longest free text of a decision or a reason, in characters.
const LONG: usize = 10_000;

payloads! { investigation: Investigation, "The investigation as it is now; null when refused.";
    /// What came of opening an investigation.
    OpenInvestigationPayload,
    /// What came of applying a case template.
    ApplyTemplatePayload,
    /// What came of activating an investigation.
    ActivateInvestigationPayload,
    /// What came of adopting an allegation.
    AdoptAllegationPayload,
    /// What came of recording a decision.
    RecordDecisionPayload,
    /// What came of assigning somebody to the team.
    AssignTeamMemberPayload,
    /// What came of taking somebody out of the team.
    RemoveTeamMemberPayload,
    /// What came of linking another investigation.
    LinkInvestigationPayload,
    /// What came of associating something with the investigation.
    AssociateRefPayload,
    /// What came of submitting the file for review.
    SubmitForReviewPayload,
    /// What came of returning the file from review.
    ReturnFromReviewPayload,
    /// What came of suspending the investigation.
    SuspendInvestigationPayload,
    /// What came of resuming the investigation.
    ResumeInvestigationPayload,
    /// What came of referring the file to the prosecutor.
    ReferToProsecutorPayload,
    /// What came of returning the file from the prosecutor.
    ReturnFromProsecutorPayload,
    /// What came of recording that the trial began.
    CommenceTrialPayload,
    /// What came of transferring the file.
    TransferInvestigationPayload,
    /// What came of closing the investigation.
    CloseInvestigationPayload,
    /// What came of reopening the investigation.
    ReopenInvestigationPayload,
}

async fn change(
    ctx: &Context<'_>,
    investigation: InvestigationId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, investigation.into(), "investigationId", envelope, command).await
}

/// What can be done with investigations.
#[derive(Default)]
pub struct InvestigationMutation;

/// What can be done with investigations.
#[Object]
impl InvestigationMutation {
    /// Opens a file of your agency.
    async fn open_investigation(
        &self,
        ctx: &Context<'_>,
        input: OpenInvestigationInput,
    ) -> Result<OpenInvestigationPayload> {
        let answer = match (input.command(), input.defaults()) {
            (Ok(command), Ok(defaults)) => {
                let envelope = Envelope {
                    command_id: input.command_id,
                    occurred: input.occurred,
                    exercise: input.exercise,
                    ..Envelope::default()
                };
                let id = envelope.record(ctx, input.investigation_id);
                dispatch::<Aggregate>(ctx, id, &envelope, &defaults, command).await?
            }
            (Err(error), _) | (_, Err(error)) => Answer::refused(error),
        };
        OpenInvestigationPayload::from(ctx, answer).await
    }

    /// Makes the tasks of a case template, once a template. Those who lead the file do.
    async fn apply_template(
        &self,
        ctx: &Context<'_>,
        input: ApplyTemplateInput,
    ) -> Result<ApplyTemplatePayload> {
        let template = Reference::parse(&input.template_id).at("templateId");
        let command = template.map(|template| Command::ApplyTemplate { template });
        let answer = change(ctx, input.investigation_id, &input.envelope, command).await?;
        ApplyTemplatePayload::from(ctx, answer).await
    }

    /// Begins the work on a registered file.
    async fn activate_investigation(
        &self,
        ctx: &Context<'_>,
        input: ActivateInvestigationInput,
    ) -> Result<ActivateInvestigationPayload> {
        let answer =
            change(ctx, input.investigation_id, &input.envelope, Ok(Command::Activate)).await?;
        ActivateInvestigationPayload::from(ctx, answer).await
    }

    /// Takes up an allegation, or states anew how far its elements are made out.
    async fn adopt_allegation(
        &self,
        ctx: &Context<'_>,
        input: AdoptAllegationInput,
    ) -> Result<AdoptAllegationPayload> {
        let command = || {
            Ok(Command::AdoptAllegation {
                offence: Offence {
                    statute: input.statute.read().map_err(|mut error| {
                        error.path = vec!["statute".into()];
                        error
                    })?,
                    iccs_code: input
                        .iccs_code
                        .as_deref()
                        .map(IccsCode::parse)
                        .transpose()
                        .at("iccsCode")?,
                },
                elements: input
                    .elements
                    .iter()
                    .map(|element| {
                        Ok(Element {
                            element: Reference::parse(&element.element).at("elements.element")?,
                            status: element.status.0,
                        })
                    })
                    .collect::<Result<_, UserError>>()?,
            })
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, command()).await?;
        AdoptAllegationPayload::from(ctx, answer).await
    }

    /// Writes the next numbered decision into the policy log.
    async fn record_decision(
        &self,
        ctx: &Context<'_>,
        input: RecordDecisionInput,
    ) -> Result<RecordDecisionPayload> {
        let command = || {
            Ok(Command::RecordDecision {
                decision: personal("decision", &input.decision, LONG)?,
                rationale: personal("rationale", &input.rationale, LONG)?,
                alternatives: input
                    .alternatives
                    .as_deref()
                    .map(|text| personal("alternatives", text, LONG))
                    .transpose()?,
            })
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, command()).await?;
        RecordDecisionPayload::from(ctx, answer).await
    }

    /// Adds somebody to the team; a member of another agency sees the whole file.
    async fn assign_team_member(
        &self,
        ctx: &Context<'_>,
        input: AssignTeamMemberInput,
    ) -> Result<AssignTeamMemberPayload> {
        let command = || {
            Ok(Command::AssignTeamMember {
                user: UserId::parse(&input.user).at("user")?,
                agency: AgencyId::parse(&input.agency).at("agency")?,
                role: input.role.0,
                until: input.until.map(Into::into),
            })
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, command()).await?;
        AssignTeamMemberPayload::from(ctx, answer).await
    }

    /// Takes somebody out of the team.
    async fn remove_team_member(
        &self,
        ctx: &Context<'_>,
        input: RemoveTeamMemberInput,
    ) -> Result<RemoveTeamMemberPayload> {
        let command = || {
            Ok(Command::RemoveTeamMember {
                user: UserId::parse(&input.user).at("user")?,
                agency: AgencyId::parse(&input.agency).at("agency")?,
            })
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, command()).await?;
        RemoveTeamMemberPayload::from(ctx, answer).await
    }

    /// Records that another investigation has to do with this one.
    async fn link_investigation(
        &self,
        ctx: &Context<'_>,
        input: LinkInvestigationInput,
    ) -> Result<LinkInvestigationPayload> {
        let command = || {
            Ok(Command::LinkInvestigation {
                reference: InvestigationReference::parse(&input.reference).at("reference")?,
                agency: AgencyId::parse(&input.agency).at("agency")?,
                kind: input.kind.0,
                basis_link_id: input
                    .basis_link_id
                    .as_deref()
                    .map(Reference::parse)
                    .transpose()
                    .at("basisLinkId")?,
            })
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, command()).await?;
        LinkInvestigationPayload::from(ctx, answer).await
    }

    /// Records that something kept elsewhere belongs to this investigation.
    async fn associate_ref(
        &self,
        ctx: &Context<'_>,
        input: AssociateRefInput,
    ) -> Result<AssociateRefPayload> {
        let command = input
            .associated
            .read()
            .at("associated")
            .map(|associated| Command::AssociateRef { associated });
        let answer = change(ctx, input.investigation_id, &input.envelope, command).await?;
        AssociateRefPayload::from(ctx, answer).await
    }

    /// Hands an active file to a reviewer.
    async fn submit_for_review(
        &self,
        ctx: &Context<'_>,
        input: SubmitForReviewInput,
    ) -> Result<SubmitForReviewPayload> {
        let answer =
            change(ctx, input.investigation_id, &input.envelope, Ok(Command::SubmitForReview))
                .await?;
        SubmitForReviewPayload::from(ctx, answer).await
    }

    /// Takes the file back from review to work on.
    async fn return_from_review(
        &self,
        ctx: &Context<'_>,
        input: ReturnFromReviewInput,
    ) -> Result<ReturnFromReviewPayload> {
        let command = personal("reason", &input.reason, LONG)
            .map(|reason| Command::ReturnFromReview { reason });
        let answer = change(ctx, input.investigation_id, &input.envelope, command).await?;
        ReturnFromReviewPayload::from(ctx, answer).await
    }

    /// Pauses an active file.
    async fn suspend_investigation(
        &self,
        ctx: &Context<'_>,
        input: SuspendInvestigationInput,
    ) -> Result<SuspendInvestigationPayload> {
        let command =
            personal("reason", &input.reason, LONG).map(|reason| Command::Suspend { reason });
        let answer = change(ctx, input.investigation_id, &input.envelope, command).await?;
        SuspendInvestigationPayload::from(ctx, answer).await
    }

    /// Takes up a suspended file again.
    async fn resume_investigation(
        &self,
        ctx: &Context<'_>,
        input: ResumeInvestigationInput,
    ) -> Result<ResumeInvestigationPayload> {
        let answer =
            change(ctx, input.investigation_id, &input.envelope, Ok(Command::Resume)).await?;
        ResumeInvestigationPayload::from(ctx, answer).await
    }

    /// Sends a reviewed file to the prosecuting agency, which becomes a party to it.
    async fn refer_to_prosecutor(
        &self,
        ctx: &Context<'_>,
        input: ReferToProsecutorInput,
    ) -> Result<ReferToProsecutorPayload> {
        let command = AgencyId::parse(&input.agency)
            .at("agency")
            .map(|agency| Command::ReferToProsecutor { agency });
        let answer = change(ctx, input.investigation_id, &input.envelope, command).await?;
        ReferToProsecutorPayload::from(ctx, answer).await
    }

    /// Takes the file back from the prosecutor to work on.
    async fn return_from_prosecutor(
        &self,
        ctx: &Context<'_>,
        input: ReturnFromProsecutorInput,
    ) -> Result<ReturnFromProsecutorPayload> {
        let command = personal("reason", &input.reason, LONG)
            .map(|reason| Command::ReturnFromProsecutor { reason });
        let answer = change(ctx, input.investigation_id, &input.envelope, command).await?;
        ReturnFromProsecutorPayload::from(ctx, answer).await
    }

    /// Records that the trial has begun.
    async fn commence_trial(
        &self,
        ctx: &Context<'_>,
        input: CommenceTrialInput,
    ) -> Result<CommenceTrialPayload> {
        let answer =
            change(ctx, input.investigation_id, &input.envelope, Ok(Command::CommenceTrial))
                .await?;
        CommenceTrialPayload::from(ctx, answer).await
    }

    /// Hands the file to another agency.
    async fn transfer_investigation(
        &self,
        ctx: &Context<'_>,
        input: TransferInvestigationInput,
    ) -> Result<TransferInvestigationPayload> {
        let command = || {
            Ok(Command::Transfer {
                to: AgencyId::parse(&input.to).at("to")?,
                keeps_read_right: input
                    .keeps_read_right
                    .as_deref()
                    .map(Reference::parse)
                    .transpose()
                    .at("keepsReadRight")?,
            })
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, command()).await?;
        TransferInvestigationPayload::from(ctx, answer).await
    }

    /// Ends the investigation, when nothing around it is still open (INV-I2).
    async fn close_investigation(
        &self,
        ctx: &Context<'_>,
        input: CloseInvestigationInput,
    ) -> Result<CloseInvestigationPayload> {
        let views = ctx.store()?.views();
        let standing = views.case_standing(input.investigation_id.into()).await.map_err(fault)?;
        let command = Command::Close {
            outcome: input.outcome.0,
            victim_outcomes_confirmed: input.victim_outcomes_confirmed,
            standing,
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, Ok(command)).await?;
        CloseInvestigationPayload::from(ctx, answer).await
    }

    /// Takes up a closed investigation again.
    async fn reopen_investigation(
        &self,
        ctx: &Context<'_>,
        input: ReopenInvestigationInput,
    ) -> Result<ReopenInvestigationPayload> {
        let command = || {
            Ok(Command::Reopen {
                reason: personal("reason", &input.reason, LONG)?,
                new_material: personal("newMaterial", &input.new_material, LONG)?,
            })
        };
        let answer = change(ctx, input.investigation_id, &input.envelope, command()).await?;
        ReopenInvestigationPayload::from(ctx, answer).await
    }
}
