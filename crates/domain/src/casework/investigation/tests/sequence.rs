//! Whatever is asked of an investigation, in whatever order, its history stays sound.

use proptest::prelude::*;

use super::super::Investigation;
use super::*;
use crate::Decider;
use crate::testing::shipped_law;

fn anybody() -> Vec<Metadata> {
    vec![
        akinyi(),
        otieno_the_deputy(),
        chebet_the_supervisor(),
        mutua_of_the_agency(),
        harriet_of_another_agency(),
        njeri_the_prosecutor(),
        by("wafula", "KE-DCI-BUSIA", Role::Supervisor),
    ]
}

fn anything() -> Vec<Command> {
    let commands = every_command().into_iter().map(|(_, command)| command);
    commands.chain([open(), transfer(Some(reference("DCI circular 4/2026")))]).collect()
}

fn asked() -> impl Strategy<Value = Vec<(Metadata, Command)>> {
    let one = (prop::sample::select(anybody()), prop::sample::select(anything()));
    prop::collection::vec(one, 0..60)
}

proptest! {
    #[test]
    fn any_accepted_history_replays_to_the_same_file(asked in asked()) {
        let (mut file, mut history) = (Investigation::default(), Vec::new());
        for (metadata, command) in std::iter::once((akinyi(), open())).chain(asked) {
            let events = file.decide(command, &metadata, shipped_law()).unwrap_or_default();
            file = events.iter().fold(file, Decider::evolve);
            history.extend(events);
        }
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Event> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(history.iter().fold(Investigation::default(), Decider::evolve), file);

        let mut last = 0;
        for event in &history {
            if let Event::DecisionRecorded { number, .. } = event {
                prop_assert_eq!(*number, last + 1);
                last = *number;
            }
        }
    }

    #[test]
    fn the_same_command_again_changes_nothing(asked in asked()) {
        let mut file = Investigation::default();
        for (metadata, command) in std::iter::once((akinyi(), open())).chain(asked) {
            let events = file.decide(command.clone(), &metadata, shipped_law()).unwrap_or_default();
            file = events.iter().fold(file, Decider::evolve);
            if !matches!(command, Command::RecordDecision { .. }) {
                prop_assert_eq!(file.decide(command, &metadata, shipped_law()).unwrap_or_default(), vec![]);
            }
        }
    }
}
