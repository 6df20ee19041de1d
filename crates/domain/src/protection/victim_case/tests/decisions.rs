//! The United Kingdom's two decisions and the recovery period between them (V3, V4).

use super::fixtures::*;
use super::*;

fn started(from: &str, to: &str) -> Event {
    Event::RecoveryPeriodStarted { started: day(from), ends_not_before: day(to) }
}

fn decided(outcome: GroundsOutcome, date: &str) -> Event {
    Event::ReasonableGroundsDecided {
        outcome,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day(date),
        reasons_ref: reference("RG"),
    }
}

fn positive_until(ends: &str) -> Command {
    Command::DecideReasonableGrounds {
        outcome: GroundsOutcome::Positive,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day("2026-03-09"),
        reasons_ref: reference("RG"),
        recovery_ends: Some(day(ends)),
    }
}

fn extension(until: &str) -> Command {
    Command::ExtendRecoveryPeriod { until: day(until), reason: ExtensionReason::Health }
}

fn not_allowed(status: Status) -> Rejection {
    Rejection::NotAllowedIn { status, next: status.next_step() }
}

#[test]
fn v3_a_reasonable_grounds_decision_needs_the_receipt_of_the_referral() {
    let positive = || reasonable_grounds(GroundsOutcome::Positive, "2026-03-09");
    for history in [
        registered(Jurisdiction::Uk, Majority::Adult),
        screened(Jurisdiction::Uk, Majority::Adult),
        consenting(),
        refusing(),
    ] {
        when(history, positive()).rejected(Rejection::NoReferral);
    }
    when(referred(), positive()).then([
        decided(GroundsOutcome::Positive, "2026-03-09"),
        started("2026-03-09", "2026-04-08"),
    ]);
}

#[test]
fn v3_a_decision_is_not_dated_before_the_referral_or_in_the_future() {
    when(referred(), reasonable_grounds(GroundsOutcome::Positive, "2026-03-01"))
        .rejected(Rejection::DecidedBeforeReferral);
    when(referred(), reasonable_grounds(GroundsOutcome::Positive, "2026-10-01"))
        .rejected(Rejection::DecisionInFuture);
    when(in_recovery(), conclusive_grounds(GroundsOutcome::Positive, "2026-10-01"))
        .rejected(Rejection::DecisionInFuture);
}

#[test]
fn v3_no_conclusive_decision_before_the_recovery_period_ends() {
    let positive = |date| conclusive_grounds(GroundsOutcome::Positive, date);
    when(in_recovery(), positive("2026-04-07"))
        .rejected(Rejection::RecoveryNotOver { ends: day("2026-04-08") });
    assert_eq!(when(in_recovery(), positive("2026-04-08")).events().len(), 1);
    when(in_recovery(), positive("2026-05-20")).then([Event::ConclusiveGroundsDecided {
        outcome: GroundsOutcome::Positive,
        competent_authority: CompetentAuthority::Sca,
        decided_at: day("2026-05-20"),
        reasons_ref: reference("CG"),
    }]);
    let extended = after(in_recovery(), [("2026-04-01", extension("2026-05-21"))]);
    when(extended, positive("2026-05-20"))
        .rejected(Rejection::RecoveryNotOver { ends: day("2026-05-21") });
}

#[test]
fn v3_a_conclusive_decision_follows_a_positive_reasonable_grounds_decision() {
    let positive = || conclusive_grounds(GroundsOutcome::Positive, "2026-05-20");
    for history in [consenting(), referred(), without_reasonable_grounds()] {
        when(history, positive()).rejected(Rejection::NoReasonableGrounds);
    }
}

#[test]
fn v4_the_recovery_period_is_never_shorter_than_the_law_says() {
    when(referred(), positive_until("2026-04-07"))
        .rejected(Rejection::RecoveryTooShort { earliest: day("2026-04-08") });
    when(referred(), positive_until("2026-05-01")).then([
        decided(GroundsOutcome::Positive, "2026-03-09"),
        started("2026-03-09", "2026-05-01"),
    ]);
}

#[test]
fn v4_the_law_of_the_day_of_the_decision_counts() {
    let referred_in = |date: &str| Event::Referred {
        mechanism: Mechanism::UkNrm,
        referral_ref: reference("OLD"),
        first_responder_org: organisation("Northmere Constabulary"),
        received_at: day(date),
        decision_due: None,
    };
    let case = |date| [consenting(), vec![referred_in(date)]].concat();
    let positive = |date| reasonable_grounds(GroundsOutcome::Positive, date);
    when(case("2022-12-01"), positive("2022-12-12")).then([
        decided(GroundsOutcome::Positive, "2022-12-12"),
        started("2022-12-12", "2023-01-26"),
    ]);
    when(case("2022-12-01"), positive("2022-12-13")).then([
        decided(GroundsOutcome::Positive, "2022-12-13"),
        started("2022-12-13", "2023-01-12"),
    ]);
    when(case("2008-01-01"), positive("2008-02-01")).rejected(Rejection::NoRecoveryRule);
}

