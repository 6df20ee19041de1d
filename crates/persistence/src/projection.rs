//! Projections: tables made from the log, with the checkpoint in the same transaction as the rows.

use std::collections::BTreeMap;
use std::future::Future;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{Connection, PgConnection, PgPool};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tracing::{error, info};

use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::log::Log;
use crate::record::Recorded;
use crate::view::exhibit::CustodyLedger;
use crate::view::investigation::InvestigationOverview;
use crate::view::journey::JourneyMap;
use crate::view::link::LinkInbox;
use crate::view::suspect::SuspectIndex;
use crate::view::timeline::CaseTimeline;
use crate::view::victim::VictimBoard;

pub mod rebuild;

/// The most events that one transaction takes into account.
const BATCH: i64 = 500;
/// How long a runner that cannot go on waits before it tries again.
const RETRY: Duration = Duration::from_secs(1);
/// How long a reader waits for a view before it gives up.
const PATIENCE: Duration = Duration::from_secs(5);

/// A view's tables and how events change them.
///
/// Deterministic: the same log always makes the same rows. No clock, no new ids.
pub trait Projection: Send + Sync + 'static {
    /// The view's name, which is its checkpoint's and its runner's lock.
    const NAME: &'static str;
    /// Raised whenever the same events make other rows; a view of another version is made anew.
    const VERSION: i32;
    /// Its tables.
    const TABLES: &'static [&'static str];

    /// Takes one event into account.
    fn project(
        recorded: &Recorded,
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// A view as the runners know it, whichever it is.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub name: &'static str,
    pub version: i32,
    pub tables: &'static [&'static str],
    pub project: Project,
}

type Project = for<'a> fn(
    &'a Recorded,
    &'a KeyRing,
    &'a mut PgConnection,
) -> BoxFuture<'a, Result<(), StoreError>>;

impl View {
    const fn of<P: Projection>() -> Self {
        Self { name: P::NAME, version: P::VERSION, tables: P::TABLES, project: project::<P> }
    }

    /// Takes some events into account, in order.
    pub async fn take(
        &self,
        events: &[Recorded],
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        for recorded in events {
            (self.project)(recorded, keys, view).await?;
        }
        Ok(())
    }
}

fn project<'a, P: Projection>(
    recorded: &'a Recorded,
    keys: &'a KeyRing,
    view: &'a mut PgConnection,
) -> BoxFuture<'a, Result<(), StoreError>> {
    Box::pin(P::project(recorded, keys, view))
}

/// Every view there is.
pub(crate) const VIEWS: [View; 7] = [
    View::of::<InvestigationOverview>(),
    View::of::<CaseTimeline>(),
    View::of::<SuspectIndex>(),
    View::of::<VictimBoard>(),
    View::of::<JourneyMap>(),
    View::of::<CustodyLedger>(),
    View::of::<LinkInbox>(),
];

/// How far each view has come, as far as this process knows.
#[derive(Debug, Clone)]
pub struct Positions {
    pool: PgPool,
    known: BTreeMap<&'static str, watch::Sender<i64>>,
}

/// A view's standing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectionStatus {
    /// The view's name.
    pub name: &'static str,
    /// The version of its making.
    pub version: i32,
    /// The last event taken into account.
    pub position: i64,
    /// How many events it is behind the log's head.
    pub lag: i64,
}

impl Positions {
    pub(crate) fn new(pool: PgPool) -> Self {
        let known = VIEWS.iter().map(|view| (view.name, watch::Sender::new(0))).collect();
        Self { pool, known }
    }

    fn set(&self, view: &'static str, position: i64) {
        if let Some(known) = self.known.get(view) {
            known.send_if_modified(|at| {
                let moved = position > *at;
                *at = position.max(*at);
                moved
            });
        }
    }

