//! Short and long texts of a protection file, cleaned and bounded once.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// Why a text of a protection file is refused; the text itself is never repeated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error, strum::IntoStaticStr)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum TextError {
    /// Empty, too long or with hidden characters.
    #[error("a reference is 1 to 80 printable characters on one line, as the other side writes it")]
    ReferenceFormat,
    /// Empty, too long or with hidden characters.
    #[error("an organisation is named in 1 to 160 printable characters on one line")]
    OrganisationFormat,
    /// Empty, too long or with hidden characters.
    #[error("a text is 1 to 10,000 printable characters; attach anything longer as an exhibit")]
    NarrativeFormat,
    /// Not formed like a code.
    #[error("an indicator is named by its code: 2 to 60 letters, digits, dots and underscores")]
    IndicatorFormat,
}

impl TextError {
    /// The reason as a stable code, such as `REFERENCE_FORMAT`.
    pub fn code(self) -> &'static str {
        self.into()
    }
}

macro_rules! texts {
    ($($(#[$about:meta])* $name:ident, $clean:expr, $error:ident;)*) => {$(
        $(#[$about])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads the text without outer spaces, in Unicode NFC.
            pub fn parse(text: &str) -> Result<Self, TextError> {
                let clean: fn(&str) -> Option<String> = $clean;
                clean(text).map(Self).ok_or(TextError::$error)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = TextError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = TextError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(text: $name) -> Self {
                text.0
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        }
    )*};
}

texts! {
    /// The reference under which another body keeps its letter or decision. Never a person's name.
    Reference, |text| printable(text, 80, false), ReferenceFormat;
    /// The name of an organisation, never of a person.
    Organisation, |text| printable(text, 160, false), OrganisationFormat;
    /// Free text about a person; always sealed as `Personal`.
    Narrative, |text| printable(text, 10_000, true), NarrativeFormat;
    /// The code of an indicator in the list its tool belongs to, such as `DebtBondage`.
    IndicatorCode, indicator, IndicatorFormat;
}

/// Unicode NFC without outer spaces: 1 to `longest` characters, none of them a control character
/// or one that reverses or hides what is shown; line breaks only where the text may have them.
fn printable(text: &str, longest: usize, lines: bool) -> Option<String> {
    let text: String = text.trim().nfc().collect();
    let shown = |c: char| !(c.is_control() || is_invisible(c)) || (lines && c == '\n');
    let fits = (1..=longest).contains(&text.chars().count()) && text.chars().all(shown);
    fits.then_some(text)
}

/// Separators of lines and paragraphs, bidirectional controls and zero-width characters; not the
/// joiners that some scripts need.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'
            | '\u{200E}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{2069}'
            | '\u{FEFF}'
    )
}

fn indicator(text: &str) -> Option<String> {
    let code = text.trim();
    let fits = (2..=60).contains(&code.len())
        && code.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    fits.then(|| code.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_is_one_line_without_hidden_characters() {
        assert_eq!(Reference::parse(" SCA-26-003117 ").unwrap().as_str(), "SCA-26-003117");
        for text in ["", " ", "a\nb", "a\u{202E}b", &"x".repeat(81)] {
            assert_eq!(Reference::parse(text), Err(TextError::ReferenceFormat));
        }
    }

    #[test]
    fn a_narrative_may_have_lines() {
        assert!(Narrative::parse("one\ntwo").is_ok());
        assert_eq!(Narrative::parse("a\u{7}b"), Err(TextError::NarrativeFormat));
    }

    #[test]
    fn debug_shows_no_text() {
        assert_eq!(format!("{:?}", Narrative::parse("Mercy").unwrap()), "Narrative(…)");
        assert_eq!(TextError::IndicatorFormat.code(), "INDICATOR_FORMAT");
    }
}
