//! One event of each kind, as it is stored.

use chrono::NaiveDate;
use uuid::Uuid;

use super::*;
use crate::id::{EvidenceItemId, FileId};
use crate::testing::at;
use crate::value::{
    CountryCode, ExhibitRef, Hash, HashAlgorithm, LegalBasis, Msisdn, PartialTime, Place,
    PlaceKind, Selector,
};
use crate::{AgencyId, Personal, UserId};

pub fn tocu() -> AgencyId {
    AgencyId::parse("KE-DCI-TOCU").unwrap()
}

pub fn marsabit() -> AgencyId {
    AgencyId::parse("KE-DCI-MARSABIT").unwrap()
}

pub fn guyo() -> UserId {
    UserId::parse("guyo").unwrap()
}

pub fn held_by(user: &str, agency: AgencyId) -> Custodian {
    Custodian { user: UserId::parse(user).unwrap(), agency }
}

pub fn nairobi() -> Place {
    let country = CountryCode::parse("KE").unwrap();
    Place::try_new("Nairobi office", None, country, None, PlaceKind::House).unwrap()
}

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn seal(number: &str) -> SealNumber {
    SealNumber::parse(number).unwrap()
}

/// The SHA-256 digest whose every digit is that one.
pub fn sha256(digit: &str) -> Hash {
    Hash::try_new(HashAlgorithm::Sha256, &digit.repeat(64)).unwrap()
}

pub fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn instant(text: &str) -> PartialTime {
    PartialTime::instant(at(text))
}

pub fn phone() -> Personal<Selector> {
    Personal::new(Selector::Phone(Msisdn::parse("+254199000141").unwrap()))
}

pub fn child() -> EvidenceItemId {
    Uuid::from_u128(31).into()
}

pub fn capture() -> Capture {
    Capture {
        url_hash: sha256("c"),
        operator_account: said("research account 4"),
        time_sync: TimeSync { reference: "time server".into(), offset_ms: -12 },
    }
}

pub fn identified(kind: EvidenceKind) -> EvidenceEvent {
    EvidenceEvent::Identified {
        investigation: Uuid::from_u128(10).into(),
        agency: tocu(),
        description: said("a black phone with a cracked glass"),
        kind,
        place: nairobi(),
        by: said("Constable Barasa"),
        derived_from: None,
    }
}

pub fn seized() -> EvidenceEvent {
    EvidenceEvent::Seized {
        investigation: Uuid::from_u128(10).into(),
        exhibit_ref: ExhibitRef::parse("JM/1").unwrap(),
        authority_ref: "search warrant 41 of 2026".into(),
        seal: Some(seal("A-1001")),
        witness: said("Sergeant Mwende"),
        photos: 6,
        custodian: held_by("akinyi", tocu()),
    }
}

pub fn acquired(capture: Option<Capture>) -> EvidenceEvent {
    EvidenceEvent::Acquired {
        method: AcquisitionMethod::Logical,
        tool: "Imager".into(),
        tool_version: "4.2".into(),
        hashes: vec![sha256("a")],
        specialist: said("Analyst Chebet"),
        live: false,
        capture,
    }
}

/// The file of this number is read again and is what was stored.
pub fn file_verified(number: u128, scheduled: bool) -> EvidenceEvent {
    EvidenceEvent::HashVerified { hash: sha256("a"), ok: true, file: Some(file(number)), scheduled }
}

/// The file of this number is read again, and a piece of it was altered.
pub fn file_altered(number: u128) -> EvidenceEvent {
    EvidenceEvent::IntegrityFailed {
        computed: blake3("f"),
        recorded: vec![blake3("e")],
        file: Some(file(number)),
    }
}

pub fn file(number: u128) -> FileId {
    Uuid::from_u128(40 + number).into()
}

/// The BLAKE3 digest whose every digit is that one.
pub fn blake3(digit: &str) -> Hash {
    Hash::try_new(HashAlgorithm::Blake3, &digit.repeat(64)).unwrap()
}

/// The file of this number, whose digests have that digit.
pub fn file_stored(number: u128, digit: &str) -> EvidenceEvent {
    EvidenceEvent::FileStored {
        file: file(number),
        name: said("extraction of the phone.zip"),
        size: 4_294_967_296,
        media_type: "application/zip".into(),
        hashes: vec![sha256(digit), blake3(digit)],
        blob: blake3("e"),
    }
}

pub fn stored() -> EvidenceEvent {
    EvidenceEvent::Stored { location: "Nairobi store, shelf 4".into() }
}

pub fn offered(purpose: CustodyPurpose) -> EvidenceEvent {
    let offered_at = instant("2026-03-02T09:00:00Z");
    EvidenceEvent::CustodyOffered { to: guyo(), to_agency: marsabit(), purpose, offered_at }
}