    /// Waits, at most five seconds, until a view has taken a position into account.
    pub async fn reached(&self, view: &'static str, position: i64) -> Result<(), StoreError> {
        let behind = || StoreError::ViewBehind { view };
        let mut known = self.known.get(view).ok_or_else(behind)?.subscribe();
        match tokio::time::timeout(PATIENCE, known.wait_for(|at| *at >= position)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(_)) => Err(StoreError::Stopped),
            Err(_) => Err(behind()),
        }
    }

    /// Waits until every view has taken a position into account.
    pub async fn all_reached(&self, position: i64) -> Result<(), StoreError> {
        let views = self.known.keys().map(|view| self.reached(view, position));
        futures_util::future::try_join_all(views).await?;
        Ok(())
    }

    /// Waits until a view has gone past a position.
    pub async fn past(&self, view: &'static str, position: i64) -> Result<(), StoreError> {
        let mut known = self.known.get(view).ok_or(StoreError::ViewBehind { view })?.subscribe();
        match known.wait_for(|at| *at > position).await {
            Ok(_) => Ok(()),
            Err(_) => Err(StoreError::Stopped),
        }
    }

    /// Every view's standing, from the database.
    pub async fn statuses(&self) -> Result<Vec<ProjectionStatus>, StoreError> {
        let head =
            sqlx::query_scalar!("SELECT position FROM log_head").fetch_one(&self.pool).await?;
        let rows = sqlx::query!("SELECT name, version, position FROM projections")
            .fetch_all(&self.pool)
            .await?;
        Ok(self
            .known
            .keys()
            .map(|name| {
                let row = rows.iter().find(|row| row.name == *name);
                let position = row.map_or(0, |row| row.position);
                let version = row.map_or(0, |row| row.version);
                ProjectionStatus { name, version, position, lag: head - position }
            })
            .collect())
    }
}

/// Runs every view until the set is dropped.
pub(crate) fn run(pool: &PgPool, log: &Log, keys: &KeyRing, positions: &Positions) -> JoinSet<()> {
    let mut runners = JoinSet::new();
    for view in VIEWS {
        runners.spawn(keep_running(
            view,
            pool.clone(),
            log.clone(),
            keys.clone(),
            positions.clone(),
        ));
    }
    runners
}

async fn keep_running(view: View, pool: PgPool, log: Log, keys: KeyRing, positions: Positions) {
    loop {
        // A runner that fails is started again where its checkpoint stands; nothing is skipped.
        if let Err(fault) = run_one(&view, &pool, &log, &keys, &positions).await {
            error!(view = view.name, error = %fault.chain(), "the view {} stopped", view.name);
        }
        tokio::time::sleep(RETRY).await;
    }
}

/// Runs one view, or follows the process that does.
async fn run_one(
    view: &View,
    pool: &PgPool,
    log: &Log,
    keys: &KeyRing,
    positions: &Positions,
) -> Result<(), StoreError> {
    let mut connection = pool.acquire().await?.detach();
    loop {
        let owned = sqlx::query_scalar!(
            r#"SELECT pg_try_advisory_lock(hashtext('mpaka projection'), hashtext($1)) AS "owned!""#,
            view.name
        )
        .fetch_one(&mut connection)
        .await?;
        if owned {
            break;
        }
        if let Some(position) = checkpoint(view.name, &mut connection).await? {
            positions.set(view.name, position);
        }
        tokio::time::sleep(RETRY / 5).await;
    }
    if version(view.name, &mut connection).await?.is_some_and(|version| version != view.version) {
        info!(view = view.name, "the view {} is made anew for its new version", view.name);
        rebuild::rebuild(view, pool, log, keys, &|_, _| {}).await?;
    }
    start(view, &mut connection).await?;
    loop {
        let position = advance(view, log, keys, &mut connection).await?;
        positions.set(view.name, position);
        log.reaches_past(position).await?;
    }
}

/// Takes everything up to the log's head into account; answers the position reached.
async fn advance(
    view: &View,
    log: &Log,
    keys: &KeyRing,
    connection: &mut PgConnection,
) -> Result<i64, StoreError> {
    loop {
        let mut transaction = connection.begin().await?;
        let position = sqlx::query_scalar!(
            "SELECT position FROM projections WHERE name = $1 FOR UPDATE",
            view.name
        )
        .fetch_one(&mut *transaction)
        .await?;
        let events = log.after(position, BATCH).await?;
        let Some(last) = events.last() else {
            transaction.rollback().await?;
            return Ok(position);
        };
        view.take(&events, keys, &mut transaction).await?;
        sqlx::query!(
            "UPDATE projections SET position = $2 WHERE name = $1",
            view.name,
            last.position
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        if i64::try_from(events.len()).is_ok_and(|read| read < BATCH) {
            return Ok(last.position);
        }
    }
}

async fn start(view: &View, connection: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO projections (name, version, position) VALUES ($1, $2, 0)
        ON CONFLICT (name) DO NOTHING",
        view.name,
        view.version
    )
    .execute(connection)
    .await?;
    Ok(())
}

async fn checkpoint(name: &str, connection: &mut PgConnection) -> Result<Option<i64>, StoreError> {
    Ok(sqlx::query_scalar!("SELECT position FROM projections WHERE name = $1", name)
        .fetch_optional(connection)
        .await?)
}

async fn version(name: &str, connection: &mut PgConnection) -> Result<Option<i32>, StoreError> {
    Ok(sqlx::query_scalar!("SELECT version FROM projections WHERE name = $1", name)
        .fetch_optional(connection)
        .await?)
}
