//! What each event adds to what a protection file remembers.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    ClockChange, File, GroundsDecision, Referral, Repatriation, Status, VictimCaseEvent as Event,
};

impl File {
    /// The file that a registration opens; none for any other event.
    pub(super) fn opened_by(event: &Event) -> Option<Self> {
        let Event::Registered { investigation, agency, alias, jurisdiction, majority, .. } = event
        else {
            return None;
        };
        Some(Self {
            investigation: *investigation,
            agency: agency.clone(),
            alias: alias.clone(),
            jurisdiction: *jurisdiction,
            majority: *majority,
            status: Status::Identified,
            given: BTreeSet::new(),
            refused: BTreeSet::new(),
            notified: BTreeSet::new(),
            referral: None,
            decided: BTreeMap::new(),
            recovery_ends: None,
            providers: BTreeSet::new(),
            needs: BTreeMap::new(),
            prosecutions: BTreeSet::new(),
            applications: BTreeSet::new(),
            determined: None,
            claims: BTreeSet::new(),
            statements: BTreeSet::new(),
            impact_statements: BTreeSet::new(),
            repatriation: Repatriation::NotPlanned,
            clocks: Vec::new(),
        })
    }

    #[must_use]
    pub(super) fn evolve(mut self, event: &Event) -> Self {
        self.status = self.status.after(event);
        for change in ClockChange::of(event) {
            change.apply(&mut self.clocks);
        }
        self.remember(event);
        self
    }

    fn remember(&mut self, event: &Event) {
        match event {
            Event::MajorityDetermined { majority, .. } => self.majority = *majority,
            Event::GuardianNotified { kind, .. } => {
                self.notified.insert(*kind);
            }
            Event::ConsentRecorded { scopes, given: true, .. } => {
                self.refused.retain(|scope| !scopes.contains(scope));
                self.given.extend(scopes.iter().cloned());
            }
            Event::ConsentRecorded { scopes, given: false, .. }
            | Event::ConsentWithdrawn { scopes } => {
                self.given.retain(|scope| !scopes.contains(scope));
                self.refused.extend(scopes.iter().cloned());
            }
            Event::Referred { referral_ref, received_at, .. } => {
                self.referral =
                    Some(Referral { reference: referral_ref.clone(), received_at: *received_at });
                self.decided.clear();
                self.recovery_ends = None;
            }
            Event::ReasonableGroundsDecided { outcome, decided_at, .. } => {
                let question = GroundsDecision::ReasonableGrounds;
                self.decided.insert(question, (*outcome, *decided_at));
            }
            Event::ConclusiveGroundsDecided { outcome, decided_at, .. } => {
                let question = GroundsDecision::ConclusiveGrounds;
                self.decided.insert(question, (*outcome, *decided_at));
            }
            Event::RecoveryPeriodStarted { ends_not_before: ends, .. }
            | Event::RecoveryPeriodExtended { until: ends, .. } => self.recovery_ends = Some(*ends),
            Event::NeedsAssessed { domain, level } => {
                self.needs.insert(*domain, *level);
            }
            Event::SupportAssigned { provider } => {
                self.providers.insert(provider.clone());
            }
            Event::ProsecutionSupportBegun { agency } => {
                self.prosecutions.insert(agency.clone());
            }
            Event::CompensationSought { kind, reference } => {
                self.applications.insert((*kind, reference.clone()));
            }
            Event::StatusDetermined { status, .. } => self.determined = Some(*status),
            Event::NonpunishmentClaimed { act, link_to_exploitation } => {
                self.claims.insert((act.clone(), *link_to_exploitation));
            }
            Event::StatementTaken { exhibit_ref, .. } => {
                self.statements.insert(exhibit_ref.clone());
            }
            Event::ImpactStatementFiled { exhibit_ref } => {
                self.impact_statements.insert(exhibit_ref.clone());
            }
            Event::RepatriationPlanned { .. } => self.repatriation = Repatriation::Planned,
            Event::RepatriationConfirmed { .. } => self.repatriation = Repatriation::Confirmed,
            Event::Registered { .. }
            | Event::IdentityRecorded { .. }
            | Event::SelectorRecorded { .. }
            | Event::WhereaboutsRecorded { .. }
            | Event::GuardianNotificationDue { .. }
            | Event::Screened { .. }
            | Event::ScreeningAnswersRecorded { .. }
            | Event::Withdrawn { .. }
            | Event::DutyToNotifyDue { .. }
            | Event::DutyToNotifySent { .. }
            | Event::ReconsiderationRequested { .. }
            | Event::ReconsiderationDecided { .. }
            | Event::Disqualified { .. }
            | Event::EmergencyCareRecorded { .. }
            | Event::SafetyPlanSet { .. }
            | Event::SupportPlanAdopted { .. }
            | Event::ExploitationRecorded { .. }
            | Event::ReintegrationBegun { .. }
            | Event::AftercareBegun { .. }
            | Event::CaseClosed { .. } => {}
        }
    }
}
