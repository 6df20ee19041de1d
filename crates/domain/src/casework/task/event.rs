//! What can happen to a task.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::code::{TaskKind, TaskSubjectKind};
use crate::id::{EventId, InvestigationId};
use crate::process::ProcessName;
use crate::{AgencyId, Personal, Role, UserId};

/// A fact about a task.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum TaskEvent {
    /// Something is to be done.
    Created {
        /// Who created it; a process by its name.
        created_by: UserId,
        /// What is to be done, by whom and until when.
        #[serde(flatten)]
        creation: Box<Creation>,
    },
    /// A person is to do it, where none was named before.
    Assigned {
        /// Who.
        assignment: Assignment,
    },
    /// Somebody else is to do it.
    Reassigned {
        /// Who.
        assignment: Assignment,
    },
    /// It was done.
    Completed {
        /// What came of it.
        outcome: Ground,
    },
    /// It is not to be done.
    Cancelled {
        /// Why.
        reason: Ground,
    },
    /// It is to be done after all, or again.
    Reopened {
        /// Why.
        reason: Personal<String>,
    },
}

/// What is to be done, by whom and until when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Creation {
    /// The file it is done for; none where it is about a record that is no file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub investigation: Option<InvestigationId>,
    /// The agency whose task it is.
    pub agency: AgencyId,
    /// What it is about.
    pub kind: TaskKind,
    /// What is to be done; none where the kind says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Personal<String>>,
    /// The record it is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<TaskSubject>,
    /// Who is to do it.
    pub assignment: Assignment,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<DateTime<Utc>>,
    /// The process that created it; none when a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessOrigin>,
}

/// Who is to do a task: whoever of its agency has the role, or one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Assignment {
    /// The role.
    pub role: Role,
    /// The person; none when anybody with the role may take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
}

/// The record that a task is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TaskSubject {
    /// What kind of record.
    pub kind: TaskSubjectKind,
    /// Its id.
    pub id: Uuid,
}

/// The process that created a task, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProcessOrigin {
    /// The process.
    pub name: ProcessName,
    /// The instance of it: the file or the record that it watches.
    pub instance: Uuid,
    /// The event that made the task necessary.
    pub event: EventId,
}

/// What an end of a task rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// What somebody said.
    Told(Personal<String>),
    /// An event that settled it.
    Fact(EventId),
}

impl Ground {
    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        match self {
            Self::Told(text) => crate::casework::is_blank(text),
            Self::Fact(_) => false,
        }
    }
}
