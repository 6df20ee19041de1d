//! Every view's standing, as the database and this process know it.

use std::time::Duration;

use super::Positions;
use super::positions::Work;
use crate::error::StoreError;

/// A view's standing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProjectionStatus {
    /// The view's name.
    pub name: &'static str,
    /// The version of its making.
    pub version: i32,
    /// The last event taken into account.
    pub position: i64,
    /// How many events it is behind the log's head.
    pub lag: i64,
    /// How long ago the first event was recorded that it has not taken into account; none when it is
    /// up to date.
    pub waiting: Option<Duration>,
    /// How many events are set aside because it could not take them in, or because they follow such an
    /// event in their stream. While there are any, the view is stale.
    pub parked: i64,
    /// How many events an operator has decided to leave out.
    pub skipped: i64,
    /// Some process runs it.
    pub owned: bool,
    /// How far it is made anew beside the live one, while that goes on.
    pub rebuilding: Option<i64>,
    /// What this process has done for it.
    pub work: Work,
}

impl Positions {
    /// Every view's standing, from the database.
    pub async fn statuses(&self) -> Result<Vec<ProjectionStatus>, StoreError> {
        let rows = sqlx::query!(
            r#"WITH held AS (
                SELECT classid, objid FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 2 AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            )
            SELECT n.name AS "name!", h.position AS "head!", p.version AS "version?",
                p.position AS "position?", p.parked AS "parked?",
                (SELECT count(*) FROM projection_skipped s WHERE s.projection = n.name)
                    AS "skipped!",
                (
                    SELECT greatest(0, extract(epoch FROM now() - e.recorded_at))::float8
                    FROM events e WHERE e.position = coalesce(p.position, 0) + 1
                ) AS waiting,
                EXISTS (
                    SELECT FROM held WHERE classid = lock_part('mpaka projection')
                        AND objid = lock_part(n.name)
                ) AS "owned!",
                r.position AS "rebuilding?"
            FROM unnest($1::text[]) AS n (name)
            CROSS JOIN log_head h
            LEFT JOIN projections p ON p.name = n.name
            LEFT JOIN projection_rebuilds r ON r.projection = n.name AND EXISTS (
                SELECT FROM held WHERE classid = lock_part('mpaka rebuild')
                    AND objid = lock_part(n.name)
            )
            ORDER BY n.name"#,
            &self.known.keys().copied().collect::<Vec<_>>() as &[&str]
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(self
            .known
            .keys()
            .filter_map(|name| {
                let row = rows.iter().find(|row| row.name == *name)?;
                let position = row.position.unwrap_or_default();
                Some(ProjectionStatus {
                    name,
                    version: row.version.unwrap_or_default(),
                    position,
                    lag: row.head - position,
                    waiting: row.waiting.and_then(|age| Duration::try_from_secs_f64(age).ok()),
                    parked: row.parked.unwrap_or_default(),
                    skipped: row.skipped,
                    owned: row.owned,
                    rebuilding: row.rebuilding,
                    work: self.work(name),
                })
            })
            .collect())
    }
}
