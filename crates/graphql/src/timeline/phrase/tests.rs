//! Every event is told in words, and nothing personal is.

use std::collections::BTreeMap;

use serde_json::json;

use super::*;
use crate::event_schemas::event_schemas;

/// The schema of each type of event.
fn events() -> BTreeMap<String, Value> {
    let named = |(file, schema): (String, Value)| {
        let (event_type, _) = file.rsplit_once(".v").unwrap();
        (event_type.to_owned(), schema)
    };
    event_schemas().into_iter().map(named).collect()
}

/// What stands between these signs.
fn between(text: &str, open: char, close: char) -> Vec<&str> {
    let parts = text.split(open).skip(1);
    parts.map(|part| part.split_once(close).expect("what was opened is closed").0).collect()
}

/// Whether a field may be missing or null, as it is where it is personal.
fn may_be_null(schema: &Value) -> bool {
    let null = json!("null");
    let types = schema["type"].as_array().into_iter().flatten();
    let variants = schema["anyOf"].as_array().into_iter().flatten();
    types.chain(variants.map(|variant| &variant["type"])).any(|kind| *kind == null)
}

#[test]
fn every_event_has_a_phrase_and_none_is_its_code() {
    let events = events();
    assert!(events.len() > 150, "{} events", events.len());
    for event_type in events.keys() {
        let phrase = PHRASES.get(event_type.as_str());
        assert!(
            phrase.is_some_and(|phrase| phrase.contains("{about}")),
            "{event_type}: {phrase:?}"
        );
        let text = sentence(event_type, "A/1", &json!({}));
        let (_, event) = event_type.split_once('.').unwrap();
        for code in [event_type.clone(), event.to_owned(), label(event_type), label(event)] {
            assert_ne!(text, code);
        }
        assert!(text.contains("A/1") && text.split(' ').count() > 2, "{event_type}: {text}");
        assert!(!text.contains(['_', '{', '}', '[', ']']), "{event_type}: {text}");
        assert!(text.starts_with(char::is_uppercase) && !text.ends_with('.'), "{text}");
    }
    let unknown: Vec<_> = PHRASES.keys().filter(|phrase| !events.contains_key(*phrase)).collect();
    assert!(unknown.is_empty(), "there are no such events: {unknown:?}");
}

#[test]
fn a_phrase_says_what_is_always_recorded_and_nothing_personal() {
    let events = events();
    for (event_type, phrase) in PHRASES.iter() {
        let schema = &events[event_type];
        let fields: Vec<_> = between(phrase, '[', ']')
            .into_iter()
            .flat_map(|part| between(part, '{', '}'))
            .collect();
        assert!(!fields.contains(&"about"), "{event_type}: a part may be left out");
        assert_eq!(between(phrase, '{', '}').len(), fields.len() + 1, "{event_type}: in brackets");
        for field in fields {
            let name = field.strip_suffix(":words").unwrap_or(field);
            let known = &schema["properties"][name];
            assert!(known.is_object(), "{event_type} has no field {name}");
            assert!(!may_be_null(known), "{event_type}: {name} may be personal");
        }
    }
}

#[test]
fn custody_is_accepted_by_somebody() {
    let data =
        json!({ "custodian": { "user": "guyo", "agency": "KE-DCI-MARSABIT" }, "seal_ok": true });
    assert_eq!(
        sentence("evidence.custody_accepted", "JM/1", &data),
        "Exhibit JM/1 was accepted into custody by guyo, KE-DCI-MARSABIT"
    );
    let data = json!({ "to": "guyo", "to_agency": "KE-DCI-MARSABIT", "purpose": "EXAMINATION" });
    assert_eq!(
        sentence("evidence.custody_offered", "JM/1", &data),
        "Custody of exhibit JM/1 was offered to guyo, KE-DCI-MARSABIT, for examination"
    );
}

#[test]
fn what_was_not_recorded_or_is_not_shown_is_left_out() {
    let said = |data: Value| sentence("journey.ended", "G-23", &data);
    let place = json!({ "name": "Moyale", "country": "KE" });
    assert_eq!(
        said(json!({ "place": place, "outcome": "ARRIVED" })),
        "The journey of G-23 ended at Moyale: arrived"
    );
    assert_eq!(said(json!({ "place": null, "outcome": "ARRIVED" })), "The journey of G-23 ended");
    assert_eq!(said(json!({})), "The journey of G-23 ended");
}

#[test]
fn a_record_is_called_what_the_file_calls_it() {
    let said = |event_type, named| sentence(event_type, named, &json!({}));
    for (event_type, named, text) in [
        ("suspect.arrested", "suspect 1f20aa", "Suspect 1f20aa was arrested"),
        ("evidence.examined", "exhibit 1f20aa", "Exhibit 1f20aa was examined"),
        ("evidence.examined", "", "The exhibit was examined"),
        ("victim.referred", "VIC-KE-2026-0042", "VIC-KE-2026-0042 was referred for protection"),
        ("disclosure.opened", "disclosure P/7", "Disclosure schedules P/7 were opened"),
        ("task.completed", "task 1f20aa", "Task 1f20aa was done"),
        ("prosecution.charge_approved", "P/7", "A charge in prosecution file P/7 was approved"),
        ("investigation.not_known_yet", "T/1", "Investigation T/1: not known yet"),
        ("warning.raised", "W/1", "Record W/1: raised"),
    ] {
        assert_eq!(said(event_type, named), text);
    }
}

#[test]
fn what_a_file_calls_a_record_is_no_phrase() {
    let data = json!({ "persons": 3, "place": { "name": "{about}", "country": "KE" } });
    assert_eq!(
        sentence("journey.persons_joined", "[{n}]", &data),
        "Persons joined the journey of [{n}] at {about}: 3"
    );
}
