//! The desk: looks at process instances that changed or whose time has come, and sends what they want.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use mpaka_domain::process::Order;
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use tracing::{debug, error, info, warn};
use uuid::Uuid;

use super::manager::{Look, Manager};
use super::send::{Sent, send};
use super::{Now, ProcessManagers};
use crate::error::StoreError;
use crate::log::Log;
use crate::projection::{Positions, Projection};
use crate::streams::Streams;

/// How long until the desk looks at the clock again while nothing happens.
const TICK: Duration = Duration::from_secs(1);
/// The most instances that are looked at before what was done is kept.
const PAGE: i64 = 50;
/// How often an order is tried that fails for no passing reason.
const ATTEMPTS: i32 = 5;
/// How long to wait after an order could not be sent; twice as long after each more time.
const PAUSE: TimeDelta = TimeDelta::seconds(1);
/// The most that the pause is doubled: to five minutes or so.
const DOUBLINGS: i32 = 8;
/// The code of an order that was given up.
const GIVEN_UP: &str = "FAULT";

/// What the desk works with.
pub(crate) struct Desk {
    pub pool: PgPool,
    pub log: Log,
    pub streams: Streams,
    pub positions: Positions,
    pub now: Now,
}

/// An instance that is to be looked at.
struct Found {
    process: String,
    instance: Uuid,
    state: Value,
    position: i64,
    attempts: i32,
}

impl Desk {
    /// Keeps looking. Any number of processes may; one at a time has the desk.
    pub async fn keep_looking(self) {
        let mut seen = 0;
        loop {
            match self.look_around().await {
                Ok(position) => seen = seen.max(position),
                // What was not kept is done again, and has no second effect.
                Err(fault) => {
                    error!(error = %fault.chain(), "the processes' desk stopped");
                    tokio::time::sleep(TICK).await;
                }
            }
            _ = tokio::time::timeout(TICK, self.positions.past(ProcessManagers::NAME, seen)).await;
        }
    }

    /// Looks at everything that changed or whose time has come; answers up to where it has seen.
    async fn look_around(&self) -> Result<i64, StoreError> {
        let head = self.log.head().await?;
        // The time is taken first: whatever was recorded before it is in the states.
        let now = (self.now)();
        if let Err(behind) = self.positions.reached(ProcessManagers::NAME, head).await {
            debug!(error = %behind.chain(), "the processes' states are behind");
            return Ok(0);
        }
        while self.look_at_some(head, now).await? {}
        Ok(head)
    }

    /// Looks at a page of instances; whether there may be more to look at.
    async fn look_at_some(&self, head: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let mut desk = self.pool.begin().await?;
        if !own(&mut desk).await? {
            return Ok(false);
        }
        let changed = changed(head, &mut desk).await?;
        let woken = woken(now, &mut desk).await?;
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = changed.len() >= page || woken.len() >= page;
        // Two instances that one event changed may stand on both sides of the end of a page.
        let upto = match changed.last() {
            Some(last) if changed.len() >= page => last.position - 1,
            Some(_) | None => head,
        };
        let mut looked = BTreeSet::new();
        for found in changed.into_iter().chain(woken) {
            if looked.insert((found.process.clone(), found.instance)) {
                self.look_at(found, now, &mut desk).await?;
            }
        }
        sqlx::query!("UPDATE process_desk SET position = greatest(position, $1)", upto)
            .execute(&mut *desk)
            .await?;
        desk.commit().await?;
        Ok(more)
    }

    /// Sends what an instance wants, as far as it was not sent before, and notes when to come back.
    async fn look_at(
        &self,
        found: Found,
        now: DateTime<Utc>,
        desk: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Found { process, instance, state, attempts, .. } = found;
        let Some(manager) = Manager::named(&process) else {
            // A newer program's, which will look at it itself.
            return Ok(());
        };
        let Ok(Look { orders, wakes }) = (manager.look)(state, instance, now) else {
            error!(%process, %instance, "a process's state does not read; make it anew");
            return come_back(&process, instance, now, attempts, desk).await;
        };
        let taken = taken(&process, instance, &orders, desk).await?;
        for order in orders.iter().filter(|order| !taken.contains(&order.step)) {
            let refusal = match send(&self.streams, manager.name, instance, order, now).await {
                Sent::Done => None,
                Sent::Refused(code) => {
                    warn!(%process, %instance, code, "an order was refused");
                    Some(code)
                }
                Sent::NotNow => {
                    return come_back(&process, instance, now, attempts, desk).await;
                }
                Sent::Failed(fault) if attempts + 1 < ATTEMPTS => {
                    warn!(%process, %instance, error = %fault.chain(), "an order failed");
                    return come_back(&process, instance, now, attempts, desk).await;
                }
                Sent::Failed(fault) => {
                    error!(%process, %instance, error = %fault.chain(), "an order is given up");
                    Some(GIVEN_UP)
                }
            };
            take(&process, instance, order, refusal, now, desk).await?;
        }
        wake(&process, instance, wakes, desk).await
    }
}

