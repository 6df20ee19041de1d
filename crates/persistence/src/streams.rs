//! Streams: a command is sent to an aggregate, and its events are durable when the answer comes.
//!
//! A command is first decided on what this process last knew of the stream, or on nothing at all, as
//! if it began one. Where that holds, the append says so: it takes events only at the version they
//! were decided on. Where it does not, and before anything is refused, the stream is read.

use std::sync::Arc;

use mpaka_domain::{Decider, Metadata, Refusal, UserId};
use sqlx::PgPool;
use tracing::debug;
use uuid::Uuid;

use self::encode::fingerprint_of;
use self::known::Known;
use self::load::{Earlier, Found, Loader, Wanted};
use self::snapshot::Snapshots;
use self::turn::Turns;
use crate::append::{Append, Appender, NewEvent, Outcome};
use crate::cqrs::{Cqrs, Happened};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::law::LawBook;
use crate::log::Log;
use crate::record::{EventRow, Opened};
use crate::upcast::Upcasters;

mod encode;
mod fact;
mod known;
mod load;
mod snapshot;
mod turn;

/// How often a command that named no version is decided anew when its stream moves under it.
const ATTEMPTS: u32 = 32;
/// The most bytes that an event may have as it is stored: its data and its envelope.
const LARGEST_EVENT: usize = 256 << 10;
/// The most bytes that the events of one command may have together.
const LARGEST_COMMAND: usize = 4 << 20;
/// How JSON writes the character U+0000, which PostgreSQL's `jsonb` refuses.
const UNSTORABLE: &str = r"\u0000";

/// Where commands are sent.
#[derive(Debug, Clone)]
pub struct Streams {
    pool: PgPool,
    keys: KeyRing,
    upcasters: Upcasters,
    appender: Appender,
    loader: Loader,
    known: Known,
    snapshots: Snapshots,
    turns: Turns,
    law: LawBook,
}

/// What an accepted command did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The stream.
    pub stream: Uuid,
    /// The version that the stream reached.
    pub version: i64,
    /// The place of its last event in the global order.
    pub position: i64,
    /// The command had been accepted before; nothing was written now.
    pub repeated: bool,
}

/// Why a command was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum SendError<R: Refusal> {
    /// A rule refuses it.
    #[error(transparent)]
    Rejected(R),
    /// The stream is not at the version that the sender had seen.
    #[error("the record is at version {current} by now; read it again before you change it")]
    Stale {
        /// The version it is at.
        current: i64,
    },
    /// The stream moved under the command again and again.
    #[error("too many changes at once; send the command again")]
    Contended,
    /// The command id was used for another command.
    #[error("this command id was used for another command; use a new one")]
    CommandReused,
    /// The id that the record was to have is another record's.
    #[error("this id is another record's; choose a new one, or leave it out")]
    IdTaken,
    /// A text with a character that cannot be stored.
    #[error("a text holds the character U+0000, which cannot be stored; take it out")]
    Unstorable,
    /// More than can be stored at once.
    #[error(
        "this is {size} bytes as it would be stored, and {limit} is the most; send less at once"
    )]
    TooLarge {
        /// What it would have been, in bytes.
        size: usize,
        /// The most that is taken, in bytes.
        limit: usize,
    },
    /// A fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An aggregate with what is needed to append to its stream.
#[derive(Debug, Clone)]
pub struct Loaded<D: Decider> {
    pub(crate) aggregate: Cqrs<D>,
    pub(crate) stream: Uuid,
    pub(crate) version: i64,
    hash: [u8; 32],
}

impl<D: Decider> Loaded<D> {
    /// A stream in which nothing has happened.
    fn empty(stream: Uuid) -> Self {
        Self { aggregate: Cqrs::default(), stream, version: 0, hash: [0; 32] }
    }

    /// The stream after it took these events, whose last has this hash.
    fn after(&self, events: &[D::Event], version: i64, hash: [u8; 32]) -> Self {
        let aggregate = events.iter().fold(self.aggregate.0.clone(), D::evolve);
        Self { aggregate: Cqrs(aggregate), stream: self.stream, version, hash }
    }
}

