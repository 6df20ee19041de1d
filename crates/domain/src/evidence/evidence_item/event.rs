//! What can happen to an exhibit.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{AcquisitionMethod, CustodyPurpose, EvidenceKind, IntegrityRuling, Relation};
use crate::id::{EventId, EvidenceItemId, FileId, InvestigationId};
use crate::value::{ExhibitRef, Hash, LegalBasis, PartialTime, Place, SealNumber, Selector};
use crate::{AgencyId, Personal, UserId};

/// The one officer who holds an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Custodian {
    /// The officer.
    pub user: UserId,
    /// Their agency.
    pub agency: AgencyId,
}

/// What a capture of online material must record so that it can be shown again (rule X8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Capture {
    /// The digest of the address that was captured.
    pub url_hash: Hash,
    /// The account the operator was signed in with.
    pub operator_account: Personal<String>,
    /// How the capturing machine's clock was checked.
    pub time_sync: TimeSync,
}

/// A clock compared with a reference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TimeSync {
    /// The reference, such as a time server's name.
    pub reference: String,
    /// How far the machine's clock was ahead, in milliseconds.
    pub offset_ms: i64,
}

/// Custody that stood open between offer and acceptance for more than 24 hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CustodyGap {
    /// When it was offered.
    pub offered_at: PartialTime,
    /// The whole hours between the earliest moments of offer and acceptance.
    pub gap_hours: u32,
}

