//! The store of one database: streams to write, views to read, and what keeps the views up to date.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::migrate::Migrator;
use sqlx::postgres::PgPoolOptions;
use tokio::task::JoinSet;

use crate::error::StoreError;
use crate::feed::{Bounds, Feed};
use crate::keys::{KeyRing, MasterKey};
use crate::log::Log;
use crate::projection::rebuild::rebuild;
use crate::projection::{self, Positions, ProjectionStatus, VIEWS};
use crate::streams::Streams;
use crate::view::Views;

static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Opens a pool of connections to a PostgreSQL database.
pub async fn connect(url: &str) -> Result<PgPool, StoreError> {
    let pool = PgPoolOptions::new()
        .max_connections(32)
        .acquire_timeout(Duration::from_secs(5))
        .test_before_acquire(false)
        .connect(url)
        .await?;
    Ok(pool)
}

/// Brings the database's schema up to date; refuses one that is newer than this program.
pub async fn migrate(pool: &PgPool) -> Result<(), StoreError> {
    Ok(MIGRATIONS.run(pool).await?)
}

/// One database, opened.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    keys: KeyRing,
    log: Log,
    streams: Streams,
    positions: Positions,
    views: Views,
    feed: Feed,
}

impl Store {
    /// Opens the store of a migrated database.
    pub async fn open(pool: PgPool, master: &MasterKey) -> Result<Self, StoreError> {
        let keys = KeyRing::new(pool.clone(), master);
        let log = Log::open(pool.clone(), keys.clone()).await?;
        let positions = Positions::new(pool.clone());
        let views = Views::new(pool.clone(), keys.clone(), positions.clone());
        Ok(Self {
            streams: Streams::new(pool.clone(), keys.clone()),
            feed: Feed::new(views.clone(), Bounds::default()),
            views,
            positions,
            log,
            keys,
            pool,
        })
    }

    /// Where commands are sent.
    pub fn streams(&self) -> &Streams {
        &self.streams
    }

    /// What can be read.
    pub fn views(&self) -> &Views {
        &self.views
    }

    /// What can be followed.
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// How far the views have come.
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Keeps the views up to date until the set is dropped.
    pub fn run_projections(&self) -> JoinSet<()> {
        projection::run(&self.pool, &self.log, &self.keys, &self.positions)
    }

    /// Every view's standing.
    pub async fn projections(&self) -> Result<Vec<ProjectionStatus>, StoreError> {
        self.positions.statuses().await
    }

    /// Makes a view anew from the log while the live one is read; false when there is no such view.
    ///
    /// `progress` is told the position reached and the log's head.
    pub async fn rebuild(
        &self,
        name: &str,
        progress: &(dyn Fn(i64, i64) + Send + Sync),
    ) -> Result<bool, StoreError> {
        let Some(view) = VIEWS.iter().find(|view| view.name == name) else { return Ok(false) };
        rebuild(view, &self.pool, &self.log, &self.keys, progress).await?;
        Ok(true)
    }
}
