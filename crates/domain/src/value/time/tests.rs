//! Times keep what is known, and no more, whatever calendar and clock they were told by.

use proptest::prelude::*;

use super::*;

const EAT: UtcOffset = UtcOffset::EAST_AFRICA;

fn utc(text: &str) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text).unwrap().to_utc()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn parsed(text: &str) -> PartialTime {
    PartialTime::parse(text, EAT).unwrap()
}

fn stated(text: &str) -> PartialTime {
    PartialTime::parse_stated(text, EAT).unwrap()
}

#[test]
fn iso_times_keep_the_precision_they_are_written_in() {
    for (text, precision, earliest, latest) in [
        ("2026", Precision::Year, "2025-12-31T21:00:00Z", "2026-12-31T21:00:00Z"),
        ("2026-02", Precision::Month, "2026-01-31T21:00:00Z", "2026-02-28T21:00:00Z"),
        ("2026-01-12", Precision::Day, "2026-01-11T21:00:00Z", "2026-01-12T21:00:00Z"),
        ("2026-01-12T01", Precision::Hour, "2026-01-11T22:00:00Z", "2026-01-11T23:00:00Z"),
        (
            "2026-01-12T01:40+03:00",
            Precision::Minute,
            "2026-01-11T22:40:00Z",
            "2026-01-11T22:41:00Z",
        ),
        (
            "2026-01-12T01:40:00Z",
            Precision::Instant,
            "2026-01-12T01:40:00Z",
            "2026-01-12T01:40:00Z",
        ),
        (
            "2026-01-12 01:40:00.5",
            Precision::Instant,
            "2026-01-11T22:40:00.5Z",
            "2026-01-11T22:40:00.5Z",
        ),
        ("2026-01-10/2026-01-22", Precision::Range, "2026-01-09T21:00:00Z", "2026-01-22T21:00:00Z"),
    ] {
        let time = parsed(text);
        assert_eq!(time.precision(), precision, "{text}");
        assert_eq!((time.earliest(), time.latest()), (utc(earliest), utc(latest)), "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused_with_its_reason() {
    for (text, refusal) in [
        ("", ValueError::TimeFormat),
        ("26-01-12", ValueError::TimeFormat),
        ("2026-1-12", ValueError::TimeFormat),
        ("2026-01-12T1:40", ValueError::TimeFormat),
        ("12/01/2026", ValueError::TimeFormat),
        ("२०२६", ValueError::TimeFormat),
        ("2026-02-30", ValueError::TimeNoSuchDate),
        ("2026-13", ValueError::TimeNoSuchDate),
        ("0000", ValueError::TimeNoSuchDate),
        ("2026-01-12T24:00", ValueError::TimeNoSuchHour),
        ("2026-01-12T01:40+15:00", ValueError::TimeOffset),
        ("2026-01-22/2026-01-10", ValueError::TimeReversed),
    ] {
        assert_eq!(PartialTime::parse(text, EAT), Err(refusal), "{text}");
    }
}

#[test]
fn a_reversed_range_is_refused() {
    let (early, late) = (utc("2026-01-12T00:00:00Z"), utc("2026-01-13T00:00:00Z"));
    assert!(PartialTime::range(early, early).is_ok());
    assert_eq!(PartialTime::range(late, early), Err(ValueError::TimeReversed));
}

#[test]
fn ethiopian_days_are_those_of_the_published_tables() {
    for (year, month, day, gregorian) in [
        (2018, 1, 1, "2025-09-11"),
        (2018, 5, 6, "2026-01-14"),
        (2018, 5, 4, "2026-01-12"),
        (1995, 5, 1, "2003-01-09"),
        (2015, 13, 6, "2023-09-11"),
        (2016, 1, 1, "2023-09-12"),
        (1, 1, 1, "0008-08-27"),
    ] {
        let ethiopian = EthiopianDate::try_new(year, month, day).unwrap();
        assert_eq!(ethiopian.to_gregorian(), date(gregorian));
        assert_eq!(EthiopianDate::from_gregorian(date(gregorian)).unwrap(), ethiopian);
    }
    assert_eq!(EthiopianDate::try_new(2018, 5, 4).unwrap().to_string(), "4 Tir 2018 EC");
}

#[test]
fn every_day_of_two_centuries_is_one_ethiopian_day() {
    let mut previous = None;
    for gregorian in date("1900-01-01").iter_days().take_while(|day| day.year() <= 2100) {
        let ethiopian = EthiopianDate::from_gregorian(gregorian).unwrap();
        assert_eq!(ethiopian.to_gregorian(), gregorian);
        assert!(previous < Some(ethiopian), "{gregorian}");
        previous = Some(ethiopian);
    }
}

#[test]
fn pagume_has_six_days_in_the_year_before_a_leap_year_only() {
    assert!(PartialTime::ethiopian_day(2015, 13, 6, EAT).is_ok());
    for (year, month, day) in [(2016, 13, 6), (2018, 14, 1), (2018, 1, 31), (2018, 0, 1), (0, 1, 1)]
    {
        let refusal = PartialTime::ethiopian_day(year, month, day, EAT);
        assert_eq!(refusal, Err(ValueError::TimeNoSuchDate));
    }
}

#[test]
fn a_night_hour_after_midnight_belongs_to_either_day() {
    let words = "8 at night, 4 Tir 2018 EC";
    let time = stated(words);
    assert_eq!(time.precision(), Precision::Range);
    assert_eq!(time.earliest(), utc("2026-01-12T02:00:00+03:00"));
    assert_eq!(time.latest(), utc("2026-01-13T02:00:00+03:00"));
    assert_eq!((time.calendar(), time.clock()), (Calendar::Ethiopian, Clock::EastAfrican6h));
    assert_eq!(time.as_stated(), Some(words));
    assert!(time.covers(utc("2026-01-13T01:40:00+03:00")));
}

#[test]
fn a_night_hour_before_midnight_belongs_to_its_day() {
    let time = stated("2 at night, 6 Tir 2018 EC");
    assert_eq!(time.precision(), Precision::Hour);
    assert_eq!(time.earliest(), utc("2026-01-14T20:00:00+03:00"));
    assert_eq!(time.latest(), utc("2026-01-14T21:00:00+03:00"));
}

#[test]
fn swahili_hours_are_counted_from_six() {
    for (text, hour, either_day) in [
        ("saa nane usiku", "02:00", true),
        ("saa mbili usiku", "20:00", false),
        ("saa sita usiku", "00:00", true),
        ("saa kumi na moja alfajiri", "05:00", false),
        ("saa kumi na mbili asubuhi", "06:00", false),
        ("Saa moja asubuhi", "07:00", false),
        ("saa sita mchana", "12:00", false),
        ("saa kumi jioni", "16:00", false),
        ("saa kumi na mbili jioni", "18:00", false),
        ("saa moja jioni", "19:00", false),
        ("saa nane na nusu usiku", "02:30", true),
        ("saa 8:15 usiku", "02:15", true),
    ] {
        let said = StatedHour::parse(text).unwrap();
        assert_eq!(said.time().format("%H:%M").to_string(), hour, "{text}");
        assert_eq!(said.either_day(), either_day, "{text}");
        assert_eq!(said.clock(), Clock::EastAfrican6h);
    }
}

#[test]
fn a_gregorian_date_goes_with_the_standard_clock_unless_the_hour_is_swahili() {
    let time = stated("8 at night on 14 January 2026");
    assert_eq!(time.earliest(), utc("2026-01-14T20:00:00+03:00"));
    assert_eq!(time.clock(), Clock::Standard);
    let time = stated("saa nane mchana, tarehe 14 Januari 2026");
    assert_eq!(time.earliest(), utc("2026-01-14T14:00:00+03:00"));
    assert_eq!(time.clock(), Clock::EastAfrican6h);
    let time = stated("22:15, 2026-01-14");
    assert_eq!(
        (time.precision(), time.earliest()),
        (Precision::Minute, utc("2026-01-14T19:15:00Z"))
    );
    assert_eq!(stated("10 p.m., 14th January 2026").earliest(), utc("2026-01-14T19:00:00Z"));
    assert_eq!(stated("12am 14 January 2026").earliest(), utc("2026-01-13T21:00:00Z"));
}

#[test]
fn a_date_alone_is_a_day_a_month_or_a_year_of_its_calendar() {
    let day = stated("Tir 4, 2018 E.C.");
    assert_eq!(
        (day.precision(), day.earliest()),
        (Precision::Day, utc("2026-01-12T00:00:00+03:00"))
    );
    assert_eq!(stated("4 ጥር 2018").earliest(), day.earliest());
    let month = stated("Pagume 2015 EC");
    assert_eq!(month.precision(), Precision::Month);
    assert_eq!(month.latest() - month.earliest(), TimeDelta::days(6));
    let year = stated("2015 EC");
    assert_eq!(year.precision(), Precision::Year);
    assert_eq!(year.latest() - year.earliest(), TimeDelta::days(366));
    assert_eq!(stated("March 2026").latest(), utc("2026-04-01T00:00:00+03:00"));
}

#[test]
fn a_statement_that_leaves_something_open_is_refused() {
    for (text, refusal) in [
        ("saa nane usiku", ValueError::TimeStatedDate),
        ("8 at night, 4 Tir", ValueError::TimeStatedDate),
        ("4 Tir 2018 GC", ValueError::TimeStatedDate),
        ("8 at night, Tir 2018 EC", ValueError::TimeStatedDate),
        ("8, 4 Tir 2018 EC", ValueError::TimeStatedHour),
        ("13 at night, 4 Tir 2018 EC", ValueError::TimeStatedHour),
        ("12 at night, 4 Tir 2018 EC", ValueError::TimeStatedHour),
        ("7 in the morning, 4 Tir 2018 EC", ValueError::TimeStatedHour),
        ("around 8 at night, 4 Tir 2018 EC", ValueError::TimeStatedWord),
        ("8 or 9 at night, 4 Tir 2018 EC", ValueError::TimeStatedWord),
        ("31 Tir 2018 EC", ValueError::TimeNoSuchDate),
        ("", ValueError::TimeStatedDate),
    ] {
        assert_eq!(PartialTime::parse_stated(text, EAT), Err(refusal), "{text}");
    }
    let long = "at ".repeat(80) + "4 Tir 2018 EC";
    assert_eq!(PartialTime::parse_stated(&long, EAT), Err(ValueError::TimeStatedText));
}

#[test]
fn before_and_overlap_follow_from_the_bounds() {
    let (monday, tuesday) = (parsed("2026-01-12"), parsed("2026-01-13"));
    assert!(monday.is_certainly_before(&tuesday));
    assert!(!monday.overlaps(&tuesday));
    let midnight = parsed("2026-01-13T00:00:00");
    assert!(monday.is_certainly_before(&midnight) && tuesday.overlaps(&midnight));
    assert!(parsed("2026-01").overlaps(&monday));
    assert!(!midnight.is_certainly_before(&midnight));
}

#[test]
fn stored_bounds_that_do_not_fit_their_precision_are_refused() {
    let stored = serde_json::to_value(parsed("2026-01-12")).unwrap();
    for (field, value) in [
        ("latest", "2026-01-13T21:00:00Z"),
        ("earliest", "2026-01-11T20:00:00Z"),
        ("zone", "+02:00"),
        ("precision", "INSTANT"),
        ("precision", "MONTH"),
    ] {
        let mut changed = stored.clone();
        changed[field] = value.into();
        assert!(serde_json::from_value::<PartialTime>(changed).is_err(), "{field} {value}");
    }
    let mut reversed = serde_json::to_value(parsed("2026-01-10/2026-01-22")).unwrap();
    reversed["latest"] = "2026-01-01T00:00:00Z".into();
    assert!(serde_json::from_value::<PartialTime>(reversed).is_err());
}

#[test]
fn a_stored_time_names_its_codes() {
    let json = serde_json::to_value(stated("8 at night, 4 Tir 2018 EC")).unwrap();
    let expected = serde_json::json!({
        "earliest": "2026-01-11T23:00:00Z", "latest": "2026-01-12T23:00:00Z", "precision": "RANGE",
        "zone": "+03:00", "calendar": "ETHIOPIAN", "clock": "EAST_AFRICAN_6H",
        "as_stated": "8 at night, 4 Tir 2018 EC",
    });
    assert_eq!(json, expected);
    assert_eq!(schemars::schema_for!(PartialTime).get("title"), Some(&"PartialTime".into()));
}

#[test]
fn an_offset_is_read_in_every_form_of_the_standard() {
    for (text, shown) in [
        ("+03:00", "+03:00"),
        ("+0300", "+03:00"),
        ("-04:30", "-04:30"),
        ("+05", "+05:00"),
        ("Z", "+00:00"),
    ] {
        assert_eq!(UtcOffset::parse(text).unwrap().to_string(), shown);
    }
    for text in ["", "03:00", "+3:00", "+03:60", "+14:01", "+é3:00", "+", "+-3:00"] {
        assert_eq!(UtcOffset::parse(text), Err(ValueError::TimeOffset), "{text}");
    }
}

fn any_time() -> impl Strategy<Value = PartialTime> {
    let zone = (-840..=840_i32).prop_map(|m| FixedOffset::east_opt(m * 60).unwrap());
    (0..4_000_000_000_i64, zone, 0..9_u8, 0..1_000_000_i64).prop_map(
        |(seconds, zone, kind, length)| {
            let at = DateTime::from_timestamp(seconds, 0).unwrap().with_timezone(&zone);
            let offset = UtcOffset::try_from(zone).unwrap();
            let day = at.date_naive();
            let ethiopian = EthiopianDate::from_gregorian(day).unwrap();
            let period = |start: EthiopianDate, precision| {
                let start = midnight(start.to_gregorian());
                PartialTime::period(start, precision, Calendar::Ethiopian, offset)
            };
            match kind {
                0 => PartialTime::instant_at(at),
                1 => PartialTime::minute(at),
                2 => PartialTime::hour(at),
                3 => PartialTime::day(day, offset),
                4 => PartialTime::month(day.year(), day.month(), offset),
                5 => PartialTime::year(day.year(), offset),
                6 => PartialTime::range(at.to_utc(), at.to_utc() + TimeDelta::seconds(length)),
                7 => period(
                    EthiopianDate::try_new(ethiopian.year(), ethiopian.month(), 1).unwrap(),
                    Precision::Month,
                ),
                _ => {
                    period(EthiopianDate::try_new(ethiopian.year(), 1, 1).unwrap(), Precision::Year)
                }
            }
            .unwrap()
        },
    )
}

proptest! {
    #[test]
    fn a_time_never_ends_before_it_begins(time in any_time()) {
        prop_assert!(time.earliest() <= time.latest());
        prop_assert!(time.covers(time.earliest()));
        if time.precision() == Precision::Day {
            prop_assert_eq!(time.latest() - time.earliest(), TimeDelta::hours(24));
        }
    }

    #[test]
    fn a_stored_time_reads_back_as_itself(time in any_time(), words in "[a-z ]{0,20}x") {
        let time = time.with_as_stated(&words).unwrap();
        let json = serde_json::to_string(&time).unwrap();
        prop_assert_eq!(serde_json::from_str::<PartialTime>(&json).unwrap(), time);
    }

    #[test]
    fn a_shown_time_reads_back_with_the_same_bounds(time in any_time()) {
        let read = PartialTime::parse(&time.to_string(), time.zone()).unwrap();
        prop_assert_eq!(read.earliest(), time.earliest());
        prop_assert_eq!(read.latest(), time.latest());
    }

    #[test]
    fn no_text_makes_a_time_panic(text in ".*", offset in ".*") {
        let _ = PartialTime::parse(&text, EAT);
        let _ = PartialTime::parse_stated(&text, EAT);
        let _ = (StatedHour::parse(&text), UtcOffset::parse(&offset));
    }

    #[test]
    fn no_likely_text_makes_a_time_panic(
        text in "([0-9]{1,4}|saa|na|nusu|moja|kumi|at|night|usiku|Tir|May|EC|pm|:|-|/|T|\\+|,| ){1,12}",
    ) {
        let _ = PartialTime::parse(&text, EAT);
        let _ = PartialTime::parse_stated(&text, EAT);
    }
}
