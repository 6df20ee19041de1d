//! The life of an exhibit: which command has a meaning where it is, and which asks for nothing new.

use super::exhibit::{Exhibit, Finding, Retention, Seal, Sensitivity, Whereabouts};
use super::{EvidenceCommand, EvidenceRejection, access, policy};
use crate::Actor;

/// Refuses a command that has no meaning where the exhibit is, named after the place.
///
/// Custody is offered wherever an officer has the exhibit in hand: as seized, from the store and
/// from examination.
pub fn has_meaning(
    command: &EvidenceCommand,
    whereabouts: &Whereabouts,
) -> Result<(), EvidenceRejection> {
    use Whereabouts as At;

    let meant = match command {
        EvidenceCommand::Identify { .. } => return Err(EvidenceRejection::AlreadyIdentified),
        EvidenceCommand::Seize { .. } => return Err(EvidenceRejection::AlreadySeized),
        EvidenceCommand::StoreFile { .. } => return takes_files(whereabouts),
        EvidenceCommand::Acquire { .. }
        | EvidenceCommand::OfferCustody { .. }
        | EvidenceCommand::BreakSeal { .. }
        | EvidenceCommand::Reseal { .. }
        | EvidenceCommand::Store { .. } => {
            matches!(whereabouts, At::Seized | At::InStore { .. } | At::InExamination)
        }
        EvidenceCommand::VerifyHash { .. } => matches!(
            whereabouts,
            At::Seized | At::InStore { .. } | At::InExamination | At::InCourt { .. }
        ),
        EvidenceCommand::CheckFile { .. } => !matches!(whereabouts, At::Excluded { .. }),
        EvidenceCommand::AcceptCustody { .. }
        | EvidenceCommand::RefuseCustody { .. }
        | EvidenceCommand::WithdrawOffer { .. } => {
            if !matches!(whereabouts, At::InTransfer { .. }) {
                return Err(EvidenceRejection::NothingOffered);
            }
            true
        }
        EvidenceCommand::Examine { .. } => {
            if matches!(whereabouts, At::InTransfer { .. }) {
                return Err(EvidenceRejection::NoExaminationInTransfer);
            }
            matches!(whereabouts, At::InStore { .. } | At::InExamination)
        }
        EvidenceCommand::Derive { .. } => {
            matches!(whereabouts, At::InStore { .. } | At::InExamination)
        }
        EvidenceCommand::RecordSelector { .. } | EvidenceCommand::Disclose { .. } => {
            !matches!(whereabouts, At::Compromised { .. } | At::Excluded { .. })
        }
        EvidenceCommand::RuleOnIntegrity { .. } => matches!(whereabouts, At::Compromised { .. }),
        EvidenceCommand::LendAbroad { .. } | EvidenceCommand::SendToCourt { .. } => {
            matches!(whereabouts, At::InStore { .. })
        }
        EvidenceCommand::ReturnFromAbroad { .. } => {
            matches!(whereabouts.place(), At::LentAbroad { .. })
        }
        EvidenceCommand::ReturnFromCourt { .. } => {
            matches!(whereabouts.place(), At::InCourt { .. })
        }
        EvidenceCommand::PlaceHold { .. }
        | EvidenceCommand::LiftHold { .. }
        | EvidenceCommand::SetRetention { .. }
        | EvidenceCommand::AssessSensitivity { .. } => true,
        EvidenceCommand::Return { .. } | EvidenceCommand::Destroy { .. } => {
            return leaves_custody(whereabouts);
        }
    };
    if meant { Ok(()) } else { Err(not_allowed_in(whereabouts)) }
}

/// Files are taken in wherever an officer has the exhibit in hand.
pub fn takes_files(whereabouts: &Whereabouts) -> Result<(), EvidenceRejection> {
    match whereabouts {
        Whereabouts::Seized | Whereabouts::InStore { .. } | Whereabouts::InExamination => Ok(()),
        Whereabouts::InTransfer { .. }
        | Whereabouts::LentAbroad { .. }
        | Whereabouts::InCourt { .. }
        | Whereabouts::Compromised { .. }
        | Whereabouts::Excluded { .. } => Err(not_allowed_in(whereabouts)),
    }
}

