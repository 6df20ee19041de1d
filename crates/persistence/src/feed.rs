//! The feed: the timeline as it grows, read once for all subscribers of a process.
//!
//! One reader keeps the newest lines in a ring of bounded size. A subscriber takes them from there
//! one at a time, judged at that moment, so that it holds nothing itself and waits for nobody. What
//! the ring no longer has, a subscriber reads from the view by itself until it meets the ring.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use mpaka_domain::Viewer;
use tokio::sync::{Mutex, watch};
use tokio::time::Instant;

use crate::error::StoreError;
use crate::view::timeline::{EventFilter, TimelineRow};
use crate::view::{Reader, Views};
use catch_up::CatchUp;
use hub::Hub;
use ring::{Asks, Found};

mod catch_up;
mod hub;
mod ring;

pub use ring::Bounds;

/// How long a subscriber may leave its next event untaken before it counts as slow.
const SLOW: Duration = Duration::from_secs(2);

/// The feed of one process.
#[derive(Debug, Clone)]
pub struct Feed {
    views: Views,
    bounds: Bounds,
    hub: Arc<Mutex<Weak<Hub>>>,
    counts: Arc<Counts>,
}

#[derive(Debug, Default)]
struct Counts {
    subscribers: AtomicU64,
    handed_out: AtomicU64,
    told_to_resume: AtomicU64,
}

/// How a feed stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FeedStanding {
    /// The subscribers there are.
    pub subscribers: u64,
    /// The lines held for them.
    pub lines: u64,
    /// About how many bytes these are.
    pub bytes: u64,
    /// How many lines were handed out, each to one subscriber, since the process began.
    pub handed_out: u64,
    /// How many subscribers were told to resume since then.
    pub told_to_resume: u64,
}

/// Why a subscriber gets no further event.
#[derive(Debug, thiserror::Error)]
pub enum FeedEnd {
    /// It left its events untaken for too long, and the feed has gone on without it.
    #[error("the subscriber did not take its events, and the feed has gone on")]
    Behind {
        /// Everything up to here was handed out, or is not for this subscriber.
        position: i64,
    },
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Feed {
    /// A feed of these views that holds so much; nothing is read before somebody follows it.
    pub fn new(views: Views, bounds: Bounds) -> Self {
        Self { views, bounds, hub: Arc::default(), counts: Arc::default() }
    }

    /// Follows every event that a reader may see and asks for, after a position, or from now on.
    pub async fn follow(
        &self,
        viewer: Viewer,
        filter: EventFilter,
        after: Option<i64>,
    ) -> Result<Following, StoreError> {
        let hub = self.hub().await?;
        let position = match after {
            Some(position) => position,
            None => self.views.events_head().await?,
        };
        Ok(Following {
            heard: hub.heard(),
            hub,
            views: self.views.clone(),
            reader: Reader::from(&viewer),
            asks: Asks { viewer, filter },
            position,
            behind: CatchUp::default(),
            caught_up: false,
            handed: None,
            counted: Counted::new(&self.counts),
        })
    }

    async fn hub(&self) -> Result<Arc<Hub>, StoreError> {
        let mut running = self.hub.lock().await;
        if let Some(hub) = running.upgrade() {
            return Ok(hub);
        }
        let hub = Arc::new(Hub::start(&self.views, self.bounds).await?);
        *running = Arc::downgrade(&hub);
        Ok(hub)
    }

    /// How the feed stands.
    pub async fn standing(&self) -> FeedStanding {
        let hub = self.hub.lock().await.upgrade();
        let (lines, bytes) = hub.map_or((0, 0), |hub| hub.ring().size());
        let number = |size| u64::try_from(size).unwrap_or(u64::MAX);
        let count = |of: &AtomicU64| of.load(Ordering::Relaxed);
        FeedStanding {
            subscribers: count(&self.counts.subscribers),
            lines: number(lines),
            bytes: number(bytes),
            handed_out: count(&self.counts.handed_out),
            told_to_resume: count(&self.counts.told_to_resume),
        }
    }
}

/// A subscriber's place in the feed.
#[derive(Debug)]
pub struct Following {
    hub: Arc<Hub>,
    heard: watch::Receiver<()>,
    views: Views,
    reader: Reader,
    asks: Asks,
    /// Everything up to here was handed out, or is not for this subscriber.
    position: i64,
    behind: CatchUp,
    /// Whether it has had all there was, and may be expected to keep up.
    caught_up: bool,
    /// Since when the last event handed out has not been followed by the wish for another.
    handed: Option<Instant>,
    counted: Counted,
}

impl Following {
    /// The next event, once there is one. Nothing is lost when it is not waited for to the end.
    pub async fn next(&mut self) -> Result<Arc<TimelineRow>, FeedEnd> {
        let slow = self.handed.take().is_some_and(|since| since.elapsed() > SLOW);
        loop {
            if let Some(row) = self.behind.take(&mut self.position) {
                return Ok(self.hand_out(row));
            }
            self.heard.mark_unchanged();
            let found = self.hub.ring().after(self.position, &self.asks);
            match found {
                Found::Line(row) => {
                    self.position = row.position;
                    self.caught_up = true;
                    return Ok(self.hand_out(row));
                }
                Found::Nothing(looked) => {
                    self.position = looked.max(self.position);
                    self.caught_up = true;
                    self.hear().await?;
                }
                Found::Unconfirmed => self.hear().await?,
                Found::Gone if self.caught_up && slow => {
                    self.counted.0.told_to_resume.fetch_add(1, Ordering::Relaxed);
                    return Err(FeedEnd::Behind { position: self.position });
                }
                Found::Gone => {
                    self.caught_up = false;
                    let (views, reader) = (&self.views, &self.reader);
                    let read = self.behind.read(views, reader, &self.asks.filter, self.position);
                    if !read.await? {
                        self.hear().await?;
                    }
                }
            }
        }
    }

    fn hand_out(&mut self, row: Arc<TimelineRow>) -> Arc<TimelineRow> {
        self.counted.0.handed_out.fetch_add(1, Ordering::Relaxed);
        self.handed = Some(Instant::now());
        row
    }

    /// Waits until the timeline was looked through again.
    async fn hear(&mut self) -> Result<(), StoreError> {
        self.heard.changed().await.map_err(|_| StoreError::Stopped)
    }
}

/// A subscriber that is counted for as long as this lives.
#[derive(Debug)]
struct Counted(Arc<Counts>);

impl Counted {
    fn new(counts: &Arc<Counts>) -> Self {
        counts.subscribers.fetch_add(1, Ordering::Relaxed);
        Self(Arc::clone(counts))
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.subscribers.fetch_sub(1, Ordering::Relaxed);
    }
}
