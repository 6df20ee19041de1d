//! A file that is kept of an exhibit, as its readers see it.

use async_graphql::SimpleObject;
use chrono::{DateTime, Utc};
use mpaka_persistence::view::exhibit::FileRow;

use super::Hash;
use crate::handling::Handling;
use crate::scalar::{EventId, FileId};

/// A file that is kept of an exhibit, sealed.
#[derive(SimpleObject)]
pub struct ExhibitFile {
    /// Its id.
    file_id: FileId,
    /// What it was called where it came from; null once erased.
    name: Option<String>,
    /// Its length in bytes.
    size: i64,
    /// What its first bytes show it to be, as a media type (RFC 6838); never as it was said.
    media_type: String,
    /// Its digests, SHA-256 and BLAKE3, of the file as it was received.
    hashes: Vec<Hash>,
    /// When it was stored.
    stored_at: DateTime<Utc>,
    /// When it was last read whole and compared with its digests; null before the first time.
    checked_at: Option<DateTime<Utc>>,
    /// Whether it was then something else than what was stored. It is not given out any more (X5).
    altered: bool,
    /// Where it is given out: a path of this service, asked for with the same token.
    download: String,
    /// The event that recorded it.
    event_id: EventId,
    /// How it may be passed on and used.
    handling: Handling,
}

impl ExhibitFile {
    /// The file as a view stores it.
    pub(super) fn read(row: &FileRow) -> Self {
        Self {
            file_id: row.file_id.into(),
            name: row.name.as_str().map(str::to_owned),
            size: row.size,
            media_type: row.media_type.clone(),
            hashes: row.hashes.iter().map(Hash::from).collect(),
            stored_at: row.stored_at,
            checked_at: Some(row.checked_at).filter(|checked| *checked > row.stored_at),
            altered: row.altered,
            download: format!("/files/{}/{}", row.exhibit(), row.file_id),
            event_id: row.event_id.into(),
            handling: Handling(row.handling.0.clone()),
        }
    }
}
