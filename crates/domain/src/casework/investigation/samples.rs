//! One event of every kind, as it is stored.

use std::collections::BTreeSet;

use super::{
    Associated, ClosureOutcome, CrimeType, Element, ElementStatus, Investigation,
    InvestigationEvent as Event, LinkKind, Origin, OriginKind,
};
use crate::casework::text::{IccsCode, Reference, Title};
use crate::law::{EntryCode, Label, TemplateTask};
use crate::metadata::Role;
use crate::testing::check_samples;
use crate::value::{InvestigationReference, LegalBasis, SubdivisionCode, VictimAlias};
use crate::{AgencyId, Personal, UserId};

fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

fn agency(code: &str) -> AgencyId {
    AgencyId::parse(code).unwrap()
}

fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

fn file(text: &str) -> InvestigationReference {
    InvestigationReference::parse(text).unwrap()
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn samples() -> Vec<Event> {
    let element = |element, status| Element { element: reference(element), status };
    vec![
        Event::Opened {
            reference: file("TOCU/2026/0117"),
            title: Title::parse("Care visas and debt bondage, Nairobi to Leicester").unwrap(),
            crime_types: BTreeSet::from([CrimeType::Tip, CrimeType::ForcedLabour]),
            lead_agency: agency("KE-DCI-TOCU"),
            sio: user("akinyi"),
            deputies: BTreeSet::from([user("otieno")]),
            origin: Origin {
                kind: OriginKind::Request,
                reference: Some(reference("NMC/MS/26/0042")),
            },
            territory: BTreeSet::from([SubdivisionCode::parse("KE-30").unwrap()]),
            template_id: Some(reference("TIP-labour")),
        },
        Event::Activated {},
        Event::AllegationAdopted {
            statute: LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3")
                .unwrap(),
            iccs_code: Some(IccsCode::parse("0204").unwrap()),
            elements: vec![
                element("Act", ElementStatus::Supported),
                element("Means", ElementStatus::Supported),
                element("Purpose", ElementStatus::Gap),
            ],
        },
        Event::TemplateApplied {
            template: EntryCode::parse("TIP_LABOUR").unwrap(),
            valid_from: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            tasks: vec![TemplateTask {
                title: Label::parse("Secure the payslips and the employer's accounts").unwrap(),
                role: Role::Investigator,
                due_days: Some(14),
            }],
        },
        Event::DecisionRecorded {
            number: 1,
            decision: said("Search the office before the first arrest"),
            rationale: said("The ledger is said to be kept there and could be destroyed"),
            alternatives: Some(said("Arrest at the airport; the ledger would be lost")),
            by: user("akinyi"),
        },
        Event::MemberAdded {
            user: user("fatuma"),
            agency: agency("KE-CPS"),
            role: Role::VictimSupportOfficer,
            until: chrono::NaiveDate::from_ymd_opt(2026, 12, 31),
        },
        Event::MemberRemoved { user: user("fatuma"), agency: agency("KE-CPS") },
        Event::Linked {
            other_ref: file("NMC/MS/26/0042"),
            other_agency: agency("UK-NMC"),
            kind: LinkKind::Joint,
            basis_link_id: Some(reference("JAC-L1")),
        },
        Event::RefAssociated {
            associated: Associated::Victim(VictimAlias::parse("VIC-KE-2026-0042").unwrap()),
        },
        Event::SubmittedForReview {},
        Event::ReturnedFromReview { reason: said("The payslips are still to be translated") },
        Event::Suspended { reason: said("Waiting for the answer to the request") },
        Event::Resumed {},
        Event::ReferredToProsecutor { agency: agency("KE-ODPP") },
        Event::ReturnedFromProsecutor { reason: said("The purpose is not made out yet") },
        Event::TrialCommenced {},
        Event::Transferred {
            from: agency("KE-DCI-TOCU"),
            to: agency("KE-DCI-BUSIA"),
            keeps_read_right: Some(reference("DCI circular 4/2026, s.2")),
        },
        Event::Closed {
            outcome: ClosureOutcome::Charged,
            victim_outcomes_confirmed: true,
            approved_by: user("chebet"),
        },
        Event::Reopened {
            reason: said("A further recruiter was named"),
            new_material: said("A statement taken after the trial"),
        },
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<Investigation>(&samples());
}
