//! The care line, the return home (V7) and closing.

use std::collections::BTreeSet;

use super::fixtures::*;
use super::*;

fn not_allowed(status: Status) -> Rejection {
    Rejection::NotAllowedIn { status, next: status.next_step() }
}

fn application(kind: CompensationKind) -> Command {
    Command::SeekCompensation { kind, reference: reference("NATF/2026/18") }
}

#[test]
fn needs_are_assessed_after_emergency_care_and_once_a_level() {
    when(in_kenyan_mechanism(), need(NeedLevel::High)).rejected(not_allowed(Status::Registered));
    when(screened(Jurisdiction::Ke, Majority::Adult), need(NeedLevel::High))
        .rejected(not_allowed(Status::Screened));
    when(assessed(), need(NeedLevel::High)).then_nothing();
    when(assessed(), need(NeedLevel::Low))
        .then([Event::NeedsAssessed { domain: NeedDomain::Medical, level: NeedLevel::Low }]);
    assert_eq!(when(referred(), need(NeedLevel::High)).events().len(), 1, "any time in the UK");
}

#[test]
fn a_support_plan_helps_with_something() {
    let empty = Command::AdoptSupportPlan { kinds: BTreeSet::new(), planned_end: None };
    when(assessed(), empty).rejected(Rejection::NoSupportKind);
    when(in_emergency_care(), support_plan()).rejected(not_allowed(Status::EmergencyCare));
}

#[test]
fn the_fund_is_kenyas_and_asked_once() {
    when(referred(), application(CompensationKind::Fund))
        .rejected(Rejection::NotInThisJurisdiction);
    when(assessed(), application(CompensationKind::Fund)).rejected(not_allowed(Status::Assessed));
    let asked = after(with_support_plan(), [("2026-03-05", application(CompensationKind::Fund))]);
    when(asked, application(CompensationKind::Fund)).then_nothing();
    assert_eq!(when(referred(), application(CompensationKind::Reparation)).events().len(), 1);
}

#[test]
fn support_as_a_witness_begins_once_an_agency() {
    let begin = || Command::BeginProsecutionSupport { agency: agency("KE-ODPP") };
    let begun = after(with_support_plan(), [("2026-03-05", begin())]);
    when(begun, begin()).then_nothing();
}

#[test]
fn v7_an_adult_returns_only_with_consent() {
    when(with_support_plan(), return_home(Some(reference("BID-1"))))
        .rejected(Rejection::RepatriationNeedsConsent);
    when(in_recovery(), return_home(None)).rejected(Rejection::RepatriationNeedsConsent);
    assert_eq!(status(&returning_home()), Status::Repatriation);
}

#[test]
fn v7_consent_must_still_stand_when_the_return_is_confirmed() {
    let history = after(returning_home(), [("2026-04-02", withdrawal(ConsentScope::Repatriation))]);
    when(history, hand_over()).rejected(Rejection::RepatriationNeedsConsent);
    when(returning_home(), hand_over()).then([Event::RepatriationConfirmed {
        receiving_provider: organisation("Tumaini Livelihoods"),
    }]);
}

#[test]
fn v7_a_child_returns_only_after_a_determination_of_best_interests() {
    for majority in [Majority::Child, Majority::AgeDisputed] {
        let agreed = after(
            screened(Jurisdiction::Uk, majority),
            [("2026-03-02", consent(ConsentScope::Repatriation, true))],
        );
        when(agreed.clone(), return_home(None)).rejected(Rejection::RepatriationNeedsBestInterests);
        assert_eq!(when(agreed, return_home(Some(reference("BID-1")))).events().len(), 1);
    }
}

#[test]
fn v7_a_return_is_planned_and_confirmed_before_it_counts() {
    when(with_support_plan(), hand_over()).rejected(Rejection::RepatriationNotPlanned);
    let aftercare = || Command::BeginAftercare { provider: provider() };
    when(returning_home(), aftercare()).rejected(Rejection::RepatriationNotConfirmed);
    when(returning_home(), closing(CloseReason::Repatriated))
        .rejected(Rejection::RepatriationNotConfirmed);
    let home = || after(returning_home(), [("2026-04-14", hand_over())]);
    when(home(), hand_over()).then_nothing();
    assert_eq!(when(home(), aftercare()).events().len(), 1);
    assert_eq!(when(home(), closing(CloseReason::Repatriated)).events().len(), 1);
}

#[test]
fn reintegration_and_aftercare_begin_once() {
    let reintegration = || Command::BeginReintegration { provider: provider() };
    let begun = after(with_support_plan(), [("2026-06-01", reintegration())]);
    when(begun.clone(), reintegration()).then_nothing();
    let aftercare = || Command::BeginAftercare { provider: provider() };
    when(after(begun, [("2026-07-01", aftercare())]), aftercare()).then_nothing();
}

#[test]
fn v8_a_file_is_closed_for_no_victim_only_when_that_was_determined() {
    let close = || closing(CloseReason::NotAVictim);
    when(referred(), close()).rejected(Rejection::NotDeterminedNotAVictim);
    let determination = Command::DetermineStatus {
        status: TraffickingStatus::NotAVictim,
        deciding_org: Some(DecidingOrganisation::NonPoliceGovernment),
        reasons_ref: Some(reference("R-1")),
    };
    let determined = after(referred(), [("2026-06-01", determination)]);
    assert_eq!(when(determined, close()).events().len(), 1);
}

#[test]
fn a_file_is_closed_once() {
    let close = || Command::Close {
        reason: CloseReason::SupportCompleted,
        onward_provider: Some(organisation("Harbour Support Trust")),
    };
    when(with_support_plan(), close()).then([Event::CaseClosed {
        reason: CloseReason::SupportCompleted,
        onward_provider: Some(organisation("Harbour Support Trust")),
        closed_at: day("2026-09-30"),
    }]);
    let closed = after(with_support_plan(), [("2026-09-01", close())]);
    when(closed, close()).then_nothing();
}
