//! The timeline in the global order: what subscribers are served from.

use chrono::{DateTime, Utc};
use mpaka_domain::value::{LegalBasis, PartialTime};
use mpaka_domain::{Handling, SourceRef, Viewer};
use sqlx::types::Json;
use uuid::Uuid;

use super::{CaseTimeline, TimelineRow};
use crate::error::StoreError;
use crate::projection::Projection;
use crate::view::investigation::InvestigationOverview;
use crate::view::{Reader, Views};

/// The views that a subscription is served from: the lines, and whose files they belong to.
const SERVED_FROM: [&str; 2] = [CaseTimeline::NAME, InvestigationOverview::NAME];

/// What narrows a subscription to events.
#[derive(Debug, Clone, Default)]
pub struct EventFilter {
    /// Only events of this file.
    pub investigation: Option<Uuid>,
    /// Only events of these categories; of all, when empty.
    pub categories: Vec<String>,
    /// Only events of these types; of all, when empty.
    pub types: Vec<String>,
}

impl EventFilter {
    /// Whether a line is asked for.
    pub(crate) fn takes(&self, row: &TimelineRow) -> bool {
        let among = |names: &[String], name| names.is_empty() || names.iter().any(|n| n == name);
        self.investigation.is_none_or(|file| file == row.investigation_id)
            && among(&self.categories, &row.category)
            && among(&self.types, &row.event_type)
    }
}

/// One whose file it is: a whole agency, or one person of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Party {
    pub investigation_id: Uuid,
    pub agency: String,
    /// The person; empty for the whole agency.
    pub member: String,
    pub valid_until: Option<DateTime<Utc>>,
}

impl Party {
    /// Whether a reader reads the file as this party.
    pub fn is(&self, viewer: &Viewer, now: DateTime<Utc>) -> bool {
        self.agency == viewer.agency.as_str()
            && (self.member.is_empty() || self.member == viewer.user.as_str())
            && self.valid_until.is_none_or(|until| until > now)
    }
}

impl Views {
    /// The events after a position that the reader may see, in the global order, and the position
    /// up to which the log was looked through.
    pub async fn events_after(
        &self,
        reader: &Reader,
        filter: &EventFilter,
        position: i64,
        limit: i64,
    ) -> Result<(Vec<TimelineRow>, i64), StoreError> {
        // Read before the rows: what is recorded meanwhile is read the next time.
        let reached = self.events_head().await?;
        let mut rows = sqlx::query_as!(
            TimelineRow,
            r#"SELECT t.position, t.event_id, t.investigation_id, t.category, t.stream, s.label,
                t.version, t.event_type, t.occurred AS "occurred: Json<PartialTime>",
                t.recorded_at, t.recorded_by, t.recorded_agency,
                t.legal_basis AS "legal_basis: Json<LegalBasis>", t.purpose,
                t.source AS "source: Json<SourceRef>", t.handling AS "handling: Json<Handling>",
                t.data, t.corrects, NULL::uuid AS corrected_by, t.exercise
            FROM case_timeline t
            JOIN case_stream s ON s.stream = t.stream
            LEFT JOIN LATERAL party_to(t.investigation_id, $3, $4) mine (party) ON true
            WHERE t.position > $1 AND t.position <= $2
                AND shows(mine.party, t.releasable_to, t.compartments, $5, $6)
                AND ($7::uuid IS NULL OR t.investigation_id = $7)
                AND (cardinality($8::text[]) = 0 OR t.category = ANY ($8))
                AND (cardinality($9::text[]) = 0 OR t.event_type = ANY ($9))
            ORDER BY t.position
            LIMIT $10"#,
            position,
            reached,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            filter.investigation,
            &filter.categories,
            &filter.types,
            limit
        )
        .fetch_all(&self.pool)
        .await?;
        self.show(&mut rows).await?;
        let full = i64::try_from(rows.len()).is_ok_and(|read| read == limit);
        let looked = if full { rows.last().map_or(reached, |row| row.position) } else { reached };
        Ok((rows, looked.max(position)))
    }

    /// The lines after a position up to another, in the global order, whoever may see them; only such
    /// as everything that subscriptions are served from has taken into account.
    pub(crate) async fn lines_after(
        &self,
        position: i64,
        up_to: i64,
        limit: i64,
    ) -> Result<Vec<TimelineRow>, StoreError> {
        let mut rows = sqlx::query_as!(
            TimelineRow,
            r#"SELECT t.position, t.event_id, t.investigation_id, t.category, t.stream, s.label,
                t.version, t.event_type, t.occurred AS "occurred: Json<PartialTime>",
                t.recorded_at, t.recorded_by, t.recorded_agency,
                t.legal_basis AS "legal_basis: Json<LegalBasis>", t.purpose,
                t.source AS "source: Json<SourceRef>", t.handling AS "handling: Json<Handling>",
                t.data, t.corrects, NULL::uuid AS corrected_by, t.exercise
            FROM case_timeline t JOIN case_stream s ON s.stream = t.stream
            WHERE t.position > $1
                AND t.position <= LEAST($2, (
                    SELECT CASE WHEN count(*) = cardinality($4::text[]) THEN min(p.position) END
                    FROM projections p WHERE p.name = ANY ($4)
                ))
            ORDER BY t.position
            LIMIT $3"#,
            position,
            up_to,
            limit,
            &SERVED_FROM.map(str::to_owned)
        )
        .fetch_all(&self.pool)
        .await?;
        self.show(&mut rows).await?;
        Ok(rows)
    }

    /// Whose these files are.
    pub(crate) async fn parties(&self, files: &[Uuid]) -> Result<Vec<Party>, StoreError> {
        Ok(sqlx::query_as!(
            Party,
            "SELECT investigation_id, agency, member, valid_until
            FROM investigation_party WHERE investigation_id = ANY ($1)",
            files
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// Waits until what subscriptions are served from has gone past a position.
    pub async fn events_past(&self, position: i64) -> Result<(), StoreError> {
        for view in SERVED_FROM {
            self.positions.past(view, position).await?;
        }
        Ok(())
    }

    /// The position that everything subscriptions are served from has reached: not only the lines,
    /// but also whose file each is, or a line would be judged before its reader was known.
    pub async fn events_head(&self) -> Result<i64, StoreError> {
        Ok(self.events_head_and_time().await?.0)
    }

    /// The same, and the database's time, by which memberships end.
    pub(crate) async fn events_head_and_time(&self) -> Result<(i64, DateTime<Utc>), StoreError> {
        let row = sqlx::query!(
            r#"SELECT CASE WHEN count(*) = cardinality($1::text[]) THEN min(position) ELSE 0 END
                AS "reached!", now() AS "now!"
            FROM projections WHERE name = ANY ($1)"#,
            &SERVED_FROM.map(str::to_owned)
        )
        .fetch_one(&self.pool)
        .await?;
        Ok((row.reached, row.now))
    }
}
