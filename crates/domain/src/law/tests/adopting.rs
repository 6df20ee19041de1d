//! What is new in a draft: versions, ends and closer checks; and what is refused.

use super::*;

/// A file with one open limit, from 1 January 2020.
const LIMIT: &str = r#"
kind = "clock_rule"
[[entry]]
code = "XX_LIMIT"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "An act", checked = "SECONDARY" }
[entry.version.content]
title = "A limit"
jurisdiction = "KE"
starts_on = "a start"
duration = 10
unit = "CD"
on_breach = "nothing"
"#;

/// What follows when the act is replaced.
const REPLACED: &str = r#"
[[entry.end]]
valid_from = "2020-01-01"
valid_to = "2027-01-01"
reason = "the act is replaced"
"#;

const TODAY: &str = "2026-03-02";

fn law() -> Law {
    Law::of(file(LIMIT)).unwrap()
}

fn adopt(text: &str) -> Result<Vec<EntryEvent<ClockRule>>, LawRejection> {
    match law().adopt(file(text), day(TODAY)) {
        Ok(additions) => Ok(additions.clock_rules.into_iter().flat_map(|(_, new)| new).collect()),
        Err(faults) => Err(faults.0.into_iter().next().unwrap().rejection),
    }
}

fn ended(valid_to: &str, reason: &str) -> EntryEvent<ClockRule> {
    EntryEvent::VersionEnded {
        code: code("XX_LIMIT"),
        valid_from: day("2020-01-01"),
        valid_to: day(valid_to),
        reason: Note::parse(reason).unwrap(),
    }
}

#[test]
fn a_file_read_again_adds_nothing() {
    assert_eq!(adopt(LIMIT), Ok(vec![]));
}

#[test]
fn a_rule_that_is_added_changes_what_starts_from_its_day_on_and_nothing_before() {
    let next = LIMIT.replace("2020-01-01", "2027-01-01").replace("= 10", "= 20");
    let text = next.replace("code = \"XX_LIMIT\"", &format!("code = \"XX_LIMIT\"\n{REPLACED}"));
    let additions = law().adopt(file(&text), day(TODAY)).unwrap();
    let after = law().with(&additions);
    for (start, before_days, after_days) in [("2026-12-31", 10, 10), ("2027-01-01", 10, 20)] {
        let counted = |days| Some(day(start) + Days::new(days));
        assert_eq!(law().due("XX_LIMIT", day(start)), counted(before_days));
        assert_eq!(after.due("XX_LIMIT", day(start)), counted(after_days));
    }
    assert_eq!(after.due("XX_LIMIT", day("2019-12-31")), None);
    assert_eq!(after.due("YY_LIMIT", day("2027-01-01")), None);
}

#[test]
fn an_open_version_ends_once() {
    let given = format!("{LIMIT}{REPLACED}");
    assert_eq!(adopt(&given), Ok(vec![ended("2027-01-01", "the act is replaced")]));
    let closed =
        LIMIT.replace("[[entry.version]]\n", "[[entry.version]]\nvalid_to = \"2027-01-01\"\n");
    assert_eq!(adopt(&closed), Ok(vec![ended("2027-01-01", "An act")]), "the file gives its end");

    let law = law().with(&law().adopt(file(&given), day(TODAY)).unwrap());
    let again = |text: &str| law.adopt(file(text), day(TODAY));
    assert_eq!(again(&given), Ok(Additions::default()));
    assert_eq!(again(LIMIT), Ok(Additions::default()), "an older file says nothing new");
    let moved = again(&given.replace("2027", "2028")).unwrap_err();
    let refused = LawRejection::AlreadyEnded {
        code: code("XX_LIMIT"),
        from: day("2020-01-01"),
        to: day("2027-01-01"),
    };
    assert_eq!(moved.0[0].rejection, refused);
    let moved = again(&closed.replace("2027", "2028")).unwrap_err();
    assert_eq!(moved.0[0].rejection, refused);
}

#[test]
fn law_2_a_version_of_the_law_is_not_edited() {
    let (code, valid_from) = (code("XX_LIMIT"), day("2020-01-01"));
    let edited = adopt(&LIMIT.replace("= 10", "= 20"));
    assert_eq!(edited, Err(LawRejection::VersionEdited { code: code.clone(), from: valid_from }));
    let elsewhere = adopt(&LIMIT.replace("An act", "Another act"));
    assert_eq!(elsewhere, Err(LawRejection::SourceEdited { code, from: valid_from }));
}

