//! Disclosure completeness: what a file holds is used or listed once it has disclosure schedules (rule D3).

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::duty::{Duties, Duty};
use super::{Cause, Fact, Items, Order, Process, ProcessName, What};
use crate::casework::suspect::SuspectEvent;
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};
use crate::evidence::evidence_item::EvidenceEvent;
use crate::id::EvidenceItemId;
use crate::prosecution::disclosure_schedule::{DisclosureEvent, Material};
use crate::prosecution::prosecution_file::{Accusation, ProsecutionEvent};
use crate::protection::victim_case::VictimCaseEvent;
use crate::value::ExhibitRef;

/// How much of what one file holds is neither used nor listed. Each exhibit, and each record by its mark, is an
/// item.
///
/// What is missing is one matter, however much it is: a task is made when there comes to be more of it and
/// none is open, and is settled once everything is accounted for. What counts is what the rule asks of the
/// views (`disclosure_completeness`).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisclosureCompleteness {
    duties: Duties,
    schedule: Option<Schedule>,
    /// How many items are missing.
    missing: u64,
    /// What proves an element of each charge that stands, by the number of the charge.
    charges: BTreeMap<u32, BTreeSet<EvidenceItemId>>,
}

/// What is known of an exhibit, or of a record, which may be a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct DisclosureItem {
    /// Whether it is to be accounted for: the exhibit was seized, a statement was recorded under the mark.
    counts: bool,
    /// What accounts for it.
    accounted: BTreeSet<Account>,
}

/// What accounts for an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Account {
    /// An exhibit has the statement's mark, and counts in its place.
    Exhibit,
    /// It is on either schedule.
    Listed,
    /// It was marked as used.
    Used,
    /// It proves an element of this charge, which stands.
    Charge(u32),
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
    type Item = DisclosureItem;

    const NAME: ProcessName = ProcessName::DisclosureCompleteness;

    fn concerns(what: &What) -> bool {
        turn(what).is_some()
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.file()
    }

    fn items(&self, fact: &Fact<'_>) -> BTreeSet<String> {
        let evidence_of = |number: u32| self.charges.get(&number).into_iter().flatten();
        match turn(fact.what) {
            None | Some(Turn::Opened) => BTreeSet::new(),
            Some(Turn::Seized(mark)) => [exhibit(fact.stream), record(mark.as_str())].into(),
            Some(Turn::Said(mark)) => [record(mark.as_str())].into(),
            Some(Turn::Listed(what) | Turn::Used(what) | Turn::Unused(what)) => {
                material(what).into_iter().collect()
            }
            Some(Turn::Charged(number, accusation)) => {
                evidence_of(number).chain(&evidence(accusation)).map(|id| exhibit(*id)).collect()
            }
            Some(Turn::Dropped(number)) => evidence_of(number).map(|id| exhibit(*id)).collect(),
        }
    }

    fn evolve(
        mut self,
        instance: Uuid,
        fact: &Fact<'_>,
        items: &mut Items<DisclosureItem>,
    ) -> Self {
        if let Some(turn) = turn(fact.what) {
            let before = self.gaps();
            self.take(fact, turn, items);
            let after = self.gaps();
            if after == 0 {
                self.duties.open().for_each(|duty| duty.meet(fact));
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
    fn take(&mut self, fact: &Fact<'_>, turn: Turn<'_>, items: &mut Items<DisclosureItem>) {
        match turn {
            Turn::Opened => {
                let mut opened = fact.cause.clone();
                opened.handling.releasable_to.clear();
                self.schedule = Some(Schedule { id: fact.stream, opened });
            }
            Turn::Seized(mark) => {
                self.change(items, exhibit(fact.stream), |item| item.counts = true);
                self.account(items, record(mark.as_str()), Account::Exhibit);
            }
            Turn::Said(mark) => {
                self.change(items, record(mark.as_str()), |item| item.counts = true);
            }
            Turn::Listed(what) => self.account(items, material(what), Account::Listed),
            Turn::Used(what) => self.account(items, material(what), Account::Used),
            Turn::Unused(what) => self.no_account(items, material(what), Account::Used),
            Turn::Charged(number, accusation) => self.charge(items, number, evidence(accusation)),
            Turn::Dropped(number) => {
                self.charge(items, number, BTreeSet::new());
                self.charges.remove(&number);
            }
        }
    }

    /// A charge rests on this from now on.
    fn charge(
        &mut self,
        items: &mut Items<DisclosureItem>,
        number: u32,
        evidence: BTreeSet<EvidenceItemId>,
    ) {
        let account = Account::Charge(number);
        let before = self.charges.insert(number, evidence.clone()).unwrap_or_default();
        for id in before.difference(&evidence) {
            self.no_account(items, exhibit(*id), account);
        }
        for id in evidence {
            self.account(items, exhibit(id), account);
        }
    }

    fn account(
        &mut self,
        items: &mut Items<DisclosureItem>,
        key: impl Into<Option<String>>,
        by: Account,
    ) {
        self.change(items, key, |item| _ = item.accounted.insert(by));
    }

    fn no_account(
        &mut self,
        items: &mut Items<DisclosureItem>,
        key: impl Into<Option<String>>,
        by: Account,
    ) {
        self.change(items, key, |item| _ = item.accounted.remove(&by));
    }

    /// Changes an item, and counts whether it is missing.
    fn change(
        &mut self,
        items: &mut Items<DisclosureItem>,
        key: impl Into<Option<String>>,
        change: impl FnOnce(&mut DisclosureItem),
    ) {
        let Some(key) = key.into() else { return };
        let item = items.entry(key).or_default();
        let before = item.is_missing();
        change(item);
        let after = item.is_missing();
        self.missing = (self.missing + u64::from(after)).saturating_sub(u64::from(before));
    }

    /// How much is neither used nor listed; nothing before there are schedules.
    fn gaps(&self) -> u64 {
        if self.schedule.is_some() { self.missing } else { 0 }
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

impl DisclosureItem {
    fn is_missing(&self) -> bool {
        self.counts && self.accounted.is_empty()
    }
}

/// The item of an exhibit.
fn exhibit(id: impl Into<Uuid>) -> String {
    format!("exhibit {}", id.into())
}

/// The item of a record or a statement.
fn record(mark: &str) -> String {
    format!("record {mark}")
}

/// The item of what is on a schedule; none of a report, which no file has to account for.
fn material(material: &Material) -> Option<String> {
    match material {
        Material::Exhibit(id) => Some(exhibit(*id)),
        Material::Record(reference) => Some(record(reference.as_str())),
        Material::SanitisedReport(_) => None,
    }
}

/// The exhibits that prove an element of a charge.
fn evidence(accusation: &Accusation) -> BTreeSet<EvidenceItemId> {
    accusation.elements.iter().flat_map(|element| element.evidence.iter().copied()).collect()
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
