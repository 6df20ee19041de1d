//! Whatever is asked in whatever order: histories replay, and what was done is not done again.

use proptest::prelude::*;

use super::fixtures::*;
use super::*;
use crate::testing::shipped_law;

/// Commands of all kinds, good and bad, that may come in any order.
fn any_command() -> impl Strategy<Value = Command> {
    let days = prop::sample::select(vec![
        "2026-03-01",
        "2026-03-02",
        "2026-03-09",
        "2026-04-07",
        "2026-04-08",
        "2026-05-20",
        "2027-01-01",
    ]);
    let majorities =
        prop::sample::select(vec![Majority::Adult, Majority::Child, Majority::AgeDisputed]);
    let jurisdictions =
        prop::sample::select(vec![Jurisdiction::Uk, Jurisdiction::Ke, Jurisdiction::Other]);
    let scopes = prop::sample::select(vec![
        ConsentScope::Referral,
        ConsentScope::Repatriation,
        ConsentScope::ShareWith { agency: agency("UK-HO-SCA") },
    ]);
    (0..26usize, days, majorities, jurisdictions, scopes, any::<bool>()).prop_map(
        |(which, date, majority, jurisdiction, scope, yes)| {
            let outcome = if yes { GroundsOutcome::Positive } else { GroundsOutcome::Negative };
            match which {
                0 => registration(jurisdiction, majority),
                1 | 2 => screening(),
                3..=5 => consent(scope, yes),
                6 => withdrawal(scope),
                7..=9 => referral(
                    jurisdiction.mechanism(),
                    yes.then(|| {
                        told(if jurisdiction == Jurisdiction::Uk {
                            GuardianKind::Ictg
                        } else {
                            GuardianKind::ChildrenOfficer
                        })
                    }),
                ),
                10 | 11 => reasonable_grounds(outcome, date),
                12 => conclusive_grounds(outcome, date),
                13 => reconsideration(),
                14 => reconsidered(ReconsiderationOutcome::Overturned, date),
                15 => disqualification(),
                16 => Command::RecordEmergencyCare { given: [NeedDomain::Medical].into() },
                17 => need(if yes { NeedLevel::Low } else { NeedLevel::High }),
                18 => support_plan(),
                19 => Command::BeginReintegration { provider: provider() },
                20 => return_home(yes.then(|| reference("BID-1"))),
                21 => hand_over(),
                22 => Command::BeginAftercare { provider: provider() },
                23 => Command::SendDutyToNotify { anonymous: yes, to: agency("UK-HO-SCA") },
                24 => Command::DetermineMajority {
                    majority,
                    assessed_by: organisation("Northmere County Council"),
                    reference: reference("AGE-26-014"),
                },
                _ => closing(CloseReason::SupportCompleted),
            }
        },
    )
}

/// Whether the command says of itself that it is a new fact each time.
fn is_a_new_fact_each_time(command: &Command) -> bool {
    matches!(
        command,
        Command::Screen { .. }
            | Command::RecordEmergencyCare { .. }
            | Command::AdoptSupportPlan { .. }
            | Command::PlanRepatriation { .. }
            | Command::DecideReconsideration { .. }
    )
}

proptest! {
    #[test]
    fn an_accepted_history_replays_and_a_repeated_command_adds_nothing(
        jurisdiction in prop::sample::select(vec![Jurisdiction::Uk, Jurisdiction::Ke]),
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        let mut history = registered(jurisdiction, Majority::Adult);
        for command in commands {
            let file = folded(&history);
            let Ok(events) = file.decide(command.clone(), &harriet(), shipped_law()) else { continue };
            history.extend(events);
            let again = folded(&history).decide(command.clone(), &harriet(), shipped_law());
            if !is_a_new_fact_each_time(&command) {
                prop_assert_eq!(again, Ok(vec![]), "{:?}", command);
            }
        }
        let stored = serde_json::to_string(&history).unwrap();
        let read: History = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(folded(&read), folded(&history));
    }

    #[test]
    fn v1_no_adult_is_in_a_mechanism_without_having_consented(
        commands in prop::collection::vec(any_command(), 0..40),
    ) {
        let mut history = registered(Jurisdiction::Uk, Majority::Adult);
        for command in commands {
            let before = folded(&history);
            let Ok(events) = before.decide(command, &harriet(), shipped_law()) else { continue };
            let VictimCase::OnFile(file) = &before else { continue };
            if events.iter().any(|event| matches!(event, Event::Referred { .. })) {
                prop_assert!(
                    file.given.contains(&ConsentScope::Referral)
                        || file.majority.is_protected_as_child()
                );
            }
            history.extend(events);
        }
    }
}
