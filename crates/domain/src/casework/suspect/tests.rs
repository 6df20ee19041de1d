//! Fixtures of a suspect's tests: who acts, what was asked, and how a person got where they are.

mod commands;
mod machine;
mod nominal;
mod rules;
mod sequence;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::SuspectStatus::{
    self, Acquitted, Arrested, Bailed, Charged, Convicted, Discontinued, Eliminated,
    PersonOfInterest, Wanted,
};
use super::{
    ChargeOutcome, Counsel, ForcedLabourIndicator, NetworkRole, NonpunishmentDecision, ReleaseType,
    SuspectCommand as Command, SuspectEvent as Event, WantedMeasure, WantedScope,
};
use crate::casework::text::Offence;
use crate::id::NominalId;
use crate::metadata::{Role, SourceKind};
use crate::nominals::nominal::{NamedNominal, NominalCategory};
use crate::testing::{akinyi, by};
use crate::value::{
    BirthBasis, BirthDate, CountryCode, ExhibitRef, Grade, GradeScheme, LanguageTag, LegalBasis,
    Msisdn, PersonName, Place, PlaceKind, Selector, SubdivisionCode,
};
use crate::{AgencyId, Metadata, Personal, SourceRef};

fn harriet_of_another_agency() -> Metadata {
    by("harriet", "UK-NMC", Role::Investigator)
}

