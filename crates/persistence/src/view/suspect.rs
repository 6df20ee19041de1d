//! The suspect index: the people an investigation looks at, and what is known of each.

use std::collections::HashMap;

use mpaka_domain::casework::suspect::{Suspect, SuspectEvent};
use mpaka_domain::value::PartialTime;
use mpaka_domain::{Decider, Handling};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::fact::StoredFact;
use super::write::{insert_fact, insert_record, move_on};
use super::{Fact, Page, Place, Reader, Views};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod known;

pub use known::{Arrest, Detention, Flag, Ground, Interview, Known, Notice, Release, Review, Step};

/// The index's projection.
pub struct SuspectIndex;

impl Projection for SuspectIndex {
    const NAME: &'static str = "suspect_index";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["suspect", "suspect_fact"];
    const CATEGORIES: &'static [&'static str] = &[Suspect::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((id, event)) = recorded.of::<Suspect>()? else { return Ok(()) };
        if let SuspectEvent::Nominated { investigation, agency, .. } = &event {
            nominate(id, (*investigation).into(), agency.as_str(), recorded, view).await?;
        }
        keep(id, recorded, view).await?;
        move_on!(
            "UPDATE suspect SET version = $2, position = $3 WHERE suspect_id = $1",
            recorded,
            id
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

async fn nominate(
    id: Uuid,
    investigation: Uuid,
    agency: &str,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    insert_record!(
        "INSERT INTO suspect (
            suspect_id, investigation_id, agency, version, position, handling, releasable_to,
            compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        recorded,
        id,
        investigation,
        agency
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Keeps what happened as it was recorded; what it means is read from all of it together.
async fn keep(id: Uuid, recorded: &Recorded, view: &mut PgConnection) -> Result<(), StoreError> {
    insert_fact!(
        "INSERT INTO suspect_fact (
            suspect_id, version, kind, data, occurred, recorded_at, handling, releasable_to,
            compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        recorded,
        id
    )
    .execute(view)
    .await?;
    Ok(())
}

/// A suspect as a reader may see them.
#[derive(Debug, Clone)]
pub struct SuspectRow {
    /// Their id.
    pub suspect_id: Uuid,
    /// The investigation.
    pub investigation_id: Uuid,
    /// The agency that nominated them.
    pub agency: String,
    /// The version of their stream.
    pub version: i64,
    /// The position of its last event.
    pub position: i64,
    /// The marking of the nomination.
    pub handling: Handling,
    /// What the reader may know of them.
    pub known: Known,
}

impl SuspectRow {
    /// Their place in the list of an investigation's suspects: the last changed first.
    pub fn place(&self) -> Place {
        (-self.position, 0)
    }
}

struct SuspectLine {
    suspect_id: Uuid,
    investigation_id: Uuid,
    agency: String,
    version: i64,
    position: i64,
    handling: Json<Handling>,
}

impl Views {
    /// A suspect by their id, if the reader may see them.
    pub async fn suspect(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<SuspectRow>, StoreError> {
        let line = sqlx::query_as!(
            SuspectLine,
            r#"SELECT suspect_id, investigation_id, agency, version, position,
                handling AS "handling: Json<Handling>"
            FROM suspect
            WHERE suspect_id = $1
                AND may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)"#,
            id,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(self.know(reader, line.into_iter().collect()).await?.pop())
    }

    /// A page of the suspects of an investigation that the reader may see, the last changed first.
    pub async fn suspects(
        &self,
        reader: &Reader,
        investigation: Uuid,
        page: &Page,
    ) -> Result<Vec<SuspectRow>, StoreError> {
        let lines = sqlx::query_as!(
            SuspectLine,
            r#"SELECT suspect_id, investigation_id, agency, version, position,
                handling AS "handling: Json<Handling>"
            FROM suspect
            WHERE investigation_id = $1
                AND may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)
                AND ($6::bigint IS NULL OR -position > $6)
                AND ($7::bigint IS NULL OR -position < $7)
            ORDER BY CASE WHEN $8 THEN position ELSE -position END
            LIMIT $9"#,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            page.after.map(|(place, _)| place),
            page.before.map(|(place, _)| place),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        self.know(reader, lines).await
    }

    /// Adds what the reader may know of each suspect.
    async fn know(
        &self,
        reader: &Reader,
        lines: Vec<SuspectLine>,
    ) -> Result<Vec<SuspectRow>, StoreError> {
        let ids: Vec<Uuid> = lines.iter().map(|line| line.suspect_id).collect();
        let mut facts = self.suspect_facts(reader, &ids).await?;
        Ok(lines
            .into_iter()
            .map(|line| SuspectRow {
                known: Known::from_facts(facts.remove(&line.suspect_id).unwrap_or_default()),
                suspect_id: line.suspect_id,
                investigation_id: line.investigation_id,
                agency: line.agency,
                version: line.version,
                position: line.position,
                handling: line.handling.0,
            })
            .collect())
    }

    /// What the reader may see of what happened to these suspects, in the order it was recorded in.
    async fn suspect_facts(
        &self,
        reader: &Reader,
        ids: &[Uuid],
    ) -> Result<HashMap<Uuid, Vec<Fact<SuspectEvent>>>, StoreError> {
        let mut facts: HashMap<Uuid, Vec<Fact<SuspectEvent>>> = HashMap::new();
        if ids.is_empty() {
            return Ok(facts);
        }
        let stored = sqlx::query_as!(
            StoredFact,
            r#"SELECT f.suspect_id AS stream, f.version, f.kind, f.data,
                f.occurred AS "occurred: Json<PartialTime>", f.recorded_at,
                f.handling AS "handling: Json<Handling>"
            FROM suspect_fact f JOIN suspect s USING (suspect_id)
            WHERE f.suspect_id = ANY($1)
                AND may_see(s.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
            ORDER BY f.version"#,
            ids,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        for (suspect, fact) in self.open_facts::<Suspect>(stored).await? {
            facts.entry(suspect).or_default().push(fact);
        }
        Ok(facts)
    }
}
