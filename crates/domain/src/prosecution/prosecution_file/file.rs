//! What the rules read of an opened prosecution file, and how its events change that.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ProsecutionEvent as Event;
use super::ProsecutionRejection as Rejection;
use super::charge::{Accusation, Charge, Filing, Sentence};
use super::code::ChargeStatus::{self, Approved, Decided, Filed, Proposed, Refused, Withdrawn};
use super::code::{CourtEventType, Verdict};
use super::command::{ChargeStanding, CourtDate};
use super::policy::{self, require};
use crate::casework::text::{CourtName, Reference};
use crate::id::{InvestigationId, SuspectId};
use crate::protection::victim_case::SpecialMeasure;
use crate::value::PartialTime;
use crate::{AgencyId, Law, Personal};

type Answer = Result<Vec<Event>, Rejection>;

/// What the rules read of an opened file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub(super) investigation: InvestigationId,
    pub(super) agency: AgencyId,
    pub(super) charges: Vec<Charge>,
    pub(super) diary: Vec<CourtEvent>,
    pub(super) measures: BTreeMap<Reference, BTreeSet<SpecialMeasure>>,
}

/// An entry of the court diary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CourtEvent {
    pub(super) kind: CourtEventType,
    pub(super) court: CourtName,
    pub(super) on: PartialTime,
    /// What came of it; none until it was held.
    pub(super) result: Option<Personal<String>>,
}

impl File {
    pub(super) fn open(investigation: InvestigationId, agency: &AgencyId) -> Self {
        Self {
            investigation,
            agency: agency.clone(),
            charges: vec![],
            diary: vec![],
            measures: BTreeMap::new(),
        }
    }

    fn charge(&self, number: u32) -> Result<&Charge, Rejection> {
        let charge = index(number).and_then(|index| self.charges.get(index));
        charge.ok_or(Rejection::NoSuchCharge { number })
    }

    pub(super) fn propose(
        &self,
        suspect: SuspectId,
        accusation: Box<Accusation>,
        standing: &ChargeStanding,
        (law, today): (&Law, NaiveDate),
    ) -> Answer {
        let accusation = policy::under_the_law(accusation, law, today)?;
        let same = |charge: &Charge| {
            charge.stands() && charge.suspect == suspect && charge.accusation == *accusation
        };
        if self.charges.iter().any(same) {
            return Ok(vec![]);
        }
        policy::says_what_is_to_be_proved(&accusation)?;
        policy::is_a_suspect(suspect, standing)?;
        policy::knows_the_exhibits(&accusation.elements, standing)?;
        policy::nothing_is_kept_from_court(&accusation.elements, standing)?;
        Ok(vec![Event::ChargeProposed { n: next(&self.charges), suspect, accusation }])
    }

    /// What was approved has to be approvable as it is amended.
    pub(super) fn amend(
        &self,
        number: u32,
        accusation: Box<Accusation>,
        reason: Personal<String>,
        standing: &ChargeStanding,
        (law, today): (&Law, NaiveDate),
    ) -> Answer {
        let charge = self.charge(number)?;
        policy::within(charge.status, "amending", policy::STANDING)?;
        let accusation = policy::under_the_law(accusation, law, today)?;
        if charge.accusation == *accusation {
            return Ok(vec![]);
        }
        require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
        policy::says_what_is_to_be_proved(&accusation)?;
        policy::knows_the_exhibits(&accusation.elements, standing)?;
        policy::nothing_is_kept_from_court(&accusation.elements, standing)?;
        if charge.status != Proposed {
            policy::may_be_brought(charge.suspect, &accusation, standing)?;
        }
        Ok(vec![Event::ChargeAmended { n: number, reason, accusation }])
    }

    pub(super) fn approve(
        &self,
        number: u32,
        standing: &ChargeStanding,
        (law, today): (&Law, NaiveDate),
    ) -> Answer {
        let charge = self.charge(number)?;
        if charge.status == Approved {
            return Ok(vec![]);
        }
        policy::within(charge.status, "approving", &[Proposed])?;
        policy::says_what_the_law_says(&charge.accusation, law, today)?;
        policy::may_be_brought(charge.suspect, &charge.accusation, standing)?;
        Ok(vec![Event::ChargeApproved { n: number }])
    }

