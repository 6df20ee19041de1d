//! Statutes: offences with the elements that have to be proved.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Content;
use super::rejection::LawRejection as Rejection;
use super::text::{EntryCode, Label, Note};
use super::{Book, Law};
use crate::casework::text::{ElementText, IccsCode};
use crate::value::{CountryCode, LegalBasis};

code_list! {
    /// What makes an element unnecessary to prove.
    pub enum Circumstance {
        /// The victim was under 18 (Palermo Protocol art. 3(c): no means need be shown).
        ChildVictim,
    }
}

/// An offence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Statute {
    /// What it is called.
    pub title: Label,
    /// Where it stands.
    pub provision: LegalBasis,
    /// Its code in the International Classification of Crime for Statistical Purposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iccs_code: Option<IccsCode>,
    /// What has to be proved, in the order in which a court asks for it.
    pub elements: Vec<StatuteElement>,
    /// What it is punished with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub penalty: Option<Note>,
}

/// Something that has to be proved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatuteElement {
    /// What it is called, as in `MEANS`.
    pub code: EntryCode,
    /// What it is, close to the words of the law.
    pub text: ElementText,
    /// Whether there is no offence without it; an aggravation is none.
    #[serde(default = "yes")]
    pub mandatory: bool,
    /// Where it need not be proved after all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub except: BTreeSet<Circumstance>,
}

fn yes() -> bool {
    true
}

impl StatuteElement {
    /// Whether there is no offence without it in these circumstances.
    pub fn is_required(&self, circumstances: &BTreeSet<Circumstance>) -> bool {
        self.mandatory && self.except.is_disjoint(circumstances)
    }
}

impl Content for Statute {
    const CATEGORY: &'static str = "statute";

    fn check(&self, code: &EntryCode) -> Result<(), Rejection> {
        let code = code.clone();
        if !self.elements.iter().any(|element| element.mandatory) {
            return Err(Rejection::NoMandatoryElement { code });
        }
        let mut named = BTreeSet::new();
        for StatuteElement { code: element, mandatory, except, .. } in &self.elements {
            let element = element.clone();
            if !named.insert(element.clone()) {
                return Err(Rejection::ElementTwice { code, element });
            }
            if !mandatory && !except.is_empty() {
                return Err(Rejection::ExceptionToNothing { code, element });
            }
        }
        Ok(())
    }

    fn check_among(&self, code: &EntryCode, law: &Law) -> Result<(), Rejection> {
        match law.with_provision(&self.provision).find(|(other, _)| *other != code) {
            Some((other, _)) => {
                Err(Rejection::ProvisionTwice { code: code.clone(), other: other.clone() })
            }
            None => Ok(()),
        }
    }

    fn jurisdiction(&self) -> Option<CountryCode> {
        Some(self.provision.jurisdiction())
    }

    fn book(law: &Law) -> &Book<Self> {
        &law.statutes
    }

    fn book_mut(law: &mut Law) -> &mut Book<Self> {
        &mut law.statutes
    }
}
