//! Versions and the days on which they are in force.

use proptest::prelude::*;

use super::*;

const OPEN: &str = r#"
kind = "clock_rule"
[[entry]]
code = "XX_LIMIT"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "An act", checked = "PRIMARY" }
[entry.version.content]
title = "A limit"
jurisdiction = "KE"
starts_on = "a start"
duration = 10
unit = "CD"
on_breach = "nothing"
"#;

/// A version of one day's rule, from and to days counted from 1 January 2020.
fn version(from: u64, to: Option<u64>, duration: u32) -> Version<ClockRule> {
    let mut given = file(OPEN).clock_rules.remove(0).draft.versions.remove(0);
    let counted = |days| day("2020-01-01") + Days::new(days);
    (given.valid_from, given.valid_to) = (counted(from), to.map(counted));
    given.content.duration = duration;
    given
}

fn draft(versions: Vec<Version<ClockRule>>) -> Draft<ClockRule> {
    Draft { code: code("XX_LIMIT"), ends: vec![], versions }
}

fn entry(versions: Vec<Version<ClockRule>>) -> Result<Entry<ClockRule>, LawRejection> {
    let events = Entry::default().adopt(draft(versions), day("2026-03-02"))?;
    Ok(events.iter().fold(Entry::default(), Entry::with))
}

#[test]
fn law_1_versions_in_force_on_one_day_are_refused() {
    let refused = |first, second| entry(vec![first, second]).unwrap_err();
    let overlap = |first: &str, second: &str| LawRejection::Overlap {
        code: code("XX_LIMIT"),
        first: day(first),
        second: day(second),
    };
    let by_a_day = refused(version(0, Some(11), 1), version(10, None, 2));
    assert_eq!(by_a_day, overlap("2020-01-01", "2020-01-11"));
    assert_eq!(
        refused(version(10, None, 2), version(0, None, 1)),
        overlap("2020-01-01", "2020-01-11")
    );
    assert!(entry(vec![version(0, Some(10), 1), version(10, None, 2)]).is_ok());
}

#[test]
fn law_1_a_version_ends_after_it_begins() {
    let ends = |to| entry(vec![version(5, Some(to), 1)]);
    let refused =
        LawRejection::EndsBeforeItBegins { code: code("XX_LIMIT"), from: day("2020-01-06") };
    assert_eq!(ends(4), Err(refused.clone()));
    assert_eq!(ends(5), Err(refused));
    assert!(ends(6).is_ok());
}

#[test]
fn law_1_what_overlaps_a_version_of_the_law_is_refused() {
    let refused = entry(vec![version(0, None, 1)])
        .unwrap()
        .adopt(draft(vec![version(100, None, 2)]), day("2026-03-02"));
    assert!(matches!(refused, Err(LawRejection::Overlap { .. })), "{refused:?}");
}

proptest! {
    #[test]
    fn law_1_of_versions_that_do_not_overlap_exactly_one_is_in_force_on_a_day_within_their_span(
        lengths in proptest::collection::vec(1_u64..400, 1..12),
        order in any::<prop::sample::Index>(),
        open in any::<bool>(),
    ) {
        let mut begin = 0;
        let mut versions = Vec::new();
        for (number, length) in (1..).zip(&lengths) {
            versions.push(version(begin, Some(begin + length), number));
            begin += length;
        }
        if open && let Some(last) = versions.last_mut() {
            last.valid_to = None;
        }
        let count = versions.len();
        versions.rotate_left(order.index(count));
        let entry = entry(versions).unwrap();
        let mut number = 0;
        let mut next = 0;
        for passed in 0..begin {
            if passed == next {
                next += lengths[number];
                number += 1;
            }
            let day = day("2020-01-01") + Days::new(passed);
            let in_force = entry.versions().iter().filter(|version| version.is_in_force(day));
            prop_assert_eq!(in_force.count(), 1);
            let duration = entry.on(day).unwrap().content.duration;
            prop_assert_eq!(duration as usize, number);
        }
        let after = day("2020-01-01") + Days::new(begin);
        prop_assert_eq!(entry.on(after).is_some(), open);
        prop_assert!(entry.on(day("2019-12-31")).is_none());
    }

    #[test]
    fn law_1_whatever_is_taken_never_has_two_versions_in_force_on_a_day(
        spans in proptest::collection::vec((0_u64..60, 0_u64..40, any::<bool>()), 1..8),
    ) {
        let mut entry = Entry::default();
        for (number, (from, length, open)) in (1..).zip(spans) {
            let given = version(from, (!open).then_some(from + length), number);
            if let Ok(events) = entry.adopt(draft(vec![given]), day("2026-03-02")) {
                entry = events.iter().fold(entry, Entry::with);
            }
        }
        for passed in 0..110 {
            let day = day("2020-01-01") + Days::new(passed);
            let in_force = entry.versions().iter().filter(|version| version.is_in_force(day));
            prop_assert!(in_force.count() <= 1);
        }
    }
}
