//! An event as it was recorded, read back from the log.

use chrono::{DateTime, Utc};
use mpaka_domain::id::EventId;
use mpaka_domain::{Decider, Metadata};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::envelope::{self, Stored};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::seal;

/// A row of the log.
pub(crate) struct EventRow {
    pub position: i64,
    pub aggregate_type: String,
    pub aggregate_id: String,
    pub sequence: i64,
    pub event_type: String,
    pub event_id: Uuid,
    pub recorded_at: DateTime<Utc>,
    pub payload: Value,
    pub metadata: Json<Stored>,
    pub hash: Vec<u8>,
}

/// A recorded event with its envelope and its place in the global order.
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
    sealed: Value,
    opened: Value,
}

impl Recorded {
    /// Reads rows back, fetching the keys they need in one go.
    pub(crate) async fn read(rows: Vec<EventRow>, keys: &KeyRing) -> Result<Vec<Self>, StoreError> {
        let mut opened: Vec<Value> = rows.iter().map(|row| row.payload.clone()).collect();
        keys.prepare(&mut opened.iter_mut().collect::<Vec<_>>()).await?;
        rows.into_iter().zip(opened).map(|(row, opened)| Self::new(row, opened, keys)).collect()
    }

    fn new(row: EventRow, mut opened: Value, keys: &KeyRing) -> Result<Self, StoreError> {
        let event = EventId::from(row.event_id);
        seal::open(&mut opened, Some(event), |key| keys.known(key))?;
        let metadata = envelope::read(&row.metadata).map_err(|source| row.unreadable(source))?;
        let stream = row.aggregate_id.parse().map_err(|error| {
            row.unreadable(serde::de::Error::custom(format_args!("the stream's id: {error}")))
        })?;
        Ok(Self {
            position: row.position,
            category: row.aggregate_type,
            stream,
            version: row.sequence,
            event_type: row.event_type,
            event,
            recorded_at: row.recorded_at,
            metadata,
            sealed: row.payload,
            opened,
        })
    }

    /// The event, when it is one of `D`'s, with the stream it happened in.
    pub fn of<D: Decider>(&self) -> Result<Option<(Uuid, D::Event)>, StoreError> {
        if self.category != D::CATEGORY {
            return Ok(None);
        }
        let event = serde_json::from_value(self.opened.clone()).map_err(|source| {
            StoreError::UnreadableEvent {
                category: self.category.clone(),
                stream: self.stream.to_string(),
                version: self.version,
                source,
            }
        })?;
        Ok(Some((self.stream, event)))
    }

    /// The event's data, personal fields still sealed: what a view may store.
    pub fn sealed_data(&self) -> &Value {
        inner(&self.sealed)
    }

    /// The event's data as a reader who may see all of it sees it: erased fields are null.
    pub fn revealed_data(&self) -> Value {
        let mut data = inner(&self.opened).clone();
        seal::reveal(&mut data);
        data
    }

    /// The personal values of the event that can still be read, each with its sealed form.
    pub fn personal_values(&self) -> Vec<(Value, Value)> {
        seal::pairs(&self.opened, &self.sealed)
    }

    /// The event's name without its category: `opened`.
    pub fn name(&self) -> &str {
        self.event_type.split_once('.').map_or(self.event_type.as_str(), |(_, name)| name)
    }
}

impl EventRow {
    pub(crate) fn unreadable(&self, source: serde_json::Error) -> StoreError {
        StoreError::UnreadableEvent {
            category: self.aggregate_type.clone(),
            stream: self.aggregate_id.clone(),
            version: self.sequence,
            source,
        }
    }
}

/// What stands under the variant's name in an event's JSON.
fn inner(event: &Value) -> &Value {
    event.as_object().and_then(|members| members.values().next()).unwrap_or(event)
}
