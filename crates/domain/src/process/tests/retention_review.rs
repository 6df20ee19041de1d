//! What is kept is looked at again on its day: nominals, reports, and exhibits that nothing holds any more.

use super::{Run, created};
use crate::Personal;
use crate::casework::task::{TaskKind, TaskStatus, TaskSubjectKind};
use crate::evidence::evidence_item::EvidenceEvent;
use crate::handling::Recipient;
use crate::intelligence::intelligence_report::IntelligenceEvent;
use crate::nominals::nominal::{Keeping, NominalCategory};
use crate::process::{Cause, RetentionReview, What};
use crate::testing::{akinyi, at};
use crate::value::{CountryCode, LegalBasis};

const RECORD: u128 = 81;
const NOW: &str = "2026-03-02T10:00:00Z";
const DAY: &str = "2027-03-02T00:00:00Z";
const OPEN: (TaskKind, TaskStatus) = (TaskKind::RetentionReview, TaskStatus::Open);
const DONE: (TaskKind, TaskStatus) = (TaskKind::RetentionReview, TaskStatus::Done);
const CANCELLED: (TaskKind, TaskStatus) = (TaskKind::RetentionReview, TaskStatus::Cancelled);

fn said() -> Personal<String> {
    Personal::new("As told".to_owned())
}

fn of_no_file(cause: &mut Cause) {
    cause.investigation = None;
}

fn person(until: &str) -> What {
    What::Nominal(NominalCategory::Person, Keeping::Until(until.parse().unwrap()))
}

fn report(until: &str) -> What {
    let until = until.parse().unwrap();
    What::Report(IntelligenceEvent::Retained { until, reason: said() })
}

fn held(authority: &str) -> What {
    let authority_ref = authority.to_owned();
    What::Exhibit(EvidenceEvent::HoldPlaced { authority_ref, reason: said() })
}

fn released(authority: &str) -> What {
    let authority_ref = authority.to_owned();
    What::Exhibit(EvidenceEvent::HoldLifted { authority_ref, reason: said() })
}

fn retained(ends_on: &str) -> What {
    let kenya = CountryCode::parse("KE").unwrap();
    let legal_basis = LegalBasis::try_new(kenya, "Data Protection Act 2019", "s.39").unwrap();
    What::Exhibit(EvidenceEvent::RetentionSet { ends_on: ends_on.parse().unwrap(), legal_basis })
}

fn record(history: impl IntoIterator<Item = What>) -> Run<RetentionReview> {
    let mut run = Run::of(RECORD);
    for what in history {
        run.happens(RECORD, NOW, what);
    }
    run
}

#[test]
fn nom_5_a_record_is_looked_at_again_on_its_day() {
    let mut run = Run::<RetentionReview>::of(RECORD);
    run.happens_with(of_no_file, RECORD, NOW, person("2027-03-02"));
    assert!(run.looks("2027-03-01T23:59:59Z").is_empty(), "its day has not come");
    assert_eq!(run.wakes(NOW), Some(at(DAY)));
    let orders = run.looks(DAY);
    let creation = created(&orders[0]);
    assert_eq!(creation.investigation, None, "it is no file's");
    assert_eq!(creation.subject.unwrap().kind, TaskSubjectKind::PersonNominal);
    assert_eq!(creation.due, Some(at("2027-03-03T00:00:00Z")), "when the day is over");
    assert!(run.looks("2027-04-01T00:00:00Z").is_empty(), "once");
}

#[test]
fn nom_5_a_record_that_is_kept_settles_the_task_and_comes_up_again() {
    let mut run = record([person("2027-03-02")]);
    run.looks(DAY);
    run.happens(RECORD, DAY, person("2028-03-02")).looks(DAY);
    assert_eq!(run.tasks(), [DONE]);
    assert_eq!(run.wakes(DAY), Some(at("2028-03-02T00:00:00Z")));
    run.looks("2028-03-02T00:00:00Z");
    assert_eq!(run.tasks(), [OPEN, DONE]);
    let over = What::Nominal(NominalCategory::Person, Keeping::Over);
    run.happens(RECORD, "2028-03-02T00:00:00Z", over).looks("2028-03-02T00:00:01Z");
    assert_eq!(run.tasks(), [DONE, DONE]);
}

#[test]
fn nom_5_a_record_that_was_reviewed_before_its_day_makes_no_task_on_it() {
    let mut run = record([person("2027-03-02"), person("2028-03-02")]);
    assert!(run.looks("2027-06-01T00:00:00Z").is_empty());
    let over = What::Nominal(NominalCategory::Group, Keeping::Over);
    assert!(record([over]).looks(DAY).is_empty(), "what is kept no longer is not looked at");
}

#[test]
fn a_report_that_was_retained_is_looked_at_again_and_settled_by_the_decision() {
    let mut run = record([report("2027-03-02")]);
    let orders = run.looks(DAY);
    let subject = created(&orders[0]).subject.unwrap();
    assert_eq!(subject.kind, TaskSubjectKind::IntelligenceReport);
    let expired = What::Report(IntelligenceEvent::Expired { reason: said() });
    run.happens(RECORD, DAY, expired).looks(DAY);
    assert_eq!(run.tasks(), [DONE]);
    let mut again = record([report("2027-03-02"), report("2029-03-02")]);
    assert!(again.looks(DAY).is_empty());
    assert_eq!(again.wakes(DAY), Some(at("2029-03-02T00:00:00Z")));
}

