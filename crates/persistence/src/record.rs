//! An event as it was recorded, read back from the log.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use mpaka_domain::id::EventId;
use mpaka_domain::{Decider, DomainEvent, Metadata};
use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::envelope;
use crate::error::{StoreError, Unreadable};
use crate::keys::KeyRing;
use crate::seal;
use crate::upcast::Upcasters;

/// A row of the log.
pub(crate) struct EventRow {
    pub position: i64,
    pub aggregate_type: String,
    pub aggregate_id: String,
    pub sequence: i64,
    pub event_type: String,
    pub event_version: String,
    pub event_id: Uuid,
    pub recorded_at: DateTime<Utc>,
    pub payload: String,
    pub metadata: String,
}

/// A row of the log, as far as it can be read.
#[derive(Debug, Clone)]
pub enum Entry {
    /// A recorded event.
    Recorded(Box<Recorded>),
    /// A row that is no event this program can read.
    Unread(Unread),
}

/// A row that cannot be read, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// The place in the global order.
    pub position: i64,
    /// The stream's category.
    pub category: String,
    /// The stream's id, as it is stored.
    pub stream: String,
    /// The place in the stream, from 1.
    pub version: i64,
    /// The event's type.
    pub event_type: String,
    /// Why.
    pub why: Unreadable,
}

/// A recorded event with its envelope and its place in the global order.
///
/// Its data stays as it is stored until somebody asks, and its personal fields stay sealed: nothing
/// here needs a key.
#[derive(Debug, Clone)]
pub struct Recorded {
    /// The place in the global order: dense, in commit order, from 1.
    pub position: i64,
    /// The stream's category, such as `investigation`.
    pub category: String,
    /// The stream's id.
    pub stream: Uuid,
    /// The place in the stream, from 1.
    pub version: i64,
    /// The event's type, such as `investigation.opened`.
    pub event_type: String,
    /// The event's id.
    pub event: EventId,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who, why, when, under which law and marking.
    pub metadata: Metadata,
    /// The data as it is stored, when that is an older shape.
    older: Option<Older>,
    /// The data in today's shape.
    payload: String,
}

/// An event's data in an older shape.
#[derive(Debug, Clone)]
struct Older {
    payload: String,
    version: String,
    upcasters: Upcasters,
}

/// A recorded event whose personal fields have been opened.
#[derive(Debug, Clone)]
pub struct Opened {
    recorded: Recorded,
    sealed: Value,
    unsealed: Value,
}

impl Entry {
    /// Reads a row.
    pub(crate) fn read(row: EventRow, upcasters: &Upcasters) -> Self {
        let EventRow { position, aggregate_type, aggregate_id, sequence, event_type, .. } = row;
        let read = || {
            let metadata =
                envelope::read(&row.metadata).map_err(|error| Unreadable::envelope(&error))?;
            let stream = aggregate_id.parse().map_err(|_| Unreadable::Stream)?;
            let upcast = upcasters.upcast(&event_type, &row.event_version, &row.payload)?;
            Ok((metadata, stream, upcast))
        };
        let read = read().map(|(metadata, stream, upcast)| match upcast {
            Some(payload) => {
                let (stored, version) = (row.payload, row.event_version);
                let older = Older { payload: stored, version, upcasters: upcasters.clone() };
                (metadata, stream, Some(older), payload)
            }
            None => (metadata, stream, None, row.payload),
        });
        match read {
            Ok((metadata, stream, older, payload)) => Self::Recorded(Box::new(Recorded {
                position,
                category: aggregate_type,
                stream,
                version: sequence,
                event_type,
                event: EventId::from(row.event_id),
                recorded_at: row.recorded_at,
                metadata,
                older,
                payload,
            })),
            Err(why) => Self::Unread(Unread {
                position,
                category: aggregate_type,
                stream: aggregate_id,
                version: sequence,
                event_type,
                why,
            }),
        }
    }

    /// The place in the global order.
    pub fn position(&self) -> i64 {
        match self {
            Self::Recorded(recorded) => recorded.position,
            Self::Unread(unread) => unread.position,
        }
    }

    /// The event, or the fault that names it by stream and version.
    pub fn recorded(self) -> Result<Recorded, StoreError> {
        match self {
            Self::Recorded(recorded) => Ok(*recorded),
            Self::Unread(unread) => Err(unread.into()),
        }
    }
}

impl From<Unread> for StoreError {
    fn from(Unread { category, stream, version, why, .. }: Unread) -> Self {
        Self::UnreadableEvent { category, stream, version, why }
    }
}

impl Recorded {
    /// The event, when it is one of `D`'s, with the stream it happened in. Personal fields stay
    /// sealed, and read as absent: what is made of this does not depend on any key.
    pub fn of<D: Decider>(&self) -> Result<Option<(Uuid, D::Event)>, StoreError> {
        if self.category != D::CATEGORY {
            return Ok(None);
        }
        self.known::<D>()?;
        let event = serde_json::from_str(&self.payload).map_err(|error| self.misfit(&error))?;
        Ok(Some((self.stream, event)))
    }

    /// The event's data, personal fields still sealed: what a view may store.
    pub fn sealed_data(&self) -> Result<Value, StoreError> {
        let data = self.sealed_text()?;
        serde_json::from_str(data).map_err(|error| self.misfit(&error))
    }

