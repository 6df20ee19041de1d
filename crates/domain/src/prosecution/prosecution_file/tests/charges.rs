//! A charge from its proposal to its filing or its end.

use strum::VariantArray;

use super::*;
use crate::Decider;
use crate::testing::shipped_law;

#[test]
fn charges_are_numbered_in_the_order_they_are_proposed_in() {
    asked(vec![], propose(with_a_gap(), well())).then([proposed(1, with_a_gap())]);
    let history = vec![proposed(1, with_a_gap())];
    asked(history.clone(), propose(proved(), well())).then([proposed(2, proved())]);
    asked(history, propose(with_a_gap(), well())).then_nothing();
}

#[test]
fn what_was_refused_or_withdrawn_can_be_proposed_anew() {
    for status in [ChargeStatus::Refused, ChargeStatus::Withdrawn] {
        asked(charge_is(status), propose(proved(), well())).then([proposed(2, proved())]);
    }
}

#[test]
fn a_charge_names_a_suspect_and_exhibits_of_the_investigation() {
    let nobody = ChargeStanding { suspects: [].into(), ..well() };
    asked(vec![], propose(proved(), nobody.clone())).rejected(Rejection::SuspectUnknown);
    let mut no_ledger = well();
    no_ledger.exhibits.remove(&ledger());
    let unknown = || Rejection::ExhibitUnknown { element: "MEANS".into() };
    asked(vec![], propose(proved(), no_ledger.clone())).rejected(unknown());
    asked(vec![proposed(1, with_a_gap())], amend(proved(), no_ledger)).rejected(unknown());
    asked(charge_is(ChargeStatus::Proposed), approve(nobody.clone()))
        .rejected(Rejection::SuspectUnknown);
    asked(charge_is(ChargeStatus::Approved), file_charge(nobody))
        .rejected(Rejection::SuspectUnknown);
}

#[test]
fn a_charge_says_what_was_done_and_what_is_to_be_proved() {
    let silent = Accusation { particulars: said(" "), ..proved() };
    let optional = accusation(vec![element("AGGRAVATION", false, &[phone()])]);
    let twice = accusation(vec![element("ACT", true, &[]), element("ACT", false, &[])]);
    let mut strong_on_nothing = with_a_gap();
    strong_on_nothing.elements[1].strength = Some(ElementStrength::Strong);
    let named = |element: &str| element.to_owned();
    for (accusation, why) in [
        (silent, Rejection::ParticularsMissing),
        (accusation(vec![]), Rejection::NoMandatoryElement),
        (optional, Rejection::NoMandatoryElement),
        (twice, Rejection::ElementTwice { element: named("ACT") }),
        (strong_on_nothing, Rejection::StrengthWithoutEvidence { element: named("MEANS") }),
    ] {
        asked(vec![], propose(accusation.clone(), well())).rejected(why.clone());
        asked(charge_is(ChargeStatus::Proposed), amend(accusation, well())).rejected(why);
    }
}

#[test]
fn a_charge_is_amended_with_a_reason() {
    let history = || vec![proposed(1, with_a_gap())];
    asked(history(), amend(proved(), well())).then([amended(proved())]);
    asked(charge_is(ChargeStatus::Proposed), amend(proved(), well())).then_nothing();
    let mut silent = amend(proved(), well());
    if let Command::AmendCharge { reason, .. } = &mut silent {
        *reason = said("");
    }
    asked(history(), silent).rejected(Rejection::ReasonMissing);
}

#[test]
fn a_proved_charge_is_approved_once() {
    let approved = Event::ChargeApproved { n: 1 };
    asked(charge_is(ChargeStatus::Proposed), approve(well())).then([approved]);
    asked(charge_is(ChargeStatus::Approved), approve(well())).then_nothing();
}

#[test]
fn a_charge_is_refused_or_withdrawn_with_a_reason() {
    let (proposed, reason) = (ChargeStatus::Proposed, || said("Too little"));
    asked(charge_is(proposed), refuse()).then([Event::ChargeRefused { n: 1, reason: reason() }]);
    asked(charge_is(ChargeStatus::Refused), refuse()).then_nothing();
    for status in [proposed, ChargeStatus::Approved, ChargeStatus::Filed] {
        let withdrawn = Event::ChargeWithdrawn { n: 1, reason: reason() };
        asked(charge_is(status), withdraw()).then([withdrawn]);
    }
    asked(charge_is(ChargeStatus::Withdrawn), withdraw()).then_nothing();
    let (number, reason) = (1, said(" "));
    for silent in [
        Command::RefuseCharge { number, reason: reason.clone() },
        Command::WithdrawCharge { number, reason },
    ] {
        asked(charge_is(proposed), silent).rejected(Rejection::ReasonMissing);
    }
}

#[test]
fn an_approved_charge_is_filed_with_a_court() {
    asked(charge_is(ChargeStatus::Approved), file_charge(well())).then([filed()]);
    asked(charge_is(ChargeStatus::Filed), file_charge(well())).then_nothing();
}

#[test]
fn a_charge_that_was_not_proposed_goes_nowhere() {
    for command in [
        amend(proved(), well()),
        approve(well()),
        refuse(),
        withdraw(),
        file_charge(well()),
        find(Verdict::Guilty),
        sentence(years(30)),
    ] {
        asked(vec![], command).rejected(Rejection::NoSuchCharge { number: 1 });
    }
    let zero = Command::ApproveCharge { number: 0, standing: well() };
    asked(charge_is(ChargeStatus::Proposed), zero).rejected(Rejection::NoSuchCharge { number: 0 });
}

/// Where a command is possible; elsewhere the charge's status refuses it by name.
fn possible(command: &Command) -> &'static [ChargeStatus] {
    use ChargeStatus::{Approved, Decided, Filed, Proposed, Refused, Withdrawn};
    match command {
        Command::AmendCharge { .. } => &[Proposed, Approved, Filed],
        Command::ApproveCharge { .. } => &[Proposed, Approved],
        Command::RefuseCharge { .. } => &[Proposed, Refused],
        Command::WithdrawCharge { .. } => &[Proposed, Approved, Filed, Withdrawn],
        Command::FileCharge { .. } => &[Approved, Filed],
        Command::RecordVerdict { .. } => &[Filed, Decided],
        Command::Open { .. }
        | Command::ProposeCharge { .. }
        | Command::ScheduleCourtEvent { .. }
        | Command::HoldCourtEvent { .. }
        | Command::OrderWitnessMeasures { .. }
        | Command::RecordSentence { .. } => ChargeStatus::VARIANTS,
    }
}

#[test]
fn every_status_takes_the_commands_of_its_course_and_refuses_the_others_by_name() {
    let better = accusation(vec![element("ACT", true, &[phone(), ledger()])]);
    let of_a_charge = [
        amend(better, well()),
        approve(well()),
        refuse(),
        withdraw(),
        file_charge(well()),
        find(Verdict::Guilty),
    ];
    for &status in ChargeStatus::VARIANTS {
        let history = std::iter::once(opened()).chain(charge_is(status));
        let file = history.fold(ProsecutionFile::default(), |file, event| file.evolve(&event));
        for command in of_a_charge.clone() {
            let about = format!("{status}: {command:?}");
            let answer = file.decide(command.clone(), &njeri(), shipped_law());
            if possible(&command).contains(&status) {
                assert!(answer.is_ok(), "{about}: {answer:?}");
            } else {
                let refused = answer.expect_err(&about);
                let named = matches!(
                    &refused,
                    Rejection::NotAllowedIn { status: named, .. } if *named == status
                );
                assert!(named, "{about}: {refused}");
            }
        }
    }
}
