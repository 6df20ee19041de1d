//! The files of the operations hold together before a single step is sent.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;
use uuid::Uuid;

use super::officers::Officers;
use super::scenario::{Scenario, Step, strings};
use super::source::{SHARED, SOURCES, Source, find};
use super::{Refusal, SeedError, in_order, names};
use crate::demo::users::DemoUser;

fn scenarios() -> Vec<Scenario> {
    SOURCES.iter().map(|source| source.read().unwrap()).collect()
}

/// What is defined in a file, by name.
fn defined(text: &str) -> Vec<String> {
    serde_json::from_str::<Value>(text).unwrap().as_object().unwrap().keys().cloned().collect()
}

/// Which field of which mutation gives a new record its id.
const OPENING: [(&str, &str); 15] = [
    ("openInvestigation", "investigationId"),
    ("nominateSuspect", "suspectId"),
    ("registerVictim", "victimCaseId"),
    ("startJourney", "journeyId"),
    ("identifyExhibit", "evidenceItemId"),
    ("submitIntelligence", "intelligenceReportId"),
    ("sanitiseIntelligence", "sanitisedReportId"),
    ("openProsecutionFile", "prosecutionFileId"),
    ("openDisclosureSchedule", "disclosureScheduleId"),
    ("recordPersonNominal", "nominalId"),
    ("recordGroup", "nominalId"),
    ("recordObjectNominal", "nominalId"),
    ("createTask", "taskId"),
    ("requestAccess", "accessGrantId"),
    ("breakGlass", "breakGlassId"),
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
    for Source { name, head, .. } in SOURCES {
        let head: Value = serde_json::from_str(head).unwrap();
        assert!(head["about"].as_str().unwrap().contains("invented"), "{name}");
        assert!(!find(name).unwrap().steps.is_empty(), "{name}");
    }
    assert_eq!(names(), ["acacia-line", "daua", "jacaranda", "korinda", "mirage"]);
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
fn every_file_of_an_operation_is_read_and_holds_no_more_than_can_be_read() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("operations");
    for Source { name, parts, .. } in SOURCES {
        let there: BTreeSet<_> = std::fs::read_dir(root.join(name))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        let read = parts.iter().map(|(part, _)| format!("{part}.json"));
        assert_eq!(there, read.chain(["operation.json".to_owned()]).collect(), "{name}");
        for (part, text) in parts {
            assert!(text.lines().count() <= 400, "{name}/{part}.json is too long: split it");
        }
    }
}

#[test]
fn every_step_is_a_demo_users_or_an_officers() {
    let officers = Officers::read().unwrap();
    let mut act = BTreeSet::new();
    for scenario in scenarios() {
        for step in &scenario.steps {
            let viewer = officers.viewer(&step.user).unwrap();
            assert!(viewer.is_some(), "{}", scenario.name_of(step));
            act.insert(step.user.clone());
        }
    }
    for code in officers.codes() {
        assert!(act.contains(code), "{code} does nothing");
        assert!(DemoUser::find(code).is_none(), "{code} can sign in");
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
    let mut shared: BTreeSet<_> = defined(SHARED).into_iter().collect();
    for Source { name, head, parts } in SOURCES {
        let uses = |name: &str| {
            let quoted = format!("\"${name}\"");
            parts.iter().any(|(_, text)| text.contains(&quoted))
        };
        let head: Value = serde_json::from_str(head).unwrap();
        for own in defined(&head["define"].to_string()) {
            assert!(uses(&own), "{name} never uses ${own}");
            assert!(!defined(SHARED).contains(&own), "{name} defines ${own} again");
        }
        shared.retain(|name| !uses(name));
    }
    assert_eq!(shared, BTreeSet::new(), "nobody uses these");
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
        "there is no operation baobab: choose from acacia-line, daua, jacaranda, korinda, mirage"
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
