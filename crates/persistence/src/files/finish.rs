//! A whole upload: read back from the store, compared, and recorded as a file of its exhibit.

use std::collections::BTreeSet;

use mpaka_domain::Personal;
use mpaka_domain::evidence::evidence_item::{EvidenceCommand, EvidenceItem, KeptFile};
use mpaka_domain::value::{Hash, HashAlgorithm};
use mpaka_files::{Address, Digested, FileError, Manifest, Reading, media_type};
use sqlx::types::Json;
use tracing::{info, warn};
use uuid::Uuid;

use super::counts::count;
use super::error::Refused;
use super::upload::{State, Upload};
use super::{Files, FilesError};
use crate::error::StoreError;

/// What became of a whole upload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It is a file of its exhibit.
    Stored {
        /// The place of the event in the log.
        position: i64,
    },
    /// It was not taken.
    Refused(Refused),
}

impl Files {
    /// Judges an upload of which all bytes are there. Asked again, it answers the same.
    ///
    /// The file is read back as the store has it, so that its digests are those of what is kept. A
    /// fault leaves it as it is, to be judged again.
    pub async fn finish(&self, id: Uuid) -> Result<Outcome, FilesError> {
        let upload = self.find(id).await?.ok_or(FilesError::NotFound)?;
        match (upload.state, &upload.position, &upload.refusal) {
            (State::Stored, Some(position), _) => {
                return Ok(Outcome::Stored { position: *position });
            }
            (State::Refused, _, Some(refusal)) => return Ok(Outcome::Refused(refusal.clone())),
            (State::Whole, _, _) => {}
            (State::Open | State::Stored | State::Refused, _, _) => {
                return Err(FilesError::Offset { received: upload.received });
            }
        }
        match self.judge(&upload).await {
            Ok((position, kept)) => {
                // Once it is settled nobody comes back for what was left behind.
                self.objects.keep_only(upload.id, &kept).await?;
                self.settle(&upload, State::Stored, None, Some(position)).await?;
                count(&self.counted.stored, 1);
                info!(upload = %upload.id, exhibit = %upload.exhibit, "a file was stored");
                Ok(Outcome::Stored { position })
            }
            Err(FilesError::Refused(refused)) => {
                let code = refused.code.as_str();
                warn!(upload = %upload.id, exhibit = %upload.exhibit, code, "an upload was refused");
                self.settle(&upload, State::Refused, Some(&refused), None).await?;
                self.objects.keep_only(upload.id, &BTreeSet::new()).await?;
                count(&self.counted.refused, 1);
                Ok(Outcome::Refused(refused))
            }
            Err(fault) => Err(fault),
        }
    }

    /// Records the file, if it is what it should be; answers the event's place and what to keep.
    async fn judge(&self, upload: &Upload) -> Result<(i64, BTreeSet<Address>), FilesError> {
        self.is_ours().await?;
        let key = self.file_key(upload.id, upload.key_id, &upload.wrapped).await?;
        let name = self.name_of(upload).await?;
        let manifest = Manifest {
            file: upload.id,
            size: upload.size,
            key: upload.key_id,
            wrapped: upload.wrapped.clone(),
            parts: self.parts(upload.id).await?,
        };
        let reading = Reading::new(self.objects.clone(), manifest.clone(), key);
        let (digested, start) = match reading.digest(None).await {
            Err(FileError::Altered { .. }) => {
                // A store that is not there must not look like one that lost what came.
                self.is_still_ours().await?;
                let message = "what had come of the file was altered in the store: send it again";
                return Err(Refused::new("UPLOAD_DAMAGED", "", message).into());
            }
            read => read?,
        };
        let (sha256, blake3) = hashes(&digested)?;
        if upload.declared.as_ref().is_some_and(|declared| *declared != sha256)
            || digested.size != upload.size
        {
            let message = "the file that came does not have the digest that was declared: it was \
                           changed on its way, or the digest is another file's; send it again";
            return Err(Refused::new("DIGEST_MISMATCH", "sha256", message).into());
        }
        let kept = manifest.parts.iter().copied();
        let blob = self.objects.put(upload.id, manifest.encode()).await?;
        let kept = kept.chain([blob]).collect();
        let media_type = media_type(&start).to_owned();
        let blob = hash(HashAlgorithm::Blake3, &blob.to_string())?;
        let command = EvidenceCommand::StoreFile {
            file: upload.id.into(),
            name: Personal::new(name),
            kept: KeptFile { size: upload.size, media_type, sha256, blake3, blob },
        };
        let id = Uuid::new_v5(&upload.id, b"mpaka file stored");
        let metadata = upload.envelope.metadata(id, upload.actor.clone(), self.now());
        let sent =
            self.streams.send::<EvidenceItem>(upload.exhibit, command, metadata, None).await?;
        if let Err(late) = self.positions.all_reached(sent.position).await {
            warn!(error = %late.chain(), "a file is stored before the views show it");
        }
        Ok((sent.position, kept))
    }

    /// Says what became of an upload, once.
    async fn settle(
        &self,
        upload: &Upload,
        state: State,
        refusal: Option<&Refused>,
        position: Option<i64>,
    ) -> Result<(), FilesError> {
        sqlx::query!(
            "WITH settled AS (
                UPDATE file_upload SET state = $2, refusal = $3, position = $4, touched_at = now()
                WHERE upload_id = $1 AND state = 'WHOLE' RETURNING upload_id
            )
            DELETE FROM file_upload_part p USING settled WHERE p.upload_id = settled.upload_id",
            upload.id,
            state.as_str(),
            refusal.map(Json) as _,
            position
        )
        .execute(&self.pool)
        .await?;
        Ok(())
    }
}

/// The digests of a file as values of the domain.
pub(super) fn hashes(digested: &Digested) -> Result<(Hash, Hash), FilesError> {
    let sha256 = hash(HashAlgorithm::Sha256, &digested.sha256)?;
    Ok((sha256, hash(HashAlgorithm::Blake3, &digested.blake3)?))
}

/// A digest that was computed here, as a value of the domain.
pub(super) fn hash(algorithm: HashAlgorithm, digest: &str) -> Result<Hash, FilesError> {
    Hash::try_new(algorithm, digest)
        .map_err(|error| StoreError::Database(sqlx::Error::Decode(Box::new(error))).into())
}
