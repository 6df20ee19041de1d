//! The configuration: flags over environment variables over `mpaka.toml`, read once at start.

use std::ffi::OsString;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::ValueEnum;
use serde::Deserialize;

use amount::Amount;
use days::Days;
pub use layer::Layer;
use mpaka_persistence::files::{FileBounds, Place, PlaceError};

mod amount;
mod days;
mod layer;
#[cfg(test)]
mod tests;

/// The file read when no other is named; it may be missing.
const USUAL_FILE: &str = "mpaka.toml";

/// What mpaka is told by whoever runs it. Secrets are never here, only the files that hold them;
/// the exception is a password in the database's address, which is never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct Config {
    /// The address to listen on, as `host:port`; port 0 takes any that is free.
    pub listen: SocketAddr,
    /// The database, as a `postgres://` URL (PostgreSQL manual 34.1.1.2); without one mpaka runs a
    /// private PostgreSQL in the data directory.
    pub database_url: Option<DatabaseUrl>,
    /// The folder that holds the private PostgreSQL, the master key and the demo's issuer key.
    pub data_dir: PathBuf,
    /// Whether the data directory was named, rather than left to the default.
    pub data_dir_named: bool,
    /// The folder with PostgreSQL's programs; without one they are looked for.
    pub postgres_bin: Option<PathBuf>,
    /// The user that runs the private PostgreSQL when mpaka is started by root.
    pub postgres_user: Option<String>,
    /// The value of `PATH`, in which PostgreSQL's programs are looked for.
    pub search_path: OsString,
    /// The file with the master key: 32 bytes in Base64 (RFC 4648).
    pub master_key_file: Option<PathBuf>,
    /// The file with the issuer's public keys, a JSON Web Key Set (RFC 7517); without one the issuer is
    /// asked for them (`OpenID` Connect Discovery 1.0).
    pub jwks_file: Option<PathBuf>,
    /// The issuer that tokens must name in `iss` (RFC 7519).
    pub jwt_issuer: Option<String>,
    /// The audience that tokens must name in `aud` (RFC 7519).
    pub jwt_audience: String,
    /// How long keys that the issuer published are kept while it does not answer.
    pub jwks_retention: Duration,
    /// How long a command that is sent again is known as the same.
    pub command_retention: Days,
    /// Where files of exhibits are kept; without a place, in the data directory.
    pub files: Option<Place>,
    /// What is taken in of files, and how often they are read again.
    pub file_bounds: FileBounds,
    /// The form of the log on standard error.
    pub log: LogForm,
    /// What is logged: a level, or targets with levels, as in `info,mpaka=debug`.
    pub log_filter: String,
}

/// The form of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum LogForm {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// The address of a database; printed without its password.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(String);

