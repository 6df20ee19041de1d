//! Broken glass: who takes access in an emergency, for how long, and who looks at it afterwards.

use crate::testing::shipped_law;
use proptest::prelude::*;

use super::samples::*;
use super::{
    BreakGlass, BreakGlassCommand as Command, BreakGlassEvent as Event,
    BreakGlassRejection as Rejection, Emergency, GlassOutcome, GlassStatus, LONGEST_MINUTES,
};
use crate::governance::Surroundings;
use crate::testing::{Answer, akinyi, at, by, given};
use crate::{Decider, Metadata, Refusal, Role};

use GlassOutcome::{Justified, NotJustified};

/// After its time is over.
const LATER: &str = "2026-03-02T09:20:00Z";

/// A supervisor of the agency whose file it is, once its time is over.
fn wambui() -> Metadata {
    by("wambui", "KE-DCI-TOCU", Role::Supervisor).on(LATER)
}

fn around() -> Surroundings {
    Surroundings { owner: Some(owner()), in_file: true, consent_stands: true }
}

fn take(minutes: u32) -> Command {
    Command::Break { emergency: Box::new(emergency()), minutes, around: around() }
}

fn take_notice() -> Command {
    Command::TakeNotice { around: around() }
}

fn review(outcome: GlassOutcome) -> Command {
    Command::Review { outcome, reasons: said("The house was empty"), around: around() }
}

fn broken() -> Vec<Event> {
    vec![opened(), notified()]
}

fn asked(history: Vec<Event>, metadata: Metadata, command: Command) -> Answer<BreakGlass> {
    given(history).when(metadata, command)
}

#[test]
fn access_is_taken_in_an_emergency_and_the_owner_is_notified() {
    asked(vec![], akinyi(), take(20)).then([opened(), notified()]);
    asked(broken(), akinyi(), take(20)).then_nothing();
    let guyo = by("guyo", "KE-DCI-MARSABIT", Role::Investigator);
    asked(broken(), guyo, take(20)).rejected(Rejection::AlreadyBroken);
    for role in [Role::Analyst, Role::LiaisonOfficer, Role::Auditor, Role::Integrator] {
        let metadata = by("osman", "KE-DCI-TOCU", role);
        asked(vec![], metadata, take(20)).rejected(Rejection::RoleMayNotWrite);
    }
    for elsewhere in
        [Surroundings { in_file: false, ..around() }, Surroundings { owner: None, ..around() }]
    {
        let emergency = Box::new(emergency());
        let command = Command::Break { emergency, minutes: 20, around: elsewhere };
        asked(vec![], akinyi(), command).rejected(Rejection::RecordUnknown);
    }
}

#[test]
fn nothing_is_done_with_access_that_nobody_took() {
    for command in [Command::End, take_notice(), review(Justified)] {
        asked(vec![], wambui(), command).rejected(Rejection::NotBroken);
    }
}

#[test]
fn bg_1_access_is_taken_for_minutes() {
    for minutes in [0, LONGEST_MINUTES + 1, u32::MAX] {
        asked(vec![], akinyi(), take(minutes))
            .rejected(Rejection::TooLong { minutes: LONGEST_MINUTES });
    }
    for minutes in [1, LONGEST_MINUTES] {
        assert_eq!(asked(vec![], akinyi(), take(minutes)).events().len(), 2);
    }
}

#[test]
fn bg_1_access_ends_by_time_or_when_it_is_given_up() {
    asked(broken(), akinyi(), Command::End).then([Event::Ended {}]);
    let mut ended = broken();
    ended.push(Event::Ended {});
    asked(ended, akinyi(), Command::End).then_nothing();
    asked(broken(), akinyi().on(LATER), Command::End).then_nothing();
    asked(broken(), wambui(), Command::End).rejected(Rejection::NotYours);
    let until = at(LATER);
    for (now, ended, outcome, status) in [
        ("2026-03-02T09:19:59Z", false, None, GlassStatus::Open),
        ("2026-03-02T09:19:59Z", true, None, GlassStatus::ToBeReviewed),
        (LATER, false, None, GlassStatus::ToBeReviewed),
        (LATER, false, Some(NotJustified), GlassStatus::Reviewed),
    ] {
        assert_eq!(GlassStatus::at(at(now), until, ended, outcome), status, "{now}");
    }
}

