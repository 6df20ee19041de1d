//! Who supports a person.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Organisation;
use crate::AgencyId;

/// Who supports a person: an agency that uses this service, whose victim-support officers may then
/// write in the file, or another organisation.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// An agency, by its code.
    Agency(AgencyId),
    /// Another organisation, by its name.
    Organisation(Organisation),
}
