//! Giving a file out, part by part, to those who may have it.

use mpaka_domain::Viewer;
use mpaka_files::{FileError, Reading};
use tracing::error;
use uuid::Uuid;

use super::counts::count;
use super::error::Refused;
use super::{Files, FilesError};
use crate::view::Reader;

/// A file that is given out.
#[derive(Debug, Clone)]
pub struct Released {
    /// What it was called where it came from; none once erased.
    pub name: Option<String>,
    /// Its SHA-256 digest in hexadecimal.
    pub sha256: Option<String>,
    file: Uuid,
    reading: Reading,
}

impl Files {
    /// A file of an exhibit, for one who may see it. What was found altered is not given out.
    pub async fn release(
        &self,
        viewer: &Viewer,
        exhibit: Uuid,
        file: Uuid,
    ) -> Result<Released, FilesError> {
        let reader = Reader::from(viewer);
        let row = self.views.exhibit_file(&reader, exhibit, file).await?;
        let row = row.ok_or(FilesError::NotFound)?;
        if row.altered {
            let message = "this file is not what was stored: it is not given out, and its \
                           exhibit's integrity is in question";
            let refused = Refused::new("FILE_ALTERED", "", message);
            return Err(Refused { rule: Some("X5".to_owned()), ..refused }.into());
        }
        self.is_ours().await?;
        let blob = row.blob.parse().map_err(|_| FilesError::NotFound)?;
        let reading = self.open(file, blob).await.inspect_err(|fault| note(file, fault))?;
        count(&self.counted.released, 1);
        let sha256 = row.hashes.iter().find(|hash| hash.alg().as_str() == "SHA256");
        Ok(Released {
            name: row.name.as_str().map(str::to_owned),
            sha256: sha256.map(|hash| hash.value().to_owned()),
            file,
            reading,
        })
    }
}

impl Released {
    /// Its length in bytes.
    pub fn size(&self) -> u64 {
        self.reading.size()
    }

    /// The bytes from one place up to another, at most to the end of the part that they are in; empty
    /// at the end. Nothing is given that was not first found to be what was stored.
    pub async fn bytes(&self, from: u64, until: u64) -> Result<Vec<u8>, FilesError> {
        let (part, start) = Reading::part_at(from);
        if from >= until {
            return Ok(Vec::new());
        }
        let read = self.reading.part(part).await.map_err(FilesError::File);
        let mut bytes = read.inspect_err(|fault| note(self.file, fault))?.unwrap_or_default();
        let end = usize::try_from(until - from).unwrap_or(usize::MAX).saturating_add(start);
        bytes.truncate(end);
        Ok(bytes.split_off(start.min(bytes.len())))
    }
}

/// Says that a file was found altered while it was given out; the next check records it.
fn note(file: Uuid, fault: &FilesError) {
    if matches!(fault, FilesError::File(FileError::Altered { .. })) {
        error!(%file, "a stored file is not what was stored: check it");
    }
}
