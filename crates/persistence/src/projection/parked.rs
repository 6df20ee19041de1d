//! Events that a view could not take in: set aside by name, and left out for good when an operator
//! says so.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgPool};

use super::take::Blocked;
use crate::error::StoreError;
use crate::record::{Entry, Recorded, Unread};

/// An event that is to be set aside.
#[derive(Debug)]
pub(super) struct Parking {
    pub position: i64,
    pub category: String,
    pub stream: String,
    version: i64,
    event_type: String,
    error: Option<String>,
    behind: Option<i64>,
    attempts: i32,
}

impl Parking {
    /// A row that cannot be read.
    pub fn unread(unread: &Unread, behind: Option<i64>) -> Self {
        let Unread { position, category, stream, version, event_type, why } = unread.clone();
        let error = behind.is_none().then(|| why.to_string());
        Self { position, category, stream, version, event_type, error, behind, attempts: 0 }
    }

    /// An event that was tried in vain.
    pub fn failed(recorded: &Recorded, fault: &StoreError, attempts: i32) -> Self {
        let error = Some(fault.without_values());
        Self { error, attempts, behind: None, ..Self::behind(recorded, 0) }
    }

    /// An event that waits behind another one of its stream.
    pub fn behind(recorded: &Recorded, first: i64) -> Self {
        Self {
            position: recorded.position,
            category: recorded.category.clone(),
            stream: recorded.stream.to_string(),
            version: recorded.version,
            event_type: recorded.event_type.clone(),
            error: None,
            behind: Some(first),
            attempts: 0,
        }
    }
}

/// An event that a view has set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParkedEvent {
    /// The view.
    pub projection: String,
    /// The event's place in the global order.
    pub position: i64,
    /// The category of its stream.
    pub category: String,
    /// The stream's id, as it is stored.
    pub stream: String,
    /// The event's place in the stream, from 1.
    pub version: i64,
    /// The event's type.
    pub event_type: String,
    /// Why the view could not take it in; none for one that waits behind another.
    pub error: Option<String>,
    /// The parked event of the same stream that it waits behind.
    pub behind: Option<i64>,
    /// How often it was tried.
    pub attempts: i32,
    /// When it was set aside, by the database's clock.
    pub parked_at: DateTime<Utc>,
}

/// An event that an operator has decided to leave out of a view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SkippedEvent {
    /// The view.
    pub projection: String,
    /// The event's place in the global order.
    pub position: i64,
    /// The category of its stream.
    pub category: String,
    /// The stream's id, as it is stored.
    pub stream: String,
    /// The event's place in the stream, from 1.
    pub version: i64,
    /// The event's type.
    pub event_type: String,
    /// Why the view could not take it in.
    pub error: Option<String>,
    /// The operator's reason.
    pub reason: String,
    /// The database's user at the time.
    pub skipped_by: String,
    /// When, by the database's clock.
    pub skipped_at: DateTime<Utc>,
}

/// The streams of these entries that are held up from before.
pub(super) async fn blocked(
    view: &str,
    entries: &[Entry],
    connection: &mut PgConnection,
) -> Result<Blocked, StoreError> {
    let streams: BTreeSet<String> = entries
        .iter()
        .map(|entry| match entry {
            Entry::Recorded(recorded) => recorded.stream.to_string(),
            Entry::Unread(unread) => unread.stream.clone(),
        })
        .collect();
    let rows = sqlx::query!(
        r#"SELECT category, stream, min(position) AS "first!" FROM projection_parked
        WHERE projection = $1 AND stream = ANY ($2)
        GROUP BY category, stream"#,
        view,
        &streams.into_iter().collect::<Vec<_>>()
    )
    .fetch_all(connection)
    .await?;
    let blocked = rows.into_iter().map(|row| ((row.category, row.stream), row.first));
    Ok(Blocked(blocked.collect()))
}

/// Sets events aside.
pub(super) async fn park(
    view: &str,
    parkings: &[Parking],
    connection: &mut PgConnection,
) -> Result<(), StoreError> {
    if parkings.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "INSERT INTO projection_parked (
            projection, position, category, stream, version, event_type, error, behind, attempts
        )
        SELECT $1, position, category, stream, version, event_type, error, behind, attempts
        FROM unnest(
            $2::bigint[], $3::text[], $4::text[], $5::bigint[], $6::text[], $7::text[],
            $8::bigint[], $9::int[]
        ) AS p (position, category, stream, version, event_type, error, behind, attempts)",
        view,
        &parkings.iter().map(|p| p.position).collect::<Vec<_>>(),
        &parkings.iter().map(|p| p.category.as_str()).collect::<Vec<_>>() as &[&str],
        &parkings.iter().map(|p| p.stream.as_str()).collect::<Vec<_>>() as &[&str],
        &parkings.iter().map(|p| p.version).collect::<Vec<_>>(),
        &parkings.iter().map(|p| p.event_type.as_str()).collect::<Vec<_>>() as &[&str],
        &parkings.iter().map(|p| p.error.as_deref()).collect::<Vec<_>>() as &[Option<&str>],
        &parkings.iter().map(|p| p.behind).collect::<Vec<_>>() as &[Option<i64>],
        &parkings.iter().map(|p| p.attempts).collect::<Vec<_>>()
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// The positions of the events that are left out of a view.
pub(super) async fn skipped(
    view: &str,
    connection: &mut PgConnection,
) -> Result<BTreeSet<i64>, StoreError> {
    let positions =
        sqlx::query_scalar!("SELECT position FROM projection_skipped WHERE projection = $1", view)
            .fetch_all(connection)
            .await?;
    Ok(positions.into_iter().collect())
}

/// Every event that is set aside, view by view in the global order.
pub(crate) async fn list(pool: &PgPool) -> Result<Vec<ParkedEvent>, StoreError> {
    Ok(sqlx::query_as!(
        ParkedEvent,
        "SELECT projection, position, category, stream, version, event_type, error, behind,
            attempts, parked_at
        FROM projection_parked ORDER BY projection, position"
    )
    .fetch_all(pool)
    .await?)
}

/// Every event that was ever left out, view by view in the global order.
pub(crate) async fn list_skipped(pool: &PgPool) -> Result<Vec<SkippedEvent>, StoreError> {
    Ok(sqlx::query_as!(
        SkippedEvent,
        "SELECT projection, position, category, stream, version, event_type, error, reason,
            skipped_by, skipped_at
        FROM projection_skipped ORDER BY projection, position"
    )
    .fetch_all(pool)
    .await?)
}

/// Records that a parked event is left out of a view from the next making on; false when the view has
/// no such event parked.
pub(crate) async fn skip(
    pool: &PgPool,
    view: &str,
    position: i64,
    reason: &str,
) -> Result<bool, StoreError> {
    let skipped = sqlx::query!(
        "INSERT INTO projection_skipped (
            projection, position, category, stream, version, event_type, error, reason
        )
        SELECT projection, position, category, stream, version, event_type, error, $3
        FROM projection_parked WHERE projection = $1 AND position = $2
        ON CONFLICT (projection, position) DO UPDATE SET reason = excluded.reason",
        view,
        position,
        reason
    )
    .execute(pool)
    .await?;
    Ok(skipped.rows_affected() > 0)
}
