//! Whatever is asked of disclosure schedules, in whatever order, their history stays sound.

use crate::testing::shipped_law;
use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::Decider;

/// A command with the one who sends it.
fn any_command() -> impl Strategy<Value = (Metadata, Command)> {
    let class = || prop::sample::select(vec![NonSensitive, Sensitive]);
    let material = || prop::sample::select(vec![phone(), report(), notebook()]);
    let decision = prop::sample::select(vec![Disclose, Edit, Withhold, Pii]);
    let outcome = prop::sample::select(vec![PiiOutcome::Upheld, PiiOutcome::Refused]);
    let text = prop::sample::select(vec!["Calls", "Calls, twelve pages"]);
    let to = prop::sample::select(vec![to_defence(), to_court()]);
    let standing = prop::sample::select(vec![
        well(),
        well(),
        in_doubt(),
        DisclosureStanding { gaps: 1, ..well() },
    ]);
    let officer = prop_oneof![
        4 => (class(), material()).prop_map(|(class, what)| add(class, what)),
        2 => (1..4_u32, text).prop_map(|(no, text)| redescribe(no, text)),
        2 => (class(), 1..4_u32).prop_map(|(class, no)| reclassify(class, no)),
        1 => material().prop_map(mark_used),
        1 => material().prop_map(mark_unused),
    ];
    let prosecutor = prop_oneof![
        6 => (class(), 1..4_u32, decision, any::<bool>(), standing.clone())
            .prop_map(|(class, no, how, met, around)| review_as(class, no, how, met, around)),
        2 => outcome.prop_map(record_ruling),
        4 => (class(), to, standing).prop_map(|(class, to, around)| serve_as(class, to, around)),
    ];
    prop_oneof![
        officer.prop_map(|command| (akinyi(), command)),
        prosecutor.prop_map(|command| (njeri(), command)),
    ]
}

fn commands() -> impl Strategy<Value = Vec<(Metadata, Command)>> {
    prop::collection::vec(any_command(), 1..80)
}

proptest! {
    #[test]
    fn any_accepted_history_replays_and_the_same_command_again_changes_nothing(
        commands in commands(),
    ) {
        let mut schedule = DisclosureSchedule::default().evolve(&opened());
        let mut history = vec![opened()];
        for (metadata, command) in commands {
            let Ok(events) = schedule.decide(command.clone(), &metadata, shipped_law()) else { continue };
            schedule = events.iter().fold(schedule, Decider::evolve);
            prop_assert_eq!(schedule.decide(command, &metadata, shipped_law()), Ok(vec![]));
            history.extend(events);
        }
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Event> = serde_json::from_str(&stored).unwrap();
        let again = history.iter().fold(DisclosureSchedule::default(), Decider::evolve);
        prop_assert_eq!(again, schedule);
    }

    #[test]
    fn d1_d2_d4_numbers_and_versions_have_no_gap_and_the_defence_gets_nothing_sensitive(
        commands in commands(),
    ) {
        let mut schedule = DisclosureSchedule::default().evolve(&opened());
        let mut numbers: BTreeMap<DisclosureClass, u32> = BTreeMap::new();
        let mut hashes: BTreeMap<(DisclosureClass, u32), String> = BTreeMap::new();
        for (metadata, command) in commands {
            let events = schedule.decide(command, &metadata, shipped_law()).unwrap_or_default();
            for event in &events {
                let added = if let Event::ItemAdded { class, no, .. } = event {
                    Some((*class, *no))
                } else {
                    None
                };
                let moved = if let Event::ItemReclassified { class, to_no, .. } = event {
                    Some((class.other(), *to_no))
                } else {
                    None
                };
                if let Some((class, no)) = added.or(moved) {
                    let last = numbers.entry(class).or_default();
                    prop_assert_eq!(no, *last + 1);
                    *last = no;
                }
                if let Event::Served { class, version, to, hash } = event {
                    let defence = matches!(to, Audience::Defence { .. });
                    prop_assert!(*class == NonSensitive || !defence);
                    let before = *version == 1 || hashes.contains_key(&(*class, version - 1));
                    prop_assert!(before, "versions have no gap");
                    let hash = hash.to_string();
                    let first = hashes.entry((*class, *version)).or_insert_with(|| hash.clone());
                    prop_assert_eq!(&*first, &hash);
                }
            }
            schedule = events.iter().fold(schedule, Decider::evolve);
        }
    }
}
