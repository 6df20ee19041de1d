//! Asking an issuer for its keys: its document, then the key set that the document names, within
//! bounds of size and time and following nobody elsewhere.

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode, Url};
use serde::Deserialize;

use super::{IssuerUrl, KeySet, KeySetError};

/// The most that is read of an answer, in bytes.
const LARGEST: usize = 256 * 1024;
/// How long an issuer may take for both answers.
pub(crate) const PATIENCE: Duration = Duration::from_secs(5);

/// Why an issuer's keys could not be had.
#[derive(Debug, thiserror::Error)]
pub enum DiscoveryError {
    /// This machine cannot ask by HTTPS.
    #[error("the issuer cannot be asked by HTTPS from here: install the system's CA certificates")]
    Client(#[source] reqwest::Error),
    /// There was no answer.
    #[error("{address} does not answer: check the address and the way to it")]
    Silent {
        /// Who was asked.
        address: String,
        /// Why.
        #[source]
        source: reqwest::Error,
    },
    /// The answers took too long.
    #[error("the issuer did not answer within {} seconds", PATIENCE.as_secs())]
    Slow,
    /// The answer was another than the one asked for.
    #[error("{address} answers with {status}: name the issuer exactly as it names itself")]
    Refused {
        /// Who was asked.
        address: String,
        /// The answer's status; redirects are not followed.
        status: StatusCode,
    },
    /// The answer was too large.
    #[error("{address} answers with more than {} KiB", LARGEST / 1024)]
    TooLarge {
        /// Who was asked.
        address: String,
    },
    /// The document is none.
    #[error("{address} is not the document of an OpenID issuer")]
    NotADocument {
        /// Who was asked.
        address: String,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// The document is another issuer's.
    #[error("{address} is the document of another issuer: name it exactly as it names itself")]
    OtherIssuer {
        /// Who was asked.
        address: String,
    },
    /// The keys are where they could be changed on the way, or only a user may ask for them.
    #[error(
        "the issuer's keys are at an address that is neither https:// nor on this machine, or that \
         names a user"
    )]
    Insecure,
    /// The keys cannot be used.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
}

/// What an issuer publishes.
#[derive(Debug)]
pub struct Published {
    /// Its keys.
    pub keys: KeySet,
    /// Where they are.
    pub address: String,
}

/// What is read of an issuer's document (`OpenID` Connect Discovery 1.0, 3).
#[derive(Deserialize)]
struct Document {
    issuer: String,
    jwks_uri: String,
}

/// Asks an issuer once for its keys.
pub async fn discover(issuer: &IssuerUrl) -> Result<Published, DiscoveryError> {
    ask(&client()?, issuer).await
}

/// What asks: it follows no redirect, which could lead where the configuration does not.
pub(crate) fn client() -> Result<Client, DiscoveryError> {
    let builder = Client::builder().user_agent("mpaka").redirect(Policy::none()).no_proxy();
    builder.build().map_err(DiscoveryError::Client)
}

pub(crate) async fn ask(client: &Client, issuer: &IssuerUrl) -> Result<Published, DiscoveryError> {
    let asked = tokio::time::timeout(PATIENCE, ask_both(client, issuer)).await;
    asked.unwrap_or(Err(DiscoveryError::Slow))
}

async fn ask_both(client: &Client, issuer: &IssuerUrl) -> Result<Published, DiscoveryError> {
    let address = || issuer.document().to_string();
    let document = read(client, issuer.document()).await?;
    let document: Document = serde_json::from_slice(&document)
        .map_err(|source| DiscoveryError::NotADocument { address: address(), source })?;
    if document.issuer != issuer.name() {
        return Err(DiscoveryError::OtherIssuer { address: address() });
    }
    let keys = issuer.keys(&document.jwks_uri).ok_or(DiscoveryError::Insecure)?;
    let set = read(client, &keys).await?;
    Ok(Published { keys: KeySet::parse(&set)?, address: keys.to_string() })
}

async fn read(client: &Client, url: &Url) -> Result<Vec<u8>, DiscoveryError> {
    let address = || url.to_string();
    // The address is in the message already.
    let silent = |source: reqwest::Error| DiscoveryError::Silent {
        address: address(),
        source: source.without_url(),
    };
    let mut answer = client.get(url.clone()).send().await.map_err(silent)?;
    if answer.status() != StatusCode::OK {
        return Err(DiscoveryError::Refused { address: address(), status: answer.status() });
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await.map_err(silent)? {
        if body.len() + chunk.len() > LARGEST {
            return Err(DiscoveryError::TooLarge { address: address() });
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}
