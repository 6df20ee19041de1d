//! The store of one database: streams to write, views to read, and what keeps the views up to date.

use sqlx::PgPool;
use tokio::task::JoinSet;

use crate::database;
use crate::error::StoreError;
use crate::keys::{KeyRing, MasterKey};
use crate::log::Log;
use crate::projection::rebuild::rebuild;
use crate::projection::{self, Positions, ProjectionStatus, VIEWS};
use crate::streams::Streams;
use crate::view::Views;

/// One database, opened.
#[derive(Debug, Clone)]
pub struct Store {
    pool: PgPool,
    keys: KeyRing,
    log: Log,
    streams: Streams,
    positions: Positions,
    views: Views,
}

impl Store {
    /// Opens the store of a migrated database; refuses one whose schema is another than this
    /// program was made for.
    pub async fn open(pool: PgPool, master: &MasterKey) -> Result<Self, StoreError> {
        database::fits(&pool).await?;
        let keys = KeyRing::new(pool.clone(), master);
        let log = Log::open(pool.clone(), keys.clone()).await?;
        let positions = Positions::new(pool.clone());
        Ok(Self {
            streams: Streams::new(pool.clone(), keys.clone(), &log),
            views: Views::new(pool.clone(), keys.clone(), positions.clone()),
            positions,
            log,
            keys,
            pool,
        })
    }

    /// Closes the connections to the database; what is under way has three seconds to end.
    pub async fn close(&self) {
        database::close(&self.pool).await;
    }

    /// Where commands are sent.
    pub fn streams(&self) -> &Streams {
        &self.streams
    }

    /// What can be read.
    pub fn views(&self) -> &Views {
        &self.views
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
