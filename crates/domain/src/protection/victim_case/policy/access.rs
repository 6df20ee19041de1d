//! Who writes in a protection file, and under which aliases they open one.

use super::Check;
use crate::metadata::{Actor, Role};
use crate::protection::victim_case::{File, Provider, VictimCaseRejection as Rejection};
use crate::value::VictimAlias;

/// Investigators, supervisors and victim-support officers write; everybody else reads at most.
pub fn role_writes(role: Role) -> Check {
    match role {
        Role::Investigator | Role::Supervisor | Role::VictimSupportOfficer => Ok(()),
        Role::Analyst
        | Role::Prosecutor
        | Role::LiaisonOfficer
        | Role::Auditor
        | Role::Integrator
        | Role::System => Err(Rejection::RoleMayNotWrite),
    }
}

/// The owner's people write, and the victim-support officers of an agency that supports the person.
pub fn file_is_theirs(file: &File, actor: &Actor) -> Check {
    let supports = actor.role == Role::VictimSupportOfficer
        && file.providers.contains(&Provider::Agency(actor.agency.clone()));
    if file.agency == actor.agency || supports { Ok(()) } else { Err(Rejection::NotYourFile) }
}

/// An agency gives aliases of its own country.
pub fn alias_is_of_their_country(alias: &VictimAlias, actor: &Actor) -> Check {
    let theirs = actor.agency.country();
    if theirs.is_some() && alias.country() == theirs {
        Ok(())
    } else {
        Err(Rejection::AliasOfAnotherCountry)
    }
}
