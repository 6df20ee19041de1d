//! A task: something that somebody is to do for a file, and what came of it.
//!
//! ```text
//! Open → Done or Cancelled → Open (reopened)
//! ```
//!
//! People create tasks, and so do processes, each for the event that made it necessary. A task is done for
//! a file, unless it is about a record that is no file's. Whether it is overdue follows from when it is due
//! and is never recorded.

mod access;
mod code;
mod command;
mod event;
mod rejection;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use crate::Law;
use serde::{Deserialize, Serialize};

pub(crate) use self::access::works_on_tasks;
pub use self::code::{TaskKind, TaskStatus, TaskSubjectKind};
pub use self::command::TaskCommand;
pub use self::event::{Assignment, Creation, Ground, ProcessOrigin, TaskEvent, TaskSubject};
pub use self::rejection::TaskRejection;
use crate::id::InvestigationId;
use crate::{AgencyId, Claim, Decider, Metadata, UserId};

use TaskCommand as Command;
use TaskEvent as Event;
use TaskRejection as Rejection;

/// A task.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Task {
    /// Not yet created.
    #[default]
    Uncreated,
    /// Created: what its rules read of it.
    Created(Box<Slip>),
}

/// What the rules read of a task.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slip {
    pub(super) investigation: Option<InvestigationId>,
    pub(super) agency: AgencyId,
    pub(super) kind: TaskKind,
    pub(super) created_by: UserId,
    pub(super) process: Option<ProcessOrigin>,
    pub(super) assignment: Assignment,
    pub(super) status: TaskStatus,
}

impl Decider for Task {
    const CATEGORY: &'static str = "task";
    const HOLDS_PERSONAL_DATA: bool = false;

    type Command = TaskCommand;
    type Event = TaskEvent;
    type Rejection = TaskRejection;

    fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
        _: &Law,
    ) -> Result<Vec<Event>, Rejection> {
        let actor = &metadata.actor;
        let Self::Created(slip) = self else {
            let Command::Create(created) = command else { return Err(Rejection::NotCreated) };
            access::creating(&created, actor)?;
            return Ok(vec![Event::Created { created_by: actor.user.clone(), creation: created }]);
        };
        access::changing(slip, &command, actor)?;
        let open = slip.status == TaskStatus::Open;
        match command {
            Command::Create(created) => {
                let same = slip.investigation == created.investigation
                    && slip.agency == created.agency
                    && slip.kind == created.kind
                    && slip.process == created.process;
                require(same, Rejection::AlreadyCreated)?;
                Ok(vec![])
            }
            Command::Assign { assignment } => {
                if slip.assignment == assignment {
                    return Ok(vec![]);
                }
                require(open, Rejection::NotOpen { status: slip.status })?;
                access::assignable(&assignment)?;
                Ok(vec![match &slip.assignment {
                    Assignment { user: None, .. } => Event::Assigned { assignment },
                    Assignment { user: Some(_), .. } => Event::Reassigned { assignment },
                }])
            }
            Command::Complete { outcome } => match slip.status {
                TaskStatus::Done => Ok(vec![]),
                TaskStatus::Cancelled => Err(Rejection::NotOpen { status: slip.status }),
                TaskStatus::Open => {
                    require(!outcome.is_blank(), Rejection::OutcomeMissing)?;
                    Ok(vec![Event::Completed { outcome }])
                }
            },
            Command::Cancel { reason } => match slip.status {
                TaskStatus::Cancelled => Ok(vec![]),
                TaskStatus::Done => Err(Rejection::NotOpen { status: slip.status }),
                TaskStatus::Open => {
                    require(!reason.is_blank(), Rejection::ReasonMissing)?;
                    Ok(vec![Event::Cancelled { reason }])
                }
            },
            Command::Reopen { reason } => {
                if open {
                    return Ok(vec![]);
                }
                require(!super::is_blank(&reason), Rejection::ReasonMissing)?;
                Ok(vec![Event::Reopened { reason }])
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::Created { created_by, creation }) => Self::Created(Box::new(Slip {
                investigation: creation.investigation,
                agency: creation.agency.clone(),
                kind: creation.kind,
                created_by: created_by.clone(),
                process: creation.process.clone(),
                assignment: creation.assignment.clone(),
                status: TaskStatus::Open,
            })),
            (Self::Created(slip), event) => Self::Created(Box::new(slip.evolve(event))),
            (Self::Uncreated, _) => Self::Uncreated,
        }
    }

    fn taken(_claim: &Claim) -> Rejection {
        Rejection::AlreadyCreated
    }
}

impl Task {
    /// Where it stands; none before it is created.
    pub fn status(&self) -> Option<TaskStatus> {
        match self {
            Self::Uncreated => None,
            Self::Created(slip) => Some(slip.status),
        }
    }
}

impl Slip {
    fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::Created { .. } => {}
            Event::Assigned { assignment } | Event::Reassigned { assignment } => {
                self.assignment = assignment.clone();
            }
            Event::Completed { .. } => self.status = TaskStatus::Done,
            Event::Cancelled { .. } => self.status = TaskStatus::Cancelled,
            Event::Reopened { .. } => self.status = TaskStatus::Open,
        }
        self
    }
}

/// A rule that fits one line.
fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}
