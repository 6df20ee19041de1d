//! The state machine: which step is possible in which state, for every state and every step.

use std::collections::BTreeSet;

use strum::VariantArray;

use super::fixtures::*;
use super::*;
use crate::testing::shipped_law;

/// A history that ends in the state.
fn in_state(state: Status) -> History {
    let refusal = || reasonable_grounds(GroundsOutcome::Negative, "2026-03-09");
    match state {
        Status::Identified => registered(Jurisdiction::Uk, Majority::Adult),
        Status::Screened => screened(Jurisdiction::Uk, Majority::Adult),
        Status::ConsentSought => consenting(),
        Status::DutyToNotify => refusing(),
        Status::RgPending => referred(),
        Status::RgNegative => after(referred(), [("2026-03-09", refusal())]),
        Status::RgReconsideration => {
            after(without_reasonable_grounds(), [("2026-03-20", reconsideration())])
        }
        Status::Recovery => in_recovery(),
        Status::CgPositive => conclusively(GroundsOutcome::Positive),
        Status::CgNegative => conclusively(GroundsOutcome::Negative),
        Status::CgReconsideration => {
            after(conclusively(GroundsOutcome::Negative), [("2026-06-01", reconsideration())])
        }
        Status::Disqualified => after(in_recovery(), [("2026-04-01", disqualification())]),
        Status::Withdrawn => {
            after(in_recovery(), [("2026-03-20", withdrawal(ConsentScope::Referral))])
        }
        Status::Registered => in_kenyan_mechanism(),
        Status::EmergencyCare => in_emergency_care(),
        Status::Assessed => assessed(),
        Status::SupportPlan => with_support_plan(),
        Status::Reintegration => after(
            with_support_plan(),
            [("2026-06-01", Command::BeginReintegration { provider: provider() })],
        ),
        Status::Repatriation => after(returning_home(), [("2026-04-14", hand_over())]),
        Status::Aftercare => after(
            in_state(Status::Repatriation),
            [("2026-05-01", Command::BeginAftercare { provider: provider() })],
        ),
        Status::Closed => after(referred(), [("2026-06-01", closing(CloseReason::ContactLost))]),
    }
}

/// Every step that moves a file, and the states in which it does.
#[expect(clippy::too_many_lines, reason = "the table of all steps")]
fn steps() -> Vec<(&'static str, Command, Vec<(Status, Status)>)> {
    use Status::{
        Aftercare, Assessed, CgNegative, CgPositive, CgReconsideration, Closed, ConsentSought,
        Disqualified, DutyToNotify, EmergencyCare, Identified, Recovery, Registered, Reintegration,
        Repatriation, RgNegative, RgPending, RgReconsideration, Screened, SupportPlan, Withdrawn,
    };
    let uk = [
        Identified,
        Screened,
        ConsentSought,
        RgPending,
        RgNegative,
        RgReconsideration,
        Recovery,
        CgPositive,
        CgNegative,
        CgReconsideration,
        Withdrawn,
        DutyToNotify,
    ];
    let open = Status::VARIANTS.iter().copied().filter(|s| !matches!(s, DutyToNotify | Closed));
    vec![
        ("screen", screening(), vec![(Identified, Screened)]),
        (
            "consent",
            consent(ConsentScope::Referral, true),
            vec![
                (Screened, ConsentSought),
                (DutyToNotify, ConsentSought),
                (Withdrawn, ConsentSought),
            ],
        ),
        ("refuse", consent(ConsentScope::Referral, false), vec![(Screened, DutyToNotify)]),
        (
            "withdraw",
            withdrawal(ConsentScope::Referral),
            vec![
                (ConsentSought, DutyToNotify),
                (RgPending, Withdrawn),
                (RgNegative, Withdrawn),
                (RgReconsideration, Withdrawn),
                (Recovery, Withdrawn),
                (CgNegative, Withdrawn),
                (CgReconsideration, Withdrawn),
            ],
        ),
        ("refer", referral(Mechanism::UkNrm, None), vec![(ConsentSought, RgPending)]),
        (
            "reasonable grounds",
            reasonable_grounds(GroundsOutcome::Positive, "2026-03-09"),
            vec![(RgPending, Recovery)],
        ),
        (
            "no reasonable grounds",
            reasonable_grounds(GroundsOutcome::Negative, "2026-03-10"),
            vec![(RgPending, RgNegative)],
        ),
        (
            "conclusive grounds",
            conclusive_grounds(GroundsOutcome::Positive, "2026-05-21"),
            vec![(Recovery, CgPositive)],
        ),
        (
            "no conclusive grounds",
            conclusive_grounds(GroundsOutcome::Negative, "2026-05-21"),
            vec![(Recovery, CgNegative)],
        ),
        (
            "request reconsideration",
            reconsideration(),
            vec![(RgNegative, RgReconsideration), (CgNegative, CgReconsideration)],
        ),
        (
            "uphold",
            reconsidered(ReconsiderationOutcome::Upheld, "2026-07-01"),
            vec![(RgReconsideration, RgNegative), (CgReconsideration, CgNegative)],
        ),
        (
            "overturn",
            reconsidered(ReconsiderationOutcome::Overturned, "2026-07-01"),
            vec![(RgReconsideration, Recovery), (CgReconsideration, CgPositive)],
        ),
        ("disqualify", disqualification(), uk.map(|from| (from, Disqualified)).into()),
        (
            "emergency care",
            Command::RecordEmergencyCare { given: BTreeSet::new() },
            vec![(Registered, EmergencyCare)],
        ),
        ("assess", need(NeedLevel::Urgent), vec![(EmergencyCare, Assessed)]),
        ("plan support", support_plan(), vec![(Assessed, SupportPlan)]),
        (
            "reintegrate",
            Command::BeginReintegration { provider: provider() },
            vec![(SupportPlan, Reintegration)],
        ),
        (
            "aftercare",
            Command::BeginAftercare { provider: provider() },
            vec![(Reintegration, Aftercare), (Repatriation, Aftercare)],
        ),
        ("close", closing(CloseReason::ContactLost), open.map(|from| (from, Closed)).collect()),
    ]
}

