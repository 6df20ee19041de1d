//! Projections: tables made from the log, with the checkpoint in the same transaction as the rows.

use std::collections::BTreeSet;
use std::future::Future;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sqlx::{Connection, Executor, PgConnection, PgPool, Postgres, Transaction};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tracing::{error, info, warn};

use crate::database::answered;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::log::{Log, Stretch, Wanted};
use crate::process::ProcessManagers;
use crate::record::Recorded;
use crate::view::access::AccessRegister;
use crate::view::disclosure::DisclosureView;
use crate::view::exhibit::CustodyLedger;
use crate::view::intelligence::IntelligenceList;
use crate::view::investigation::InvestigationOverview;
use crate::view::journey::JourneyMap;
use crate::view::link::LinkInbox;
use crate::view::nominal::NominalIndex;
use crate::view::prosecution::ProsecutionFiles;
use crate::view::suspect::SuspectIndex;
use crate::view::task::TaskList;
use crate::view::timeline::CaseTimeline;
use crate::view::victim::VictimBoard;

mod news;
pub mod parked;
pub mod positions;
pub(crate) mod rebuild;
pub mod status;
mod take;

pub use positions::Positions;

/// The most events that one transaction takes into account.
const BATCH: i64 = 2000;
/// How long a runner that cannot go on waits before it tries again.
const RETRY: Duration = Duration::from_secs(1);
/// How often a process that does not run a view tries whether it may.
const TAKE_OVER: Duration = Duration::from_secs(1);
/// How long the database may take to answer: a runner whose connection is dead without a word has to
/// let go of it.
const PATIENCE: Duration = Duration::from_secs(5);
/// How much longer for each event that it is to take in.
const EACH: Duration = Duration::from_millis(15);
/// What the session that holds a view's lock asks of the database: to be ended within seconds when its
/// client is gone without a word, and not to hang. On a Unix socket the first four say nothing.
const SESSION: &str = "
    SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3;
    SET tcp_user_timeout = 5000;
    SET lock_timeout = '10s'; SET statement_timeout = '60s';
    SET idle_in_transaction_session_timeout = '30s'";

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
    /// The categories whose events it reads; all, when there are none.
    const CATEGORIES: &'static [&'static str];

    /// Takes one event into account.
    fn project(
        recorded: &Recorded,
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Takes some events into account, in order: the same rows as one by one.
    fn project_all(
        events: &[&Recorded],
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> impl Future<Output = Result<(), StoreError>> + Send {
        async move {
            for recorded in events {
                Self::project(recorded, keys, view).await?;
            }
            Ok(())
        }
    }
}

/// A view as the runners know it, whichever it is.
#[derive(Clone, Copy)]
pub(crate) struct View {
    pub name: &'static str,
    pub version: i32,
    pub tables: &'static [&'static str],
    wanted: Wanted,
    project: Project,
}

type Project = for<'a> fn(
    &'a [&'a Recorded],
    &'a KeyRing,
    &'a mut PgConnection,
) -> BoxFuture<'a, Result<(), StoreError>>;

impl View {
    const fn of<P: Projection>() -> Self {
        Self {
            name: P::NAME,
            version: P::VERSION,
            tables: P::TABLES,
            wanted: Wanted { categories: P::CATEGORIES, events: BATCH },
            project: project::<P>,
        }
    }
}

fn project<'a, P: Projection>(
    events: &'a [&'a Recorded],
    keys: &'a KeyRing,
    view: &'a mut PgConnection,
) -> BoxFuture<'a, Result<(), StoreError>> {
    Box::pin(P::project_all(events, keys, view))
}

/// Every view there is.
pub(crate) const VIEWS: [View; 14] = [
    View::of::<InvestigationOverview>(),
    View::of::<CaseTimeline>(),
    View::of::<SuspectIndex>(),
    View::of::<VictimBoard>(),
    View::of::<JourneyMap>(),
    View::of::<CustodyLedger>(),
    View::of::<IntelligenceList>(),
    View::of::<LinkInbox>(),
    View::of::<ProsecutionFiles>(),
    View::of::<DisclosureView>(),
    View::of::<NominalIndex>(),
    View::of::<TaskList>(),
    View::of::<ProcessManagers>(),
    View::of::<AccessRegister>(),
];

/// What a runner works with.
#[derive(Clone)]
struct Runner {
    view: View,
    pool: PgPool,
    log: Log,
    keys: KeyRing,
    positions: Positions,
}

/// Runs every view until the set is dropped.
pub(crate) fn run(pool: &PgPool, log: &Log, keys: &KeyRing, positions: &Positions) -> JoinSet<()> {
    let mut runners = JoinSet::new();
    for view in VIEWS {
        let runner = Runner {
            view,
            pool: pool.clone(),
            log: log.clone(),
            keys: keys.clone(),
            positions: positions.clone(),
        };
        runners.spawn(runner.keep_running());
    }
    runners.spawn(news::tell(pool.clone(), positions.clone()));
    runners.spawn(news::listen(pool.clone(), positions.clone()));
    runners
}

