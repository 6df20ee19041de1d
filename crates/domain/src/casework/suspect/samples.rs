//! One event of every kind, as it is stored.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::{
    AppropriateAdult, AppropriateAdultKind, ChargeOutcome, Counsel, DetentionRule,
    ForcedLabourIndicator, NetworkRole, NonpunishmentDecision, ReleaseType, RoleInProcess, Suspect,
    SuspectEvent as Event, SuspectStatus, WantedMeasure, WantedScope,
};
use crate::casework::text::{IccsCode, Offence};
use crate::metadata::SourceKind;
use crate::testing::{at, check_samples};
use crate::value::{
    BirthBasis, BirthDate, CountryCode, ExhibitRef, Grade, GradeScheme, LanguageTag, LegalBasis,
    Msisdn, PersonName, Place, PlaceKind, Selector, SubdivisionCode,
};
use crate::{AgencyId, Personal, SourceRef};

fn law(country: &str, act: &str, provision: &str) -> LegalBasis {
    LegalBasis::parse(country, act, provision).unwrap()
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn name(text: &str) -> Personal<PersonName> {
    Personal::new(PersonName::parse(text).unwrap())
}

fn born(text: &str, basis: BirthBasis) -> Personal<BirthDate> {
    Personal::new(BirthDate::parse(text, basis).unwrap())
}

fn nairobi() -> Place {
    let kenya = CountryCode::parse("KE").unwrap();
    let county = SubdivisionCode::parse("KE-30").unwrap();
    Place::try_new("Nairobi", None, kenya, Some(county), PlaceKind::Town).unwrap()
}

fn samples() -> Vec<Event> {
    let trafficking = "Counter-Trafficking in Persons Act 2010";
    let language = |tag| LanguageTag::parse(tag).unwrap();
    vec![
        Event::Nominated {
            investigation: Uuid::from_u128(117).into(),
            agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
            nominal_id: Some(Uuid::from_u128(9).into()),
            name: Some(name("Dickson Kibet Murage")),
            description: Some(said("Director of an agency that places care workers")),
            birth: Some(born("1984-11-09", BirthBasis::Document)),
            roles: BTreeSet::from([RoleInProcess::RecruiterOrIntermediary]),
            network_roles: BTreeSet::from([NetworkRole::Organiser, NetworkRole::Recruiter]),
            grounds: said("Named by three applicants as the one who took the fees"),
            source_ref: Some(SourceRef {
                kind: SourceKind::IntelligenceReport,
                reference: "IR-2026-0012".into(),
                grade: Some(Grade::parse(GradeScheme::Uk3x5x2, "2B").unwrap()),
            }),
        },
        Event::NominalLinked { nominal_id: Uuid::from_u128(9).into() },
        Event::NominalUnlinked {
            nominal_id: Uuid::from_u128(9).into(),
            reason: said("Two men of one name; the passport is another's"),
        },
        Event::SelectorRecorded {
            selector: Personal::new(Selector::Phone(Msisdn::parse("+254 199 000 141").unwrap())),
        },
        Event::AliasRecorded { name: name("Boss Dickie") },
        Event::BirthRecorded { birth: born("1984", BirthBasis::Stated) },
        Event::GroundsAdded {
            text: said("The ledger lists payments under his initials"),
            source_ref: Some(SourceRef {
                kind: SourceKind::Exhibit,
                reference: "JM/2".into(),
                grade: None,
            }),
        },
        Event::StatusChanged {
            from: SuspectStatus::PersonOfInterest,
            to: SuspectStatus::Suspect,
            basis: said("The ledger and three statements agree"),
        },
        Event::WantedMarked {
            scope: WantedScope::Regional,
            measure: WantedMeasure::Arrest,
            legal_basis: law("KE", "Criminal Procedure Code", "s.100"),
            expires: NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(),
        },
        Event::Arrested {
            place: Personal::new(nairobi()),
            power: law("KE", "Criminal Procedure Code", "s.29"),
            by: said("Sgt J. Mutiso, 48213"),
            rights_given: true,
            interpreter: Some(language("sw")),
        },
        Event::DetentionClockStarted {
            rule: DetentionRule::KeArraign,
            due: at("2026-03-12T04:30:00Z"),
        },
        Event::Released {
            release_type: ReleaseType::CourtBail,
            conditions: Some(said("Passport deposited with the court")),
        },
        Event::Interviewed {
            exhibit_ref: ExhibitRef::parse("JM/7").unwrap(),
            language: language("sw"),
            counsel: Counsel::Present,
            appropriate_adult: Some(AppropriateAdult {
                kind: AppropriateAdultKind::ChildrenOfficer,
                name: name("Halima Guyo"),
            }),
        },
        Event::Eliminated { reason: said("Shown to have been abroad throughout") },
        Event::PossibleVictimFlagged {
            indicator_set: BTreeSet::from([ForcedLabourIndicator::IntimidationAndThreats]),
        },
        Event::NonpunishmentReviewed {
            decision: NonpunishmentDecision::DoNotProceed,
            provision: law("KE", trafficking, "s.14"),
            reasons: said("Kept watch under threat"),
        },
        Event::Charged {
            offences: BTreeSet::from([Offence {
                statute: law("KE", trafficking, "s.3"),
                iccs_code: Some(IccsCode::parse("0204").unwrap()),
            }]),
        },
        Event::OutcomeRecorded { outcome: ChargeOutcome::Convicted },
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<Suspect>(&samples());
}
