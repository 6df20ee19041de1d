//! Whatever is asked of a prosecution file, in whatever order, its history stays sound.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::*;
use crate::Decider;
use crate::testing::shipped_law;

fn any_standing() -> impl Strategy<Value = ChargeStanding> {
    let exhibit = prop::sample::select(vec![
        ExhibitStanding::Admissible,
        ExhibitStanding::Admissible,
        ExhibitStanding::Excluded,
        ExhibitStanding::NotForCourt,
    ]);
    let person = prop::sample::select(vec![
        SuspectStanding::Unflagged,
        SuspectStanding::ReviewDue,
        SuspectStanding::Reviewed,
        SuspectStanding::NotToBePunished,
    ]);
    (exhibit, person).prop_map(|(exhibit, person)| ChargeStanding {
        suspects: [(suspect(), person)].into(),
        ..with_ledger(exhibit)
    })
}

fn any_accusation() -> impl Strategy<Value = Accusation> {
    let other = accusation(vec![element("ACT", true, &[phone(), ledger()])]);
    // Under section 3 the purpose, which none of these names, has to be proved as well.
    let by_the_law = Accusation {
        statute: section("s.3"),
        offence_date: NaiveDate::from_ymd_opt(2026, 1, 31),
        ..proved()
    };
    prop::sample::select(vec![proved(), with_a_gap(), other, by_the_law])
}

fn any_command() -> impl Strategy<Value = Command> {
    use CourtEventType::{Appeal, Mention, Plea, Trial};
    let kind = || prop::sample::select(vec![Mention, Plea, Trial, Appeal]);
    let verdict = prop::sample::select(vec![Verdict::Guilty, Verdict::NotGuilty]);
    prop_oneof![
        3 => (any_accusation(), any_standing()).prop_map(|(what, how)| propose(what, how)),
        3 => (any_accusation(), any_standing()).prop_map(|(what, how)| amend(what, how)),
        4 => any_standing().prop_map(approve),
        4 => any_standing().prop_map(file_charge),
        1 => Just(refuse()),
        1 => Just(withdraw()),
        2 => kind().prop_map(|kind| schedule(kind, "2026-04-02")),
        2 => (0..4_u32, kind()).prop_map(|(n, kind)| hold(n, Some(date(kind, "2026-05-02")))),
        1 => Just(order(&[SpecialMeasure::Screens])),
        2 => verdict.prop_map(find),
        1 => (1..3_u16).prop_map(|n| sentence(years(n))),
    ]
}

fn commands() -> impl Strategy<Value = Vec<Command>> {
    prop::collection::vec(any_command(), 1..60)
}

/// What the standing of the first charge's evidence and suspect says, when a command brings it.
fn may_be_brought(accusation: &Accusation, standing: &ChargeStanding) -> bool {
    let person = matches!(
        standing.suspects[&suspect()],
        SuspectStanding::Unflagged | SuspectStanding::Reviewed
    );
    let ledger = standing.exhibits[&ledger()];
    let used = |element: &super::super::ChargeElement| element.evidence.contains(&self::ledger());
    let named = accusation.elements.iter().any(used);
    let alone = *accusation == proved() && ledger != ExhibitStanding::Admissible;
    let kept = named && ledger == ExhibitStanding::NotForCourt;
    let by_the_law = accusation.statute_version.is_some();
    person && !kept && !alone && !by_the_law && *accusation != with_a_gap()
}

proptest! {
    #[test]
    fn any_accepted_history_replays_and_the_same_command_again_changes_nothing(
        commands in commands(),
    ) {
        let mut file = ProsecutionFile::default().evolve(&opened());
        let mut history = vec![opened()];
        for command in commands {
            let Ok(events) = file.decide(command.clone(), &njeri(), shipped_law()) else { continue };
            file = events.iter().fold(file, Decider::evolve);
            prop_assert_eq!(file.decide(command, &njeri(), shipped_law()), Ok(vec![]));
            history.extend(events);
        }
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Event> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(history.iter().fold(ProsecutionFile::default(), Decider::evolve), file);
    }

    #[test]
    fn p1_p2_p3_no_charge_is_ever_approved_that_may_not_be_brought(commands in commands()) {
        let mut file = ProsecutionFile::default().evolve(&opened());
        let mut first = None;
        for command in commands {
            let events = file.decide(command.clone(), &njeri(), shipped_law()).unwrap_or_default();
            for event in &events {
                if let Event::ChargeProposed { n: 1, accusation, .. }
                | Event::ChargeAmended { n: 1, accusation, .. } = event
                {
                    first = Some(Accusation::clone(accusation));
                }
                if let (Event::ChargeApproved { .. }, Command::ApproveCharge { standing, .. }) =
                    (event, &command)
                {
                    prop_assert!(may_be_brought(first.as_ref().unwrap(), standing));
                }
            }
            file = events.iter().fold(file, Decider::evolve);
        }
    }
}
