//! Every source file: how it begins, how long it is, and what it may not name.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The longest a source file may be, in lines.
const LONGEST: usize = 400;

/// The repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The files that belong to the repository, by their paths in it: those that git tracks and those
/// that it would, were they added.
pub fn files() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "--cached", "--others", "--exclude-standard"])
        .current_dir(root())
        .output()
        .expect("git lists the files");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).unwrap();
    let mut files: Vec<_> =
        list.lines().filter(|file| root().join(file).is_file()).map(str::to_owned).collect();
    files.dedup();
    files
}

/// A file's text; none when it is not text.
pub fn text(file: &str) -> Option<String> {
    std::fs::read_to_string(root().join(file)).ok()
}

/// The Rust sources with their texts.
pub fn sources() -> Vec<(String, String)> {
    let is_rust = |file: &String| Path::new(file).extension().is_some_and(|end| end == "rs");
    let rust = files().into_iter().filter(is_rust);
    rust.map(|file| (file.clone(), text(&file).unwrap())).collect()
}

#[track_caller]
fn none(what: &str, files: &[String]) {
    assert!(files.is_empty(), "{what}:\n{}", files.join("\n"));
}

#[test]
fn every_source_file_opens_with_what_it_is() {
    let silent = sources().into_iter().filter(|(_, text)| !text.starts_with("//! "));
    none("these do not open with `//!`", &silent.map(|(file, _)| file).collect::<Vec<_>>());
}

#[test]
fn no_source_file_is_longer_than_400_lines() {
    let long = sources().into_iter().filter(|(_, text)| text.lines().count() > LONGEST);
    let long = long.map(|(file, text)| format!("{file}: {} lines", text.lines().count()));
    none("split these", &long.collect::<Vec<_>>());
}

#[test]
fn modules_lie_beside_their_folders() {
    let mods = sources().into_iter().map(|(file, _)| file).filter(|file| file.ends_with("/mod.rs"));
    none("name these after their folder", &mods.collect::<Vec<_>>());
}

#[test]
fn only_persistence_knows_sql() {
    // The bench measures Mpaka against SQL tuned by hand and against the stock library.
    let knowing = ["crates/persistence/", "crates/bench/", "tests/"];
    let knows = sources().into_iter().filter(|(file, text)| {
        let allowed = knowing.iter().any(|folder| file.starts_with(folder));
        !allowed && (text.contains(concat!("sqlx", "::")) || text.contains(concat!("cqrs", "_es")))
    });
    none("these know SQL or the event engine", &knows.map(|(file, _)| file).collect::<Vec<_>>());
}

#[test]
fn no_event_is_answered_by_a_catch_all() {
    // In `evolve` and in the views a new event must make the compiler point at every place.
    let folds = sources().into_iter().filter(|(file, text)| {
        let folds =
            file.starts_with("crates/domain/") || file.starts_with("crates/persistence/src/view");
        folds && !file.contains("/tests") && text.contains("Event::") && catches_events(text)
    });
    none("these answer events they do not name", &folds.map(|(file, _)| file).collect::<Vec<_>>());
}

/// Whether a match over an event has an arm for any other.
fn catches_events(text: &str) -> bool {
    let mut depth_of_match = None;
    let mut depth = 0_i32;
    for line in text.lines() {
        let code = line.trim_start();
        if depth_of_match.is_none() && code.starts_with("match") && code.contains("event") {
            depth_of_match = Some(depth);
        }
        let in_arms = depth_of_match.is_some_and(|outer| depth == outer + 1);
        if in_arms && code.starts_with("_ =>") {
            return true;
        }
        depth += delta(code);
        if depth_of_match.is_some_and(|outer| depth <= outer) && !code.starts_with("match") {
            depth_of_match = None;
        }
    }
    false
}

#[test]
fn a_catch_all_over_events_is_found_and_one_over_anything_else_is_not() {
    let fold = |arm: &str| {
        format!(
            "match event {{\n    Event::A {{ .. }} => {{\n        match x {{\n            {arm}\n        }}\n    }}\n    Event::B => 2,\n}}\n"
        )
    };
    assert!(!catches_events(&fold("_ => 1,")));
    assert!(catches_events(&fold("1 => 1,").replace("Event::B", "_")));
}

fn delta(code: &str) -> i32 {
    let count = |c: char| i32::try_from(code.matches(c).count()).unwrap();
    count('{') - count('}')
}

#[test]
fn nothing_names_a_machine_or_a_way_of_working() {
    // The marks are put together here, so that this file does not hold them.
    let marks = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("/ho", "me/"),
        concat!("/tmp", "/wt-"),
        concat!("../sha", "red"),
    ];
    let mut found = Vec::new();
    for file in files() {
        let Some(text) = text(&file) else { continue };
        for (number, line) in text.lines().enumerate() {
            if let Some(mark) = marks.iter().find(|mark| line.contains(**mark)) {
                found.push(format!("{file}:{}: {mark}", number + 1));
            }
        }
    }
    none("these name a machine's folders", &found);
}
