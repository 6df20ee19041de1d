//! Bank accounts: IBAN, United Kingdom sort code and account, and others by their bank.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::value::text::{code, is_digits, printable, ungrouped};
use crate::value::{CountryCode, ValueError};

/// A bank account in one of the forms accounts are written in.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(tag = "scheme", content = "account", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum BankAccount {
    /// An international bank account number.
    Iban(Iban),
    /// A United Kingdom sort code and account number.
    Uk(UkAccount),
    /// An account by country, bank and number.
    Domestic(DomesticAccount),
}

impl BankAccount {
    /// Reads an IBAN or a United Kingdom account; an account of another form needs its country and
    /// bank ([`DomesticAccount::try_new`]).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let text = text.trim();
        if text.contains('/') {
            return UkAccount::parse(text).map(Self::Uk);
        }
        if text.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Iban::parse(text).map(Self::Iban);
        }
        Err(ValueError::BankAccountFormat)
    }

    /// One text for one account, for exact matching.
    pub fn normalised(&self) -> String {
        match self {
            Self::Iban(iban) => iban.as_str().to_owned(),
            Self::Uk(account) => format!("GB:{}", account.as_str()),
            Self::Domestic(DomesticAccount { country, bank, number }) => {
                format!("{country}:{bank}:{number}")
            }
        }
    }
}

/// An international bank account number (ISO 13616): country, check digits and up to 30 characters.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct Iban(String);

impl Iban {
    /// Reads an IBAN in any case and grouping. Its check digits are checked (ISO/IEC 7064, MOD 97-10).
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let iban = ungrouped(text).to_ascii_uppercase();
        let fits = (15..=34).contains(&iban.len())
            && iban.bytes().all(|b| b.is_ascii_alphanumeric())
            && iban[..2].bytes().all(|b| b.is_ascii_uppercase())
            && is_digits(&iban[2..4], 2..=2);
        if !fits {
            return Err(ValueError::IbanFormat);
        }
        let check = iban[2..4].parse().unwrap_or(0_u8);
        if !(2..=98).contains(&check) || remainder(&iban) != 1 {
            return Err(ValueError::IbanCheckDigits);
        }
        Ok(Self(iban))
    }

    /// The number in capitals without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The rest modulo 97 of an IBAN with its first four characters moved to its end and its letters
/// written as 10 to 35.
fn remainder(iban: &str) -> u32 {
    let (head, body) = iban.split_at(4);
    body.bytes().chain(head.bytes()).fold(0, |rest, b| match b {
        b'0'..=b'9' => (rest * 10 + u32::from(b - b'0')) % 97,
        _ => (rest * 100 + u32::from(b.wrapping_sub(b'A')) + 10) % 97,
    })
}

/// A United Kingdom account: `00-00-00/00041778`, sort code and account number.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
pub struct UkAccount(String);

impl UkAccount {
    /// Reads a sort code of 6 digits, a slash and an account number of 8; hyphens and spaces between
    /// digits are as one likes.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let (sort_code, number) = text.split_once('/').ok_or(ValueError::UkAccountFormat)?;
        let (sort_code, number) = (ungrouped(sort_code), ungrouped(number));
        if !is_digits(&sort_code, 6..=6) || !is_digits(&number, 8..=8) {
            return Err(ValueError::UkAccountFormat);
        }
        let (a, rest) = sort_code.split_at(2);
        let (b, c) = rest.split_at(2);
        Ok(Self(format!("{a}-{b}-{c}/{number}")))
    }

    /// The account as `00-00-00/00041778`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An account of a bank in a country without IBAN.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredAccount")]
pub struct DomesticAccount {
    country: CountryCode,
    bank: String,
    number: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "DomesticAccount")]
struct StoredAccount {
    /// The country of the bank, ISO 3166-1 alpha-2.
    country: CountryCode,
    /// The bank or its code, at most 80 characters.
    bank: String,
    /// 4 to 30 capitals and digits.
    number: String,
}

impl DomesticAccount {
    /// A bank by name or code (kept in capitals, runs of spaces as one) and an account number.
    pub fn try_new(country: CountryCode, bank: &str, number: &str) -> Result<Self, ValueError> {
        let bank = bank.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        let bank = printable(&bank, 80).map_err(|_| ValueError::DomesticAccountFormat)?;
        let number = ungrouped(number).replace('/', "");
        let number = code(&number, "", 4..=30).ok_or(ValueError::DomesticAccountFormat)?;
        Ok(Self { country, bank, number })
    }

    /// The country of the bank.
    pub fn country(&self) -> CountryCode {
        self.country
    }

    /// The bank, in capitals.
    pub fn bank(&self) -> &str {
        &self.bank
    }

    /// The account number, in capitals.
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl TryFrom<StoredAccount> for DomesticAccount {
    type Error = ValueError;

    fn try_from(stored: StoredAccount) -> Result<Self, ValueError> {
        Self::try_new(stored.country, &stored.bank, &stored.number)
    }
}

text_value!(Iban);
text_value!(UkAccount);
redacted!(Iban, UkAccount, DomesticAccount);