impl Streams {
    /// The streams of a log, written by a task of their own.
    pub(crate) fn new(
        pool: PgPool,
        keys: KeyRing,
        upcasters: Upcasters,
        log: &Log,
        law: LawBook,
    ) -> Self {
        Self {
            appender: Appender::start(&pool, &log.known()),
            loader: Loader::start(&pool, keys.clone()),
            known: Known::new(),
            snapshots: Snapshots::start(pool.clone(), keys.clone()),
            turns: Turns::new(),
            law,
            pool,
            keys,
            upcasters,
        }
    }

    /// Sends a command to a stream; its events are durable when this returns.
    ///
    /// With `expected`, the stream must be at that version. The same command id sent again by the
    /// same user gets the same answer and has no second effect, for as long as command ids are kept.
    #[tracing::instrument(name = "command", skip_all, fields(category = D::CATEGORY, %stream))]
    pub async fn send<D: Decider>(
        &self,
        stream: Uuid,
        command: D::Command,
        metadata: Metadata,
        expected: Option<i64>,
    ) -> Result<Receipt, SendError<D::Rejection>> {
        let fingerprint = fingerprint_of::<D>(stream, &command, &metadata)?;
        let _turn = self.turns.of(stream).await;
        let mut loaded =
            self.known.get::<D>(stream).unwrap_or_else(|| Arc::new(Loaded::empty(stream)));
        let law = self.law.now();
        let mut was_read = false;
        for attempt in 0..ATTEMPTS {
            let is_expected = expected.is_none_or(|expected| expected == loaded.version);
            let decided =
                is_expected.then(|| loaded.aggregate.0.decide(command.clone(), &metadata, &law));
            match decided {
                Some(Ok(events)) => {
                    match self.append::<D>(&loaded, &events, &metadata, fingerprint).await {
                        Err(SendError::Stale { .. }) => debug!(attempt, "the stream had moved"),
                        Err(SendError::Unstorable | SendError::TooLarge { .. }) if !was_read => {}
                        answer => return answer,
                    }
                }
                // A refusal is only given on what was read for this command.
                None | Some(Err(_)) if !was_read => {}
                None => return Err(SendError::Stale { current: loaded.version }),
                Some(Err(rejection)) => {
                    // The twin of this command may have been accepted since the stream was read.
                    let (_, earlier) =
                        self.read::<D>(stream, Some(metadata.command.into())).await?;
                    return match earlier {
                        Some(earlier) => answer::<D>(stream, &earlier, &metadata, fingerprint),
                        None => Err(SendError::Rejected(rejection)),
                    };
                }
            }
            let earlier;
            (loaded, earlier) = self.read(stream, Some(metadata.command.into())).await?;
            was_read = true;
            if let Some(earlier) = earlier {
                return answer::<D>(stream, &earlier, &metadata, fingerprint);
            }
        }
        Err(SendError::Contended)
    }

    /// Appends what was decided on a loaded aggregate, all of it or nothing.
    pub(crate) async fn append<D: Decider>(
        &self,
        loaded: &Loaded<D>,
        events: &[D::Event],
        metadata: &Metadata,
        fingerprint: [u8; 32],
    ) -> Result<Receipt, SendError<D::Rejection>> {
        let append = self.encode(loaded, events, metadata, fingerprint).await?;
        is_storable(&append)?;
        let keys = append.keys.clone();
        let hash = append.events.last().map_or(loaded.hash, |event| event.hash);
        match self.appender.append(append).await? {
            Outcome::Written { version, position, repeated } => {
                if !repeated {
                    self.keys.remember(&keys);
                    self.remember(loaded.version, loaded.after(events, version, hash));
                }
                Ok(Receipt { stream: loaded.stream, version, position, repeated })
            }
            Outcome::Reused => Err(SendError::CommandReused),
            Outcome::Conflict { version } => Err(SendError::Stale { current: version }),
            Outcome::Taken => Err(SendError::IdTaken),
            Outcome::Claimed(claim) => Err(SendError::Rejected(D::taken(&claim))),
        }
    }

    fn remember<D: Decider>(&self, before: i64, loaded: Loaded<D>) -> Arc<Loaded<D>> {
        let loaded = Arc::new(loaded);
        self.known.put(&loaded);
        self.snapshots.consider(before, &loaded);
        loaded
    }

