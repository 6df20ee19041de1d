//! What is read of files: their list, their covers, their policy logs, and what they lend to commands.

use chrono::{DateTime, Utc};
use mpaka_domain::casework::investigation::InvestigationStatus;
use mpaka_domain::value::LegalBasis;
use mpaka_domain::{AgencyId, Handling, Purpose};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::view::{Page, Place, Reader, Views};

/// An investigation as its list and its cover show it.
#[derive(Debug, Clone)]
pub struct InvestigationRow {
    /// Its id.
    pub investigation_id: Uuid,
    /// The version of its stream.
    pub version: i64,
    /// The position of its last event.
    pub position: i64,
    /// The agency's reference.
    pub reference: String,
    /// What the file is called.
    pub title: String,
    /// Where it stands.
    pub status: String,
    /// What it is about.
    pub crime_types: Vec<String>,
    /// The counties or regions it touches, ISO 3166-2.
    pub territory: Vec<String>,
    /// The agency whose file it is.
    pub lead_agency: String,
    /// The senior investigating officer.
    pub sio: String,
    /// Who decides in their place.
    pub deputies: Vec<String>,
    /// What set it in motion.
    pub origin: Value,
    /// The agency that prosecutes it.
    pub prosecuting_agency: Option<String>,
    /// How it ended.
    pub outcome: Option<String>,
    /// The law it is run under.
    pub legal_basis: Json<LegalBasis>,
    /// The purpose it is run for.
    pub purpose: String,
    /// Its marking.
    pub handling: Json<Handling>,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
}

/// What narrows a list of investigations.
#[derive(Debug, Clone, Default)]
pub struct InvestigationFilter {
    /// Only those in this state.
    pub status: Option<String>,
    /// Only those that are about this.
    pub crime_type: Option<String>,
    /// Only those that touch this county or region.
    pub territory: Option<String>,
    /// Only those of this agency.
    pub lead_agency: Option<String>,
}

/// What a file lends to commands that do not say otherwise, and whose it is.
#[derive(Debug, Clone)]
pub struct FileOf {
    /// The file.
    pub investigation_id: Uuid,
    /// The agency whose file it is.
    pub lead_agency: AgencyId,
    /// Where it stands.
    pub status: InvestigationStatus,
    /// Whether it was referred to the reader's agency for prosecution, the reader is a prosecutor of
    /// its team, or the record was handed or offered to them.
    pub referred: bool,
    /// The law it is run under.
    pub legal_basis: LegalBasis,
    /// The purpose it is run for.
    pub purpose: Purpose,
    /// Its marking.
    pub handling: Handling,
}

/// An entry of the policy log.
#[derive(Debug, Clone)]
pub struct DecisionRow {
    /// Its number in the file, from 1.
    pub number: i32,
    /// What was decided, why, and what else was considered; opened.
    pub data: Value,
    /// Who decided.
    pub decided_by: String,
    /// When.
    pub occurred: Value,
    /// When it was recorded.
    pub recorded_at: DateTime<Utc>,
    /// Its marking.
    pub handling: Json<Handling>,
}

impl InvestigationRow {
    /// Its place in the list of investigations: the last changed first.
    pub fn place(&self) -> Place {
        (-self.position, 0)
    }
}

/// The files of a page, in one order or the other and by an index, as the lines of a timeline are.
macro_rules! files {
    ($views:expr, $reader:expr, $filter:expr, $page:expr, $order:tt) => {{
        let (reader, filter, page) = ($reader, $filter, $page);
        sqlx::query_as!(
            InvestigationRow,
            r#"SELECT investigation_id, version, position, reference, title, status, crime_types,
                territory, lead_agency, sio, deputies, origin, prosecuting_agency, outcome,
                legal_basis AS "legal_basis: Json<LegalBasis>", purpose,
                handling AS "handling: Json<Handling>", opened_at, changed_at
            FROM investigation
            WHERE position < coalesce(-$5::bigint, 9223372036854775807)
                AND position > coalesce(-$6::bigint, 0)
                AND coalesce(
                    shows(
                        EXISTS (SELECT FROM party_to(investigation_id, $1, $2)),
                        releasable_to, compartments, $3, $4
                    )
                    AND ($7::text IS NULL OR status = $7)
                    AND ($8::text IS NULL OR $8 = ANY (crime_types))
                    AND ($9::text IS NULL OR $9 = ANY (territory))
                    AND ($10::text IS NULL OR lead_agency = $10),
                    false
                )
            ORDER BY "#
                + $order
                + " LIMIT $11",
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            page.after.map(|(place, _)| place),
            page.before.map(|(place, _)| place),
            filter.status,
            filter.crime_type,
            filter.territory,
            filter.lead_agency,
            page.limit()
        )
        .fetch_all(&$views.pool)
        .await?
    }};
}

