//! Whatever is asked of a suspect, in whatever order, their history stays sound.

use proptest::prelude::*;

use super::super::Suspect;
use super::*;
use crate::Decider;
use crate::testing::shipped_law;

fn anybody() -> Vec<Metadata> {
    vec![
        akinyi(),
        resting_on(exhibit()),
        resting_on(report("3E")),
        harriet_of_another_agency(),
        njeri_the_prosecutor(),
    ]
}

fn anything() -> Vec<Command> {
    let commands = every_command().into_iter().map(|(_, command)| command);
    commands
        .chain([
            nominate(),
            review(NonpunishmentDecision::Proceed),
            review(NonpunishmentDecision::DoNotProceed),
            Command::RecordOutcome { outcome: ChargeOutcome::Discontinued },
        ])
        .collect()
}

fn asked() -> impl Strategy<Value = Vec<(Metadata, Command)>> {
    let one = (prop::sample::select(anybody()), prop::sample::select(anything()));
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn any_accepted_history_replays_to_the_same_person(asked in asked()) {
        let (mut person, mut history) = (Suspect::default(), Vec::new());
        for (metadata, command) in std::iter::once((akinyi(), nominate())).chain(asked) {
            let events = person.decide(command, &metadata, shipped_law()).unwrap_or_default();
            person = events.iter().fold(person, Decider::evolve);
            history.extend(events);
        }
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Event> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(history.iter().fold(Suspect::default(), Decider::evolve), person);
    }

    #[test]
    fn nobody_is_charged_while_signs_wait_for_a_review(asked in asked()) {
        let (mut person, mut waiting) = (Suspect::default(), false);
        for (metadata, command) in std::iter::once((akinyi(), nominate())).chain(asked) {
            let events = person.decide(command, &metadata, shipped_law()).unwrap_or_default();
            for event in &events {
                if let Event::PossibleVictimFlagged { .. } = event {
                    waiting = true;
                }
                if let Event::NonpunishmentReviewed { decision, .. } = event {
                    waiting = *decision == NonpunishmentDecision::DoNotProceed;
                }
                let charged = matches!(event, Event::Charged { .. });
                prop_assert!(!(charged && waiting));
            }
            person = events.iter().fold(person, Decider::evolve);
        }
    }

    #[test]
    fn the_same_command_again_changes_nothing(asked in asked()) {
        let mut person = Suspect::default();
        for (metadata, command) in std::iter::once((akinyi(), nominate())).chain(asked) {
            let events = person.decide(command.clone(), &metadata, shipped_law()).unwrap_or_default();
            person = events.iter().fold(person, Decider::evolve);
            if !matches!(command, Command::AddGrounds { .. }) {
                prop_assert_eq!(person.decide(command, &metadata, shipped_law()).unwrap_or_default(), vec![]);
            }
        }
    }
}
