//! How long an arrested person may be held, by the law of the place and the day of the arrest.

use chrono::{DateTime, Utc};
use strum::VariantArray;

use super::code::DetentionRule;
use crate::law::Law;
use crate::value::Place;

/// The rule that runs from an arrest at a place and the moment it runs out; none where no rule is
/// known.
pub(super) fn limit(
    place: &Place,
    arrested: DateTime<Utc>,
    law: &Law,
) -> Option<(DetentionRule, DateTime<Utc>)> {
    DetentionRule::VARIANTS.iter().find_map(|code| {
        let rule = law.clock_rule(code.as_str(), arrested.date_naive())?;
        let runs_out = Law::runs_out(rule, arrested)?;
        rule.applies_at(place).then_some((*code, runs_out))
    })
}
