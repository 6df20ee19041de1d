//! What is decided on an exhibit in custody.

use super::code::IntegrityRuling;
use super::event::Custodian;
use super::exhibit::{Acquisition, Exhibit, Offer, Seal, Whereabouts};
use super::{EvidenceCommand, EvidenceEvent, EvidenceRejection, access, lifecycle, policy};
use crate::id::FileId;
use crate::value::{Hash, SealNumber};
use crate::{Metadata, Personal};

type Decision = Result<Vec<EvidenceEvent>, EvidenceRejection>;

impl Exhibit {
    /// Answers a command: first whose matter it is, then whether it is so already, then whether it
    /// has a meaning where the exhibit is, then the rules of the command.
    #[expect(clippy::too_many_lines, reason = "a table in life order, one arm a command")]
    pub(super) fn decide(&self, command: EvidenceCommand, metadata: &Metadata) -> Decision {
        access::may(&metadata.actor, &command, self)?;
        if lifecycle::is_so_already(self, &command, &metadata.actor) {
            return Ok(vec![]);
        }
        lifecycle::has_meaning(&command, &self.whereabouts)?;
        match command {
            EvidenceCommand::Identify { .. } => Err(EvidenceRejection::AlreadyIdentified),
            EvidenceCommand::Seize { .. } => Err(EvidenceRejection::AlreadySeized),
            EvidenceCommand::Acquire {
                method,
                tool,
                tool_version,
                hashes,
                specialist,
                live,
                capture,
            } => {
                policy::named(&tool, EvidenceRejection::ToolMissing)?;
                policy::named(&tool_version, EvidenceRejection::ToolMissing)?;
                policy::said(&specialist, EvidenceRejection::SpecialistMissing)?;
                if hashes.is_empty() {
                    return Err(EvidenceRejection::DigestMissing);
                }
                policy::capture_is_complete(self.ownership.kind, capture.as_ref())?;
                let taken = Acquisition { method, live, hashes: hashes.iter().cloned().collect() };
                let acquired = EvidenceEvent::Acquired {
                    method,
                    tool,
                    tool_version,
                    hashes,
                    specialist,
                    live,
                    capture,
                };
                let failed = policy::differs_from_before(&self.acquisitions, &taken);
                Ok(std::iter::once(acquired).chain(failed).collect())
            }

            EvidenceCommand::StoreFile { file, name, kept } => self.store_file(file, name, kept),
            EvidenceCommand::CheckFile { file, found, scheduled } => {
                self.check_file(file, found, scheduled)
            }

            EvidenceCommand::OfferCustody { to, to_agency, purpose } => {
                if to == self.custodian.user && to_agency == self.custodian.agency {
                    return Err(EvidenceRejection::AlreadyTheCustodian);
                }
                let offered_at = metadata.occurred.clone();
                Ok(vec![EvidenceEvent::CustodyOffered { to, to_agency, purpose, offered_at }])
            }
            EvidenceCommand::AcceptCustody { seal_ok, condition, place } => {
                policy::said(&condition, EvidenceRejection::ConditionMissing)?;
                let offer = self.offer().ok_or(EvidenceRejection::NothingOffered)?;
                let gap = policy::handover(&offer.offered_at, &metadata.occurred)?;
                let custodian =
                    Custodian { user: offer.to.clone(), agency: offer.to_agency.clone() };
                Ok(vec![EvidenceEvent::CustodyAccepted {
                    custodian,
                    seal_ok,
                    condition,
                    place,
                    gap,
                }])
            }
            EvidenceCommand::RefuseCustody { reason } => {
                policy::said(&reason, EvidenceRejection::ReasonMissing)?;
                Ok(vec![EvidenceEvent::CustodyRefused { reason }])
            }
            EvidenceCommand::WithdrawOffer { reason } => {
                policy::said(&reason, EvidenceRejection::ReasonMissing)?;
                Ok(vec![EvidenceEvent::CustodyOfferWithdrawn { reason }])
            }

            EvidenceCommand::BreakSeal { old, reason, witness } => {
                self.break_seal(old, reason, witness)
            }
            EvidenceCommand::Reseal { new, reason, witness } => self.reseal(new, reason, witness),

            EvidenceCommand::Examine { action, examiner, was_informed_by, results } => {
                policy::said(&action, EvidenceRejection::ActionMissing)?;
                policy::said(&examiner, EvidenceRejection::ExaminerMissing)?;
                Ok(vec![EvidenceEvent::Examined { action, examiner, was_informed_by, results }])
            }
            EvidenceCommand::Derive { child, relation, hashes, parent_hash } => {
                match policy::parent_is_verified(self, parent_hash)? {
                    Some(failed @ EvidenceEvent::IntegrityFailed { .. }) => Ok(vec![failed]),
                    check => {
                        let derived = EvidenceEvent::Derived { child, relation, hashes };
                        Ok(check.into_iter().chain([derived]).collect())
                    }
                }
            }
            EvidenceCommand::RecordSelector { selector, context } => {
                policy::said(&context, EvidenceRejection::ContextMissing)?;
                Ok(vec![EvidenceEvent::SelectorRecorded { selector, context }])
            }

            EvidenceCommand::VerifyHash { computed } => {
                Ok(vec![policy::hash_check(&self.hashes(), computed)?])
            }
            EvidenceCommand::RuleOnIntegrity { ruling, reason } => {
                policy::said(&reason, EvidenceRejection::ReasonMissing)?;
                Ok(vec![EvidenceEvent::IntegrityRuled { ruling, reason }])
            }

            EvidenceCommand::Store { location } => {
                policy::named(&location, EvidenceRejection::LocationMissing)?;
                Ok(vec![EvidenceEvent::Stored { location: trimmed(&location) }])
            }
            EvidenceCommand::LendAbroad { mla_ref, return_by } => {
                policy::named(&mla_ref, EvidenceRejection::RequestMissing)?;
                if return_by < metadata.occurred.earliest().date_naive() {
                    return Err(EvidenceRejection::ReturnDatePassed);
                }
                Ok(vec![EvidenceEvent::LentAbroad { mla_ref: trimmed(&mla_ref), return_by }])
            }
            EvidenceCommand::ReturnFromAbroad { seal_ok, condition } => {
                policy::said(&condition, EvidenceRejection::ConditionMissing)?;
                Ok(vec![EvidenceEvent::ReturnedFromAbroad { seal_ok, condition }])
            }
            EvidenceCommand::SendToCourt { court } => {
                policy::named(&court, EvidenceRejection::CourtMissing)?;
                Ok(vec![EvidenceEvent::SentToCourt { court: trimmed(&court) }])
            }
            EvidenceCommand::ReturnFromCourt { seal_ok, condition } => {
                policy::said(&condition, EvidenceRejection::ConditionMissing)?;
                Ok(vec![EvidenceEvent::ReturnedFromCourt { seal_ok, condition }])
            }

            EvidenceCommand::PlaceHold { authority_ref, reason } => {
                policy::named(&authority_ref, EvidenceRejection::AuthorityMissing)?;
                policy::said(&reason, EvidenceRejection::ReasonMissing)?;
                let authority_ref = trimmed(&authority_ref);
                Ok(vec![EvidenceEvent::HoldPlaced { authority_ref, reason }])
            }
            EvidenceCommand::LiftHold { authority_ref, reason } => {
                let authority_ref = trimmed(&authority_ref);
                if !self.holds.contains(&authority_ref) {
                    return Err(EvidenceRejection::NoSuchHold);
                }
                policy::said(&reason, EvidenceRejection::ReasonMissing)?;
                Ok(vec![EvidenceEvent::HoldLifted { authority_ref, reason }])
            }
            EvidenceCommand::SetRetention { ends_on, legal_basis } => {
                if ends_on < metadata.occurred.earliest().date_naive() {
                    return Err(EvidenceRejection::RetentionPassed);
                }
                Ok(vec![EvidenceEvent::RetentionSet { ends_on, legal_basis }])
            }
            EvidenceCommand::AssessSensitivity { sensitive, reason } => {
                policy::said(&reason, EvidenceRejection::ReasonMissing)?;
                Ok(vec![EvidenceEvent::SensitivityAssessed { sensitive, reason }])
            }
            EvidenceCommand::Disclose { schedule, item_no } => {
                policy::named(&schedule, EvidenceRejection::ScheduleMissing)?;
                if item_no == 0 {
                    return Err(EvidenceRejection::ItemNumberZero);
                }
                Ok(vec![EvidenceEvent::Disclosed { schedule: trimmed(&schedule), item_no }])
            }

            EvidenceCommand::Return { authority_ref, to, witnesses } => {
                policy::named(&authority_ref, EvidenceRejection::AuthorityMissing)?;
                policy::said(&to, EvidenceRejection::ReceiverMissing)?;
                policy::may_leave_custody(self, &witnesses)?;
                Ok(vec![EvidenceEvent::Returned { authority_ref, to, witnesses }])
            }
            EvidenceCommand::Destroy { authority_ref, witnesses, retention_expired_on } => {
                policy::named(&authority_ref, EvidenceRejection::AuthorityMissing)?;
                policy::may_leave_custody(self, &witnesses)?;
                policy::retention_is_over(self, retention_expired_on, metadata)?;
                Ok(vec![EvidenceEvent::Destroyed {
                    authority_ref,
                    witnesses,
                    retention_expired_on,
                }])
            }
        }
    }

