//! Handling: how a fact is marked, and who may see what is so marked.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::agency::{AgencyId, CodeError, UserId};
use crate::metadata::Role;
use crate::value::CountryCode;

code_list! {
    /// National protective markings, least restrictive first; the two schemes are interleaved by the
    /// harm that disclosure would do.
    pub enum Classification {
        /// United Kingdom: OFFICIAL.
        Official,
        /// Kenya: RESTRICTED.
        Restricted,
        /// United Kingdom: OFFICIAL-SENSITIVE.
        OfficialSensitive,
        /// Kenya: CONFIDENTIAL.
        Confidential,
        /// Both: SECRET.
        Secret,
        /// Both: TOP SECRET.
        TopSecret,
    }
}

code_list! {
    /// Traffic Light Protocol 2.0 (FIRST), widest first.
    pub enum Tlp {
        /// The world.
        Clear,
        /// The community.
        Green,
        /// The recipient's organisation and its clients.
        Amber,
        /// The recipient's organisation only.
        AmberStrict,
        /// The named recipients only.
        Red,
    }
}

code_list! {
    /// The handling code of the UK 3x5x2 form.
    pub enum HandlingCode {
        /// Lawful sharing permitted.
        P,
        /// Lawful sharing permitted with conditions.
        C,
    }
}

code_list! {
    /// Europol (SIENA) handling codes.
    pub enum EuropolHandling {
        /// Use only to prevent and combat crime.
        H0,
        /// Not in judicial proceedings without the provider's permission.
        H1,
        /// Not disseminated without the provider's permission.
        H2,
        /// Other restrictions, as stated.
        H3,
    }
}

/// An agency or a whole country that a fact may be released to.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub enum Recipient {
    /// Every agency of a country, by its ISO 3166-1 alpha-2 code.
    Country(CountryCode),
    /// One agency, by its code.
    Agency(AgencyId),
}

impl Recipient {
    /// Reads a country code (`KE`) or an agency code (`UK-NMC`).
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        match text.trim().len() {
            2 => CountryCode::parse(text).map(Self::Country).map_err(|_| CodeError::Recipient),
            _ => AgencyId::parse(text).map(Self::Agency).map_err(|_| CodeError::Recipient),
        }
    }
}

impl FromStr for Recipient {
    type Err = CodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Recipient {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Recipient> for String {
    fn from(recipient: Recipient) -> Self {
        recipient.to_string()
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Country(country) => country.fmt(f),
            Self::Agency(agency) => agency.fmt(f),
        }
    }
}

/// A compartment's name: capitals, digits, hyphens and underscores.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Compartment(String);

impl Compartment {
    /// Victims' identities and whereabouts (rule V6).
    pub fn protection() -> Self {
        Self("PROTECTION".into())
    }

    /// Reads a compartment's name, in any case.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let name = text.trim().to_ascii_uppercase();
        let well_formed = (2..=32).contains(&name.len())
            && name
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if well_formed { Ok(Self(name)) } else { Err(CodeError::Compartment) }
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Compartment {
    type Error = CodeError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<Compartment> for String {
    fn from(compartment: Compartment) -> Self {
        compartment.0
    }
}

/// The condition of use that keeps a fact out of court.
const NOT_FOR_COURT: &str = "NOT_FOR_COURT";

/// The marking of a fact: mandatory, and immutable once stored (E1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Handling {
    /// The national protective marking.
    pub classification: Classification,
    /// The Traffic Light Protocol marking.
    pub tlp: Tlp,
    /// May it be shared, and with conditions or without.
    pub code: HandlingCode,
    /// Coded conditions of use, such as `NOT_FOR_COURT`.
    #[serde(default)]
    pub conditions: BTreeSet<String>,
    /// Europol handling codes, where it came that way.
    #[serde(default)]
    pub europol: BTreeSet<EuropolHandling>,
    /// Agencies and countries it may be released to, besides the agency that recorded it.
    #[serde(default)]
    pub releasable_to: BTreeSet<Recipient>,
    /// Only readers who hold every one of these see it.
    #[serde(default)]
    pub compartments: BTreeSet<Compartment>,
    /// When the marking is to be looked at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<NaiveDate>,
}

impl Handling {
    /// The marking of what was made from two facts: the most restrictive of both (E4).
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self {
            classification: self.classification.max(other.classification),
            tlp: self.tlp.max(other.tlp),
            code: self.code.max(other.code),
            conditions: self.conditions.union(&other.conditions).cloned().collect(),
            europol: self.europol.union(&other.europol).copied().collect(),
            releasable_to: self.releasable_to.intersection(&other.releasable_to).cloned().collect(),
            compartments: self.compartments.union(&other.compartments).cloned().collect(),
            review_by: match (self.review_by, other.review_by) {
                (Some(left), Some(right)) => Some(left.min(right)),
                (left, right) => left.or(right),
            },
        }
    }

    /// The same marking under the conditions of use of another as well: what was made from a fact may be
    /// marked lower than the fact, but not used more freely.
    #[must_use]
    pub fn under_conditions_of(mut self, other: &Self) -> Self {
        self.code = self.code.max(other.code);
        self.conditions.extend(other.conditions.iter().cloned());
        self.europol.extend(other.europol.iter().copied());
        self
    }

    /// Whether what is so marked may be shown to a court: not under Europol's `H1`, for which the
    /// provider would have to agree, and not under the condition `NOT_FOR_COURT` or one that begins with
    /// it, as `NOT_FOR_COURT_WITHOUT_TOCU` names whose agreement it takes.
    pub fn is_for_court(&self) -> bool {
        !self.europol.contains(&EuropolHandling::H1)
            && !self.conditions.iter().any(|condition| {
                let condition = condition.to_ascii_uppercase();
                condition
                    .strip_prefix(NOT_FOR_COURT)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
            })
    }

    /// The same marking, kept to the readers of one more compartment.
    #[must_use]
    pub fn within(mut self, compartment: Compartment) -> Self {
        self.compartments.insert(compartment);
        self
    }

    /// Whether a reader may see a fact so marked in a file that is theirs (`party`) or another's.
    ///
    /// A reader must hold every compartment; then either the file is theirs, or the fact is
    /// releasable to their agency or country. Auditors read no case content.
    pub fn shows(&self, viewer: &Viewer, party: bool) -> bool {
        viewer.role != Role::Auditor
            && self.compartments.is_subset(&viewer.compartments)
            && (party || self.releasable_to.iter().any(|recipient| viewer.receives(recipient)))
    }
}

/// Who is looking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// The user.
    pub user: UserId,
    /// The agency they act for.
    pub agency: AgencyId,
    /// The role they signed in with.
    pub role: Role,
    /// The compartments they are read into.
    pub compartments: BTreeSet<Compartment>,
}

impl Viewer {
    fn receives(&self, recipient: &Recipient) -> bool {
        match recipient {
            Recipient::Agency(agency) => *agency == self.agency,
            Recipient::Country(country) => self.agency.country().as_ref() == Some(country),
        }
    }

    /// The codes under which facts are released to this reader: the agency's and its country's.
    pub fn recipients(&self) -> Vec<String> {
        let country = self.agency.country().map(|country| country.to_string());
        std::iter::once(self.agency.to_string()).chain(country).collect()
    }
}

#[cfg(test)]
mod tests;
