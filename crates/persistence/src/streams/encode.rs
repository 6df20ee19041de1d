//! How decided events become what is appended: sealed, marked, in their canonical bytes.

use std::sync::Arc;

use mpaka_domain::id::SubjectId;
use mpaka_domain::value::PartialTime;
use mpaka_domain::{Claim, Decider, Handling, Metadata};
use mpaka_ledger::EventRecord;
use serde_json::Value;
use uuid::Uuid;

use super::{Loaded, Streams};
use crate::append::{Append, NewEvent};
use crate::cqrs::{event_type, fingerprint};
use crate::error::StoreError;
use crate::{envelope, ids, seal};

impl Streams {
    pub(super) async fn encode<D: Decider>(
        &self,
        loaded: &Loaded<D>,
        events: &[D::Event],
        metadata: &Metadata,
        fingerprint: [u8; 32],
    ) -> Result<Append, StoreError> {
        let owner = SubjectId::from(loaded.stream);
        let mut payloads = events
            .iter()
            .map(serde_json::to_value)
            .collect::<Result<Vec<Value>, _>>()
            .map_err(StoreError::Encoding)?;
        let mut subjects: Vec<SubjectId> =
            payloads.iter_mut().flat_map(|payload| seal::subjects(payload, owner)).collect();
        subjects.sort_unstable();
        subjects.dedup();
        let fresh = (loaded.version == 0).then_some(owner);
        let (keys, made) = self.keys.for_subjects(&subjects, fresh).await?;

        let mut envelopes = Envelopes::default();
        let mut previous = loaded.hash;
        let mut new_events = Vec::with_capacity(events.len());
        for ((event, mut payload), version) in events.iter().zip(payloads).zip(loaded.version + 1..)
        {
            let event_id = ids::next();
            seal::seal(&mut payload, event_id.into(), owner, |subject| {
                keys.get(&subject).cloned().ok_or(StoreError::WrongMasterKey)
            })?;
            let envelope = envelopes
                .of(metadata, D::marking(event, &metadata.handling))
                .map_err(StoreError::Encoding)?;
            let new_event = new_event(
                loaded.stream,
                D::CATEGORY,
                version,
                event_id,
                event_type::<D>(event),
                &payload,
                self.upcasters.current(&event_type::<D>(event)),
                envelope,
                metadata,
                previous,
            )
            .map_err(StoreError::Encoding)?;
            previous = new_event.hash;
            new_events.push(new_event);
        }
        Ok(Append {
            command: metadata.command.into(),
            actor: metadata.actor.user.to_string(),
            fingerprint,
            category: D::CATEGORY,
            stream: loaded.stream,
            expected: loaded.version,
            events: new_events,
            claims: self.claims::<D>(events, metadata),
            keys: made,
        })
    }

    /// The names that events take; those that are personal data, as keyed digests.
    fn claims<D: Decider>(&self, events: &[D::Event], metadata: &Metadata) -> Vec<Claim> {
        let secret = |event| D::secret_claims(event, metadata);
        let secret = events.iter().flat_map(secret).filter_map(|claim| self.keys.claim(&claim));
        events.iter().flat_map(|event| D::claims(event, metadata)).chain(secret).collect()
    }
}

/// What makes a command that comes under a known id the same command: what is asked of which stream,
/// and everything in the envelope but the time at which it came.
pub(super) fn fingerprint_of<D: Decider>(
    stream: Uuid,
    command: &D::Command,
    metadata: &Metadata,
) -> Result<[u8; 32], StoreError> {
    let came = PartialTime::instant(metadata.recorded_at);
    let occurred = Some(&metadata.occurred).filter(|occurred| **occurred != came);
    fingerprint(&(
        (D::CATEGORY, stream, command, occurred),
        (&metadata.handling, &metadata.legal_basis, metadata.purpose),
        (&metadata.source, &metadata.on_behalf_of, metadata.exercise),
    ))
    .map_err(StoreError::Encoding)
}

/// The stored envelopes of one command's events, which differ in their marking at most.
#[derive(Default)]
struct Envelopes {
    last: Option<(Handling, Arc<str>)>,
}

impl Envelopes {
    fn of(
        &mut self,
        metadata: &Metadata,
        marking: Handling,
    ) -> Result<Arc<str>, serde_json::Error> {
        if let Some((handling, stored)) = &self.last
            && *handling == marking
        {
            return Ok(Arc::clone(stored));
        }
        let stored: Arc<str> = serde_json::to_string(&envelope::store(metadata, &marking)?)?.into();
        self.last = Some((marking, Arc::clone(&stored)));
        Ok(stored)
    }
}

#[expect(clippy::too_many_arguments, reason = "each is one field of the canonical bytes")]
fn new_event(
    stream: Uuid,
    category: &'static str,
    version: i64,
    event_id: Uuid,
    event_type: String,
    payload: &Value,
    schema_version: &'static str,
    envelope: Arc<str>,
    metadata: &Metadata,
    previous: [u8; 32],
) -> Result<NewEvent, serde_json::Error> {
    let payload = serde_json::to_string(payload)?;
    let canonical = EventRecord {
        event_id: event_id.into_bytes(),
        category: category.to_owned(),
        stream_id: stream.into_bytes(),
        version: version.unsigned_abs(),
        event_type: event_type.clone(),
        schema_version: schema_version.to_owned(),
        recorded_at: metadata.recorded_at.timestamp_micros(),
        command_id: Uuid::from(metadata.command).into_bytes(),
        envelope: mpaka_ledger::digest(envelope.as_bytes()),
        data: mpaka_ledger::digest(payload.as_bytes()),
        previous,
        salt: rand::random(),
    }
    .to_bytes();
    Ok(NewEvent {
        event_id,
        event_type,
        schema_version,
        hash: mpaka_ledger::leaf_hash(&canonical),
        payload,
        metadata: envelope,
        recorded_at: metadata.recorded_at,
        canonical,
    })
}
