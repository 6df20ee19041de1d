//! What a protection file remembers, which command it answers how, and what each event adds.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::policy::{
    Answer, care, closing, consent, dates, decision, guardian, referral, repatriation, support,
};
use super::{
    Clock, CompensationKind, ConsentScope, ExploitationLink, GroundsDecision, GroundsOutcome,
    GuardianKind, Jurisdiction, Majority, NeedDomain, NeedLevel, Provider, ReconsiderationOutcome,
    Reference, Status, TraffickingStatus, VictimCaseCommand as Command, VictimCaseEvent as Event,
    VictimCaseRejection as Rejection,
};
use crate::AgencyId;
use crate::id::InvestigationId;
use crate::law::Law;
use crate::metadata::Metadata;
use crate::value::{ExhibitRef, LegalBasis, VictimAlias};

/// The receipt of a referral.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referral {
    /// Its reference.
    pub reference: Reference,
    /// The day it was received.
    pub received_at: NaiveDate,
}

/// How far a return home has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Repatriation {
    /// Not planned.
    #[default]
    NotPlanned,
    /// Planned.
    Planned,
    /// The person was handed over to a provider.
    Confirmed,
}

/// What a protection file remembers. Nothing of it says who or where the person is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The investigation the person was met in.
    pub investigation: InvestigationId,
    /// The agency that owns the file.
    pub agency: AgencyId,
    /// What the person is called outside the file.
    pub alias: VictimAlias,
    /// Whose mechanism protects the person.
    pub jurisdiction: Jurisdiction,
    /// Adult, child or disputed.
    pub majority: Majority,
    /// Where the protection stands.
    pub status: Status,
    /// What the person consents to now.
    pub given: BTreeSet<ConsentScope>,
    /// What the person refused or took back.
    pub refused: BTreeSet<ConsentScope>,
    /// Who was notified for the child.
    pub notified: BTreeSet<GuardianKind>,
    /// The last referral.
    pub referral: Option<Referral>,
    /// The last decision on each question, without reconsiderations.
    pub decided: BTreeMap<GroundsDecision, (GroundsOutcome, NaiveDate)>,
    /// The first day on which a conclusive decision can be taken.
    pub recovery_ends: Option<NaiveDate>,
    /// Who supports the person.
    pub providers: BTreeSet<Provider>,
    /// How much help is needed with what.
    pub needs: BTreeMap<NeedDomain, NeedLevel>,
    /// The prosecuting agencies in whose cases the person is supported.
    pub prosecutions: BTreeSet<AgencyId>,
    /// The applications for compensation.
    pub applications: BTreeSet<(CompensationKind, Reference)>,
    /// Whether the person is a victim, as last determined.
    pub determined: Option<TraffickingStatus>,
    /// The acts for which the person claims not to be punished.
    pub claims: BTreeSet<(LegalBasis, ExploitationLink)>,
    /// The statements taken.
    pub statements: BTreeSet<ExhibitRef>,
    /// The statements on the impact.
    pub impact_statements: BTreeSet<ExhibitRef>,
    /// How far a return home has come.
    pub repatriation: Repatriation,
    /// The time limits that run or ran.
    pub clocks: Vec<Clock>,
}

