//! The files of the operations: a folder each, with a file a subject, and a list of steps a record.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::scenario::{Scenario, Step};
use super::{Moment, SeedError};

/// The texts of an operation.
pub struct Source {
    /// The operation's name on the command line.
    pub name: &'static str,
    /// What the operation is.
    pub head: &'static str,
    /// Its steps, by the name of the file.
    pub parts: &'static [(&'static str, &'static str)],
}

macro_rules! operation {
    ($name:literal: $($part:literal),+) => {
        Source {
            name: $name,
            head: include_str!(concat!("../../../operations/", $name, "/operation.json")),
            parts: &[$((
                $part,
                include_str!(concat!("../../../operations/", $name, "/", $part, ".json")),
            )),+],
        }
    };
}

/// All operations.
pub const SOURCES: [Source; 5] = [
    operation!(
        "acacia-line": "exhibits", "intelligence", "investigation", "journeys", "nominals",
        "nominals-2", "prosecution", "suspects", "tasks", "victims"
    ),
    operation!(
        "daua": "access", "exhibits", "intelligence", "investigation", "journeys", "nominals",
        "suspects", "tasks", "victims"
    ),
    operation!(
        "jacaranda": "access", "disclosure", "exhibits", "intelligence", "investigation", "journeys",
        "nominals", "nominals-uk", "prosecution", "suspects", "tasks", "victims"
    ),
    operation!(
        "korinda": "access", "exhibits", "intelligence", "investigation", "journeys", "nominals",
        "nominals-2", "prosecution", "suspects", "tasks", "victims", "victims-2"
    ),
    operation!(
        "mirage": "exhibits", "intelligence", "investigation", "journeys", "nominals",
        "prosecution", "suspects", "tasks", "victims"
    ),
];

/// What several operations define alike.
pub const SHARED: &str = include_str!("../../../operations/shared.json");

/// The head of an operation.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    /// What the operation is, and that everybody in it is invented.
    #[serde(rename = "about")]
    _about: String,
    files: Vec<String>,
    #[serde(default)]
    define: Map<String, Value>,
}

/// What was done with one record, in the order of time.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    /// What it is of, for whoever reads the file.
    #[serde(rename = "of")]
    _of: String,
    /// Who sends the steps that name nobody else.
    #[serde(rename = "as")]
    user: String,
    /// What every input holds, unless the step says otherwise.
    #[serde(default)]
    with: Map<String, Value>,
    steps: Vec<Written>,
}

/// A step as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    at: Moment,
    #[serde(rename = "as")]
    user: Option<String>,
    mutation: String,
    #[serde(default)]
    input: Map<String, Value>,
    save: Option<String>,
}

impl Source {
    /// The operation, its steps in the order of time.
    pub fn read(&self) -> Result<Scenario, SeedError> {
        let parsed = || {
            let Head { files, define: own, .. } = serde_json::from_str(self.head)?;
            let mut define: Map<String, Value> = serde_json::from_str(SHARED)?;
            define.extend(own);
            let mut steps = Vec::new();
            for (_, text) in self.parts {
                let chapters: Vec<Chapter> = serde_json::from_str(text)?;
                steps.extend(chapters.into_iter().flat_map(Chapter::steps));
            }
            steps.sort_by_key(|step| step.at);
            Ok(Scenario { name: self.name, files, define, steps })
        };
        parsed().map_err(|source| SeedError::Unreadable { operation: self.name, source })
    }
}

impl Chapter {
    fn steps(self) -> impl Iterator<Item = Step> {
        let Self { user, with, steps, .. } = self;
        steps.into_iter().map(move |written| {
            let Written { at, user: other, mutation, input: own, save } = written;
            let mut input = with.clone();
            input.extend(own);
            Step { at, user: other.unwrap_or_else(|| user.clone()), mutation, input, save }
        })
    }
}

/// The operation of a name.
pub fn find(name: &str) -> Result<Scenario, SeedError> {
    let source = SOURCES.iter().find(|source| source.name == name);
    let unknown =
        || SeedError::NoSuchOperation { name: name.to_owned(), known: super::names().join(", ") };
    source.ok_or_else(unknown)?.read()
}
