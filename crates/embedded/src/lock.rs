//! One mpaka per directory: a file lock that the kernel releases however the holder ends.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Seek, SeekFrom, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use crate::EmbeddedError;

/// Waits for a holder that is just ending, or for a command that only looks at the lock.
const PATIENCE: [Duration; 5] = [Duration::from_millis(100); 5];

/// The lock on a directory, held until it is dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    path: PathBuf,
}

/// What the lock file says of its holder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holder {
    /// The process id.
    pub pid: Option<u32>,
    /// The address it listens on, as `host:port`, once announced.
    pub address: Option<String>,
}

impl Lock {
    /// Takes the lock of a directory, or says who has it.
    pub fn acquire(folder: &Path) -> Result<Self, EmbeddedError> {
        let path = path_in(folder);
        let mut lock = Self { file: open(&path)?, path };
        for pause in PATIENCE {
            if lock.take()? {
                lock.write(None)?;
                return Ok(lock);
            }
            thread::sleep(pause);
        }
        let Holder { pid, address } = read(&lock.path);
        Err(EmbeddedError::AlreadyRunning { pid, address })
    }

    /// Who holds a directory's lock now; `None` when nobody does.
    pub fn holder(folder: &Path) -> Result<Option<Holder>, EmbeddedError> {
        let path = path_in(folder);
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(EmbeddedError::io("open", &path)(error)),
        };
        match file.try_lock_shared() {
            Ok(()) => Ok(None),
            Err(TryLockError::WouldBlock) => Ok(Some(read(&path))),
            Err(TryLockError::Error(error)) => Err(EmbeddedError::io("lock", &path)(error)),
        }
    }

    /// Writes the address this process listens on, so that a refusal can name it.
    pub fn announce(&mut self, address: &str) -> Result<(), EmbeddedError> {
        self.write(Some(address))
    }

    /// Removes the lock file; the lock is held until it is dropped.
    pub(crate) fn remove_file(&self) -> Result<(), EmbeddedError> {
        fs::remove_file(&self.path).map_err(EmbeddedError::io("remove", &self.path))
    }

    fn take(&mut self) -> Result<bool, EmbeddedError> {
        match self.file.try_lock() {
            // A holder that removed its directory leaves us a lock on a file that is gone.
            Ok(()) if self.is_current() => Ok(true),
            Ok(()) => {
                self.file = open(&self.path)?;
                Ok(false)
            }
            Err(TryLockError::WouldBlock) => Ok(false),
            Err(TryLockError::Error(error)) => Err(EmbeddedError::io("lock", &self.path)(error)),
        }
    }

    fn is_current(&self) -> bool {
        use std::os::unix::fs::MetadataExt;
        match (self.file.metadata(), fs::metadata(&self.path)) {
            (Ok(held), Ok(named)) => held.ino() == named.ino() && held.dev() == named.dev(),
            _ => false,
        }
    }

    fn write(&mut self, address: Option<&str>) -> Result<(), EmbeddedError> {
        let text = format!("{}\n{}\n", std::process::id(), address.unwrap_or_default());
        let mut write = || {
            self.file.set_len(0)?;
            self.file.seek(SeekFrom::Start(0))?;
            self.file.write_all(text.as_bytes())
        };
        write().map_err(EmbeddedError::io("write", &self.path))
    }
}

/// Reads what the holder wrote; nothing when that cannot be read.
fn read(path: &Path) -> Holder {
    let text = fs::read_to_string(path).unwrap_or_default();
    let mut lines = text.lines();
    Holder {
        pid: lines.next().and_then(|pid| pid.parse().ok()),
        address: lines.next().filter(|address| !address.is_empty()).map(str::to_owned),
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing would not do: a program that is just being started holds a copy of the file until
        // it runs.
        if let Err(error) = self.file.unlock() {
            tracing::debug!(%error, "the lock is released by the end of the process only");
        }
    }
}

fn path_in(folder: &Path) -> PathBuf {
    folder.join("mpaka.lock")
}

fn open(path: &Path) -> Result<File, EmbeddedError> {
    OpenOptions::new()
        .read(true)
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .map_err(EmbeddedError::io("open", path))
}

#[cfg(test)]
mod tests {
    use super::{Holder, Lock};
    use crate::EmbeddedError;

    #[test]
    fn a_held_directory_is_refused_and_its_holder_named() {
        let folder = tempfile::tempdir().unwrap();
        let mut lock = Lock::acquire(folder.path()).unwrap();
        lock.announce("127.0.0.1:7400").unwrap();

        let EmbeddedError::AlreadyRunning { pid, address } =
            Lock::acquire(folder.path()).unwrap_err()
        else {
            panic!("refused for another reason")
        };
        assert_eq!(pid, Some(std::process::id()));
        assert_eq!(address.as_deref(), Some("127.0.0.1:7400"));
    }

    #[test]
    fn a_lock_file_that_nobody_holds_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mpaka.lock"), "4194303\n127.0.0.1:1\n").unwrap();

        assert_eq!(Lock::holder(folder.path()).unwrap(), None);
        let _lock = Lock::acquire(folder.path()).unwrap();
        let holder = Holder { pid: Some(std::process::id()), address: None };
        assert_eq!(Lock::holder(folder.path()).unwrap(), Some(holder));
    }
}
