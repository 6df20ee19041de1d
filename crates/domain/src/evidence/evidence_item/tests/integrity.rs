//! Digests show that data is unchanged, and what follows when it is not.

use super::*;
use crate::value::{Hash, HashAlgorithm};

use EvidenceRejection as R;

fn md5(digit: &str) -> Hash {
    Hash::try_new(HashAlgorithm::Md5, &digit.repeat(32)).unwrap()
}

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
    in_store().when(akinyi(), derive(Some(md5("a")))).rejected(R::ParentAlgorithmNotRecorded);
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
    let computed = EvidenceCommand::VerifyHash { computed: md5("a") };
    exhibit([acquired(None)]).when(akinyi(), computed).rejected(R::AlgorithmNotRecorded);
    exhibit([]).when(akinyi(), verify("a")).rejected(R::AlgorithmNotRecorded);
}

#[test]
fn x5_a_parents_digest_that_differs_puts_integrity_in_question() {
    let in_store = |more: Vec<EvidenceEvent>| {
        exhibit([acquired(None), stored(), verified()].into_iter().chain(more))
    };
    in_store(vec![]).when(akinyi(), derive(Some(sha256("b")))).then([failed()]);
    in_store(vec![derived()]).when(akinyi(), derive(Some(sha256("b")))).then([failed()]);
    in_store(vec![derived()]).when(akinyi(), derive(Some(sha256("a")))).then_nothing();
    let answered = in_store(vec![]).when(akinyi(), derive(Some(sha256("b")))).events();
    in_store(answered).when(akinyi(), disclose()).rejected(R::NotAllowedInCompromised);
}

#[test]
fn x5_a_device_switched_off_yields_the_same_data_each_time() {
    use AcquisitionMethod::{FileSystem, Logical, Partial};

    let acquired_before =
        |more: Vec<EvidenceEvent>| exhibit([acquired(None), stored()].into_iter().chain(more));
    let answered = |method, live, hashes| {
        acquired_before(vec![]).when(akinyi(), acquire_again(method, live, hashes)).events()
    };
    let altered = answered(Logical, false, vec![sha256("b"), md5("b")]);
    assert!(matches!(&altered[0], EvidenceEvent::Acquired { hashes, .. }
        if *hashes == [sha256("b"), md5("b")]));
    assert_eq!(altered[1..], [failed()]);
    assert_eq!(answered(Logical, false, vec![sha256("a"), md5("a")]).len(), 1);
    assert_eq!(answered(Logical, true, vec![sha256("b")]).len(), 1, "it was running");
    assert_eq!(answered(FileSystem, false, vec![sha256("b")]).len(), 1, "other data");
    let partial = answered(Partial, false, vec![sha256("c")]);
    acquired_before(partial).when(akinyi(), acquire_again(Partial, false, vec![sha256("d")])).then(
        [EvidenceEvent::Acquired {
            method: Partial,
            tool: "Imager".into(),
            tool_version: "4.2".into(),
            hashes: vec![sha256("d")],
            specialist: said("Analyst Chebet"),
            live: false,
            capture: None,
        }],
    );
}

