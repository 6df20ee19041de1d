//! Everybody found is screened, and each screening settles one task.

use super::{FILE, Run, created, wanjiru};
use crate::Personal;
use crate::casework::task::{Ground, TaskCommand, TaskKind, TaskStatus};
use crate::movement::journey::JourneyEvent;
use crate::process::{Process, ScreeningOnInterception, What};
use crate::protection::victim_case::{ScreeningOutcome, ScreeningTool, VictimCaseEvent};
use crate::testing::at;

const OPEN: (TaskKind, TaskStatus) = (TaskKind::Screening, TaskStatus::Open);
const DONE: (TaskKind, TaskStatus) = (TaskKind::Screening, TaskStatus::Done);
const CANCELLED: (TaskKind, TaskStatus) = (TaskKind::Screening, TaskStatus::Cancelled);
const NOW: &str = "2026-03-02T10:00:00Z";

fn found(persons: u32) -> What {
    What::Journey(JourneyEvent::ScreeningRequired { persons })
}

fn screened() -> What {
    What::Victim(VictimCaseEvent::Screened {
        tool: ScreeningTool::Htcds,
        indicators: [].into(),
        outcome: ScreeningOutcome::NoIndicators,
    })
}

fn intercepted(persons: u32) -> Run<ScreeningOnInterception> {
    let mut run = Run::of(FILE);
    run.happens(51, "2026-03-02T08:00:00Z", found(persons));
    run
}

#[test]
fn j3_an_interception_makes_one_screening_task_for_each_person_found() {
    let mut run = intercepted(3);
    let orders = run.looks(NOW);
    assert_eq!(run.tasks(), [OPEN, OPEN, OPEN]);
    for order in &orders {
        assert_eq!(created(order).due, Some(at("2026-03-03T08:00:00Z")));
    }
    assert!(run.looks(NOW).is_empty(), "they are made once");
    run.happens(52, "2026-03-02T11:00:00Z", found(2)).looks(NOW);
    assert_eq!(run.tasks().len(), 5, "each interception makes its own");
}

#[test]
fn an_interception_in_the_log_makes_no_more_tasks_than_one_may_find_persons() {
    let run = intercepted(4_000_000_000);
    assert_eq!(run.process.orders(run.instance, at(NOW)).len(), 10_000);
}

#[test]
fn a_person_who_is_screened_settles_one_task_once() {
    let mut run = intercepted(2);
    run.looks(NOW);
    run.happens(61, NOW, screened()).looks(NOW);
    assert_eq!(run.tasks(), [OPEN, DONE]);
    run.happens(61, NOW, screened()).looks(NOW);
    assert_eq!(run.tasks(), [OPEN, DONE], "the same person again");
    run.happens(62, NOW, screened()).looks(NOW);
    assert_eq!(run.tasks(), [DONE, DONE]);
    run.happens(63, NOW, screened()).looks(NOW);
    assert_eq!(run.tasks(), [DONE, DONE], "nobody is left to be screened");
}

#[test]
fn whoever_was_screened_before_is_not_one_of_those_found() {
    let mut run = Run::<ScreeningOnInterception>::of(FILE);
    run.happens(61, "2026-03-01T08:00:00Z", screened());
    run.happens(51, "2026-03-02T08:00:00Z", found(2)).looks(NOW);
    assert_eq!(run.tasks(), [OPEN, OPEN]);
}

#[test]
fn a_screening_settles_a_task_that_nobody_gave_up() {
    let mut run = intercepted(2);
    run.looks(NOW);
    let reason = Ground::Told(Personal::new("Fled before the screening".to_owned()));
    let task = run.one(TaskKind::Screening, TaskStatus::Open);
    run.send(task, TaskCommand::Cancel { reason }, &wanjiru());
    run.happens(61, NOW, screened()).looks(NOW);
    assert_eq!(run.tasks(), [DONE, CANCELLED]);
}

#[test]
fn what_was_settled_long_ago_makes_no_task() {
    let mut run = intercepted(1);
    run.happens(61, NOW, screened());
    assert!(run.looks(NOW).is_empty());
}

#[test]
fn a_task_whose_making_the_process_has_not_heard_of_is_not_made_twice() {
    let mut run = intercepted(2);
    run.is_not_told().looks(NOW);
    let again = run.process.orders(run.instance, at(NOW));
    assert_eq!(again.len(), 2);
    assert!(again.iter().all(|order| run.done.contains(&order.step)), "by the same steps");
    assert!(again.iter().all(|order| run.tasks.contains_key(&order.record())));
}
