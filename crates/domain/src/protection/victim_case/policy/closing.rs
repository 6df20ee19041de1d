//! The ends of a file: closing, what is left open to a person afterwards, and a second registration.

use chrono::NaiveDate;

use super::{Answer, Check, consent};
use crate::id::InvestigationId;
use crate::law::Law;
use crate::protection::victim_case::{
    ClockCode, CloseReason, File, Repatriation, TraffickingStatus, VictimCaseCommand as Command,
    VictimCaseRejection as Rejection,
};
use crate::value::VictimAlias;

/// A file is closed when no duty is outstanding and its reason is true.
pub fn may_be_closed(file: &File, reason: CloseReason) -> Check {
    if file.is_open(ClockCode::UkDtn) {
        return Err(Rejection::DutyToNotifyOutstanding);
    }
    if reason == CloseReason::Repatriated && file.repatriation != Repatriation::Confirmed {
        return Err(Rejection::RepatriationNotConfirmed);
    }
    let is_no_victim = file.determined == Some(TraffickingStatus::NotAVictim);
    if reason == CloseReason::NotAVictim && !is_no_victim {
        return Err(Rejection::NotDeterminedNotAVictim);
    }
    Ok(())
}

/// After closing a person can still withdraw consent; everything else is over.
pub fn after_closing(file: &File, command: Command, today: NaiveDate, law: &Law) -> Answer {
    match (file, command) {
        (_, Command::Close { .. }) => Ok(vec![]),
        (_, Command::WithdrawConsent { scopes }) => consent::withdraw(file, &scopes, today, law),
        (_, Command::Register { investigation, alias, .. }) => {
            registered_again(file, investigation, &alias)
        }
        (_, _) => Err(Rejection::Closed),
    }
}

/// The same person registered again under the same file is already so.
pub fn registered_again(
    file: &File,
    investigation: InvestigationId,
    alias: &VictimAlias,
) -> Answer {
    if file.investigation == investigation && file.alias == *alias {
        Ok(vec![])
    } else {
        Err(Rejection::AlreadyRegistered)
    }
}
