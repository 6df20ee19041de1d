//! The people of the demo's operations, from registration to where they stand.

use super::fixtures::*;
use super::*;

#[test]
fn an_adult_is_referred_and_decided_on_in_time() {
    let history = conclusively(GroundsOutcome::Positive);
    assert_eq!(status(&history), Status::CgPositive);
    let clock = |code, started, due, met| Clock {
        code,
        started: day(started),
        due: day(due),
        met_at: Some(day(met)),
        stopped_at: None,
    };
    assert_eq!(
        folded(&history).clocks(),
        [
            clock(ClockCode::UkNrmRg, "2026-03-02", "2026-03-09", "2026-03-09"),
            clock(ClockCode::UkNrmRecovery, "2026-03-09", "2026-04-08", "2026-05-20"),
        ]
    );
}

#[test]
fn an_adult_who_refuses_is_notified_of_anonymously() {
    let notice = Command::SendDutyToNotify { anonymous: true, to: agency("UK-HO-SCA") };
    let history = after(
        refusing(),
        [("2026-03-03", notice), ("2026-03-04", closing(CloseReason::SupportDeclined))],
    );
    assert_eq!(status(&history), Status::Closed);
    let clocks = folded(&history).clocks().to_vec();
    assert_eq!(clocks.len(), 1);
    assert_eq!(clocks[0].due, day("2026-03-09"));
    assert_eq!(clocks[0].met_at, Some(day("2026-03-03")));
}

#[test]
fn a_child_in_kenya_is_registered_once_the_children_officer_knows() {
    let history = after(
        screened(Jurisdiction::Ke, Majority::Child),
        [("2026-03-02", referral(Mechanism::KeNrm, Some(told(GuardianKind::ChildrenOfficer))))],
    );
    assert_eq!(status(&history), Status::Registered);
    let clocks = folded(&history).clocks().to_vec();
    assert_eq!(clocks[0].code, ClockCode::KeChildNotification);
    assert_eq!(clocks[0].met_at, Some(day("2026-03-02")));
    assert!(!clocks[0].is_breached(day("2026-09-30")));
}

#[test]
fn an_adult_in_kenya_goes_from_emergency_care_to_aftercare() {
    let fund = Command::SeekCompensation {
        kind: CompensationKind::Fund,
        reference: reference("NATF/2026/18"),
    };
    let history = after(
        with_support_plan(),
        [
            ("2026-03-05", Command::BeginProsecutionSupport { agency: agency("KE-ODPP") }),
            ("2026-03-06", fund),
            ("2026-06-01", Command::BeginReintegration { provider: provider() }),
            ("2026-09-01", Command::BeginAftercare { provider: provider() }),
            ("2026-09-30", closing(CloseReason::SupportCompleted)),
        ],
    );
    assert_eq!(status(&history), Status::Closed);
}
