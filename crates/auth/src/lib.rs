//! Who is asking: bearer tokens (RFC 6750) that are JWTs (RFC 7519) of one issuer, checked with the keys
//! of a file or with those that the issuer publishes (`OpenID` Connect Discovery 1.0).

pub use claims::Claims;
pub use discovery::{DiscoveryError, Published, discover};
pub use error::AuthError;
pub use issuer::{IssuerUrl, NotAnIssuer};
pub use keys::{KeySet, KeySetError};
pub use verifier::{SignIn, Verifier};

mod claims;
mod discovery;
mod error;
mod issuer;
mod key_server;
mod keys;
mod verifier;

#[cfg(test)]
mod tests;
