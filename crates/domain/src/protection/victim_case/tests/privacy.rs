//! Who the person is stays in the compartment PROTECTION (V6).

use serde_json::Value;

use super::fixtures::*;
use super::*;
use crate::personal::PERSONAL;
use crate::testing::{check_samples, handling};
use crate::{DomainEvent, handling::Compartment};

fn has_personal_fields(json: &Value) -> bool {
    match json {
        Value::Object(members) => {
            members.contains_key(PERSONAL) || members.values().any(has_personal_fields)
        }
        Value::Array(values) => values.iter().any(has_personal_fields),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

#[test]
fn v6_exactly_the_facts_with_personal_fields_are_kept_to_protection() {
    for event in samples() {
        let marked = VictimCase::marking(&event, &handling());
        let protected = marked.compartments.contains(&Compartment::protection());
        let json = serde_json::to_value(&event).unwrap();
        assert_eq!(protected, has_personal_fields(&json), "{}", event.name());
        assert_eq!(event.is_protected(), protected, "{}", event.name());
    }
}

#[test]
fn v6_identity_selectors_whereabouts_answers_and_plans_are_protected() {
    let protected: Vec<_> =
        samples().iter().filter(|event| event.is_protected()).map(DomainEvent::name).collect();
    assert_eq!(
        protected,
        [
            "identity_recorded",
            "selector_recorded",
            "whereabouts_recorded",
            "screening_answers_recorded",
            "safety_plan_set",
        ]
    );
}

#[test]
fn v6_a_marking_is_only_ever_restricted() {
    for event in samples() {
        let marked = VictimCase::marking(&event, &handling());
        assert_eq!(marked.and(&handling()), marked, "{}", event.name());
    }
}

#[test]
fn v6_the_state_and_what_is_printed_of_events_name_nobody() {
    let everything = samples();
    let file = folded(&everything);
    let state = serde_json::to_string(&file).unwrap();
    let printed = format!("{everything:?} {file:?}");
    for secret in ["NEKESA", "1998-03-14", "ZK0041771", "7700900419", "Safe house", "escort"] {
        let told = serde_json::to_string(&everything).unwrap();
        assert!(told.contains(secret), "the samples hold {secret}");
        assert!(!state.contains(secret), "the state holds {secret}");
        assert!(!printed.contains(secret), "debug shows {secret}");
    }
}

#[test]
fn every_event_reads_back_from_its_sample() {
    check_samples::<VictimCase>(&samples());
}

#[test]
fn a_state_reads_back() {
    let file = folded(&conclusively(GroundsOutcome::Positive));
    let json = serde_json::to_string(&file).unwrap();
    assert_eq!(serde_json::from_str::<VictimCase>(&json).unwrap(), file);
}
