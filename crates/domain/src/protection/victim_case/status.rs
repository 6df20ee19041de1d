//! The state machine of a protection file: the United Kingdom's line and the care line of Kenya and
//! other countries.

use super::{
    ConsentScope, GroundsDecision, GroundsOutcome, Mechanism, ReconsiderationOutcome,
    VictimCaseEvent,
};

code_list! {
    /// Where a person's protection stands.
    pub enum Status {
        /// Registered as a possible victim, by alias.
        Identified,
        /// Screened for signs of trafficking.
        Screened,
        /// Asked for consent to referral.
        ConsentSought,
        /// United Kingdom: refused referral; the Home Office must be or was notified.
        DutyToNotify,
        /// United Kingdom: referred; the reasonable-grounds decision is awaited.
        RgPending,
        /// United Kingdom: no reasonable grounds.
        RgNegative,
        /// United Kingdom: the negative reasonable-grounds decision is looked at again.
        RgReconsideration,
        /// United Kingdom: reasonable grounds; in recovery, and past its end awaiting the conclusive
        /// decision.
        Recovery,
        /// United Kingdom: conclusive grounds.
        CgPositive,
        /// United Kingdom: no conclusive grounds.
        CgNegative,
        /// United Kingdom: the negative conclusive-grounds decision is looked at again.
        CgReconsideration,
        /// United Kingdom: protection was refused or withdrawn.
        Disqualified,
        /// United Kingdom: the person left the mechanism.
        Withdrawn,
        /// Care: registered in the mechanism.
        Registered,
        /// Care: seen for emergency care.
        EmergencyCare,
        /// Care: needs are assessed.
        Assessed,
        /// Care: a support plan is agreed; prosecution support and fund application run beside it.
        SupportPlan,
        /// Care: returning into everyday life.
        Reintegration,
        /// Care: returning home.
        Repatriation,
        /// Care: aftercare.
        Aftercare,
        /// Closed.
        Closed,
    }
}

impl Status {
    /// Whether no referral has been received, or the person left the mechanism again.
    pub fn is_before_referral(self) -> bool {
        matches!(
            self,
            Self::Identified
                | Self::Screened
                | Self::ConsentSought
                | Self::DutyToNotify
                | Self::Withdrawn
        )
    }

    /// Whether a referral in the United Kingdom is with a competent authority, or could be again.
    pub(super) fn is_in_uk_mechanism(self) -> bool {
        matches!(
            self,
            Self::RgPending
                | Self::RgNegative
                | Self::RgReconsideration
                | Self::Recovery
                | Self::CgNegative
                | Self::CgReconsideration
        )
    }

