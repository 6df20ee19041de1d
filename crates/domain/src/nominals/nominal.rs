//! A nominal: what one agency holds about one identity. Persons, groups and objects are its kinds.
//!
//! ```text
//! Kept ⇄ Expired          fact  Asserted → (Contested) → Withdrawn
//! ```
//!
//! Facts are assertions with a source, numbered from 1. None is ever edited, and none outvotes another:
//! those that disagree stand side by side until somebody withdraws one and says why.

mod code;
mod command;
mod event;
mod kind;
mod policy;
mod record;
mod rejection;

use crate::Law;
use serde::{Deserialize, Serialize};

pub use self::code::{FactStanding, NominalCategory, NominalStatus};
pub use self::command::{NamedNominal, NominalCommand};
pub use self::event::{Keeping, NominalEvent};
pub use self::kind::{Identity, NominalFact, NominalKind};
pub use self::record::Record;
pub use self::rejection::NominalRejection;
use crate::{AgencyId, Claim, Decider, Metadata, SecretClaim};

use NominalCommand as Command;
use NominalEvent as Event;
use NominalRejection as Rejection;

/// What kind of claim a reference is.
const REFERENCE: &str = "nominal_reference";

/// A nominal in the course of its life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(bound = "")]
pub enum Nominal<K: NominalKind> {
    /// Nothing is recorded.
    #[default]
    Unrecorded,
    /// Recorded: what the rules read of it.
    Recorded(Box<Record<K::Identity, K::Fact>>),
}

impl<K: NominalKind> Decider for Nominal<K> {
    const CATEGORY: &'static str = K::CATEGORY;
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = Command<K::Identity, K::Fact>;
    type Event = Event<K::Identity, K::Fact>;
    type Rejection = Rejection;

    fn decide(
        &self,
        command: Self::Command,
        metadata: &Metadata,
        _: &Law,
    ) -> Result<Vec<Self::Event>, Rejection> {
        let actor = &metadata.actor;
        let Self::Recorded(record) = self else { return policy::recording(command, metadata) };
        policy::is_of_their_agency(actor, &record.agency)?;
        match command {
            Command::Record { reference, identity, review_on } => {
                record.again(&reference, &identity, review_on)
            }
            Command::AssertFact { fact, named } => record.assert(fact, named.as_ref(), metadata),
            Command::ContestFact { number, reason } => record.contest(number, reason, metadata),
            Command::WithdrawFact { number, reason } => record.withdraw(number, reason, metadata),
            Command::Retain { review_on, reason } => record.retain(review_on, reason, metadata),
            Command::Expire { reason } => record.expire(reason),
        }
    }

    fn evolve(self, event: &Self::Event) -> Self {
        match (self, event) {
            (_, Event::Recorded { agency, reference, identity, review_on }) => {
                let (agency, reference) = (agency.clone(), reference.clone());
                let record = Record::begin(agency, reference, identity.clone(), *review_on);
                Self::Recorded(Box::new(record))
            }
            (Self::Recorded(record), event) => Self::Recorded(Box::new(record.evolve(event))),
            (Self::Unrecorded, _) => Self::Unrecorded,
        }
    }

    /// A reference belongs to one record of its agency, whatever kind of nominal it is.
    fn claims(event: &Self::Event, _metadata: &Metadata) -> Vec<Claim> {
        if let Event::Recorded { agency, reference, .. } = event {
            return vec![Claim { kind: REFERENCE, key: format!("{agency}/{reference}") }];
        }
        vec![]
    }

    fn secret_claims(event: &Self::Event, _metadata: &Metadata) -> Vec<SecretClaim> {
        if let Event::Recorded { agency, identity, .. } = event {
            return identity.claim(agency).into_iter().collect();
        }
        vec![]
    }

    fn taken(claim: &Claim) -> Rejection {
        if claim.kind == REFERENCE { Rejection::ReferenceTaken } else { Rejection::IdentityTaken }
    }
}

impl<K: NominalKind> Nominal<K> {
    /// The agency whose record it is; none before it is recorded.
    pub fn agency(&self) -> Option<&AgencyId> {
        match self {
            Self::Unrecorded => None,
            Self::Recorded(record) => Some(&record.agency),
        }
    }
}
