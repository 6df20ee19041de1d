//! The clocks of a protection file: what must happen in time, and who sees to it when it does not.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::day::{end_of, start_of};
use super::duty::{Duties, Duty};
use super::{Fact, Items, Order, Process, ProcessName, What};
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};
use crate::protection::victim_case::{ClockChange, ClockCode};

/// One protection file's clocks.
///
/// A time limit makes a task when it starts, and a supervisor's task once its last day is over. The
/// recovery period, before whose end no conclusive decision is taken, makes a task when it is over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NrmClock {
    duties: Duties,
}

impl Process for NrmClock {
    type Item = ();

    const NAME: ProcessName = ProcessName::NrmClock;

    fn concerns(what: &What) -> bool {
        matches!(what, What::Victim(event) if !ClockChange::of(event).is_empty())
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.stream
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, _: &mut Items<()>) -> Self {
        if let What::Victim(event) = fact.what {
            for change in ClockChange::of(event) {
                self.change(instance, fact, change);
            }
        }
        self.duties.learn(fact);
        self
    }

    fn orders(&self, instance: Uuid, now: DateTime<Utc>) -> Vec<Order> {
        self.duties.orders((Self::NAME, instance), now)
    }

    fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.duties.wakes(now)
    }
}

impl NrmClock {
    fn change(&mut self, instance: Uuid, fact: &Fact<'_>, change: ClockChange) {
        match change {
            ClockChange::Started { code, started: _, due } => {
                let subject = TaskSubject { kind: TaskSubjectKind::VictimCase, id: fact.stream };
                let origin = (Self::NAME, instance);
                let duty = Duty::new(origin, fact, code.as_str(), kind(code), subject);
                let over = end_of(due);
                self.duties.add(if code.is_deadline() {
                    duty.until(over).or_escalates(over)
                } else {
                    duty.from(start_of(due))
                });
            }
            ClockChange::Moved { code, due } => {
                let running = self.duties.open().filter(|duty| duty.kind() == kind(code));
                running.for_each(|duty| duty.move_beginning(start_of(due)));
            }
            ClockChange::Met { code, on: _ } => {
                let running = self.duties.open().filter(|duty| duty.kind() == kind(code));
                running.for_each(|duty| duty.meet(fact));
            }
            ClockChange::Stopped { code, on: _ } => {
                let running = self.duties.open().filter(|duty| duty.kind() == kind(code));
                running.for_each(|duty| duty.lapse(fact));
            }
            ClockChange::AllStopped { on: _ } => {
                self.duties.open().for_each(|duty| duty.lapse(fact));
            }
        }
    }
}

/// What is to be done about a clock.
fn kind(code: ClockCode) -> TaskKind {
    match code {
        ClockCode::UkNrmRg => TaskKind::ReasonableGrounds,
        ClockCode::UkNrmRecovery => TaskKind::ConclusiveGrounds,
        ClockCode::UkDtn => TaskKind::DutyToNotify,
        ClockCode::UkChildNotification | ClockCode::KeChildNotification => {
            TaskKind::ChildNotification
        }
    }
}
