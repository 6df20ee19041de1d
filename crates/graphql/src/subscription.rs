//! The feed of case events: what the reader may see, in order, from any cursor, without end.

use std::time::Duration;

use async_graphql::{Context, Error, ErrorExtensions, InputObject, Result, Subscription};
use chrono::{DateTime, Utc};
use futures_util::{Stream, stream};
use mpaka_domain::Viewer;
use mpaka_persistence::cursor::Cursors;
use mpaka_persistence::feed::{FeedEnd, Following};
use mpaka_persistence::view::timeline::EventFilter;
use tokio::time::timeout;
use tracing::info;

use crate::error::fault;
use crate::page::wrong;
use crate::scalar;
use crate::send::EVENTS;
use crate::session::{Clock, Request};
use crate::timeline::CaseEvent;

/// How long a subscriber whose sign-in has no end waits for the next event before it looks again.
const FOREVER: Duration = Duration::from_hours(1);
/// The code that tells a subscriber to follow again.
const RESUME: &str = "RESUME";

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
    /// sign-in does. Nominals belong to no investigation, and their events are not sent. Whoever
    /// leaves events untaken until the service has let go of them gets the error `RESUME`, with the
    /// cursor to follow again after.
    async fn case_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The cursor of the last event you have; none, to begin with the next.")]
        after: Option<String>,
        #[graphql(desc = "What narrows the events.")] filter: Option<CaseEventFilter>,
    ) -> Result<impl Stream<Item = Result<CaseEvent>> + use<>> {
        let follower = Follower::new(ctx, after, filter.unwrap_or_default()).await?;
        Ok(stream::try_unfold(follower, Follower::next))
    }
}

/// One subscriber: its place in the feed, and when its sign-in ends.
struct Follower {
    viewer: Viewer,
    cursors: Cursors,
    following: Following,
    clock: Clock,
    ends: Option<DateTime<Utc>>,
}

impl Follower {
    async fn new(
        ctx: &Context<'_>,
        after: Option<String>,
        filter: CaseEventFilter,
    ) -> Result<Self> {
        let (viewer, cursors) = (ctx.viewer()?.clone(), ctx.cursors()?.clone());
        let after = after.map(|cursor| match cursors.open(&viewer, EVENTS, &cursor) {
            Some((position, _)) => Ok(position),
            None => Err(wrong("this cursor was not given to you for events")),
        });
        let filter = EventFilter {
            investigation: filter.investigation_id.map(Into::into),
            categories: filter.aggregates,
            types: filter.types,
        };
        let feed = ctx.store()?.feed();
        let following = feed.follow(viewer.clone(), filter, after.transpose()?).await;
        Ok(Self {
            following: following.map_err(fault)?,
            viewer,
            cursors,
            clock: ctx.data::<Clock>()?.clone(),
            ends: ctx.expires_at(),
        })
    }

    /// The next event, and where to go on from; none when the sign-in has ended.
    async fn next(mut self) -> Result<Option<(CaseEvent, Self)>> {
        loop {
            let remaining = match self.ends {
                Some(ends) => match (ends - self.clock.now()).to_std() {
                    Ok(remaining) => remaining,
                    Err(_) => return Ok(None),
                },
                None => FOREVER,
            };
            // When the time is up, the loop looks whether the sign-in has ended.
            let Ok(next) = timeout(remaining, self.following.next()).await else { continue };
            return match next {
                Ok(row) => {
                    let event = CaseEvent::new(&self.cursors, &self.viewer, row);
                    Ok(Some((event, self)))
                }
                Err(FeedEnd::Behind { position }) => Err(self.resume(position)),
                Err(FeedEnd::Store(error)) => Err(fault(error)),
            };
        }
    }

    /// What a subscriber is told that did not take its events while others did.
    fn resume(&self, position: i64) -> Error {
        let cursor = self.cursors.seal(&self.viewer, EVENTS, (position, 0));
        info!(code = RESUME, "a subscriber is told to resume");
        Error::new("you did not take your events in time: follow again after the last cursor")
            .extend_with(|_, extensions| {
                extensions.set("code", RESUME);
                extensions.set("after", cursor.clone());
            })
    }
}
