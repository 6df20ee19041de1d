//! The short texts of casework that name no person: titles, references and codes.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::law::EntryCode;
use crate::value::LegalBasis;

/// A short text of casework that is not formed as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TextError {
    /// Not a title.
    #[error("a title is 1 to 200 printable characters on one line; shorten it or type it again")]
    TitleFormat,
    /// Not a reference.
    #[error(
        "a reference is 1 to 64 printable characters on one line, such as IR-2026-0417; shorten it"
    )]
    ReferenceFormat,
    /// Not a code of the crime classification.
    #[error("an ICCS code is 2 to 6 digits, such as 0204; take it from the classification")]
    IccsCodeFormat,
    /// Not an element of an offence.
    #[error(
        "an element of an offence is told in 1 to 500 printable characters on one line; shorten it"
    )]
    ElementTextFormat,
    /// Not a court.
    #[error("a court is named in 1 to 160 printable characters on one line; shorten it")]
    CourtNameFormat,
}

impl TextError {
    /// `SCREAMING_SNAKE_CASE`, stable.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $fits:expr, $error:ident;)*) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads it, without outer spaces.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                let text = text.trim();
                let fits: fn(&str) -> bool = $fits;
                if fits(text) { Ok(Self(text.to_owned())) } else { Err(TextError::$error) }
            }

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, TextError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, TextError> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

texts! {
    /// What a file is called: 1 to 200 printable characters. It is shown in lists and to partners, so
    /// it never names a victim.
    Title: |text| is_line(text, 200), TitleFormat;

    /// A reference to something kept elsewhere: 1 to 64 printable characters (`IR-2026-0417`, a
    /// report's number, an agreement's clause, a border point's name). Never a person's name and never
    /// a private address.
    Reference: |text| is_line(text, 64), ReferenceFormat;

    /// A code of the International Classification of Crime for Statistical Purposes (UNODC 2015): 2 to
    /// 6 digits, `0204` for trafficking in persons, `08051` for the smuggling of migrants.
    IccsCode: |text| (2..=6).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()),
        IccsCodeFormat;

    /// What the prosecution has to prove, in the words of the law: 1 to 500 printable characters. It
    /// tells of the offence and never of a person.
    ElementText: |text| is_line(text, 500), ElementTextFormat;

    /// A court, as it calls itself: 1 to 160 printable characters.
    CourtName: |text| is_line(text, 160), CourtNameFormat;
}

impl From<&EntryCode> for Reference {
    /// An entry's code is formed as a reference is.
    fn from(code: &EntryCode) -> Self {
        Self(code.as_str().to_owned())
    }
}

fn is_line(text: &str, longest: usize) -> bool {
    let hidden = |c: char| matches!(c, '\u{200B}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}');
    !text.is_empty()
        && text.chars().count() <= longest
        && !text.chars().any(|c| c.is_control() || hidden(c))
}

/// An offence as a national statute defines it, with its code for statistics.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Offence {
    /// The provision: `KE`, `Counter-Trafficking in Persons Act 2010`, `s.3`.
    pub statute: LegalBasis,
    /// Its code in the International Classification of Crime for Statistical Purposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iccs_code: Option<IccsCode>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_of_at_most_200_characters() {
        assert_eq!(Title::parse(" Care visas ").unwrap().as_str(), "Care visas");
        assert!(Title::parse(&"é".repeat(200)).is_ok());
        for text in ["", "  ", "two\nlines", "hidden\u{202E}", &"é".repeat(201)] {
            assert_eq!(Title::parse(text), Err(TextError::TitleFormat), "{text:?}");
        }
    }

    #[test]
    fn a_reference_is_at_most_64_characters() {
        assert!(Reference::parse("MoU art. 4(2)").is_ok());
        assert_eq!(Reference::parse(&"1".repeat(65)), Err(TextError::ReferenceFormat));
    }

    #[test]
    fn an_element_and_a_court_are_told_on_one_line() {
        assert!(ElementText::parse(&"é".repeat(500)).is_ok());
        for text in ["", "two\nlines", &"1".repeat(501)] {
            assert_eq!(ElementText::parse(text), Err(TextError::ElementTextFormat), "{text:?}");
        }
        assert!(CourtName::parse("Chief Magistrate's Court, Shanzu").is_ok());
        assert_eq!(CourtName::parse(&"1".repeat(161)), Err(TextError::CourtNameFormat));
    }

    #[test]
    fn an_iccs_code_is_made_of_digits() {
        for code in ["0204", "08051", "020291"] {
            assert_eq!(IccsCode::parse(code).unwrap().as_str(), code);
        }
        for code in ["", "2", "0204-1", "0204291", "ICCS"] {
            assert_eq!(IccsCode::parse(code), Err(TextError::IccsCodeFormat), "{code}");
        }
        assert!(serde_json::from_str::<IccsCode>("\"x\"").is_err());
    }
}
