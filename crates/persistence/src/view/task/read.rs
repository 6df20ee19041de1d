//! How the task list is read: by those who may see the tasks, what is due first coming first.

use chrono::{DateTime, Utc};
use mpaka_domain::casework::investigation::OpenTasks;
use mpaka_domain::{Handling, Viewer};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::view::{Page, Place, Reader, Views};

/// A task as a reader may see it.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// Its id.
    pub task_id: Uuid,
    /// The file it is done for; none where it is about a record that is no file's.
    pub investigation_id: Option<Uuid>,
    /// The agency whose task it is.
    pub agency: String,
    /// The version of its stream.
    pub version: i64,
    created: i64,
    /// What it is about.
    pub kind: String,
    /// What is to be done; none where the kind says it, null once erased.
    pub title: Option<Value>,
    /// What kind of record it is about.
    pub subject_kind: Option<String>,
    /// That record.
    pub subject_id: Option<Uuid>,
    /// The role that is to do it.
    pub role: String,
    /// The person who is to do it.
    pub assignee: Option<String>,
    /// Until when.
    pub due: Option<DateTime<Utc>>,
    urgency: i64,
    /// Where it stands.
    pub status: String,
    /// What came of it, or why it was given up: `{told}`, null once erased, or `{fact}`.
    pub ending: Option<Value>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
    /// The process that created it.
    pub process: Option<String>,
    /// The event for which it was created.
    pub caused_by: Option<Uuid>,
    /// Who created it.
    pub created_by: String,
    /// When.
    pub created_at: DateTime<Utc>,
    /// The most restrictive marking of what happened to it.
    pub handling: Json<Handling>,
}

/// What narrows a list of tasks.
#[derive(Debug, Clone, Default)]
pub struct TaskFilter {
    /// Only of this file.
    pub investigation: Option<Uuid>,
    /// Only the one task.
    pub task: Option<Uuid>,
    /// Only those that stand there.
    pub status: Option<String>,
    /// Only about this; about anything, when empty.
    pub kinds: Vec<String>,
    /// Only those that this person is to do.
    pub assignee: Option<String>,
    /// Only those that are the viewer's to do: their own, and those of their role and agency that name
    /// nobody.
    pub of: Option<Viewer>,
    /// Only those that were open and due by then.
    pub overdue_at: Option<DateTime<Utc>>,
}

impl TaskRow {
    /// Its place in a list: what is due first comes first.
    pub fn place(&self) -> Place {
        (self.urgency, self.created)
    }
}

impl Views {
    /// A task by its id, if the reader may see it.
    pub async fn task(&self, reader: &Reader, id: Uuid) -> Result<Option<TaskRow>, StoreError> {
        let filter = TaskFilter { task: Some(id), ..TaskFilter::default() };
        Ok(self.tasks(reader, &filter, &Page::ONE).await?.pop())
    }

    /// A page of the tasks that a reader may see: those of their files, those about their agency's nominals,
    /// and those of their agency about persons whom it supports.
    pub async fn tasks(
        &self,
        reader: &Reader,
        filter: &TaskFilter,
        page: &Page,
    ) -> Result<Vec<TaskRow>, StoreError> {
        let of = filter.of.as_ref();
        let mut rows = sqlx::query_as!(
            TaskRow,
            r#"SELECT task_id, investigation_id, agency, version, created, kind, title,
                subject_kind, subject_id, role, assignee, due, urgency, status, ending, ended_at,
                process, caused_by, created_by, created_at,
                handling AS "handling: Json<Handling>"
            FROM task
            WHERE (
                    may_see(investigation_id, releasable_to, compartments, $1, $2, $3, $4)
                    OR investigation_id IS NULL
                        AND shows(agency = $2, releasable_to, compartments, $3, $4)
                    OR agency = $2 AND compartments <@ $4 AND EXISTS (
                        SELECT FROM victim v
                        WHERE v.victim_case_id = task.subject_id AND $2 = ANY (v.support_agencies)
                    )
                )
                AND ($5::uuid IS NULL OR investigation_id = $5)
                AND ($6::uuid IS NULL OR task_id = $6)
                AND ($7::text IS NULL OR status = $7)
                AND (cardinality($8::text[]) = 0 OR kind = ANY ($8))
                AND ($9::text IS NULL OR assignee = $9)
                AND ($10::text IS NULL OR agency = $11
                    AND (assignee = $10 OR assignee IS NULL AND role = $12))
                AND ($13::timestamptz IS NULL OR status = 'OPEN' AND due < $13)
                AND ($14::bigint IS NULL OR (urgency, created) > ($14, $15))
                AND ($16::bigint IS NULL OR (urgency, created) < ($16, $17))
            ORDER BY
                CASE WHEN NOT $18 THEN urgency END,
                CASE WHEN NOT $18 THEN created END,
                CASE WHEN $18 THEN urgency END DESC,
                CASE WHEN $18 THEN created END DESC
            LIMIT $19"#,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            filter.investigation,
            filter.task,
            filter.status.as_deref(),
            &filter.kinds,
            filter.assignee.as_deref(),
            of.map(|viewer| viewer.user.as_str()),
            of.map(|viewer| viewer.agency.as_str()),
            of.map(|viewer| viewer.role.as_str()),
            filter.overdue_at,
            page.after.map(|(urgency, _)| urgency),
            page.after.map_or(0, |(_, created)| created),
            page.before.map(|(urgency, _)| urgency),
            page.before.map_or(0, |(_, created)| created),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        let sealed = rows.iter_mut().flat_map(|row| row.title.iter_mut().chain(&mut row.ending));
        self.keys.reveal(&mut sealed.collect::<Vec<_>>()).await?;
        Ok(rows)
    }

    /// The tasks of a file that are neither done nor given up, by agency and kind, whoever asks.
    pub(crate) async fn open_tasks(
        &self,
        investigation: Uuid,
    ) -> Result<Vec<OpenTasks>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT agency, kind, count(*) AS "open!" FROM task
            WHERE investigation_id = $1 AND status = 'OPEN'
            GROUP BY agency, kind ORDER BY agency, kind"#,
            investigation
        )
        .fetch_all(&self.pool)
        .await?;
        let tasks = rows.into_iter().map(|row| {
            Ok(OpenTasks {
                agency: row.agency.parse().map_err(undecodable)?,
                kind: row.kind.parse().map_err(undecodable)?,
                count: u32::try_from(row.open).unwrap_or(u32::MAX),
            })
        });
        tasks.collect()
    }
}

fn undecodable(error: impl std::error::Error + Send + Sync + 'static) -> StoreError {
    StoreError::Database(sqlx::Error::Decode(Box::new(error)))
}
