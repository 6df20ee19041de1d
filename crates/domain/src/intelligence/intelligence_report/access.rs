//! Who may do what with an intelligence report.

use super::report::Report;
use super::{IntelligenceCommand, IntelligenceRejection};
use crate::{Actor, Role};

/// Investigators and supervisors record an agency's intelligence.
pub fn role_may_write(role: Role) -> Result<(), IntelligenceRejection> {
    match role {
        Role::Investigator | Role::Supervisor => Ok(()),
        Role::Analyst
        | Role::Prosecutor
        | Role::VictimSupportOfficer
        | Role::LiaisonOfficer
        | Role::Auditor
        | Role::Integrator
        | Role::System => Err(IntelligenceRejection::RoleMayNotWrite),
    }
}

/// What was passed on is acknowledged by those of the agency it went to who act on it.
fn role_may_acknowledge(role: Role) -> Result<(), IntelligenceRejection> {
    match role {
        Role::Investigator | Role::Supervisor | Role::Prosecutor | Role::VictimSupportOfficer => {
            Ok(())
        }
        Role::Analyst | Role::LiaisonOfficer | Role::Auditor | Role::Integrator | Role::System => {
            Err(IntelligenceRejection::RoleMayNotWrite)
        }
    }
}

/// Acknowledgement is the matter of those it went to; all else, of the agency whose report it is.
pub fn may(
    actor: &Actor,
    command: &IntelligenceCommand,
    report: &Report,
) -> Result<(), IntelligenceRejection> {
    match command {
        IntelligenceCommand::Acknowledge { .. } => role_may_acknowledge(actor.role),
        IntelligenceCommand::Submit { .. }
        | IntelligenceCommand::Evaluate { .. }
        | IntelligenceCommand::AssessRisk { .. }
        | IntelligenceCommand::Sanitise { .. }
        | IntelligenceCommand::Disseminate { .. }
        | IntelligenceCommand::Corroborate { .. }
        | IntelligenceCommand::Regrade { .. }
        | IntelligenceCommand::Recall { .. }
        | IntelligenceCommand::Review { .. }
        | IntelligenceCommand::Retain { .. }
        | IntelligenceCommand::Expire { .. } => {
            role_may_write(actor.role)?;
            if actor.agency == report.submission.agency {
                Ok(())
            } else {
                Err(IntelligenceRejection::NotYourReport)
            }
        }
    }
}
