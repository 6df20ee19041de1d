//! What was done to a person, what they claim and state, and the end of their file.

use async_graphql::{Context, Object, Result};
use mpaka_domain::protection::victim_case::{
    CloseReason, CompensationKind, DecidingOrganisation, Exploitation, ExploitationLink,
    ExploitationType, Industry, MethodOfControl, RecruitmentMethod, RelationshipToTrafficker,
    SexualExploitationType, SpecialMeasure, TraffickingStatus, VictimCaseCommand as Command,
    WebsiteOrApp,
};
use mpaka_domain::value::{ExhibitRef, LegalBasis};

use super::{answers, change, inputs, organisation, reference};
use crate::code::Code;
use crate::envelope::LegalBasisInput;
use crate::error::{At, UserError};
use crate::time::PartialTimeInput;
use crate::values::PlaceInput;

answers! {
    /// What came of recording what was done to a person.
    RecordExploitationPayload,
    /// What came of determining whether a person is a victim.
    DetermineVictimStatusPayload,
    /// What came of claiming that a person must not be punished.
    ClaimNonpunishmentPayload,
    /// What came of recording a statement.
    RecordStatementPayload,
    /// What came of filing a statement on the impact.
    FileImpactStatementPayload,
    /// What came of applying for compensation.
    SeekCompensationPayload,
    /// What came of closing a protection file.
    CloseVictimCasePayload,
}

inputs! {
    /// Records what was done to the person, in codes.
    RecordExploitationInput {
        /// The types of exploitation, at least one.
        types: Vec<Code<ExploitationType>>,
        /// The industries, for labour.
        #[graphql(default)]
        industries: Vec<Code<Industry>>,
        /// The kinds of sexual exploitation.
        #[graphql(default)]
        sexual_types: Vec<Code<SexualExploitationType>>,
        /// How the person was controlled.
        #[graphql(default)]
        methods_of_control: Vec<Code<MethodOfControl>>,
        /// How the person was recruited.
        #[graphql(default)]
        recruitment: Vec<Code<RecruitmentMethod>>,
        /// Where online the person was recruited.
        #[graphql(default)]
        recruitment_websites: Vec<Code<WebsiteOrApp>>,
        /// Where online the person was exploited.
        #[graphql(default)]
        exploitation_websites: Vec<Code<WebsiteOrApp>>,
        /// How the person knew who trafficked them.
        relationship: Option<Code<RelationshipToTrafficker>>,
        /// When it began.
        start: Option<PartialTimeInput>,
        /// When it ended.
        end: Option<PartialTimeInput>,
        /// The scene of it; where the person lives now is recorded as whereabouts.
        place: Option<PlaceInput>,
    }

    /// Determines whether the person is a victim; that they are not needs a deciding organisation
    /// and reasons (V8).
    DetermineVictimStatusInput {
        /// The status.
        status: Code<TraffickingStatus>,
        /// Who decided.
        deciding_org: Option<Code<DecidingOrganisation>>,
        /// The reference of the reasons.
        reasons_ref: Option<String>,
    }

    /// Claims that the person must not be punished for an act.
    ClaimNonpunishmentInput {
        /// The provision that the act is an offence under.
        act: LegalBasisInput,
        /// How the exploitation led to it.
        link_to_exploitation: Code<ExploitationLink>,
    }

    /// Records that a statement was taken.
    RecordStatementInput {
        /// The reference of its exhibit, as `JM/1`.
        exhibit_ref: String,
        /// How the person was protected.
        #[graphql(default)]
        special_measures: Vec<Code<SpecialMeasure>>,
    }

    /// Files a statement on the impact.
    FileImpactStatementInput {
        /// The reference of its exhibit, as `JM/1`.
        exhibit_ref: String,
    }

    /// Records an application for compensation.
    SeekCompensationInput {
        /// By which way.
        kind: Code<CompensationKind>,
        /// The reference of the application.
        reference: String,
    }

    /// Closes the protection file.
    CloseVictimCaseInput {
        /// Why.
        reason: Code<CloseReason>,
        /// The organisation that looks after the person from now on.
        onward_provider: Option<String>,
    }
}

