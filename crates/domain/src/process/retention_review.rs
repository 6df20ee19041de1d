//! Retention review: what is kept is looked at again on the day that was set for it.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::day::{end_of, start_of};
use super::duty::{Duties, Duty};
use super::{Cause, Fact, Items, Order, Process, ProcessName, What};
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};
use crate::evidence::evidence_item::EvidenceEvent;
use crate::intelligence::intelligence_report::IntelligenceEvent;
use crate::nominals::nominal::{Keeping, NominalCategory};

/// What is to be decided about the keeping of one record: a nominal, an intelligence report or an exhibit.
///
/// Nominals (rule NOM-5) and retained reports name the day on which they are looked at again, and exhibits
/// the day on which their retention ends. A hold on an exhibit takes that back; what is to be done with it is
/// decided when the last hold is lifted, or on that day where it is still to come (rule X6).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RetentionReview {
    duties: Duties,
    /// The authorities that holds on an exhibit rest on.
    holds: BTreeSet<String>,
    /// The day that was last set.
    until: Option<NaiveDate>,
}

impl Process for RetentionReview {
    type Item = ();

    const NAME: ProcessName = ProcessName::RetentionReview;

    fn concerns(what: &What) -> bool {
        turn(what).is_some()
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.stream
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, _: &mut Items<()>) -> Self {
        if let Some((kind, turn)) = turn(fact.what) {
            let subject = TaskSubject { kind, id: fact.stream };
            let origin = (Self::NAME, instance);
            let cause = lent(kind, fact.cause);
            let of_it = Fact { cause: &cause, ..*fact };
            let duty = Duty::new(origin, &of_it, "", TaskKind::RetentionReview, subject);
            match turn {
                Turn::KeptUntil(day) => {
                    self.duties.open().for_each(|duty| duty.meet(fact));
                    self.until = Some(day);
                    if self.holds.is_empty() {
                        self.duties.add(duty.from(start_of(day)).until(end_of(day)));
                    }
                }
                Turn::Disposed => self.duties.open().for_each(|duty| duty.meet(fact)),
                Turn::Held(authority) => {
                    self.holds.insert(authority.to_owned());
                    self.duties.open().for_each(|duty| duty.lapse(fact));
                }
                Turn::Released(authority) => {
                    if self.holds.remove(authority) && self.holds.is_empty() {
                        let to_come =
                            self.until.filter(|day| fact.occurred.earliest() < start_of(*day));
                        self.duties.add(match to_come {
                            Some(day) => duty.from(start_of(day)).until(end_of(day)),
                            None => duty,
                        });
                    }
                }
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

/// What an event lends to the task. That there is a report, and until when it is kept, concerns nobody but
/// the agency whose report it is: its task is no file's, and released to nobody.
fn lent(kind: TaskSubjectKind, cause: &Cause) -> Cause {
    let mut lent = cause.clone();
    if kind == TaskSubjectKind::IntelligenceReport {
        lent.investigation = None;
        lent.handling.releasable_to.clear();
    }
    lent
}

/// What happened to the keeping of a record.
#[derive(Clone, Copy)]
enum Turn<'a> {
    /// It is kept until a day on which it is to be looked at again.
    KeptUntil(NaiveDate),
    /// It is not kept any more, or not for use.
    Disposed,
    /// It may not be disposed of, on this authority.
    Held(&'a str),
    /// It may be, as far as this authority goes.
    Released(&'a str),
}

fn turn(what: &What) -> Option<(TaskSubjectKind, Turn<'_>)> {
    if let What::Nominal(category, keeping) = what {
        let kind = match category {
            NominalCategory::Person => TaskSubjectKind::PersonNominal,
            NominalCategory::Group => TaskSubjectKind::Group,
            NominalCategory::Object => TaskSubjectKind::ObjectNominal,
        };
        return Some((
            kind,
            match keeping {
                Keeping::Until(day) => Turn::KeptUntil(*day),
                Keeping::Over => Turn::Disposed,
            },
        ));
    }
    if let What::Report(event) = what {
        return Some((TaskSubjectKind::IntelligenceReport, of_report(event)?));
    }
    if let What::Exhibit(event) = what {
        return Some((TaskSubjectKind::EvidenceItem, of_exhibit(event)?));
    }
    None
}

/// That a report was looked at is not yet what came of it.
fn of_report(event: &IntelligenceEvent) -> Option<Turn<'_>> {
    match event {
        IntelligenceEvent::Retained { until, .. } => Some(Turn::KeptUntil(*until)),
        IntelligenceEvent::Expired { .. } => Some(Turn::Disposed),
        IntelligenceEvent::Submitted { .. }
        | IntelligenceEvent::Evaluated { .. }
        | IntelligenceEvent::RiskAssessed { .. }
        | IntelligenceEvent::Sanitised { .. }
        | IntelligenceEvent::Disseminated { .. }
        | IntelligenceEvent::Acknowledged { .. }
        | IntelligenceEvent::Corroborated { .. }
        | IntelligenceEvent::Regraded { .. }
        | IntelligenceEvent::Recalled { .. }
        | IntelligenceEvent::Reviewed { .. } => None,
    }
}

fn of_exhibit(event: &EvidenceEvent) -> Option<Turn<'_>> {
    match event {
        EvidenceEvent::HoldPlaced { authority_ref, .. } => Some(Turn::Held(authority_ref)),
        EvidenceEvent::HoldLifted { authority_ref, .. } => Some(Turn::Released(authority_ref)),
        EvidenceEvent::RetentionSet { ends_on, .. } => Some(Turn::KeptUntil(*ends_on)),
        EvidenceEvent::Returned { .. } | EvidenceEvent::Destroyed { .. } => Some(Turn::Disposed),
        EvidenceEvent::Identified { .. }
        | EvidenceEvent::Seized { .. }
        | EvidenceEvent::Acquired { .. }
        | EvidenceEvent::FileStored { .. }
        | EvidenceEvent::CustodyOffered { .. }
        | EvidenceEvent::CustodyAccepted { .. }
        | EvidenceEvent::CustodyRefused { .. }
        | EvidenceEvent::CustodyOfferWithdrawn { .. }
        | EvidenceEvent::SealBroken { .. }
        | EvidenceEvent::Resealed { .. }
        | EvidenceEvent::Examined { .. }
        | EvidenceEvent::Derived { .. }
        | EvidenceEvent::SelectorRecorded { .. }
        | EvidenceEvent::HashVerified { .. }
        | EvidenceEvent::IntegrityFailed { .. }
        | EvidenceEvent::IntegrityRuled { .. }
        | EvidenceEvent::Stored { .. }
        | EvidenceEvent::LentAbroad { .. }
        | EvidenceEvent::ReturnedFromAbroad { .. }
        | EvidenceEvent::SentToCourt { .. }
        | EvidenceEvent::ReturnedFromCourt { .. }
        | EvidenceEvent::SensitivityAssessed { .. }
        | EvidenceEvent::Disclosed { .. } => None,
    }
}