    fn offer(&self) -> Option<&Offer> {
        if let Whereabouts::InTransfer { offer, .. } = &self.whereabouts {
            Some(offer)
        } else {
            None
        }
    }

    fn break_seal(
        &self,
        old: SealNumber,
        reason: Personal<String>,
        witness: Personal<String>,
    ) -> Decision {
        if self.seal != Seal::Whole(old.clone()) {
            return Err(EvidenceRejection::SealUnknown);
        }
        policy::said(&reason, EvidenceRejection::ReasonMissing)?;
        policy::said(&witness, EvidenceRejection::WitnessMissing)?;
        Ok(vec![EvidenceEvent::SealBroken { old, reason, witness }])
    }

    fn reseal(
        &self,
        new: SealNumber,
        reason: Personal<String>,
        witness: Personal<String>,
    ) -> Decision {
        policy::seal_is_new(self, &new)?;
        policy::said(&reason, EvidenceRejection::ReasonMissing)?;
        policy::said(&witness, EvidenceRejection::WitnessMissing)?;
        let old = self.seal.number().cloned();
        Ok(vec![EvidenceEvent::Resealed { old, new, reason, witness }])
    }

    /// Custody is the recipient's; what is to be worked on is in examination.
    pub(super) fn hand_over(&mut self, custodian: Custodian, seal_ok: bool) {
        let examined = self.offer().is_some_and(|offer| offer.purpose.is_examination());
        self.come_back(seal_ok);
        self.custodian = custodian;
        if examined {
            self.whereabouts = Whereabouts::InExamination;
        }
    }

