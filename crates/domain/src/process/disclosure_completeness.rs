//! Disclosure completeness: what a file holds is used or listed once it has disclosure schedules (rule D3).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::duty::{Duties, Duty};
use super::{Cause, Fact, Order, Process, ProcessName, What};
use crate::casework::suspect::SuspectEvent;
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};
use crate::casework::text::Reference;
use crate::evidence::evidence_item::EvidenceEvent;
use crate::id::EvidenceItemId;
use crate::prosecution::disclosure_schedule::{DisclosureEvent, Material};
use crate::prosecution::prosecution_file::{Accusation, ProsecutionEvent};
use crate::protection::victim_case::VictimCaseEvent;
use crate::value::ExhibitRef;

/// What one file holds, and what of it is used or listed.
///
/// What is missing is one matter, however much it is: a task is made when there comes to be more of it and
/// none is open, and is settled once everything is accounted for. What counts is what the rule asks of the
/// views (`disclosure_completeness`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisclosureCompleteness {
    duties: Duties,
    schedule: Option<Schedule>,
    /// Exhibits that were seized, with their marks.
    exhibits: BTreeMap<EvidenceItemId, ExhibitRef>,
    /// The marks under which statements and interviews were recorded.
    statements: BTreeSet<ExhibitRef>,
    /// What is on either schedule.
    listed: BTreeSet<Material>,
    /// What was marked as used.
    used: BTreeSet<Material>,
    /// What proves an element of each charge that stands, by the number of the charge.
    charges: BTreeMap<u32, BTreeSet<EvidenceItemId>>,
}

/// The schedules of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Schedule {
    id: Uuid,
    /// Their opening, whose agency, law, purpose and marking the tasks take; released to nobody, as only
    /// those whose file it is may learn whether anything is missing.
    opened: Cause,
}

impl Process for DisclosureCompleteness {
    const NAME: ProcessName = ProcessName::DisclosureCompleteness;

