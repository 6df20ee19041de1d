//! Duties: what has to be done by somebody, until when, and the tasks that stand for it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Asked, Cause, Fact, Order, ProcessName, What};
use crate::Role;
use crate::casework::task::{
    Assignment, Creation, Ground, ProcessOrigin, TaskCommand, TaskEvent, TaskKind, TaskSubject,
};
use crate::id::{CorrelationId, EventId, TaskId};

/// The duties of one instance: those that are still to be done, and those whose task is still to be ended.
///
/// The log may tell of a task when its duty has ended and is forgotten, as it was ordered before. It is
/// ended then as the duty was that ended last.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Duties {
    list: Vec<Duty>,
    last_end: Option<Ended>,
}

/// Something that has to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Duty {
    /// What tells it from the instance's other duties, for ever.
    key: String,
    cause: Cause,
    kind: TaskKind,
    subject: TaskSubject,
    /// Whose it is; none for the role that recorded the cause.
    whose: Option<Assignment>,
    /// When its task is created; none for at once.
    begins: Option<DateTime<Utc>>,
    /// Until when it is to be done.
    due: Option<DateTime<Utc>>,
    /// When a supervisor has to see to it.
    escalates: Option<DateTime<Utc>>,
    ended: Option<Ended>,
    task: Known,
    alarm: Known,
}

/// How a duty ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Ended {
    how: How,
    because: Because,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum How {
    /// What had to be done was done.
    Met,
    /// It has not to be done any more.
    Lapsed,
}

/// The event that makes something necessary, and what set it in motion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Because {
    /// The event.
    pub event: EventId,
    /// What set it in motion.
    pub correlation: CorrelationId,
}

/// A task as the log shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Known {
    id: TaskId,
    standing: Standing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Standing {
    Absent,
    Open,
    Closed,
}

impl Duty {
    /// A duty that begins now and has no end. Its key is the event that causes it and what is added.
    pub fn new(
        (process, instance): (ProcessName, Uuid),
        fact: &Fact<'_>,
        added: &str,
        kind: TaskKind,
        subject: TaskSubject,
    ) -> Self {
        let key = format!("{} {added}", fact.cause.event).trim_end().to_owned();
        let known = |what: &str| Known {
            id: TaskId::from(Uuid::new_v5(&instance, format!("{process} {key} {what}").as_bytes())),
            standing: Standing::Absent,
        };
        Self {
            task: known("task"),
            alarm: known("alarm"),
            key,
            cause: fact.cause.clone(),
            kind,
            subject,
            whose: None,
            begins: None,
            due: None,
            escalates: None,
            ended: None,
        }
    }

    /// The same, for somebody else than the role that recorded the cause.
    pub fn given_to(self, whose: Assignment) -> Self {
        Self { whose: Some(whose), ..self }
    }

    /// The same, for whoever has a role.
    pub fn of_role(self, role: Role) -> Self {
        self.given_to(Assignment { role, user: None })
    }

    /// The same, to be done from then on.
    pub fn from(self, begins: DateTime<Utc>) -> Self {
        Self { begins: Some(begins), ..self }
    }

    /// The same, to be done until then.
    pub fn until(self, due: DateTime<Utc>) -> Self {
        Self { due: Some(due), ..self }
    }

    /// The same, with a supervisor's task when it is not done by then.
    pub fn or_escalates(self, at: DateTime<Utc>) -> Self {
        Self { escalates: Some(at), ..self }
    }

    /// What its task is about.
    pub fn kind(&self) -> TaskKind {
        self.kind
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.ended.is_none()
    }

    /// Whether somebody ended its task although nothing has settled it.
    pub fn was_ended_by_hand(&self) -> bool {
        self.is_open() && self.task.standing == Standing::Closed
    }

    /// It was done.
    pub fn meet(&mut self, fact: &Fact<'_>) {
        self.end_with(How::Met, fact);
    }

    /// It has not to be done any more.
    pub fn lapse(&mut self, fact: &Fact<'_>) {
        self.end_with(How::Lapsed, fact);
    }

    fn end_with(&mut self, how: How, fact: &Fact<'_>) {
        self.ended = Some(Ended { how, because: Because::of(fact.cause) });
    }

    /// The duty that a task was made for which is known of too late: it is only to be ended.
    fn late(fact: &Fact<'_>, creation: &Creation, ended: Ended) -> Option<Self> {
        let event = creation.process.as_ref()?.event;
        let known = |id, standing| Known { id: TaskId::from(id), standing };
        Some(Self {
            key: format!("{event} {}", fact.stream),
            cause: Cause { event, ..fact.cause.clone() },
            kind: creation.kind,
            subject: creation.subject?,
            whose: None,
            begins: None,
            due: None,
            escalates: None,
            ended: Some(ended),
            task: known(fact.stream, Standing::Open),
            alarm: known(Uuid::new_v5(&fact.stream, b"alarm"), Standing::Absent),
        })
    }

    fn has(&self, task: Uuid) -> bool {
        [self.task, self.alarm].iter().any(|known| Uuid::from(known.id) == task)
    }

    /// Whether nothing is left to be done, of it and of its tasks.
    fn is_over(&self) -> bool {
        let settled = [self.task, self.alarm].iter().all(|known| known.standing != Standing::Open);
        settled && self.ended.is_some()
    }

    /// It is to be done from another time on.
    pub fn move_beginning(&mut self, begins: DateTime<Utc>) {
        self.begins = Some(begins);
    }

