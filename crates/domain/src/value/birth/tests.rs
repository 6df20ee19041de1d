//! Ages follow from what is known of a birth, and never make a child an adult by guessing.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn born(text: &str) -> BirthDate {
    BirthDate::parse(text, BirthBasis::Document).unwrap()
}

#[test]
fn a_birth_is_known_to_the_day_the_month_the_year_or_between_days() {
    for (text, precision, earliest, latest) in [
        ("1984-11-09", BirthPrecision::Day, "1984-11-09", "1984-11-09"),
        ("2004-02", BirthPrecision::Month, "2004-02-01", "2004-02-29"),
        ("1995", BirthPrecision::Year, "1995-01-01", "1995-12-31"),
        ("1999/2003", BirthPrecision::Range, "1999-01-01", "2003-12-31"),
        ("1 Tir 1995 EC", BirthPrecision::Day, "2003-01-09", "2003-01-09"),
    ] {
        let birth = born(text);
        assert_eq!(birth.precision(), precision);
        assert_eq!((birth.earliest(), birth.latest()), (day(earliest), day(latest)), "{text}");
    }
    assert_eq!(born("1 Tir 1995 EC").as_stated(), Some("1 Tir 1995 EC"));
    assert_eq!(born("1 Tir 1995 EC").calendar(), Calendar::Ethiopian);
}

#[test]
fn a_birth_has_no_hour_and_lies_in_a_lifetime() {
    for (text, refusal) in [
        ("2003-01-09T10:00", ValueError::BirthDateFormat),
        ("0203-01-09", ValueError::BirthDateImplausible),
        ("2003-02-30", ValueError::TimeNoSuchDate),
        ("2004/2003", ValueError::TimeReversed),
        ("unknown", ValueError::TimeStatedWord),
    ] {
        assert_eq!(BirthDate::parse(text, BirthBasis::Stated), Err(refusal), "{text}");
    }
}

#[test]
fn a_person_is_an_adult_on_the_eighteenth_birthday() {
    let birth = born("2008-03-09");
    assert_eq!(birth.is_minor_on(day("2026-03-08")), Majority::Child);
    assert_eq!(birth.is_minor_on(day("2026-03-09")), Majority::Adult);
    assert_eq!(birth.age_on(day("2026-03-08")), AgeRange { min: 17, max: 17 });
}

#[test]
fn a_birth_known_to_the_year_leaves_the_age_open() {
    let birth = born("2008");
    assert_eq!(birth.age_on(day("2026-06-01")), AgeRange { min: 17, max: 18 });
    assert_eq!(birth.is_minor_on(day("2026-06-01")), Majority::Uncertain);
    assert_eq!(birth.is_minor_on(day("2025-12-31")), Majority::Child);
    assert_eq!(birth.is_minor_on(day("2026-12-31")), Majority::Adult);
}

#[test]
fn a_default_first_of_january_counts_as_its_whole_year() {
    let birth = BirthDate::on(day("2008-01-01"), BirthBasis::Assigned).unwrap();
    assert!(birth.default_jan_first());
    assert_eq!(birth.is_minor_on(day("2026-01-05")), Majority::Uncertain);
    assert!(!born("2008-01-02").default_jan_first());
    assert!(!born("2008").default_jan_first());
    assert!(!born("23 Tahsas 2000 EC").default_jan_first());
}

#[test]
fn a_stated_age_gives_the_days_it_allows() {
    let on = day("2026-01-14");
    let ages = AgeRange { min: 16, max: 17 };
    let birth = BirthDate::from_age(ages, on, BirthBasis::Estimated).unwrap();
    assert_eq!((birth.earliest(), birth.latest()), (day("2008-01-15"), day("2010-01-14")));
    assert_eq!(birth.age_on(on), ages);
    assert_eq!(birth.is_minor_on(on), Majority::Child);
    let reversed = AgeRange { min: 18, max: 16 };
    assert!(BirthDate::from_age(reversed, on, BirthBasis::Stated).is_err());
}

#[test]
fn debug_shows_no_birth_date() {
    assert_eq!(format!("{:?}", born("1984-11-09")), "BirthDate(…)");
}

#[test]
fn stored_days_that_do_not_fit_their_precision_are_refused() {
    let mut stored = serde_json::to_value(born("1984-11-09")).unwrap();
    stored["latest"] = "1984-11-10".into();
    assert!(serde_json::from_value::<BirthDate>(stored).is_err());
}

proptest! {
    #[test]
    fn a_stored_birth_reads_back_as_itself(first in 0..60_000_i32, span in 0..5_000_i32, kind in 0..4_u8) {
        let epoch = day("1900-01-01").num_days_from_ce();
        let on = |days| NaiveDate::from_num_days_from_ce_opt(epoch + days).unwrap();
        let date = on(first);
        let birth = match kind {
            0 => born(&date.to_string()),
            1 => born(&date.format("%Y-%m").to_string()),
            2 => born(&date.format("%Y").to_string()),
            _ => BirthDate::range(date, on(first + span), BirthBasis::Estimated).unwrap(),
        };
        let ages = birth.age_on(day("2100-01-01"));
        prop_assert!(ages.min <= ages.max);
        let json = serde_json::to_string(&birth).unwrap();
        prop_assert_eq!(serde_json::from_str::<BirthDate>(&json).unwrap(), birth);
    }
}
