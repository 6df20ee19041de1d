//! The rules of a grant of access, one function each.

use chrono::{DateTime, TimeDelta, Utc};

use super::code::RevocationReason;
use super::command::AccessGrantCommand as Command;
use super::event::{Period, Request};
use super::rejection::AccessGrantRejection as Rejection;
use crate::governance::Surroundings;
use crate::{Actor, Personal, Role, UserId};

/// The longest period that access is granted for at a time, in days: our own default. Whoever needs it
/// longer asks again.
pub const LONGEST_DAYS: i64 = 90;

/// Auditors and machines neither ask for access nor give it. The service itself takes it back, and does
/// nothing else.
pub(super) fn role_may_take_part(role: Role, command: &Command) -> Result<(), Rejection> {
    match role {
        Role::System if matches!(command, Command::Revoke { .. }) => Ok(()),
        Role::Investigator
        | Role::Supervisor
        | Role::Analyst
        | Role::Prosecutor
        | Role::VictimSupportOfficer
        | Role::LiaisonOfficer => Ok(()),
        Role::Auditor | Role::Integrator | Role::System => Err(Rejection::RoleMayNotWrite),
    }
}

/// AG-2 and AG-3: what is asked for is bounded, says why, and rests on a consent that is given, where it
/// names one.
pub(super) fn may_be_asked_for(
    request: &Request,
    around: &Surroundings,
    now: DateTime<Utc>,
) -> Result<(), Rejection> {
    require(around.in_file, Rejection::RecordUnknown)?;
    require(!is_blank(&request.reason), Rejection::ReasonMissing)?;
    let Period { valid_from, valid_until } = request.period;
    require(valid_from < valid_until, Rejection::PeriodBackwards)?;
    let longest = TimeDelta::days(LONGEST_DAYS);
    require(valid_until - valid_from <= longest, Rejection::PeriodTooLong { days: LONGEST_DAYS })?;
    has_not_expired(&request.period, now)?;
    consent_stands(around)
}

/// AG-1: a supervisor of the agency whose file it is decides.
pub(super) fn decides(actor: &Actor, around: &Surroundings) -> Result<(), Rejection> {
    let owns = around.owner.as_ref() == Some(&actor.agency);
    require(actor.role == Role::Supervisor && owns, Rejection::NotTheOwnersSupervisor)
}

/// AG-1: whoever asked for access, or would have it, does not give it.
pub(super) fn is_somebody_else(
    actor: &Actor,
    by: &UserId,
    request: &Request,
) -> Result<(), Rejection> {
    let receives = request.grantee.user.as_ref() == Some(&actor.user);
    require(actor.user != *by && !receives, Rejection::OwnRequest)
}

/// AG-2: nothing is given whose period is over.
pub(super) fn has_not_expired(period: &Period, now: DateTime<Utc>) -> Result<(), Rejection> {
    require(now < period.valid_until, Rejection::PeriodOver)
}

/// AG-3: access that rests on a consent is asked for and given while that consent stands.
pub(super) fn consent_stands(around: &Surroundings) -> Result<(), Rejection> {
    require(around.consent_stands, Rejection::ConsentNotGiven)
}

/// AG-4: the agency whose file it is takes access back, and whoever has it gives it up. The service does so
/// with the consent that it rests on, and for no other reason (V5).
pub(super) fn may_revoke(
    actor: &Actor,
    code: RevocationReason,
    around: &Surroundings,
    request: &Request,
) -> Result<(), Rejection> {
    if actor.role == Role::System {
        let withdrawn = code == RevocationReason::ConsentWithdrawn;
        return require(withdrawn, Rejection::NotYoursToRevoke);
    }
    let of_owner = around.owner.as_ref() == Some(&actor.agency);
    let works_the_file =
        matches!(actor.role, Role::Investigator | Role::Supervisor | Role::VictimSupportOfficer);
    let grantee = &request.grantee;
    let receives = grantee.agency == actor.agency
        && grantee.user.as_ref().is_none_or(|user| *user == actor.user);
    require((of_owner && works_the_file) || receives, Rejection::NotYoursToRevoke)
}

/// V5: only what rests on a consent ends with it.
pub(super) fn rests_on_what_was_withdrawn(
    code: RevocationReason,
    request: &Request,
) -> Result<(), Rejection> {
    let withdrawn = code == RevocationReason::ConsentWithdrawn;
    require(!withdrawn || request.consent.is_some(), Rejection::RestsOnNoConsent)
}

/// Whether a text says nothing, because it is empty or has been erased.
pub(super) fn is_blank(text: &Personal<String>) -> bool {
    text.get().is_none_or(|text| text.trim().is_empty())
}

/// A rule that fits one line.
pub(super) fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}
