//! A person under arrest is brought before a court, charged or released in time, or a supervisor sees
//! to it.

use super::{Run, created};
use crate::Personal;
use crate::casework::suspect::{DetentionRule, ReleaseType, SuspectEvent};
use crate::casework::task::{TaskKind, TaskStatus};
use crate::process::{CustodyDetentionClock, What};
use crate::testing::at;

const SUSPECT: u128 = 21;
const DUE: &str = "2026-03-03T08:00:00Z";

fn arrested(due: &str) -> What {
    What::Suspect(SuspectEvent::DetentionClockStarted {
        rule: DetentionRule::KeArraign,
        due: at(due),
    })
}

fn released() -> What {
    What::Suspect(SuspectEvent::Released {
        release_type: ReleaseType::PoliceBail,
        conditions: None,
    })
}

fn ends() -> [What; 3] {
    let offences = [].into();
    [
        released(),
        What::Suspect(SuspectEvent::Charged { offences }),
        What::Suspect(SuspectEvent::Eliminated {
            reason: Personal::new("Somebody else".to_owned()),
        }),
    ]
}

fn held() -> Run<CustodyDetentionClock> {
    let mut run = Run::of(SUSPECT);
    run.happens(SUSPECT, "2026-03-02T08:00:00Z", arrested(DUE));
    run
}

#[test]
fn an_arrest_makes_a_task_until_the_time_runs_out() {
    let mut run = held();
    let orders = run.looks("2026-03-02T08:01:00Z");
    let creation = created(&orders[0]);
    assert_eq!((creation.kind, creation.due), (TaskKind::Detention, Some(at(DUE))));
    assert_eq!(run.tasks(), [(TaskKind::Detention, TaskStatus::Open)]);
    assert_eq!(run.wakes("2026-03-02T08:01:00Z"), Some(at(DUE)));
    assert!(run.looks("2026-03-03T07:59:59Z").is_empty(), "not before its time");
}

#[test]
fn a_time_that_ran_out_makes_one_task_for_a_supervisor() {
    let mut run = held();
    run.looks("2026-03-02T08:01:00Z");
    run.looks(DUE);
    let both = [(TaskKind::Detention, TaskStatus::Open), (TaskKind::MissedLimit, TaskStatus::Open)];
    assert_eq!(run.tasks(), both);
    assert!(run.looks("2026-03-09T08:00:00Z").is_empty(), "once");
    assert_eq!(run.wakes(DUE), None);
}

#[test]
fn a_time_that_ran_out_while_nobody_looked_makes_both_tasks_at_once() {
    let mut run = held();
    run.looks("2026-03-09T08:00:00Z");
    assert_eq!(run.tasks().len(), 2);
}

#[test]
fn whoever_was_released_or_charged_in_time_needs_no_supervisor() {
    for end in ends() {
        let mut run = held();
        run.looks("2026-03-02T08:01:00Z");
        run.happens(SUSPECT, "2026-03-02T20:00:00Z", end).looks("2026-03-09T08:00:00Z");
        assert_eq!(run.tasks(), [(TaskKind::Detention, TaskStatus::Done)]);
        assert_eq!(run.wakes("2026-03-02T20:00:00Z"), None);
    }
}

#[test]
fn an_end_after_the_time_ran_out_settles_both_tasks() {
    let mut run = held();
    run.looks("2026-03-09T08:00:00Z");
    run.happens(SUSPECT, "2026-03-09T09:00:00Z", released()).looks("2026-03-09T09:00:01Z");
    let both = [(TaskKind::Detention, TaskStatus::Done), (TaskKind::MissedLimit, TaskStatus::Done)];
    assert_eq!(run.tasks(), both);
}

#[test]
fn a_second_arrest_has_a_clock_of_its_own() {
    let mut run = held();
    run.looks("2026-03-02T08:01:00Z");
    run.happens(SUSPECT, "2026-03-02T20:00:00Z", released()).looks("2026-03-02T20:00:01Z");
    let again = "2026-04-03T08:00:00Z";
    run.happens(SUSPECT, "2026-04-02T08:00:00Z", arrested(again)).looks("2026-04-02T08:01:00Z");
    assert_eq!(run.wakes("2026-04-02T08:01:00Z"), Some(at(again)));
    let both = [(TaskKind::Detention, TaskStatus::Open), (TaskKind::Detention, TaskStatus::Done)];
    assert_eq!(run.tasks(), both);
}

#[test]
fn a_task_made_before_a_crash_is_ended_although_the_making_was_forgotten() {
    let mut run = held();
    run.is_not_told().looks("2026-03-02T08:01:00Z");
    let forgotten = std::mem::take(&mut run.done);
    assert_eq!(forgotten.len(), 1);
    // The log tells both, the end first.
    run.happens(SUSPECT, "2026-03-02T20:00:00Z", released());
    assert!(run.looks("2026-03-02T20:00:01Z").is_empty(), "it knows of no task");
    run.is_told();
    run.looks("2026-03-02T20:00:02Z");
    assert_eq!(run.tasks(), [(TaskKind::Detention, TaskStatus::Done)]);
}
