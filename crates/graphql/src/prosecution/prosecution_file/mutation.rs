//! What can be done with a prosecution file: one mutation a command.

use async_graphql::{Context, Object, Result};
use mpaka_domain::Decider;
use mpaka_domain::casework::text::{CourtName, Reference};
use mpaka_domain::prosecution::prosecution_file::{
    ChargeStanding, ProsecutionCommand as Command, ProsecutionFile as Aggregate,
};
use mpaka_persistence::view::Reader;

use super::ProsecutionFile;
use crate::envelope::Envelope;
use crate::error::{At, UserError, fault};
use crate::scalar::ProsecutionFileId;
use crate::send::{Answer, begin_about, file_of, payloads, send};
use crate::session::Request;
use crate::values::personal;

mod input;

use input::LONG;
pub use input::{
    AccusationInput, AmendChargeInput, ApproveChargeInput, ChargeElementInput, CourtEventInput,
    FileChargeInput, HoldCourtEventInput, OpenProsecutionFileInput, OrderWitnessMeasuresInput,
    PreventionOrderInput, ProposeChargeInput, RecordSentenceInput, RecordVerdictInput,
    RefuseChargeInput, ScheduleCourtEventInput, SentenceInput, TermInput, WithdrawChargeInput,
};

payloads! { prosecution_file: ProsecutionFile, "The prosecution file as it is now; null when refused.";
    /// What came of opening a prosecution file.
    OpenProsecutionFilePayload,
    /// What came of proposing a charge.
    ProposeChargePayload,
    /// What came of amending a charge.
    AmendChargePayload,
    /// What came of approving a charge.
    ApproveChargePayload,
    /// What came of refusing a charge.
    RefuseChargePayload,
    /// What came of withdrawing a charge.
    WithdrawChargePayload,
    /// What came of filing a charge.
    FileChargePayload,
    /// What came of scheduling a court event.
    ScheduleCourtEventPayload,
    /// What came of recording what a court event came to.
    HoldCourtEventPayload,
    /// What came of recording how a witness is protected.
    OrderWitnessMeasuresPayload,
    /// What came of recording a verdict.
    RecordVerdictPayload,
    /// What came of recording a sentence.
    RecordSentencePayload,
}

async fn change(
    ctx: &Context<'_>,
    file: ProsecutionFileId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, file.into(), "prosecutionFileId", envelope, command).await
}

/// Which suspects and exhibits a rule may read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sight {
    /// Those that the caller may see: others are not to be named.
    Callers,
    /// All.
    Whole,
}

/// How the suspects and exhibits around a prosecution file stand; nothing where the caller may not see
/// the file, which is answered when the command is sent.
async fn standing(
    ctx: &Context<'_>,
    file: ProsecutionFileId,
    sight: Sight,
) -> Result<ChargeStanding> {
    let Some(of) = file_of(ctx, Aggregate::CATEGORY, file.into()).await? else {
        return Ok(ChargeStanding::default());
    };
    let (views, reader) = (ctx.store()?.views(), Reader::from(ctx.viewer()?));
    let standing = match sight {
        Sight::Callers => views.charge_standing_seen_by(&reader, of.investigation_id).await,
        Sight::Whole => views.charge_standing(of.investigation_id).await,
    };
    standing.map_err(fault)
}

/// What can be done with prosecution files. For prosecutors of the prosecuting agency.
#[derive(Default)]
pub struct ProsecutionFileMutation;

/// What can be done with prosecution files. For prosecutors of the prosecuting agency.
#[Object]
impl ProsecutionFileMutation {
    /// Opens your agency's file of an investigation that was referred to it.
    async fn open_prosecution_file(
        &self,
        ctx: &Context<'_>,
        input: OpenProsecutionFileInput,
    ) -> Result<OpenProsecutionFilePayload> {
        ctx.viewer()?;
        let investigation = input.investigation_id;
        let referral = ctx.store()?.views().referral(investigation.into()).await.map_err(fault)?;
        let reference = input.reference.as_deref().map(Reference::parse).transpose();
        let command = reference.at("reference").map(|reference| Command::Open {
            investigation: investigation.0,
            reference,
            referral,
        });
        let file = input.envelope.record(ctx, input.prosecution_file_id);
        let answer =
            begin_about::<Aggregate>(ctx, investigation.into(), file, &input.envelope, command)
                .await?;
        OpenProsecutionFilePayload::from(ctx, answer).await
    }

    /// Draws up a charge against a suspect of the investigation. Exhibits that are not for court prove
    /// nothing (P3).
    async fn propose_charge(
        &self,
        ctx: &Context<'_>,
        input: ProposeChargeInput,
    ) -> Result<ProposeChargePayload> {
        let file = input.prosecution_file_id;
        let standing = standing(ctx, file, Sight::Callers).await?;
        let command = input.accusation.read().map(|accusation| Command::ProposeCharge {
            suspect: input.suspect_id.0,
            accusation,
            standing,
        });
        let answer = change(ctx, file, &input.envelope, command).await?;
        ProposeChargePayload::from(ctx, answer).await
    }

    /// Replaces what a charge says. What was approved or filed must be as well proved afterwards (P1,
    /// P2, P3).
    async fn amend_charge(
        &self,
        ctx: &Context<'_>,
        input: AmendChargeInput,
    ) -> Result<AmendChargePayload> {
        let file = input.prosecution_file_id;
        let standing = standing(ctx, file, Sight::Callers).await?;
        let command = || {
            Ok(Command::AmendCharge {
                number: input.number,
                accusation: input.accusation.read()?,
                reason: personal("reason", &input.reason, LONG)?,
                standing,
            })
        };
        let answer = change(ctx, file, &input.envelope, command()).await?;
        AmendChargePayload::from(ctx, answer).await
    }

