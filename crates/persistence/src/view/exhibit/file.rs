//! The files that are kept of exhibits: how events change them, and how they are read.

use chrono::{DateTime, Utc};
use mpaka_domain::Handling;
use mpaka_domain::evidence::evidence_item::EvidenceEvent;
use mpaka_domain::value::Hash;
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::record::Recorded;
use crate::view::{Reader, Views, marking};

/// A file that is kept of an exhibit.
#[derive(Debug, Clone)]
pub struct FileRow {
    pub(super) evidence_item_id: Uuid,
    /// Its id.
    pub file_id: Uuid,
    /// The event that recorded it.
    pub event_id: Uuid,
    /// What it was called where it came from; null once erased.
    pub name: Value,
    /// Its length in bytes.
    pub size: i64,
    /// What its first bytes show it to be, as a media type (RFC 6838).
    pub media_type: String,
    /// Its digests.
    pub hashes: Json<Vec<Hash>>,
    /// The address of its sealed form in the store.
    pub blob: String,
    /// When it was stored.
    pub stored_at: DateTime<Utc>,
    /// When it was last read whole and compared; when it was stored, until then.
    pub checked_at: DateTime<Utc>,
    /// Whether it was then something else than what was stored.
    pub altered: bool,
    /// Its marking.
    pub handling: Json<Handling>,
}

impl FileRow {
    /// The exhibit that it is a file of.
    pub fn exhibit(&self) -> Uuid {
        self.evidence_item_id
    }
}

/// A file is kept.
pub(super) async fn keep(
    exhibit: Uuid,
    event: &EvidenceEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let EvidenceEvent::FileStored { file, size, media_type, hashes, blob, .. } = event else {
        return Ok(());
    };
    let data = recorded.sealed_data()?;
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO exhibit_file (
            file_id, evidence_item_id, position, event_id, name, size, media_type, hashes, blob,
            stored_at, checked_at, altered, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, false, $11, $12, $13)",
        Uuid::from(*file),
        exhibit,
        recorded.position,
        Uuid::from(recorded.event),
        data["name"],
        i64::try_from(*size).unwrap_or(i64::MAX),
        media_type,
        Json(hashes) as _,
        blob.value(),
        recorded.recorded_at,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

/// A file was read whole and compared.
pub(super) async fn check(
    file: Uuid,
    altered: bool,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit_file SET checked_at = $2, altered = $3 WHERE file_id = $1",
        file,
        recorded.recorded_at,
        altered
    )
    .execute(view)
    .await?;
    Ok(())
}

impl Views {
    /// A file of an exhibit that was not destroyed, if the reader may have it.
    pub(crate) async fn exhibit_file(
        &self,
        reader: &Reader,
        exhibit: Uuid,
        file: Uuid,
    ) -> Result<Option<FileRow>, StoreError> {
        let files = self.exhibit_files(reader, &[exhibit]).await?;
        let mut found = files.into_iter().find(|row| row.file_id == file);
        if let Some(found) = &mut found {
            self.keys.reveal(&mut [&mut found.name]).await?;
        }
        Ok(found)
    }

    /// The files of exhibits, sealed as they are stored, in the order they came: to a party to the
    /// file as their marking allows, and to the officer who holds the exhibit.
    pub(super) async fn exhibit_files(
        &self,
        reader: &Reader,
        exhibits: &[Uuid],
    ) -> Result<Vec<FileRow>, StoreError> {
        Ok(sqlx::query_as!(
            FileRow,
            r#"SELECT f.evidence_item_id, f.file_id, f.event_id, f.name, f.size, f.media_type,
                f.hashes AS "hashes: Json<Vec<Hash>>", f.blob, f.stored_at, f.checked_at, f.altered,
                f.handling AS "handling: Json<Handling>"
            FROM exhibit_file f JOIN exhibit x USING (evidence_item_id)
            WHERE f.evidence_item_id = ANY ($1) AND x.status <> 'DESTROYED' AND (
                may_see(x.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
                OR (x.custodian = $2 AND x.custodian_agency = $3 AND f.compartments <@ $5)
            )
            ORDER BY f.evidence_item_id, f.position"#,
            exhibits,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?)
    }
}
