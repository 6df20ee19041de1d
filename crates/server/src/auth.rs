//! Who is asking: bearer tokens (RFC 6750) that are JWTs (RFC 7519) of one issuer.

use axum::http::HeaderValue;
use chrono::DateTime;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header};
use mpaka_graphql::Session;

pub use claims::Claims;
pub use issuer::{Issuer, IssuerError};
pub use keys::{KeySet, KeySetError};

mod claims;
mod issuer;
mod keys;
#[cfg(test)]
mod tests;

/// How far the issuer's clock may be from ours, in seconds.
const LEEWAY: u64 = 30;
/// The longest token that is looked at, in bytes.
const LONGEST: usize = 8 * 1024;

/// Why nobody is signed in. What exactly was wrong with a token is not said: it would only help to
/// forge one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// No token came.
    #[error("sign in first: send a token as `Authorization: Bearer …`")]
    Missing,
    /// The token is not one of the issuer's for this service.
    #[error("the token is not valid here: sign in again")]
    Invalid,
    /// The token was valid once.
    #[error("the sign-in has expired: sign in again")]
    Expired,
}

/// Checks tokens.
#[derive(Debug)]
pub struct Verifier {
    keys: KeySet,
    issuer: String,
    audience: String,
}

impl Verifier {
    /// Checks the tokens that an issuer signed with one of these keys for this audience.
    pub fn new(keys: KeySet, issuer: impl Into<String>, audience: impl Into<String>) -> Self {
        Self { keys, issuer: issuer.into(), audience: audience.into() }
    }

    /// The session of whoever sent this `Authorization` header.
    pub fn header(&self, header: Option<&HeaderValue>) -> Result<Session, AuthError> {
        let header = header.ok_or(AuthError::Missing)?;
        self.authorization(header.to_str().map_err(|_| AuthError::Invalid)?)
    }

    /// The session of `Bearer <token>`.
    pub fn authorization(&self, value: &str) -> Result<Session, AuthError> {
        let (scheme, token) = value.trim().split_once(' ').ok_or(AuthError::Missing)?;
        if !scheme.eq_ignore_ascii_case("Bearer") {
            return Err(AuthError::Missing);
        }
        self.token(token.trim())
    }

    /// The session of a token.
    pub fn token(&self, token: &str) -> Result<Session, AuthError> {
        if token.len() > LONGEST {
            return Err(AuthError::Invalid);
        }
        let header = decode_header(token).map_err(|_| AuthError::Invalid)?;
        if !is_access_token(&header) {
            return Err(AuthError::Invalid);
        }
        let key = header.kid.and_then(|kid| self.keys.find(&kid)).ok_or(AuthError::Invalid)?;
        let claims = decode::<Claims>(token, &key.key, &self.validation(key.algorithm))
            .map_err(|error| {
                let expired = matches!(error.kind(), ErrorKind::ExpiredSignature);
                if expired { AuthError::Expired } else { AuthError::Invalid }
            })?
            .claims;
        let expires_at = DateTime::from_timestamp(claims.exp, 0).ok_or(AuthError::Invalid)?;
        let viewer = claims.viewer().ok_or(AuthError::Invalid)?;
        Ok(Session { viewer, expires_at: Some(expires_at) })
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

/// Whether a token says it is one to get access with (RFC 9068 2.1), or says nothing, and asks for
/// no extension that we would have to understand (RFC 7515 4.1.11).
fn is_access_token(header: &Header) -> bool {
    let kind = header.typ.as_deref().map(str::to_ascii_lowercase);
    matches!(kind.as_deref(), None | Some("jwt" | "at+jwt" | "application/at+jwt"))
        && header.crit.is_none()
        && header.enc.is_none()
        && header.zip.is_none()
}
