//! From a token to whoever bears it.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use jsonwebtoken::errors::{Error, ErrorKind};
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header};
use mpaka_domain::Viewer;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::key_server::KeyServer;
use super::keys::{Key, KeySet};
use super::{AuthError, Claims, DiscoveryError, IssuerUrl};

/// How far the issuer's clock may be from ours, in seconds.
const LEEWAY: u64 = 30;
/// The longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;

/// Who is signed in, and until when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// Who is looking.
    pub viewer: Viewer,
    /// When the sign-in ends.
    pub expires_at: DateTime<Utc>,
}

/// Checks tokens.
#[derive(Debug)]
pub struct Verifier {
    keys: Keys,
    issuer: String,
    audience: String,
}

/// Where keys are looked up.
#[derive(Debug)]
enum Keys {
    Given(KeySet),
    Published(KeyServer),
}

impl Verifier {
    /// Checks the tokens that an issuer signed with one of these keys for this audience.
    pub fn new(keys: KeySet, issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self { keys: Keys::Given(keys), issuer: issuer.into(), audience: audience.into() }
    }

    /// Checks the tokens that an issuer signed for this audience with one of the keys that it publishes;
    /// they are kept so long while the issuer does not answer. Asks for them from now on.
    pub fn discovering(
        issuer: IssuerUrl,
        audience: impl Into<String>,
        retention: Duration,
    ) -> Result<Self, DiscoveryError> {
        let (name, audience) = (issuer.name().to_owned(), audience.into());
        let keys = Keys::Published(KeyServer::new(issuer, retention)?);
        Ok(Self { keys, issuer: name, audience })
    }

    /// Whether tokens can be checked, or could be once: of an issuer that is asked, whether its keys have
    /// ever come.
    pub fn has_had_keys(&self) -> bool {
        match &self.keys {
            Keys::Given(_) => true,
            Keys::Published(server) => server.has_had_keys(),
        }
    }

    /// Who sent `Bearer <token>`.
    pub async fn authorization(&self, value: &str) -> Result<SignIn, AuthError> {
        let (scheme, token) = value.trim().split_once(' ').ok_or(AuthError::Missing)?;
        if !scheme.eq_ignore_ascii_case("Bearer") {
            return Err(AuthError::Missing);
        }
        self.token(token.trim()).await
    }

    /// Who bears a token.
    pub async fn token(&self, token: &str) -> Result<SignIn, AuthError> {
        if token.len() > LONGEST {
            return Err(AuthError::TooLong);
        }
        if !is_signed(token)? {
            return Err(AuthError::Unsigned);
        }
        let header = decode_header(token).map_err(|_| AuthError::Invalid)?;
        if !is_access_token(&header) {
            return Err(AuthError::Invalid);
        }
        let key = self.key(&header.kid.ok_or(AuthError::Invalid)?, header.alg).await?;
        let claims = self.claims(token, &key)?;
        let expires_at = DateTime::from_timestamp(claims.exp, 0).ok_or(AuthError::Invalid)?;
        let viewer = claims.viewer().ok_or(AuthError::Unknown)?;
        Ok(SignIn { viewer, expires_at })
    }

    async fn key(&self, kid: &str, algorithm: Algorithm) -> Result<Key, AuthError> {
        let key = match &self.keys {
            Keys::Given(keys) => keys.find(kid, algorithm).cloned(),
            Keys::Published(server) => server.find(kid, algorithm).await?,
        };
        key.ok_or(AuthError::Invalid)
    }

    fn claims(&self, token: &str, key: &Key) -> Result<Claims, AuthError> {
        let validation = self.validation(key.algorithm);
        match decode::<Claims>(token, &key.key, &validation) {
            Ok(token) => Ok(token.claims),
            // Ours are not as they must be, which matters only once the registered ones are.
            Err(error) if matches!(error.kind(), ErrorKind::Json(_)) => {
                decode::<IgnoredAny>(token, &key.key, &validation).map_err(|error| told(&error))?;
                Err(AuthError::Unknown)
            }
            Err(error) => Err(told(&error)),
        }
    }

    /// What must hold, for the one algorithm that the key is for.
    fn validation(&self, algorithm: Algorithm) -> Validation {
        let mut validation = Validation::new(algorithm);
        validation.leeway = LEEWAY;
        validation.validate_nbf = true;
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        validation.set_issuer(&[&self.issuer]);
        validation.set_audience(&[&self.audience]);
        validation
    }
}

/// What is told of an error. The signature is checked before the claims, so that what is wrong with these
/// is told only of a token that the issuer signed.
fn told(error: &Error) -> AuthError {
    let kind = error.kind();
    let is_for_nobody = matches!(kind, ErrorKind::MissingRequiredClaim(claim) if claim == "aud");
    if is_for_nobody || matches!(kind, ErrorKind::InvalidAudience) {
        AuthError::OtherAudience
    } else if matches!(kind, ErrorKind::ExpiredSignature) {
        AuthError::Expired
    } else if matches!(kind, ErrorKind::ImmatureSignature) {
        AuthError::NotYet
    } else {
        AuthError::Invalid
    }
}

/// Whether a token says that it is signed in a way that is taken; `none` and secrets that are shared are not.
fn is_signed(token: &str) -> Result<bool, AuthError> {
    #[derive(Deserialize)]
    struct Head {
        alg: String,
    }
    let head = token.split('.').next().unwrap_or_default();
    let head = URL_SAFE_NO_PAD.decode(head).map_err(|_| AuthError::Invalid)?;
    let head: Head = serde_json::from_slice(&head).map_err(|_| AuthError::Invalid)?;
    Ok(matches!(head.alg.as_str(), "EdDSA" | "ES256" | "RS256"))
}

/// Whether a token says it is one to get access with (RFC 9068 2.1), or says nothing, and asks for
/// no extension that we would have to understand (RFC 7515 4.1.11).
fn is_access_token(header: &Header) -> bool {
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    matches!(kind.as_deref(), None | Some("jwt" | "at+jwt" | "application/at+jwt"))
        && header.crit.is_none()
        && header.enc.is_none()
        && header.zip.is_none()
}
