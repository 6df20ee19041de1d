//! Where the server meets the store and the schema; nothing else knows both.

use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use mpaka_graphql::{Clock, MpakaSchema, Options};
use mpaka_persistence::cursor::Cursors;
use mpaka_persistence::feed::FeedStanding;
use mpaka_persistence::{MasterKey, ProcessStatus, ProjectionStatus, Store, StoreError};
use tokio::task::JoinSet;

use crate::http::health::Ask;

/// How the log and the views stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The position of the log's last event.
    pub head: i64,
    /// Every view.
    pub views: Vec<ProjectionStatus>,
    /// Every process manager.
    pub processes: Vec<ProcessStatus>,
    /// The feed that subscribers of this process follow.
    pub feed: FeedStanding,
}

/// An opened store with its schema, the views kept up to date and what the processes want sent for as
/// long as this lives.
pub struct App {
    /// The schema.
    pub schema: MpakaSchema,
    store: Store,
    views: JoinSet<()>,
    processes: JoinSet<()>,
    retention: JoinSet<()>,
}

impl App {
    /// Migrates and opens a database.
    pub async fn open(
        url: &str,
        master: &MasterKey,
        introspection: bool,
    ) -> Result<Self, StoreError> {
        let pool = mpaka_persistence::connect(url).await?;
        mpaka_persistence::migrate(&pool).await?;
        let store = Store::open(pool, master).await?;
        let cursors = Cursors::new(master);
        let options = Options { introspection, cursors, clock: Clock::system() };
        let schema = mpaka_graphql::schema(store.clone(), options);
        let (views, retention) = (store.run_projections(), JoinSet::new());
        let clock = Clock::system();
        let processes = store.run_processes(Arc::new(move || clock.now()));
        Ok(Self { schema, store, views, processes, retention })
    }

    /// Keeps command ids for so long, for as long as this lives.
    pub fn keep_commands_for(&mut self, retention: Duration) {
        self.retention = self.store.run_retention(retention);
    }

    /// Ends the processes and the upkeep of the views and of command ids, and closes the connections to the database.
    pub async fn close(mut self) {
        self.processes.shutdown().await;
        self.views.shutdown().await;
        self.retention.shutdown().await;
        self.store.close().await;
    }

    /// Asks how the log and the views stand.
    pub fn ask(&self) -> Ask {
        let store = self.store.clone();
        Arc::new(move || {
            let store = store.clone();
            async move { standing(&store).await }.boxed()
        })
    }
}

/// Brings a database's schema up to date.
pub async fn migrate(url: &str) -> Result<(), StoreError> {
    let pool = mpaka_persistence::connect(url).await?;
    let migrated = mpaka_persistence::migrate(&pool).await;
    pool.close().await;
    migrated
}

/// Opens a migrated database for a command, without running its views; the command closes it.
pub async fn open_store(url: &str, master: &MasterKey) -> Result<Store, StoreError> {
    Store::open(mpaka_persistence::connect(url).await?, master).await
}

/// How the log and the views of a store stand.
pub async fn standing(store: &Store) -> Result<Standing, StoreError> {
    let views = store.projections().await?;
    let head = views.iter().map(|view| view.position + view.lag).max().unwrap_or_default();
    let processes = store.processes().await?;
    Ok(Standing { head, views, processes, feed: store.feed().standing().await })
}
