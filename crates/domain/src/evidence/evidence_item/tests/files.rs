//! The files kept of an exhibit: what is taken, and what follows when one is read again.

use super::*;
use crate::value::{Hash, HashAlgorithm};

use EvidenceRejection as R;

fn njeri() -> Metadata {
    by("njeri", "KE-ODPP", Role::Prosecutor)
}

/// The service itself, when a file's turn has come.
fn service() -> Metadata {
    by("mpaka", "KE-DCI-TOCU", Role::System)
}

/// The phone with the file that was acquired, and what happened since.
fn with_file(more: impl IntoIterator<Item = EvidenceEvent>) -> Given<EvidenceItem> {
    exhibit([acquired(None), stored(), file_stored(1, "a")].into_iter().chain(more))
}

/// A piece of the first file's sealed form is not what was put there.
fn altered(scheduled: bool) -> EvidenceCommand {
    let found = FileFound::Altered { stored: blake3("e"), found: blake3("f") };
    EvidenceCommand::CheckFile { file: file(1), found, scheduled }
}

fn on_schedule(number: u128, digit: &str) -> EvidenceCommand {
    let found = FileFound::Opened { sha256: sha256(digit), blake3: blake3(digit) };
    EvidenceCommand::CheckFile { file: file(number), found, scheduled: true }
}

/// The first file, with something of it changed.
fn store_changed(change: impl FnOnce(&mut Personal<String>, &mut KeptFile)) -> EvidenceCommand {
    let mut command = store_file(1, "a");
    if let EvidenceCommand::StoreFile { name, kept, .. } = &mut command {
        change(name, kept);
    }
    command
}

fn state(more: impl IntoIterator<Item = EvidenceEvent>) -> EvidenceItem {
    [identified(EvidenceKind::DigitalDevice), seized()]
        .into_iter()
        .chain(more)
        .fold(EvidenceItem::default(), |state, event| state.evolve(&event))
}

#[test]
fn a_file_that_was_acquired_is_kept_once() {
    let acquired = || exhibit([acquired(None)]);
    acquired().when(akinyi(), store_file(1, "a")).then([file_stored(1, "a")]);
    with_file([]).when(akinyi(), store_file(1, "a")).then_nothing();
    with_file([]).when(akinyi(), store_file(2, "a")).rejected(R::FileStoredBefore);
}

#[test]
fn a_file_has_a_name_and_a_content() {
    let acquired = || exhibit([acquired(None)]);
    let nameless = store_changed(|name, _| *name = said(" "));
    acquired().when(akinyi(), nameless).rejected(R::FileNameMissing);
    acquired().when(akinyi(), store_changed(|_, kept| kept.size = 0)).rejected(R::FileEmpty);
}

#[test]
fn x4_the_data_of_a_device_is_acquired_before_its_file_is_kept() {
    exhibit([]).when(akinyi(), store_file(1, "a")).rejected(R::FileNotAcquired);
    let md5 = Hash::try_new(HashAlgorithm::Md5, &"a".repeat(32)).unwrap();
    let old = acquire_again(AcquisitionMethod::Logical, false, vec![md5]);
    let old = exhibit([]).when(akinyi(), old).events();
    exhibit(old).when(akinyi(), store_file(1, "a")).rejected(R::FileNotComparable);
}

#[test]
fn x5_a_file_that_is_not_what_was_acquired_is_refused() {
    exhibit([acquired(None)]).when(akinyi(), store_file(1, "b")).rejected(R::FileNotAsAcquired);
}

#[test]
fn the_scan_of_a_paper_has_its_own_digests() {
    let paper = |more: Vec<EvidenceEvent>| exhibit_of(EvidenceKind::Document, more);
    paper(vec![]).when(akinyi(), store_file(1, "a")).then([file_stored(1, "a")]);
    paper(vec![file_stored(1, "a")]).when(akinyi(), store_file(2, "b")).then([file_stored(2, "b")]);
    paper(vec![file_stored(1, "a")]).when(akinyi(), verify("a")).then([verified()]);
}

#[test]
fn x4_a_file_read_again_at_request_is_verified_in_that_session() {
    with_file([]).when(akinyi(), check_file(1, "a")).then([file_verified(1, false)]);
    with_file([file_verified(1, false)]).when(akinyi(), derive(None)).then([derived()]);
}

#[test]
fn x4_a_file_read_again_on_schedule_is_in_nobodys_session() {
    with_file([]).when(service(), on_schedule(1, "a")).then([file_verified(1, true)]);
    with_file([file_verified(1, true)]).when(akinyi(), derive(None)).rejected(R::ParentNotVerified);
}

#[test]
fn x5_a_kept_file_that_was_altered_puts_integrity_in_question() {
    for whereabouts in [
        vec![],
        vec![offered(CustodyPurpose::Storage)],
        vec![examined()],
        vec![lent()],
        vec![in_court()],
    ] {
        with_file(whereabouts.clone()).when(akinyi(), altered(false)).then([file_altered(1)]);
        with_file(whereabouts).when(service(), altered(true)).then([file_altered(1)]);
    }
    with_file([file_altered(1)]).when(njeri(), disclose()).rejected(R::NotAllowedInCompromised);
}

