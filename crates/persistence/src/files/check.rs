//! Reading a file again: whether it still is what was stored, on demand and when its turn has come.

use std::time::Duration;

use mpaka_domain::evidence::evidence_item::{EvidenceCommand, EvidenceItem, FileFound};
use mpaka_domain::value::{Hash, HashAlgorithm, LegalBasis};
use mpaka_domain::{Actor, AgencyId, Handling, Metadata, Purpose, Role, UserId};
use mpaka_files::{Address, FileError, Reading};
use sqlx::types::Json;
use tracing::{error, warn};
use uuid::Uuid;

use super::counts::count;
use super::finish::{hash, hashes};
use super::{Envelope, Files, FilesError};
use crate::streams::Receipt;

/// The name in which what is done on schedule is recorded.
const SERVICE: &str = "mpaka";
/// The most files that one round reads again.
const ROUND: i64 = 256;

/// A file whose turn has come.
struct Due {
    file_id: Uuid,
    evidence_item_id: Uuid,
    agency: String,
    begun: i64,
    legal_basis: Json<LegalBasis>,
    purpose: String,
    handling: Json<Handling>,
}

impl Files {
    /// Reads a file of an exhibit again and records what was found. Who may ask is decided by the
    /// exhibit; that the caller may see it is theirs to have made sure of.
    pub async fn check(
        &self,
        exhibit: Uuid,
        file: Uuid,
        metadata: Metadata,
        expected: Option<i64>,
    ) -> Result<Receipt, FilesError> {
        self.check_at(exhibit, file, metadata, expected, None).await
    }

    /// Reads again the files that were not for this long, the longest ago first; answers how many.
    /// What cannot be read does not hold up the others.
    pub async fn check_due(&self, older_than: Duration) -> Result<usize, FilesError> {
        let due = sqlx::query_as!(
            Due,
            r#"SELECT f.file_id, f.evidence_item_id, x.agency,
                (extract(epoch FROM f.checked_at) * 1000000)::bigint AS "begun!",
                i.legal_basis AS "legal_basis: Json<LegalBasis>", i.purpose,
                x.handling AS "handling: Json<Handling>"
            FROM exhibit_file f
            JOIN exhibit x USING (evidence_item_id)
            JOIN investigation i USING (investigation_id)
            WHERE NOT f.altered AND f.checked_at <= now() - make_interval(secs => $1)
                AND x.status NOT IN ('EXCLUDED', 'RETURNED', 'DESTROYED')
            ORDER BY f.checked_at, f.file_id
            LIMIT $2"#,
            older_than.as_secs_f64(),
            ROUND
        )
        .fetch_all(&self.pool)
        .await?;
        let mut checked = 0;
        for one in due {
            let (exhibit, file) = (one.evidence_item_id, one.file_id);
            let Some(metadata) = self.on_schedule(one) else { continue };
            match self.check_at(exhibit, file, metadata, None, Some(self.bounds.checked_at)).await {
                Ok(_) => checked += 1,
                Err(fault) => {
                    count(&self.counted.unchecked, 1);
                    warn!(%file, %exhibit, error = %fault.chain(), "a file could not be checked");
                }
            }
        }
        Ok(checked)
    }

    /// The envelope of a check whose turn has come: the service acts for the exhibit's agency. The
    /// command's id follows from the check before, so that two processes make one check.
    fn on_schedule(&self, due: Due) -> Option<Metadata> {
        let before = due.begun.to_be_bytes();
        let command = Uuid::new_v5(&due.file_id, &[&b"mpaka check "[..], &before].concat());
        let actor = Actor {
            user: UserId::parse(SERVICE).ok()?,
            agency: AgencyId::parse(&due.agency).ok()?,
            role: Role::System,
        };
        let purpose: Purpose = due.purpose.parse().ok()?;
        let (legal_basis, handling) = (due.legal_basis.0, due.handling.0);
        let envelope = Envelope { legal_basis, purpose, handling };
        Some(envelope.metadata(command, actor, self.now()))
    }

    async fn check_at(
        &self,
        exhibit: Uuid,
        file: Uuid,
        metadata: Metadata,
        expected: Option<i64>,
        pace: Option<u64>,
    ) -> Result<Receipt, FilesError> {
        self.is_ours().await?;
        let blob = sqlx::query_scalar!(
            "SELECT blob FROM exhibit_file WHERE evidence_item_id = $1 AND file_id = $2",
            exhibit,
            file
        )
        .fetch_optional(&self.pool)
        .await?;
        let blob = blob.and_then(|blob| blob.parse().ok()).ok_or(FilesError::NotFound)?;
        let found = self.found(file, blob, pace).await?;
        let altered = matches!(found, FileFound::Altered { .. });
        let scheduled = pace.is_some();
        let command = EvidenceCommand::CheckFile { file: file.into(), found, scheduled };
        let sent = self.streams.send::<EvidenceItem>(exhibit, command, metadata, expected).await?;
        if altered {
            count(&self.counted.found_altered, 1);
            error!(%file, %exhibit, "a stored file is not what was stored");
        } else {
            count(&self.counted.found_whole, 1);
        }
        if let Err(late) = self.positions.all_reached(sent.position).await {
            warn!(error = %late.chain(), "a check is answered before the views show it");
        }
        Ok(sent)
    }

    /// What a file is found to be.
    async fn found(
        &self,
        file: Uuid,
        blob: Address,
        pace: Option<u64>,
    ) -> Result<FileFound, FilesError> {
        match self.digested(file, blob, pace).await {
            Ok((sha256, blake3)) => Ok(FileFound::Opened { sha256, blake3 }),
            Err(FilesError::File(FileError::Altered { stored, found })) => {
                // A store that is not there must not look like one whose files are gone.
                self.is_still_ours().await?;
                let blake3 = |address: Address| hash(HashAlgorithm::Blake3, &address.to_string());
                Ok(FileFound::Altered { stored: blake3(stored)?, found: blake3(found)? })
            }
            Err(fault) => Err(fault),
        }
    }

    async fn digested(
        &self,
        file: Uuid,
        blob: Address,
        pace: Option<u64>,
    ) -> Result<(Hash, Hash), FilesError> {
        let reading = self.open(file, blob).await?;
        let (digested, _) = reading.digest(pace).await?;
        hashes(&digested)
    }

    /// Opens a file by its address.
    pub(super) async fn open(&self, file: Uuid, blob: Address) -> Result<Reading, FilesError> {
        let manifest = self.objects.manifest(file, blob).await?;
        let key = self.file_key(file, manifest.key, &manifest.wrapped).await?;
        Ok(Reading::new(self.objects.clone(), manifest, key))
    }

    /// Looks again whether the place is the store that this database's files are in.
    pub(super) async fn is_still_ours(&self) -> Result<(), FilesError> {
        if let Some(id) = self.store_id().await? {
            self.objects.is_marked(id).await?;
        }
        Ok(())
    }
}
