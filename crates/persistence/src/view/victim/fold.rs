//! What each event adds to what the board shows.

use std::collections::{BTreeMap, BTreeSet};

use mpaka_domain::protection::victim_case::{
    ClockChange, ConsentGiver, ConsentScope, GroundsDecision, GroundsOutcome,
    ReconsiderationOutcome, Status, VictimCaseEvent as Event,
};
use mpaka_domain::value::PartialTime;

use super::board::{
    Board, Closure, Compensation, Consent, Decision, Determination, Disqualification, DutyToNotify,
    Guardian, Nonpunishment, Notice, Reconsideration, Referral, Repatriation, Screening, Standing,
    Statement, SupportPlan,
};

impl Board {
    /// The board of a file that a registration opens; none for any other event.
    pub(super) fn opened_by(event: &Event) -> Option<Self> {
        let Event::Registered { majority, language, immediate_safety, .. } = event else {
            return None;
        };
        Some(Self {
            status: Status::Identified,
            majority: *majority,
            language: language.clone(),
            immediate_safety: *immediate_safety,
            clocks: Vec::new(),
            consents: Vec::new(),
            guardians: Vec::new(),
            screenings: Vec::new(),
            referral: None,
            duty_to_notify: None,
            decisions: Vec::new(),
            reconsideration: None,
            disqualification: None,
            emergency_care: BTreeSet::new(),
            needs: BTreeMap::new(),
            providers: Vec::new(),
            support_plan: None,
            prosecutions: Vec::new(),
            compensation: Vec::new(),
            determination: None,
            exploitation: Vec::new(),
            nonpunishment: Vec::new(),
            statements: Vec::new(),
            impact_statements: Vec::new(),
            reintegration: None,
            repatriation: None,
            aftercare: None,
            closure: None,
        })
    }

    /// Takes one more event into account.
    pub(super) fn add(&mut self, event: Event, occurred: &PartialTime) {
        self.status = self.status.after(&event);
        for change in ClockChange::of(&event) {
            change.apply(&mut self.clocks);
        }
        self.show(event, occurred);
    }

