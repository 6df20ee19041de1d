//! Handing an exhibit over, which both officers sign, and its seal.

use async_graphql::{Context, Object, Result};
use mpaka_domain::evidence::evidence_item::{CustodyPurpose, EvidenceCommand as Command};
use mpaka_domain::value::SealNumber;
use mpaka_domain::{AgencyId, UserId};

use super::{change, signed, told};
use crate::code::Code;
use crate::error::At;
use crate::values::PlaceInput;

exhibit_payloads! {
    /// What came of offering custody.
    OfferCustodyPayload,
    /// What came of accepting custody.
    AcceptCustodyPayload,
    /// What came of refusing custody.
    RefuseCustodyPayload,
    /// What came of withdrawing an offer of custody.
    WithdrawCustodyOfferPayload,
    /// What came of breaking a seal.
    BreakSealPayload,
    /// What came of sealing an exhibit again.
    ResealExhibitPayload,
}

inputs! {
    /// Offers custody to another officer. It stays with its custodian until they accept (X1).
    OfferCustodyInput {
        /// The officer, by the name they sign in with.
        to: String,
        /// The code of the officer's agency.
        to_agency: String,
        /// What for.
        offered_for: Code<CustodyPurpose>,
    }

    /// Accepts custody that was offered to you (X2).
    AcceptCustodyInput {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it was received.
        condition: String,
        /// Where it was handed over.
        place: PlaceInput,
    }

    /// Refuses custody that was offered to you.
    RefuseCustodyInput {
        /// Why.
        reason: String,
    }

    /// Takes back an offer of custody that was not accepted.
    WithdrawCustodyOfferInput {
        /// Why.
        reason: String,
    }

    /// Records that the seal of an exhibit was broken.
    BreakSealInput {
        /// The seal it was under.
        old: String,
        /// Why.
        reason: String,
        /// Who saw it, as they sign.
        witness: String,
    }

    /// Puts an exhibit under a new seal.
    ResealExhibitInput {
        /// The new seal.
        new: String,
        /// Why.
        reason: String,
        /// Who saw it, as they sign.
        witness: String,
    }
}

/// What can be done to hand exhibits over.
#[derive(Default)]
pub struct CustodyMutation;

/// What can be done to hand exhibits over.
#[Object]
impl CustodyMutation {
    /// Offers custody of an exhibit that you hold to another officer. You hold it until they accept
    /// (X1).
    async fn offer_custody(
        &self,
        ctx: &Context<'_>,
        input: OfferCustodyInput,
    ) -> Result<OfferCustodyPayload> {
        let command = || {
            Ok(Command::OfferCustody {
                to: UserId::parse(&input.to).at("to")?,
                to_agency: AgencyId::parse(&input.to_agency).at("toAgency")?,
                purpose: input.offered_for.0,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        OfferCustodyPayload::from(ctx, answer).await
    }

    /// Accepts custody of an exhibit that was offered to you. You hold it from then on (X2).
    async fn accept_custody(
        &self,
        ctx: &Context<'_>,
        input: AcceptCustodyInput,
    ) -> Result<AcceptCustodyPayload> {
        let command = || {
            Ok(Command::AcceptCustody {
                seal_ok: input.seal_ok,
                condition: told("condition", &input.condition)?,
                place: input.place.read().at("place")?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        AcceptCustodyPayload::from(ctx, answer).await
    }

    /// Refuses custody of an exhibit that was offered to you. It stays where it was.
    async fn refuse_custody(
        &self,
        ctx: &Context<'_>,
        input: RefuseCustodyInput,
    ) -> Result<RefuseCustodyPayload> {
        let command = || Ok(Command::RefuseCustody { reason: told("reason", &input.reason)? });
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        RefuseCustodyPayload::from(ctx, answer).await
    }

    /// Takes back your offer of custody that was not accepted.
    async fn withdraw_custody_offer(
        &self,
        ctx: &Context<'_>,
        input: WithdrawCustodyOfferInput,
    ) -> Result<WithdrawCustodyOfferPayload> {
        let command = || Ok(Command::WithdrawOffer { reason: told("reason", &input.reason)? });
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        WithdrawCustodyOfferPayload::from(ctx, answer).await
    }

    /// Records that the seal of an exhibit was broken.
    async fn break_seal(
        &self,
        ctx: &Context<'_>,
        input: BreakSealInput,
    ) -> Result<BreakSealPayload> {
        let command = || {
            Ok(Command::BreakSeal {
                old: SealNumber::parse(&input.old).at("old")?,
                reason: told("reason", &input.reason)?,
                witness: signed("witness", &input.witness)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        BreakSealPayload::from(ctx, answer).await
    }

    /// Puts an exhibit under a new seal.
    async fn reseal_exhibit(
        &self,
        ctx: &Context<'_>,
        input: ResealExhibitInput,
    ) -> Result<ResealExhibitPayload> {
        let command = || {
            Ok(Command::Reseal {
                new: SealNumber::parse(&input.new).at("new")?,
                reason: told("reason", &input.reason)?,
                witness: signed("witness", &input.witness)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        ResealExhibitPayload::from(ctx, answer).await
    }
}
