//! The envelope as it is stored: postgres-es's map of strings, one entry a field.

use std::collections::BTreeMap;
use std::fmt;
use std::marker::PhantomData;

use chrono::{DateTime, SecondsFormat, Utc};
use mpaka_domain::id::{CommandId, CorrelationId, EventId};
use mpaka_domain::value::{LegalBasis, PartialTime};
use mpaka_domain::{Actor, AgencyId, Handling, Metadata, Purpose, Role, SourceRef, UserId};
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, IgnoredAny, Visitor};
use serde_json::Error;

/// The stored form of an envelope; structured fields are JSON inside their string.
pub type Stored = BTreeMap<String, String>;

/// Writes an envelope with the marking that its event is stored under.
pub fn store(metadata: &Metadata, marking: &Handling) -> Result<Stored, Error> {
    let mut stored = Stored::new();
    let mut put = |name: &str, text: String| _ = stored.insert(name.to_owned(), text);
    put("command", metadata.command.to_string());
    put("correlation", metadata.correlation.to_string());
    put("user", metadata.actor.user.to_string());
    put("agency", metadata.actor.agency.to_string());
    put("role", metadata.actor.role.to_string());
    put("occurred", serde_json::to_string(&metadata.occurred)?);
    put("recorded_at", metadata.recorded_at.to_rfc3339_opts(SecondsFormat::AutoSi, true));
    put("legal_basis", serde_json::to_string(&metadata.legal_basis)?);
    put("purpose", metadata.purpose.to_string());
    put("handling", serde_json::to_string(marking)?);
    if let Some(causation) = metadata.causation {
        put("causation", causation.to_string());
    }
    if let Some(agency) = &metadata.on_behalf_of {
        put("on_behalf_of", agency.to_string());
    }
    if let Some(source) = &metadata.source {
        put("source", serde_json::to_string(source)?);
    }
    if metadata.exercise {
        put("exercise", "true".into());
    }
    Ok(stored)
}

/// Reads an envelope back from the text it was stored as.
pub fn read(stored: &str) -> Result<Metadata, Error> {
    let fields: Fields = serde_json::from_str(stored)?;
    Ok(Metadata {
        command: fields.command,
        correlation: fields.correlation,
        causation: fields.causation,
        actor: Actor { user: fields.user, agency: fields.agency, role: fields.role },
        on_behalf_of: fields.on_behalf_of,
        occurred: fields.occurred.0,
        recorded_at: fields.recorded_at,
        legal_basis: fields.legal_basis.0,
        purpose: fields.purpose,
        handling: fields.handling.0,
        source: fields.source.map(|Inside(source)| source),
        exercise: fields.exercise.is_some(),
    })
}

#[derive(Deserialize)]
struct Fields {
    command: CommandId,
    correlation: CorrelationId,
    causation: Option<EventId>,
    user: UserId,
    agency: AgencyId,
    role: Role,
    on_behalf_of: Option<AgencyId>,
    occurred: Inside<PartialTime>,
    recorded_at: DateTime<Utc>,
    legal_basis: Inside<LegalBasis>,
    purpose: Purpose,
    handling: Inside<Handling>,
    source: Option<Inside<SourceRef>>,
    exercise: Option<IgnoredAny>,
}

/// A value whose JSON stands inside a string.
struct Inside<T>(T);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Inside<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Text(PhantomData)).map(Self)
    }
}

struct Text<T>(PhantomData<T>);

impl<T: DeserializeOwned> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON in a string")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        serde_json::from_str(text).map_err(E::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each field as its own serialisation writes it, which is what was stored from the first on.
    #[test]
    fn words_are_stored_as_their_own_json_says_them() {
        for role in [Role::Investigator, Role::VictimSupportOfficer] {
            assert_eq!(serde_json::to_value(role).unwrap(), role.to_string());
        }
        for purpose in [Purpose::Prevent, Purpose::ProtectVictim] {
            assert_eq!(serde_json::to_value(purpose).unwrap(), purpose.to_string());
        }
        for time in
            ["2026-03-02T09:00:00Z", "2026-03-02T09:00:00.120Z", "2026-03-02T09:00:00.000001Z"]
        {
            let time: DateTime<Utc> = time.parse().unwrap();
            let stored = time.to_rfc3339_opts(SecondsFormat::AutoSi, true);
            assert_eq!(serde_json::to_value(time).unwrap(), stored);
        }
    }
}
