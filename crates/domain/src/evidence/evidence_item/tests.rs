//! An exhibit: its commands and histories, as the tests beside this file use them.

use super::samples::*;
use super::*;
use crate::testing::{Given, akinyi, by, check_samples, given};
use crate::value::ExhibitRef;
use crate::{Personal, Refusal, Role};

mod custody;
mod files;
mod integrity;
mod leaving;
mod life;
mod replay;

/// A phone of KE-DCI-TOCU, seized by Akinyi, and what happened since.
fn exhibit(more: impl IntoIterator<Item = EvidenceEvent>) -> Given<EvidenceItem> {
    exhibit_of(EvidenceKind::DigitalDevice, more)
}

fn exhibit_of(
    kind: EvidenceKind,
    more: impl IntoIterator<Item = EvidenceEvent>,
) -> Given<EvidenceItem> {
    given([identified(kind), seized()].into_iter().chain(more))
}

/// Guyo of KE-DCI-MARSABIT, to whom custody is offered.
fn guyo_signs() -> Metadata {
    by("guyo", "KE-DCI-MARSABIT", Role::Investigator)
}

fn supervisor() -> Metadata {
    by("wafula", "KE-DCI-TOCU", Role::Supervisor)
}

fn identify() -> EvidenceCommand {
    EvidenceCommand::Identify {
        investigation: uuid::Uuid::from_u128(10).into(),
        description: said("a black phone with a cracked glass"),
        kind: EvidenceKind::DigitalDevice,
        place: nairobi(),
        by: said("Constable Barasa"),
        derived_from: None,
    }
}

fn seize() -> EvidenceCommand {
    EvidenceCommand::Seize {
        exhibit_ref: ExhibitRef::parse("JM/1").unwrap(),
        authority_ref: "search warrant 41 of 2026".into(),
        seal: Some(seal("A-1001")),
        witness: said("Sergeant Mwende"),
        photos: 6,
    }
}

fn acquire(capture: Option<Capture>) -> EvidenceCommand {
    EvidenceCommand::Acquire {
        method: AcquisitionMethod::Logical,
        tool: "Imager".into(),
        tool_version: "4.2".into(),
        hashes: vec![sha256("a")],
        specialist: said("Analyst Chebet"),
        live: false,
        capture,
    }
}

/// The phone acquired anew, switched off or running, with other digests.
fn acquire_again(
    method: AcquisitionMethod,
    live: bool,
    hashes: Vec<crate::value::Hash>,
) -> EvidenceCommand {
    EvidenceCommand::Acquire {
        method,
        tool: "Imager".into(),
        tool_version: "4.2".into(),
        hashes,
        specialist: said("Analyst Chebet"),
        live,
        capture: None,
    }
}

/// The file of this number, whose digests have that digit.
fn store_file(number: u128, digit: &str) -> EvidenceCommand {
    EvidenceCommand::StoreFile {
        file: file(number),
        name: said("extraction of the phone.zip"),
        kept: KeptFile {
            size: 4_294_967_296,
            media_type: "application/zip".into(),
            sha256: sha256(digit),
            blake3: blake3(digit),
            blob: blake3("e"),
        },
    }
}

/// The file of this number was read again, and has digests of that digit.
fn check_file(number: u128, digit: &str) -> EvidenceCommand {
    let found = FileFound::Opened { sha256: sha256(digit), blake3: blake3(digit) };
    EvidenceCommand::CheckFile { file: file(number), found, scheduled: false }
}

fn offer(purpose: CustodyPurpose) -> EvidenceCommand {
    EvidenceCommand::OfferCustody { to: guyo(), to_agency: marsabit(), purpose }
}

fn accept() -> EvidenceCommand {
    let condition = said("as described");
    EvidenceCommand::AcceptCustody { seal_ok: true, condition, place: nairobi() }
}

fn refuse() -> EvidenceCommand {
    EvidenceCommand::RefuseCustody { reason: said("the seal number differs") }
}

fn withdraw() -> EvidenceCommand {
    EvidenceCommand::WithdrawOffer { reason: said("offered to the wrong officer") }
}

fn break_seal(number: &str) -> EvidenceCommand {
    EvidenceCommand::BreakSeal {
        old: seal(number),
        reason: said("to be examined"),
        witness: said("Sergeant Mwende"),
    }
}

