//! Why a bench could not be carried out.

/// A fault; a target that was missed is none.
#[derive(Debug, thiserror::Error)]
pub enum BenchError {
    /// The database did not answer, or refused a statement of the bench.
    #[error("the bench's database failed")]
    Database(#[from] sqlx::Error),
    /// The store.
    #[error(transparent)]
    Store(#[from] mpaka_persistence::StoreError),
    /// A command of the bench was not accepted.
    #[error("a command of the bench was not accepted: {0}")]
    Refused(String),
    /// A text of the bench that the domain does not take.
    #[error("a text of the bench is not taken: {0}")]
    Text(String),
    /// A task that ended before its work was done.
    #[error("a part of the bench was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
    /// An event that did not reach its subscriber.
    #[error("an event had not reached its subscriber after {} s", .0.as_secs())]
    Undelivered(std::time::Duration),
    /// A question to a server that was not answered.
    #[error("a server of the bench did not answer")]
    Unanswered(#[from] reqwest::Error),
    /// A port on this machine.
    #[error("a server of the bench cannot listen")]
    Listen(#[from] std::io::Error),
    /// Mpaka's own server did not start.
    #[error("the server did not start: {0}")]
    Unserved(String),
    /// Pages that do not hold the same lines.
    #[error("the server and the bare endpoint do not give the same page of the timeline")]
    Pages,
    /// A reader that did not read what is there.
    #[error("{read} events were read where {expected} are stored")]
    Incomplete {
        /// How many it read.
        read: u64,
        /// How many there are.
        expected: u64,
    },
    /// Rows made by hand that are not those of the view.
    #[error("{0} rows of the view and of the statement that stands for it are not the same")]
    Differ(i64),
}
