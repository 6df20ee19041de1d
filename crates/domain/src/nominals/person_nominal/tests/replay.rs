//! Whatever is asked of a person's record, in whatever order, its history stays sound.

use crate::testing::shipped_law;
use proptest::prelude::*;

use super::*;
use crate::Decider;

fn anybody() -> Vec<Metadata> {
    vec![akinyi(), on_report(), resting_on(exhibit()), harriet()]
}

fn anything() -> Vec<Command> {
    let commands = every_command().into_iter().map(|(_, command)| command);
    let facts = facts().into_iter().map(assert_that);
    commands.chain(facts).chain([contest(2), withdraw(2), retain("2031-01-01")]).collect()
}

fn asked() -> impl Strategy<Value = Vec<(Metadata, Command)>> {
    let one = (prop::sample::select(anybody()), prop::sample::select(anything()));
    prop::collection::vec(one, 0..80)
}

/// The record and its history after these were asked of it.
fn history(asked: Vec<(Metadata, Command)>) -> (PersonNominal, Vec<Event>) {
    let mut record = PersonNominal::default();
    let mut history = vec![];
    for (metadata, command) in std::iter::once((akinyi(), begin())).chain(asked) {
        let events = record.decide(command, &metadata, shipped_law()).unwrap_or_default();
        record = events.iter().fold(record, Decider::evolve);
        history.extend(events);
    }
    (record, history)
}

proptest! {
    #[test]
    fn any_accepted_history_replays_to_the_same_record(asked in asked()) {
        let (record, history) = history(asked);
        let stored = serde_json::to_string(&history).unwrap();
        let stored: Vec<Event> = serde_json::from_str(&stored).unwrap();
        let again = stored.iter().fold(PersonNominal::default(), Decider::evolve);
        prop_assert_eq!(again, record);
    }

    #[test]
    fn nom_3_every_fact_has_a_number_of_its_own_and_none_is_lost(asked in asked()) {
        let mut numbers = vec![];
        for event in history(asked).1 {
            match event {
                Event::FactAsserted { number, .. } => numbers.push(number),
                Event::FactContested { number, .. } | Event::FactWithdrawn { number, .. } => {
                    prop_assert!(numbers.contains(&number));
                }
                Event::Recorded { .. } | Event::Retained { .. } | Event::Expired { .. } => {}
            }
        }
        prop_assert!(numbers.iter().copied().eq((1..).take(numbers.len())));
    }

    #[test]
    fn the_same_command_again_changes_nothing(asked in asked()) {
        let mut record = PersonNominal::default();
        for (metadata, command) in std::iter::once((akinyi(), begin())).chain(asked) {
            let events = record.decide(command.clone(), &metadata, shipped_law()).unwrap_or_default();
            record = events.iter().fold(record, Decider::evolve);
            prop_assert_eq!(record.decide(command, &metadata, shipped_law()).unwrap_or_default(), vec![]);
        }
    }
}
