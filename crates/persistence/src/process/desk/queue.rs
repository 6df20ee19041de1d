//! What is to be looked at, and in which order.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::StoreError;
use crate::process::ProcessManagers;
use crate::process::manager::{MANAGERS, Manager};
use crate::projection::Projection;

/// The most instances of a process manager that have a turn in a round: of those that changed, and of those
/// whose time has come.
const TURN: i64 = 10;

/// An instance that is to be looked at.
pub(super) struct Found {
    pub process: String,
    pub instance: Uuid,
    pub state: Value,
    pub position: i64,
    pub attempts: i32,
}

/// The instances that are to be looked at in a round, oldest change and oldest due time first.
pub(super) struct Queue {
    changed: Vec<Found>,
    woken: Vec<Found>,
}

/// The turn of an instance in a round.
pub(super) struct Turn<'a> {
    pub manager: &'static Manager,
    pub found: &'a Found,
    /// Whether it changed, and not only its time has come.
    pub changed: bool,
    /// Whether it may be left for the next round: nothing that is urgent, nor its process manager's first.
    pub may_wait: bool,
}

/// Whether this transaction has the desk, until it ends. Nobody has while the states are another version's.
pub(super) async fn own(desk: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtext('mpaka process'), hashtext('desk'))
            AND EXISTS (SELECT FROM projections WHERE name = $1 AND version = $2) AS "own!""#,
        ProcessManagers::NAME,
        ProcessManagers::VERSION
    )
    .fetch_one(desk)
    .await?)
}

impl Queue {
    /// Some of the instances that events up to `head` changed since the desk last looked, and of those
    /// whose time has come.
    pub async fn find(
        head: i64,
        now: DateTime<Utc>,
        desk: &mut PgConnection,
    ) -> Result<Self, StoreError> {
        let names: Vec<_> = MANAGERS.iter().map(|manager| manager.name.as_str()).collect();
        let changed = sqlx::query_as!(
            Found,
            r#"SELECT m.process AS "process!", i.instance, i.state, i.position,
                coalesce(w.attempts, 0) AS "attempts!"
            FROM unnest($1::text[]) AS m (process)
            LEFT JOIN process_desk d ON d.process = m.process
            CROSS JOIN LATERAL (
                SELECT instance, state, position FROM process_instance
                WHERE process = m.process AND position > coalesce(d.position, 0) AND position <= $2
                ORDER BY position
                LIMIT $3
            ) i
            LEFT JOIN process_wake w ON w.process = m.process AND w.instance = i.instance
            ORDER BY i.position"#,
            &names as &[&str],
            head,
            TURN
        )
        .fetch_all(&mut *desk)
        .await?;
        let woken = sqlx::query_as!(
            Found,
            r#"SELECT m.process AS "process!", due.instance, due.state, due.position, due.attempts
            FROM unnest($1::text[]) AS m (process)
            CROSS JOIN LATERAL (
                SELECT i.instance, i.state, i.position, w.wake_at, w.attempts
                FROM process_wake w
                JOIN process_instance i ON i.process = w.process AND i.instance = w.instance
                WHERE w.process = m.process AND w.wake_at <= $2
                ORDER BY w.wake_at, w.instance
                LIMIT $3
            ) due
            ORDER BY due.wake_at, due.instance"#,
            &names as &[&str],
            now,
            TURN
        )
        .fetch_all(desk)
        .await?;
        Ok(Self { changed, woken })
    }

    /// Whether there is more than has a turn in this round.
    pub fn is_cut_short(&self) -> bool {
        [&self.changed, &self.woken]
            .iter()
            .any(|found| MANAGERS.iter().any(|manager| is_full(found, manager.name.as_str())))
    }

    /// The turns in their order: first whatever is urgent, then the first instance of each process
    /// manager, then the second, and so on.
    pub fn turns(&self) -> Vec<Turn<'_>> {
        let mut turns = Vec::with_capacity(self.changed.len() + self.woken.len());
        for (found, changed) in [(&self.changed, true), (&self.woken, false)] {
            let mut numbers = HashMap::new();
            for found in found {
                let Some(manager) = Manager::named(&found.process) else { continue };
                let number = numbers.entry(manager.name).or_insert(0_u32);
                let may_wait = !manager.urgent && *number > 0;
                turns
                    .push(((!manager.urgent, *number), Turn { manager, found, changed, may_wait }));
                *number += 1;
            }
        }
        turns.sort_by_key(|(place, _)| *place);
        turns.into_iter().map(|(_, turn)| turn).collect()
    }

    /// Remembers up to where the changes of each process manager have been looked at: `reached` is the last
    /// one that was, by process manager.
    pub async fn move_on(
        &self,
        head: i64,
        reached: &BTreeMap<&'static str, i64>,
        desk: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let (names, positions): (Vec<_>, Vec<_>) = MANAGERS
            .iter()
            .map(|manager| manager.name.as_str())
            .filter_map(|process| {
                let last = self.changed.iter().rfind(|found| found.process == process);
                let reached = reached.get(process).copied();
                let all = reached == last.map(|found| found.position);
                let to = if all && !is_full(&self.changed, process) { Some(head) } else { reached };
                Some((process, to?))
            })
            .unzip();
        sqlx::query!(
            "INSERT INTO process_desk (process, position)
            SELECT process, position FROM unnest($1::text[], $2::bigint[])
                AS moved (process, position)
            ON CONFLICT (process)
            DO UPDATE SET position = greatest(process_desk.position, excluded.position)",
            &names as &[&str],
            &positions
        )
        .execute(desk)
        .await?;
        Ok(())
    }
}

/// Whether there may be more of a process manager's instances.
fn is_full(found: &[Found], process: &str) -> bool {
    let of_it = found.iter().filter(|found| found.process == process).count();
    i64::try_from(of_it).is_ok_and(|of_it| of_it >= TURN)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(process: &str, position: i64) -> Found {
        let (process, instance) =
            (process.to_owned(), Uuid::from_u128(position.unsigned_abs().into()));
        Found { process, instance, state: Value::Null, position, attempts: 0 }
    }

    #[test]
    fn what_is_urgent_comes_first_and_the_others_take_turns() {
        let changed = [
            found("RETENTION_REVIEW", 1),
            found("RETENTION_REVIEW", 2),
            found("CASE_TASKS", 3),
            found("CONSENT_CASCADE", 4),
            found("CONSENT_CASCADE", 5),
        ];
        let woken = [found("RETENTION_REVIEW", 6), found("NRM_CLOCK", 7)];
        let queue = Queue { changed: changed.into(), woken: woken.into() };
        let turns = queue.turns();
        let places: Vec<_> = turns.iter().map(|turn| turn.found.position).collect();
        assert_eq!(places, [4, 5, 1, 3, 6, 7, 2]);
        let may_wait: Vec<_> = turns.iter().map(|turn| turn.may_wait).collect();
        assert_eq!(may_wait, [false, false, false, false, false, false, true]);
    }
}
