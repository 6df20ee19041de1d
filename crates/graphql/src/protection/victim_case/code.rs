//! The code lists of a protection file, and how its texts are refused.

use async_graphql::Enum;
use mpaka_domain::protection::victim_case::{
    self as domain, ClockCode, CloseReason, CompensationKind, CompetentAuthority, ConsentGiver,
    DecidingOrganisation, DisqualificationGround, ExploitationLink, ExploitationType,
    ExtensionReason, GroundsDecision, GroundsOutcome, GuardianKind, ImmediateSafety,
    IndicatorStrength, Industry, Jurisdiction, Majority, Mechanism, MethodOfControl, NeedDomain,
    NeedLevel, ReconsiderationOutcome, RecruitmentMethod, RelationshipToTrafficker,
    ScreeningOutcome, ScreeningTool, SexualExploitationType, SpecialMeasure, Status, SupportKind,
    TextError, TraffickingStatus, WebsiteOrApp, WhereaboutsKind,
};
use mpaka_persistence::view::victim::board::Standing;

use crate::code::code_lists;
use crate::error::{At, UserError};

code_lists! {
    Status = "VictimCaseStatus", "Where a person's protection stands.";
    Jurisdiction = "ProtectionJurisdiction", "Whose law and mechanism a person is protected under.";
    Majority = "VictimMajority", "Whether a possible victim has reached 18 years.";
    ImmediateSafety = "ImmediateSafety", "How safe a person is at registration.";
    ClockCode = "VictimClockCode", "A time limit that can run in a protection file.";
    ConsentGiver = "ConsentGiver", "Who said yes or no.";
    GuardianKind = "GuardianKind", "Who must hear of a child before it is referred.";
    ScreeningTool = "ScreeningTool", "The questionnaire that a person was screened with.";
    IndicatorStrength = "IndicatorStrength", "How strongly an indicator shows.";
    ScreeningOutcome = "ScreeningOutcome", "What a screening came to.";
    Mechanism = "ReferralMechanism", "The mechanism that a person is referred to.";
    CompetentAuthority = "CompetentAuthority", "The United Kingdom's competent authorities for referrals.";
    GroundsDecision = "GroundsDecision", "Which of the two decisions on a referral is meant.";
    GroundsOutcome = "GroundsOutcome", "Which way a decision on a referral went.";
    ReconsiderationOutcome = "ReconsiderationOutcome", "What came of a reconsideration.";
    ExtensionReason = "RecoveryExtensionReason", "Why a recovery period is longer than it must be.";
    DisqualificationGround = "DisqualificationGround", "Why protection is refused or withdrawn (Nationality and Borders Act 2022, s.63).";
    NeedDomain = "NeedDomain", "What a person needs help with.";
    NeedLevel = "NeedLevel", "How much help is needed.";
    WhereaboutsKind = "WhereaboutsKind", "What kind of place a person can be found at.";
    SupportKind = "SupportKind", "What a support plan helps with (IOM HTCDS 2.0, spl_Type).";
    CompensationKind = "CompensationKind", "By which way compensation is sought.";
    TraffickingStatus = "TraffickingStatus", "Whether a person is a victim (IOM HTCDS 2.0, vic_TraffickingStatus).";
    DecidingOrganisation = "DecidingOrganisation", "Who decided whether a person is a victim (IOM HTCDS 2.0).";
    ExploitationType = "ExploitationType", "How a person was exploited (IOM HTCDS 2.0, vic_TypeOfExploitation).";
    SexualExploitationType = "SexualExploitationType", "The kind of sexual exploitation (IOM HTCDS 2.0).";
    Industry = "ExploitationIndustry", "The industry of the labour, by section of ISIC revision 4 (IOM HTCDS 2.0).";
    MethodOfControl = "MethodOfControl", "How a person was controlled (IOM HTCDS 2.0, vic_MethodsOfControl).";
    RecruitmentMethod = "RecruitmentMethod", "How a person was recruited (IOM HTCDS 2.0, vic_MethodOfRecruitment).";
    WebsiteOrApp = "WebsiteOrApp", "Websites and apps (IOM HTCDS 2.0).";
    RelationshipToTrafficker = "RelationshipToTrafficker", "How a person knew who trafficked them (IOM HTCDS 2.0, spelt as there).";
    ExploitationLink = "ExploitationLink", "How the exploitation led to the act that a person is accused of.";
    SpecialMeasure = "SpecialMeasure", "How a witness is protected when giving evidence.";
    CloseReason = "VictimCloseReason", "Why a protection file is closed.";
}

/// What a person says yes or no to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
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
    ShareWith,
    /// To be counted in research without their identity.
    Research,
    /// To be shown or quoted in the media.
    Media,
    /// To return home (V7).
    Repatriation,
}

impl From<&domain::ConsentScope> for ConsentScope {
    fn from(scope: &domain::ConsentScope) -> Self {
        match scope {
            domain::ConsentScope::Interview => Self::Interview,
            domain::ConsentScope::Referral => Self::Referral,
            domain::ConsentScope::Support => Self::Support,
            domain::ConsentScope::PoliceCooperation => Self::PoliceCooperation,
            domain::ConsentScope::ShareWith { .. } => Self::ShareWith,
            domain::ConsentScope::Research => Self::Research,
            domain::ConsentScope::Media => Self::Media,
            domain::ConsentScope::Repatriation => Self::Repatriation,
        }
    }
}

/// Whether a person has said yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Standing")]
pub enum ConsentStanding {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// A yes that was taken back.
    Withdrawn,
}

impl<T> At<T> for Result<T, TextError> {
    fn at(self, path: &str) -> Result<T, UserError> {
        self.map_err(|error| UserError::at(path, error.code(), error.to_string()))
    }
}
