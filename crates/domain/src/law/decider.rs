//! Entries of the law as records: each has a stream of its own.

use serde::Serialize;

use super::entry::{Content, Draft, Entry, EntryEvent};
use super::rejection::LawRejection as Rejection;
use crate::{Claim, Decider, Law, Metadata, Role};

/// What can be asked of an entry of the law.
#[derive(Debug, Clone, Serialize)]
#[serde(bound = "")]
pub enum EntryCommand<C: Content> {
    /// Takes in what is new in a draft.
    Adopt(Draft<C>),
}

impl<C: Content> Decider for Entry<C> {
    const CATEGORY: &'static str = C::CATEGORY;
    const HOLDS_PERSONAL_DATA: bool = false;

    type Command = EntryCommand<C>;
    type Event = EntryEvent<C>;
    type Rejection = Rejection;

    fn decide(
        &self,
        EntryCommand::Adopt(draft): EntryCommand<C>,
        metadata: &Metadata,
        _law: &Law,
    ) -> Result<Vec<EntryEvent<C>>, Rejection> {
        if metadata.actor.role != Role::System {
            return Err(Rejection::RoleMayNotWrite);
        }
        // Whether it goes with the other entries is judged when the edition is adopted, whole.
        self.adopt(draft, metadata.recorded_at.date_naive())
    }

    fn evolve(self, event: &EntryEvent<C>) -> Self {
        self.with(event)
    }

    fn taken(_claim: &Claim) -> Rejection {
        unreachable!("an entry of the law claims nothing")
    }
}
