//! Who acts in the operations: the demo's users, and officers of the other agencies, who cannot sign in.

use std::collections::{BTreeMap, BTreeSet};

use mpaka_domain::handling::Compartment;
use mpaka_domain::{AgencyId, Role, UserId, Viewer};
use serde::Deserialize;

use super::SeedError;
use crate::demo::users::DemoUser;

/// The officers of the agencies that no demo user acts for, and the colleagues of those who do.
pub const OFFICERS: &str = include_str!("../../../operations/officers.json");

/// Somebody who acts in the operations and cannot sign in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Officer {
    agency: AgencyId,
    role: Role,
    #[serde(default)]
    compartments: BTreeSet<Compartment>,
}

/// Everyone who acts in the operations and cannot sign in, by the code they sign with.
pub struct Officers(BTreeMap<String, Officer>);

impl Officers {
    /// Reads who they are.
    pub fn read() -> Result<Self, SeedError> {
        serde_json::from_str(OFFICERS)
            .map(Self)
            .map_err(|source| SeedError::Unreadable { operation: "officers", source })
    }

    /// Their codes.
    #[cfg(test)]
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Somebody of a code as a reader, the demo's users first; none when nobody signs with it.
    pub fn viewer(&self, code: &str) -> Result<Option<Viewer>, SeedError> {
        if let Some(user) = DemoUser::find(code) {
            return Ok(Some(user.viewer()?));
        }
        let Some(Officer { agency, role, compartments }) = self.0.get(code) else {
            return Ok(None);
        };
        Ok(Some(Viewer {
            user: UserId::parse(code)?,
            agency: agency.clone(),
            role: *role,
            compartments: compartments.clone(),
        }))
    }
}
