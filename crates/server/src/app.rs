//! Where the server meets the store and the schema; nothing else knows both.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures_util::FutureExt;
use mpaka_graphql::{Clock, MpakaSchema, Options};
use mpaka_persistence::cursor::Cursors;
use mpaka_persistence::feed::FeedStanding;
use mpaka_persistence::files::FileCounts;
use mpaka_persistence::{
    Files, LoadError, MasterKey, ProcessStatus, ProjectionStatus, Store, StoreError,
};
use tokio::task::JoinSet;
use tracing::warn;

use crate::config::Config;
use crate::failure::Failure;
use crate::http::health::Ask;

/// How the log and the views stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// The position of the log's last event.
    pub head: i64,
    /// Every view.
    pub views: Vec<ProjectionStatus>,
    /// Every process manager.
    pub processes: Vec<ProcessStatus>,
    /// The feed that subscribers of this process follow.
    pub feed: FeedStanding,
    /// What was counted of files.
    pub files: FileCounts,
    /// How many entries of the law have an event that this program cannot read.
    pub unread_law: usize,
}

/// An opened store with its schema, the views kept up to date and what the processes want sent for as
/// long as this lives.
pub struct App {
    /// The schema.
    pub schema: MpakaSchema,
    /// The files of exhibits.
    pub files: Files,
    store: Store,
    views: JoinSet<()>,
    processes: JoinSet<()>,
    retention: JoinSet<()>,
    upkeep: JoinSet<()>,
}

impl App {
    /// Migrates and opens a database, with the files that the configuration says where to find.
    pub async fn open(
        url: &str,
        master: &MasterKey,
        config: &Config,
        introspection: bool,
    ) -> Result<Self, Failure> {
        let pool = mpaka_persistence::connect(url).await?;
        mpaka_persistence::migrate(&pool).await?;
        let store = Store::open(pool, master).await?;
        load_shipped_law(&store).await?;
        let cursors = Cursors::new(master);
        let clock = Clock::system();
        let files = files(&store, config);
        let options = Options { introspection, cursors, clock, files: files.clone() };
        let schema = mpaka_graphql::schema(store.clone(), options);
        let (views, retention, upkeep) = (store.run_projections(), JoinSet::new(), JoinSet::new());
        let clock = Clock::system();
        let processes = store.run_processes(Arc::new(move || clock.now()));
        Ok(Self { schema, files, store, views, processes, retention, upkeep })
    }

    /// Keeps command ids for so long, and files as they should be, for as long as this lives.
    pub fn keep_up(&mut self, retention: Duration) {
        self.retention = self.store.run_retention(retention);
        self.upkeep = self.files.run_upkeep();
    }

    /// Ends the processes and the upkeep of the views, of files and of command ids, and closes the connections
    /// to the database.
    pub async fn close(mut self) {
        self.processes.shutdown().await;
        self.views.shutdown().await;
        self.retention.shutdown().await;
        self.upkeep.shutdown().await;
        self.store.close().await;
    }

    /// Asks how the log and the views stand.
    pub fn ask(&self) -> Ask {
        let (store, files) = (self.store.clone(), self.files.clone());
        Arc::new(move || {
            let (store, files) = (store.clone(), files.clone());
            async move { Ok(Standing { files: files.counts(), ..standing(&store).await? }) }.boxed()
        })
    }
}

/// Loads the law that the program is shipped with. What was loaded before stands where it says otherwise.
async fn load_shipped_law(store: &Store) -> Result<(), LoadError> {
    for fault in store.load_shipped_law(Clock::system().now()).await? {
        warn!(%fault, "an entry of the law that this mpaka is shipped with was not loaded");
    }
    Ok(())
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

/// The files of a store, where the configuration says that they are.
pub fn files(store: &Store, config: &Config) -> Files {
    let clock = Clock::system();
    Files::new(store, config.files_place(), config.file_bounds, move || clock.now())
}

/// How the log and the views of a store stand.
pub async fn standing(store: &Store) -> Result<Standing, StoreError> {
    let views = store.projections().await?;
    let head = views.iter().map(|view| view.position + view.lag).max().unwrap_or_default();
    let (processes, feed) = (store.processes().await?, store.feed().standing().await);
    let unread = store.unread_law();
    let entries: BTreeSet<_> = unread.iter().map(|event| &event.stream).collect();
    let (files, unread_law) = (FileCounts::default(), entries.len());
    Ok(Standing { head, views, processes, feed, files, unread_law })
}
