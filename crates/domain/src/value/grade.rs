//! The grade of a piece of intelligence, in the scheme it was given in.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use strum::VariantArray;

use super::ValueError;

mod meaning;

code_list! {
    /// A scheme for grading intelligence.
    pub enum GradeScheme {
        /// United Kingdom, College of Policing intelligence report: source 1–3, information A–E.
        #[serde(rename = "UK_3X5X2")]
        #[strum(serialize = "UK_3X5X2")]
        Uk3x5x2,
        /// United Kingdom, National Intelligence Model before 2016: source A–E, information 1–5.
        #[serde(rename = "UK_5X5X5")]
        #[strum(serialize = "UK_5X5X5")]
        Uk5x5x5,
        /// Europol: source A, B, C or X, information 1–4.
        #[serde(rename = "EUROPOL_4X4")]
        #[strum(serialize = "EUROPOL_4X4")]
        Europol4x4,
        /// Admiralty code (NATO AJP-2.1): source A–F, information 1–6.
        Admiralty,
    }
}

impl GradeScheme {
    /// The codes of a source, and how much each is worth in thousandths.
    fn sources(self) -> &'static [(char, u32)] {
        match self {
            Self::Uk3x5x2 => &[('1', 1000), ('2', 700), ('3', 350)],
            Self::Uk5x5x5 => &[('A', 1000), ('B', 900), ('C', 700), ('D', 350), ('E', 700)],
            Self::Europol4x4 => &[('A', 1000), ('B', 900), ('C', 350), ('X', 700)],
            Self::Admiralty => {
                &[('A', 1000), ('B', 900), ('C', 800), ('D', 500), ('E', 350), ('F', 700)]
            }
        }
    }

    /// The codes of the information, and how much each is worth in thousandths.
    fn informations(self) -> &'static [(char, u32)] {
        match self {
            Self::Uk3x5x2 => &[('A', 950), ('B', 857), ('C', 571), ('D', 350), ('E', SUSPECT)],
            Self::Uk5x5x5 => &[('1', 950), ('2', 857), ('3', 571), ('4', 350), ('5', SUSPECT)],
            Self::Europol4x4 => &[('1', 950), ('2', 857), ('3', 571), ('4', 350)],
            Self::Admiralty => {
                &[('1', 950), ('2', 857), ('3', 571), ('4', 350), ('5', SUSPECT), ('6', 350)]
            }
        }
    }
}

/// Information that is suspected to be false: worth [`SUSPECT_WEIGHT`] whoever the source is.
const SUSPECT: u32 = 0;
const SUSPECT_WEIGHT: u16 = 50;

/// How far a source is trusted and how well the information is known, as the grading officer gave it.
/// Shown with the source first: `2B`, `B2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredGrade")]
pub struct Grade {
    scheme: GradeScheme,
    source: char,
    information: char,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "Grade")]
struct StoredGrade {
    scheme: GradeScheme,
    /// The code of the source in the scheme.
    source: char,
    /// The code of the information in the scheme.
    information: char,
}

impl Grade {
    /// A grade whose codes exist in the scheme, in any case.
    pub fn try_new(
        scheme: GradeScheme,
        source: char,
        information: char,
    ) -> Result<Self, ValueError> {
        let (source, information) = (source.to_ascii_uppercase(), information.to_ascii_uppercase());
        if !scheme.sources().iter().any(|(code, _)| *code == source) {
            return Err(ValueError::GradeSource);
        }
        if !scheme.informations().iter().any(|(code, _)| *code == information) {
            return Err(ValueError::GradeInformation);
        }
        Ok(Self { scheme, source, information })
    }

    /// Reads the two codes of a scheme, the source first.
    pub fn parse(scheme: GradeScheme, text: &str) -> Result<Self, ValueError> {
        let mut codes = text.trim().chars();
        match (codes.next(), codes.next(), codes.next()) {
            (Some(source), Some(information), None) => Self::try_new(scheme, source, information),
            _ => Err(ValueError::GradeFormat),
        }
    }

    /// The scheme.
    pub fn scheme(&self) -> GradeScheme {
        self.scheme
    }

    /// The code of the source.
    pub fn source(&self) -> char {
        self.source
    }

    /// The code of the information.
    pub fn information(&self) -> char {
        self.information
    }

    /// Whether the information is suspected to be false: `E` in 3x5x2, `5` in 5x5x5 and the Admiralty
    /// code. Europol's scheme has no code for it.
    pub fn is_suspected_false(&self) -> bool {
        let worth = |(code, worth): &(char, u32)| *code == self.information && *worth == SUSPECT;
        self.scheme.informations().iter().any(worth)
    }

