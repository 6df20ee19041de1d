//! One of every event of a group's record, and one of every fact; everybody is made up.

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::metadata::SourceKind;
use crate::value::{Msisdn, NominalReference, PartialTime, Selector, SubdivisionCode, UtcOffset};
use crate::{AgencyId, Personal, SourceRef};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn reference() -> NominalReference {
    NominalReference::parse("TOCU/G/2026/0002").unwrap()
}

pub fn observation() -> SourceRef {
    SourceRef { kind: SourceKind::Observation, reference: "OBS/2026/14".into(), grade: None }
}

pub fn recorded() -> GroupEvent {
    GroupEvent::Recorded {
        agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
        reference: reference(),
        identity: GroupIdentity {},
        review_on: date("2028-03-01"),
    }
}

pub fn related() -> GroupFact {
    GroupFact::Relation(GroupRelation {
        group: Uuid::from_u128(31).into(),
        kind: GroupRelationKind::FrontFor,
        during: Some(PartialTime::parse("2026-01", UtcOffset::UTC).unwrap()),
        detail: Some(said("same till number")),
    })
}

/// One of every fact.
pub fn facts() -> Vec<GroupFact> {
    let phone = Msisdn::parse("+254 199 000 141").unwrap();
    vec![
        GroupFact::Name(said("the Dheere brothers")),
        GroupFact::Kind(GroupKind::RecruitmentAgency),
        GroupFact::Area(SubdivisionCode::parse("KE-30").unwrap()),
        GroupFact::Selector(Personal::new(Selector::Phone(phone))),
        GroupFact::Description(said("places care workers and keeps their passports")),
        related(),
    ]
}

pub fn asserted(number: u32, fact: GroupFact) -> GroupEvent {
    GroupEvent::FactAsserted { number, fact, source: observation() }
}

fn samples() -> Vec<GroupEvent> {
    vec![
        recorded(),
        asserted(1, related()),
        GroupEvent::FactContested { number: 1, reason: said("two tills"), source: None },
        GroupEvent::FactWithdrawn {
            number: 1,
            reason: said("the number was misread"),
            source: Some(observation()),
        },
        GroupEvent::Retained { review_on: date("2030-03-01"), reason: said("still at work") },
        GroupEvent::Expired { reason: said("it fell apart") },
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    crate::testing::check_samples::<Group>(&samples());
}

#[test]
fn every_fact_reads_back_as_it_was_stored() {
    for fact in facts() {
        let stored = serde_json::to_string(&fact).unwrap();
        assert_eq!(serde_json::from_str::<GroupFact>(&stored).unwrap(), fact, "{stored}");
    }
}
