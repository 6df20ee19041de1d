//! Broken glass: access that somebody took in an emergency, for minutes, and that a supervisor of the
//! agency whose file it is looks at afterwards.
//!
//! ```text
//! Opened → Ended (by its user, or by time) → Reviewed
//! ```
//!
//! That it ended by time follows from its end and is recorded nowhere.

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
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::code::{EmergencyGround, GlassOutcome, GlassStatus};
pub use self::command::BreakGlassCommand;
pub use self::event::{BreakGlassEvent, Emergency};
pub use self::policy::LONGEST_MINUTES;
use self::policy::require;
pub use self::rejection::BreakGlassRejection;
use crate::{Claim, Decider, Metadata, UserId};

use BreakGlassCommand as Command;
use BreakGlassEvent as Event;
use BreakGlassRejection as Rejection;

/// Access that was taken in an emergency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum BreakGlass {
    /// Nobody took it.
    #[default]
    Unbroken,
    /// Taken; what its rules read of it.
    Broken(Box<Glass>),
}

/// What the rules read of broken glass.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glass {
    emergency: Emergency,
    by: UserId,
    until: DateTime<Utc>,
    ended: bool,
    noticed: bool,
    outcome: Option<GlassOutcome>,
}

impl Decider for BreakGlass {
    const CATEGORY: &'static str = "break_glass";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = BreakGlassCommand;
    type Event = BreakGlassEvent;
    type Rejection = BreakGlassRejection;

    fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
        _: &Law,
    ) -> Result<Vec<Event>, Rejection> {
        let actor = &metadata.actor;
        policy::role_may_take_part(actor.role)?;
        match (self, command) {
            (Self::Unbroken, Command::Break { emergency, minutes, around }) => {
                let owner = policy::may_be_broken(&emergency, minutes, &around)?;
                Ok(vec![
                    Event::Opened {
                        until: policy::end(metadata.recorded_at, minutes),
                        emergency,
                        by: actor.user.clone(),
                        agency: actor.agency.clone(),
                    },
                    Event::OwnerNotified { owner },
                ])
            }
            (Self::Unbroken, _) => Err(Rejection::NotBroken),

            (Self::Broken(glass), Command::Break { emergency, .. }) => {
                let same = glass.emergency == *emergency && glass.by == actor.user;
                require(same, Rejection::AlreadyBroken)?;
                Ok(vec![])
            }
            (Self::Broken(glass), Command::End) => {
                require(glass.by == actor.user, Rejection::NotYours)?;
                if glass.is_over(metadata.recorded_at) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::Ended {}])
            }
            (Self::Broken(glass), Command::TakeNotice { around }) => {
                policy::is_owners_supervisor(actor, &around)?;
                policy::is_somebody_else(actor, &glass.by)?;
                if glass.noticed {
                    return Ok(vec![]);
                }
                Ok(vec![Event::NoticeTaken { by: actor.user.clone() }])
            }
            (Self::Broken(glass), Command::Review { outcome, reasons, around }) => {
                policy::is_owners_supervisor(actor, &around)?;
                policy::is_somebody_else(actor, &glass.by)?;
                if let Some(found) = glass.outcome {
                    require(found == outcome, Rejection::AlreadyReviewed)?;
                    return Ok(vec![]);
                }
                require(glass.is_over(metadata.recorded_at), Rejection::NotOver)?;
                require(!policy::is_blank(&reasons), Rejection::ReasonsMissing)?;
                Ok(vec![Event::Reviewed { outcome, reasons, by: actor.user.clone() }])
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match event {
            Event::Opened { emergency, until, by, .. } => Self::Broken(Box::new(Glass {
                emergency: Emergency::clone(emergency),
                by: by.clone(),
                until: *until,
                ended: false,
                noticed: false,
                outcome: None,
            })),
            Event::OwnerNotified { .. } => self,
            Event::Ended {} => self.with(|glass| glass.ended = true),
            Event::NoticeTaken { .. } => self.with(|glass| glass.noticed = true),
            Event::Reviewed { outcome, .. } => self.with(|glass| glass.outcome = Some(*outcome)),
        }
    }

    fn taken(_claim: &Claim) -> Rejection {
        Rejection::AlreadyBroken
    }
}

impl BreakGlass {
    fn with(mut self, change: impl FnOnce(&mut Glass)) -> Self {
        if let Self::Broken(glass) = &mut self {
            change(glass);
        }
        self
    }
}

impl Glass {
    /// Whether its user ended it, or its time is over.
    fn is_over(&self, at: DateTime<Utc>) -> bool {
        self.ended || at >= self.until
    }
}
