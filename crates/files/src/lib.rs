//! Files in an object store: sealed in parts, each part kept under the digest of its sealed form.
//!
//! A file is a list of parts of [`PART`] bytes, the last one shorter. Each part is sealed by itself
//! and bound to its file, its place in it and whether it is the last, so that parts that were left
//! out, moved or taken from elsewhere do not open, and so that any part is read without the others.
//! The list of the parts' digests, with the file's wrapped key, is the *manifest*; the digest of the
//! manifest is the file's address, and stands for every byte of the sealed file.
//!
//! Memory is bounded by a few parts, whatever the length of the file. This crate knows no database
//! and no rules.

mod address;
mod error;
mod kind;
mod manifest;
mod objects;
mod place;
mod reading;
mod seal;

pub use address::{Address, Digested, Digests};
pub use error::FileError;
pub use kind::media_type;
pub use manifest::Manifest;
pub use objects::Objects;
pub use place::{Place, PlaceError};
pub use reading::Reading;
pub use seal::{FileKey, Filling, PART, Spot, open_part};

/// Work that keeps a processor busy for milliseconds, done where it holds up no other request.
async fn busy<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, FileError> {
    tokio::task::spawn_blocking(work).await.map_err(|_| FileError::Interrupted)
}
