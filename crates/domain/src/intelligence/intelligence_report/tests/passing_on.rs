//! Passing a report on, and hearing that it arrived.

use super::*;

#[test]
fn a_sanitised_report_is_passed_on_once_under_the_same_conditions() {
    assessed([sanitised()]).when(akinyi(), disseminate()).then([disseminated()]);
    passed_on([]).when(akinyi(), disseminate()).then_nothing();
    let mut other = disseminate();
    if let Command::Disseminate { conditions, .. } = &mut other {
        conditions.clear();
    }
    assert_eq!(passed_on([]).when(akinyi(), other).events().len(), 1);
}

#[test]
fn nothing_is_passed_on_before_its_risk_is_assessed() {
    report([]).when(akinyi(), disseminate()).rejected(Rejection::NotEvaluated);
    report([evaluated("1A")]).when(akinyi(), disseminate()).rejected(Rejection::RiskNotAssessed);
}

#[test]
fn nobody_is_to_acknowledge_by_a_day_that_has_passed() {
    let by = |day| Command::Disseminate {
        sanitised: Some(child()),
        to: nmc(),
        conditions: BTreeSet::new(),
        ack_by: Some(date(day)),
    };
    assessed([sanitised()])
        .when(akinyi(), by("2026-03-01"))
        .rejected(Rejection::AcknowledgementDatePassed);
    assert_eq!(assessed([sanitised()]).when(akinyi(), by("2026-03-02")).events().len(), 1);
    passed_on([]).when(akinyi().on("2026-05-01T09:00:00Z"), disseminate()).then_nothing();
}

#[test]
fn an_agency_acknowledges_what_went_to_it_and_once() {
    passed_on([]).when(harriet(), acknowledge()).then([acknowledged()]);
    passed_on([acknowledged()]).when(harriet(), acknowledge()).then_nothing();
    passed_on([acknowledged()])
        .when(by("lucy", "UK-NMC", Role::Supervisor), acknowledge())
        .then_nothing();
    assessed([sanitised()])
        .when(harriet(), acknowledge())
        .rejected(Rejection::NotDisseminatedToYou);
    passed_on([]).when(akinyi(), acknowledge()).rejected(Rejection::NotDisseminatedToYou);
    passed_on([])
        .when(harriet(), Command::Acknowledge { sanitised: None })
        .rejected(Rejection::NotDisseminatedToYou);
}

#[test]
fn what_is_passed_on_again_is_acknowledged_again() {
    let again = Event::Disseminated {
        sanitised: Some(child()),
        to: nmc(),
        conditions: BTreeSet::new(),
        ack_by: None,
    };
    passed_on([acknowledged(), again]).when(harriet(), acknowledge()).then([acknowledged()]);
}

#[test]
fn the_originating_unit_acknowledges_the_report_itself() {
    let own = Event::Disseminated {
        sanitised: None,
        to: tocu(),
        conditions: conditions(),
        ack_by: Some(date("2026-03-09")),
    };
    assessed([]).when(akinyi(), disseminate_to(tocu(), false)).then([own.clone()]);
    let read = Event::Acknowledged { sanitised: None, agency: tocu(), officer: user("otieno") };
    assessed([own]).when(otieno(), Command::Acknowledge { sanitised: None }).then([read]);
}
