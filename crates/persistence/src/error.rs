//! What can go wrong in the store, as opposed to what the rules refuse.

use std::sync::Arc;

use mpaka_domain::law::EditionError;
use sqlx::error::DatabaseError;

use crate::seal::SealBroken;
use crate::session::takes_the_server_down;

/// Why a stored event cannot be read. Says nothing of what the event holds: what does not fit may be
/// about a person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// The stream's id is not one.
    #[error("its stream's id is not a UUID")]
    Stream,
    /// The envelope is not one.
    #[error("its envelope does not fit (line {line}, column {column})")]
    Envelope {
        /// The line of the stored text, from 1; 0 when it is not known.
        line: usize,
        /// The column.
        column: usize,
    },
    /// The data is not what its type has.
    #[error("its data does not fit its type (line {line}, column {column})")]
    Data {
        /// The line of the stored text, from 1; 0 when it is not known.
        line: usize,
        /// The column.
        column: usize,
    },
    /// Its type is none that this program knows.
    #[error("this program does not know its type")]
    Unknown,
    /// Its shape is newer than this program.
    #[error("this program does not know this version of its type")]
    Version,
    /// A sealed field was altered or moved.
    #[error(transparent)]
    Seal(SealBroken),
}

impl Unreadable {
    pub(crate) fn envelope(error: &serde_json::Error) -> Self {
        Self::Envelope { line: error.line(), column: error.column() }
    }

    pub(crate) fn data(error: &serde_json::Error) -> Self {
        Self::Data { line: error.line(), column: error.column() }
    }
}

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
    /// The law that the program is shipped with is none; no program that was tested has such a law.
    #[error("the law that this mpaka is shipped with cannot be used")]
    Law(#[from] EditionError),
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
        why: Unreadable,
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
    /// An event that a view has set aside may change what was asked.
    #[error(
        "the view {view} has set event {position} of the log aside, and what it says may matter here: \
         `mpaka projections list --parked` tells why"
    )]
    EventParked {
        /// The view.
        view: &'static str,
        /// The event's place in the global order.
        position: i64,
    },
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
            | Self::EventParked { .. }
            | Self::UnreadableEvent { .. }
            | Self::Seal(_)
            | Self::WrongMasterKey
            | Self::Encoding(_)
            | Self::Law(_) => false,
        }
    }

    /// Whether the server or the way to it is out of order, so that no call can succeed now; a deadlock, a
    /// lock that was not to be had and the like are of one record only.
    pub(crate) fn is_of_the_server(&self) -> bool {
        match self {
            Self::Database(error) => is_unreached(error) || has_code(error, is_of_the_server),
            Self::Batch(shared) => shared.is_of_the_server(),
            Self::Unreachable { .. } | Self::Silent | Self::Stopped | Self::Overloaded => true,
            Self::ViewBehind { .. }
            | Self::SchemaNewer { .. }
            | Self::SchemaOlder { .. }
            | Self::Migration(_)
            | Self::EventParked { .. }
            | Self::UnreadableEvent { .. }
            | Self::Seal(_)
            | Self::WrongMasterKey
            | Self::Encoding(_)
            | Self::Law(_) => false,
        }
    }

    /// Whose fault it is when a view cannot take an event into account.
    pub(crate) fn blame(&self) -> Blame {
        match self {
            Self::Database(sqlx::Error::Database(refused)) => {
                refused.code().map_or(Blame::Unclear, |code| blame(&code))
            }
            Self::UnreadableEvent { .. }
            | Self::Seal(_)
            | Self::Encoding(_)
            | Self::Database(
                sqlx::Error::RowNotFound
                | sqlx::Error::ColumnDecode { .. }
                | sqlx::Error::Decode(_)
                | sqlx::Error::Encode(_),
            ) => Blame::Event,
            Self::Database(_)
            | Self::Unreachable { .. }
            | Self::Silent
            | Self::SchemaNewer { .. }
            | Self::SchemaOlder { .. }
            | Self::Migration(_)
            | Self::WrongMasterKey
            | Self::Overloaded
            | Self::Stopped
            | Self::Law(_)
            | Self::EventParked { .. }
            | Self::ViewBehind { .. } => Blame::Place,
            Self::Batch(shared) => shared.blame(),
        }
    }

    /// The fault in words that hold no value of an event, as may be kept and shown: what a database
    /// or a decoder says of a value it refuses repeats the value.
    pub(crate) fn without_values(&self) -> String {
        match self {
            Self::UnreadableEvent { why, .. } => why.to_string(),
            Self::Database(sqlx::Error::Database(refused)) => {
                let code = refused.code().unwrap_or_default();
                let of = refused.constraint().or(refused.table());
                let of = of.map(|name| format!(" ({name})")).unwrap_or_default();
                format!("the database refused it with code {code}{of}")
            }
            Self::Database(sqlx::Error::RowNotFound) => {
                "a row that an earlier event makes is not there".to_owned()
            }
            Self::Batch(shared) => shared.without_values(),
            Self::Database(_)
            | Self::Unreachable { .. }
            | Self::Silent
            | Self::SchemaNewer { .. }
            | Self::SchemaOlder { .. }
            | Self::Overloaded
            | Self::Migration(_)
            | Self::Seal(_)
            | Self::WrongMasterKey
            | Self::Encoding(_)
            | Self::Stopped
            | Self::Law(_)
            | Self::EventParked { .. }
            | Self::ViewBehind { .. } => self.to_string(),
        }
    }

    /// The fault's code, with the database's own where it has one: for operators, without any value.
    pub(crate) fn code(&self) -> String {
        let code = match self {
            Self::Database(sqlx::Error::Database(refused)) => {
                return format!("DATABASE_{}", refused.code().unwrap_or_default());
            }
            Self::Batch(shared) => return shared.code(),
            Self::Database(_) => "DATABASE",
            Self::Unreachable { .. } => "UNREACHABLE",
            Self::Silent => "SILENT",
            Self::SchemaNewer { .. } => "SCHEMA_NEWER",
            Self::SchemaOlder { .. } => "SCHEMA_OLDER",
            Self::Migration(_) => "MIGRATION",
            Self::UnreadableEvent { .. } => "UNREADABLE_EVENT",
            Self::Seal(_) => "SEAL",
            Self::WrongMasterKey => "WRONG_MASTER_KEY",
            Self::Encoding(_) => "ENCODING",
            Self::Law(_) => "LAW",
            Self::Overloaded => "OVERLOADED",
            Self::Stopped => "STOPPED",
            Self::EventParked { .. } => "EVENT_PARKED",
            Self::ViewBehind { .. } => "VIEW_BEHIND",
        };
        code.to_owned()
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

/// Whose fault it is when a view cannot take an event into account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Blame {
    /// The event's: it fails again each time.
    Event,
    /// The database's or the connection's: any event would fail, and the same one passes later.
    Place,
    /// It may pass, or be the event's.
    Unclear,
}

