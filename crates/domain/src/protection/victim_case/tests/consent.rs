//! Screening, consent and its withdrawal, and the duty to notify (V2).

use std::collections::BTreeSet;

use super::fixtures::*;
use super::*;

fn duty(started: &str, due: &str) -> Event {
    Event::DutyToNotifyDue { started: day(started), due: day(due) }
}

fn recorded(scope: ConsentScope, given: bool) -> Event {
    Event::ConsentRecorded {
        scopes: [scope].into(),
        given,
        answers: informed(),
        interpreter: true,
        by: ConsentGiver::Person,
    }
}

fn withdrawn(scope: ConsentScope) -> Event {
    Event::ConsentWithdrawn { scopes: [scope].into() }
}

fn notice(anonymous: bool) -> Command {
    Command::SendDutyToNotify { anonymous, to: agency("UK-HO-SCA") }
}

#[test]
fn a_screening_names_what_it_found() {
    let screen = |tool, code: Option<&str>, outcome| Command::Screen {
        tool,
        answers: None,
        indicators: code.map(|code| indicator(code, IndicatorStrength::Weak)).into_iter().collect(),
        outcome,
    };
    let file = || registered(Jurisdiction::Uk, Majority::Adult);
    when(file(), screen(ScreeningTool::Ilo11, None, ScreeningOutcome::IndicatorsFound))
        .rejected(Rejection::NoIndicators);
    when(file(), screen(ScreeningTool::Ilo11, Some("Cough"), ScreeningOutcome::Inconclusive))
        .rejected(Rejection::UnknownIndicator);
    let other_list = screen(ScreeningTool::Unodc, Some("Cough"), ScreeningOutcome::Inconclusive);
    assert_eq!(when(file(), other_list).events().len(), 1);
    let nothing = screen(ScreeningTool::Ilo11, None, ScreeningOutcome::NoIndicators);
    assert_eq!(when(file(), nothing).events().len(), 1);
}

#[test]
fn the_answers_of_a_screening_are_a_fact_of_their_own() {
    let screen = Command::Screen {
        tool: ScreeningTool::Iom,
        answers: Some(narrative("Mercy owes a fee")),
        indicators: BTreeSet::new(),
        outcome: ScreeningOutcome::NoIndicators,
    };
    let events = when(registered(Jurisdiction::Uk, Majority::Adult), screen).events();
    assert_eq!(
        events.iter().map(crate::DomainEvent::name).collect::<Vec<_>>(),
        ["screened", "screening_answers_recorded"]
    );
}

#[test]
fn a_yes_counts_only_when_it_was_informed() {
    let file = || screened(Jurisdiction::Uk, Majority::Adult);
    let ask = |scope, given, answers| Command::RecordConsent {
        scopes: [scope].into(),
        given,
        answers,
        interpreter: false,
        by: ConsentGiver::Person,
    };
    let uninformed = [
        InformedAnswers { informed_of_purpose: false, ..informed() },
        InformedAnswers { informed_of_use: false, ..informed() },
        InformedAnswers { informed_of_withdrawal: false, ..informed() },
    ];
    for answers in uninformed {
        when(file(), ask(ConsentScope::Support, true, answers)).rejected(Rejection::NotInformed);
        assert_eq!(when(file(), ask(ConsentScope::Support, false, answers)).events().len(), 1);
    }
    let no_research = InformedAnswers { informed_of_research: false, ..informed() };
    when(file(), ask(ConsentScope::Research, true, no_research)).rejected(Rejection::NotInformed);
    assert_eq!(when(file(), ask(ConsentScope::Support, true, no_research)).events().len(), 1);
    let no_interview = InformedAnswers { agrees_to_interview: false, ..informed() };
    when(file(), ask(ConsentScope::Interview, true, no_interview)).rejected(Rejection::NotInformed);
}

#[test]
fn consent_says_to_what() {
    let nothing = Command::RecordConsent {
        scopes: BTreeSet::new(),
        given: true,
        answers: informed(),
        interpreter: false,
        by: ConsentGiver::Person,
    };
    when(consenting(), nothing).rejected(Rejection::NoScope);
    when(consenting(), Command::WithdrawConsent { scopes: BTreeSet::new() })
        .rejected(Rejection::NoScope);
}

#[test]
fn consent_is_recorded_and_withdrawn_once() {
    let media = ConsentScope::Media;
    when(consenting(), consent(media.clone(), true)).then([recorded(media.clone(), true)]);
    let agreed = || after(consenting(), [("2026-03-01", consent(ConsentScope::Media, true))]);
    when(agreed(), consent(media.clone(), true)).then_nothing();
    when(agreed(), consent(media.clone(), false)).rejected(Rejection::WithdrawInstead);
    when(agreed(), withdrawal(media.clone())).then([withdrawn(media.clone())]);
    let took_back = || after(agreed(), [("2026-03-02", withdrawal(ConsentScope::Media))]);
    when(took_back(), withdrawal(media.clone())).then_nothing();
    when(took_back(), consent(media.clone(), false)).then_nothing();
    when(took_back(), consent(media.clone(), true)).then([recorded(media, true)]);
}

#[test]
fn referral_is_asked_for_after_screening() {
    let file = registered(Jurisdiction::Uk, Majority::Adult);
    let status = Status::Identified;
    when(file, consent(ConsentScope::Referral, true))
        .rejected(Rejection::NotAllowedIn { status, next: status.next_step() });
}

