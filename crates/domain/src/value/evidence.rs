//! What exhibits are marked, sealed and hashed with.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueError;
use super::text::code;

code_list! {
    /// A digest algorithm. SHA-1 and MD5 are taken because older examination reports carry them.
    pub enum HashAlgorithm {
        /// SHA-256 (FIPS 180-4), 64 hexadecimal digits.
        #[serde(rename = "SHA256")]
        #[strum(serialize = "SHA256")]
        Sha256,
        /// SHA-1 (FIPS 180-4), 40 hexadecimal digits.
        #[serde(rename = "SHA1")]
        #[strum(serialize = "SHA1")]
        Sha1,
        /// MD5 (RFC 1321), 32 hexadecimal digits.
        #[serde(rename = "MD5")]
        #[strum(serialize = "MD5")]
        Md5,
        /// BLAKE3 with its default output, 64 hexadecimal digits.
        #[serde(rename = "BLAKE3")]
        #[strum(serialize = "BLAKE3")]
        Blake3,
    }
}

impl HashAlgorithm {
    /// How many hexadecimal digits a digest has.
    pub fn digits(self) -> usize {
        match self {
            Self::Sha256 | Self::Blake3 => 64,
            Self::Sha1 => 40,
            Self::Md5 => 32,
        }
    }
}

/// The digest of a file or an image, in lower-case hexadecimal, with its algorithm.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "StoredHash")]
pub struct Hash {
    alg: HashAlgorithm,
    value: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "Hash")]
struct StoredHash {
    alg: HashAlgorithm,
    /// The digest in hexadecimal, of the algorithm's length.
    value: String,
}

impl Hash {
    /// A digest in hexadecimal of either case, with the length its algorithm has.
    pub fn try_new(alg: HashAlgorithm, value: &str) -> Result<Self, ValueError> {
        let value = value.trim().to_ascii_lowercase();
        if !value.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ValueError::HashCharacters);
        }
        if value.len() != alg.digits() {
            return Err(ValueError::HashLength);
        }
        Ok(Self { alg, value })
    }

    /// Reads an algorithm, a colon and the digest: `sha256:9f86…`.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let (alg, value) = text.split_once(':').ok_or(ValueError::HashAlgorithmUnknown)?;
        let alg = alg.trim().to_ascii_uppercase().replace('-', "");
        Self::try_new(alg.parse().map_err(|_| ValueError::HashAlgorithmUnknown)?, value)
    }

    /// The algorithm.
    pub fn alg(&self) -> HashAlgorithm {
        self.alg
    }

    /// The digest in lower-case hexadecimal.
    pub fn value(&self) -> &str {
        &self.value
    }
}

impl TryFrom<StoredHash> for Hash {
    type Error = ValueError;

    fn try_from(stored: StoredHash) -> Result<Self, ValueError> {
        Self::try_new(stored.alg, &stored.value)
    }
}

impl std::str::FromStr for Hash {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.alg.as_str().to_ascii_lowercase(), self.value)
    }
}

/// The mark of an exhibit: the initials of the officer who produced it and a running number, then one
/// segment for each derivation (`JM/1`, and `MB/2/T1` for the first translation of `MB/2`).
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct ExhibitRef(String);

impl ExhibitRef {
    /// Reads a mark in any case: 1 to 5 letters, then numbers from 1 without leading zeros, each
    /// derived one with at most two letters before it; at most 40 characters.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let mark = text.trim().to_ascii_uppercase();
        let mut segments = mark.split('/');
        let initials = segments.next().unwrap_or_default();
        let number = segments.next().unwrap_or_default();
        let fits = (1..=5).contains(&initials.len())
            && initials.bytes().all(|b| b.is_ascii_uppercase())
            && is_number(number)
            && segments.all(is_derivation)
            && mark.len() <= 40;
        if fits { Ok(Self(mark)) } else { Err(ValueError::ExhibitRefFormat) }
    }

    /// The mark as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The initials of the officer who produced the exhibit.
    pub fn initials(&self) -> &str {
        self.0.split_once('/').map_or(self.as_str(), |(initials, _)| initials)
    }

    /// The exhibit this one was derived from, if it was.
    pub fn parent(&self) -> Option<Self> {
        let (parent, _) = self.0.rsplit_once('/')?;
        parent.contains('/').then(|| Self(parent.to_owned()))
    }
}

