//! The log, read in its one global order.

use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use sqlx::types::Json;
use tokio::sync::watch;
use tracing::warn;

use crate::envelope::Stored;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::record::{EventRow, Recorded};

/// How long a reader waits for a notification before it looks for itself.
const POLL: Duration = Duration::from_millis(500);

/// The log of one database, and the position it is known to have reached.
#[derive(Debug, Clone)]
pub struct Log {
    pool: PgPool,
    keys: KeyRing,
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

impl Log {
    /// Opens the log and starts to follow its head, until the last copy of the log is dropped.
    pub async fn open(pool: PgPool, keys: KeyRing) -> Result<Self, StoreError> {
        let (known, head) = watch::channel(head(&pool).await?);
        let known = Head(Arc::new(known));
        tokio::spawn(follow(pool.clone(), known.clone()));
        Ok(Self { pool, keys, head, known })
    }

    /// What a writer of this process raises, so that readers beside it need no notification.
    pub(crate) fn known(&self) -> Head {
        self.known.clone()
    }

    /// At most `limit` events after a position, in order. Positions are dense and given in commit
    /// order, so that nothing can appear later at or before the last one read.
    pub async fn after(&self, position: i64, limit: i64) -> Result<Vec<Recorded>, StoreError> {
        let rows = sqlx::query_as!(
            EventRow,
            r#"SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_id,
                recorded_at, payload, metadata AS "metadata: Json<Stored>", hash
            FROM events WHERE position > $1 ORDER BY position LIMIT $2"#,
            position,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        Recorded::read(rows, &self.keys).await
    }

    /// The last position given.
    pub async fn head(&self) -> Result<i64, StoreError> {
        head(&self.pool).await
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
async fn follow(pool: PgPool, known: Head) {
    let mut listener = None;
    while !known.0.is_closed() {
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
                    () = known.0.closed() => return,
                }
            }
            None => tokio::time::sleep(POLL).await,
        }
        if let Ok(position) = head(&pool).await {
            known.raise(position);
        }
    }
}

async fn listen(pool: &PgPool) -> Option<PgListener> {
    let mut listener = PgListener::connect_with(pool).await.ok()?;
    listener.listen("mpaka_log").await.ok()?;
    Some(listener)
}
