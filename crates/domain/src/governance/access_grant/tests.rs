//! Grants of access: who asks, who gives, for how long, and how they end.

use crate::testing::shipped_law;
use chrono::TimeDelta;
use proptest::prelude::*;

use super::samples::*;
use super::{
    AccessGrant, AccessGrantCommand as Command, AccessGrantEvent as Event,
    AccessGrantRejection as Rejection, GrantStatus, Grantee, LONGEST_DAYS, Period, Request,
    RevocationReason,
};
use crate::governance::Surroundings;
use crate::testing::{Answer, akinyi, at, by, given};
use crate::{Decider, Metadata, Refusal, Role};

use RevocationReason::{ConsentWithdrawn, Misuse, PurposeFulfilled};

/// A supervisor of the agency whose file it is.
fn wambui() -> Metadata {
    by("wambui", "KE-DCI-TOCU", Role::Supervisor)
}

fn harriet() -> Metadata {
    by("harriet", "UK-NMC", Role::Investigator)
}

fn around() -> Surroundings {
    Surroundings { owner: Some(agency("KE-DCI-TOCU")), in_file: true, consent_stands: true }
}

fn without_consent() -> Surroundings {
    Surroundings { consent_stands: false, ..around() }
}

fn ask(request: Request) -> Command {
    Command::Request { request: Box::new(request), around: around() }
}

fn approve() -> Command {
    Command::Approve { around: around() }
}

fn refuse() -> Command {
    Command::Refuse { reason: said("Not needed"), around: around() }
}

fn revoke(code: RevocationReason) -> Command {
    Command::Revoke { code, reason: said("She said so today"), around: around() }
}

fn asked(history: Vec<Event>, metadata: Metadata, command: Command) -> Answer<AccessGrant> {
    given(history).when(metadata, command)
}

fn valid(from: &str, until: &str) -> Request {
    let period = Period { valid_from: at(from), valid_until: at(until) };
    Request { period, ..request() }
}

#[test]
fn access_is_asked_for_by_whoever_works_on_the_matter() {
    asked(vec![], akinyi(), ask(request())).then([requested()]);
    asked(vec![requested()], akinyi(), ask(request())).then_nothing();
    asked(vec![requested()], harriet(), ask(request())).rejected(Rejection::AlreadyRequested);
    let other = valid("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z");
    asked(vec![requested()], akinyi(), ask(other)).rejected(Rejection::AlreadyRequested);
    for role in [Role::Auditor, Role::Integrator] {
        let metadata = by("petra", "KE-DCI-TOCU", role);
        for command in [ask(request()), approve(), refuse(), revoke(Misuse)] {
            asked(vec![], metadata.clone(), command).rejected(Rejection::RoleMayNotWrite);
        }
    }
    let silent = Request { reason: said(" "), ..request() };
    asked(vec![], akinyi(), ask(silent)).rejected(Rejection::ReasonMissing);
    let elsewhere = Surroundings { in_file: false, ..around() };
    let command = Command::Request { request: Box::new(request()), around: elsewhere };
    asked(vec![], akinyi(), command).rejected(Rejection::RecordUnknown);
}

#[test]
fn nothing_is_decided_that_nobody_asked_for() {
    for command in [approve(), refuse(), revoke(Misuse)] {
        asked(vec![], wambui(), command).rejected(Rejection::NotRequested);
    }
}

#[test]
fn ag_1_a_supervisor_of_the_agency_whose_file_it_is_gives_access() {
    asked(vec![requested()], wambui(), approve()).then([approved()]);
    asked(vec![requested(), approved()], wambui(), approve()).then_nothing();
    let reason = Rejection::NotTheOwnersSupervisor;
    assert_eq!(reason.rule(), Some("AG-1"));
    for metadata in [
        by("otieno", "KE-DCI-TOCU", Role::Investigator),
        by("njeri", "KE-ODPP", Role::Prosecutor),
        by("wafula", "KE-DCI-BUSIA", Role::Supervisor),
    ] {
        asked(vec![requested()], metadata.clone(), approve()).rejected(reason.clone());
        asked(vec![requested()], metadata, refuse()).rejected(reason.clone());
    }
    let nobodys = Surroundings { owner: None, ..around() };
    asked(vec![requested()], wambui(), Command::Approve { around: nobodys }).rejected(reason);
}

