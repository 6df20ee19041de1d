//! The log, read in its one global order.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tokio::time::timeout;
use tracing::warn;

use crate::database::answered;
use crate::error::StoreError;
use crate::record::{Entry, EventRow};
use crate::upcast::Upcasters;

/// How long a reader waits for a notification before it looks for itself.
const POLL: Duration = Duration::from_millis(500);
/// How long the database may take to answer such a look.
const PATIENCE: Duration = Duration::from_secs(2);
/// How many bytes of events, as stored, are read at once.
const MOST_BYTES: i64 = 8 << 20;

/// The log of one database, and the position it is known to have reached.
#[derive(Debug, Clone)]
pub struct Log {
    pool: PgPool,
    upcasters: Upcasters,
    head: watch::Receiver<i64>,
    known: Head,
}

/// The position that the log is known to have reached: raised by whoever learns of more.
#[derive(Debug, Clone)]
pub(crate) struct Head(Arc<watch::Sender<i64>>);

impl Head {
    /// The log has reached this position, or had gone further.
    pub fn raise(&self, position: i64) {
        self.0.send_if_modified(|head| {
            let moved = position > *head;
            *head = position.max(*head);
            moved
        });
    }
}

/// A stretch of the log.
#[derive(Debug)]
pub(crate) struct Stretch {
    /// Where it begins: after this position.
    pub after: i64,
    /// Where it ends, this position included.
    pub reached: i64,
    /// What was asked for of it, in order.
    pub entries: Vec<Entry>,
}

/// What is asked for of a stretch.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Wanted {
    /// The categories whose events are wanted; all, when there are none.
    pub categories: &'static [&'static str],
    /// The most events that the stretch covers.
    pub events: i64,
}

impl Log {
    /// Opens the log and starts to follow its head, until the last copy of the log is dropped.
    pub async fn open(pool: PgPool, upcasters: Upcasters) -> Result<Self, StoreError> {
        let (known, head) = watch::channel(head(&pool).await?);
        let known = Head(Arc::new(known));
        tokio::spawn(follow(pool.clone(), known.clone()));
        Ok(Self { pool, upcasters, head, known })
    }

    /// What a writer of this process raises, so that readers beside it need no notification.
    pub(crate) fn known(&self) -> Head {
        self.known.clone()
    }

    /// At most `limit` entries after a position, in order; fewer when they are large. Positions are
    /// dense and given in commit order, so that nothing can appear later at or before the last one
    /// read. A row that cannot be read is answered as such and stops nobody.
    pub async fn after(&self, position: i64, limit: i64) -> Result<Vec<Entry>, StoreError> {
        let wanted = Wanted { categories: &[], events: limit };
        Ok(self.stretch(position, i64::MAX, wanted).await?.entries)
    }

    /// The stretch after a position, as far as `head`, which the log must have reached, and as far as
    /// is wanted. At least one event, however large, and then no more than [`MOST_BYTES`].
    pub(crate) async fn stretch(
        &self,
        after: i64,
        head: i64,
        wanted: Wanted,
    ) -> Result<Stretch, StoreError> {
        let end = head.min(after.saturating_add(wanted.events));
        // Sizes are as stored, compressed where PostgreSQL did, so that no value is read to be measured.
        let rows = sqlx::query!(
            r#"SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version, event_id,
                recorded_at, payload::text AS "payload!", metadata::text AS "metadata!",
                upto AS "upto!"
            FROM (
                SELECT *, pg_column_size(payload) + pg_column_size(metadata) AS size,
                    sum(pg_column_size(payload) + pg_column_size(metadata))
                        OVER (ORDER BY position ROWS UNBOUNDED PRECEDING) AS upto
                FROM events
                WHERE position > $1 AND position <= $2
                    AND (cardinality($3::text[]) = 0 OR aggregate_type = ANY ($3))
            ) e
            WHERE upto - size < $4
            ORDER BY position"#,
            after,
            end,
            wanted.categories as &[&str],
            MOST_BYTES
        )
        .fetch_all(&self.pool)
        .await?;
        let cut = rows.last().filter(|last| last.upto >= MOST_BYTES).map(|last| last.position);
        let entries = rows.into_iter().map(|row| {
            Entry::read(
                EventRow {
                    position: row.position,
                    aggregate_type: row.aggregate_type,
                    aggregate_id: row.aggregate_id,
                    sequence: row.sequence,
                    event_type: row.event_type,
                    event_version: row.event_version,
                    event_id: row.event_id,
                    recorded_at: row.recorded_at,
                    payload: row.payload,
                    metadata: row.metadata,
                },
                &self.upcasters,
            )
        });
        Ok(Stretch { after, reached: cut.unwrap_or(end).max(after), entries: entries.collect() })
    }

    /// The last position given.
    pub async fn head(&self) -> Result<i64, StoreError> {
        head(&self.pool).await
    }

    /// The last position that this process knows to have been given.
    pub(crate) fn known_head(&self) -> i64 {
        *self.head.borrow()
    }

    /// Waits until the log is known to reach past a position.
    pub async fn reaches_past(&self, position: i64) -> Result<(), StoreError> {
        let mut head = self.head.clone();
        match head.wait_for(|head| *head > position).await {
            Ok(_) => Ok(()),
            Err(_) => Err(StoreError::Stopped),
        }
    }
}

async fn head(pool: &PgPool) -> Result<i64, StoreError> {
    Ok(sqlx::query_scalar!("SELECT position FROM log_head").fetch_one(pool).await?)
}

/// Keeps `known` at the log's head: by notifications, which carry the position, and by looking for
/// itself now and then, as a notification may be lost with its connection.
async fn follow(pool: PgPool, known: Head) {
    let mut listener = None;
    while !known.0.is_closed() {
        let Some(listening) = &mut listener else {
            listener = answered(PATIENCE, listen(&pool)).await.ok();
            if listener.is_none() {
                tokio::time::sleep(POLL).await;
            }
            // What was recorded before it listened.
            look(&pool, &known).await;
            continue;
        };
        let told = tokio::select! {
            told = timeout(POLL, listening.recv()) => told,
            () = known.0.closed() => return,
        };
        match told {
            Ok(Ok(notification)) => match notification.payload().parse() {
                Ok(position) => known.raise(position),
                Err(_) => look(&pool, &known).await,
            },
            Ok(Err(error)) => {
                warn!(%error, "the log's notifications stopped; listening again");
                listener = None;
            }
            Err(_) => look(&pool, &known).await,
        }
    }
}

/// Looks how far the log goes; where nobody answers, the next look has to do.
async fn look(pool: &PgPool, known: &Head) {
    if let Ok(position) = answered(PATIENCE, head(pool)).await {
        known.raise(position);
    }
}

async fn listen(pool: &PgPool) -> Result<PgListener, sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen("mpaka_log").await?;
    Ok(listener)
}
