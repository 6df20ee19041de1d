//! What each crate may depend on.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use super::sources::root;

/// The crates of this repository that each may use outside its tests.
const OWN: &[(&str, &[&str])] = &[
    ("mpaka-domain", &[]),
    ("mpaka-auth", &["mpaka-domain"]),
    ("mpaka-ledger", &[]),
    ("mpaka-embedded", &[]),
    ("mpaka-files", &[]),
    ("mpaka-typeset", &[]),
    ("mpaka-persistence", &["mpaka-domain", "mpaka-files", "mpaka-ledger"]),
    ("mpaka-graphql", &["mpaka-domain", "mpaka-persistence", "mpaka-typeset"]),
    ("mpaka-bench", &["mpaka-domain", "mpaka-persistence"]),
    (
        "mpaka",
        &[
            "mpaka-auth",
            "mpaka-bench",
            "mpaka-domain",
            "mpaka-embedded",
            "mpaka-graphql",
            "mpaka-persistence",
        ],
    ),
];

/// What a crate's whole tree must never hold.
const NEVER: &[(&str, &[&str])] = &[
    ("mpaka-domain", &["tokio", "sqlx", "axum", "async-graphql", "cqrs-es", "postgres-es", "rand"]),
    ("mpaka-ledger", &["tokio", "sqlx", "serde", "mpaka-domain"]),
    ("mpaka-embedded", &["sqlx", "axum", "async-graphql"]),
    ("mpaka-typeset", &["tokio", "sqlx", "axum", "async-graphql", "reqwest", "ureq"]),
    ("mpaka-files", &["sqlx", "axum", "async-graphql", "mpaka-domain"]),
    ("mpaka-auth", &["sqlx", "axum", "async-graphql"]),
];

/// What a crate must not name itself, though what it uses may.
const NOT_NAMED: &[(&str, &[&str])] = &[
    ("mpaka-graphql", &["sqlx", "axum", "cqrs-es", "postgres-es"]),
    ("mpaka-persistence", &["axum", "async-graphql", "postgres-es"]),
    ("mpaka-bench", &["async-graphql"]),
    ("mpaka", &["sqlx", "cqrs-es", "postgres-es"]),
];

struct Graph {
    /// What each package of the workspace names in its manifest, outside its tests.
    named: BTreeMap<String, BTreeSet<String>>,
    /// What each package is resolved to use, by package id.
    resolved: BTreeMap<String, Vec<String>>,
    /// The name of each package by its id.
    names: BTreeMap<String, String>,
}

fn graph() -> Graph {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().unwrap().clone();
    let members: BTreeSet<_> = list(&metadata["workspace_members"]).iter().map(text).collect();

    let mut graph =
        Graph { named: BTreeMap::new(), resolved: BTreeMap::new(), names: BTreeMap::new() };
    for package in list(&metadata["packages"]) {
        graph.names.insert(text(&package["id"]), text(&package["name"]));
        if members.contains(package["id"].as_str().unwrap()) {
            let dependencies = list(&package["dependencies"]);
            let outside_tests = dependencies.iter().filter(|one| one["kind"] != "dev");
            let named = outside_tests.map(|one| text(&one["name"])).collect();
            graph.named.insert(text(&package["name"]), named);
        }
    }
    for node in list(&metadata["resolve"]["nodes"]) {
        let uses = list(&node["deps"]);
        let uses = uses
            .iter()
            .filter(|one| list(&one["dep_kinds"]).iter().any(|kind| kind["kind"] != "dev"));
        graph.resolved.insert(text(&node["id"]), uses.map(|one| text(&one["pkg"])).collect());
    }
    graph
}

impl Graph {
    /// The names of everything that a package uses, and of what that uses.
    fn tree(&self, package: &str) -> BTreeSet<&str> {
        let ids = self.names.iter().filter(|(_, name)| *name == package);
        let mut waiting: Vec<_> = ids.map(|(id, _)| id).collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            for used in &self.resolved[id] {
                if seen.insert(used) {
                    waiting.push(used);
                }
            }
        }
        seen.into_iter().map(|id| self.names[id].as_str()).collect()
    }
}

#[test]
fn crates_depend_in_one_direction_only() {
    let graph = graph();
    let mut crates: Vec<_> = OWN.iter().map(|(name, _)| *name).collect();
    crates.push("mpaka-tests");
    crates.sort_unstable();
    let known: Vec<_> = graph.named.keys().map(String::as_str).collect();
    assert_eq!(known, crates, "say of a new crate what it may use");
    for &(name, allowed) in OWN {
        let own = graph.named[name].iter().map(String::as_str);
        let own: Vec<_> = own.filter(|used| crates.contains(used)).collect();
        let more: Vec<_> = own.iter().filter(|used| !allowed.contains(used)).collect();
        assert!(more.is_empty(), "{name} must not use {more:?}");
    }
}

#[test]
fn rules_and_proofs_know_no_runtime_no_database_and_no_protocol() {
    let graph = graph();
    for &(name, never) in NEVER {
        let tree = graph.tree(name);
        let found: Vec<_> = never.iter().filter(|one| tree.contains(**one)).collect();
        assert!(found.is_empty(), "{name} must not use {found:?}, not even through others");
    }
}

#[test]
fn the_ledger_uses_a_hash_and_nothing_else() {
    let named: Vec<_> = graph().named["mpaka-ledger"].iter().cloned().collect();
    assert_eq!(named, ["sha2"]);
}

#[test]
fn sql_and_http_are_named_only_where_they_belong() {
    let graph = graph();
    for &(name, never) in NOT_NAMED {
        let found: Vec<_> = never.iter().filter(|one| graph.named[name].contains(**one)).collect();
        assert!(found.is_empty(), "{name} must not name {found:?} in its manifest");
    }
}