fn is_number(segment: &str) -> bool {
    (1..=5).contains(&segment.len())
        && !segment.starts_with('0')
        && segment.bytes().all(|b| b.is_ascii_digit())
}

fn is_derivation(segment: &str) -> bool {
    let number = segment.trim_start_matches(|c: char| c.is_ascii_uppercase());
    segment.len() - number.len() <= 2 && is_number(number)
}

/// The number printed on a tamper-evident seal: 3 to 24 capitals, digits and hyphens.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "String", into = "String")]
pub struct SealNumber(String);

impl SealNumber {
    /// Reads a seal number in any case.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        code(text, "-", 3..=24).map(Self).ok_or(ValueError::SealNumberFormat)
    }

    /// The number as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

text_value!(ExhibitRef);
text_value!(SealNumber);
shown!(ExhibitRef);
shown!(SealNumber);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_digest_has_the_length_of_its_algorithm() {
        let sha256 = "9F86D081884C7D659A2FEAA0C55AD015A3BF4F1B2B0B822CD15D6C15B0F00A08";
        let hash = Hash::try_new(HashAlgorithm::Sha256, sha256).unwrap();
        assert_eq!(hash.value(), sha256.to_ascii_lowercase());
        assert_eq!(Hash::try_new(HashAlgorithm::Sha1, sha256), Err(ValueError::HashLength));
        assert_eq!(Hash::try_new(HashAlgorithm::Md5, "xyz"), Err(ValueError::HashCharacters));
        assert_eq!(Hash::parse(&hash.to_string()).unwrap(), hash);
        assert_eq!(Hash::parse(&format!("SHA-256:{sha256}")).unwrap(), hash);
        assert_eq!(Hash::parse("crc:00"), Err(ValueError::HashAlgorithmUnknown));
    }

    #[test]
    fn an_exhibit_mark_names_its_origin() {
        let translation = ExhibitRef::parse("mb/2/t1").unwrap();
        assert_eq!(translation.to_string(), "MB/2/T1");
        assert_eq!(translation.initials(), "MB");
        let book = ExhibitRef::parse("MB/2").unwrap();
        assert_eq!(translation.parent(), Some(book.clone()));
        assert_eq!(book.parent(), None);
    }

    #[test]
    fn a_malformed_exhibit_mark_is_refused() {
        for text in ["", "JM", "JM/", "JM/0", "JM/01", "JM1/1", "/1", "JM/1/", "JM/1/TRX1", "JM/é"]
        {
            assert_eq!(ExhibitRef::parse(text), Err(ValueError::ExhibitRefFormat), "{text}");
        }
    }

    #[test]
    fn a_seal_number_is_printed_on_the_seal() {
        assert_eq!(SealNumber::parse(" ke-004171 ").unwrap().as_str(), "KE-004171");
        for text in ["", "--", "---", "KE 0041", "KE/0041"] {
            assert_eq!(SealNumber::parse(text), Err(ValueError::SealNumberFormat), "{text}");
        }
    }

    proptest! {
        #[test]
        fn marks_and_digests_read_back(
            mark in "[A-Z]{2,3}/[1-9][0-9]{0,3}(/[A-Z]?[1-9])?", digest in "[0-9a-f]{64}",
        ) {
            let exhibit = ExhibitRef::parse(&mark).unwrap();
            let json = serde_json::to_string(&exhibit).unwrap();
            prop_assert_eq!(serde_json::from_str::<ExhibitRef>(&json).unwrap(), exhibit);
            let hash = Hash::try_new(HashAlgorithm::Blake3, &digest).unwrap();
            let json = serde_json::to_string(&hash).unwrap();
            prop_assert_eq!(serde_json::from_str::<Hash>(&json).unwrap(), hash);
        }
    }
}
