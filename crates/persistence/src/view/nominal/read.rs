//! How nominals are read: all that belongs to any number of them in four statements.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::nominals::nominal::NominalCategory;
use mpaka_domain::value::PartialTime;
use mpaka_domain::{Handling, SourceRef};
use serde::de::DeserializeOwned;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::rows::{FactKnown, FactRow, LinkRow, NominalRow, ObjectionRow, ReviewRow, Told, about};
use crate::error::{StoreError, Unreadable};
use crate::seal;
use crate::view::{Reader, Views};

/// A nominal as the view keeps it, without what belongs to it.
pub(super) struct NominalLine {
    pub nominal_id: Uuid,
    pub category: String,
    pub agency: String,
    pub reference: String,
    pub kind: Option<String>,
    pub selector: Option<Value>,
    pub status: String,
    pub review_on: NaiveDate,
    pub version: i64,
    pub position: i64,
    pub recorded_at: DateTime<Utc>,
    pub recorded_by: String,
    pub handling: Json<Handling>,
}

struct FactLine {
    nominal_id: Uuid,
    category: String,
    number: i64,
    event_id: Uuid,
    data: Value,
    other: Option<Uuid>,
    source: Json<SourceRef>,
    occurred: Json<PartialTime>,
    recorded_at: DateTime<Utc>,
    recorded_by: String,
    handling: Json<Handling>,
}

struct ObjectionLine {
    nominal_id: Uuid,
    number: i64,
    event_id: Uuid,
    withdraws: bool,
    recorded_at: DateTime<Utc>,
    reason: Option<Value>,
    source: Option<Json<SourceRef>>,
    recorded_by: Option<String>,
}

struct ReviewLine {
    nominal_id: Uuid,
    review_on: Option<NaiveDate>,
    reason: Value,
    recorded_at: DateTime<Utc>,
    recorded_by: String,
}

impl Views {
    /// Adds to nominals what the reader may see of them.
    pub(super) async fn known(
        &self,
        reader: &Reader,
        mut lines: Vec<NominalLine>,
    ) -> Result<Vec<NominalRow>, StoreError> {
        if lines.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = lines.iter().map(|line| line.nominal_id).collect();
        self.unseal(lines.iter_mut().filter_map(|line| line.selector.as_mut())).await?;
        let facts = self.nominal_facts(reader, &ids).await?;
        let reviews = self.nominal_reviews(reader, &ids).await?;
        let named = facts.iter().flat_map(|fact| fact.other.into_iter().chain([fact.nominal_id]));
        let links = self.nominal_links(reader, &named.collect::<BTreeSet<_>>()).await?;
        lines
            .into_iter()
            .map(|line| {
                let id = line.nominal_id;
                let of = |keep: &dyn Fn(&FactRow) -> bool| {
                    facts.iter().filter(|fact| keep(fact)).cloned().collect::<Vec<_>>()
                };
                let about = about(&line.category).ok_or_else(|| unknown(&line))?;
                let selector = line.selector.map(|sealed| parsed(id, &line.category, sealed));
                Ok(NominalRow {
                    nominal_id: id,
                    category: about,
                    agency: line.agency,
                    reference: line.reference,
                    kind: line.kind,
                    selector: selector.transpose()?,
                    status: line.status,
                    review_on: line.review_on,
                    version: line.version,
                    position: line.position,
                    recorded_at: line.recorded_at,
                    recorded_by: line.recorded_by,
                    handling: line.handling.0,
                    facts: of(&|fact| fact.nominal_id == id),
                    mentions: of(&|fact| fact.other == Some(id)),
                    reviews: reviews.iter().filter(|r| r.nominal_id == id).cloned().collect(),
                    links: links.clone(),
                })
            })
            .collect()
    }

