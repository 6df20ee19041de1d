//! The disclosure schedules: what is listed, what was decided on it, and each version that was served.

use std::collections::BTreeSet;

use mpaka_domain::id::InvestigationId;
use mpaka_domain::prosecution::disclosure_schedule::{
    DisclosureEvent, DisclosureSchedule, Heading,
};
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

mod gaps;
mod known;
mod standing;

pub use gaps::{Completeness, Gap, GapKind};
pub use known::{Known, Version};

/// The disclosure schedules' projection.
pub struct DisclosureView;

impl Projection for DisclosureView {
    const NAME: &'static str = "disclosure_view";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["disclosure_schedule", "disclosure_fact"];
    const CATEGORIES: &'static [&'static str] = &[DisclosureSchedule::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((id, event)) = recorded.of::<DisclosureSchedule>()? else { return Ok(()) };
        open(id, &event, recorded, view).await?;
        keep(id, recorded, view).await?;
        move_on!(
            "UPDATE disclosure_schedule SET version = $2, position = $3
            WHERE disclosure_schedule_id = $1",
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
    event: &DisclosureEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let DisclosureEvent::Opened { investigation, agency, reference } = event else {
        return Ok(());
    };
    insert_record!(
        "INSERT INTO disclosure_schedule (
            disclosure_schedule_id, investigation_id, agency, reference, version, position,
            handling, releasable_to, compartments
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
        "INSERT INTO disclosure_fact (
            disclosure_schedule_id, version, kind, data, occurred, recorded_at, handling,
            releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        recorded,
        id
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Disclosure schedules as a reader may see them.
#[derive(Debug, Clone)]
pub struct DisclosureRow {
    /// Their id.
    pub disclosure_schedule_id: Uuid,
    /// The investigation.
    pub investigation_id: Uuid,
    /// The investigating agency.
    pub agency: String,
    /// What the case is called on them.
    pub reference: Option<String>,
    /// The version of their stream.
    pub version: i64,
    /// The marking of the opening.
    pub handling: Handling,
    /// What the reader may know of them.
    pub known: Known,
    /// What the exhibits' own records say of their disclosure, as far as the reader may see it.
    pub on_exhibits: BTreeSet<OnExhibit>,
}

/// That an exhibit's own record says it was disclosed: the exhibit, the schedule and the number there.
pub type OnExhibit = (Uuid, String, u32);

struct DisclosureLine {
    disclosure_schedule_id: Uuid,
    investigation_id: Uuid,
    agency: String,
    reference: Option<String>,
    version: i64,
    handling: Json<Handling>,
}

impl DisclosureLine {
    /// What stands above the items of each version; none where it was written by a later program.
    fn heading(&self) -> Option<Heading> {
        Some(Heading {
            investigation: InvestigationId::from(self.investigation_id),
            agency: self.agency.parse().ok()?,
            reference: self.reference.as_deref().map(str::parse).transpose().ok()?,
        })
    }
}

impl Views {
    /// Disclosure schedules by their id, if the reader may see them.
    pub async fn disclosure(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<DisclosureRow>, StoreError> {
        self.disclosure_schedule(reader, Some(id), None).await
    }

    /// The disclosure schedules of an investigation, if the reader may see them.
    pub async fn disclosure_of(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Option<DisclosureRow>, StoreError> {
        self.disclosure_schedule(reader, None, Some(investigation)).await
    }

    async fn disclosure_schedule(
        &self,
        reader: &Reader,
        id: Option<Uuid>,
        investigation: Option<Uuid>,
    ) -> Result<Option<DisclosureRow>, StoreError> {
        let line = sqlx::query_as!(
            DisclosureLine,
            r#"SELECT disclosure_schedule_id, investigation_id, agency, reference, version,
                handling AS "handling: Json<Handling>"
            FROM disclosure_schedule
            WHERE (disclosure_schedule_id = $1 OR investigation_id = $2)
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
        let facts = self.disclosure_facts(reader, line.disclosure_schedule_id).await?;
        let on_exhibits = self.disclosed_exhibits(reader, line.investigation_id).await?;
        Ok(Some(DisclosureRow {
            on_exhibits,
            known: Known::from_facts(line.heading().as_ref(), facts),
            disclosure_schedule_id: line.disclosure_schedule_id,
            investigation_id: line.investigation_id,
            agency: line.agency,
            reference: line.reference,
            version: line.version,
            handling: line.handling.0,
        }))
    }

    /// What the ledgers of an investigation's exhibits say of their disclosure.
    async fn disclosed_exhibits(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<BTreeSet<OnExhibit>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT c.evidence_item_id, c.data ->> 'schedule' AS "schedule!",
                c.data ->> 'item_no' AS "item_no!"
            FROM custody_entry c JOIN exhibit x USING (evidence_item_id)
            WHERE x.investigation_id = $1 AND c.action = 'DISCLOSED'
                AND may_see(x.investigation_id, c.releasable_to, c.compartments, $2, $3, $4, $5)
            ORDER BY c.position"#,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        let entry = |(exhibit, schedule, no): (Uuid, String, String)| {
            Some((exhibit, schedule.to_ascii_uppercase(), no.parse().ok()?))
        };
        let rows = rows.into_iter().map(|row| (row.evidence_item_id, row.schedule, row.item_no));
        Ok(rows.filter_map(entry).collect())
    }

    /// What the reader may see of what happened to schedules, in the order it was recorded in.
    async fn disclosure_facts(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Vec<Fact<DisclosureEvent>>, StoreError> {
        let stored = sqlx::query_as!(
            StoredFact,
            r#"SELECT f.disclosure_schedule_id AS stream, f.version, f.kind, f.data,
                f.occurred AS "occurred: Json<PartialTime>", f.recorded_at,
                f.handling AS "handling: Json<Handling>"
            FROM disclosure_fact f JOIN disclosure_schedule d USING (disclosure_schedule_id)
            WHERE f.disclosure_schedule_id = $1
                AND may_see(d.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
            ORDER BY f.version"#,
            id,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        let facts = self.open_facts::<DisclosureSchedule>(stored).await?;
        Ok(facts.into_iter().map(|(_, fact)| fact).collect())
    }
}
