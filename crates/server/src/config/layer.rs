//! One layer of settings: what the flags, the environment or the file say, and nothing else.

use std::ffi::OsString;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::amount::Amount;
use super::days::Days;
use super::{ConfigError, LogForm, read};

/// The environment variables are the settings' names in capitals, with this in front.
const PREFIX: &str = "MPAKA_";

macro_rules! settings {
    ($($(#[$note:meta])* $name:ident: $kind:ty,)*) => {
        /// The settings that one layer gives; each is a flag, an environment variable
        /// (`MPAKA_LISTEN`) and a key of `mpaka.toml` (`listen`).
        #[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, clap::Args)]
        #[serde(deny_unknown_fields)]
        #[command(next_help_heading = "Settings (over MPAKA_… variables, over mpaka.toml)")]
        pub struct Layer {
            $($(#[$note])* pub $name: Option<$kind>,)*
        }

        impl Layer {
            /// The settings' names.
            const NAMES: &[&str] = &[$(stringify!($name)),*];

            /// These settings, and where they say nothing the lower layer's.
            #[must_use]
            pub fn over(self, lower: Self) -> Self {
                Self { $($name: self.$name.or(lower.$name),)* }
            }
        }
    };
}

settings! {
    /// The configuration file [default: mpaka.toml, when there is one].
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    config: PathBuf,
    /// The folder of the private database, the master key and the demo's issuer key
    /// [default: .mpaka].
    #[arg(long, global = true, value_name = "DIR")]
    data_dir: PathBuf,
    /// The PostgreSQL database to use, as a postgres:// URL [default: a private one in the data
    /// directory].
    #[arg(long, global = true, value_name = "URL")]
    database_url: String,
    /// The file that holds the database's URL, where it carries a password.
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    database_url_file: PathBuf,
    /// The address to listen on [default: 127.0.0.1:7400]; port 0 takes any that is free.
    #[arg(long, global = true, value_name = "ADDR")]
    listen: SocketAddr,
    /// The folder with PostgreSQL's programs [default: looked for].
    #[arg(long, global = true, value_name = "DIR", hide_short_help = true)]
    postgres_bin: PathBuf,
    /// The user that runs the private PostgreSQL when mpaka is started by root
    /// [default: postgres, else nobody].
    #[arg(long, global = true, value_name = "USER", hide_short_help = true)]
    postgres_user: String,
    /// The file with the master key, 32 bytes in Base64 [default: master.key in the data directory
    /// with the private database].
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    master_key_file: PathBuf,
    /// The file with the token issuer's public keys, a JSON Web Key Set, where it cannot be asked for
    /// them [default: it is asked].
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    jwks_file: PathBuf,
    /// The issuer that tokens must name, and that is asked for its keys: an https:// address.
    #[arg(long, global = true, value_name = "ISSUER", hide_short_help = true)]
    jwt_issuer: String,
    /// The audience that tokens must name [default: mpaka].
    #[arg(long, global = true, value_name = "AUDIENCE", hide_short_help = true)]
    jwt_audience: String,
    /// How long the keys that the issuer published are kept while it does not answer, in hours
    /// [default: 24].
    #[arg(long, global = true, value_name = "HOURS", hide_short_help = true)]
    jwks_retention_hours: Amount,
    /// How long a command that is sent again is known as the same, in days [default: 30].
    #[arg(long, global = true, value_name = "DAYS", hide_short_help = true)]
    command_retention_days: Days,
    /// Where files of exhibits are kept: a folder's path, `file:///a/folder` or `s3://bucket/prefix`
    /// [default: files in the data directory].
    #[arg(long, global = true, value_name = "PLACE", hide_short_help = true)]
    files: String,
    /// The largest file that is taken in, in GiB [default: 64].
    #[arg(long, global = true, value_name = "GIB", hide_short_help = true)]
    file_largest_gib: Amount,
    /// How long an upload of which nothing more comes is kept, in days [default: 7].
    #[arg(long, global = true, value_name = "DAYS", hide_short_help = true)]
    upload_retention_days: Days,
    /// How long after its last check a file is read again, in days [default: 30].
    #[arg(long, global = true, value_name = "DAYS", hide_short_help = true)]
    file_check_days: Days,
    /// How much the checks on schedule read at most, in MiB a second [default: 32].
    #[arg(long, global = true, value_name = "MIB", hide_short_help = true)]
    file_check_mib: Amount,
    /// The form of the log on standard error [default: text].
    #[arg(long, global = true, value_name = "FORM", hide_short_help = true)]
    log: LogForm,
    /// What is logged: a level, or targets with levels, as in info,mpaka=debug [default: info,sqlx=warn].
    #[arg(long, global = true, value_name = "FILTER", hide_short_help = true)]
    log_filter: String,
}

impl Layer {
    /// The settings that environment variables give. An empty variable says nothing.
    pub fn from_environment(
        variable: &impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, ConfigError> {
        let mut settings = Self::default();
        for key in Self::NAMES {
            let name = format!("{PREFIX}{}", key.to_uppercase());
            let Some(value) = variable(&name).filter(|value| !value.is_empty()) else { continue };
            let fault = |reason: String| ConfigError::Variable { name: name.clone(), reason };
            let value = value.into_string().map_err(|_| fault("it is not UTF-8".to_owned()))?;
            let entry = toml::Table::from_iter([((*key).to_owned(), value.into())]);
            let one: Self = entry
                .try_into()
                .map_err(|error: toml::de::Error| fault(error.message().to_owned()))?;
            settings = settings.over(one);
        }
        Ok(settings)
    }

    /// The settings that a file gives; a key that is no setting is an error.
    pub fn from_file(path: &Path) -> Result<Self, ConfigError> {
        toml::from_str(&read(path)?).map_err(|error| {
            let reason = error.message().to_owned();
            ConfigError::Malformed { path: path.to_owned(), reason }
        })
    }
}