#[test]
fn ag_1_whoever_asked_for_access_or_would_have_it_does_not_give_it() {
    let akinyi_supervises = by("akinyi", "KE-DCI-TOCU", Role::Supervisor);
    asked(vec![requested()], akinyi_supervises, approve()).rejected(Rejection::OwnRequest);
    let for_wambui = Request {
        grantee: Grantee { agency: agency("KE-DCI-TOCU"), user: Some(user("wambui")) },
        ..request()
    };
    let history = asked(vec![], akinyi(), ask(for_wambui)).events();
    asked(history, wambui(), approve()).rejected(Rejection::OwnRequest);
}

#[test]
fn ag_2_access_is_bounded_in_time() {
    let start = "2026-03-02T09:00:00Z";
    for until in [start, "2026-03-01T09:00:00Z"] {
        asked(vec![], akinyi(), ask(valid(start, until))).rejected(Rejection::PeriodBackwards);
    }
    let longest = at(start) + TimeDelta::days(LONGEST_DAYS);
    let for_days = |valid_until| {
        ask(Request { period: Period { valid_from: at(start), valid_until }, ..request() })
    };
    assert_eq!(asked(vec![], akinyi(), for_days(longest)).events().len(), 1);
    asked(vec![], akinyi(), for_days(longest + TimeDelta::seconds(1)))
        .rejected(Rejection::PeriodTooLong { days: LONGEST_DAYS });
    let past = valid("2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z");
    asked(vec![], akinyi(), ask(past)).rejected(Rejection::PeriodOver);
}

#[test]
fn ag_2_nothing_is_given_whose_period_is_over() {
    let late = wambui().on("2026-04-01T09:00:00Z");
    asked(vec![requested()], late, approve()).rejected(Rejection::PeriodOver);
    let just_in_time = wambui().on("2026-04-01T08:59:59Z");
    asked(vec![requested()], just_in_time, approve()).then([approved()]);
}

#[test]
fn ag_2_that_access_has_expired_follows_from_its_period() {
    for (moment, status) in [
        ("2026-03-02T08:59:59Z", GrantStatus::NotYetValid),
        ("2026-03-02T09:00:00Z", GrantStatus::Active),
        ("2026-04-01T08:59:59Z", GrantStatus::Active),
        ("2026-04-01T09:00:00Z", GrantStatus::Expired),
    ] {
        assert_eq!(period().status(at(moment)), status, "{moment}");
    }
}

#[test]
fn ag_3_access_rests_on_a_consent_only_while_it_stands() {
    let command = Command::Request { request: Box::new(request()), around: without_consent() };
    asked(vec![], akinyi(), command).rejected(Rejection::ConsentNotGiven);
    let command = Command::Approve { around: without_consent() };
    asked(vec![requested()], wambui(), command).rejected(Rejection::ConsentNotGiven);
    assert_eq!(Rejection::ConsentNotGiven.rule(), Some("AG-3"));
}

#[test]
fn access_is_refused_with_a_reason() {
    asked(vec![requested()], wambui(), refuse()).then([refused()]);
    asked(vec![requested(), refused()], wambui(), refuse()).then_nothing();
    let silent = Command::Refuse { reason: said(" "), around: around() };
    asked(vec![requested()], wambui(), silent).rejected(Rejection::ReasonMissing);
    asked(vec![requested(), approved()], wambui(), refuse()).rejected(Rejection::AlreadyApproved);
}

#[test]
fn ag_4_access_is_taken_back_with_a_reason_and_for_good() {
    let given = || vec![requested(), approved()];
    for history in [given(), vec![requested()]] {
        let event = revoked(PurposeFulfilled);
        asked(history, akinyi(), revoke(PurposeFulfilled)).then([event]);
    }
    let mut over = given();
    over.push(revoked(PurposeFulfilled));
    asked(over.clone(), akinyi(), revoke(PurposeFulfilled)).then_nothing();
    asked(over.clone(), wambui(), approve()).rejected(Rejection::Over);
    asked(over, wambui(), refuse()).rejected(Rejection::AlreadyApproved);
    asked(vec![requested(), refused()], wambui(), approve()).rejected(Rejection::Over);
    asked(vec![requested(), refused()], akinyi(), revoke(Misuse)).rejected(Rejection::Over);
    let silent = Command::Revoke { code: Misuse, reason: said(""), around: around() };
    asked(given(), akinyi(), silent).rejected(Rejection::ReasonMissing);
}

