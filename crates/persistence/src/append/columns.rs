//! A batch as `append_events` takes it: columns of commands, events, claims and keys.

use chrono::{DateTime, Utc};
use mpaka_domain::Claim;
use sqlx::encode::{Encode, IsNull};
use sqlx::error::BoxDynError;
use sqlx::postgres::types::Oid;
use sqlx::postgres::{PgArgumentBuffer, PgHasArrayType, PgTypeInfo};
use sqlx::{Postgres, Type};
use uuid::Uuid;

use super::Append;

/// A JSON text as it is, for `json`, which keeps it byte for byte. The database reads it through when it
/// takes the statement in, and not once more while others wait for the head row.
#[derive(Debug, Clone, Copy)]
pub(super) struct Json<'a>(pub &'a str);

impl Type<Postgres> for Json<'_> {
    fn type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(114))
    }
}

impl PgHasArrayType for Json<'_> {
    fn array_type_info() -> PgTypeInfo {
        PgTypeInfo::with_oid(Oid(199))
    }
}

impl Encode<'_, Postgres> for Json<'_> {
    fn encode_by_ref(&self, buffer: &mut PgArgumentBuffer) -> Result<IsNull, BoxDynError> {
        <&str as Encode<'_, Postgres>>::encode(self.0, buffer)
    }
}

/// The columns. Commands must come in the order of their ids.
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
    pub payloads: Vec<Json<'a>>,
    pub metadatas: Vec<Json<'a>>,
    pub event_ids: Vec<Uuid>,
    pub recorded: Vec<DateTime<Utc>>,
    pub canonicals: Vec<&'a [u8]>,
    pub hashes: Vec<&'a [u8]>,
    pub claim_command: Vec<i32>,
    pub claim_kinds: Vec<&'a str>,
    pub claim_keys: Vec<&'a str>,
    /// The claims as they are, in the order of their columns.
    pub claims: Vec<&'a Claim>,
    pub key_ids: Vec<Uuid>,
    pub key_subjects: Vec<Uuid>,
    pub key_wrapped: Vec<&'a [u8]>,
}

impl<'a> Columns<'a> {
    pub fn of(appends: &[&'a Append]) -> Self {
        let mut columns = Self::default();
        let mut reached = 0;
        let mut claims = Vec::new();
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
                columns.payloads.push(Json(&event.payload));
                columns.metadatas.push(Json(&event.metadata));
                columns.event_ids.push(event.event_id);
                columns.recorded.push(event.recorded_at);
                columns.canonicals.push(&event.canonical);
                columns.hashes.push(&event.hash);
            }
            claims.extend(append.claims.iter().map(|claim| (claim, ordinal)));
            for new in &append.keys {
                columns.key_ids.push(new.key.id);
                columns.key_subjects.push(new.subject.into());
                columns.key_wrapped.push(&new.wrapped);
            }
        }
        // As with commands: in the same order, whoever writes them.
        claims.sort_unstable_by_key(|(claim, _)| (claim.kind, claim.key.as_str()));
        for (claim, ordinal) in claims {
            columns.claim_command.push(ordinal);
            columns.claim_kinds.push(claim.kind);
            columns.claim_keys.push(&claim.key);
            columns.claims.push(claim);
        }
        columns
    }
}
