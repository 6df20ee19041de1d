//! A connection of one's own, for a task that sends one statement over and over.

use sqlx::postgres::{PgConnectOptions, PgDatabaseError, PgSeverity};
use sqlx::{ConnectOptions, PgConnection, PgPool};

/// What the server is to do for such a statement: plan it once, and by its indexes. Left to itself it
/// plans it anew each time, which costs more than to carry it out; or keeps a plan made when tables
/// were small, and reads them from end to end when they are large.
const SETTINGS: [(&str, &str); 5] = [
    ("plan_cache_mode", "force_generic_plan"),
    ("enable_seqscan", "off"),
    ("enable_hashjoin", "off"),
    ("enable_mergejoin", "off"),
    ("jit", "off"),
];

/// The connection, made when it is needed and anew when it was lost.
#[derive(Debug)]
pub(crate) struct Session {
    options: PgConnectOptions,
    kept: Option<PgConnection>,
}

impl Session {
    /// To the database of a pool.
    pub fn new(pool: &PgPool) -> Self {
        Self { options: (*pool.connect_options()).clone().options(SETTINGS), kept: None }
    }

    /// Asks something on the connection that was kept, or on a new one. It comes back with the answer
    /// and is kept, unless the answer says that it is of no more use. Whoever stops waiting for the
    /// answer gives up the connection with it.
    pub async fn ask<T, A>(
        &mut self,
        question: impl FnOnce(PgConnection) -> A,
    ) -> Result<T, sqlx::Error>
    where
        A: Future<Output = (PgConnection, Result<T, sqlx::Error>)>,
    {
        let connection = match self.kept.take() {
            Some(connection) => connection,
            None => self.options.connect().await?,
        };
        let (connection, answer) = question(connection).await;
        if !answer.as_ref().is_err_and(is_lost) {
            self.kept = Some(connection);
        }
        answer
    }
}

/// Whether the connection is of no use any more.
pub(crate) fn is_lost(error: &sqlx::Error) -> bool {
    // Class 57P: the server ended the connection, as it does when it is stopped.
    matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed)
        || matches!(
            error,
            sqlx::Error::Database(refused)
                if refused.code().is_some_and(|code| code.starts_with("57P"))
        )
        || takes_the_server_down(error)
}

/// Whether the server said with this that it goes down and comes back (`PANIC`), as when it cannot
/// write its log; by no code, as it can be any.
pub(crate) fn takes_the_server_down(error: &sqlx::Error) -> bool {
    let refused = error.as_database_error();
    let refused = refused.and_then(|refused| refused.try_downcast_ref::<PgDatabaseError>());
    refused.is_some_and(|refused| matches!(refused.severity(), PgSeverity::Panic))
}
