//! The issuer's public keys: a JSON Web Key Set (RFC 7517) of which only signing keys are taken.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::{
    AlgorithmParameters, EllipticCurve, Jwk, JwkSet, KeyAlgorithm, PublicKeyUse,
};
use jsonwebtoken::{Algorithm, DecodingKey};
use tracing::{debug, warn};

/// The shortest RSA modulus that is accepted (RFC 7518 3.3), in bits.
const SHORTEST_MODULUS: usize = 2048;

/// A key, and the one algorithm it is for.
#[derive(Clone)]
pub struct Key {
    /// The algorithm; a token that names another is refused.
    pub algorithm: Algorithm,
    /// The public key.
    pub key: DecodingKey,
}

/// Keys by their ids; of one id at most one for each algorithm.
pub struct KeySet(HashMap<String, Vec<Key>>);

/// Why a key set cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeySetError {
    /// The file cannot be read.
    #[error("cannot read {}: check that the file exists and may be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The text is not a key set.
    #[error("the issuer's keys are not a JSON Web Key Set: get them again from the issuer")]
    Malformed(#[source] serde_json::Error),
    /// Nothing to check a signature with.
    #[error(
        "the issuer's key set has no key that can be used: it needs one for EdDSA (Ed25519), \
         ES256, or RS256 with at least 2048 bits, with a kid that no other key for it has"
    )]
    Empty,
}

impl std::fmt::Debug for KeySet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("KeySet").field(&self.0.keys()).finish()
    }
}

impl KeySet {
    /// Reads the keys of a file.
    pub fn read(path: &Path) -> Result<Self, KeySetError> {
        let text = std::fs::read(path)
            .map_err(|source| KeySetError::Unreadable { path: path.to_owned(), source })?;
        Self::parse(&text)
    }

    /// Reads the keys of a text.
    pub fn parse(text: &[u8]) -> Result<Self, KeySetError> {
        // Key by key, so that a kind of key that is unknown here does not spoil the others.
        #[derive(serde::Deserialize)]
        struct Set {
            keys: Vec<serde_json::Value>,
        }
        let set: Set = serde_json::from_slice(text).map_err(KeySetError::Malformed)?;
        let keys = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok());
        Self::new(JwkSet { keys: keys.collect() })
    }

    /// Takes the keys that can be used.
    pub fn new(set: JwkSet) -> Result<Self, KeySetError> {
        let mut keys: HashMap<String, Vec<Key>> = HashMap::new();
        for jwk in set.keys {
            let Some((kid, key)) = usable(&jwk) else {
                debug!("a key of the issuer's key set cannot be used and is left out");
                continue;
            };
            keys.entry(kid).or_default().push(key);
        }
        keys.retain(|kid, keys| {
            let all: Vec<_> = keys.iter().map(|key| key.algorithm).collect();
            // Of two keys that a token names alike, it cannot be said which is meant.
            keys.retain(|key| all.iter().filter(|other| **other == key.algorithm).count() == 1);
            if keys.len() < all.len() {
                warn!(
                    ?kid,
                    "the issuer's key set has two keys of one id and algorithm: neither is taken"
                );
            }
            !keys.is_empty()
        });
        if keys.is_empty() { Err(KeySetError::Empty) } else { Ok(Self(keys)) }
    }

    /// The id of each key, in order: twice, where two keys for different algorithms share it.
    pub fn ids(&self) -> Vec<&str> {
        let ids = self.0.iter().flat_map(|(kid, keys)| keys.iter().map(|_| kid.as_str()));
        let mut ids: Vec<_> = ids.collect();
        ids.sort_unstable();
        ids
    }

    /// The key of an id for an algorithm.
    pub(crate) fn find(&self, kid: &str, algorithm: Algorithm) -> Option<&Key> {
        self.0.get(kid)?.iter().find(|key| key.algorithm == algorithm)
    }
}

fn usable(jwk: &Jwk) -> Option<(String, Key)> {
    let kid = jwk.common.key_id.clone()?;
    if jwk.common.public_key_use.as_ref().is_some_and(|purpose| *purpose != PublicKeyUse::Signature)
    {
        return None;
    }
    let (algorithm, named) = match &jwk.algorithm {
        AlgorithmParameters::OctetKeyPair(pair) if pair.curve == EllipticCurve::Ed25519 => {
            (Algorithm::EdDSA, KeyAlgorithm::EdDSA)
        }
        AlgorithmParameters::EllipticCurve(curve) if curve.curve == EllipticCurve::P256 => {
            (Algorithm::ES256, KeyAlgorithm::ES256)
        }
        AlgorithmParameters::RSA(key) if bits(&key.n) >= SHORTEST_MODULUS => {
            (Algorithm::RS256, KeyAlgorithm::RS256)
        }
        AlgorithmParameters::OctetKeyPair(_)
        | AlgorithmParameters::EllipticCurve(_)
        | AlgorithmParameters::RSA(_)
        | AlgorithmParameters::OctetKey(_)
        | _ => return None,
    };
    if jwk.common.key_algorithm.is_some_and(|stated| stated != named) {
        return None;
    }
    Some((kid, Key { algorithm, key: DecodingKey::from_jwk(jwk).ok()? }))
}

/// The length in bits of a number in Base64, without leading zeros; zero when it is none.
fn bits(number: &str) -> usize {
    let number = URL_SAFE_NO_PAD.decode(number).unwrap_or_default();
    let mut digits = number.into_iter().skip_while(|digit| *digit == 0);
    let Some(first) = digits.next() else { return 0 };
    let first = (0..8).rev().find(|bit| first >> bit != 0).map_or(0, |bit| bit + 1);
    first + 8 * digits.count()
}
