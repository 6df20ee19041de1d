//! What can go wrong in the store, as opposed to what the rules refuse.

use std::sync::Arc;

use sqlx::error::DatabaseError;

use crate::seal::SealBroken;

/// A fault: nothing the caller did, and nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The database did not answer, or answered with an error.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The database cannot be reached.
    #[error("cannot reach the database at {place}: check the address and that it runs")]
    Unreachable {
        /// Where it should be; nothing secret.
        place: String,
        /// Why not.
        #[source]
        source: sqlx::Error,
    },
    /// The database took longer to answer than anything that works does.
    #[error("the database did not answer in time")]
    Silent,
    /// A schema that a newer program made.
    #[error(
        "the database's schema is at version {database}, and this mpaka knows versions up to \
         {program} only: run a newer mpaka"
    )]
    SchemaNewer {
        /// The database's version.
        database: i64,
        /// The newest version that the program knows.
        program: i64,
    },
    /// A schema that was not brought up to date.
    #[error(
        "the database's schema is at version {database}, and this mpaka needs version {program}: \
         run `mpaka migrate` first"
    )]
    SchemaOlder {
        /// The database's version.
        database: i64,
        /// The version that the program needs.
        program: i64,
    },
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
            Self::Database(error) => is_temporary(error),
            Self::Batch(shared) => shared.is_temporary(),
            Self::Unreachable { .. }
            | Self::Silent
            | Self::Stopped
            | Self::Overloaded
            | Self::ViewBehind { .. } => true,
            Self::SchemaNewer { .. }
            | Self::SchemaOlder { .. }
            | Self::Migration(_)
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

/// Whether the way to the database failed, or the database for a reason that passes; what it answers
/// and what cannot be read will be no other next time.
fn is_temporary(error: &sqlx::Error) -> bool {
    let broken = matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
    );
    broken
        || error
            .as_database_error()
            .and_then(DatabaseError::code)
            .is_some_and(|code| is_passing(&code))
}

/// Classes 08 (connection), 40 (transaction rollback, as in a deadlock), 53 (insufficient resources),
/// 57 (operator intervention) and 58 (the system around it) of PostgreSQL's error codes; a lock that
/// was not to be had in time; a server that only reads, as after a change of servers.
pub(crate) fn is_passing(code: &str) -> bool {
    let passing = ["08", "40", "53", "57", "58", "55P03", "25006"];
    passing.iter().any(|class| code.starts_with(class))
}
