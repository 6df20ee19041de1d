//! Whatever is asked of a report, in whatever order, its history stays sound.

use proptest::prelude::*;

use super::*;
use crate::Decider;
use crate::testing::shipped_law;

fn anybody() -> Vec<Metadata> {
    vec![akinyi(), otieno(), harriet(), resting_on(another(Some("2B")))]
}

fn anything() -> Vec<Command> {
    let commands = every_command().into_iter().map(|(_, command)| command);
    commands
        .chain([
            evaluate("2E"),
            disseminate_to(tocu(), false),
            disseminate_to(tocu(), true),
            disseminate_to(nmc(), false),
            Command::Acknowledge { sanitised: None },
            corroborate(Independence::SameOrigin),
            regrade("1A"),
            retain("2028-01-01"),
        ])
        .collect()
}

fn asked() -> impl Strategy<Value = Vec<(Metadata, Command)>> {
    let one = (prop::sample::select(anybody()), prop::sample::select(anything()));
    prop::collection::vec(one, 0..80)
}

/// The report and its history after these were asked of it.
fn history(asked: Vec<(Metadata, Command)>) -> (IntelligenceReport, Vec<Event>) {
    let mut report = IntelligenceReport::default();
    let mut history = vec![];
    for (metadata, command) in std::iter::once((akinyi(), submit())).chain(asked) {
        let events = report.decide(command, &metadata, shipped_law()).unwrap_or_default();
        report = events.iter().fold(report, Decider::evolve);
        history.extend(events);
    }
    (report, history)
}

proptest! {
    #[test]
    fn any_accepted_history_replays_to_the_same_report(asked in asked()) {
        let (report, history) = history(asked);
        let stored = serde_json::to_string(&history).unwrap();
        let stored: Vec<Event> = serde_json::from_str(&stored).unwrap();
        let again = stored.iter().fold(IntelligenceReport::default(), Decider::evolve);
        prop_assert_eq!(again, report);
    }

    #[test]
    fn n3_n5_nothing_unsanitised_leaves_and_nothing_leaves_after_a_recall(asked in asked()) {
        let (mut recalled, mut told) = (false, BTreeSet::new());
        for event in history(asked).1 {
            if let Event::Disseminated { sanitised, to, .. } = &event {
                prop_assert!(!recalled && (sanitised.is_some() || *to == tocu()));
                told.insert(to.clone());
            }
            if let Event::Recalled { recipients, .. } = &event {
                prop_assert_eq!(recipients, &told);
                recalled = true;
            }
        }
    }

    #[test]
    fn the_same_command_again_changes_nothing(asked in asked()) {
        let mut report = IntelligenceReport::default();
        for (metadata, command) in std::iter::once((akinyi(), submit())).chain(asked) {
            let events = report.decide(command.clone(), &metadata, shipped_law()).unwrap_or_default();
            report = events.iter().fold(report, Decider::evolve);
            prop_assert_eq!(report.decide(command, &metadata, shipped_law()).unwrap_or_default(), vec![]);
        }
    }
}
