//! What process managers make of what happens, and when; each instance is followed as a runner would.

use crate::testing::shipped_law;
use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Asked, Cause, Fact, Items, Order, Process, What};
use crate::casework::task::{Creation, Task, TaskCommand, TaskEvent, TaskKind, TaskStatus};
use crate::governance::access_grant::{AccessGrant, AccessGrantCommand, AccessGrantEvent};
use crate::testing::{akinyi, at, by, handling};
use crate::value::PartialTime;
use crate::{Decider, Metadata, Role};

mod case_tasks;
mod consent_cascade;
mod custody_detention_clock;
mod custody_integrity;
mod disclosure_completeness;
mod non_punishment_guard;
mod nrm_clock;
mod retention_review;
mod screening_on_interception;

/// The file of the tests.
const FILE: u128 = 117;

/// An instance of a process as a runner keeps it, with the tasks that it made.
pub(super) struct Run<P: Process> {
    process: P,
    instance: Uuid,
    events: u128,
    items: Items<P::Item>,
    done: BTreeSet<String>,
    tasks: BTreeMap<Uuid, (Task, TaskKind, TaskStatus)>,
    grants: BTreeMap<Uuid, (AccessGrant, Vec<AccessGrantEvent>)>,
    /// Whether what becomes of tasks is told to the process, as the log does sooner or later.
    told: bool,
    untold: Vec<(Uuid, TaskEvent)>,
}

impl<P: Process + PartialEq> Run<P> {
    pub(super) fn of(instance: u128) -> Self {
        Self {
            process: P::default(),
            instance: Uuid::from_u128(instance),
            events: 1000,
            items: Items::new(),
            done: BTreeSet::new(),
            tasks: BTreeMap::new(),
            grants: BTreeMap::new(),
            told: true,
            untold: Vec::new(),
        }
    }

    fn cause(&mut self, metadata: &Metadata) -> Cause {
        self.events += 1;
        Cause {
            event: Uuid::from_u128(self.events).into(),
            correlation: metadata.correlation,
            investigation: Some(Uuid::from_u128(FILE).into()),
            agency: akinyi().actor.agency,
            actor: metadata.actor.clone(),
            legal_basis: metadata.legal_basis.clone(),
            purpose: metadata.purpose,
            handling: handling(),
            exercise: false,
        }
    }

    /// Something happens to a record of the agency's.
    pub(super) fn happens(&mut self, stream: u128, when: &str, what: What) -> &mut Self {
        self.happens_with(|_| {}, stream, when, what)
    }

    /// The same, where the event lends something else.
    #[expect(clippy::needless_pass_by_value, reason = "a test reads better without borrows")]
    pub(super) fn happens_with(
        &mut self,
        lends: impl FnOnce(&mut Cause),
        stream: u128,
        when: &str,
        what: What,
    ) -> &mut Self {
        let mut cause = self.cause(&akinyi());
        lends(&mut cause);
        let occurred = PartialTime::instant(at(when));
        let stream = Uuid::from_u128(stream);
        let fact = Fact { stream, cause: &cause, occurred: &occurred, what: &what };
        assert!(P::concerns(&what) && P::instance(&fact) == self.instance, "it is for this one");
        self.take(&fact);
        self
    }

    /// Only the items that it asks for are at hand.
    fn take(&mut self, fact: &Fact<'_>) {
        let named = self.process.items(fact);
        let known = |item: &String| Some((item.clone(), self.items.get(item)?.clone()));
        let mut items: Items<P::Item> = named.iter().filter_map(known).collect();
        self.process = self.process.clone().evolve(self.instance, fact, &mut items);
        for (item, kept) in items {
            assert!(named.contains(&item), "it is about what it asked for: {item}");
            let stored = serde_json::to_string(&kept).unwrap();
            self.items.insert(item, serde_json::from_str(&stored).unwrap());
        }
        let stored = serde_json::to_string(&self.process).unwrap();
        let read: P = serde_json::from_str(&stored).unwrap();
        assert!(read == self.process, "a state reads back as it was kept");
    }

    /// The orders that are carried out when the instance is looked at.
    pub(super) fn looks(&mut self, now: &str) -> Vec<Order> {
        let orders = self.process.orders(self.instance, at(now));
        let new: Vec<_> =
            orders.into_iter().filter(|order| self.done.insert(order.step.clone())).collect();
        let service = by("process", "KE-DCI-TOCU", Role::System);
        for order in &new {
            match &order.asked {
                Asked::OfTask(task, command) => {
                    self.send((*task).into(), command.clone(), &service);
                }
                Asked::OfGrant(grant, command) => {
                    self.ask((*grant).into(), command.clone(), &service);
                }
            }
        }
        new
    }