    fn orders(&self, origin: (ProcessName, Uuid), now: DateTime<Utc>) -> Vec<Order> {
        match &self.ended {
            None => {
                let begun = self.task.is_absent() && self.begins.is_none_or(|begins| begins <= now);
                let missed = self.alarm.is_absent() && self.escalates.is_some_and(|at| at <= now);
                let task = begun.then(|| {
                    let whose = self.assignment();
                    self.create(origin, "task", self.task, self.kind, whose, self.due)
                });
                let alarm = missed.then(|| {
                    let kind = TaskKind::MissedLimit;
                    let whose = Assignment { role: Role::Supervisor, user: None };
                    self.create(origin, "alarm", self.alarm, kind, whose, None)
                });
                task.into_iter().chain(alarm).collect()
            }
            Some(ended) => [("task", self.task), ("alarm", self.alarm)]
                .into_iter()
                .filter(|(_, known)| known.standing == Standing::Open)
                .map(|(what, known)| self.end(what, known, *ended))
                .collect(),
        }
    }

    /// The role of whoever recorded the cause for the agency whose record it is, unless it is somebody
    /// else's: who began it sees it through. What others record there is the investigators'.
    fn assignment(&self) -> Assignment {
        let Cause { actor, agency, .. } = &self.cause;
        let role = if actor.agency == *agency { actor.role } else { Role::Investigator };
        self.whose.clone().unwrap_or(Assignment { role, user: None })
    }

    fn create(
        &self,
        (name, instance): (ProcessName, Uuid),
        what: &str,
        known: Known,
        kind: TaskKind,
        assignment: Assignment,
        due: Option<DateTime<Utc>>,
    ) -> Order {
        let event = self.cause.event;
        let creation = Creation {
            investigation: self.cause.investigation,
            agency: self.cause.agency.clone(),
            kind,
            title: None,
            subject: Some(self.subject),
            assignment,
            due,
            process: Some(ProcessOrigin { name, instance, event }),
        };
        let command = TaskCommand::Create(Box::new(creation));
        let step = format!("{} {what}", self.key);
        self.order(step, known, command, Because::of(&self.cause))
    }

    fn end(&self, what: &str, known: Known, ended: Ended) -> Order {
        let Ended { how, because } = ended;
        let ground = Ground::Fact(because.event);
        let command = match how {
            How::Met => TaskCommand::Complete { outcome: ground },
            How::Lapsed => TaskCommand::Cancel { reason: ground },
        };
        let step = format!("{} {what} ended by {}", self.key, because.event);
        self.order(step, known, command, because)
    }

    /// An order under the marking of the duty's cause: whoever sees the task sees that it ended.
    fn order(&self, step: String, known: Known, command: TaskCommand, because: Because) -> Order {
        let Because { event, correlation } = because;
        let under = self.cause.clone();
        let asked = Asked::OfTask(known.id, command);
        Order { step, asked, because: event, correlation, under }
    }

    fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let begins = self.begins.filter(|_| self.task.is_absent());
        let escalates = self.escalates.filter(|_| self.alarm.is_absent());
        let times = begins.into_iter().chain(escalates).filter(|at| self.is_open() && *at > now);
        times.min()
    }

    fn learn(&mut self, task: Uuid, event: &TaskEvent) {
        for known in [&mut self.task, &mut self.alarm] {
            if Uuid::from(known.id) == task {
                known.standing = match event {
                    TaskEvent::Created { .. } | TaskEvent::Reopened { .. } => Standing::Open,
                    TaskEvent::Completed { .. } | TaskEvent::Cancelled { .. } => Standing::Closed,
                    TaskEvent::Assigned { .. } | TaskEvent::Reassigned { .. } => known.standing,
                };
            }
        }
    }
}

impl Because {
    pub fn of(cause: &Cause) -> Self {
        Self { event: cause.event, correlation: cause.correlation }
    }
}

impl Known {
    fn is_absent(self) -> bool {
        self.standing == Standing::Absent
    }
}

impl Duties {
    /// One more.
    pub fn add(&mut self, duty: Duty) {
        self.list.push(duty);
    }

    /// Those that are still to be done, oldest first.
    pub fn open(&mut self) -> impl Iterator<Item = &mut Duty> {
        self.list.iter_mut().filter(|duty| duty.is_open())
    }

    /// Those of a kind that are still to be done.
    pub fn of(&mut self, kind: TaskKind) -> impl Iterator<Item = &mut Duty> {
        self.open().filter(move |duty| duty.kind() == kind)
    }

    /// Whether something of a kind is to be done, and nobody gave it up.
    pub fn awaits(&self, kind: TaskKind) -> bool {
        let waits = |duty: &Duty| duty.is_open() && !duty.was_ended_by_hand();
        self.list.iter().any(|duty| duty.kind() == kind && waits(duty))
    }

    /// Takes into account what happened to a task, and forgets what is over.
    pub fn learn(&mut self, fact: &Fact<'_>) {
        if let What::Task(event) = fact.what {
            self.list.iter_mut().for_each(|duty| duty.learn(fact.stream, event));
            if let TaskEvent::Created { creation, .. } = event
                && !self.list.iter().any(|duty| duty.has(fact.stream))
            {
                let late = self.last_end.and_then(|ended| Duty::late(fact, creation, ended));
                self.list.extend(late);
            }
        }
        let over = self.list.extract_if(.., |duty| duty.is_over());
        self.last_end = over.filter_map(|duty| duty.ended).last().or(self.last_end);
    }

    /// Forgets those whose task somebody ended, where nothing else settles them.
    pub fn forget_ended_by_hand(&mut self) {
        self.list.retain(|duty| !duty.was_ended_by_hand());
    }

    /// Everything that is to be done as things stand.
    pub fn orders(&self, origin: (ProcessName, Uuid), now: DateTime<Utc>) -> Vec<Order> {
        self.list.iter().flat_map(|duty| duty.orders(origin, now)).collect()
    }

    /// When there may be more to do.
    pub fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.list.iter().filter_map(|duty| duty.wakes(now)).min()
    }
}
