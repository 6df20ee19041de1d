//! A submitted report: what its rules read of it, and how it answers.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::code::Removed;
use super::event::Dependant;
use super::weight::Corroboration;
use super::{IntelligenceCommand, IntelligenceEvent, IntelligenceRejection, access, policy};
use crate::id::{IntelligenceReportId, InvestigationId};
use crate::value::{Grade, PartialTime, Urn};
use crate::{AgencyId, Metadata, Personal, UserId};

use IntelligenceCommand as Command;
use IntelligenceEvent as Event;
use IntelligenceRejection as Rejection;

/// What was submitted, by whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submission {
    pub(super) investigation: InvestigationId,
    pub(super) agency: AgencyId,
    pub(super) submitter: UserId,
    pub(super) urn: Urn,
    pub(super) text: Personal<String>,
    pub(super) source_handle: Personal<String>,
    pub(super) collected: PartialTime,
    pub(super) obtained_how: Personal<String>,
}

/// A submitted report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub(super) submission: Submission,
    evaluation: Option<Evaluation>,
    risk: Option<Risk>,
    pub(super) sanitised: BTreeMap<IntelligenceReportId, Sanitised>,
    disseminations: Vec<Dissemination>,
    corroborations: Vec<Corroboration>,
    recalled: bool,
    keeping: Keeping,
}

/// A grade and who gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Evaluation {
    grade: Grade,
    evaluator: UserId,
}

/// What passing a report on could do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Risk {
    duty_of_care: Personal<String>,
    risk_if_disseminated: Personal<String>,
}

/// A report made from another that may be passed on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanitised {
    pub(super) urn: Urn,
    text: Personal<String>,
    removed: BTreeSet<Removed>,
}

/// What went to an agency, and whether they said so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Dissemination {
    sanitised: Option<IntelligenceReportId>,
    to: AgencyId,
    conditions: BTreeSet<String>,
    ack_by: Option<NaiveDate>,
    acknowledged: bool,
}

impl Dissemination {
    fn is(&self, sanitised: Option<IntelligenceReportId>, to: &AgencyId) -> bool {
        self.sanitised == sanitised && self.to == *to
    }
}

/// Whether a report is kept for use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Keeping {
    /// It is, and when it was reviewed, until this day.
    InUse(Option<NaiveDate>),
    UnderReview,
    Expired,
}

impl Report {
    /// A report as it was submitted.
    pub(super) fn of(submission: Submission) -> Self {
        Self {
            submission,
            evaluation: None,
            risk: None,
            sanitised: BTreeMap::new(),
            disseminations: vec![],
            corroborations: vec![],
            recalled: false,
            keeping: Keeping::InUse(None),
        }
    }