    #[expect(clippy::too_many_lines, reason = "the table of all events")]
    fn show(&mut self, event: Event, occurred: &PartialTime) {
        match event {
            Event::MajorityDetermined { majority, .. } => self.majority = majority,
            Event::GuardianNotified { kind, reference, notified_at } => {
                self.guardians.push(Guardian { kind, reference, notified_at });
            }
            Event::Screened { tool, indicators, outcome } => {
                let occurred = occurred.clone();
                self.screenings.push(Screening { tool, indicators, outcome, occurred });
            }
            Event::ConsentRecorded { scopes, given, interpreter, by, .. } => {
                let standing = if given { Standing::Given } else { Standing::Refused };
                self.say(scopes, standing, occurred, Some((by, interpreter)));
            }
            Event::ConsentWithdrawn { scopes } => {
                self.say(scopes, Standing::Withdrawn, occurred, None);
            }
            Event::DutyToNotifyDue { due, .. } => {
                self.duty_to_notify = Some(DutyToNotify { due, notice: None });
            }
            Event::DutyToNotifySent { anonymous, to, sent_at } => {
                if let Some(duty) = &mut self.duty_to_notify {
                    duty.notice = Some(Notice { anonymous, to, sent_at });
                }
            }
            Event::Referred {
                mechanism,
                referral_ref: reference,
                first_responder_org: first_responder,
                received_at,
                decision_due,
            } => {
                self.referral = Some(Referral {
                    mechanism,
                    reference,
                    first_responder,
                    received_at,
                    decision_due,
                });
            }
            Event::ReasonableGroundsDecided {
                outcome,
                competent_authority,
                decided_at,
                reasons_ref,
            } => self.decisions.push(Decision {
                decision: GroundsDecision::ReasonableGrounds,
                outcome,
                on_reconsideration: false,
                competent_authority,
                decided_at,
                reasons_ref,
            }),
            Event::ConclusiveGroundsDecided {
                outcome,
                competent_authority,
                decided_at,
                reasons_ref,
            } => self.decisions.push(Decision {
                decision: GroundsDecision::ConclusiveGrounds,
                outcome,
                on_reconsideration: false,
                competent_authority,
                decided_at,
                reasons_ref,
            }),
            Event::ReconsiderationRequested { decision, requested_by, reference } => {
                self.reconsideration = Some(Reconsideration { decision, requested_by, reference });
            }
            Event::ReconsiderationDecided {
                decision,
                outcome,
                competent_authority,
                decided_at,
                reasons_ref,
            } => {
                self.reconsideration = None;
                self.decisions.push(Decision {
                    decision,
                    outcome: match outcome {
                        ReconsiderationOutcome::Upheld => GroundsOutcome::Negative,
                        ReconsiderationOutcome::Overturned => GroundsOutcome::Positive,
                    },
                    on_reconsideration: true,
                    competent_authority,
                    decided_at,
                    reasons_ref,
                });
            }
            Event::Disqualified { ground, competent_authority, decided_at, reasons_ref } => {
                self.disqualification =
                    Some(Disqualification { ground, competent_authority, decided_at, reasons_ref });
            }
            Event::EmergencyCareRecorded { given } => self.emergency_care.extend(given),
            Event::NeedsAssessed { domain, level } => _ = self.needs.insert(domain, level),
            Event::SupportAssigned { provider } => self.providers.push(provider),
            Event::SupportPlanAdopted { kinds, planned_end } => {
                self.support_plan = Some(SupportPlan { kinds, planned_end });
            }
            Event::ProsecutionSupportBegun { agency } => self.prosecutions.push(agency),
            Event::CompensationSought { kind, reference } => {
                self.compensation.push(Compensation { kind, reference });
            }
            Event::StatusDetermined { status, deciding_org, reasons_ref } => {
                self.determination = Some(Determination { status, deciding_org, reasons_ref });
            }
            Event::ExploitationRecorded { exploitation } => self.exploitation.push(exploitation),
            Event::NonpunishmentClaimed { act, link_to_exploitation } => {
                self.nonpunishment.push(Nonpunishment { act, link_to_exploitation });
            }
            Event::StatementTaken { exhibit_ref, special_measures } => {
                self.statements.push(Statement { exhibit_ref, special_measures });
            }
            Event::ImpactStatementFiled { exhibit_ref } => self.impact_statements.push(exhibit_ref),
            Event::ReintegrationBegun { provider } => self.reintegration = Some(provider),
            Event::RepatriationPlanned { destination, receiving_provider, best_interests_ref } => {
                self.repatriation = Some(Repatriation {
                    destination,
                    receiving_provider,
                    best_interests_ref,
                    confirmed: false,
                });
            }
            Event::RepatriationConfirmed { receiving_provider } => {
                if let Some(repatriation) = &mut self.repatriation {
                    repatriation.receiving_provider = Some(receiving_provider);
                    repatriation.confirmed = true;
                }
            }
            Event::AftercareBegun { provider } => self.aftercare = Some(provider),
            Event::CaseClosed { reason, onward_provider, closed_at } => {
                self.closure = Some(Closure { reason, onward_provider, closed_at });
            }
            // The status and the clocks show what follows from the first five. Who and where the person
            // is, and what they told, is never on the board.
            Event::Registered { .. }
            | Event::GuardianNotificationDue { .. }
            | Event::Withdrawn { .. }
            | Event::RecoveryPeriodStarted { .. }
            | Event::RecoveryPeriodExtended { .. }
            | Event::IdentityRecorded { .. }
            | Event::SelectorRecorded { .. }
            | Event::WhereaboutsRecorded { .. }
            | Event::ScreeningAnswersRecorded { .. }
            | Event::SafetyPlanSet { .. } => {}
        }
    }

    fn say(
        &mut self,
        scopes: BTreeSet<ConsentScope>,
        standing: Standing,
        occurred: &PartialTime,
        how: Option<(ConsentGiver, bool)>,
    ) {
        self.consents.retain(|consent| !scopes.contains(&consent.scope));
        self.consents.extend(scopes.into_iter().map(|scope| Consent {
            scope,
            standing,
            occurred: occurred.clone(),
            by: how.map(|(by, _)| by),
            interpreter: how.map(|(_, interpreter)| interpreter),
        }));
        self.consents.sort_by(|left, right| left.scope.cmp(&right.scope));
    }
}
