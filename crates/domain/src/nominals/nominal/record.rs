//! A recorded nominal: what its rules read of it, and how it answers.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::command::NamedNominal;
use super::event::NominalEvent as Event;
use super::kind::NominalFact;
use super::policy::{self, require};
use super::rejection::NominalRejection as Rejection;
use crate::value::NominalReference;
use crate::{AgencyId, Metadata, Personal, SourceRef};

/// A recorded nominal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record<I, F> {
    pub(super) agency: AgencyId,
    reference: NominalReference,
    identity: I,
    review_on: NaiveDate,
    expired: bool,
    /// In the order in which they were asserted: the first is number 1.
    facts: Vec<Assertion<F>>,
}

/// An assertion and what was said against it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Assertion<F> {
    fact: F,
    source: SourceRef,
    doubts: Vec<Doubt>,
    withdrawn: bool,
}

/// Why a fact is doubted, and what that rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Doubt {
    reason: Personal<String>,
    source: Option<SourceRef>,
}

type Answer<I, F> = Result<Vec<Event<I, F>>, Rejection>;

impl<I: Clone + PartialEq, F: NominalFact> Record<I, F> {
    pub(super) fn begin(
        agency: AgencyId,
        reference: NominalReference,
        identity: I,
        review_on: NaiveDate,
    ) -> Self {
        Self { agency, reference, identity, review_on, expired: false, facts: vec![] }
    }

    pub(super) fn again(
        &self,
        reference: &NominalReference,
        identity: &I,
        review_on: NaiveDate,
    ) -> Answer<I, F> {
        let same =
            (&self.reference, &self.identity, self.review_on) == (reference, identity, review_on);
        require(same, Rejection::AlreadyRecorded)?;
        Ok(vec![])
    }

    /// NOM-4: a fact stands beside those that say otherwise, and a source that says it again adds
    /// nothing.
    pub(super) fn assert(
        &self,
        fact: F,
        named: Option<&NamedNominal>,
        metadata: &Metadata,
    ) -> Answer<I, F> {
        require(!self.expired, Rejection::RecordExpired)?;
        require(!fact.is_blank(), Rejection::FactMissing)?;
        let source = policy::source_is_named(metadata)?;
        policy::connects(&fact, named, &self.agency)?;
        let said = (1..).zip(&self.facts).find(|(_, known)| {
            !known.withdrawn && known.fact == fact && policy::is_same_source(&known.source, &source)
        });
        if let Some((number, known)) = said {
            let same_grade = known.source.grade == source.grade;
            require(same_grade, Rejection::OtherwiseGraded { number })?;
            return Ok(vec![]);
        }
        Ok(vec![Event::FactAsserted { number: self.next(), fact, source }])
    }

    /// NOM-3: a fact is doubted beside it, and is not changed by that.
    pub(super) fn contest(
        &self,
        number: u32,
        reason: Personal<String>,
        metadata: &Metadata,
    ) -> Answer<I, F> {
        policy::is_said(&reason)?;
        let known = self.fact(number)?;
        let doubt = Doubt { reason, source: metadata.source.clone() };
        if known.doubts.contains(&doubt) {
            return Ok(vec![]);
        }
        require(!known.withdrawn, Rejection::FactWithdrawn { number })?;
        let Doubt { reason, source } = doubt;
        Ok(vec![Event::FactContested { number, reason, source }])
    }

    /// NOM-3: a fact is taken back by an event that names it, and is not changed by that.
    pub(super) fn withdraw(
        &self,
        number: u32,
        reason: Personal<String>,
        metadata: &Metadata,
    ) -> Answer<I, F> {
        policy::is_said(&reason)?;
        if self.fact(number)?.withdrawn {
            return Ok(vec![]);
        }
        Ok(vec![Event::FactWithdrawn { number, reason, source: metadata.source.clone() }])
    }

    /// NOM-5: a record is kept until a day to come; one that was given up can be taken up again, since
    /// another of the same object could not be begun (NOM-7).
    pub(super) fn retain(
        &self,
        review_on: NaiveDate,
        reason: Personal<String>,
        metadata: &Metadata,
    ) -> Answer<I, F> {
        policy::is_said(&reason)?;
        if !self.expired && self.review_on == review_on {
            return Ok(vec![]);
        }
        policy::is_looked_at_again(review_on, metadata)?;
        Ok(vec![Event::Retained { review_on, reason }])
    }

    pub(super) fn expire(&self, reason: Personal<String>) -> Answer<I, F> {
        policy::is_said(&reason)?;
        if self.expired {
            return Ok(vec![]);
        }
        Ok(vec![Event::Expired { reason }])
    }

    pub(super) fn evolve(mut self, event: &Event<I, F>) -> Self {
        match event {
            Event::Recorded { .. } => {}
            Event::FactAsserted { number: _, fact, source } => self.facts.push(Assertion {
                fact: fact.clone(),
                source: source.clone(),
                doubts: vec![],
                withdrawn: false,
            }),
            Event::FactContested { number, reason, source } => {
                let doubt = Doubt { reason: reason.clone(), source: source.clone() };
                if let Some(known) = self.known(*number) {
                    known.doubts.push(doubt);
                }
            }
            Event::FactWithdrawn { number, .. } => {
                if let Some(known) = self.known(*number) {
                    known.withdrawn = true;
                }
            }
            Event::Retained { review_on, .. } => {
                (self.review_on, self.expired) = (*review_on, false);
            }
            Event::Expired { .. } => self.expired = true,
        }
        self
    }

    /// The number of the fact that is asserted next.
    fn next(&self) -> u32 {
        u32::try_from(self.facts.len()).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn fact(&self, number: u32) -> Result<&Assertion<F>, Rejection> {
        let known = place(number).and_then(|place| self.facts.get(place));
        known.ok_or(Rejection::NoSuchFact { number })
    }

    fn known(&mut self, number: u32) -> Option<&mut Assertion<F>> {
        place(number).and_then(|place| self.facts.get_mut(place))
    }
}

/// Where the fact of a number stands in the list.
fn place(number: u32) -> Option<usize> {
    usize::try_from(number.checked_sub(1)?).ok()
}
