//! What can be asked of a nominal.

use chrono::NaiveDate;
use serde::Serialize;

use super::code::NominalCategory;
use crate::value::NominalReference;
use crate::{AgencyId, Personal};

/// What can be asked of a nominal. Every command comes from an investigator or a supervisor of the
/// agency whose record it is (NOM-1).
#[derive(Debug, Clone, Serialize)]
pub enum NominalCommand<I, F> {
    /// Begins a record of the actor's agency.
    Record {
        /// What the agency keeps it under, unique among its nominals.
        reference: NominalReference,
        /// What the record is about.
        identity: I,
        /// The day on which it is to be looked at again (NOM-5).
        review_on: NaiveDate,
    },
    /// Asserts a fact, on the strength of the source in the envelope (NOM-2).
    AssertFact {
        /// The fact.
        fact: F,
        /// The other nominal that the fact names. The server fills it in, anew each time the command
        /// is sent, so it is no part of the serialised command by which a repetition is recognised.
        #[serde(skip_serializing)]
        named: Option<NamedNominal>,
    },
    /// Doubts a fact, on the strength of the source in the envelope where it gives one.
    ContestFact {
        /// The fact's number.
        number: u32,
        /// Why.
        reason: Personal<String>,
    },
    /// Takes a fact back. It stays to be seen, with the reason (NOM-3).
    WithdrawFact {
        /// The fact's number.
        number: u32,
        /// Why.
        reason: Personal<String>,
    },
    /// Keeps the record after a review, or takes up again what was no longer kept.
    Retain {
        /// The day on which it is to be looked at again (NOM-5).
        review_on: NaiveDate,
        /// Why it is still needed.
        reason: Personal<String>,
    },
    /// Keeps the record for use no longer, after a review.
    Expire {
        /// Why.
        reason: Personal<String>,
    },
}

/// A nominal that a fact or a suspect names, as the views show it to who names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum NamedNominal {
    /// The record that the fact is about.
    Itself,
    /// Another record.
    Another {
        /// The agency whose record it is.
        agency: AgencyId,
        /// What it is about.
        category: NominalCategory,
    },
}

impl NamedNominal {
    /// Whether it is another record of this agency and this category.
    pub(crate) fn is(&self, agency: &AgencyId, category: NominalCategory) -> bool {
        match self {
            Self::Itself => false,
            Self::Another { agency: theirs, category: what } => {
                theirs == agency && *what == category
            }
        }
    }
}
