//! What a reader knows of access: made from the facts that the reader may see, and from no others.

use chrono::{DateTime, Utc};
use mpaka_domain::governance::access_grant::{
    AccessGrantEvent, GrantStatus, Request, RevocationReason,
};
use mpaka_domain::governance::break_glass::{
    BreakGlassEvent, Emergency, GlassOutcome, GlassStatus,
};
use mpaka_domain::{AgencyId, Personal, UserId};

use crate::view::Fact;

/// What was decided on a request for access.
#[derive(Debug, Clone, PartialEq)]
pub struct Decision {
    /// Whether it was given.
    pub approved: bool,
    /// Who decided.
    pub by: UserId,
    /// Why it was not given.
    pub reason: Option<Personal<String>>,
}

/// That access was taken back.
#[derive(Debug, Clone, PartialEq)]
pub struct Revocation {
    /// Why, by its code.
    pub code: RevocationReason,
    /// Why.
    pub reason: Personal<String>,
    /// Who took it back.
    pub by: UserId,
}

/// What a reader knows of a grant of access.
#[derive(Debug, Clone, PartialEq)]
pub struct GrantKnown {
    /// What was asked for.
    pub request: Fact<Request>,
    /// Who asked.
    pub by: UserId,
    /// Their agency.
    pub agency: AgencyId,
    /// What was decided.
    pub decision: Option<Fact<Decision>>,
    /// That it was taken back.
    pub revocation: Option<Fact<Revocation>>,
}

impl GrantKnown {
    /// What is known from these facts; nothing where the request is not the reader's to see.
    pub(super) fn from_facts(facts: Vec<Fact<AccessGrantEvent>>) -> Option<Self> {
        let mut known: Option<Self> = None;
        for fact in facts {
            match fact.what.clone() {
                AccessGrantEvent::Requested { request, by, agency } => {
                    let request = fact.with(*request);
                    known = Some(Self { request, by, agency, decision: None, revocation: None });
                }
                AccessGrantEvent::Approved { by } => {
                    let decision = Decision { approved: true, by, reason: None };
                    known.as_mut()?.decision = Some(fact.with(decision));
                }
                AccessGrantEvent::Refused { reason, by } => {
                    let decision = Decision { approved: false, by, reason: Some(reason) };
                    known.as_mut()?.decision = Some(fact.with(decision));
                }
                AccessGrantEvent::Revoked { code, reason, by } => {
                    let revocation = Revocation { code, reason, by };
                    known.as_mut()?.revocation = Some(fact.with(revocation));
                }
            }
        }
        known
    }

    /// Where it stands at a moment.
    pub fn status(&self, at: DateTime<Utc>) -> GrantStatus {
        match (&self.revocation, &self.decision) {
            (Some(_), _) => GrantStatus::Revoked,
            (None, None) => GrantStatus::Requested,
            (None, Some(decision)) if !decision.what.approved => GrantStatus::Refused,
            (None, Some(_)) => self.request.what.period.status(at),
        }
    }
}

/// What a supervisor found of access that was taken in an emergency.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// What they found.
    pub outcome: GlassOutcome,
    /// Why.
    pub reasons: Personal<String>,
    /// Who.
    pub by: UserId,
}

/// What a reader knows of access that was taken in an emergency.
#[derive(Debug, Clone, PartialEq)]
pub struct GlassKnown {
    /// Why, and to what.
    pub emergency: Fact<Emergency>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who took it.
    pub by: UserId,
    /// Their agency.
    pub agency: AgencyId,
    /// The agency before which the notice of it stands.
    pub owner: Option<AgencyId>,
    /// That it was given up before its time.
    pub ended: Option<Fact<()>>,
    /// Who saw the notice.
    pub noticed: Option<Fact<UserId>>,
    /// What was found afterwards.
    pub review: Option<Fact<Review>>,
}

impl GlassKnown {
    /// What is known from these facts; nothing where the taking is not the reader's to see.
    pub(super) fn from_facts(facts: Vec<Fact<BreakGlassEvent>>) -> Option<Self> {
        let mut known: Option<Self> = None;
        for fact in facts {
            match fact.what.clone() {
                BreakGlassEvent::Opened { emergency, until, by, agency } => {
                    known = Some(Self {
                        emergency: fact.with(*emergency),
                        until,
                        by,
                        agency,
                        owner: None,
                        ended: None,
                        noticed: None,
                        review: None,
                    });
                }
                BreakGlassEvent::OwnerNotified { owner } => known.as_mut()?.owner = Some(owner),
                BreakGlassEvent::Ended {} => known.as_mut()?.ended = Some(fact.with(())),
                BreakGlassEvent::NoticeTaken { by } => {
                    known.as_mut()?.noticed = Some(fact.with(by));
                }
                BreakGlassEvent::Reviewed { outcome, reasons, by } => {
                    known.as_mut()?.review = Some(fact.with(Review { outcome, reasons, by }));
                }
            }
        }
        known
    }

    /// Where it stands at a moment.
    pub fn status(&self, at: DateTime<Utc>) -> GlassStatus {
        let outcome = self.review.as_ref().map(|review| review.what.outcome);
        GlassStatus::at(at, self.until, self.ended.is_some(), outcome)
    }
}