#[test]
fn v4_a_recovery_period_only_becomes_longer() {
    when(in_recovery(), extension("2026-04-07"))
        .rejected(Rejection::RecoveryNotLonger { ends: day("2026-04-08") });
    when(in_recovery(), extension("2026-04-08")).then_nothing();
    when(in_recovery(), extension("2026-04-22")).then([Event::RecoveryPeriodExtended {
        until: day("2026-04-22"),
        reason: ExtensionReason::Health,
    }]);
    when(referred(), extension("2026-04-22")).rejected(not_allowed(Status::RgPending));
    let extended = after(in_recovery(), [("2026-04-01", extension("2026-04-22"))]);
    assert_eq!(folded(&extended).clocks()[1].due, day("2026-04-22"));
}

#[test]
fn a_decision_is_recorded_once() {
    when(in_recovery(), reasonable_grounds(GroundsOutcome::Positive, "2026-03-09")).then_nothing();
    when(in_recovery(), reasonable_grounds(GroundsOutcome::Negative, "2026-03-09"))
        .rejected(not_allowed(Status::Recovery));
    let concluded = || conclusively(GroundsOutcome::Negative);
    when(concluded(), conclusive_grounds(GroundsOutcome::Negative, "2026-05-20")).then_nothing();
    when(concluded(), conclusive_grounds(GroundsOutcome::Positive, "2026-05-21"))
        .rejected(not_allowed(Status::CgNegative));
}

#[test]
fn a_negative_decision_is_reconsidered_when_asked() {
    let asked = || after(without_reasonable_grounds(), [("2026-03-20", reconsideration())]);
    assert_eq!(status(&asked()), Status::RgReconsideration);
    when(asked(), reconsideration()).then_nothing();
    when(in_recovery(), reconsideration()).rejected(not_allowed(Status::Recovery));
    let upheld = after(
        asked(),
        [("2026-03-30", reconsidered(ReconsiderationOutcome::Upheld, "2026-03-30"))],
    );
    assert_eq!(status(&upheld), Status::RgNegative);
    when(upheld, reconsidered(ReconsiderationOutcome::Upheld, "2026-03-30"))
        .rejected(not_allowed(Status::RgNegative));
    when(asked(), reconsidered(ReconsiderationOutcome::Upheld, "2026-10-05"))
        .rejected(Rejection::DecisionInFuture);
}

#[test]
fn v4_a_recovery_period_opens_when_the_negative_decision_is_overturned() {
    let asked = after(without_reasonable_grounds(), [("2026-03-20", reconsideration())]);
    let events =
        when(asked, reconsidered(ReconsiderationOutcome::Overturned, "2026-03-30")).events();
    assert_eq!(events.last(), Some(&started("2026-03-30", "2026-04-29")));
}

#[test]
fn a_conclusive_decision_is_overturned_without_a_new_recovery_period() {
    let asked = after(conclusively(GroundsOutcome::Negative), [("2026-06-01", reconsideration())]);
    assert_eq!(status(&asked), Status::CgReconsideration);
    let overturned = reconsidered(ReconsiderationOutcome::Overturned, "2026-06-20");
    let history = after(asked.clone(), [("2026-06-20", overturned)]);
    assert_eq!(history.len(), asked.len() + 1);
    assert_eq!(status(&history), Status::CgPositive);
}

#[test]
fn a_person_is_disqualified_once_and_in_the_united_kingdom_only() {
    let history = after(in_recovery(), [("2026-04-01", disqualification())]);
    assert_eq!(status(&history), Status::Disqualified);
    assert_eq!(folded(&history).clocks()[1].stopped_at, Some(day("2026-04-01")));
    when(history, disqualification()).then_nothing();
    when(with_support_plan(), disqualification()).rejected(Rejection::NotInThisJurisdiction);
}

#[test]
fn other_jurisdictions_have_no_such_decisions() {
    for command in [
        reasonable_grounds(GroundsOutcome::Positive, "2026-03-09"),
        conclusive_grounds(GroundsOutcome::Positive, "2026-05-20"),
        extension("2026-04-22"),
        reconsideration(),
        reconsidered(ReconsiderationOutcome::Upheld, "2026-03-30"),
    ] {
        when(in_kenyan_mechanism(), command).rejected(Rejection::NotInThisJurisdiction);
    }
}
