//! The demo's operations, loaded step by step through the schema as their officers would send them.
//!
//! Every step has an id of its own, so that loading twice adds nothing, and is recorded at its own
//! time, so that a timeline asked for as of a day shows what was known on that day.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use mpaka_domain::Viewer;
use mpaka_domain::agency::CodeError;
use mpaka_graphql::MpakaSchema;
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::terminal;
use client::{Client, Refusal};
use officers::Officers;
use scenario::{Scenario, Step};

mod client;
mod officers;
mod scenario;
mod source;
#[cfg(test)]
mod tests;

/// How many steps are loaded between two lines of progress.
const STRIDE: usize = 50;

/// Why an operation was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum SeedError {
    /// No operation of that name.
    #[error("there is no operation {name}: choose from {known}")]
    NoSuchOperation {
        /// The name asked for.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A file of the operation does not read.
    #[error(
        "the files of operation {operation} cannot be read: build mpaka again from its sources"
    )]
    Unreadable {
        /// The operation.
        operation: &'static str,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A step is by somebody whom nobody knows.
    #[error("{at} is by {user}, who is no demo user and no officer: correct the operation's file")]
    NoSuchUser {
        /// The step.
        at: StepName,
        /// Who is meant.
        user: String,
    },
    /// Somebody's code is malformed.
    #[error(transparent)]
    User(#[from] CodeError),
    /// A step refers to what no step before it made.
    #[error(
        "{at} refers to {reference}, which nothing before it made: correct the operation's file"
    )]
    Unresolved {
        /// The step.
        at: StepName,
        /// The reference.
        reference: String,
    },
    /// A rule or a field refused a step.
    #[error("{at} was refused with {refusal}")]
    Refused {
        /// The step.
        at: StepName,
        /// The refusal.
        refusal: Box<Refusal>,
    },
    /// A step does not fit the schema, or something failed on the way.
    #[error("{at} failed: {message}")]
    Failed {
        /// The step.
        at: StepName,
        /// What the schema said.
        message: String,
    },
}

/// Which step of which operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepName {
    operation: &'static str,
    number: usize,
    mutation: String,
}

impl std::fmt::Display for StepName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "step {} of {} ({})", self.number, self.operation, self.mutation)
    }
}

/// What loading did.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// The operations that were loaded.
    pub loaded: Vec<&'static str>,
    /// The operations that had been loaded before.
    pub present: Vec<&'static str>,
    /// How many steps were sent.
    pub steps: usize,
}

/// The names of all operations.
pub fn names() -> Vec<&'static str> {
    source::SOURCES.iter().map(|source| source.name).collect()
}

/// Refuses names that are no operation's.
pub fn all_exist(names: &[impl AsRef<str>]) -> Result<(), SeedError> {
    names.iter().try_for_each(|name| source::find(name.as_ref()).map(drop))
}

/// Loads operations by name, in the order of time across all of them. What was loaded before stays as
/// it is; what was loaded in part is completed.
pub async fn load(schema: &MpakaSchema, names: &[impl AsRef<str>]) -> Result<Report, SeedError> {
    let mut scenarios = BTreeMap::new();
    for name in names {
        let scenario = source::find(name.as_ref())?;
        scenarios.insert(scenario.name, scenario);
    }
    let loading = Loading { client: Client::of(schema), officers: Officers::read()? };
    let mut report = Report { loaded: vec![], present: vec![], steps: 0 };
    let mut fresh = Vec::new();
    for scenario in scenarios.into_values() {
        if loading.is_present(&scenario).await? {
            report.present.push(scenario.name);
        } else {
            report.loaded.push(scenario.name);
            fresh.push(scenario);
        }
    }
    let steps = in_order(&fresh);
    for (done, (scenario, step)) in steps.iter().enumerate() {
        if done % STRIDE == 0 {
            terminal::note(format_args!("loading operations: {done} of {} steps", steps.len()));
        }
        loading.send(scenario, step).await?;
    }
    report.steps = steps.len();
    Ok(report)
}

/// The steps of several operations in the order of time; those of one stay in their order.
fn in_order(scenarios: &[Scenario]) -> Vec<(&Scenario, &Step)> {
    let mut steps: Vec<_> = scenarios
        .iter()
        .flat_map(|scenario| scenario.steps.iter().map(move |step| (scenario, step)))
        .collect();
    steps.sort_by_key(|(_, step)| step.at);
    steps
}

/// What sends the steps, each as its officer.
struct Loading<'a> {
    client: Client<'a>,
    officers: Officers,
}

impl Loading<'_> {
    /// Whether the operation's last step has been recorded, and with it all others.
    async fn is_present(&self, scenario: &Scenario) -> Result<bool, SeedError> {
        let Some(last) = scenario.steps.last() else { return Ok(true) };
        let event = self.event_of(scenario, last, last).await?;
        Ok(event.is_some())
    }

    async fn send(&self, scenario: &Scenario, step: &Step) -> Result<(), SeedError> {
        let viewer = self.viewer(scenario, step)?;
        let mut events = BTreeMap::new();
        for (reference, saved) in scenario.events_named_by(step)? {
            let event = self.event_of(scenario, step, saved).await?;
            let event = event.ok_or_else(|| scenario.unresolved(step, &reference))?;
            events.insert(reference, event);
        }
        let mut input: Map<String, Value> = scenario.resolve(step, &events)?;
        input.insert("commandId".to_owned(), scenario.command_id(step).to_string().into());
        let refusal = self
            .client
            .mutate(viewer, step.at, &step.mutation, input)
            .await
            .map_err(|message| SeedError::Failed { at: scenario.name_of(step), message })?;
        match refusal {
            None => Ok(()),
            Some(refusal) => {
                Err(SeedError::Refused { at: scenario.name_of(step), refusal: Box::new(refusal) })
            }
        }
    }

    /// The first event that a step was recorded with, as the officer of another step finds it in the
    /// timelines of the operation's files.
    async fn event_of(
        &self,
        scenario: &Scenario,
        reader: &Step,
        recorded: &Step,
    ) -> Result<Option<Uuid>, SeedError> {
        let viewer = self.viewer(scenario, reader)?;
        for file in &scenario.files {
            let found =
                self.client.event_recorded_at(&viewer, file, recorded.at).await.map_err(
                    |message| SeedError::Failed { at: scenario.name_of(reader), message },
                )?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn viewer(&self, scenario: &Scenario, step: &Step) -> Result<Viewer, SeedError> {
        self.officers.viewer(&step.user)?.ok_or_else(|| SeedError::NoSuchUser {
            at: scenario.name_of(step),
            user: step.user.clone(),
        })
    }
}

/// A moment in the course of an operation.
type Moment = DateTime<Utc>;
