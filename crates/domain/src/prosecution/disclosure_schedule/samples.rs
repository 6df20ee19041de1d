//! One event of each kind, as it is stored.

use uuid::Uuid;

use super::*;
use crate::casework::text::{CourtName, Reference};
use crate::id::{EvidenceItemId, IntelligenceReportId, InvestigationId, SuspectId};
use crate::testing::check_samples;
use crate::value::{Hash, HashAlgorithm};
use crate::{AgencyId, Personal, UserId};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

pub fn investigation() -> InvestigationId {
    Uuid::from_u128(117).into()
}

pub fn suspect() -> SuspectId {
    Uuid::from_u128(21).into()
}

pub fn exhibit() -> EvidenceItemId {
    Uuid::from_u128(31).into()
}

/// The telephone's copy.
pub fn phone() -> Material {
    Material::Exhibit(exhibit())
}

/// What was sanitised from a report of an informant.
pub fn report() -> Material {
    Material::SanitisedReport(IntelligenceReportId::from(Uuid::from_u128(41)))
}

/// An officer's notebook.
pub fn notebook() -> Material {
    Material::Record(reference("PNB/14/2026"))
}

pub fn name_of(material: &Material) -> Reference {
    match material {
        Material::Exhibit(_) => reference("JM/1"),
        Material::SanitisedReport(_) => reference("IR-2026-0417/S1"),
        Material::Record(name) => name.clone(),
    }
}

pub fn court() -> CourtName {
    CourtName::parse("Chief Magistrate's Court, Shanzu").unwrap()
}

pub fn officer() -> UserId {
    UserId::parse("akinyi").unwrap()
}

pub fn opened() -> DisclosureEvent {
    DisclosureEvent::Opened {
        investigation: investigation(),
        agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
        reference: Some(reference("TOCU/2026/0117")),
    }
}

pub fn added(class: DisclosureClass, no: u32, material: Material) -> DisclosureEvent {
    let sensitive = class == DisclosureClass::Sensitive;
    DisclosureEvent::ItemAdded {
        no,
        class,
        reference: name_of(&material),
        material,
        description: said("Calls of 3 January 2026, twelve pages"),
        reason: sensitive.then(|| said("It would name an informant")),
        by: officer(),
    }
}

pub fn reviewed(
    class: DisclosureClass,
    no: u32,
    decision: DisclosureDecision,
    met: bool,
) -> DisclosureEvent {
    let test = DisclosureTest { undermines_prosecution: false, assists_accused: met };
    let plain = decision == DisclosureDecision::Disclose;
    let reason = (!plain).then(|| said("It tells nothing of the charges"));
    DisclosureEvent::ReviewedByProsecutor { no, class, decision, test, reason }
}

pub fn ruled(outcome: PiiOutcome) -> DisclosureEvent {
    DisclosureEvent::PiiRuled { no: 1, outcome, court: court(), ruling: reference("Misc. 12/2026") }
}

pub fn to_defence() -> Audience {
    Audience::Defence { accused: suspect() }
}

fn samples() -> Vec<DisclosureEvent> {
    let class = DisclosureClass::Sensitive;
    vec![
        opened(),
        added(class, 1, report()),
        DisclosureEvent::ItemRedescribed {
            no: 1,
            class,
            description: said("A report on calls of 3 January 2026"),
            reason: said("The date was wrong"),
            by: officer(),
        },
        DisclosureEvent::ItemReclassified {
            no: 1,
            class,
            to_no: 4,
            reason: said("The informant spoke in court"),
            by: officer(),
        },
        DisclosureEvent::MaterialUsed { material: phone(), reason: said("Read out at the trial") },
        DisclosureEvent::MaterialUnused { material: phone(), reason: said("Not relied on") },
        reviewed(class, 1, DisclosureDecision::Pii, true),
        ruled(PiiOutcome::Upheld),
        DisclosureEvent::Served {
            class: DisclosureClass::NonSensitive,
            version: 1,
            to: to_defence(),
            hash: Hash::try_new(HashAlgorithm::Sha256, &"5a".repeat(32)).unwrap(),
        },
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<DisclosureSchedule>(&samples());
}
