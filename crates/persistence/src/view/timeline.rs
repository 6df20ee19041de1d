//! The case timeline: everything recorded in a file, by when it happened and by when it was recorded.

use chrono::{DateTime, Utc};
use mpaka_domain::handling::Compartment;
use mpaka_domain::intelligence::intelligence_report::IntelligenceReport;
use mpaka_domain::protection::victim_case::VictimCase;
use mpaka_domain::value::{Grade, LegalBasis, PartialTime};
use mpaka_domain::{Decider, Handling, SourceRef};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{Page, Place, Reader, Views};
use crate::error::StoreError;

mod events;
mod lines;
pub(crate) mod place;

pub use events::EventFilter;
pub(crate) use events::Party;

/// The timeline's projection.
pub struct CaseTimeline;

/// A line of the timeline: one recorded event, as its reader may see it.
#[derive(Debug, Clone)]
pub struct TimelineRow {
    /// The place in the global order; never shown to readers.
    pub position: i64,
    /// The event's id.
    pub event_id: Uuid,
    /// The file.
    pub investigation_id: Uuid,
    /// The category of the record it happened to.
    pub category: String,
    /// The record it happened to.
    pub stream: Uuid,
    /// What the file calls that record: a reference, an alias, an exhibit reference.
    pub label: String,
    /// The event's place in its record, from 1.
    pub version: i64,
    /// The event's type.
    pub event_type: String,
    /// When it happened.
    pub occurred: Json<PartialTime>,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Who recorded it.
    pub recorded_by: String,
    /// For which agency.
    pub recorded_agency: String,
    /// The law it was done under.
    pub legal_basis: Json<LegalBasis>,
    /// The purpose it was done for.
    pub purpose: String,
    /// What it rests on.
    pub source: Option<Json<SourceRef>>,
    /// Its marking.
    pub handling: Json<Handling>,
    /// The event's data; personal fields opened, or null where erased. Empty where it tells who or
    /// where a victim is, or what an intelligence report says.
    pub data: Value,
    /// The event that this one corrects.
    pub corrects: Option<Uuid>,
    /// The event that corrects this one, as far as it was recorded by the time asked for.
    pub corrected_by: Option<Uuid>,
    /// Made in an exercise.
    pub exercise: bool,
}

impl TimelineRow {
    /// Its place in the timeline: by the earliest it can have happened.
    pub fn place(&self) -> Place {
        (self.occurred.earliest().timestamp_micros(), self.position)
    }
}

/// Which lines of a timeline are asked for.
#[derive(Debug, Clone, Default)]
pub struct TimelineQuery {
    /// Only what can have happened by then.
    pub as_of: Option<DateTime<Utc>>,
    /// Only what had been recorded by then, and as it was believed then.
    pub recorded_as_of: Option<DateTime<Utc>>,
    /// Also lines that were corrected since.
    pub with_corrected: bool,
    /// Only events of these types, or of these categories; of all, when empty.
    pub kinds: Vec<String>,
    /// Only what happened to these records; to all, when empty.
    pub about: Vec<Uuid>,
    /// Only what can have happened then or later.
    pub from: Option<DateTime<Utc>>,
    /// Only what can have happened then or earlier.
    pub until: Option<DateTime<Utc>>,
    /// Leaves out what rests on a source with a lesser grade. What rests on nothing graded stays.
    pub min_grade: Option<Grade>,
}

impl TimelineQuery {
    /// The grades that do, as the view's statement writes them.
    fn grades(&self) -> Option<Vec<String>> {
        let written = |grade: Grade| format!("{} {grade}", grade.scheme().as_str());
        self.min_grade.map(|least| least.or_better().map(written).collect())
    }
}