    /// Reads a stream from the log, and what the command did if it came before.
    async fn read<D: Decider>(
        &self,
        stream: Uuid,
        command: Option<Uuid>,
    ) -> Result<(Arc<Loaded<D>>, Option<Earlier>), StoreError> {
        let mut wanted = Wanted { category: D::CATEGORY, stream, command, whole: false };
        let Found { earlier, snapshot, mut facts } = self.loader.load(wanted).await?;
        let kept = match snapshot {
            Some(snapshot) => {
                let opened = snapshot.open::<D>(stream, &self.keys).await?;
                if opened.is_none() {
                    wanted.whole = true;
                    facts = self.loader.load(wanted).await?.facts;
                }
                opened
            }
            None => None,
        };
        let mut loaded = kept.unwrap_or_else(|| Loaded::empty(stream));
        let kept = loaded.version;
        for event in fact::read::<D>(stream, &facts, &self.keys, &self.upcasters).await? {
            cqrs_es::Aggregate::apply(&mut loaded.aggregate, Happened(event));
        }
        if let Some(last) = facts.last() {
            (loaded.version, loaded.hash) = (last.version, last.hash);
        }
        Ok((self.remember(kept, loaded), earlier))
    }

    /// A stream as the log has it now.
    pub(crate) async fn load<D: Decider>(&self, stream: Uuid) -> Result<Loaded<D>, StoreError> {
        let (loaded, _) = self.read(stream, None).await?;
        Ok(Loaded::clone(&loaded))
    }

    /// What a command did to a stream when the same user sent it before.
    pub async fn earlier(
        &self,
        stream: Uuid,
        command: Uuid,
        user: &UserId,
    ) -> Result<Option<Receipt>, StoreError> {
        let row = sqlx::query!(
            r#"SELECT sequence, coalesce(position, (
                SELECT e.position FROM events e
                WHERE e.aggregate_id = commands.aggregate_id AND e.sequence = commands.sequence
            )) AS "position!"
            FROM commands WHERE command_id = $1 AND aggregate_id = $2 AND actor = $3"#,
            command,
            stream.to_string(),
            user.as_str()
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map(|row| Receipt {
            stream,
            version: row.sequence,
            position: row.position,
            repeated: true,
        }))
    }

    /// Everything that happened in one stream, in order.
    pub async fn history(&self, category: &str, stream: Uuid) -> Result<Vec<Opened>, StoreError> {
        let rows = sqlx::query_as!(
            EventRow,
            r#"SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_version,
                event_id, recorded_at, payload::text AS "payload!", metadata::text AS "metadata!"
            FROM events WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence"#,
            category,
            stream.to_string()
        )
        .fetch_all(&self.pool)
        .await?;
        Opened::read(rows, &self.keys, &self.upcasters).await
    }
}

/// The answer that a command had when it came before, if it is the same command.
fn answer<D: Decider>(
    stream: Uuid,
    earlier: &Earlier,
    metadata: &Metadata,
    fingerprint: [u8; 32],
) -> Result<Receipt, SendError<D::Rejection>> {
    let same = earlier.actor == metadata.actor.user.as_str() && earlier.fingerprint == fingerprint;
    if !same {
        return Err(SendError::CommandReused);
    }
    let Earlier { version, position, .. } = *earlier;
    Ok(Receipt { stream, version, position, repeated: true })
}

/// Refuses what the log cannot hold, or the views could not.
fn is_storable<R: Refusal>(append: &Append) -> Result<(), SendError<R>> {
    let sizes = || append.events.iter().map(NewEvent::size);
    let limits = [(sizes().max(), LARGEST_EVENT), (Some(sizes().sum()), LARGEST_COMMAND)];
    for (size, limit) in limits {
        if let Some(size) = size.filter(|size| *size > limit) {
            return Err(SendError::TooLarge { size, limit });
        }
    }
    let texts = append.events.iter().flat_map(|event| [event.payload.as_str(), &event.metadata]);
    if texts.into_iter().any(|text| text.contains(UNSTORABLE)) {
        return Err(SendError::Unstorable);
    }
    Ok(())
}
