//! Money: an exact amount in a currency, never negative and never a float.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{CurrencyCode, ValueError};

/// An amount of money, counted in the currency's minor unit (ISO 4217) and stored as a decimal text:
/// `{"amount": "1200.50", "currency": "USD"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredMoney", into = "StoredMoney")]
pub struct Money {
    minor_units: i64,
    currency: CurrencyCode,
}

#[derive(Serialize, Deserialize, JsonSchema)]
#[serde(rename = "Money")]
struct StoredMoney {
    /// A decimal number with a point and no sign, with as many decimals as the currency has.
    amount: String,
    /// The currency, ISO 4217.
    currency: CurrencyCode,
}

impl Money {
    /// An amount counted in minor units: cents, or whole units where the currency has no smaller one.
    pub fn try_new(minor_units: i64, currency: CurrencyCode) -> Result<Self, ValueError> {
        if minor_units < 0 {
            return Err(ValueError::MoneyNegative);
        }
        Ok(Self { minor_units, currency })
    }

    /// Reads an amount with its currency before or after it: `640 000 KES`, `USD 1,200.50`. Spaces
    /// and commas may group the digits by three; the decimal sign is a point.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        let is_letter = |c: char| c.is_ascii_alphabetic();
        let (amount, currency) = if text.starts_with(is_letter) {
            let end = text.find(|c| !is_letter(c)).ok_or(ValueError::MoneyFormat)?;
            (&text[end..], &text[..end])
        } else {
            let start = text.find(is_letter).ok_or(ValueError::MoneyCurrencyMissing)?;
            (&text[..start], &text[start..])
        };
        Self::from_decimal(amount, CurrencyCode::parse(currency)?)
    }

    fn from_decimal(amount: &str, currency: CurrencyCode) -> Result<Self, ValueError> {
        let amount = amount.trim();
        if amount.starts_with(['-', '\u{2212}']) {
            return Err(ValueError::MoneyNegative);
        }
        let (whole, fraction) = match amount.split_once('.') {
            Some((_, "")) => return Err(ValueError::MoneyFormat),
            Some((whole, fraction)) => (whole, fraction),
            None => (amount, ""),
        };
        let decimals = usize::from(currency.decimals());
        let significant = fraction.trim_end_matches('0');
        if significant.len() > decimals {
            return Err(ValueError::MoneyDecimals);
        }
        let digits = ungrouped(whole).ok_or(ValueError::MoneyFormat)?;
        if !fraction.bytes().all(|b| b.is_ascii_digit()) {
            return Err(ValueError::MoneyFormat);
        }
        let minor_units = format!("{digits}{significant:0<decimals$}")
            .parse()
            .map_err(|_| ValueError::MoneyTooLarge)?;
        Ok(Self { minor_units, currency })
    }

    /// The amount in minor units.
    pub fn minor_units(&self) -> i64 {
        self.minor_units
    }

    /// The currency.
    pub fn currency(&self) -> CurrencyCode {
        self.currency
    }

    /// The amount as a decimal text with as many decimals as the currency has.
    pub fn amount(&self) -> String {
        let decimals = usize::from(self.currency.decimals());
        let digits = format!("{:0>width$}", self.minor_units, width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
    }

    /// The sum of two amounts of one currency.
    pub fn plus(self, other: Self) -> Result<Self, ValueError> {
        if self.currency != other.currency {
            return Err(ValueError::MoneyCurrenciesDiffer);
        }
        let sum = self.minor_units.checked_add(other.minor_units);
        Ok(Self { minor_units: sum.ok_or(ValueError::MoneyTooLarge)?, ..self })
    }
}

/// The digits of a whole number, grouped by three or not at all.
fn ungrouped(whole: &str) -> Option<String> {
    let mut groups = whole.split([' ', ',', '\u{A0}', '\u{202F}']);
    let first = groups.next()?;
    let mut digits = first.to_owned();
    for group in groups {
        if first.len() > 3 || group.len() != 3 {
            return None;
        }
        digits.push_str(group);
    }
    (!first.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.currency, self.amount())
    }
}

impl std::str::FromStr for Money {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

impl TryFrom<StoredMoney> for Money {
    type Error = ValueError;

    fn try_from(stored: StoredMoney) -> Result<Self, ValueError> {
        Self::from_decimal(&stored.amount, stored.currency)
    }
}

impl From<Money> for StoredMoney {
    fn from(money: Money) -> Self {
        Self { amount: money.amount(), currency: money.currency }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_currency_stands_before_or_after_the_amount() {
        for text in ["640000 KES", "KES 640 000", "kes640,000.00", "640000.0KES"] {
            assert_eq!(Money::parse(text).unwrap().to_string(), "KES 640000.00", "{text}");
        }
        assert_eq!(Money::parse("USD 1200.50").unwrap().minor_units(), 120_050);
        assert_eq!(Money::parse("UGX 5000").unwrap().to_string(), "UGX 5000");
        assert_eq!(Money::parse("USD 0.05").unwrap().amount(), "0.05");
    }

    #[test]
    fn an_amount_is_exact_and_not_negative() {
        assert_eq!(Money::parse("USD -1"), Err(ValueError::MoneyNegative));
        assert_eq!(Money::parse("USD 1.005"), Err(ValueError::MoneyDecimals));
        assert_eq!(Money::parse("UGX 1.5"), Err(ValueError::MoneyDecimals));
        assert_eq!(Money::parse("KES 99999999999999999999"), Err(ValueError::MoneyTooLarge));
        let dollar = CurrencyCode::parse("USD").unwrap();
        assert_eq!(Money::try_new(-1, dollar), Err(ValueError::MoneyNegative));
    }

    #[test]
    fn an_amount_needs_a_known_currency() {
        assert_eq!(Money::parse("45000"), Err(ValueError::MoneyCurrencyMissing));
        assert_eq!(Money::parse("RMB 45000"), Err(ValueError::CurrencyUnknown));
        for text in ["KES", "KES 1,2", "KES 1.", "KES .5", "KES 12,34,567", "KES 1234,567", "KES é"]
        {
            assert_eq!(Money::parse(text), Err(ValueError::MoneyFormat), "{text}");
        }
    }

    #[test]
    fn only_one_currency_is_added_up() {
        let fee = Money::parse("KES 300000").unwrap();
        assert_eq!(fee.plus(fee).unwrap(), Money::parse("KES 600000").unwrap());
        let ransom = Money::parse("USD 12000").unwrap();
        assert_eq!(fee.plus(ransom), Err(ValueError::MoneyCurrenciesDiffer));
        let most = Money::try_new(i64::MAX, fee.currency()).unwrap();
        assert_eq!(most.plus(fee), Err(ValueError::MoneyTooLarge));
    }

    proptest! {
        #[test]
        fn an_amount_reads_back_exactly(
            units in 0_i64..=i64::MAX, code in prop::sample::select(vec!["KES", "UGX", "KWD", "CLF"]),
        ) {
            let money = Money::try_new(units, CurrencyCode::parse(code).unwrap()).unwrap();
            prop_assert_eq!(Money::parse(&money.to_string()).unwrap(), money);
            let json = serde_json::to_string(&money).unwrap();
            prop_assert_eq!(serde_json::from_str::<Money>(&json).unwrap(), money);
        }

        #[test]
        fn no_text_makes_money_panic(text in ".*") {
            let _ = Money::parse(&text);
        }
    }
}
