//! What can happen in a protection file.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    ClockCode, CloseReason, CompensationKind, CompetentAuthority, ConsentGiver, ConsentScope,
    DecidingOrganisation, DisqualificationGround, Exploitation, ExploitationLink, ExtensionReason,
    GroundsDecision, GroundsOutcome, GuardianKind, ImmediateSafety, Indicator, InformedAnswers,
    Jurisdiction, Majority, Mechanism, Narrative, NeedDomain, NeedLevel, Organisation, Provider,
    ReconsiderationOutcome, Reference, ScreeningOutcome, ScreeningTool, SpecialMeasure,
    SupportKind, TraffickingStatus, WhereaboutsKind,
};
use crate::id::InvestigationId;
use crate::value::{
    BirthDate, CountryCode, ExhibitRef, Gender, LanguageTag, LegalBasis, PersonName, Place,
    Selector, TravelDocument, VictimAlias,
};
use crate::{AgencyId, Personal};

/// A fact of a protection file. Only facts that [`Self::is_protected`] hold personal fields (rule
/// V6): all others know the person by alias and speak in codes and references.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum VictimCaseEvent {
    /// A person was registered as a possible victim, by alias.
    Registered {
        /// The investigation the person was met in.
        investigation: InvestigationId,
        /// The agency that owns the file.
        agency: AgencyId,
        /// What the person is called outside the file.
        alias: VictimAlias,
        /// Whose mechanism protects the person.
        jurisdiction: Jurisdiction,
        /// Adult, child or disputed.
        majority: Majority,
        /// The language the person speaks best.
        language: LanguageTag,
        /// How safe the person was.
        immediate_safety: ImmediateSafety,
    },
    /// Who the person is was recorded. Protected.
    IdentityRecorded {
        /// The name.
        name: Personal<PersonName>,
        /// The date of birth.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        birth: Option<Personal<BirthDate>>,
        /// The gender.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gender: Option<Gender>,
        /// The countries of citizenship.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        citizenships: BTreeSet<CountryCode>,
        /// Passports and other documents.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        documents: Vec<Personal<TravelDocument>>,
        /// The person's own phones.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        phones: Vec<Personal<Selector>>,
    },
    /// A phone, account or other selector of the person was recorded. Protected.
    SelectorRecorded {
        /// The selector.
        selector: Personal<Selector>,
    },
    /// Where the person can be found was recorded. Protected.
    WhereaboutsRecorded {
        /// What kind of place it is.
        kind: WhereaboutsKind,
        /// The place.
        place: Personal<Place>,
    },
    /// Whether the person is an adult was determined.
    MajorityDetermined {
        /// Adult, child or disputed.
        majority: Majority,
        /// Who assessed it.
        assessed_by: Organisation,
        /// The reference of the assessment.
        reference: Reference,
        /// The day.
        determined_at: NaiveDate,
    },
    /// A guardian must be notified for the child.
    GuardianNotificationDue {
        /// The time limit that runs.
        clock: ClockCode,
        /// The day it runs from.
        started: NaiveDate,
        /// The last day in time.
        due: NaiveDate,
    },
    /// A guardian, trafficking guardian or children officer was notified for the child.
    GuardianNotified {
        /// Who.
        kind: GuardianKind,
        /// The reference of the notification.
        reference: Reference,
        /// The day.
        notified_at: NaiveDate,
    },
    /// The person was screened for signs of trafficking.
    Screened {
        /// The tool.
        tool: ScreeningTool,
        /// The indicators found.
        indicators: BTreeSet<Indicator>,
        /// What it came to.
        outcome: ScreeningOutcome,
    },
    /// The answers given in a screening were recorded. Protected.
    ScreeningAnswersRecorded {
        /// The tool.
        tool: ScreeningTool,
        /// The answers.
        answers: Personal<Narrative>,
    },
    /// A yes or no was recorded.
    ConsentRecorded {
        /// To what.
        scopes: BTreeSet<ConsentScope>,
        /// Yes or no.
        given: bool,
        /// The seven answers on consent.
        answers: InformedAnswers,
        /// Whether an interpreter took part.
        interpreter: bool,
        /// Who said so.
        by: ConsentGiver,
    },
    /// A yes was taken back.
    ConsentWithdrawn {
        /// To what.
        scopes: BTreeSet<ConsentScope>,
    },
    /// The person left the mechanism by withdrawing the consent to referral.
    Withdrawn {
        /// The day.
        withdrawn_at: NaiveDate,
    },
    /// An adult refused referral in the United Kingdom: the Home Office must be notified.
    DutyToNotifyDue {
        /// The day of the refusal.
        started: NaiveDate,
        /// The last day in time.
        due: NaiveDate,
    },
    /// The Home Office was notified.
    DutyToNotifySent {
        /// Without anything that identifies the person.
        anonymous: bool,
        /// The agency that was notified.
        to: AgencyId,
        /// The day.
        sent_at: NaiveDate,
    },
    /// The person was referred to the mechanism.
    Referred {
        /// The mechanism.
        mechanism: Mechanism,
        /// The reference of its receipt.
        referral_ref: Reference,
        /// The organisation that referred.
        first_responder_org: Organisation,
        /// The day it was received.
        received_at: NaiveDate,
        /// By when the first decision is aimed at, where one is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        decision_due: Option<NaiveDate>,
    },
    /// It was decided whether there are reasonable grounds.
    ReasonableGroundsDecided {
        /// Which way.
        outcome: GroundsOutcome,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
    },
    /// The recovery period began.
    RecoveryPeriodStarted {
        /// The day of the positive decision.
        started: NaiveDate,
        /// The first day on which a conclusive decision can be taken.
        ends_not_before: NaiveDate,
    },
    /// The recovery period was extended.
    RecoveryPeriodExtended {
        /// The first day on which a conclusive decision can now be taken.
        until: NaiveDate,
        /// Why.
        reason: ExtensionReason,
    },
    /// It was decided whether there are conclusive grounds.
    ConclusiveGroundsDecided {
        /// Which way.
        outcome: GroundsOutcome,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
    },
    /// A negative decision is to be looked at again.
    ReconsiderationRequested {
        /// Which decision.
        decision: GroundsDecision,
        /// The first responder or support provider that asked.
        requested_by: Organisation,
        /// The reference of the request.
        reference: Reference,
    },
    /// A negative decision was looked at again.
    ReconsiderationDecided {
        /// Which decision.
        decision: GroundsDecision,
        /// What came of it.
        outcome: ReconsiderationOutcome,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
    },
    /// The protection was refused or withdrawn.
    Disqualified {
        /// Why.
        ground: DisqualificationGround,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
    },
    /// The person was seen for emergency care.
    EmergencyCareRecorded {
        /// What help was given; empty when the person was seen and needed none.
        given: BTreeSet<NeedDomain>,
    },
    /// A need was assessed.
    NeedsAssessed {
        /// With what.
        domain: NeedDomain,
        /// How much.
        level: NeedLevel,
    },
    /// A plan for the person's safety was made. Protected.
    SafetyPlanSet {
        /// The plan.
        plan: Personal<Narrative>,
        /// When to look at it again.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        review_on: Option<NaiveDate>,
    },
    /// Someone was made responsible for support.
    SupportAssigned {
        /// Who.
        provider: Provider,
    },
    /// A support plan was agreed.
    SupportPlanAdopted {
        /// What it helps with.
        kinds: BTreeSet<SupportKind>,
        /// When it is planned to end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        planned_end: Option<NaiveDate>,
    },
    /// The person is supported as a witness in a prosecution.
    ProsecutionSupportBegun {
        /// The prosecuting agency.
        agency: AgencyId,
    },
    /// Compensation was applied for.
    CompensationSought {
        /// By which way.
        kind: CompensationKind,
        /// The reference of the application.
        reference: Reference,
    },
    /// It was determined whether the person is a victim.
    StatusDetermined {
        /// The status.
        status: TraffickingStatus,
        /// Who decided.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        deciding_org: Option<DecidingOrganisation>,
        /// The reference of the reasons.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reasons_ref: Option<Reference>,
    },
    /// What was done to the person was recorded, in codes.
    ExploitationRecorded {
        /// What was done.
        #[serde(flatten)]
        exploitation: Exploitation,
    },
    /// It was claimed that the person must not be punished for an act.
    NonpunishmentClaimed {
        /// The provision the act is an offence under.
        act: LegalBasis,
        /// How the exploitation led to it.
        link_to_exploitation: ExploitationLink,
    },
    /// A statement was taken.
    StatementTaken {
        /// Its exhibit.
        exhibit_ref: ExhibitRef,
        /// How the person was protected.
        special_measures: BTreeSet<SpecialMeasure>,
    },
    /// A statement on the impact was filed (Counter-Trafficking in Persons Act 2010, s.12).
    ImpactStatementFiled {
        /// Its exhibit.
        exhibit_ref: ExhibitRef,
    },
    /// The return into everyday life began.
    ReintegrationBegun {
        /// Who helps.
        provider: Provider,
    },
    /// The return home was planned.
    RepatriationPlanned {
        /// The country.
        destination: CountryCode,
        /// Who will receive the person, where that is known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        receiving_provider: Option<Organisation>,
        /// The reference of the determination of the child's best interests.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        best_interests_ref: Option<Reference>,
    },
    /// The person is home and was handed over to a provider.
    RepatriationConfirmed {
        /// Who received the person.
        receiving_provider: Organisation,
    },
    /// Aftercare began.
    AftercareBegun {
        /// Who gives it.
        provider: Provider,
    },
    /// The file was closed.
    CaseClosed {
        /// Why.
        reason: CloseReason,
        /// Who looks after the person from now on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        onward_provider: Option<Organisation>,
        /// The day.
        closed_at: NaiveDate,
    },
}
