//! Every rule that the documents list has a test that carries its id, and every test they name is there.

use std::collections::BTreeMap;

use super::sources::{sources, text};

/// Rules of the envelope, which hold for all aggregates and which no table lists.
const OF_ALL: [&str; 1] = ["E3"];

/// The rules in the tables of `docs/rules.md`, by id, with the tests that each names.
fn rules() -> BTreeMap<String, Vec<String>> {
    let mut rules: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for line in text("docs/rules.md").unwrap().lines() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, id, _, named, _] = cells[..] else { continue };
        if is_id(id) {
            let named = named.split('`').skip(1).step_by(2).map(str::to_owned);
            rules.entry(id.to_owned()).or_default().extend(named);
        }
    }
    rules
}

/// Whether a table's first cell is a rule's id: capitals, then a number, as in `INV-I2` and `V4`.
fn is_id(cell: &str) -> bool {
    let letters = cell.trim_end_matches(|c: char| c.is_ascii_digit());
    letters.len() < cell.len()
        && letters.starts_with(|c: char| c.is_ascii_uppercase())
        && letters.chars().all(|c| c.is_ascii_uppercase() || c == '-')
}

/// The names of the tests below a folder.
fn tests(folder: &str) -> Vec<String> {
    let mut tests = Vec::new();
    for (_, text) in sources().iter().filter(|(file, _)| file.starts_with(folder)) {
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if line.contains("#[test]") || line.contains("#[sqlx::test") {
                is_test = true;
            }
            let function = line.split_once("fn ").filter(|_| is_test);
            if let Some((_, function)) = function {
                tests.push(function.split('(').next().unwrap_or_default().to_owned());
                is_test = false;
            }
        }
    }
    tests
}

/// Whether a test's name carries a rule's id, as a whole: `x1` is not in `x10`.
fn carries(test: &str, rule: &str) -> bool {
    let rule = rule.to_ascii_lowercase().replace('-', "_");
    format!("_{test}_").contains(&format!("_{rule}_"))
}

#[test]
fn every_rule_has_a_test_of_the_domain_with_its_id() {
    let (rules, tests) = (rules(), tests("crates/domain/"));
    assert!(rules.len() > 40, "the rules were found: {}", rules.len());
    assert!(tests.len() > 100, "the tests were found: {}", tests.len());
    let untested: Vec<_> =
        rules.keys().filter(|rule| !tests.iter().any(|test| carries(test, rule))).collect();
    assert!(untested.is_empty(), "no test's name carries {untested:?}");
}

#[test]
fn every_rule_names_its_tests_and_every_test_it_names_is_there() {
    let tests = tests("crates/");
    let mut wrong = Vec::new();
    for (rule, named) in rules() {
        if named.is_empty() {
            wrong.push(format!("{rule} names no test"));
        }
        for test in named {
            if !tests.contains(&test) {
                wrong.push(format!("{rule} names {test}, which is not there"));
            } else if !carries(&test, &rule) {
                wrong.push(format!("{rule} names {test}, which does not carry it"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_test_that_carries_a_rule_is_named_by_it() {
    let rules = rules();
    let mut unnamed = Vec::new();
    for test in tests("crates/domain/") {
        for (rule, named) in &rules {
            let opens = format!("{test}_")
                .starts_with(&format!("{}_", rule.to_ascii_lowercase().replace('-', "_")));
            if opens && !named.contains(&test) {
                unnamed.push(format!("{rule}: {test}"));
            }
        }
    }
    assert!(unnamed.is_empty(), "docs/rules.md leaves out\n{}", unnamed.join("\n"));
}

#[test]
fn every_rule_that_refuses_is_documented() {
    let rules = rules();
    let mut unknown = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| file.ends_with("rejection.rs")) {
        for part in text.split("Some(\"").skip(1) {
            let rule = part.split('"').next().unwrap_or_default();
            if !rules.contains_key(rule) && !OF_ALL.contains(&rule) {
                unknown.push(format!("{file}: {rule}"));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}
