//! What the end-to-end stories are told with: the real binary, its clients, and the facts of a case.

#![expect(clippy::unwrap_used, reason = "a failed step fails the test")]
#![expect(clippy::expect_used, reason = "a failed step fails the test")]
#![expect(clippy::missing_panics_doc, reason = "every step panics when it fails")]

pub mod bucket;
pub mod case;
pub mod client;
pub mod database;
pub mod events;
pub mod follower;
pub mod issuer;
pub mod ledger;
pub mod load;
pub mod process;
pub mod provider;
pub mod proxy;
pub mod rounds;
pub mod scene;
pub mod server;
pub mod socket;
pub mod upload;

pub use client::{Client, Payload, Refusal};
pub use server::{Home, Server};

use std::time::Duration;

/// Longer than anything that works takes, on a busy machine too.
pub const PATIENCE: Duration = Duration::from_secs(90);

/// The outcome of something that must come about, or the test fails.
pub async fn in_time<T>(what: &str, outcome: impl Future<Output = T>) -> T {
    let outcome = tokio::time::timeout(PATIENCE, outcome).await;
    outcome.unwrap_or_else(|_| panic!("{what} did not come about within {} s", PATIENCE.as_secs()))
}
