//! What each command of a person's record does, what it does again, and why it is refused.

use super::*;
use crate::Decider;

#[test]
fn a_record_is_begun_under_a_reference_of_the_agency() {
    given::<PersonNominal>([]).when(akinyi(), begin()).then([recorded()]);
    record([]).when(akinyi(), begin()).then_nothing();
    let other = Command::Record {
        reference: reference(8),
        identity: PersonIdentity {},
        review_on: date("2028-03-01"),
    };
    record([]).when(akinyi(), other).rejected(Rejection::AlreadyRecorded);
}

#[test]
fn a_reference_is_claimed_for_one_nominal_of_its_agency() {
    let claims = PersonNominal::claims(&recorded(), &akinyi());
    assert_eq!(claims.len(), 1);
    assert_eq!(
        (claims[0].kind, claims[0].key.as_str()),
        ("nominal_reference", "KE-DCI-TOCU/TOCU/N/2026/0007")
    );
    assert_eq!(PersonNominal::taken(&claims[0]), Rejection::ReferenceTaken);
    assert!(PersonNominal::secret_claims(&recorded(), &akinyi()).is_empty());
    assert!(PersonNominal::claims(&withdrawn(1), &akinyi()).is_empty());
}

#[test]
fn nothing_happens_to_a_record_that_was_not_begun() {
    for (metadata, command) in every_command().into_iter().skip(1) {
        given::<PersonNominal>([]).when(metadata, command).rejected(Rejection::NotRecorded);
    }
}

#[test]
fn every_fact_is_asserted_and_asserted_again_it_adds_nothing() {
    for fact in facts() {
        let is = asserted(1, fact.clone(), report(Some("2B")));
        record([]).when(on_report(), assert_that(fact.clone())).then([is.clone()]);
        record([is]).when(on_report(), assert_that(fact)).then_nothing();
    }
}

#[test]
fn facts_are_numbered_in_the_order_they_are_asserted_in() {
    record([asserted(1, name(), exhibit()), withdrawn(1)])
        .when(on_report(), assert_that(phone()))
        .then([asserted(2, phone(), report(Some("2B")))]);
}

#[test]
fn a_fact_says_something() {
    for fact in [PersonFact::Description(said(" ")), erased_name()] {
        record([]).when(on_report(), assert_that(fact)).rejected(Rejection::FactMissing);
    }
}

fn erased_name() -> PersonFact {
    serde_json::from_str(r#"{"name": {"$erased": true}}"#).unwrap()
}

#[test]
fn a_fact_is_contested_by_several_and_by_each_once() {
    let on = || resting_on(exhibit());
    let fact = || asserted(1, name(), report(None));
    record([fact()]).when(on(), contest(1)).then([contested(1)]);
    record([fact(), contested(1)]).when(on(), contest(1)).then_nothing();
    let events = record([fact(), contested(1)]).when(on_report(), contest(1)).events();
    assert_eq!(events.len(), 1, "on another source");
    let silent = Command::ContestFact { number: 1, reason: said(" ") };
    record([fact()]).when(on(), silent).rejected(Rejection::ReasonMissing);
}

#[test]
fn a_fact_is_withdrawn_once_and_for_a_reason() {
    let fact = || asserted(1, name(), report(None));
    record([fact()]).when(akinyi(), withdraw(1)).then([withdrawn(1)]);
    record([fact(), contested(1)]).when(akinyi(), withdraw(1)).then([withdrawn(1)]);
    record([fact(), withdrawn(1)]).when(akinyi(), withdraw(1)).then_nothing();
    let silent = Command::WithdrawFact { number: 1, reason: said("") };
    record([fact()]).when(akinyi(), silent).rejected(Rejection::ReasonMissing);
}

#[test]
fn a_record_is_retained_or_given_up_and_taken_up_again() {
    record([]).when(akinyi(), retain("2030-03-01")).then([retained()]);
    record([retained()]).when(akinyi(), retain("2030-03-01")).then_nothing();
    record([]).when(akinyi(), expire()).then([expired()]);
    record([expired()]).when(akinyi(), expire()).then_nothing();
    record([retained(), expired()]).when(akinyi(), retain("2030-03-01")).then([retained()]);
    let silent = Command::Expire { reason: said(" ") };
    record([]).when(akinyi(), silent).rejected(Rejection::ReasonMissing);
    let silent = Command::Retain { review_on: date("2030-03-01"), reason: said(" ") };
    record([]).when(akinyi(), silent).rejected(Rejection::ReasonMissing);
}

#[test]
fn what_was_given_up_is_still_corrected() {
    let given_up = || [asserted(1, name(), exhibit()), expired()];
    record(given_up()).when(akinyi(), withdraw(1)).then([withdrawn(1)]);
    record(given_up()).when(resting_on(exhibit()), contest(1)).then([contested(1)]);
}

#[test]
fn what_is_printed_of_a_record_names_nobody() {
    let facts = (1..).zip(facts()).map(|(number, fact)| asserted(number, fact, exhibit()));
    let history: Vec<_> = std::iter::once(recorded()).chain(facts).chain([contested(1)]).collect();
    let folded = history.iter().fold(PersonNominal::default(), Decider::evolve);
    let printed = format!("{history:?} {folded:?} {:?}", every_command());
    for personal in ["Cabdi", "199000141", "P00417188", "scar", "1984", "father's name", "numbers"]
    {
        assert!(!printed.contains(personal), "{personal} is printed");
    }
}
