//! Access: who was let see what beyond their own, by a grant or in an emergency.

use std::collections::HashMap;

use mpaka_domain::governance::access_grant::{AccessGrant, AccessGrantEvent};
use mpaka_domain::governance::break_glass::{BreakGlass, BreakGlassEvent};
use mpaka_domain::id::InvestigationId;
use mpaka_domain::value::PartialTime;
use mpaka_domain::{AgencyId, Decider, Handling, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::fact::StoredFact;
use super::write::{insert_fact, insert_record, move_on};
use super::{Fact, Page, Place, Reader, Views};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod known;
mod surroundings;

pub use known::{Decision, GlassKnown, GrantKnown, Review, Revocation};

/// The projection of access.
pub struct AccessRegister;

impl Projection for AccessRegister {
    const NAME: &'static str = "access_register";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &["access_record", "access_fact"];
    const CATEGORIES: &'static [&'static str] = &[AccessGrant::CATEGORY, BreakGlass::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        if let Some((id, event)) = recorded.of::<AccessGrant>()? {
            if let AccessGrantEvent::Requested { request, .. } = &event {
                let grantee = &request.grantee;
                let whose = (&grantee.agency, grantee.user.as_ref());
                begin(AccessGrant::CATEGORY, request.investigation, whose, recorded, view).await?;
            }
            keep(id, recorded, view).await?;
        }
        if let Some((id, event)) = recorded.of::<BreakGlass>()? {
            if let BreakGlassEvent::Opened { emergency, by, agency, .. } = &event {
                let whose = (agency, Some(by));
                begin(BreakGlass::CATEGORY, emergency.investigation, whose, recorded, view).await?;
            }
            keep(id, recorded, view).await?;
        }
        Ok(())
    }
}

async fn begin(
    category: &str,
    investigation: InvestigationId,
    (agency, member): (&AgencyId, Option<&UserId>),
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    insert_record!(
        "INSERT INTO access_record (
            access_id, category, investigation_id, agency, member, version, begun, position,
            handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10)",
        recorded,
        recorded.stream,
        category,
        Uuid::from(investigation),
        agency.as_str(),
        member.map(UserId::as_str).unwrap_or_default()
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Keeps what happened as it was recorded; what it means is read from all of it together.
async fn keep(id: Uuid, recorded: &Recorded, view: &mut PgConnection) -> Result<(), StoreError> {
    insert_fact!(
        "INSERT INTO access_fact (
            access_id, version, kind, data, occurred, recorded_at, handling, releasable_to,
            compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        recorded,
        id
    )
    .execute(&mut *view)
    .await?;
    move_on!(
        "UPDATE access_record SET version = $2, position = $3 WHERE access_id = $1",
        recorded,
        id
    )
    .execute(view)
    .await?;
    Ok(())
}

/// A grant of access, or access taken in an emergency, as a reader may see it.
#[derive(Debug, Clone)]
pub struct AccessRow<K> {
    /// Its id.
    pub access_id: Uuid,
    /// The investigation.
    pub investigation_id: Uuid,
    /// The version of its stream.
    pub version: i64,
    /// The marking of its first fact.
    pub handling: Handling,
    /// What the reader may know of it.
    pub known: K,
    begun: i64,
}

impl<K> AccessRow<K> {
    /// Its place in lists.
    pub fn place(&self) -> Place {
        (self.begun, 0)
    }
}

/// Which grants, or which access taken in an emergency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessFinder {
    /// The one of an id.
    One(Uuid),
    /// All of a file.
    OfFile(Uuid),
    /// What the reader has, by themselves or as everybody of their agency.
    OfReader,
}

struct AccessLine {
    access_id: Uuid,
    investigation_id: Uuid,
    version: i64,
    begun: i64,
    handling: Json<Handling>,
}

