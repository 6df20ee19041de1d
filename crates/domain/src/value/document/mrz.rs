//! The machine-readable zone of a travel document (ICAO Doc 9303, parts 3 to 7).

use std::ops::Range;

use chrono::{Datelike, NaiveDate};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::ValueError;

code_list! {
    /// The layout of a machine-readable zone.
    pub enum MrzFormat {
        /// Cards: 3 lines of 30 characters (part 5).
        Td1,
        /// Larger cards: 2 lines of 36 characters (part 6).
        Td2,
        /// Passports: 2 lines of 44 characters, or the second of them alone (part 4).
        Td3,
        /// Visas: 2 lines of 44 characters (part 7).
        MrvA,
        /// Smaller visas: 2 lines of 36 characters (part 7).
        MrvB,
    }
}

/// A machine-readable zone all of whose check digits fit.
///
/// A fitting zone proves neither the name, which has no check digit, nor the document. Two characters
/// whose values differ by ten (`0`, `A`, `K`, `U` and `<`, for one) give the same check digit, so such
/// a misreading is not noticed either.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Mrz {
    format: MrzFormat,
    text: String,
    document_number: String,
}

/// Where the checked fields of a layout are in the text without line ends.
struct Layout {
    number: Range<usize>,
    /// Where a number of more than nine characters goes on, if the layout lets it.
    optional: Option<Range<usize>>,
    birth: Range<usize>,
    sex: usize,
    expiry: Range<usize>,
    nationality: Range<usize>,
    personal_number: Option<Range<usize>>,
    composite: Option<(&'static [Range<usize>], usize)>,
}

const TD1: Layout = Layout {
    number: 5..14,
    optional: Some(15..30),
    birth: 30..36,
    sex: 37,
    expiry: 38..44,
    nationality: 45..48,
    personal_number: None,
    composite: Some((&[5..30, 30..37, 38..45, 48..59], 59)),
};

const TD2: Layout = Layout {
    number: 0..9,
    optional: Some(28..35),
    birth: 13..19,
    sex: 20,
    expiry: 21..27,
    nationality: 10..13,
    personal_number: None,
    composite: Some((&[0..10, 13..20, 21..35], 35)),
};

const TD3: Layout = Layout {
    optional: None,
    personal_number: Some(28..42),
    composite: Some((&[0..10, 13..20, 21..43], 43)),
    ..TD2
};

const VISA: Layout = Layout { optional: None, composite: None, ..TD2 };

impl MrzFormat {
    fn layout(self) -> &'static Layout {
        match self {
            Self::Td1 => &TD1,
            Self::Td2 => &TD2,
            Self::Td3 => &TD3,
            Self::MrvA | Self::MrvB => &VISA,
        }
    }

    /// The layout lines of these lengths have.
    fn of(lines: &[&str]) -> Option<Self> {
        let visa = lines.first().is_some_and(|line| line.starts_with('V'));
        match (lines.iter().map(|line| line.len()).collect::<Vec<_>>().as_slice(), visa) {
            ([30, 30, 30], _) => Some(Self::Td1),
            ([36, 36], false) => Some(Self::Td2),
            ([36, 36], true) => Some(Self::MrvB),
            ([44, 44], true) => Some(Self::MrvA),
            ([44, 44], false) | ([44], _) => Some(Self::Td3),
            _ => None,
        }
    }
}

impl Mrz {
    /// Reads the lines of a zone, or the second line of a passport alone. Spaces in lines are dropped
    /// and small letters raised. All check digits are checked: document number, dates, personal
    /// number, then the composite one.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let text = text.to_ascii_uppercase().replace(' ', "");
        let lines: Vec<&str> = text.split_ascii_whitespace().collect();
        let fits = |b: u8| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'<';
        if !lines.iter().all(|line| line.bytes().all(fits)) {
            return Err(ValueError::MrzCharacters);
        }
        let format = MrzFormat::of(&lines).ok_or(ValueError::MrzLines)?;
        let data = match format {
            MrzFormat::Td1 => lines.concat(),
            MrzFormat::Td2 | MrzFormat::Td3 | MrzFormat::MrvA | MrzFormat::MrvB => {
                lines.last().copied().unwrap_or_default().to_owned()
            }
        };
        let layout = format.layout();
        let document_number = layout.document_number(&data)?;
        layout.check(&data)?;
        Ok(Self { format, text: lines.join("\n"), document_number })
    }

    /// The layout.
    pub fn format(&self) -> MrzFormat {
        self.format
    }

    /// The lines as read, with line feeds between them.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The document number without fillers.
    pub fn document_number(&self) -> &str {
        &self.document_number
    }

    /// The nationality: an ISO 3166-1 alpha-3 code or one of those part 3 adds (section 5).
    pub fn nationality(&self) -> &str {
        self.field(self.format.layout().nationality.clone()).trim_end_matches('<')
    }

    /// The issuing state or organisation, unless only the second line is there.
    pub fn issuing_state(&self) -> Option<&str> {
        let alone = self.format == MrzFormat::Td3 && !self.text.contains('\n');
        (!alone).then(|| self.text[2..5].trim_end_matches('<'))
    }

    /// The names as printed, the primary one first, unless only the second line is there.
    pub fn names(&self) -> Option<(String, String)> {
        let line = match self.format {
            MrzFormat::Td1 => self.text.lines().nth(2)?,
            MrzFormat::Td2 | MrzFormat::Td3 | MrzFormat::MrvA | MrzFormat::MrvB => {
                self.issuing_state().and_then(|_| self.text.lines().next()?.get(5..))?
            }
        };
        let (primary, secondary) = line.split_once("<<").unwrap_or((line, ""));
        let spaced = |name: &str| name.trim_end_matches('<').replace('<', " ");
        Some((spaced(primary), spaced(secondary)))
    }

    /// The sex as printed, if it is specified: `M` or `F`.
    pub fn sex(&self) -> Option<char> {
        let place = self.format.layout().sex;
        self.field(place..place + 1).chars().next().filter(|sex| *sex != '<')
    }

    /// The date of birth, if it is whole. The zone has two digits of the year: the century is the
    /// last one that puts the birth on or before `read_on`.
    pub fn birth_date(&self, read_on: NaiveDate) -> Option<NaiveDate> {
        let (year, month, day) = parts(self.field(self.format.layout().birth.clone()))?;
        let century = read_on.year().div_euclid(100) * 100;
        [century, century - 100]
            .into_iter()
            .filter_map(|century| NaiveDate::from_ymd_opt(century + year, month, day))
            .find(|date| *date <= read_on)
    }

    /// The date of expiry, if there is one. Years up to 79 are of this century: the format is no
    /// older than 1980.
    pub fn expiry_date(&self) -> Option<NaiveDate> {
        let (year, month, day) = parts(self.field(self.format.layout().expiry.clone()))?;
        NaiveDate::from_ymd_opt(if year < 80 { 2000 } else { 1900 } + year, month, day)
    }

    /// A field of the data lines.
    fn field(&self, range: Range<usize>) -> &str {
        let start = match self.format {
            // One line feed stands before everything read here: birth to nationality are in line 2.
            MrzFormat::Td1 => 1,
            MrzFormat::Td2 | MrzFormat::Td3 | MrzFormat::MrvA | MrzFormat::MrvB => {
                self.text.rfind('\n').map_or(0, |end| end + 1)
            }
        };
        &self.text[range.start + start..range.end + start]
    }
}