    /// Decides that a charge is to be brought: every mandatory element is proved by an admissible
    /// exhibit (P1), the suspect does not wait for a non-punishment review (P2), and nothing is used
    /// that is not for court (P3).
    async fn approve_charge(
        &self,
        ctx: &Context<'_>,
        input: ApproveChargeInput,
    ) -> Result<ApproveChargePayload> {
        let file = input.prosecution_file_id;
        let standing = standing(ctx, file, Sight::Whole).await?;
        let command = Command::ApproveCharge { number: input.number, standing };
        let answer = change(ctx, file, &input.envelope, Ok(command)).await?;
        ApproveChargePayload::from(ctx, answer).await
    }

    /// Decides that a charge is not to be brought.
    async fn refuse_charge(
        &self,
        ctx: &Context<'_>,
        input: RefuseChargeInput,
    ) -> Result<RefuseChargePayload> {
        let number = input.number;
        let command = personal("reason", &input.reason, LONG)
            .map(|reason| Command::RefuseCharge { number, reason });
        let answer = change(ctx, input.prosecution_file_id, &input.envelope, command).await?;
        RefuseChargePayload::from(ctx, answer).await
    }

    /// Takes a charge back.
    async fn withdraw_charge(
        &self,
        ctx: &Context<'_>,
        input: WithdrawChargeInput,
    ) -> Result<WithdrawChargePayload> {
        let number = input.number;
        let command = personal("reason", &input.reason, LONG)
            .map(|reason| Command::WithdrawCharge { number, reason });
        let answer = change(ctx, input.prosecution_file_id, &input.envelope, command).await?;
        WithdrawChargePayload::from(ctx, answer).await
    }

    /// Brings an approved charge before a court, unless the suspect waits for a non-punishment review
    /// (P2).
    async fn file_charge(
        &self,
        ctx: &Context<'_>,
        input: FileChargeInput,
    ) -> Result<FileChargePayload> {
        let file = input.prosecution_file_id;
        let standing = standing(ctx, file, Sight::Whole).await?;
        let command = || {
            Ok(Command::FileCharge {
                number: input.number,
                court: CourtName::parse(&input.court).at("court")?,
                case_number: Reference::parse(&input.case_number).at("caseNumber")?,
                standing,
            })
        };
        let answer = change(ctx, file, &input.envelope, command()).await?;
        FileChargePayload::from(ctx, answer).await
    }

    /// Enters into the court diary what is to happen.
    async fn schedule_court_event(
        &self,
        ctx: &Context<'_>,
        input: ScheduleCourtEventInput,
    ) -> Result<ScheduleCourtEventPayload> {
        let command = input.date().map(|court_event| Command::ScheduleCourtEvent { court_event });
        let answer = change(ctx, input.prosecution_file_id, &input.envelope, command).await?;
        ScheduleCourtEventPayload::from(ctx, answer).await
    }

    /// Records what came of an entry of the court diary, and enters what comes next.
    async fn hold_court_event(
        &self,
        ctx: &Context<'_>,
        input: HoldCourtEventInput,
    ) -> Result<HoldCourtEventPayload> {
        let command = || {
            Ok(Command::HoldCourtEvent {
                number: input.number,
                result: personal("result", &input.result, LONG)?,
                next: input.next.as_ref().map(CourtEventInput::date).transpose().at("next")?,
            })
        };
        let answer = change(ctx, input.prosecution_file_id, &input.envelope, command()).await?;
        HoldCourtEventPayload::from(ctx, answer).await
    }

    /// Records how a court protects a witness; the latest order counts.
    async fn order_witness_measures(
        &self,
        ctx: &Context<'_>,
        input: OrderWitnessMeasuresInput,
    ) -> Result<OrderWitnessMeasuresPayload> {
        let measures = input.measures.iter().map(|measure| measure.0).collect();
        let witness = Reference::parse(&input.witness).at("witness");
        let command = witness.map(|witness| Command::OrderWitnessMeasures { witness, measures });
        let answer = change(ctx, input.prosecution_file_id, &input.envelope, command).await?;
        OrderWitnessMeasuresPayload::from(ctx, answer).await
    }

    /// Records what the court found on a charge that was filed; it changes only on appeal.
    async fn record_verdict(
        &self,
        ctx: &Context<'_>,
        input: RecordVerdictInput,
    ) -> Result<RecordVerdictPayload> {
        let command = Command::RecordVerdict { number: input.number, verdict: input.verdict.0 };
        let answer = change(ctx, input.prosecution_file_id, &input.envelope, Ok(command)).await?;
        RecordVerdictPayload::from(ctx, answer).await
    }

    /// Records what the court imposed on a charge that somebody was convicted on; the latest counts.
    async fn record_sentence(
        &self,
        ctx: &Context<'_>,
        input: RecordSentenceInput,
    ) -> Result<RecordSentencePayload> {
        let number = input.number;
        let command = input.sentence.read().at("sentence");
        let command = command.map(|sentence| Command::RecordSentence { number, sentence });
        let answer = change(ctx, input.prosecution_file_id, &input.envelope, command).await?;
        RecordSentencePayload::from(ctx, answer).await
    }
}