    /// The usual next step, in words.
    pub fn next_step(self) -> &'static str {
        match self {
            Self::Identified => "screen the person",
            Self::Screened => "ask for consent to referral, or refer a child",
            Self::ConsentSought => "refer the person if they consented",
            Self::DutyToNotify => "notify the Home Office, or record that the person now consents",
            Self::RgPending => "record the reasonable-grounds decision",
            Self::RgNegative | Self::CgNegative => "request reconsideration, or close the file",
            Self::RgReconsideration | Self::CgReconsideration => "record the reconsideration",
            Self::Recovery => "record the conclusive-grounds decision once the period has ended",
            Self::CgPositive | Self::Disqualified | Self::Aftercare => {
                "close the file when the support has ended"
            }
            Self::Withdrawn => "record a new consent to referral, or close the file",
            Self::Registered => "record emergency care",
            Self::EmergencyCare => "assess the needs",
            Self::Assessed => "agree a support plan",
            Self::SupportPlan => "begin reintegration, or plan repatriation",
            Self::Reintegration => "begin aftercare",
            Self::Repatriation => "confirm repatriation, then begin aftercare",
            Self::Closed => "register a new file if the person is met again",
        }
    }

    /// The status after an event, from the status before and the event's body alone.
    #[must_use]
    pub fn after(self, event: &VictimCaseEvent) -> Self {
        use VictimCaseEvent as Event;
        match event {
            Event::Registered { .. } => Self::Identified,
            Event::Screened { .. } => self.step(&[Self::Identified], Self::Screened),
            Event::ConsentRecorded { scopes, .. } if asks_for_referral(scopes) => self
                .step(&[Self::Screened, Self::DutyToNotify, Self::Withdrawn], Self::ConsentSought),
            Event::ConsentWithdrawn { scopes } if asks_for_referral(scopes) => {
                self.step(&[Self::ConsentSought], Self::Screened)
            }
            Event::DutyToNotifyDue { .. } => Self::DutyToNotify,
            Event::Referred { mechanism: Mechanism::UkNrm, .. } => Self::RgPending,
            Event::Referred { mechanism: Mechanism::KeNrm | Mechanism::Other, .. } => {
                Self::Registered
            }
            Event::ReasonableGroundsDecided { outcome, .. } => match outcome {
                GroundsOutcome::Positive => Self::Recovery,
                GroundsOutcome::Negative => Self::RgNegative,
            },
            Event::ConclusiveGroundsDecided { outcome, .. } => match outcome {
                GroundsOutcome::Positive => Self::CgPositive,
                GroundsOutcome::Negative => Self::CgNegative,
            },
            Event::ReconsiderationRequested { decision, .. } => match decision {
                GroundsDecision::ReasonableGrounds => Self::RgReconsideration,
                GroundsDecision::ConclusiveGrounds => Self::CgReconsideration,
            },
            Event::ReconsiderationDecided { decision, outcome, .. } => match (decision, outcome) {
                (GroundsDecision::ReasonableGrounds, ReconsiderationOutcome::Upheld) => {
                    Self::RgNegative
                }
                (GroundsDecision::ReasonableGrounds, ReconsiderationOutcome::Overturned) => {
                    Self::Recovery
                }
                (GroundsDecision::ConclusiveGrounds, ReconsiderationOutcome::Upheld) => {
                    Self::CgNegative
                }
                (GroundsDecision::ConclusiveGrounds, ReconsiderationOutcome::Overturned) => {
                    Self::CgPositive
                }
            },
            Event::Disqualified { .. } => Self::Disqualified,
            Event::Withdrawn { .. } => Self::Withdrawn,
            Event::EmergencyCareRecorded { .. } => Self::EmergencyCare,
            Event::NeedsAssessed { .. } => self.step(&[Self::EmergencyCare], Self::Assessed),
            Event::SupportPlanAdopted { .. } => Self::SupportPlan,
            Event::ReintegrationBegun { .. } => Self::Reintegration,
            Event::RepatriationPlanned { .. } => {
                self.step(&[Self::SupportPlan], Self::Repatriation)
            }
            Event::AftercareBegun { .. } => Self::Aftercare,
            Event::CaseClosed { .. } => Self::Closed,
            Event::IdentityRecorded { .. }
            | Event::SelectorRecorded { .. }
            | Event::WhereaboutsRecorded { .. }
            | Event::MajorityDetermined { .. }
            | Event::GuardianNotificationDue { .. }
            | Event::GuardianNotified { .. }
            | Event::ScreeningAnswersRecorded { .. }
            | Event::ConsentRecorded { .. }
            | Event::ConsentWithdrawn { .. }
            | Event::DutyToNotifySent { .. }
            | Event::RecoveryPeriodStarted { .. }
            | Event::RecoveryPeriodExtended { .. }
            | Event::SafetyPlanSet { .. }
            | Event::SupportAssigned { .. }
            | Event::ProsecutionSupportBegun { .. }
            | Event::CompensationSought { .. }
            | Event::StatusDetermined { .. }
            | Event::ExploitationRecorded { .. }
            | Event::NonpunishmentClaimed { .. }
            | Event::StatementTaken { .. }
            | Event::ImpactStatementFiled { .. }
            | Event::RepatriationConfirmed { .. } => self,
        }
    }

    fn step(self, from: &[Self], to: Self) -> Self {
        if from.contains(&self) { to } else { self }
    }
}

fn asks_for_referral(scopes: &std::collections::BTreeSet<ConsentScope>) -> bool {
    scopes.contains(&ConsentScope::Referral)
}
