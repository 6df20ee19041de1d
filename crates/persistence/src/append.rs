//! The appender: commands that arrive together are committed together.
//!
//! One task owns the writing. It takes whatever is waiting, sends it to `append_events` in one round
//! trip and one transaction, and answers each command by itself. Nothing waits when nothing else is
//! there, and while one batch commits the next one gathers.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use mpaka_domain::Claim;
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use crate::error::StoreError;
use crate::keys::NewKey;

/// The most commands in one batch.
const BATCH: usize = 256;
/// The most commands that wait to be taken up; more wait outside.
const WAITING: usize = 1024;

/// One event, encoded and sealed.
#[derive(Debug)]
pub(crate) struct NewEvent {
    pub event_id: Uuid,
    pub event_type: String,
    pub schema_version: String,
    pub payload: String,
    pub metadata: String,
    pub recorded_at: DateTime<Utc>,
    pub canonical: Vec<u8>,
    pub hash: [u8; 32],
}

/// One accepted command with what it is to append.
#[derive(Debug)]
pub(crate) struct Append {
    pub command: Uuid,
    pub actor: String,
    pub fingerprint: [u8; 32],
    pub category: &'static str,
    pub stream: Uuid,
    pub expected: i64,
    pub events: Vec<NewEvent>,
    pub claims: Vec<Claim>,
    pub keys: Vec<NewKey>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Written; or it had been, the first time this command came.
    Written { version: i64, position: i64, repeated: bool },
    /// The command id is another command's.
    Reused,
    /// The stream has moved on.
    Conflict,
    /// Another stream holds this name.
    Claimed(Claim),
}

struct Waiting {
    append: Append,
    answer: oneshot::Sender<Result<Outcome, StoreError>>,
}

/// The way to the appender's task.
#[derive(Debug, Clone)]
pub(crate) struct Appender {
    queue: mpsc::Sender<Waiting>,
}

impl Appender {
    /// Starts the task; it ends when the last copy of the appender is dropped.
    pub fn start(pool: PgPool) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        tokio::spawn(run(pool, waiting));
        Self { queue }
    }

    /// Appends one command's events; returns when they are durable, or why they are not there.
    pub async fn append(&self, append: Append) -> Result<Outcome, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Waiting { append, answer }).await.map_err(|_| StoreError::Stopped)?;
        answered.await.map_err(|_| StoreError::Stopped)?
    }
}

async fn run(pool: PgPool, mut waiting: mpsc::Receiver<Waiting>) {
    let mut batch = Vec::new();
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        let (appends, answers): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|waiting| (waiting.append, waiting.answer)).unzip();
        match write(&pool, &appends).await {
            Ok(outcomes) => {
                for (answer, outcome) in answers.into_iter().zip(outcomes) {
                    // Nobody may be waiting any more; the events are there all the same.
                    _ = answer.send(Ok(outcome));
                }
            }
            // One command can make a whole batch fail; alone, only that one fails.
            Err(StoreError::Database(error)) if appends.len() > 1 && is_refusal(&error) => {
                for (append, answer) in appends.into_iter().zip(answers) {
                    let outcome = write(&pool, std::slice::from_ref(&append)).await;
                    _ =
                        answer
                            .send(outcome.and_then(|mut outcomes| {
                                outcomes.pop().ok_or(StoreError::Stopped)
                            }));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for answer in answers {
                    _ = answer.send(Err(StoreError::Batch(Arc::clone(&error))));
                }
            }
        }
    }
}

/// Whether the database took the batch and refused it, so that nothing of it was written.
fn is_refusal(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(_))
}

