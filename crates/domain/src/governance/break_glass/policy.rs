//! The rules of broken glass, one function each.

use chrono::{DateTime, TimeDelta, Utc};

use super::event::Emergency;
use super::rejection::BreakGlassRejection as Rejection;
use crate::governance::Surroundings;
use crate::{Actor, AgencyId, Personal, Role, UserId};

/// The longest that access is taken for at a time, in minutes: our own default.
pub const LONGEST_MINUTES: u32 = 30;

/// Only those who act on cases take access in an emergency, or look at it afterwards.
pub(super) fn role_may_take_part(role: Role) -> Result<(), Rejection> {
    match role {
        Role::Investigator | Role::Supervisor | Role::Prosecutor | Role::VictimSupportOfficer => {
            Ok(())
        }
        Role::Analyst | Role::LiaisonOfficer | Role::Auditor | Role::Integrator | Role::System => {
            Err(Rejection::RoleMayNotWrite)
        }
    }
}

/// BG-1 and BG-2: access is taken for minutes, and says why; answers whom it is notified to.
pub(super) fn may_be_broken(
    emergency: &Emergency,
    minutes: u32,
    around: &Surroundings,
) -> Result<AgencyId, Rejection> {
    require(around.in_file, Rejection::RecordUnknown)?;
    require(!is_blank(&emergency.reason), Rejection::ReasonMissing)?;
    let bounded = (1..=LONGEST_MINUTES).contains(&minutes);
    require(bounded, Rejection::TooLong { minutes: LONGEST_MINUTES })?;
    around.owner.clone().ok_or(Rejection::RecordUnknown)
}

/// When access that is taken now ends.
pub(super) fn end(now: DateTime<Utc>, minutes: u32) -> DateTime<Utc> {
    now + TimeDelta::minutes(minutes.into())
}

/// BG-3: a supervisor of the agency whose file it is looks at it.
pub(super) fn is_owners_supervisor(actor: &Actor, around: &Surroundings) -> Result<(), Rejection> {
    let owns = around.owner.as_ref() == Some(&actor.agency);
    require(actor.role == Role::Supervisor && owns, Rejection::NotTheOwnersSupervisor)
}

/// BG-3: whoever took access does not review it.
pub(super) fn is_somebody_else(actor: &Actor, by: &UserId) -> Result<(), Rejection> {
    require(actor.user != *by, Rejection::OwnGlass)
}

/// Whether a text says nothing, because it is empty or has been erased.
pub(super) fn is_blank(text: &Personal<String>) -> bool {
    text.get().is_none_or(|text| text.trim().is_empty())
}

/// A rule that fits one line.
pub(super) fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}
