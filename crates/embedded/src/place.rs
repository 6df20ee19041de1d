//! Where a cluster lies: in the data directory, or where the user that runs it can reach it.

use std::fs;
use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};

use crate::files::{hash, make_folder, remove_file, remove_folder, replace, sibling};
use crate::identity::Identity;
use crate::{Connection, EmbeddedError, Options};

/// A Unix socket's path has at most 107 bytes on Linux and 103 on macOS (`sun_path` less its NUL).
const LONGEST_SOCKET: usize = if cfg!(target_os = "macos") { 103 } else { 107 };
/// Second line of the marker until the cluster is complete.
const UNFINISHED: &str = "unfinished";

#[derive(Debug, Clone)]
pub struct Place {
    data_dir: PathBuf,
    /// The folder that holds everything; the data directory itself, or a folder in the shelter.
    pub home: PathBuf,
}

impl Place {
    /// Where the cluster of a data directory lies already; `None` when there is none yet. The path
    /// must be canonical.
    pub fn existing(data_dir: &Path) -> Result<Option<Self>, EmbeddedError> {
        let marker = marker(data_dir);
        let home = match fs::read_to_string(&marker) {
            Ok(text) => {
                let mut lines = text.lines();
                let home = PathBuf::from(lines.next().unwrap_or_default());
                let unfinished = lines.next() == Some(UNFINISHED);
                if !unfinished && !is_cluster(&home) {
                    return Err(EmbeddedError::ClusterMissing { marker, folder: home });
                }
                home
            }
            Err(error) if error.kind() == ErrorKind::NotFound => data_dir.to_owned(),
            Err(error) => return Err(EmbeddedError::io("read", &marker)(error)),
        };
        Ok(is_cluster(&home).then(|| Self { data_dir: data_dir.to_owned(), home }))
    }

    /// Chooses where a new cluster of this user is to lie.
    pub fn choose(
        data_dir: &Path,
        identity: Identity,
        options: &Options,
    ) -> Result<Self, EmbeddedError> {
        let data_dir = data_dir.to_owned();
        if identity.reaches(&data_dir) {
            remove_file(&marker(&data_dir))?;
            return Ok(Self { home: data_dir.clone(), data_dir });
        }
        let home = options.shelter.join(hash(&data_dir));
        make_folder(&options.shelter, 0o711)?;
        if !is_marked(&data_dir, &home) {
            set_aside(&home)?;
            let text = format!("{}\n{UNFINISHED}\n", home.display());
            replace(&marker(&data_dir), &text, 0o600)?;
        }
        make_folder(&home, 0o711)?;
        Ok(Self { data_dir, home })
    }

    /// Records that the cluster is complete.
    pub fn finish(&self) -> Result<(), EmbeddedError> {
        if self.is_sheltered() {
            replace(&marker(&self.data_dir), &format!("{}\n", self.home.display()), 0o600)?;
        }
        Ok(())
    }

    pub fn is_sheltered(&self) -> bool {
        self.home != self.data_dir
    }

    pub fn cluster(&self) -> PathBuf {
        self.home.join("postgres")
    }

    pub fn configuration(&self) -> PathBuf {
        self.home.join("postgres.conf")
    }

    pub fn access(&self) -> PathBuf {
        self.home.join("postgres.hba.conf")
    }

    pub fn start_log(&self) -> PathBuf {
        self.home.join("postgres.start.log")
    }

    pub fn connection(&self) -> Connection {
        let inside = Connection::new(self.home.join("socket"));
        let socket = inside.socket();
        let text = socket.to_str().unwrap_or_default();
        // PostgreSQL reads a list of folders, in which these characters have a meaning.
        let plain = !text.is_empty() && !text.contains([',', '"', '\'', '\\', '\n']);
        if plain && text.len() <= LONGEST_SOCKET {
            return inside;
        }
        Connection::new(Path::new("/tmp").join(format!("mpaka-{}", hash(&self.home))))
    }

    /// Makes the socket's folder, or checks that the one that exists is this user's alone.
    pub fn make_socket_folder(&self, identity: Identity) -> Result<(), EmbeddedError> {
        let folder = self.connection().socket_dir;
        match fs::DirBuilder::new().mode(0o700).create(&folder) {
            Ok(()) => identity.take(&folder)?,
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(EmbeddedError::io("make the folder", &folder)(error)),
        }
        self.check_socket_folder(identity.uid)
    }

    /// Refuses a socket folder that another user made or can enter.
    pub fn check_socket_folder(&self, uid: u32) -> Result<(), EmbeddedError> {
        let folder = self.connection().socket_dir;
        let metadata = fs::symlink_metadata(&folder).map_err(EmbeddedError::io("read", &folder))?;
        let private = metadata.permissions().mode() & 0o777 == 0o700;
        if metadata.is_dir() && metadata.uid() == uid && private {
            return Ok(());
        }
        Err(EmbeddedError::SocketFolderTaken { folder, uid })
    }

    /// Removes the cluster and all that belongs to it, but not the locks.
    pub fn remove(&self) -> Result<(), EmbeddedError> {
        remove_folder(&self.connection().socket_dir)?;
        remove_folder(&self.cluster())?;
        for file in [self.configuration(), self.access(), self.start_log()] {
            remove_file(&file)?;
        }
        if self.is_sheltered() {
            remove_folder(&self.home)?;
        }
        remove_file(&marker(&self.data_dir))
    }
}

fn marker(data_dir: &Path) -> PathBuf {
    data_dir.join("postgres.location")
}

fn is_marked(data_dir: &Path, home: &Path) -> bool {
    fs::read_to_string(marker(data_dir))
        .is_ok_and(|text| text.lines().next().map(Path::new) == Some(home))
}

fn is_cluster(home: &Path) -> bool {
    home.join("postgres/PG_VERSION").is_file()
}

/// A data directory was deleted by hand and made anew: what its cluster left in the shelter is not
/// ours to use and not ours to destroy.
fn set_aside(home: &Path) -> Result<(), EmbeddedError> {
    if !home.exists() {
        return Ok(());
    }
    let mut number = 1;
    let mut abandoned = sibling(home, "abandoned-1");
    while abandoned.exists() {
        number += 1;
        abandoned = sibling(home, &format!("abandoned-{number}"));
    }
    tracing::warn!(
        folder = %abandoned.display(),
        "a cluster of a deleted data directory was set aside; remove it when it is not needed"
    );
    fs::rename(home, &abandoned).map_err(EmbeddedError::io("set aside", home))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::Place;

    fn place(home: &str) -> Place {
        Place { data_dir: PathBuf::from("/data"), home: PathBuf::from(home) }
    }

    #[test]
    fn a_socket_lies_in_the_data_directory_up_to_107_bytes() {
        let longest = format!("/{}", "d".repeat(107 - 1 - "/socket/.s.PGSQL.5432".len()));
        let inside = place(&longest).connection();
        assert_eq!(inside.socket_dir, PathBuf::from(&longest).join("socket"));
        assert_eq!(inside.socket().as_os_str().len(), 107);

        let outside = place(&format!("{longest}d")).connection();
        assert!(outside.socket_dir.starts_with("/tmp"));
    }

    #[test]
    fn a_folder_that_postgresql_would_misread_has_its_socket_elsewhere() {
        assert!(place("/data, old").connection().socket_dir.starts_with("/tmp"));
        assert!(place("/my data").connection().socket_dir.starts_with("/my data"));
    }
}
