//! What the rules read of a nominated person, and how their events change that.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::SuspectEvent as Event;
use super::SuspectStatus::{
    self, Acquitted, Arrested, Bailed, Charged, Convicted, Discontinued, Eliminated,
    PersonOfInterest, Wanted,
};
use super::code::{
    ChargeOutcome, ForcedLabourIndicator, NonpunishmentDecision, WantedMeasure, WantedScope,
};
use super::policy;
use crate::casework::text::Offence;
use crate::id::{InvestigationId, NominalId};
use crate::value::{BirthDate, ExhibitRef, LegalBasis, PersonName, Selector};
use crate::{AgencyId, Personal};

/// What the rules read of a nominated person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dossier {
    pub(super) status: SuspectStatus,
    pub(super) investigation: InvestigationId,
    pub(super) agency: AgencyId,
    /// The person as the agency holds them (NOM-6).
    pub(super) nominal: Option<NominalId>,
    pub(super) name: Option<Personal<PersonName>>,
    pub(super) birth: Option<Personal<BirthDate>>,
    pub(super) aliases: Vec<Personal<PersonName>>,
    pub(super) selectors: Vec<Personal<Selector>>,
    /// Whether a ground carries suspicion (S1).
    pub(super) suspicion: bool,
    pub(super) wanted: Option<Notice>,
    pub(super) interviews: BTreeSet<ExhibitRef>,
    /// The signs that they may be a victim; empty when nobody flagged any.
    pub(super) indicators: BTreeSet<ForcedLabourIndicator>,
    /// The review of the signs flagged so far; none while one is due.
    pub(super) review: Option<Review>,
    pub(super) offences: BTreeSet<Offence>,
}

/// How a person is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Notice {
    pub(super) scope: WantedScope,
    pub(super) measure: WantedMeasure,
    pub(super) legal_basis: LegalBasis,
    pub(super) expires: NaiveDate,
}

/// What a prosecutor decided on a possible victim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Review {
    pub(super) decision: NonpunishmentDecision,
    pub(super) provision: LegalBasis,
}

impl Dossier {
    pub(super) fn open(investigation: InvestigationId, agency: &AgencyId) -> Self {
        Self {
            status: PersonOfInterest,
            investigation,
            agency: agency.clone(),
            nominal: None,
            name: None,
            birth: None,
            aliases: vec![],
            selectors: vec![],
            suspicion: false,
            wanted: None,
            interviews: BTreeSet::new(),
            indicators: BTreeSet::new(),
            review: None,
            offences: BTreeSet::new(),
        }
    }

    /// Looked for in the same way as before, nothing changes.
    pub(super) fn mark_wanted(&self, notice: Notice) -> Vec<Event> {
        if self.wanted.as_ref() == Some(&notice) {
            return vec![];
        }
        let Notice { scope, measure, legal_basis, expires } = notice;
        vec![Event::WantedMarked { scope, measure, legal_basis, expires }]
    }

    pub(super) fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::Nominated { nominal_id, name, birth, source_ref, .. } => {
                let suspicion = policy::carries_suspicion(source_ref.as_ref());
                let (nominal, name, birth) = (*nominal_id, name.clone(), birth.clone());
                Self { nominal, name, birth, suspicion, ..self }
            }
            Event::NominalLinked { nominal_id } => Self { nominal: Some(*nominal_id), ..self },
            Event::NominalUnlinked { .. } => Self { nominal: None, ..self },
            Event::SelectorRecorded { selector } => {
                self.selectors.push(selector.clone());
                self
            }
            Event::AliasRecorded { name } => {
                self.aliases.push(name.clone());
                self
            }
            Event::BirthRecorded { birth } => Self { birth: Some(birth.clone()), ..self },
            Event::GroundsAdded { source_ref, .. } => {
                self.suspicion |= policy::carries_suspicion(source_ref.as_ref());
                self
            }
            Event::StatusChanged { to, .. } => Self { status: *to, ..self },
            Event::WantedMarked { scope, measure, legal_basis, expires } => {
                let (scope, measure, expires) = (*scope, *measure, *expires);
                let notice = Notice { scope, measure, legal_basis: legal_basis.clone(), expires };
                Self { status: Wanted, wanted: Some(notice), ..self }
            }
            Event::Arrested { .. } => Self { status: Arrested, ..self },
            Event::DetentionClockStarted { .. } => self,
            Event::Released { .. } => Self { status: Bailed, ..self },
            Event::Interviewed { exhibit_ref, .. } => {
                self.interviews.insert(exhibit_ref.clone());
                self
            }
            Event::Eliminated { .. } => Self { status: Eliminated, ..self },
            Event::PossibleVictimFlagged { indicator_set } => {
                Self { indicators: indicator_set.clone(), review: None, ..self }
            }
            Event::NonpunishmentReviewed { decision, provision, .. } => {
                let review = Review { decision: *decision, provision: provision.clone() };
                Self { review: Some(review), ..self }
            }
            Event::Charged { offences } => {
                self.offences.extend(offences.iter().cloned());
                Self { status: Charged, ..self }
            }
            Event::OutcomeRecorded { outcome } => Self { status: reached_by(*outcome), ..self },
        }
    }
}

/// The status that an outcome leads to.
pub(super) fn reached_by(outcome: ChargeOutcome) -> SuspectStatus {
    match outcome {
        ChargeOutcome::Convicted => Convicted,
        ChargeOutcome::Acquitted => Acquitted,
        ChargeOutcome::Discontinued => Discontinued,
    }
}