/// The lines of a page, in one order or the other: an index has them in it, which an order that is chosen
/// within the statement would not let PostgreSQL use.
///
/// It reads as far as the page goes, and no further, only while it expects to find the page before the
/// end of the file. So it must not think that the conditions leave one line, as it does of conditions
/// that depend on what is asked for: it does not look into `coalesce`, and takes each for every second
/// line. Whether the reader is a party to the file is asked once.
macro_rules! lines {
    ($views:expr, $reader:expr, $investigation:expr, $query:expr, $page:expr, $order:tt) => {{
        let (reader, query, page) = ($reader, $query, $page);
        let moment = |place: Option<Place>| {
            place.and_then(|(micros, _)| DateTime::from_timestamp_micros(micros))
        };
        let grades = query.grades();
        sqlx::query_as!(
            TimelineRow,
            r#"SELECT t.position, t.event_id, t.investigation_id, t.category, t.stream, s.label,
                t.version, t.event_type, t.occurred AS "occurred: Json<PartialTime>",
                t.recorded_at, t.recorded_by, t.recorded_agency,
                t.legal_basis AS "legal_basis: Json<LegalBasis>", t.purpose,
                t.source AS "source: Json<SourceRef>", t.handling AS "handling: Json<Handling>",
                t.data, t.corrects, later.event_id AS "corrected_by?", t.exercise
            FROM case_timeline t
            JOIN case_stream s ON s.stream = t.stream
            LEFT JOIN LATERAL (
                SELECT c.event_id FROM case_timeline c
                WHERE c.corrects = t.event_id AND ($7::timestamptz IS NULL OR c.recorded_at <= $7)
                ORDER BY c.position DESC LIMIT 1
            ) later ON true
            WHERE t.investigation_id = $1
                AND (t.occurred_earliest, t.position)
                    > (coalesce($9::timestamptz, '-infinity'), $10::bigint)
                AND (t.occurred_earliest, t.position)
                    < (coalesce($11::timestamptz, 'infinity'), $12::bigint)
                AND coalesce(
                    shows(
                        EXISTS (SELECT FROM party_to($1, $2, $3)),
                        t.releasable_to, t.compartments, $4, $5
                    )
                    AND ($6::timestamptz IS NULL OR t.occurred_earliest <= $6)
                    AND ($7::timestamptz IS NULL OR t.recorded_at <= $7)
                    AND (cardinality($14::text[]) = 0
                        OR t.event_type = ANY ($14) OR t.category = ANY ($14))
                    AND (cardinality($15::uuid[]) = 0 OR t.stream = ANY ($15))
                    AND ($16::timestamptz IS NULL OR t.occurred_latest >= $16)
                    AND ($17::timestamptz IS NULL OR t.occurred_earliest <= $17)
                    AND ($18::text[] IS NULL OR t.source -> 'grade' IS NULL
                        OR format('%s %s%s', t.source #>> '{grade,scheme}',
                            t.source #>> '{grade,source}', t.source #>> '{grade,information}')
                            = ANY ($18)),
                    false
                )
                AND coalesce($8 OR later.event_id IS NULL, false)
            ORDER BY "#
                + $order
                + " LIMIT $13",
            $investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            query.as_of,
            query.recorded_as_of,
            query.with_corrected,
            moment(page.after),
            page.after.map_or(0, |(_, position)| position),
            moment(page.before),
            page.before.map_or(0, |(_, position)| position),
            page.limit(),
            &query.kinds,
            &query.about,
            query.from,
            query.until,
            grades.as_deref()
        )
        .fetch_all(&$views.pool)
        .await?
    }};
}

impl Views {
    /// A page of a file's timeline, by when things happened.
    pub async fn timeline(
        &self,
        reader: &Reader,
        investigation: Uuid,
        query: &TimelineQuery,
        page: &Page,
    ) -> Result<Vec<TimelineRow>, StoreError> {
        let mut rows = if page.from_end {
            lines!(
                self,
                reader,
                investigation,
                query,
                page,
                "t.occurred_earliest DESC, t.position DESC"
            )
        } else {
            lines!(self, reader, investigation, query, page, "t.occurred_earliest, t.position")
        };
        self.show(&mut rows).await?;
        Ok(rows)
    }

    /// Opens the data of lines. Who and where a victim is, is read one person at a time for a stated
    /// purpose ([`Views::victim_identity`]) and never comes in a list; what an intelligence report says
    /// is read in the report, by its own agency and by those it went to, and not by every party to the
    /// file.
    async fn show(&self, rows: &mut [TimelineRow]) -> Result<(), StoreError> {
        let protection = Compartment::protection();
        for row in rows.iter_mut() {
            let of_a_victim = row.category == VictimCase::CATEGORY
                && row.handling.compartments.contains(&protection);
            if of_a_victim || row.category == IntelligenceReport::CATEGORY {
                row.data = Value::Object(serde_json::Map::new());
            }
        }
        self.keys.reveal(&mut rows.iter_mut().map(|row| &mut row.data).collect::<Vec<_>>()).await
    }
}

impl Views {
    /// The category of a record, whoever may see it; what reads it next decides that.
    pub async fn category_of(&self, stream: Uuid) -> Result<Option<String>, StoreError> {
        Ok(sqlx::query_scalar!(
            r#"SELECT category AS "category!" FROM case_stream WHERE stream = $1
            UNION ALL
            SELECT category FROM nominal WHERE nominal_id = $1
            UNION ALL
            SELECT 'task' FROM task WHERE task_id = $1 AND investigation_id IS NULL"#,
            stream
        )
        .fetch_optional(&self.pool)
        .await?)
    }
}
