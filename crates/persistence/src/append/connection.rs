//! The appender's connection, and what is sent on it.

use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::{PgConnection, PgPool};
use tokio::time::{Instant, timeout};
use tracing::{debug, warn};

use super::columns::{Columns, Json};
use super::news::News;
use super::{Append, Outcome, refusal};
use crate::database::answered;
use crate::error::StoreError;
use crate::session::{Session, is_lost};

/// How long the database may take to write a batch, or to take a connection.
const PATIENCE: Duration = Duration::from_secs(4);
/// How often a batch is sent at most.
const ATTEMPTS: u32 = 3;
/// How often a batch is sent at most without those of its commands that were found to be refused.
const ROUNDS: u32 = 4;

/// Writes batches, on a connection that it makes anew when it was lost.
#[derive(Debug)]
pub(super) struct Writer {
    session: Session,
    news: News,
}

impl Writer {
    pub fn new(pool: &PgPool, news: News) -> Self {
        Self { session: Session::new(pool), news }
    }

    /// Tells other processes how far the log goes. Where that fails, they find out for themselves.
    pub async fn tell(&mut self) {
        let Some(position) = self.news.take(Instant::now()) else { return };
        let told = self.session.ask(|mut connection| async move {
            let told = sqlx::query!("SELECT pg_notify('mpaka_log', $1)", position.to_string())
                .fetch_one(&mut connection)
                .await
                .map(drop);
            (connection, told)
        });
        if let Err(error) = answered(PATIENCE, told).await {
            debug!(error = %error.chain(), "others were not told how far the log goes");
        }
    }

    /// Writes a batch; the outcomes in the order of its commands.
    ///
    /// When the connection is lost, nobody knows whether the batch was committed. It is sent again on
    /// a new connection: what was committed is answered as it was the first time, since every command
    /// is remembered under its id.
    pub async fn write(&mut self, appends: &[Append]) -> Result<Vec<Outcome>, StoreError> {
        let began = Instant::now();
        let mut attempts = 1;
        loop {
            match self.attempt(appends).await {
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

    async fn attempt(&mut self, appends: &[Append]) -> Result<Vec<Outcome>, sqlx::Error> {
        let tell = self.news.is_due(Instant::now());
        let written = self.session.ask(|mut connection| async move {
            let outcomes = write(&mut connection, appends, tell).await;
            (connection, outcomes)
        });
        let timed_out = |_| Err(sqlx::Error::Io(std::io::ErrorKind::TimedOut.into()));
        let outcomes = timeout(PATIENCE, written).await.unwrap_or_else(timed_out)?;
        self.news.written(&outcomes, tell, Instant::now());
        Ok(outcomes)
    }
}

/// Writes a batch, without those of its commands that cannot be taken. Where others get in the way of one
/// after the other, none is written, and each is to be tried by itself.
async fn write(
    connection: &mut PgConnection,
    appends: &[Append],
    tell: bool,
) -> Result<Vec<Outcome>, sqlx::Error> {
    let mut outcomes = vec![None; appends.len()];
    let mut rounds = 1;
    loop {
        let (taken, open): (Vec<_>, Vec<_>) =
            appends.iter().zip(&mut outcomes).filter(|(_, outcome)| outcome.is_none()).unzip();
        if taken.is_empty() {
            break;
        }
        let found: Vec<_> = match append(connection, &taken, tell).await {
            Ok(written) => written.map(Some).collect(),
            Err(error) if is_refused(&error) && rounds < ROUNDS => {
                rounds += 1;
                refusal::of(connection, &taken).await?
            }
            Err(error) => return Err(error),
        };
        for (open, outcome) in open.into_iter().zip(found) {
            *open = outcome;
        }
    }
    Ok(outcomes.into_iter().flatten().collect())
}

/// Appends commands, all or none; answers what became of them, in their order. With `tell`, other
/// processes are told how far the log goes.
async fn append<'a>(
    connection: &mut PgConnection,
    appends: &'a [&'a Append],
    tell: bool,
) -> Result<impl Iterator<Item = Outcome> + use<'a>, sqlx::Error> {
    let columns = Columns::of(appends);
    let head = sqlx::query_scalar!(
        r#"SELECT append_events(
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
            $21, $22, $23, $24, $25, $26
        ) AS "head!""#,
        &columns.commands,
        &columns.actors as &[&str],
        &columns.fingerprints as &[&[u8]],
        &columns.categories as &[&str],
        &columns.streams,
        &columns.expected,
        &columns.counts,
        &columns.reached,
        &columns.event_command,
        &columns.event_sequence,
        &columns.event_types as &[&str],
        &columns.event_versions as &[&str],
        &columns.payloads as &[Json<'_>],
        &columns.metadatas as &[Json<'_>],
        &columns.event_ids,
        &columns.recorded,
        &columns.canonicals as &[&[u8]],
        &columns.hashes as &[&[u8]],
        &columns.claim_command,
        &columns.claim_kinds as &[&str],
        &columns.claim_keys as &[&str],
        &columns.key_ids,
        &columns.key_subjects,
        &columns.key_wrapped as &[&[u8]],
        columns.recorded.first(),
        tell
    )
    .fetch_one(connection)
    .await?;
    let Columns { expected, counts, reached, .. } = columns;
    Ok(expected.into_iter().zip(counts).zip(reached).map(move |((expected, count), reached)| {
        Outcome::Written {
            version: expected + i64::from(count),
            position: head + reached,
            repeated: false,
        }
    }))
}

/// Whether a command of the batch cannot be taken, so that nothing was written.
fn is_refused(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(DatabaseError::is_unique_violation)
}