    /// The same as it is stored: the JSON text under the variant's name.
    pub(crate) fn sealed_text(&self) -> Result<&str, StoreError> {
        let OnlyMember(data) =
            serde_json::from_str(&self.payload).map_err(|error| self.misfit(&error))?;
        Ok(data.map_or(self.payload.as_str(), RawValue::get))
    }

    /// The event's name without its category: `opened`.
    pub fn name(&self) -> &str {
        name_of(&self.event_type)
    }

    /// Opens personal fields with the keys that are still there.
    pub(crate) async fn open_all(
        events: Vec<Self>,
        keys: &KeyRing,
    ) -> Result<Vec<Opened>, StoreError> {
        let mut values = Vec::with_capacity(events.len());
        for recorded in &events {
            values.push(
                serde_json::from_str::<Value>(recorded.as_stored())
                    .map_err(|error| recorded.misfit(&error))?,
            );
        }
        keys.prepare(&mut values.iter_mut().collect::<Vec<_>>()).await?;
        events
            .into_iter()
            .zip(values)
            .map(|(recorded, mut sealed)| {
                // Fields are bound to where they stood when they were sealed.
                let mut unsealed = sealed.clone();
                seal::open(&mut unsealed, Some(recorded.event), |key| keys.known(key))
                    .map_err(|broken| recorded.unreadable(Unreadable::Seal(broken)))?;
                if let Some(older) = &recorded.older {
                    let bring =
                        |data| older.upcasters.bring(&recorded.event_type, &older.version, data);
                    (sealed, unsealed) = (bring(sealed), bring(unsealed));
                }
                Ok(Opened { recorded, sealed, unsealed })
            })
            .collect()
    }

    fn as_stored(&self) -> &str {
        self.older.as_ref().map_or(&self.payload, |older| &older.payload)
    }

    /// Whether the event has personal fields that could be opened.
    pub(crate) fn is_sealed(&self) -> bool {
        self.payload.contains(seal::SEALED)
    }

    /// The event's type is one that this program knows.
    fn known<D: Decider>(&self) -> Result<(), StoreError> {
        check_known::<D>(&self.event_type).map_err(|why| self.unreadable(why))
    }

    fn misfit(&self, error: &serde_json::Error) -> StoreError {
        self.unreadable(Unreadable::data(error))
    }

    /// The fault that names this event.
    pub(crate) fn unreadable(&self, why: Unreadable) -> StoreError {
        StoreError::UnreadableEvent {
            category: self.category.clone(),
            stream: self.stream.to_string(),
            version: self.version,
            why,
        }
    }
}

impl Opened {
    /// Reads the rows of a stream back, fetching the keys they need in one go.
    pub(crate) async fn read(
        rows: Vec<EventRow>,
        keys: &KeyRing,
        upcasters: &Upcasters,
    ) -> Result<Vec<Self>, StoreError> {
        let events = rows.into_iter().map(|row| Entry::read(row, upcasters).recorded());
        Recorded::open_all(events.collect::<Result<_, _>>()?, keys).await
    }

    /// The event, when it is one of `D`'s, with the stream it happened in.
    pub fn of<D: Decider>(&self) -> Result<Option<(Uuid, D::Event)>, StoreError> {
        if self.category != D::CATEGORY {
            return Ok(None);
        }
        self.known::<D>()?;
        let event =
            serde_json::from_value(self.unsealed.clone()).map_err(|error| self.misfit(&error))?;
        Ok(Some((self.stream, event)))
    }

    /// The event's data as a reader who may see all of it sees it: erased fields are null.
    pub fn revealed_data(&self) -> Value {
        let mut data = inner(&self.unsealed).clone();
        seal::reveal(&mut data);
        data
    }

    /// The personal values of the event that can still be read, each with its sealed form.
    pub fn personal_values(&self) -> Vec<(Value, Value)> {
        seal::pairs(&self.unsealed, &self.sealed)
    }
}

impl Deref for Opened {
    type Target = Recorded;

    fn deref(&self) -> &Recorded {
        &self.recorded
    }
}

/// The first member's value of an object; none of anything else.
struct OnlyMember<'a>(Option<&'a RawValue>);

impl<'de> Deserialize<'de> for OnlyMember<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct First;

        impl<'de> Visitor<'de> for First {
            type Value = OnlyMember<'de>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an event")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
                let first = members.next_entry::<IgnoredAny, &RawValue>()?;
                while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(OnlyMember(first.map(|(_, data)| data)))
            }

            fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
                Ok(OnlyMember(None))
            }
        }

        deserializer.deserialize_any(First)
    }
}

/// What stands under the variant's name in an event's JSON.
fn inner(event: &Value) -> &Value {
    event.as_object().and_then(|members| members.values().next()).unwrap_or(event)
}

/// An event's name, from its type.
fn name_of(event_type: &str) -> &str {
    event_type.split_once('.').map_or(event_type, |(_, name)| name)
}

/// An event's type is one of `D`'s that this program knows.
pub(crate) fn check_known<D: Decider>(event_type: &str) -> Result<(), Unreadable> {
    if D::Event::NAMES.contains(&name_of(event_type)) { Ok(()) } else { Err(Unreadable::Unknown) }
}
