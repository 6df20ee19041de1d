//! The limit: the bytes that Mpaka stores, inserted by prepared SQL with nothing around it.

use chrono::{DateTime, Utc};
use mpaka_persistence::ids;
use sqlx::postgres::PgPoolOptions;
use sqlx::{FromRow, PgPool};
use uuid::Uuid;

use super::Work;
use crate::error::BenchError;

/// A row as Mpaka stored it.
#[derive(Debug, FromRow)]
struct Sample {
    aggregate_type: String,
    sequence: i64,
    event_type: String,
    event_version: String,
    payload: String,
    metadata: String,
    recorded_at: DateTime<Utc>,
    canonical: Vec<u8>,
    hash: Vec<u8>,
}

/// Plain inserts into a table of a database.
#[derive(Debug)]
pub struct Raw {
    pool: PgPool,
    /// Streams of one event and of ten.
    one: Vec<Sample>,
    ten: Vec<Sample>,
}

impl Raw {
    /// The log's columns, its key and how its rows are kept; positions from a sequence, and no check or
    /// trigger.
    pub const TABLE: &str = "CREATE TABLE events (
        aggregate_type text        NOT NULL,
        aggregate_id   text        NOT NULL,
        sequence       bigint      NOT NULL,
        event_type     text        NOT NULL,
        event_version  text        NOT NULL,
        payload        json        NOT NULL,
        metadata       json        NOT NULL,
        position       bigserial   NOT NULL UNIQUE,
        event_id       uuid        NOT NULL,
        command_id     uuid        NOT NULL,
        recorded_at    timestamptz NOT NULL,
        canonical      bytea       NOT NULL,
        hash           bytea       NOT NULL,
        PRIMARY KEY (aggregate_id, sequence)
    ) WITH (toast_tuple_target = 8160)";

    /// Opens a connection for each caller. The bytes are those of two streams in Mpaka's log.
    pub async fn open(
        url: &str,
        callers: u32,
        log: &PgPool,
        one: Uuid,
        ten: Uuid,
    ) -> Result<Self, BenchError> {
        let pool = PgPoolOptions::new()
            .min_connections(callers)
            .max_connections(callers)
            .test_before_acquire(false)
            .connect(url)
            .await?;
        Ok(Self { pool, one: sample(log, one).await?, ten: sample(log, ten).await? })
    }

    /// Carries out a command.
    pub async fn command(&self, work: &Work) -> Result<(), BenchError> {
        match work {
            Work::Open | Work::Record(_) => self.insert_one().await,
            Work::OpenTen => self.insert_ten().await,
        }
    }

    async fn insert_one(&self) -> Result<(), BenchError> {
        let Some(sample) = self.one.first() else { return Ok(()) };
        sqlx::query(
            "INSERT INTO events (
                aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
                metadata, event_id, command_id, recorded_at, canonical, hash
            ) VALUES ($1, $2, $3, $4, $5, $6::json, $7::json, $8, $9, $10, $11, $12)",
        )
        .bind(&sample.aggregate_type)
        .bind(ids::next().to_string())
        .bind(sample.sequence)
        .bind(&sample.event_type)
        .bind(&sample.event_version)
        .bind(&sample.payload)
        .bind(&sample.metadata)
        .bind(ids::next())
        .bind(ids::next())
        .bind(sample.recorded_at)
        .bind(&sample.canonical)
        .bind(&sample.hash)
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    async fn insert_ten(&self) -> Result<(), BenchError> {
        let Some(first) = self.ten.first() else { return Ok(()) };
        sqlx::query(
            "INSERT INTO events (
                aggregate_type, aggregate_id, sequence, event_type, event_version, payload,
                metadata, event_id, command_id, recorded_at, canonical, hash
            )
            SELECT $1, $2, n.sequence, n.event_type, $3, n.payload::json, n.metadata::json,
                n.event_id, $4, $5, n.canonical, n.hash
            FROM unnest(
                $6::bigint[], $7::text[], $8::text[], $9::text[], $10::uuid[], $11::bytea[],
                $12::bytea[]
            ) AS n (sequence, event_type, payload, metadata, event_id, canonical, hash)",
        )
        .bind(&first.aggregate_type)
        .bind(ids::next().to_string())
        .bind(&first.event_version)
        .bind(ids::next())
        .bind(first.recorded_at)
        .bind(each(&self.ten, |row| row.sequence))
        .bind(each(&self.ten, |row| row.event_type.as_str()))
        .bind(each(&self.ten, |row| row.payload.as_str()))
        .bind(each(&self.ten, |row| row.metadata.as_str()))
        .bind(each(&self.ten, |_| ids::next()))
        .bind(each(&self.ten, |row| row.canonical.as_slice()))
        .bind(each(&self.ten, |row| row.hash.as_slice()))
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Ends its connections.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

/// A column of some rows.
fn each<'a, T>(rows: &'a [Sample], column: impl Fn(&'a Sample) -> T) -> Vec<T> {
    rows.iter().map(column).collect()
}

async fn sample(log: &PgPool, stream: Uuid) -> Result<Vec<Sample>, BenchError> {
    Ok(sqlx::query_as(
        "SELECT aggregate_type, sequence, event_type, event_version, payload::text AS payload,
            metadata::text AS metadata, recorded_at, canonical, hash
        FROM events WHERE aggregate_id = $1::text ORDER BY sequence",
    )
    .bind(stream.to_string())
    .fetch_all(log)
    .await?)
}

#[cfg(test)]
mod tests {
    use sqlx::{Executor, PgPool};

    /// Columns with their types and the primary key, but not what positions are taken from.
    const SHAPE: &str = "
    SELECT a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
    FROM pg_attribute a
    WHERE a.attrelid = 'events'::regclass AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
    WHERE c.conrelid = 'events'::regclass AND c.contype = 'p'
    UNION ALL
    SELECT unnest(reloptions) FROM pg_class WHERE oid = 'events'::regclass
    ORDER BY 1";

    #[sqlx::test(migrations = "../../migrations")]
    async fn hand_tuned_sql_fills_the_columns_and_the_key_of_the_log(pool: PgPool) {
        let shape = async || sqlx::query_scalar::<_, String>(SHAPE).fetch_all(&pool).await.unwrap();
        let log = shape().await;
        pool.execute("ALTER TABLE events RENAME TO log").await.unwrap();
        let apart = super::Raw::TABLE.replace("PRIMARY KEY", "CONSTRAINT raw_pkey PRIMARY KEY");
        pool.execute(apart.as_str()).await.unwrap();
        assert_eq!(shape().await, log);
    }
}