/// By the class of PostgreSQL's error code. Of the event are data exceptions (22), broken constraints
/// (23), and what a trigger raises (P0). Of the place are connections (08), privileges (28, 42501),
/// transactions that were rolled back or may not write (40, 25), missing tables (42, 3D, 3F), resources
/// (53), locks (55), operators (57) and the system (58).
fn blame(code: &str) -> Blame {
    match code.get(..2) {
        Some("22" | "23" | "P0") => Blame::Event,
        Some("08" | "25" | "28" | "3D" | "3F" | "40" | "42" | "53" | "55" | "57" | "58") => {
            Blame::Place
        }
        Some(_) | None => Blame::Unclear,
    }
}

/// Whether the way to the database failed, or the database for a reason that passes; what it answers
/// and what cannot be read will be no other next time.
fn is_temporary(error: &sqlx::Error) -> bool {
    is_unreached(error) || has_code(error, is_passing)
}

/// Whether the database was not reached, or goes down with this.
fn is_unreached(error: &sqlx::Error) -> bool {
    let broken = matches!(
        error,
        sqlx::Error::Io(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed
    );
    broken || takes_the_server_down(error)
}

fn has_code(error: &sqlx::Error, is: fn(&str) -> bool) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| is(&code))
}

/// Classes 08 (connection), 40 (transaction rollback, as in a deadlock), 53 (insufficient resources),
/// 57 (operator intervention) and 58 (the system around it) of PostgreSQL's error codes; a lock that
/// was not to be had in time; a server that only reads, as after a change of servers.
pub(crate) fn is_passing(code: &str) -> bool {
    is_of_the_server(code) || ["40", "57", "55P03"].iter().any(|class| code.starts_with(class))
}

/// Classes 08, 53, 57P (the server goes down or comes up) and 58; a server that only reads.
fn is_of_the_server(code: &str) -> bool {
    ["08", "53", "57P", "58", "25006"].iter().any(|class| code.starts_with(class))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_fault_of_one_record_is_not_of_all() {
        for code in ["40001", "40P01", "55P03", "57014", "23505", "25P03", "22P02"] {
            assert!(!is_of_the_server(code), "{code}");
        }
        let view = "process_managers";
        assert!(!StoreError::ViewBehind { view }.is_of_the_server());
        assert!(!StoreError::Database(sqlx::Error::RowNotFound).is_of_the_server());
    }

    #[test]
    fn a_fault_of_the_server_or_of_the_way_to_it_is_of_all() {
        for code in ["08006", "53300", "57P01", "57P03", "58030", "25006"] {
            assert!(is_of_the_server(code), "{code}");
        }
        let lost = || StoreError::Database(sqlx::Error::PoolTimedOut);
        let batch = StoreError::Batch(Arc::new(lost()));
        for fault in
            [lost(), batch, StoreError::Silent, StoreError::Stopped, StoreError::Overloaded]
        {
            assert!(fault.is_of_the_server(), "{fault}");
        }
    }
}
