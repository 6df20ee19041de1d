//! One of every event of an object's record, and one of every fact; everybody is made up.

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::metadata::SourceKind;
use crate::value::{CountryCode, Genuineness, NominalReference, PartialTime, Plate, UtcOffset};
use crate::{AgencyId, Personal, SourceRef};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn reference(number: u32) -> NominalReference {
    NominalReference::parse(&format!("TOCU/O/2026/{number:04}")).unwrap()
}

pub fn plate(text: &str) -> Selector {
    Selector::Plate(Plate::try_new(CountryCode::parse("KE").unwrap(), text).unwrap())
}

pub fn statement() -> SourceRef {
    SourceRef { kind: SourceKind::Statement, reference: "JM/9".into(), grade: None }
}

pub fn recorded_by(agency: &str) -> ObjectEvent {
    ObjectEvent::Recorded {
        agency: AgencyId::parse(agency).unwrap(),
        reference: reference(3),
        identity: ObjectIdentity::of(plate("KZX 118C")),
        review_on: date("2028-03-01"),
    }
}

pub fn recorded() -> ObjectEvent {
    recorded_by("KE-DCI-TOCU")
}

pub fn related() -> ObjectFact {
    ObjectFact::Relation(ObjectRelation {
        object: Uuid::from_u128(21).into(),
        kind: ObjectRelationKind::FixedTo,
        during: Some(PartialTime::parse("2026-01", UtcOffset::UTC).unwrap()),
        detail: Some(said("screwed on over another plate")),
    })
}

/// One of every fact.
pub fn facts() -> Vec<ObjectFact> {
    vec![
        ObjectFact::Description(said("white van, a dent in the left door")),
        ObjectFact::Genuineness(Genuineness::Forged),
        ObjectFact::Status(ObjectStatus::Stolen),
        related(),
    ]
}

pub fn asserted(number: u32, fact: ObjectFact) -> ObjectEvent {
    ObjectEvent::FactAsserted { number, fact, source: statement() }
}

fn samples() -> Vec<ObjectEvent> {
    vec![
        recorded(),
        asserted(1, related()),
        ObjectEvent::FactContested { number: 1, reason: said("seen elsewhere"), source: None },
        ObjectEvent::FactWithdrawn {
            number: 1,
            reason: said("the picture is older"),
            source: Some(statement()),
        },
        ObjectEvent::Retained { review_on: date("2030-03-01"), reason: said("still in use") },
        ObjectEvent::Expired { reason: said("the vehicle was scrapped") },
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    crate::testing::check_samples::<ObjectNominal>(&samples());
}

#[test]
fn every_fact_reads_back_as_it_was_stored() {
    for fact in facts() {
        let stored = serde_json::to_string(&fact).unwrap();
        assert_eq!(serde_json::from_str::<ObjectFact>(&stored).unwrap(), fact, "{stored}");
    }
}
