//! One event of each kind, as it is stored.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::casework::text::{CourtName, ElementText, IccsCode, Reference};
use crate::id::{EvidenceItemId, InvestigationId, SuspectId};
use crate::law::{Circumstance, EntryCode};
use crate::protection::victim_case::SpecialMeasure;
use crate::testing::check_samples;
use crate::value::{LegalBasis, Money, PartialTime, UtcOffset};
use crate::{AgencyId, Personal};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

pub fn court() -> CourtName {
    CourtName::parse("Chief Magistrate's Court, Shanzu").unwrap()
}

pub fn time(text: &str) -> PartialTime {
    PartialTime::parse(text, UtcOffset::parse("+03:00").unwrap()).unwrap()
}

pub fn investigation() -> InvestigationId {
    Uuid::from_u128(117).into()
}

pub fn suspect() -> SuspectId {
    Uuid::from_u128(21).into()
}

/// The suspect's telephone.
pub fn phone() -> EvidenceItemId {
    Uuid::from_u128(31).into()
}

/// The ledger of the house.
pub fn ledger() -> EvidenceItemId {
    Uuid::from_u128(32).into()
}

pub fn element(name: &str, mandatory: bool, evidence: &[EvidenceItemId]) -> ChargeElement {
    ChargeElement {
        element: reference(name),
        text: ElementText::parse("Recruiting, transporting or receiving a person").unwrap(),
        mandatory,
        evidence: evidence.iter().copied().collect(),
        strength: (!evidence.is_empty()).then_some(ElementStrength::Moderate),
    }
}

pub fn section(provision: &str) -> LegalBasis {
    LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", provision).unwrap()
}

/// An accusation under a provision that the shipped law does not have: the prosecutor says what is to be
/// proved.
pub fn accusation(elements: Vec<ChargeElement>) -> Accusation {
    Accusation {
        statute: section("s.7"),
        iccs_code: Some(IccsCode::parse("0204").unwrap()),
        offence_date: None,
        circumstances: BTreeSet::new(),
        statute_version: None,
        particulars: said("Between January and March 2026 he received three persons in Nairobi"),
        elements,
    }
}

/// The accusation whose every element an exhibit proves.
pub fn proved() -> Accusation {
    accusation(vec![element("ACT", true, &[phone()]), element("MEANS", true, &[ledger()])])
}

/// The accusation that lacks an exhibit for a mandatory element.
pub fn with_a_gap() -> Accusation {
    accusation(vec![element("ACT", true, &[phone()]), element("MEANS", true, &[])])
}

pub fn opened() -> ProsecutionEvent {
    ProsecutionEvent::Opened {
        investigation: investigation(),
        agency: AgencyId::parse("KE-ODPP").unwrap(),
        reference: Some(reference("ODPP/CT/0044/2026")),
    }
}

pub fn proposed(n: u32, accusation: Accusation) -> ProsecutionEvent {
    let accusation = Box::new(accusation);
    ProsecutionEvent::ChargeProposed { n, suspect: suspect(), accusation }
}

pub fn filed() -> ProsecutionEvent {
    let case_number = reference("MCCR/E214/2026");
    ProsecutionEvent::ChargeFiled { n: 1, court: court(), case_number }
}

pub fn scheduled(n: u32, kind: CourtEventType, on: &str) -> ProsecutionEvent {
    ProsecutionEvent::CourtEventScheduled { n, kind, court: court(), on: time(on) }
}

pub fn held(n: u32, kind: CourtEventType, next: Option<u32>) -> ProsecutionEvent {
    let result = said("Not guilty pleaded; disclosure in fourteen days");
    ProsecutionEvent::CourtEventHeld { n, kind, court: court(), result, next }
}

pub fn measures() -> ProsecutionEvent {
    ProsecutionEvent::WitnessMeasuresOrdered {
        witness: reference("VIC-KE-2026-0042"),
        measures: BTreeSet::from([SpecialMeasure::Screens, SpecialMeasure::VideoLink]),
    }
}

pub fn years(years: u16) -> Sentence {
    Sentence {
        sentence_type: SentenceType::Imprisonment,
        term: Some(Term { years, months: 0, days: 0 }),
        fine: None,
        restitution: Some(Money::parse("640 000 KES").unwrap()),
        forfeiture: Some(said("The minibus in which they were brought")),
        prevention_order: Some(PreventionOrder { until: NaiveDate::from_ymd_opt(2041, 6, 30) }),
    }
}

pub fn sentenced(sentence: Sentence) -> ProsecutionEvent {
    ProsecutionEvent::SentenceRecorded { n: 1, sentence: Box::new(sentence) }
}

fn samples() -> Vec<ProsecutionEvent> {
    let day = NaiveDate::from_ymd_opt(2026, 1, 31);
    let before_law_was_loaded = Accusation { statute: section("s.3"), ..proved() };
    let under_the_law = Accusation {
        offence_date: day,
        circumstances: BTreeSet::from([Circumstance::ChildVictim]),
        statute_version: Some(StatuteVersion {
            code: EntryCode::parse("KE_CTIP_S3").unwrap(),
            valid_from: NaiveDate::from_ymd_opt(2012, 10, 1).unwrap(),
        }),
        ..before_law_was_loaded.clone()
    };
    vec![
        opened(),
        proposed(1, before_law_was_loaded),
        ProsecutionEvent::ChargeAmended {
            n: 1,
            reason: said("The ledger was translated"),
            accusation: Box::new(under_the_law),
        },
        ProsecutionEvent::ChargeApproved { n: 1 },
        ProsecutionEvent::ChargeRefused { n: 2, reason: said("No realistic prospect") },
        ProsecutionEvent::ChargeWithdrawn { n: 3, reason: said("The witness died") },
        filed(),
        scheduled(1, CourtEventType::Plea, "2026-04-02T09:00+03:00"),
        held(1, CourtEventType::Plea, Some(2)),
        measures(),
        ProsecutionEvent::VerdictRecorded { n: 1, verdict: Verdict::Guilty },
        sentenced(Sentence { fine: Some(Money::parse("30 000 000 KES").unwrap()), ..years(30) }),
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<ProsecutionFile>(&samples());
}