fn reseal(number: &str) -> EvidenceCommand {
    EvidenceCommand::Reseal {
        new: seal(number),
        reason: said("to be examined"),
        witness: said("Sergeant Mwende"),
    }
}

fn examine() -> EvidenceCommand {
    EvidenceCommand::Examine {
        action: said("call log read"),
        examiner: said("Analyst Chebet"),
        was_informed_by: Some(uuid::Uuid::from_u128(20).into()),
        results: said("twelve calls to one number"),
    }
}

fn derive(parent_hash: Option<crate::value::Hash>) -> EvidenceCommand {
    let (relation, hashes) = (Relation::Extract, vec![sha256("d")]);
    EvidenceCommand::Derive { child: child(), relation, hashes, parent_hash }
}

fn record_selector(context: &str) -> EvidenceCommand {
    EvidenceCommand::RecordSelector { selector: phone(), context: said(context) }
}

fn verify(digit: &str) -> EvidenceCommand {
    EvidenceCommand::VerifyHash { computed: sha256(digit) }
}

fn rule(ruling: IntegrityRuling) -> EvidenceCommand {
    EvidenceCommand::RuleOnIntegrity { ruling, reason: said("the copy was cut short") }
}

fn store() -> EvidenceCommand {
    EvidenceCommand::Store { location: "Nairobi store, shelf 4".into() }
}

fn lend() -> EvidenceCommand {
    EvidenceCommand::LendAbroad { mla_ref: "MLA 2026/7".into(), return_by: date("2026-09-30") }
}

fn back_from_abroad() -> EvidenceCommand {
    EvidenceCommand::ReturnFromAbroad { seal_ok: true, condition: said("as lent") }
}

fn send_to_court() -> EvidenceCommand {
    EvidenceCommand::SendToCourt { court: "Milimani law courts".into() }
}

fn back_from_court() -> EvidenceCommand {
    EvidenceCommand::ReturnFromCourt { seal_ok: false, condition: said("opened in court") }
}

fn place_hold() -> EvidenceCommand {
    EvidenceCommand::PlaceHold {
        authority_ref: "preservation order 9".into(),
        reason: said("the appeal is open"),
    }
}

fn lift_hold() -> EvidenceCommand {
    EvidenceCommand::LiftHold {
        authority_ref: "preservation order 9".into(),
        reason: said("the appeal is decided"),
    }
}

fn set_retention(ends_on: &str) -> EvidenceCommand {
    EvidenceCommand::SetRetention { ends_on: date(ends_on), legal_basis: section_39() }
}

fn assess(sensitive: bool) -> EvidenceCommand {
    EvidenceCommand::AssessSensitivity { sensitive, reason: said("shows a method") }
}

fn disclose() -> EvidenceCommand {
    EvidenceCommand::Disclose { schedule: "MG6C".into(), item_no: 4 }
}

fn give_back(witnesses: Vec<Personal<String>>) -> EvidenceCommand {
    let (authority_ref, to) = ("court order 12".into(), said("its owner"));
    EvidenceCommand::Return { authority_ref, to, witnesses }
}

fn destroy(witnesses: Vec<Personal<String>>, expired_on: &str) -> EvidenceCommand {
    EvidenceCommand::Destroy {
        authority_ref: "court order 12".into(),
        witnesses,
        retention_expired_on: date(expired_on),
    }
}

/// One of every command, in life order.
fn every_command() -> Vec<EvidenceCommand> {
    vec![
        identify(),
        seize(),
        acquire(None),
        store_file(1, "a"),
        check_file(1, "a"),
        offer(CustodyPurpose::Storage),
        accept(),
        refuse(),
        withdraw(),
        break_seal("A-1001"),
        reseal("A-1002"),
        examine(),
        derive(None),
        record_selector("call log"),
        verify("a"),
        rule(IntegrityRuling::Reinstate),
        EvidenceCommand::Store { location: "another shelf".into() },
        lend(),
        back_from_abroad(),
        send_to_court(),
        back_from_court(),
        place_hold(),
        lift_hold(),
        set_retention("2033-06-16"),
        assess(true),
        disclose(),
        give_back(witnesses()),
        destroy(witnesses(), "2026-03-01"),
    ]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<EvidenceItem>(&samples());
}