    pub(super) fn refuse(&self, number: u32, reason: Personal<String>) -> Answer {
        let charge = self.charge(number)?;
        if charge.status == Refused {
            return Ok(vec![]);
        }
        policy::within(charge.status, "refusing", &[Proposed])?;
        require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
        Ok(vec![Event::ChargeRefused { n: number, reason }])
    }

    pub(super) fn withdraw(&self, number: u32, reason: Personal<String>) -> Answer {
        let charge = self.charge(number)?;
        if charge.status == Withdrawn {
            return Ok(vec![]);
        }
        policy::within(charge.status, "withdrawing", policy::STANDING)?;
        require(!policy::is_blank(&reason), Rejection::ReasonMissing)?;
        Ok(vec![Event::ChargeWithdrawn { n: number, reason }])
    }

    /// Signs that came to light after the approval count (P2).
    pub(super) fn file_charge(
        &self,
        number: u32,
        filing: Filing,
        standing: &ChargeStanding,
        (law, today): (&Law, NaiveDate),
    ) -> Answer {
        let charge = self.charge(number)?;
        if charge.status == Filed && charge.filing.as_ref() == Some(&filing) {
            return Ok(vec![]);
        }
        policy::within(charge.status, "filing", &[Approved])?;
        policy::says_what_the_law_says(&charge.accusation, law, today)?;
        policy::may_be_punished(charge.suspect, standing)?;
        let Filing { court, case_number } = filing;
        Ok(vec![Event::ChargeFiled { n: number, court, case_number }])
    }

    pub(super) fn schedule(&self, date: CourtDate) -> Answer {
        if self.diary.iter().any(|entry| entry.is(&date)) {
            return Ok(vec![]);
        }
        policy::charges_are_that_far(date.kind, &self.charges)?;
        Ok(vec![scheduled(next(&self.diary), date)])
    }

    /// What comes next is entered into the diary, unless it is there.
    pub(super) fn hold(
        &self,
        number: u32,
        result: Personal<String>,
        then: Option<CourtDate>,
        held: &PartialTime,
    ) -> Answer {
        let entry = index(number).and_then(|index| self.diary.get(index));
        let entry = entry.ok_or(Rejection::NoSuchCourtEvent { number })?;
        let known = |date: &CourtDate| self.diary.iter().position(|entry| entry.is(date));
        let nothing_new = then.as_ref().is_none_or(|date| known(date).is_some());
        if entry.result.as_ref() == Some(&result) && nothing_new {
            return Ok(vec![]);
        }
        require(entry.result.is_none(), Rejection::AlreadyHeld)?;
        require(!policy::is_blank(&result), Rejection::ResultMissing)?;
        let mut follows = None;
        let mut more = None;
        if let Some(date) = then {
            require(!date.on.is_certainly_before(held), Rejection::NextBeforeThis)?;
            let place = known(&date);
            follows = Some(number_at(place.unwrap_or(self.diary.len())));
            if place.is_none() {
                policy::charges_are_that_far(date.kind, &self.charges)?;
                more = Some(scheduled(next(&self.diary), date));
            }
        }
        let (kind, court) = (entry.kind, entry.court.clone());
        let event = Event::CourtEventHeld { n: number, kind, court, result, next: follows };
        Ok(std::iter::once(event).chain(more).collect())
    }

    pub(super) fn order(&self, witness: Reference, measures: BTreeSet<SpecialMeasure>) -> Answer {
        require(!measures.is_empty(), Rejection::MeasureMissing)?;
        if self.measures.get(&witness) == Some(&measures) {
            return Ok(vec![]);
        }
        Ok(vec![Event::WitnessMeasuresOrdered { witness, measures }])
    }

