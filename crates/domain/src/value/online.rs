//! What people are found by online: handles, crypto addresses, adverts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ValueError;
use super::text::printable;

/// An account on a platform. The platform is kept in lower case without spaces and signs, the handle
/// in lower case without a leading `@`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredHandle")]
pub struct OnlineHandle {
    platform: String,
    handle: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "OnlineHandle")]
struct StoredHandle {
    /// The platform in lower case, such as `tiktok`.
    platform: String,
    /// The handle in lower case, without `@`, at most 100 characters.
    handle: String,
}

impl OnlineHandle {
    /// A handle on a platform; `X` is `twitter`, as the Human Trafficking Case Data Standard lists it.
    pub fn try_new(platform: &str, handle: &str) -> Result<Self, ValueError> {
        let platform: String = platform.chars().filter(char::is_ascii_alphanumeric).collect();
        let platform = match platform.to_ascii_lowercase().as_str() {
            "" => return Err(ValueError::HandlePlatform),
            "x" => "twitter".to_owned(),
            name if name.len() > 40 => return Err(ValueError::HandlePlatform),
            name => name.to_owned(),
        };
        let handle = handle.trim().trim_start_matches('@').to_lowercase();
        let handle = printable(&handle, 100).map_err(|_| ValueError::HandleFormat)?;
        if handle.contains(|c: char| c.is_whitespace() || matches!(c, '/' | '@' | ':')) {
            return Err(ValueError::HandleFormat);
        }
        Ok(Self { platform, handle })
    }

    /// The platform in lower case.
    pub fn platform(&self) -> &str {
        &self.platform
    }

    /// The handle in lower case, without `@`.
    pub fn handle(&self) -> &str {
        &self.handle
    }
}

impl TryFrom<StoredHandle> for OnlineHandle {
    type Error = ValueError;

    fn try_from(stored: StoredHandle) -> Result<Self, ValueError> {
        Self::try_new(&stored.platform, &stored.handle)
    }
}

code_list! {
    /// The chain an address belongs to.
    pub enum Chain {
        /// Bitcoin.
        Bitcoin,
        /// Ethereum and chains with its addresses.
        Ethereum,
        /// Tron.
        Tron,
        /// Litecoin.
        Litecoin,
        /// Monero.
        Monero,
        /// Solana.
        Solana,
        /// Another one.
        Other,
    }
}

/// An address on a chain. Addresses are taken from screens and statements, often cut short, so the
/// checksums inside them are not asked for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "StoredAddress")]
pub struct CryptoAddress {
    chain: Chain,
    address: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "CryptoAddress")]
struct StoredAddress {
    chain: Chain,
    /// 8 to 128 letters and digits.
    address: String,
}

impl CryptoAddress {
    /// An address of 8 to 128 letters and digits. Ethereum's, and Bitcoin's and Litecoin's that begin
    /// with `bc1` or `ltc1`, have no case (EIP-55, BIP 173) and are kept in lower case.
    pub fn try_new(chain: Chain, address: &str) -> Result<Self, ValueError> {
        let address = address.trim();
        let fits = (8..=128).contains(&address.len());
        if !fits || !address.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(ValueError::CryptoAddressFormat);
        }
        let lower = address.to_ascii_lowercase();
        let address = match chain {
            Chain::Ethereum => {
                let digits = lower.strip_prefix("0x").unwrap_or_default();
                if digits.len() != 40 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                    return Err(ValueError::CryptoAddressFormat);
                }
                lower
            }
            Chain::Bitcoin | Chain::Litecoin
                if lower.starts_with("bc1") || lower.starts_with("ltc1") =>
            {
                lower
            }
            Chain::Bitcoin
            | Chain::Litecoin
            | Chain::Tron
            | Chain::Monero
            | Chain::Solana
            | Chain::Other => address.to_owned(),
        };
        Ok(Self { chain, address })
    }

    /// The chain.
    pub fn chain(&self) -> Chain {
        self.chain
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.address
    }
}

impl TryFrom<StoredAddress> for CryptoAddress {
    type Error = ValueError;

    fn try_from(stored: StoredAddress) -> Result<Self, ValueError> {
        Self::try_new(stored.chain, &stored.address)
    }
}

/// The look of an advert: a perceptual hash of its image, 64 bits as 16 hexadecimal digits. Images
/// that look alike differ in few bits.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(try_from = "StoredAdvert")]
pub struct AdvertFingerprint {
    image_phash: String,
}

#[derive(Deserialize, JsonSchema)]
#[serde(rename = "AdvertFingerprint")]
struct StoredAdvert {
    /// 16 hexadecimal digits in lower case.
    image_phash: String,
}

impl AdvertFingerprint {
    /// Reads 16 hexadecimal digits in any case.
    pub fn parse(text: &str) -> Result<Self, ValueError> {
        let image_phash = text.trim().to_ascii_lowercase();
        if image_phash.len() != 16 || !image_phash.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(ValueError::AdvertPhashFormat);
        }
        Ok(Self { image_phash })
    }

    /// The hash as 16 hexadecimal digits.
    pub fn image_phash(&self) -> &str {
        &self.image_phash
    }

    /// In how many of 64 bits two adverts differ.
    pub fn distance(&self, other: &Self) -> u32 {
        (self.bits() ^ other.bits()).count_ones()
    }

    fn bits(&self) -> u64 {
        u64::from_str_radix(&self.image_phash, 16).unwrap_or(0)
    }
}

impl TryFrom<StoredAdvert> for AdvertFingerprint {
    type Error = ValueError;

    fn try_from(stored: StoredAdvert) -> Result<Self, ValueError> {
        Self::parse(&stored.image_phash)
    }
}

impl std::str::FromStr for AdvertFingerprint {
    type Err = ValueError;

    fn from_str(text: &str) -> Result<Self, ValueError> {
        Self::parse(text)
    }
}

impl std::fmt::Display for AdvertFingerprint {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.image_phash)
    }
}

redacted!(OnlineHandle, CryptoAddress);

#[cfg(test)]
mod tests;
