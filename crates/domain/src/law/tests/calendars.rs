//! Working days and holidays.

use chrono::Datelike;

use super::*;

fn working_day_after(start: &str, count: u32) -> NaiveDate {
    shipped_law().working_day_after("EW_BANK_HOLIDAYS", day(start), count)
}

#[test]
fn bank_holidays_are_no_working_days() {
    assert_eq!(working_day_after("2026-04-02", 1), day("2026-04-07"), "over Easter");
    assert_eq!(working_day_after("2026-12-24", 1), day("2026-12-29"), "Boxing Day's substitute");
    assert_eq!(working_day_after("2027-12-24", 1), day("2027-12-29"), "both substitutes");
    assert_eq!(working_day_after("2025-08-22", 1), day("2025-08-26"), "the summer one");
    assert_eq!(working_day_after("2022-09-16", 1), day("2022-09-20"), "the state funeral");
    assert_eq!(working_day_after("2023-05-05", 1), day("2023-05-09"), "the coronation");
}

#[test]
fn no_working_day_after_a_day_is_that_day() {
    assert_eq!(working_day_after("2026-04-03", 0), day("2026-04-03"));
}

#[test]
fn where_the_calendar_ends_a_due_date_is_never_too_late() {
    // Christmas Day 2028, a Monday, is not in the calendar that was published so far.
    assert_eq!(working_day_after("2028-12-22", 1), day("2028-12-25"));
    assert_eq!(working_day_after("2021-01-01", 1), day("2021-01-04"), "weekends are known");
}

#[test]
fn every_holiday_listed_falls_on_a_day_of_the_week_on_which_people_work() {
    for version in shipped_law().calendars["EW_BANK_HOLIDAYS"].versions() {
        for holiday in &version.content.days {
            let of_week = DayOfWeek::of(holiday.date);
            assert!(!version.content.weekend.contains(&of_week), "{}", holiday.date);
            assert!(version.is_in_force(holiday.date), "{}", holiday.date);
        }
    }
}

#[test]
fn easter_is_when_it_was() {
    for sunday in
        ["1961-04-02", "2000-04-23", "2008-03-23", "2022-04-17", "2025-04-20", "2038-04-25"]
    {
        assert_eq!(easter_sunday(day(sunday).year()), Some(day(sunday)));
    }
}

#[test]
fn easter_is_as_the_bank_holidays_say() {
    for version in shipped_law().calendars["EW_BANK_HOLIDAYS"].versions() {
        let sunday = easter_sunday(version.valid_from.year()).unwrap();
        for (offset, name) in [(-2, "Good Friday"), (1, "Easter Monday")] {
            let holiday = version.content.holiday(sunday + TimeDelta::days(offset)).unwrap();
            assert_eq!(holiday.as_str(), name);
        }
    }
}

#[test]
fn kenyas_holidays_come_each_year() {
    let works = |date| shipped_law().is_working_day("KE_PUBLIC_HOLIDAYS", day(date));
    for holiday in ["2026-04-03", "2026-04-06", "2026-06-01", "2027-10-20", "2030-12-12"] {
        assert!(!works(holiday), "{holiday}");
    }
    assert!(works("2026-06-02"));
    assert!(!works("2026-06-06"), "a Saturday");
}

const IDD: &str = r#"
kind = "calendar"
[[entry]]
code = "KE_IDD_2026"
[[entry.version]]
valid_from = "2026-03-01"
valid_to = "2026-04-01"
source = { citation = "Gazette Notice", checked = "PRIMARY" }
[entry.version.content]
title = "Idd-ul-Fitr"
adds_to = "KE_PUBLIC_HOLIDAYS"
days = [{ date = "2026-03-20", name = "Idd-ul-Fitr" }]
"#;

#[test]
fn a_day_that_is_declared_later_is_added_beside_the_calendar() {
    let friday = day("2026-03-20");
    assert!(shipped_law().is_working_day("KE_PUBLIC_HOLIDAYS", friday));
    let additions = shipped_law().adopt(file(IDD), day("2026-03-02")).unwrap();
    let law = shipped_law().clone().with(&additions);
    assert!(!law.is_working_day("KE_PUBLIC_HOLIDAYS", friday));
    assert!(law.is_working_day("EW_BANK_HOLIDAYS", friday), "another calendar is as it was");
}

#[test]
fn law_3_a_calendar_leaves_days_to_work_on_and_names_days_that_exist() {
    let refused = |from: &str, to: &str| {
        let text = IDD.replace(from, to);
        let faults = shipped_law().adopt(file(&text), day("2026-03-02")).unwrap_err();
        faults.0.into_iter().next().unwrap().rejection
    };
    let code = || code("KE_IDD_2026");
    let all = r#"weekend = ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"]"#;
    let unfit = LawRejection::WeekendUnfit { code: code() };
    assert_eq!(refused("adds_to = \"KE_PUBLIC_HOLIDAYS\"", all), unfit);
    assert_eq!(refused("adds_to = \"KE_PUBLIC_HOLIDAYS\"", ""), unfit, "no weekend at all");
    assert_eq!(refused("KE_PUBLIC_HOLIDAYS", "KE_IDD_2026"), unfit, "added to itself");
    let yearly = "yearly = [{ month = 2, day = 30, name = \"No day\" }]\ndays";
    let name = Label::parse("No day").unwrap();
    assert_eq!(refused("days", yearly), LawRejection::NoSuchDay { code: code(), name });
}
