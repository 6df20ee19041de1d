//! Every rule that `docs/rules.md` says is built has a test that carries its id, and every id of the
//! domain's model is there.

use std::collections::BTreeMap;

use super::sources::{sources, text};

/// The invariants of the domain's model, by the letters of their ids and how many there are.
const MODEL: &[(&str, u32)] =
    &[("INV-I", 5), ("S", 3), ("V", 8), ("J", 3), ("X", 8), ("N", 5), ("P", 3), ("D", 3)];
/// The envelope's rule that a correction names the event it corrects: it has no table of its own.
const OF_THE_ENVELOPE: &str = "E3";

/// The rules that are said to be built, each with the tests that are said to prove it.
fn rules() -> BTreeMap<String, Vec<String>> {
    let text = text("docs/rules.md").unwrap();
    let rows = text.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let (id, _, tests) = (cells.next()?, cells.next()?, cells.next()?);
        is_id(id).then(|| {
            let named = tests.split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (id.to_owned(), named)
        })
    });
    rows.collect()
}

/// Letters in capitals, perhaps with a hyphen among them, and a number: `X1`, `INV-I2`, `NOM-3`.
fn is_id(text: &str) -> bool {
    let letters = text.trim_end_matches(|sign: char| sign.is_ascii_digit());
    !letters.is_empty()
        && letters.len() < text.len()
        && letters.chars().all(|sign| sign.is_ascii_uppercase() || sign == '-')
}

/// The names of all tests.
fn tests() -> Vec<String> {
    let mut tests = Vec::new();
    for (_, text) in sources() {
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[") && (line.contains("test]") || line.contains("::test(")) {
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
fn every_rule_has_a_test_with_its_id() {
    let (rules, tests) = (rules(), tests());
    assert!(rules.len() > 40 && tests.len() > 400, "{} rules, {} tests", rules.len(), tests.len());
    let untested: Vec<_> =
        rules.keys().filter(|rule| !tests.iter().any(|test| carries(test, rule))).collect();
    assert!(untested.is_empty(), "no test's name carries {untested:?}");
}

#[test]
fn every_test_that_a_rule_names_is_there() {
    let tests = tests();
    let named = rules().into_values().flatten();
    let missing: Vec<_> = named.filter(|name| !tests.contains(name)).collect();
    assert!(missing.is_empty(), "docs/rules.md names tests that are not there: {missing:?}");
}

#[test]
fn every_invariant_of_the_model_is_built() {
    let rules = rules();
    let ids = MODEL
        .iter()
        .flat_map(|(letters, count)| (1..=*count).map(move |number| format!("{letters}{number}")));
    let missing: Vec<_> = ids.filter(|id| !rules.contains_key(id)).collect();
    assert!(missing.is_empty(), "the model has rules that are not built: {missing:?}");
}

#[test]
fn every_rule_that_refuses_is_known() {
    let rules = rules();
    let mut unknown = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| file.ends_with("rejection.rs")) {
        for part in text.split("Some(\"").skip(1) {
            let rule = part.split('"').next().unwrap_or_default();
            if rule != OF_THE_ENVELOPE && !rules.contains_key(rule) {
                unknown.push(format!("{file}: {rule}"));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}
