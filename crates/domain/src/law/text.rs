//! The short texts of the law: codes, citations, notes.

use std::borrow::Borrow;
use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A text of the law that is not formed as it must be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LawTextError {
    /// Not an entry's code.
    #[error("a code is 2 to 64 capitals, digits and underscores, such as UK_NRM_RECOVERY")]
    EntryCode,
    /// Not a citation.
    #[error("a citation is 1 to 400 printable characters on one line")]
    Citation,
    /// Not a note.
    #[error("a note is 1 to 400 printable characters on one line")]
    Note,
    /// Not a label.
    #[error("a label is 1 to 200 printable characters on one line")]
    Label,
    /// Not a code of a list.
    #[error("a code of a list is 1 to 64 printable characters on one line")]
    ListedCode,
}

macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $fits:expr;)*) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(try_from = "String", into = "String")]
        #[schemars(with = "String")]
        pub struct $name(String);

        impl $name {
            /// Reads it, without outer spaces.
            pub fn parse(text: &str) -> Result<Self, LawTextError> {
                let text = text.trim();
                let fits: fn(&str) -> bool = $fits;
                if fits(text) { Ok(Self(text.to_owned())) } else { Err(LawTextError::$name) }
            }

            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = LawTextError;

            fn from_str(text: &str) -> Result<Self, LawTextError> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = LawTextError;

            fn try_from(text: String) -> Result<Self, LawTextError> {
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
    /// What an entry of the law is called: 2 to 64 capitals, digits and underscores.
    EntryCode: |text| (2..=64).contains(&text.len()) && text.bytes().all(is_of_code);

    /// Where a version is written: 1 to 400 printable characters.
    Citation: |text| is_line(text, 400);

    /// What somebody who relies on it should know: 1 to 400 printable characters.
    Note: |text| is_line(text, 400);

    /// What something is called in a list: 1 to 200 printable characters.
    Label: |text| is_line(text, 200);

    /// A code of a list, as its publisher writes it: 1 to 64 printable characters.
    ListedCode: |text| is_line(text, 64);
}

impl Note {
    /// That the source which is named says so.
    pub(super) fn as_stated_by(citation: &Citation) -> Self {
        // A citation is formed as a note is.
        Self(citation.0.clone())
    }
}

impl Borrow<str> for EntryCode {
    fn borrow(&self) -> &str {
        &self.0
    }
}

fn is_of_code(byte: u8) -> bool {
    byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'
}

fn is_line(text: &str, longest: usize) -> bool {
    !text.is_empty() && text.chars().count() <= longest && !text.chars().any(char::is_control)
}
