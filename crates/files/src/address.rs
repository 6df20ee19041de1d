//! Digests: where an object is kept, and what a file was when it came.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest, Sha256};

/// The address of an object: the BLAKE3 digest of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address([u8; 32]);

impl Address {
    /// The address of these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(blake3::hash(bytes).into())
    }

    /// The address whose bytes these are.
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Address({self})")
    }
}

/// A text that is not 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an address is 64 hexadecimal digits")]
pub struct NoAddress;

impl FromStr for Address {
    type Err = NoAddress;

    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let hash = blake3::Hash::from_hex(text).map_err(|_| NoAddress)?;
        Ok(Self(hash.into()))
    }
}

/// The digests of a file, computed while it passes by.
#[derive(Default)]
pub struct Digests {
    sha256: Sha256,
    blake3: blake3::Hasher,
    size: u64,
}

/// What was computed of a whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digested {
    /// Its SHA-256 digest (FIPS 180-4) in lower-case hexadecimal.
    pub sha256: String,
    /// Its BLAKE3 digest in lower-case hexadecimal.
    pub blake3: String,
    /// Its length in bytes.
    pub size: u64,
}

impl Digests {
    /// Takes the next bytes into account.
    pub fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.blake3.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// The digests of all bytes that passed.
    pub fn finish(self) -> Digested {
        Digested {
            sha256: hex(&self.sha256.finalize()),
            blake3: hex(self.blake3.finalize().as_bytes()),
            size: self.size,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    use fmt::Write as _;

    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::{Address, Digests};

    #[test]
    fn the_digests_are_those_that_the_standards_give() {
        let mut digests = Digests::default();
        digests.update(b"a");
        digests.update(b"bc");
        let digested = digests.finish();
        let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let blake3 = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85";
        assert_eq!((digested.sha256.as_str(), digested.blake3.as_str()), (sha256, blake3));
        assert_eq!(digested.size, 3);
        assert_eq!(Address::of(b"abc").to_string(), blake3);
        assert_eq!(blake3.parse(), Ok(Address::of(b"abc")));
        assert!("abc".parse::<Address>().is_err());
    }
}
