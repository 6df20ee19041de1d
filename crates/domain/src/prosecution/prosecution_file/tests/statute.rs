//! What is to be proved under a provision that the law has.

use chrono::NaiveDate;

use super::super::ChargeElement;
use super::*;
use crate::law::{Circumstance, Edition, EntryCode};
use crate::{Law, testing};

/// An accusation under section 3, whose elements are the act, the means and the purpose.
fn trafficking(elements: Vec<ChargeElement>) -> Accusation {
    Accusation { statute: section("s.3"), ..accusation(elements) }
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

fn day(text: &str) -> Option<NaiveDate> {
    Some(text.parse().unwrap())
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
    assert_eq!(Some(version.valid_from), day("2012-10-01"));
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

#[test]
fn p1_the_means_need_not_be_proved_where_the_victim_was_a_child() {
    let of_a_child = Accusation {
        circumstances: [Circumstance::ChildVictim].into(),
        ..trafficking(vec![element("ACT", true, &[phone()]), element("PURPOSE", true, &[ledger()])])
    };
    let charge = proposing(of_a_child);
    assert_eq!(elements(&charge), [("ACT", true), ("PURPOSE", true), ("MEANS", false)]);
    asked(vec![proposed(1, charge)], approve(well())).then([Event::ChargeApproved { n: 1 }]);
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
source = {{ citation = "An amendment made up for a test", checked = "TO_BE_CONFIRMED" }}
[entry.version.content]
title = "Trafficking in persons"
provision = {{ jurisdiction = "KE", instrument = "Counter-Trafficking in Persons Act 2010", provision = "s.3" }}
elements = [{{ code = "ACT", text = "The act" }}, {{ code = "GAIN", text = "For gain" }}]
"#
    );
    let law = testing::shipped_law();
    let edition = Edition::read("test.toml", &text).unwrap();
    law.clone().with(&law.adopt(edition, day("2026-01-01").unwrap()).unwrap())
}

#[test]
fn p1_the_law_of_the_day_of_the_offence_counts() {
    let on = |date: &str| Accusation { offence_date: day(date), ..trafficking(vec![]) };
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
    let too_early = Rejection::NotInForce { day: day("2012-09-30").unwrap() };
    assert_eq!(too_early.rule(), Some("P1"));
    asked(vec![], propose(on("2012-09-30"), well())).rejected(too_early);
}

#[test]
fn an_offence_does_not_lie_in_the_future() {
    let on = |date: &str| Accusation { offence_date: day(date), ..trafficking(vec![]) };
    let tomorrow_somewhere = "2026-03-02";
    asked(vec![], propose(on(tomorrow_somewhere), well())).events();
    asked(vec![], propose(on("2026-03-04"), well())).rejected(Rejection::OffenceInFuture);
}
