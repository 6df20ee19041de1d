//! What can be done with an investigation: one mutation a command.

use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::AgencyId;
use mpaka_domain::UserId;
use mpaka_domain::casework::investigation::Investigation as Aggregate;
use mpaka_domain::casework::investigation::{
    Associated, ClosureOutcome, CrimeType, Element, ElementStatus, InvestigationCommand as Command,
    LinkKind, Origin, OriginKind,
};
use mpaka_domain::casework::text::{IccsCode, Offence, Reference, Title};
use mpaka_domain::metadata::Role;
use mpaka_domain::value::{ExhibitRef, InvestigationReference, SubdivisionCode, VictimAlias};
use uuid::Uuid;

use super::Investigation;
use crate::code::Code;
use crate::envelope::{Defaults, Envelope, LegalBasisInput};
use crate::error::{At, UserError, fault};
use crate::scalar::{Date, InvestigationId, JourneyId, SuspectId};
use crate::send::{Answer, dispatch, payloads, send};
use crate::session::Request;
use crate::values::personal;

/// The longest free text of a decision or a reason, in characters.
const LONG: usize = 10_000;

payloads! { investigation: Investigation, "The investigation as it is now; null when refused.";
    /// What came of opening an investigation.
    OpenInvestigationPayload,
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

/// Opens a file of your agency.
#[derive(InputObject)]
pub struct OpenInvestigationInput {
    /// The id to open it under; made for you when left out.
    pub investigation_id: Option<InvestigationId>,
    /// The agency's reference, which it uses once a year (INV-I1).
    pub reference: String,
    /// What the file is called, 1 to 200 characters; never names a victim.
    pub title: String,
    /// What it is about, at least one.
    pub crime_types: Vec<Code<CrimeType>>,
    /// The counties or regions it touches, ISO 3166-2, at least one.
    pub territory: Vec<String>,
    /// The law it is run under.
    pub legal_basis: LegalBasisInput,
    /// The purpose it is run for.
    pub purpose: Code<mpaka_domain::Purpose>,
    /// How it may be passed on and used.
    pub handling: crate::handling::HandlingInput,
    /// The senior investigating officer; you, when left out.
    pub sio: Option<String>,
    /// Who decides in the senior investigating officer's place.
    #[graphql(default)]
    pub deputies: Vec<String>,
    /// What set it in motion.
    pub origin: Option<OriginInput>,
    /// The template its tasks are made from.
    pub template_id: Option<String>,
    /// Makes the command safe to send again: the same id has one effect and gets the same answer.
    pub command_id: Option<Uuid>,
    /// When it was opened; now, when left out.
    pub occurred: Option<crate::time::PartialTimeInput>,
    /// Made in an exercise: never counted, never acted on.
    #[graphql(default)]
    pub exercise: bool,
}

/// What set an investigation in motion.
#[derive(InputObject)]
pub struct OriginInput {
    /// The kind of it.
    pub kind: Code<OriginKind>,
    /// Its own reference: the complaint's, the report's, the request's number.
    pub reference: Option<String>,
}

impl OpenInvestigationInput {
    fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Open {
            reference: InvestigationReference::parse(&self.reference).at("reference")?,
            title: Title::parse(&self.title).at("title")?,
            crime_types: self.crime_types.iter().map(|code| code.0).collect(),
            territory: self
                .territory
                .iter()
                .map(|code| SubdivisionCode::parse(code).at("territory"))
                .collect::<Result<_, _>>()?,
            sio: self.sio.as_deref().map(UserId::parse).transpose().at("sio")?,
            deputies: self
                .deputies
                .iter()
                .map(|name| UserId::parse(name).at("deputies"))
                .collect::<Result<_, _>>()?,
            origin: Origin {
                kind: self.origin.as_ref().map_or(OriginKind::Intel, |origin| origin.kind.0),
                reference: self
                    .origin
                    .as_ref()
                    .and_then(|origin| origin.reference.as_deref())
                    .map(Reference::parse)
                    .transpose()
                    .at("origin.reference")?,
            },
            template_id: self
                .template_id
                .as_deref()
                .map(Reference::parse)
                .transpose()
                .at("templateId")?,
        })
    }

    fn defaults(&self) -> Result<Defaults, UserError> {
        Ok(Defaults {
            legal_basis: self.legal_basis.read()?,
            purpose: self.purpose.0,
            handling: self.handling.read().at("handling")?,
        })
    }
}

