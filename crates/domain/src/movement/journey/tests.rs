//! A journey: who records it, who travels, what is found, and how it ends.

use uuid::Uuid;

use super::samples::*;
use super::*;
use crate::testing::{Given, akinyi, by, check_samples, given, shipped_law};
use crate::value::VictimAlias;
use crate::{Refusal, Role};

mod legs;
mod replay;

fn underway(more: impl IntoIterator<Item = JourneyEvent>) -> Given<Journey> {
    given([started(group(23, 19, 4))].into_iter().chain(more))
}

fn alone() -> Travellers {
    Travellers::PersonAlias(VictimAlias::parse("VIC-KE-2026-0051").unwrap())
}

fn one_person(more: impl IntoIterator<Item = JourneyEvent>) -> Given<Journey> {
    given([started(alone())].into_iter().chain(more))
}

fn ended() -> JourneyEvent {
    JourneyEvent::Ended { place: merti(), outcome: JourneyOutcome::Arrived }
}

fn recorded(n: u32, leg: Leg) -> JourneyEvent {
    JourneyEvent::LegRecorded { n, leg: Box::new(leg) }
}

fn start(subject: Travellers) -> JourneyCommand {
    JourneyCommand::Start {
        investigation: Uuid::from_u128(10).into(),
        subject,
        origin: hosaena(),
        intended_destination: Some(place("Arusha", "TZ", Some((-3.3667, 36.6833)))),
        facilitation: Facilitation::Smuggled,
    }
}

fn record(leg: Leg) -> JourneyCommand {
    JourneyCommand::RecordLeg { leg: Box::new(leg) }
}

fn correct(number: u32, leg: Leg) -> JourneyCommand {
    JourneyCommand::CorrectLeg {
        number,
        leg: Box::new(leg),
        reason: said("the phone roamed to a Kenyan cell"),
        corrects: Uuid::from_u128(20).into(),
    }
}

fn intercept(persons_found: u32) -> JourneyCommand {
    JourneyCommand::Intercept { by: agency(), place: merti(), persons_found }
}

fn casualty(kind: CasualtyKind, persons: u32) -> JourneyCommand {
    JourneyCommand::RecordDeathOrInjury {
        kind,
        persons,
        cause: said("suffocation"),
        place: merti(),
    }
}

fn died(persons: u32) -> JourneyEvent {
    let (kind, cause) = (CasualtyKind::Death, said("suffocation"));
    JourneyEvent::DeathOrInjuryRecorded { kind, persons, cause, place: merti() }
}

fn join(persons: u32) -> JourneyCommand {
    JourneyCommand::JoinGroup { persons, place: merti() }
}

fn leave(persons: u32) -> JourneyCommand {
    JourneyCommand::LeaveGroup { persons, place: merti() }
}

fn classify(to: Facilitation) -> JourneyCommand {
    JourneyCommand::ChangeClassification { to, reasons: said("held for ransom") }
}

fn end(outcome: JourneyOutcome) -> JourneyCommand {
    JourneyCommand::End { place: merti(), outcome }
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<Journey>(&samples());
}

#[test]
fn a_journey_starts_as_the_record_of_the_officers_agency() {
    let subject = group(23, 19, 4);
    given::<Journey>([]).when(akinyi(), start(subject.clone())).then([started(subject)]);
    given::<Journey>([]).when(akinyi(), start(alone())).then([started(alone())]);
}

#[test]
fn a_journey_starts_once() {
    underway([]).when(akinyi(), start(alone())).rejected(JourneyRejection::AlreadyStarted);
    underway([ended()]).when(akinyi(), start(alone())).rejected(JourneyRejection::AlreadyStarted);
}

#[test]
fn j2_a_group_adds_up_when_it_starts() {
    let fits = |size, adults, children, women| {
        let label = "G-23".to_owned();
        let group = Group { label, size, adults, children, women };
        let answer =
            Journey::default().decide(start(Travellers::Group(group)), &akinyi(), shipped_law());
        assert!(answer.is_ok() || answer == Err(JourneyRejection::GroupDoesNotAddUp));
        answer.is_ok()
    };
    assert!(fits(23, Some(19), Some(4), Some(8)));
    assert!(fits(17, None, None, None));
    assert!(fits(8, None, Some(8), Some(7)));
    assert!(!fits(0, None, None, None));
    assert!(!fits(23, Some(19), Some(5), None));
    assert!(!fits(23, Some(u32::MAX), Some(24), None));
    assert!(!fits(23, Some(24), None, None));
    assert!(!fits(23, None, Some(24), None));
    assert!(!fits(23, Some(19), Some(4), Some(24)));
}

