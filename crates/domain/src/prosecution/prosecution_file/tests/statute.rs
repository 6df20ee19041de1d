//! What is to be proved under a provision that the law has.

use chrono::NaiveDate;

use super::super::ChargeElement;
use super::*;
use crate::law::{Circumstance, Edition, EntryCode};
use crate::value::LegalBasis;
use crate::{Law, testing};

/// An accusation under section 3, whose elements are the act, the means and the purpose.
fn trafficking(elements: Vec<ChargeElement>) -> Accusation {
    let offence_date = Some(day("2026-01-31"));
    Accusation { statute: section("s.3"), offence_date, ..accusation(elements) }
}

/// What a charge says once it was proposed.
#[track_caller]
fn proposing(accusation: Accusation) -> Accusation {
    let events = asked(vec![], propose(accusation, well())).events();
    let [Event::ChargeProposed { accusation, .. }] = &events[..] else { panic!("{events:?}") };
    Accusation::clone(accusation)
}

/// Its elements, and whether each has to be proved.
fn elements(accusation: &Accusation) -> Vec<(&str, bool)> {
    accusation.elements.iter().map(|e| (e.element.as_str(), e.mandatory)).collect()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn p1_a_charge_has_to_prove_every_element_of_its_statute() {
    let gap = proposing(trafficking(vec![
        element("ACT", true, &[phone()]),
        element("MEANS", true, &[ledger()]),
    ]));
    assert_eq!(elements(&gap), [("ACT", true), ("MEANS", true), ("PURPOSE", true)]);
    assert_eq!(gap.elements[2].text.as_str(), "For the purpose of exploitation");
    let version = gap.statute_version.clone().unwrap();
    assert_eq!(version.code, EntryCode::parse("KE_CTIP_S3").unwrap());
    assert_eq!(version.valid_from, day("2012-10-01"));
    asked(vec![proposed(1, gap.clone())], approve(well()))
        .rejected(Rejection::ElementUnproved { elements: "PURPOSE".into() });
    asked(vec![proposed(1, gap.clone())], propose(gap, well())).then_nothing();
}

#[test]
fn p1_the_statute_says_what_is_mandatory_and_not_the_prosecutor() {
    let given = trafficking(vec![
        element("MEANS", false, &[ledger()]),
        element("ORGANISED_GROUP", false, &[phone()]),
    ]);
    let expected = [("MEANS", true), ("ORGANISED_GROUP", false), ("ACT", true), ("PURPOSE", true)];
    assert_eq!(elements(&proposing(given.clone())), expected);
    let amended = asked(charge_is(ChargeStatus::Proposed), amend(given, well())).events();
    let [Event::ChargeAmended { accusation, .. }] = &amended[..] else { panic!("{amended:?}") };
    assert_eq!(elements(accusation), expected);
    let nothing = proposing(trafficking(vec![]));
    assert_eq!(elements(&nothing), [("ACT", true), ("MEANS", true), ("PURPOSE", true)]);
}

/// The accusation that children were trafficked.
fn of_children(elements: Vec<ChargeElement>) -> Accusation {
    Accusation { circumstances: [Circumstance::ChildVictim].into(), ..trafficking(elements) }
}

#[test]
fn p1_of_a_child_the_age_has_to_be_proved_instead_of_the_means() {
    let (act, purpose) = (element("ACT", true, &[phone()]), element("PURPOSE", true, &[ledger()]));
    let charge = proposing(of_children(vec![act.clone(), purpose.clone()]));
    let expected = [("ACT", true), ("PURPOSE", true), ("MEANS", false), ("VICTIM_IS_CHILD", true)];
    assert_eq!(elements(&charge), expected);
    let unproved = Rejection::ElementUnproved { elements: "VICTIM_IS_CHILD".into() };
    asked(vec![proposed(1, charge)], approve(well())).rejected(unproved);
    let age = element("VICTIM_IS_CHILD", true, &[ledger()]);
    let charge = proposing(of_children(vec![act, purpose, age]));
    asked(vec![proposed(1, charge)], approve(well())).then([Event::ChargeApproved { n: 1 }]);
}

#[test]
fn p1_a_circumstance_is_one_that_the_provision_knows() {
    let servitude = Accusation {
        statute: LegalBasis::parse("GB", "Modern Slavery Act 2015", "s.1").unwrap(),
        ..of_children(vec![element("ACT", true, &[phone()])])
    };
    let unknown = Rejection::CircumstanceUnknown { circumstance: Circumstance::ChildVictim };
    assert_eq!(unknown.rule(), Some("P1"));
    asked(vec![], propose(servitude, well())).rejected(unknown);
}

#[test]
fn p1_a_provision_is_the_same_however_it_is_cited() {
    for (instrument, provision) in [
        ("Counter-Trafficking in Persons Act, 2010", "section 3"),
        ("The Counter Trafficking in Persons Act (No. 8 of 2010, Cap. 61)", "s. 3(1)(a)"),
        ("COUNTER-TRAFFICKING IN PERSONS ACT", "Sec. 3"),
    ] {
        let statute = LegalBasis::parse("KE", instrument, provision).unwrap();
        let charge = proposing(Accusation { statute, ..trafficking(vec![]) });
        assert_eq!(charge.elements.len(), 3, "{instrument}, {provision}");
    }
    let only = || vec![element("ACT", true, &[phone()])];
    for (country, instrument, provision) in [
        ("UG", "Counter-Trafficking in Persons Act 2010", "s.3"),
        ("KE", "Counter-Trafficking in Persons Act 2009", "s.3"),
        ("KE", "Counter-Trafficking in Persons Act 2010", "s.3A"),
        ("KE", "Counter-Trafficking in Persons Act 2010", "s.33"),
    ] {
        let statute = LegalBasis::parse(country, instrument, provision).unwrap();
        let charge = proposing(Accusation { statute, ..trafficking(only()) });
        assert_eq!(charge.elements.len(), 1, "{country} {instrument}, {provision}");
    }
}

#[test]
fn p1_what_nobody_compared_with_its_source_binds_nobody() {
    let promotion = Accusation {
        statute: section("s.5"),
        ..trafficking(vec![element("ADVERT", true, &[phone()])])
    };
    let charge = proposing(promotion);
    assert_eq!(elements(&charge), [("ADVERT", true)]);
    assert_eq!(charge.statute_version, None);
}

#[test]
fn p1_what_was_drawn_up_before_the_law_was_loaded_goes_no_further_as_it_is() {
    let undated = Accusation { offence_date: None, ..trafficking(proved().elements) };
    let dated = trafficking(proved().elements);
    for (accusation, why) in
        [(undated, Rejection::OffenceDateMissing), (dated, Rejection::NotAsTheLawSays)]
    {
        let proposed = proposed(1, accusation);
        asked(vec![proposed.clone()], approve(well())).rejected(why.clone());
        let approved = vec![proposed, Event::ChargeApproved { n: 1 }];
        asked(approved, file_charge(well())).rejected(why.clone());
        assert_eq!(why.rule(), Some("P1"));
    }
}

/// Section 3 from October 2012, and with another element from 2026 on.
fn changed_law() -> Law {
    let end =
        "end = [{ valid_from = \"2012-10-01\", valid_to = \"2026-02-01\", reason = \"Amended\" }]";
    let text = format!(
        r#"
kind = "statute"
[[entry]]
code = "KE_CTIP_S3"
{end}
[[entry.version]]
valid_from = "2026-02-01"
source = {{ citation = "An amendment made up for a test", checked = "SECONDARY" }}
[entry.version.content]
title = "Trafficking in persons"
provision = {{ jurisdiction = "KE", instrument = "Counter-Trafficking in Persons Act 2010", provision = "s.3" }}
elements = [{{ code = "ACT", text = "The act" }}, {{ code = "GAIN", text = "For gain" }}]
"#
    );
    let law = testing::shipped_law();
    let edition = Edition::read("test.toml", &text).unwrap();
    law.clone().with(&law.adopt(edition, day("2026-01-01")).unwrap())
}

#[test]
fn p1_the_law_of_the_day_of_the_offence_counts() {
    let on = |date: &str| Accusation { offence_date: Some(day(date)), ..trafficking(vec![]) };
    let law = changed_law();
    for (date, names) in [
        ("2012-10-01", vec!["ACT", "MEANS", "PURPOSE"]),
        ("2026-01-31", vec!["ACT", "MEANS", "PURPOSE"]),
        ("2026-02-01", vec!["ACT", "GAIN"]),
    ] {
        let answer =
            given::<ProsecutionFile>([opened()]).when_by(&law, njeri(), propose(on(date), well()));
        let events = answer.events();
        let [Event::ChargeProposed { accusation, .. }] = &events[..] else { panic!("{events:?}") };
        let named: Vec<_> = elements(accusation).into_iter().map(|(name, _)| name).collect();
        assert_eq!(named, names, "{date}");
    }
    let undated = Accusation { offence_date: None, ..trafficking(vec![]) };
    asked(vec![], propose(undated, well())).rejected(Rejection::OffenceDateMissing);
    let too_early = Rejection::NotInForce { day: day("2012-09-30") };
    assert_eq!(too_early.rule(), Some("P1"));
    asked(vec![], propose(on("2012-09-30"), well())).rejected(too_early);
}

#[test]
fn an_offence_does_not_lie_in_the_future() {
    let on = |date: &str| Accusation { offence_date: Some(day(date)), ..trafficking(vec![]) };
    let propose = |date: &str, now: &str| file([]).when(njeri().on(now), propose(on(date), well()));
    let already_there = propose("2026-03-03", "2026-03-02T10:00:00Z");
    assert_eq!(already_there.events().len(), 1, "it is 3 March in Kiribati");
    propose("2026-03-03", "2026-03-02T09:59:59Z").rejected(Rejection::OffenceInFuture);
}
