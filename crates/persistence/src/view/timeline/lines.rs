//! How the timeline is made: a line for each event, all lines of a batch in one statement.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use sqlx::PgConnection;
use uuid::Uuid;

use super::CaseTimeline;
use super::place::{self, Named};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;
use crate::view::marking;

impl Projection for CaseTimeline {
    const NAME: &'static str = "case_timeline";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["case_stream", "case_timeline"];
    const CATEGORIES: &'static [&'static str] = &[];

    async fn project(
        recorded: &Recorded,
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        Self::project_all(&[recorded], keys, view).await
    }

    /// Three statements for any number of events. A stream is opened by its first event, so that its
    /// lines find it there, and what it is called is what it was called last.
    async fn project_all(
        events: &[&Recorded],
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let mut begun = Begun::default();
        let mut labels = BTreeMap::new();
        let mut lines = Lines::default();
        for recorded in events {
            match place::named(recorded)? {
                Some(Named { file: Some(file), label, .. }) => {
                    begun.push(recorded, file.into(), label);
                }
                Some(Named { file: None, label, .. }) => {
                    labels.insert(recorded.stream, label);
                }
                None => {}
            }
            lines.push(recorded)?;
        }
        begun.insert(view).await?;
        relabel(&labels, view).await?;
        lines.insert(view).await
    }
}

/// Which file the streams belong to that begin in a batch, a column a field.
#[derive(Default)]
struct Begun {
    streams: Vec<Uuid>,
    categories: Vec<String>,
    files: Vec<Uuid>,
    labels: Vec<String>,
    releasable_to: Vec<String>,
    compartments: Vec<String>,
}

impl Begun {
    fn push(&mut self, recorded: &Recorded, file: Uuid, label: String) {
        let (releasable_to, compartments) = marking(&recorded.metadata.handling);
        self.streams.push(recorded.stream);
        self.categories.push(recorded.category.clone());
        self.files.push(file);
        self.labels.push(label);
        self.releasable_to.push(array(&releasable_to));
        self.compartments.push(array(&compartments));
    }

    async fn insert(&self, view: &mut PgConnection) -> Result<(), StoreError> {
        if self.streams.is_empty() {
            return Ok(());
        }
        sqlx::query!(
            "INSERT INTO case_stream (
                stream, category, investigation_id, label, releasable_to, compartments
            )
            SELECT stream, category, file, label, releasable_to::text[], compartments::text[]
            FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[], $6::text[])
                AS begun (stream, category, file, label, releasable_to, compartments)",
            &self.streams,
            &self.categories,
            &self.files,
            &self.labels,
            &self.releasable_to,
            &self.compartments
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

/// What streams are called from now on.
async fn relabel(
    labels: &BTreeMap<Uuid, String>,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    if labels.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "UPDATE case_stream s SET label = called.label
        FROM unnest($1::uuid[], $2::text[]) AS called (stream, label)
        WHERE s.stream = called.stream",
        &labels.keys().copied().collect::<Vec<_>>(),
        &labels.values().cloned().collect::<Vec<_>>()
    )
    .execute(view)
    .await?;
    Ok(())
}

/// The lines of a batch, a column a field; what is JSON in the view is text here.
#[derive(Default)]
struct Lines<'a> {
    positions: Vec<i64>,
    event_ids: Vec<Uuid>,
    categories: Vec<&'a str>,
    streams: Vec<Uuid>,
    versions: Vec<i64>,
    event_types: Vec<&'a str>,
    occurred: Vec<String>,
    earliest: Vec<DateTime<Utc>>,
    latest: Vec<DateTime<Utc>>,
    recorded_at: Vec<DateTime<Utc>>,
    users: Vec<&'a str>,
    agencies: Vec<&'a str>,
    roles: Vec<&'a str>,
    legal_bases: Vec<String>,
    purposes: Vec<&'a str>,
    sources: Vec<Option<String>>,
    handlings: Vec<String>,
    releasable_to: Vec<String>,
    compartments: Vec<String>,
    data: Vec<&'a str>,
    corrects: Vec<Option<Uuid>>,
    exercises: Vec<bool>,
}

