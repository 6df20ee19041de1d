//! Reading a file: its parts in any order, each only if it is what was stored.

use std::time::Duration;

use crate::error::FileError;
use crate::manifest::Manifest;
use crate::objects::Objects;
use crate::seal::{FileKey, PART, open_part};
use crate::{Digested, Digests, busy};

/// A file that is open for reading.
#[derive(Debug, Clone)]
pub struct Reading {
    objects: Objects,
    manifest: Manifest,
    key: FileKey,
}

impl Reading {
    /// A file by its manifest and its key.
    pub fn new(objects: Objects, manifest: Manifest, key: FileKey) -> Self {
        Self { objects, manifest, key }
    }

    /// Its length in bytes.
    pub fn size(&self) -> u64 {
        self.manifest.size
    }

    /// The part with the byte at this place, and where in the part it is.
    pub fn part_at(place: u64) -> (usize, usize) {
        let size = PART as u64;
        let part = usize::try_from(place / size).unwrap_or(usize::MAX);
        (part, usize::try_from(place % size).unwrap_or_default())
    }

    /// The bytes of a part; none behind the last.
    pub async fn part(&self, part: usize) -> Result<Option<Vec<u8>>, FileError> {
        let Some((spot, address)) = self.manifest.part(part) else { return Ok(None) };
        let sealed = self.objects.get(self.manifest.file, address).await?;
        let key = self.key.clone();
        busy(move || open_part(&key, spot, &sealed)).await?.map(Some)
    }

    /// The digests of the whole file, read from the store; with its first bytes. With a pace, no more
    /// than so many bytes a second are read.
    pub async fn digest(&self, pace: Option<u64>) -> Result<(Digested, Vec<u8>), FileError> {
        let (mut digests, mut start) = (Digests::default(), Vec::new());
        for index in 0..self.manifest.parts.len() {
            let Some(part) = self.part(index).await? else { break };
            if index == 0 {
                start = part[..part.len().min(64 * 1024)].to_vec();
            }
            let length = part.len() as u64;
            digests = busy(move || {
                digests.update(&part);
                digests
            })
            .await?;
            if let Some(pace) = pace.filter(|pace| *pace > 0) {
                tokio::time::sleep(Duration::from_micros(length * 1_000_000 / pace)).await;
            }
        }
        Ok((digests.finish(), start))
    }
}
