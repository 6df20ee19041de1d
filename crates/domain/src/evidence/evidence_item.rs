//! An exhibit: identified, seized, held by exactly one custodian at a time, and in the end returned
//! or destroyed.

mod access;
mod code;
mod command;
mod custody;
mod event;
mod exhibit;
mod file;
mod lifecycle;
mod policy;
mod rejection;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use code::{AcquisitionMethod, CustodyPurpose, EvidenceKind, IntegrityRuling, Relation};
pub use command::EvidenceCommand;
pub use event::{Capture, Custodian, CustodyGap, EvidenceEvent, TimeSync};
pub use exhibit::{
    Acquisition, Exhibit, Finding, Offer, Ownership, Retention, Seal, Sensitivity, Whereabouts,
};
pub use file::{FileFound, KeptFile, StoredFile};
pub use policy::LONGEST_HANDOVER_HOURS;
pub use rejection::EvidenceRejection;

use crate::value::SealNumber;
use crate::{Claim, Decider, Law, Metadata};

/// An exhibit in the course of its life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum EvidenceItem {
    /// Nothing is recorded.
    #[default]
    Unidentified,
    /// Found, and not yet in custody.
    Identified(Ownership),
    /// In custody.
    InCustody(Box<Exhibit>),
    /// Given back.
    Returned(Ownership),
    /// Destroyed.
    Destroyed(Ownership),
}

impl Decider for EvidenceItem {
    const CATEGORY: &'static str = "evidence";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = EvidenceCommand;
    type Event = EvidenceEvent;
    type Rejection = EvidenceRejection;

    fn decide(
        &self,
        command: EvidenceCommand,
        metadata: &Metadata,
        _law: &Law,
    ) -> Result<Vec<EvidenceEvent>, EvidenceRejection> {
        let actor = &metadata.actor;
        access::role_may(actor.role, &command)?;
        match (self, command) {
            (
                Self::Unidentified,
                EvidenceCommand::Identify {
                    investigation,
                    description,
                    kind,
                    place,
                    by,
                    derived_from,
                },
            ) => {
                policy::said(&description, EvidenceRejection::DescriptionMissing)?;
                policy::said(&by, EvidenceRejection::FirstResponderMissing)?;
                let agency = actor.agency.clone();
                Ok(vec![EvidenceEvent::Identified {
                    investigation,
                    agency,
                    description,
                    kind,
                    place,
                    by,
                    derived_from,
                }])
            }
            (Self::Unidentified, _) => Err(EvidenceRejection::NotIdentified),

            (
                Self::Identified(ownership),
                EvidenceCommand::Seize { exhibit_ref, authority_ref, seal, witness, photos },
            ) => {
                access::is_of_agency(actor, ownership)?;
                policy::named(&authority_ref, EvidenceRejection::AuthorityMissing)?;
                policy::said(&witness, EvidenceRejection::WitnessMissing)?;
                let custodian =
                    Custodian { user: actor.user.clone(), agency: actor.agency.clone() };
                Ok(vec![EvidenceEvent::Seized {
                    investigation: ownership.investigation,
                    exhibit_ref,
                    authority_ref,
                    seal,
                    witness,
                    photos,
                    custodian,
                }])
            }
            (Self::Identified(ownership), command) => {
                access::is_of_agency(actor, ownership)?;
                if let EvidenceCommand::Identify { .. } = command {
                    return Err(EvidenceRejection::AlreadyIdentified);
                }
                Err(EvidenceRejection::NotAllowedInIdentified)
            }

            (Self::InCustody(exhibit), command) => exhibit.decide(command, metadata),

            (Self::Returned(ownership), _) => {
                access::is_of_agency(actor, ownership)?;
                Err(EvidenceRejection::NotAllowedInReturned)
            }
            (Self::Destroyed(ownership), _) => {
                access::is_of_agency(actor, ownership)?;
                Err(EvidenceRejection::NotAllowedInDestroyed)
            }
        }
    }

