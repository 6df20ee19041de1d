//! The demo's data directory: the usual one, or one that is removed at the end.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::config::Config;
use crate::failure::Failure;

/// Marks a directory that an ephemeral demo made or found empty, and may remove.
const MARK: &str = "ephemeral";

/// A data directory; an ephemeral one is removed when this is dropped.
#[derive(Debug)]
pub enum DataDir {
    /// To be kept.
    Kept(PathBuf),
    /// Made under the system's folder for temporary files.
    Temporary(TempDir),
    /// Named by the caller.
    Named(PathBuf),
}

impl DataDir {
    /// The directory to work in. An ephemeral demo takes a named one only where nothing would be
    /// lost: it must be new, empty, or left behind by a killed ephemeral demo.
    pub fn choose(config: &Config, ephemeral: bool) -> Result<Self, Failure> {
        if !ephemeral {
            return Ok(Self::Kept(config.data_dir.clone()));
        }
        if !config.data_dir_named {
            // Root lets the user that runs PostgreSQL pass through.
            let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
            let folder = tempfile::Builder::new()
                .prefix("mpaka-")
                .permissions(fs::Permissions::from_mode(mode))
                .tempdir()
                .map_err(Failure::io(std::env::temp_dir()))?;
            return Ok(Self::Temporary(folder));
        }
        let folder = config.data_dir.clone();
        let mark = folder.join(MARK);
        match fs::read_dir(&folder) {
            Ok(entries) => {
                if entries.count() > 0 && !mark.exists() {
                    return Err(Failure::NotEphemeral(folder));
                }
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(&folder).map_err(Failure::io(&folder))?;
            }
            Err(error) => return Err(Failure::io(&folder)(error)),
        }
        fs::write(&mark, "removed when the demo ends\n").map_err(Failure::io(&mark))?;
        Ok(Self::Named(folder))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        match self {
            Self::Kept(folder) | Self::Named(folder) => folder,
            Self::Temporary(folder) => folder.path(),
        }
    }
}

impl Drop for DataDir {
    fn drop(&mut self) {
        if let Self::Named(folder) = self
            && let Err(error) = fs::remove_dir_all(&*folder)
            && error.kind() != ErrorKind::NotFound
        {
            tracing::warn!(%error, "{} could not be removed", folder.display());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::DataDir;
    use crate::config::{Config, Layer};
    use crate::failure::Failure;

    fn named(folder: &Path) -> Config {
        let data_dir = Some(folder.to_owned());
        Config::read(Layer { data_dir, ..Layer::default() }).unwrap()
    }

    #[test]
    fn an_ephemeral_directory_is_gone_afterwards() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        let data_dir = DataDir::choose(&named(&folder), true).unwrap();
        fs::write(data_dir.path().join("master.key"), "").unwrap();
        drop(data_dir);
        assert!(!folder.exists());
    }

    #[test]
    fn a_directory_with_something_in_it_is_never_removed() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("precious"), "").unwrap();
        let refused = DataDir::choose(&named(folder.path()), true);
        assert!(matches!(refused, Err(Failure::NotEphemeral(_))));
        assert!(folder.path().join("precious").exists());
    }

    #[test]
    fn what_a_killed_ephemeral_demo_left_is_taken_over() {
        let parent = tempfile::tempdir().unwrap();
        let folder = parent.path().join("data");
        std::mem::forget(DataDir::choose(&named(&folder), true).unwrap());
        assert!(folder.exists());
        drop(DataDir::choose(&named(&folder), true).unwrap());
        assert!(!folder.exists());
    }

    #[test]
    fn a_directory_that_is_kept_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        drop(DataDir::choose(&named(folder.path()), false).unwrap());
        assert!(folder.path().exists());
    }
}
