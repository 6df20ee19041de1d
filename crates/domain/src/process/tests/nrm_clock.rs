//! The time limits of a protection file, each with its task, and a supervisor's when it is missed.

use chrono::NaiveDate;

use super::{Run, created};
use crate::casework::task::{TaskKind, TaskStatus};
use crate::process::{NrmClock, What};
use crate::protection::victim_case::{
    ClockCode, CloseReason, CompetentAuthority, ExtensionReason, GroundsOutcome, GuardianKind,
    Mechanism, Organisation, Reference, VictimCaseEvent as Event,
};
use crate::testing::at;

const VICTIM: u128 = 41;
const NOW: &str = "2026-03-02T10:00:00Z";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn reference() -> Reference {
    Reference::parse("NRM-2026-0417").unwrap()
}

fn referred() -> Event {
    Event::Referred {
        mechanism: Mechanism::UkNrm,
        referral_ref: reference(),
        first_responder_org: Organisation::parse("UK-NMC").unwrap(),
        received_at: day("2026-03-02"),
        decision_due: Some(day("2026-03-09")),
    }
}

fn reasonable(outcome: GroundsOutcome) -> Event {
    Event::ReasonableGroundsDecided {
        outcome,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day("2026-03-06"),
        reasons_ref: reference(),
    }
}

fn recovery() -> Event {
    Event::RecoveryPeriodStarted { started: day("2026-03-06"), ends_not_before: day("2026-04-05") }
}

fn conclusive() -> Event {
    Event::ConclusiveGroundsDecided {
        outcome: GroundsOutcome::Positive,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day("2026-04-07"),
        reasons_ref: reference(),
    }
}

fn closed() -> Event {
    Event::CaseClosed {
        reason: CloseReason::ContactLost,
        onward_provider: None,
        closed_at: day("2026-03-04"),
    }
}

fn file(history: impl IntoIterator<Item = Event>) -> Run<NrmClock> {
    let mut run = Run::of(VICTIM);
    for event in history {
        run.happens(VICTIM, NOW, What::Victim(event));
    }
    run
}

#[test]
fn a_referral_makes_a_task_for_the_reasonable_grounds_decision() {
    let mut run = file([referred()]);
    let orders = run.looks(NOW);
    let creation = created(&orders[0]);
    assert_eq!(creation.kind, TaskKind::ReasonableGrounds);
    assert_eq!(creation.due, Some(at("2026-03-10T00:00:00Z")), "when the fifth day is over");
    assert_eq!(run.wakes(NOW), Some(at("2026-03-10T00:00:00Z")));
}

#[test]
fn a_decision_that_is_late_makes_one_task_for_a_supervisor() {
    let mut run = file([referred()]);
    run.looks(NOW);
    assert!(run.looks("2026-03-09T23:59:59Z").is_empty(), "the last day is not over");
    run.looks("2026-03-10T00:00:00Z");
    assert!(run.looks("2026-03-20T00:00:00Z").is_empty(), "once");
    run.happens(VICTIM, NOW, What::Victim(reasonable(GroundsOutcome::Negative)));
    run.looks("2026-03-20T00:00:00Z");
    let done = [TaskKind::ReasonableGrounds, TaskKind::MissedLimit];
    assert_eq!(run.tasks(), done.map(|kind| (kind, TaskStatus::Done)));
}

#[test]
fn a_decision_in_time_settles_its_task() {
    let mut run = file([referred()]);
    run.looks(NOW);
    run.happens(VICTIM, NOW, What::Victim(reasonable(GroundsOutcome::Negative)));
    run.looks("2026-03-20T00:00:00Z");
    assert_eq!(run.tasks(), [(TaskKind::ReasonableGrounds, TaskStatus::Done)]);
}

#[test]
fn the_end_of_the_recovery_period_makes_a_task_for_the_conclusive_decision() {
    let mut run = file([referred(), reasonable(GroundsOutcome::Positive), recovery()]);
    assert!(run.looks("2026-04-04T23:59:59Z").is_empty());
    assert_eq!(run.wakes("2026-04-04T23:59:59Z"), Some(at("2026-04-05T00:00:00Z")));
    run.looks("2026-04-05T00:00:00Z");
    assert_eq!(run.tasks(), [(TaskKind::ConclusiveGrounds, TaskStatus::Open)]);
    run.happens(VICTIM, NOW, What::Victim(conclusive())).looks("2026-04-07T00:00:00Z");
    assert_eq!(run.tasks(), [(TaskKind::ConclusiveGrounds, TaskStatus::Done)]);
}

#[test]
fn a_recovery_period_that_was_extended_ends_later() {
    let extended =
        Event::RecoveryPeriodExtended { until: day("2026-05-05"), reason: ExtensionReason::Health };
    let mut run = file([referred(), reasonable(GroundsOutcome::Positive), recovery(), extended]);
    assert!(run.looks("2026-05-04T23:59:59Z").is_empty());
    run.looks("2026-05-05T00:00:00Z");
    assert_eq!(run.tasks(), [(TaskKind::ConclusiveGrounds, TaskStatus::Open)]);
}

#[test]
fn v2_a_refusal_makes_a_task_for_the_duty_to_notify() {
    let refused = Event::DutyToNotifyDue { started: day("2026-03-02"), due: day("2026-03-09") };
    let mut run = file([refused]);
    run.looks(NOW);
    assert_eq!(run.tasks(), [(TaskKind::DutyToNotify, TaskStatus::Open)]);
    run.looks("2026-03-10T00:00:00Z");
    assert_eq!(run.tasks().len(), 2);
}

#[test]
fn a_notification_for_a_child_settles_its_task() {
    let due = Event::GuardianNotificationDue {
        clock: ClockCode::KeChildNotification,
        started: day("2026-03-02"),
        due: day("2026-03-03"),
    };
    let notified = Event::GuardianNotified {
        kind: GuardianKind::ChildrenOfficer,
        reference: reference(),
        notified_at: day("2026-03-02"),
    };
    let mut run = file([due]);
    run.looks(NOW);
    run.happens(VICTIM, NOW, What::Victim(notified)).looks("2026-03-20T00:00:00Z");
    assert_eq!(run.tasks(), [(TaskKind::ChildNotification, TaskStatus::Done)]);
}

#[test]
fn whoever_left_the_process_is_waited_for_no_longer() {
    let mut run = file([referred()]);
    run.looks(NOW);
    run.happens(VICTIM, NOW, What::Victim(closed())).looks("2026-03-20T00:00:00Z");
    assert_eq!(run.tasks(), [(TaskKind::ReasonableGrounds, TaskStatus::Cancelled)]);
}

#[test]
fn a_file_whose_clocks_were_met_long_ago_makes_no_task() {
    let mut run = file([referred(), reasonable(GroundsOutcome::Negative)]);
    assert!(run.looks("2026-12-01T00:00:00Z").is_empty());
}
