//! Agencies and their users, by the codes they sign in with.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::CountryCode;

/// A code of the service's own making that is not formed as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Not an agency's code.
    #[error(
        "an agency's code is its country's two letters and its parts joined by hyphens, as in KE-DCI-TOCU"
    )]
    Agency,
    /// Not a user's name.
    #[error("a user's name is 1 to 64 letters, digits, full stops, underscores, hyphens or @")]
    User,
    /// Not a compartment's name.
    #[error("a compartment's name is 2 to 32 capitals, digits, hyphens or underscores")]
    Compartment,
    /// Neither a country's nor an agency's code.
    #[error("a recipient is a country's two-letter code (KE) or an agency's code (UK-NMC)")]
    Recipient,
}

/// An agency's code: the country's ISO 3166-1 alpha-2 code (`UK` is read as `GB`), then parts of
/// capitals and digits joined by hyphens, as in `KE-DCI-TOCU`; or `OVERSIGHT`, which belongs to no
/// country.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct AgencyId(String);

impl AgencyId {
    /// The oversight body's code.
    pub const OVERSIGHT: &'static str = "OVERSIGHT";

    /// Reads an agency code, in any case.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let code = text.trim().to_ascii_uppercase();
        let well_formed = code == Self::OVERSIGHT
            || (code.len() <= 40
                && code.split('-').count() >= 2
                && code.split('-').all(|part| {
                    !part.is_empty()
                        && part.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                })
                && Self(code.clone()).country().is_some());
        if well_formed { Ok(Self(code)) } else { Err(CodeError::Agency) }
    }

    /// The code itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country whose agency this is; none for oversight.
    pub fn country(&self) -> Option<CountryCode> {
        match self.0.split('-').next()? {
            "UK" => CountryCode::parse("GB").ok(),
            prefix if prefix.len() == 2 => CountryCode::parse(prefix).ok(),
            _ => None,
        }
    }
}

/// A user's name as the issuer of their sign-in token knows it: 1 to 64 letters, digits, `.`, `_`,
/// `-` or `@`.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct UserId(String);

impl UserId {
    /// Reads a user's name, in any case.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let name = text.trim().to_lowercase();
        let well_formed = !name.is_empty()
            && name.chars().count() <= 64
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '@'));
        if well_formed { Ok(Self(name)) } else { Err(CodeError::User) }
    }

    /// The name itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

macro_rules! text_forms {
    ($($name:ident),*) => {$(
        impl FromStr for $name {
            type Err = CodeError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = CodeError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(code: $name) -> Self {
                code.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

text_forms!(AgencyId, UserId);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_belongs_to_the_country_its_code_opens_with() {
        let country = |code| AgencyId::parse(code).unwrap().country().map(|c| c.to_string());
        assert_eq!(country("ke-dci-tocu"), Some("KE".into()));
        assert_eq!(country("UK-NMC"), Some("GB".into()));
        assert_eq!(country("OVERSIGHT"), None);
    }

    #[test]
    fn a_code_without_a_country_or_a_part_is_refused() {
        for code in ["", "KE", "KE-", "XX-DCI", "DCI-KE", "KE DCI", "KE--DCI"] {
            assert!(AgencyId::parse(code).is_err(), "{code}");
        }
    }
}
