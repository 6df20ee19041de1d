//! What can happen to a nominal.

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::NominalReference;
use crate::{AgencyId, Personal, SourceRef};

/// What has happened to a nominal.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum NominalEvent<I, F> {
    /// An agency began a record.
    Recorded {
        /// The agency.
        agency: AgencyId,
        /// What the agency keeps it under.
        reference: NominalReference,
        /// What the record is about.
        #[serde(flatten)]
        identity: I,
        /// The day on which it is to be looked at again.
        review_on: NaiveDate,
    },
    /// A fact was asserted.
    FactAsserted {
        /// Its number in the record, from 1.
        number: u32,
        /// The fact.
        fact: F,
        /// What it rests on, with its grade.
        source: SourceRef,
    },
    /// A fact was doubted.
    FactContested {
        /// The number of the fact, which is that of the event that asserted it.
        number: u32,
        /// Why.
        reason: Personal<String>,
        /// What the doubt rests on, where it was named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<SourceRef>,
    },
    /// A fact was taken back. It stays to be seen.
    FactWithdrawn {
        /// The number of the fact, which is that of the event that asserted it.
        number: u32,
        /// Why.
        reason: Personal<String>,
        /// What that rests on, where it was named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        source: Option<SourceRef>,
    },
    /// The record was looked at, and is kept.
    Retained {
        /// The day on which it is to be looked at again.
        review_on: NaiveDate,
        /// Why it is still needed.
        reason: Personal<String>,
    },
    /// The record is no longer kept for use.
    Expired {
        /// Why.
        reason: Personal<String>,
    },
}

/// Until when a record is kept, as one of its events says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keeping {
    /// Until this day, on which it is to be looked at again.
    Until(NaiveDate),
    /// No longer.
    Over,
}

impl<I, F> NominalEvent<I, F> {
    /// Until when the record is kept from now on, where the event says so.
    pub fn keeping(&self) -> Option<Keeping> {
        match self {
            Self::Recorded { review_on, .. } | Self::Retained { review_on, .. } => {
                Some(Keeping::Until(*review_on))
            }
            Self::Expired { .. } => Some(Keeping::Over),
            Self::FactAsserted { .. } | Self::FactContested { .. } | Self::FactWithdrawn { .. } => {
                None
            }
        }
    }
}