#[test]
fn j2_a_group_has_at_most_ten_thousand_persons() {
    let all = |size| group(size, size, 0);
    assert_eq!(given::<Journey>([]).when(akinyi(), start(all(10_000))).events().len(), 1);
    for size in [10_001, u32::MAX] {
        given::<Journey>([])
            .when(akinyi(), start(all(size)))
            .rejected(JourneyRejection::GroupTooLarge { most: 10_000 });
    }
    assert_eq!(underway([]).when(akinyi(), join(9_977)).events().len(), 1);
    for persons in [9_978, u32::MAX] {
        underway([])
            .when(akinyi(), join(persons))
            .rejected(JourneyRejection::TooManyJoin { most: 10_000, travelling: 23 });
    }
    let refusal = JourneyRejection::GroupTooLarge { most: 10_000 };
    assert_eq!((refusal.rule(), refusal.path()), (Some("J2"), "subject.group.size"));
}

#[test]
fn j3_an_interception_finds_at_most_ten_thousand_persons() {
    // As a log may hold it from before there was a bound.
    let crowd = || given::<Journey>([started(group(4_000_000_000, 4_000_000_000, 0))]);
    assert_eq!(crowd().when(akinyi(), intercept(10_000)).events().len(), 2);
    for persons in [10_001, 4_000_000_000] {
        crowd()
            .when(akinyi(), intercept(persons))
            .rejected(JourneyRejection::TooManyFound { most: 10_000 });
    }
}

#[test]
fn a_group_has_a_short_label() {
    for label in ["", "  ", "G\n23", &"G".repeat(41)] {
        let label = label.to_owned();
        let group = Group { label, size: 2, adults: None, children: None, women: None };
        given::<Journey>([])
            .when(akinyi(), start(Travellers::Group(group)))
            .rejected(JourneyRejection::GroupLabelUnfit);
    }
}

#[test]
fn nothing_is_recorded_before_the_journey_starts() {
    for command in every_command_but_start() {
        given::<Journey>([]).when(akinyi(), command).rejected(JourneyRejection::NotStarted);
    }
}

#[test]
fn an_ended_journey_takes_corrections_and_judgements_only() {
    for command in every_command_but_start() {
        let taken = matches!(
            command,
            JourneyCommand::CorrectLeg { .. } | JourneyCommand::ChangeClassification { .. }
        );
        let answer = underway([recorded(1, first_leg()), ended()]).when(akinyi(), command);
        if taken {
            assert_eq!(answer.events().len(), 1);
        } else {
            answer.rejected(JourneyRejection::NotAllowedOnceEnded);
        }
    }
}

fn every_command_but_start() -> Vec<JourneyCommand> {
    let corrected = Leg { fee: None, ..first_leg() };
    vec![
        record(leg(hawassa(), merti(), "2026-01-12", "2026-01-13", TravelMode::Car)),
        correct(1, corrected),
        JourneyCommand::HoldAt { hold: Box::new(hold()) },
        intercept(1),
        casualty(CasualtyKind::Injury, 1),
        join(1),
        leave(1),
        classify(Facilitation::Trafficked),
        end(JourneyOutcome::Missing),
    ]
}

#[test]
fn those_who_read_across_cases_record_no_journey() {
    for role in [Role::Analyst, Role::LiaisonOfficer, Role::Auditor, Role::Integrator] {
        underway([])
            .when(by("osman", "KE-DCI-TOCU", role), record(first_leg()))
            .rejected(JourneyRejection::RoleMayNotWrite);
        given::<Journey>([])
            .when(by("osman", "KE-DCI-TOCU", role), start(alone()))
            .rejected(JourneyRejection::RoleMayNotWrite);
    }
}

#[test]
fn another_agency_records_nothing_on_a_journey() {
    for history in [vec![], vec![ended()]] {
        underway(history)
            .when(by("harriet", "UK-NMC", Role::Investigator), record(first_leg()))
            .rejected(JourneyRejection::NotYourFile);
    }
}

#[test]
fn people_are_held_at_a_place_once_told() {
    let held = JourneyEvent::HeldAt { hold: Box::new(hold()) };
    let command = JourneyCommand::HoldAt { hold: Box::new(hold()) };
    underway([]).when(akinyi(), command.clone()).then([held.clone()]);
    underway([held]).when(akinyi(), command).then_nothing();
}

#[test]
fn a_hold_does_not_end_before_it_begins() {
    let hold = Box::new(Hold { to: Some(time("2026-01-14")), ..hold() });
    underway([])
        .when(akinyi(), JourneyCommand::HoldAt { hold })
        .rejected(JourneyRejection::HoldEndsBeforeItBegins);
}

#[test]
fn j3_everyone_found_is_to_be_screened() {
    underway([]).when(akinyi(), intercept(14)).then([
        JourneyEvent::Intercepted { by: agency(), place: merti(), persons_found: 14 },
        JourneyEvent::ScreeningRequired { persons: 14 },
    ]);
    underway([]).when(akinyi(), intercept(0)).rejected(JourneyRejection::NobodyFound);
}

