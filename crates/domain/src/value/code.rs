//! Published code lists a value is checked against: countries, subdivisions, languages, currencies.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueError;

mod country;
mod currency;

/// A country by its ISO 3166-1 alpha-2 code, in capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct CountryCode(/* its place in the list */ usize);

impl CountryCode {
    /// Reads an alpha-2 code in any case. Only officially assigned codes are countries: the United
    /// Kingdom is `GB`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let code = text.trim().to_ascii_uppercase();
        country::COUNTRIES
            .binary_search_by(|(alpha2, ..)| (*alpha2).cmp(&code))
            .map(Self)
            .map_err(|_| ValueError::CountryUnknown)
    }

    /// Reads an ISO 3166-1 alpha-3 code in any case, as machine-readable documents carry it.
    pub fn parse_alpha3(text: &str) -> Result<Self, ValueError> {
        let code = text.trim().to_ascii_uppercase();
        country::COUNTRIES
            .iter()
            .position(|(_, alpha3, _)| *alpha3 == code)
            .map(Self)
            .ok_or(ValueError::CountryUnknown)
    }

    /// The alpha-2 code.
    pub fn as_str(&self) -> &'static str {
        self.row().0
    }

    /// The alpha-3 code.
    pub fn alpha3(self) -> &'static str {
        self.row().1
    }

    /// The English short name.
    pub fn name(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> &'static (&'static str, &'static str, &'static str) {
        &country::COUNTRIES[self.0]
    }
}

/// A part of a country by its ISO 3166-2 code: the country, a hyphen, and 1 to 3 letters or digits
/// (`KE-43`). The country is checked; the parts change too often to be law in a program.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct SubdivisionCode(String);

impl SubdivisionCode {
    /// Reads a code such as `KE-43` in any case.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let code = text.trim().to_ascii_uppercase();
        let (country, part) = code.split_once('-').ok_or(ValueError::SubdivisionFormat)?;
        let fits = (1..=3).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !fits {
            return Err(ValueError::SubdivisionFormat);
        }
        CountryCode::parse(country).map_err(|_| ValueError::SubdivisionCountry)?;
        Ok(Self(code))
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this is a part of that country.
    pub fn is_in(&self, country: CountryCode) -> bool {
        self.0.starts_with(country.as_str())
    }
}

/// A language by the shape of a BCP 47 tag (RFC 5646, section 2.1), cased as that section
/// recommends: `sw`, `am-Ethi`, `en-GB`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct LanguageTag(String);

impl LanguageTag {
    /// Reads a language with optional extended language, script, region and variants. Extensions
    /// and private use say nothing about what a person speaks and are refused.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let text = text.trim().replace('_', "-").to_ascii_lowercase();
        let mut subtags = text.split('-').peekable();
        let language = subtags
            .next()
            .filter(|s| (2..=3).contains(&s.len()) && s.bytes().all(|b| b.is_ascii_alphabetic()))
            .ok_or(ValueError::LanguageFormat)?;
        let mut tag = language.to_owned();
        let mut take = |fits: fn(&str) -> bool, cased: fn(&str) -> String| {
            let taken = subtags.next_if(|subtag| fits(subtag));
            if let Some(subtag) = taken {
                tag.push('-');
                tag.push_str(&cased(subtag));
            }
            taken.is_some()
        };
        take(|s| s.len() == 3 && is_alphabetic(s), str::to_owned);
        take(|s| s.len() == 4 && is_alphabetic(s), |s| s[..1].to_ascii_uppercase() + &s[1..]);
        take(is_region, str::to_ascii_uppercase);
        while take(is_variant, str::to_owned) {}
        match subtags.next() {
            Some(_) => Err(ValueError::LanguageFormat),
            None => Ok(Self(tag)),
        }
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_alphabetic(subtag: &str) -> bool {
    subtag.bytes().all(|b| b.is_ascii_alphabetic())
}

fn is_region(subtag: &str) -> bool {
    (subtag.len() == 2 && is_alphabetic(subtag))
        || (subtag.len() == 3 && subtag.bytes().all(|b| b.is_ascii_digit()))
}

fn is_variant(subtag: &str) -> bool {
    let starts_with_digit = subtag.bytes().next().is_some_and(|b| b.is_ascii_digit());
    let long_enough = (5..=8).contains(&subtag.len()) || (subtag.len() == 4 && starts_with_digit);
    long_enough && subtag.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// A currency by its ISO 4217 code, in capitals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct CurrencyCode(/* its place in the list */ usize);

impl CurrencyCode {
    /// Reads a currency code in any case.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let wanted = text.trim().to_ascii_uppercase();
        currency::CURRENCIES
            .binary_search_by(|(code, _)| (*code).cmp(&wanted))
            .map(Self)
            .map_err(|_| ValueError::CurrencyUnknown)
    }

    /// The code as text.
    pub fn as_str(&self) -> &'static str {
        currency::CURRENCIES[self.0].0
    }

