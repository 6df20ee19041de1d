//! What can be done with disclosure schedules: one mutation a command.

use async_graphql::{Context, Object, Result};
use mpaka_domain::Decider;
use mpaka_domain::casework::text::{CourtName, Reference};
use mpaka_domain::prosecution::disclosure_schedule::{
    DisclosureCommand as Command, DisclosureSchedule as Aggregate, DisclosureStanding,
    DisclosureTest, Material,
};
use mpaka_persistence::view::Reader;

use super::DisclosureSchedule;
use crate::envelope::Envelope;
use crate::error::{At, UserError, fault};
use crate::scalar::DisclosureScheduleId;
use crate::send::{Answer, begin, file_of, payloads, send};
use crate::session::Request;
use crate::values::personal;

mod input;

use input::LONG;
pub use input::{
    AddDisclosureItemInput, DisclosureAudienceInput, DisclosureMaterialInput,
    MarkMaterialUnusedInput, MarkMaterialUsedInput, OpenDisclosureScheduleInput,
    ReclassifyDisclosureItemInput, RecordPiiRulingInput, RedescribeDisclosureItemInput,
    ReviewDisclosureItemInput, ServeDisclosureScheduleInput,
};

payloads! { disclosure_schedule: DisclosureSchedule, "The disclosure schedules as they are now; null when refused.";
    /// What came of opening disclosure schedules.
    OpenDisclosureSchedulePayload,
    /// What came of listing an item.
    AddDisclosureItemPayload,
    /// What came of describing an item otherwise.
    RedescribeDisclosureItemPayload,
    /// What came of moving an item to the other schedule.
    ReclassifyDisclosureItemPayload,
    /// What came of marking material as used.
    MarkMaterialUsedPayload,
    /// What came of marking material as not used.
    MarkMaterialUnusedPayload,
    /// What came of deciding on an item.
    ReviewDisclosureItemPayload,
    /// What came of recording a ruling on public interest immunity.
    RecordPiiRulingPayload,
    /// What came of serving a schedule.
    ServeDisclosureSchedulePayload,
}

async fn change(
    ctx: &Context<'_>,
    schedule: DisclosureScheduleId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, schedule.into(), "disclosureScheduleId", envelope, command).await
}

/// What is known around the schedules; nothing where the caller may not see them, which is answered when
/// the command is sent.
async fn standing(
    ctx: &Context<'_>,
    schedule: DisclosureScheduleId,
    material: Option<&Material>,
) -> Result<DisclosureStanding> {
    let Some(of) = file_of(ctx, Aggregate::CATEGORY, schedule.into()).await? else {
        return Ok(DisclosureStanding::default());
    };
    let reader = Reader::from(ctx.viewer()?);
    let views = ctx.store()?.views();
    views.disclosure_standing(&reader, of.investigation_id, material).await.map_err(fault)
}

/// What can be done with disclosure schedules. Officers of the investigating agency list; prosecutors of
/// the agency that the investigation was referred to review and serve.
#[derive(Default)]
pub struct DisclosureScheduleMutation;

/// What can be done with disclosure schedules. Officers of the investigating agency list; prosecutors of
/// the agency that the investigation was referred to review and serve.
#[Object]
impl DisclosureScheduleMutation {
    /// Opens the disclosure schedules of an investigation of your agency.
    async fn open_disclosure_schedule(
        &self,
        ctx: &Context<'_>,
        input: OpenDisclosureScheduleInput,
    ) -> Result<OpenDisclosureSchedulePayload> {
        let investigation = input.investigation_id;
        let reference = input.reference.as_deref().map(Reference::parse).transpose();
        let command = reference
            .at("reference")
            .map(|reference| Command::Open { investigation: investigation.0, reference });
        let schedule = input.envelope.record(ctx, input.disclosure_schedule_id);
        let (file, envelope) = (investigation.into(), &input.envelope);
        let answer = begin::<Aggregate>(ctx, file, schedule, envelope, command).await?;
        OpenDisclosureSchedulePayload::from(ctx, answer).await
    }

    /// Lists an item on one of the schedules, under the next number (D1). An intelligence report is
    /// named as it was sanitised (N3); a sensitive item says why it is (D4).
    async fn add_disclosure_item(
        &self,
        ctx: &Context<'_>,
        input: AddDisclosureItemInput,
    ) -> Result<AddDisclosureItemPayload> {
        let schedule = input.disclosure_schedule_id;
        let material = input.material.read().at("material");
        let standing = standing(ctx, schedule, material.as_ref().ok()).await?;
        let command = || {
            let reason = input.reason.as_deref();
            Ok(Command::AddItem {
                class: input.class.0,
                material: material?,
                description: personal("description", &input.description, LONG)?,
                reason: reason.map(|reason| personal("reason", reason, LONG)).transpose()?,
                standing,
            })
        };
        let answer = change(ctx, schedule, &input.envelope, command()).await?;
        AddDisclosureItemPayload::from(ctx, answer).await
    }