#[test]
fn law_2_only_what_was_never_in_force_is_taken_back() {
    let end = |from: &str, to: &str| REPLACED.replace("2020-01-01", from).replace("2027-01-01", to);
    let (code, valid_from) = (code("XX_LIMIT"), day("2020-01-01"));
    let refused = |text: &str| adopt(&format!("{LIMIT}{text}")).unwrap_err();
    let was_in_force = LawRejection::WasInForce { code: code.clone(), from: valid_from };
    assert_eq!(refused(&end("2020-01-01", "2020-01-01")), was_in_force);
    let backwards = LawRejection::EndsBeforeItBegins { code: code.clone(), from: valid_from };
    assert_eq!(refused(&end("2020-01-01", "2019-12-31")), backwards);
    let none = LawRejection::NoSuchVersion { code, from: day("2021-01-01") };
    assert_eq!(refused(&end("2021-01-01", "2022-01-01")), none);

    let future = LIMIT.replace("2020-01-01", "2026-03-03");
    let law = Law::of(file(&future)).unwrap();
    let back = format!("{future}{}", end("2026-03-03", "2026-03-03"));
    let after = law.clone().with(&law.adopt(file(&back), day(TODAY)).unwrap());
    assert_eq!(after.due("XX_LIMIT", day("2026-03-03")), None);
    assert_eq!(
        after.adopt(file(&future), day(TODAY)),
        Ok(Additions::default()),
        "still taken back"
    );
    let instead = future.replace("= 10", "= 20");
    let instead = after.clone().with(&after.adopt(file(&instead), day(TODAY)).unwrap());
    assert_eq!(instead.due("XX_LIMIT", day("2026-03-03")), Some(day("2026-03-23")));
}

#[test]
fn a_version_is_confirmed_by_a_closer_check() {
    let confirmed = LIMIT.replace("An act", "An act, s.1").replace("SECONDARY", "PRIMARY");
    let source = Source {
        citation: Citation::parse("An act, s.1").unwrap(),
        checked: Checked::Primary,
        note: None,
    };
    let event = EntryEvent::VersionConfirmed {
        code: code("XX_LIMIT"),
        valid_from: day("2020-01-01"),
        source: source.clone(),
    };
    assert_eq!(adopt(&confirmed), Ok(vec![event]));
    let after = law().with(&law().adopt(file(&confirmed), day(TODAY)).unwrap());
    assert_eq!(after.clock_rules["XX_LIMIT"].versions()[0].source, source);
    assert_eq!(after.adopt(file(LIMIT), day(TODAY)), Ok(Additions::default()), "an older file");
}

#[test]
fn law_3_a_limit_says_what_can_be_counted() {
    let code = || code("XX_LIMIT");
    let next = LIMIT.replace("2020-01-01", "2019-01-01");
    let refused = |from, to| {
        let text = next.replace(from, to);
        Law::of(file(&text)).unwrap_err().0.remove(0).rejection
    };
    assert_eq!(refused("= 10", "= 0"), LawRejection::DurationOutOfRange { code: code() });
    assert_eq!(refused("\"CD\"", "\"WD\""), LawRejection::CalendarMissing { code: code() });
    let calendar = "unit = \"CD\"\ncalendar = \"EW_BANK_HOLIDAYS\"";
    assert_eq!(
        refused("unit = \"CD\"", calendar),
        LawRejection::CalendarNotCounted { code: code() }
    );
    for (name, unit) in [("UK_DTN", "\"H\""), ("KE_ARRAIGN", "\"CD\"")] {
        let text = next.replace("XX_LIMIT", name).replace("\"CD\"", unit);
        let faults = Law::of(file(&text)).unwrap_err();
        let code = EntryCode::parse(name).unwrap();
        assert_eq!(faults.0[0].rejection, LawRejection::UnitOfAnotherRule { code });
    }
}

#[test]
fn law_4_working_days_are_counted_by_a_calendar_of_the_law() {
    let text = LIMIT.replace("\"CD\"", "\"WD\"\ncalendar = \"XX_DAYS\"");
    let faults = Law::of(file(&text)).unwrap_err();
    let unknown =
        LawRejection::CalendarUnknown { code: code("XX_LIMIT"), calendar: code("XX_DAYS") };
    assert_eq!(faults.0[0].rejection, unknown);
    let known = text.replace("XX_DAYS", "EW_BANK_HOLIDAYS");
    assert!(shipped_law().adopt(file(&known), day(TODAY)).is_ok());
}

#[test]
fn law_5_an_edition_is_refused_whole_with_everything_that_is_wrong_in_it() {
    let good = LIMIT.replace("XX_LIMIT", "XX_GOOD");
    let twice = file(LIMIT)
        .and(file(LIMIT))
        .and(file(&good))
        .and(file(&LIMIT.replace("XX_LIMIT", "YY").replace("= 10", "= 0")));
    let faults = Law::default().adopt(twice, day(TODAY)).unwrap_err();
    let named: Vec<_> =
        faults.0.iter().map(|fault| (fault.file.as_str(), &fault.rejection)).collect();
    let given_twice = LawRejection::GivenTwice { code: code("XX_LIMIT") };
    let out_of_range = LawRejection::DurationOutOfRange { code: code("YY") };
    assert_eq!(named, [("test.toml", &given_twice), ("test.toml", &out_of_range)]);
}
