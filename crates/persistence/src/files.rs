//! Files of exhibits: taken in piece by piece, kept sealed in an object store, read again on demand
//! and on schedule.
//!
//! The store holds what was sealed, the database how far an upload has come, and the log what became
//! of it: `evidence.file_stored`, and after each check `evidence.hash_verified` or
//! `evidence.integrity_failed`.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::evidence::evidence_item::EvidenceItem;
use mpaka_domain::id::CommandId;
use mpaka_domain::value::{LegalBasis, PartialTime};
use mpaka_domain::{Actor, Decider, Handling, Metadata, Purpose, Viewer};
use mpaka_files::Objects;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;
use tokio::task::JoinSet;
use uuid::Uuid;

use crate::keys::KeyRing;
use crate::projection::Positions;
use crate::streams::Streams;
use crate::view::{Reader, Views};
use crate::{Store, ids};

mod check;
mod counts;
mod error;
mod finish;
mod receive;
mod release;
mod upkeep;
mod upload;

use counts::Counted;
pub use counts::FileCounts;
pub use error::{FilesError, Refused};
pub use finish::Outcome;
pub use mpaka_files::{FileError, Place, PlaceError};
pub use receive::Received;
pub use release::Released;
pub use upload::{NewUpload, State, Upload};

/// The bounds of what is taken in, and how often what is kept is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileBounds {
    /// The largest file, in bytes.
    pub largest: u64,
    /// How long an upload of which nothing more comes is kept.
    pub unfinished_for: Duration,
    /// How long after its last check a file is read again.
    pub checked_every: Duration,
    /// How many bytes a second the checks on schedule read at most.
    pub checked_at: u64,
}

impl Default for FileBounds {
    /// 64 GiB; a week; thirty days; 32 MiB a second.
    fn default() -> Self {
        let day = Duration::from_hours(24);
        Self {
            largest: 64 << 30,
            unfinished_for: day * 7,
            checked_every: day * 30,
            checked_at: 32 << 20,
        }
    }
}

/// Where the time comes from.
type Now = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The files of a store's exhibits.
#[derive(Clone)]
pub struct Files {
    pool: PgPool,
    keys: KeyRing,
    streams: Streams,
    positions: Positions,
    views: Views,
    objects: Objects,
    bounds: FileBounds,
    now: Now,
    is_ours: Arc<AtomicBool>,
    counted: Arc<Counted>,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Files({})", self.objects.place())
    }
}

/// What an exhibit lends to the facts about its files.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Envelope {
    legal_basis: LegalBasis,
    purpose: Purpose,
    handling: Handling,
}

impl Envelope {
    fn metadata(&self, command: Uuid, actor: Actor, now: DateTime<Utc>) -> Metadata {
        Metadata {
            command: CommandId::from(command),
            correlation: command.into(),
            causation: None,
            actor,
            on_behalf_of: None,
            occurred: PartialTime::instant(now),
            recorded_at: now,
            legal_basis: self.legal_basis.clone(),
            purpose: self.purpose,
            handling: self.handling.clone(),
            source: None,
            exercise: false,
        }
    }
}

impl Files {
    /// The files of a store at a place. The place is opened when it is first needed, so that a store
    /// of files that cannot be reached holds up nothing else.
    pub fn new(
        store: &Store,
        place: Place,
        bounds: FileBounds,
        now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static,
    ) -> Self {
        Self {
            pool: store.pool.clone(),
            keys: store.keys.clone(),
            streams: store.streams().clone(),
            positions: store.positions().clone(),
            views: store.views().clone(),
            objects: Objects::at(place),
            bounds,
            now: Arc::new(now),
            is_ours: Arc::default(),
            counted: Arc::default(),
        }
    }

    /// The bounds of what is taken in.
    pub fn bounds(&self) -> FileBounds {
        self.bounds
    }

    /// What was counted since this process began.
    pub fn counts(&self) -> FileCounts {
        self.counted.read()
    }

    /// Finishes uploads that were left whole, removes those of which nothing more comes, and reads
    /// again what is due, for as long as the set lives.
    pub fn run_upkeep(&self) -> JoinSet<()> {
        let mut task = JoinSet::new();
        task.spawn(upkeep::keep(self.clone()));
        task
    }

    /// Whether the place is the store that this database's files are in; says where it is.
    pub async fn look(&self) -> Result<String, FilesError> {
        let place = self.objects.place().to_string();
        match self.store_id().await? {
            Some(id) => {
                self.objects.is_marked(id).await?;
                Ok(place)
            }
            None => Ok(format!("{place}; no file was taken in yet")),
        }
    }

    /// Makes sure that the place is the store that this database's files are in; the first time of
    /// all, it is made to be.
    async fn is_ours(&self) -> Result<(), FilesError> {
        if self.is_ours.load(Ordering::Relaxed) {
            return Ok(());
        }
        let id = if let Some(id) = self.store_id().await? {
            id
        } else {
            let marked = self.objects.mark(ids::next()).await?;
            sqlx::query!(
                "INSERT INTO file_store (store_id) VALUES ($1) ON CONFLICT (only_one) DO NOTHING",
                marked
            )
            .execute(&self.pool)
            .await?;
            self.store_id().await?.unwrap_or(marked)
        };
        self.objects.is_marked(id).await?;
        self.is_ours.store(true, Ordering::Relaxed);
        Ok(())
    }

    async fn store_id(&self) -> Result<Option<Uuid>, FilesError> {
        Ok(sqlx::query_scalar!("SELECT store_id FROM file_store")
            .fetch_optional(&self.pool)
            .await?)
    }

    /// What an exhibit lends to the facts about its files, if the viewer may see it and act on it.
    async fn envelope(&self, viewer: &Viewer, exhibit: Uuid) -> Result<Envelope, FilesError> {
        let reader = Reader::from(viewer);
        let file = self.views.file_of(&reader, EvidenceItem::CATEGORY, exhibit).await?;
        let line = self.views.exhibit(&reader, exhibit).await?;
        let (Some(file), Some(line)) = (file, line) else { return Err(FilesError::NotFound) };
        mpaka_domain::casework::investigation::acts_as_prosecutor(viewer.role, file.referred)
            .map_err(|refusal| Refused::by(&refusal))?;
        Ok(Envelope {
            legal_basis: file.legal_basis,
            purpose: file.purpose,
            handling: line.handling,
        })
    }

    fn now(&self) -> DateTime<Utc> {
        (self.now)()
    }
}

/// The one who acts when somebody who is signed in does.
fn actor(viewer: &Viewer) -> Actor {
    Actor { user: viewer.user.clone(), agency: viewer.agency.clone(), role: viewer.role }
}
