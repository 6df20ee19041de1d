//! Case tasks: a file has the tasks of the templates that were applied to it.

use chrono::{DateTime, Days, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Asked, Cause, Fact, Items, Order, Process, ProcessName, What};
use crate::Personal;
use crate::casework::investigation::InvestigationEvent;
use crate::casework::task::{
    Assignment, Creation, ProcessOrigin, TaskCommand, TaskEvent, TaskKind,
};
use crate::id::TaskId;
use crate::law::TemplateTask;

/// The tasks of one file's templates that are still to be made. From then on they are whoever's they are:
/// nothing but a person's word settles them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CaseTasks {
    planned: Vec<Planned>,
}

/// A task that is to be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Planned {
    id: TaskId,
    step: String,
    task: TemplateTask,
    due: Option<DateTime<Utc>>,
    cause: Cause,
}

impl Process for CaseTasks {
    type Item = ();

    const NAME: ProcessName = ProcessName::CaseTasks;

    fn concerns(what: &What) -> bool {
        matches!(what, What::Investigation(InvestigationEvent::TemplateApplied { .. }))
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.file()
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, _: &mut Items<()>) -> Self {
        if let What::Investigation(InvestigationEvent::TemplateApplied { tasks, .. }) = fact.what {
            let numbered = (1..).zip(tasks);
            self.planned.extend(numbered.map(|(n, task)| Planned::new(instance, fact, n, task)));
        }
        if let What::Task(TaskEvent::Created { .. }) = fact.what {
            self.planned.retain(|planned| Uuid::from(planned.id) != fact.stream);
        }
        self
    }

    fn orders(&self, instance: Uuid, _: DateTime<Utc>) -> Vec<Order> {
        self.planned.iter().map(|planned| planned.order(instance)).collect()
    }

    fn wakes(&self, _: DateTime<Utc>) -> Option<DateTime<Utc>> {
        None
    }
}

impl Planned {
    fn new(instance: Uuid, fact: &Fact<'_>, n: u32, task: &TemplateTask) -> Self {
        let step = format!("{} {n}", fact.cause.event);
        let name = format!("{} {step}", CaseTasks::NAME);
        let days = task.due_days.map(|days| Days::new(days.into()));
        let due = days.and_then(|days| fact.occurred.latest().checked_add_days(days));
        Self {
            id: TaskId::from(Uuid::new_v5(&instance, name.as_bytes())),
            step,
            task: task.clone(),
            due,
            cause: fact.cause.clone(),
        }
    }

    fn order(&self, instance: Uuid) -> Order {
        let Self { id, step, task, due, cause } = self;
        let creation = Creation {
            investigation: cause.investigation,
            agency: cause.agency.clone(),
            kind: TaskKind::Action,
            title: Some(Personal::new(task.title.to_string())),
            subject: None,
            assignment: Assignment { role: task.role, user: None },
            due: *due,
            process: Some(ProcessOrigin { name: CaseTasks::NAME, instance, event: cause.event }),
        };
        Order {
            step: step.clone(),
            asked: Asked::OfTask(*id, TaskCommand::Create(Box::new(creation))),
            because: cause.event,
            correlation: cause.correlation,
            under: cause.clone(),
        }
    }
}
