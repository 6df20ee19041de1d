//! Who and where a victim is, and what they told: read one person at a time, by those who look after
//! them and by nobody else.

use chrono::{DateTime, Utc};
use mpaka_domain::handling::Compartment;
use mpaka_domain::{Handling, Role, Viewer};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::record::Recorded;
use crate::view::{Reader, Views, marking};

/// Something that is kept to the compartment `PROTECTION` (rule V6).
#[derive(Debug, Clone)]
pub struct ProtectedFact {
    /// The event's name, such as `identity_recorded`.
    pub kind: String,
    /// The event's data, opened; erased fields are null.
    pub data: Value,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Its marking.
    pub handling: Json<Handling>,
}

/// Whether a reader is read into victims' identities: a victim-support officer who holds the
/// compartment.
fn reads_identities(viewer: &Viewer) -> bool {
    viewer.role == Role::VictimSupportOfficer
        && viewer.compartments.contains(&Compartment::protection())
}

/// Keeps a protected event, its personal fields sealed as in the log.
pub(super) async fn keep(
    victim_case: Uuid,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO victim_identity (
            victim_case_id, version, kind, data, recorded_at, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        victim_case,
        recorded.version,
        recorded.name(),
        recorded.sealed_data()?,
        recorded.recorded_at,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

impl Views {
    /// What is kept of a person under the compartment `PROTECTION`, in the order it was recorded; none
    /// for a reader who is not read into identities, or not into this file.
    pub async fn victim_identity(
        &self,
        viewer: &Viewer,
        victim_case: Uuid,
    ) -> Result<Option<Vec<ProtectedFact>>, StoreError> {
        if !reads_identities(viewer) {
            return Ok(None);
        }
        let reader = Reader::from(viewer);
        let mut facts = sqlx::query_as!(
            ProtectedFact,
            r#"SELECT f.kind, f.data, f.recorded_at, f.handling AS "handling: Json<Handling>"
            FROM victim_identity f JOIN victim v USING (victim_case_id)
            WHERE v.victim_case_id = $1
                AND 'PROTECTION' = ANY (f.compartments)
                AND (
                    may_see(v.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
                    OR (f.compartments <@ $5 AND $3 = ANY (v.support_agencies))
                )
            ORDER BY f.version"#,
            victim_case,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        if facts.is_empty() {
            return Ok(None);
        }
        self.keys
            .reveal(&mut facts.iter_mut().map(|fact| &mut fact.data).collect::<Vec<_>>())
            .await?;
        Ok(Some(facts))
    }
}
