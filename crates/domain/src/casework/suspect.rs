//! A suspect: a person in one investigation, from first interest to the outcome of the charges.
//!
//! ```text
//! PersonOfInterest → Suspect → (Wanted) → Arrested → (Bailed) → Charged
//! Charged → Convicted | Acquitted | Discontinued
//! any → Eliminated
//! ```
//!
//! The same person has a record of their own in every investigation, because status and grounds
//! differ by case and by law.

pub mod code;
pub mod command;
mod detention;
mod dossier;
pub mod event;
mod policy;
pub mod rejection;

use serde::{Deserialize, Serialize};

pub use self::code::{
    AppropriateAdultKind, ChargeOutcome, Counsel, DetentionRule, ForcedLabourIndicator,
    NetworkRole, NonpunishmentDecision, ReleaseType, RoleInProcess, SuspectStatus, WantedMeasure,
    WantedScope,
};
pub use self::command::SuspectCommand;
pub use self::dossier::Dossier;
use self::dossier::{Notice, Review};
pub use self::event::{AppropriateAdult, SuspectEvent};
use self::policy::require;
pub use self::rejection::SuspectRejection;
use crate::casework::is_blank;
use crate::{Claim, Decider, Law, Metadata};

use SuspectCommand as Command;
use SuspectEvent as Event;
use SuspectRejection as Rejection;
use SuspectStatus::{Arrested, Charged, Eliminated, PersonOfInterest, Wanted};

/// A person in one investigation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Suspect {
    /// Not yet nominated.
    #[default]
    Unnominated,
    /// Nominated: what the rules read of them.
    Nominated(Box<Dossier>),
}

impl Decider for Suspect {
    const CATEGORY: &'static str = "suspect";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = SuspectCommand;
    type Event = SuspectEvent;
    type Rejection = SuspectRejection;

    fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
        law: &Law,
    ) -> Result<Vec<Event>, Rejection> {
        let Self::Nominated(dossier) = self else { return policy::nominating(command, metadata) };
        policy::access(dossier, &command, &metadata.actor)?;
        let status = dossier.status;
        match command {
            Command::Nominate { investigation, name, .. } => {
                let same = dossier.investigation == investigation && dossier.name == name;
                require(same, Rejection::AlreadyNominated)?;
                Ok(vec![])
            }
            Command::LinkNominal { nominal, named } => {
                policy::linking(dossier, nominal, named.as_ref())
            }
            Command::UnlinkNominal { reason } => policy::unlinking(dossier, reason),
            Command::RecordSelector { selector } => {
                policy::within(status, "recording a selector", policy::NOT_ELIMINATED)?;
                let new = !dossier.selectors.contains(&selector);
                Ok(new.then_some(Event::SelectorRecorded { selector }).into_iter().collect())
            }
            Command::RecordAlias { name } => {
                policy::within(status, "recording an alias", policy::NOT_ELIMINATED)?;
                let new = !dossier.aliases.contains(&name);
                Ok(new.then_some(Event::AliasRecorded { name }).into_iter().collect())
            }
            Command::RecordBirth { birth } => {
                policy::within(status, "recording the birth date", policy::NOT_ELIMINATED)?;
                let new = dossier.birth.as_ref() != Some(&birth);
                Ok(new.then_some(Event::BirthRecorded { birth }).into_iter().collect())
            }
            Command::AddGrounds { text } => {
                policy::within(status, "adding grounds", policy::NOT_ELIMINATED)?;
                require(!is_blank(&text), Rejection::GroundsTextMissing)?;
                Ok(vec![Event::GroundsAdded { text, source_ref: metadata.source.clone() }])
            }
            Command::ChangeStatus { to, basis } => {
                require(to == SuspectStatus::Suspect, Rejection::ReachedOtherwise { to })?;
                if status == to {
                    return Ok(vec![]);
                }
                policy::within(status, "raising to suspect", &[PersonOfInterest])?;
                require(!is_blank(&basis), Rejection::BasisMissing)?;
                require(dossier.suspicion, Rejection::GroundsTooWeak)?;
                Ok(vec![Event::StatusChanged { from: status, to, basis }])
            }
            Command::MarkWanted { scope, measure, legal_basis, expires } => {
                policy::within(status, "marking as wanted", &[SuspectStatus::Suspect, Wanted])?;
                let today = metadata.recorded_at.date_naive();
                require(expires >= today, Rejection::WantedExpired)?;
                Ok(dossier.mark_wanted(Notice { scope, measure, legal_basis, expires }))
            }
            Command::Arrest { place, power, by, rights_given, interpreter } => {
                policy::within(status, "arresting", &[SuspectStatus::Suspect, Wanted])?;
                require(!is_blank(&by), Rejection::OfficerMissing)?;
                let clock = policy::detention_clock(&place, metadata, law)?;
                let arrest = Event::Arrested { place, power, by, rights_given, interpreter };
                Ok(std::iter::once(arrest).chain(clock).collect())
            }
            Command::Release { release_type, conditions } => {
                policy::within(status, "releasing", &[Arrested])?;
                Ok(vec![Event::Released { release_type, conditions }])
            }
            Command::Interview { exhibit_ref, language, counsel, appropriate_adult } => {
                if dossier.interviews.contains(&exhibit_ref) {
                    return Ok(vec![]);
                }
                policy::within(status, "interviewing", policy::OPEN)?;
                let adult = appropriate_adult.as_ref();
                policy::no_child_interviewed_alone(dossier, adult, metadata)?;
                Ok(vec![Event::Interviewed { exhibit_ref, language, counsel, appropriate_adult }])
            }
            Command::Eliminate { reason } => {
                require(!is_blank(&reason), Rejection::ReasonMissing)?;
                let new = status != Eliminated;
                Ok(new.then_some(Event::Eliminated { reason }).into_iter().collect())
            }
            Command::FlagPossibleVictim { indicator_set } => {
                require(!indicator_set.is_empty(), Rejection::IndicatorMissing)?;
                if indicator_set.is_subset(&dossier.indicators) {
                    return Ok(vec![]);
                }
                let indicator_set = &dossier.indicators | &indicator_set;
                Ok(vec![Event::PossibleVictimFlagged { indicator_set }])
            }
            Command::ReviewNonpunishment { decision, provision, reasons } => {
                policy::reviewing(dossier, Review { decision, provision }, reasons)
            }
            Command::Charge { offences } => policy::charging(dossier, &offences),
            Command::RecordOutcome { outcome } => {
                if status == dossier::reached_by(outcome) {
                    return Ok(vec![]);
                }
                policy::within(status, "recording an outcome", &[Charged])?;
                Ok(vec![Event::OutcomeRecorded { outcome }])
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::Nominated { investigation, agency, .. }) => {
                Self::Nominated(Box::new(Dossier::open(*investigation, agency).evolve(event)))
            }
            (Self::Nominated(dossier), event) => Self::Nominated(Box::new(dossier.evolve(event))),
            (Self::Unnominated, _) => Self::Unnominated,
        }
    }

    fn taken(_claim: &Claim) -> Rejection {
        Rejection::AlreadyNominated
    }
}

impl Suspect {
    /// Where the person stands; none before they are nominated.
    pub fn status(&self) -> Option<SuspectStatus> {
        match self {
            Self::Unnominated => None,
            Self::Nominated(dossier) => Some(dossier.status),
        }
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