/// Names the investigation that a command is for.
macro_rules! inputs {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* })+) => {$(
        $(#[$meta])*
        #[derive(InputObject)]
        pub struct $name {
            /// The investigation.
            pub investigation_id: InvestigationId,
            $($(#[$field_meta])* pub $field: $type,)*
            /// What every command says beside its own fields.
            #[graphql(flatten)]
            pub envelope: Envelope,
        }
    )+};
}

inputs! {
    /// Begins the work on a registered file.
    ActivateInvestigationInput {}

    /// Takes up an allegation, or states anew how far its elements are made out.
    AdoptAllegationInput {
        /// The provision that makes it an offence.
        statute: LegalBasisInput,
        /// Its code in the International Classification of Crime for Statistical Purposes, as `0204`.
        iccs_code: Option<String>,
        /// Its elements and how far each is made out.
        elements: Vec<ElementInput>,
    }

    /// Writes the next numbered decision into the policy log.
    RecordDecisionInput {
        /// What was decided.
        decision: String,
        /// Why.
        rationale: String,
        /// What else was considered and why it was not chosen.
        alternatives: Option<String>,
    }

    /// Adds somebody to the team; a member of another agency sees the whole file.
    AssignTeamMemberInput {
        /// Who, by the name they sign in with.
        user: String,
        /// The code of the agency they act for.
        agency: String,
        /// What they do in the team.
        role: Code<Role>,
        /// The last day they belong to it.
        until: Option<Date>,
    }

    /// Takes somebody out of the team.
    RemoveTeamMemberInput {
        /// Who, by the name they sign in with.
        user: String,
        /// The code of the agency they act for.
        agency: String,
    }

    /// Records that another investigation has to do with this one.
    LinkInvestigationInput {
        /// The other's reference.
        reference: String,
        /// The code of the agency whose file the other is.
        agency: String,
        /// How it relates to this one.
        kind: Code<LinkKind>,
        /// The link in the link inbox that shows it.
        basis_link_id: Option<String>,
    }

    /// Records that something kept elsewhere belongs to this investigation. Give exactly one.
    AssociateRefInput {
        /// What.
        associated: AssociatedInput,
    }

    /// Hands an active file to a reviewer.
    SubmitForReviewInput {}

    /// Takes the file back from review to work on.
    ReturnFromReviewInput {
        /// What is still to be done.
        reason: String,
    }

    /// Pauses an active file.
    SuspendInvestigationInput {
        /// Why.
        reason: String,
    }

    /// Takes up a suspended file again.
    ResumeInvestigationInput {}

    /// Sends a reviewed file to the prosecuting agency, which becomes a party to it.
    ReferToProsecutorInput {
        /// The code of the prosecuting agency.
        agency: String,
    }

    /// Takes the file back from the prosecutor to work on.
    ReturnFromProsecutorInput {
        /// What is still to be done.
        reason: String,
    }

    /// Records that the trial has begun.
    CommenceTrialInput {}

    /// Hands the file to another agency.
    TransferInvestigationInput {
        /// The code of the agency that takes it over.
        to: String,
        /// The agreement under which the agency that hands it over keeps reading it; without one it
        /// no longer does (INV-I4).
        keeps_read_right: Option<String>,
    }

    /// Ends the investigation; for a supervisor who is not its senior investigating officer (INV-I2).
    CloseInvestigationInput {
        /// How it ended.
        outcome: Code<ClosureOutcome>,
        /// That every victim was told and knows who looks after them now.
        victim_outcomes_confirmed: bool,
    }

    /// Takes up a closed investigation again.
    ReopenInvestigationInput {
        /// Why.
        reason: String,
        /// What has come to light since.
        new_material: String,
    }
}

/// An element of an offence and how far it is made out.
#[derive(InputObject)]
pub struct ElementInput {
    /// The element, as the statute's element model calls it: `Act`, `Means`, `Purpose`.
    pub element: String,
    /// How far it is made out.
    pub status: Code<ElementStatus>,
}

/// Something that belongs to an investigation; exactly one. A victim is named by alias and nothing
/// else (INV-I5).
#[derive(async_graphql::OneofObject)]
pub enum AssociatedInput {
    /// A suspect.
    Suspect(SuspectId),
    /// A victim, by alias.
    VictimAlias(String),
    /// A journey.
    Journey(JourneyId),
    /// An exhibit, by its reference.
    ExhibitRef(String),
    /// An intelligence report, by its unique reference number.
    Intelligence(String),
    /// A place or border point, by its code or public name.
    Place(String),
}

impl AssociatedInput {
    fn read(&self) -> Result<Associated, UserError> {
        Ok(match self {
            Self::Suspect(id) => Associated::Suspect(id.0),
            Self::VictimAlias(alias) => {
                Associated::Victim(VictimAlias::parse(alias).at("victimAlias")?)
            }
            Self::Journey(id) => Associated::Journey(id.0),
            Self::ExhibitRef(reference) => {
                Associated::Exhibit(ExhibitRef::parse(reference).at("exhibitRef")?)
            }
            Self::Intelligence(number) => {
                Associated::Intel(Reference::parse(number).at("intelligence")?)
            }
            Self::Place(name) => Associated::Place(Reference::parse(name).at("place")?),
        })
    }
}

async fn change(
    ctx: &Context<'_>,
    investigation: InvestigationId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, investigation.into(), "investigationId", envelope, command).await
}

fn agency(field: &str, code: &str) -> Result<AgencyId, UserError> {
    AgencyId::parse(code).at(field)
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
                agency: agency("agency", &input.agency)?,
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
                agency: agency("agency", &input.agency)?,
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
                agency: agency("agency", &input.agency)?,
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
        let command =
            agency("agency", &input.agency).map(|agency| Command::ReferToProsecutor { agency });
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
                to: agency("to", &input.to)?,
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
