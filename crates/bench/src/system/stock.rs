//! cqrs-es with postgres-es, as published: its framework, its table, one transaction a command.

use cqrs_es::{Aggregate, AggregateError};
use mpaka_domain::casework::investigation::Investigation;
use mpaka_domain::{Decider, Law};
use mpaka_persistence::cqrs::{Cqrs, Enveloped, metadata};
use mpaka_persistence::ids;
use postgres_es::{PostgresCqrs, postgres_cqrs};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;
use uuid::Uuid;

use super::{Work, turn};
use crate::error::BenchError;
use crate::several::Several;
use crate::texts::{self, Texts};

/// The library's own pool has this many connections.
const USUAL: u32 = 10;

/// The library's framework on a database.
pub struct Stock {
    pool: PgPool,
    one: PostgresCqrs<Cqrs<Investigation>>,
    several: PostgresCqrs<Cqrs<Several<Investigation>>>,
}

impl std::fmt::Debug for Stock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Stock")
    }
}

impl Stock {
    /// The table, as the library's `db/init.sql` makes it.
    pub const TABLE: &str = "CREATE TABLE events (
        aggregate_type text                         NOT NULL,
        aggregate_id   text                         NOT NULL,
        sequence       bigint CHECK (sequence >= 0) NOT NULL,
        event_type     text                         NOT NULL,
        event_version  text                         NOT NULL,
        payload        json                         NOT NULL,
        metadata       json                         NOT NULL,
        PRIMARY KEY (aggregate_type, aggregate_id, sequence)
    )";

    /// Opens the framework with a connection for each caller, where the library's own pool would have
    /// fewer, and with the library's other settings.
    pub async fn open(url: &str, callers: u32) -> Result<Self, BenchError> {
        let pool = PgPoolOptions::new().max_connections(callers.max(USUAL)).connect(url).await?;
        let one = postgres_cqrs(pool.clone(), vec![], Law::default());
        let several = postgres_cqrs(pool.clone(), vec![], Law::default());
        Ok(Self { pool, one, several })
    }

    /// Carries out a command.
    pub async fn command(&self, work: &Work, number: u64, texts: &Texts) -> Result<(), BenchError> {
        match work {
            Work::Open => send(&self.one, ids::next(), texts.open()?, texts).await,
            Work::OpenTen => send(&self.several, ids::next(), texts.file_of(10)?, texts).await,
            Work::Record(streams) => {
                send(&self.one, turn(streams, number), texts::decision(number), texts).await
            }
        }
    }

    /// Makes streams of so many events: one through the framework, the others as copies of its rows.
    pub async fn prepare(
        &self,
        streams: &[Uuid],
        events: u64,
        texts: &Texts,
    ) -> Result<(), BenchError> {
        let sample = ids::next();
        send(&self.several, sample, texts.file_of(events)?, texts).await?;
        sqlx::query(
            "INSERT INTO events (
                aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata
            )
            SELECT s.aggregate_type, stream, s.sequence, s.event_type, s.event_version, s.payload,
                s.metadata
            FROM unnest($1::text[]) AS stream, events s
            WHERE s.aggregate_id = $2",
        )
        .bind(streams.iter().map(Uuid::to_string).collect::<Vec<_>>())
        .bind(sample.to_string())
        .execute(&self.pool)
        .await?;
        Ok(())
    }

    /// Ends its connections.
    pub async fn close(self) {
        self.pool.close().await;
    }
}

async fn send<D: Decider>(
    framework: &PostgresCqrs<Cqrs<D>>,
    stream: Uuid,
    command: D::Command,
    texts: &Texts,
) -> Result<(), BenchError> {
    let envelope = texts.envelope();
    let stored = metadata(&envelope)?;
    let command = Enveloped { command, metadata: envelope };
    let refused = |error: AggregateError<<Cqrs<D> as Aggregate>::Error>| {
        BenchError::Refused(error.to_string())
    };
    framework.execute_with_metadata(&stream.to_string(), command, stored).await.map_err(refused)
}