impl Layout {
    /// The document number, checked. In cards a number of more than nine characters has `<` for its
    /// check digit and goes on in the optional data: the rest, the check digit, `<` (part 5, note j).
    fn document_number(&self, data: &str) -> Result<String, ValueError> {
        let number = &data[self.number.clone()];
        let rest = self.optional.clone().map(|range| &data[range]);
        let is_long = data[self.number.end..].starts_with('<') && !number.contains('<');
        let whole = match rest.and_then(|rest| rest.split('<').next()) {
            Some(rest) if is_long && rest.len() >= 2 => format!("{number}{rest}"),
            _ => data[self.number.start..=self.number.end].to_owned(),
        };
        let (number, digit) = whole.split_at(whole.len() - 1);
        let shown = number.trim_end_matches('<');
        if shown.is_empty() || !fits(number, digit) {
            return Err(ValueError::MrzDocumentNumberCheckDigit);
        }
        Ok(shown.replace('<', ""))
    }

    fn check(&self, data: &str) -> Result<(), ValueError> {
        let checked =
            |range: &Range<usize>| fits(&data[range.clone()], &data[range.end..=range.end]);
        if !checked(&self.birth) {
            return Err(ValueError::MrzBirthDateCheckDigit);
        }
        if !checked(&self.expiry) {
            return Err(ValueError::MrzExpiryDateCheckDigit);
        }
        if !is_date(&data[self.birth.clone()]) || !is_date(&data[self.expiry.clone()]) {
            return Err(ValueError::MrzDate);
        }
        if !matches!(data.as_bytes()[self.sex], b'M' | b'F' | b'<') {
            return Err(ValueError::MrzSex);
        }
        if let Some(personal) = &self.personal_number {
            let unused = data[personal.start..=personal.end].bytes().all(|b| b == b'<');
            if !unused && !checked(personal) {
                return Err(ValueError::MrzPersonalNumberCheckDigit);
            }
        }
        if let Some((ranges, digit)) = &self.composite {
            let all: String = ranges.iter().map(|range| &data[range.clone()]).collect();
            if !fits(&all, &data[*digit..=*digit]) {
                return Err(ValueError::MrzCompositeCheckDigit);
            }
        }
        Ok(())
    }
}

/// Whether a check digit fits: weights 7, 3, 1 over the values of the characters, modulo 10 (part 3,
/// section 4.9).
fn fits(field: &str, digit: &str) -> bool {
    let sum: u32 =
        field.bytes().zip([7, 3, 1].into_iter().cycle()).map(|(b, w)| value(b) * w).sum();
    digit.parse() == Ok(sum % 10)
}

/// Digits are worth themselves, letters 10 to 35, the filler nothing.
fn value(b: u8) -> u32 {
    match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'A'..=b'Z' => u32::from(b - b'A') + 10,
        _ => 0,
    }
}

/// Whether a field is YYMMDD, with fillers for what is not known.
fn is_date(field: &str) -> bool {
    let number = |part: &str, most: u32| match part {
        "<<" => true,
        _ => part.parse().is_ok_and(|number: u32| (1..=most).contains(&number)),
    };
    let year = &field[..2];
    let year_fits = year == "<<" || year.bytes().all(|b| b.is_ascii_digit());
    year_fits && number(&field[2..4], 12) && number(&field[4..], 31)
}

fn parts(field: &str) -> Option<(i32, u32, u32)> {
    Some((field[..2].parse().ok()?, field[2..4].parse().ok()?, field[4..].parse().ok()?))
}

text_value!(Mrz);
redacted!(Mrz);