#[test]
fn bg_2_access_in_an_emergency_says_why() {
    let silent = Emergency { reason: said(" "), ..emergency() };
    let command = Command::Break { emergency: Box::new(silent), minutes: 20, around: around() };
    asked(vec![], akinyi(), command).rejected(Rejection::ReasonMissing);
    assert_eq!(Rejection::ReasonMissing.rule(), Some("BG-2"));
}

#[test]
fn bg_3_a_supervisor_of_the_agency_whose_file_it_is_looks_at_it() {
    asked(broken(), wambui(), review(Justified)).then([reviewed(Justified)]);
    asked(broken(), wambui(), take_notice()).then([noticed()]);
    let mut seen = broken();
    seen.push(noticed());
    asked(seen, wambui(), take_notice()).then_nothing();
    for metadata in [
        by("otieno", "KE-DCI-TOCU", Role::Investigator).on(LATER),
        by("wafula", "KE-DCI-BUSIA", Role::Supervisor).on(LATER),
    ] {
        for command in [review(Justified), take_notice()] {
            asked(broken(), metadata.clone(), command).rejected(Rejection::NotTheOwnersSupervisor);
        }
    }
}

#[test]
fn bg_3_whoever_took_access_does_not_review_it() {
    let akinyi_supervises = by("akinyi", "KE-DCI-TOCU", Role::Supervisor).on(LATER);
    for command in [review(Justified), take_notice()] {
        asked(broken(), akinyi_supervises.clone(), command).rejected(Rejection::OwnGlass);
    }
    assert_eq!(Rejection::OwnGlass.rule(), Some("BG-3"));
}

#[test]
fn bg_3_it_is_reviewed_afterwards() {
    let early = by("wambui", "KE-DCI-TOCU", Role::Supervisor);
    asked(broken(), early.clone(), review(Justified)).rejected(Rejection::NotOver);
    let mut ended = broken();
    ended.push(Event::Ended {});
    asked(ended, early, review(Justified)).then([reviewed(Justified)]);
}

#[test]
fn bg_4_the_outcome_has_its_reasons_and_stands() {
    let silent = Command::Review { outcome: Justified, reasons: said(""), around: around() };
    asked(broken(), wambui(), silent).rejected(Rejection::ReasonsMissing);
    let mut over = broken();
    over.push(reviewed(NotJustified));
    asked(over.clone(), wambui(), review(NotJustified)).then_nothing();
    asked(over, wambui(), review(Justified)).rejected(Rejection::AlreadyReviewed);
    assert_eq!(Rejection::AlreadyReviewed.rule(), Some("BG-4"));
}

fn any_command() -> impl Strategy<Value = (Metadata, Command)> {
    let outcome = prop::sample::select(vec![Justified, NotJustified]);
    let command = prop_oneof![
        (1..40_u32).prop_map(take),
        Just(Command::End),
        Just(take_notice()),
        outcome.prop_map(review),
    ];
    let who = prop::sample::select(vec![
        akinyi(),
        by("akinyi", "KE-DCI-TOCU", Role::Supervisor).on(LATER),
        wambui(),
    ]);
    (who, command)
}

proptest! {
    #[test]
    fn any_accepted_history_replays_and_the_same_command_again_changes_nothing(
        commands in prop::collection::vec(any_command(), 1..30),
    ) {
        let mut glass = BreakGlass::default();
        let mut history: Vec<Event> = vec![];
        for (metadata, command) in commands {
            let Ok(events) = glass.decide(command.clone(), &metadata, shipped_law()) else { continue };
            glass = events.iter().fold(glass, Decider::evolve);
            prop_assert_eq!(glass.decide(command, &metadata, shipped_law()), Ok(vec![]));
            history.extend(events);
        }
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Event> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(history.iter().fold(BreakGlass::default(), Decider::evolve), glass);
    }
}