fn njeri_the_prosecutor() -> Metadata {
    by("njeri", "KE-ODPP", Role::Prosecutor)
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn name(text: &str) -> Personal<PersonName> {
    Personal::new(PersonName::parse(text).unwrap())
}

fn born(date: &str) -> Personal<BirthDate> {
    Personal::new(BirthDate::parse(date, BirthBasis::Document).unwrap())
}

fn trafficking(provision: &str) -> LegalBasis {
    LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", provision).unwrap()
}

fn offences(provisions: &[&str]) -> BTreeSet<Offence> {
    provisions.iter().map(|p| Offence { statute: trafficking(p), iccs_code: None }).collect()
}

fn place(country: &str, subdivision: Option<&str>) -> Personal<Place> {
    let part = subdivision.map(|part| SubdivisionCode::parse(part).unwrap());
    let country = CountryCode::parse(country).unwrap();
    Personal::new(Place::try_new("Somewhere", None, country, part, PlaceKind::Town).unwrap())
}

fn exhibit() -> SourceRef {
    SourceRef { kind: SourceKind::Exhibit, reference: "JM/2".into(), grade: None }
}

fn report(grade: &str) -> SourceRef {
    SourceRef {
        kind: SourceKind::IntelligenceReport,
        reference: "IR-2026-0012".into(),
        grade: Some(Grade::parse(GradeScheme::Uk3x5x2, grade).unwrap()),
    }
}

fn resting_on(source: SourceRef) -> Metadata {
    Metadata { source: Some(source), ..akinyi() }
}

fn nominate() -> Command {
    Command::Nominate {
        investigation: Uuid::from_u128(117).into(),
        nominal_id: None,
        named: None,
        name: Some(name("Dickson Kibet Murage")),
        description: None,
        birth: Some(born("1984-11-09")),
        roles: BTreeSet::new(),
        network_roles: BTreeSet::from([NetworkRole::Organiser]),
        grounds: said("Named by three applicants"),
    }
}

fn nominated_with(birth: Option<Personal<BirthDate>>, source_ref: Option<SourceRef>) -> Event {
    Event::Nominated {
        investigation: Uuid::from_u128(117).into(),
        agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
        nominal_id: None,
        name: Some(name("Dickson Kibet Murage")),
        description: None,
        birth,
        roles: BTreeSet::new(),
        network_roles: BTreeSet::from([NetworkRole::Organiser]),
        grounds: said("Named by three applicants"),
        source_ref,
    }
}

fn nominated() -> Event {
    nominated_with(Some(born("1984-11-09")), None)
}

/// The person's record in KE-DCI-TOCU.
fn nominal() -> NominalId {
    Uuid::from_u128(9).into()
}

/// A record about a person, of an agency.
#[expect(clippy::unnecessary_wraps, reason = "a command takes it as it comes")]
fn person_of(agency: &str) -> Option<NamedNominal> {
    let agency = AgencyId::parse(agency).unwrap();
    Some(NamedNominal::Another { agency, category: NominalCategory::Person })
}

fn link() -> Command {
    Command::LinkNominal { nominal: nominal(), named: person_of("KE-DCI-TOCU") }
}

fn linked() -> Event {
    Event::NominalLinked { nominal_id: nominal() }
}

fn unlink() -> Command {
    Command::UnlinkNominal { reason: said("Two men of one name") }
}

fn selector() -> Command {
    let phone = Msisdn::parse("+254 199 000 141").unwrap();
    Command::RecordSelector { selector: Personal::new(Selector::Phone(phone)) }
}

fn suspect_now() -> Command {
    Command::ChangeStatus { to: SuspectStatus::Suspect, basis: said("The ledger") }
}

fn suspected() -> Event {
    Event::StatusChanged {
        from: PersonOfInterest,
        to: SuspectStatus::Suspect,
        basis: said("The ledger"),
    }
}

fn mark_wanted() -> Command {
    Command::MarkWanted {
        scope: WantedScope::Regional,
        measure: WantedMeasure::Arrest,
        legal_basis: trafficking("s.3"),
        expires: NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(),
    }
}

fn wanted() -> Event {
    Event::WantedMarked {
        scope: WantedScope::Regional,
        measure: WantedMeasure::Arrest,
        legal_basis: trafficking("s.3"),
        expires: NaiveDate::from_ymd_opt(2026, 9, 30).unwrap(),
    }
}

fn arrest_in(place: Personal<Place>) -> Command {
    Command::Arrest {
        place,
        power: trafficking("s.3"),
        by: said("Sgt Mutiso"),
        rights_given: true,
        interpreter: None,
    }
}

fn arrested_in(place: Personal<Place>) -> Event {
    Event::Arrested {
        place,
        power: trafficking("s.3"),
        by: said("Sgt Mutiso"),
        rights_given: true,
        interpreter: None,
    }
}

fn release() -> Command {
    Command::Release { release_type: ReleaseType::PoliceBail, conditions: None }
}

fn released() -> Event {
    Event::Released { release_type: ReleaseType::PoliceBail, conditions: None }
}

fn interview() -> Command {
    Command::Interview {
        exhibit_ref: ExhibitRef::parse("JM/7").unwrap(),
        language: LanguageTag::parse("sw").unwrap(),
        counsel: Counsel::Present,
        appropriate_adult: None,
    }
}

fn eliminate() -> Command {
    Command::Eliminate { reason: said("Was abroad") }
}

fn flag() -> Command {
    let indicator_set = BTreeSet::from([ForcedLabourIndicator::IntimidationAndThreats]);
    Command::FlagPossibleVictim { indicator_set }
}

fn flagged() -> Event {
    let indicator_set = BTreeSet::from([ForcedLabourIndicator::IntimidationAndThreats]);
    Event::PossibleVictimFlagged { indicator_set }
}

fn review(decision: NonpunishmentDecision) -> Command {
    let provision = trafficking("s.14");
    Command::ReviewNonpunishment { decision, provision, reasons: said("Under threat") }
}

fn reviewed(decision: NonpunishmentDecision) -> Event {
    let provision = trafficking("s.14");
    Event::NonpunishmentReviewed { decision, provision, reasons: said("Under threat") }
}

fn charge() -> Command {
    Command::Charge { offences: offences(&["s.3", "s.5"]) }
}

fn charged() -> Event {
    Event::Charged { offences: offences(&["s.3", "s.5"]) }
}

fn convict() -> Command {
    Command::RecordOutcome { outcome: ChargeOutcome::Convicted }
}

/// A person of KE-DCI-TOCU's investigation in each status, adult and nominated on an exhibit.
fn person_in(status: SuspectStatus) -> Vec<Event> {
    let nominated = || nominated_with(Some(born("1984-11-09")), Some(exhibit()));
    let arrested = || vec![nominated(), suspected(), arrested_in(place("KE", None))];
    let ended =
        |outcome| [arrested(), vec![charged(), Event::OutcomeRecorded { outcome }]].concat();
    match status {
        PersonOfInterest => vec![nominated()],
        SuspectStatus::Suspect => vec![nominated(), suspected()],
        Wanted => vec![nominated(), suspected(), wanted()],
        Arrested => arrested(),
        Bailed => [arrested(), vec![released()]].concat(),
        Charged => [arrested(), vec![charged()]].concat(),
        Convicted => ended(ChargeOutcome::Convicted),
        Acquitted => ended(ChargeOutcome::Acquitted),
        Discontinued => ended(ChargeOutcome::Discontinued),
        Eliminated => vec![nominated(), Event::Eliminated { reason: said("Was abroad") }],
    }
}

/// One command of every kind but nominating, from somebody who may send it.
fn every_command() -> Vec<(Metadata, Command)> {
    vec![
        (akinyi(), link()),
        (akinyi(), unlink()),
        (akinyi(), selector()),
        (akinyi(), Command::RecordAlias { name: name("Boss Dickie") }),
        (akinyi(), Command::RecordBirth { birth: born("1984-11-08") }),
        (akinyi(), Command::AddGrounds { text: said("The ledger") }),
        (akinyi(), suspect_now()),
        (akinyi(), mark_wanted()),
        (akinyi(), arrest_in(place("KE", None))),
        (akinyi(), release()),
        (akinyi(), interview()),
        (akinyi(), eliminate()),
        (akinyi(), flag()),
        (akinyi(), charge()),
        (akinyi(), convict()),
    ]
}
