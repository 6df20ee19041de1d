//! Fixtures of an investigation's tests: who acts, what was asked, and how a file got where it is.

mod commands;
mod machine;
mod rules;
mod sequence;

use std::collections::BTreeSet;

use super::InvestigationStatus::{
    self, Active, Closed, Registered, Suspended, Transferred, Trial, UnderReview, WithProsecutor,
};
use super::{
    Associated, CaseStanding, ClosureOutcome, CrimeType, InvestigationCommand as Command,
    InvestigationEvent as Event, LinkKind, OpenTasks, Origin, OriginKind,
};
use crate::casework::task::TaskKind;
use crate::casework::text::{Offence, Reference, Title};
use crate::metadata::Role;
use crate::testing::{akinyi, by};
use crate::value::{InvestigationReference, LegalBasis, SubdivisionCode, VictimAlias};
use crate::{AgencyId, Metadata, Personal, UserId};

fn otieno_the_deputy() -> Metadata {
    by("otieno", "KE-DCI-TOCU", Role::Investigator)
}

fn chebet_the_supervisor() -> Metadata {
    by("chebet", "KE-DCI-TOCU", Role::Supervisor)
}

fn mutua_of_the_agency() -> Metadata {
    by("mutua", "KE-DCI-TOCU", Role::Investigator)
}

fn harriet_of_another_agency() -> Metadata {
    by("harriet", "UK-NMC", Role::Investigator)
}

fn njeri_the_prosecutor() -> Metadata {
    by("njeri", "KE-ODPP", Role::Prosecutor)
}

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