/// Why the configuration could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file that was named and could not be read.
    #[error("cannot read {}: check that the file exists and may be read", .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A configuration file with an error; the message names the key.
    #[error("{} is not a configuration of mpaka: {reason}", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is wrong, and where.
        reason: String,
    },
    /// An environment variable whose value cannot be used.
    #[error("{name} cannot be used: {reason}")]
    Variable {
        /// The variable.
        name: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A place of files that is none.
    #[error("the setting `files` cannot be used")]
    Files(#[source] PlaceError),
    /// A setting that this command needs and that nobody gave.
    #[error("{what} is missing: set {variable}, or {key} in {USUAL_FILE}")]
    Missing {
        /// What is missing.
        what: &'static str,
        /// The environment variable to set.
        variable: &'static str,
        /// The key to set in the file.
        key: &'static str,
    },
    /// Two settings of which only one may be given.
    #[error("both {first} and {second} are set: keep one of them")]
    Both {
        /// The one.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
}

impl Config {
    /// Reads the configuration from the flags given, this process's environment and the file.
    pub fn read(flags: Layer) -> Result<Self, ConfigError> {
        Self::from_layers(flags, variable)
    }

    fn from_layers(
        flags: Layer,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ConfigError> {
        let settings = flags.over(Layer::from_environment(&variable)?);
        let file = match &settings.config {
            Some(path) => Layer::from_file(path)?,
            None if Path::new(USUAL_FILE).exists() => Layer::from_file(Path::new(USUAL_FILE))?,
            None => Layer::default(),
        };
        Self::resolve(settings.over(file), variable("PATH").unwrap_or_default())
    }

    fn resolve(settings: Layer, search_path: OsString) -> Result<Self, ConfigError> {
        let database_url = match (settings.database_url, settings.database_url_file) {
            (Some(_), Some(_)) => {
                let (first, second) = ("MPAKA_DATABASE_URL", "MPAKA_DATABASE_URL_FILE");
                return Err(ConfigError::Both { first, second });
            }
            (Some(url), None) => Some(DatabaseUrl(url)),
            (None, Some(path)) => Some(DatabaseUrl(read(&path)?.trim().to_owned())),
            (None, None) => None,
        };
        Ok(Self {
            listen: settings.listen.unwrap_or(SocketAddr::from(([127, 0, 0, 1], 7400))),
            database_url,
            data_dir_named: settings.data_dir.is_some(),
            data_dir: settings.data_dir.unwrap_or_else(|| PathBuf::from(".mpaka")),
            postgres_bin: settings.postgres_bin,
            postgres_user: settings.postgres_user,
            search_path,
            master_key_file: settings.master_key_file,
            jwks_file: settings.jwks_file,
            jwt_issuer: settings.jwt_issuer,
            jwt_audience: settings.jwt_audience.unwrap_or_else(|| "mpaka".to_owned()),
            jwks_retention: settings.jwks_retention_hours.unwrap_or(Amount::KEYS).hours(),
            command_retention: settings.command_retention_days.unwrap_or(Days::MONTH),
            files: settings
                .files
                .map(|place| place.parse())
                .transpose()
                .map_err(ConfigError::Files)?,
            file_bounds: FileBounds {
                largest: settings.file_largest_gib.unwrap_or(Amount::LARGEST_FILE).gib(),
                unfinished_for: settings.upload_retention_days.unwrap_or(Days::WEEK).duration(),
                checked_every: settings.file_check_days.unwrap_or(Days::MONTH).duration(),
                checked_at: settings.file_check_mib.unwrap_or(Amount::CHECKS).mib(),
            },
            log: settings.log.unwrap_or_default(),
            log_filter: settings.log_filter.unwrap_or_else(|| "info,sqlx=warn".to_owned()),
        })
    }

    /// Where files of exhibits are kept.
    pub fn files_place(&self) -> Place {
        self.files.clone().unwrap_or_else(|| Place::Folder(self.data_dir.join("files")))
    }

    /// How the private PostgreSQL is to be run.
    pub fn embedded(&self) -> mpaka_embedded::Options {
        let mut options = mpaka_embedded::Options::new(&self.data_dir, self.search_path.clone());
        options.postgres_bin.clone_from(&self.postgres_bin);
        options.user.clone_from(&self.postgres_user);
        options
    }
}

impl DatabaseUrl {
    /// The whole address, with the password.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The host and the database, without the user's part and the parameters, either of which
        // can carry a password.
        let rest = self.0.split_once("://").map_or("", |(_, rest)| rest);
        let place = rest.rsplit_once('@').map_or(rest, |(_, place)| place);
        write!(f, "postgres://…@{}", place.split('?').next().unwrap_or_default())
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("listen", &self.listen)
            .field("database_url", &self.database_url)
            .field("data_dir", &self.data_dir)
            .field("postgres_bin", &self.postgres_bin)
            .field("postgres_user", &self.postgres_user)
            .field("master_key_file", &self.master_key_file)
            .field("jwks_file", &self.jwks_file)
            .field("jwt_issuer", &self.jwt_issuer)
            .field("jwt_audience", &self.jwt_audience)
            .field("jwks_retention", &self.jwks_retention)
            .field("command_retention", &self.command_retention)
            .field("files", &self.files)
            .field("file_bounds", &self.file_bounds)
            .field("log", &self.log)
            .field("log_filter", &self.log_filter)
            .finish_non_exhaustive()
    }
}

/// Reads a file that the configuration names.
pub fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

/// The only place where the environment is read.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name)
}
