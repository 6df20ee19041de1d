//! Where a bench runs: databases of its own on one server, made for it and dropped at its end.

use serde::Serialize;
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};

use crate::cpu::Meter;
use crate::error::BenchError;

/// One server with the databases that a bench made in it.
#[derive(Debug)]
pub struct Ground {
    server: String,
    prefix: String,
    connection: PgConnection,
    meter: Meter,
    checkpoints: bool,
}

/// What was measured on.
#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    /// How many CPUs the program may use.
    pub cores: usize,
    /// PostgreSQL's version.
    pub postgres: String,
    /// Its setting of that name.
    pub fsync: String,
    /// Its setting of that name.
    pub synchronous_commit: String,
    /// Its setting of that name.
    pub full_page_writes: String,
    /// Whether a checkpoint came before each round.
    pub checkpoints: bool,
    /// Whether the database's CPU time could be read.
    pub database_cpu: bool,
    /// Mpaka's version.
    pub mpaka: &'static str,
}

impl Ground {
    /// The ground of a bench on the server at an address; `run` tells its databases from those of
    /// other runs.
    pub async fn on(server: &str, run: u32) -> Result<Self, BenchError> {
        let mut connection = connect(server).await?;
        let meter = Meter::of(&mut connection).await?;
        let prefix = format!("mpaka_bench_{run}");
        Ok(Self { server: server.to_owned(), prefix, connection, meter, checkpoints: false })
    }

    /// Asks for a checkpoint before each round from now on, where the server lets us: on a server of
    /// others the right may be missing, and all measures do without then.
    pub async fn with_checkpoints(mut self) -> Self {
        self.checkpoints = self.connection.execute("CHECKPOINT").await.is_ok();
        self
    }

    /// Makes an empty database and answers its address.
    pub async fn database(&mut self, name: &str) -> Result<String, BenchError> {
        let name = format!("{}_{name}", self.prefix);
        let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
        self.connection.execute(create.as_str()).await?;
        Ok(named(&self.server, &name))
    }

    /// Writes out what earlier work left in memory, so that no measure pays for it.
    pub async fn checkpoint(&mut self) -> Result<(), BenchError> {
        if self.checkpoints {
            self.connection.execute("CHECKPOINT").await?;
        }
        Ok(())
    }

    /// The meter of this program's and the server's CPU time.
    pub fn meter(&self) -> &Meter {
        &self.meter
    }

    /// What is measured on.
    pub async fn machine(&mut self) -> Result<Machine, BenchError> {
        let (postgres, fsync, synchronous_commit, full_page_writes) = sqlx::query_as(
            "SELECT current_setting('server_version'), current_setting('fsync'),
                current_setting('synchronous_commit'), current_setting('full_page_writes')",
        )
        .fetch_one(&mut self.connection)
        .await?;
        Ok(Machine {
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            postgres,
            fsync,
            synchronous_commit,
            full_page_writes,
            checkpoints: self.checkpoints,
            database_cpu: self.meter.read().database.is_some(),
            mpaka: env!("CARGO_PKG_VERSION"),
        })
    }

    /// Drops every database that was made.
    pub async fn clear(mut self) -> Result<(), BenchError> {
        let made: Vec<String> = sqlx::query_scalar(
            "SELECT datname::text FROM pg_database WHERE starts_with(datname, $1)",
        )
        .bind(format!("{}_", self.prefix))
        .fetch_all(&mut self.connection)
        .await?;
        for name in made {
            let drop = format!("DROP DATABASE {name} WITH (FORCE)");
            self.connection.execute(drop.as_str()).await?;
        }
        self.connection.close().await?;
        Ok(())
    }
}

/// A connection of the bench's own, whose long statements are no news to anybody.
pub async fn connect(url: &str) -> Result<PgConnection, BenchError> {
    let options: PgConnectOptions = url.parse()?;
    Ok(options.disable_statement_logging().connect().await?)
}

/// Makes a table in an empty database.
pub async fn lay_out(url: &str, table: &str) -> Result<(), BenchError> {
    connect(url).await?.execute(table).await?;
    settle(url).await
}

/// Keeps vacuum away from a database's tables, so that no measure shares the machine with it, and
/// gives the planner what it must know of the rows that are there.
pub async fn settle(url: &str) -> Result<(), BenchError> {
    let mut connection = connect(url).await?;
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public'",
    )
    .fetch_all(&mut connection)
    .await?;
    for table in &tables {
        let off = format!("ALTER TABLE {table} SET (autovacuum_enabled = false)");
        connection.execute(off.as_str()).await?;
    }
    connection.execute(format!("VACUUM ANALYZE {}", tables.join(", ")).as_str()).await?;
    Ok(())
}

/// The address of another database of the same server.
fn named(server: &str, name: &str) -> String {
    let (address, options) = match server.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (server, String::new()),
    };
    let scheme = address.find("://").map_or(0, |at| at + 3);
    let host = address[scheme..].find('/').map_or(address, |at| &address[..scheme + at]);
    format!("{host}/{name}{options}")
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn another_database_of_a_server_is_reached_the_same_way() {
        for (server, other) in [
            ("postgres://u:p@host:5432/one", "postgres://u:p@host:5432/two"),
            ("postgres://u@host", "postgres://u@host/two"),
            (
                "postgres://u@host/one?host=%2Fa&sslmode=disable",
                "postgres://u@host/two?host=%2Fa&sslmode=disable",
            ),
        ] {
            assert_eq!(named(server, "two"), other);
        }
    }
}
