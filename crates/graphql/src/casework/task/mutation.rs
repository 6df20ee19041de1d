//! What can be done with tasks: one mutation a command.

use async_graphql::{Context, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::casework::task::{
    Assignment, Creation, Ground, Task as Aggregate, TaskCommand as Command, TaskKind, TaskSubject,
    TaskSubjectKind,
};
use mpaka_domain::{Role, UserId};
use uuid::Uuid;

use super::Task;
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::scalar::{InvestigationId, TaskId};
use crate::send::{Answer, begin_worked_on, dispatch, payloads, send};
use crate::session::Request;
use crate::values::personal;

/// The longest title, in characters.
const TITLE: usize = 200;
/// The longest outcome or reason, in characters.
const LONG: usize = 4000;

/// Who is to do a task.
#[derive(Debug, InputObject)]
pub struct AssigneeInput {
    /// The role.
    pub role: Code<Role>,
    /// The person; anybody of the agency with the role, when left out.
    pub user: Option<String>,
}

impl AssigneeInput {
    fn read(&self) -> Result<Assignment, UserError> {
        let user = self.user.as_deref().map(UserId::parse).transpose().at("user")?;
        Ok(Assignment { role: self.role.0, user })
    }
}

/// The record that a task is about.
#[derive(Debug, InputObject)]
pub struct TaskSubjectInput {
    /// What kind of record.
    pub kind: Code<TaskSubjectKind>,
    /// Its id.
    pub id: Uuid,
}

/// Creates a task.
#[derive(InputObject)]
pub struct CreateTaskInput {
    /// The investigation it is done for.
    pub investigation_id: InvestigationId,
    /// The id the task is to have; made for you, when left out.
    pub task_id: Option<TaskId>,
    /// What it is about.
    #[graphql(default_with = "Code(TaskKind::Action)")]
    pub kind: Code<TaskKind>,
    /// What is to be done.
    pub title: String,
    /// The record it is about, where it is about one.
    pub subject: Option<TaskSubjectInput>,
    /// Who of your agency is to do it.
    pub assignee: AssigneeInput,
    /// Until when.
    pub due_at: Option<DateTime<Utc>>,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Says who is to do a task.
#[derive(InputObject)]
pub struct AssignTaskInput {
    /// The task.
    pub task_id: TaskId,
    /// Who of its agency.
    pub assignee: AssigneeInput,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Records that a task was done.
#[derive(InputObject)]
pub struct CompleteTaskInput {
    /// The task.
    pub task_id: TaskId,
    /// What came of it.
    pub outcome: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Gives a task up.
#[derive(InputObject)]
pub struct CancelTaskInput {
    /// The task.
    pub task_id: TaskId,
    /// Why it is not to be done.
    pub reason: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Takes a task up again.
#[derive(InputObject)]
pub struct ReopenTaskInput {
    /// The task.
    pub task_id: TaskId,
    /// Why it is to be done after all, or again.
    pub reason: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

payloads! { task: Task, "The task as it is now; null when refused.";
    /// What came of creating a task.
    CreateTaskPayload,
    /// What came of saying who is to do a task.
    AssignTaskPayload,
    /// What came of recording that a task was done.
    CompleteTaskPayload,
    /// What came of giving a task up.
    CancelTaskPayload,
    /// What came of taking a task up again.
    ReopenTaskPayload,
}

impl CreateTaskInput {
    fn command(&self, agency: mpaka_domain::AgencyId) -> Result<Command, UserError> {
        let subject = self.subject.as_ref();
        Ok(Command::Create(Box::new(Creation {
            investigation: Some(self.investigation_id.0),
            agency,
            kind: self.kind.0,
            title: Some(personal("title", &self.title, TITLE)?),
            subject: subject.map(|subject| TaskSubject { kind: subject.kind.0, id: subject.id }),
            assignment: self.assignee.read().at("assignee")?,
            due: self.due_at,
            process: None,
        })))
    }
}

async fn change(
    ctx: &Context<'_>,
    task: TaskId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    let task = Uuid::from(task);
    // What is done for no file takes from the record that it is about what else the file would lend.
    let lent = match Task::find(ctx, task).await? {
        Some(task) => task.lent(ctx).await?,
        None => None,
    };
    match (lent, command) {
        (Some(lent), Ok(command)) => {
            dispatch::<Aggregate>(ctx, task, envelope, &lent, command).await
        }
        (_, command) => send::<Aggregate>(ctx, task, "taskId", envelope, command).await,
    }
}

/// What can be done with tasks.
#[derive(Default)]
pub struct TaskMutation;

/// What can be done with tasks. For investigators, supervisors, analysts, prosecutors and victim-support
/// officers of the agency whose task it is.
#[Object]
impl TaskMutation {
    /// Creates a task of your agency's for an investigation that is being worked on: one of your agency's,
    /// or one that was referred to it.
    async fn create_task(
        &self,
        ctx: &Context<'_>,
        input: CreateTaskInput,
    ) -> Result<CreateTaskPayload> {
        let command = input.command(ctx.viewer()?.agency.clone());
        let task = input.envelope.record(ctx, input.task_id);
        let file = input.investigation_id.into();
        let answer =
            begin_worked_on::<Aggregate>(ctx, file, task, &input.envelope, command).await?;
        CreateTaskPayload::from(ctx, answer).await
    }

    /// Says who is to do a task. Whoever created it, is to do it or supervises says so; somebody with
    /// its role takes one that names nobody.
    async fn assign_task(
        &self,
        ctx: &Context<'_>,
        input: AssignTaskInput,
    ) -> Result<AssignTaskPayload> {
        let assignment = input.assignee.read().at("assignee");
        let command = assignment.map(|assignment| Command::Assign { assignment });
        let answer = change(ctx, input.task_id, &input.envelope, command).await?;
        AssignTaskPayload::from(ctx, answer).await
    }

    /// Records that a task was done, and what came of it.
    async fn complete_task(
        &self,
        ctx: &Context<'_>,
        input: CompleteTaskInput,
    ) -> Result<CompleteTaskPayload> {
        let command = personal("outcome", &input.outcome, LONG)
            .map(|outcome| Command::Complete { outcome: Ground::Told(outcome) });
        let answer = change(ctx, input.task_id, &input.envelope, command).await?;
        CompleteTaskPayload::from(ctx, answer).await
    }

    /// Gives a task up.
    async fn cancel_task(
        &self,
        ctx: &Context<'_>,
        input: CancelTaskInput,
    ) -> Result<CancelTaskPayload> {
        let command = personal("reason", &input.reason, LONG)
            .map(|reason| Command::Cancel { reason: Ground::Told(reason) });
        let answer = change(ctx, input.task_id, &input.envelope, command).await?;
        CancelTaskPayload::from(ctx, answer).await
    }

    /// Takes a task up again that was done or given up.
    async fn reopen_task(
        &self,
        ctx: &Context<'_>,
        input: ReopenTaskInput,
    ) -> Result<ReopenTaskPayload> {
        let command =
            personal("reason", &input.reason, LONG).map(|reason| Command::Reopen { reason });
        let answer = change(ctx, input.task_id, &input.envelope, command).await?;
        ReopenTaskPayload::from(ctx, answer).await
    }
}
