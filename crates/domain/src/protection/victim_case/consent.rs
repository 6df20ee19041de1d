//! What a person consents to, and how well informed.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::AgencyId;

/// What a person says yes or no to.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ConsentScope {
    /// To be interviewed.
    Interview,
    /// To be referred to the mechanism.
    Referral,
    /// To be supported.
    Support,
    /// To work with the police.
    PoliceCooperation,
    /// That their data are shared with an agency.
    ShareWith {
        /// The agency.
        agency: AgencyId,
    },
    /// To be counted in research without their identity.
    Research,
    /// To be shown or quoted in the media.
    Media,
    /// To return home (rule V7).
    Repatriation,
}

/// The answers to the seven questions on consent of the Human Trafficking Case Data Standard 2.0
/// (`con_Consent`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "the standard asks seven yes-or-no questions")]
pub struct InformedAnswers {
    /// The person agrees to be interviewed.
    pub agrees_to_interview: bool,
    /// The person knows what the data are collected for.
    pub informed_of_purpose: bool,
    /// The person knows how the data are or may be used.
    pub informed_of_use: bool,
    /// The person knows that data without identity may be used in research.
    pub informed_of_research: bool,
    /// The person knows that they may ask for their data.
    pub informed_of_right_to_request: bool,
    /// The person knows how long the data are kept.
    pub informed_of_retention: bool,
    /// The person knows how to withdraw.
    pub informed_of_withdrawal: bool,
}

impl InformedAnswers {
    /// Whether a yes to these scopes was an informed one: purpose, use and the way to withdraw were
    /// explained (Kenya Data Protection Act 2019, s.32; UK GDPR, articles 7(3) and 13), research
    /// where it is consented to, and an interview is agreed to where it is.
    pub fn inform(self, scopes: &BTreeSet<ConsentScope>) -> bool {
        self.informed_of_purpose
            && self.informed_of_use
            && self.informed_of_withdrawal
            && (self.informed_of_research || !scopes.contains(&ConsentScope::Research))
            && (self.agrees_to_interview || !scopes.contains(&ConsentScope::Interview))
    }
}