    fn evolve(self, event: &EvidenceEvent) -> Self {
        match event {
            EvidenceEvent::Identified { investigation, agency, kind, .. } => {
                Self::Identified(Ownership {
                    investigation: *investigation,
                    agency: agency.clone(),
                    kind: *kind,
                })
            }
            EvidenceEvent::Seized { custodian, seal, .. } => {
                self.seized(custodian.clone(), seal.clone())
            }
            EvidenceEvent::Acquired { method, live, hashes, .. } => {
                let hashes = hashes.iter().cloned().collect();
                let taken = Acquisition { method: *method, live: *live, hashes };
                self.with(|exhibit| exhibit.acquire(taken))
            }
            EvidenceEvent::FileStored { file, hashes, .. } => {
                self.with(|exhibit| exhibit.keep_file(*file, hashes))
            }
            EvidenceEvent::CustodyOffered { to, to_agency, purpose, offered_at } => {
                let offer = Offer {
                    to: to.clone(),
                    to_agency: to_agency.clone(),
                    purpose: *purpose,
                    offered_at: offered_at.clone(),
                };
                self.with(|exhibit| exhibit.offer_to(offer))
            }
            EvidenceEvent::CustodyAccepted { custodian, seal_ok, .. } => {
                self.with(|exhibit| exhibit.hand_over(custodian.clone(), *seal_ok))
            }
            EvidenceEvent::CustodyRefused { .. } | EvidenceEvent::CustodyOfferWithdrawn { .. } => {
                self.with(Exhibit::keep)
            }
            EvidenceEvent::SealBroken { old, .. } => self.with(|exhibit| {
                exhibit.seal = Seal::Broken(old.clone());
                exhibit.verified = false;
            }),
            EvidenceEvent::Resealed { new, .. } => {
                self.with(|exhibit| exhibit.seal = Seal::Whole(new.clone()))
            }
            EvidenceEvent::Examined { .. } => {
                self.with(|exhibit| exhibit.whereabouts = Whereabouts::InExamination)
            }
            EvidenceEvent::Derived { child, .. } => self.with(|exhibit| {
                exhibit.children.insert(*child);
            }),
            EvidenceEvent::SelectorRecorded { selector, context } => self.with(|exhibit| {
                let (selector, context) = (selector.clone(), context.clone());
                exhibit.findings.push(Finding { selector, context });
            }),
            EvidenceEvent::HashVerified { file, scheduled, .. } => {
                self.with(|exhibit| exhibit.verify(*file, *scheduled))
            }
            EvidenceEvent::IntegrityFailed { computed, file, .. } => {
                self.with(|exhibit| exhibit.doubt(computed, *file))
            }
            EvidenceEvent::IntegrityRuled { ruling, .. } => {
                self.with(|exhibit| exhibit.rule(*ruling))
            }
            EvidenceEvent::Stored { location } => self.with(|exhibit| {
                exhibit.whereabouts = Whereabouts::InStore { location: Some(location.clone()) };
            }),
            EvidenceEvent::LentAbroad { mla_ref, return_by } => self.with(|exhibit| {
                let (mla_ref, return_by) = (mla_ref.clone(), *return_by);
                exhibit.whereabouts = Whereabouts::LentAbroad { mla_ref, return_by };
            }),
            EvidenceEvent::SentToCourt { court } => self.with(|exhibit| {
                exhibit.whereabouts = Whereabouts::InCourt { court: court.clone() };
            }),
            EvidenceEvent::ReturnedFromAbroad { seal_ok, .. }
            | EvidenceEvent::ReturnedFromCourt { seal_ok, .. } => {
                self.with(|exhibit| exhibit.come_back(*seal_ok))
            }
            EvidenceEvent::HoldPlaced { authority_ref, .. } => self.with(|exhibit| {
                exhibit.holds.insert(authority_ref.clone());
            }),
            EvidenceEvent::HoldLifted { authority_ref, .. } => self.with(|exhibit| {
                exhibit.holds.remove(authority_ref);
            }),
            EvidenceEvent::RetentionSet { ends_on, legal_basis } => self.with(|exhibit| {
                let (ends_on, legal_basis) = (*ends_on, legal_basis.clone());
                exhibit.retention = Some(Retention { ends_on, legal_basis });
            }),
            EvidenceEvent::SensitivityAssessed { sensitive, reason } => self.with(|exhibit| {
                let (sensitive, reason) = (*sensitive, reason.clone());
                exhibit.sensitivity = Some(Sensitivity { sensitive, reason });
            }),
            EvidenceEvent::Disclosed { schedule, item_no } => self.with(|exhibit| {
                exhibit.disclosures.insert((schedule.clone(), *item_no));
            }),
            EvidenceEvent::Returned { .. } => self.left_custody(Self::Returned),
            EvidenceEvent::Destroyed { .. } => self.left_custody(Self::Destroyed),
        }
    }

    /// X7: a mark is unique in its investigation.
    fn claims(event: &EvidenceEvent, _metadata: &Metadata) -> Vec<Claim> {
        if let EvidenceEvent::Seized { investigation, exhibit_ref, .. } = event {
            vec![Claim { kind: "exhibit_ref", key: format!("{investigation}/{exhibit_ref}") }]
        } else {
            vec![]
        }
    }

    fn taken(_claim: &Claim) -> EvidenceRejection {
        EvidenceRejection::DuplicateExhibitRef
    }
}

impl EvidenceItem {
    fn seized(self, custodian: Custodian, seal: Option<SealNumber>) -> Self {
        match self {
            Self::Identified(ownership) => {
                Self::InCustody(Box::new(Exhibit::seized(ownership, custodian, seal)))
            }
            Self::Unidentified | Self::InCustody(_) | Self::Returned(_) | Self::Destroyed(_) => {
                self
            }
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Exhibit)) -> Self {
        if let Self::InCustody(exhibit) = &mut self {
            change(exhibit);
        }
        self
    }

    fn left_custody(self, to: impl FnOnce(Ownership) -> Self) -> Self {
        match self {
            Self::InCustody(exhibit) => to(exhibit.ownership),
            Self::Unidentified | Self::Identified(_) | Self::Returned(_) | Self::Destroyed(_) => {
                self
            }
        }
    }
}
