//! The rules of an investigation by their ids.

use super::super::{Investigation, InvestigationRejection as Rejection};
use super::*;
use crate::Decider;
use crate::decider::Refusal;
use crate::testing::{Given, given};
use crate::value::ExhibitRef;

fn reviewed() -> Given<Investigation> {
    given(file_in(UnderReview))
}

fn open_tasks(agency: &str, kind: TaskKind, count: u32) -> OpenTasks {
    OpenTasks { agency: AgencyId::parse(agency).unwrap(), kind, count }
}

/// What stands open is tasks alone.
fn left<const N: usize>(open_tasks: [OpenTasks; N]) -> CaseStanding {
    CaseStanding { open_tasks: open_tasks.into(), ..CaseStanding::default() }
}

#[test]
fn inv_i1_a_reference_is_claimed_for_its_agency_and_year() {
    let key = |lead_agency, instant| {
        let claims = Investigation::claims(&opened_by(lead_agency), &akinyi().on(instant));
        let [claim] = claims.as_slice() else { panic!("one claim") };
        assert_eq!(claim.kind, "investigation_reference");
        assert_eq!(Investigation::taken(claim), Rejection::DuplicateReference);
        claim.key.clone()
    };
    let this_year = key("KE-DCI-TOCU", "2026-03-02T09:00:00Z");
    assert_eq!(this_year, "KE-DCI-TOCU/2026/TOCU/2026/0117");
    assert_ne!(this_year, key("KE-DCI-TOCU", "2027-03-02T09:00:00Z"));
    assert_ne!(this_year, key("KE-DCI-BUSIA", "2026-03-02T09:00:00Z"));
    assert_eq!(Rejection::DuplicateReference.rule(), Some("INV-I1"));
    assert!(Investigation::claims(&closed(), &akinyi()).is_empty());
}

#[test]
fn inv_i2_closing_needs_an_onward_owner_for_every_open_victim_case() {
    let open_victim_cases_without_onward_owner = BTreeSet::from([alias()]);
    let standing =
        CaseStanding { open_victim_cases_without_onward_owner, ..CaseStanding::default() };
    let aliases = "VIC-KE-2026-0042".to_owned();
    reviewed()
        .when(chebet_the_supervisor(), close(standing))
        .rejected(Rejection::VictimsWithoutOnwardOwner { aliases });
}

#[test]
fn inv_i2_closing_needs_every_exhibit_disposed_of_and_none_on_hold() {
    let exhibits = || ["JM/1", "JM/2"].map(|text| ExhibitRef::parse(text).unwrap()).into();
    let undisposed = CaseStanding { exhibits_undisposed: exhibits(), ..CaseStanding::default() };
    let named = || "JM/1, JM/2".to_owned();
    reviewed()
        .when(chebet_the_supervisor(), close(undisposed))
        .rejected(Rejection::ExhibitsUndisposed { exhibits: named() });
    let on_hold = CaseStanding { exhibits_on_hold: exhibits(), ..CaseStanding::default() };
    reviewed()
        .when(chebet_the_supervisor(), close(on_hold))
        .rejected(Rejection::ExhibitsOnHold { exhibits: named() });
}

#[test]
fn inv_i2_closing_needs_every_task_done() {
    let own = [
        open_tasks("KE-DCI-TOCU", TaskKind::Action, 1),
        open_tasks("KE-DCI-TOCU", TaskKind::ConsentWithdrawal, 2),
    ];
    reviewed()
        .when(chebet_the_supervisor(), close(left(own)))
        .rejected(Rejection::TasksOpen { count: 3 });
}

#[test]
fn inv_i2_what_another_agency_still_has_to_do_holds_up_no_closing() {
    let theirs = [
        open_tasks("KE-CPS", TaskKind::ConsentWithdrawal, 1),
        open_tasks("KE-ODPP", TaskKind::Action, 4),
    ];
    reviewed().when(chebet_the_supervisor(), close(left(theirs))).then([closed()]);
}

#[test]
fn inv_i2_closing_waits_for_the_prosecutors_review_of_a_possible_victim_and_tells_whose_it_is() {
    let theirs = [open_tasks("KE-ODPP", TaskKind::NonpunishmentReview, 2)];
    reviewed()
        .when(chebet_the_supervisor(), close(left(theirs)))
        .rejected(Rejection::TasksOpenElsewhere { agencies: "KE-ODPP".to_owned() });
}

#[test]
fn inv_i2_closing_needs_the_victims_told() {
    let command = Command::Close {
        outcome: ClosureOutcome::NoCrime,
        victim_outcomes_confirmed: false,
        standing: CaseStanding::default(),
    };
    reviewed()
        .when(chebet_the_supervisor(), command)
        .rejected(Rejection::VictimOutcomesNotConfirmed);
}