#[test]
fn x5_altered_data_is_not_taken_for_the_exhibit_even_after_the_ruling() {
    let before = || exhibit([acquired(None), stored()]);
    let again = || acquire_again(AcquisitionMethod::Logical, false, vec![sha256("b"), md5("b")]);
    let altered = before().when(akinyi(), again()).events();
    let after = |more: Vec<EvidenceEvent>| {
        exhibit([vec![acquired(None), stored()], altered.clone(), more].concat())
    };
    after(vec![]).when(akinyi(), disclose()).rejected(R::NotAllowedInCompromised);
    let reinstated = || after(vec![ruled(IntegrityRuling::Reinstate)]);
    reinstated().when(akinyi(), verify("a")).then([verified()]);
    reinstated().when(akinyi(), verify("b")).then([failed()]);
    let computed = EvidenceCommand::VerifyHash { computed: md5("b") };
    reinstated().when(akinyi(), computed).rejected(R::AlgorithmNotRecorded);
    assert_eq!(reinstated().when(akinyi(), again()).events()[1..], [failed()]);
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
fn x5_after_the_ruling_an_exhibit_is_where_it_was() {
    let reinstated = |place: Vec<EvidenceEvent>| {
        let kept = vec![acquired(None), file_stored(1, "a"), stored()];
        let doubted = vec![file_altered(1), ruled(IntegrityRuling::Reinstate)];
        exhibit([kept, place, doubted].concat())
    };
    let condition = || said("as lent");
    reinstated(vec![lent()])
        .when(akinyi(), back_from_abroad())
        .then([EvidenceEvent::ReturnedFromAbroad { seal_ok: true, condition: condition() }]);
    reinstated(vec![lent()]).when(akinyi(), examine()).rejected(R::NotAllowedAbroad);
    let condition = said("opened in court");
    reinstated(vec![in_court()])
        .when(akinyi(), back_from_court())
        .then([EvidenceEvent::ReturnedFromCourt { seal_ok: false, condition }]);
    reinstated(vec![in_court()]).when(akinyi(), lend()).rejected(R::NotAllowedInCourt);
    reinstated(vec![examined()]).when(akinyi(), lend()).rejected(R::NotAllowedInExamination);
    reinstated(vec![]).when(akinyi(), store()).then_nothing();
}

#[test]
fn x5_what_is_ruled_out_is_where_it_was_and_comes_back_from_there() {
    let excluded = |more: Vec<EvidenceEvent>| {
        let kept = vec![acquired(None), file_stored(1, "a"), stored()];
        exhibit([kept, more].concat())
    };
    let ruled_out = || vec![file_altered(1), ruled(IntegrityRuling::Exclude)];
    let abroad = || [vec![lent()], ruled_out()].concat();
    let (returned_lent, condition) = (back_from_abroad(), said("as lent"));
    let came_back = EvidenceEvent::ReturnedFromAbroad { seal_ok: true, condition };
    excluded(abroad()).when(akinyi(), returned_lent).then([came_back.clone()]);
    excluded(abroad()).when(akinyi(), give_back(witnesses())).rejected(R::NotAllowedAbroad);
    excluded(abroad())
        .when(akinyi(), destroy(witnesses(), "2026-03-01"))
        .rejected(R::NotAllowedAbroad);
    let before_court = || [vec![in_court()], ruled_out()].concat();
    assert_eq!(excluded(before_court()).when(akinyi(), back_from_court()).events().len(), 1);
    excluded(before_court()).when(akinyi(), give_back(witnesses())).rejected(R::NotAllowedInCourt);
    excluded(ruled_out()).when(akinyi(), back_from_abroad()).rejected(R::NotAllowedInExcluded);

    let home = || [abroad(), vec![came_back.clone()]].concat();
    excluded(home()).when(akinyi(), give_back(witnesses())).then([returned()]);
    excluded(home()).when(akinyi(), back_from_abroad()).rejected(R::NotAllowedInExcluded);
    excluded(home()).when(akinyi(), examine()).rejected(R::NotAllowedInExcluded);
}

#[test]
fn x5_doubted_twice_it_is_where_it_was_before_either() {
    exhibit([acquired(None), file_stored(1, "a"), stored(), lent(), file_altered(1), failed()])
        .when(supervisor(), rule(IntegrityRuling::Reinstate))
        .then([ruled(IntegrityRuling::Reinstate)]);
    let doubted_twice = [lent(), file_altered(1), failed(), ruled(IntegrityRuling::Reinstate)];
    let kept = [acquired(None), file_stored(1, "a"), stored()];
    exhibit(kept.into_iter().chain(doubted_twice))
        .when(akinyi(), examine())
        .rejected(R::NotAllowedAbroad);
}

#[test]
fn x5_an_offer_lapses_when_integrity_is_put_in_question() {
    let offered = || {
        let offer = offered(CustodyPurpose::Storage);
        let kept = [acquired(None), file_stored(1, "a"), stored(), offer];
        let doubted = [file_altered(1), ruled(IntegrityRuling::Reinstate)];
        exhibit(kept.into_iter().chain(doubted))
    };
    offered().when(guyo_signs(), accept()).rejected(R::NothingOffered);
    offered().when(akinyi(), store()).then_nothing();
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
