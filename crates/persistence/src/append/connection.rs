//! The appender's connection, and the one statement it sends.

use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::Claim;
use sqlx::{PgConnection, PgPool};
use tokio::time::{Instant, timeout};
use tracing::warn;
use uuid::Uuid;

use super::{Append, Outcome};
use crate::error::StoreError;
use crate::keys::NewKey;
use crate::session::{Session, is_lost};

/// How long the database may take to write a batch, or to take a connection.
const PATIENCE: Duration = Duration::from_secs(4);
/// How often a batch is sent at most.
const ATTEMPTS: u32 = 3;

/// Writes batches, on a connection that it makes anew when it was lost.
pub(super) struct Writer(Session);

impl Writer {
    pub fn new(pool: &PgPool) -> Self {
        Self(Session::new(pool))
    }

    /// Writes a batch; the outcomes in the order of its commands.
    ///
    /// When the connection is lost, nobody knows whether the batch was committed. It is sent again on
    /// a new connection: what was committed is answered as it was the first time, since every command
    /// is remembered under its id.
    pub async fn write(&mut self, appends: &[Append]) -> Result<Vec<Outcome>, StoreError> {
        let columns = Columns::of(appends);
        let began = Instant::now();
        let mut attempts = 1;
        loop {
            match self.attempt(&columns).await {
                Err(error)
                    if is_lost(&error) && attempts < ATTEMPTS && began.elapsed() < PATIENCE =>
                {
                    warn!(%error, "the connection that writes was lost; the batch is sent again");
                    attempts += 1;
                }
                outcomes => return Ok(outcomes?),
            }
        }
    }

    async fn attempt(&mut self, columns: &Columns<'_>) -> Result<Vec<Outcome>, sqlx::Error> {
        // When the time is up, the connection goes with what was asked of it.
        let written = timeout(PATIENCE, async {
            let mut connection = self.0.open().await?;
            let outcomes = append(&mut connection, columns).await;
            self.0.keep(connection, &outcomes);
            outcomes
        });
        written.await.unwrap_or_else(|_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into())))
    }
}

#[derive(Default)]
struct Columns<'a> {
    commands: Vec<Uuid>,
    actors: Vec<&'a str>,
    fingerprints: Vec<&'a [u8]>,
    categories: Vec<&'a str>,
    streams: Vec<String>,
    expected: Vec<i64>,
    counts: Vec<i32>,
    event_command: Vec<i32>,
    event_sequence: Vec<i64>,
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
            columns.counts.push(i32::try_from(append.events.len()).unwrap_or(i32::MAX));
            for (event, sequence) in append.events.iter().zip(append.expected + 1..) {
                columns.event_command.push(ordinal);
                columns.event_sequence.push(sequence);
                columns.event_types.push(&event.event_type);
                columns.event_versions.push(event.schema_version);
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

    /// What became of a command, from its row.
    fn outcome(&self, row: &Row) -> Option<Outcome> {
        Some(match row.outcome.as_str() {
            outcome @ ("appended" | "repeated") => Outcome::Written {
                version: row.version?,
                position: row.last_position?,
                repeated: outcome == "repeated",
            },
            "reused" => Outcome::Reused,
            "taken" => Outcome::Taken,
            "conflict" => Outcome::Conflict { version: row.version? },
            "claimed" => {
                let index = usize::try_from(row.claim?.checked_sub(1)?).ok()?;
                Outcome::Claimed((*self.claims.get(index)?).clone())
            }
            _ => return None,
        })
    }
}

struct Row {
    outcome: String,
    version: Option<i64>,
    last_position: Option<i64>,
    claim: Option<i32>,
}

async fn append(
    connection: &mut PgConnection,
    columns: &Columns<'_>,
) -> Result<Vec<Outcome>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT outcome AS "outcome!", version, last_position, claim
        FROM append_events(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12::text[]::json[], $13::text[]::json[],
            $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25
        ) ORDER BY ordinal"#,
        &columns.commands,
        &columns.actors as &[&str],
        &columns.fingerprints as &[&[u8]],
        &columns.categories as &[&str],
        &columns.streams,
        &columns.expected,
        &columns.counts,
        &columns.event_command,
        &columns.event_sequence,
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
    .fetch_all(connection)
    .await?;

    rows.iter()
        .map(|row| {
            columns.outcome(row).ok_or_else(|| {
                sqlx::Error::Protocol(format!("append_events answered {}", row.outcome))
            })
        })
        .collect()
}
