//! What can be asked of an exhibit.

use chrono::NaiveDate;
use serde::Serialize;

use super::code::{AcquisitionMethod, CustodyPurpose, EvidenceKind, IntegrityRuling, Relation};
use super::event::Capture;
use super::file::{FileFound, KeptFile};
use crate::id::{EventId, EvidenceItemId, FileId, InvestigationId};
use crate::value::{ExhibitRef, Hash, LegalBasis, Place, SealNumber, Selector};
use crate::{AgencyId, Personal, UserId};

/// What an officer can record about an exhibit.
#[derive(Debug, Clone, Serialize)]
pub enum EvidenceCommand {
    /// Records that something was found that may prove a fact (ISO/IEC 27037, identification).
    Identify {
        /// The investigation it belongs to.
        investigation: InvestigationId,
        /// What it looks like, so that it can be told apart from others.
        description: Personal<String>,
        /// What it is.
        kind: EvidenceKind,
        /// Where it was found.
        place: Place,
        /// The first responder who found it (ISO/IEC 27037, DEFR).
        by: Personal<String>,
        /// The exhibit it was derived from, if it was.
        derived_from: Option<EvidenceItemId>,
    },
    /// Takes it into custody and gives it its mark. The officer who records this holds it.
    Seize {
        /// Its mark, unique in the investigation.
        exhibit_ref: ExhibitRef,
        /// The authority it is taken under: a warrant's number, a provision, or a consent's reference.
        authority_ref: String,
        /// The seal it was put under; none for what cannot be sealed, such as a page capture.
        seal: Option<SealNumber>,
        /// Who saw it taken.
        witness: Personal<String>,
        /// How many photographs were taken.
        photos: u32,
    },
    /// Records that its data was copied for examination.
    Acquire {
        /// How.
        method: AcquisitionMethod,
        /// The tool.
        tool: String,
        /// The tool's version.
        tool_version: String,
        /// The digests of what was acquired, at least one.
        hashes: Vec<Hash>,
        /// The specialist who did it (ISO/IEC 27037, DES).
        specialist: Personal<String>,
        /// Whether the device was running.
        live: bool,
        /// What a capture of online material must record besides; for that kind only.
        capture: Option<Capture>,
    },
    /// Keeps a file that was taken in whole. Only the store that took it in says so.
    StoreFile {
        /// The file.
        file: FileId,
        /// What it was called where it came from.
        name: Personal<String>,
        /// What was computed of it.
        kept: KeptFile,
    },
    /// Records what a kept file was found to be when it was read again. Only the store that read it
    /// says so.
    CheckFile {
        /// The file.
        file: FileId,
        /// What was found.
        found: FileFound,
        /// Whether its turn had come, rather than somebody asked.
        scheduled: bool,
    },
    /// Offers custody to another officer. It stays where it is until they accept.
    OfferCustody {
        /// The officer.
        to: UserId,
        /// Their agency.
        to_agency: AgencyId,
        /// What for.
        purpose: CustodyPurpose,
    },
    /// Accepts custody that was offered. Only the officer it was offered to can.
    AcceptCustody {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it was received.
        condition: Personal<String>,
        /// Where it was handed over.
        place: Place,
    },
    /// Refuses custody that was offered. Only the officer it was offered to can.
    RefuseCustody {
        /// Why.
        reason: Personal<String>,
    },
    /// Takes back an offer that was not accepted.
    WithdrawOffer {
        /// Why.
        reason: Personal<String>,
    },
    /// Records that its seal was broken.
    BreakSeal {
        /// The seal it was under.
        old: SealNumber,
        /// Why.
        reason: Personal<String>,
        /// Who saw it.
        witness: Personal<String>,
    },
    /// Puts it under a new seal.
    Reseal {
        /// The new seal.
        new: SealNumber,
        /// Why.
        reason: Personal<String>,
        /// Who saw it.
        witness: Personal<String>,
    },
    /// Records an examination.
    Examine {
        /// What was done.
        action: Personal<String>,
        /// Who did it.
        examiner: Personal<String>,
        /// The event that gave cause to it, if one did (CASE, `wasInformedBy`).
        was_informed_by: Option<EventId>,
        /// What was found.
        results: Personal<String>,
    },
    /// Records that another exhibit was made from this one.
    Derive {
        /// The new exhibit.
        child: EvidenceItemId,
        /// How it came from this one.
        relation: Relation,
        /// The digests of the new exhibit.
        hashes: Vec<Hash>,
        /// This exhibit's digest as computed for the occasion, when it was not verified before. One
        /// that differs puts its integrity in question, and nothing is derived (X5).
        parent_hash: Option<Hash>,
    },
    /// Records a number, handle, account or document found in it.
    RecordSelector {
        /// What was found.
        selector: Personal<Selector>,
        /// Where in the exhibit and as what, such as a call log.
        context: Personal<String>,
    },
    /// Compares a digest computed now with the one recorded. A difference puts integrity in question.
    VerifyHash {
        /// The digest computed now.
        computed: Hash,
    },
    /// Rules on an exhibit whose integrity is in question. Only a supervisor of its agency can.
    RuleOnIntegrity {
        /// The ruling.
        ruling: IntegrityRuling,
        /// Why.
        reason: Personal<String>,
    },
    /// Puts it in a place in the store.
    Store {
        /// The store and the shelf.
        location: String,
    },
    /// Lends it abroad on a request for mutual legal assistance.
    LendAbroad {
        /// The request's reference.
        mla_ref: String,
        /// The day it is due back.
        return_by: NaiveDate,
    },
    /// Records that it came back from abroad.
    ReturnFromAbroad {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it came back.
        condition: Personal<String>,
    },
    /// Sends it to a court.
    SendToCourt {
        /// The court.
        court: String,
    },
    /// Records that it came back from court.
    ReturnFromCourt {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it came back.
        condition: Personal<String>,
    },
    /// Forbids its return and destruction until lifted.
    PlaceHold {
        /// The order or request that the hold rests on.
        authority_ref: String,
        /// Why.
        reason: Personal<String>,
    },
    /// Lifts a hold.
    LiftHold {
        /// The order or request that the hold rested on.
        authority_ref: String,
        /// Why.
        reason: Personal<String>,
    },
    /// Sets until when it is retained; set again, the last one counts.
    SetRetention {
        /// The day its retention period ends, from which it may be destroyed.
        ends_on: NaiveDate,
        /// The law or rule that says so.
        legal_basis: LegalBasis,
    },
    /// Records whether showing it would do serious harm to an important public interest.
    AssessSensitivity {
        /// Whether it would.
        sensitive: bool,
        /// Why.
        reason: Personal<String>,
    },
    /// Records its place on a disclosure schedule. Prosecutors of other agencies can, too.
    Disclose {
        /// The schedule, such as MG6C.
        schedule: String,
        /// Its number there, from 1.
        item_no: u32,
    },
    /// Gives it back.
    Return {
        /// The authority it is given back under.
        authority_ref: String,
        /// To whom.
        to: Personal<String>,
        /// Who saw it: two different persons.
        witnesses: Vec<Personal<String>>,
    },
    /// Records that it was destroyed.
    Destroy {
        /// The authority it was destroyed under.
        authority_ref: String,
        /// Who saw it: two different persons.
        witnesses: Vec<Personal<String>>,
        /// The day its retention period ended; the one that was set, where one was.
        retention_expired_on: NaiveDate,
    },
}
