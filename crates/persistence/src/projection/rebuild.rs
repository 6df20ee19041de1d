//! Making a view anew beside the live one, and putting it in its place while reads go on.

use std::time::Duration;

use std::fmt::Write;

use sqlx::error::DatabaseError;
use sqlx::{Connection, Executor, PgConnection, PgPool};

use super::take::Batch;
use super::{BATCH, Projection, View, parked, start};
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::log::{Log, Stretch};
use crate::process::ProcessManagers;

/// How long the swap waits for a lock, and then lets the reads through before it tries again.
const LONGEST_LOCK: Duration = Duration::from_millis(50);
/// PostgreSQL's code for a lock that was not to be had in time.
const LOCK_NOT_AVAILABLE: &str = "55P03";

/// Reads the whole log into new tables, then swaps them for the live ones in one transaction.
///
/// The new tables are made in a schema of their own, which comes first on the connection's search
/// path, so that the view's own statements fill them; what it cannot take in is set aside there too.
/// `progress` is told the position reached and the head.
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
    let skipped = parked::skipped(view.name, connection).await?;
    let batch = Batch { view, keys, skipped: &skipped };

    let mut parked = 0;
    let mut stretch = log.stretch(0, log.head().await?, view.wanted).await?;
    loop {
        // The last stretch is read with the live view held still.
        let head = log.head().await?;
        let caught_up = head - stretch.reached < BATCH;
        let (filled, ahead) = tokio::join!(
            fill(&batch, &stretch, parked > 0, connection),
            log.stretch(stretch.reached, head, view.wanted)
        );
        parked += filled?;
        progress(stretch.reached, head);
        stretch = ahead?;
        if caught_up {
            break;
        }
    }

    let mut transaction = connection.begin().await?;
    sqlx::query!("SELECT position FROM projections WHERE name = $1 FOR UPDATE", view.name)
        .fetch_one(&mut *transaction)
        .await?;
    // The live view may have gone on since the last look, and must not be put back: its readers have
    // been told how far it is.
    stretch = log.stretch(stretch.after, log.head().await?, view.wanted).await?;
    while stretch.reached > stretch.after {
        parked += batch.take(&stretch.entries, parked > 0, &mut transaction).await?;
        stretch = log.stretch(stretch.reached, log.head().await?, view.wanted).await?;
    }
    // Whoever tends the new tables, as autovacuum does, is waited for while the live ones are read.
    let lock = format!("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE", of_schema(view, &schema));
    transaction.execute(lock.as_str()).await?;
    hold_still(view, &mut transaction).await?;
    for table in view.tables {
        let swap =
            format!("DROP TABLE public.{table}; ALTER TABLE {schema}.{table} SET SCHEMA public");
        transaction.execute(swap.as_str()).await?;
    }
    let over = format!(
        "DELETE FROM public.projection_parked WHERE projection = '{name}';
        INSERT INTO public.projection_parked SELECT * FROM {schema}.projection_parked;
        DELETE FROM public.projection_rebuilds WHERE projection = '{name}';
        DROP SCHEMA {schema} CASCADE",
        name = view.name
    );
    transaction.execute(over.as_str()).await?;
    sqlx::query!(
        "UPDATE projections SET version = $2, position = $3, parked = $4 WHERE name = $1",
        view.name,
        view.version,
        stretch.after,
        parked
    )
    .execute(&mut *transaction)
    .await?;
    // What was made anew may want what was not wanted before.
    sqlx::query!(
        "UPDATE process_desk SET position = 0 WHERE $1",
        view.name == ProcessManagers::NAME
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    progress(stretch.after, stretch.after);
    Ok(())
}

/// Locks the live tables against everybody, for the swap.
///
/// A read that has one of them and waits for another would wait for us while we wait for it, and
/// PostgreSQL would break the deadlock after a second by refusing the read. So we are the one who
/// lets go, long before that, and tries again.
async fn hold_still(view: &View, transaction: &mut PgConnection) -> Result<(), StoreError> {
    let lock = format!(
        "LOCK TABLE {} IN ACCESS EXCLUSIVE MODE; SET LOCAL lock_timeout = 0",
        of_schema(view, "public")
    );
    let shortly = format!("SET LOCAL lock_timeout = {}", LONGEST_LOCK.as_millis());
    loop {
        let mut attempt = transaction.begin().await?;
        attempt.execute(shortly.as_str()).await?;
        let locked = attempt.execute(lock.as_str()).await;
        match locked {
            Ok(_) => return Ok(attempt.commit().await?),
            Err(error) if is_lock_timeout(&error) => attempt.rollback().await?,
            Err(error) => return Err(error.into()),
        }
        tokio::time::sleep(LONGEST_LOCK).await;
    }
}

/// The view's tables in a schema, as a list.
fn of_schema(view: &View, schema: &str) -> String {
    let tables = view.tables.iter().map(|table| format!("{schema}.{table}"));
    tables.collect::<Vec<_>>().join(", ")
}

fn is_lock_timeout(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| code == LOCK_NOT_AVAILABLE)
}

/// Makes empty copies of the view's tables in a schema of their own.
async fn lay_out(
    view: &View,
    schema: &str,
    connection: &mut PgConnection,
) -> Result<(), StoreError> {
    let mut script = format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema};");
    for table in view.tables.iter().chain(&["projection_parked"]) {
        _ = write!(script, "CREATE TABLE {schema}.{table} (LIKE public.{table} INCLUDING ALL);");
    }
    _ = write!(script, "SET search_path TO {schema}, public");
    connection.execute(script.as_str()).await?;
    Ok(())
}

/// Takes a stretch into account; answers how many of its events were set aside.
async fn fill(
    batch: &Batch<'_>,
    stretch: &Stretch,
    some_parked: bool,
    connection: &mut PgConnection,
) -> Result<i64, StoreError> {
    let mut transaction = connection.begin().await?;
    // A making that is lost is begun again from the start, so that nothing need be waited for.
    transaction.execute("SET LOCAL synchronous_commit = off").await?;
    let parked = batch.take(&stretch.entries, some_parked, &mut transaction).await?;
    sqlx::query!(
        "INSERT INTO projection_rebuilds (projection, position) VALUES ($1, $2)
        ON CONFLICT (projection) DO UPDATE SET position = excluded.position",
        batch.view.name,
        stretch.reached
    )
    .execute(&mut *transaction)
    .await?;
    transaction.commit().await?;
    Ok(parked)
}
