//! A task: what is to be done for a file, by whom and until when, as its readers see it.

use std::collections::BTreeMap;

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::casework::task::{TaskKind, TaskStatus, TaskSubjectKind};
use mpaka_domain::nominals::group::Group;
use mpaka_domain::nominals::object_nominal::ObjectNominal;
use mpaka_domain::nominals::person_nominal::PersonNominal;
use mpaka_domain::process::ProcessName;
use mpaka_domain::{Decider, Role};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::task::{TaskFilter as Filter, TaskRow};
use uuid::Uuid;

use super::investigation::Investigation;
use crate::code::{Code, code_lists};
use crate::envelope::Defaults;
use crate::error::fault;
use crate::file::SharedFile;
use crate::handling::Handling;
use crate::intelligence::intelligence_report::mutation::lent_by as lent_by_report;
use crate::nominals::nominal::mutation::lent_by as lent_by_nominal;
use crate::page::{Arguments, connection, cost};
use crate::scalar::{EventId, TaskId};
use crate::session::Request;
use crate::values::Agency;

pub mod mutation;

code_lists! {
    TaskKind = "TaskKind", "What a task is about.";
    TaskStatus = "TaskStatus", "Where a task stands.";
    TaskSubjectKind = "TaskSubjectKind", "The kinds of record that a task can be about.";
    ProcessName = "ProcessName", "The processes that create tasks by themselves.";
}

/// Something that is to be done for a file, or about a record that is your agency's alone.
pub struct Task {
    row: TaskRow,
    file: SharedFile,
}

impl Task {
    /// The task, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().task(&reader, id).await.map_err(fault)?;
        Ok(row.map(|row| Self { row, file: SharedFile::default() }))
    }

    /// What the record that it is about lends to what is done with it, where it is done for no file.
    async fn lent(&self, ctx: &Context<'_>) -> Result<Option<Defaults>> {
        let kind: Option<Code<TaskSubjectKind>> =
            self.row.subject_kind.as_deref().and_then(Code::stored);
        let (Some(kind), Some(id), None) = (kind, self.row.subject_id, self.row.investigation_id)
        else {
            return Ok(None);
        };
        let category = match kind.0 {
            TaskSubjectKind::PersonNominal => PersonNominal::CATEGORY,
            TaskSubjectKind::Group => Group::CATEGORY,
            TaskSubjectKind::ObjectNominal => ObjectNominal::CATEGORY,
            TaskSubjectKind::IntelligenceReport => return lent_by_report(ctx, id.into()).await,
            TaskSubjectKind::Suspect
            | TaskSubjectKind::VictimCase
            | TaskSubjectKind::Journey
            | TaskSubjectKind::EvidenceItem
            | TaskSubjectKind::ProsecutionFile
            | TaskSubjectKind::DisclosureSchedule => return Ok(None),
        };
        lent_by_nominal(ctx, category, id).await
    }
}

/// The record that a task is about.
#[derive(SimpleObject)]
pub struct TaskSubject {
    /// What kind of record.
    kind: Code<TaskSubjectKind>,
    /// Its id: `node(id:)` reads it, if it is shared with you.
    id: ID,
}

/// How a task ended.
#[derive(SimpleObject)]
pub struct TaskEnding {
    /// What came of it or why it was given up, as somebody said; null where an event settled it, or
    /// when erased.
    text: Option<String>,
    /// The event that settled it.
    settled_by: Option<EventId>,
    /// When it was recorded.
    at: Option<DateTime<Utc>>,
}

