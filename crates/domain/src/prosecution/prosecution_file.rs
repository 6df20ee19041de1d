//! A prosecution file: the charges that came of an investigation, and what courts did with them.
//!
//! ```text
//! charge  Proposed → Approved → Filed → Decided
//!         Proposed → Refused      Proposed, Approved, Filed → Withdrawn
//! ```
//!
//! A charge is blocked while its suspect may be a victim and nobody has reviewed whether they may be
//! punished (P2). It can be amended until the verdict; once approved, only into what could be approved.

mod charge;
mod code;
mod command;
mod event;
mod file;
mod policy;
mod rejection;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

use self::charge::Filing;
pub use self::charge::{
    Accusation, Charge, ChargeElement, PreventionOrder, Sentence, StatuteVersion, Term,
};
pub use self::code::{
    ChargeStatus, CourtEventType, ElementStrength, ExhibitStanding, SentenceType, Verdict,
};
pub use self::command::{ChargeStanding, CourtDate, ProsecutionCommand, Referral, SuspectStanding};
pub use self::event::ProsecutionEvent;
pub use self::file::File;
use self::policy::require;
pub use self::rejection::ProsecutionRejection;
use crate::{Claim, Decider, Law, Metadata, Role};

use ProsecutionCommand as Command;
use ProsecutionEvent as Event;
use ProsecutionRejection as Rejection;

/// A prosecution.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum ProsecutionFile {
    /// Not yet opened.
    #[default]
    Unopened,
    /// Opened: what its rules read of it.
    Opened(Box<File>),
}

impl Decider for ProsecutionFile {
    const CATEGORY: &'static str = "prosecution";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = ProsecutionCommand;
    type Event = ProsecutionEvent;
    type Rejection = ProsecutionRejection;

    fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
        law: &Law,
    ) -> Result<Vec<Event>, Rejection> {
        let actor = &metadata.actor;
        require(actor.role == Role::Prosecutor, Rejection::RoleMayNotWrite)?;
        let law = (law, policy::today(metadata.recorded_at));
        let Self::Opened(file) = self else { return policy::opening(command, actor) };
        require(actor.agency == file.agency, Rejection::NotYourFile)?;
        match command {
            Command::Open { investigation, .. } => policy::opening_again(file, investigation),
            Command::ProposeCharge { suspect, accusation, standing } => {
                file.propose(suspect, accusation, &standing, law)
            }
            Command::AmendCharge { number, accusation, reason, standing } => {
                file.amend(number, accusation, reason, &standing, law)
            }
            Command::ApproveCharge { number, standing } => file.approve(number, &standing, law),
            Command::RefuseCharge { number, reason } => file.refuse(number, reason),
            Command::WithdrawCharge { number, reason } => file.withdraw(number, reason),
            Command::FileCharge { number, court, case_number, standing } => {
                file.file_charge(number, Filing { court, case_number }, &standing, law)
            }
            Command::ScheduleCourtEvent { court_event } => file.schedule(court_event),
            Command::HoldCourtEvent { number, result, next } => {
                file.hold(number, result, next, &metadata.occurred)
            }
            Command::OrderWitnessMeasures { witness, measures } => file.order(witness, measures),
            Command::RecordVerdict { number, verdict } => file.find(number, verdict),
            Command::RecordSentence { number, sentence } => file.sentence(number, sentence),
        }
    }

    fn evolve(self, event: &Event) -> Self {
        match (self, event) {
            (_, Event::Opened { investigation, agency, .. }) => {
                Self::Opened(Box::new(File::open(*investigation, agency)))
            }
            (Self::Opened(file), event) => Self::Opened(Box::new(file.evolve(event))),
            (Self::Unopened, _) => Self::Unopened,
        }
    }

    fn claims(event: &Event, _metadata: &Metadata) -> Vec<Claim> {
        if let Event::Opened { investigation, .. } = event {
            return vec![Claim { kind: "prosecution_file", key: investigation.to_string() }];
        }
        vec![]
    }

    fn taken(_claim: &Claim) -> Rejection {
        Rejection::AlreadyProsecuted
    }
}
