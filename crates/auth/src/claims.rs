//! What a token says of its bearer.

use std::collections::BTreeSet;

use mpaka_domain::handling::Compartment;
use mpaka_domain::{AgencyId, Role, UserId, Viewer};
use serde::{Deserialize, Serialize};

/// The claims that are read: those registered in RFC 7519 4.1, and three of our own.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// The user's name.
    pub sub: String,
    /// Who signed.
    pub iss: String,
    /// The end of the sign-in, in seconds since 1970-01-01T00:00:00Z.
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