    /// The facts of these nominals, and those of others that name them.
    async fn nominal_facts(
        &self,
        reader: &Reader,
        ids: &[Uuid],
    ) -> Result<Vec<FactRow>, StoreError> {
        let mut lines = sqlx::query_as!(
            FactLine,
            r#"SELECT f.nominal_id, n.category, f.number, f.event_id, f.data, f.other,
                f.source AS "source: Json<SourceRef>",
                f.occurred AS "occurred: Json<PartialTime>", f.recorded_at, f.recorded_by,
                f.handling AS "handling: Json<Handling>"
            FROM nominal_fact f JOIN nominal n USING (nominal_id)
            WHERE (f.nominal_id = ANY ($1) OR f.other = ANY ($1))
                AND shows(n.agency = $2, n.releasable_to, n.compartments, $3, $4)
                AND shows(n.agency = $2, f.releasable_to, f.compartments, $3, $4)
            ORDER BY f.nominal_id, f.number"#,
            ids,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        self.unseal(lines.iter_mut().map(|line| &mut line.data)).await?;
        let told_in: BTreeSet<Uuid> = lines.iter().map(|line| line.nominal_id).collect();
        let mut objections = self.nominal_objections(reader, &told_in).await?;
        lines
            .into_iter()
            .map(|line| {
                let id = line.nominal_id;
                let against = objections
                    .extract_if(.., |o| (o.nominal_id, o.number) == (id, line.number))
                    .collect();
                Ok(FactRow {
                    nominal_id: id,
                    number: line.number,
                    event_id: line.event_id,
                    fact: known(id, &line.category, line.data)?,
                    other: line.other,
                    source: line.source.0,
                    occurred: line.occurred.0,
                    recorded_at: line.recorded_at,
                    recorded_by: line.recorded_by,
                    handling: line.handling.0,
                    objections: against,
                })
            })
            .collect()
    }

    /// What was said against the facts of these nominals; by whom and why, where the reader may see it.
    async fn nominal_objections(
        &self,
        reader: &Reader,
        ids: &BTreeSet<Uuid>,
    ) -> Result<Vec<ObjectionRow>, StoreError> {
        let mut lines = sqlx::query_as!(
            ObjectionLine,
            r#"SELECT o.nominal_id, o.number, o.event_id, o.withdraws, o.recorded_at,
                CASE WHEN may.see THEN o.reason END AS reason,
                CASE WHEN may.see THEN o.source END AS "source: Json<SourceRef>",
                CASE WHEN may.see THEN o.recorded_by END AS recorded_by
            FROM nominal_objection o JOIN nominal n USING (nominal_id)
            CROSS JOIN LATERAL (
                SELECT shows(n.agency = $2, o.releasable_to, o.compartments, $3, $4) AS see
            ) may
            WHERE o.nominal_id = ANY ($1)
            ORDER BY o.nominal_id, o.version"#,
            &ids.iter().copied().collect::<Vec<_>>(),
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        self.unseal(lines.iter_mut().filter_map(|line| line.reason.as_mut())).await?;
        lines
            .into_iter()
            .map(|line| {
                let told = match (line.reason, line.recorded_by) {
                    (Some(reason), Some(by)) => Some(Told {
                        reason: parsed(line.nominal_id, "nominal", reason)?,
                        source: line.source.map(|source| source.0),
                        by,
                    }),
                    (None, _) | (_, None) => None,
                };
                Ok(ObjectionRow {
                    nominal_id: line.nominal_id,
                    number: line.number,
                    event_id: line.event_id,
                    withdraws: line.withdraws,
                    recorded_at: line.recorded_at,
                    told,
                })
            })
            .collect()
    }

    /// Why these nominals are or were kept, or no longer.
    async fn nominal_reviews(
        &self,
        reader: &Reader,
        ids: &[Uuid],
    ) -> Result<Vec<ReviewRow>, StoreError> {
        let mut lines = sqlx::query_as!(
            ReviewLine,
            "SELECT r.nominal_id, r.review_on, r.reason, r.recorded_at, r.recorded_by
            FROM nominal_review r JOIN nominal n USING (nominal_id)
            WHERE r.nominal_id = ANY ($1)
                AND shows(n.agency = $2, r.releasable_to, r.compartments, $3, $4)
            ORDER BY r.nominal_id, r.version",
            ids,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        self.unseal(lines.iter_mut().map(|line| &mut line.reason)).await?;
        lines
            .into_iter()
            .map(|line| {
                Ok(ReviewRow {
                    nominal_id: line.nominal_id,
                    review_on: line.review_on,
                    reason: parsed(line.nominal_id, "nominal", line.reason)?,
                    recorded_at: line.recorded_at,
                    recorded_by: line.recorded_by,
                })
            })
            .collect()
    }

    /// What those of these nominals are called that the reader may see.
    async fn nominal_links(
        &self,
        reader: &Reader,
        ids: &BTreeSet<Uuid>,
    ) -> Result<Vec<LinkRow>, StoreError> {
        let rows = sqlx::query!(
            "SELECT nominal_id, category, agency, reference FROM nominal
            WHERE nominal_id = ANY ($1) AND shows(agency = $2, releasable_to, compartments, $3, $4)
            ORDER BY nominal_id",
            &ids.iter().copied().collect::<Vec<_>>(),
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        let link = rows.into_iter().filter_map(|row| {
            let category = about(&row.category)?;
            let (agency, reference) = (row.agency, row.reference);
            Some(LinkRow { nominal_id: row.nominal_id, category, agency, reference })
        });
        Ok(link.collect())
    }

    /// Opens sealed values with the keys that are still there.
    async fn unseal(&self, values: impl Iterator<Item = &mut Value>) -> Result<(), StoreError> {
        let mut values: Vec<&mut Value> = values.collect();
        self.keys.prepare(&mut values).await?;
        for value in values {
            seal::open(value, None, |key| self.keys.known(key))?;
        }
        Ok(())
    }
}

/// A fact of the kind that its record's category has.
fn known(nominal: Uuid, category: &str, data: Value) -> Result<FactKnown, StoreError> {
    match about(category) {
        Some(NominalCategory::Person) => parsed(nominal, category, data).map(FactKnown::Person),
        Some(NominalCategory::Group) => parsed(nominal, category, data).map(FactKnown::Group),
        Some(NominalCategory::Object) => parsed(nominal, category, data).map(FactKnown::Object),
        None => Err(unreadable(nominal, category, Unreadable::Unknown)),
    }
}

fn parsed<T: DeserializeOwned>(
    nominal: Uuid,
    category: &str,
    data: Value,
) -> Result<T, StoreError> {
    serde_json::from_value(data)
        .map_err(|error| unreadable(nominal, category, Unreadable::data(&error)))
}

fn unknown(line: &NominalLine) -> StoreError {
    unreadable(line.nominal_id, &line.category, Unreadable::Unknown)
}

/// The fault that names a record whose row cannot be read, by the version it had reached.
fn unreadable(nominal: Uuid, category: &str, why: Unreadable) -> StoreError {
    StoreError::UnreadableEvent {
        category: category.to_owned(),
        stream: nominal.to_string(),
        version: 0,
        why,
    }
}
