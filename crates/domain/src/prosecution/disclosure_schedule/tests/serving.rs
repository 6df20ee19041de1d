//! What is served, on whom, and as which version.

use std::collections::BTreeSet;

use sha2::{Digest, Sha256};

use super::super::{Heading, Lists};
use super::*;
use crate::handling::Recipient;
use crate::value::CountryCode;
use crate::{Decider, Handling};

fn lists(history: &[Event]) -> Lists {
    let mut lists = Lists::default();
    for event in history {
        lists.learn(event);
    }
    lists
}

fn heading() -> Heading {
    Heading {
        investigation: investigation(),
        agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
        reference: Some(reference("TOCU/2026/0117")),
    }
}

fn version(history: &[Event]) -> u32 {
    let Some(Event::Served { version, .. }) = history.last() else { panic!("nothing was served") };
    *version
}

#[test]
fn d2_serving_records_the_digest_of_exactly_what_was_served() {
    let history = served();
    let document = lists(&history).document(&heading(), NonSensitive, 1).unwrap();
    let canonical = concat!(
        r#"{"agency":"KE-DCI-TOCU","form":"MG6C","#,
        r#""investigation":"00000000-0000-0000-0000-000000000075","items":[{"#,
        r#""decision":"DISCLOSE","description":"Calls of 3 January 2026, twelve pages","no":1,"#,
        r#""reference":"JM/1"}],"reference":"TOCU/2026/0117","version":1}"#
    );
    assert_eq!(document.canonical(), canonical);
    let Some(Event::Served { hash, to, version: 1, class: NonSensitive }) = history.last() else {
        panic!("nothing was served");
    };
    assert_eq!(hash.value(), format!("{:x}", Sha256::digest(canonical.as_bytes())));
    assert_eq!(to, &to_defence());
}

#[test]
fn d2_what_is_served_again_unchanged_is_the_same_version() {
    prosecutor_asks(served(), serve(NonSensitive, to_defence())).then_nothing();
    let history = and_then(served(), serve(NonSensitive, to_court()));
    assert_eq!(version(&history), 1, "on somebody else");
    let hashes: BTreeSet<_> = history
        .iter()
        .filter_map(|event| {
            let Event::Served { hash, .. } = event else { return None };
            Some(hash.to_string())
        })
        .collect();
    assert_eq!(hashes.len(), 1);
}

#[test]
fn d2_whatever_comes_later_makes_a_new_version() {
    let mut more = served();
    more.extend([added(NonSensitive, 2, notebook()), reviewed(NonSensitive, 2, Withhold, false)]);
    let more = and_then(more, serve(NonSensitive, to_defence()));
    assert_eq!(version(&more), 2);
    let mut otherwise = served();
    otherwise.push(reviewed(NonSensitive, 1, Edit, true));
    let otherwise = and_then(otherwise, serve(NonSensitive, to_defence()));
    assert_eq!(version(&otherwise), 2, "another decision on the same item");
    let read = lists(&more);
    let versions = read.versions(NonSensitive);
    assert_eq!(versions.keys().collect::<Vec<_>>(), [&1, &2]);
    assert_ne!(versions[&1].hash, versions[&2].hash);
}

#[test]
fn d3_nothing_is_served_on_the_defence_while_something_is_neither_used_nor_listed() {
    let gaps = DisclosureStanding { gaps: 2, ..well() };
    prosecutor_asks(phone_reviewed(), serve_as(NonSensitive, to_defence(), gaps.clone()))
        .rejected(Rejection::Incomplete { gaps: 2 });
    assert_eq!(Rejection::Incomplete { gaps: 2 }.rule(), Some("D3"));
    prosecutor_asks(served(), serve_as(NonSensitive, to_defence(), gaps.clone())).then_nothing();
    prosecutor_asks(served(), serve_as(NonSensitive, to_court(), gaps.clone()))
        .rejected(Rejection::Incomplete { gaps: 2 });
    let told = prosecutor_asks(applied_for(), serve_as(Sensitive, to_court(), gaps)).events();
    assert_eq!(told.len(), 1, "a court is asked about one item, whatever else is missing");
}

