//! What can be done with a suspect: one mutation a command.

use async_graphql::{Context, Object, Result};
use mpaka_domain::casework::suspect::{Suspect as Aggregate, SuspectCommand as Command};

use super::Suspect;
use crate::envelope::Envelope;
use crate::error::UserError;
use crate::nominals::nominal::mutation::named;
use crate::scalar::SuspectId;
use crate::send::{Answer, begin, payloads, send};

mod input;

pub use input::{
    AddGroundsInput, AppropriateAdultInput, ArrestSuspectInput, ChangeSuspectStatusInput,
    ChargeSuspectInput, EliminateSuspectInput, FlagPossibleVictimInput, InterviewSuspectInput,
    LinkSuspectToNominalInput, MarkWantedInput, NominateSuspectInput, OffenceInput,
    RecordSuspectAliasInput, RecordSuspectBirthInput, RecordSuspectOutcomeInput,
    RecordSuspectSelectorInput, ReleaseSuspectInput, ReviewNonpunishmentInput,
    UnlinkSuspectFromNominalInput,
};

payloads! { suspect: Suspect, "The suspect as they are now; null when refused.";
    /// What came of nominating a suspect.
    NominateSuspectPayload,
    /// What came of linking a suspect to a nominal.
    LinkSuspectToNominalPayload,
    /// What came of unlinking a suspect from a nominal.
    UnlinkSuspectFromNominalPayload,
    /// What came of recording a selector of a suspect.
    RecordSuspectSelectorPayload,
    /// What came of recording another name of a suspect.
    RecordSuspectAliasPayload,
    /// What came of recording a suspect's birth date.
    RecordSuspectBirthPayload,
    /// What came of adding grounds for suspicion.
    AddGroundsPayload,
    /// What came of moving a person of interest up to suspect.
    ChangeSuspectStatusPayload,
    /// What came of having a suspect looked for.
    MarkWantedPayload,
    /// What came of recording an arrest.
    ArrestSuspectPayload,
    /// What came of recording a release.
    ReleaseSuspectPayload,
    /// What came of recording an interview.
    InterviewSuspectPayload,
    /// What came of eliminating a suspect.
    EliminateSuspectPayload,
    /// What came of flagging a possible victim.
    FlagPossibleVictimPayload,
    /// What came of a non-punishment review.
    ReviewNonpunishmentPayload,
    /// What came of charging a suspect.
    ChargeSuspectPayload,
    /// What came of recording how charges ended.
    RecordSuspectOutcomePayload,
}

async fn change(
    ctx: &Context<'_>,
    suspect: SuspectId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, suspect.into(), "suspectId", envelope, command).await
}

/// What can be done with suspects.
#[derive(Default)]
pub struct SuspectMutation;

/// What can be done with suspects.
#[Object]
impl SuspectMutation {
    /// Names a person of interest in an investigation of your agency.
    async fn nominate_suspect(
        &self,
        ctx: &Context<'_>,
        input: NominateSuspectInput,
    ) -> Result<NominateSuspectPayload> {
        let suspect = input.envelope.record(ctx, input.suspect_id);
        let file = input.investigation_id.into();
        let named = match input.nominal_id {
            Some(nominal) => named(ctx, nominal.into(), None).await?,
            None => None,
        };
        let command = input.command(named);
        let answer = begin::<Aggregate>(ctx, file, suspect, &input.envelope, command).await?;
        NominateSuspectPayload::from(ctx, answer).await
    }

    /// Says who a suspect is in the records of your agency (NOM-6).
    async fn link_suspect_to_nominal(
        &self,
        ctx: &Context<'_>,
        input: LinkSuspectToNominalInput,
    ) -> Result<LinkSuspectToNominalPayload> {
        let named = named(ctx, input.nominal_id.into(), None).await?;
        let command = Ok(Command::LinkNominal { nominal: input.nominal_id.0, named });
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        LinkSuspectToNominalPayload::from(ctx, answer).await
    }

