//! The non-punishment guard: whoever may be a victim is charged only after a review (rules S3 and P2).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::duty::{Duties, Duty};
use super::{Cause, Fact, Items, Order, Process, ProcessName, What};
use crate::casework::suspect::SuspectEvent;
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};
use crate::prosecution::prosecution_file::ProsecutionEvent;
use crate::{AgencyId, Role};

/// One suspect's signs of having been forced, and the review that they wait for.
///
/// A prosecutor reviews. Who that is, is known once one has drawn up a charge against the suspect; until then
/// it is for a supervisor of the investigating agency to bring the matter before one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NonPunishmentGuard {
    duties: Duties,
    /// The agency whose prosecutor last drew up a charge against them.
    prosecutes: Option<AgencyId>,
    /// The last sign, under whose marking it stands that there is any.
    sign: Option<Cause>,
}

impl Process for NonPunishmentGuard {
    type Item = ();

    const NAME: ProcessName = ProcessName::NonPunishmentGuard;

    fn concerns(what: &What) -> bool {
        matches!(what, What::Suspect(event) if turn(event).is_some())
            || matches!(what, What::Prosecution(ProsecutionEvent::ChargeProposed { .. }))
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        if let What::Prosecution(ProsecutionEvent::ChargeProposed { suspect, .. }) = fact.what {
            return (*suspect).into();
        }
        fact.stream
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, _: &mut Items<()>) -> Self {
        if let What::Suspect(event) = fact.what {
            if let SuspectEvent::PossibleVictimFlagged { .. } = event {
                self.sign = Some(fact.cause.clone());
            }
            match turn(event) {
                Some(Turn::Flagged) if !self.duties.awaits(TaskKind::NonpunishmentReview) => {
                    self.wait(instance, fact);
                }
                Some(Turn::Reviewed) => self.duties.open().for_each(|duty| duty.meet(fact)),
                Some(Turn::Over) => self.duties.open().for_each(|duty| duty.lapse(fact)),
                Some(Turn::Flagged) | None => {}
            }
        }
        if let What::Prosecution(ProsecutionEvent::ChargeProposed { .. }) = fact.what {
            self.is_charged(instance, fact);
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

impl NonPunishmentGuard {
    /// A review is due from now on, by whoever prosecutes where that is known.
    fn wait(&mut self, instance: Uuid, fact: &Fact<'_>) {
        let (agency, role) = match &self.prosecutes {
            Some(agency) => (agency.clone(), Role::Prosecutor),
            None => (fact.cause.agency.clone(), Role::Supervisor),
        };
        let cause = Cause { agency, ..fact.cause.clone() };
        let fact = Fact { cause: &cause, ..*fact };
        let subject = TaskSubject { kind: TaskSubjectKind::Suspect, id: instance };
        let kind = TaskKind::NonpunishmentReview;
        let duty = Duty::new((Self::NAME, instance), &fact, "", kind, subject);
        self.duties.add(duty.of_role(role));
    }

    /// A charge was drawn up: what waits for a review waits for that agency's prosecutors from now on.
    fn is_charged(&mut self, instance: Uuid, fact: &Fact<'_>) {
        let agency = &fact.cause.agency;
        if self.prosecutes.as_ref() == Some(agency) {
            return;
        }
        self.prosecutes = Some(agency.clone());
        let Some(sign) = self.sign.clone().filter(|_| self.duties.open().next().is_some()) else {
            return;
        };
        // In a compartment the prosecutors may not see their task: the supervisor's stands beside it.
        if sign.handling.compartments.is_empty() {
            // Also what was ended by hand, as when it was brought before them, is theirs until they decide.
            self.duties.open().for_each(|duty| duty.lapse(fact));
        }
        // That somebody may be a victim is told under the marking of the sign, whoever sees the charge.
        let handling = sign.handling.and(&fact.cause.handling);
        let cause = Cause { handling, ..fact.cause.clone() };
        self.wait(instance, &Fact { cause: &cause, ..*fact });
    }
}

/// What an event means for the review.
enum Turn {
    Flagged,
    Reviewed,
    Over,
}

fn turn(event: &SuspectEvent) -> Option<Turn> {
    match event {
        SuspectEvent::PossibleVictimFlagged { .. } => Some(Turn::Flagged),
        SuspectEvent::NonpunishmentReviewed { .. } => Some(Turn::Reviewed),
        SuspectEvent::Eliminated { .. } | SuspectEvent::OutcomeRecorded { .. } => Some(Turn::Over),
        SuspectEvent::Nominated { .. }
        | SuspectEvent::NominalLinked { .. }
        | SuspectEvent::NominalUnlinked { .. }
        | SuspectEvent::SelectorRecorded { .. }
        | SuspectEvent::AliasRecorded { .. }
        | SuspectEvent::BirthRecorded { .. }
        | SuspectEvent::GroundsAdded { .. }
        | SuspectEvent::StatusChanged { .. }
        | SuspectEvent::WantedMarked { .. }
        | SuspectEvent::Arrested { .. }
        | SuspectEvent::DetentionClockStarted { .. }
        | SuspectEvent::Released { .. }
        | SuspectEvent::Interviewed { .. }
        | SuspectEvent::Charged { .. } => None,
    }
}
