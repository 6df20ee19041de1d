//! A batch as `append_events` takes it: columns of commands, events, claims and keys.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::Append;

#[derive(Default)]
pub(super) struct Columns<'a> {
    pub commands: Vec<Uuid>,
    pub actors: Vec<&'a str>,
    pub fingerprints: Vec<&'a [u8]>,
    pub categories: Vec<&'a str>,
    pub streams: Vec<String>,
    pub expected: Vec<i64>,
    pub counts: Vec<i32>,
    pub reached: Vec<i64>,
    pub event_command: Vec<i32>,
    pub event_sequence: Vec<i64>,
    pub event_types: Vec<&'a str>,
    pub event_versions: Vec<&'a str>,
    pub payloads: Vec<&'a str>,
    pub metadatas: Vec<&'a str>,
    pub event_ids: Vec<Uuid>,
    pub recorded: Vec<DateTime<Utc>>,
    pub canonicals: Vec<&'a [u8]>,
    pub hashes: Vec<&'a [u8]>,
    pub claim_command: Vec<i32>,
    pub claim_kinds: Vec<&'a str>,
    pub claim_keys: Vec<&'a str>,
    pub key_ids: Vec<Uuid>,
    pub key_subjects: Vec<Uuid>,
    pub key_wrapped: Vec<&'a [u8]>,
}

impl<'a> Columns<'a> {
    pub fn of(appends: &[&'a Append]) -> Self {
        let mut columns = Self::default();
        let mut reached = 0;
        for (ordinal, append) in (1..).zip(appends) {
            let count = i32::try_from(append.events.len()).unwrap_or(i32::MAX);
            reached += i64::from(count);
            columns.commands.push(append.command);
            columns.actors.push(&append.actor);
            columns.fingerprints.push(&append.fingerprint);
            columns.categories.push(append.category);
            columns.streams.push(append.stream.to_string());
            columns.expected.push(append.expected);
            columns.counts.push(count);
            columns.reached.push(reached);
            for (event, sequence) in append.events.iter().zip(append.expected + 1..) {
                columns.event_command.push(ordinal);
                columns.event_sequence.push(sequence);
                columns.event_types.push(&event.event_type);
                columns.event_versions.push(event.schema_version);
                columns.payloads.push(&event.payload);
                columns.metadatas.push(&event.metadata);
                columns.event_ids.push(event.event_id);
                columns.recorded.push(event.recorded_at);
                columns.canonicals.push(&event.canonical);
                columns.hashes.push(&event.hash);
            }
            for claim in &append.claims {
                columns.claim_command.push(ordinal);
                columns.claim_kinds.push(claim.kind);
                columns.claim_keys.push(&claim.key);
            }
            for new in &append.keys {
                columns.key_ids.push(new.key.id);
                columns.key_subjects.push(new.subject.into());
                columns.key_wrapped.push(&new.wrapped);
            }
        }
        columns
    }
}
