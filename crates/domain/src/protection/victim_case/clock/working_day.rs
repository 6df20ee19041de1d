//! Working days in England and Wales: neither a weekend day nor a bank holiday.

use chrono::{Datelike, NaiveDate, Weekday};

/// Bank holidays in England and Wales, 2025 to 2027, substitute days included; source: GOV.UK, "UK
/// bank holidays". In other years only weekends are known, so that a due date may come too early
/// there and never too late.
const BANK_HOLIDAYS: [(i32, u32, u32); 24] = [
    (2025, 1, 1),
    (2025, 4, 18),
    (2025, 4, 21),
    (2025, 5, 5),
    (2025, 5, 26),
    (2025, 8, 25),
    (2025, 12, 25),
    (2025, 12, 26),
    (2026, 1, 1),
    (2026, 4, 3),
    (2026, 4, 6),
    (2026, 5, 4),
    (2026, 5, 25),
    (2026, 8, 31),
    (2026, 12, 25),
    (2026, 12, 28),
    (2027, 1, 1),
    (2027, 3, 26),
    (2027, 3, 29),
    (2027, 5, 3),
    (2027, 5, 31),
    (2027, 8, 30),
    (2027, 12, 27),
    (2027, 12, 28),
];

fn is_working_day(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
        && !BANK_HOLIDAYS.contains(&(date.year(), date.month(), date.day()))
}

/// The `count`th working day after a day, which itself is not counted.
pub fn working_day_after(start: NaiveDate, count: u32) -> NaiveDate {
    let mut days = start.iter_days().skip(1).filter(|day| is_working_day(*day));
    match count.checked_sub(1) {
        Some(skipped) => days.nth(skipped as usize).unwrap_or(NaiveDate::MAX),
        None => start,
    }
}
