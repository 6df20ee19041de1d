//! The database itself: connections that notice when nobody is there, and the schema's version.

use std::future::Future;
use std::io::{Error as IoError, ErrorKind};
use std::str::FromStr;
use std::time::Duration;

use sqlx::error::DatabaseError;
use sqlx::migrate::{Migrate, MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, Executor, PgConnection, PgPool};
use tokio::time::{Instant, sleep, timeout, timeout_at};

use crate::error::{StoreError, is_passing};

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// How long a database that is not there yet is waited for when it is opened.
const ARRIVAL: Duration = Duration::from_secs(5);
/// How long between two attempts to reach it.
const PAUSE: Duration = Duration::from_millis(200);
/// How long a request waits for a connection of the pool: less than a caller's patience.
const LONGEST_WAIT: Duration = Duration::from_secs(2);
/// How long a connection may be without use before it is asked whether it still lives.
const QUIET: Duration = Duration::from_secs(1);
/// How long a connection may take to answer that.
const PULSE: Duration = Duration::from_millis(1500);
/// How long what is under way may take when the pool is closed.
const FAREWELL: Duration = Duration::from_secs(3);
/// PostgreSQL's code for a table that does not exist.
const UNDEFINED_TABLE: &str = "42P01";

/// What the server is to do for our sessions (PostgreSQL manual 20.3 and 20.11): notice within some
/// fifteen seconds that this machine has vanished, and let go of its locks; and never keep a request
/// waiting for a lock until its caller has given up.
const SESSION: [(&str, &str); 6] = [
    ("tcp_keepalives_idle", "5"),
    ("tcp_keepalives_interval", "3"),
    ("tcp_keepalives_count", "3"),
    ("tcp_user_timeout", "15000"),
    ("idle_in_transaction_session_timeout", "60000"),
    ("lock_timeout", "9000"),
];

/// Opens a pool of connections to a PostgreSQL database, once it was reached.
///
/// A database that is not there is waited for, five seconds at most.
pub async fn connect(url: &str) -> Result<PgPool, StoreError> {
    let options = PgConnectOptions::from_str(url)?.options(SESSION);
    reach(&options).await?;
    let pool = PgPoolOptions::new()
        .max_connections(32)
        .acquire_timeout(LONGEST_WAIT)
        .test_before_acquire(false)
        .before_acquire(|connection, meta| {
            Box::pin(async move {
                if meta.idle_for > QUIET {
                    pulse(connection).await?;
                }
                Ok(true)
            })
        })
        // The pool asks too, but would wait for the answer of a vanished server for ever, and have
        // one connection less for each.
        .after_release(|connection, _| {
            Box::pin(async move {
                pulse(connection).await?;
                Ok(true)
            })
        })
        .connect_lazy_with(options);
    Ok(pool)
}

/// Says goodbye to the database: what is under way has three seconds to end.
pub(crate) async fn close(pool: &PgPool) {
    if timeout(FAREWELL, pool.close()).await.is_err() {
        tracing::warn!("some connections to the database were broken off");
    }
}

/// What the database answers, unless it stays silent for this long: the end of a connection whose
/// other side has vanished is not told to anybody.
pub(crate) async fn answered<T, E>(
    patience: Duration,
    asked: impl Future<Output = Result<T, E>>,
) -> Result<T, StoreError>
where
    StoreError: From<E>,
{
    Ok(timeout(patience, asked).await.map_err(|_| StoreError::Silent)??)
}

async fn pulse(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    match timeout(PULSE, connection.ping()).await {
        Ok(answer) => answer,
        Err(_) => Err(silence("the connection does not answer")),
    }
}

fn silence(what: &'static str) -> sqlx::Error {
    IoError::new(ErrorKind::TimedOut, what).into()
}

/// Makes sure that the database can be reached, or says why not.
async fn reach(options: &PgConnectOptions) -> Result<(), StoreError> {
    let deadline = Instant::now() + ARRIVAL;
    loop {
        let error = match timeout_at(deadline, PgConnection::connect_with(options)).await {
            Ok(Ok(connection)) => return Ok(connection.close().await?),
            Ok(Err(error)) => error,
            Err(_) => silence("no answer within five seconds"),
        };
        if !may_pass(&error) || Instant::now() + PAUSE > deadline {
            return Err(StoreError::Unreachable { place: place(options), source: error });
        }
        sleep(PAUSE).await;
    }
}

/// Whether a server that is starting may be behind the error.
fn may_pass(error: &sqlx::Error) -> bool {
    match error.as_database_error().map(DatabaseError::code) {
        Some(code) => code.is_some_and(|code| is_passing(&code)),
        None => matches!(error, sqlx::Error::Io(_)),
    }
}

/// Where the database is, without anything secret.
fn place(options: &PgConnectOptions) -> String {
    let server = match options.get_socket() {
        Some(folder) => folder.display().to_string(),
        None => format!("{}:{}", options.get_host(), options.get_port()),
    };
    match options.get_database() {
        Some(database) => format!("{server}, database {database}"),
        None => server,
    }
}

/// Brings the database's schema up to date; refuses one that is newer than this program.
pub async fn migrate(pool: &PgPool) -> Result<(), StoreError> {
    // A connection of its own: a large table may take longer than a request may wait.
    let mut connection = pool.acquire().await?.detach();
    connection.execute("SET lock_timeout = 0").await?;
    refuse_newer(applied(&mut connection).await?)?;
    MIGRATIONS.run(&mut connection).await?;
    Ok(connection.close().await?)
}

/// Refuses a schema that this program was not made for.
pub(crate) async fn fits(pool: &PgPool) -> Result<(), StoreError> {
    let mut connection = answered(ARRIVAL, pool.acquire()).await?;
    let database = answered(ARRIVAL, applied(&mut connection)).await?;
    refuse_newer(database)?;
    if database < known() {
        return Err(StoreError::SchemaOlder { database, program: known() });
    }
    Ok(())
}

fn refuse_newer(database: i64) -> Result<(), StoreError> {
    if database > known() {
        return Err(StoreError::SchemaNewer { database, program: known() });
    }
    Ok(())
}

/// The newest version of the schema that this program knows.
fn known() -> i64 {
    MIGRATIONS.iter().map(|migration| migration.version).max().unwrap_or_default()
}

/// The newest version that was applied to the database; 0 when none was.
async fn applied(connection: &mut PgConnection) -> Result<i64, MigrateError> {
    match connection.list_applied_migrations().await {
        Ok(applied) => Ok(applied.iter().map(|one| one.version).max().unwrap_or_default()),
        Err(MigrateError::Execute(error)) if is_undefined_table(&error) => Ok(0),
        Err(error) => Err(error),
    }
}

fn is_undefined_table(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(DatabaseError::code);
    code.is_some_and(|code| code == UNDEFINED_TABLE)
}
