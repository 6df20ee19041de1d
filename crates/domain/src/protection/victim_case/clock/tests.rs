//! What the clocks' data say, on the days that decide.

use strum::VariantArray;

use super::*;
use crate::testing::shipped_law;

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

fn due(code: ClockCode, start: NaiveDate) -> Option<NaiveDate> {
    code.due(start, shipped_law())
}

#[test]
fn the_fifth_working_day_after_a_monday_is_the_next_monday() {
    assert_eq!(due(ClockCode::UkNrmRg, day(2026, 3, 2)), Some(day(2026, 3, 9)));
}

#[test]
fn v4_the_recovery_period_was_45_days_before_13_december_2022_and_is_30_since() {
    let recovery = |start| due(ClockCode::UkNrmRecovery, start);
    assert_eq!(recovery(day(2022, 12, 12)), Some(day(2023, 1, 26)));
    assert_eq!(recovery(day(2022, 12, 13)), Some(day(2023, 1, 12)));
    assert_eq!(recovery(day(2026, 3, 9)), Some(day(2026, 4, 8)));
    assert_eq!(recovery(day(2009, 3, 31)), None);
}

#[test]
fn the_law_has_every_limit_of_a_protection_file_without_a_gap() {
    for code in <ClockCode as VariantArray>::VARIANTS {
        let versions = shipped_law().clock_rules[code.as_str()].versions();
        for pair in versions.windows(2) {
            assert_eq!(pair[0].valid_to, Some(pair[1].valid_from), "{code}");
        }
        assert_eq!(versions.last().and_then(|last| last.valid_to), None, "{code}");
    }
}

#[test]
fn only_a_deadline_is_breached() {
    let clock = |code| Clock {
        code,
        started: day(2026, 3, 2),
        due: day(2026, 3, 9),
        met_at: None,
        stopped_at: None,
    };
    assert!(!clock(ClockCode::UkNrmRg).is_breached(day(2026, 3, 9)));
    assert!(clock(ClockCode::UkNrmRg).is_breached(day(2026, 3, 10)));
    assert!(!clock(ClockCode::UkNrmRecovery).is_breached(day(2026, 3, 10)));
    let late = Clock { met_at: Some(day(2026, 3, 10)), ..clock(ClockCode::UkDtn) };
    assert!(late.is_breached(day(2026, 3, 10)));
}