    /// Somebody asks something of a grant of access.
    pub(super) fn ask(&mut self, grant: Uuid, command: AccessGrantCommand, who: &Metadata) {
        let (state, _) = self.grants.entry(grant).or_default();
        let events = state.decide(command, who, shipped_law()).expect("the grant takes it");
        for event in events {
            let (state, history) = self.grants.entry(grant).or_default();
            *state = state.clone().evolve(&event);
            history.push(event.clone());
            let cause = self.cause(who);
            let occurred = PartialTime::instant(at("2026-03-02T09:00:00Z"));
            let what = What::Grant(event);
            self.take(&Fact { stream: grant, cause: &cause, occurred: &occurred, what: &what });
        }
    }

    /// What happened to a grant last.
    pub(super) fn last_of(&self, grant: Uuid) -> &AccessGrantEvent {
        self.grants[&grant].1.last().expect("it was asked for")
    }

    /// Somebody asks something of a task.
    #[expect(clippy::needless_pass_by_value, reason = "a test reads better without borrows")]
    pub(super) fn send(&mut self, task: Uuid, command: TaskCommand, who: &Metadata) {
        let (state, ..) = self.tasks.get(&task).cloned().unwrap_or_else(uncreated);
        let events = state.decide(command.clone(), who, shipped_law()).expect("the task takes it");
        for event in events {
            let (state, kind, _) = self.tasks.get(&task).cloned().unwrap_or_else(uncreated);
            let kind =
                if let TaskCommand::Create(creation) = &command { creation.kind } else { kind };
            let state = state.evolve(&event);
            let status = status(&state);
            self.tasks.insert(task, (state, kind, status));
            if self.told {
                self.tells(task, event, who);
            } else {
                self.untold.push((task, event));
            }
        }
    }

    fn tells(&mut self, task: Uuid, event: TaskEvent, who: &Metadata) {
        let cause = self.cause(who);
        let occurred = PartialTime::instant(at("2026-03-02T09:00:00Z"));
        let what = What::Task(event);
        let fact = Fact { stream: task, cause: &cause, occurred: &occurred, what: &what };
        self.take(&fact);
    }

    /// The log tells what had not been told.
    pub(super) fn is_told(&mut self) {
        self.told = true;
        for (task, event) in std::mem::take(&mut self.untold) {
            self.tells(task, event, &wanjiru());
        }
    }

    /// The tasks, in no order: what about, and where they stand.
    pub(super) fn tasks(&self) -> Vec<(TaskKind, TaskStatus)> {
        let mut tasks: Vec<_> =
            self.tasks.values().map(|(_, kind, status)| (*kind, *status)).collect();
        tasks.sort();
        tasks
    }

    /// The id of a task that stands so.
    pub(super) fn one(&self, wanted: TaskKind, status: TaskStatus) -> Uuid {
        let found =
            self.tasks.iter().find(|(_, (_, kind, stands))| (*kind, *stands) == (wanted, status));
        *found.expect("there is such a task").0
    }

    /// How many duties its state holds.
    pub(super) fn duties(&self) -> usize {
        let state = serde_json::to_value(&self.process).unwrap();
        state["duties"]["list"].as_array().expect("it has duties").len()
    }

    /// How many characters its state has as it is kept, its items aside.
    pub(super) fn size(&self) -> usize {
        serde_json::to_string(&self.process).unwrap().len()
    }

    /// When it is to be looked at again.
    pub(super) fn wakes(&self, now: &str) -> Option<DateTime<Utc>> {
        self.process.wakes(at(now))
    }

    /// The log is slow to tell what became of tasks.
    pub(super) fn is_not_told(&mut self) -> &mut Self {
        self.told = false;
        self
    }
}

fn uncreated() -> (Task, TaskKind, TaskStatus) {
    (Task::default(), TaskKind::Action, TaskStatus::Open)
}

fn status(task: &Task) -> TaskStatus {
    task.status().expect("the task was created")
}

/// The task that an order makes, if it makes one.
pub(super) fn creation(order: &Order) -> Option<&Creation> {
    match &order.asked {
        Asked::OfTask(_, TaskCommand::Create(creation)) => Some(creation),
        Asked::OfTask(..) | Asked::OfGrant(..) => None,
    }
}

/// The task that an order makes.
pub(super) fn created(order: &Order) -> &Creation {
    creation(order).expect("it makes a task")
}

/// A supervisor of the agency.
pub(super) fn wanjiru() -> Metadata {
    by("wanjiru", "KE-DCI-TOCU", Role::Supervisor)
}