#[test]
fn ag_4_access_is_taken_back_by_the_owner_or_given_up_by_whoever_has_it() {
    let given = || vec![requested(), approved()];
    let fatuma = by("fatuma", "KE-DCI-TOCU", Role::VictimSupportOfficer);
    for metadata in [akinyi(), wambui(), fatuma, harriet()] {
        assert_eq!(asked(given(), metadata, revoke(PurposeFulfilled)).events().len(), 1);
    }
    for metadata in [
        by("henry", "UK-NMC", Role::Investigator),
        by("guyo", "KE-DCI-MARSABIT", Role::Supervisor),
        by("osman", "KE-DCI-TOCU", Role::Analyst),
    ] {
        asked(given(), metadata, revoke(PurposeFulfilled)).rejected(Rejection::NotYoursToRevoke);
    }
}

#[test]
fn v5_access_that_rests_on_a_consent_ends_with_it() {
    let history = vec![requested(), approved()];
    asked(history, akinyi(), revoke(ConsentWithdrawn)).then([revoked(ConsentWithdrawn)]);
    let on_law = Request { consent: None, ..request() };
    let history = asked(vec![], akinyi(), ask(on_law)).events();
    asked(history, akinyi(), revoke(ConsentWithdrawn)).rejected(Rejection::RestsOnNoConsent);
    assert_eq!(Rejection::RestsOnNoConsent.rule(), Some("V5"));
}

#[test]
fn v5_the_service_revokes_what_rests_on_a_consent_that_was_taken_back_and_nothing_else() {
    let service = || by("CONSENT_CASCADE", "KE-DCI-TOCU", Role::System);
    let unasked = |code| Command::Revoke {
        code,
        reason: said("She said so today"),
        around: Surroundings::default(),
    };
    let by_the_service = Event::Revoked {
        code: ConsentWithdrawn,
        reason: said("She said so today"),
        by: user("CONSENT_CASCADE"),
    };
    for history in [vec![requested()], vec![requested(), approved()]] {
        asked(history, service(), unasked(ConsentWithdrawn)).then([by_the_service.clone()]);
    }
    let over = vec![requested(), approved(), by_the_service];
    asked(over, service(), unasked(ConsentWithdrawn)).then_nothing();
    let given = || vec![requested(), approved()];
    asked(given(), service(), unasked(Misuse)).rejected(Rejection::NotYoursToRevoke);
    let on_law = Request { consent: None, ..request() };
    let history = asked(vec![], akinyi(), ask(on_law)).events();
    asked(history, service(), unasked(ConsentWithdrawn)).rejected(Rejection::RestsOnNoConsent);
    for command in [ask(request()), approve(), refuse()] {
        asked(given(), service(), command).rejected(Rejection::RoleMayNotWrite);
    }
}

fn any_command() -> impl Strategy<Value = (Metadata, Command)> {
    let around = || prop::sample::select(vec![around(), around(), without_consent()]);
    let command = prop_oneof![
        around().prop_map(|around| Command::Request { request: Box::new(request()), around }),
        around().prop_map(|around| Command::Approve { around }),
        Just(refuse()),
        prop::sample::select(vec![ConsentWithdrawn, Misuse]).prop_map(revoke),
    ];
    let who = prop::sample::select(vec![
        akinyi(),
        wambui(),
        harriet(),
        wambui().on("2026-05-01T09:00:00Z"),
    ]);
    (who, command)
}

proptest! {
    #[test]
    fn ag_1_any_accepted_history_replays_and_two_people_are_behind_each_grant(
        commands in prop::collection::vec(any_command(), 1..30),
    ) {
        let mut grant = AccessGrant::default();
        let mut history: Vec<Event> = vec![];
        for (metadata, command) in commands {
            let Ok(events) = grant.decide(command.clone(), &metadata, shipped_law()) else { continue };
            grant = events.iter().fold(grant, Decider::evolve);
            prop_assert_eq!(grant.decide(command, &metadata, shipped_law()), Ok(vec![]));
            history.extend(events);
        }
        let asked = history.iter().find_map(|event| {
            let Event::Requested { by, .. } = event else { return None };
            Some(by.clone())
        });
        for event in &history {
            if let Event::Approved { by } = event {
                prop_assert_ne!(Some(by), asked.as_ref());
            }
        }
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Event> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(history.iter().fold(AccessGrant::default(), Decider::evolve), grant);
    }
}
