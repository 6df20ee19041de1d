//! Reading streams: commands that wait for theirs at the same time share one round trip.

use std::sync::Arc;
use std::time::Duration;

use sqlx::{PgConnection, PgPool};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::fact::Fact;
use super::snapshot::{FOLD, Snapshot};
use crate::database::answered;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::session::{Session, is_lost};

/// The most streams that are read at once.
const GROUP: usize = 32;
/// How long the database may take to answer.
const PATIENCE: Duration = Duration::from_secs(4);

/// What a command did when it came before.
#[derive(Debug, Clone)]
pub(super) struct Earlier {
    pub actor: String,
    pub fingerprint: Vec<u8>,
    pub version: i64,
    pub position: i64,
}

/// What is asked of the log.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    pub category: &'static str,
    pub stream: Uuid,
    /// The command that may have come before.
    pub command: Option<Uuid>,
    /// Whether the stream is to be read from its first event, whatever was kept of it.
    pub whole: bool,
}

/// What the log has of a stream: the kept state, and every event after it.
#[derive(Default)]
pub(super) struct Found {
    pub earlier: Option<Earlier>,
    pub snapshot: Option<Snapshot>,
    pub facts: Vec<Fact>,
}

struct Waiting {
    wanted: Wanted,
    answer: oneshot::Sender<Result<Found, StoreError>>,
}

/// The way to the task that reads.
#[derive(Debug, Clone)]
pub(super) struct Loader {
    queue: mpsc::Sender<Waiting>,
}

impl Loader {
    /// Starts the task; it ends when the last copy of the loader is dropped.
    pub fn start(pool: &PgPool, keys: KeyRing) -> Self {
        let (queue, waiting) = mpsc::channel(GROUP);
        tokio::spawn(run(Session::new(pool), keys, waiting));
        Self { queue }
    }

    /// Reads a stream, and what the command did before, at one moment.
    pub async fn load(&self, wanted: Wanted) -> Result<Found, StoreError> {
        let (answer, answered) = oneshot::channel();
        self.queue.send(Waiting { wanted, answer }).await.map_err(|_| StoreError::Stopped)?;
        answered.await.map_err(|_| StoreError::Stopped)?
    }
}

async fn run(mut session: Session, keys: KeyRing, mut waiting: mpsc::Receiver<Waiting>) {
    let mut group = Vec::new();
    while waiting.recv_many(&mut group, GROUP).await > 0 {
        group.retain(|waiting: &Waiting| !waiting.answer.is_closed());
        let wanted: Vec<_> = group.iter().map(|waiting| waiting.wanted).collect();
        match read(&mut session, &keys, &wanted).await {
            Ok(found) => {
                for (waiting, found) in group.drain(..).zip(found) {
                    // Nobody may be waiting any more.
                    _ = waiting.answer.send(Ok(found));
                }
            }
            Err(error) => {
                let error = Arc::new(error);
                for waiting in group.drain(..) {
                    _ = waiting.answer.send(Err(StoreError::Batch(Arc::clone(&error))));
                }
            }
        }
    }
}

/// A row of the answer: an event, or what is known of the command, of the kept state, or of a key.
struct Row {
    ordinal: i64,
    sequence: Option<i64>,
    position: Option<i64>,
    event_type: Option<String>,
    event_version: Option<String>,
    id: Option<Uuid>,
    payload: Option<String>,
    hash: Option<Vec<u8>>,
    actor: Option<String>,
    fingerprint: Option<Vec<u8>>,
    wrapped: Option<Vec<u8>>,
}

/// Reads streams; once more where the connection turns out to be lost.
async fn read(
    session: &mut Session,
    keys: &KeyRing,
    wanted: &[Wanted],
) -> Result<Vec<Found>, StoreError> {
    let rows = match answered(PATIENCE, rows(session, keys, wanted)).await {
        Err(StoreError::Database(error)) if is_lost(&error) => {
            answered(PATIENCE, rows(session, keys, wanted)).await?
        }
        rows => rows?,
    };
    let mut found: Vec<Found> = wanted.iter().map(|_| Found::default()).collect();
    for row in rows {
        let index = usize::try_from(row.ordinal - 1).unwrap_or(usize::MAX);
        if let (Some(wanted), Some(found)) = (wanted.get(index), found.get_mut(index)) {
            found.take(row, *wanted, keys)?;
        }
    }
    for found in &mut found {
        found.facts.sort_unstable_by_key(|fact| fact.version);
    }
    Ok(found)
}

async fn rows(
    session: &mut Session,
    keys: &KeyRing,
    wanted: &[Wanted],
) -> Result<Vec<Row>, sqlx::Error> {
    let question = |mut connection: PgConnection| async move {
        let rows = rows_on(&mut connection, keys, wanted).await;
        (connection, rows)
    };
    session.ask(question).await
}

