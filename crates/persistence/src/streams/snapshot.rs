//! Snapshots: states of long streams, kept so that a command need not fold them from the start.
//!
//! A snapshot is a convenience and never a source: it can be missing, lost or made by other rules,
//! and a stream is then folded from its first event. Personal fields lie in it as in an event, sealed
//! under their data subject's key, so that destroying a key empties it too.

use std::sync::Arc;

use mpaka_domain::Decider;
use mpaka_domain::id::SubjectId;
use serde_json::Value;
use sqlx::PgPool;
use tokio::sync::mpsc;
use tracing::warn;
use uuid::Uuid;

use super::Loaded;
use crate::cqrs::Cqrs;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::{ids, seal};

/// Which rules fold a state: a digest of the sources that do, taken when the program is built.
pub(super) const FOLD: &str = env!("MPAKA_FOLD");
/// A state is kept each time this many events have come.
const EVERY: i64 = 50;
/// The most states that wait to be written; with more, some are not kept.
const WAITING: usize = 64;

/// A kept state, sealed.
#[derive(Debug)]
pub(super) struct Snapshot {
    pub version: i64,
    pub id: Uuid,
    pub state: Value,
    /// The hash of the last event in it.
    pub hash: [u8; 32],
}

impl Snapshot {
    /// The state; none when this program cannot read it.
    pub fn open<D: Decider>(self, stream: Uuid, keys: &KeyRing) -> Option<Loaded<D>> {
        let mut state = self.state;
        let opened = seal::open(&mut state, Some(self.id.into()), |key| keys.known(key));
        let read = opened.is_ok().then(|| serde_json::from_value(state)).transpose();
        let Ok(Some(aggregate)) = read else {
            warn!(category = D::CATEGORY, %stream, "a kept state cannot be read; it is made anew");
            return None;
        };
        Some(Loaded { aggregate: Cqrs(aggregate), stream, version: self.version, hash: self.hash })
    }
}

struct ToKeep {
    category: &'static str,
    stream: Uuid,
    version: i64,
    state: Value,
}

/// The way to the task that keeps states.
#[derive(Debug, Clone)]
pub(super) struct Snapshots {
    queue: mpsc::Sender<ToKeep>,
}

impl Snapshots {
    /// Starts the task; it ends when the last copy of this is dropped.
    pub fn start(pool: PgPool, keys: KeyRing) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        tokio::spawn(run(pool, keys, waiting));
        Self { queue }
    }

    /// Keeps a state when enough events have come since `before`, the version last kept or known.
    pub fn consider<D: Decider>(&self, before: i64, loaded: &Arc<Loaded<D>>) {
        if loaded.version / EVERY == before / EVERY {
            return;
        }
        let Ok(place) = self.queue.try_reserve() else { return };
        match serde_json::to_value(&loaded.aggregate) {
            Ok(state) => place.send(ToKeep {
                category: D::CATEGORY,
                stream: loaded.stream,
                version: loaded.version,
                state,
            }),
            Err(error) => warn!(category = D::CATEGORY, %error, "a state cannot be kept"),
        }
    }
}

async fn run(pool: PgPool, keys: KeyRing, mut waiting: mpsc::Receiver<ToKeep>) {
    while let Some(kept) = waiting.recv().await {
        let (category, stream) = (kept.category, kept.stream);
        if let Err(error) = keep(&pool, &keys, kept).await {
            // The stream is longer to read for it, and nothing else.
            warn!(category, %stream, error = %error.chain(), "a state was not kept");
        }
    }
}

async fn keep(pool: &PgPool, keys: &KeyRing, mut kept: ToKeep) -> Result<(), StoreError> {
    let owner = SubjectId::from(kept.stream);
    let subjects = seal::subjects(&mut kept.state, owner);
    let (found, made) = keys.for_subjects(&subjects, None).await?;
    if !made.is_empty() {
        // A person whose key is gone since: what the state says of them must not be kept.
        return Ok(());
    }
    let id = ids::next();
    seal::seal(&mut kept.state, id.into(), owner, |subject| {
        found.get(&subject).cloned().ok_or(StoreError::WrongMasterKey)
    })?;
    sqlx::query!(
        "INSERT INTO snapshots (
            aggregate_type, aggregate_id, last_sequence, current_snapshot, payload, snapshot_id, fold
        ) VALUES ($1, $2, $3, 1, $4, $5, $6)
        ON CONFLICT (aggregate_id) DO UPDATE SET
            last_sequence = excluded.last_sequence,
            current_snapshot = snapshots.current_snapshot + 1,
            payload = excluded.payload,
            snapshot_id = excluded.snapshot_id,
            fold = excluded.fold
        WHERE snapshots.last_sequence < excluded.last_sequence OR snapshots.fold <> excluded.fold",
        kept.category,
        kept.stream.to_string(),
        kept.version,
        kept.state,
        id,
        FOLD
    )
    .execute(pool)
    .await?;
    Ok(())
}
