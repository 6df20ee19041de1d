//! The log, read in its one global order.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tokio::sync::watch;
use tracing::warn;

use crate::error::StoreError;
use crate::record::{Entry, EventRow};

/// How long a reader waits for a notification before it looks for itself.
const POLL: Duration = Duration::from_millis(500);
/// How many bytes of events, as stored, are read at once.
const MOST_BYTES: i64 = 8 << 20;

/// The log of one database, and the position it is known to have reached.
#[derive(Debug, Clone)]
pub struct Log {
    pool: PgPool,
    head: watch::Receiver<i64>,
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
    pub async fn open(pool: PgPool) -> Result<Self, StoreError> {
        let (known, head) = watch::channel(head(&pool).await?);
        tokio::spawn(follow(pool.clone(), known));
        Ok(Self { pool, head })
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
            r#"SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_id,
                recorded_at, payload::text AS "payload!", metadata::text AS "metadata!", hash,
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
            Entry::from(EventRow {
                position: row.position,
                aggregate_type: row.aggregate_type,
                aggregate_id: row.aggregate_id,
                sequence: row.sequence,
                event_type: row.event_type,
                event_id: row.event_id,
                recorded_at: row.recorded_at,
                payload: row.payload,
                metadata: row.metadata,
                hash: row.hash,
            })
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

/// Keeps `known` at the log's head: woken by notifications, and looking for itself now and then, as
/// a notification may be lost with its connection.
async fn follow(pool: PgPool, known: watch::Sender<i64>) {
    let mut listener = None;
    while !known.is_closed() {
        if listener.is_none() {
            listener = listen(&pool).await;
        }
        match &mut listener {
            Some(listening) => {
                let wake = tokio::time::timeout(POLL, listening.recv());
                tokio::select! {
                    woken = wake => {
                        if let Ok(Err(error)) = woken {
                            warn!(%error, "the log's notifications stopped; listening again");
                            listener = None;
                        }
                    }
                    () = known.closed() => return,
                }
            }
            None => tokio::time::sleep(POLL).await,
        }
        if let Ok(position) = head(&pool).await {
            known.send_if_modified(|head| {
                let moved = position > *head;
                *head = position.max(*head);
                moved
            });
        }
    }
}

async fn listen(pool: &PgPool) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(pool).await.ok()?;
    listener.listen("mpaka_log").await.ok()?;
    Some(listener)
}
