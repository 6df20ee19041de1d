//! Exhibits are lent, sent to court, held, given back and destroyed.

use super::*;

use EvidenceRejection as R;

fn in_store() -> Given<EvidenceItem> {
    exhibit([stored()])
}

#[test]
fn an_exhibit_is_lent_abroad_and_comes_back() {
    in_store().when(akinyi(), lend()).then([lent()]);
    exhibit([stored(), lent()]).when(akinyi(), lend()).then_nothing();
    let back = EvidenceEvent::ReturnedFromAbroad { seal_ok: true, condition: said("as lent") };
    exhibit([stored(), lent()]).when(akinyi(), back_from_abroad()).then([back.clone()]);
    exhibit([stored(), lent(), back]).when(akinyi(), examine()).then([examined()]);
}

#[test]
fn what_is_lent_is_due_back_after_it_was_lent() {
    let (mla_ref, return_by) = ("MLA 2026/7".to_owned(), date("2026-03-01"));
    in_store()
        .when(akinyi(), EvidenceCommand::LendAbroad { mla_ref, return_by })
        .rejected(R::ReturnDatePassed);
}

#[test]
fn an_exhibit_is_sent_to_court_and_comes_back() {
    in_store().when(akinyi(), send_to_court()).then([in_court()]);
    exhibit([stored(), in_court()]).when(akinyi(), send_to_court()).then_nothing();
    let condition = said("opened in court");
    exhibit([stored(), in_court()])
        .when(akinyi(), back_from_court())
        .then([EvidenceEvent::ReturnedFromCourt { seal_ok: false, condition }]);
}

#[test]
fn a_hold_is_placed_and_lifted_once() {
    let lifted = EvidenceEvent::HoldLifted {
        authority_ref: "preservation order 9".into(),
        reason: said("the appeal is decided"),
    };
    in_store().when(akinyi(), place_hold()).then([hold_placed()]);
    exhibit([hold_placed()]).when(akinyi(), place_hold()).then_nothing();
    exhibit([hold_placed()]).when(akinyi(), lift_hold()).then([lifted.clone()]);
    exhibit([hold_placed(), lifted]).when(akinyi(), lift_hold()).rejected(R::NoSuchHold);
}

#[test]
fn an_exhibit_is_given_back_and_destroyed() {
    in_store().when(akinyi(), give_back(witnesses())).then([returned()]);
    in_store().when(akinyi(), destroy(witnesses(), "2026-03-01")).then([destroyed()]);
}

#[test]
fn x6_a_hold_forbids_destruction_and_return() {
    let held = || exhibit([stored(), hold_placed()]);
    held().when(akinyi(), destroy(witnesses(), "2026-03-01")).rejected(R::OnHold);
    held().when(akinyi(), give_back(witnesses())).rejected(R::OnHold);
}

#[test]
fn x6_two_different_persons_witness_destruction_and_return() {
    let mwende = || said("Sergeant Mwende");
    for too_few in [
        vec![],
        vec![mwende()],
        vec![mwende(), said(" ")],
        vec![mwende(), said("  sergeant  MWENDE ")],
    ] {
        in_store()
            .when(akinyi(), destroy(too_few.clone(), "2026-03-01"))
            .rejected(R::TwoWitnessesNeeded);
        in_store().when(akinyi(), give_back(too_few)).rejected(R::TwoWitnessesNeeded);
    }
}

#[test]
fn x6_nothing_is_destroyed_before_its_retention_has_ended() {
    in_store().when(akinyi(), destroy(witnesses(), "2026-03-03")).rejected(R::RetentionRuns);
    let said_to_be_later = Metadata { occurred: instant("2026-04-01T00:00:00Z"), ..akinyi() };
    in_store()
        .when(said_to_be_later, destroy(witnesses(), "2026-03-03"))
        .rejected(R::RetentionRuns);
    in_store().when(akinyi(), destroy(witnesses(), "2026-03-02")).events();
}

#[test]
fn x6_a_retention_is_set_for_a_time_to_come_and_set_anew() {
    let (first, second) = ("2033-06-16", "2036-06-16");
    in_store().when(akinyi(), set_retention(first)).then([retention_set(first)]);
    let set = || exhibit([stored(), retention_set(first)]);
    set().when(akinyi(), set_retention(first)).then_nothing();
    set().when(akinyi(), set_retention(second)).then([retention_set(second)]);
    in_store().when(akinyi(), set_retention("2026-03-01")).rejected(R::RetentionPassed);
    in_store().when(akinyi(), set_retention("2026-03-02")).then([retention_set("2026-03-02")]);
    in_store().when(guyo_signs(), set_retention(first)).rejected(R::NotYourFile);
}

#[test]
fn x6_nothing_is_destroyed_before_the_end_that_was_set() {
    let set = |ends_on: &[&str]| {
        let set = ends_on.iter().map(|day| retention_set(day));
        exhibit(std::iter::once(stored()).chain(set))
    };
    let early = || destroy(witnesses(), "2026-03-01");
    set(&["2033-06-16"]).when(akinyi(), early()).rejected(R::RetentionOtherwiseSet);
    let runs = || destroy(witnesses(), "2033-06-16");
    set(&["2033-06-16"]).when(akinyi(), runs()).rejected(R::RetentionRuns);
    set(&["2033-06-16", "2026-03-02"]).when(akinyi(), runs()).rejected(R::RetentionOtherwiseSet);
    let ended = || destroy(witnesses(), "2026-03-02");
    assert_eq!(set(&["2033-06-16", "2026-03-02"]).when(akinyi(), ended()).events().len(), 1);
    set(&["2033-06-16"]).when(akinyi(), give_back(witnesses())).then([returned()]);
}