impl<'a> Lines<'a> {
    fn push(&mut self, recorded: &'a Recorded) -> Result<(), StoreError> {
        let metadata = &recorded.metadata;
        let (releasable_to, compartments) = marking(&metadata.handling);
        self.positions.push(recorded.position);
        self.event_ids.push(recorded.event.into());
        self.categories.push(&recorded.category);
        self.streams.push(recorded.stream);
        self.versions.push(recorded.version);
        self.event_types.push(&recorded.event_type);
        self.occurred.push(json(&metadata.occurred)?);
        self.earliest.push(metadata.occurred.earliest());
        self.latest.push(metadata.occurred.latest());
        self.recorded_at.push(recorded.recorded_at);
        self.users.push(metadata.actor.user.as_str());
        self.agencies.push(metadata.actor.agency.as_str());
        self.roles.push(metadata.actor.role.as_str());
        self.legal_bases.push(json(&metadata.legal_basis)?);
        self.purposes.push(metadata.purpose.as_str());
        self.sources.push(metadata.source.as_ref().map(json).transpose()?);
        self.handlings.push(json(&metadata.handling)?);
        self.releasable_to.push(array(&releasable_to));
        self.compartments.push(array(&compartments));
        self.data.push(recorded.sealed_text()?);
        self.corrects.push(place::corrects(recorded)?);
        self.exercises.push(metadata.exercise);
        Ok(())
    }

    async fn insert(&self, view: &mut PgConnection) -> Result<(), StoreError> {
        sqlx::query!(
            "INSERT INTO case_timeline (
                position, event_id, investigation_id, category, stream, version, event_type,
                occurred, occurred_earliest, occurred_latest, recorded_at, recorded_by,
                recorded_agency, recorded_role, legal_basis, purpose, source, handling,
                releasable_to, compartments, data, corrects, exercise
            )
            SELECT line.position, event_id, s.investigation_id, line.category, line.stream, version,
                event_type, occurred::jsonb, earliest, latest, recorded_at, recorded_by, agency,
                role, legal_basis::jsonb, purpose, source::jsonb, handling::jsonb,
                line.releasable_to::text[], line.compartments::text[], data::jsonb, corrects,
                exercise
            FROM unnest(
                $1::bigint[], $2::uuid[], $3::text[], $4::uuid[], $5::bigint[], $6::text[],
                $7::text[], $8::timestamptz[], $9::timestamptz[], $10::timestamptz[], $11::text[],
                $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::text[],
                $18::text[], $19::text[], $20::text[], $21::uuid[], $22::boolean[]
            ) AS line (
                position, event_id, category, stream, version, event_type, occurred, earliest,
                latest, recorded_at, recorded_by, agency, role, legal_basis, purpose, source,
                handling, releasable_to, compartments, data, corrects, exercise
            )
            JOIN case_stream s ON s.stream = line.stream",
            &self.positions,
            &self.event_ids,
            &self.categories as &[&str],
            &self.streams,
            &self.versions,
            &self.event_types as &[&str],
            &self.occurred,
            &self.earliest,
            &self.latest,
            &self.recorded_at,
            &self.users as &[&str],
            &self.agencies as &[&str],
            &self.roles as &[&str],
            &self.legal_bases,
            &self.purposes as &[&str],
            &self.sources as &[Option<String>],
            &self.handlings,
            &self.releasable_to,
            &self.compartments,
            &self.data as &[&str],
            &self.corrects as &[Option<Uuid>],
            &self.exercises
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(StoreError::Encoding)
}

/// Texts as PostgreSQL writes an array of them: an array of arrays would lose where each one ends.
fn array(texts: &[String]) -> String {
    let quoted = texts.iter().map(|text| {
        let escaped = text.replace('\\', r"\\").replace('"', r#"\""#);
        format!("\"{escaped}\"")
    });
    format!("{{{}}}", quoted.collect::<Vec<_>>().join(","))
}

#[cfg(test)]
mod tests {
    #[test]
    fn texts_become_an_array_whatever_they_hold() {
        let texts = ["KE", r#"a "b" \ c"#, "", "{,}"].map(str::to_owned);
        assert_eq!(super::array(&texts), r#"{"KE","a \"b\" \\ c","","{,}"}"#);
        assert_eq!(super::array(&[]), "{}");
    }
}
