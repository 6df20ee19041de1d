//! Where money goes: bank accounts, mobile money, hawala.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::{code, is_digits, printable, ungrouped};
use super::{Msisdn, ValueError};

mod bank;
#[cfg(test)]
mod tests;

pub use bank::{BankAccount, DomesticAccount, Iban, UkAccount};

code_list! {
    /// What a mobile-money number is.
    pub enum WalletKind {
        /// A subscriber's phone number.
        Msisdn,
        /// A merchant's till number.
        Till,
        /// A pay bill number.
        Paybill,
    }
}

/// A mobile-money wallet: the operator, and a phone, till or pay bill number with it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredWallet")]
pub struct MobileMoney {
    operator: String,
    kind: WalletKind,
    number: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "MobileMoney")]
struct StoredWallet {
    /// The operator in 2 to 40 capitals and digits, such as `MPESA`.
    operator: String,
    kind: WalletKind,
    /// A phone number in E.164 form, or 4 to 10 digits.
    number: String,
}

impl MobileMoney {
    /// A wallet. The operator is kept in capitals without spaces and hyphens (`M-Pesa` is `MPESA`).
    pub fn try_new(operator: &str, kind: WalletKind, number: &str) -> Result<Self, ValueError> {
        let operator =
            code(&ungrouped(operator), "", 2..=40).ok_or(ValueError::MobileMoneyOperator)?;
        let number = match kind {
            WalletKind::Msisdn => Msisdn::parse(number)?.as_str().to_owned(),
            WalletKind::Till | WalletKind::Paybill => {
                let digits = ungrouped(number);
                if !is_digits(&digits, 4..=10) {
                    return Err(ValueError::MobileMoneyNumber);
                }
                digits
            }
        };
        Ok(Self { operator, kind, number })
    }

    /// The operator in capitals.
    pub fn operator(&self) -> &str {
        &self.operator
    }

    /// What the number is.
    pub fn kind(&self) -> WalletKind {
        self.kind
    }

    /// The number: E.164 for a phone, digits for the others.
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl TryFrom<StoredWallet> for MobileMoney {
    type Error = ValueError;

    fn try_from(stored: StoredWallet) -> Result<Self, ValueError> {
        Self::try_new(&stored.operator, stored.kind, &stored.number)
    }
}

/// A hawala transfer or counter: the dealer as named, in capitals, and the dealer's code.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredHawala")]
pub struct HawalaRef {
    dealer: String,
    code: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "HawalaRef")]
struct StoredHawala {
    /// The dealer or counter, at most 80 characters.
    dealer: String,
    /// 2 to 40 capitals, digits, slashes and hyphens.
    code: String,
}

impl HawalaRef {
    /// A dealer (runs of spaces count as one) and a code in any case.
    pub fn try_new(dealer: &str, reference: &str) -> Result<Self, ValueError> {
        let dealer = dealer.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        let dealer = printable(&dealer, 80).map_err(|_| ValueError::HawalaDealer)?;
        let code = code(reference, "/-", 2..=40).ok_or(ValueError::HawalaCode)?;
        Ok(Self { dealer, code })
    }

    /// The dealer in capitals.
    pub fn dealer(&self) -> &str {
        &self.dealer
    }

    /// The code in capitals.
    pub fn code(&self) -> &str {
        &self.code
    }
}

impl TryFrom<StoredHawala> for HawalaRef {
    type Error = ValueError;

    fn try_from(stored: StoredHawala) -> Result<Self, ValueError> {
        Self::try_new(&stored.dealer, &stored.code)
    }
}

redacted!(MobileMoney, HawalaRef);
