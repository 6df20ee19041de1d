//! One sample of every event of a protection file, as it is stored; every person is fictional.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::value::{
    BirthBasis, BirthDate, CountryCode, DocumentKind, Gender, Genuineness, LanguageTag, LegalBasis,
    Msisdn, PartialTime, PersonName, Place, PlaceKind, Selector, TravelDocument, VictimAlias,
};
use crate::{AgencyId, Personal};

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn agency(code: &str) -> AgencyId {
    AgencyId::parse(code).unwrap()
}

pub fn country(code: &str) -> CountryCode {
    CountryCode::parse(code).unwrap()
}

pub fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

pub fn organisation(text: &str) -> Organisation {
    Organisation::parse(text).unwrap()
}

pub fn narrative(text: &str) -> Personal<Narrative> {
    Narrative::parse(text).unwrap().into()
}

pub fn place(name: &str, code: &str, kind: PlaceKind) -> Place {
    Place::try_new(name, None, country(code), None, kind).unwrap()
}

pub fn phone(number: &str) -> Personal<Selector> {
    Selector::Phone(Msisdn::parse(number).unwrap()).into()
}

pub fn name(text: &str) -> Personal<PersonName> {
    PersonName::parse(text).unwrap().into()
}

pub fn passport(number: &str, issuer: &str) -> Personal<TravelDocument> {
    let (kind, genuineness) = (DocumentKind::Passport, Genuineness::Genuine);
    TravelDocument::try_new(kind, number, country(issuer), None, genuineness).unwrap().into()
}

pub fn born(date: &str) -> Personal<BirthDate> {
    BirthDate::parse(date, BirthBasis::Document).unwrap().into()
}

pub fn indicator(code: &str, strength: IndicatorStrength) -> Indicator {
    Indicator { code: IndicatorCode::parse(code).unwrap(), strength }
}

pub fn informed() -> InformedAnswers {
    InformedAnswers {
        agrees_to_interview: true,
        informed_of_purpose: true,
        informed_of_use: true,
        informed_of_research: true,
        informed_of_right_to_request: true,
        informed_of_retention: true,
        informed_of_withdrawal: true,
    }
}

pub fn act() -> LegalBasis {
    LegalBasis::try_new(country("GB"), "Fraud Act 2006", "s.2").unwrap()
}

pub fn samples() -> Vec<VictimCaseEvent> {
    [about_the_person(), to_the_referral(), decisions(), care(), beside_and_after()].concat()
}

fn about_the_person() -> Vec<VictimCaseEvent> {
    vec![
        VictimCaseEvent::Registered {
            investigation: Uuid::from_u128(42).into(),
            agency: agency("UK-NMC"),
            alias: VictimAlias::parse("VIC-UK-2026-0031").unwrap(),
            jurisdiction: Jurisdiction::Uk,
            majority: Majority::Adult,
            language: LanguageTag::parse("sw").unwrap(),
            immediate_safety: ImmediateSafety::AtRisk,
        },
        VictimCaseEvent::IdentityRecorded {
            name: name("Mercy Anyango NEKESA"),
            birth: Some(born("1998-03-14")),
            gender: Some(Gender::Feminine),
            citizenships: [country("KE")].into(),
            documents: vec![passport("ZK0041771", "KE")],
            phones: vec![phone("+44 7700 900419")],
        },
        VictimCaseEvent::SelectorRecorded { selector: phone("+44 7700 900420") },
        VictimCaseEvent::WhereaboutsRecorded {
            kind: WhereaboutsKind::Accommodation,
            place: place("Safe house 3", "GB", PlaceKind::House).into(),
        },
        VictimCaseEvent::MajorityDetermined {
            majority: Majority::Adult,
            assessed_by: organisation("Northmere County Council"),
            reference: reference("AGE-26-014"),
            determined_at: day("2026-03-03"),
        },
        VictimCaseEvent::GuardianNotificationDue {
            clock: ClockCode::KeChildNotification,
            started: day("2026-01-15"),
            due: day("2026-01-16"),
        },
        VictimCaseEvent::GuardianNotified {
            kind: GuardianKind::ChildrenOfficer,
            reference: reference("CO-ISL-0051"),
            notified_at: day("2026-01-15"),
        },
    ]
}

fn to_the_referral() -> Vec<VictimCaseEvent> {
    vec![
        VictimCaseEvent::Screened {
            tool: ScreeningTool::Ilo11,
            indicators: [
                indicator("DebtBondage", IndicatorStrength::Strong),
                indicator("WithholdingOfWages", IndicatorStrength::Medium),
            ]
            .into(),
            outcome: ScreeningOutcome::IndicatorsFound,
        },
        VictimCaseEvent::ScreeningAnswersRecorded {
            tool: ScreeningTool::Ilo11,
            answers: narrative("Owes a fee for the job.\nPassport kept by the employer."),
        },
        VictimCaseEvent::ConsentRecorded {
            scopes: [
                ConsentScope::Referral,
                ConsentScope::ShareWith { agency: agency("KE-DCI-TOCU") },
            ]
            .into(),
            given: true,
            answers: informed(),
            interpreter: true,
            by: ConsentGiver::Person,
        },
        VictimCaseEvent::ConsentWithdrawn { scopes: [ConsentScope::Media].into() },
        VictimCaseEvent::Withdrawn { withdrawn_at: day("2026-03-20") },
        VictimCaseEvent::DutyToNotifyDue { started: day("2026-03-02"), due: day("2026-03-09") },
        VictimCaseEvent::DutyToNotifySent {
            anonymous: true,
            to: agency("UK-HO-SCA"),
            sent_at: day("2026-03-03"),
        },
        VictimCaseEvent::Referred {
            mechanism: Mechanism::UkNrm,
            referral_ref: reference("SCA-26-003117"),
            first_responder_org: organisation("Northmere Constabulary"),
            received_at: day("2026-03-02"),
            decision_due: Some(day("2026-03-09")),
        },
    ]
}