/// Whether this transaction has the desk, until it ends.
async fn own(desk: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_xact_lock(hashtext('mpaka process'), hashtext('desk')) AS "own!""#
    )
    .fetch_one(desk)
    .await?)
}

/// Instances that events up to `head` changed since the desk last looked, oldest change first.
async fn changed(head: i64, desk: &mut PgConnection) -> Result<Vec<Found>, StoreError> {
    Ok(sqlx::query_as!(
        Found,
        r#"SELECT i.process, i.instance, i.state, i.position,
            coalesce(w.attempts, 0) AS "attempts!"
        FROM process_desk d
        JOIN process_instance i ON i.position > d.position AND i.position <= $1
        LEFT JOIN process_wake w ON w.process = i.process AND w.instance = i.instance
        ORDER BY i.position, i.process, i.instance
        LIMIT $2"#,
        head,
        PAGE
    )
    .fetch_all(desk)
    .await?)
}

/// Instances whose time has come.
async fn woken(now: DateTime<Utc>, desk: &mut PgConnection) -> Result<Vec<Found>, StoreError> {
    Ok(sqlx::query_as!(
        Found,
        "SELECT i.process, i.instance, i.state, i.position, w.attempts
        FROM process_wake w
        JOIN process_instance i ON i.process = w.process AND i.instance = w.instance
        WHERE w.wake_at <= $1
        ORDER BY w.wake_at, i.process, i.instance
        LIMIT $2",
        now,
        PAGE
    )
    .fetch_all(desk)
    .await?)
}

/// The steps of these orders that were taken before.
async fn taken(
    process: &str,
    instance: Uuid,
    orders: &[Order],
    desk: &mut PgConnection,
) -> Result<BTreeSet<String>, StoreError> {
    if orders.is_empty() {
        return Ok(BTreeSet::new());
    }
    let steps: Vec<_> = orders.iter().map(|order| order.step.as_str()).collect();
    let taken = sqlx::query_scalar!(
        "SELECT step FROM process_step WHERE process = $1 AND instance = $2 AND step = ANY ($3)",
        process,
        instance,
        &steps as &[&str]
    )
    .fetch_all(desk)
    .await?;
    Ok(taken.into_iter().collect())
}

/// Remembers that a step was taken, and what came of it.
async fn take(
    process: &str,
    instance: Uuid,
    order: &Order,
    refusal: Option<&str>,
    now: DateTime<Utc>,
    desk: &mut PgConnection,
) -> Result<(), StoreError> {
    let record = order.record();
    info!(process, %instance, %record, refusal, "a step was taken");
    sqlx::query!(
        "INSERT INTO process_step (process, instance, step, record, refusal, taken_at)
        VALUES ($1, $2, $3, $4, $5, $6)",
        process,
        instance,
        order.step,
        record,
        refusal,
        now
    )
    .execute(desk)
    .await?;
    Ok(())
}

/// Notes when an instance is to be looked at although nothing happens.
async fn wake(
    process: &str,
    instance: Uuid,
    at: Option<DateTime<Utc>>,
    desk: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "WITH gone AS (
            DELETE FROM process_wake
            WHERE process = $1 AND instance = $2 AND $3::timestamptz IS NULL
        )
        INSERT INTO process_wake (process, instance, wake_at)
        SELECT $1, $2, $3 WHERE $3::timestamptz IS NOT NULL
        ON CONFLICT (process, instance) DO UPDATE SET wake_at = excluded.wake_at, attempts = 0",
        process,
        instance,
        at
    )
    .execute(desk)
    .await?;
    Ok(())
}

/// Notes that an instance's orders could not be sent, and are to be tried again.
async fn come_back(
    process: &str,
    instance: Uuid,
    now: DateTime<Utc>,
    attempts: i32,
    desk: &mut PgConnection,
) -> Result<(), StoreError> {
    let pause = PAUSE * 2_i32.pow(attempts.clamp(0, DOUBLINGS).unsigned_abs());
    sqlx::query!(
        "INSERT INTO process_wake (process, instance, wake_at, attempts) VALUES ($1, $2, $3, $4)
        ON CONFLICT (process, instance)
        DO UPDATE SET wake_at = excluded.wake_at, attempts = excluded.attempts",
        process,
        instance,
        now + pause,
        attempts + 1
    )
    .execute(desk)
    .await?;
    Ok(())
}