#[test]
fn d4_the_sensitive_schedule_is_never_served_on_the_defence() {
    prosecutor_asks(applied_for(), serve(Sensitive, to_defence()))
        .rejected(Rejection::NeverToTheDefence);
    assert_eq!(Rejection::NeverToTheDefence.rule(), Some("D4"));
    let history = and_then(applied_for(), serve(Sensitive, to_court()));
    prosecutor_asks(history, serve(Sensitive, to_court())).then_nothing();
}

#[test]
fn d4_nothing_of_the_sensitive_schedule_stands_on_what_is_served() {
    let mut history = phone_reviewed();
    history.extend(applied_for());
    history.push(added(NonSensitive, 2, notebook()));
    history.push(reclassified(NonSensitive, 2, 2));
    let document = lists(&history).document(&heading(), NonSensitive, 1).unwrap();
    let text = document.canonical();
    for secret in ["IR-2026-0417", "informant", "PNB/14/2026", "PII"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    assert!(text.contains(r#"{"no":2}"#), "the number of what was moved is kept: {text}");
    let sensitive = lists(&history).document(&heading(), Sensitive, 1);
    let text = sensitive.unwrap().canonical();
    assert!(text.contains(r#""reason":"It would name an informant""#), "{text}");
}

#[test]
fn d4_what_tells_of_something_sensitive_is_released_to_nobody() {
    let kenya = Recipient::Country(CountryCode::parse("KE").unwrap());
    let wide = Handling { releasable_to: BTreeSet::from([kenya]), ..crate::testing::handling() };
    let marked = |event: &Event| DisclosureSchedule::marking(event, &wide);
    for event in [
        added(Sensitive, 1, report()),
        reviewed(Sensitive, 1, Pii, true),
        ruled(PiiOutcome::Upheld),
        reclassified(NonSensitive, 1, 1),
    ] {
        assert!(marked(&event).releasable_to.is_empty(), "{event:?}");
    }
    for event in phone_reviewed().into_iter().chain([opened(), used(phone())]) {
        assert_eq!(marked(&event), wide, "{event:?}");
    }
}

#[test]
fn d5_what_a_court_ordered_is_disclosed_before_the_defence_is_served() {
    let mut history = phone_reviewed();
    history.extend(applied_for());
    history.push(ruled(PiiOutcome::Refused));
    prosecutor_asks(history.clone(), serve(NonSensitive, to_defence()))
        .rejected(Rejection::OrderOutstanding { no: 1 });
    history.push(reviewed(Sensitive, 1, Edit, true));
    assert_eq!(version(&and_then(history, serve(NonSensitive, to_defence()))), 1);
}

#[test]
fn d6_nothing_is_served_that_was_not_reviewed() {
    let history = vec![
        added(NonSensitive, 1, phone()),
        added(NonSensitive, 2, notebook()),
        reviewed(NonSensitive, 2, Withhold, false),
        added(NonSensitive, 3, report()),
    ];
    let form = DisclosureForm::Mg6c;
    prosecutor_asks(history, serve(NonSensitive, to_defence()))
        .rejected(Rejection::NotReviewed { form, numbers: "1, 3".to_owned() });
    let form = DisclosureForm::Mg6d;
    prosecutor_asks(vec![added(Sensitive, 1, report())], serve(Sensitive, to_court()))
        .rejected(Rejection::NotReviewed { form, numbers: "1".to_owned() });
}

#[test]
fn a_schedule_is_served_on_somebody_who_stands_accused() {
    let nobody = DisclosureStanding { accused: [].into(), ..well() };
    prosecutor_asks(phone_reviewed(), serve_as(NonSensitive, to_defence(), nobody))
        .rejected(Rejection::NotAccused);
    for (class, to) in [(NonSensitive, to_defence()), (Sensitive, to_court())] {
        prosecutor_asks(vec![], serve(class, to))
            .rejected(Rejection::NothingListed { form: class.form() });
    }
}

#[test]
fn what_was_erased_is_not_served() {
    let erased = serde_json::json!({ "item_added": {
        "no": 1, "class": "NON_SENSITIVE", "material": { "exhibit": exhibit() },
        "reference": "JM/1", "description": { "$erased": true }, "by": "akinyi",
    } });
    let history =
        vec![serde_json::from_value(erased).unwrap(), reviewed(NonSensitive, 1, Disclose, true)];
    prosecutor_asks(history, serve(NonSensitive, to_defence()))
        .rejected(Rejection::DescriptionErased { form: DisclosureForm::Mg6c });
}
