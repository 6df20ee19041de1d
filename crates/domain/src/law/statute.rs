//! Statutes: offences with the elements that have to be proved.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::entry::Content;
use super::rejection::LawRejection as Rejection;
use super::text::{EntryCode, Label, Note};
use super::version::Version;
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

impl Version<Statute> {
    /// Whether it is the offence that a provision makes, however it is cited.
    pub(super) fn is_of(&self, provision: &LegalBasis) -> bool {
        !self.is_withdrawn() && Cited::of(&self.content.provision).is(&Cited::of(provision))
    }
}

/// A citation without what people write differently: the case, punctuation, the words for a section, what
/// stands in brackets (a chapter's number, a subsection, which is its section's), and the year where one
/// of two citations leaves it out.
struct Cited {
    country: CountryCode,
    instrument: String,
    section: String,
    year: Option<String>,
}

impl Cited {
    fn of(provision: &LegalBasis) -> Self {
        let instrument = outside_brackets(provision.instrument());
        let year = instrument
            .split(|c: char| !c.is_ascii_digit())
            .find(|digits| digits.len() == 4)
            .map(str::to_owned);
        let name: String = instrument.chars().filter(|c| c.is_alphabetic()).collect();
        let section = outside_brackets(provision.provision());
        let section = section.trim_start_matches(|c: char| !c.is_ascii_digit());
        Self {
            country: provision.jurisdiction(),
            instrument: name.strip_prefix("the").unwrap_or(&name).to_owned(),
            section: section.chars().filter(|c| c.is_alphanumeric()).collect(),
            year,
        }
    }

    fn is(&self, other: &Self) -> bool {
        let same_year = match (&self.year, &other.year) {
            (Some(one), Some(another)) => one == another,
            (None, _) | (_, None) => true,
        };
        same_year
            && (self.country, &self.instrument, &self.section)
                == (other.country, &other.instrument, &other.section)
    }
}

/// A text in small letters, up to each bracket and from its end on.
fn outside_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::new();
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
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
    /// Where alone it has to be proved; everywhere, when none is given.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub only: BTreeSet<Circumstance>,
}

fn yes() -> bool {
    true
}

impl StatuteElement {
    /// Whether there is no offence without it in these circumstances.
    pub fn is_required(&self, circumstances: &BTreeSet<Circumstance>) -> bool {
        self.mandatory && self.except.is_disjoint(circumstances) && self.matters(circumstances)
    }

    /// Whether it is an element of the offence in these circumstances at all.
    pub fn matters(&self, circumstances: &BTreeSet<Circumstance>) -> bool {
        self.only.is_empty() || !self.only.is_disjoint(circumstances)
    }
}

impl Statute {
    /// Whether what has to be proved depends on a circumstance.
    pub fn knows(&self, circumstance: Circumstance) -> bool {
        let of = |element: &StatuteElement| {
            element.except.contains(&circumstance) || element.only.contains(&circumstance)
        };
        self.elements.iter().any(of)
    }
}

impl Content for Statute {
    const CATEGORY: &'static str = "statute";

    fn check(&self, code: &EntryCode) -> Result<(), Rejection> {
        let code = code.clone();
        if !self.elements.iter().any(|element| element.mandatory && element.only.is_empty()) {
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
