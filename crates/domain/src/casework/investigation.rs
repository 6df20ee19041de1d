//! An investigation: one agency's file, from its registration to its end, with its team and decisions.
//!
//! ```text
//! Registered → Active ⇄ Suspended
//! Active → UnderReview → Active | WithProsecutor | Closed
//! WithProsecutor → Active | Trial | Closed      Trial → Closed      Closed → Active
//! any → Transferred
//! ```
//!
//! A registered file becomes active when its senior investigating officer or a deputy says so; facts
//! and decisions may be recorded from the registration on. A file that was transferred belongs to
//! the agency that took it over, which reads it, shares it and links it, and carries on in a file
//! of its own.

pub mod code;
pub mod command;
pub mod event;
mod file;
mod policy;
pub mod rejection;

use std::collections::BTreeSet;

use chrono::Datelike;
use serde::{Deserialize, Serialize};

pub use self::code::{
    ClosureOutcome, CrimeType, ElementStatus, InvestigationStatus, LinkKind, OriginKind,
};
pub use self::command::{CaseStanding, InvestigationCommand, OpenTasks};
pub use self::event::{Associated, Element, InvestigationEvent, Origin};
pub use self::file::File;
use self::file::{Link, Member};
use self::policy::require;
pub use self::policy::{acts_as_prosecutor, adds_to_file_of, is_worked_on};
pub use self::rejection::InvestigationRejection;
use crate::casework::is_blank;
use crate::metadata::Role;
use crate::{AgencyId, Claim, Decider, Law, Metadata};

use InvestigationCommand as Command;
use InvestigationEvent as Event;
use InvestigationRejection as Rejection;

/// An investigation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Investigation {
    /// Not yet opened.
    #[default]
    Unopened,
    /// Opened: what its rules read of it.
    Opened(Box<File>),
}

impl Decider for Investigation {
    const CATEGORY: &'static str = "investigation";
    const HOLDS_PERSONAL_DATA: bool = false;

    type Command = InvestigationCommand;
    type Event = InvestigationEvent;
    type Rejection = InvestigationRejection;

    fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
        law: &Law,
    ) -> Result<Vec<Event>, Rejection> {
        let actor = &metadata.actor;
        let today = metadata.recorded_at.date_naive();
        let Self::Opened(file) = self else { return policy::opening(command, actor, (law, today)) };
        policy::access(file, &command, actor)?;
        match command {
            Command::Open { reference, .. } => policy::opening_again(file, &reference, actor),
            Command::ApplyTemplate { template } => {
                policy::only_those_who_lead_it(file, actor)?;
                policy::within(file.status, "applying a template", policy::OPEN)?;
                let applied = file.templates.contains(template.as_str());
                if applied {
                    Ok(vec![])
                } else {
                    Ok(vec![policy::template(&template, (law, today))?])
                }
            }
            Command::Activate => {
                policy::only_its_sio_or_deputy(file, actor)?;
                policy::step(file, &policy::ACTIVATE, Event::Activated {})
            }
            Command::AdoptAllegation { offence, elements } => file.adopt(offence, elements),
            Command::RecordDecision { decision, rationale, alternatives } => {
                policy::only_its_sio_or_deputy(file, actor)?;
                policy::within(file.status, "recording a decision", policy::OPEN)?;
                require(!is_blank(&decision), Rejection::DecisionMissing)?;
                require(!is_blank(&rationale), Rejection::RationaleMissing)?;
                let (number, by) = (file.decisions + 1, actor.user.clone());
                Ok(vec![Event::DecisionRecorded { number, decision, rationale, alternatives, by }])
            }
            Command::AssignTeamMember { user, agency, role, until } => {
                policy::only_those_who_lead_it(file, actor)?;
                require(until.is_none_or(|day| day >= today), Rejection::UntilPast)?;
                file.assign(Member { user, agency, role, until })
            }
            Command::RemoveTeamMember { user, agency } => {
                policy::only_those_who_lead_it(file, actor)?;
                let known = file.team.iter().any(|m| m.user == user && m.agency == agency);
                Ok(known.then_some(Event::MemberRemoved { user, agency }).into_iter().collect())
            }
            Command::LinkInvestigation { reference, agency, kind, basis_link_id } => {
                file.link(Link { reference, agency, kind, basis_link_id })
            }
            Command::AssociateRef { associated } => {
                policy::within(file.status, "associating", policy::OPEN)?;
                let new = !file.associated.contains(&associated);
                Ok(new.then_some(Event::RefAssociated { associated }).into_iter().collect())
            }
            Command::SubmitForReview => {
                policy::only_those_who_lead_it(file, actor)?;
                policy::step(file, &policy::SUBMIT, Event::SubmittedForReview {})
            }
            Command::ReturnFromReview { reason } => {
                policy::only_those_who_lead_it(file, actor)?;
                require(!is_blank(&reason), Rejection::ReasonMissing)?;
                policy::step(file, &policy::RETURN, Event::ReturnedFromReview { reason })
            }
            Command::Suspend { reason } => {
                policy::only_those_who_lead_it(file, actor)?;
                require(!is_blank(&reason), Rejection::ReasonMissing)?;
                policy::step(file, &policy::SUSPEND, Event::Suspended { reason })
            }
            Command::Resume => {
                policy::only_those_who_lead_it(file, actor)?;
                policy::step(file, &policy::RESUME, Event::Resumed {})
            }
            Command::ReferToProsecutor { agency } => {
                policy::only_those_who_lead_it(file, actor)?;
                policy::step(file, &policy::REFER, Event::ReferredToProsecutor { agency })
            }
            Command::ReturnFromProsecutor { reason } => {
                require(!is_blank(&reason), Rejection::ReasonMissing)?;
                policy::step(file, &policy::GIVE_BACK, Event::ReturnedFromProsecutor { reason })
            }
            Command::CommenceTrial => {
                policy::step(file, &policy::COMMENCE, Event::TrialCommenced {})
            }
            Command::Transfer { to, keeps_read_right } => {
                policy::only_those_who_lead_it(file, actor)?;
                file.transfer(to, keeps_read_right)
            }
            Command::Close { outcome, victim_outcomes_confirmed, standing } => {
                policy::closing(file, outcome, victim_outcomes_confirmed, &standing, actor)
            }
            Command::Reopen { reason, new_material } => {
                require(actor.role == Role::Supervisor, Rejection::SupervisorMustReopen)?;
                require(!is_blank(&reason), Rejection::ReasonMissing)?;
                require(!is_blank(&new_material), Rejection::NewMaterialMissing)?;
                policy::step(file, &policy::REOPEN, Event::Reopened { reason, new_material })
            }
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::Opened { reference, lead_agency, sio, deputies, .. }) => {
                Self::Opened(Box::new(File::open(reference, lead_agency, sio, deputies)))
            }
            (Self::Opened(file), event) => Self::Opened(Box::new(file.evolve(event))),
            (Self::Unopened, _) => Self::Unopened,
        }
    }

    fn claims(event: &Event, metadata: &Metadata) -> Vec<Claim> {
        if let Event::Opened { reference, lead_agency, .. } = event {
            let key = format!("{lead_agency}/{}/{reference}", metadata.recorded_at.year());
            return vec![Claim { kind: "investigation_reference", key }];
        }
        vec![]
    }

    fn taken(_claim: &Claim) -> Rejection {
        Rejection::DuplicateReference
    }
}

impl Investigation {
    /// Where the investigation stands; none before it is opened.
    pub fn status(&self) -> Option<InvestigationStatus> {
        match self {
            Self::Unopened => None,
            Self::Opened(file) => Some(file.status),
        }
    }

    /// The agencies that read the file as their own: the one it belongs to, those of the team's
    /// members, the prosecuting agencies it was referred to, and under an agreement the one it was
    /// transferred from (INV-I4).
    pub fn parties(&self) -> BTreeSet<&AgencyId> {
        match self {
            Self::Unopened => BTreeSet::new(),
            Self::Opened(file) => std::iter::once(&file.agency)
                .chain(file.team.iter().map(|member| &member.agency))
                .chain(&file.prosecutors)
                .chain(&file.readers)
                .collect(),
        }
    }
}

#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
