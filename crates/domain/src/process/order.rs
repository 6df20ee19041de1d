//! Orders: what a process manager wants to have sent, and to which record.

use uuid::Uuid;

use super::Cause;
use crate::casework::task::TaskCommand;
use crate::governance::access_grant::AccessGrantCommand;
use crate::id::{AccessGrantId, CorrelationId, EventId, TaskId};

/// A command that a process manager wants to have sent.
#[derive(Debug, Clone)]
pub struct Order {
    /// What tells it from every other order of the instance, for ever.
    pub step: String,
    /// What is asked.
    pub asked: Asked,
    /// The event that made it necessary.
    pub because: EventId,
    /// What set that event in motion.
    pub correlation: CorrelationId,
    /// The event whose law, purpose and marking it is sent under.
    pub under: Cause,
}

/// What is asked, and of which record.
#[derive(Debug, Clone)]
pub enum Asked {
    /// Something of a task.
    OfTask(TaskId, TaskCommand),
    /// Something of a grant of access.
    OfGrant(AccessGrantId, AccessGrantCommand),
}

impl Order {
    /// The record that it is sent to.
    pub fn record(&self) -> Uuid {
        match &self.asked {
            Asked::OfTask(task, _) => (*task).into(),
            Asked::OfGrant(grant, _) => (*grant).into(),
        }
    }
}