fn alias() -> VictimAlias {
    VictimAlias::parse("VIC-KE-2026-0042").unwrap()
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn open() -> Command {
    Command::Open {
        reference: file("TOCU/2026/0117"),
        title: Title::parse("Care visas").unwrap(),
        crime_types: BTreeSet::from([CrimeType::Tip]),
        territory: BTreeSet::from([SubdivisionCode::parse("KE-30").unwrap()]),
        sio: None,
        deputies: BTreeSet::from([user("otieno")]),
        origin: Origin { kind: OriginKind::Request, reference: None },
        template_id: None,
    }
}

fn opened_by(lead_agency: &str) -> Event {
    Event::Opened {
        reference: file("TOCU/2026/0117"),
        title: Title::parse("Care visas").unwrap(),
        crime_types: BTreeSet::from([CrimeType::Tip]),
        lead_agency: agency(lead_agency),
        sio: user("akinyi"),
        deputies: BTreeSet::from([user("otieno")]),
        origin: Origin { kind: OriginKind::Request, reference: None },
        territory: BTreeSet::from([SubdivisionCode::parse("KE-30").unwrap()]),
        template_id: None,
    }
}

fn opened() -> Event {
    opened_by("KE-DCI-TOCU")
}

fn adopt() -> Command {
    let statute = LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3");
    Command::AdoptAllegation {
        offence: Offence { statute: statute.unwrap(), iccs_code: None },
        elements: vec![],
    }
}

fn record_decision() -> Command {
    Command::RecordDecision {
        decision: said("Search the office"),
        rationale: said("The ledger is kept there"),
        alternatives: None,
    }
}

fn decided(number: u32) -> Event {
    Event::DecisionRecorded {
        number,
        decision: said("Search the office"),
        rationale: said("The ledger is kept there"),
        alternatives: None,
        by: user("akinyi"),
    }
}

fn assign_fatuma() -> Command {
    Command::AssignTeamMember {
        user: user("fatuma"),
        agency: agency("KE-CPS"),
        role: Role::VictimSupportOfficer,
        until: None,
    }
}

fn fatuma_added() -> Event {
    Event::MemberAdded {
        user: user("fatuma"),
        agency: agency("KE-CPS"),
        role: Role::VictimSupportOfficer,
        until: None,
    }
}

fn remove_fatuma() -> Command {
    Command::RemoveTeamMember { user: user("fatuma"), agency: agency("KE-CPS") }
}

fn link() -> Command {
    Command::LinkInvestigation {
        reference: file("NMC/MS/26/0042"),
        agency: agency("UK-NMC"),
        kind: LinkKind::Joint,
        basis_link_id: None,
    }
}

fn associate() -> Command {
    Command::AssociateRef { associated: Associated::Victim(alias()) }
}

fn transfer(keeps_read_right: Option<Reference>) -> Command {
    Command::Transfer { to: agency("KE-DCI-BUSIA"), keeps_read_right }
}

fn close(standing: CaseStanding) -> Command {
    let outcome = ClosureOutcome::NoCrime;
    Command::Close { outcome, victim_outcomes_confirmed: true, standing }
}

fn closed() -> Event {
    Event::Closed {
        outcome: ClosureOutcome::NoCrime,
        victim_outcomes_confirmed: true,
        approved_by: user("chebet"),
    }
}

fn reopen() -> Command {
    Command::Reopen { reason: said("Another recruiter"), new_material: said("A statement") }
}

fn referred() -> Event {
    Event::ReferredToProsecutor { agency: agency("KE-ODPP") }
}

/// A file of KE-DCI-TOCU that Akinyi leads, in each status.
fn file_in(status: InvestigationStatus) -> Vec<Event> {
    let reviewed = [opened(), Event::Activated {}, Event::SubmittedForReview {}];
    match status {
        Registered => vec![opened()],
        Active => vec![opened(), Event::Activated {}],
        Suspended => {
            vec![opened(), Event::Activated {}, Event::Suspended { reason: said("Waiting") }]
        }
        UnderReview => reviewed.into(),
        WithProsecutor => [reviewed.as_slice(), &[referred()]].concat(),
        Trial => [reviewed.as_slice(), &[referred(), Event::TrialCommenced {}]].concat(),
        Closed => [reviewed.as_slice(), &[closed()]].concat(),
        Transferred => {
            let (from, to) = (agency("KE-DCI-BUSIA"), agency("KE-DCI-TOCU"));
            vec![opened_by("KE-DCI-BUSIA"), Event::Transferred { from, to, keeps_read_right: None }]
        }
    }
}

/// One command of every kind but opening, from somebody who may send it.
fn every_command() -> Vec<(Metadata, Command)> {
    let reason = || said("Payslips are missing");
    vec![
        (akinyi(), Command::Activate),
        (akinyi(), Command::ApplyTemplate { template: Reference::parse("TIP_LABOUR").unwrap() }),
        (akinyi(), adopt()),
        (akinyi(), record_decision()),
        (akinyi(), assign_fatuma()),
        (akinyi(), remove_fatuma()),
        (akinyi(), link()),
        (akinyi(), associate()),
        (akinyi(), Command::SubmitForReview),
        (akinyi(), Command::ReturnFromReview { reason: reason() }),
        (akinyi(), Command::Suspend { reason: reason() }),
        (akinyi(), Command::Resume),
        (akinyi(), Command::ReferToProsecutor { agency: agency("KE-ODPP") }),
        (akinyi(), Command::ReturnFromProsecutor { reason: reason() }),
        (akinyi(), Command::CommenceTrial),
        (chebet_the_supervisor(), close(CaseStanding::default())),
        (chebet_the_supervisor(), reopen()),
        (akinyi(), transfer(None)),
    ]
}

#[test]
fn only_the_agency_whose_file_it_is_adds_records_to_it() {
    let agency = |code| AgencyId::parse(code).unwrap();
    let (owner, partner) = (agency("KE-DCI-TOCU"), agency("UK-NMC"));
    assert_eq!(super::adds_to_file_of(&owner, Active, &owner), Ok(()));
    assert_eq!(
        super::adds_to_file_of(&owner, Active, &partner),
        Err(super::InvestigationRejection::NotYourFile)
    );
}

#[test]
fn inv_i2_a_closed_or_transferred_file_takes_up_nothing_new() {
    let owner = AgencyId::parse("KE-DCI-TOCU").unwrap();
    for status in [Closed, Transferred] {
        assert_eq!(
            super::adds_to_file_of(&owner, status, &owner),
            Err(super::InvestigationRejection::FileClosed { status })
        );
    }
}

#[test]
fn a_prosecutor_acts_only_on_what_was_referred_to_their_agency() {
    use super::InvestigationRejection::NotReferred;
    assert_eq!(super::acts_as_prosecutor(Role::Prosecutor, false), Err(NotReferred));
    assert_eq!(super::acts_as_prosecutor(Role::Prosecutor, true), Ok(()));
    assert_eq!(super::acts_as_prosecutor(Role::Investigator, false), Ok(()));
}