#[test]
fn j2_those_found_leave_the_journey_and_the_others_go_on() {
    let fourteen = JourneyEvent::Intercepted { by: agency(), place: merti(), persons_found: 14 };
    underway([fourteen.clone()])
        .when(akinyi(), intercept(10))
        .rejected(JourneyRejection::MoreFoundThanTravel { travelling: 9 });
    assert_eq!(underway([fourteen]).when(akinyi(), intercept(9)).events().len(), 2);
}

#[test]
fn j2_the_headcount_follows_those_who_join_leave_and_die() {
    let joined = JourneyEvent::PersonsJoined { persons: 2, place: merti() };
    let left = JourneyEvent::PersonsLeft { persons: 5, place: merti() };
    underway([]).when(akinyi(), join(2)).then([joined.clone()]);
    underway([]).when(akinyi(), leave(5)).then([left.clone()]);
    underway([]).when(akinyi(), casualty(CasualtyKind::Death, 1)).then([died(1)]);
    underway([joined, left, died(1)])
        .when(akinyi(), leave(20))
        .rejected(JourneyRejection::MoreThanTravel { travelling: 19 });
}

#[test]
fn j2_an_injury_changes_no_headcount() {
    let hurt = underway([]).when(akinyi(), casualty(CasualtyKind::Injury, 3)).events();
    underway(hurt)
        .when(akinyi(), casualty(CasualtyKind::Death, 24))
        .rejected(JourneyRejection::MoreThanTravel { travelling: 23 });
}

#[test]
fn j2_at_least_one_person_joins_leaves_or_is_hurt() {
    for command in [join(0), leave(0), casualty(CasualtyKind::Death, 0)] {
        underway([]).when(akinyi(), command).rejected(JourneyRejection::NoPersons);
    }
}

#[test]
fn j2_nobody_joins_or_leaves_one_persons_journey() {
    for command in [join(1), leave(1)] {
        one_person([]).when(akinyi(), command).rejected(JourneyRejection::NotAGroup);
    }
    one_person([])
        .when(akinyi(), intercept(2))
        .rejected(JourneyRejection::MoreFoundThanTravel { travelling: 1 });
}

#[test]
fn j2_nobody_travels_on_when_all_are_gone() {
    let history = || [died(1)];
    one_person(history())
        .when(akinyi(), record(first_leg()))
        .rejected(JourneyRejection::NobodyTravels);
    one_person(history())
        .when(akinyi(), JourneyCommand::HoldAt { hold: Box::new(hold()) })
        .rejected(JourneyRejection::NobodyTravels);
}

#[test]
fn a_casualty_has_a_cause() {
    let command = JourneyCommand::RecordDeathOrInjury {
        kind: CasualtyKind::Injury,
        persons: 1,
        cause: said(" "),
        place: merti(),
    };
    underway([]).when(akinyi(), command).rejected(JourneyRejection::CauseMissing);
}

#[test]
fn smuggling_can_turn_out_to_be_trafficking() {
    let changed = JourneyEvent::ClassificationChanged {
        from: Facilitation::Smuggled,
        to: Facilitation::Trafficked,
        reasons: said("held for ransom"),
    };
    underway([]).when(akinyi(), classify(Facilitation::Trafficked)).then([changed.clone()]);
    underway([changed]).when(akinyi(), classify(Facilitation::Trafficked)).then_nothing();
    let command =
        JourneyCommand::ChangeClassification { to: Facilitation::Unclear, reasons: said("") };
    underway([]).when(akinyi(), command).rejected(JourneyRejection::ReasonsMissing);
}

#[test]
fn a_journey_ends_once() {
    underway([]).when(akinyi(), end(JourneyOutcome::Arrived)).then([ended()]);
    underway([ended()]).when(akinyi(), end(JourneyOutcome::Arrived)).then_nothing();
    underway([ended()])
        .when(akinyi(), end(JourneyOutcome::Returned))
        .rejected(JourneyRejection::NotAllowedOnceEnded);
}

#[test]
fn j2_a_journey_ends_in_death_when_every_death_is_recorded() {
    one_person([])
        .when(akinyi(), end(JourneyOutcome::Died))
        .rejected(JourneyRejection::SomeStillTravel { travelling: 1 });
    assert_eq!(one_person([died(1)]).when(akinyi(), end(JourneyOutcome::Died)).events().len(), 1);
}

#[test]
fn a_refusal_names_its_rule_and_the_field() {
    let refusal = JourneyRejection::LegStartsWhereNoOneWas { n: 2 };
    assert_eq!(refusal.code(), "LEG_STARTS_WHERE_NO_ONE_WAS");
    assert_eq!((refusal.rule(), refusal.path()), (Some("J1"), "leg.from"));
    assert!(refusal.to_string().contains("leg 2 starts where no one was"));
}
