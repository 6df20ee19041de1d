//! How the process managers stand, for operators and for the closing of a file.

use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::process::ProcessName;
use tokio::time::Instant;
use uuid::Uuid;

use super::ProcessManagers;
use super::manager::MANAGERS;
use crate::error::StoreError;
use crate::projection::Projection;
use crate::view::Views;

/// How long the closing of a file waits for the processes.
const PATIENCE: Duration = Duration::from_secs(4);
/// How often it looks.
const PAUSE: Duration = Duration::from_millis(25);

/// How a process manager stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProcessStatus {
    /// Its name.
    pub name: ProcessName,
    /// How many instances of it there are.
    pub instances: i64,
    /// How many of them changed and were not looked at since.
    pub waiting: i64,
    /// How many of them are to be looked at at a later time.
    pub sleeping: i64,
    /// When the first of them is; in the past while nobody looks.
    pub next: Option<DateTime<Utc>>,
    /// How many of them have an order that could not be sent and is tried again.
    pub retrying: i64,
    /// How many orders were refused or given up.
    pub refused: i64,
}

impl Views {
    /// Every process manager's standing.
    pub async fn processes(&self) -> Result<Vec<ProcessStatus>, StoreError> {
        let names: Vec<_> = MANAGERS.iter().map(|manager| manager.name.as_str()).collect();
        let rows = sqlx::query!(
            r#"SELECT n.name AS "name!",
                (SELECT count(*) FROM process_instance i WHERE i.process = n.name) AS "instances!",
                (
                    SELECT count(*) FROM process_instance i, process_desk d
                    WHERE i.process = n.name AND i.position > d.position
                ) AS "waiting!",
                (SELECT count(*) FROM process_wake w WHERE w.process = n.name) AS "sleeping!",
                (SELECT min(wake_at) FROM process_wake w WHERE w.process = n.name) AS next,
                (
                    SELECT count(*) FROM process_wake w WHERE w.process = n.name AND w.attempts > 0
                ) AS "retrying!",
                (
                    SELECT count(*) FROM process_step s
                    WHERE s.process = n.name AND s.refusal IS NOT NULL
                ) AS "refused!"
            FROM unnest($1::text[]) AS n (name)
            ORDER BY n.name"#,
            &names as &[&str]
        )
        .fetch_all(&self.pool)
        .await?;
        let status = |name: ProcessName| {
            let row = rows.iter().find(|row| row.name == name.as_str())?;
            Some(ProcessStatus {
                name,
                instances: row.instances,
                waiting: row.waiting,
                sleeping: row.sleeping,
                next: row.next,
                retrying: row.retrying,
                refused: row.refused,
            })
        };
        Ok(MANAGERS.iter().filter_map(|manager| status(manager.name)).collect())
    }

    /// Waits until what the processes want in a file has been sent; a fault that may pass when that
    /// takes long, or when events had to be set aside that may want something.
    pub(crate) async fn processes_settled(&self, investigation: Uuid) -> Result<(), StoreError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let settled = sqlx::query_scalar!(
                r#"SELECT NOT EXISTS (
                    SELECT FROM process_instance i, process_desk d
                    WHERE i.investigation_id = $1 AND i.position > d.position
                ) AND NOT EXISTS (
                    SELECT FROM process_instance i
                    JOIN process_wake w ON w.process = i.process AND w.instance = i.instance
                    WHERE i.investigation_id = $1 AND w.attempts > 0
                ) AND NOT EXISTS (
                    SELECT FROM projections WHERE name = $2 AND parked > 0
                ) AS "settled!""#,
                investigation,
                ProcessManagers::NAME
            )
            .fetch_one(&self.pool)
            .await?;
            if settled {
                return Ok(());
            }
            if Instant::now() >= deadline {
                return Err(StoreError::ViewBehind { view: ProcessManagers::NAME });
            }
            tokio::time::sleep(PAUSE).await;
        }
    }
}
