//! What can go wrong with files.

use crate::address::Address;
use crate::place::PlaceError;

/// Why a file could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// What is under an address is not what was put there, or nothing is.
    #[error("the object {stored} is not what was put there")]
    Altered {
        /// The digest of what was put there.
        stored: Address,
        /// The digest of what is there; of no bytes, where nothing is.
        found: Address,
    },
    /// An object is what was put there, and does not open: it is not the part it is taken for, or the
    /// key is not the file's.
    #[error("an object does not open with the file's key")]
    Sealed,
    /// An object is what was put there, and is no manifest.
    #[error("an object is no list of a file's parts")]
    NoManifest,
    /// The store is another one than the one that this database's files are in.
    #[error(
        "{place} is not the store that this database's files are in: check the setting `files`, and \
         that the folder or the bucket is there"
    )]
    OtherStore {
        /// Where the store is.
        place: String,
    },
    /// The store cannot be used.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// The store did not do what it was asked.
    #[error("the file store failed")]
    Store(#[from] object_store::Error),
    /// The work was cut off because the program ends.
    #[error("the work was interrupted")]
    Interrupted,
}
