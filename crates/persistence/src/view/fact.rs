//! Facts: what happened to a record, each with its own time and marking, as views keep and read it.

use chrono::{DateTime, Utc};
use mpaka_domain::value::PartialTime;
use mpaka_domain::{Decider, Handling};
use serde_json::{Map, Value};
use sqlx::types::Json;
use uuid::Uuid;

use super::Views;
use crate::error::{StoreError, Unreadable};
use crate::seal;

/// Something that happened, with its time and its marking.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<T> {
    /// What.
    pub what: T,
    /// When.
    pub occurred: PartialTime,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Its marking.
    pub handling: Handling,
}

impl<T> Fact<T> {
    /// Something else that happened by the same event.
    pub(super) fn with<U>(&self, what: U) -> Fact<U> {
        Fact {
            what,
            occurred: self.occurred.clone(),
            recorded_at: self.recorded_at,
            handling: self.handling.clone(),
        }
    }
}

/// A fact as a view keeps it: by the event's name and data, personal fields sealed.
pub(super) struct StoredFact {
    pub stream: Uuid,
    pub version: i64,
    pub kind: String,
    pub data: Value,
    pub occurred: Json<PartialTime>,
    pub recorded_at: DateTime<Utc>,
    pub handling: Json<Handling>,
}

impl Views {
    /// Facts of `D`'s records with their personal fields opened, in the order given, each with the
    /// record it happened to.
    pub(super) async fn open_facts<D: Decider>(
        &self,
        mut stored: Vec<StoredFact>,
    ) -> Result<Vec<(Uuid, Fact<D::Event>)>, StoreError> {
        let mut sealed: Vec<&mut Value> = stored.iter_mut().map(|fact| &mut fact.data).collect();
        self.keys.prepare(&mut sealed).await?;
        let open = |fact: StoredFact| {
            let mut data = fact.data;
            seal::open(&mut data, None, |key| self.keys.known(key))?;
            let opened = Fact {
                what: event::<D>(fact.stream, fact.version, fact.kind, data)?,
                occurred: fact.occurred.0,
                recorded_at: fact.recorded_at,
                handling: fact.handling.0,
            };
            Ok((fact.stream, opened))
        };
        stored.into_iter().map(open).collect()
    }
}

/// A fact of one of `D`'s records with its personal fields left closed: they read as erased.
pub(super) fn unopened<D: Decider>(fact: StoredFact) -> Result<Fact<D::Event>, StoreError> {
    Ok(Fact {
        what: event::<D>(fact.stream, fact.version, fact.kind, fact.data)?,
        occurred: fact.occurred.0,
        recorded_at: fact.recorded_at,
        handling: fact.handling.0,
    })
}

/// An event of one of `D`'s records, from its name and its data.
pub(super) fn event<D: Decider>(
    stream: Uuid,
    version: i64,
    kind: String,
    data: Value,
) -> Result<D::Event, StoreError> {
    let event = Value::Object(Map::from_iter([(kind, data)]));
    serde_json::from_value(event).map_err(|error| StoreError::UnreadableEvent {
        category: D::CATEGORY.to_owned(),
        stream: stream.to_string(),
        version,
        why: Unreadable::data(&error),
    })
}
