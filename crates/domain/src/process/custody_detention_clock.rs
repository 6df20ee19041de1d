//! How long a person under arrest is held: before a court, charged or released in time.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::duty::{Duties, Duty};
use super::{Fact, Items, Order, Process, ProcessName, What};
use crate::casework::suspect::SuspectEvent;
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};

/// One suspect's times in custody.
///
/// The rule that limits each of them, and when it runs out, is in the event that started it
/// (Constitution of Kenya 2010, article 49(1)(f); Police and Criminal Evidence Act 1984, s.41).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustodyDetentionClock {
    duties: Duties,
}

impl Process for CustodyDetentionClock {
    type Item = ();

    const NAME: ProcessName = ProcessName::CustodyDetentionClock;
    const URGENT: bool = true;

    fn concerns(what: &What) -> bool {
        matches!(what, What::Suspect(event) if starts(event).is_some() || ends(event))
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.stream
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, _: &mut Items<()>) -> Self {
        if let What::Suspect(event) = fact.what {
            if let Some(due) = starts(event) {
                let subject = TaskSubject { kind: TaskSubjectKind::Suspect, id: fact.stream };
                let origin = (Self::NAME, instance);
                let duty = Duty::new(origin, fact, "", TaskKind::Detention, subject);
                self.duties.add(duty.until(due).or_escalates(due));
            } else if ends(event) {
                self.duties.open().for_each(|duty| duty.meet(fact));
            }
        }
        self.duties.learn(fact);
        self
    }

    fn orders(&self, instance: Uuid, now: DateTime<Utc>) -> Vec<Order> {
        self.duties.orders((Self::NAME, instance), now)
    }

    fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.duties.wakes(now)
    }
}

/// When the time runs out that the event started.
fn starts(event: &SuspectEvent) -> Option<DateTime<Utc>> {
    match event {
        SuspectEvent::DetentionClockStarted { due, .. } => Some(*due),
        SuspectEvent::Nominated { .. }
        | SuspectEvent::SelectorRecorded { .. }
        | SuspectEvent::AliasRecorded { .. }
        | SuspectEvent::BirthRecorded { .. }
        | SuspectEvent::GroundsAdded { .. }
        | SuspectEvent::StatusChanged { .. }
        | SuspectEvent::WantedMarked { .. }
        | SuspectEvent::Arrested { .. }
        | SuspectEvent::Released { .. }
        | SuspectEvent::Interviewed { .. }
        | SuspectEvent::Eliminated { .. }
        | SuspectEvent::PossibleVictimFlagged { .. }
        | SuspectEvent::NonpunishmentReviewed { .. }
        | SuspectEvent::Charged { .. }
        | SuspectEvent::OutcomeRecorded { .. }
        | SuspectEvent::NominalLinked { .. }
        | SuspectEvent::NominalUnlinked { .. } => None,
    }
}

/// Whether the event ends what the time limit is about.
fn ends(event: &SuspectEvent) -> bool {
    match event {
        SuspectEvent::Released { .. }
        | SuspectEvent::Charged { .. }
        | SuspectEvent::Eliminated { .. }
        | SuspectEvent::OutcomeRecorded { .. } => true,
        SuspectEvent::Nominated { .. }
        | SuspectEvent::SelectorRecorded { .. }
        | SuspectEvent::AliasRecorded { .. }
        | SuspectEvent::BirthRecorded { .. }
        | SuspectEvent::GroundsAdded { .. }
        | SuspectEvent::StatusChanged { .. }
        | SuspectEvent::WantedMarked { .. }
        | SuspectEvent::Arrested { .. }
        | SuspectEvent::DetentionClockStarted { .. }
        | SuspectEvent::Interviewed { .. }
        | SuspectEvent::PossibleVictimFlagged { .. }
        | SuspectEvent::NonpunishmentReviewed { .. }
        | SuspectEvent::NominalLinked { .. }
        | SuspectEvent::NominalUnlinked { .. } => false,
    }
}
