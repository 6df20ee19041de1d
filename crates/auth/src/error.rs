//! Why nobody is signed in, in words that help whoever was signed in and nobody who forges.

/// Why nobody is signed in. Each is told in fixed words. What the token itself shows to whoever holds it,
/// its length and how it says that it is signed, is told of any token; what its claims are, only of one
/// that the issuer signed. Of all others it is said that they are not valid, and no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// No token came.
    #[error("sign in first: send a token as `Authorization: Bearer …`")]
    Missing,
    /// The token is longer than any that is looked at.
    #[error("the token is longer than 8 KiB: ask your issuer for a shorter one")]
    TooLong,
    /// The token says that it is not signed, or in a way that is not taken here.
    #[error("the token is not signed in a way that is taken here: by EdDSA, ES256 or RS256")]
    Unsigned,
    /// The token is not one of the issuer's.
    #[error("the token is not valid here: sign in again")]
    Invalid,
    /// The issuer made the token for somebody else to read.
    #[error("the token is for another service: sign in to this one")]
    OtherAudience,
    /// The token was valid once.
    #[error("the sign-in has expired: sign in again")]
    Expired,
    /// The token will be valid.
    #[error("the sign-in is not valid yet: wait, or have the clocks set right")]
    NotYet,
    /// The issuer does not say who its bearer is here.
    #[error("the token does not say which agency and role you have: ask whoever runs the sign-in")]
    Unknown,
    /// The issuer's keys cannot be had at the moment, so that nothing can be said of the token.
    #[error("sign-ins cannot be checked at the moment: try again")]
    Unavailable {
        /// In how many seconds to try again.
        retry_after: u64,
    },
}