#[test]
fn x5_a_kept_file_of_other_content_puts_integrity_in_question() {
    let (computed, recorded) = (sha256("b"), vec![sha256("a")]);
    let differs = EvidenceEvent::IntegrityFailed { computed, recorded, file: Some(file(1)) };
    with_file([]).when(akinyi(), check_file(1, "b")).then([differs]);
}

#[test]
fn an_alteration_that_is_known_is_no_news_until_the_file_was_whole_again() {
    let reinstated = || vec![file_altered(1), ruled(IntegrityRuling::Reinstate)];
    with_file(reinstated()).when(service(), altered(true)).then_nothing();
    with_file(reinstated()).when(akinyi(), check_file(1, "a")).then([file_verified(1, false)]);
    let whole_again = [reinstated(), vec![file_verified(1, false)]].concat();
    with_file(whole_again).when(akinyi(), altered(false)).then([file_altered(1)]);
}

#[test]
fn what_is_found_whole_while_integrity_is_in_question_answers_no_question() {
    let whole = vec![file_altered(1), file_verified(1, false)];
    with_file(whole.clone()).when(njeri(), disclose()).rejected(R::NotAllowedInCompromised);
    let reinstated = [whole, vec![ruled(IntegrityRuling::Reinstate)]].concat();
    with_file(reinstated).when(akinyi(), derive(None)).rejected(R::ParentNotVerified);
}

#[test]
fn an_altered_file_is_made_good_by_the_same_content() {
    let reinstated = || with_file([file_altered(1), ruled(IntegrityRuling::Reinstate)]);
    reinstated().when(akinyi(), store_file(2, "a")).then([file_stored(2, "a")]);
    reinstated().when(akinyi(), store_file(2, "b")).rejected(R::FileNotAsAcquired);
}

#[test]
fn a_file_is_checked_by_those_who_work_on_the_exhibit_and_by_prosecutors() {
    with_file([]).when(njeri(), check_file(1, "a")).then([file_verified(1, false)]);
    with_file([]).when(guyo_signs(), check_file(1, "a")).rejected(R::NotYourFile);
    with_file([]).when(akinyi(), check_file(2, "a")).rejected(R::NoSuchFile);
    let elsewhere = by("mpaka", "KE-DCI-MARSABIT", Role::System);
    with_file([]).when(elsewhere, on_schedule(1, "a")).rejected(R::NotYourFile);
    with_file([]).when(service(), check_file(1, "a")).rejected(R::RoleMayNotWrite);
    with_file([failed(), ruled(IntegrityRuling::Exclude)])
        .when(akinyi(), check_file(1, "a"))
        .rejected(R::NotAllowedInExcluded);
}

#[test]
fn an_integrator_records_no_check_not_even_one_on_schedule() {
    let relay = || by("relay", "KE-DCI-TOCU", Role::Integrator);
    with_file([]).when(relay(), on_schedule(1, "a")).rejected(R::RoleMayNotWrite);
    with_file([]).when(relay(), altered(true)).rejected(R::RoleMayNotWrite);
}

#[test]
fn the_service_itself_records_nothing_but_checks_on_schedule() {
    with_file([]).when(service(), on_schedule(1, "a")).then([file_verified(1, true)]);
    for command in every_command() {
        with_file([]).when(service(), command).rejected(R::RoleMayNotWrite);
    }
}

#[test]
fn whether_a_file_would_be_taken_is_known_before_its_bytes_are_sent() {
    let asked = |more: Vec<EvidenceEvent>, digit: Option<&str>, metadata: Metadata| {
        state(more).may_store_file(digit.map(sha256).as_ref(), &metadata)
    };
    assert_eq!(asked(vec![acquired(None)], Some("a"), akinyi()), Ok(()));
    assert_eq!(asked(vec![acquired(None)], None, akinyi()), Ok(()));
    let other = asked(vec![acquired(None)], Some("b"), akinyi());
    assert_eq!(other, Err(R::FileNotAsAcquired));
    assert_eq!(asked(vec![], None, akinyi()), Err(R::FileNotAcquired));
    let again = asked(vec![acquired(None), file_stored(1, "a")], Some("a"), akinyi());
    assert_eq!(again, Err(R::FileStoredBefore));
    let lent_out = asked(vec![acquired(None), stored(), lent()], None, akinyi());
    assert_eq!(lent_out, Err(R::NotAllowedAbroad));
    assert_eq!(asked(vec![acquired(None)], None, guyo_signs()), Err(R::NotYourFile));
    assert_eq!(asked(vec![acquired(None)], None, service()), Err(R::RoleMayNotWrite));
    let gone = asked(vec![stored(), returned()], None, akinyi());
    assert_eq!(gone, Err(R::NotAllowedInReturned));
    let destroyed = asked(vec![stored(), destroyed()], None, akinyi());
    assert_eq!(destroyed, Err(R::NotAllowedInDestroyed));
    let unseized = EvidenceItem::default().evolve(&identified(EvidenceKind::Cctv));
    assert_eq!(unseized.may_store_file(None, &akinyi()), Err(R::NotAllowedInIdentified));
    let nothing = EvidenceItem::default();
    assert_eq!(nothing.may_store_file(None, &akinyi()), Err(R::NotIdentified));
}
