//! Every rule of casework that is built has a test that carries its id.

use super::sources::sources;

/// The rules that are built.
const RULES: &[&str] = &[
    "INV-I1", "INV-I2", "INV-I3", "INV-I4", "INV-I5", "S1", "S2", "S3", "V1", "V2", "V3", "V4",
    "V6", "J1", "J2", "J3", "X1", "X2", "X3", "X4", "X5", "X6", "X7", "X8", "N1", "N2", "N3", "N4",
    "N5", "P1", "P2", "P3", "D1", "D2", "D3", "D4", "D5", "D6", "NOM-1", "NOM-2", "NOM-3", "NOM-4",
    "NOM-5", "NOM-6", "NOM-7", "NOM-8", "LAW-1", "LAW-2", "LAW-3", "LAW-4", "LAW-5",
];

/// The names of the domain's tests.
fn tests() -> Vec<String> {
    let mut tests = Vec::new();
    for (_, text) in sources().iter().filter(|(file, _)| file.starts_with("crates/domain/")) {
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.contains("#[test]") {
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
    let tests = tests();
    assert!(tests.len() > 100, "the tests were found: {}", tests.len());
    let untested: Vec<_> =
        RULES.iter().filter(|rule| !tests.iter().any(|test| carries(test, rule))).collect();
    assert!(untested.is_empty(), "no test's name carries {untested:?}");
}

#[test]
fn every_rule_that_refuses_is_known_here() {
    let mut unknown = Vec::new();
    for (file, text) in sources().iter().filter(|(file, _)| file.ends_with("rejection.rs")) {
        for part in text.split("Some(\"").skip(1) {
            let rule = part.split('"').next().unwrap_or_default();
            // Rules of the envelope (E), and those whose other half a later issue builds.
            let later = ["E3", "V7", "V8"];
            if !RULES.contains(&rule) && !later.contains(&rule) {
                unknown.push(format!("{file}: {rule}"));
            }
        }
    }
    assert!(unknown.is_empty(), "{unknown:?}");
}
