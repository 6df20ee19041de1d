//! Process managers: what must follow when something happens to one record, in another.
//!
//! A process manager folds events into the state of its instances, and says what is to be done as
//! things stand at a time. It asks for nothing itself, and has no clock: whoever runs it brings the
//! time, sends each order once, and comes back when the state or the time has moved on.

mod case_tasks;
mod consent_cascade;
mod custody_detention_clock;
mod custody_integrity;
mod day;
mod disclosure_completeness;
mod duty;
mod name;
mod non_punishment_guard;
mod nrm_clock;
mod order;
mod retention_review;
mod screening_on_interception;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use chrono::{DateTime, Utc};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use self::case_tasks::CaseTasks;
pub use self::consent_cascade::ConsentCascade;
pub use self::custody_detention_clock::CustodyDetentionClock;
pub use self::custody_integrity::CustodyIntegrity;
pub use self::disclosure_completeness::DisclosureCompleteness;
pub use self::name::ProcessName;
pub use self::non_punishment_guard::NonPunishmentGuard;
pub use self::nrm_clock::NrmClock;
pub use self::order::{Asked, Order};
pub use self::retention_review::RetentionReview;
pub use self::screening_on_interception::ScreeningOnInterception;
use crate::casework::investigation::InvestigationEvent;
use crate::casework::suspect::SuspectEvent;
use crate::casework::task::TaskEvent;
use crate::evidence::evidence_item::EvidenceEvent;
use crate::governance::access_grant::AccessGrantEvent;
use crate::id::{CorrelationId, EventId, InvestigationId};
use crate::intelligence::intelligence_report::IntelligenceEvent;
use crate::movement::journey::JourneyEvent;
use crate::nominals::nominal::{Keeping, NominalCategory};
use crate::prosecution::disclosure_schedule::DisclosureEvent;
use crate::prosecution::prosecution_file::ProsecutionEvent;
use crate::protection::victim_case::VictimCaseEvent;
use crate::value::{LegalBasis, PartialTime};
use crate::{Actor, AgencyId, Handling, Purpose};

/// A process manager: the state of one of its instances, and what follows from it.
///
/// All of it is pure. The same facts make the same state, and the same state at the same time makes the
/// same orders, so that a run that was broken off is taken up where it was without doing anything twice.
///
/// A state holds what is still open, and no more. What has to be remembered of each of many things, as of
/// the exhibits of a file, is kept in items, one by one, of which a fact needs few.
pub trait Process: Default + Clone + Debug + Serialize + DeserializeOwned + Send + Sync {
    /// What it keeps of one thing; nothing is kept of an item that is as at first.
    type Item: Default + Clone + PartialEq + Debug + Serialize + DeserializeOwned + Send + Sync;

    /// Its name.
    const NAME: ProcessName;

    /// Whether what it wants comes before what others want: somebody is harmed while it waits.
    const URGENT: bool = false;

    /// Whether something that happened is for any instance of it. What happens to records that are tied
    /// to an instance ([`What::tied_to`]) is brought to it without being asked for here.
    fn concerns(what: &What) -> bool;

    /// The instance that a fact is for which concerns it.
    fn instance(fact: &Fact<'_>) -> Uuid;

    /// The items that a fact is about, as the state stands before it: they are at hand when it is taken
    /// into account.
    fn items(&self, _fact: &Fact<'_>) -> BTreeSet<String> {
        BTreeSet::new()
    }

    /// Takes one more fact into account. Total: history is never refused.
    #[must_use]
    fn evolve(self, instance: Uuid, fact: &Fact<'_>, items: &mut Items<Self::Item>) -> Self;

    /// Everything that is to be done as things stand at this time, in order. An order whose step was
    /// carried out or refused before is not carried out again.
    fn orders(&self, instance: Uuid, now: DateTime<Utc>) -> Vec<Order>;

    /// When there may be more to do although nothing has happened; none where there will not be.
    fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>>;
}

/// The items of an instance that are at hand.
pub type Items<I> = BTreeMap<String, I>;

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

impl Fact<'_> {
    /// The file that it happened in; the record itself where that is no file's.
    pub(crate) fn file(&self) -> Uuid {
        self.cause.investigation.map_or(self.stream, Uuid::from)
    }
}

/// What happened.
#[derive(Debug, Clone)]
pub enum What {
    /// To an investigation.
    Investigation(InvestigationEvent),
    /// To a journey.
    Journey(JourneyEvent),
    /// In a protection file.
    Victim(VictimCaseEvent),
    /// To a suspect.
    Suspect(SuspectEvent),
    /// To an exhibit.
    Exhibit(EvidenceEvent),
    /// To an intelligence report.
    Report(IntelligenceEvent),
    /// To a nominal, as far as it says until when the record is kept.
    Nominal(NominalCategory, Keeping),
    /// In a prosecution file.
    Prosecution(ProsecutionEvent),
    /// To the disclosure schedules of a file.
    Disclosure(DisclosureEvent),
    /// To a grant of access.
    Grant(AccessGrantEvent),
    /// To a task.
    Task(TaskEvent),
}

impl What {
    /// The one instance that a record is for, with all that happens to it, where this is its first event
    /// and says so: the instance that ordered a task, the one that watches the consent that a grant
    /// rests on.
    pub fn tied_to(&self) -> Option<(ProcessName, Uuid)> {
        if let Self::Task(TaskEvent::Created { creation, .. }) = self {
            return creation.process.as_ref().map(|origin| (origin.name, origin.instance));
        }
        if let Self::Grant(AccessGrantEvent::Requested { request, .. }) = self {
            let consent = request.consent.as_ref()?;
            return Some((ProcessName::ConsentCascade, consent.victim_case.into()));
        }
        None
    }

    /// Whether it happened to a record of a kind that is tied to one instance or to none.
    pub fn is_of_tied(&self) -> bool {
        matches!(self, Self::Task(_) | Self::Grant(_))
    }
}

/// An event that makes something necessary, with what it lends to that: the file, the law, the purpose
/// and the marking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The event.
    pub event: EventId,
    /// What set it in motion.
    pub correlation: CorrelationId,
    /// The file of the record that it happened to; none of a nominal, which is no file's.
    pub investigation: Option<InvestigationId>,
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
