//! Digests show that data is unchanged, and what follows when it is not.

use super::*;
use crate::value::{Hash, HashAlgorithm};

use EvidenceRejection as R;

#[test]
fn data_is_acquired_with_its_digest_and_tool() {
    exhibit([]).when(akinyi(), acquire(None)).then([acquired(None)]);
    let without = |change: fn(&mut EvidenceCommand)| {
        let mut command = acquire(None);
        change(&mut command);
        exhibit([]).when(akinyi(), command)
    };
    without(|command| {
        if let EvidenceCommand::Acquire { hashes, .. } = command {
            hashes.clear();
        }
    })
    .rejected(R::DigestMissing);
    without(|command| {
        if let EvidenceCommand::Acquire { tool_version, .. } = command {
            tool_version.clear();
        }
    })
    .rejected(R::ToolMissing);
    without(|command| {
        if let EvidenceCommand::Acquire { specialist, .. } = command {
            *specialist = said("");
        }
    })
    .rejected(R::SpecialistMissing);
}

#[test]
fn x8_a_capture_of_online_material_says_how_it_was_made() {
    let page = || exhibit_of(EvidenceKind::OpenSourceCapture, []);
    page().when(akinyi(), acquire(Some(capture()))).then([acquired(Some(capture()))]);
    page().when(akinyi(), acquire(None)).rejected(R::CaptureMissing);
    let no_account = Capture { operator_account: said(" "), ..capture() };
    page().when(akinyi(), acquire(Some(no_account))).rejected(R::CaptureAccountMissing);
    let time_sync = TimeSync { reference: String::new(), offset_ms: 0 };
    let no_clock = Capture { time_sync, ..capture() };
    page().when(akinyi(), acquire(Some(no_clock))).rejected(R::CaptureClockMissing);
    exhibit([]).when(akinyi(), acquire(Some(capture()))).rejected(R::NotACapture);
}

#[test]
fn x4_nothing_is_derived_from_data_not_verified_in_the_same_session() {
    let in_store =
        |more: Vec<EvidenceEvent>| exhibit([acquired(None), stored()].into_iter().chain(more));
    in_store(vec![]).when(akinyi(), derive(None)).rejected(R::ParentNotVerified);
    in_store(vec![verified()]).when(akinyi(), derive(None)).then([derived()]);
    let (offer, accept) = (offered(CustodyPurpose::Storage), accepted(None));
    let back = || said("as lent");
    for session_over in [
        vec![offer, accept],
        vec![seal_broken()],
        vec![acquired(None)],
        vec![lent(), EvidenceEvent::ReturnedFromAbroad { seal_ok: true, condition: back() }],
        vec![in_court(), EvidenceEvent::ReturnedFromCourt { seal_ok: true, condition: back() }],
        vec![failed(), ruled(IntegrityRuling::Reinstate)],
    ] {
        in_store([vec![verified()], session_over].concat())
            .when(akinyi(), derive(None))
            .rejected(R::ParentNotVerified);
    }
}

#[test]
fn x4_the_parents_digest_given_with_the_derivation_verifies_it() {
    let in_store = || exhibit([acquired(None), stored()]);
    in_store().when(akinyi(), derive(Some(sha256("a")))).then([verified(), derived()]);
    in_store().when(akinyi(), derive(Some(sha256("b")))).rejected(R::ParentHashDiffers);
}

#[test]
fn x4_data_of_which_no_digest_is_recorded_is_acquired_first() {
    exhibit([stored()]).when(akinyi(), derive(None)).rejected(R::ParentNotAcquired);
    exhibit_of(EvidenceKind::Document, [stored()]).when(akinyi(), derive(None)).then([derived()]);
}

#[test]
fn the_same_child_is_derived_once() {
    exhibit([acquired(None), stored(), verified(), derived()])
        .when(akinyi(), derive(None))
        .then_nothing();
}

#[test]
fn x5_a_digest_that_differs_puts_integrity_in_question() {
    exhibit([acquired(None)]).when(akinyi(), verify("a")).then([verified()]);
    exhibit([acquired(None)]).when(akinyi(), verify("b")).then([failed()]);
    let md5 = Hash::try_new(HashAlgorithm::Md5, &"a".repeat(32)).unwrap();
    let computed = EvidenceCommand::VerifyHash { computed: md5 };
    exhibit([acquired(None)]).when(akinyi(), computed).rejected(R::AlgorithmNotRecorded);
    exhibit([]).when(akinyi(), verify("a")).rejected(R::AlgorithmNotRecorded);
}

#[test]
fn x5_disclosure_waits_for_the_supervisors_ruling() {
    let in_question = |more: Vec<EvidenceEvent>| {
        exhibit([acquired(None), stored(), failed()].into_iter().chain(more))
    };
    let njeri = || by("njeri", "KE-ODPP", Role::Prosecutor);
    in_question(vec![]).when(njeri(), disclose()).rejected(R::NotAllowedInCompromised);
    let reinstated = ruled(IntegrityRuling::Reinstate);
    assert_eq!(in_question(vec![reinstated]).when(njeri(), disclose()).events().len(), 1);
    in_question(vec![ruled(IntegrityRuling::Exclude)])
        .when(njeri(), disclose())
        .rejected(R::NotAllowedInExcluded);
}

#[test]
fn x5_a_disclosure_made_before_is_no_way_around_the_ruling() {
    let disclosed = EvidenceEvent::Disclosed { schedule: "MG6C".into(), item_no: 4 };
    exhibit([acquired(None), disclosed, failed()])
        .when(akinyi(), disclose())
        .rejected(R::NotAllowedInCompromised);
}

#[test]
fn x5_a_supervisor_of_its_agency_rules_on_integrity() {
    let in_question = || exhibit([acquired(None), stored(), failed()]);
    let exclude = IntegrityRuling::Exclude;
    in_question().when(supervisor(), rule(exclude)).then([ruled(exclude)]);
    in_question().when(akinyi(), rule(exclude)).rejected(R::SupervisorRules);
    in_question()
        .when(by("wafula", "KE-DCI-BUSIA", Role::Supervisor), rule(exclude))
        .rejected(R::NotYourFile);
    exhibit([stored()]).when(supervisor(), rule(exclude)).rejected(R::NotAllowedInStore);
}
