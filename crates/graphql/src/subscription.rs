//! The feed of case events: what the reader may see, in order, from any cursor, without end.

use std::time::{Duration, Instant};

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
/// How long a judgement of who may see an event holds before it is handed out.
const JUDGED: Duration = Duration::from_secs(1);

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
        Ok(stream::try_unfold(Place::at(position), move |place| {
            let follower = follower.clone();
            async move { follower.next(place).await }
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

/// How far a subscriber is.
struct Place {
    /// Everything up to here was handed out, or is not for this subscriber.
    position: i64,
    /// What was read and not yet handed out.
    ready: std::vec::IntoIter<TimelineRow>,
    /// How far the log was looked through for it.
    looked: i64,
    /// When.
    read: Instant,
}

impl Place {
    fn at(position: i64) -> Self {
        let ready = Vec::new().into_iter();
        Self { position, ready, looked: position, read: Instant::now() }
    }

    /// The next event, unless it was judged too long ago: what the subscriber may see can have
    /// changed since, so it is judged anew.
    fn take(&mut self) -> Option<TimelineRow> {
        if self.read.elapsed() > JUDGED {
            *self = Self::at(self.position);
            return None;
        }
        let next = self.ready.next();
        self.position = next.as_ref().map_or(self.looked, |row| row.position);
        next
    }
}

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
    async fn next(&self, mut place: Place) -> Result<Option<(CaseEvent, Place)>> {
        loop {
            let remaining = match self.ends {
                Some(ends) => match (ends - self.clock.now()).to_std() {
                    Ok(remaining) => remaining,
                    Err(_) => return Ok(None),
                },
                None => FOREVER,
            };
            if let Some(row) = place.take() {
                let event = CaseEvent::new(&self.cursors, &self.viewer, row);
                return Ok(Some((event, place)));
            }
            let reader = Reader::from(&self.viewer);
            let (rows, looked) = self
                .views
                .events_after(&reader, &self.filter, place.position, BATCH)
                .await
                .map_err(fault)?;
            if rows.is_empty() {
                // When the time is up, the loop looks whether the sign-in has ended.
                if let Ok(past) = timeout(remaining, self.views.events_past(looked)).await {
                    past.map_err(fault)?;
                }
            }
            place.ready = rows.into_iter();
            place.looked = looked;
            place.read = Instant::now();
        }
    }
}