/// A fact about an exhibit.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum EvidenceEvent {
    /// Something was found that may prove a fact.
    Identified {
        /// The investigation it belongs to.
        investigation: InvestigationId,
        /// The agency whose exhibit it is.
        agency: AgencyId,
        /// What it looks like.
        description: Personal<String>,
        /// What it is.
        kind: EvidenceKind,
        /// Where it was found.
        place: Place,
        /// The first responder who found it.
        by: Personal<String>,
        /// The exhibit it was derived from, if it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        derived_from: Option<EvidenceItemId>,
    },
    /// It was taken into custody and marked.
    Seized {
        /// The investigation its mark is unique in.
        investigation: InvestigationId,
        /// Its mark.
        exhibit_ref: ExhibitRef,
        /// The authority it was taken under.
        authority_ref: String,
        /// The seal it was put under, if it was.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seal: Option<SealNumber>,
        /// Who saw it taken.
        witness: Personal<String>,
        /// How many photographs were taken.
        photos: u32,
        /// Who holds it.
        custodian: Custodian,
    },
    /// Its data was copied for examination.
    Acquired {
        /// How.
        method: AcquisitionMethod,
        /// The tool.
        tool: String,
        /// The tool's version.
        tool_version: String,
        /// The digests of what was acquired.
        hashes: Vec<Hash>,
        /// The specialist who did it.
        specialist: Personal<String>,
        /// Whether the device was running.
        live: bool,
        /// What was recorded besides of a capture of online material.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        capture: Option<Capture>,
    },
    /// A file was taken in whole and is kept, sealed.
    FileStored {
        /// The file.
        file: FileId,
        /// What it was called where it came from.
        name: Personal<String>,
        /// Its length in bytes.
        size: u64,
        /// What its first bytes show it to be, as a media type (RFC 6838); never as it was said.
        media_type: String,
        /// The digests of the file as it was received, SHA-256 and BLAKE3.
        hashes: Vec<Hash>,
        /// The address of its sealed form in the store: the BLAKE3 digest of the list of its parts.
        blob: Hash,
    },
    /// Its custodian offered custody to another officer.
    CustodyOffered {
        /// The officer.
        to: UserId,
        /// Their agency.
        to_agency: AgencyId,
        /// What for.
        purpose: CustodyPurpose,
        /// When, for the gap until acceptance.
        offered_at: PartialTime,
    },
    /// The officer it was offered to took custody.
    CustodyAccepted {
        /// Who holds it now.
        custodian: Custodian,
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it was received.
        condition: Personal<String>,
        /// Where it was handed over.
        place: Place,
        /// How long custody stood open, when that was more than 24 hours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        gap: Option<CustodyGap>,
    },
    /// The officer it was offered to refused custody; it stays where it was.
    CustodyRefused {
        /// Why.
        reason: Personal<String>,
    },
    /// Its custodian took the offer back; it stays where it was.
    CustodyOfferWithdrawn {
        /// Why.
        reason: Personal<String>,
    },
    /// Its seal was broken.
    SealBroken {
        /// The seal.
        old: SealNumber,
        /// Why.
        reason: Personal<String>,
        /// Who saw it.
        witness: Personal<String>,
    },
    /// It was put under a new seal.
    Resealed {
        /// The seal before, if it had one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        old: Option<SealNumber>,
        /// The new seal.
        new: SealNumber,
        /// Why.
        reason: Personal<String>,
        /// Who saw it.
        witness: Personal<String>,
    },
    /// It was examined.
    Examined {
        /// What was done.
        action: Personal<String>,
        /// Who did it.
        examiner: Personal<String>,
        /// The event that gave cause to it, if one did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        was_informed_by: Option<EventId>,
        /// What was found.
        results: Personal<String>,
    },
    /// Another exhibit was made from it.
    Derived {
        /// The new exhibit.
        child: EvidenceItemId,
        /// How it came from this one.
        relation: Relation,
        /// The digests of the new exhibit.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        hashes: Vec<Hash>,
    },
    /// A number, handle, account or document was found in it.
    SelectorRecorded {
        /// What was found.
        selector: Personal<Selector>,
        /// Where in the exhibit and as what.
        context: Personal<String>,
    },
    /// A digest computed anew is the one recorded.
    HashVerified {
        /// The digest.
        hash: Hash,
        /// Always true; a difference is `integrity_failed`.
        ok: bool,
        /// The kept file that was read again, where it was computed of one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<FileId>,
        /// Whether the file was read as its turn came, in nobody's session.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        scheduled: bool,
    },
    /// A digest computed anew is not the one recorded; integrity is in question until ruled on.
    IntegrityFailed {
        /// The digest computed.
        computed: Hash,
        /// The digests recorded under the same algorithm.
        recorded: Vec<Hash>,
        /// The kept file that is not what was stored, where it is one. Where its sealed form was
        /// altered, both digests are of that form: of what is there, and of what was put there.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        file: Option<FileId>,
    },
    /// A supervisor ruled on its integrity.
    IntegrityRuled {
        /// The ruling.
        ruling: IntegrityRuling,
        /// Why.
        reason: Personal<String>,
    },
    /// It was put in the store.
    Stored {
        /// The store and the shelf.
        location: String,
    },
    /// It was lent abroad.
    LentAbroad {
        /// The reference of the request for mutual legal assistance.
        mla_ref: String,
        /// The day it is due back.
        return_by: NaiveDate,
    },
    /// It came back from abroad.
    ReturnedFromAbroad {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it came back.
        condition: Personal<String>,
    },
    /// It was sent to a court.
    SentToCourt {
        /// The court.
        court: String,
    },
    /// It came back from court.
    ReturnedFromCourt {
        /// Whether the seal was whole.
        seal_ok: bool,
        /// In what state it came back.
        condition: Personal<String>,
    },
    /// Its return and destruction were forbidden.
    HoldPlaced {
        /// The order or request that the hold rests on.
        authority_ref: String,
        /// Why.
        reason: Personal<String>,
    },
    /// A hold was lifted.
    HoldLifted {
        /// The order or request that the hold rested on.
        authority_ref: String,
        /// Why.
        reason: Personal<String>,
    },
    /// It was set until when it is retained.
    RetentionSet {
        /// The day its retention period ends, from which it may be destroyed.
        ends_on: NaiveDate,
        /// The law or rule that says so.
        legal_basis: LegalBasis,
    },
    /// It was assessed whether showing it would do serious harm.
    SensitivityAssessed {
        /// Whether it would.
        sensitive: bool,
        /// Why.
        reason: Personal<String>,
    },
    /// It was put on a disclosure schedule.
    Disclosed {
        /// The schedule.
        schedule: String,
        /// Its number there.
        item_no: u32,
    },
    /// It was given back.
    Returned {
        /// The authority it was given back under.
        authority_ref: String,
        /// To whom.
        to: Personal<String>,
        /// Who saw it.
        witnesses: Vec<Personal<String>>,
    },
    /// It was destroyed.
    Destroyed {
        /// The authority it was destroyed under.
        authority_ref: String,
        /// Who saw it.
        witnesses: Vec<Personal<String>>,
        /// The day its retention period ended.
        retention_expired_on: NaiveDate,
    },
}
