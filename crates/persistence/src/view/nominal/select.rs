//! Which nominals are read: one, some that suspects name, or a page of those that fit a filter.

use chrono::NaiveDate;
use mpaka_domain::nominals::nominal::{NamedNominal, NominalCategory, NominalStatus};
use mpaka_domain::nominals::object_nominal::ObjectKind;
use mpaka_domain::value::{LegalBasis, NominalReference, Selector};
use mpaka_domain::{AgencyId, Handling};
use sqlx::types::Json;
use uuid::Uuid;

use super::read::NominalLine;
use super::rows::{LentTo, NominalRow, about, category_of};
use crate::error::StoreError;
use crate::view::{Page, Reader, Views};

/// What narrows a list of nominals.
#[derive(Debug, Clone, Default)]
pub struct NominalFilter {
    /// Only those about these; about anything, when empty.
    pub about: Vec<NominalCategory>,
    /// Only objects of these kinds; whatever it is about, when empty.
    pub object_kinds: Vec<ObjectKind>,
    /// Only those of this agency, by its code.
    pub agency: Option<String>,
    /// Only the one that an agency keeps under this reference.
    pub reference: Option<NominalReference>,
    /// Only those that are known by this, or of which it is told.
    pub selector: Option<Selector>,
    /// Only those that are kept, or only those that no longer are.
    pub status: Option<NominalStatus>,
    /// Only those that are to be looked at again on this day or earlier.
    pub review_by: Option<NaiveDate>,
}

impl Views {
    /// A nominal by its id, if the reader may see it.
    pub async fn nominal(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<NominalRow>, StoreError> {
        Ok(self.nominals_named(reader, &[id]).await?.pop())
    }

    /// Those of some nominals that the reader may see.
    pub async fn nominals_named(
        &self,
        reader: &Reader,
        ids: &[Uuid],
    ) -> Result<Vec<NominalRow>, StoreError> {
        let lines = sqlx::query_as!(
            NominalLine,
            r#"SELECT nominal_id, category, agency, reference, kind, selector, status, review_on,
                version, position, recorded_at, recorded_by,
                handling AS "handling: Json<Handling>"
            FROM nominal
            WHERE nominal_id = ANY ($1)
                AND shows(agency = $2, releasable_to, compartments, $3, $4)
            ORDER BY nominal_id"#,
            ids,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        self.known(reader, lines).await
    }

    /// A page of the nominals that the reader may see, the last changed first.
    pub async fn nominals(
        &self,
        reader: &Reader,
        filter: &NominalFilter,
        page: &Page,
    ) -> Result<Vec<NominalRow>, StoreError> {
        let categories: Vec<_> = filter.about.iter().map(|about| category_of(*about)).collect();
        let kinds: Vec<_> = filter.object_kinds.iter().map(|kind| kind.as_str()).collect();
        let selector = filter.selector.as_ref().map(Selector::normalised);
        let token = selector.map(|normalised| self.keys.selector_token(&normalised));
        let lines = sqlx::query_as!(
            NominalLine,
            r#"SELECT n.nominal_id, n.category, n.agency, n.reference, n.kind, n.selector, n.status,
                n.review_on, n.version, n.position, n.recorded_at, n.recorded_by,
                n.handling AS "handling: Json<Handling>"
            FROM nominal n
            WHERE shows(n.agency = $1, n.releasable_to, n.compartments, $2, $3)
                AND (cardinality($4::text[]) = 0 OR n.category = ANY ($4))
                AND ($5::text IS NULL OR n.agency = $5)
                AND ($6::text IS NULL OR n.reference = $6)
                AND ($7::bytea IS NULL OR n.token = $7 OR EXISTS (
                    SELECT FROM nominal_fact f
                    WHERE f.token = $7 AND f.nominal_id = n.nominal_id
                        AND shows(n.agency = $1, f.releasable_to, f.compartments, $2, $3)
                ))
                AND ($8::text IS NULL OR n.status = $8)
                AND ($9::date IS NULL OR n.review_on <= $9)
                AND (cardinality($10::text[]) = 0 OR n.kind = ANY ($10))
                AND ($11::bigint IS NULL OR -n.position > $11)
                AND ($12::bigint IS NULL OR -n.position < $12)
            ORDER BY CASE WHEN $13 THEN n.position ELSE -n.position END
            LIMIT $14"#,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            &categories as &[&str],
            filter.agency,
            filter.reference.as_ref().map(NominalReference::as_str),
            token.as_ref().map(|token| &token[..]),
            filter.status.map(NominalStatus::as_str),
            filter.review_by,
            &kinds as &[&str],
            page.after.map(|(place, _)| place),
            page.before.map(|(place, _)| place),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        self.known(reader, lines).await
    }

    /// A nominal as somebody who names it may see it, with everything recorded so far taken into
    /// account; `within` is the record in which it is named, where it is one.
    pub async fn named_nominal(
        &self,
        reader: &Reader,
        id: Uuid,
        within: Option<Uuid>,
    ) -> Result<Option<NamedNominal>, StoreError> {
        if within == Some(id) {
            return Ok(Some(NamedNominal::Itself));
        }
        self.everything_so_far().await?;
        let row = sqlx::query!(
            "SELECT agency, category FROM nominal
            WHERE nominal_id = $1 AND shows(agency = $2, releasable_to, compartments, $3, $4)",
            id,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.and_then(|row| {
            let agency = AgencyId::parse(&row.agency).ok()?;
            Some(NamedNominal::Another { agency, category: about(&row.category)? })
        }))
    }

    /// What a record of a category lends to a command, if the sender may see it.
    pub async fn lent_to_nominal(
        &self,
        reader: &Reader,
        category: &str,
        id: Uuid,
    ) -> Result<Option<LentTo>, StoreError> {
        Ok(sqlx::query_as!(
            LentTo,
            r#"SELECT legal_basis AS "legal_basis: Json<LegalBasis>", purpose,
                handling AS "handling: Json<Handling>"
            FROM nominal
            WHERE nominal_id = $1 AND category = $2
                AND shows(agency = $3, releasable_to, compartments, $4, $5)"#,
            id,
            category,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?)
    }
}