#[test]
fn v2_an_adult_who_refuses_referral_is_to_be_notified_of_within_five_working_days() {
    given(screened(Jurisdiction::Uk, Majority::Adult))
        .when(harriet_on("2026-03-02"), consent(ConsentScope::Referral, false))
        .then([recorded(ConsentScope::Referral, false), duty("2026-03-02", "2026-03-09")]);
    assert_eq!(status(&refusing()), Status::DutyToNotify);
    when(refusing(), consent(ConsentScope::Referral, false)).then_nothing();
}

#[test]
fn v2_nobody_else_who_refuses_is_notified_of() {
    for (jurisdiction, majority) in [
        (Jurisdiction::Ke, Majority::Adult),
        (Jurisdiction::Other, Majority::Adult),
        (Jurisdiction::Uk, Majority::Child),
        (Jurisdiction::Uk, Majority::AgeDisputed),
    ] {
        let file = screened(jurisdiction, majority);
        let refusal = recorded(ConsentScope::Referral, false);
        when(file, consent(ConsentScope::Referral, false)).then([refusal]);
    }
    let file = screened(Jurisdiction::Uk, Majority::Adult);
    let refusal = recorded(ConsentScope::Support, false);
    when(file, consent(ConsentScope::Support, false)).then([refusal]);
}

#[test]
fn v2_an_adult_who_takes_consent_back_before_referral_has_refused() {
    given(consenting())
        .when(harriet_on("2026-03-02"), withdrawal(ConsentScope::Referral))
        .then([withdrawn(ConsentScope::Referral), duty("2026-03-02", "2026-03-09")]);
}

#[test]
fn v2_a_refusal_counts_once_the_person_turns_out_to_be_an_adult() {
    let disputed = after(
        screened(Jurisdiction::Uk, Majority::AgeDisputed),
        [("2026-03-01", consent(ConsentScope::Referral, false))],
    );
    let assessment = Command::DetermineMajority {
        majority: Majority::Adult,
        assessed_by: organisation("Northmere County Council"),
        reference: reference("AGE-26-014"),
    };
    let history = after(disputed, [("2026-03-02", assessment)]);
    assert_eq!(history.last(), Some(&duty("2026-03-02", "2026-03-09")));
    assert_eq!(status(&history), Status::DutyToNotify);
}

#[test]
fn v2_without_consent_the_notification_is_anonymous() {
    when(refusing(), notice(false)).rejected(Rejection::OnlyAnonymous);
    when(refusing(), notice(true)).then([Event::DutyToNotifySent {
        anonymous: true,
        to: agency("UK-HO-SCA"),
        sent_at: day("2026-09-30"),
    }]);
    let share = |code| consent(ConsentScope::ShareWith { agency: agency(code) }, true);
    let with_another = after(refusing(), [("2026-03-02", share("UK-NCA"))]);
    when(with_another, notice(false)).rejected(Rejection::OnlyAnonymous);
    let with_it = after(refusing(), [("2026-03-02", share("UK-HO-SCA"))]);
    assert_eq!(when(with_it, notice(false)).events().len(), 1);
}

#[test]
fn v2_the_duty_is_discharged_once_and_only_where_it_exists() {
    let sent = after(refusing(), [("2026-03-03", notice(true))]);
    when(sent, notice(true)).then_nothing();
    when(consenting(), notice(true)).rejected(Rejection::NoDutyToNotify);
}

#[test]
fn v2_a_referral_discharges_the_duty() {
    let history = after(
        refusing(),
        [
            ("2026-03-03", consent(ConsentScope::Referral, true)),
            ("2026-03-04", referral(Mechanism::UkNrm, None)),
        ],
    );
    let file = folded(&history);
    let duty = file.clocks().iter().find(|clock| clock.code == ClockCode::UkDtn).unwrap();
    assert_eq!(duty.met_at, Some(day("2026-03-02")));
    when(history, notice(true)).then_nothing();
}

#[test]
fn v2_a_file_is_not_closed_over_an_outstanding_duty() {
    when(refusing(), closing(CloseReason::SupportDeclined))
        .rejected(Rejection::DutyToNotifyOutstanding);
    let sent = after(refusing(), [("2026-03-03", notice(true))]);
    assert_eq!(when(sent, closing(CloseReason::SupportDeclined)).events().len(), 1);
}

#[test]
fn an_adult_who_takes_consent_back_after_referral_leaves_the_mechanism() {
    let left = Event::Withdrawn { withdrawn_at: day("2026-09-30") };
    when(in_recovery(), withdrawal(ConsentScope::Referral))
        .then([withdrawn(ConsentScope::Referral), left]);
    let history = after(in_recovery(), [("2026-03-20", withdrawal(ConsentScope::Referral))]);
    assert_eq!(status(&history), Status::Withdrawn);
    assert_eq!(folded(&history).clocks()[1].stopped_at, Some(day("2026-03-20")));
    when(history, conclusive_grounds(GroundsOutcome::Positive, "2026-05-20")).rejected(
        Rejection::NotAllowedIn { status: Status::Withdrawn, next: Status::Withdrawn.next_step() },
    );
    when(in_recovery(), consent(ConsentScope::Referral, false))
        .rejected(Rejection::WithdrawInstead);
    when(conclusively(GroundsOutcome::Positive), withdrawal(ConsentScope::Referral))
        .then([withdrawn(ConsentScope::Referral)]);
}

#[test]
fn consent_can_be_withdrawn_even_from_a_closed_file() {
    let closed = || {
        after(
            conclusively(GroundsOutcome::Positive),
            [("2026-09-01", closing(CloseReason::SupportCompleted))],
        )
    };
    when(closed(), withdrawal(ConsentScope::Referral)).then([withdrawn(ConsentScope::Referral)]);
    when(closed(), consent(ConsentScope::Media, true)).rejected(Rejection::Closed);
}
