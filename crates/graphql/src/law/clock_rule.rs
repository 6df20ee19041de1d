//! Time limits.

use async_graphql::SimpleObject;
use mpaka_domain::law::{self as domain, ClockUnit, Version};

use super::{Dated, entry};
use crate::code::Code;

entry! {
    /// A time limit, in its dated versions.
    ClockRule of domain::ClockRule as ClockRuleVersion
}

/// What a time limit is from one day on.
#[derive(SimpleObject)]
pub struct ClockRuleVersion {
    #[graphql(flatten)]
    dated: Dated,
    /// What it limits.
    title: String,
    /// The country whose law it is, ISO 3166-1 alpha-2.
    jurisdiction: String,
    /// Parts of the country that have a law of their own, ISO 3166-2.
    except: Vec<String>,
    /// What it is counted from.
    starts_on: String,
    /// How long it runs, in `unit`.
    duration: u32,
    /// In what that is counted.
    unit: Code<ClockUnit>,
    /// The code of the calendar by which working days are counted.
    calendar: Option<String>,
    /// What follows when it is not kept.
    on_breach: String,
}

impl From<&Version<domain::ClockRule>> for ClockRuleVersion {
    fn from(version: &Version<domain::ClockRule>) -> Self {
        let rule = &version.content;
        Self {
            dated: version.into(),
            title: rule.title.to_string(),
            jurisdiction: rule.jurisdiction.to_string(),
            except: rule.except.iter().map(ToString::to_string).collect(),
            starts_on: rule.starts_on.to_string(),
            duration: rule.duration,
            unit: Code(rule.unit),
            calendar: rule.calendar.as_ref().map(ToString::to_string),
            on_breach: rule.on_breach.to_string(),
        }
    }
}
