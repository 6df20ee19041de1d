//! The task list: what is to be done in a file or by somebody, until when, and what came of it.

use chrono::{DateTime, Utc};
use mpaka_domain::casework::task::{Creation, Task, TaskEvent, TaskStatus};
use mpaka_domain::{Decider, Handling};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::marking;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod read;

pub use read::{TaskFilter, TaskRow};

/// The urgency of a task that is never due.
const NEVER: i64 = i64::MAX;

/// The task list's projection.
pub struct TaskList;

impl Projection for TaskList {
    const NAME: &'static str = "task_list";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["task"];
    const CATEGORIES: &'static [&'static str] = &[Task::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((id, event)) = recorded.of::<Task>()? else { return Ok(()) };
        if let TaskEvent::Created { created_by, creation } = &event {
            return create(id, created_by.as_str(), creation, recorded, view).await;
        }
        change(id, &event, recorded, view).await?;
        restrict(id, recorded, view).await
    }
}

async fn create(
    id: Uuid,
    created_by: &str,
    creation: &Creation,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    let mut data = recorded.sealed_data()?;
    let title = creation.title.as_ref().map(|_| data["title"].take());
    sqlx::query!(
        "INSERT INTO task (
            task_id, investigation_id, agency, version, position, created, kind, title,
            subject_kind, subject_id, role, assignee, due, urgency, status, process, caused_by,
            created_by, created_at, handling, releasable_to, compartments
        ) VALUES (
            $1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21
        )",
        id,
        creation.investigation.map(Uuid::from),
        creation.agency.as_str(),
        recorded.version,
        recorded.position,
        creation.kind.as_str(),
        title,
        creation.subject.map(|subject| subject.kind.as_str()),
        creation.subject.map(|subject| subject.id),
        creation.assignment.role.as_str(),
        creation.assignment.user.as_ref().map(ToString::to_string),
        creation.due,
        creation.due.map_or(NEVER, urgency),
        TaskStatus::Open.as_str(),
        creation.process.as_ref().map(|origin| origin.name.as_str()),
        creation.process.as_ref().map(|origin| Uuid::from(origin.event)),
        created_by,
        recorded.recorded_at,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

async fn change(
    id: Uuid,
    event: &TaskEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    match event {
        TaskEvent::Created { .. } => Ok(()),
        TaskEvent::Assigned { assignment } | TaskEvent::Reassigned { assignment } => {
            sqlx::query!(
                "UPDATE task SET role = $2, assignee = $3 WHERE task_id = $1",
                id,
                assignment.role.as_str(),
                assignment.user.as_ref().map(ToString::to_string)
            )
            .execute(view)
            .await?;
            Ok(())
        }
        TaskEvent::Completed { .. } => {
            end(id, TaskStatus::Done, Some(("outcome", recorded)), view).await
        }
        TaskEvent::Cancelled { .. } => {
            end(id, TaskStatus::Cancelled, Some(("reason", recorded)), view).await
        }
        TaskEvent::Reopened { .. } => end(id, TaskStatus::Open, None, view).await,
    }
}

/// It ended with what stands in a member of the event, or is open again.
async fn end(
    id: Uuid,
    status: TaskStatus,
    ending: Option<(&str, &Recorded)>,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let data: Option<Value> = match ending {
        Some((member, recorded)) => Some(recorded.sealed_data()?[member].take()),
        None => None,
    };
    sqlx::query!(
        "UPDATE task SET status = $2, ending = $3, ended_at = $4 WHERE task_id = $1",
        id,
        status.as_str(),
        data,
        ending.map(|(_, recorded)| recorded.recorded_at)
    )
    .execute(view)
    .await?;
    Ok(())
}

/// What a task shows follows from all that happened to it, and is marked as all of it (E4).
async fn restrict(
    id: Uuid,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let before = sqlx::query_scalar!(
        r#"SELECT handling AS "handling: Json<Handling>" FROM task WHERE task_id = $1"#,
        id
    )
    .fetch_one(&mut *view)
    .await?;
    let handling = before.0.and(&recorded.metadata.handling);
    let (releasable_to, compartments) = marking(&handling);
    sqlx::query!(
        "UPDATE task SET version = $2, position = $3, handling = $4, releasable_to = $5,
            compartments = $6
        WHERE task_id = $1",
        id,
        recorded.version,
        recorded.position,
        Json(&handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

/// How soon a time is, as the list is ordered by it.
fn urgency(due: DateTime<Utc>) -> i64 {
    due.timestamp_micros()
}
