//! An operation as a list of steps, and how the names in it become ids.
//!
//! `@name` in an input is the id of the record of that name, `@event:name` the id of the first event
//! that the step saved under that name was recorded with, and `$name` what the file defines as that.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use super::{Moment, SeedError, StepName};

/// What marks an id by name.
const ID: char = '@';
/// What marks an event's id by the name it was saved under.
const EVENT: &str = "@event:";
/// What marks a defined value.
const DEFINED: char = '$';

/// An operation.
#[derive(Debug)]
pub struct Scenario {
    /// Its name on the command line.
    pub name: &'static str,
    /// The references of the files that its steps record in.
    pub files: Vec<String>,
    /// Values that several inputs share.
    pub(super) define: Map<String, Value>,
    /// Its steps in the order of recording.
    pub steps: Vec<Step>,
}

/// One mutation by one officer.
#[derive(Debug)]
pub struct Step {
    /// When it is recorded.
    pub at: Moment,
    /// Who sends it: a demo user, or an officer who cannot sign in.
    pub user: String,
    /// The mutation.
    pub mutation: String,
    /// Its input, with names for ids.
    pub input: Map<String, Value>,
    /// The name under which a later step finds the event it is recorded with.
    pub save: Option<String>,
}

impl Scenario {
    /// The id of a record of this operation by its name: the same in every database.
    pub fn id(&self, name: &str) -> Uuid {
        stable(&format!("{}/{name}", self.name))
    }

    /// The id of a step's command. A step is known by its time, which it shares with no other, so
    /// that a step put in between changes no other's id.
    pub fn command_id(&self, step: &Step) -> Uuid {
        stable(&format!("{}/command/{}", self.name, step.at.to_rfc3339()))
    }

    /// Which step it is, for messages.
    pub fn name_of(&self, step: &Step) -> StepName {
        let before = self.steps.iter().take_while(|other| other.at != step.at).count();
        StepName { operation: self.name, number: before + 1, mutation: step.mutation.clone() }
    }

    /// The refusal of a reference that leads nowhere.
    pub fn unresolved(&self, step: &Step, reference: &str) -> SeedError {
        SeedError::Unresolved { at: self.name_of(step), reference: reference.to_owned() }
    }

    /// The events that a step names, each with the step it was saved by.
    pub fn events_named_by(&self, step: &Step) -> Result<Vec<(String, &Step)>, SeedError> {
        let mut references = Vec::new();
        for value in step.input.values() {
            strings(value, &mut |text| {
                if text.starts_with(EVENT) {
                    references.push(text.to_owned());
                }
            });
        }
        references
            .into_iter()
            .map(|reference| {
                let name = reference.strip_prefix(EVENT).unwrap_or_default();
                let mut before = self.steps.iter().take_while(|other| other.at < step.at);
                match before.find(|other| other.save.as_deref() == Some(name)) {
                    Some(saved) => Ok((reference, saved)),
                    None => Err(self.unresolved(step, &reference)),
                }
            })
            .collect()
    }

    /// A step's input as it is sent, given the events that it names.
    pub fn resolve(
        &self,
        step: &Step,
        events: &BTreeMap<String, Uuid>,
    ) -> Result<Map<String, Value>, SeedError> {
        let field = |(name, value): (&String, &Value)| {
            let value = self.value(value, events).map_err(|text| self.unresolved(step, text))?;
            Ok((name.clone(), value))
        };
        step.input.iter().map(field).collect()
    }

    /// A value with its names replaced, or the name that stands for nothing.
    fn value<'a>(
        &'a self,
        value: &'a Value,
        events: &BTreeMap<String, Uuid>,
    ) -> Result<Value, &'a str> {
        Ok(match value {
            Value::String(text) => match text.strip_prefix(DEFINED) {
                Some(name) => self.define.get(name).cloned().ok_or(text.as_str())?,
                None if text.starts_with(EVENT) => {
                    events.get(text).ok_or(text.as_str())?.to_string().into()
                }
                None => match text.strip_prefix(ID) {
                    Some(name) => self.id(name).to_string().into(),
                    None => value.clone(),
                },
            },
            Value::Array(values) => {
                values.iter().map(|value| self.value(value, events)).collect::<Result<_, _>>()?
            }
            Value::Object(fields) => Value::Object(
                fields
                    .iter()
                    .map(|(name, value)| Ok((name.clone(), self.value(value, events)?)))
                    .collect::<Result<_, &str>>()?,
            ),
            Value::Null | Value::Bool(_) | Value::Number(_) => value.clone(),
        })
    }
}

/// An id made from a name, by UUID version 5 (RFC 9562).
fn stable(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("mpaka/operations/{name}").as_bytes())
}

/// Shows every string in a value.
pub fn strings<'a>(value: &'a Value, show: &mut impl FnMut(&'a str)) {
    match value {
        Value::String(text) => show(text),
        Value::Array(values) => values.iter().for_each(|value| strings(value, show)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, show)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
