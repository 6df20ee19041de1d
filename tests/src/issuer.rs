//! A token issuer of the tests' own, with the people of the stories; everybody is invented.

use std::time::{SystemTime, UNIX_EPOCH};

use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use serde_json::{Value, json};

/// Who signs.
pub const NAME: &str = "urn:mpaka:tests";
/// The id of the key.
pub const KEY_ID: &str = "tests";
/// What stands before an Ed25519 seed in its PKCS #8 form (RFC 8410, 7).
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Everybody: the name, the agency, the role, the compartments.
const PEOPLE: [(&str, &str, &str, &[&str]); 13] = [
    ("akinyi", "KE-DCI-TOCU", "INVESTIGATOR", &[]),
    ("otieno", "KE-DCI-TOCU", "INVESTIGATOR", &[]),
    ("naliaka", "KE-DCI-TOCU", "SUPERVISOR", &[]),
    ("harriet", "UK-NMC", "INVESTIGATOR", &[]),
    ("relay", "UK-NMC", "INTEGRATOR", &[]),
    ("njeri", "KE-ODPP", "PROSECUTOR", &[]),
    ("guyo", "KE-DCI-MARSABIT", "INVESTIGATOR", &[]),
    ("amina", "KE-DCI-MANDERA", "INVESTIGATOR", &[]),
    ("wafula", "KE-DCI-BUSIA", "SUPERVISOR", &[]),
    ("fatuma", "KE-CPS", "VICTIM_SUPPORT_OFFICER", &["PROTECTION"]),
    ("osman", "KE-INTERIOR", "ANALYST", &[]),
    ("petra", "OVERSIGHT", "AUDITOR", &[]),
    ("imani", "UK-SALVUS", "VICTIM_SUPPORT_OFFICER", &["PROTECTION"]),
];

/// Signs tokens.
#[derive(Clone)]
pub struct Issuer {
    key: EncodingKey,
    jwk: Jwk,
}

impl Default for Issuer {
    fn default() -> Self {
        Self::of_seed([7; 32])
    }
}

impl Issuer {
    /// The issuer of a secret.
    pub fn of_seed(seed: [u8; 32]) -> Self {
        let key = EncodingKey::from_ed_der(&[&PKCS8[..], &seed].concat());
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::EdDSA).unwrap();
        jwk.common.key_id = Some(KEY_ID.to_owned());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Self { key, jwk }
    }

    /// The public key as servers read it.
    pub fn key_set(&self) -> String {
        serde_json::to_string(&JwkSet { keys: vec![self.jwk.clone()] }).unwrap()
    }

    /// The token of one of the people.
    pub fn token(&self, user: &str) -> String {
        self.sign(&claims(user))
    }

    /// A token with any claims.
    pub fn sign(&self, claims: &Value) -> String {
        let mut header = Header::new(Algorithm::EdDSA);
        header.kid = Some(KEY_ID.to_owned());
        encode(&header, claims, &self.key).unwrap()
    }
}

/// What the token of one of the people says.
pub fn claims(user: &str) -> Value {
    let person = PEOPLE.iter().find(|(name, ..)| *name == user);
    let (name, agency, role, compartments) = person.expect("one of the people of the stories");
    json!({
        "iss": NAME, "aud": "mpaka", "sub": name, "agency": agency, "role": role,
        "compartments": compartments, "nbf": now() - 5, "exp": now() + 3600,
    })
}

/// The time in seconds since 1970-01-01T00:00:00Z.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}