pub fn accepted(gap: Option<CustodyGap>) -> EvidenceEvent {
    EvidenceEvent::CustodyAccepted {
        custodian: held_by("guyo", marsabit()),
        seal_ok: true,
        condition: said("as described"),
        place: nairobi(),
        gap,
    }
}

pub fn retention_set(ends_on: &str) -> EvidenceEvent {
    EvidenceEvent::RetentionSet { ends_on: date(ends_on), legal_basis: section_39() }
}

pub fn section_39() -> LegalBasis {
    let kenya = CountryCode::parse("KE").unwrap();
    LegalBasis::try_new(kenya, "Data Protection Act 2019", "s.39").unwrap()
}

pub fn seal_broken() -> EvidenceEvent {
    EvidenceEvent::SealBroken {
        old: seal("A-1001"),
        reason: said("to be examined"),
        witness: said("Sergeant Mwende"),
    }
}

pub fn resealed() -> EvidenceEvent {
    EvidenceEvent::Resealed {
        old: Some(seal("A-1001")),
        new: seal("A-1002"),
        reason: said("to be examined"),
        witness: said("Sergeant Mwende"),
    }
}

pub fn examined() -> EvidenceEvent {
    EvidenceEvent::Examined {
        action: said("call log read"),
        examiner: said("Analyst Chebet"),
        was_informed_by: Some(Uuid::from_u128(20).into()),
        results: said("twelve calls to one number"),
    }
}

pub fn derived() -> EvidenceEvent {
    let hashes = vec![sha256("d")];
    EvidenceEvent::Derived { child: child(), relation: Relation::Extract, hashes }
}

pub fn verified() -> EvidenceEvent {
    EvidenceEvent::HashVerified { hash: sha256("a"), ok: true, file: None, scheduled: false }
}

pub fn failed() -> EvidenceEvent {
    let recorded = vec![sha256("a")];
    EvidenceEvent::IntegrityFailed { computed: sha256("b"), recorded, file: None }
}

pub fn ruled(ruling: IntegrityRuling) -> EvidenceEvent {
    EvidenceEvent::IntegrityRuled { ruling, reason: said("the copy was cut short") }
}

pub fn lent() -> EvidenceEvent {
    EvidenceEvent::LentAbroad { mla_ref: "MLA 2026/7".into(), return_by: date("2026-09-30") }
}

pub fn in_court() -> EvidenceEvent {
    EvidenceEvent::SentToCourt { court: "Milimani law courts".into() }
}

pub fn hold_placed() -> EvidenceEvent {
    EvidenceEvent::HoldPlaced {
        authority_ref: "preservation order 9".into(),
        reason: said("the appeal is open"),
    }
}

pub fn witnesses() -> Vec<Personal<String>> {
    vec![said("Sergeant Mwende"), said("Inspector Lagat")]
}

pub fn returned() -> EvidenceEvent {
    EvidenceEvent::Returned {
        authority_ref: "court order 12".into(),
        to: said("its owner"),
        witnesses: witnesses(),
    }
}

pub fn destroyed() -> EvidenceEvent {
    EvidenceEvent::Destroyed {
        authority_ref: "court order 12".into(),
        witnesses: witnesses(),
        retention_expired_on: date("2026-03-01"),
    }
}

pub fn samples() -> Vec<EvidenceEvent> {
    let gap = CustodyGap { offered_at: instant("2026-03-04T09:00:00Z"), gap_hours: 48 };
    vec![
        identified(EvidenceKind::DigitalDevice),
        seized(),
        acquired(Some(capture())),
        file_stored(1, "a"),
        offered(CustodyPurpose::Examination),
        accepted(Some(gap)),
        EvidenceEvent::CustodyRefused { reason: said("the seal number differs") },
        EvidenceEvent::CustodyOfferWithdrawn { reason: said("offered to the wrong officer") },
        seal_broken(),
        resealed(),
        examined(),
        derived(),
        EvidenceEvent::SelectorRecorded { selector: phone(), context: said("call log") },
        verified(),
        failed(),
        ruled(IntegrityRuling::Reinstate),
        stored(),
        lent(),
        EvidenceEvent::ReturnedFromAbroad { seal_ok: true, condition: said("as lent") },
        in_court(),
        EvidenceEvent::ReturnedFromCourt { seal_ok: false, condition: said("opened in court") },
        hold_placed(),
        EvidenceEvent::HoldLifted {
            authority_ref: "preservation order 9".into(),
            reason: said("the appeal is decided"),
        },
        retention_set("2033-06-16"),
        EvidenceEvent::SensitivityAssessed { sensitive: true, reason: said("shows a method") },
        EvidenceEvent::Disclosed { schedule: "MG6C".into(), item_no: 4 },
        returned(),
        destroyed(),
    ]
}
