//! The people of the demo, all invented, with the agency and the role each signs in with.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use mpaka_domain::agency::CodeError;
use mpaka_domain::handling::Compartment;
use mpaka_domain::{AgencyId, Role, UserId, Viewer};
use serde::Serialize;

use super::{Issuer, IssuerError};

/// Someone who can sign in to the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoUser {
    /// The name to sign in with.
    pub user: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// The agency's code.
    pub agency: &'static str,
    /// The role.
    pub role: Role,
}

/// A demo user with a token, as `GET /demo/users` and `mpaka demo --json` list them.
#[derive(Debug, Clone, Serialize)]
pub struct SignedIn {
    /// The name to sign in with.
    pub user: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// The agency's code.
    pub agency: &'static str,
    /// The role.
    pub role: Role,
    /// A token, valid for twelve hours.
    pub token: String,
}

const fn user(
    user: &'static str,
    name: &'static str,
    agency: &'static str,
    role: Role,
) -> DemoUser {
    DemoUser { user, name, agency, role }
}

/// Everyone who can sign in to the demo.
pub const USERS: [DemoUser; 10] = [
    user("akinyi", "Akinyi", "KE-DCI-TOCU", Role::Investigator),
    user("harriet", "Harriet", "UK-NMC", Role::Investigator),
    user("njeri", "Njeri", "KE-ODPP", Role::Prosecutor),
    user("guyo", "Guyo", "KE-DCI-MARSABIT", Role::Investigator),
    user("amina", "Amina", "KE-DCI-MANDERA", Role::Investigator),
    user("wafula", "Wafula", "KE-DCI-BUSIA", Role::Supervisor),
    user("fatuma", "Fatuma", "KE-CPS", Role::VictimSupportOfficer),
    user("osman", "Osman", "KE-INTERIOR", Role::Analyst),
    user("petra", "Petra", AgencyId::OVERSIGHT, Role::Auditor),
    user("relay", "UK-NMC's integration", "UK-NMC", Role::Integrator),
];

impl DemoUser {
    /// The user of a name.
    pub fn find(name: &str) -> Option<&'static Self> {
        USERS.iter().find(|user| user.user == name)
    }

    /// The user as a reader. Victim-support officers are read into victims' identities (rule V6).
    pub fn viewer(&self) -> Result<Viewer, CodeError> {
        let compartments = match self.role {
            Role::VictimSupportOfficer => BTreeSet::from([Compartment::protection()]),
            Role::Investigator
            | Role::Supervisor
            | Role::Analyst
            | Role::Prosecutor
            | Role::LiaisonOfficer
            | Role::Auditor
            | Role::Integrator
            | Role::System => BTreeSet::new(),
        };
        Ok(Viewer {
            user: UserId::parse(self.user)?,
            agency: AgencyId::parse(self.agency)?,
            role: self.role,
            compartments,
        })
    }

    /// The user with a token.
    pub fn sign_in(&self, issuer: &Issuer, now: DateTime<Utc>) -> Result<SignedIn, IssuerError> {
        let Self { user, name, agency, role } = *self;
        let token = issuer.token(&self.viewer()?, now)?;
        Ok(SignedIn { user, name, agency, role, token })
    }
}

/// Everyone with a token.
pub fn sign_in_all(issuer: &Issuer, now: DateTime<Utc>) -> Result<Vec<SignedIn>, IssuerError> {
    USERS.iter().map(|user| user.sign_in(issuer, now)).collect()
}

#[cfg(test)]
mod tests {
    use mpaka_graphql::Clock;

    use super::{DemoUser, Issuer, sign_in_all};

    #[tokio::test]
    async fn every_demo_user_is_signed_in_by_their_token() {
        let folder = tempfile::tempdir().unwrap();
        let issuer = Issuer::open_or_make(folder.path()).unwrap();
        let verifier = issuer.verifier().unwrap();

        let users = sign_in_all(&issuer, Clock::system().now()).unwrap();

        assert_eq!(users.len(), 10);
        for user in users {
            let viewer = verifier.token(&user.token).await.unwrap().viewer;
            assert_eq!(viewer.user.as_str(), user.user);
            assert_eq!(viewer.agency.as_str(), user.agency);
            assert_eq!(viewer.role, user.role);
            assert_eq!(viewer.compartments.len(), usize::from(user.user == "fatuma"));
        }
    }

    #[tokio::test]
    async fn a_token_outlives_a_restart_and_not_a_new_data_directory() {
        let folder = tempfile::tempdir().unwrap();
        let issuer = Issuer::open_or_make(folder.path()).unwrap();
        let akinyi = DemoUser::find("akinyi").unwrap();
        let token = akinyi.sign_in(&issuer, Clock::system().now()).unwrap().token;

        let again = Issuer::open(folder.path()).unwrap();
        assert!(again.verifier().unwrap().token(&token).await.is_ok());

        let elsewhere = tempfile::tempdir().unwrap();
        assert!(Issuer::open(elsewhere.path()).is_err());
        let other = Issuer::open_or_make(elsewhere.path()).unwrap();
        assert!(other.verifier().unwrap().token(&token).await.is_err());
    }
}
