//! Which facts are kept to the compartment `PROTECTION` (rule V6).

use super::VictimCaseEvent;

impl VictimCaseEvent {
    /// Whether the fact says who or where the person is, or what they told, and is therefore kept
    /// to the compartment `PROTECTION` (rule V6). Exactly these facts have personal fields.
    pub fn is_protected(&self) -> bool {
        match self {
            Self::IdentityRecorded { .. }
            | Self::SelectorRecorded { .. }
            | Self::WhereaboutsRecorded { .. }
            | Self::ScreeningAnswersRecorded { .. }
            | Self::SafetyPlanSet { .. } => true,
            Self::Registered { .. }
            | Self::MajorityDetermined { .. }
            | Self::GuardianNotificationDue { .. }
            | Self::GuardianNotified { .. }
            | Self::Screened { .. }
            | Self::ConsentRecorded { .. }
            | Self::ConsentWithdrawn { .. }
            | Self::Withdrawn { .. }
            | Self::DutyToNotifyDue { .. }
            | Self::DutyToNotifySent { .. }
            | Self::Referred { .. }
            | Self::ReasonableGroundsDecided { .. }
            | Self::RecoveryPeriodStarted { .. }
            | Self::RecoveryPeriodExtended { .. }
            | Self::ConclusiveGroundsDecided { .. }
            | Self::ReconsiderationRequested { .. }
            | Self::ReconsiderationDecided { .. }
            | Self::Disqualified { .. }
            | Self::EmergencyCareRecorded { .. }
            | Self::NeedsAssessed { .. }
            | Self::SupportAssigned { .. }
            | Self::SupportPlanAdopted { .. }
            | Self::ProsecutionSupportBegun { .. }
            | Self::CompensationSought { .. }
            | Self::StatusDetermined { .. }
            | Self::ExploitationRecorded { .. }
            | Self::NonpunishmentClaimed { .. }
            | Self::StatementTaken { .. }
            | Self::ImpactStatementFiled { .. }
            | Self::ReintegrationBegun { .. }
            | Self::RepatriationPlanned { .. }
            | Self::RepatriationConfirmed { .. }
            | Self::AftercareBegun { .. }
            | Self::CaseClosed { .. } => false,
        }
    }
}
