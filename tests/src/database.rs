//! A database of a test's own, and what lies in it.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use sqlx::{Connection, Executor, PgConnection, Row};
use uuid::Uuid;

use crate::in_time;
use crate::ledger::Line;

/// The log's tables and what sqlx and the runner of the views keep; all others belong to views.
const NOT_VIEWS: [&str; 13] = [
    "process_desk",
    "process_wake",
    "process_step",
    "events",
    "log_head",
    "commands",
    "claims",
    "subject_keys",
    "projections",
    "projection_parked",
    "projection_skipped",
    "projection_rebuilds",
    "_sqlx_migrations",
];

/// A database.
#[derive(Debug, Clone)]
pub struct Database {
    /// Its address.
    pub url: String,
}

impl Database {
    /// A new, empty database in the cluster that `MPAKA_TEST_DATABASE_URL` names.
    pub async fn fresh() -> Self {
        let cluster = std::env::var_os("MPAKA_TEST_DATABASE_URL").expect(
            "MPAKA_TEST_DATABASE_URL is not set: run the tests with `make test`, or with \
             `target/debug/mpaka dev-database -- cargo test -p mpaka-tests`",
        );
        let cluster = cluster.into_string().unwrap();
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        let name = format!("mpaka_story_{}_{}", std::process::id(), since.as_nanos());
        let mut connection = PgConnection::connect(&cluster).await.unwrap();
        let create = format!("CREATE DATABASE {name} TEMPLATE template0");
        connection.execute(create.as_str()).await.unwrap();
        Self { url: named(&cluster, &name) }
    }

    /// A database at an address.
    pub fn at(url: impl Into<String>) -> Self {
        Self { url: url.into() }
    }

    /// A connection to it.
    pub async fn connect(&self) -> PgConnection {
        self.try_connect().await.unwrap()
    }

    /// A connection to it, where it can be reached.
    pub async fn try_connect(&self) -> sqlx::Result<PgConnection> {
        PgConnection::connect(&self.url).await
    }

    /// How many events the log holds, the law aside, which every server loads, and tasks, which processes
    /// make in their own time.
    pub async fn events(&self) -> i64 {
        let mut connection = self.connect().await;
        connection
            .fetch_one(
                "SELECT count(*) FROM events WHERE aggregate_type NOT IN
                    ('task', 'calendar', 'case_template', 'clock_rule', 'code_system', 'statute')",
            )
            .await
            .unwrap()
            .get(0)
    }

    /// Adds an event to a stream that no command made and no program knows, in the envelope of the log's
    /// first event; answers its position.
    pub async fn slip_in(&self, category: &str, stream: Uuid, version: i64) -> i64 {
        let mut connection = self.connect().await;
        let slip = format!(
            "WITH head AS (UPDATE log_head SET position = position + 1 RETURNING position)
            INSERT INTO events
            SELECT '{category}', '{stream}', {version}, '{category}.praised', '1',
                '{{\"praised\": {{}}}}', e.metadata, head.position, gen_random_uuid(),
                e.command_id, e.recorded_at, e.canonical, e.hash
            FROM events e, head WHERE e.position = 1
            RETURNING position"
        );
        let position = connection.fetch_one(slip.as_str()).await.unwrap().get(0);
        connection.execute("NOTIFY mpaka_log").await.unwrap();
        position
    }

    /// Puts copies of the timeline's last line behind it, with as many characters of data each, as
    /// though they had been recorded at once.
    pub async fn swell_timeline(&self, copies: i64, characters: i32) {
        let swell = format!(
            "BEGIN;
            INSERT INTO case_timeline
            SELECT t.position + n, gen_random_uuid(), investigation_id, category, stream,
                t.version + n, event_type, occurred, occurred_earliest, occurred_latest,
                recorded_at, recorded_by, recorded_agency, recorded_role, legal_basis, purpose,
                source, handling, releasable_to, compartments,
                jsonb_build_object('text', repeat('x', {characters})), corrects, exercise
            FROM (SELECT * FROM case_timeline ORDER BY position DESC LIMIT 1) t,
                generate_series(1, {copies}) n;
            UPDATE projections SET position = position + {copies};
            COMMIT"
        );
        self.connect().await.execute(swell.as_str()).await.unwrap();
    }

