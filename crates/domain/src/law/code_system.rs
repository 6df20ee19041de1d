//! Code systems: lists of codes that others publish.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Content;
use super::rejection::LawRejection as Rejection;
use super::text::{EntryCode, Label, ListedCode};
use super::{Book, Law};
use crate::value::CountryCode;

/// A list of codes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeSystem {
    /// What it lists.
    pub title: Label,
    /// Who publishes it.
    pub publisher: Label,
    /// The publisher's edition.
    pub edition: Label,
    /// The codes, in the publisher's order.
    pub codes: Vec<CodeMeaning>,
}

/// A code and what it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CodeMeaning {
    /// The code.
    pub code: ListedCode,
    /// In English.
    pub en: Label,
    /// In Swahili.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sw: Option<Label>,
    /// In Somali.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub so: Option<Label>,
    /// In Amharic.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub am: Option<Label>,
}

impl Content for CodeSystem {
    const CATEGORY: &'static str = "code_system";

    fn check(&self, code: &EntryCode) -> Result<(), Rejection> {
        let code = code.clone();
        if self.codes.is_empty() {
            return Err(Rejection::NoCodes { code });
        }
        let mut named = BTreeSet::new();
        match self.codes.iter().find(|listed| !named.insert(&listed.code)) {
            Some(twice) => Err(Rejection::CodeTwice { code, listed: twice.code.clone() }),
            None => Ok(()),
        }
    }

    fn jurisdiction(&self) -> Option<CountryCode> {
        None
    }

    fn book(law: &Law) -> &Book<Self> {
        &law.code_systems
    }

    fn book_mut(law: &mut Law) -> &mut Book<Self> {
        &mut law.code_systems
    }
}
