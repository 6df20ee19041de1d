//! What can go wrong in the store, as opposed to what the rules refuse.

use std::sync::Arc;

use crate::seal::SealBroken;

/// A fault: nothing the caller did, and nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database did not answer, or answered with an error.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the database's schema could not be brought up to date")]
    Migration(#[from] sqlx::migrate::MigrateError),
    /// A stored event that this program does not understand.
    #[error("event {version} of {category} {stream} cannot be read")]
    UnreadableEvent {
        /// The stream's category.
        category: String,
        /// The stream's id.
        stream: String,
        /// The event's place in the stream.
        version: i64,
        /// Why.
        #[source]
        source: serde_json::Error,
    },
    /// A sealed field that was altered or moved.
    #[error(transparent)]
    Seal(#[from] SealBroken),
    /// A key that this master key did not wrap.
    #[error("the master key is not the one that this database's keys were wrapped with")]
    WrongMasterKey,
    /// An event or an envelope that could not be written as JSON.
    #[error("the event could not be encoded")]
    Encoding(#[source] serde_json::Error),
    /// The batch that the command was written with failed, and all of it with it.
    #[error(transparent)]
    Batch(Arc<StoreError>),
    /// Too many commands wait to be written.
    #[error("too many commands wait to be written")]
    Overloaded,
    /// The appender has stopped, as it does when the program ends.
    #[error("the store is shutting down")]
    Stopped,
    /// A projection did not reach a position within the time allowed.
    #[error("the view {view} has not caught up in time")]
    ViewBehind {
        /// The view.
        view: &'static str,
    },
}

impl StoreError {
    /// Whether the same call may succeed a little later.
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Database(error) => !matches!(
                error,
                sqlx::Error::Database(refused) if !refused.code().is_some_and(|code| is_passing(&code))
            ),
            Self::Batch(shared) => shared.is_temporary(),
            Self::Stopped | Self::Overloaded | Self::ViewBehind { .. } => true,
            Self::Migration(_)
            | Self::UnreadableEvent { .. }
            | Self::Seal(_)
            | Self::WrongMasterKey
            | Self::Encoding(_) => false,
        }
    }

    /// The fault with its causes, for the one place where it is logged.
    pub fn chain(&self) -> impl std::fmt::Display {
        let mut chain = self.to_string();
        let mut next = std::error::Error::source(self);
        while let Some(error) = next {
            chain = format!("{chain}: {error}");
            next = error.source();
        }
        chain
    }
}

/// Classes 57P (operator intervention), 53 (insufficient resources), 08 (connection) and 40
/// (transaction rollback, as in a deadlock) of PostgreSQL's error codes.
fn is_passing(code: &str) -> bool {
    ["57P", "53", "08", "40"].iter().any(|class| code.starts_with(class))
}
