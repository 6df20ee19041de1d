//! Where an exhibit is kept, and where it is sent to come back from.

use async_graphql::{Context, Object, Result};
use mpaka_domain::evidence::evidence_item::EvidenceCommand as Command;

use super::{change, short, told};
use crate::scalar::Date;

exhibit_payloads! {
    /// What came of storing an exhibit.
    StoreExhibitPayload,
    /// What came of lending an exhibit abroad.
    LendAbroadPayload,
    /// What came of recording that an exhibit came back from abroad.
    ReturnFromAbroadPayload,
    /// What came of sending an exhibit to a court.
    SendToCourtPayload,
    /// What came of recording that an exhibit came back from court.
    ReturnFromCourtPayload,
}

inputs! {
    /// Puts an exhibit in a place in the store.
    StoreExhibitInput {
        /// The store and the shelf, at most 200 characters.
        location: String,
    }

    /// Lends an exhibit abroad on a request for mutual legal assistance.
    LendAbroadInput {
        /// The request's reference.
        mla_ref: String,
        /// The day it is due back.
        return_by: Date,
    }

    /// Records that an exhibit came back from abroad.
    ReturnFromAbroadInput {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it came back.
        condition: String,
    }

    /// Sends an exhibit to a court.
    SendToCourtInput {
        /// The court.
        court: String,
    }

    /// Records that an exhibit came back from court.
    ReturnFromCourtInput {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it came back.
        condition: String,
    }
}

/// What can be done to keep, lend and produce exhibits.
#[derive(Default)]
pub struct WhereaboutsMutation;

/// What can be done to keep, lend and produce exhibits.
#[Object]
impl WhereaboutsMutation {
    /// Puts an exhibit in a place in the store.
    async fn store_exhibit(
        &self,
        ctx: &Context<'_>,
        input: StoreExhibitInput,
    ) -> Result<StoreExhibitPayload> {
        let command = short("location", &input.location);
        let command = command.map(|location| Command::Store { location });
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        StoreExhibitPayload::from(ctx, answer).await
    }

    /// Lends an exhibit abroad on a request for mutual legal assistance.
    async fn lend_abroad(
        &self,
        ctx: &Context<'_>,
        input: LendAbroadInput,
    ) -> Result<LendAbroadPayload> {
        let command = || {
            Ok(Command::LendAbroad {
                mla_ref: short("mlaRef", &input.mla_ref)?,
                return_by: input.return_by.into(),
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        LendAbroadPayload::from(ctx, answer).await
    }

    /// Records that an exhibit came back from abroad.
    async fn return_from_abroad(
        &self,
        ctx: &Context<'_>,
        input: ReturnFromAbroadInput,
    ) -> Result<ReturnFromAbroadPayload> {
        let command = || {
            Ok(Command::ReturnFromAbroad {
                seal_ok: input.seal_ok,
                condition: told("condition", &input.condition)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        ReturnFromAbroadPayload::from(ctx, answer).await
    }

    /// Sends an exhibit to a court.
    async fn send_to_court(
        &self,
        ctx: &Context<'_>,
        input: SendToCourtInput,
    ) -> Result<SendToCourtPayload> {
        let command = short("court", &input.court);
        let command = command.map(|court| Command::SendToCourt { court });
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        SendToCourtPayload::from(ctx, answer).await
    }

    /// Records that an exhibit came back from court.
    async fn return_from_court(
        &self,
        ctx: &Context<'_>,
        input: ReturnFromCourtInput,
    ) -> Result<ReturnFromCourtPayload> {
        let command = || {
            Ok(Command::ReturnFromCourt {
                seal_ok: input.seal_ok,
                condition: told("condition", &input.condition)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        ReturnFromCourtPayload::from(ctx, answer).await
    }
}
