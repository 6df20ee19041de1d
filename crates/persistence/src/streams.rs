//! Streams: a command is sent to an aggregate, and its events are durable when the answer comes.

use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use mpaka_domain::{Decider, Metadata, Refusal, UserId};
use sqlx::PgPool;
use tracing::debug;
use uuid::Uuid;

use self::encode::fingerprint_of;
use crate::append::{Appender, Outcome};
use crate::cqrs::{Cqrs, Enveloped, Happened};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::record::{EventRow, Opened};

mod encode;

/// How often a command that named no version is decided anew when its stream moves under it.
const ATTEMPTS: u32 = 32;
/// The kind of claim that a stream makes on its own id.
const STREAM: &str = "stream";
/// How JSON writes the character U+0000, which PostgreSQL's `jsonb` refuses.
const UNSTORABLE: &str = r"\u0000";

/// Where commands are sent.
#[derive(Debug, Clone)]
pub struct Streams {
    pool: PgPool,
    keys: KeyRing,
    appender: Appender,
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
    /// A fault.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An aggregate with what is needed to append to its stream.
#[derive(Debug)]
pub struct Loaded<D: Decider> {
    pub(crate) aggregate: Cqrs<D>,
    pub(crate) stream: Uuid,
    pub(crate) version: i64,
    position: i64,
    hash: [u8; 32],
    earlier: Option<Earlier>,
}

#[derive(Debug)]
struct Earlier {
    actor: String,
    fingerprint: Vec<u8>,
    version: i64,
    position: i64,
}

impl Streams {
    /// The streams of a database, written by a task of their own.
    pub fn new(pool: PgPool, keys: KeyRing) -> Self {
        Self { appender: Appender::start(pool.clone()), pool, keys }
    }

