//! The prosecution files: the charges of an investigation, its court diary and its witnesses.

use mpaka_domain::prosecution::prosecution_file::{ProsecutionEvent, ProsecutionFile};
use mpaka_domain::value::PartialTime;
use mpaka_domain::{Decider, Handling};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::fact::StoredFact;
use super::write::{insert_fact, insert_record, move_on};
use super::{Fact, Reader, Views};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod known;
mod matrix;
mod standing;

pub use known::{ChargeKnown, CourtEntry, Filing, Held, Known, Protection, Step};
pub use matrix::{MatrixExhibit, MatrixRow};

/// The prosecution files' projection.
pub struct ProsecutionFiles;

impl Projection for ProsecutionFiles {
    const NAME: &'static str = "prosecution_files";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["prosecution_file", "prosecution_fact"];
    const CATEGORIES: &'static [&'static str] = &[ProsecutionFile::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((id, event)) = recorded.of::<ProsecutionFile>()? else { return Ok(()) };
        open(id, &event, recorded, view).await?;
        keep(id, recorded, view).await?;
        move_on!(
            "UPDATE prosecution_file SET version = $2, position = $3
            WHERE prosecution_file_id = $1",
            recorded,
            id
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

/// Begins the record, when that is what happened.
async fn open(
    id: Uuid,
    event: &ProsecutionEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let ProsecutionEvent::Opened { investigation, agency, reference } = event else {
        return Ok(());
    };
    insert_record!(
        "INSERT INTO prosecution_file (
            prosecution_file_id, investigation_id, agency, reference, version, position, handling,
            releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        recorded,
        id,
        Uuid::from(*investigation),
        agency.as_str(),
        reference.as_ref().map(ToString::to_string)
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Keeps what happened as it was recorded; what it means is read from all of it together.
async fn keep(id: Uuid, recorded: &Recorded, view: &mut PgConnection) -> Result<(), StoreError> {
    insert_fact!(
        "INSERT INTO prosecution_fact (
            prosecution_file_id, version, kind, data, occurred, recorded_at, handling,
            releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        recorded,
        id
    )
    .execute(view)
    .await?;
    Ok(())
}

/// A prosecution file as a reader may see it.
#[derive(Debug, Clone)]
pub struct ProsecutionRow {
    /// Its id.
    pub prosecution_file_id: Uuid,
    /// The investigation.
    pub investigation_id: Uuid,
    /// The prosecuting agency.
    pub agency: String,
    /// What the agency calls it.
    pub reference: Option<String>,
    /// The version of its stream.
    pub version: i64,
    /// The marking of the opening.
    pub handling: Handling,
    /// What the reader may know of it.
    pub known: Known,
}

struct ProsecutionLine {
    prosecution_file_id: Uuid,
    investigation_id: Uuid,
    agency: String,
    reference: Option<String>,
    version: i64,
    handling: Json<Handling>,
}

impl Views {
    /// A prosecution file by its id, if the reader may see it.
    pub async fn prosecution(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<ProsecutionRow>, StoreError> {
        self.prosecution_file(reader, Some(id), None).await
    }

    /// The prosecution file of an investigation, if the reader may see it.
    pub async fn prosecution_of(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Option<ProsecutionRow>, StoreError> {
        self.prosecution_file(reader, None, Some(investigation)).await
    }

    async fn prosecution_file(
        &self,
        reader: &Reader,
        id: Option<Uuid>,
        investigation: Option<Uuid>,
    ) -> Result<Option<ProsecutionRow>, StoreError> {
        let line = sqlx::query_as!(
            ProsecutionLine,
            r#"SELECT prosecution_file_id, investigation_id, agency, reference, version,
                handling AS "handling: Json<Handling>"
            FROM prosecution_file
            WHERE (prosecution_file_id = $1 OR investigation_id = $2)
                AND may_see(investigation_id, releasable_to, compartments, $3, $4, $5, $6)"#,
            id,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        let Some(line) = line else { return Ok(None) };
        let facts = self.prosecution_facts(reader, line.prosecution_file_id).await?;
        Ok(Some(ProsecutionRow {
            prosecution_file_id: line.prosecution_file_id,
            investigation_id: line.investigation_id,
            agency: line.agency,
            reference: line.reference,
            version: line.version,
            handling: line.handling.0,
            known: Known::from_facts(facts),
        }))
    }

    /// What the reader may see of what happened to a file, in the order it was recorded in.
    async fn prosecution_facts(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Vec<Fact<ProsecutionEvent>>, StoreError> {
        let stored = sqlx::query_as!(
            StoredFact,
            r#"SELECT f.prosecution_file_id AS stream, f.version, f.kind, f.data,
                f.occurred AS "occurred: Json<PartialTime>", f.recorded_at,
                f.handling AS "handling: Json<Handling>"
            FROM prosecution_fact f JOIN prosecution_file p USING (prosecution_file_id)
            WHERE f.prosecution_file_id = $1
                AND may_see(p.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
            ORDER BY f.version"#,
            id,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        let facts = self.open_facts::<ProsecutionFile>(stored).await?;
        Ok(facts.into_iter().map(|(_, fact)| fact).collect())
    }
}
