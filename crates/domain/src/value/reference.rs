//! References people quote: files, victims' aliases, and the law an act rests on.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{code, is_digits, printable};
use super::{CountryCode, ValueError};

/// The reference of an agency's file: 3 to 40 capitals, digits, slashes and hyphens
/// (`TOCU/2026/0117`).
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct InvestigationReference(String);

impl InvestigationReference {
    /// Reads a reference in any case, without outer spaces.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        code(text, "/-", 3..=40).map(Self).ok_or(ValueError::InvestigationReferenceFormat)
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The unique reference number of an intelligence report: 3 to 40 capitals, digits, slashes and hyphens
/// (`TOCU/IR/2026/0041`). It says nothing of the source.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct Urn(String);

impl Urn {
    /// Reads a number in any case, without outer spaces.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        code(text, "/-", 3..=40).map(Self).ok_or(ValueError::UrnFormat)
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The reference under which an agency keeps its record of a person, group or object: 3 to 40 capitals,
/// digits, slashes and hyphens (`TOCU/N/2026/0007`). It names nobody.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct NominalReference(String);

impl NominalReference {
    /// Reads a reference in any case, without outer spaces.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        code(text, "/-", 3..=40).map(Self).ok_or(ValueError::NominalReferenceFormat)
    }

    /// The reference as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a victim is called outside the protection file: `VIC`, the country, the year and a running
/// number of at least four digits (`VIC-KE-2026-0042`). The country is an ISO 3166-1 alpha-2 code, or
/// `UK`, which the United Kingdom's agencies write.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct VictimAlias(String);

impl VictimAlias {
    /// Reads an alias in any case.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let alias = text.trim().to_ascii_uppercase();
        let segments: Vec<&str> = alias.split('-').collect();
        let ["VIC", country, year, number] = segments[..] else {
            return Err(ValueError::VictimAliasFormat);
        };
        let country_fits =
            country == "UK" || CountryCode::parse(country).is_ok_and(|c| c.as_str() == country);
        let fits = country_fits
            && is_digits(year, 4..=4)
            && year.starts_with("20")
            && is_digits(number, 4..=7);
        if fits { Ok(Self(alias)) } else { Err(ValueError::VictimAliasFormat) }
    }

    /// The alias as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The country it names, `UK` being `GB`; every alias names one.
    pub fn country(&self) -> Option<CountryCode> {
        match self.0.split('-').nth(1)? {
            "UK" => CountryCode::parse("GB").ok(),
            code => CountryCode::parse(code).ok(),
        }
    }
}

/// The provision an act rests on: the jurisdiction, the instrument and the place in it (`KE`,
/// `Counter-Trafficking in Persons Act 2010`, `s.3`). Which instruments exist is reference data.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "StoredLegalBasis")]
pub struct LegalBasis {
    jurisdiction: CountryCode,
    instrument: String,
    provision: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "LegalBasis")]
struct StoredLegalBasis {
    /// The country whose law it is, ISO 3166-1 alpha-2.
    jurisdiction: CountryCode,
    /// The act, code or treaty with its year, at most 160 characters.
    instrument: String,
    /// The section, article or rule, at most 60 characters.
    provision: String,
}

impl LegalBasis {
    /// A provision of an instrument: 1 to 160 characters for the instrument, 1 to 60 for the place.
    pub fn try_new(
        jurisdiction: CountryCode,
        instrument: &str,
        provision: &str,
    ) -> Result<Self, ValueError> {
        Ok(Self {
            jurisdiction,
            instrument: printable(instrument, 160).map_err(|_| ValueError::LegalBasisInstrument)?,
            provision: printable(provision, 60).map_err(|_| ValueError::LegalBasisProvision)?,
        })
    }

    /// Reads the three parts, the jurisdiction being an ISO 3166-1 alpha-2 code.
    pub fn parse(
        jurisdiction: &str,
        instrument: &str,
        provision: &str,
    ) -> Result<Self, ValueError> {
        Self::try_new(CountryCode::parse(jurisdiction)?, instrument, provision)
    }

    /// The country whose law it is.
    pub fn jurisdiction(&self) -> CountryCode {
        self.jurisdiction
    }