#[test]
fn every_state_can_be_reached() {
    for state in <Status as VariantArray>::VARIANTS {
        assert_eq!(status(&in_state(*state)), *state);
    }
}

#[test]
fn a_file_moves_in_these_states_by_these_steps_and_by_no_other() {
    for (step, command, moves) in steps() {
        for from in <Status as VariantArray>::VARIANTS {
            let history = in_state(*from);
            let answer = folded(&history).decide(command.clone(), &harriet(), shipped_law());
            let to = status(&[history, answer.unwrap_or_default()].concat());
            let expected = moves.iter().find(|(state, _)| state == from).map_or(*from, |m| m.1);
            assert_eq!(to, expected, "{step} in {from}");
        }
    }
}

#[test]
fn a_step_out_of_its_state_is_refused_with_the_next_one() {
    for (command, state) in [
        (reconsideration(), Status::RgPending),
        (reasonable_grounds(GroundsOutcome::Positive, "2026-03-10"), Status::CgPositive),
        (Command::RecordEmergencyCare { given: BTreeSet::new() }, Status::Assessed),
        (support_plan(), Status::Registered),
        (Command::BeginReintegration { provider: provider() }, Status::Aftercare),
        (Command::BeginAftercare { provider: provider() }, Status::SupportPlan),
        (return_home(None), Status::Aftercare),
    ] {
        when(in_state(state), command)
            .rejected(Rejection::NotAllowedIn { status: state, next: state.next_step() });
    }
}

#[test]
fn nothing_is_asked_of_a_file_before_registration_or_after_closing() {
    for (step, command, _) in steps() {
        let refused =
            |history: &[Event]| folded(history).decide(command.clone(), &harriet(), shipped_law());
        assert_eq!(refused(&[]), Err(Rejection::NotRegistered), "{step}");
        let after_closing = refused(&in_state(Status::Closed));
        let expected = match step {
            "close" => Ok(vec![]),
            "withdraw" => {
                Ok(vec![Event::ConsentWithdrawn { scopes: [ConsentScope::Referral].into() }])
            }
            _ => Err(Rejection::Closed),
        };
        assert_eq!(after_closing, expected, "{step}");
    }
}
