//! What the victim board shows of a protection file: codes, references and days, never who or where
//! the person is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use mpaka_domain::AgencyId;
use mpaka_domain::protection::victim_case::{
    Clock, CloseReason, CompensationKind, CompetentAuthority, ConsentGiver, ConsentScope,
    DecidingOrganisation, DisqualificationGround, Exploitation, ExploitationLink, GroundsDecision,
    GroundsOutcome, GuardianKind, ImmediateSafety, Indicator, Majority, Mechanism, NeedDomain,
    NeedLevel, Organisation, Provider, Reference, ScreeningOutcome, ScreeningTool, SpecialMeasure,
    Status, SupportKind, TraffickingStatus,
};
use mpaka_domain::value::{CountryCode, ExhibitRef, LanguageTag, LegalBasis, PartialTime};

/// Everything that the board shows of one file, as far as its reader may see the facts.
#[derive(Debug, Clone, PartialEq)]
pub struct Board {
    /// Where the protection stands.
    pub status: Status,
    /// Adult, child or disputed.
    pub majority: Majority,
    /// The language the person speaks best.
    pub language: LanguageTag,
    /// How safe the person was at registration.
    pub immediate_safety: ImmediateSafety,
    /// The time limits that run or ran, in the order they started.
    pub clocks: Vec<Clock>,
    /// What the person said yes or no to, by scope.
    pub consents: Vec<Consent>,
    /// Who was told of a child.
    pub guardians: Vec<Guardian>,
    /// The screenings.
    pub screenings: Vec<Screening>,
    /// The last referral.
    pub referral: Option<Referral>,
    /// The duty to notify of an adult who refused referral.
    pub duty_to_notify: Option<DutyToNotify>,
    /// The decisions on the referrals, in the order they were recorded.
    pub decisions: Vec<Decision>,
    /// The reconsideration that is awaited.
    pub reconsideration: Option<Reconsideration>,
    /// The refusal or withdrawal of protection.
    pub disqualification: Option<Disqualification>,
    /// What emergency care was given.
    pub emergency_care: BTreeSet<NeedDomain>,
    /// How much help is needed with what.
    pub needs: BTreeMap<NeedDomain, NeedLevel>,
    /// Who supports the person.
    pub providers: Vec<Provider>,
    /// The support plan in force.
    pub support_plan: Option<SupportPlan>,
    /// The prosecuting agencies in whose cases the person is supported as a witness.
    pub prosecutions: Vec<AgencyId>,
    /// The applications for compensation.
    pub compensation: Vec<Compensation>,
    /// Whether the person is a victim, as last determined.
    pub determination: Option<Determination>,
    /// What was done to the person.
    pub exploitation: Vec<Exploitation>,
    /// The acts for which the person claims not to be punished.
    pub nonpunishment: Vec<Nonpunishment>,
    /// The statements taken.
    pub statements: Vec<Statement>,
    /// The statements on the impact.
    pub impact_statements: Vec<ExhibitRef>,
    /// Who helps with the return into everyday life.
    pub reintegration: Option<Provider>,
    /// The return home.
    pub repatriation: Option<Repatriation>,
    /// Who gives aftercare.
    pub aftercare: Option<Provider>,
    /// The end of the file.
    pub closure: Option<Closure>,
}

/// Whether a person has said yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// A yes that was taken back.
    Withdrawn,
}

/// What a person last said to one scope.
#[derive(Debug, Clone, PartialEq)]
pub struct Consent {
    /// To what.
    pub scope: ConsentScope,
    /// Yes or no.
    pub standing: Standing,
    /// When.
    pub occurred: PartialTime,
    /// Who said so; none for a yes that was taken back.
    pub by: Option<ConsentGiver>,
    /// Whether an interpreter took part; none for a yes that was taken back.
    pub interpreter: Option<bool>,
}

/// A guardian or officer who was told of a child.
#[derive(Debug, Clone, PartialEq)]
pub struct Guardian {
    /// Who.
    pub kind: GuardianKind,
    /// The reference of the notification.
    pub reference: Reference,
    /// The day.
    pub notified_at: NaiveDate,
}