    /// The act, code or treaty.
    pub fn instrument(&self) -> &str {
        &self.instrument
    }

    /// The section, article or rule.
    pub fn provision(&self) -> &str {
        &self.provision
    }
}

impl TryFrom<StoredLegalBasis> for LegalBasis {
    type Error = ValueError;

    fn try_from(stored: StoredLegalBasis) -> Result<Self, ValueError> {
        Self::try_new(stored.jurisdiction, &stored.instrument, &stored.provision)
    }
}

impl fmt::Display for LegalBasis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}, {}", self.jurisdiction, self.instrument, self.provision)
    }
}

text_value!(InvestigationReference);
text_value!(Urn);
text_value!(NominalReference);
text_value!(VictimAlias);
shown!(InvestigationReference);
shown!(Urn);
shown!(NominalReference);
shown!(VictimAlias);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_reference_is_kept_in_capitals() {
        for text in ["tocu/2026/0117", "NMC/MS/26/0042", "UPF-BUS-CRB-118-2026", " SCA-26-003117 "]
        {
            let reference = InvestigationReference::parse(text).unwrap();
            assert_eq!(reference.as_str(), text.trim().to_ascii_uppercase());
        }
        let long = "A".repeat(41);
        for text in ["", "AB", "TOCU 2026", "TOCU_2026", "///", "TOCÜ/1", long.as_str()] {
            let refusal = InvestigationReference::parse(text).unwrap_err();
            assert_eq!(refusal, ValueError::InvestigationReferenceFormat, "{text}");
        }
    }

    #[test]
    fn a_unique_reference_number_is_kept_in_capitals() {
        assert_eq!(Urn::parse(" tocu/ir/2026/0041 ").unwrap().as_str(), "TOCU/IR/2026/0041");
        let long = "A".repeat(41);
        for text in ["", "IR", "IR 41", "IR_41", "---", long.as_str()] {
            assert_eq!(Urn::parse(text), Err(ValueError::UrnFormat), "{text}");
        }
        assert!(serde_json::from_str::<Urn>("\"IR 41\"").is_err());
    }

    #[test]
    fn a_nominal_reference_is_kept_in_capitals() {
        let reference = NominalReference::parse(" tocu/n/2026/0007 ").unwrap();
        assert_eq!(reference.to_string(), "TOCU/N/2026/0007");
        for text in ["", "N1", "Dickson Murage", "N_7", "///"] {
            let refusal = NominalReference::parse(text).unwrap_err();
            assert_eq!(refusal, ValueError::NominalReferenceFormat, "{text}");
        }
    }

    #[test]
    fn an_alias_names_a_country_a_year_and_a_number() {
        for text in ["VIC-KE-2026-0042", "vic-uk-2026-0031", "VIC-GB-2026-10031"] {
            assert_eq!(VictimAlias::parse(text).unwrap().as_str(), text.to_ascii_uppercase());
        }
        let country = |text| VictimAlias::parse(text).unwrap().country().unwrap();
        assert_eq!(country("VIC-KE-2026-0042").as_str(), "KE");
        assert_eq!(country("VIC-UK-2026-0031"), country("VIC-GB-2026-0031"));
        for text in ["", "VIC-XX-2026-0042", "VIC-KE-26-0042", "VIC-KE-2026-42", "KE-2026-0042"] {
            assert_eq!(VictimAlias::parse(text), Err(ValueError::VictimAliasFormat), "{text}");
        }
    }

    #[test]
    fn a_legal_basis_names_its_provision() {
        let kenya = CountryCode::parse("KE").unwrap();
        let act = "Counter-Trafficking in Persons Act 2010";
        let basis = LegalBasis::parse("ke", act, " s.3 ").unwrap();
        assert_eq!(basis.to_string(), "KE Counter-Trafficking in Persons Act 2010, s.3");
        let json = serde_json::to_string(&basis).unwrap();
        assert_eq!(serde_json::from_str::<LegalBasis>(&json).unwrap(), basis);
        assert_eq!(LegalBasis::try_new(kenya, act, " "), Err(ValueError::LegalBasisProvision));
        assert_eq!(LegalBasis::try_new(kenya, "", "s.3"), Err(ValueError::LegalBasisInstrument));
    }
}