impl Views {
    /// An investigation by its id, if the reader may see it.
    pub async fn investigation(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<InvestigationRow>, StoreError> {
        Ok(sqlx::query_as!(
            InvestigationRow,
            r#"SELECT investigation_id, version, position, reference, title, status, crime_types,
                territory, lead_agency, sio, deputies, origin, prosecuting_agency, outcome,
                legal_basis AS "legal_basis: Json<LegalBasis>", purpose,
                handling AS "handling: Json<Handling>", opened_at, changed_at
            FROM investigation
            WHERE investigation_id = $1
                AND may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)"#,
            id,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?)
    }

    /// An investigation by its reference: the reader's own agency's first, then the latest opened.
    pub async fn investigation_by_reference(
        &self,
        reader: &Reader,
        reference: &str,
    ) -> Result<Option<InvestigationRow>, StoreError> {
        Ok(sqlx::query_as!(
            InvestigationRow,
            r#"SELECT investigation_id, version, position, reference, title, status, crime_types,
                territory, lead_agency, sio, deputies, origin, prosecuting_agency, outcome,
                legal_basis AS "legal_basis: Json<LegalBasis>", purpose,
                handling AS "handling: Json<Handling>", opened_at, changed_at
            FROM investigation
            WHERE reference = $1
                AND may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)
            ORDER BY lead_agency = $3 DESC, opened_at DESC, investigation_id
            LIMIT 1"#,
            reference,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?)
    }

    /// A page of the investigations that the reader may see, the last changed first.
    pub async fn investigations(
        &self,
        reader: &Reader,
        filter: &InvestigationFilter,
        page: &Page,
    ) -> Result<Vec<InvestigationRow>, StoreError> {
        Ok(if page.from_end {
            files!(self, reader, filter, page, "position")
        } else {
            files!(self, reader, filter, page, "position DESC")
        })
    }

    /// The file that a record belongs to, if the reader may see the record, is the one to whom
    /// an exhibit was handed or offered, or acts for an agency that looks after the victim or is to do
    /// something about them.
    pub async fn file_of(
        &self,
        reader: &Reader,
        category: &str,
        stream: Uuid,
    ) -> Result<Option<FileOf>, StoreError> {
        let row = sqlx::query!(
            r#"SELECT i.investigation_id, i.lead_agency, i.status,
                i.legal_basis AS "legal_basis: Json<LegalBasis>", i.purpose,
                i.handling AS "handling: Json<Handling>",
                EXISTS (
                    SELECT FROM investigation_party p
                    WHERE p.investigation_id = i.investigation_id AND p.agency = $4
                        AND p.member IN ('', $3) AND p.role = 'PROSECUTOR'
                        AND (p.valid_until IS NULL OR p.valid_until > now())
                ) OR EXISTS (
                    SELECT FROM exhibit x WHERE x.evidence_item_id = s.stream AND (
                        (x.custodian = $3 AND x.custodian_agency = $4)
                        OR (x.offered_to = $3 AND x.offered_agency = $4)
                    )
                ) AS "referred!"
            FROM case_stream s JOIN investigation i USING (investigation_id)
            WHERE s.stream = $1 AND s.category = $2 AND (
                may_see(i.investigation_id, s.releasable_to, s.compartments, $3, $4, $5, $6)
                OR s.compartments <@ $6 AND EXISTS (
                    SELECT FROM exhibit x WHERE x.evidence_item_id = s.stream AND (
                        (x.custodian = $3 AND x.custodian_agency = $4)
                        OR (x.offered_to = $3 AND x.offered_agency = $4)
                    )
                )
                OR EXISTS (
                    SELECT FROM victim v WHERE v.victim_case_id = s.stream
                        AND v.compartments <@ $6 AND $4 = ANY (v.support_agencies)
                )
                OR EXISTS (
                    SELECT FROM task t JOIN victim v ON v.victim_case_id = t.subject_id
                    WHERE t.task_id = s.stream AND t.agency = $4
                        AND t.compartments <@ $6 AND $4 = ANY (v.support_agencies)
                )
            )"#,
            stream,
            category,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.and_then(|row| {
            Some(FileOf {
                investigation_id: row.investigation_id,
                lead_agency: row.lead_agency.parse().ok()?,
                status: row.status.parse().ok()?,
                referred: row.referred,
                legal_basis: row.legal_basis.0,
                purpose: row.purpose.parse().ok()?,
                handling: row.handling.0,
            })
        }))
    }

    /// The policy log of an investigation, as far as the reader may see it, by number.
    pub async fn decisions(
        &self,
        reader: &Reader,
        investigation: Uuid,
        page: &Page,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        let mut rows = sqlx::query_as!(
            DecisionRow,
            r#"SELECT number, data, decided_by, occurred, recorded_at,
                handling AS "handling: Json<Handling>"
            FROM investigation_decision
            WHERE investigation_id = $1
                AND may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)
                AND ($6::bigint IS NULL OR number > $6)
                AND ($7::bigint IS NULL OR number < $7)
            ORDER BY CASE WHEN $8 THEN -number ELSE number END
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
        self.keys.reveal(&mut rows.iter_mut().map(|row| &mut row.data).collect::<Vec<_>>()).await?;
        Ok(rows)
    }
}