    /// Takes back who a suspect is in the records of your agency.
    async fn unlink_suspect_from_nominal(
        &self,
        ctx: &Context<'_>,
        input: UnlinkSuspectFromNominalInput,
    ) -> Result<UnlinkSuspectFromNominalPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        UnlinkSuspectFromNominalPayload::from(ctx, answer).await
    }

    /// Records a phone, plate, account, handle or document that the person uses.
    async fn record_suspect_selector(
        &self,
        ctx: &Context<'_>,
        input: RecordSuspectSelectorInput,
    ) -> Result<RecordSuspectSelectorPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        RecordSuspectSelectorPayload::from(ctx, answer).await
    }

    /// Records another name that the person goes by.
    async fn record_suspect_alias(
        &self,
        ctx: &Context<'_>,
        input: RecordSuspectAliasInput,
    ) -> Result<RecordSuspectAliasPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        RecordSuspectAliasPayload::from(ctx, answer).await
    }

    /// Records when the person was born, or what is now known of it; the latest counts.
    async fn record_suspect_birth(
        &self,
        ctx: &Context<'_>,
        input: RecordSuspectBirthInput,
    ) -> Result<RecordSuspectBirthPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        RecordSuspectBirthPayload::from(ctx, answer).await
    }

    /// Adds grounds for suspicion.
    async fn add_grounds(
        &self,
        ctx: &Context<'_>,
        input: AddGroundsInput,
    ) -> Result<AddGroundsPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        AddGroundsPayload::from(ctx, answer).await
    }

    /// Moves a person of interest up to suspect, on a graded ground or an exhibit (S1).
    async fn change_suspect_status(
        &self,
        ctx: &Context<'_>,
        input: ChangeSuspectStatusInput,
    ) -> Result<ChangeSuspectStatusPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        ChangeSuspectStatusPayload::from(ctx, answer).await
    }

    /// Has a suspect looked for; the latest notice counts.
    async fn mark_wanted(
        &self,
        ctx: &Context<'_>,
        input: MarkWantedInput,
    ) -> Result<MarkWantedPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        MarkWantedPayload::from(ctx, answer).await
    }

    /// Records the arrest of a suspect and starts the detention clock of the place.
    async fn arrest_suspect(
        &self,
        ctx: &Context<'_>,
        input: ArrestSuspectInput,
    ) -> Result<ArrestSuspectPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        ArrestSuspectPayload::from(ctx, answer).await
    }

    /// Records the release from custody while the case goes on.
    async fn release_suspect(
        &self,
        ctx: &Context<'_>,
        input: ReleaseSuspectInput,
    ) -> Result<ReleaseSuspectPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        ReleaseSuspectPayload::from(ctx, answer).await
    }

    /// Records an interview; a child has an appropriate adult with them (S2).
    async fn interview_suspect(
        &self,
        ctx: &Context<'_>,
        input: InterviewSuspectInput,
    ) -> Result<InterviewSuspectPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        InterviewSuspectPayload::from(ctx, answer).await
    }

    /// Records that the person is no longer of interest.
    async fn eliminate_suspect(
        &self,
        ctx: &Context<'_>,
        input: EliminateSuspectInput,
    ) -> Result<EliminateSuspectPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        EliminateSuspectPayload::from(ctx, answer).await
    }

    /// Records signs that the person may be a victim; charges wait for a review (S3).
    async fn flag_possible_victim(
        &self,
        ctx: &Context<'_>,
        input: FlagPossibleVictimInput,
    ) -> Result<FlagPossibleVictimPayload> {
        let command = Ok(input.command());
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        FlagPossibleVictimPayload::from(ctx, answer).await
    }

    /// Records whether a possible victim may be punished; for a prosecutor (S3).
    async fn review_nonpunishment(
        &self,
        ctx: &Context<'_>,
        input: ReviewNonpunishmentInput,
    ) -> Result<ReviewNonpunishmentPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        ReviewNonpunishmentPayload::from(ctx, answer).await
    }

    /// Charges a suspect, or adds charges.
    async fn charge_suspect(
        &self,
        ctx: &Context<'_>,
        input: ChargeSuspectInput,
    ) -> Result<ChargeSuspectPayload> {
        let command = input.command();
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        ChargeSuspectPayload::from(ctx, answer).await
    }

    /// Records how the charges ended.
    async fn record_suspect_outcome(
        &self,
        ctx: &Context<'_>,
        input: RecordSuspectOutcomeInput,
    ) -> Result<RecordSuspectOutcomePayload> {
        let command = Ok(input.command());
        let answer = change(ctx, input.suspect_id, &input.envelope, command).await?;
        RecordSuspectOutcomePayload::from(ctx, answer).await
    }
}
