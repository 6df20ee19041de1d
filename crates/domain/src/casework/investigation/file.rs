//! What the rules read of an opened investigation, and how its events change that.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::InvestigationEvent as Event;
use super::InvestigationRejection as Rejection;
use super::InvestigationStatus::{
    self, Active, Closed, Registered, Suspended, Transferred, Trial, UnderReview, WithProsecutor,
};
use super::code::{ClosureOutcome, LinkKind};
use super::event::{Associated, Element};
use super::policy::{self, require};
use crate::casework::text::{IccsCode, Offence, Reference};
use crate::law::EntryCode;
use crate::metadata::Role;
use crate::value::{InvestigationReference, LegalBasis};
use crate::{AgencyId, UserId};

/// What the rules read of an opened file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub(super) status: InvestigationStatus,
    pub(super) reference: InvestigationReference,
    pub(super) agency: AgencyId,
    pub(super) sio: UserId,
    pub(super) deputies: BTreeSet<UserId>,
    pub(super) decisions: u32,
    pub(super) templates: BTreeSet<EntryCode>,
    pub(super) allegations: Vec<Allegation>,
    pub(super) team: Vec<Member>,
    pub(super) links: Vec<Link>,
    pub(super) associated: BTreeSet<Associated>,
    pub(super) prosecutors: BTreeSet<AgencyId>,
    pub(super) readers: BTreeSet<AgencyId>,
    pub(super) outcome: Option<ClosureOutcome>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Allegation {
    pub(super) statute: LegalBasis,
    pub(super) iccs_code: Option<IccsCode>,
    pub(super) elements: Vec<Element>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Member {
    pub(super) user: UserId,
    pub(super) agency: AgencyId,
    pub(super) role: Role,
    pub(super) until: Option<NaiveDate>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Link {
    pub(super) reference: InvestigationReference,
    pub(super) agency: AgencyId,
    pub(super) kind: LinkKind,
    pub(super) basis_link_id: Option<Reference>,
}

impl File {
    pub(super) fn open(
        reference: &InvestigationReference,
        agency: &AgencyId,
        sio: &UserId,
        deputies: &BTreeSet<UserId>,
    ) -> Self {
        Self {
            status: Registered,
            reference: reference.clone(),
            agency: agency.clone(),
            sio: sio.clone(),
            deputies: deputies.clone(),
            decisions: 0,
            templates: BTreeSet::new(),
            allegations: vec![],
            team: vec![],
            links: vec![],
            associated: BTreeSet::new(),
            prosecutors: BTreeSet::new(),
            readers: BTreeSet::new(),
            outcome: None,
        }
    }

    pub(super) fn adopt(
        &self,
        offence: Offence,
        elements: Vec<Element>,
    ) -> Result<Vec<Event>, Rejection> {
        policy::within(self.status, "adopting an allegation", policy::OPEN)?;
        let Offence { statute, iccs_code } = offence;
        let allegation = Allegation { statute, iccs_code, elements };
        if self.allegations.contains(&allegation) {
            return Ok(vec![]);
        }
        let Allegation { statute, iccs_code, elements } = allegation;
        Ok(vec![Event::AllegationAdopted { statute, iccs_code, elements }])
    }

    pub(super) fn assign(&self, member: Member) -> Result<Vec<Event>, Rejection> {
        require(
            !matches!(member.role, Role::Auditor | Role::Integrator | Role::System),
            Rejection::RoleNotInTeam,
        )?;
        if self.team.contains(&member) {
            return Ok(vec![]);
        }
        let Member { user, agency, role, until } = member;
        Ok(vec![Event::MemberAdded { user, agency, role, until }])
    }

    pub(super) fn link(&self, link: Link) -> Result<Vec<Event>, Rejection> {
        let itself = link.reference == self.reference && link.agency == self.agency;
        require(!itself, Rejection::LinkedToItself)?;
        if self.links.contains(&link) {
            return Ok(vec![]);
        }
        let Link { reference: other_ref, agency: other_agency, kind, basis_link_id } = link;
        Ok(vec![Event::Linked { other_ref, other_agency, kind, basis_link_id }])
    }

    pub(super) fn transfer(
        &self,
        to: AgencyId,
        keeps: Option<Reference>,
    ) -> Result<Vec<Event>, Rejection> {
        if self.status == Transferred && self.agency == to {
            return Ok(vec![]);
        }
        policy::within(self.status, "transferring", policy::BEFORE_TRANSFER)?;
        require(to != self.agency, Rejection::TransferToItself)?;
        let from = self.agency.clone();
        Ok(vec![Event::Transferred { from, to, keeps_read_right: keeps }])
    }

    pub(super) fn evolve(mut self, event: &Event) -> Self {
        match event {
            Event::Opened { .. } => self,
            Event::TemplateApplied { template, .. } => {
                self.templates.insert(template.clone());
                self
            }
            Event::Activated {}
            | Event::ReturnedFromReview { .. }
            | Event::Resumed {}
            | Event::ReturnedFromProsecutor { .. } => Self { status: Active, ..self },
            Event::AllegationAdopted { statute, iccs_code, elements } => {
                let (statute, iccs_code) = (statute.clone(), iccs_code.clone());
                self.allegations.retain(|allegation| allegation.statute != statute);
                self.allegations.push(Allegation {
                    statute,
                    iccs_code,
                    elements: elements.clone(),
                });
                self
            }
            Event::DecisionRecorded { number, .. } => Self { decisions: *number, ..self },
            Event::MemberAdded { user, agency, role, until } => {
                let (user, agency) = (user.clone(), agency.clone());
                self.team.retain(|member| member.user != user || member.agency != agency);
                self.team.push(Member { user, agency, role: *role, until: *until });
                self
            }
            Event::MemberRemoved { user, agency } => {
                self.team.retain(|member| member.user != *user || member.agency != *agency);
                self
            }
            Event::Linked { other_ref, other_agency, kind, basis_link_id } => {
                let (reference, agency) = (other_ref.clone(), other_agency.clone());
                let basis_link_id = basis_link_id.clone();
                self.links.push(Link { reference, agency, kind: *kind, basis_link_id });
                self
            }
            Event::RefAssociated { associated } => {
                self.associated.insert(associated.clone());
                self
            }
            Event::SubmittedForReview {} => Self { status: UnderReview, ..self },
            Event::Suspended { .. } => Self { status: Suspended, ..self },
            Event::ReferredToProsecutor { agency } => {
                self.prosecutors.insert(agency.clone());
                Self { status: WithProsecutor, ..self }
            }
            Event::TrialCommenced {} => Self { status: Trial, ..self },
            Event::Transferred { from, to, keeps_read_right } => {
                self.team.retain(|member| member.agency != *from);
                self.readers.extend(keeps_read_right.as_ref().map(|_| from.clone()));
                Self { status: Transferred, agency: to.clone(), ..self }
            }
            Event::Closed { outcome, .. } => {
                Self { status: Closed, outcome: Some(*outcome), ..self }
            }
            Event::Reopened { .. } => Self { status: Active, outcome: None, ..self },
        }
    }
}
