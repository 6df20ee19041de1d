//! What is recorded about a person in coded form: gender and age band.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::AgeRange;

/// Gender as the Human Trafficking Case Data Standard 2.0 codes it (`prs_Gender`).
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumMessage,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
pub enum Gender {
    /// Feminine.
    Feminine,
    /// Masculine.
    Masculine,
    /// Transgender, feminine.
    TransgenderFeminine,
    /// Transgender, masculine.
    TransgenderMasculine,
    /// Neither feminine nor masculine.
    NonConforming,
    /// Not said or not known.
    NonSpecifiedUnknown,
}

impl Gender {
    /// The code as the standard writes it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

/// An age band of the Counter-Trafficking Data Collaborative's global dataset (column `ageBroad`);
/// the codes are the dataset's.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::Display,
    strum::EnumMessage,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
pub enum AgeBand {
    /// 0 to 8 years.
    #[serde(rename = "0--8")]
    #[strum(serialize = "0--8")]
    To8,
    /// 9 to 17 years.
    #[serde(rename = "9--17")]
    #[strum(serialize = "9--17")]
    To17,
    /// 18 to 20 years.
    #[serde(rename = "18--20")]
    #[strum(serialize = "18--20")]
    To20,
    /// 21 to 23 years.
    #[serde(rename = "21--23")]
    #[strum(serialize = "21--23")]
    To23,
    /// 24 to 26 years.
    #[serde(rename = "24--26")]
    #[strum(serialize = "24--26")]
    To26,
    /// 27 to 29 years.
    #[serde(rename = "27--29")]
    #[strum(serialize = "27--29")]
    To29,
    /// 30 to 38 years.
    #[serde(rename = "30--38")]
    #[strum(serialize = "30--38")]
    To38,
    /// 39 to 47 years.
    #[serde(rename = "39--47")]
    #[strum(serialize = "39--47")]
    To47,
    /// 48 years and more.
    #[serde(rename = "48+")]
    #[strum(serialize = "48+")]
    From48,
}

impl AgeBand {
    /// The band an age in completed years falls in.
    pub fn of(age: u16) -> Self {
        match age {
            0..=8 => Self::To8,
            9..=17 => Self::To17,
            18..=20 => Self::To20,
            21..=23 => Self::To23,
            24..=26 => Self::To26,
            27..=29 => Self::To29,
            30..=38 => Self::To38,
            39..=47 => Self::To47,
            48.. => Self::From48,
        }
    }

    /// The band of a range of ages, if it lies in one.
    pub fn of_range(ages: AgeRange) -> Option<Self> {
        let band = Self::of(ages.min);
        (band == Self::of(ages.max)).then_some(band)
    }

    /// The code as the dataset writes it.
    pub fn as_str(self) -> &'static str {
        self.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_meet_without_gaps() {
        assert_eq!(AgeBand::of(17).as_str(), "9--17");
        assert_eq!(AgeBand::of(18).as_str(), "18--20");
        assert_eq!(AgeBand::of(48), AgeBand::From48);
        assert!((0..120).map(AgeBand::of).is_sorted());
    }

    #[test]
    fn a_range_across_two_bands_has_none() {
        assert_eq!(AgeBand::of_range(AgeRange { min: 16, max: 17 }), Some(AgeBand::To17));
        assert_eq!(AgeBand::of_range(AgeRange { min: 17, max: 18 }), None);
    }

    #[test]
    fn codes_are_those_of_the_standards() {
        let json = serde_json::to_string(&Gender::TransgenderFeminine).unwrap();
        assert_eq!(json, "\"TransgenderFeminine\"");
        assert_eq!(serde_json::to_string(&AgeBand::From48).unwrap(), "\"48+\"");
        assert_eq!("48+".parse(), Ok(AgeBand::From48));
    }
}
