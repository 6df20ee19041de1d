//! What a token says of its bearer.

use std::collections::BTreeSet;
use std::time::Duration;

use mpaka_domain::handling::Compartment;
use mpaka_domain::{AgencyId, Role, UserId, Viewer};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};

/// The claims that are read: those registered in RFC 7519 4.1, and three of our own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// The user's name.
    pub sub: String,
    /// Who signed.
    pub iss: String,
    /// The end of the sign-in, in seconds since 1970-01-01T00:00:00Z; of a fraction the second that it
    /// is in.
    #[serde(deserialize_with = "whole_seconds")]
    pub exp: i64,
    /// The agency's code, as in `KE-DCI-TOCU`.
    pub agency: String,
    /// The role, as in `VICTIM_SUPPORT_OFFICER`.
    pub role: String,
    /// The compartments the user is read into.
    #[serde(default)]
    pub compartments: Vec<String>,
}

impl Claims {
    /// The reader so described; none when a claim is not formed as it must be.
    pub fn viewer(&self) -> Option<Viewer> {
        let compartments: Result<BTreeSet<_>, _> =
            self.compartments.iter().map(|name| Compartment::parse(name)).collect();
        let role = self.role.parse::<Role>().ok()?;
        // The service acts under a role of its own, which nobody is given by a token.
        if role == Role::System {
            return None;
        }
        Some(Viewer {
            user: UserId::parse(&self.sub).ok()?,
            agency: AgencyId::parse(&self.agency).ok()?,
            role,
            compartments: compartments.ok()?,
        })
    }
}

/// Reads a `NumericDate`, which may have a fraction (RFC 7519 2).
fn whole_seconds<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let date = serde_json::Number::deserialize(deserializer)?;
    let whole = || {
        let seconds = Duration::try_from_secs_f64(date.as_f64()?).ok()?.as_secs();
        i64::try_from(seconds).ok()
    };
    date.as_i64().or_else(whole).ok_or_else(|| D::Error::custom("not a time"))
}