    /// Digests recorded now are yet to be verified.
    pub(super) fn acquire(&mut self, taken: Acquisition) {
        self.acquisitions.push(taken);
        self.verified = false;
    }

    /// Its integrity is in question (rule X5). When it was the last acquisition that showed it,
    /// nothing of that acquisition is taken for a digest of the exhibit.
    pub(super) fn doubt(&mut self, computed: &Hash, file: Option<FileId>) {
        if let Some(file) = file.and_then(|file| self.files.get_mut(&file)) {
            file.altered = true;
        }
        self.acquisitions.pop_if(|last| last.hashes.contains(computed));
        let place = std::mem::replace(&mut self.whereabouts, Whereabouts::Seized);
        self.whereabouts = place.in_question();
        self.verified = false;
    }

    /// It is offered, and stays where it is (rule X1).
    pub(super) fn offer_to(&mut self, offer: Offer) {
        let until_then = Box::new(self.whereabouts.clone());
        self.whereabouts = Whereabouts::InTransfer { offer, until_then };
    }

    /// Whatever is ruled, it is where it was all along: in court, abroad, on its shelf.
    pub(super) fn rule(&mut self, ruling: IntegrityRuling) {
        let place = std::mem::replace(&mut self.whereabouts, Whereabouts::Seized).cleared();
        self.whereabouts = match ruling {
            IntegrityRuling::Reinstate => place,
            IntegrityRuling::Exclude => Whereabouts::Excluded { at: Box::new(place) },
        };
    }
}

fn trimmed(text: &str) -> String {
    text.trim().to_owned()
}