/// What is given back or destroyed is kept, or was ruled out and is at hand.
fn leaves_custody(whereabouts: &Whereabouts) -> Result<(), EvidenceRejection> {
    use Whereabouts as At;

    match whereabouts {
        At::Excluded { at } if matches!(**at, At::LentAbroad { .. } | At::InCourt { .. }) => {
            Err(not_allowed_in(at))
        }
        At::InStore { .. } | At::Excluded { .. } => Ok(()),
        At::Seized
        | At::InTransfer { .. }
        | At::InExamination
        | At::LentAbroad { .. }
        | At::InCourt { .. }
        | At::Compromised { .. } => Err(not_allowed_in(whereabouts)),
    }
}

fn not_allowed_in(whereabouts: &Whereabouts) -> EvidenceRejection {
    match whereabouts {
        Whereabouts::Seized => EvidenceRejection::NotAllowedInSeized,
        Whereabouts::InStore { .. } => EvidenceRejection::NotAllowedInStore,
        Whereabouts::InTransfer { .. } => EvidenceRejection::NotAllowedInTransfer,
        Whereabouts::InExamination => EvidenceRejection::NotAllowedInExamination,
        Whereabouts::LentAbroad { .. } => EvidenceRejection::NotAllowedAbroad,
        Whereabouts::InCourt { .. } => EvidenceRejection::NotAllowedInCourt,
        Whereabouts::Compromised { .. } => EvidenceRejection::NotAllowedInCompromised,
        Whereabouts::Excluded { .. } => EvidenceRejection::NotAllowedInExcluded,
    }
}

/// Whether a command asks for what is so already. Acts (an acquisition, an examination, a check of a
/// digest) are new each time; states are not. A digest that shows a change is always news, but for
/// that of a file that is known to be altered.
pub fn is_so_already(exhibit: &Exhibit, command: &EvidenceCommand, actor: &Actor) -> bool {
    use Whereabouts as At;

    match (command, &exhibit.whereabouts) {
        (
            EvidenceCommand::OfferCustody { to, to_agency, purpose },
            At::InTransfer { offer, .. },
        ) => *to == offer.to && *to_agency == offer.to_agency && *purpose == offer.purpose,
        (EvidenceCommand::StoreFile { file, .. }, _) => exhibit.files.contains_key(file),
        (EvidenceCommand::CheckFile { file, found, .. }, _) => {
            exhibit.files.get(file).is_some_and(|kept| kept.is_known_as(found))
        }
        (EvidenceCommand::AcceptCustody { .. }, At::InStore { .. } | At::InExamination) => {
            access::holds(actor, exhibit)
        }
        (EvidenceCommand::Store { location }, At::InStore { location: Some(shelf) }) => {
            location.trim() == shelf
        }
        (
            EvidenceCommand::LendAbroad { mla_ref, return_by },
            At::LentAbroad { mla_ref: request, return_by: due },
        ) => mla_ref.trim() == request && return_by == due,
        (EvidenceCommand::SendToCourt { court }, At::InCourt { court: before }) => {
            court.trim() == before
        }
        (EvidenceCommand::BreakSeal { old, .. }, _) => exhibit.seal == Seal::Broken(old.clone()),
        (EvidenceCommand::Reseal { new, .. }, _) => exhibit.seal == Seal::Whole(new.clone()),
        (EvidenceCommand::Derive { child, parent_hash, .. }, _) => {
            let failure = |hash| policy::failure(&exhibit.hashes(), hash);
            exhibit.children.contains(child) && parent_hash.as_ref().and_then(failure).is_none()
        }
        (EvidenceCommand::RecordSelector { selector, context }, _) => {
            let (selector, context) = (selector.clone(), context.clone());
            exhibit.findings.contains(&Finding { selector, context })
        }
        (EvidenceCommand::PlaceHold { authority_ref, .. }, _) => {
            exhibit.holds.contains(authority_ref.trim())
        }
        (EvidenceCommand::SetRetention { ends_on, legal_basis }, _) => {
            let set = Retention { ends_on: *ends_on, legal_basis: legal_basis.clone() };
            exhibit.retention == Some(set)
        }
        (EvidenceCommand::AssessSensitivity { sensitive, reason }, _) => {
            let assessed = Sensitivity { sensitive: *sensitive, reason: reason.clone() };
            exhibit.sensitivity == Some(assessed)
        }
        (
            EvidenceCommand::Disclose { schedule, item_no },
            At::Seized
            | At::InStore { .. }
            | At::InTransfer { .. }
            | At::InExamination
            | At::LentAbroad { .. }
            | At::InCourt { .. },
        ) => exhibit.disclosures.contains(&(schedule.trim().to_owned(), *item_no)),
        _ => false,
    }
}
