//! What an event recorded, as names and what they stand for, by name.

use std::collections::HashMap;

use mpaka_domain::value::{Grade, PartialTime};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::when;
use crate::timeline::document::words::{self, label};

/// The records that a document names, by their ids.
pub type Names<'a> = HashMap<Uuid, &'a str>;

/// How a field reads that is empty because it was erased, or may not be read on a timeline.
const EMPTY: &str = "(empty)";

/// The fields of an event's data.
pub fn of(data: &Value, names: &Names<'_>) -> Vec<(String, String)> {
    match data {
        Value::Object(fields) => {
            fields.iter().map(|(name, value)| (label(name), text(value, names))).collect()
        }
        Value::Null => Vec::new(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            vec![("Recorded".to_owned(), text(data, names))]
        }
    }
}

fn text(value: &Value, names: &Names<'_>) -> String {
    match value {
        Value::Null => EMPTY.to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(words) => {
            let name = Uuid::parse_str(words).ok().and_then(|id| names.get(&id));
            name.map_or_else(|| words.clone(), |name| (*name).to_owned())
        }
        Value::Array(items) if items.is_empty() => "none".to_owned(),
        Value::Array(items) => {
            let apart = if items.iter().any(Value::is_object) { "; " } else { ", " };
            items.iter().map(|item| text(item, names)).collect::<Vec<_>>().join(apart)
        }
        Value::Object(fields) => known(value, fields).unwrap_or_else(|| listed(fields, names)),
    }
}

/// Values that have a form of their own in print.
fn known(value: &Value, fields: &Map<String, Value>) -> Option<String> {
    let field = |name| fields.get(name).and_then(Value::as_str);
    if fields.contains_key("precision") && fields.contains_key("zone") {
        let time: PartialTime = serde_json::from_value(value.clone()).ok()?;
        let remarks = when::remarks(&time);
        let words = when::words(&time);
        return Some(if remarks.is_empty() {
            words
        } else {
            format!("{words}, {}", remarks.join(", "))
        });
    }
    if fields.contains_key("scheme") {
        let grade: Grade = serde_json::from_value(value.clone()).ok()?;
        return Some(words::grade(grade));
    }
    if let (Some(first), Some(last), Some(basis)) =
        (field("earliest"), field("latest"), field("basis"))
    {
        let days = if first == last { first.to_owned() } else { format!("{first} to {last}") };
        return Some(format!("{days} ({})", label(basis).to_lowercase()));
    }
    if let (Some(name), Some(country)) = (field("name"), field("country")) {
        let place = field("subdivision").unwrap_or(country);
        let point =
            fields.get("point").map(|point| format!(" at {}, {}", point["lat"], point["lon"]));
        return Some(format!("{name} ({place}){}", point.unwrap_or_default()));
    }
    if let (Some(kind), Some(reference)) = (field("kind"), field("reference")) {
        let grade =
            fields.get("grade").and_then(|grade| serde_json::from_value(grade.clone()).ok());
        return Some(words::source(kind, reference, grade));
    }
    if let (Some(algorithm), Some(digest)) = (field("alg"), field("value")) {
        return Some(format!("{algorithm} {digest}"));
    }
    if let (Some(amount), Some(currency)) = (field("amount"), field("currency")) {
        return Some(format!("{currency} {amount}"));
    }
    if let (Some(instrument), Some(provision), Some(jurisdiction)) =
        (field("instrument"), field("provision"), field("jurisdiction"))
    {
        return Some(format!("{instrument}, {provision} ({jurisdiction})"));
    }
    if let (Some(user), Some(agency), 2) = (field("user"), field("agency"), fields.len()) {
        return Some(format!("{user}, {agency}"));
    }
    field("full_as_recorded").map(str::to_owned)
}

fn listed(fields: &Map<String, Value>, names: &Names<'_>) -> String {
    let parts: Vec<_> = fields
        .iter()
        .map(|(name, value)| format!("{} {}", label(name).to_lowercase(), text(value, names)))
        .collect();
    if parts.is_empty() { EMPTY.to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn words(data: &Value) -> Vec<(String, String)> {
        of(data, &Names::new())
    }

    #[test]
    fn a_field_is_its_name_and_what_it_stands_for() {
        let data = json!({
            "n": 1,
            "rights_given": true,
            "statute": { "jurisdiction": "KE", "instrument": "Penal Code", "provision": "s.4" },
            "custodian": { "user": "guyo", "agency": "KE-DCI-MARSABIT" },
            "hashes": [{ "alg": "SHA256", "value": "ab" }, { "alg": "BLAKE3", "value": "cd" }],
            "fee": { "amount": "200.00", "currency": "KES" },
            "grade": { "scheme": "UK_3X5X2", "source": "1", "information": "A" },
            "documents": [],
            "place": { "name": "Moyale", "country": "KE", "kind": "TOWN" },
            "name": { "full_as_recorded": "Person One", "script": "LATIN", "parts": [] },
            "birth": {
                "basis": "DOCUMENT", "earliest": "1984-11-09", "latest": "1984-11-09",
                "precision": "DAY", "calendar": "GREGORIAN",
            },
            "source_ref": { "kind": "INTELLIGENCE_REPORT", "reference": "KE-26-0001" },
        });
        let words: HashMap<_, _> = words(&data).into_iter().collect();
        for (name, text) in [
            ("N", "1"),
            ("Rights given", "yes"),
            ("Statute", "Penal Code, s.4 (KE)"),
            ("Custodian", "guyo, KE-DCI-MARSABIT"),
            ("Hashes", "SHA256 ab; BLAKE3 cd"),
            ("Fee", "KES 200.00"),
            ("Grade", "1A (3x5x2 intelligence report (College of Policing))"),
            ("Documents", "none"),
            ("Place", "Moyale (KE)"),
            ("Name", "Person One"),
            ("Birth", "1984-11-09 (document)"),
            ("Source ref", "intelligence report KE-26-0001"),
        ] {
            assert_eq!(words[name], text);
        }
    }

    #[test]
    fn what_was_erased_reads_as_empty() {
        assert_eq!(words(&json!({ "text": null })), [("Text".to_owned(), EMPTY.to_owned())]);
        assert!(words(&Value::Null).is_empty());
    }

    #[test]
    fn a_record_is_called_what_the_file_calls_it() {
        let id = Uuid::from_u128(7);
        let names = Names::from([(id, "JM/1")]);
        let unknown = Uuid::from_u128(8).to_string();
        let data = json!({ "evidence": [id.to_string(), unknown] });
        assert_eq!(of(&data, &names)[0].1, format!("JM/1, {unknown}"));
    }

    #[test]
    fn a_time_reads_as_exactly_as_it_is_known() {
        let data = json!({ "depart": {
            "earliest": "2026-01-10T21:00:00Z", "latest": "2026-01-11T21:00:00Z",
            "precision": "DAY", "zone": "+03:00", "calendar": "GREGORIAN", "clock": "STANDARD",
            "as_stated": "the next day",
        } });
        assert_eq!(
            words(&data)[0].1,
            "11 January 2026, known to the day, as stated: \u{201c}the next day\u{201d}"
        );
    }
}