    /// How many digits follow the decimal point: 2 for the Kenyan shilling, 0 for the Ugandan.
    pub fn decimals(self) -> u8 {
        currency::CURRENCIES[self.0].1
    }
}

macro_rules! code_value {
    ($($name:ident),+) => {
        $(
            text_value!($name);
            shown!($name);

            impl fmt::Debug for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(f, "{}({})", stringify!($name), self.as_str())
                }
            }
        )+
    };
}

code_value!(CountryCode, SubdivisionCode, LanguageTag, CurrencyCode);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_sorted_so_that_they_are_found() {
        assert!(country::COUNTRIES.is_sorted_by(|a, b| a.0 < b.0));
        assert!(currency::CURRENCIES.is_sorted_by(|a, b| a.0 < b.0));
        for (alpha2, alpha3, name) in country::COUNTRIES {
            let country = CountryCode::parse(alpha2).unwrap();
            assert_eq!(CountryCode::parse_alpha3(alpha3).unwrap(), country);
            assert_eq!((country.alpha3(), country.name()), (alpha3, name));
        }
    }

    #[test]
    fn a_country_is_an_assigned_code() {
        assert_eq!(CountryCode::parse(" ke ").unwrap().name(), "Kenya");
        for text in ["UK", "XX", "KEN", "", "Kenya"] {
            assert_eq!(CountryCode::parse(text), Err(ValueError::CountryUnknown), "{text}");
        }
    }

    #[test]
    fn a_subdivision_belongs_to_a_country() {
        for text in ["KE-43", "ke-30", "UG-202", "SO-GE", "ET-AA", "GB-LCE"] {
            SubdivisionCode::parse(text).unwrap();
        }
        assert_eq!(SubdivisionCode::parse("XX-43"), Err(ValueError::SubdivisionCountry));
        for text in ["KE43", "KE-", "KE-1234", "KE-4 3", "KE-é"] {
            assert_eq!(SubdivisionCode::parse(text), Err(ValueError::SubdivisionFormat), "{text}");
        }
        let turkana = SubdivisionCode::parse("KE-43").unwrap();
        assert!(turkana.is_in(CountryCode::parse("KE").unwrap()));
        assert!(!turkana.is_in(CountryCode::parse("UG").unwrap()));
    }

    #[test]
    fn a_language_is_cased_as_the_standard_recommends() {
        for (text, tag) in [
            ("SW", "sw"),
            ("kdj", "kdj"),
            ("am-ethi-et", "am-Ethi-ET"),
            ("EN_gb", "en-GB"),
            ("ar-arb-arab-so", "ar-arb-Arab-SO"),
            ("es-419", "es-419"),
            ("sl-rozaj-1994", "sl-rozaj-1994"),
        ] {
            assert_eq!(LanguageTag::parse(text).unwrap().as_str(), tag);
        }
        for text in ["", "x-private", "Swahili", "sw-", "sw-KE-KE", "s1", "en-é"] {
            assert_eq!(LanguageTag::parse(text), Err(ValueError::LanguageFormat), "{text}");
        }
    }

    #[test]
    fn a_currency_knows_its_decimals() {
        for (text, decimals) in [("KES", 2), ("ugx", 0), ("ETB", 2), ("KWD", 3), ("SOS", 2)] {
            assert_eq!(CurrencyCode::parse(text).unwrap().decimals(), decimals);
        }
        for text in ["RMB", "XXX", "XAU", "KSH", ""] {
            assert_eq!(CurrencyCode::parse(text), Err(ValueError::CurrencyUnknown), "{text}");
        }
    }

    #[test]
    fn codes_are_stored_as_their_text() {
        let country = CountryCode::parse("KE").unwrap();
        assert_eq!(serde_json::to_string(&country).unwrap(), "\"KE\"");
        assert!(serde_json::from_str::<CountryCode>("\"UK\"").is_err());
        assert_eq!(format!("{country:?} {country}"), "CountryCode(KE) KE");
    }
}
