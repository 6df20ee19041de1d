//! Numbers of phones, handsets and SIM cards.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueError;
use super::text::{is_digits, luhn_fits, ungrouped};

/// A phone number in the international form of ITU-T E.164: `+`, a country code and a subscriber
/// number, 7 to 15 digits in all. Whether the number is assigned is never asked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Msisdn(String);

impl Msisdn {
    /// Reads a number with `+` or `00` in front; spaces, hyphens and dots between digits are dropped.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let number = ungrouped(text);
        let Some(digits) = number.strip_prefix('+').or_else(|| number.strip_prefix("00")) else {
            return Err(ValueError::MsisdnPrefix);
        };
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ValueError::MsisdnCharacters);
        }
        if digits.starts_with('0') {
            return Err(ValueError::MsisdnCountryCode);
        }
        if !(7..=15).contains(&digits.len()) {
            return Err(ValueError::MsisdnLength);
        }
        Ok(Self(format!("+{digits}")))
    }

    /// The number as `+` and digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The identity of a handset: 15 digits, the last of them a Luhn check digit (3GPP TS 23.003,
/// section 6.2.1).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Imei(String);

impl Imei {
    /// Reads 15 digits; spaces, hyphens and dots between them are dropped.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let digits = ungrouped(text);
        if !is_digits(&digits, 15..=15) {
            return Err(ValueError::ImeiFormat);
        }
        if !luhn_fits(&digits) {
            return Err(ValueError::ImeiCheckDigit);
        }
        Ok(Self(digits))
    }

    /// The 15 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The identity of a subscriber on a SIM card: 14 or 15 digits without a check digit (ITU-T E.212).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Imsi(String);

impl Imsi {
    /// Reads 14 or 15 digits; spaces, hyphens and dots between them are dropped.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let digits = ungrouped(text);
        if is_digits(&digits, 14..=15) { Ok(Self(digits)) } else { Err(ValueError::ImsiFormat) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The number printed on a SIM card: 18 to 20 digits that begin with 89 (ITU-T E.118).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Iccid(String);

impl Iccid {
    /// Reads 18 to 20 digits; spaces, hyphens and dots between them are dropped.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let digits = ungrouped(text);
        if is_digits(&digits, 18..=20) && digits.starts_with("89") {
            Ok(Self(digits))
        } else {
            Err(ValueError::IccidFormat)
        }
    }

    /// Whether the last digit is the Luhn check digit of the others. Cards exist that print the
    /// number without it, so this warns and never refuses.
    pub fn check_digit_fits(&self) -> bool {
        luhn_fits(&self.0)
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(Msisdn);
text_value!(Imei);
text_value!(Imsi);
text_value!(Iccid);
redacted!(Msisdn, Imei, Imsi, Iccid);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_phone_number_is_kept_without_its_grouping() {
        for text in ["+254 199 000 141", "00254-199-000-141", " +254199.000141 "] {
            assert_eq!(Msisdn::parse(text).unwrap().as_str(), "+254199000141");
        }
    }

    #[test]
    fn a_phone_number_needs_its_country_code() {
        assert_eq!(Msisdn::parse("0199 000 141"), Err(ValueError::MsisdnPrefix));
        assert_eq!(Msisdn::parse("+0199 000 141"), Err(ValueError::MsisdnCountryCode));
        assert_eq!(Msisdn::parse(""), Err(ValueError::MsisdnPrefix));
    }

    #[test]
    fn a_phone_number_has_digits_only_and_at_most_fifteen() {
        assert_eq!(Msisdn::parse("+44 (0)7700 900417"), Err(ValueError::MsisdnCharacters));
        assert_eq!(Msisdn::parse("+254١٩٩000141"), Err(ValueError::MsisdnCharacters));
        assert_eq!(Msisdn::parse("+1234567890123456"), Err(ValueError::MsisdnLength));
        assert_eq!(Msisdn::parse("+254199"), Err(ValueError::MsisdnLength));
    }

    #[test]
    fn handsets_of_the_demo_operations_are_valid() {
        for text in ["001017004120765", "001017004120849", "001017005592137", "00-101700-770148-8"]
        {
            Imei::parse(text).unwrap();
        }
    }

    #[test]
    fn an_imei_with_a_wrong_check_digit_is_refused() {
        let refusal = Imei::parse("001017004120766").unwrap_err();
        assert_eq!(refusal, ValueError::ImeiCheckDigit);
        assert_eq!(refusal.code(), "IMEI_CHECK_DIGIT");
        assert_eq!(Imei::parse("0010170041207651"), Err(ValueError::ImeiFormat));
    }

    #[test]
    fn sim_numbers_have_their_lengths() {
        assert_eq!(Imsi::parse("639 02 0000000417").unwrap().as_str(), "639020000000417");
        assert_eq!(Imsi::parse("63902"), Err(ValueError::ImsiFormat));
        assert!(Iccid::parse("8944 5000 0000 0000 0011").is_ok());
        assert_eq!(Iccid::parse("7944500000000000001"), Err(ValueError::IccidFormat));
    }

    #[test]
    fn debug_shows_no_number() {
        let phone = Msisdn::parse("+254199000141").unwrap();
        assert_eq!(format!("{phone:?}"), "Msisdn(…)");
    }

    fn with_check_digit(body: &str) -> String {
        (0..10)
            .map(|digit| format!("{body}{digit}"))
            .find(|digits| luhn_fits(digits))
            .expect("one digit of ten fits")
    }

    proptest! {
        #[test]
        fn changing_one_digit_of_an_imei_is_always_noticed(
            body in "[0-9]{14}", place in 0_usize..15, step in 1_u8..10,
        ) {
            let mut digits = with_check_digit(&body).into_bytes();
            digits[place] = b'0' + (digits[place] - b'0' + step) % 10;
            let changed = String::from_utf8(digits).unwrap();
            prop_assert_eq!(Imei::parse(&changed), Err(ValueError::ImeiCheckDigit));
        }

        #[test]
        fn a_phone_number_reads_back_as_itself(text in r"(\+|00)[1-9]([ -]?[0-9]){6,14}") {
            let phone = Msisdn::parse(&text).unwrap();
            prop_assert_eq!(&Msisdn::parse(phone.as_str()).unwrap(), &phone);
            let json = serde_json::to_string(&phone).unwrap();
            prop_assert_eq!(serde_json::from_str::<Msisdn>(&json).unwrap(), phone);
        }

        #[test]
        fn no_text_makes_a_number_panic(text in ".*") {
            let _ = (Msisdn::parse(&text), Imei::parse(&text), Imsi::parse(&text), Iccid::parse(&text));
        }
    }
}