    /// Sends a command to a stream; its events are durable when this returns.
    ///
    /// With `expected`, the stream must be at that version. The same command id sent again by the
    /// same user gets the same answer and has no second effect.
    #[tracing::instrument(name = "command", skip_all, fields(category = D::CATEGORY, %stream))]
    pub async fn send<D: Decider>(
        &self,
        stream: Uuid,
        command: D::Command,
        metadata: Metadata,
        expected: Option<i64>,
    ) -> Result<Receipt, SendError<D::Rejection>> {
        let fingerprint = fingerprint_of::<D>(stream, &command, &metadata)?;
        for attempt in 0..ATTEMPTS {
            let mut loaded: Loaded<D> = self.load(stream, Some(metadata.command.into())).await?;
            if let Some(earlier) = &loaded.earlier {
                return loaded.answer(earlier, &metadata, fingerprint);
            }
            if let Some(expected) = expected
                && expected != loaded.version
            {
                return Err(SendError::Stale { current: loaded.version });
            }
            let sink = EventSink::default();
            let enveloped = Enveloped { command: command.clone(), metadata: metadata.clone() };
            let decided = loaded.aggregate.handle(enveloped, &(), &sink).await;
            let answer = match decided {
                Ok(()) => {
                    let events: Vec<_> =
                        sink.collect().await.into_iter().map(|Happened(event)| event).collect();
                    self.append::<D>(&loaded, &events, &metadata, fingerprint).await
                }
                Err(rejection) => Err(SendError::Rejected(rejection)),
            };
            match answer {
                Err(SendError::Stale { .. }) => debug!(attempt, "the stream moved"),
                // The twin of this command may have been accepted since the stream was loaded.
                Err(SendError::Rejected(rejection)) => {
                    let twin: Loaded<D> = self.load(stream, Some(metadata.command.into())).await?;
                    return match &twin.earlier {
                        Some(earlier) => twin.answer(earlier, &metadata, fingerprint),
                        None => Err(SendError::Rejected(rejection)),
                    };
                }
                answer => return answer,
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
        let receipt = |version, position, repeated| Receipt {
            stream: loaded.stream,
            version,
            position,
            repeated,
        };
        let append = self.encode(loaded, events, metadata, fingerprint).await?;
        if append
            .events
            .iter()
            .any(|event| event.payload.contains(UNSTORABLE) || event.metadata.contains(UNSTORABLE))
        {
            return Err(SendError::Unstorable);
        }
        let keys = append.keys.clone();
        match self.appender.append(append).await? {
            Outcome::Written { version, position, repeated } => {
                if !repeated {
                    self.keys.remember(&keys);
                }
                Ok(receipt(version, position, repeated))
            }
            Outcome::Reused => Err(SendError::CommandReused),
            Outcome::Conflict => Err(SendError::Stale { current: loaded.version }),
            Outcome::Claimed(claim) if claim.kind == STREAM => Err(SendError::IdTaken),
            Outcome::Claimed(claim) => Err(SendError::Rejected(D::taken(&claim))),
        }
    }

    /// Loads an aggregate, and what the command did if it came before, in one round trip.
    pub(crate) async fn load<D: Decider>(
        &self,
        stream: Uuid,
        command: Option<Uuid>,
    ) -> Result<Loaded<D>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT
                earlier.actor AS "actor?", earlier.fingerprint AS "fingerprint?",
                earlier.sequence AS "earlier_sequence?", earlier.position AS "earlier_position?",
                e.position AS "position?", e.sequence AS "sequence?", e.event_type AS "event_type?",
                e.event_id AS "event_id?", e.recorded_at AS "recorded_at?",
                e.payload::text AS "payload?", e.metadata::text AS "metadata?", e.hash AS "hash?"
            FROM (SELECT 1) AS one
            LEFT JOIN commands earlier ON earlier.command_id = $3
            LEFT JOIN events e ON e.aggregate_type = $1 AND e.aggregate_id = $2
            ORDER BY e.sequence"#,
            D::CATEGORY,
            stream.to_string(),
            command
        )
        .fetch_all(&self.pool)
        .await?;

        let mut earlier = None;
        let mut events = Vec::with_capacity(rows.len());
        for row in rows {
            if let (Some(actor), Some(fingerprint), Some(version), Some(position)) =
                (row.actor, row.fingerprint, row.earlier_sequence, row.earlier_position)
            {
                earlier = Some(Earlier { actor, fingerprint, version, position });
            }
            if let (
                Some(position),
                Some(sequence),
                Some(event_type),
                Some(event_id),
                Some(recorded_at),
                Some(payload),
                Some(metadata),
                Some(hash),
            ) = (
                row.position,
                row.sequence,
                row.event_type,
                row.event_id,
                row.recorded_at,
                row.payload,
                row.metadata,
                row.hash,
            ) {
                events.push(EventRow {
                    position,
                    aggregate_type: D::CATEGORY.to_owned(),
                    aggregate_id: stream.to_string(),
                    sequence,
                    event_type,
                    event_id,
                    recorded_at,
                    payload,
                    metadata,
                    hash,
                });
            }
        }
        let hash = events.last().and_then(|row| row.hash.as_slice().try_into().ok());
        let mut loaded = Loaded {
            aggregate: Cqrs::default(),
            stream,
            version: 0,
            position: 0,
            hash: hash.unwrap_or([0; 32]),
            earlier,
        };
        for recorded in Opened::read(events, &self.keys).await? {
            if let Some((_, event)) = recorded.of::<D>()? {
                loaded.aggregate.apply(Happened(event));
                loaded.version = recorded.version;
                loaded.position = recorded.position;
            }
        }
        Ok(loaded)
    }

    /// What a command did to a stream when the same user sent it before.
    pub async fn earlier(
        &self,
        stream: Uuid,
        command: Uuid,
        user: &UserId,
    ) -> Result<Option<Receipt>, StoreError> {
        let row = sqlx::query!(
            "SELECT sequence, position FROM commands
            WHERE command_id = $1 AND aggregate_id = $2 AND actor = $3",
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
            r#"SELECT position, aggregate_type, aggregate_id, sequence, event_type, event_id,
                recorded_at, payload::text AS "payload!", metadata::text AS "metadata!", hash
            FROM events WHERE aggregate_type = $1 AND aggregate_id = $2 ORDER BY sequence"#,
            category,
            stream.to_string()
        )
        .fetch_all(&self.pool)
        .await?;
        Opened::read(rows, &self.keys).await
    }
}

impl<D: Decider> Loaded<D> {
    fn answer(
        &self,
        earlier: &Earlier,
        metadata: &Metadata,
        fingerprint: [u8; 32],
    ) -> Result<Receipt, SendError<D::Rejection>> {
        let same =
            earlier.actor == metadata.actor.user.as_str() && earlier.fingerprint == fingerprint;
        if !same {
            return Err(SendError::CommandReused);
        }
        Ok(Receipt {
            stream: self.stream,
            version: earlier.version,
            position: earlier.position,
            repeated: true,
        })
    }
}
