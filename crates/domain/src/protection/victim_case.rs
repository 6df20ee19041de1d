//! A victim's case: one person in one protection process, known outside it by alias.
//!
//! The state holds no personal data: it remembers what was consented to, decided and notified, and
//! nothing of who the person is.

mod clock;
mod code;
mod command;
mod consent;
mod event;
mod exploitation;
mod file;
mod history;
mod htcds;
mod indicator;
mod marking;
mod policy;
mod provider;
mod rejection;
#[cfg(test)]
mod samples;
mod status;
#[cfg(test)]
mod tests;
mod text;

use serde::{Deserialize, Serialize};

pub use clock::{Clock, ClockChange, ClockCode};
pub use code::{
    CloseReason, CompensationKind, CompetentAuthority, ConsentGiver, DisqualificationGround,
    ExploitationLink, ExtensionReason, GroundsDecision, GroundsOutcome, GuardianKind,
    ImmediateSafety, IndicatorStrength, Jurisdiction, Majority, Mechanism, NeedDomain, NeedLevel,
    ReconsiderationOutcome, ScreeningOutcome, ScreeningTool, SpecialMeasure, WhereaboutsKind,
};
pub use command::{GuardianNotification, VictimCaseCommand};
pub use consent::{ConsentScope, InformedAnswers};
pub use event::VictimCaseEvent;
pub use exploitation::Exploitation;
pub use file::{File, Referral, Repatriation};
pub use htcds::{
    DecidingOrganisation, ExploitationType, Industry, MethodOfControl, RecruitmentMethod,
    RelationshipToTrafficker, SexualExploitationType, SupportKind, TraffickingStatus, WebsiteOrApp,
};
pub use indicator::{ILO_INDICATORS, Indicator};
pub use provider::Provider;
pub use rejection::VictimCaseRejection;
pub use status::Status;
pub use text::{IndicatorCode, Narrative, Organisation, Reference, TextError};

use crate::decider::{Claim, Decider};
use crate::handling::{Compartment, Handling};
use crate::law::Law;
use crate::metadata::Metadata;

/// The protection file of one person; where it stands in the pathway is its [`Status`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum VictimCase {
    /// Nobody has been registered under this file.
    #[default]
    Unregistered,
    /// Somebody has.
    OnFile(Box<File>),
}

impl VictimCase {
    /// Where the protection stands; none before registration.
    pub fn status(&self) -> Option<Status> {
        match self {
            Self::Unregistered => None,
            Self::OnFile(file) => Some(file.status),
        }
    }

    /// The time limits that run or ran, in the order they started.
    pub fn clocks(&self) -> &[Clock] {
        match self {
            Self::Unregistered => &[],
            Self::OnFile(file) => &file.clocks,
        }
    }
}

impl Decider for VictimCase {
    const CATEGORY: &'static str = "victim";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = VictimCaseCommand;
    type Event = VictimCaseEvent;
    type Rejection = VictimCaseRejection;

    fn decide(
        &self,
        command: VictimCaseCommand,
        metadata: &Metadata,
        law: &Law,
    ) -> Result<Vec<VictimCaseEvent>, VictimCaseRejection> {
        policy::access::role_writes(metadata.actor.role)?;
        match (self, command) {
            (
                Self::Unregistered,
                VictimCaseCommand::Register {
                    investigation,
                    alias,
                    jurisdiction,
                    majority,
                    language,
                    immediate_safety,
                },
            ) => {
                policy::access::alias_is_of_their_country(&alias, &metadata.actor)?;
                let today = policy::dates::today(metadata);
                let registered = VictimCaseEvent::Registered {
                    investigation,
                    agency: metadata.actor.agency.clone(),
                    alias,
                    jurisdiction,
                    majority,
                    language,
                    immediate_safety,
                };
                let due = policy::guardian::notification_due(jurisdiction, majority, today, law);
                Ok(std::iter::once(registered).chain(due).collect())
            }
            (Self::Unregistered, _) => Err(VictimCaseRejection::NotRegistered),

            (Self::OnFile(file), command) => {
                policy::access::file_is_theirs(file, &metadata.actor)?;
                file.decide(command, metadata, law)
            }
        }
    }

    fn evolve(self, event: &VictimCaseEvent) -> Self {
        match self {
            Self::Unregistered => File::opened_by(event)
                .map_or(Self::Unregistered, |file| Self::OnFile(Box::new(file))),
            Self::OnFile(file) => Self::OnFile(Box::new(file.evolve(event))),
        }
    }

    /// An alias is unique in its agency, so that no agency learns which ones another has given.
    fn claims(event: &VictimCaseEvent, _metadata: &Metadata) -> Vec<Claim> {
        if let VictimCaseEvent::Registered { agency, alias, .. } = event {
            vec![Claim { kind: "victim_alias", key: format!("{agency}/{alias}") }]
        } else {
            Vec::new()
        }
    }

    fn taken(_claim: &Claim) -> VictimCaseRejection {
        VictimCaseRejection::AliasTaken
    }

    fn marking(event: &VictimCaseEvent, requested: &Handling) -> Handling {
        let requested = requested.clone();
        if event.is_protected() { requested.within(Compartment::protection()) } else { requested }
    }
}
