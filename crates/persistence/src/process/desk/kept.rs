//! What the desk keeps of its work: the steps that were taken, and when to come back to an instance.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use mpaka_domain::process::Order;
use sqlx::PgConnection;
use tracing::info;
use uuid::Uuid;

use crate::error::StoreError;

/// How long to wait after an order could not be carried out; twice as long after each more time.
const PAUSE: TimeDelta = TimeDelta::seconds(1);
/// The most that the pause is doubled: to four minutes or so.
const DOUBLINGS: i32 = 8;

/// The steps of these orders that were taken before.
pub(super) async fn taken(
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
pub(super) async fn take(
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
pub(super) async fn wake(
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
        ON CONFLICT (process, instance)
        DO UPDATE SET wake_at = excluded.wake_at, attempts = 0, fault = NULL",
        process,
        instance,
        at
    )
    .execute(desk)
    .await?;
    Ok(())
}

/// Notes that an instance's orders could not be carried out, after so many times before and with what
/// code, and are to be tried again; sooner, where it is to be looked at sooner.
pub(super) async fn come_back(
    process: &str,
    instance: Uuid,
    (attempts, fault): (i32, &str),
    now: DateTime<Utc>,
    wakes: Option<DateTime<Utc>>,
    desk: &mut PgConnection,
) -> Result<(), StoreError> {
    let again = now + pause(attempts);
    sqlx::query!(
        "INSERT INTO process_wake (process, instance, wake_at, attempts, fault)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (process, instance)
        DO UPDATE SET wake_at = excluded.wake_at, attempts = excluded.attempts,
            fault = excluded.fault",
        process,
        instance,
        wakes.map_or(again, |wakes| wakes.min(again)),
        attempts.saturating_add(1),
        fault
    )
    .execute(desk)
    .await?;
    Ok(())
}

fn pause(attempts: i32) -> TimeDelta {
    PAUSE * 2_i32.pow(attempts.clamp(0, DOUBLINGS).unsigned_abs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pause_grows_to_some_minutes_and_no_further() {
        let seconds = |attempts| pause(attempts).num_seconds();
        assert_eq!([0, 1, 2, 8].map(seconds), [1, 2, 4, 256]);
        assert_eq!(seconds(i32::MAX), 256);
    }
}