/// A screening.
#[derive(Debug, Clone, PartialEq)]
pub struct Screening {
    /// The tool.
    pub tool: ScreeningTool,
    /// The indicators found.
    pub indicators: BTreeSet<Indicator>,
    /// What it came to.
    pub outcome: ScreeningOutcome,
    /// When.
    pub occurred: PartialTime,
}

/// A referral.
#[derive(Debug, Clone, PartialEq)]
pub struct Referral {
    /// The mechanism.
    pub mechanism: Mechanism,
    /// The reference of its receipt.
    pub reference: Reference,
    /// The organisation that referred.
    pub first_responder: Organisation,
    /// The day it was received.
    pub received_at: NaiveDate,
    /// By when the first decision is aimed at.
    pub decision_due: Option<NaiveDate>,
}

/// A duty to notify.
#[derive(Debug, Clone, PartialEq)]
pub struct DutyToNotify {
    /// The last day in time.
    pub due: NaiveDate,
    /// How it was discharged.
    pub notice: Option<Notice>,
}

/// A notification that discharged the duty.
#[derive(Debug, Clone, PartialEq)]
pub struct Notice {
    /// Without anything that identifies the person.
    pub anonymous: bool,
    /// The agency that was notified.
    pub to: AgencyId,
    /// The day.
    pub sent_at: NaiveDate,
}

/// A decision on a referral.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// On what.
    pub decision: GroundsDecision,
    /// Which way it stands after it.
    pub outcome: GroundsOutcome,
    /// Whether an earlier decision was looked at again.
    pub on_reconsideration: bool,
    /// By whom.
    pub competent_authority: CompetentAuthority,
    /// On which day.
    pub decided_at: NaiveDate,
    /// The reference of the reasons.
    pub reasons_ref: Reference,
}

/// A reconsideration that is awaited.
#[derive(Debug, Clone, PartialEq)]
pub struct Reconsideration {
    /// Which decision.
    pub decision: GroundsDecision,
    /// Who asked.
    pub requested_by: Organisation,
    /// The reference of the request.
    pub reference: Reference,
}

/// A refusal or withdrawal of protection.
#[derive(Debug, Clone, PartialEq)]
pub struct Disqualification {
    /// Why.
    pub ground: DisqualificationGround,
    /// By whom.
    pub competent_authority: CompetentAuthority,
    /// On which day.
    pub decided_at: NaiveDate,
    /// The reference of the reasons.
    pub reasons_ref: Reference,
}

/// A support plan.
#[derive(Debug, Clone, PartialEq)]
pub struct SupportPlan {
    /// What it helps with.
    pub kinds: BTreeSet<SupportKind>,
    /// When it is planned to end.
    pub planned_end: Option<NaiveDate>,
}

/// An application for compensation.
#[derive(Debug, Clone, PartialEq)]
pub struct Compensation {
    /// By which way.
    pub kind: CompensationKind,
    /// The reference of the application.
    pub reference: Reference,
}

/// Whether the person is a victim.
#[derive(Debug, Clone, PartialEq)]
pub struct Determination {
    /// The status.
    pub status: TraffickingStatus,
    /// Who decided.
    pub deciding_org: Option<DecidingOrganisation>,
    /// The reference of the reasons.
    pub reasons_ref: Option<Reference>,
}

/// A claim not to be punished for an act.
#[derive(Debug, Clone, PartialEq)]
pub struct Nonpunishment {
    /// The provision the act is an offence under.
    pub act: LegalBasis,
    /// How the exploitation led to it.
    pub link_to_exploitation: ExploitationLink,
}

/// A statement.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// Its exhibit.
    pub exhibit_ref: ExhibitRef,
    /// How the person was protected.
    pub special_measures: BTreeSet<SpecialMeasure>,
}

/// A return home.
#[derive(Debug, Clone, PartialEq)]
pub struct Repatriation {
    /// The country.
    pub destination: CountryCode,
    /// Who receives or received the person.
    pub receiving_provider: Option<Organisation>,
    /// The reference of the determination of the child's best interests.
    pub best_interests_ref: Option<Reference>,
    /// Whether the person was handed over to the provider.
    pub confirmed: bool,
}

/// The end of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Closure {
    /// Why.
    pub reason: CloseReason,
    /// Who looks after the person from now on.
    pub onward_provider: Option<Organisation>,
    /// The day.
    pub closed_at: NaiveDate,
}