#[derive(Default)]
struct Columns<'a> {
    commands: Vec<Uuid>,
    actors: Vec<&'a str>,
    fingerprints: Vec<&'a [u8]>,
    categories: Vec<&'a str>,
    streams: Vec<String>,
    expected: Vec<i64>,
    event_command: Vec<i32>,
    event_types: Vec<&'a str>,
    event_versions: Vec<&'a str>,
    payloads: Vec<&'a str>,
    metadatas: Vec<&'a str>,
    event_ids: Vec<Uuid>,
    recorded: Vec<DateTime<Utc>>,
    canonicals: Vec<&'a [u8]>,
    hashes: Vec<&'a [u8]>,
    claims: Vec<&'a Claim>,
    claim_command: Vec<i32>,
    keys: Vec<&'a NewKey>,
    key_command: Vec<i32>,
}

impl<'a> Columns<'a> {
    fn of(appends: &'a [Append]) -> Self {
        let mut columns = Self::default();
        for (ordinal, append) in (1..).zip(appends) {
            columns.commands.push(append.command);
            columns.actors.push(&append.actor);
            columns.fingerprints.push(&append.fingerprint);
            columns.categories.push(append.category);
            columns.streams.push(append.stream.to_string());
            columns.expected.push(append.expected);
            for event in &append.events {
                columns.event_command.push(ordinal);
                columns.event_types.push(&event.event_type);
                columns.event_versions.push(&event.schema_version);
                columns.payloads.push(&event.payload);
                columns.metadatas.push(&event.metadata);
                columns.event_ids.push(event.event_id);
                columns.recorded.push(event.recorded_at);
                columns.canonicals.push(&event.canonical);
                columns.hashes.push(&event.hash);
            }
            for claim in &append.claims {
                columns.claim_command.push(ordinal);
                columns.claims.push(claim);
            }
            columns.key_command.extend(append.keys.iter().map(|_| ordinal));
            columns.keys.extend(&append.keys);
        }
        columns
    }
}

async fn write(pool: &PgPool, appends: &[Append]) -> Result<Vec<Outcome>, StoreError> {
    let columns = Columns::of(appends);
    let rows = sqlx::query!(
        r#"SELECT ordinal AS "ordinal!", outcome AS "outcome!", version, last_position, claim
        FROM append_events(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23
        ) ORDER BY ordinal"#,
        &columns.commands,
        &columns.actors as &[&str],
        &columns.fingerprints as &[&[u8]],
        &columns.categories as &[&str],
        &columns.streams,
        &columns.expected,
        &columns.event_command,
        &columns.event_types as &[&str],
        &columns.event_versions as &[&str],
        &columns.payloads as &[&str],
        &columns.metadatas as &[&str],
        &columns.event_ids,
        &columns.recorded,
        &columns.canonicals as &[&[u8]],
        &columns.hashes as &[&[u8]],
        &columns.claim_command,
        &columns.claims.iter().map(|claim| claim.kind).collect::<Vec<_>>() as &[&str],
        &columns.claims.iter().map(|claim| claim.key.as_str()).collect::<Vec<_>>() as &[&str],
        &columns.key_command,
        &columns.keys.iter().map(|new| new.key.id).collect::<Vec<_>>(),
        &columns.keys.iter().map(|new| new.subject.into()).collect::<Vec<Uuid>>(),
        &columns.keys.iter().map(|new| new.wrapped.as_slice()).collect::<Vec<_>>() as &[&[u8]],
        columns.recorded.first()
    )
    .fetch_all(pool)
    .await?;

    rows.into_iter()
        .map(|row| match row.outcome.as_str() {
            outcome @ ("appended" | "repeated") => Ok(Outcome::Written {
                version: row.version.unwrap_or_default(),
                position: row.last_position.unwrap_or_default(),
                repeated: outcome == "repeated",
            }),
            "reused" => Ok(Outcome::Reused),
            "claimed" => row
                .claim
                .and_then(|claim| usize::try_from(claim - 1).ok())
                .and_then(|index| columns.claims.get(index))
                .map(|claim| Outcome::Claimed((*claim).clone()))
                .ok_or(StoreError::Stopped),
            _ => Ok(Outcome::Conflict),
        })
        .collect()
}