/// One statement, so that commands, states and events are of one moment.
async fn rows_on(
    connection: &mut PgConnection,
    keys: &KeyRing,
    wanted: &[Wanted],
) -> Result<Vec<Row>, sqlx::Error> {
    let categories: Vec<_> = wanted.iter().map(|wanted| wanted.category).collect();
    let streams: Vec<_> = wanted.iter().map(|wanted| wanted.stream.to_string()).collect();
    let subjects: Vec<_> = wanted.iter().map(|wanted| wanted.stream).collect();
    let commands: Vec<_> = wanted.iter().map(|wanted| wanted.command).collect();
    let folds: Vec<_> = wanted.iter().map(|wanted| if wanted.whole { "" } else { FOLD }).collect();
    let known: Vec<_> = wanted.iter().map(|wanted| keys.knows(wanted.stream.into())).collect();
    sqlx::query_as!(
        Row,
        r#"WITH wanted AS (
            SELECT * FROM unnest($1::text[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::bool[])
                WITH ORDINALITY AS w (category, stream, subject, command, fold, known, ordinal)
        ), kept AS (
            SELECT w.ordinal, s.last_sequence, s.snapshot_id, s.payload, last.hash
            FROM wanted w
            JOIN snapshots s ON s.aggregate_id = w.stream AND s.aggregate_type = w.category
                AND s.fold = w.fold
            JOIN events last ON last.aggregate_id = s.aggregate_id
                AND last.sequence = s.last_sequence
        )
        SELECT w.ordinal AS "ordinal!", c.sequence, coalesce(c.position, (
                SELECT e.position FROM events e
                WHERE e.aggregate_id = c.aggregate_id AND e.sequence = c.sequence
            )) AS position, NULL::text AS event_type,
            NULL::text AS event_version, NULL::uuid AS id, NULL::text AS payload, NULL::bytea AS hash,
            c.actor, c.fingerprint, NULL::bytea AS wrapped
        FROM wanted w JOIN commands c ON c.command_id = w.command
        UNION ALL
        SELECT k.ordinal, k.last_sequence, NULL, NULL, NULL, k.snapshot_id, k.payload::text, k.hash,
            NULL, NULL, NULL
        FROM kept k
        UNION ALL
        SELECT w.ordinal, NULL, NULL, NULL, NULL, y.key_id, NULL, NULL, NULL, NULL, y.wrapped
        FROM wanted w
        CROSS JOIN LATERAL (
            SELECT s.key_id, s.wrapped FROM subject_keys s
            WHERE s.subject_id = w.subject AND s.wrapped IS NOT NULL
            ORDER BY s.created_at DESC, s.key_id LIMIT 1
        ) y
        WHERE NOT w.known
        UNION ALL
        SELECT w.ordinal, e.sequence, NULL, e.event_type, e.event_version, e.event_id,
            e.payload::text, e.hash, NULL, NULL, NULL
        FROM wanted w
        LEFT JOIN kept k ON k.ordinal = w.ordinal
        CROSS JOIN LATERAL (
            SELECT * FROM events e
            WHERE e.aggregate_id = w.stream AND e.aggregate_type = w.category
                AND e.sequence > coalesce(k.last_sequence, 0)
            ORDER BY e.sequence
        ) e"#,
        &categories as &[&str],
        &streams,
        &subjects,
        &commands as &[Option<Uuid>],
        &folds as &[&str],
        &known
    )
    .fetch_all(connection)
    .await
}

impl Found {
    fn take(&mut self, row: Row, wanted: Wanted, keys: &KeyRing) -> Result<(), StoreError> {
        match row {
            Row {
                sequence: Some(version),
                event_type: Some(event_type),
                event_version: Some(event_version),
                id: Some(event_id),
                payload: Some(payload),
                hash: Some(hash),
                ..
            } => {
                let hash = hash.as_slice().try_into().unwrap_or_default();
                self.facts.push(Fact {
                    version,
                    event_type,
                    event_version,
                    event_id,
                    payload,
                    hash,
                });
            }
            Row { sequence: Some(version), id: Some(id), payload: Some(state), hash, .. } => {
                let hash = hash.and_then(|hash| hash.as_slice().try_into().ok());
                self.snapshot = hash.map(|hash| Snapshot { version, id, state, hash });
            }
            Row {
                sequence: Some(version),
                position: Some(position),
                actor: Some(actor),
                fingerprint: Some(fingerprint),
                ..
            } => self.earlier = Some(Earlier { actor, fingerprint, version, position }),
            Row { id: Some(key), wrapped: Some(wrapped), .. } => {
                keys.take(key, wanted.stream.into(), &wrapped)?;
            }
            _ => {}
        }
        Ok(())
    }
}
