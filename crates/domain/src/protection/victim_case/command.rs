//! What can be asked of a protection file.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::{
    CloseReason, CompensationKind, CompetentAuthority, ConsentGiver, ConsentScope,
    DecidingOrganisation, DisqualificationGround, Exploitation, ExploitationLink, ExtensionReason,
    GroundsOutcome, GuardianKind, ImmediateSafety, Indicator, InformedAnswers, Jurisdiction,
    Majority, Mechanism, Narrative, NeedDomain, NeedLevel, Organisation, Provider,
    ReconsiderationOutcome, Reference, ScreeningOutcome, ScreeningTool, SpecialMeasure,
    SupportKind, TraffickingStatus, WhereaboutsKind,
};
use crate::id::InvestigationId;
use crate::value::{
    BirthDate, CountryCode, ExhibitRef, Gender, LanguageTag, LegalBasis, PersonName, Place,
    Selector, TravelDocument, VictimAlias,
};
use crate::{AgencyId, Personal};

/// A guardian, trafficking guardian or children officer that was told of a child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuardianNotification {
    /// Who was told.
    pub kind: GuardianKind,
    /// The reference of the notification.
    pub reference: Reference,
}

/// A command to a protection file. Dates are days at the place of the deciding body and never lie in
/// the future. What is not said to change nothing when repeated is a new fact each time.
#[derive(Debug, Clone, Serialize)]
pub enum VictimCaseCommand {
    /// Registers a possible victim by alias, without identity. Repeated: nothing.
    Register {
        /// The investigation the person was met in.
        investigation: InvestigationId,
        /// What the person is called outside the file: of the agency's country, and unique in the
        /// agency.
        alias: VictimAlias,
        /// Whose mechanism protects the person.
        jurisdiction: Jurisdiction,
        /// Adult, child or disputed.
        majority: Majority,
        /// The language the person speaks best.
        language: LanguageTag,
        /// How safe the person is now.
        immediate_safety: ImmediateSafety,
    },
    /// Records who the person is.
    RecordIdentity {
        /// The name.
        name: Personal<PersonName>,
        /// The date of birth.
        birth: Option<Personal<BirthDate>>,
        /// The gender.
        gender: Option<Gender>,
        /// The countries of citizenship.
        citizenships: BTreeSet<CountryCode>,
        /// Passports and other documents.
        documents: Vec<Personal<TravelDocument>>,
        /// The person's own phones.
        phones: Vec<Personal<Selector>>,
    },
    /// Records a phone, account or other selector of the person.
    RecordSelector {
        /// The selector.
        selector: Personal<Selector>,
    },
    /// Records where the person can be found.
    RecordWhereabouts {
        /// What kind of place it is.
        kind: WhereaboutsKind,
        /// The place.
        place: Personal<Place>,
    },
    /// Records whether the person is an adult, once assessed or newly disputed. Repeated: nothing.
    DetermineMajority {
        /// Adult, child or disputed.
        majority: Majority,
        /// Who assessed it.
        assessed_by: Organisation,
        /// The reference of the assessment.
        reference: Reference,
    },
    /// Records that a guardian or officer was told of a child (V1). Of the same kind again: nothing.
    NotifyGuardian {
        /// Who was told, under which reference.
        notification: GuardianNotification,
    },
    /// Records a screening.
    Screen {
        /// The tool.
        tool: ScreeningTool,
        /// The answers, if they are to be kept.
        answers: Option<Personal<Narrative>>,
        /// The indicators found, by the tool's codes.
        indicators: BTreeSet<Indicator>,
        /// What it came to.
        outcome: ScreeningOutcome,
    },
    /// Records a yes or no. A yes counts only when it was informed. Repeated: nothing.
    RecordConsent {
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
    /// Takes a yes back, at any time, even after closing. Repeated: nothing.
    WithdrawConsent {
        /// To what.
        scopes: BTreeSet<ConsentScope>,
    },
    /// Records the referral to the mechanism (V1). Repeated with its reference: nothing.
    Refer {
        /// The mechanism of the file's jurisdiction.
        mechanism: Mechanism,
        /// The reference of its receipt.
        referral_ref: Reference,
        /// The organisation that referred.
        first_responder_org: Organisation,
        /// The day it was received.
        received_at: NaiveDate,
        /// For a child whose guardian is notified along with the referral.
        notification: Option<GuardianNotification>,
    },
    /// Records the notification of an adult who refused referral (V2). Repeated: nothing.
    SendDutyToNotify {
        /// Without anything that identifies the person.
        anonymous: bool,
        /// The agency that is notified.
        to: AgencyId,
    },
    /// Records the reasonable-grounds decision (V3); a positive one opens the recovery period (V4).
    /// Repeated with the same outcome and day: nothing.
    DecideReasonableGrounds {
        /// Which way.
        outcome: GroundsOutcome,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
        /// The end of the recovery period, when it is longer than the law's minimum.
        recovery_ends: Option<NaiveDate>,
    },
    /// Extends the recovery period. To the same day again: nothing.
    ExtendRecoveryPeriod {
        /// The first day on which a conclusive decision can then be taken.
        until: NaiveDate,
        /// Why.
        reason: ExtensionReason,
    },
    /// Records the conclusive-grounds decision (V3). Repeated with the same outcome and day: nothing.
    DecideConclusiveGrounds {
        /// Which way.
        outcome: GroundsOutcome,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
    },
    /// Asks for a negative decision to be looked at again. Repeated: nothing.
    RequestReconsideration {
        /// The first responder or support provider that asks.
        requested_by: Organisation,
        /// The reference of the request.
        reference: Reference,
    },
    /// Records what came of a reconsideration.
    DecideReconsideration {
        /// What came of it.
        outcome: ReconsiderationOutcome,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
    },
    /// Records that the protection was refused or withdrawn. Repeated: nothing.
    Disqualify {
        /// Why.
        ground: DisqualificationGround,
        /// By whom.
        competent_authority: CompetentAuthority,
        /// On which day.
        decided_at: NaiveDate,
        /// The reference of the reasons.
        reasons_ref: Reference,
    },
    /// Records emergency care after registration in the mechanism.
    RecordEmergencyCare {
        /// What help was given; empty when the person was seen and needed none.
        given: BTreeSet<NeedDomain>,
    },
    /// Records how much help is needed with one thing. Repeated: nothing.
    AssessNeeds {
        /// With what.
        domain: NeedDomain,
        /// How much.
        level: NeedLevel,
    },
    /// Sets the plan for the person's safety.
    SetSafetyPlan {
        /// The plan.
        plan: Personal<Narrative>,
        /// When to look at it again.
        review_on: Option<NaiveDate>,
    },
    /// Makes someone responsible for support; an agency's victim-support officers may then write in
    /// the file. Repeated: nothing.
    AssignSupport {
        /// Who.
        provider: Provider,
    },
    /// Agrees a support plan, or another in its place.
    AdoptSupportPlan {
        /// What it helps with.
        kinds: BTreeSet<SupportKind>,
        /// When it is planned to end.
        planned_end: Option<NaiveDate>,
    },
    /// Begins the support of the person as a witness. For the same agency again: nothing.
    BeginProsecutionSupport {
        /// The prosecuting agency.
        agency: AgencyId,
    },
    /// Records an application for compensation. Repeated: nothing.
    SeekCompensation {
        /// By which way.
        kind: CompensationKind,
        /// The reference of the application.
        reference: Reference,
    },
    /// Determines whether the person is a victim (V8). To the same status again: nothing.
    DetermineStatus {
        /// The status.
        status: TraffickingStatus,
        /// Who decided.
        deciding_org: Option<DecidingOrganisation>,
        /// The reference of the reasons.
        reasons_ref: Option<Reference>,
    },
    /// Records what was done to the person, in codes.
    RecordExploitation {
        /// What was done.
        exploitation: Exploitation,
    },
    /// Claims that the person must not be punished for an act. Repeated: nothing.
    ClaimNonpunishment {
        /// The provision the act is an offence under.
        act: LegalBasis,
        /// How the exploitation led to it.
        link_to_exploitation: ExploitationLink,
    },
    /// Records that a statement was taken. For the same exhibit again: nothing.
    RecordStatement {
        /// Its exhibit.
        exhibit_ref: ExhibitRef,
        /// How the person was protected.
        special_measures: BTreeSet<SpecialMeasure>,
    },
    /// Files a statement on the impact. For the same exhibit again: nothing.
    FileImpactStatement {
        /// Its exhibit.
        exhibit_ref: ExhibitRef,
    },
    /// Begins the return into everyday life. Repeated: nothing.
    BeginReintegration {
        /// Who helps.
        provider: Provider,
    },
    /// Plans the return home (V7).
    PlanRepatriation {
        /// The country.
        destination: CountryCode,
        /// Who will receive the person, where that is known.
        receiving_provider: Option<Organisation>,
        /// The reference of the determination of the child's best interests.
        best_interests_ref: Option<Reference>,
    },
    /// Confirms that the person is home and was handed over (V7). Repeated: nothing.
    ConfirmRepatriation {
        /// Who received the person.
        receiving_provider: Organisation,
    },
    /// Begins aftercare. Repeated: nothing.
    BeginAftercare {
        /// Who gives it.
        provider: Provider,
    },
    /// Closes the file. Repeated: nothing.
    Close {
        /// Why.
        reason: CloseReason,
        /// Who looks after the person from now on.
        onward_provider: Option<Organisation>,
    },
}
