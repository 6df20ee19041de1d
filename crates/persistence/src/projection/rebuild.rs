//! Making a view anew beside the live one, and putting it in its place while reads go on.

use sqlx::{Connection, PgConnection, PgPool};

use super::{BATCH, Projection, start};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::log::Log;

/// Reads the whole log into new tables, then swaps them for the live ones in one transaction.
///
/// The new tables are made in a schema of their own, which comes first on the connection's search
/// path, so that the view's own statements fill them. `progress` is told the position reached and
/// the head.
pub(crate) async fn rebuild<P: Projection>(
    pool: &PgPool,
    log: &Log,
    keys: &KeyRing,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await?.detach();
    let outcome = replace::<P>(log, keys, &mut connection, progress).await;
    connection.close().await?;
    outcome
}

async fn replace<P: Projection>(
    log: &Log,
    keys: &KeyRing,
    connection: &mut PgConnection,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<(), StoreError> {
    let schema = format!("rebuild_{}", P::NAME);
    sqlx::query!("SELECT pg_advisory_lock(hashtext('mpaka rebuild'), hashtext($1))", P::NAME)
        .execute(&mut *connection)
        .await?;
    start::<P>(connection).await?;
    lay_out::<P>(&schema, connection).await?;

    let mut position = 0;
    loop {
        let reached = fill::<P>(log, keys, position, connection).await?;
        progress(reached, log.head().await?);
        // The last stretch is read with the live view held still.
        let caught_up = reached - position < BATCH;
        position = reached;
        if caught_up {
            break;
        }
    }

    let mut transaction = connection.begin().await?;
    sqlx::query!("SELECT position FROM projections WHERE name = $1 FOR UPDATE", P::NAME)
        .fetch_one(&mut *transaction)
        .await?;
    loop {
        let events = log.after(position, BATCH).await?;
        let Some(last) = events.last() else { break };
        for recorded in &events {
            P::project(recorded, keys, &mut transaction).await?;
        }
        position = last.position;
    }
    for table in P::TABLES {
        let swap =
            format!("DROP TABLE public.{table}; ALTER TABLE {schema}.{table} SET SCHEMA public");
        sqlx::raw_sql(&swap).execute(&mut *transaction).await?;
    }
    sqlx::raw_sql(&format!("DROP SCHEMA {schema}")).execute(&mut *transaction).await?;
    sqlx::query!(
        "UPDATE projections SET version = $2, position = $3 WHERE name = $1",
        P::NAME,
        P::VERSION,
        position
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    progress(position, position);
    Ok(())
}

/// Makes empty copies of the view's tables in a schema of their own.
async fn lay_out<P: Projection>(
    schema: &str,
    connection: &mut PgConnection,
) -> Result<(), StoreError> {
    let mut script = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema};");
    for table in P::TABLES {
        script += &format!("CREATE TABLE {schema}.{table} (LIKE public.{table} INCLUDING ALL);");
    }
    script += &format!("SET search_path TO {schema}, public");
    sqlx::raw_sql(&script).execute(connection).await?;
    Ok(())
}

/// Takes one batch of events into account; answers the position reached.
async fn fill<P: Projection>(
    log: &Log,
    keys: &KeyRing,
    position: i64,
    connection: &mut PgConnection,
) -> Result<i64, StoreError> {
    let events = log.after(position, BATCH).await?;
    let mut transaction = connection.begin().await?;
    for recorded in &events {
        P::project(recorded, keys, &mut transaction).await?;
    }
    transaction.commit().await?;
    Ok(events.last().map_or(position, |last| last.position))
}
