//! Making a view anew beside the live one, and putting it in its place while reads go on.

use sqlx::{Connection, Executor, PgConnection, PgPool};

use super::{BATCH, View, start};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::log::Log;

/// Reads the whole log into new tables, then swaps them for the live ones in one transaction.
///
/// The new tables are made in a schema of their own, which comes first on the connection's search
/// path, so that the view's own statements fill them. `progress` is told the position reached and
/// the head.
pub(crate) async fn rebuild(
    view: &View,
    pool: &PgPool,
    log: &Log,
    keys: &KeyRing,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await?.detach();
    let outcome = replace(view, log, keys, &mut connection, progress).await;
    connection.close().await?;
    outcome
}

async fn replace(
    view: &View,
    log: &Log,
    keys: &KeyRing,
    connection: &mut PgConnection,
    progress: &(dyn Fn(i64, i64) + Send + Sync),
) -> Result<(), StoreError> {
    let schema = format!("rebuild_{}", view.name);
    sqlx::query!("SELECT pg_advisory_lock(hashtext('mpaka rebuild'), hashtext($1))", view.name)
        .execute(&mut *connection)
        .await?;
    start(view, connection).await?;
    lay_out(view, &schema, connection).await?;

    let mut position = 0;
    loop {
        let reached = fill(view, log, keys, position, connection).await?;
        progress(reached, log.head().await?);
        // The last stretch is read with the live view held still.
        let caught_up = reached - position < BATCH;
        position = reached;
        if caught_up {
            break;
        }
    }

    let mut transaction = connection.begin().await?;
    sqlx::query!("SELECT position FROM projections WHERE name = $1 FOR UPDATE", view.name)
        .fetch_one(&mut *transaction)
        .await?;
    loop {
        let events = log.after(position, BATCH).await?;
        let Some(last) = events.last() else { break };
        view.take(&events, keys, &mut transaction).await?;
        position = last.position;
    }
    for table in view.tables {
        let swap =
            format!("DROP TABLE public.{table}; ALTER TABLE {schema}.{table} SET SCHEMA public");
        transaction.execute(swap.as_str()).await?;
    }
    transaction.execute(format!("DROP SCHEMA {schema}").as_str()).await?;
    sqlx::query!(
        "UPDATE projections SET version = $2, position = $3 WHERE name = $1",
        view.name,
        view.version,
        position
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    progress(position, position);
    Ok(())
}

/// Makes empty copies of the view's tables in a schema of their own.
async fn lay_out(
    view: &View,
    schema: &str,
    connection: &mut PgConnection,
) -> Result<(), StoreError> {
    let mut script = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema};");
    for table in view.tables {
        script += &format!("CREATE TABLE {schema}.{table} (LIKE public.{table} INCLUDING ALL);");
    }
    script += &format!("SET search_path TO {schema}, public");
    connection.execute(script.as_str()).await?;
    Ok(())
}

/// Takes one batch of events into account; answers the position reached.
async fn fill(
    view: &View,
    log: &Log,
    keys: &KeyRing,
    position: i64,
    connection: &mut PgConnection,
) -> Result<i64, StoreError> {
    let events = log.after(position, BATCH).await?;
    let mut transaction = connection.begin().await?;
    view.take(&events, keys, &mut transaction).await?;
    transaction.commit().await?;
    Ok(events.last().map_or(position, |last| last.position))
}
