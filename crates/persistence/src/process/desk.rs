//! The desk: looks at process instances that changed or whose time has come, and sends what they want.
//!
//! It looks in rounds. A round has a turn for some instances of each process manager, so that none waits for
//! the backlog of another; those of which somebody is harmed while they wait come first. Before each round
//! the clock and the log are looked at again. A fault never ends an order: it is tried again until it is
//! carried out or a rule refuses it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::process::Order;
use sqlx::{PgConnection, PgPool};
use tokio::time::Instant;
use tracing::{debug, error, warn};
use uuid::Uuid;

use self::kept::{come_back, take, taken, wake};
use self::pass::{Next, Pass};
use self::queue::{Found, Queue};
use super::manager::{Look, Manager};
use super::send::{Sent, send};
use super::{Now, ProcessManagers};
use crate::error::StoreError;
use crate::log::Log;
use crate::projection::{Positions, Projection};
use crate::streams::Streams;

mod kept;
mod pass;
mod queue;

/// How long until the desk looks at the clock again while nothing happens.
const TICK: Duration = Duration::from_secs(1);
/// How long a round goes on once every process manager has had a turn.
const ROUND: Duration = Duration::from_millis(500);
/// How long any round goes on, and a turn of one instance: while orders fail slowly the desk's own
/// connection has nothing to do, and the database ends a transaction in which nothing happens.
const LONGEST_ROUND: Duration = Duration::from_secs(10);
const LONGEST_TURN: Duration = Duration::from_secs(3);
/// The most orders of an instance that are tried before others have their turn.
const ORDERS: usize = 50;
/// The code of the fault that a state does not read.
const STATE_UNREADABLE: &str = "STATE_UNREADABLE";

/// The passes that go on, by process manager and instance.
type Passes = BTreeMap<(&'static str, Uuid), Pass>;

/// What the desk works with.
pub(crate) struct Desk {
    pub pool: PgPool,
    pub log: Log,
    pub streams: Streams,
    pub positions: Positions,
    pub now: Now,
}

impl Desk {
    /// Keeps looking. Any number of processes may; one at a time has the desk.
    pub async fn keep_looking(self) {
        let mut seen = 0;
        loop {
            match self.look_around().await {
                Ok(position) => seen = seen.max(position),
                // What was not kept is done again, and has no second effect.
                Err(fault) => {
                    error!(error = %fault.chain(), "the processes' desk stopped");
                    tokio::time::sleep(TICK).await;
                }
            }
            _ = tokio::time::timeout(TICK, self.positions.past(ProcessManagers::NAME, seen)).await;
        }
    }

    /// Looks until nothing is left that changed or whose time has come; answers up to where it has seen.
    async fn look_around(&self) -> Result<i64, StoreError> {
        let mut passes = Passes::new();
        loop {
            // The time is taken first: whatever was recorded before it is in the states.
            let now = (self.now)();
            let head = self.log.head().await?;
            if let Err(behind) = self.positions.reached(ProcessManagers::NAME, head).await {
                debug!(error = %behind.chain(), "the processes' states are behind");
                return Ok(0);
            }
            if !self.look_at_some(head, now, &mut passes).await? {
                return Ok(head);
            }
        }
    }

    /// A round; whether there is more to look at.
    async fn look_at_some(
        &self,
        head: i64,
        now: DateTime<Utc>,
        passes: &mut Passes,
    ) -> Result<bool, StoreError> {
        let mut desk = self.pool.begin().await?;
        if !queue::own(&mut desk).await? {
            return Ok(false);
        }
        let queue = Queue::find(head, now, &mut desk).await?;
        let mut more = queue.is_cut_short();
        let mut looked = BTreeSet::new();
        let mut reached = BTreeMap::new();
        let began = Instant::now();
        for turn in queue.turns() {
            let longest = if turn.may_wait { ROUND } else { LONGEST_ROUND };
            if began.elapsed() >= longest {
                more = true;
                break;
            }
            let Found { instance, position, .. } = turn.found;
            let process = turn.manager.name.as_str();
            if looked.insert((process, *instance)) {
                more |= self.look_at(turn.manager, turn.found, now, passes, &mut desk).await?;
            }
            if turn.changed {
                reached.insert(process, *position);
            }
        }
        queue.move_on(head, &reached, &mut desk).await?;
        desk.commit().await?;
        Ok(more)
    }

    /// Sends what an instance wants, as far as it was not sent before, and notes when to come back;
    /// answers whether it wants more than it had its turn for.
    async fn look_at(
        &self,
        manager: &Manager,
        Found { process, instance, state, attempts, .. }: &Found,
        now: DateTime<Utc>,
        passes: &mut Passes,
        desk: &mut PgConnection,
    ) -> Result<bool, StoreError> {
        let instance = *instance;
        let Ok(Look { orders, wakes }) = (manager.look)(state.clone(), instance, now) else {
            error!(%process, %instance, "a process's state does not read; make it anew");
            let failed = (*attempts, STATE_UNREADABLE);
            come_back(process, instance, failed, now, None, desk).await?;
            return Ok(false);
        };
        let taken = taken(process, instance, &orders, desk).await?;
        let key = (manager.name.as_str(), instance);
        let mut pass = passes.remove(&key).unwrap_or_else(|| Pass::after(*attempts));
        let untried =
            |order: &&Order| !taken.contains(&order.step) && pass.has_before_it(&order.step);
        let mut untried: VecDeque<_> = orders.iter().filter(untried).collect();
        let (began, mut tried) = (Instant::now(), 0);
        while tried < ORDERS && began.elapsed() < LONGEST_TURN {
            let Some(order) = untried.pop_front() else { break };
            tried += 1;
            let refusal = match send(&self.streams, manager.name, instance, order, now).await {
                Sent::Done => None,
                Sent::Refused(code) => {
                    warn!(%process, %instance, code, "an order was refused");
                    Some(code)
                }
                Sent::Failed { code, fault, for_all } => {
                    warn!(%process, %instance, attempts, code, error = fault, "an order failed");
                    pass.failed(&order.step, code);
                    if for_all {
                        untried.clear();
                    }
                    // What it wants of other records does not wait for this one.
                    continue;
                }
            };
            pass.took();
            take(process, instance, order, refusal, now, desk).await?;
        }
        let left = !untried.is_empty();
        match pass.next(left) {
            Next::WhenItWakes => wake(process, instance, wakes, desk).await?,
            Next::AtOnce => wake(process, instance, Some(now), desk).await?,
            Next::AtOnceAlthoughFailed(before, code) => {
                come_back(process, instance, (before, code), now, Some(now), desk).await?;
            }
            Next::AfterPause(before, code) => {
                come_back(process, instance, (before, code), now, wakes, desk).await?;
            }
        }
        if left {
            passes.insert(key, pass);
        }
        Ok(left)
    }
}
