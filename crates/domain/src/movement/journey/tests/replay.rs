//! Any history of a journey replays, and its rules hold all along.

use proptest::prelude::*;

use super::*;
use crate::testing::shipped_law;

fn any_place() -> impl Strategy<Value = Place> {
    prop::sample::select(vec![hosaena(), hawassa(), moyale_et(), moyale_ke(), merti()])
}

fn any_leg() -> impl Strategy<Value = Leg> {
    let mode = prop::sample::select(vec![TravelMode::Foot, TravelMode::Bus, TravelMode::Flight]);
    (any_place(), any_place(), 1..20_u32, 0..3_u32, mode, any::<bool>()).prop_map(
        |(from, to, day, days, mode, gap)| {
            let depart = format!("2026-01-{day:02}");
            let arrive = format!("2026-01-{:02}", day + days);
            let gap = gap.then(|| said("not known"));
            Leg { gap, ..leg(from, to, &depart, &arrive, mode) }
        },
    )
}

fn any_command() -> impl Strategy<Value = JourneyCommand> {
    let outcome = prop::sample::select(vec![JourneyOutcome::Died, JourneyOutcome::Arrived]);
    let kind = prop::sample::select(vec![CasualtyKind::Death, CasualtyKind::Injury]);
    prop_oneof![
        2 => Just(start(group(23, 19, 4))),
        12 => any_leg().prop_map(record),
        6 => (0..6_u32, any_leg()).prop_map(|(number, leg)| correct(number, leg)),
        1 => Just(JourneyCommand::HoldAt { hold: Box::new(hold()) }),
        1 => (0..9_u32).prop_map(intercept),
        1 => (kind, 0..5_u32).prop_map(|(kind, persons)| casualty(kind, persons)),
        1 => (0..5_u32).prop_map(join),
        1 => (0..9_u32).prop_map(leave),
        1 => Just(classify(Facilitation::Trafficked)),
        1 => outcome.prop_map(end),
    ]
}

/// Commands that ask for a state, not for one more act.
fn asks_for_a_state(command: &JourneyCommand) -> bool {
    matches!(
        command,
        JourneyCommand::RecordLeg { .. }
            | JourneyCommand::CorrectLeg { .. }
            | JourneyCommand::HoldAt { .. }
            | JourneyCommand::ChangeClassification { .. }
            | JourneyCommand::End { .. }
    )
}

proptest! {
    #[test]
    fn j1_any_accepted_history_replays_and_stays_contiguous(
        commands in prop::collection::vec(any_command(), 1..60),
    ) {
        let mut journey = Journey::default();
        let mut history = vec![];
        for command in std::iter::once(start(group(23, 19, 4))).chain(commands) {
            let Ok(events) = journey.decide(command.clone(), &akinyi(), shipped_law()) else { continue };
            for event in &events {
                journey = journey.evolve(event);
            }
            if asks_for_a_state(&command) {
                prop_assert_eq!(journey.decide(command, &akinyi(), shipped_law()), Ok(vec![]));
            }
            history.extend(events);
        }
        let json = serde_json::to_string(&history).unwrap();
        let stored: Vec<JourneyEvent> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&stored.iter().fold(Journey::default(), Journey::evolve), &journey);

        let trip = journey.trip().unwrap();
        let mut before = None;
        for (n, leg) in (1..).zip(&trip.legs) {
            prop_assert!(policy::leg_follows(n, leg, &trip.origin, before).is_ok());
            before = Some(leg);
        }
    }

    #[test]
    fn j2_the_headcount_is_what_the_history_adds_up_to(
        commands in prop::collection::vec(any_command(), 1..60),
    ) {
        let mut journey = Journey::default().evolve(&started(group(23, 19, 4)));
        let mut travelling = 23_u32;
        for command in commands {
            for event in journey.decide(command, &akinyi(), shipped_law()).unwrap_or_default() {
                travelling = counted(travelling, &event);
                journey = journey.evolve(&event);
            }
        }
        prop_assert_eq!(journey.trip().unwrap().travelling, travelling);
    }
}

fn counted(travelling: u32, event: &JourneyEvent) -> u32 {
    match event {
        JourneyEvent::PersonsJoined { persons, .. } => travelling + persons,
        JourneyEvent::PersonsLeft { persons, .. }
        | JourneyEvent::Intercepted { persons_found: persons, .. }
        | JourneyEvent::DeathOrInjuryRecorded { kind: CasualtyKind::Death, persons, .. } => {
            travelling.checked_sub(*persons).unwrap()
        }
        JourneyEvent::Started { .. }
        | JourneyEvent::LegRecorded { .. }
        | JourneyEvent::LegCorrected { .. }
        | JourneyEvent::ImplausibleSpeedNoted { .. }
        | JourneyEvent::HeldAt { .. }
        | JourneyEvent::ScreeningRequired { .. }
        | JourneyEvent::DeathOrInjuryRecorded { kind: CasualtyKind::Injury, .. }
        | JourneyEvent::ClassificationChanged { .. }
        | JourneyEvent::Ended { .. } => travelling,
    }
}
