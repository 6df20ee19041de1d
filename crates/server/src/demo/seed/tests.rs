//! The files of the operations hold together before a single step is sent.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use uuid::Uuid;

use super::scenario::{FILES, Scenario, Step, find, strings};
use super::{Refusal, SeedError, in_order, names};
use crate::demo::users::DemoUser;

fn scenarios() -> Vec<Scenario> {
    FILES.iter().map(|(name, _)| find(name).unwrap()).collect()
}

/// Which field of which mutation gives a new record its id.
const OPENING: [(&str, &str); 5] = [
    ("openInvestigation", "investigationId"),
    ("nominateSuspect", "suspectId"),
    ("registerVictim", "victimCaseId"),
    ("startJourney", "journeyId"),
    ("identifyExhibit", "evidenceItemId"),
];

fn opened_by(step: &Step) -> Option<&str> {
    let (_, field) = OPENING.iter().find(|(mutation, _)| *mutation == step.mutation)?;
    step.input[*field].as_str()
}

fn names_in(step: &Step) -> Vec<&str> {
    let mut found = Vec::new();
    for value in step.input.values() {
        strings(value, &mut |text| {
            if text.starts_with('@') && !text.starts_with("@event:") {
                found.push(text);
            }
        });
    }
    found
}

fn given_events(scenario: &Scenario, step: &Step) -> BTreeMap<String, Uuid> {
    let named = scenario.events_named_by(step).unwrap();
    named.into_iter().map(|(reference, _)| (reference, Uuid::nil())).collect()
}

#[test]
fn every_operation_reads_and_says_that_it_is_invented() {
    for (name, text) in FILES {
        let file: Value = serde_json::from_str(text).unwrap();
        assert!(file["about"].as_str().unwrap().contains("invented"), "{name}");
        assert!(!find(name).unwrap().steps.is_empty(), "{name}");
    }
    assert_eq!(names(), ["acacia-line", "jacaranda"]);
}

#[test]
fn steps_stand_in_the_order_of_time_and_no_two_at_the_same_time() {
    for scenario in scenarios() {
        for pair in scenario.steps.windows(2) {
            assert!(pair[0].at < pair[1].at, "{} at {}", scenario.name, pair[1].at);
        }
    }
}

#[test]
fn every_step_is_a_demo_users() {
    for scenario in scenarios() {
        for step in &scenario.steps {
            assert!(DemoUser::find(&step.user).is_some(), "{}", scenario.name_of(step));
        }
    }
}

#[test]
fn every_name_is_of_a_record_that_was_opened_before() {
    for scenario in scenarios() {
        let mut opened = BTreeSet::new();
        for step in &scenario.steps {
            if let Some(name) = opened_by(step) {
                assert!(opened.insert(name), "{} opens {name} again", scenario.name_of(step));
            }
            for name in names_in(step) {
                assert!(opened.contains(name), "{} names {name}", scenario.name_of(step));
            }
        }
    }
}

#[test]
fn every_input_resolves_and_no_definition_is_left_over() {
    for scenario in scenarios() {
        for step in &scenario.steps {
            let input = scenario.resolve(step, &given_events(&scenario, step)).unwrap();
            let mut left = Vec::new();
            input.values().for_each(|value| {
                strings(value, &mut |text| {
                    if text.starts_with(['@', '$']) {
                        left.push(text.to_owned());
                    }
                });
            });
            assert_eq!(left, Vec::<String>::new(), "{}", scenario.name_of(step));
        }
    }
    for (name, text) in FILES {
        let file: Value = serde_json::from_str(text).unwrap();
        let steps = file["steps"].to_string();
        for defined in file["define"].as_object().unwrap().keys() {
            assert!(steps.contains(&format!("\"${defined}\"")), "{name} never uses ${defined}");
        }
    }
}

#[test]
fn no_event_is_saved_twice_and_no_step_is_sent_twice_on_a_day() {
    for scenario in scenarios() {
        let mut saved = BTreeSet::new();
        let mut sent = BTreeSet::new();
        for step in &scenario.steps {
            if let Some(name) = &step.save {
                assert!(saved.insert(name), "{} saves {name} again", scenario.name_of(step));
            }
            let input = serde_json::to_string(&step.input).unwrap();
            let twin = (step.at.date_naive(), &step.mutation, input);
            assert!(sent.insert(twin), "{} was sent before", scenario.name_of(step));
        }
    }
}

#[test]
fn every_file_that_is_opened_is_listed() {
    for scenario in scenarios() {
        let opened: BTreeSet<_> = scenario
            .steps
            .iter()
            .filter(|step| step.mutation == "openInvestigation")
            .map(|step| step.input["reference"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(opened, scenario.files.iter().cloned().collect(), "{}", scenario.name);
    }
}

#[test]
fn ids_are_the_same_in_every_database_and_of_one_operation_only() {
    let [acacia, jacaranda] = ["acacia-line", "jacaranda"].map(|name| find(name).unwrap());
    assert_eq!(acacia.id("journey"), find("acacia-line").unwrap().id("journey"));
    assert_ne!(acacia.id("journey"), jacaranda.id("journey"));
    let commands: BTreeSet<_> =
        jacaranda.steps.iter().map(|step| jacaranda.command_id(step)).collect();
    assert_eq!(commands.len(), jacaranda.steps.len());
}

#[test]
fn operations_are_merged_by_time() {
    let scenarios = scenarios();
    let steps = in_order(&scenarios);
    assert_eq!(steps.len(), scenarios.iter().map(|scenario| scenario.steps.len()).sum::<usize>());
    assert!(steps.windows(2).all(|pair| pair[0].1.at <= pair[1].1.at));
}

#[test]
fn an_unknown_operation_is_refused_with_those_that_exist() {
    let refusal = find("baobab").unwrap_err();
    assert_eq!(
        refusal.to_string(),
        "there is no operation baobab: choose from acacia-line, jacaranda"
    );
}

#[test]
fn a_refused_step_is_named_with_its_operation_number_code_rule_and_field() {
    let jacaranda = find("jacaranda").unwrap();
    let refusal = Refusal {
        code: "NOT_ALLOWED_IN".to_owned(),
        rule: Some("J1".to_owned()),
        path: vec!["leg".to_owned(), "from".to_owned()],
        message: "no".to_owned(),
    };
    let at = jacaranda.name_of(&jacaranda.steps[1]);
    let refused = SeedError::Refused { at, refusal: Box::new(refusal) };
    assert_eq!(
        refused.to_string(),
        "step 2 of jacaranda (activateInvestigation) was refused with NOT_ALLOWED_IN (rule J1) at \
         leg.from: no"
    );
}
