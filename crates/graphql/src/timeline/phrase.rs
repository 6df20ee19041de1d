//! What happened, as a sentence for people who read no codes.

use std::collections::HashMap;
use std::sync::LazyLock;

use mpaka_persistence::view::timeline::TimelineRow;
use serde_json::Value;

use super::document::words::{capitalised, label};

mod table;
#[cfg(test)]
mod tests;

/// How a kind of record is named in a sentence.
struct Noun {
    /// The category.
    of: &'static str,
    /// What stands before the end of its id, where the file gives it no name.
    short: &'static str,
    /// What stands before its name.
    before: &'static str,
    /// What it is without a name.
    nameless: &'static str,
}

impl Noun {
    const fn new(
        of: &'static str,
        short: &'static str,
        before: &'static str,
        nameless: &'static str,
    ) -> Self {
        Self { of, short, before, nameless }
    }
}

const NOUNS: &[Noun] = &[
    Noun::new("investigation", "", "investigation", "the investigation"),
    Noun::new("suspect", "suspect ", "suspect", "the suspect"),
    Noun::new("victim", "", "", "the person"),
    Noun::new("journey", "", "the journey of", "the journey"),
    Noun::new("evidence", "exhibit ", "exhibit", "the exhibit"),
    Noun::new("intelligence", "", "intelligence report", "the intelligence report"),
    Noun::new("prosecution", "prosecution ", "prosecution file", "the prosecution file"),
    Noun::new("disclosure", "disclosure ", "disclosure schedules", "the disclosure schedules"),
    Noun::new("task", "task ", "task", "the task"),
    Noun::new("access_grant", "access grant ", "grant of access", "the grant of access"),
    Noun::new("break_glass", "break glass ", "emergency access", "the emergency access"),
];

static PHRASES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut phrases = HashMap::new();
    for (category, events) in table::PHRASES {
        for (event, phrase) in *events {
            phrases.insert(format!("{category}.{event}"), *phrase);
        }
    }
    phrases
});

/// What a line of the timeline tells, as a sentence without its period.
pub fn of(row: &TimelineRow) -> String {
    sentence(&row.event_type, &row.label, &row.data)
}

fn sentence(event_type: &str, named: &str, data: &Value) -> String {
    let (category, event) = event_type.split_once('.').unwrap_or(("", event_type));
    let about = about(category, named);
    match PHRASES.get(event_type) {
        Some(phrase) => capitalised(&filled(phrase, &about, data)),
        // Of a later program.
        None => format!("{}: {}", capitalised(&about), label(event).to_lowercase()),
    }
}

/// A record as the file calls it, within a sentence.
fn about(category: &str, named: &str) -> String {
    let Some(kind) = NOUNS.iter().find(|kind| kind.of == category) else {
        return if named.is_empty() { "the record".to_owned() } else { format!("record {named}") };
    };
    match named.strip_prefix(kind.short).unwrap_or(named).trim() {
        "" => kind.nameless.to_owned(),
        name => format!("{} {name}", kind.before).trim_start().to_owned(),
    }
}

/// A phrase with the record in its place, and with the parts in brackets of which everything is known.
fn filled(phrase: &str, about: &str, data: &Value) -> String {
    let mut text = String::new();
    let mut rest = phrase;
    while let Some((before, after)) = rest.split_once('[') {
        let (part, after) = after.split_once(']').unwrap_or((after, ""));
        text.push_str(&before.replace("{about}", about));
        text.extend(with_fields(part, data));
        rest = after;
    }
    text.push_str(&rest.replace("{about}", about));
    text
}

/// A part with its fields in their places; nothing where one of them is not known.
fn with_fields(part: &str, data: &Value) -> Option<String> {
    let mut text = String::new();
    let mut rest = part;
    while let Some((before, after)) = rest.split_once('{') {
        let (field, after) = after.split_once('}')?;
        text.push_str(before);
        text.push_str(&said(field, data)?);
        rest = after;
    }
    text.push_str(rest);
    Some(text)
}

/// A field that was recorded; with `:words`, the code that it is in words.
fn said(field: &str, data: &Value) -> Option<String> {
    let (name, is_code) = match field.strip_suffix(":words") {
        Some(name) => (name, true),
        None => (field, false),
    };
    match data.get(name)? {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(code) if is_code => Some(label(code).to_lowercase()),
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => {
            let text = |name| fields.get(name).and_then(Value::as_str);
            match (text("user"), text("agency"), text("instrument"), text("provision")) {
                (Some(user), Some(agency), ..) => Some(format!("{user}, {agency}")),
                (.., Some(instrument), Some(provision)) => {
                    Some(format!("{instrument}, {provision}"))
                }
                // A place.
                _ => text("name").map(str::to_owned),
            }
        }
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}
