//! One of every event of a person's record, and one of every fact; everybody is made up.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::casework::suspect::NetworkRole;
use crate::metadata::SourceKind;
use crate::value::{
    BirthBasis, BirthDate, CountryCode, Culture, DocumentKind, Gender, Genuineness, Grade,
    GradeScheme, Msisdn, NamePart, NamePartKind, NominalReference, PartialTime, PersonName,
    Selector, TravelDocument, UtcOffset,
};
use crate::{AgencyId, Personal, SourceRef};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn tocu() -> AgencyId {
    AgencyId::parse("KE-DCI-TOCU").unwrap()
}

pub fn reference(number: u32) -> NominalReference {
    NominalReference::parse(&format!("TOCU/N/2026/{number:04}")).unwrap()
}

/// A report, graded or not.
pub fn report(grade: Option<&str>) -> SourceRef {
    SourceRef {
        kind: SourceKind::IntelligenceReport,
        reference: "TOCU/IR/2026/0041".into(),
        grade: grade.map(|grade| Grade::parse(GradeScheme::Uk3x5x2, grade).unwrap()),
    }
}

pub fn exhibit() -> SourceRef {
    SourceRef { kind: SourceKind::Exhibit, reference: "JM/2".into(), grade: None }
}

pub fn recorded() -> PersonEvent {
    PersonEvent::Recorded {
        agency: tocu(),
        reference: reference(7),
        identity: PersonIdentity {},
        review_on: date("2028-03-01"),
    }
}

pub fn name() -> PersonFact {
    let part = |kind, value| NamePart::try_new(kind, value).unwrap();
    let parts = vec![
        part(NamePartKind::Given, "Cabdi"),
        part(NamePartKind::Father, "Xasan"),
        part(NamePartKind::Grandfather, "Yuusuf"),
        part(NamePartKind::Nickname, "Dheere"),
    ];
    let name = PersonName::try_new("Cabdi Xasan Yuusuf", Culture::Somali, parts, &["Abdi Hassan"]);
    PersonFact::Name(Personal::new(name.unwrap()))
}

pub fn born(value: &str) -> PersonFact {
    let birth = BirthDate::parse(value, BirthBasis::Document).unwrap();
    PersonFact::Birth(Personal::new(birth))
}

pub fn phone() -> PersonFact {
    let phone = Msisdn::parse("+254 199 000 141").unwrap();
    PersonFact::Selector(Personal::new(Selector::Phone(phone)))
}

pub fn associated() -> PersonFact {
    PersonFact::Association(Association {
        person: Uuid::from_u128(11).into(),
        kind: AssociationKind::Directs,
        during: Some(PartialTime::parse("2026-01", UtcOffset::UTC).unwrap()),
        detail: Some(said("gives him the numbers to call")),
    })
}

pub fn used() -> PersonFact {
    PersonFact::Use(ObjectUse {
        object: Uuid::from_u128(21).into(),
        kind: ObjectUseKind::Drives,
        during: None,
        detail: Some(said("always at night")),
    })
}

pub fn member() -> PersonFact {
    PersonFact::Membership(Membership {
        group: Uuid::from_u128(31).into(),
        roles: BTreeSet::from([NetworkRole::Recruiter, NetworkRole::Financier]),
        during: None,
        detail: Some(said("keeps the ledger")),
    })
}

/// One of every fact.
pub fn facts() -> Vec<PersonFact> {
    let somalia = CountryCode::parse("SO").unwrap();
    let passport = TravelDocument::try_new(
        DocumentKind::Passport,
        "P00417188",
        somalia,
        None,
        Genuineness::Unknown,
    );
    vec![
        name(),
        born("1984-01-01"),
        PersonFact::Nationality(Personal::new(somalia)),
        PersonFact::Gender(Personal::new(Gender::Masculine)),
        phone(),
        PersonFact::Document(Personal::new(passport.unwrap())),
        PersonFact::Description(said("tall, a scar over the left eye")),
        associated(),
        used(),
        member(),
    ]
}

pub fn asserted(number: u32, fact: PersonFact, source: SourceRef) -> PersonEvent {
    PersonEvent::FactAsserted { number, fact, source }
}

pub fn contested(number: u32) -> PersonEvent {
    let reason = said("the passport shows another father's name");
    PersonEvent::FactContested { number, reason, source: Some(exhibit()) }
}

pub fn withdrawn(number: u32) -> PersonEvent {
    PersonEvent::FactWithdrawn { number, reason: said("it was read of another man"), source: None }
}

pub fn retained() -> PersonEvent {
    PersonEvent::Retained { review_on: date("2030-03-01"), reason: said("the matter is open") }
}

pub fn expired() -> PersonEvent {
    PersonEvent::Expired { reason: said("nothing was heard of him in two years") }
}

fn samples() -> Vec<PersonEvent> {
    vec![
        recorded(),
        asserted(1, name(), report(Some("2B"))),
        contested(1),
        withdrawn(1),
        retained(),
        expired(),
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    crate::testing::check_samples::<PersonNominal>(&samples());
}

#[test]
fn every_fact_reads_back_as_it_was_stored() {
    for fact in facts() {
        let stored = serde_json::to_string(&fact).unwrap();
        assert_eq!(serde_json::from_str::<PersonFact>(&stored).unwrap(), fact, "{stored}");
    }
}