impl Runner {
    async fn keep_running(self) {
        let name = self.view.name;
        loop {
            // A runner that fails is started again where its checkpoint stands; nothing is skipped.
            if let Err(fault) = self.run_once().await {
                error!(view = name, error = %fault.chain(), "the view {name} stopped");
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    /// Runs the view, or follows the process that does.
    async fn run_once(&self) -> Result<(), StoreError> {
        let name = self.view.name;
        let mut connection = self.pool.acquire().await?.detach();
        answered(PATIENCE, connection.execute(SESSION)).await?;
        while !answered(PATIENCE, own(name, &mut connection)).await? {
            if let Some(position) = answered(PATIENCE, checkpoint(name, &mut connection)).await? {
                self.positions.put(name, position);
            }
            tokio::time::sleep(TAKE_OVER).await;
        }
        let stored = answered(PATIENCE, version(name, &mut connection)).await?;
        if stored.is_some_and(|stored| stored != self.view.version) {
            info!(view = name, "the view {name} is made anew for its new version");
            rebuild::rebuild(&self.view, &self.pool, &self.log, &self.keys, &|_, _| {}).await?;
        }
        answered(PATIENCE, start(&self.view, &mut connection)).await?;
        let stored = answered(PATIENCE, checkpoint(name, &mut connection)).await?;
        let mut position = stored.unwrap_or_default();
        // The checkpoint may stand before what this process knew: a database that crashed takes back
        // what was not flushed of a view, rows and checkpoint alike.
        self.positions.put(name, position);
        loop {
            position = self.advance(position, &mut connection).await?;
            self.log.reaches_past(position).await?;
        }
    }

    /// Takes everything up to the known head into account; answers the position reached. What comes
    /// next is read while what came before is written.
    async fn advance(
        &self,
        position: i64,
        connection: &mut PgConnection,
    ) -> Result<i64, StoreError> {
        let mut stretch = self.read(position).await?;
        while stretch.reached > stretch.after {
            let before = stretch.reached;
            let many = u32::try_from(stretch.entries.len()).unwrap_or(u32::MAX);
            let patience = PATIENCE.saturating_add(EACH.saturating_mul(many));
            let written = answered(patience, self.write(&stretch, connection));
            let (reached, ahead) = tokio::join!(written, self.read(before));
            let reached = reached?;
            // Somebody else moved the checkpoint, so that what was read ahead is of no use.
            stretch = if reached == before { ahead? } else { self.read(reached).await? };
        }
        Ok(stretch.after)
    }

    async fn read(&self, after: i64) -> Result<Stretch, StoreError> {
        let head = self.log.known_head();
        if head <= after {
            return Ok(Stretch { after, reached: after, entries: Vec::new() });
        }
        answered(PATIENCE, self.log.stretch(after, head, self.view.wanted)).await
    }

    /// Takes a stretch into account; answers where the view stands then, which is elsewhere when it
    /// did not stand at the beginning of the stretch.
    async fn write(
        &self,
        stretch: &Stretch,
        connection: &mut PgConnection,
    ) -> Result<i64, StoreError> {
        let name = self.view.name;
        let began = Instant::now();
        let mut transaction = connection.begin().await?;
        let held = hold(name, &mut transaction).await?;
        if held.position != stretch.after {
            transaction.rollback().await?;
            self.positions.put(name, held.position);
            return Ok(held.position);
        }
        let none = BTreeSet::new();
        let batch = take::Batch { view: &self.view, keys: &self.keys, skipped: &none };
        let parked = batch.take(&stretch.entries, held.parked > 0, &mut transaction).await?;
        sqlx::query!(
            "UPDATE projections SET position = $2, parked = parked + $3 WHERE name = $1",
            name,
            stretch.reached,
            parked
        )
        .execute(&mut *transaction)
        .await?;
        transaction.commit().await?;
        if parked > 0 {
            warn!(view = name, parked, "the view {name} could not take in {parked} events");
        }
        self.positions.took(name, stretch.reached - stretch.after, began.elapsed());
        self.positions.reach(name, stretch.reached);
        Ok(stretch.reached)
    }
}

/// A checkpoint held still.
struct Held {
    position: i64,
    parked: i64,
}

/// Holds a view's checkpoint still for the rest of the transaction, which is committed without being
/// waited for: rows and checkpoint move together, so that a crash of the database can only move both
/// back, to be made again from the log. The log itself is durable before anybody reads it, and is not
/// written here.
async fn hold(name: &str, transaction: &mut Transaction<'_, Postgres>) -> Result<Held, StoreError> {
    let held = sqlx::query!(
        r#"SELECT position, parked, set_config('synchronous_commit', 'off', true) AS "off!"
        FROM projections WHERE name = $1 FOR UPDATE"#,
        name
    )
    .fetch_one(&mut **transaction)
    .await?;
    Ok(Held { position: held.position, parked: held.parked })
}

/// Whether this session runs the view from now on, until it ends.
async fn own(name: &str, connection: &mut PgConnection) -> Result<bool, StoreError> {
    Ok(sqlx::query_scalar!(
        r#"SELECT pg_try_advisory_lock(hashtext('mpaka projection'), hashtext($1)) AS "owned!""#,
        name
    )
    .fetch_one(connection)
    .await?)
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
