//! Small file operations with modes and owners that the other modules share.

use std::fs::{self, DirBuilder, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::EmbeddedError;

/// The first 8 bytes of SHA-256 over a path, as 16 hexadecimal digits.
pub fn hash(path: &Path) -> String {
    let digest = Sha256::digest(path.as_os_str().as_encoded_bytes());
    let first = digest.iter().take(8);
    format!("{:016x}", first.fold(0_u64, |number, byte| number << 8 | u64::from(*byte)))
}

/// Makes a folder with this mode and the folders above it; one that exists keeps its mode.
pub fn make_folder(folder: &Path, mode: u32) -> Result<(), EmbeddedError> {
    if folder.is_dir() {
        return Ok(());
    }
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(EmbeddedError::io("make the folder", parent))?;
    }
    match DirBuilder::new().mode(mode).create(folder) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        made => made.map_err(EmbeddedError::io("make the folder", folder)),
    }?;
    // The process's umask may have taken bits away that others need.
    fs::set_permissions(folder, Permissions::from_mode(mode))
        .map_err(EmbeddedError::io("set the mode of", folder))
}

/// Replaces a file's whole content: readers see the old or the new text, never a part.
pub fn replace(path: &Path, text: &str, mode: u32) -> Result<(), EmbeddedError> {
    let partial = sibling(path, "partial");
    remove_file(&partial)?;
    let write = || {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(mode).open(&partial)?;
        file.set_permissions(Permissions::from_mode(mode))?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&partial, path)
    };
    write().map_err(EmbeddedError::io("write", path))
}

/// Removes a file that may be gone already.
pub fn remove_file(path: &Path) -> Result<(), EmbeddedError> {
    gone(fs::remove_file(path)).map_err(EmbeddedError::io("remove", path))
}

/// Removes a folder with all it holds; it may be gone already.
pub fn remove_folder(path: &Path) -> Result<(), EmbeddedError> {
    gone(fs::remove_dir_all(path)).map_err(EmbeddedError::io("remove", path))
}

/// Makes a rename inside a folder durable.
pub fn sync_folder(folder: &Path) -> Result<(), EmbeddedError> {
    fs::File::open(folder)
        .and_then(|folder| folder.sync_all())
        .map_err(EmbeddedError::io("write", folder))
}

/// Makes everything on a folder's file system durable: for a thousand new files, one call in place
/// of a thousand.
pub fn sync_filesystem(folder: &Path) -> Result<(), EmbeddedError> {
    let sync = || {
        let folder = fs::File::open(folder)?;
        #[cfg(target_os = "linux")]
        rustix::fs::syncfs(&folder)?;
        #[cfg(not(target_os = "linux"))]
        rustix::fs::sync();
        folder.sync_all()
    };
    sync().map_err(EmbeddedError::io("write", folder))
}

/// `postgres` and `init` give `postgres.init`.
pub fn sibling(path: &Path, extension: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    PathBuf::from(name)
}

fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}