#[test]
fn inv_i2_only_a_supervisor_who_does_not_lead_the_file_closes_it() {
    let as_supervisor = |name| by(name, "KE-DCI-TOCU", Role::Supervisor);
    let command = || close(CaseStanding::default());
    reviewed().when(akinyi(), command()).rejected(Rejection::SupervisorMustClose);
    reviewed().when(as_supervisor("akinyi"), command()).rejected(Rejection::SupervisorIsSio);
    reviewed().when(as_supervisor("otieno"), command()).rejected(Rejection::SupervisorIsSio);
    reviewed().when(chebet_the_supervisor(), command()).then([closed()]);
    assert_eq!(Rejection::SupervisorIsSio.rule(), Some("INV-I2"));
}

#[test]
fn the_same_closing_is_recognised_whatever_stands_open_by_then() {
    let written = |standing| serde_json::to_value(close(standing)).unwrap();
    let open = left([open_tasks("KE-DCI-TOCU", TaskKind::Action, 3)]);
    assert_eq!(written(open), written(CaseStanding::default()));
    let other = Command::Close {
        outcome: ClosureOutcome::NoCrime,
        victim_outcomes_confirmed: false,
        standing: CaseStanding::default(),
    };
    assert_ne!(written(CaseStanding::default()), serde_json::to_value(other).unwrap());
}

#[test]
fn an_investigation_closes_as_charged_only_from_trial() {
    let command = || Command::Close {
        outcome: ClosureOutcome::Charged,
        victim_outcomes_confirmed: true,
        standing: CaseStanding::default(),
    };
    reviewed().when(chebet_the_supervisor(), command()).rejected(Rejection::ChargedOnlyFromTrial);
    let answer = given::<Investigation>(file_in(Trial)).when(chebet_the_supervisor(), command());
    assert_eq!(answer.events().len(), 1);
}

#[test]
fn inv_i3_only_the_senior_investigating_officer_or_a_deputy_decides() {
    let opened = || given::<Investigation>([opened()]);
    opened().when(akinyi(), record_decision()).then([decided(1)]);
    assert_eq!(opened().when(otieno_the_deputy(), record_decision()).events().len(), 1);
    for other in [mutua_of_the_agency(), chebet_the_supervisor()] {
        opened().when(other.clone(), record_decision()).rejected(Rejection::NotSioOrDeputy);
        opened().when(other, Command::Activate).rejected(Rejection::NotSioOrDeputy);
    }
}

#[test]
fn inv_i3_decisions_are_numbered_without_a_gap() {
    given::<Investigation>([opened(), decided(1), decided(2)])
        .when(akinyi(), record_decision())
        .then([decided(3)]);
}

#[test]
fn inv_i4_after_a_transfer_the_origin_reads_on_only_under_an_agreement() {
    let colleague = Event::MemberAdded {
        user: user("mutua"),
        agency: agency("KE-DCI-TOCU"),
        role: Role::Investigator,
        until: None,
    };
    let reads = |keeps_read_right| {
        let history = [opened(), colleague.clone(), fatuma_added()];
        let transferred = given::<Investigation>(history.clone())
            .when(akinyi(), transfer(keeps_read_right))
            .events();
        let file =
            history.iter().chain(&transferred).fold(Investigation::default(), Decider::evolve);
        file.parties().into_iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    assert_eq!(reads(None), ["KE-CPS", "KE-DCI-BUSIA"]);
    let agreement = Some(reference("DCI circular 4/2026"));
    assert_eq!(reads(agreement), ["KE-CPS", "KE-DCI-BUSIA", "KE-DCI-TOCU"]);
}

#[test]
fn inv_i4_after_a_transfer_the_origin_no_longer_writes() {
    let (from, to) = (agency("KE-DCI-TOCU"), agency("KE-DCI-BUSIA"));
    let transferred = Event::Transferred { from, to, keeps_read_right: None };
    let wafula = by("wafula", "KE-DCI-BUSIA", Role::Supervisor);
    let file = || given::<Investigation>([opened(), transferred.clone()]);
    file().when(akinyi(), link()).rejected(Rejection::NotYourFile);
    assert_eq!(file().when(wafula.clone(), link()).events().len(), 1);
    file().when(wafula, transfer(None)).then_nothing();
}

#[test]
fn inv_i5_a_victim_is_associated_by_alias_and_nothing_else() {
    let reads = |json: &str| serde_json::from_str::<Associated>(json);
    let by_alias = r#"{"kind": "VICTIM", "ref": "VIC-KE-2026-0042"}"#;
    assert_eq!(reads(by_alias).unwrap(), Associated::Victim(alias()));
    for reference in ["Mercy", "018f4e3a-5f5b-7000-8000-000000000001", "ZK0041771"] {
        let json = format!(r#"{{"kind": "VICTIM", "ref": "{reference}"}}"#);
        assert!(reads(&json).is_err(), "{reference}");
    }
}

#[test]
fn the_agencies_of_the_team_and_the_prosecutor_are_parties() {
    let file = [opened(), fatuma_added(), referred()]
        .iter()
        .fold(Investigation::default(), Decider::evolve);
    let parties = file.parties().into_iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(parties, ["KE-CPS", "KE-DCI-TOCU", "KE-ODPP"]);
}