    /// What the grade is worth when links are weighed, in thousandths from 50 to 950.
    ///
    /// Four points are set by the linkage method: `1A` 950, `2B` 600, `2C` 400 and anything suspected
    /// false 50, all in 3x5x2. The other weights are interpolated: worth of the source times worth of
    /// the information, where a source that cannot be judged (`2`, `E`, `X`, `F`) is worth 700 and an
    /// unreliable one 350. The other schemes map code by code onto the same worths.
    pub fn weight(&self) -> u16 {
        let worth = |codes: &[(char, u32)], code| {
            codes.iter().find(|(known, _)| *known == code).map_or(SUSPECT, |(_, worth)| *worth)
        };
        let source = worth(self.scheme.sources(), self.source);
        let information = worth(self.scheme.informations(), self.information);
        let product = (source * information + 500) / 1000;
        u16::try_from(product).unwrap_or(SUSPECT_WEIGHT).max(SUSPECT_WEIGHT)
    }

    /// Every grade of every scheme that weighs as much as this one or more.
    pub fn or_better(self) -> impl Iterator<Item = Self> {
        let grades = GradeScheme::VARIANTS.iter().flat_map(|&scheme| {
            let informations = scheme.informations().iter();
            informations.flat_map(move |&(information, _)| {
                let sources = scheme.sources().iter();
                sources.map(move |&(source, _)| Self { scheme, source, information })
            })
        });
        grades.filter(move |grade| grade.weight() >= self.weight())
    }
}

impl TryFrom<StoredGrade> for Grade {
    type Error = ValueError;

    fn try_from(stored: StoredGrade) -> Result<Self, ValueError> {
        Self::try_new(stored.scheme, stored.source, stored.information)
    }
}

impl fmt::Display for Grade {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.source, self.information)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_set_points_are_met() {
        for (text, weight) in [("1A", 950), ("2B", 600), ("2C", 400), ("1E", 50), ("3E", 50)] {
            assert_eq!(
                Grade::parse(GradeScheme::Uk3x5x2, text).unwrap().weight(),
                weight,
                "{text}"
            );
        }
    }

    #[test]
    fn a_grade_has_codes_of_its_scheme() {
        assert_eq!(Grade::parse(GradeScheme::Admiralty, "b2").unwrap().to_string(), "B2");
        assert_eq!(Grade::parse(GradeScheme::Uk3x5x2, "B2"), Err(ValueError::GradeSource));
        assert_eq!(Grade::parse(GradeScheme::Europol4x4, "A5"), Err(ValueError::GradeInformation));
        assert_eq!(Grade::parse(GradeScheme::Uk3x5x2, "2BP"), Err(ValueError::GradeFormat));
        assert_eq!(Grade::parse(GradeScheme::Uk3x5x2, ""), Err(ValueError::GradeFormat));
    }

    #[test]
    fn grades_of_all_schemes_are_compared_by_what_they_weigh() {
        let least = Grade::parse(GradeScheme::Uk3x5x2, "2B").unwrap();
        let texts: Vec<_> =
            least.or_better().map(|grade| format!("{:?} {grade}", grade.scheme())).collect();
        for good in ["Uk3x5x2 1A", "Uk3x5x2 2B", "Admiralty B2", "Europol4x4 A1"] {
            assert!(texts.iter().any(|text| text == good), "{good} is among {texts:?}");
        }
        for worse in ["Uk3x5x2 2C", "Uk3x5x2 1E", "Admiralty F6"] {
            assert!(texts.iter().all(|text| text != worse), "{worse} is not");
        }
    }

    #[test]
    fn what_is_suspected_to_be_false_is_known_in_every_scheme() {
        let suspected = |scheme, text| Grade::parse(scheme, text).unwrap().is_suspected_false();
        assert!(suspected(GradeScheme::Uk3x5x2, "1E"));
        assert!(suspected(GradeScheme::Uk5x5x5, "A5"));
        assert!(suspected(GradeScheme::Admiralty, "A5"));
        assert!(!suspected(GradeScheme::Uk3x5x2, "3D"));
        assert!(!suspected(GradeScheme::Admiralty, "E6"));
        assert!(!suspected(GradeScheme::Europol4x4, "X4"));
    }

    #[test]
    fn every_grade_is_weighed_and_reads_back() {
        for scheme in GradeScheme::VARIANTS {
            for (source, _) in scheme.sources() {
                for (information, _) in scheme.informations() {
                    let grade = Grade::try_new(*scheme, *source, *information).unwrap();
                    assert!((50..=950).contains(&grade.weight()));
                    let json = serde_json::to_string(&grade).unwrap();
                    assert_eq!(serde_json::from_str::<Grade>(&json).unwrap(), grade);
                }
            }
        }
    }
}