    /// Describes an item otherwise, before it was served (D2); it is then reviewed again.
    async fn redescribe_disclosure_item(
        &self,
        ctx: &Context<'_>,
        input: RedescribeDisclosureItemInput,
    ) -> Result<RedescribeDisclosureItemPayload> {
        let command = || {
            Ok(Command::RedescribeItem {
                class: input.class.0,
                no: input.no,
                description: personal("description", &input.description, LONG)?,
                reason: personal("reason", &input.reason, LONG)?,
            })
        };
        let answer = change(ctx, input.disclosure_schedule_id, &input.envelope, command()).await?;
        RedescribeDisclosureItemPayload::from(ctx, answer).await
    }

    /// Moves an item to the other schedule, where it gets the next number and is reviewed again. What
    /// the defence was served stays where it is (D2).
    async fn reclassify_disclosure_item(
        &self,
        ctx: &Context<'_>,
        input: ReclassifyDisclosureItemInput,
    ) -> Result<ReclassifyDisclosureItemPayload> {
        let (class, no) = (input.class.0, input.no);
        let command = personal("reason", &input.reason, LONG)
            .map(|reason| Command::ReclassifyItem { class, no, reason });
        let answer = change(ctx, input.disclosure_schedule_id, &input.envelope, command).await?;
        ReclassifyDisclosureItemPayload::from(ctx, answer).await
    }

    /// Records that the prosecution uses something that no charge's element names (D3).
    async fn mark_material_used(
        &self,
        ctx: &Context<'_>,
        input: MarkMaterialUsedInput,
    ) -> Result<MarkMaterialUsedPayload> {
        let schedule = input.disclosure_schedule_id;
        let material = input.material.read().at("material");
        let standing = standing(ctx, schedule, material.as_ref().ok()).await?;
        let command = || {
            let reason = personal("reason", &input.reason, LONG)?;
            Ok(Command::MarkUsed { material: material?, reason, standing })
        };
        let answer = change(ctx, schedule, &input.envelope, command()).await?;
        MarkMaterialUsedPayload::from(ctx, answer).await
    }

    /// Records that the prosecution does not use something after all: it is to be listed (D3).
    async fn mark_material_unused(
        &self,
        ctx: &Context<'_>,
        input: MarkMaterialUnusedInput,
    ) -> Result<MarkMaterialUnusedPayload> {
        let schedule = input.disclosure_schedule_id;
        let material = input.material.read().at("material");
        let standing = standing(ctx, schedule, material.as_ref().ok()).await?;
        let command = || {
            let reason = personal("reason", &input.reason, LONG)?;
            Ok(Command::MarkUnused { material: material?, reason, standing })
        };
        let answer = change(ctx, schedule, &input.envelope, command()).await?;
        MarkMaterialUnusedPayload::from(ctx, answer).await
    }

    /// Decides on an item, by the disclosure test (D5), as somebody who did not list it (D6). Nothing is
    /// disclosed while the integrity of an exhibit is in question (X5).
    async fn review_disclosure_item(
        &self,
        ctx: &Context<'_>,
        input: ReviewDisclosureItemInput,
    ) -> Result<ReviewDisclosureItemPayload> {
        let schedule = input.disclosure_schedule_id;
        let standing = standing(ctx, schedule, None).await?;
        let reason = input.reason.as_deref().map(|reason| personal("reason", reason, LONG));
        let command = reason.transpose().map(|reason| Command::Review {
            class: input.class.0,
            no: input.no,
            decision: input.decision.0,
            test: DisclosureTest {
                undermines_prosecution: input.undermines_prosecution,
                assists_accused: input.assists_accused,
            },
            reason,
            standing,
        });
        let answer = change(ctx, schedule, &input.envelope, command).await?;
        ReviewDisclosureItemPayload::from(ctx, answer).await
    }

    /// Records what a court ruled on the public interest immunity of a sensitive item; until then,
    /// withholding it is not final (D5).
    async fn record_pii_ruling(
        &self,
        ctx: &Context<'_>,
        input: RecordPiiRulingInput,
    ) -> Result<RecordPiiRulingPayload> {
        let schedule = input.disclosure_schedule_id;
        let standing = standing(ctx, schedule, None).await?;
        let command = || {
            Ok(Command::RecordRuling {
                no: input.no,
                outcome: input.outcome.0,
                court: CourtName::parse(&input.court).at("court")?,
                ruling: Reference::parse(&input.ruling).at("ruling")?,
                standing,
            })
        };
        let answer = change(ctx, schedule, &input.envelope, command()).await?;
        RecordPiiRulingPayload::from(ctx, answer).await
    }

    /// Serves a schedule as it is now, as a new version where it differs from the last one, and records
    /// the digest of what was served (D2). The defence is served the non-sensitive one only (D4), once
    /// every item was reviewed (D6) and nothing is left out (D3).
    async fn serve_disclosure_schedule(
        &self,
        ctx: &Context<'_>,
        input: ServeDisclosureScheduleInput,
    ) -> Result<ServeDisclosureSchedulePayload> {
        let schedule = input.disclosure_schedule_id;
        let standing = standing(ctx, schedule, None).await?;
        let class = input.class.0;
        let command = input.to.read().at("to");
        let command = command.map(|to| Command::Serve { class, to, standing });
        let answer = change(ctx, schedule, &input.envelope, command).await?;
        ServeDisclosureSchedulePayload::from(ctx, answer).await
    }
}
