//! The rules of a prosecution file by their ids.

use super::*;

/// Every way to bring a charge that the suspect's standing can stop.
fn bringing(standing: &ChargeStanding) -> [(Vec<Event>, Command); 3] {
    let better = accusation(vec![element("ACT", true, &[phone(), ledger()])]);
    [
        (charge_is(ChargeStatus::Proposed), approve(standing.clone())),
        (charge_is(ChargeStatus::Approved), file_charge(standing.clone())),
        (charge_is(ChargeStatus::Filed), amend(better, standing.clone())),
    ]
}

#[test]
fn p1_every_mandatory_element_needs_an_admissible_exhibit() {
    let unproved = |elements: &str| Rejection::ElementUnproved { elements: elements.into() };
    let approving = |accusation, standing| asked(vec![proposed(1, accusation)], approve(standing));
    approving(with_a_gap(), well()).rejected(unproved("MEANS"));
    let nothing = accusation(vec![element("ACT", true, &[]), element("MEANS", true, &[])]);
    approving(nothing, well()).rejected(unproved("ACT, MEANS"));
    for standing in [
        ExhibitStanding::NotSeized,
        ExhibitStanding::Compromised,
        ExhibitStanding::Excluded,
        ExhibitStanding::Returned,
        ExhibitStanding::Destroyed,
    ] {
        approving(proved(), with_ledger(standing)).rejected(unproved("MEANS"));
    }
    let mut gone = well();
    gone.exhibits.remove(&ledger());
    approving(proved(), gone).rejected(unproved("MEANS"));
    assert_eq!(unproved("").rule(), Some("P1"));
}

#[test]
fn p1_one_admissible_exhibit_proves_an_element() {
    let both = accusation(vec![element("ACT", true, &[phone(), ledger()])]);
    asked(vec![proposed(1, both)], approve(with_ledger(ExhibitStanding::Excluded)))
        .then([Event::ChargeApproved { n: 1 }]);
}

#[test]
fn p1_an_element_without_which_there_is_an_offence_needs_no_exhibit() {
    let aggravated =
        accusation(vec![element("ACT", true, &[phone()]), element("AGGRAVATION", false, &[])]);
    asked(vec![proposed(1, aggravated)], approve(well())).then([Event::ChargeApproved { n: 1 }]);
}

#[test]
fn p1_what_was_approved_is_not_amended_into_what_could_not_be() {
    for status in [ChargeStatus::Approved, ChargeStatus::Filed] {
        asked(charge_is(status), amend(with_a_gap(), well()))
            .rejected(Rejection::ElementUnproved { elements: "MEANS".into() });
    }
    asked(charge_is(ChargeStatus::Proposed), amend(with_a_gap(), well()))
        .then([amended(with_a_gap())]);
}

#[test]
fn p2_somebody_who_may_be_a_victim_is_not_prosecuted_before_a_review() {
    for (history, command) in bringing(&with_suspect(SuspectStanding::ReviewDue)) {
        asked(history, command).rejected(Rejection::SuspectMayBeVictim);
    }
    assert_eq!(Rejection::SuspectMayBeVictim.rule(), Some("P2"));
}

#[test]
fn p2_somebody_who_is_not_to_be_punished_is_not_prosecuted() {
    for (history, command) in bringing(&with_suspect(SuspectStanding::NotToBePunished)) {
        asked(history, command).rejected(Rejection::SuspectNotToBePunished);
    }
    assert_eq!(Rejection::SuspectNotToBePunished.rule(), Some("P2"));
}

#[test]
fn p2_a_review_that_says_to_proceed_lifts_the_block() {
    for (history, command) in bringing(&with_suspect(SuspectStanding::Reviewed)) {
        assert_eq!(asked(history, command).events().len(), 1);
    }
}

#[test]
fn p2_a_charge_that_is_blocked_can_still_be_drawn_up_and_given_up() {
    let due = || with_suspect(SuspectStanding::ReviewDue);
    asked(vec![], propose(proved(), due())).then([proposed(1, proved())]);
    asked(charge_is(ChargeStatus::Proposed), refuse()).events();
    asked(charge_is(ChargeStatus::Filed), withdraw()).events();
}

#[test]
fn p3_what_is_kept_from_court_supports_no_element() {
    let kept = || with_ledger(ExhibitStanding::NotForCourt);
    let why = || Rejection::ExhibitNotForCourt { element: "MEANS".into() };
    asked(vec![], propose(proved(), kept())).rejected(why());
    asked(vec![proposed(1, with_a_gap())], amend(proved(), kept())).rejected(why());
    asked(charge_is(ChargeStatus::Proposed), approve(kept())).rejected(why());
    assert_eq!(why().rule(), Some("P3"));
}

#[test]
fn p3_what_is_kept_from_court_does_not_even_stand_beside_an_exhibit_that_proves() {
    let both = accusation(vec![element("ACT", true, &[phone(), ledger()])]);
    let optional =
        accusation(vec![element("ACT", true, &[phone()]), element("PROFIT", false, &[ledger()])]);
    for (accusation, element) in [(both, "ACT"), (optional, "PROFIT")] {
        asked(vec![], propose(accusation, with_ledger(ExhibitStanding::NotForCourt)))
            .rejected(Rejection::ExhibitNotForCourt { element: element.into() });
    }
}
