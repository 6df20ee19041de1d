//! The feed of case events: what the reader may see, in order, from any cursor, without end.

use std::time::Duration;

use async_graphql::{Context, InputObject, Result, Subscription};
use chrono::{DateTime, Utc};
use futures_util::{Stream, stream};
use mpaka_domain::Viewer;
use mpaka_persistence::cursor::Cursors;
use mpaka_persistence::view::timeline::{EventFilter, TimelineRow};
use mpaka_persistence::view::{Reader, Views};
use tokio::time::timeout;

use crate::error::fault;
use crate::page::wrong;
use crate::scalar;
use crate::send::EVENTS;
use crate::session::{Clock, Request};
use crate::timeline::CaseEvent;

/// How many events are read at once; also the most that one subscriber has in memory.
const BATCH: i64 = 100;
/// How long a subscriber whose sign-in has no end waits for the next event before it looks again.
const FOREVER: Duration = Duration::from_secs(3600);

/// What narrows a subscription to case events.
#[derive(Debug, Clone, Default, InputObject)]
pub struct CaseEventFilter {
    /// Only events of this investigation.
    pub investigation_id: Option<scalar::InvestigationId>,
    /// Only events of these kinds of record: investigation, suspect, victim, journey, evidence.
    #[graphql(default)]
    pub aggregates: Vec<String>,
    /// Only events of these types, such as `evidence.custody_accepted`.
    #[graphql(default)]
    pub types: Vec<String>,
}

/// What can be followed.
#[derive(Default)]
pub struct Subscription;

/// What can be followed.
#[Subscription]
impl Subscription {
    /// Every event that you may see, once, in the order in which they were recorded: after `after`,
    /// or from now on. To go on after an interruption, give the last cursor you saw. Ends when your
    /// sign-in does.
    async fn case_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cursor of the last event you have; none, to begin with the next.")]
        after: Option<String>,
        #[graphql(desc = "What narrows the events.")] filter: Option<CaseEventFilter>,
    ) -> Result<impl Stream<Item = Result<CaseEvent>> + use<>> {
        let follower = Follower::new(ctx, filter.unwrap_or_default())?;
        let position = follower.start(after).await?;
        Ok(stream::try_unfold((position, Vec::new().into_iter()), move |(position, ready)| {
            let follower = follower.clone();
            async move { follower.next(position, ready).await }
        }))
    }
}

/// One subscriber: who it is, what it asked for, and when its sign-in ends.
#[derive(Clone)]
struct Follower {
    viewer: Viewer,
    cursors: Cursors,
    views: Views,
    filter: EventFilter,
    clock: Clock,
    ends: Option<DateTime<Utc>>,
}

type Ready = std::vec::IntoIter<TimelineRow>;

impl Follower {
    fn new(ctx: &Context<'_>, filter: CaseEventFilter) -> Result<Self> {
        Ok(Self {
            viewer: ctx.viewer()?.clone(),
            cursors: ctx.cursors()?.clone(),
            views: ctx.store()?.views().clone(),
            filter: EventFilter {
                investigation: filter.investigation_id.map(Into::into),
                categories: filter.aggregates,
                types: filter.types,
            },
            clock: ctx.data::<Clock>()?.clone(),
            ends: ctx.expires_at(),
        })
    }

    /// The position to begin after.
    async fn start(&self, after: Option<String>) -> Result<i64> {
        match after {
            Some(cursor) => match self.cursors.open(&self.viewer, EVENTS, &cursor) {
                Some((position, _)) => Ok(position),
                None => Err(wrong("this cursor was not given to you for events")),
            },
            None => self.views.events_head().await.map_err(fault),
        }
    }

    /// The next event, and where to go on from; none when the sign-in has ended.
    async fn next(
        &self,
        mut position: i64,
        mut ready: Ready,
    ) -> Result<Option<(CaseEvent, (i64, Ready))>> {
        loop {
            let remaining = match self.ends {
                Some(ends) => match (ends - self.clock.now()).to_std() {
                    Ok(remaining) => remaining,
                    Err(_) => return Ok(None),
                },
                None => FOREVER,
            };
            if let Some(row) = ready.next() {
                let event = CaseEvent::new(&self.cursors, &self.viewer, row);
                return Ok(Some((event, (position, ready))));
            }
            let reader = Reader::from(&self.viewer);
            let (rows, looked) = self
                .views
                .events_after(&reader, &self.filter, position, BATCH)
                .await
                .map_err(fault)?;
            position = looked;
            if rows.is_empty() {
                match timeout(remaining, self.views.events_past(position)).await {
                    Ok(past) => past.map_err(fault)?,
                    // Time to look whether the sign-in has ended.
                    Err(_) => continue,
                }
            }
            ready = rows.into_iter();
        }
    }
}