#[test]
fn a_report_that_is_to_be_looked_at_again_is_a_matter_of_its_own_agency_alone() {
    let abroad = |cause: &mut Cause| {
        cause.handling.releasable_to = [Recipient::parse("GB").unwrap()].into();
    };
    let mut run = Run::<RetentionReview>::of(RECORD);
    run.happens_with(abroad, RECORD, NOW, report("2027-03-02"));
    let orders = run.looks(DAY);
    let creation = created(&orders[0]);
    assert_eq!(creation.investigation, None, "other parties to the file do not learn of it");
    assert_eq!(creation.agency, akinyi().actor.agency);
    assert!(orders[0].under.handling.releasable_to.is_empty());
    let expired = What::Report(IntelligenceEvent::Expired { reason: said() });
    run.happens_with(abroad, RECORD, DAY, expired);
    let orders = run.looks(DAY);
    assert!(orders[0].under.handling.releasable_to.is_empty(), "nor that it was");
}

#[test]
fn x6_an_exhibit_that_nothing_holds_any_more_is_to_be_disposed_of_or_kept() {
    let mut run = record([held("MLA 31"), held("Order 7"), released("MLA 31")]);
    assert!(run.looks(NOW).is_empty(), "another authority still holds it");
    run.happens(RECORD, NOW, released("Order 7"));
    let orders = run.looks(NOW);
    assert_eq!(created(&orders[0]).subject.unwrap().kind, TaskSubjectKind::EvidenceItem);
    let witnesses = vec![said(), said()];
    let authority_ref = "Order 8".to_owned();
    let back = EvidenceEvent::Returned { authority_ref, to: said(), witnesses };
    run.happens(RECORD, NOW, What::Exhibit(back)).looks(NOW);
    assert_eq!(run.tasks(), [DONE]);
}

#[test]
fn x6_a_new_hold_takes_the_decision_back() {
    let mut run = record([held("MLA 31"), released("MLA 31")]);
    run.looks(NOW);
    run.happens(RECORD, NOW, held("Order 7")).looks(NOW);
    assert_eq!(run.tasks(), [CANCELLED]);
}

#[test]
fn x6_an_exhibit_is_looked_at_on_the_day_that_its_retention_ends() {
    let mut run = record([retained("2026-06-01"), retained("2027-03-02")]);
    assert!(run.looks("2027-03-01T23:59:59Z").is_empty(), "the day that was set last has not come");
    let orders = run.looks(DAY);
    let creation = created(&orders[0]);
    assert_eq!(creation.subject.unwrap().kind, TaskSubjectKind::EvidenceItem);
    assert_eq!(creation.due, Some(at("2027-03-03T00:00:00Z")), "when the day is over");
    run.happens(RECORD, DAY, retained("2029-03-02")).looks(DAY);
    assert_eq!(run.tasks(), [DONE], "it is kept on");
    assert_eq!(run.wakes(DAY), Some(at("2029-03-02T00:00:00Z")));
}

#[test]
fn x6_a_hold_outlasts_the_end_of_a_retention() {
    let mut run = record([retained("2027-03-02"), held("MLA 31")]);
    assert!(
        run.looks("2027-06-01T00:00:00Z").is_empty(),
        "nothing is to be decided while it is held"
    );
    run.happens(RECORD, "2027-06-01T00:00:00Z", released("MLA 31")).looks("2027-06-01T00:00:00Z");
    assert_eq!(run.tasks(), [OPEN], "its day is over");

    for history in [
        [retained("2027-03-02"), held("MLA 31"), released("MLA 31")],
        [held("MLA 31"), retained("2027-03-02"), released("MLA 31")],
    ] {
        let mut run = record(history);
        assert!(run.looks("2027-03-01T23:59:59Z").is_empty(), "it is kept until its day");
        run.looks(DAY);
        assert_eq!(run.tasks(), [OPEN]);
    }
}

#[test]
fn what_ended_long_ago_is_not_kept_in_the_state() {
    let mut run = Run::<RetentionReview>::of(RECORD);
    for year in 2027..2040 {
        let (day, next) = (format!("{year}-03-02T00:00:00Z"), format!("{}-03-02", year + 1));
        run.happens(RECORD, &day, person(&next)).looks(&day);
    }
    assert_eq!(run.duties(), 1, "the one that is waited for");
    assert_eq!(run.wakes("2039-03-03T00:00:00Z"), Some(at("2040-03-02T00:00:00Z")));
}

#[test]
fn a_task_of_which_the_log_tells_late_is_ended_all_the_same() {
    let mut run = record([person("2026-03-02")]);
    run.is_not_told().looks(NOW);
    run.happens(RECORD, "2026-03-02T10:59:00Z", person("2028-03-02"));
    run.is_told();
    run.looks("2026-03-02T11:00:00Z");
    assert_eq!(run.tasks(), [DONE]);
}
