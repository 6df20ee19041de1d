//! Any history of an exhibit replays, and its rules hold all along.

use proptest::prelude::*;

use super::*;
use crate::testing::shipped_law;

/// Commands that ask for a state, not for one more act.
fn asks_for_a_state(command: &EvidenceCommand) -> bool {
    use super::EvidenceCommand as C;

    matches!(
        command,
        C::StoreFile { .. }
            | C::OfferCustody { .. }
            | C::AcceptCustody { .. }
            | C::BreakSeal { .. }
            | C::Reseal { .. }
            | C::Derive { .. }
            | C::RecordSelector { .. }
            | C::Store { .. }
            | C::LendAbroad { .. }
            | C::SendToCourt { .. }
            | C::PlaceHold { .. }
            | C::SetRetention { .. }
            | C::AssessSensitivity { .. }
            | C::Disclose { .. }
    )
}

fn any_command() -> impl Strategy<Value = EvidenceCommand> {
    let mut commands = every_command();
    commands.truncate(commands.len() - 2);
    commands.extend([
        reseal("A-1003"),
        break_seal("A-1002"),
        verify("b"),
        check_file(1, "b"),
        store_file(2, "a"),
        derive(Some(sha256("a"))),
        acquire_again(AcquisitionMethod::Logical, false, vec![sha256("b")]),
        offer(CustodyPurpose::Examination),
        rule(IntegrityRuling::Exclude),
        store(),
    ]);
    prop::sample::select(commands)
}

fn any_actor() -> impl Strategy<Value = Metadata> {
    prop::sample::select(vec![akinyi(), akinyi(), guyo_signs(), supervisor()])
}

proptest! {
    #[test]
    fn x1_any_accepted_history_replays_and_custody_moves_by_acceptance_alone(
        steps in prop::collection::vec((any_actor(), any_command()), 1..80),
    ) {
        let mut state = EvidenceItem::default();
        let mut history = vec![];
        let opening = [(akinyi(), identify()), (akinyi(), seize())];
        for (actor, command) in opening.into_iter().chain(steps) {
            let Ok(events) = state.decide(command.clone(), &actor, shipped_law()) else { continue };
            for event in &events {
                let before = custodian(&state);
                state = state.evolve(event);
                let moved = before.is_some() && before != custodian(&state);
                let accepted = matches!(event, EvidenceEvent::CustodyAccepted { .. });
                prop_assert_eq!(moved, accepted);
            }
            let in_doubt =
                events.iter().any(|event| matches!(event, EvidenceEvent::IntegrityFailed { .. }));
            if asks_for_a_state(&command) && !in_doubt {
                prop_assert_eq!(state.decide(command, &actor, shipped_law()), Ok(vec![]));
            }
            history.extend(events);
        }
        let json = serde_json::to_string(&history).unwrap();
        let stored: Vec<EvidenceEvent> = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(&stored.iter().fold(EvidenceItem::default(), EvidenceItem::evolve), &state);
    }
}

fn custodian(state: &EvidenceItem) -> Option<Custodian> {
    match state {
        EvidenceItem::InCustody(exhibit) => Some(exhibit.custodian.clone()),
        EvidenceItem::Unidentified
        | EvidenceItem::Identified(_)
        | EvidenceItem::Returned(_)
        | EvidenceItem::Destroyed(_) => None,
    }
}
