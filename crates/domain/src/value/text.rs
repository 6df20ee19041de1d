//! What the value objects share: macros for their conversions, and the cleaning of text.

use unicode_normalization::UnicodeNormalization;

/// Gives a value with `parse` and `as_str` its conversions from and to text.
macro_rules! text_value {
    ($name:ident) => {
        impl std::str::FromStr for $name {
            type Err = $crate::value::ValueError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::value::ValueError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }
    };
}

/// Shows a value as its text; only for values that point at no person.
macro_rules! shown {
    ($name:ident) => {
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

/// Hides a personal value in `Debug`, so that it reaches no log and no panic message.
macro_rules! redacted {
    ($($name:ident),+) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(…)"))
            }
        })+
    };
}

/// Why a free text cannot be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unfit {
    Empty,
    Unprintable,
    TooLong,
}

/// Free text in Unicode NFC without outer spaces: 1 to `longest` characters, none of them a control
/// character or one that reverses or hides what is shown.
pub(super) fn printable(text: &str, longest: usize) -> Result<String, Unfit> {
    let text: String = text.trim().nfc().collect();
    if text.is_empty() {
        return Err(Unfit::Empty);
    }
    if text.chars().any(|c| c.is_control() || is_invisible(c)) {
        return Err(Unfit::Unprintable);
    }
    if text.chars().count() > longest {
        return Err(Unfit::TooLong);
    }
    Ok(text)
}

/// Line separators, bidirectional controls, the byte order mark and the zero-width space. The
/// zero-width joiners stay: Arabic-script names need them.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}' | '\u{200E}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

/// The text without the spaces, hyphens and dots people group numbers with.
pub(super) fn ungrouped(text: &str) -> String {
    text.chars().filter(|c| !is_grouping(*c)).collect()
}

fn is_grouping(c: char) -> bool {
    c.is_whitespace() || matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}')
}

/// Whether the text is made of ASCII digits, and how many are allowed.
pub(super) fn is_digits(text: &str, count: std::ops::RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// The Luhn check of ISO/IEC 7812-1 annex B over a text of ASCII digits, the last one being the
/// check digit.
pub(super) fn luhn_fits(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|b| u32::from(b.wrapping_sub(b'0')))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, doubled @ 0..=9) => doubled,
            (_, doubled) => doubled - 9,
        })
        .sum();
    sum.is_multiple_of(10)
}

/// A code of capitals, digits and the given joiners, upper-cased and without outer spaces.
pub(super) fn code(
    text: &str,
    joiners: &str,
    count: std::ops::RangeInclusive<usize>,
) -> Option<String> {
    let text = text.trim().to_ascii_uppercase();
    let fits = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || joiners.contains(c);
    (count.contains(&text.len())
        && text.chars().all(fits)
        && text.chars().any(|c| c.is_ascii_alphanumeric()))
    .then_some(text)
}
