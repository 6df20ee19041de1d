//! The store of one database: streams to write, views to read, and what keeps the views up to date.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::Law;
use mpaka_domain::law::{Additions, Edition, EditionError, Fault};
use sqlx::PgPool;
use tokio::task::JoinSet;

use crate::database;
use crate::error::StoreError;
use crate::feed::{Bounds, Feed};
use crate::keys::{KeyRing, MasterKey};
use crate::law::{self, LawBook, LoadError, UnreadLaw};
use crate::log::Log;
use crate::process::desk::Desk;
use crate::process::{Now, ProcessStatus};
use crate::projection::parked::{self, ParkedEvent, SkippedEvent};
use crate::projection::rebuild::rebuild;
use crate::projection::status::ProjectionStatus;
use crate::projection::{self, Positions, VIEWS};
use crate::retention;
use crate::streams::Streams;
use crate::upcast::Upcasters;
use crate::view::Views;

/// One database, opened.
#[derive(Debug, Clone)]
pub struct Store {
    pub(crate) pool: PgPool,
    pub(crate) keys: KeyRing,
    log: Log,
    law: LawBook,
    streams: Streams,
    positions: Positions,
    views: Views,
    feed: Feed,
}

impl Store {
    /// Opens the store of a migrated database; refuses one whose schema is another than this
    /// program was made for.
    pub async fn open(pool: PgPool, master: &MasterKey) -> Result<Self, StoreError> {
        Self::open_with(pool, master, Upcasters::released()).await
    }

    /// The same, reading events in older shapes by other upcasters than those of this program.
    pub async fn open_with(
        pool: PgPool,
        master: &MasterKey,
        upcasters: Upcasters,
    ) -> Result<Self, StoreError> {
        database::fits(&pool).await?;
        let keys = KeyRing::new(pool.clone(), master);
        let log = Log::open(pool.clone(), upcasters.clone()).await?;
        let law = LawBook::open(pool.clone(), upcasters.clone(), log.clone()).await?;
        let positions = Positions::new(pool.clone());
        let views = Views::new(pool.clone(), keys.clone(), positions.clone());
        Ok(Self {
            streams: Streams::new(pool.clone(), keys.clone(), upcasters, &log, law.clone()),
            feed: Feed::new(views.clone(), Bounds::default()),
            views,
            positions,
            law,
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

    /// What can be followed.
    pub fn feed(&self) -> &Feed {
        &self.feed
    }

    /// The log.
    pub fn log(&self) -> &Log {
        &self.log
    }

    /// The law that decisions are judged by now.
    pub fn law(&self) -> Arc<Law> {
        self.law.now()
    }

    /// What this program cannot read of the law, and decides without.
    pub fn unread_law(&self) -> Arc<[UnreadLaw]> {
        self.law.unread()
    }

    /// Loads an edition of the law, read at that time: what is new in it, or everything in it that cannot
    /// be taken. What others have loaded is law here within a second or so.
    pub async fn load_law(
        &self,
        edition: Edition,
        now: DateTime<Utc>,
    ) -> Result<Additions, LoadError> {
        law::load(&self.streams, &self.law, edition, now).await
    }

    /// Loads what can be taken of the edition that the program is shipped with, read at that time; answers
    /// why the rest was left out. What was loaded before stands where it says otherwise.
    pub async fn load_shipped_law(&self, now: DateTime<Utc>) -> Result<Vec<Fault>, LoadError> {
        let edition = Edition::shipped().map_err(EditionError::from)?;
        law::load_what_fits(&self.streams, &self.law, edition, now).await
    }

    /// How far the views have come.
    pub fn positions(&self) -> &Positions {
        &self.positions
    }

    /// Keeps the views up to date until the set is dropped.
    pub fn run_projections(&self) -> JoinSet<()> {
        projection::run(&self.pool, &self.log, &self.keys, &self.positions)
    }

    /// Sends what the process managers want until the set is dropped, by this clock.
    pub fn run_processes(&self, now: Now) -> JoinSet<()> {
        let mut task = JoinSet::new();
        let desk = Desk {
            pool: self.pool.clone(),
            log: self.log.clone(),
            streams: self.streams.clone(),
            positions: self.positions.clone(),
            now,
        };
        task.spawn(desk.keep_looking());
        task
    }

    /// Every process manager's standing.
    pub async fn processes(&self) -> Result<Vec<ProcessStatus>, StoreError> {
        self.views.processes().await
    }

    /// Forgets commands that were recorded longer ago than this; answers how many. A command that is
    /// sent again after that is a new command.
    pub async fn forget_commands(&self, older_than: Duration) -> Result<u64, StoreError> {
        retention::forget(&self.pool, older_than).await
    }

    /// Forgets such commands now and every hour, until the set is dropped.
    pub fn run_retention(&self, older_than: Duration) -> JoinSet<()> {
        let mut task = JoinSet::new();
        task.spawn(retention::keep_forgetting(self.pool.clone(), older_than));
        task
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

    /// Every event that a view has set aside because it could not take it in.
    pub async fn parked(&self) -> Result<Vec<ParkedEvent>, StoreError> {
        parked::list(&self.pool).await
    }

    /// Every event that was ever left out of a view by an operator's decision.
    pub async fn skipped(&self) -> Result<Vec<SkippedEvent>, StoreError> {
        parked::list_skipped(&self.pool).await
    }

    /// Decides that a view leaves a parked event out, from the next time that it is made anew; false
    /// when the view has no such event parked. The decision is kept for ever, with its reason.
    pub async fn skip(&self, view: &str, position: i64, reason: &str) -> Result<bool, StoreError> {
        parked::skip(&self.pool, view, position, reason).await
    }
}
