//! Referral and who must hear of a child (V1).

use super::fixtures::*;
use super::*;

fn referred_event(mechanism: Mechanism, decision_due: Option<&str>) -> Event {
    Event::Referred {
        mechanism,
        referral_ref: reference("SCA-26-003117"),
        first_responder_org: organisation("Northmere Constabulary"),
        received_at: day("2026-03-02"),
        decision_due: decision_due.map(day),
    }
}

fn notified(kind: GuardianKind, date: &str) -> Event {
    Event::GuardianNotified { kind, reference: reference("CO-ISL-0051"), notified_at: day(date) }
}

fn notifying(kind: GuardianKind) -> Command {
    Command::NotifyGuardian { notification: told(kind) }
}

fn assessment(majority: Majority) -> Command {
    Command::DetermineMajority {
        majority,
        assessed_by: organisation("Northmere County Council"),
        reference: reference("AGE-26-014"),
    }
}

fn determined(majority: Majority) -> Event {
    Event::MajorityDetermined {
        majority,
        assessed_by: organisation("Northmere County Council"),
        reference: reference("AGE-26-014"),
        determined_at: day("2026-09-30"),
    }
}

#[test]
fn v1_an_adult_is_referred_only_with_consent() {
    for jurisdiction in [Jurisdiction::Uk, Jurisdiction::Ke, Jurisdiction::Other] {
        when(screened(jurisdiction, Majority::Adult), referral(jurisdiction.mechanism(), None))
            .rejected(Rejection::ConsentToReferralMissing);
    }
    when(consenting(), referral(Mechanism::UkNrm, None))
        .then([referred_event(Mechanism::UkNrm, Some("2026-03-09"))]);
}

#[test]
fn v1_an_adult_who_refused_or_took_consent_back_is_not_referred() {
    when(refusing(), referral(Mechanism::UkNrm, None))
        .rejected(Rejection::ConsentToReferralMissing);
    let took_back = after(consenting(), [("2026-03-02", withdrawal(ConsentScope::Referral))]);
    when(took_back, referral(Mechanism::UkNrm, None)).rejected(Rejection::ConsentToReferralMissing);
    let left = after(in_recovery(), [("2026-03-20", withdrawal(ConsentScope::Referral))]);
    let again = Command::Refer {
        mechanism: Mechanism::UkNrm,
        referral_ref: reference("SCA-26-009999"),
        first_responder_org: organisation("Northmere Constabulary"),
        received_at: day("2026-06-01"),
        notification: None,
    };
    when(left.clone(), again.clone()).rejected(Rejection::ConsentToReferralMissing);
    let willing = after(left, [("2026-06-01", consent(ConsentScope::Referral, true))]);
    assert_eq!(status(&after(willing, [("2026-06-01", again)])), Status::RgPending);
}

#[test]
fn v1_a_child_needs_no_consent_but_somebody_who_was_told() {
    let child = || screened(Jurisdiction::Uk, Majority::Child);
    when(child(), referral(Mechanism::UkNrm, None)).rejected(Rejection::GuardianNotNotified);
    when(child(), referral(Mechanism::UkNrm, Some(told(GuardianKind::Ictg)))).then([
        notified(GuardianKind::Ictg, "2026-09-30"),
        referred_event(Mechanism::UkNrm, Some("2026-03-09")),
    ]);
    let told_before = after(child(), [("2026-03-01", notifying(GuardianKind::Guardian))]);
    when(told_before, referral(Mechanism::UkNrm, None))
        .then([referred_event(Mechanism::UkNrm, Some("2026-03-09"))]);
}

#[test]
fn v1_a_childs_no_does_not_block_the_referral() {
    let unwilling = after(
        screened(Jurisdiction::Uk, Majority::Child),
        [("2026-03-01", consent(ConsentScope::Referral, false))],
    );
    let with_guardian = referral(Mechanism::UkNrm, Some(told(GuardianKind::Guardian)));
    assert_eq!(when(unwilling, with_guardian).events().len(), 2);
}

#[test]
fn v1_whoever_may_be_a_child_is_treated_as_one() {
    let disputed = || screened(Jurisdiction::Uk, Majority::AgeDisputed);
    when(disputed(), referral(Mechanism::UkNrm, None)).rejected(Rejection::GuardianNotNotified);
    let adult = after(disputed(), [("2026-03-01", assessment(Majority::Adult))]);
    when(adult, referral(Mechanism::UkNrm, None)).rejected(Rejection::ConsentToReferralMissing);
}