    /// Every table with the digest of its rows, for the tables of the views.
    pub async fn views(&self) -> Vec<(String, Option<String>)> {
        let mut connection = self.connect().await;
        let mut views = Vec::new();
        for table in tables(&mut connection).await {
            if NOT_VIEWS.contains(&table.as_str()) {
                continue;
            }
            let digest = format!(
                "SELECT md5(string_agg(line, chr(10) ORDER BY line))
                FROM (SELECT row_to_json(t)::text AS line FROM \"{table}\" t) AS lines"
            );
            let digest = connection.fetch_one(digest.as_str()).await.unwrap().get(0);
            views.push((table, digest));
        }
        views
    }

    /// Every event in the global order, and what the log says of its last position.
    pub async fn log(&self) -> (Vec<Line>, i64) {
        let mut connection = self.connect().await;
        let lines = "SELECT position, aggregate_type, aggregate_id, sequence, event_id, command_id
            FROM events ORDER BY position";
        let lines = connection.fetch_all(lines).await.unwrap();
        let lines = lines.iter().map(|row| Line {
            position: row.get(0),
            stream: (row.get(1), row.get(2)),
            version: row.get(3),
            event: row.get(4),
            command: row.get(5),
        });
        let head = connection.fetch_one("SELECT position FROM log_head").await.unwrap().get(0);
        (lines.collect(), head)
    }

    /// Waits until every view has taken the whole log into account.
    pub async fn caught_up(&self) {
        let behind = "SELECT coalesce(bool_or(p.position < h.position), true)
            FROM log_head h, projections p";
        in_time("every view at the head of the log", async {
            let mut connection = self.connect().await;
            while connection.fetch_one(behind).await.unwrap().get::<bool, _>(0) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
    }

    /// Whether the process managers' desk has looked at everything that happened, what it ordered
    /// itself included.
    pub async fn desk_is_clear(&self) -> bool {
        let clear = "SELECT bool_and(d.position >= h.position)
                AND NOT EXISTS (SELECT FROM process_wake WHERE wake_at <= now())
            FROM process_desk d, log_head h";
        self.connect().await.fetch_one(clear).await.unwrap().get(0)
    }

    /// Carries out statements on a connection that is closed afterwards.
    pub async fn execute(&self, statements: &str) {
        let mut connection = self.connect().await;
        connection.execute(statements).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Every row of every table as text, bytes as the text they may hold, with its table.
    pub async fn rows(&self) -> Vec<(String, String)> {
        let mut connection = self.connect().await;
        let mut rows = Vec::new();
        for table in tables(&mut connection).await {
            let query = format!("SELECT row_to_json(t)::text FROM \"{table}\" t");
            for row in connection.fetch_all(query.as_str()).await.unwrap() {
                rows.push((table.clone(), with_bytes_as_text(row.get(0))));
            }
        }
        rows
    }
}

async fn tables(connection: &mut PgConnection) -> Vec<String> {
    let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1";
    connection.fetch_all(tables).await.unwrap().iter().map(|row| row.get(0)).collect()
}

/// A row's text, and behind it every run of hexadecimal digits read as the characters it stands for:
/// PostgreSQL writes bytes as digits.
fn with_bytes_as_text(row: &str) -> String {
    let mut read = row.to_owned();
    for digits in row.split(|c: char| !c.is_ascii_hexdigit()) {
        let bytes = digits.as_bytes().chunks_exact(2);
        let bytes =
            bytes.filter_map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        read.push(' ');
        read.push_str(&String::from_utf8_lossy(&bytes.collect::<Vec<_>>()));
    }
    read
}

/// The address of another database of the same cluster.
fn named(cluster: &str, name: &str) -> String {
    let (address, options) = match cluster.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (cluster, String::new()),
    };
    let (server, _) = address.rsplit_once('/').expect("the address names a database");
    format!("{server}/{name}{options}")
}
