//! The disclosure schedules of an investigation: what the prosecution holds and does not use, what a
//! prosecutor decided on each item, and which version the defence was served.
//!
//! ```text
//! item  Listed → reviewed → served     reviewed: to disclose, edited, withheld, or taken to a court
//!       Listed, reviewed → Moved       to the other schedule, where it is reviewed again
//! ```
//!
//! Two lists are kept: non-sensitive items (MG6C in England and Wales), which the defence is served, and
//! sensitive ones (MG6D), which it never is. The duty continues: whatever comes later makes a new version
//! (Criminal Procedure and Investigations Act 1996 ss.3 and 7A; Constitution of Kenya 2010 art. 50(2)(j)).

mod code;
mod command;
mod document;
mod event;
mod item;
mod lists;
mod policy;
mod rejection;
#[cfg(test)]
mod samples;
mod schedule;
#[cfg(test)]
mod tests;

use crate::Law;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use self::code::{
    DisclosureClass, DisclosureDecision, DisclosureForm, DisclosureStatus, PiiOutcome,
};
pub use self::command::{DisclosureCommand, DisclosureStanding, MaterialStanding};
pub use self::document::{Document, DocumentLine, Heading};
pub use self::event::DisclosureEvent;
pub use self::item::{Audience, DisclosureTest, Item, Material, Review, Ruling};
pub use self::lists::{Lists, ServedVersion};
pub use self::rejection::DisclosureRejection;
pub use self::schedule::Schedule;
use crate::{Claim, Decider, Handling, Metadata};

use DisclosureCommand as Command;
use DisclosureEvent as Event;
use DisclosureRejection as Rejection;

/// The disclosure schedules of an investigation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum DisclosureSchedule {
    /// Not yet opened.
    #[default]
    Unopened,
    /// Opened: what its rules read of it.
    Opened(Box<Schedule>),
}

impl Decider for DisclosureSchedule {
    const CATEGORY: &'static str = "disclosure";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = DisclosureCommand;
    type Event = DisclosureEvent;
    type Rejection = DisclosureRejection;

    fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
        _: &Law,
    ) -> Result<Vec<Event>, Rejection> {
        let actor = &metadata.actor;
        let Self::Opened(schedule) = self else { return policy::opening(command, actor) };
        match command {
            Command::Open { investigation, .. } => {
                policy::is_officer(actor, &schedule.agency)?;
                policy::opening_again(schedule, investigation)
            }
            Command::AddItem { class, material, description, reason, standing } => {
                policy::is_officer(actor, &schedule.agency)?;
                let said = (description, reason);
                schedule.add(actor, class, material, said, &standing.material)
            }
            Command::RedescribeItem { class, no, description, reason } => {
                policy::is_officer(actor, &schedule.agency)?;
                schedule.redescribe(actor, (class, no), description, reason)
            }
            Command::ReclassifyItem { class, no, reason } => {
                policy::is_officer(actor, &schedule.agency)?;
                schedule.reclassify(actor, (class, no), reason)
            }
            Command::MarkUsed { material, reason, standing } => {
                policy::is_of_either_side(actor, &schedule.agency, &standing.referral)?;
                schedule.mark_used(material, reason, &standing.material)
            }
            Command::MarkUnused { material, reason, standing } => {
                policy::is_of_either_side(actor, &schedule.agency, &standing.referral)?;
                schedule.mark_unused(material, reason)
            }
            Command::Review { class, no, decision, test, reason, standing } => {
                policy::is_prosecutor(actor, &standing.referral)?;
                let review = Review { decision, test, reason };
                schedule.review(actor, (class, no), review, &standing)
            }
            Command::RecordRuling { no, outcome, court, ruling, standing } => {
                policy::is_prosecutor(actor, &standing.referral)?;
                schedule.rule(no, Ruling { outcome, court, ruling })
            }
            Command::Serve { class, to, standing } => {
                policy::is_prosecutor(actor, &standing.referral)?;
                schedule.serve(class, to, &standing)
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::Opened { investigation, agency, reference }) => {
                let (agency, reference) = (agency.clone(), reference.clone());
                let heading = Heading { investigation: *investigation, agency, reference };
                Self::Opened(Box::new(Schedule::open(heading)))
            }
            (Self::Opened(mut schedule), event) => {
                schedule.lists.learn(event);
                Self::Opened(schedule)
            }
            (Self::Unopened, _) => Self::Unopened,
        }
    }

    fn claims(event: &Event, _metadata: &Metadata) -> Vec<Claim> {
        if let Event::Opened { investigation, .. } = event {
            return vec![Claim { kind: "disclosure_schedule", key: investigation.to_string() }];
        }
        vec![]
    }

    fn taken(_claim: &Claim) -> Rejection {
        Rejection::AlreadyScheduled
    }

    /// D4: what tells of something sensitive is released to nobody by its marking.
    fn marking(event: &Event, requested: &Handling) -> Handling {
        if event.is_sensitive() {
            return Handling { releasable_to: BTreeSet::new(), ..requested.clone() };
        }
        requested.clone()
    }
}
