//! A grant of access: asked for, approved by somebody else of the agency whose file it is, bounded in
//! time, and revoked with a reason.
//!
//! ```text
//! Requested → Approved → Revoked        Requested → Refused
//! ```
//!
//! Whether an approved grant has begun or expired follows from its period and is recorded nowhere.

mod code;
mod command;
mod event;
mod policy;
mod rejection;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use crate::Law;
use serde::{Deserialize, Serialize};

pub use self::code::{GrantStatus, RevocationReason};
pub use self::command::AccessGrantCommand;
pub use self::event::{AccessGrantEvent, Consent, Grantee, Period, Request};
pub use self::policy::LONGEST_DAYS;
use self::policy::require;
pub use self::rejection::AccessGrantRejection;
use crate::{Claim, Decider, Metadata, UserId};

use AccessGrantCommand as Command;
use AccessGrantEvent as Event;
use AccessGrantRejection as Rejection;

/// A grant of access.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum AccessGrant {
    /// Nobody asked for it.
    #[default]
    Unrequested,
    /// Asked for; what its rules read of it.
    Requested(Box<Grant>),
}

/// What the rules read of a grant that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    request: Request,
    by: UserId,
    decided: Decided,
}

/// How far a grant has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum Decided {
    Waiting,
    Approved,
    Refused,
    Revoked(RevocationReason),
}

impl Decider for AccessGrant {
    const CATEGORY: &'static str = "access_grant";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = AccessGrantCommand;
    type Event = AccessGrantEvent;
    type Rejection = AccessGrantRejection;

    fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
        _: &Law,
    ) -> Result<Vec<Event>, Rejection> {
        let actor = &metadata.actor;
        policy::role_may_take_part(actor.role, &command)?;
        match (self, command) {
            (Self::Unrequested, Command::Request { request, around }) => {
                policy::may_be_asked_for(&request, &around, metadata.recorded_at)?;
                let (by, agency) = (actor.user.clone(), actor.agency.clone());
                Ok(vec![Event::Requested { request, by, agency }])
            }
            (Self::Unrequested, _) => Err(Rejection::NotRequested),

            (Self::Requested(grant), Command::Request { request, .. }) => {
                let same = grant.request == *request && grant.by == actor.user;
                require(same, Rejection::AlreadyRequested)?;
                Ok(vec![])
            }
            (Self::Requested(grant), Command::Approve { around }) => {
                policy::decides(actor, &around)?;
                policy::is_somebody_else(actor, &grant.by, &grant.request)?;
                match grant.decided {
                    Decided::Approved => return Ok(vec![]),
                    Decided::Waiting => {}
                    Decided::Refused | Decided::Revoked(_) => return Err(Rejection::Over),
                }
                policy::has_not_expired(&grant.request.period, metadata.recorded_at)?;
                policy::consent_stands(&around)?;
                Ok(vec![Event::Approved { by: actor.user.clone() }])
            }
            (Self::Requested(grant), Command::Refuse { reason, around }) => {
                policy::decides(actor, &around)?;
                match grant.decided {
                    Decided::Refused => return Ok(vec![]),
                    Decided::Waiting => {}
                    Decided::Approved | Decided::Revoked(_) => {
                        return Err(Rejection::AlreadyApproved);
                    }
                }
                require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
                Ok(vec![Event::Refused { reason, by: actor.user.clone() }])
            }
            (Self::Requested(grant), Command::Revoke { code, reason, around }) => {
                policy::may_revoke(actor, code, &around, &grant.request)?;
                match grant.decided {
                    Decided::Revoked(_) => return Ok(vec![]),
                    Decided::Approved | Decided::Waiting => {}
                    Decided::Refused => return Err(Rejection::Over),
                }
                policy::rests_on_what_was_withdrawn(code, &grant.request)?;
                require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
                Ok(vec![Event::Revoked { code, reason, by: actor.user.clone() }])
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::Requested { request, by, .. } => Self::Requested(Box::new(Grant {
                request: Request::clone(request),
                by: by.clone(),
                decided: Decided::Waiting,
            })),
            Event::Approved { .. } => self.decided(Decided::Approved),
            Event::Refused { .. } => self.decided(Decided::Refused),
            Event::Revoked { code, .. } => self.decided(Decided::Revoked(*code)),
        }
    }

    fn taken(_claim: &Claim) -> Rejection {
        Rejection::AlreadyRequested
    }
}

impl AccessGrant {
    fn decided(mut self, decided: Decided) -> Self {
        if let Self::Requested(grant) = &mut self {
            grant.decided = decided;
        }
        self
    }
}
