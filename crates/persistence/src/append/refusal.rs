//! Why commands of a batch cannot be taken.

use sqlx::PgConnection;

use super::columns::Columns;
use super::{Append, Outcome};

struct Row {
    same: Option<bool>,
    version: Option<i64>,
    position: Option<i64>,
    category: Option<String>,
    current: Option<i64>,
    claim: Option<i64>,
}

/// Which commands cannot be taken, and why; one line a command, in their order. What others write
/// meanwhile may stand in the way of the rest.
pub(super) async fn of(
    connection: &mut PgConnection,
    appends: &[&Append],
) -> Result<Vec<Option<Outcome>>, sqlx::Error> {
    let columns = Columns::of(appends);
    let rows = sqlx::query_as!(
        Row,
        r#"SELECT earlier.actor = a.actor AND earlier.fingerprint = a.fingerprint AS same,
            earlier.sequence AS "version?",
            coalesce(earlier.position, (
                SELECT e.position FROM events e
                WHERE e.aggregate_id = earlier.aggregate_id AND e.sequence = earlier.sequence
            )) AS position,
            latest.aggregate_type AS "category?", latest.sequence AS "current?", held.claim
        FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::text[]) WITH ORDINALITY
            AS a (command_id, actor, fingerprint, stream, ordinal)
        LEFT JOIN commands earlier ON earlier.command_id = a.command_id
        LEFT JOIN LATERAL (
            SELECT e.sequence, e.aggregate_type FROM events e
            WHERE e.aggregate_id = a.stream ORDER BY e.sequence DESC LIMIT 1
        ) latest ON true
        LEFT JOIN LATERAL (
            SELECT min(w.place) AS claim
            FROM unnest($5::int[], $6::text[], $7::text[]) WITH ORDINALITY
                AS w (command, kind, key, place)
            JOIN claims h ON h.kind = w.kind AND h.key = w.key
            WHERE w.command = a.ordinal AND h.aggregate_id <> a.stream
        ) held ON true
        ORDER BY a.ordinal"#,
        &columns.commands,
        &columns.actors as &[&str],
        &columns.fingerprints as &[&[u8]],
        &columns.streams,
        &columns.claim_command,
        &columns.claim_kinds as &[&str],
        &columns.claim_keys as &[&str]
    )
    .fetch_all(connection)
    .await?;
    let held = |row: &Row| {
        let index = usize::try_from(row.claim?.checked_sub(1)?).ok()?;
        Some(Outcome::Claimed((*columns.claims.get(index)?).clone()))
    };
    Ok(appends
        .iter()
        .zip(&rows)
        .map(|(append, row)| why(append, row).or_else(|| held(row)))
        .collect())
}

fn why(append: &Append, row: &Row) -> Option<Outcome> {
    match *row {
        Row { same: Some(true), version: Some(version), position: Some(position), .. } => {
            Some(Outcome::Written { version, position, repeated: true })
        }
        Row { same: Some(false), .. } => Some(Outcome::Reused),
        Row { category: Some(ref category), .. } if category != append.category => {
            Some(Outcome::Taken)
        }
        Row { current, .. } if current.unwrap_or(0) != append.expected => {
            Some(Outcome::Conflict { version: current.unwrap_or(0) })
        }
        _ => None,
    }
}
