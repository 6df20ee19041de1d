//! The envelope as it is stored: postgres-es's map of strings, one entry a field.

use std::collections::BTreeMap;

use mpaka_domain::{Actor, Handling, Metadata};
use serde::Serialize;
use serde::de::DeserializeOwned;
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
    put("role", word(&metadata.actor.role)?);
    put("occurred", serde_json::to_string(&metadata.occurred)?);
    put("recorded_at", word(&metadata.recorded_at)?);
    put("legal_basis", serde_json::to_string(&metadata.legal_basis)?);
    put("purpose", word(&metadata.purpose)?);
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

/// Reads an envelope back.
pub fn read(stored: &Stored) -> Result<Metadata, Error> {
    Ok(Metadata {
        command: parsed(stored, "command")?,
        correlation: parsed(stored, "correlation")?,
        causation: optional(stored, "causation", from_word)?,
        actor: Actor {
            user: parsed(stored, "user")?,
            agency: parsed(stored, "agency")?,
            role: parsed(stored, "role")?,
        },
        on_behalf_of: optional(stored, "on_behalf_of", from_word)?,
        occurred: serde_json::from_str(get(stored, "occurred")?)?,
        recorded_at: parsed(stored, "recorded_at")?,
        legal_basis: serde_json::from_str(get(stored, "legal_basis")?)?,
        purpose: parsed(stored, "purpose")?,
        handling: serde_json::from_str(get(stored, "handling")?)?,
        source: optional(stored, "source", |text| serde_json::from_str(text))?,
        exercise: stored.contains_key("exercise"),
    })
}

/// A value whose JSON is a string, without the quotes.
fn word(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_value(value).and_then(serde_json::from_value)
}

fn from_word<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_value(text.into())
}

fn get<'a>(stored: &'a Stored, name: &'static str) -> Result<&'a str, Error> {
    stored
        .get(name)
        .map(String::as_str)
        .ok_or_else(|| serde::de::Error::custom(format_args!("the envelope has no {name}")))
}

fn parsed<T: DeserializeOwned>(stored: &Stored, name: &'static str) -> Result<T, Error> {
    from_word(get(stored, name)?)
}

fn optional<T>(
    stored: &Stored,
    name: &str,
    read: impl Fn(&str) -> Result<T, Error>,
) -> Result<Option<T>, Error> {
    stored.get(name).map(|text| read(text)).transpose()
}
