//! Times in the words of a statement: as exact as they are known, and no more.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};
use mpaka_domain::value::{Calendar, Clock, PartialTime, Precision};

const DAY: &str = "%-d %B %Y";
const MINUTE: &str = "%-d %B %Y, %H:%M";
const SECOND: &str = "%-d %B %Y, %H:%M:%S";

/// When it happened, such as `2 October 2025` or `between 12 January 2026, 02:00 and …`.
pub fn words(time: &PartialTime) -> String {
    let zone = FixedOffset::from(time.zone());
    let (start, end) = (time.earliest().with_timezone(&zone), time.latest().with_timezone(&zone));
    let utc = format!("UTC{}", time.zone());
    match time.precision() {
        Precision::Instant if at_the_minute(time.earliest()) => {
            format!("{} ({utc})", start.format(MINUTE))
        }
        Precision::Instant => format!("{} ({utc})", start.format(SECOND)),
        Precision::Minute => format!("{} ({utc})", start.format(MINUTE)),
        Precision::Hour => {
            format!(
                "{}, between {} and {} ({utc})",
                start.format(DAY),
                start.format("%H:%M"),
                end.format("%H:%M")
            )
        }
        Precision::Day => start.format(DAY).to_string(),
        Precision::Month if time.calendar() == Calendar::Gregorian => {
            start.format("in %B %Y").to_string()
        }
        Precision::Year if time.calendar() == Calendar::Gregorian => {
            start.format("in %Y").to_string()
        }
        Precision::Month | Precision::Year => {
            let last = end - TimeDelta::days(1);
            format!("between {} and {}", start.format(DAY), last.format(DAY))
        }
        Precision::Range => format!(
            "on or about {}: not before {} and not after {} ({utc})",
            about(start, end),
            start.format(MINUTE),
            end.format(MINUTE)
        ),
    }
}

/// How well it is known, and how it was stated; nothing where it is known to the minute.
pub fn remarks(time: &PartialTime) -> Vec<String> {
    let known = match time.precision() {
        Precision::Instant | Precision::Minute => None,
        Precision::Hour => Some("known to the hour"),
        Precision::Day => Some("known to the day"),
        Precision::Month => Some("known to the month"),
        Precision::Year => Some("known to the year"),
        Precision::Range => Some("known within bounds"),
    };
    let calendar = (time.calendar() == Calendar::Ethiopian).then_some("Ethiopian calendar");
    let clock = (time.clock() == Clock::EastAfrican6h).then_some("hours counted from six o'clock");
    let stated = time.as_stated().map(|stated| format!("as stated: \u{201c}{stated}\u{201d}"));
    known.into_iter().chain(calendar).chain(clock).map(str::to_owned).chain(stated).collect()
}

/// A moment of our own records, to the second, in UTC.
pub fn recorded(at: DateTime<Utc>) -> String {
    format!("{} (UTC)", at.format(SECOND))
}

fn at_the_minute(at: DateTime<Utc>) -> bool {
    at.timestamp_subsec_nanos() == 0 && at.timestamp() % 60 == 0
}

/// The days between two moments, in as few words as say them.
fn about(start: DateTime<FixedOffset>, end: DateTime<FixedOffset>) -> String {
    let (first, last) = (start.date_naive(), end.date_naive());
    if first == last {
        first.format(DAY).to_string()
    } else {
        format!("{} to {}", first.format(DAY), last.format(DAY))
    }
}

#[cfg(test)]
mod tests {
    use mpaka_domain::value::UtcOffset;

    use super::*;

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).unwrap()
    }

    fn nairobi() -> UtcOffset {
        UtcOffset::try_from(*at("2026-01-01T00:00:00+03:00").offset()).unwrap()
    }

    #[test]
    fn a_time_is_as_exact_as_it_is_known() {
        let day = at("2026-01-12T00:00:00+03:00").date_naive();
        let range = PartialTime::range(
            at("2026-01-12T02:00:00+00:00").to_utc(),
            at("2026-01-13T03:00:00+00:00").to_utc(),
        );
        for (time, words_of_it) in [
            (
                PartialTime::minute(at("2026-01-14T21:00:00+03:00")),
                "14 January 2026, 21:00 (UTC+03:00)",
            ),
            (
                PartialTime::instant_at(at("2026-01-14T21:00:07+03:00")),
                "14 January 2026, 21:00:07 (UTC+03:00)",
            ),
            (
                PartialTime::hour(at("2026-01-14T23:10:00+03:00")),
                "14 January 2026, between 23:00 and 00:00 (UTC+03:00)",
            ),
            (PartialTime::day(day, nairobi()), "12 January 2026"),
            (PartialTime::month(2025, 10, nairobi()), "in October 2025"),
            (PartialTime::year(2025, nairobi()), "in 2025"),
            (
                range,
                "on or about 12 January 2026 to 13 January 2026: not before 12 January 2026, 02:00 \
                 and not after 13 January 2026, 03:00 (UTC+00:00)",
            ),
        ] {
            assert_eq!(words(&time.unwrap()), words_of_it);
        }
    }

    #[test]
    fn what_was_said_is_kept_beside_it() {
        let day = at("2026-01-12T00:00:00+03:00").date_naive();
        let stated = PartialTime::day(day, nairobi()).unwrap().with_as_stated("4 Tir").unwrap();
        let remarks = remarks(&stated);
        assert_eq!(remarks.last().unwrap(), "as stated: \u{201c}4 Tir\u{201d}");
    }
}