impl File {
    #[expect(clippy::too_many_lines, reason = "the table of all commands, in life order")]
    pub(super) fn decide(&self, command: Command, metadata: &Metadata, law: &Law) -> Answer {
        let today = dates::today(metadata);
        if self.status == Status::Closed {
            return closing::after_closing(self, command, today, law);
        }
        match command {
            Command::Register { investigation, alias, .. } => {
                closing::registered_again(self, investigation, &alias)
            }
            Command::RecordIdentity { name, birth, gender, citizenships, documents, phones } => {
                Ok(vec![Event::IdentityRecorded {
                    name,
                    birth,
                    gender,
                    citizenships,
                    documents,
                    phones,
                }])
            }
            Command::RecordSelector { selector } => Ok(vec![Event::SelectorRecorded { selector }]),
            Command::RecordWhereabouts { kind, place } => {
                Ok(vec![Event::WhereaboutsRecorded { kind, place }])
            }
            Command::DetermineMajority { majority, assessed_by, reference } => {
                if self.majority == majority {
                    return Ok(vec![]);
                }
                let due = guardian::due_on_determination(self, majority, today, law);
                let determined_at = today;
                let determined =
                    Event::MajorityDetermined { majority, assessed_by, reference, determined_at };
                Ok(std::iter::once(determined).chain(due).collect())
            }
            Command::NotifyGuardian { notification } => guardian::notify(self, notification, today),
            Command::Screen { tool, answers, indicators, outcome } => {
                consent::screen(tool, answers, indicators, outcome)
            }
            Command::RecordConsent { scopes, given, answers, interpreter, by } => {
                consent::may_be_recorded(self, &scopes, given, answers)?;
                if consent::is_already_so(self, &scopes, given) {
                    return Ok(vec![]);
                }
                let duty = consent::duty_to_notify(self, &scopes, given, today, law);
                let recorded = Event::ConsentRecorded { scopes, given, answers, interpreter, by };
                Ok(std::iter::once(recorded).chain(duty).collect())
            }
            Command::WithdrawConsent { scopes } => consent::withdraw(self, &scopes, today, law),

            Command::Refer {
                mechanism,
                referral_ref,
                first_responder_org,
                received_at,
                notification,
            } => {
                if self.referral.as_ref().is_some_and(|r| r.reference == referral_ref) {
                    return Ok(vec![]);
                }
                referral::may_be_referred(self, mechanism, notification.as_ref())?;
                dates::received(received_at, metadata)?;
                let notified = notification.map(|told| guardian::notified(told, today));
                let decision_due = referral::decision_due(mechanism, received_at, law);
                let referred = Event::Referred {
                    mechanism,
                    referral_ref,
                    first_responder_org,
                    received_at,
                    decision_due,
                };
                Ok(notified.into_iter().chain([referred]).collect())
            }
            Command::SendDutyToNotify { anonymous, to } => {
                referral::send_duty_to_notify(self, anonymous, to, today)
            }
            Command::DecideReasonableGrounds {
                outcome,
                competent_authority,
                decided_at,
                reasons_ref,
                recovery_ends,
            } => {
                let question = GroundsDecision::ReasonableGrounds;
                if self.decided.get(&question) == Some(&(outcome, decided_at)) {
                    return Ok(vec![]);
                }
                dates::decided(decided_at, metadata)?;
                decision::reasonable_grounds_may_be_decided(self, decided_at)?;
                let recovery = match outcome {
                    GroundsOutcome::Positive => {
                        Some(decision::recovery_period(decided_at, recovery_ends, law)?)
                    }
                    GroundsOutcome::Negative => None,
                };
                let decided = Event::ReasonableGroundsDecided {
                    outcome,
                    competent_authority,
                    decided_at,
                    reasons_ref,
                };
                Ok(std::iter::once(decided).chain(recovery).collect())
            }
            Command::ExtendRecoveryPeriod { until, reason } => {
                decision::extend_recovery_period(self, until, reason)
            }
            Command::DecideConclusiveGrounds {
                outcome,
                competent_authority,
                decided_at,
                reasons_ref,
            } => {
                let question = GroundsDecision::ConclusiveGrounds;
                if self.decided.get(&question) == Some(&(outcome, decided_at)) {
                    return Ok(vec![]);
                }
                decision::conclusive_grounds_may_be_decided(self, decided_at)?;
                dates::decided(decided_at, metadata)?;
                Ok(vec![Event::ConclusiveGroundsDecided {
                    outcome,
                    competent_authority,
                    decided_at,
                    reasons_ref,
                }])
            }
            Command::RequestReconsideration { requested_by, reference } => {
                decision::request_reconsideration(self, requested_by, reference)
            }
            Command::DecideReconsideration {
                outcome,
                competent_authority,
                decided_at,
                reasons_ref,
            } => {
                let decision = decision::under_reconsideration(self)?;
                dates::decided(decided_at, metadata)?;
                let recovery = match (decision, outcome) {
                    (GroundsDecision::ReasonableGrounds, ReconsiderationOutcome::Overturned) => {
                        Some(decision::recovery_period(decided_at, None, law)?)
                    }
                    (
                        GroundsDecision::ReasonableGrounds | GroundsDecision::ConclusiveGrounds,
                        ReconsiderationOutcome::Upheld | ReconsiderationOutcome::Overturned,
                    ) => None,
                };
                let decided = Event::ReconsiderationDecided {
                    decision,
                    outcome,
                    competent_authority,
                    decided_at,
                    reasons_ref,
                };
                Ok(std::iter::once(decided).chain(recovery).collect())
            }
            Command::Disqualify { ground, competent_authority, decided_at, reasons_ref } => {
                decision::is_in_the_united_kingdom(self)?;
                if self.status == Status::Disqualified {
                    return Ok(vec![]);
                }
                dates::decided(decided_at, metadata)?;
                Ok(vec![Event::Disqualified {
                    ground,
                    competent_authority,
                    decided_at,
                    reasons_ref,
                }])
            }

            Command::RecordEmergencyCare { given } => care::record_emergency_care(self, given),
            Command::AssessNeeds { domain, level } => care::assess_needs(self, domain, level),
            Command::SetSafetyPlan { plan, review_on } => {
                Ok(vec![Event::SafetyPlanSet { plan, review_on }])
            }
            Command::AssignSupport { provider } => {
                if self.providers.contains(&provider) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::SupportAssigned { provider }])
            }
            Command::AdoptSupportPlan { kinds, planned_end } => {
                care::adopt_support_plan(self, kinds, planned_end)
            }
            Command::BeginProsecutionSupport { agency } => {
                care::begin_prosecution_support(self, agency)
            }
            Command::SeekCompensation { kind, reference } => {
                care::seek_compensation(self, kind, reference)
            }
            Command::BeginReintegration { provider } => care::begin_reintegration(self, provider),
            Command::BeginAftercare { provider } => care::begin_aftercare(self, provider),

