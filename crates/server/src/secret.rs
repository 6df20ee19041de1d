//! Secrets in files: 32 bytes in Base64, readable by their owner only, made once.

use std::fmt;
use std::fs::{DirBuilder, File};
use std::io::{ErrorKind, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use mpaka_persistence::MasterKey;

use crate::config::Config;

/// The master key's file in the data directory.
pub const MASTER_KEY: &str = "master.key";

/// 32 secret bytes.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a secret could not be had.
#[derive(Debug, thiserror::Error)]
pub enum SecretError {
    /// The file cannot be read or written.
    #[error("cannot use {}: check that the path and its permissions are right", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file does not hold a secret.
    #[error("{} does not hold 32 bytes in Base64: make one with `openssl rand -base64 32`", .path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// An external database without a master key.
    #[error(
        "the master key is missing: with an external database, set MPAKA_MASTER_KEY_FILE to a file \
         made with `openssl rand -base64 32`, and keep a copy of it apart from the database"
    )]
    NoMasterKeyFile,
    /// A database in the data directory whose master key is gone.
    #[error(
        "{} is gone, and the database beside it cannot be read without it: restore the file, or set \
         MPAKA_MASTER_KEY_FILE to a copy of it",
        .path.display()
    )]
    MasterKeyGone {
        /// Where it should be.
        path: PathBuf,
    },
}

impl Secret {
    /// Reads a secret.
    pub fn read(path: &Path) -> Result<Self, SecretError> {
        let text = std::fs::read_to_string(path).map_err(SecretError::io(path))?;
        let bytes = STANDARD.decode(text.trim()).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| SecretError::Malformed { path: path.to_owned() })
    }

    /// Reads a secret; none when there is no such file.
    pub fn find(path: &Path) -> Result<Option<Self>, SecretError> {
        match Self::read(path) {
            Ok(secret) => Ok(Some(secret)),
            Err(SecretError::Io { source, .. }) if source.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Makes a secret at random and writes it, whole or not at all; where another process was
    /// faster, reads that one's.
    pub fn make(path: &Path) -> Result<Self, SecretError> {
        let secret = Self(rand::random());
        let folder = path.parent().unwrap_or(Path::new("."));
        make_folder(folder).map_err(SecretError::io(folder))?;
        let write = || {
            // A temporary file of this crate is readable by its owner only.
            let mut file = tempfile::NamedTempFile::new_in(folder)?;
            writeln!(file, "{}", STANDARD.encode(secret.0))?;
            file.as_file().sync_all()?;
            file.persist_noclobber(path).map_err(|error| error.error)?;
            File::open(folder)?.sync_all()
        };
        match write() {
            Ok(()) => Ok(secret),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => Self::read(path),
            Err(error) => Err(SecretError::io(path)(error)),
        }
    }

    /// The bytes.
    pub fn expose(&self) -> &[u8; 32] {
        &self.0
    }

    /// The secret as a master key.
    pub fn master_key(&self) -> MasterKey {
        MasterKey::new(self.0)
    }
}

impl SecretError {
    fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { path, source }
    }
}

/// The data directory; root lets the unprivileged user that runs PostgreSQL pass through it.
fn make_folder(folder: &Path) -> std::io::Result<()> {
    let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
    DirBuilder::new().recursive(true).mode(mode).create(folder)
}

/// The master key: from the file that the configuration names, else from the data directory, where
/// it is made before the private database is.
pub fn master_key(config: &Config) -> Result<MasterKey, SecretError> {
    if let Some(path) = &config.master_key_file {
        return Ok(Secret::read(path)?.master_key());
    }
    let path = config.data_dir.join(MASTER_KEY);
    if config.database_url.is_none()
        && let Some(secret) = Secret::find(&path)?
    {
        return Ok(secret.master_key());
    }
    may_be_made(config)?;
    Ok(Secret::make(&path)?.master_key())
}

/// Refuses to make a master key where one must be there already, or must be named.
pub fn may_be_made(config: &Config) -> Result<(), SecretError> {
    if let Some(path) = &config.master_key_file {
        return Secret::read(path).map(|_| ());
    }
    if config.database_url.is_some() {
        return Err(SecretError::NoMasterKeyFile);
    }
    if has_cluster(&config.data_dir) {
        return Err(SecretError::MasterKeyGone { path: config.data_dir.join(MASTER_KEY) });
    }
    Ok(())
}

/// Whether a private database was made in this data directory.
fn has_cluster(data_dir: &Path) -> bool {
    data_dir.join("postgres").exists() || data_dir.join("postgres.location").exists()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;
    use std::path::Path;

    use super::{Secret, SecretError, master_key};
    use crate::config::{Config, Layer};

    fn config(data_dir: &Path) -> Config {
        let data_dir = Some(data_dir.to_owned());
        Config::read(Layer { data_dir, ..Layer::default() }).unwrap()
    }

    #[test]
    fn a_new_secret_is_its_owners_only_and_stays_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        let made = Secret::make(&path).unwrap();

        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(Secret::read(&path).unwrap().expose(), made.expose());
        assert_eq!(Secret::make(&path).unwrap().expose(), made.expose());
    }

    #[test]
    fn a_secret_of_another_length_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.key");
        std::fs::write(&path, "c2hvcnQ=").unwrap();
        assert!(matches!(Secret::read(&path), Err(SecretError::Malformed { .. })));
    }

    #[test]
    fn a_secret_is_never_printed() {
        let folder = tempfile::tempdir().unwrap();
        let secret = Secret::make(&folder.path().join("a.key")).unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }

    #[test]
    fn the_master_key_is_made_at_the_first_start_and_kept() {
        let folder = tempfile::tempdir().unwrap();
        let config = config(&folder.path().join("data"));
        let first = master_key(&config).unwrap().derive("test");
        assert_eq!(master_key(&config).unwrap().derive("test"), first);
    }

    #[test]
    fn a_lost_master_key_is_never_replaced_beside_a_database() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("postgres")).unwrap();
        let error = master_key(&config(folder.path()));
        assert!(matches!(error, Err(SecretError::MasterKeyGone { .. })));
    }

    #[test]
    fn an_external_database_needs_a_master_key_file() {
        let folder = tempfile::tempdir().unwrap();
        let database_url = Some("postgres://db/mpaka".to_owned());
        let flags = Layer { database_url, ..Layer::default() };
        let error =
            master_key(&Config { data_dir: folder.path().into(), ..Config::read(flags).unwrap() });
        assert!(matches!(error, Err(SecretError::NoMasterKeyFile)));
    }
}
