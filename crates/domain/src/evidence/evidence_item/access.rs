//! Who may do what with an exhibit.

use super::event::Custodian;
use super::exhibit::{Exhibit, Ownership, Whereabouts};
use super::{EvidenceCommand, EvidenceRejection};
use crate::{Actor, Role};

/// The service itself records what it finds when a file's turn to be read again has come, and
/// nothing else.
pub fn role_may(role: Role, command: &EvidenceCommand) -> Result<(), EvidenceRejection> {
    match role {
        Role::System if matches!(command, EvidenceCommand::CheckFile { scheduled: true, .. }) => {
            Ok(())
        }
        Role::Investigator
        | Role::Supervisor
        | Role::Analyst
        | Role::Prosecutor
        | Role::VictimSupportOfficer
        | Role::LiaisonOfficer
        | Role::Auditor
        | Role::Integrator
        | Role::System => role_may_write(role),
    }
}

/// Those who look across cases or at who did what never write casework.
pub fn role_may_write(role: Role) -> Result<(), EvidenceRejection> {
    match role {
        Role::Investigator | Role::Supervisor | Role::Prosecutor | Role::VictimSupportOfficer => {
            Ok(())
        }
        Role::Analyst | Role::LiaisonOfficer | Role::Auditor | Role::Integrator | Role::System => {
            Err(EvidenceRejection::RoleMayNotWrite)
        }
    }
}

/// An exhibit is the matter of the agency that identified it.
pub fn is_of_agency(actor: &Actor, ownership: &Ownership) -> Result<(), EvidenceRejection> {
    if actor.agency == ownership.agency { Ok(()) } else { Err(EvidenceRejection::NotYourFile) }
}

/// Custody is the matter of the two officers concerned; work on the exhibit, of the agency that
/// holds it; disclosure and the check of a file, of prosecutors too; all else, of the agency whose exhibit it is.
pub fn may(
    actor: &Actor,
    command: &EvidenceCommand,
    exhibit: &Exhibit,
) -> Result<(), EvidenceRejection> {
    match command {
        EvidenceCommand::OfferCustody { .. } | EvidenceCommand::WithdrawOffer { .. } => {
            is_custodian(actor, exhibit)
        }
        EvidenceCommand::AcceptCustody { .. } | EvidenceCommand::RefuseCustody { .. } => {
            is_recipient(actor, exhibit)
        }
        EvidenceCommand::Disclose { .. } | EvidenceCommand::CheckFile { .. }
            if actor.role == Role::Prosecutor =>
        {
            Ok(())
        }
        EvidenceCommand::Acquire { .. }
        | EvidenceCommand::StoreFile { .. }
        | EvidenceCommand::CheckFile { .. }
        | EvidenceCommand::BreakSeal { .. }
        | EvidenceCommand::Reseal { .. }
        | EvidenceCommand::Examine { .. }
        | EvidenceCommand::Derive { .. }
        | EvidenceCommand::RecordSelector { .. }
        | EvidenceCommand::VerifyHash { .. }
        | EvidenceCommand::Store { .. } => works_on(actor, exhibit),
        EvidenceCommand::RuleOnIntegrity { .. } => {
            is_of_agency(actor, &exhibit.ownership)?;
            is_supervisor(actor)
        }
        EvidenceCommand::Identify { .. }
        | EvidenceCommand::Seize { .. }
        | EvidenceCommand::LendAbroad { .. }
        | EvidenceCommand::ReturnFromAbroad { .. }
        | EvidenceCommand::SendToCourt { .. }
        | EvidenceCommand::ReturnFromCourt { .. }
        | EvidenceCommand::PlaceHold { .. }
        | EvidenceCommand::LiftHold { .. }
        | EvidenceCommand::SetRetention { .. }
        | EvidenceCommand::AssessSensitivity { .. }
        | EvidenceCommand::Disclose { .. }
        | EvidenceCommand::Return { .. }
        | EvidenceCommand::Destroy { .. } => is_of_agency(actor, &exhibit.ownership),
    }
}

/// Work on an exhibit is the matter of the agency that holds it, and of the one whose exhibit it is.
pub fn works_on(actor: &Actor, exhibit: &Exhibit) -> Result<(), EvidenceRejection> {
    if actor.agency == exhibit.custodian.agency {
        return Ok(());
    }
    is_of_agency(actor, &exhibit.ownership)
}

/// X1: only the one officer who holds it hands it over.
fn is_custodian(actor: &Actor, exhibit: &Exhibit) -> Result<(), EvidenceRejection> {
    if holds(actor, exhibit) { Ok(()) } else { Err(EvidenceRejection::NotTheCustodian) }
}

/// X2: the recipient signs for the second half of a hand-over. Afterwards they are the custodian.
fn is_recipient(actor: &Actor, exhibit: &Exhibit) -> Result<(), EvidenceRejection> {
    match &exhibit.whereabouts {
        Whereabouts::InTransfer { offer, .. } => {
            if actor.user == offer.to && actor.agency == offer.to_agency {
                Ok(())
            } else {
                Err(EvidenceRejection::NotTheRecipient)
            }
        }
        Whereabouts::Seized
        | Whereabouts::InStore { .. }
        | Whereabouts::InExamination
        | Whereabouts::LentAbroad { .. }
        | Whereabouts::InCourt { .. }
        | Whereabouts::Compromised { .. }
        | Whereabouts::Excluded { .. } => {
            if holds(actor, exhibit) {
                Ok(())
            } else {
                Err(EvidenceRejection::NothingOffered)
            }
        }
    }
}

/// Whether the actor is the one officer who holds it.
pub fn holds(actor: &Actor, exhibit: &Exhibit) -> bool {
    let Custodian { user, agency } = &exhibit.custodian;
    actor.user == *user && actor.agency == *agency
}

/// X5: integrity is ruled on by a supervisor.
fn is_supervisor(actor: &Actor) -> Result<(), EvidenceRejection> {
    if actor.role == Role::Supervisor { Ok(()) } else { Err(EvidenceRejection::SupervisorRules) }
}