    fn concerns(what: &What) -> bool {
        turn(what).is_some()
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.file()
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>) -> Self {
        if let Some(turn) = turn(fact.what) {
            let before = self.gaps();
            self.take(fact, turn);
            let after = self.gaps();
            if after == 0 {
                self.duties.open().for_each(|duty| duty.meet(fact.cause));
            } else if after > before && !self.duties.awaits(TaskKind::DisclosureGaps) {
                self.wait(instance, fact);
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

impl DisclosureCompleteness {
    fn take(&mut self, fact: &Fact<'_>, turn: Turn<'_>) {
        match turn {
            Turn::Opened => {
                let mut opened = fact.cause.clone();
                opened.handling.releasable_to.clear();
                self.schedule = Some(Schedule { id: fact.stream, opened });
            }
            Turn::Seized(mark) => {
                self.exhibits.insert(fact.stream.into(), mark.clone());
            }
            Turn::Said(mark) => {
                self.statements.insert(mark.clone());
            }
            Turn::Listed(material) => {
                self.listed.insert(material.clone());
            }
            Turn::Used(material) => {
                self.used.insert(material.clone());
            }
            Turn::Unused(material) => {
                self.used.remove(material);
            }
            Turn::Charged(number, accusation) => {
                let elements = accusation.elements.iter();
                let evidence = elements.flat_map(|element| element.evidence.iter().copied());
                self.charges.insert(number, evidence.collect());
            }
            Turn::Dropped(number) => {
                self.charges.remove(&number);
            }
        }
    }

    /// How much is neither used nor listed; nothing before there are schedules.
    fn gaps(&self) -> usize {
        if self.schedule.is_none() {
            return 0;
        }
        let exhibits = self.exhibits.keys().filter(|exhibit| !self.is_accounted_for(**exhibit));
        let marks: BTreeSet<_> = self.exhibits.values().collect();
        let statements = self.statements.iter().filter(|mark| {
            let record = mark.as_str().parse::<Reference>().ok().map(Material::Record);
            !marks.contains(mark) && !record.is_some_and(|record| self.lists_or_uses(&record))
        });
        exhibits.count() + statements.count()
    }

    fn is_accounted_for(&self, exhibit: EvidenceItemId) -> bool {
        self.charges.values().any(|evidence| evidence.contains(&exhibit))
            || self.lists_or_uses(&Material::Exhibit(exhibit))
    }

    fn lists_or_uses(&self, material: &Material) -> bool {
        self.listed.contains(material) || self.used.contains(material)
    }

    /// Something is missing because of an event, and is told of as the schedules are.
    fn wait(&mut self, instance: Uuid, fact: &Fact<'_>) {
        let Some(Schedule { id, opened }) = &self.schedule else { return };
        let Cause { event, correlation, exercise, .. } = *fact.cause;
        let cause = Cause { event, correlation, exercise, ..opened.clone() };
        let fact = Fact { cause: &cause, ..*fact };
        let subject = TaskSubject { kind: TaskSubjectKind::DisclosureSchedule, id: *id };
        let origin = (Self::NAME, instance);
        self.duties.add(Duty::new(origin, &fact, "", TaskKind::DisclosureGaps, subject));
    }
}

/// What happened to what a file holds, or to what accounts for it.
#[derive(Clone, Copy)]
enum Turn<'a> {
    Opened,
    Seized(&'a ExhibitRef),
    Said(&'a ExhibitRef),
    Listed(&'a Material),
    Used(&'a Material),
    Unused(&'a Material),
    Charged(u32, &'a Accusation),
    Dropped(u32),
}

fn turn(what: &What) -> Option<Turn<'_>> {
    match what {
        What::Exhibit(EvidenceEvent::Seized { exhibit_ref, .. }) => Some(Turn::Seized(exhibit_ref)),
        What::Victim(
            VictimCaseEvent::StatementTaken { exhibit_ref, .. }
            | VictimCaseEvent::ImpactStatementFiled { exhibit_ref },
        )
        | What::Suspect(SuspectEvent::Interviewed { exhibit_ref, .. }) => {
            Some(Turn::Said(exhibit_ref))
        }
        What::Disclosure(event) => of_schedule(event),
        What::Prosecution(event) => of_charge(event),
        What::Exhibit(_)
        | What::Victim(_)
        | What::Suspect(_)
        | What::Investigation(_)
        | What::Journey(_)
        | What::Report(_)
        | What::Nominal(..)
        | What::Grant(_)
        | What::Task(_) => None,
    }
}

/// What is moved to the other schedule stays listed.
fn of_schedule(event: &DisclosureEvent) -> Option<Turn<'_>> {
    match event {
        DisclosureEvent::Opened { .. } => Some(Turn::Opened),
        DisclosureEvent::ItemAdded { material, .. } => Some(Turn::Listed(material)),
        DisclosureEvent::MaterialUsed { material, .. } => Some(Turn::Used(material)),
        DisclosureEvent::MaterialUnused { material, .. } => Some(Turn::Unused(material)),
        DisclosureEvent::ItemRedescribed { .. }
        | DisclosureEvent::ItemReclassified { .. }
        | DisclosureEvent::ReviewedByProsecutor { .. }
        | DisclosureEvent::PiiRuled { .. }
        | DisclosureEvent::Served { .. } => None,
    }
}

fn of_charge(event: &ProsecutionEvent) -> Option<Turn<'_>> {
    match event {
        ProsecutionEvent::ChargeProposed { n, accusation, .. }
        | ProsecutionEvent::ChargeAmended { n, accusation, .. } => {
            Some(Turn::Charged(*n, accusation))
        }
        ProsecutionEvent::ChargeRefused { n, .. } | ProsecutionEvent::ChargeWithdrawn { n, .. } => {
            Some(Turn::Dropped(*n))
        }
        ProsecutionEvent::Opened { .. }
        | ProsecutionEvent::ChargeApproved { .. }
        | ProsecutionEvent::ChargeFiled { .. }
        | ProsecutionEvent::CourtEventScheduled { .. }
        | ProsecutionEvent::CourtEventHeld { .. }
        | ProsecutionEvent::WitnessMeasuresOrdered { .. }
        | ProsecutionEvent::VerdictRecorded { .. }
        | ProsecutionEvent::SentenceRecorded { .. } => None,
    }
}
