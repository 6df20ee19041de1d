//! Referring a person to the mechanism, and the duty to notify instead of it.

use async_graphql::{Context, Object, Result};
use mpaka_domain::protection::victim_case::{Mechanism, VictimCaseCommand as Command};

use super::consent::GuardianNotificationInput;
use super::{agency, answers, change, inputs, organisation, reference};
use crate::code::Code;
use crate::error::At;
use crate::scalar::Date;

answers! {
    /// What came of referring a person.
    ReferVictimPayload,
    /// What came of notifying of an adult who refused referral.
    SendDutyToNotifyPayload,
}

inputs! {
    /// Records the referral to the mechanism: an adult's with their consent, a child's with a
    /// notification (V1).
    ReferVictimInput {
        /// The mechanism of the file's jurisdiction.
        mechanism: Code<Mechanism>,
        /// The reference of its receipt.
        referral_ref: String,
        /// The organisation that referred.
        first_responder_org: String,
        /// The day it was received.
        received_at: Date,
        /// For a child whose guardian or officer is told along with the referral.
        notification: Option<GuardianNotificationInput>,
    }

    /// Records the notification of an adult who refused referral; without their consent it is
    /// anonymous (V2).
    SendDutyToNotifyInput {
        /// Without anything that identifies the person.
        #[graphql(default = true)]
        anonymous: bool,
        /// The code of the agency that is notified.
        to: String,
    }
}

/// Referring people to the mechanism.
#[derive(Default)]
pub struct ReferralMutation;

/// Referring people to the mechanism.
#[Object]
impl ReferralMutation {
    /// Records the referral to the mechanism: an adult's with their consent, a child's with a
    /// notification (V1).
    async fn refer_victim(
        &self,
        ctx: &Context<'_>,
        input: ReferVictimInput,
    ) -> Result<ReferVictimPayload> {
        let command = || {
            Ok(Command::Refer {
                mechanism: input.mechanism.0,
                referral_ref: reference("referralRef", &input.referral_ref)?,
                first_responder_org: organisation("firstResponderOrg", &input.first_responder_org)?,
                received_at: input.received_at.into(),
                notification: input
                    .notification
                    .as_ref()
                    .map(|told| told.read().at("notification"))
                    .transpose()?,
            })
        };
        let answer = change(ctx, input.victim_case_id, &input.envelope, command()).await?;
        ReferVictimPayload::from(ctx, answer).await
    }

    /// Records the notification of an adult who refused referral; without their consent it is
    /// anonymous (V2).
    async fn send_duty_to_notify(
        &self,
        ctx: &Context<'_>,
        input: SendDutyToNotifyInput,
    ) -> Result<SendDutyToNotifyPayload> {
        let command = agency("to", &input.to)
            .map(|to| Command::SendDutyToNotify { anonymous: input.anonymous, to });
        let answer = change(ctx, input.victim_case_id, &input.envelope, command).await?;
        SendDutyToNotifyPayload::from(ctx, answer).await
    }
}