fn decisions() -> Vec<VictimCaseEvent> {
    let competent_authority = CompetentAuthority::Sca;
    vec![
        VictimCaseEvent::ReasonableGroundsDecided {
            outcome: GroundsOutcome::Positive,
            competent_authority,
            decided_at: day("2026-03-09"),
            reasons_ref: reference("SCA-26-003117/RG"),
        },
        VictimCaseEvent::RecoveryPeriodStarted {
            started: day("2026-03-09"),
            ends_not_before: day("2026-04-08"),
        },
        VictimCaseEvent::RecoveryPeriodExtended {
            until: day("2026-04-22"),
            reason: ExtensionReason::Health,
        },
        VictimCaseEvent::ConclusiveGroundsDecided {
            outcome: GroundsOutcome::Positive,
            competent_authority,
            decided_at: day("2026-05-20"),
            reasons_ref: reference("SCA-26-003117/CG"),
        },
        VictimCaseEvent::ReconsiderationRequested {
            decision: GroundsDecision::ReasonableGrounds,
            requested_by: organisation("Harbour Support Trust"),
            reference: reference("HST-7"),
        },
        VictimCaseEvent::ReconsiderationDecided {
            decision: GroundsDecision::ReasonableGrounds,
            outcome: ReconsiderationOutcome::Overturned,
            competent_authority,
            decided_at: day("2026-03-30"),
            reasons_ref: reference("SCA-26-003117/REC"),
        },
        VictimCaseEvent::Disqualified {
            ground: DisqualificationGround::PublicOrder,
            competent_authority,
            decided_at: day("2026-04-01"),
            reasons_ref: reference("SCA-26-003117/DQ"),
        },
    ]
}

fn care() -> Vec<VictimCaseEvent> {
    vec![
        VictimCaseEvent::EmergencyCareRecorded {
            given: [NeedDomain::Medical, NeedDomain::SafeAccommodation].into(),
        },
        VictimCaseEvent::NeedsAssessed { domain: NeedDomain::MentalHealth, level: NeedLevel::High },
        VictimCaseEvent::SafetyPlanSet {
            plan: narrative("Moves only with an escort."),
            review_on: Some(day("2026-04-01")),
        },
        VictimCaseEvent::SupportAssigned { provider: Provider::Agency(agency("KE-CPS")) },
        VictimCaseEvent::SupportPlanAdopted {
            kinds: [SupportKind::Health, SupportKind::Livelihood].into(),
            planned_end: Some(day("2026-12-31")),
        },
        VictimCaseEvent::ProsecutionSupportBegun { agency: agency("KE-ODPP") },
        VictimCaseEvent::CompensationSought {
            kind: CompensationKind::Fund,
            reference: reference("NATF/2026/18"),
        },
        VictimCaseEvent::ReintegrationBegun {
            provider: Provider::Organisation(organisation("Tumaini Livelihoods")),
        },
        VictimCaseEvent::RepatriationPlanned {
            destination: country("KE"),
            receiving_provider: Some(organisation("Tumaini Livelihoods")),
            best_interests_ref: None,
        },
        VictimCaseEvent::RepatriationConfirmed {
            receiving_provider: organisation("Tumaini Livelihoods"),
        },
        VictimCaseEvent::AftercareBegun { provider: Provider::Agency(agency("KE-CPS")) },
    ]
}

fn beside_and_after() -> Vec<VictimCaseEvent> {
    vec![
        VictimCaseEvent::StatusDetermined {
            status: TraffickingStatus::Actual,
            deciding_org: Some(DecidingOrganisation::NonPoliceGovernment),
            reasons_ref: Some(reference("SCA-26-003117/CG")),
        },
        VictimCaseEvent::ExploitationRecorded {
            exploitation: Exploitation {
                types: [ExploitationType::ForcedLabour].into(),
                industries: [Industry::Health].into(),
                sexual_types: BTreeSet::new(),
                methods_of_control: [
                    MethodOfControl::DebtBondage,
                    MethodOfControl::WithholdsDocuments,
                ]
                .into(),
                recruitment: [RecruitmentMethod::OnlineAdvertisement].into(),
                recruitment_websites: [WebsiteOrApp::Facebook].into(),
                exploitation_websites: BTreeSet::new(),
                relationship: Some(RelationshipToTrafficker::Unacquainted),
                start: Some(time("2025-11-18")),
                end: Some(time("2026-02-27")),
                place: Some(place("14 Alder Row, Leicester", "GB", PlaceKind::House)),
            },
        },
        VictimCaseEvent::NonpunishmentClaimed {
            act: act(),
            link_to_exploitation: ExploitationLink::Compelled,
        },
        VictimCaseEvent::StatementTaken {
            exhibit_ref: "TB/4".parse().unwrap(),
            special_measures: [SpecialMeasure::VideoLink].into(),
        },
        VictimCaseEvent::ImpactStatementFiled { exhibit_ref: "TB/5".parse().unwrap() },
        VictimCaseEvent::CaseClosed {
            reason: CloseReason::SupportCompleted,
            onward_provider: Some(organisation("Harbour Support Trust")),
            closed_at: day("2026-09-30"),
        },
    ]
}

fn time(text: &str) -> PartialTime {
    PartialTime::parse(text, crate::value::UtcOffset::UTC).unwrap()
}
