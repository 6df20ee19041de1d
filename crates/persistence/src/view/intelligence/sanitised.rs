//! How what was sanitised is read: by the agency that made it, and by those it went to.

use mpaka_domain::Handling;
use mpaka_domain::intelligence::intelligence_report::Corroboration;
use mpaka_domain::value::{Grade, LegalBasis};
use sqlx::types::Json;
use uuid::Uuid;

use super::rows::{LentTo, SanitisedFinder, SanitisedRow};
use crate::error::StoreError;
use crate::view::{Page, Reader, Views};

impl Views {
    /// A sanitised report by its id, if the reader's agency made it or it went to them.
    pub async fn sanitised_report(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<SanitisedRow>, StoreError> {
        Ok(self.sanitised_reports(reader, SanitisedFinder::One(id), &Page::ONE).await?.pop())
    }

    /// A page of the sanitised reports that the reader's agency made or that went to it, in the order
    /// of sanitising. What another agency recalled is shown without what it said.
    pub async fn sanitised_reports(
        &self,
        reader: &Reader,
        finder: SanitisedFinder,
        page: &Page,
    ) -> Result<Vec<SanitisedRow>, StoreError> {
        let (one, received) = match finder {
            SanitisedFinder::One(id) => (Some(id), false),
            SanitisedFinder::Received => (None, true),
        };
        let rows = sqlx::query_as!(
            SanitisedRow,
            r#"SELECT s.sanitised_report_id, s.intelligence_report_id, r.agency,
                r.agency = $1 AS "own!", s.position, s.urn,
                CASE WHEN r.agency = $1 OR r.recalled_at IS NULL THEN s.content END AS content,
                s.removed, r.grade AS "grade: Json<Grade>",
                r.corroborations AS "corroborations: Json<Vec<Corroboration>>", r.recalled_at,
                s.handling AS "handling: Json<Handling>",
                r.handling AS "report_handling: Json<Handling>"
            FROM sanitised_report s JOIN intelligence_report r USING (intelligence_report_id)
            WHERE ($3::uuid IS NULL OR s.sanitised_report_id = $3)
                AND s.compartments <@ $2
                AND (
                    (r.agency = $1 AND NOT $4)
                    OR (r.agency <> $1 AND EXISTS (
                        SELECT FROM intelligence_dissemination d
                        WHERE d.sanitised_report_id = s.sanitised_report_id AND d.to_agency = $1
                    ))
                )
                AND ($5::bigint IS NULL OR s.position > $5)
                AND ($6::bigint IS NULL OR s.position < $6)
            ORDER BY CASE WHEN $7 THEN -s.position ELSE s.position END
            LIMIT $8"#,
            reader.agency,
            &reader.compartments,
            one,
            received,
            page.after.map(|(place, _)| place),
            page.before.map(|(place, _)| place),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        self.opened(rows).await
    }

    /// What was sanitised from reports of the reader's agency, in the order of sanitising.
    pub async fn sanitised_from(
        &self,
        reader: &Reader,
        reports: &[Uuid],
    ) -> Result<Vec<SanitisedRow>, StoreError> {
        let rows = sqlx::query_as!(
            SanitisedRow,
            r#"SELECT s.sanitised_report_id, s.intelligence_report_id, r.agency, true AS "own!",
                s.position, s.urn, s.content AS "content?", s.removed,
                r.grade AS "grade: Json<Grade>",
                r.corroborations AS "corroborations: Json<Vec<Corroboration>>", r.recalled_at,
                s.handling AS "handling: Json<Handling>",
                r.handling AS "report_handling: Json<Handling>"
            FROM sanitised_report s JOIN intelligence_report r USING (intelligence_report_id)
            WHERE s.intelligence_report_id = ANY ($1) AND r.agency = $2 AND s.compartments <@ $3
            ORDER BY s.position"#,
            reports,
            reader.agency,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        self.opened(rows).await
    }

    /// Opens what sanitised reports say, and puts each under the conditions of the report it was made
    /// from.
    async fn opened(&self, mut rows: Vec<SanitisedRow>) -> Result<Vec<SanitisedRow>, StoreError> {
        for row in &mut rows {
            row.handling.0 = row.handling.0.clone().under_conditions_of(&row.report_handling);
        }
        let sealed = rows.iter_mut().filter_map(|row| row.content.as_mut());
        self.keys.reveal(&mut sealed.collect::<Vec<_>>()).await?;
        Ok(rows)
    }

    /// What a report's file lends to commands: to the agency whose report it is, by the report's id;
    /// to an agency that something sanitised from it went to, by the id of that.
    pub async fn lent_to_intelligence(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<LentTo>, StoreError> {
        Ok(sqlx::query_as!(
            LentTo,
            r#"SELECT r.intelligence_report_id, s.sanitised_report_id AS "sanitised_report_id?",
                i.legal_basis AS "legal_basis: Json<LegalBasis>", i.purpose,
                i.handling AS "handling: Json<Handling>"
            FROM (
                SELECT $1::uuid AS intelligence_report_id, NULL::uuid AS sanitised_report_id,
                    '{}'::text[] AS compartments
                UNION ALL
                SELECT intelligence_report_id, sanitised_report_id, compartments
                FROM sanitised_report WHERE sanitised_report_id = $1
            ) s
            JOIN intelligence_report r USING (intelligence_report_id)
            JOIN investigation i USING (investigation_id)
            WHERE (s.sanitised_report_id IS NULL AND r.agency = $2 AND r.compartments <@ $3)
                OR (s.compartments <@ $3 AND EXISTS (
                    SELECT FROM intelligence_dissemination d
                    WHERE d.sanitised_report_id = s.sanitised_report_id AND d.to_agency = $2
                ))
            ORDER BY s.sanitised_report_id NULLS FIRST
            LIMIT 1"#,
            id,
            reader.agency,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?)
    }
}