            Command::DetermineStatus { status, deciding_org, reasons_ref } => {
                support::determine_status(self, status, deciding_org, reasons_ref)
            }
            Command::RecordExploitation { exploitation } => {
                support::exploitation_is_told_in_order(&exploitation)?;
                Ok(vec![Event::ExploitationRecorded { exploitation }])
            }
            Command::ClaimNonpunishment { act, link_to_exploitation } => {
                if self.claims.contains(&(act.clone(), link_to_exploitation)) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::NonpunishmentClaimed { act, link_to_exploitation }])
            }
            Command::RecordStatement { exhibit_ref, special_measures } => {
                if self.statements.contains(&exhibit_ref) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::StatementTaken { exhibit_ref, special_measures }])
            }
            Command::FileImpactStatement { exhibit_ref } => {
                if self.impact_statements.contains(&exhibit_ref) {
                    return Ok(vec![]);
                }
                Ok(vec![Event::ImpactStatementFiled { exhibit_ref }])
            }
            Command::PlanRepatriation { destination, receiving_provider, best_interests_ref } => {
                repatriation::may_be_planned(self, best_interests_ref.as_ref())?;
                Ok(vec![Event::RepatriationPlanned {
                    destination,
                    receiving_provider,
                    best_interests_ref,
                }])
            }
            Command::ConfirmRepatriation { receiving_provider } => {
                repatriation::confirm(self, receiving_provider)
            }
            Command::Close { reason, onward_provider } => {
                closing::may_be_closed(self, reason)?;
                Ok(vec![Event::CaseClosed { reason, onward_provider, closed_at: today }])
            }
        }
    }

    /// The refusal of a step that has no place in the present status.
    pub(super) fn not_allowed(&self) -> Rejection {
        Rejection::NotAllowedIn { status: self.status, next: self.status.next_step() }
    }

    /// Whether a clock of that kind is open.
    pub(super) fn is_open(&self, code: super::ClockCode) -> bool {
        self.clocks.iter().any(|clock| clock.code == code && clock.is_open())
    }
}
