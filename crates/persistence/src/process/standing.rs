//! How the process managers stand, for operators and for the closing of a file.

use std::collections::HashMap;
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::Investigation;
use mpaka_domain::nominals::group::Group;
use mpaka_domain::nominals::object_nominal::ObjectNominal;
use mpaka_domain::nominals::person_nominal::PersonNominal;
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
    /// How many of them have an order that could not be carried out and is tried again.
    pub retrying: i64,
    /// How often in a row that was in vain, for the one where it was most often; 0 where there is none.
    pub attempts: i32,
    /// The code of the fault for which it last was.
    pub fault: Option<String>,
    /// How many orders a rule refused.
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
                    SELECT count(*) FROM process_instance i
                    WHERE i.process = n.name AND i.position > coalesce(d.position, 0)
                ) AS "waiting!",
                (SELECT count(*) FROM process_wake w WHERE w.process = n.name) AS "sleeping!",
                (SELECT min(wake_at) FROM process_wake w WHERE w.process = n.name) AS next,
                (
                    SELECT count(*) FROM process_wake w WHERE w.process = n.name AND w.attempts > 0
                ) AS "retrying!",
                coalesce(failing.attempts, 0) AS "attempts!", failing.fault,
                (
                    SELECT count(*) FROM process_step s
                    WHERE s.process = n.name AND s.refusal IS NOT NULL
                ) AS "refused!"
            FROM unnest($1::text[]) AS n (name)
            LEFT JOIN process_desk d ON d.process = n.name
            LEFT JOIN LATERAL (
                SELECT w.attempts, w.fault FROM process_wake w
                WHERE w.process = n.name AND w.attempts > 0
                ORDER BY w.attempts DESC, w.instance
                LIMIT 1
            ) failing ON true
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
                attempts: row.attempts,
                fault: row.fault.clone(),
                refused: row.refused,
            })
        };
        Ok(MANAGERS.iter().filter_map(|manager| status(manager.name)).collect())
    }

    /// Waits until what the processes want in a file has been sent; a fault that may pass when that
    /// takes long, and one that does not where an event was set aside that may want something in it.
    pub(crate) async fn processes_settled(&self, investigation: Uuid) -> Result<(), StoreError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            self.nothing_set_aside(investigation).await?;
            let settled = sqlx::query_scalar!(
                r#"SELECT NOT EXISTS (
                    SELECT FROM process_instance i
                    LEFT JOIN process_desk d ON d.process = i.process
                    WHERE i.investigation_id = $1 AND i.position > coalesce(d.position, 0)
                ) AND NOT EXISTS (
                    SELECT FROM process_instance i
                    JOIN process_wake w ON w.process = i.process AND w.instance = i.instance
                    WHERE i.investigation_id = $1 AND w.attempts > 0
                ) AS "settled!""#,
                investigation
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

    /// No event was set aside that may want something in a file: one of a record of this file's, or of a
    /// record of which it is not known whose it is.
    async fn nothing_set_aside(&self, investigation: Uuid) -> Result<(), StoreError> {
        let parked = sqlx::query!(
            r#"SELECT category, stream, min(position) AS "first!" FROM projection_parked
            WHERE projection = $1 GROUP BY category, stream ORDER BY 3"#,
            ProcessManagers::NAME
        )
        .fetch_all(&self.pool)
        .await?;
        if parked.is_empty() {
            return Ok(());
        }
        let streams: Vec<Uuid> = parked.iter().filter_map(|row| row.stream.parse().ok()).collect();
        let rows = sqlx::query!(
            r#"SELECT stream AS "stream!", investigation_id FROM process_stream
            WHERE stream = ANY ($1)
            UNION ALL
            SELECT stream, investigation_id FROM case_stream WHERE stream = ANY ($1)"#,
            &streams
        )
        .fetch_all(&self.pool)
        .await?;
        let files: HashMap<_, _> =
            rows.into_iter().map(|row| (row.stream, row.investigation_id)).collect();
        let concerned = parked.iter().find(|row| {
            let stream = row.stream.parse().ok();
            let whose = Whereabouts::of(&row.category, stream, &files);
            whose.may_be_in(investigation)
        });
        match concerned {
            Some(row) => {
                Err(StoreError::EventParked { view: ProcessManagers::NAME, position: row.first })
            }
            None => Ok(()),
        }
    }
}

/// What is known of where a record belongs.
enum Whereabouts {
    /// To a file.
    File(Uuid),
    /// To no file.
    None,
    /// It is not known.
    Unknown,
}

impl Whereabouts {
    /// Nominals are no file's, a file is its own, and other records are where their first event put them.
    fn of(category: &str, stream: Option<Uuid>, files: &HashMap<Uuid, Option<Uuid>>) -> Self {
        let nominals = [PersonNominal::CATEGORY, Group::CATEGORY, ObjectNominal::CATEGORY];
        if nominals.contains(&category) {
            return Self::None;
        }
        let Some(stream) = stream else { return Self::Unknown };
        if category == Investigation::CATEGORY {
            return Self::File(stream);
        }
        match files.get(&stream) {
            Some(Some(file)) => Self::File(*file),
            Some(None) => Self::None,
            None => Self::Unknown,
        }
    }

    fn may_be_in(&self, investigation: Uuid) -> bool {
        match self {
            Self::File(file) => *file == investigation,
            Self::None => false,
            Self::Unknown => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: Uuid = Uuid::from_u128(1);
    const RECORD: Uuid = Uuid::from_u128(2);

    fn holds_up(category: &str, stream: Option<Uuid>, known: &[Option<Uuid>]) -> bool {
        let files = known.iter().map(|file| (RECORD, *file)).collect();
        Whereabouts::of(category, stream, &files).may_be_in(FILE)
    }

    #[test]
    fn what_was_set_aside_holds_up_its_own_file() {
        assert!(holds_up("journey", Some(RECORD), &[Some(FILE)]));
        assert!(holds_up("investigation", Some(FILE), &[]));
    }

    #[test]
    fn what_was_set_aside_holds_up_no_other_file() {
        let other = Uuid::from_u128(3);
        assert!(!holds_up("journey", Some(RECORD), &[Some(other)]));
        assert!(!holds_up("investigation", Some(other), &[]));
        assert!(!holds_up("person_nominal", Some(RECORD), &[]), "nominals are no file's");
        assert!(!holds_up("task", Some(RECORD), &[None]), "nor is this task");
    }

    #[test]
    fn what_was_set_aside_holds_up_every_file_where_nobody_knows_whose_it_is() {
        assert!(holds_up("journey", Some(RECORD), &[]));
        assert!(holds_up("journey", None, &[]), "its stream has no id that could be read");
    }
}
