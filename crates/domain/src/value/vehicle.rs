//! What vehicles and vessels are told apart by.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::ungrouped;
use super::{CountryCode, ValueError};

/// A registration plate, kept in capitals without spaces and hyphens: `KZX 118c` is `KZX118C`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredPlate")]
pub struct Plate {
    country: CountryCode,
    text: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "Plate")]
struct StoredPlate {
    /// The country of registration, ISO 3166-1 alpha-2.
    country: CountryCode,
    /// 2 to 12 letters and digits.
    text: String,
}

impl Plate {
    /// A plate of 2 to 12 letters and digits; letters may be of any script.
    pub fn try_new(country: CountryCode, text: &str) -> Result<Self, ValueError> {
        let text = ungrouped(text).to_uppercase();
        if !(2..=12).contains(&text.chars().count()) || !text.chars().all(char::is_alphanumeric) {
            return Err(ValueError::PlateFormat);
        }
        Ok(Self { country, text })
    }

    /// The country of registration.
    pub fn country(&self) -> CountryCode {
        self.country
    }

    /// The plate in capitals, without spaces and hyphens.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl TryFrom<StoredPlate> for Plate {
    type Error = ValueError;

    fn try_from(stored: StoredPlate) -> Result<Self, ValueError> {
        Self::try_new(stored.country, &stored.text)
    }
}

/// A vehicle identification number: 17 capitals and digits without I, O and Q (ISO 3779).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Vin(String);

impl Vin {
    /// Reads 17 letters and digits in any case; spaces and hyphens are dropped.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let vin = ungrouped(text).to_ascii_uppercase();
        if vin.len() != 17 || !vin.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ValueError::VinFormat);
        }
        if vin.contains(['I', 'O', 'Q']) {
            return Err(ValueError::VinLetter);
        }
        Ok(Self(vin))
    }

    /// Whether the ninth character is the check digit of 49 CFR 565.15. It is mandatory in North
    /// America only, so a misfit is a warning and never a refusal.
    pub fn check_digit_fits(&self) -> bool {
        const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
        let sum: u32 = self.0.bytes().zip(WEIGHTS).map(|(b, weight)| vin_value(b) * weight).sum();
        let expected = match sum % 11 {
            10 => Some('X'),
            digit => char::from_digit(digit, 10),
        };
        self.0.chars().nth(8) == expected
    }

    /// The 17 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The value of a character by the transliteration table of 49 CFR 565.15.
fn vin_value(b: u8) -> u32 {
    match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'A'..=b'H' => u32::from(b - b'A') + 1,
        b'J'..=b'R' => u32::from(b - b'J') + 1,
        b'S'..=b'Z' => u32::from(b - b'S') + 2,
        _ => 0,
    }
}

/// The number of a ship for life: 7 digits, the last a check digit (IMO resolution A.1117(30)).
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct ImoNumber(String);

impl ImoNumber {
    /// Reads 7 digits with or without `IMO` in front.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let number = ungrouped(text).to_ascii_uppercase();
        let digits = number.strip_prefix("IMO").unwrap_or(&number);
        if digits.len() != 7 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ValueError::ImoNumberFormat);
        }
        let values: Vec<u32> = digits.bytes().map(|b| u32::from(b - b'0')).collect();
        let sum: u32 = values.iter().zip((2..=7).rev()).map(|(digit, weight)| digit * weight).sum();
        if Some(&(sum % 10)) != values.last() {
            return Err(ValueError::ImoNumberCheckDigit);
        }
        Ok(Self(digits.to_owned()))
    }

    /// The 7 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(Vin);
text_value!(ImoNumber);
shown!(ImoNumber);
redacted!(Plate, Vin);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kenya() -> CountryCode {
        CountryCode::parse("KE").unwrap()
    }

    #[test]
    fn a_plate_is_the_same_however_it_is_written() {
        let plate = Plate::try_new(kenya(), "KZZ 417P").unwrap();
        assert_eq!(Plate::try_new(kenya(), "kzz-417p").unwrap(), plate);
        assert_eq!(plate.text(), "KZZ417P");
        assert_eq!(format!("{plate:?}"), "Plate(…)");
    }

    #[test]
    fn a_plate_has_letters_and_digits() {
        for text in ["", "K", "KZZ/417P", "KZZ 417P KZZ 417P"] {
            assert_eq!(Plate::try_new(kenya(), text), Err(ValueError::PlateFormat));
        }
    }

    #[test]
    fn the_demo_vehicle_has_a_fitting_check_digit() {
        assert!(Vin::parse("ZZZTB71J907001417").unwrap().check_digit_fits());
        assert!(Vin::parse("1M8GDM9AXKP042788").unwrap().check_digit_fits());
    }

    #[test]
    fn a_vin_with_a_misfitting_check_digit_is_kept() {
        assert!(!Vin::parse("ZZZTB71J807001417").unwrap().check_digit_fits());
    }

    #[test]
    fn a_vin_has_no_letter_that_looks_like_a_digit() {
        assert_eq!(Vin::parse("ZZZTB71J9O7001417"), Err(ValueError::VinLetter));
        assert_eq!(Vin::parse("ZZZTB71J9"), Err(ValueError::VinFormat));
    }

    #[test]
    fn a_ship_number_carries_its_check_digit() {
        assert_eq!(ImoNumber::parse("IMO 9074729").unwrap().as_str(), "9074729");
        assert_eq!(ImoNumber::parse("9074728"), Err(ValueError::ImoNumberCheckDigit));
        assert_eq!(ImoNumber::parse("907472"), Err(ValueError::ImoNumberFormat));
    }

    proptest! {
        #[test]
        fn normalising_a_plate_twice_changes_nothing(text in r"[a-zA-Zሀ-ሏß][a-z0-9 -]{1,6}[0-9]") {
            if let Ok(plate) = Plate::try_new(kenya(), &text) {
                prop_assert_eq!(Plate::try_new(kenya(), plate.text()).unwrap(), plate);
            }
        }

        #[test]
        fn a_plate_reads_back_from_storage(text in "[A-Z]{3}[0-9]{3}[A-Z]") {
            let plate = Plate::try_new(kenya(), &text).unwrap();
            let json = serde_json::to_string(&plate).unwrap();
            prop_assert_eq!(serde_json::from_str::<Plate>(&json).unwrap(), plate);
        }
    }
}
