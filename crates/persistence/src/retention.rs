//! Retention of command ids: how long a command that is sent again is known as the same.

use std::time::Duration;

use sqlx::PgPool;
use tracing::{info, warn};

use crate::database::answered;
use crate::error::StoreError;

/// How often what is too old is looked for.
const EVERY: Duration = Duration::from_hours(1);
/// The most ids that one statement forgets, so that none holds up the writers.
const BATCH: i64 = 5_000;
/// How long one statement may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// Forgets commands that were recorded longer ago than this, by the database's clock; answers how
/// many. Their events stay.
pub(crate) async fn forget(pool: &PgPool, older_than: Duration) -> Result<u64, StoreError> {
    let mut forgotten = 0;
    loop {
        let batch = sqlx::query!(
            "DELETE FROM commands WHERE command_id IN (
                SELECT command_id FROM commands
                WHERE recorded_at < now() - make_interval(secs => $1) LIMIT $2
            )",
            older_than.as_secs_f64(),
            BATCH
        );
        let gone = answered(PATIENCE, batch.execute(pool)).await?.rows_affected();
        forgotten += gone;
        if gone < BATCH.unsigned_abs() {
            return Ok(forgotten);
        }
    }
}

/// Forgets them now and every hour. Any number of processes may do so.
pub(crate) async fn keep_forgetting(pool: PgPool, older_than: Duration) {
    let mut hours = tokio::time::interval(EVERY);
    loop {
        hours.tick().await;
        match forget(&pool, older_than).await {
            Ok(0) => {}
            Ok(forgotten) => info!(forgotten, "old command ids were forgotten"),
            Err(error) => warn!(error = %error.chain(), "old command ids could not be forgotten"),
        }
    }
}
