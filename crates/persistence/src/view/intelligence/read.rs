//! How an agency reads its own reports, and what rests on them.

use std::collections::BTreeSet;

use mpaka_domain::Handling;
use mpaka_domain::intelligence::intelligence_report::{Corroboration, Dependant};
use mpaka_domain::value::Grade;
use sqlx::types::Json;
use uuid::Uuid;

use super::rows::{DependantRow, DisseminationRow, Finder, IntelligenceRow};
use crate::error::StoreError;
use crate::view::{Page, Reader, Views};

impl Views {
    /// A report by its id, if it is the reader's agency's.
    pub async fn intelligence_report(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<IntelligenceRow>, StoreError> {
        Ok(self.intelligence(reader, Finder::One(id), &Page::ONE).await?.pop())
    }

    /// A page of the reader's agency's reports, in the order of submission. What the source is known
    /// by is read by the officer who submitted the report, and by nobody else.
    pub async fn intelligence(
        &self,
        reader: &Reader,
        finder: Finder,
        page: &Page,
    ) -> Result<Vec<IntelligenceRow>, StoreError> {
        let (one, file) = match finder {
            Finder::One(id) => (Some(id), None),
            Finder::OfFile(id) => (None, Some(id)),
        };
        let mut rows = sqlx::query_as!(
            IntelligenceRow,
            r#"SELECT intelligence_report_id, investigation_id, agency, version, begun, urn,
                submitted_by, submitted_at, collected, content, obtained_how,
                CASE WHEN submitted_by = $1 THEN source_handle END AS source_handle, status,
                grade AS "grade: Json<Grade>", evaluator, duty_of_care, risk_if_disseminated,
                corroborations AS "corroborations: Json<Vec<Corroboration>>", recalled_at,
                recall_reason, retained_until, handling AS "handling: Json<Handling>"
            FROM intelligence_report
            WHERE agency = $2 AND compartments <@ $3
                AND ($4::uuid IS NULL OR intelligence_report_id = $4)
                AND ($5::uuid IS NULL OR investigation_id = $5)
                AND ($6::bigint IS NULL OR begun > $6)
                AND ($7::bigint IS NULL OR begun < $7)
            ORDER BY CASE WHEN $8 THEN -begun ELSE begun END
            LIMIT $9"#,
            reader.user,
            reader.agency,
            &reader.compartments,
            one,
            file,
            page.after.map(|(place, _)| place),
            page.before.map(|(place, _)| place),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        let sealed = rows.iter_mut().flat_map(|row| {
            [&mut row.content, &mut row.obtained_how]
                .into_iter()
                .chain(row.source_handle.as_mut())
                .chain(row.duty_of_care.as_mut())
                .chain(row.risk_if_disseminated.as_mut())
                .chain(row.recall_reason.as_mut())
        });
        self.keys.reveal(&mut sealed.collect::<Vec<_>>()).await?;
        Ok(rows)
    }

    /// To whom reports went: to all, for the agency whose reports they are; to the reader's own
    /// agency, for anybody else. In the order in which they went.
    pub async fn disseminations(
        &self,
        reader: &Reader,
        reports: &[Uuid],
    ) -> Result<Vec<DisseminationRow>, StoreError> {
        Ok(sqlx::query_as!(
            DisseminationRow,
            "SELECT d.intelligence_report_id, d.sanitised_report_id, d.to_agency, d.conditions,
                d.ack_by, d.disseminated_by, d.disseminated_at, d.acknowledged_by, d.acknowledged_at
            FROM intelligence_dissemination d JOIN intelligence_report r
                USING (intelligence_report_id)
            WHERE d.intelligence_report_id = ANY ($1) AND $2 IN (r.agency, d.to_agency)
            ORDER BY d.position",
            reports,
            reader.agency
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// What rests on reports of the reader's agency that were recalled, as far as the reader may see
    /// it.
    pub async fn dependants(
        &self,
        reader: &Reader,
        reports: &[Uuid],
    ) -> Result<Vec<DependantRow>, StoreError> {
        Ok(sqlx::query_as!(
            DependantRow,
            r#"SELECT d.intelligence_report_id AS "intelligence_report_id!",
                d.category AS "category!", d.record AS "record!", s.label AS "label!"
            FROM intelligence_dependant d
            JOIN intelligence_report r USING (intelligence_report_id)
            JOIN case_stream s ON s.stream = d.record AND s.category = d.category
            WHERE d.intelligence_report_id = ANY ($1) AND r.agency = $3
                AND may_see(s.investigation_id, s.releasable_to, s.compartments, $2, $3, $4, $5)
            UNION ALL
            SELECT d.intelligence_report_id, d.category, d.record, n.reference
            FROM intelligence_dependant d
            JOIN intelligence_report r USING (intelligence_report_id)
            JOIN nominal n ON n.nominal_id = d.record AND n.category = d.category
            WHERE d.intelligence_report_id = ANY ($1) AND r.agency = $3
                AND shows(n.agency = $3, n.releasable_to, n.compartments, $4, $5)
            ORDER BY 2, 3"#,
            reports,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// What the agency of a report recorded on the strength of it, or of what was sanitised from it,
    /// whoever asks: with everything that has been recorded so far taken into account.
    pub async fn resting_on(&self, report: Uuid) -> Result<BTreeSet<Dependant>, StoreError> {
        self.everything_so_far().await?;
        let rows = sqlx::query!(
            r#"WITH number AS (
                SELECT agency, urn FROM intelligence_report WHERE intelligence_report_id = $1
                UNION ALL
                SELECT r.agency, s.urn
                FROM sanitised_report s JOIN intelligence_report r USING (intelligence_report_id)
                WHERE s.intelligence_report_id = $1
            )
            SELECT t.category AS "category!", t.stream AS "stream!"
            FROM number JOIN case_timeline t ON t.source ->> 'kind' = 'INTELLIGENCE_REPORT'
                AND upper(t.source ->> 'reference') = number.urn
                AND t.recorded_agency = number.agency
            WHERE t.stream <> $1
            UNION
            SELECT n.category, n.nominal_id
            FROM number JOIN nominal_fact f ON f.source ->> 'kind' = 'INTELLIGENCE_REPORT'
                AND upper(f.source ->> 'reference') = number.urn
            JOIN nominal n ON n.nominal_id = f.nominal_id AND n.agency = number.agency
            UNION
            SELECT n.category, n.nominal_id
            FROM number JOIN nominal_objection o ON o.source ->> 'kind' = 'INTELLIGENCE_REPORT'
                AND upper(o.source ->> 'reference') = number.urn
            JOIN nominal n ON n.nominal_id = o.nominal_id AND n.agency = number.agency
            ORDER BY 1, 2"#,
            report
        )
        .fetch_all(&self.pool)
        .await?;
        let dependants = rows.into_iter();
        Ok(dependants.map(|row| Dependant { category: row.category, id: row.stream }).collect())
    }
}
