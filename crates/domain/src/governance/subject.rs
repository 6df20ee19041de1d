//! What access is about, and what is known around it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::AgencyId;

/// What access is about: a whole file, or one record of it.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The whole file of an investigation.
    File,
    /// One record of it: a victim's case, an exhibit, a suspect and so on.
    Record(Uuid),
}

impl Subject {
    /// The record, where it is one.
    pub fn record(&self) -> Option<Uuid> {
        match self {
            Self::File => None,
            Self::Record(record) => Some(*record),
        }
    }
}

/// What is known around a file and a record of it, as the views show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Surroundings {
    /// The agency whose file it is now.
    pub owner: Option<AgencyId>,
    /// Whether the record that is named belongs to the file; true of a whole file.
    pub in_file: bool,
    /// Whether the consent that is named is given and stands; true where none is named.
    pub consent_stands: bool,
}
