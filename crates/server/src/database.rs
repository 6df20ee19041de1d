//! The database a command works on: one that was named, the private one that runs, or one of its own.

use mpaka_embedded::{Cluster, Connection};
use tracing::info;

use crate::config::{Config, DatabaseUrl};
use crate::failure::Failure;
use crate::secret;

/// The database in the private cluster.
pub const NAME: &str = "mpaka";

/// A database within reach.
#[derive(Debug)]
pub enum Database {
    /// The server that the configuration names.
    Named(DatabaseUrl),
    /// The private cluster, which this process runs.
    Own(Box<Cluster>),
    /// The private cluster of the mpaka that runs on the data directory.
    Beside(Connection),
}

impl Database {
    /// The database of a server: the one named, or a private one that this process runs from now on.
    /// Another server on the same data directory is refused.
    pub async fn of_server(config: &Config) -> Result<Self, Failure> {
        if let Some(url) = &config.database_url {
            info!("uses the database {url}");
            return Ok(Self::Named(url.clone()));
        }
        // A cluster that lived a moment without its key would look like one that lost it.
        secret::master_key(config)?;
        Ok(Self::Own(Box::new(Cluster::start(config.embedded()).await?)))
    }

    /// The database of a command: the one named, the private one of the server that runs, or the
    /// private one started for this command.
    pub async fn of_command(config: &Config) -> Result<Self, Failure> {
        if config.database_url.is_none()
            && let Some(connection) = Cluster::attach(&config.data_dir).await?
        {
            return Ok(Self::Beside(connection));
        }
        Self::of_server(config).await
    }

    /// The address to connect to.
    pub fn url(&self) -> String {
        match self {
            Self::Named(url) => url.expose().to_owned(),
            Self::Own(cluster) => cluster.url(NAME),
            Self::Beside(connection) => connection.url(NAME),
        }
    }

    /// Tells commands and other servers where this one listens.
    pub fn announce(&mut self, address: &str) -> Result<(), Failure> {
        match self {
            Self::Own(cluster) => Ok(cluster.announce(address)?),
            Self::Named(_) | Self::Beside(_) => Ok(()),
        }
    }

    /// Watches the private cluster that this process runs, and tells how often it was started again;
    /// never completes.
    pub async fn watch(&self, restarts: impl Fn(u64)) {
        if let Self::Own(cluster) = self {
            let mut state = cluster.state();
            while state.changed().await.is_ok() {
                restarts(cluster.restarts());
            }
        }
        std::future::pending::<()>().await;
    }

    /// Stops what this process started.
    pub async fn close(self) {
        if let Self::Own(cluster) = self {
            cluster.stop().await;
        }
    }

    /// Stops what this process started, and removes it.
    pub async fn remove(self) -> Result<(), Failure> {
        match self {
            Self::Own(cluster) => Ok(cluster.remove().await?),
            Self::Named(_) | Self::Beside(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Database;
    use crate::config::{Config, Layer};
    use crate::failure::{Exit, Failure};
    use crate::secret::{MASTER_KEY, master_key};

    #[tokio::test]
    async fn a_private_database_has_a_master_key_and_one_server_and_is_found_by_commands() {
        let folder = tempfile::tempdir().unwrap();
        let data_dir = Some(folder.path().join("data"));
        let config = Config::read(Layer { data_dir, ..Layer::default() }).unwrap();

        let database = Database::of_server(&config).await.unwrap();
        assert!(config.data_dir.join(MASTER_KEY).exists());
        master_key(&config).unwrap();

        let refused: Failure = Database::of_server(&config).await.unwrap_err();
        assert_eq!(refused.exit(), Exit::Refused);

        let beside = Database::of_command(&config).await.unwrap();
        assert!(matches!(beside, Database::Beside(_)));
        assert_eq!(beside.url(), database.url());
        beside.close().await;
        database.remove().await.unwrap();
    }
}
