//! The issuer's name as an address under which it says where its keys are.

use std::net::IpAddr;

use reqwest::Url;

/// Where an issuer says what it publishes (`OpenID` Connect Discovery 1.0, 4).
const WELL_KNOWN: &str = "/.well-known/openid-configuration";

/// An issuer that can be asked for its keys: an address by HTTPS, or on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuerUrl {
    name: String,
    document: Url,
}

/// An issuer's name under which nobody can be asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the issuer {0} cannot be asked for its keys: name it as an https:// address without a query, or \
     give its keys as a file with MPAKA_JWKS_FILE"
)]
pub struct NotAnIssuer(String);

impl IssuerUrl {
    /// The issuer of a name.
    pub fn parse(name: &str) -> Result<Self, NotAnIssuer> {
        let refused = || NotAnIssuer(without_password(name));
        let url = Url::parse(name).map_err(|_| refused())?;
        let plain = url.query().is_none() && url.fragment().is_none();
        if !plain || !may_be_asked(&url) {
            return Err(refused());
        }
        let document = format!("{}{WELL_KNOWN}", name.trim_end_matches('/'));
        let document = Url::parse(&document).map_err(|_| refused())?;
        Ok(Self { name: name.to_owned(), document })
    }

    /// The name, as tokens must have it in `iss`.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where the issuer says what it publishes.
    pub(crate) fn document(&self) -> &Url {
        &self.document
    }

    /// The address of the issuer's keys, where it may be asked: by HTTPS, or on this machine when the
    /// issuer itself is on this machine.
    pub(crate) fn keys(&self, address: &str) -> Option<Url> {
        let url = Url::parse(address).ok()?;
        let secure = url.scheme() == "https" || self.document.scheme() == "http";
        (secure && may_be_asked(&url)).then_some(url)
    }
}

/// Whether nobody on the way can change the answer, and nobody is named who asks.
fn may_be_asked(url: &Url) -> bool {
    if !url.username().is_empty() || url.password().is_some() {
        return false;
    }
    match url.scheme() {
        "https" => url.has_host(),
        "http" => url.host_str().is_some_and(is_loopback),
        _ => false,
    }
}

fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    address.map_or(host == "localhost", |address| address.is_loopback())
}

/// The name as it may be printed: what is before an `@` may be a password, whether or not it is in an
/// address.
fn without_password(name: &str) -> String {
    name.rsplit_once('@').map_or_else(|| name.to_owned(), |(_, rest)| format!("…@{rest}"))
}
