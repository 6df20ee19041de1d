//! Custody and integrity of an exhibit: doubts are ruled on, offers answered, and what was lent comes back.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::day::end_of;
use super::duty::{Duties, Duty};
use super::{Cause, Fact, Items, Order, Process, ProcessName, What};
use crate::casework::task::{Assignment, TaskKind, TaskSubject, TaskSubjectKind};
use crate::evidence::evidence_item::{EvidenceEvent, LONGEST_HANDOVER_HOURS};
use crate::value::PartialTime;
use crate::{AgencyId, Role, UserId};

/// How long an offer of custody may stand open, counted as gaps in custody are: our own default.
const LONGEST_HANDOVER: TimeDelta = TimeDelta::hours(LONGEST_HANDOVER_HOURS);

/// One exhibit's doubts, offers and loans.
///
/// A doubt makes a task for a supervisor at once. An offer of custody makes one when it has stood open for
/// as long as a hand-over may take, and a loan when its last day is over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CustodyIntegrity {
    duties: Duties,
}

impl Process for CustodyIntegrity {
    type Item = ();

    const NAME: ProcessName = ProcessName::CustodyIntegrity;

    fn concerns(what: &What) -> bool {
        matches!(what, What::Exhibit(event) if turn(event).is_some())
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.stream
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, _: &mut Items<()>) -> Self {
        if let What::Exhibit(event) = fact.what
            && let Some(turn) = turn(event)
        {
            self.take(instance, fact, turn);
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

impl CustodyIntegrity {
    fn take(&mut self, instance: Uuid, fact: &Fact<'_>, turn: Turn<'_>) {
        let subject = TaskSubject { kind: TaskSubjectKind::EvidenceItem, id: fact.stream };
        let duty = |kind| Duty::new((Self::NAME, instance), fact, "", kind, subject);
        match turn {
            Turn::Doubted => {
                // Nothing is handed over while integrity is in question: the offer fell with it.
                self.duties.of(TaskKind::CustodyOffer).for_each(|duty| duty.lapse(fact));
                if !self.duties.awaits(TaskKind::IntegrityRuling) {
                    self.duties.add(duty(TaskKind::IntegrityRuling).of_role(Role::Supervisor));
                }
            }
            // What is abroad is still waited for, whatever was ruled.
            Turn::Ruled => {
                self.duties.of(TaskKind::IntegrityRuling).for_each(|duty| duty.meet(fact));
            }
            Turn::Offered { to, to_agency, at } => {
                if let Some(late) = at.earliest().checked_add_signed(LONGEST_HANDOVER) {
                    let duty = duty(TaskKind::CustodyOffer).from(late).until(late);
                    self.duties.add(duty.given_to(pursuer(fact.cause, to, to_agency)));
                }
            }
            Turn::Answered => {
                self.duties.of(TaskKind::CustodyOffer).for_each(|duty| duty.meet(fact));
            }
            Turn::Lent { return_by } => {
                let over = end_of(return_by);
                self.duties.add(duty(TaskKind::ReturnFromAbroad).from(over).until(over));
            }
            Turn::CameBack => {
                self.duties.of(TaskKind::ReturnFromAbroad).for_each(|duty| duty.meet(fact));
            }
            Turn::Left => self.duties.open().for_each(|duty| duty.lapse(fact)),
        }
    }
}

/// Who sees to an offer that nobody answers: whoever made it, or else whoever was to answer, where they are
/// of the agency whose exhibit it is; the investigators of that agency otherwise.
fn pursuer(cause: &Cause, to: &UserId, to_agency: &AgencyId) -> Assignment {
    let Cause { actor, agency, .. } = cause;
    if actor.agency == *agency {
        return Assignment { role: actor.role, user: Some(actor.user.clone()) };
    }
    let user = (to_agency == agency).then(|| to.clone());
    Assignment { role: Role::Investigator, user }
}

/// What an event means for an exhibit's custody and integrity.
#[derive(Clone, Copy)]
enum Turn<'a> {
    Doubted,
    Ruled,
    Offered { to: &'a UserId, to_agency: &'a AgencyId, at: &'a PartialTime },
    Answered,
    Lent { return_by: NaiveDate },
    CameBack,
    Left,
}

fn turn(event: &EvidenceEvent) -> Option<Turn<'_>> {
    match event {
        EvidenceEvent::IntegrityFailed { .. } => Some(Turn::Doubted),
        EvidenceEvent::IntegrityRuled { .. } => Some(Turn::Ruled),
        EvidenceEvent::CustodyOffered { to, to_agency, offered_at, .. } => {
            Some(Turn::Offered { to, to_agency, at: offered_at })
        }
        EvidenceEvent::CustodyAccepted { .. }
        | EvidenceEvent::CustodyRefused { .. }
        | EvidenceEvent::CustodyOfferWithdrawn { .. } => Some(Turn::Answered),
        EvidenceEvent::LentAbroad { return_by, .. } => Some(Turn::Lent { return_by: *return_by }),
        EvidenceEvent::ReturnedFromAbroad { .. } => Some(Turn::CameBack),
        EvidenceEvent::Returned { .. } | EvidenceEvent::Destroyed { .. } => Some(Turn::Left),
        EvidenceEvent::Identified { .. }
        | EvidenceEvent::Seized { .. }
        | EvidenceEvent::Acquired { .. }
        | EvidenceEvent::FileStored { .. }
        | EvidenceEvent::SealBroken { .. }
        | EvidenceEvent::Resealed { .. }
        | EvidenceEvent::Examined { .. }
        | EvidenceEvent::Derived { .. }
        | EvidenceEvent::SelectorRecorded { .. }
        | EvidenceEvent::HashVerified { .. }
        | EvidenceEvent::Stored { .. }
        | EvidenceEvent::SentToCourt { .. }
        | EvidenceEvent::ReturnedFromCourt { .. }
        | EvidenceEvent::HoldPlaced { .. }
        | EvidenceEvent::HoldLifted { .. }
        | EvidenceEvent::RetentionSet { .. }
        | EvidenceEvent::SensitivityAssessed { .. }
        | EvidenceEvent::Disclosed { .. } => None,
    }
}