/// Something that is to be done for a file, or about a record that is your agency's alone.
#[Object]
impl Task {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.row.task_id.into()
    }

    /// How many events it has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// The investigation it is done for; null when it is not shared with you, or when the task is done for
    /// none: it is about a nominal, or about an intelligence report of your agency's.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        match self.row.investigation_id {
            Some(file) => self.file.find(ctx, file).await,
            None => Ok(None),
        }
    }

    /// The agency whose task it is.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.row.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// What it is about.
    async fn kind(&self) -> Result<Code<TaskKind>> {
        Code::stored(&self.row.kind).ok_or_else(|| "an unknown kind".into())
    }

    /// What is to be done; null where the kind says it, or when erased.
    async fn title(&self) -> Option<&str> {
        self.row.title.as_ref()?.as_str()
    }

    /// The record it is about.
    async fn subject(&self) -> Option<TaskSubject> {
        let kind = self.row.subject_kind.as_deref().and_then(Code::stored)?;
        Some(TaskSubject { kind, id: self.row.subject_id?.into() })
    }

    /// The role that is to do it.
    async fn role(&self) -> Result<Code<Role>> {
        Code::stored(&self.row.role).ok_or_else(|| "an unknown role".into())
    }

    /// The person who is to do it; null while anybody with the role may take it.
    async fn assignee(&self) -> Option<&str> {
        self.row.assignee.as_deref()
    }

    /// Until when.
    async fn due_at(&self) -> Option<DateTime<Utc>> {
        self.row.due
    }

    /// Whether it is still to be done and should have been by now.
    async fn overdue(&self, ctx: &Context<'_>) -> Result<bool> {
        let now = ctx.now()?;
        let open = self.row.status == TaskStatus::Open.as_str();
        Ok(open && self.row.due.is_some_and(|due| due < now))
    }

    /// Where it stands.
    async fn status(&self) -> Result<Code<TaskStatus>> {
        Code::stored(&self.row.status).ok_or_else(|| "an unknown status".into())
    }

    /// How it ended; null while it is open.
    async fn ending(&self) -> Option<TaskEnding> {
        let ending = self.row.ending.as_ref()?;
        let text = ending["told"].as_str().map(str::to_owned);
        let event = ending["fact"].as_str().and_then(|event| event.parse::<Uuid>().ok());
        Some(TaskEnding { text, settled_by: event.map(EventId::from), at: self.row.ended_at })
    }

    /// The process that created it; null when a person did.
    async fn process(&self) -> Option<Code<ProcessName>> {
        self.row.process.as_deref().and_then(Code::stored)
    }

    /// The event for which a process created it.
    async fn caused_by(&self) -> Option<EventId> {
        self.row.caused_by.map(EventId::from)
    }

    /// Who created it; a process by its name.
    async fn created_by(&self) -> &str {
        &self.row.created_by
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime<Utc> {
        self.row.created_at
    }

    /// How it may be passed on and used: the most restrictive marking of what happened to it.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.0.clone())
    }
}

/// What narrows a list of tasks.
#[derive(Debug, Default, InputObject)]
pub struct TaskFilter {
    /// Only those that stand there.
    pub status: Option<Code<TaskStatus>>,
    /// Only about one of these; about anything, when left out or empty.
    #[graphql(default)]
    pub kinds: Vec<Code<TaskKind>>,
    /// Only those that this person is to do.
    pub assignee: Option<String>,
    /// Only those that are still to be done and should have been by now.
    #[graphql(default)]
    pub overdue: bool,
}

impl TaskFilter {
    fn read(self, ctx: &Context<'_>) -> Result<Filter> {
        Ok(Filter {
            status: self.status.map(|status| status.0.as_str().to_owned()),
            kinds: self.kinds.iter().map(|kind| kind.0.as_str().to_owned()).collect(),
            assignee: self.assignee.map(|user| user.trim().to_lowercase()),
            overdue_at: if self.overdue { Some(ctx.now()?) } else { None },
            ..Filter::default()
        })
    }
}

/// The tasks of an investigation that the reader may see; what is due first comes first.
pub(crate) async fn connection_of(
    ctx: &Context<'_>,
    investigation: Uuid,
    filter: Option<TaskFilter>,
    arguments: Arguments,
) -> Result<Connection<String, Task>> {
    let filter = filter.unwrap_or_default().read(ctx)?;
    let filter = Filter { investigation: Some(investigation), ..filter };
    list(ctx, &format!("tasks {investigation}"), &filter, arguments).await
}

/// A list of tasks; each file is read once, and only when it is asked for.
async fn list(
    ctx: &Context<'_>,
    list: &str,
    filter: &Filter,
    arguments: Arguments,
) -> Result<Connection<String, Task>> {
    let page = arguments.page(ctx, list)?;
    let reader = Reader::from(ctx.viewer()?);
    let rows = ctx.store()?.views().tasks(&reader, filter, &page).await.map_err(fault)?;
    let files: BTreeMap<Option<Uuid>, SharedFile> =
        rows.iter().map(|row| (row.investigation_id, SharedFile::default())).collect();
    connection(ctx, list, &page, rows, TaskRow::place, |row| Task {
        file: files.get(&row.investigation_id).cloned().unwrap_or_default(),
        row,
    })
}

/// What can be read of tasks.
#[derive(Default)]
pub struct TaskQuery;

/// What can be read of tasks.
#[Object]
impl TaskQuery {
    /// A task by its id; null where there is none, or none for you to see.
    async fn task(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The id of the task.")] id: TaskId,
    ) -> Result<Option<Task>> {
        Task::find(ctx, id.into()).await
    }

    /// The tasks that are yours to do, in all files: those that name you, and those of your agency that
    /// name your role and nobody. What is due first comes first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn my_tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
        #[graphql(desc = "What narrows the list.")] filter: Option<TaskFilter>,
    ) -> Result<Connection<String, Task>> {
        let viewer = ctx.viewer()?.clone();
        let filter = filter.unwrap_or_default().read(ctx)?;
        let filter = Filter { of: Some(viewer), ..filter };
        list(ctx, "my tasks", &filter, Arguments { first, after, last, before }).await
    }
}
