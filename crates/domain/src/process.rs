//! Process managers: what must follow when something happens to one record, in another.
//!
//! A process manager folds events into the state of its instances, and says what is to be done as
//! things stand at a time. It asks for nothing itself, and has no clock: whoever runs it brings the
//! time, sends each order once, and comes back when the state or the time has moved on.

mod custody_detention_clock;
mod duty;
mod name;
mod nrm_clock;
mod screening_on_interception;
#[cfg(test)]
mod tests;

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::custody_detention_clock::CustodyDetentionClock;
pub use self::name::ProcessName;
pub use self::nrm_clock::NrmClock;
pub use self::screening_on_interception::ScreeningOnInterception;
use crate::casework::suspect::SuspectEvent;
use crate::casework::task::{TaskCommand, TaskEvent};
use crate::id::{CorrelationId, EventId, InvestigationId, TaskId};
use crate::movement::journey::JourneyEvent;
use crate::protection::victim_case::VictimCaseEvent;
use crate::value::{LegalBasis, PartialTime};
use crate::{Actor, AgencyId, Handling, Purpose};

/// A process manager: the state of one of its instances, and what follows from it.
///
/// All of it is pure. The same facts make the same state, and the same state at the same time makes the
/// same orders, so that a run that was broken off is taken up where it was without doing anything twice.
pub trait Process: Default + Clone + Debug + Serialize + DeserializeOwned + Send + Sync {
    /// Its name.
    const NAME: ProcessName;

    /// Whether something that happened is for any instance of it. What happens to the tasks that an
    /// instance ordered is brought to it without being asked for here.
    fn concerns(what: &What) -> bool;

    /// The instance that a fact is for which concerns it.
    fn instance(fact: &Fact<'_>) -> Uuid;

    /// Takes one more fact into account. Total: history is never refused.
    #[must_use]
    fn evolve(self, instance: Uuid, fact: &Fact<'_>) -> Self;

    /// Everything that is to be done as things stand at this time, in order. An order whose step was
    /// carried out or refused before is not carried out again.
    fn orders(&self, instance: Uuid, now: DateTime<Utc>) -> Vec<Order>;

    /// When there may be more to do although nothing has happened; none where there will not be.
    fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>>;
}

/// Something that happened, as process managers read it. Personal fields are closed.
#[derive(Debug, Clone, Copy)]
pub struct Fact<'a> {
    /// The record that it happened to.
    pub stream: Uuid,
    /// The event with what it lends to what it causes.
    pub cause: &'a Cause,
    /// When it happened.
    pub occurred: &'a PartialTime,
    /// What.
    pub what: &'a What,
}

/// What happened.
#[derive(Debug, Clone)]
pub enum What {
    /// To a journey.
    Journey(JourneyEvent),
    /// In a protection file.
    Victim(VictimCaseEvent),
    /// To a suspect.
    Suspect(SuspectEvent),
    /// To a task.
    Task(TaskEvent),
}

/// An event that makes something necessary, with what it lends to that: the file, the law, the purpose
/// and the marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The event.
    pub event: EventId,
    /// What set it in motion.
    pub correlation: CorrelationId,
    /// The file of the record that it happened to.
    pub investigation: InvestigationId,
    /// The agency whose record that is.
    pub agency: AgencyId,
    /// Who recorded it.
    pub actor: Actor,
    /// The law that it was done under.
    pub legal_basis: LegalBasis,
    /// The purpose that it was done for.
    pub purpose: Purpose,
    /// Its marking.
    pub handling: Handling,
    /// Made in an exercise: so is what it causes.
    pub exercise: bool,
}

/// A command that a process manager wants to have sent.
#[derive(Debug, Clone)]
pub struct Order {
    /// What tells it from every other order of the instance, for ever.
    pub step: String,
    /// The task.
    pub task: TaskId,
    /// What is asked of it.
    pub command: TaskCommand,
    /// The event that made it necessary.
    pub because: EventId,
    /// What set that event in motion.
    pub correlation: CorrelationId,
    /// The event whose law, purpose and marking it is sent under.
    pub under: Cause,
}
