//! How long an arrested person may be held, as dated rules.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::code::DetentionRule;
use crate::value::{Place, SubdivisionCode};

/// A limit on detention in force from a day on.
struct Limit {
    rule: DetentionRule,
    country: &'static str,
    /// Parts of the country that have a law of their own (ISO 3166-2).
    except: &'static [&'static str],
    /// Year, month and day.
    valid_from: (i32, u32, u32),
    hours: i64,
}

const LIMITS: &[Limit] = &[
    Limit {
        rule: DetentionRule::KeArraign,
        country: "KE",
        except: &[],
        valid_from: (2010, 8, 27),
        hours: 24,
    },
    Limit {
        rule: DetentionRule::UkPaceDetention,
        country: "GB",
        except: &["GB-SCT", "GB-NIR"],
        valid_from: (1986, 1, 1),
        hours: 24,
    },
];

/// The rule that runs from an arrest at a place and the moment it runs out; none where no rule is
/// known.
pub(super) fn limit(
    place: &Place,
    arrested: DateTime<Utc>,
) -> Option<(DetentionRule, DateTime<Utc>)> {
    let part = place.subdivision().map(SubdivisionCode::as_str);
    LIMITS
        .iter()
        .find(|limit| {
            let (year, month, day) = limit.valid_from;
            let begin = NaiveDate::from_ymd_opt(year, month, day);
            limit.country == place.country().as_str()
                && !part.is_some_and(|part| limit.except.contains(&part))
                && begin.is_some_and(|begin| begin <= arrested.date_naive())
        })
        .map(|limit| (limit.rule, arrested + TimeDelta::hours(limit.hours)))
}