    pub(super) fn decide(
        &self,
        command: Command,
        metadata: &Metadata,
    ) -> Result<Vec<Event>, Rejection> {
        let actor = &metadata.actor;
        access::may(actor, &command, self)?;
        match command {
            Command::Submit { .. } => match policy::submitting(command, actor)?.first() {
                Some(event) if self.is_as_in(event) => Ok(vec![]),
                Some(_) | None => Err(Rejection::AlreadySubmitted),
            },
            Command::Evaluate { grade } => {
                self.is_to_be_used()?;
                policy::is_another_person(actor, &self.submission)?;
                match &self.evaluation {
                    None => Ok(vec![Event::Evaluated { grade, evaluator: actor.user.clone() }]),
                    Some(known) if known.grade == grade => Ok(vec![]),
                    Some(_) => Err(Rejection::AlreadyEvaluated),
                }
            }
            Command::AssessRisk { duty_of_care, risk_if_disseminated } => {
                self.is_to_be_used()?;
                self.grade()?;
                policy::said(&duty_of_care, Rejection::DutyOfCareMissing)?;
                policy::said(&risk_if_disseminated, Rejection::RiskMissing)?;
                Ok(self.assess(Risk { duty_of_care, risk_if_disseminated }))
            }
            Command::Sanitise { child, child_urn, text, removed } => {
                self.sanitise(child, Sanitised { urn: child_urn, text, removed })
            }
            Command::Disseminate { sanitised, to, conditions, ack_by } => {
                let acknowledged = false;
                let new = Dissemination { sanitised, to, conditions, ack_by, acknowledged };
                self.disseminate(new, metadata)
            }
            Command::Acknowledge { sanitised } => self.acknowledge(sanitised, metadata),
            Command::Corroborate { independence } => {
                self.is_to_be_used()?;
                self.grade()?;
                let by = policy::corroborates(self, metadata.source.as_ref())?;
                let new = Corroboration { by, independence };
                if self.corroborations.contains(&new) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::Corroborated { by: new.by, independence }])
            }
            Command::Regrade { grade, reason } => {
                self.is_to_be_used()?;
                policy::is_another_person(actor, &self.submission)?;
                let from = self.grade()?;
                policy::said(&reason, Rejection::ReasonMissing)?;
                if from == grade {
                    return Ok(vec![]);
                }
                let evaluator = actor.user.clone();
                Ok(vec![Event::Regraded { from, to: grade, evaluator, reason }])
            }
            Command::Recall { reason, dependants } => {
                policy::said(&reason, Rejection::ReasonMissing)?;
                if self.recalled {
                    return Ok(vec![]);
                }
                Ok(vec![self.recall(reason, dependants)])
            }
            Command::Review { findings } => {
                self.is_kept()?;
                policy::said(&findings, Rejection::FindingsMissing)?;
                let new = self.keeping != Keeping::UnderReview;
                Ok(new.then_some(Event::Reviewed { findings }).into_iter().collect())
            }
            Command::Retain { until, reason } => {
                self.is_kept()?;
                policy::said(&reason, Rejection::ReasonMissing)?;
                if self.keeping == Keeping::InUse(Some(until)) {
                    return Ok(vec![]);
                }
                self.is_under_review()?;
                policy::is_to_come(until, metadata, Rejection::ReviewDatePassed)?;
                Ok(vec![Event::Retained { until, reason }])
            }
            Command::Expire { reason } => {
                policy::said(&reason, Rejection::ReasonMissing)?;
                if self.keeping == Keeping::Expired {
                    return Ok(vec![]);
                }
                self.is_under_review()?;
                Ok(vec![Event::Expired { reason }])
            }
        }
    }

    pub(super) fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::Submitted { .. } => {}
            Event::Evaluated { grade, evaluator }
            | Event::Regraded { to: grade, evaluator, .. } => {
                self.evaluation = Some(Evaluation { grade: *grade, evaluator: evaluator.clone() });
            }
            Event::RiskAssessed { duty_of_care, risk_if_disseminated } => {
                self.risk = Some(Risk {
                    duty_of_care: duty_of_care.clone(),
                    risk_if_disseminated: risk_if_disseminated.clone(),
                });
            }
            Event::Sanitised { child, child_urn, text, removed } => {
                let (urn, text, removed) = (child_urn.clone(), text.clone(), removed.clone());
                self.sanitised.insert(*child, Sanitised { urn, text, removed });
            }
            Event::Disseminated { sanitised, to, conditions, ack_by } => {
                self.disseminations.push(Dissemination {
                    sanitised: *sanitised,
                    to: to.clone(),
                    conditions: conditions.clone(),
                    ack_by: *ack_by,
                    acknowledged: false,
                });
            }
            Event::Acknowledged { sanitised, agency, .. } => {
                for known in self.disseminations.iter_mut().filter(|d| d.is(*sanitised, agency)) {
                    known.acknowledged = true;
                }
            }
            Event::Corroborated { by, independence } => {
                self.corroborations.retain(|known| !known.is_by(by));
                let independence = *independence;
                self.corroborations.push(Corroboration { by: by.clone(), independence });
            }
            Event::Recalled { .. } => self.recalled = true,
            Event::Reviewed { .. } => self.keeping = Keeping::UnderReview,
            Event::Retained { until, .. } => self.keeping = Keeping::InUse(Some(*until)),
            Event::Expired { .. } => self.keeping = Keeping::Expired,
        }
        self
    }

    /// Whether a number is the report's own or that of something sanitised from it.
    pub(super) fn has_number(&self, number: &str) -> bool {
        let number = number.trim();
        let own = std::iter::once(&self.submission.urn);
        let mut numbers = own.chain(self.sanitised.values().map(|sanitised| &sanitised.urn));
        numbers.any(|urn| urn.as_str().eq_ignore_ascii_case(number))
    }

    fn is_as_in(&self, event: &Event) -> bool {
        let Event::Submitted {
            investigation,
            agency,
            submitter,
            urn,
            text,
            source_handle,
            collected,
            obtained_how,
        } = event
        else {
            return false;
        };
        let known = &self.submission;
        (known.investigation, &known.agency, &known.submitter, &known.urn)
            == (*investigation, agency, submitter, urn)
            && (&known.text, &known.source_handle, &known.collected, &known.obtained_how)
                == (text, source_handle, collected, obtained_how)
    }

    fn assess(&self, risk: Risk) -> Vec<Event> {
        if self.risk.as_ref() == Some(&risk) {
            return vec![];
        }
        let Risk { duty_of_care, risk_if_disseminated } = risk;
        vec![Event::RiskAssessed { duty_of_care, risk_if_disseminated }]
    }

    fn sanitise(
        &self,
        child: IntelligenceReportId,
        sanitised: Sanitised,
    ) -> Result<Vec<Event>, Rejection> {
        self.is_to_be_used()?;
        self.risk_is_assessed()?;
        policy::is_sanitised(&self.submission, &sanitised.text, &sanitised.removed)?;
        if policy::is_there(self, child, &sanitised)? {
            return Ok(vec![]);
        }
        let Sanitised { urn: child_urn, text, removed } = sanitised;
        Ok(vec![Event::Sanitised { child, child_urn, text, removed }])
    }

    fn disseminate(
        &self,
        new: Dissemination,
        metadata: &Metadata,
    ) -> Result<Vec<Event>, Rejection> {
        self.is_to_be_used()?;
        self.risk_is_assessed()?;
        policy::may_go(self, new.sanitised, &new.to)?;
        let same = |known: &Dissemination| {
            known.is(new.sanitised, &new.to)
                && known.conditions == new.conditions
                && known.ack_by == new.ack_by
        };
        if self.disseminations.iter().any(same) {
            return Ok(vec![]);
        }
        if let Some(day) = new.ack_by {
            policy::is_to_come(day, metadata, Rejection::AcknowledgementDatePassed)?;
        }
        let Dissemination { sanitised, to, conditions, ack_by, acknowledged: _ } = new;
        Ok(vec![Event::Disseminated { sanitised, to, conditions, ack_by }])
    }

    /// What went to the actor's agency, and was not acknowledged before, is.
    fn acknowledge(
        &self,
        sanitised: Option<IntelligenceReportId>,
        metadata: &Metadata,
    ) -> Result<Vec<Event>, Rejection> {
        let agency = metadata.actor.agency.clone();
        let mut to_them = self.disseminations.iter().filter(|d| d.is(sanitised, &agency));
        let Some(last) = to_them.next_back() else {
            return Err(Rejection::NotDisseminatedToYou);
        };
        if last.acknowledged {
            return Ok(vec![]);
        }
        let officer = metadata.actor.user.clone();
        Ok(vec![Event::Acknowledged { sanitised, agency, officer }])
    }

    /// N5: a recall names everybody it went to and everything that falls with it.
    fn recall(&self, reason: Personal<String>, dependants: BTreeSet<Dependant>) -> Event {
        Event::Recalled {
            reason,
            recipients: self.disseminations.iter().map(|d| d.to.clone()).collect(),
            sanitised: self.sanitised.keys().copied().collect(),
            dependants,
        }
    }

    fn grade(&self) -> Result<Grade, Rejection> {
        self.evaluation.as_ref().map(|known| known.grade).ok_or(Rejection::NotEvaluated)
    }

    /// Nothing is assessed before it is graded, so that what is assessed is graded.
    fn risk_is_assessed(&self) -> Result<(), Rejection> {
        self.grade()?;
        if self.risk.is_some() { Ok(()) } else { Err(Rejection::RiskNotAssessed) }
    }

    fn is_kept(&self) -> Result<(), Rejection> {
        if self.keeping == Keeping::Expired { Err(Rejection::ReportExpired) } else { Ok(()) }
    }

    fn is_under_review(&self) -> Result<(), Rejection> {
        if self.keeping == Keeping::UnderReview { Ok(()) } else { Err(Rejection::NotUnderReview) }
    }

    /// N5: what was recalled is not to be used, nor what has expired.
    fn is_to_be_used(&self) -> Result<(), Rejection> {
        self.is_kept()?;
        if self.recalled { Err(Rejection::ReportRecalled) } else { Ok(()) }
    }
}
