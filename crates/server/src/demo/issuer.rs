//! The demo's own issuer: an Ed25519 key (RFC 8037) in the data directory that signs its users' tokens.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use jsonwebtoken::jwk::{Jwk, JwkSet, PublicKeyUse, ThumbprintHash};
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use mpaka_auth::{Claims, KeySet, KeySetError, Verifier};
use mpaka_domain::Viewer;
use mpaka_domain::agency::CodeError;
use serde::Serialize;

use crate::secret::{Secret, SecretError};

/// The key's file in the data directory.
const FILE: &str = "demo-issuer.key";
/// The issuer that the demo's tokens name.
const ISSUER: &str = "urn:mpaka:demo";
/// The audience that the demo's tokens name.
const AUDIENCE: &str = "mpaka";
/// How long a token is valid, in hours.
const HOURS: i64 = 12;
/// What stands before an Ed25519 seed in its PKCS #8 form (RFC 8410 7).
const PKCS8: [u8; 16] = [
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// Signs tokens.
pub struct Issuer {
    key: EncodingKey,
    jwk: Jwk,
    kid: String,
}

/// Why the demo's issuer cannot sign.
#[derive(Debug, thiserror::Error)]
pub enum IssuerError {
    /// The key's file.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// No demo was run in this data directory.
    #[error(
        "{0} has no demo issuer: run `mpaka demo` there first, or name its folder with --data-dir"
    )]
    NoDemo(String),
    /// The key set made of the key.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    /// A demo user whose codes are malformed.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The key could not be used.
    #[error("the demo's issuer key cannot be used: remove {FILE} and start the demo again")]
    Key(#[from] jsonwebtoken::errors::Error),
}

/// The claims of a demo token.
#[derive(Serialize)]
struct DemoClaims<'a> {
    #[serde(flatten)]
    read: &'a Claims,
    aud: &'a str,
    iat: i64,
    nbf: i64,
    jti: String,
}

impl Issuer {
    /// The issuer of a data directory, made when there is none.
    pub fn open_or_make(data_dir: &Path) -> Result<Self, IssuerError> {
        let path = data_dir.join(FILE);
        match Secret::find(&path)? {
            Some(secret) => Self::new(&secret),
            None => Self::new(&Secret::make(&path)?),
        }
    }

    /// The issuer of a data directory in which a demo was run.
    pub fn open(data_dir: &Path) -> Result<Self, IssuerError> {
        let secret = Secret::find(&data_dir.join(FILE))?;
        Self::new(&secret.ok_or_else(|| IssuerError::NoDemo(data_dir.display().to_string()))?)
    }

    fn new(secret: &Secret) -> Result<Self, IssuerError> {
        let key = EncodingKey::from_ed_der(&[&PKCS8[..], secret.expose()].concat());
        let mut jwk = Jwk::from_encoding_key(&key, Algorithm::EdDSA)?;
        let kid = jwk.thumbprint(ThumbprintHash::SHA256)?;
        jwk.common.key_id = Some(kid.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { key, jwk, kid })
    }

    /// What checks this issuer's tokens.
    pub fn verifier(&self) -> Result<Verifier, IssuerError> {
        let keys = KeySet::new(JwkSet { keys: vec![self.jwk.clone()] })?;
        Ok(Verifier::new(keys, ISSUER, AUDIENCE))
    }

    /// A token for a user, valid for twelve hours.
    pub fn token(&self, viewer: &Viewer, now: DateTime<Utc>) -> Result<String, IssuerError> {
        let claims = Claims {
            sub: viewer.user.to_string(),
            iss: ISSUER.to_owned(),
            exp: (now + TimeDelta::hours(HOURS)).timestamp(),
            agency: viewer.agency.to_string(),
            role: viewer.role.to_string(),
            compartments: viewer.compartments.iter().map(|name| name.as_str().to_owned()).collect(),
        };
        let claims = DemoClaims {
            read: &claims,
            aud: AUDIENCE,
            iat: now.timestamp(),
            nbf: now.timestamp(),
            jti: mpaka_persistence::ids::next().to_string(),
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".to_owned());
        header.kid = Some(self.kid.clone());
        Ok(encode(&header, &claims, &self.key)?)
    }
}