impl RecordExploitationInput {
    fn exploitation(&self) -> Result<Exploitation, UserError> {
        Ok(Exploitation {
            types: self.types.iter().map(|code| code.0).collect(),
            industries: self.industries.iter().map(|code| code.0).collect(),
            sexual_types: self.sexual_types.iter().map(|code| code.0).collect(),
            methods_of_control: self.methods_of_control.iter().map(|code| code.0).collect(),
            recruitment: self.recruitment.iter().map(|code| code.0).collect(),
            recruitment_websites: self.recruitment_websites.iter().map(|code| code.0).collect(),
            exploitation_websites: self.exploitation_websites.iter().map(|code| code.0).collect(),
            relationship: self.relationship.map(|code| code.0),
            start: self.start.as_ref().map(|time| time.read().at("start")).transpose()?,
            end: self.end.as_ref().map(|time| time.read().at("end")).transpose()?,
            place: self.place.as_ref().map(|place| place.read().at("place")).transpose()?,
        })
    }
}

/// What was done to people, what they claim and state, and the end of their files.
#[derive(Default)]
pub struct OutcomeMutation;

/// What was done to people, what they claim and state, and the end of their files.
#[Object]
impl OutcomeMutation {
    /// Records what was done to the person, in codes.
    async fn record_exploitation(
        &self,
        ctx: &Context<'_>,
        input: RecordExploitationInput,
    ) -> Result<RecordExploitationPayload> {
        let command =
            input.exploitation().map(|exploitation| Command::RecordExploitation { exploitation });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        RecordExploitationPayload::from(ctx, answer).await
    }

    /// Determines whether the person is a victim; that they are not needs a deciding organisation
    /// and reasons (V8).
    async fn determine_victim_status(
        &self,
        ctx: &Context<'_>,
        input: DetermineVictimStatusInput,
    ) -> Result<DetermineVictimStatusPayload> {
        let command = || {
            Ok(Command::DetermineStatus {
                status: input.status.0,
                deciding_org: input.deciding_org.map(|code| code.0),
                reasons_ref: input
                    .reasons_ref
                    .as_deref()
                    .map(|text| reference("reasonsRef", text))
                    .transpose()?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        DetermineVictimStatusPayload::from(ctx, answer).await
    }

    /// Claims that the person must not be punished for an act.
    async fn claim_nonpunishment(
        &self,
        ctx: &Context<'_>,
        input: ClaimNonpunishmentInput,
    ) -> Result<ClaimNonpunishmentPayload> {
        let LegalBasisInput { jurisdiction, instrument, provision } = &input.act;
        let command = LegalBasis::parse(jurisdiction, instrument, provision).at("act").map(|act| {
            Command::ClaimNonpunishment { act, link_to_exploitation: input.link_to_exploitation.0 }
        });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        ClaimNonpunishmentPayload::from(ctx, answer).await
    }

    /// Records that a statement was taken.
    async fn record_statement(
        &self,
        ctx: &Context<'_>,
        input: RecordStatementInput,
    ) -> Result<RecordStatementPayload> {
        let command = || {
            Ok(Command::RecordStatement {
                exhibit_ref: ExhibitRef::parse(&input.exhibit_ref).at("exhibitRef")?,
                special_measures: input.special_measures.iter().map(|code| code.0).collect(),
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        RecordStatementPayload::from(ctx, answer).await
    }

    /// Files a statement on the impact.
    async fn file_impact_statement(
        &self,
        ctx: &Context<'_>,
        input: FileImpactStatementInput,
    ) -> Result<FileImpactStatementPayload> {
        let command = ExhibitRef::parse(&input.exhibit_ref)
            .at("exhibitRef")
            .map(|exhibit_ref| Command::FileImpactStatement { exhibit_ref });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        FileImpactStatementPayload::from(ctx, answer).await
    }

    /// Records an application for compensation.
    async fn seek_compensation(
        &self,
        ctx: &Context<'_>,
        input: SeekCompensationInput,
    ) -> Result<SeekCompensationPayload> {
        let command = reference("reference", &input.reference)
            .map(|reference| Command::SeekCompensation { kind: input.kind.0, reference });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        SeekCompensationPayload::from(ctx, answer).await
    }

    /// Closes the protection file.
    async fn close_victim_case(
        &self,
        ctx: &Context<'_>,
        input: CloseVictimCaseInput,
    ) -> Result<CloseVictimCasePayload> {
        let command = || {
            Ok(Command::Close {
                reason: input.reason.0,
                onward_provider: input
                    .onward_provider
                    .as_deref()
                    .map(|name| organisation("onwardProvider", name))
                    .transpose()?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        CloseVictimCasePayload::from(ctx, answer).await
    }
}