impl Views {
    /// Grants of access, the latest asked for first.
    pub async fn access_grants(
        &self,
        reader: &Reader,
        finder: AccessFinder,
        page: &Page,
    ) -> Result<Vec<AccessRow<GrantKnown>>, StoreError> {
        let lines = self.access_lines(reader, AccessGrant::CATEGORY, finder, page).await?;
        let mut facts = self.access_facts::<AccessGrant>(reader, &lines).await?;
        Ok(lines
            .into_iter()
            .filter_map(|line| {
                let known = GrantKnown::from_facts(facts.remove(&line.access_id)?)?;
                Some(line.with(known))
            })
            .collect())
    }

    /// Access that was taken in an emergency, the latest first.
    pub async fn broken_glass(
        &self,
        reader: &Reader,
        finder: AccessFinder,
        page: &Page,
    ) -> Result<Vec<AccessRow<GlassKnown>>, StoreError> {
        let lines = self.access_lines(reader, BreakGlass::CATEGORY, finder, page).await?;
        let mut facts = self.access_facts::<BreakGlass>(reader, &lines).await?;
        Ok(lines
            .into_iter()
            .filter_map(|line| {
                let known = GlassKnown::from_facts(facts.remove(&line.access_id)?)?;
                Some(line.with(known))
            })
            .collect())
    }

    /// Whoever has access reads of it, whosever file it is.
    async fn access_lines(
        &self,
        reader: &Reader,
        category: &str,
        finder: AccessFinder,
        page: &Page,
    ) -> Result<Vec<AccessLine>, StoreError> {
        let (id, file) = match finder {
            AccessFinder::One(id) => (Some(id), None),
            AccessFinder::OfFile(file) => (None, Some(file)),
            AccessFinder::OfReader => (None, None),
        };
        Ok(sqlx::query_as!(
            AccessLine,
            r#"SELECT access_id, investigation_id, version, begun,
                handling AS "handling: Json<Handling>"
            FROM access_record
            WHERE category = $1 AND (access_id = $2 OR $2 IS NULL)
                AND (investigation_id = $3 OR $3 IS NULL)
                AND (
                    (agency = $5 AND member IN ('', $4) AND compartments <@ $7)
                    OR (
                        num_nonnulls($2::uuid, $3::uuid) > 0
                        AND may_see(investigation_id, releasable_to, compartments, $4, $5, $6, $7)
                    )
                )
                AND ($8::bigint IS NULL OR begun < $8)
                AND ($9::bigint IS NULL OR begun > $9)
            ORDER BY
                CASE WHEN $10 THEN begun END ASC,
                CASE WHEN NOT $10 THEN begun END DESC
            LIMIT $11"#,
            category,
            id,
            file,
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
        .await?)
    }

    /// What the reader may see of what happened to each, in the order it was recorded in.
    async fn access_facts<D: Decider>(
        &self,
        reader: &Reader,
        lines: &[AccessLine],
    ) -> Result<HashMap<Uuid, Vec<Fact<D::Event>>>, StoreError> {
        let ids: Vec<Uuid> = lines.iter().map(|line| line.access_id).collect();
        let stored = sqlx::query_as!(
            StoredFact,
            r#"SELECT f.access_id AS stream, f.version, f.kind, f.data,
                f.occurred AS "occurred: Json<PartialTime>", f.recorded_at,
                f.handling AS "handling: Json<Handling>"
            FROM access_fact f JOIN access_record r USING (access_id)
            WHERE f.access_id = ANY ($1) AND (
                (r.agency = $3 AND r.member IN ('', $2) AND f.compartments <@ $5)
                OR may_see(r.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
            )
            ORDER BY f.access_id, f.version"#,
            &ids,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        let mut facts: HashMap<Uuid, Vec<_>> = HashMap::new();
        for (id, fact) in self.open_facts::<D>(stored).await? {
            facts.entry(id).or_default().push(fact);
        }
        Ok(facts)
    }
}

impl AccessLine {
    fn with<K>(self, known: K) -> AccessRow<K> {
        AccessRow {
            access_id: self.access_id,
            investigation_id: self.investigation_id,
            version: self.version,
            handling: self.handling.0,
            known,
            begun: self.begun,
        }
    }
}
