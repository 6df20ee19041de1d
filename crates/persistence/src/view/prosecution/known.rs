//! What a reader knows of a prosecution: made from the facts that the reader may see, and from no
//! others.

use std::collections::{BTreeMap, BTreeSet};

use mpaka_domain::Personal;
use mpaka_domain::casework::text::{CourtName, Reference};
use mpaka_domain::id::SuspectId;
use mpaka_domain::prosecution::prosecution_file::{
    Accusation, ChargeStatus, CourtEventType, ProsecutionEvent, Sentence, Verdict,
};
use mpaka_domain::protection::victim_case::SpecialMeasure;
use mpaka_domain::value::PartialTime;

use crate::view::Fact;

/// A step in the course of a charge.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Where it stood from then on.
    pub status: ChargeStatus,
    /// Whether it was amended then, and stood where it stood before.
    pub amended: bool,
    /// Why, where the step was a decision that gives reasons.
    pub reason: Option<Personal<String>>,
}

/// Where a charge was filed.
#[derive(Debug, Clone, PartialEq)]
pub struct Filing {
    /// The court.
    pub court: CourtName,
    /// The number under which the court keeps the case.
    pub case_number: Reference,
}

/// A charge.
#[derive(Debug, Clone, PartialEq)]
pub struct ChargeKnown {
    /// Its number, from 1.
    pub number: u32,
    /// Who is charged.
    pub suspect: SuspectId,
    /// With what, as it reads now.
    pub accusation: Accusation,
    /// Its course, from the proposal on.
    pub history: Vec<Fact<Step>>,
    /// Where it was filed.
    pub filing: Option<Filing>,
    /// What the court found.
    pub verdict: Option<Fact<Verdict>>,
    /// What the court imposed.
    pub sentence: Option<Fact<Sentence>>,
}

impl ChargeKnown {
    /// Where it stands.
    pub fn status(&self) -> ChargeStatus {
        self.history.last().map_or(ChargeStatus::Proposed, |step| step.what.status)
    }
}

/// What came of something in court.
#[derive(Debug, Clone, PartialEq)]
pub struct Held {
    /// The result.
    pub result: Personal<String>,
    /// The number of the entry that comes next.
    pub next: Option<u32>,
}

/// An entry of the court diary.
#[derive(Debug, Clone, PartialEq)]
pub struct CourtEntry {
    /// Its number, from 1.
    pub number: u32,
    /// What is to happen, or happened.
    pub kind: CourtEventType,
    /// Where.
    pub court: CourtName,
    /// When it is to happen.
    pub on: PartialTime,
    /// What came of it, once it was held.
    pub held: Option<Fact<Held>>,
}

/// How a court protects a witness.
#[derive(Debug, Clone, PartialEq)]
pub struct Protection {
    /// The witness: an alias, or what the court calls them.
    pub witness: Reference,
    /// The measures.
    pub measures: BTreeSet<SpecialMeasure>,
}

/// What a reader knows of a prosecution.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Known {
    /// Its charges, by number.
    pub charges: BTreeMap<u32, ChargeKnown>,
    /// The court diary, by number.
    pub diary: BTreeMap<u32, CourtEntry>,
    /// How courts protect witnesses, by witness.
    pub witnesses: BTreeMap<Reference, Fact<Protection>>,
}

impl Known {
    /// What is known from these facts, in the order they were recorded in.
    pub(in crate::view) fn from_facts(facts: Vec<Fact<ProsecutionEvent>>) -> Self {
        let mut known = Self::default();
        for fact in facts {
            known.learn(&fact);
        }
        known
    }

    /// The court diary in order of time; what is on the same day, by number.
    pub fn diary_by_day(&self) -> Vec<&CourtEntry> {
        let mut diary: Vec<_> = self.diary.values().collect();
        diary.sort_by_key(|entry| entry.on.earliest());
        diary
    }

    fn learn(&mut self, fact: &Fact<ProsecutionEvent>) {
        use ProsecutionEvent as Event;
        match fact.what.clone() {
            Event::Opened { .. } => {}
            Event::ChargeProposed { n, suspect, accusation } => {
                let step = Step { status: ChargeStatus::Proposed, amended: false, reason: None };
                let charge = ChargeKnown {
                    number: n,
                    suspect,
                    accusation: *accusation,
                    history: vec![fact.with(step)],
                    filing: None,
                    verdict: None,
                    sentence: None,
                };
                self.charges.insert(n, charge);
            }
            Event::ChargeAmended { n, reason, accusation } => self.charge(n, |charge| {
                let (status, reason) = (charge.status(), Some(reason));
                charge.history.push(fact.with(Step { status, amended: true, reason }));
                charge.accusation = *accusation;
            }),
            Event::ChargeApproved { n } => self.step(fact, n, ChargeStatus::Approved, None),
            Event::ChargeRefused { n, reason } => {
                self.step(fact, n, ChargeStatus::Refused, Some(reason));
            }
            Event::ChargeWithdrawn { n, reason } => {
                self.step(fact, n, ChargeStatus::Withdrawn, Some(reason));
            }
            Event::ChargeFiled { n, court, case_number } => {
                self.charge(n, |charge| charge.filing = Some(Filing { court, case_number }));
                self.step(fact, n, ChargeStatus::Filed, None);
            }
            Event::CourtEventScheduled { n, kind, court, on } => {
                self.diary.insert(n, CourtEntry { number: n, kind, court, on, held: None });
            }
            Event::CourtEventHeld { n, kind, court, result, next } => {
                let entry = self.diary.entry(n).or_insert_with(|| CourtEntry {
                    number: n,
                    kind,
                    court,
                    on: fact.occurred.clone(),
                    held: None,
                });
                entry.held = Some(fact.with(Held { result, next }));
            }
            Event::WitnessMeasuresOrdered { witness, measures } => {
                let protection = Protection { witness: witness.clone(), measures };
                self.witnesses.insert(witness, fact.with(protection));
            }
            Event::VerdictRecorded { n, verdict } => {
                self.charge(n, |charge| {
                    charge.verdict = Some(fact.with(verdict));
                    charge.sentence = None;
                });
                self.step(fact, n, ChargeStatus::Decided, None);
            }
            Event::SentenceRecorded { n, sentence } => {
                self.charge(n, |charge| charge.sentence = Some(fact.with(*sentence)));
            }
        }
    }

    /// Changes a charge, if its proposal is the reader's to see.
    fn charge(&mut self, number: u32, change: impl FnOnce(&mut ChargeKnown)) {
        if let Some(charge) = self.charges.get_mut(&number) {
            change(charge);
        }
    }

    fn step(
        &mut self,
        fact: &Fact<ProsecutionEvent>,
        number: u32,
        status: ChargeStatus,
        reason: Option<Personal<String>>,
    ) {
        let step = fact.with(Step { status, amended: false, reason });
        self.charge(number, |charge| charge.history.push(step));
    }
}
