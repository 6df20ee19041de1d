//! Filling a log to a size with set-based SQL: copies of real streams under fresh ids.
//!
//! Copied are streams whose events hold no personal data, so that every event can be read. Only the
//! canonical bytes still name the stream they were copied from.

use std::fmt::Write;

use mpaka_domain::casework::investigation::Investigation;
use mpaka_persistence::ids;
use sqlx::{Connection, Executor, PgConnection};
use uuid::Uuid;

use crate::Bench;
use crate::error::BenchError;
use crate::ground::connect;
use crate::system::Mpaka;

/// How many streams are copied, and how many events each has.
const SAMPLES: i64 = 25;
const EVENTS: i64 = 4;
/// How many events one transaction copies.
const CHUNK: i64 = 250_000;

/// Ids that sort by their number, as those of UUID version 7 do by time: from 1 January 2026 on, a
/// hundred in a millisecond.
const IDS: &str = "
CREATE OR REPLACE FUNCTION pg_temp.bench_id(kind text, n bigint) RETURNS uuid
IMMUTABLE LANGUAGE sql AS $$
    SELECT (lpad(to_hex(1767225600000 + n / 100), 12, '0') || '7' || lpad(to_hex(n % 4096), 3, '0')
        || '8' || substr(md5(kind || n), 1, 15))::uuid
$$
";

/// Fills a log up to a size.
pub async fn fill(bench: &Bench, engine: &Mpaka, url: &str, size: i64) -> Result<(), BenchError> {
    let mut samples = Vec::new();
    for _ in 0..SAMPLES {
        let stream = ids::next();
        for command in bench.texts.plain_file()? {
            // One command an event, as in life, so that the commands' table grows with the log.
            engine.send::<Investigation>(stream, command, &bench.texts).await?;
        }
        samples.push(stream);
    }
    copy(bench, &mut connect(url).await?, &samples, size).await
}

async fn copy(
    bench: &Bench,
    connection: &mut PgConnection,
    samples: &[Uuid],
    size: i64,
) -> Result<(), BenchError> {
    // Temporary tables and functions are a connection's own.
    connection.execute(IDS).await?;
    let samples: Vec<String> = samples.iter().map(Uuid::to_string).collect();
    for statement in [
        "CREATE TEMP TABLE sample_events AS
        SELECT e.*, dense_rank() OVER (ORDER BY e.aggregate_id) - 1 AS bench_sample
        FROM events e WHERE e.aggregate_id::text = ANY ($1)",
        "CREATE TEMP TABLE sample_commands AS
        SELECT c.*, s.bench_sample, s.sequence AS bench_sequence
        FROM commands c JOIN sample_events s ON s.command_id = c.command_id
        WHERE $1::text[] IS NOT NULL",
        "CREATE TEMP TABLE sample_claims AS
        SELECT c.*, s.bench_sample
        FROM claims c JOIN (SELECT DISTINCT aggregate_id, bench_sample FROM sample_events) s
            ON s.aggregate_id = c.aggregate_id
        WHERE $1::text[] IS NOT NULL",
    ] {
        sqlx::query(statement).bind(&samples).execute(&mut *connection).await?;
    }
    let stream = "pg_temp.bench_id('stream', g.n / {EVENTS})";
    let stream = stream.replace("{EVENTS}", &EVENTS.to_string());
    let event = [
        ("aggregate_id", stream.clone()),
        ("event_id", "pg_temp.bench_id('event', g.n)".to_owned()),
        ("command_id", "pg_temp.bench_id('command', g.n)".to_owned()),
        ("position", "$3 + g.n - $1 + 1".to_owned()),
    ];
    let claim = [
        ("aggregate_id", stream.clone()),
        (
            "key",
            format!(
                "CASE WHEN s.kind = 'stream' THEN ({stream})::text
                ELSE s.key || '-' || (g.n / {EVENTS}) END"
            ),
        ),
    ];
    let turn = format!("s.bench_sample = (g.n / {EVENTS}) % {SAMPLES}");
    let statements = [
        copying(
            connection,
            "events",
            &event,
            &format!("{turn} AND s.sequence = g.n % {EVENTS} + 1"),
        )
        .await?,
        copying(
            connection,
            "commands",
            &event,
            &format!("{turn} AND s.bench_sequence = g.n % {EVENTS} + 1"),
        )
        .await?,
        copying(connection, "claims", &claim, &format!("{turn} AND g.n % {EVENTS} = 0")).await?,
    ];
    let mut next = 0;
    loop {
        let head: i64 =
            sqlx::query_scalar("SELECT position FROM log_head").fetch_one(&mut *connection).await?;
        let missing = size - head;
        if missing <= 0 {
            return Ok(());
        }
        bench.note(format_args!("filling: {head} of {size} events"));
        let last = next + missing.min(CHUNK) - 1;
        let mut transaction = connection.begin().await?;
        for statement in &statements {
            sqlx::query(statement)
                .bind(next)
                .bind(last)
                .bind(head)
                .execute(&mut *transaction)
                .await?;
        }
        sqlx::query("UPDATE log_head SET position = $1")
            .bind(head + last - next + 1)
            .execute(&mut *transaction)
            .await?;
        transaction.commit().await?;
        next = last + 1;
    }
}

/// The statement that copies a table's sample rows, whatever columns the table has, with some of them
/// made anew. `$1` and `$2` are the first and the last number, `$3` is the log's head.
async fn copying(
    connection: &mut PgConnection,
    table: &str,
    fresh: &[(&str, String)],
    turn: &str,
) -> Result<String, BenchError> {
    let columns: Vec<(String, String)> = sqlx::query_as(
        "SELECT a.attname::text, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
        WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attgenerated = '' AND a.attidentity = ''
        ORDER BY a.attnum",
    )
    .bind(table)
    .fetch_all(connection)
    .await?;
    let (mut names, mut values) = (String::new(), String::new());
    for (column, kind) in &columns {
        let separator = if names.is_empty() { "" } else { ", " };
        _ = write!(names, "{separator}\"{column}\"");
        match fresh.iter().find(|(name, _)| name == column) {
            Some((_, value)) => _ = write!(values, "{separator}({value})::text::{kind}"),
            None => _ = write!(values, "{separator}s.\"{column}\""),
        }
    }
    Ok(format!(
        "INSERT INTO {table} ({names})
        SELECT {values} FROM generate_series($1::bigint, $2::bigint) AS g (n)
        JOIN sample_{table} s ON {turn}
        WHERE $3::bigint IS NOT NULL"
    ))
}
