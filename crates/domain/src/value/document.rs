//! Travel and identity documents, with their machine-readable zone.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text::ungrouped;
use super::{CountryCode, ValueError};

mod mrz;
#[cfg(test)]
mod tests;

pub use mrz::{Mrz, MrzFormat};

code_list! {
    /// The kind of a document.
    pub enum DocumentKind {
        /// A passport.
        Passport,
        /// An identity card.
        IdCard,
        /// A visa.
        Visa,
        /// A temporary or emergency travel permit.
        TravelPermit,
        /// Another one.
        Other,
    }
}

code_list! {
    /// Whether a document is what it claims to be.
    pub enum Genuineness {
        /// Issued by the authority to the holder.
        Genuine,
        /// A genuine document that was altered.
        Forged,
        /// An imitation.
        Counterfeit,
        /// A genuine document used by someone else.
        Impostor,
        /// Issued by the authority on false grounds.
        FraudulentlyObtained,
        /// Not examined yet.
        Unknown,
    }
}

/// A document by its kind, number and issuing country. The number is kept in capitals without spaces,
/// hyphens, dots and slashes.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredDocument")]
pub struct TravelDocument {
    #[serde(rename = "type")]
    kind: DocumentKind,
    number: String,
    issuer: CountryCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    mrz: Option<Mrz>,
    genuineness: Genuineness,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "TravelDocument")]
struct StoredDocument {
    #[serde(rename = "type")]
    kind: DocumentKind,
    /// 3 to 24 capitals and digits.
    number: String,
    /// The issuing country, ISO 3166-1 alpha-2.
    issuer: CountryCode,
    /// The machine-readable zone, if it was read; its check digits fit.
    #[serde(default)]
    mrz: Option<Mrz>,
    genuineness: Genuineness,
}

impl TravelDocument {
    /// A document; the number must be the one in the machine-readable zone, if that was read.
    pub fn try_new(
        kind: DocumentKind,
        number: &str,
        issuer: CountryCode,
        mrz: Option<Mrz>,
        genuineness: Genuineness,
    ) -> Result<Self, ValueError> {
        let number = ungrouped(number).replace('/', "").to_ascii_uppercase();
        let fits = (3..=24).contains(&number.len());
        if !fits || !number.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ValueError::DocumentNumberFormat);
        }
        if mrz.as_ref().is_some_and(|mrz| mrz.document_number() != number) {
            return Err(ValueError::DocumentNumberMrzMismatch);
        }
        Ok(Self { kind, number, issuer, mrz, genuineness })
    }

    /// The kind of document.
    pub fn kind(&self) -> DocumentKind {
        self.kind
    }

    /// The number in capitals.
    pub fn number(&self) -> &str {
        &self.number
    }

    /// The issuing country, or the country a false document claims.
    pub fn issuer(&self) -> CountryCode {
        self.issuer
    }

    /// The machine-readable zone, if it was read.
    pub fn mrz(&self) -> Option<&Mrz> {
        self.mrz.as_ref()
    }

    /// Whether it is what it claims to be.
    pub fn genuineness(&self) -> Genuineness {
        self.genuineness
    }
}

impl TryFrom<StoredDocument> for TravelDocument {
    type Error = ValueError;

    fn try_from(stored: StoredDocument) -> Result<Self, ValueError> {
        let StoredDocument { kind, number, issuer, mrz, genuineness } = stored;
        Self::try_new(kind, &number, issuer, mrz, genuineness)
    }
}

redacted!(TravelDocument);