    /// A verdict changes only on appeal.
    pub(super) fn find(&self, number: u32, verdict: Verdict) -> Answer {
        let charge = self.charge(number)?;
        if charge.verdict == Some(verdict) {
            return Ok(vec![]);
        }
        policy::within(charge.status, "recording a verdict", &[Filed, Decided])?;
        let heard =
            |entry: &CourtEvent| entry.kind == CourtEventType::Appeal && entry.result.is_some();
        let appealed = self.diary.iter().any(heard);
        require(charge.verdict.is_none() || appealed, Rejection::AlreadyDecided)?;
        Ok(vec![Event::VerdictRecorded { n: number, verdict }])
    }

    pub(super) fn sentence(&self, number: u32, sentence: Box<Sentence>) -> Answer {
        let charge = self.charge(number)?;
        require(charge.convicts(), Rejection::NotConvicted)?;
        policy::sentence_is_whole(&sentence)?;
        if charge.sentence.as_ref() == Some(&*sentence) {
            return Ok(vec![]);
        }
        Ok(vec![Event::SentenceRecorded { n: number, sentence }])
    }

    fn with(mut self, number: u32, change: impl FnOnce(&mut Charge)) -> Self {
        if let Some(charge) = index(number).and_then(|index| self.charges.get_mut(index)) {
            change(charge);
        }
        self
    }

    fn stands(self, number: u32, status: ChargeStatus) -> Self {
        self.with(number, |charge| charge.status = status)
    }

    pub(super) fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::Opened { .. } => self,
            Event::ChargeProposed { suspect, accusation, .. } => {
                self.charges.push(Charge::proposed(*suspect, Accusation::clone(accusation)));
                self
            }
            Event::ChargeAmended { n, accusation, .. } => {
                self.with(*n, |charge| charge.accusation = Accusation::clone(accusation))
            }
            Event::ChargeApproved { n } => self.stands(*n, Approved),
            Event::ChargeRefused { n, .. } => self.stands(*n, Refused),
            Event::ChargeWithdrawn { n, .. } => self.stands(*n, Withdrawn),
            Event::ChargeFiled { n, court, case_number } => self.with(*n, |charge| {
                let (court, case_number) = (court.clone(), case_number.clone());
                charge.filing = Some(Filing { court, case_number });
                charge.status = Filed;
            }),
            Event::CourtEventScheduled { kind, court, on, .. } => {
                let (court, on) = (court.clone(), on.clone());
                self.diary.push(CourtEvent { kind: *kind, court, on, result: None });
                self
            }
            Event::CourtEventHeld { n, result, .. } => {
                if let Some(entry) = index(*n).and_then(|index| self.diary.get_mut(index)) {
                    entry.result = Some(result.clone());
                }
                self
            }
            Event::WitnessMeasuresOrdered { witness, measures } => {
                self.measures.insert(witness.clone(), measures.clone());
                self
            }
            Event::VerdictRecorded { n, verdict } => self.with(*n, |charge| {
                charge.verdict = Some(*verdict);
                charge.sentence = None;
                charge.status = Decided;
            }),
            Event::SentenceRecorded { n, sentence } => {
                self.with(*n, |charge| charge.sentence = Some(Sentence::clone(sentence)))
            }
        }
    }
}

impl CourtEvent {
    fn is(&self, date: &CourtDate) -> bool {
        self.kind == date.kind && self.court == date.court && self.on == date.on
    }
}

fn scheduled(n: u32, date: CourtDate) -> Event {
    let CourtDate { kind, court, on } = date;
    Event::CourtEventScheduled { n, kind, court, on }
}

/// The number of the next one of a list, counted from 1.
fn next<T>(list: &[T]) -> u32 {
    number_at(list.len())
}

/// The number, counted from 1, of what is at a place in a list.
fn number_at(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX).saturating_add(1)
}

/// The place in a list of what has a number, counted from 1.
fn index(number: u32) -> Option<usize> {
    usize::try_from(number).ok()?.checked_sub(1)
}
