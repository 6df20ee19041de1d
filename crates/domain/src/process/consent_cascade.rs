//! The consent cascade: what rests on a consent ends with it, and whoever relies on it is told (rule V5).

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::duty::{Because, Duties, Duty};
use super::{Asked, Cause, Fact, Items, Order, Process, ProcessName, What};
use crate::casework::task::{TaskKind, TaskSubject, TaskSubjectKind};
use crate::governance::Surroundings;
use crate::governance::access_grant::{AccessGrantCommand, AccessGrantEvent, RevocationReason};
use crate::id::AccessGrantId;
use crate::protection::victim_case::{ConsentScope, Provider, VictimCaseEvent};
use crate::{AgencyId, Personal, Role};

/// The reason that is recorded beside the code when access is revoked.
const REASON: &str = "The consent that this access rests on was taken back.";

/// One protection file's consents that were taken back, and the access that rests on its consents.
///
/// Each grant in the scope of a withdrawal is revoked, also one that was asked for at the same moment. Who
/// was told of a withdrawal is in no event; so a victim-support officer is to tell them, and says so. The
/// grants that ended stay listed in the register of access, with who had them and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ConsentCascade {
    duties: Duties,
    grants: Vec<Grant>,
    /// The scopes that were taken back and not consented to since.
    withdrawn: Vec<(ConsentScope, Withdrawal)>,
    /// The agency that was last asked to support the person.
    supports: Option<AgencyId>,
}

/// Access that rests on a consent, asked for or given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Grant {
    id: AccessGrantId,
    scope: ConsentScope,
    /// The request, whose law, purpose and marking the revocation takes: whoever sees the grant sees that
    /// it ended.
    request: Cause,
    /// What it is to be revoked for.
    revoked_for: Option<Withdrawal>,
}

/// A consent that was taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Withdrawal {
    because: Because,
    /// The agency whose protection file it is.
    agency: AgencyId,
}

impl Process for ConsentCascade {
    type Item = ();

    const NAME: ProcessName = ProcessName::ConsentCascade;
    const URGENT: bool = true;

    fn concerns(what: &What) -> bool {
        matches!(
            what,
            What::Victim(
                VictimCaseEvent::ConsentWithdrawn { .. }
                    | VictimCaseEvent::ConsentRecorded { given: true, .. }
                    | VictimCaseEvent::SupportAssigned { .. }
            )
        )
    }

    fn instance(fact: &Fact<'_>) -> Uuid {
        fact.stream
    }

    fn evolve(mut self, instance: Uuid, fact: &Fact<'_>, _: &mut Items<()>) -> Self {
        if let What::Victim(event) = fact.what {
            self.hear(instance, fact, event);
        }
        if let What::Grant(event) = fact.what {
            self.learn(fact, event);
        }
        self.duties.learn(fact);
        self.duties.forget_ended_by_hand();
        self
    }

    fn orders(&self, instance: Uuid, now: DateTime<Utc>) -> Vec<Order> {
        let revocations = self.grants.iter().filter_map(Grant::revocation);
        revocations.chain(self.duties.orders((Self::NAME, instance), now)).collect()
    }

    fn wakes(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.duties.wakes(now)
    }
}

impl ConsentCascade {
    fn hear(&mut self, instance: Uuid, fact: &Fact<'_>, event: &VictimCaseEvent) {
        if let VictimCaseEvent::SupportAssigned { provider } = event {
            self.supports = match provider {
                Provider::Agency(agency) => Some(agency.clone()),
                Provider::Organisation(_) => None,
            };
        }
        if let VictimCaseEvent::ConsentRecorded { scopes, given: true, .. } = event {
            self.withdrawn.retain(|(scope, _)| !scopes.contains(scope));
        }
        if let VictimCaseEvent::ConsentWithdrawn { scopes } = event {
            let because = Because::of(fact.cause);
            let withdrawal = Withdrawal { because, agency: fact.cause.agency.clone() };
            for grant in self.grants.iter_mut().filter(|grant| scopes.contains(&grant.scope)) {
                grant.revoked_for = Some(withdrawal.clone());
            }
            self.withdrawn.extend(scopes.iter().map(|scope| (scope.clone(), withdrawal.clone())));
            self.have_told(instance, fact, scopes);
        }
    }

    /// Whoever relies on a consent is to be told that it was taken back: by whoever recorded that, where it
    /// was a victim-support officer, by those of the agency that supports the person, or else as a
    /// supervisor of the agency whose file it is decides. An agency that consent was taken back from is
    /// never the one to see to it.
    fn have_told(&mut self, instance: Uuid, fact: &Fact<'_>, scopes: &BTreeSet<ConsentScope>) {
        let Cause { actor, agency, .. } = fact.cause;
        let is_left = |supporter: &AgencyId| {
            scopes.iter().any(|scope| match scope {
                ConsentScope::ShareWith { agency } => agency == supporter,
                ConsentScope::Support => self.supports.as_ref() == Some(supporter),
                ConsentScope::Interview
                | ConsentScope::Referral
                | ConsentScope::PoliceCooperation
                | ConsentScope::Research
                | ConsentScope::Media
                | ConsentScope::Repatriation => false,
            })
        };
        let recorder = (actor.role == Role::VictimSupportOfficer).then_some(&actor.agency);
        let supporters =
            recorder.or(self.supports.as_ref()).filter(|supporter| !is_left(supporter));
        let (agency, role) = match supporters {
            Some(supporters) => (supporters, Role::VictimSupportOfficer),
            None => (agency, Role::Supervisor),
        };
        let cause = Cause { agency: agency.clone(), ..fact.cause.clone() };
        let fact = Fact { cause: &cause, ..*fact };
        let subject = TaskSubject { kind: TaskSubjectKind::VictimCase, id: fact.stream };
        let origin = (Self::NAME, instance);
        let duty = Duty::new(origin, &fact, "", TaskKind::ConsentWithdrawal, subject);
        self.duties.add(duty.of_role(role));
    }

    fn learn(&mut self, fact: &Fact<'_>, event: &AccessGrantEvent) {
        match event {
            AccessGrantEvent::Requested { request, .. } => {
                let Some(consent) = &request.consent else { return };
                let scope = consent.scope.clone();
                let withdrawn = self.withdrawn.iter().find(|(taken_back, _)| *taken_back == scope);
                self.grants.push(Grant {
                    id: fact.stream.into(),
                    revoked_for: withdrawn.map(|(_, withdrawal)| withdrawal.clone()),
                    scope,
                    request: fact.cause.clone(),
                });
            }
            AccessGrantEvent::Approved { .. } => {}
            AccessGrantEvent::Refused { .. } | AccessGrantEvent::Revoked { .. } => {
                let id = AccessGrantId::from(fact.stream);
                self.grants.retain(|grant| grant.id != id);
            }
        }
    }
}

impl Grant {
    /// The order that it be revoked, where it rests on a consent that was taken back.
    fn revocation(&self) -> Option<Order> {
        let Withdrawal { because, agency } = self.revoked_for.as_ref()?;
        let Because { event, correlation } = *because;
        let command = AccessGrantCommand::Revoke {
            code: RevocationReason::ConsentWithdrawn,
            reason: Personal::new(REASON.to_owned()),
            around: Surroundings::default(),
        };
        Some(Order {
            step: format!("{} revoked for {event}", self.id),
            asked: Asked::OfGrant(self.id, command),
            because: event,
            correlation,
            under: Cause { agency: agency.clone(), ..self.request.clone() },
        })
    }
}