#[test]
fn v1_in_kenya_a_children_officer_must_know() {
    let child = || screened(Jurisdiction::Ke, Majority::Child);
    when(child(), referral(Mechanism::KeNrm, Some(told(GuardianKind::Guardian))))
        .rejected(Rejection::GuardianNotNotified);
    when(child(), referral(Mechanism::KeNrm, Some(told(GuardianKind::Ictg))))
        .rejected(Rejection::GuardianKindNotHere);
    when(child(), referral(Mechanism::KeNrm, Some(told(GuardianKind::ChildrenOfficer)))).then([
        notified(GuardianKind::ChildrenOfficer, "2026-09-30"),
        referred_event(Mechanism::KeNrm, None),
    ]);
    when(screened(Jurisdiction::Uk, Majority::Child), notifying(GuardianKind::ChildrenOfficer))
        .rejected(Rejection::GuardianKindNotHere);
}

#[test]
fn v1_a_guardian_is_notified_for_a_child_only_and_once() {
    let child = || registered(Jurisdiction::Ke, Majority::Child);
    when(child(), notifying(GuardianKind::ChildrenOfficer))
        .then([notified(GuardianKind::ChildrenOfficer, "2026-09-30")]);
    let notified = after(child(), [("2026-03-01", notifying(GuardianKind::ChildrenOfficer))]);
    when(notified, notifying(GuardianKind::ChildrenOfficer)).then_nothing();
    when(registered(Jurisdiction::Ke, Majority::Adult), notifying(GuardianKind::Guardian))
        .rejected(Rejection::NotAChild);
    when(consenting(), referral(Mechanism::UkNrm, Some(told(GuardianKind::Guardian))))
        .rejected(Rejection::NotAChild);
}

#[test]
fn a_childs_registration_starts_the_clock_of_the_notification() {
    let due = |history: &[Event]| folded(history).clocks().first().map(|clock| clock.code);
    let of = |jurisdiction, majority| due(&registered(jurisdiction, majority));
    assert_eq!(of(Jurisdiction::Ke, Majority::Child), Some(ClockCode::KeChildNotification));
    assert_eq!(of(Jurisdiction::Uk, Majority::AgeDisputed), Some(ClockCode::UkChildNotification));
    assert_eq!(of(Jurisdiction::Other, Majority::Child), None);
    assert_eq!(of(Jurisdiction::Ke, Majority::Adult), None);
}

#[test]
fn an_age_is_determined_once_with_what_falls_due() {
    let adult = || registered(Jurisdiction::Uk, Majority::Adult);
    when(adult(), assessment(Majority::Adult)).then_nothing();
    when(adult(), assessment(Majority::AgeDisputed)).then([
        determined(Majority::AgeDisputed),
        Event::GuardianNotificationDue {
            clock: ClockCode::UkChildNotification,
            started: day("2026-09-30"),
            due: day("2026-10-01"),
        },
    ]);
    let child = registered(Jurisdiction::Uk, Majority::Child);
    when(child.clone(), assessment(Majority::AgeDisputed))
        .then([determined(Majority::AgeDisputed)]);
    let grown = after(child, [("2026-03-05", assessment(Majority::Adult))]);
    assert_eq!(folded(&grown).clocks()[0].stopped_at, Some(day("2026-03-05")));
}

#[test]
fn a_file_is_referred_once_to_the_mechanism_of_its_jurisdiction_and_after_screening() {
    when(referred(), referral(Mechanism::UkNrm, None)).then_nothing();
    when(consenting(), referral(Mechanism::KeNrm, None))
        .rejected(Rejection::MechanismOfAnotherJurisdiction);
    let status = Status::Identified;
    when(registered(Jurisdiction::Uk, Majority::Adult), referral(Mechanism::UkNrm, None))
        .rejected(Rejection::NotAllowedIn { status, next: status.next_step() });
    let another = Command::Refer {
        mechanism: Mechanism::UkNrm,
        referral_ref: reference("SCA-26-009999"),
        first_responder_org: organisation("Northmere Constabulary"),
        received_at: day("2026-03-02"),
        notification: None,
    };
    when(referred(), another).rejected(Rejection::AlreadyReferred);
}

#[test]
fn a_referral_is_recorded_when_it_has_been_received() {
    given(consenting())
        .when(harriet_on("2026-02-28"), referral(Mechanism::UkNrm, None))
        .rejected(Rejection::ReceiptInFuture);
    let ahead_of_utc = harriet().on("2026-03-01T10:30:00Z");
    assert_eq!(
        given(consenting()).when(ahead_of_utc, referral(Mechanism::UkNrm, None)).events().len(),
        1
    );
}
