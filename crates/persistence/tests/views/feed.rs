//! The feed: every event once and in order, from the ring or from the view; slow subscribers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mpaka_domain::casework::suspect::{Suspect, SuspectCommand};
use mpaka_domain::{Personal, Role};
use mpaka_persistence::Feed;
use mpaka_persistence::feed::{Bounds, FeedEnd, Following};
use mpaka_persistence::view::timeline::{EventFilter, TimelineRow};
use sqlx::PgPool;
use tokio::time::timeout;
use uuid::Uuid;

use super::casework::{Live, akinyi, live, nominate, reader, released, viewer};

/// Longer than anything that works takes.
const PATIENCE: Duration = Duration::from_mins(1);

async fn next(following: &mut Following) -> Arc<TimelineRow> {
    timeout(PATIENCE, following.next()).await.unwrap().unwrap()
}

/// The positions of the next events.
async fn take(following: &mut Following, count: usize) -> Vec<i64> {
    let mut positions = Vec::new();
    while positions.len() < count {
        positions.push(next(following).await.position);
    }
    positions
}

impl Live {
    /// Another feed of the same store, which holds so many lines.
    fn feed(&self, lines: usize) -> Feed {
        Feed::new(self.store.views().clone(), Bounds { lines, ..Bounds::default() })
    }

    async fn of_interest(&self, file: Uuid) -> Uuid {
        let id = mpaka_persistence::ids::next();
        let command = nominate(file, "Dickson Kibet Murage");
        self.store.streams().send::<Suspect>(id, command, akinyi(), None).await.unwrap();
        id
    }

    /// Adds grounds: one event. The views take it in when they get to it.
    async fn grounds(&self, suspect: Uuid, text: &str, to_partner: bool) -> i64 {
        let metadata = if to_partner { released(akinyi(), "UK-NMC") } else { akinyi() };
        let command = SuspectCommand::AddGrounds { text: Personal::new(text.to_owned()) };
        let streams = self.store.streams();
        streams.send::<Suspect>(suspect, command, metadata, None).await.unwrap().position
    }

    async fn head(&self) -> i64 {
        let head = self.store.log().head().await.unwrap();
        self.store.positions().all_reached(head).await.unwrap();
        head
    }

    /// Every position that a reader of the view may see after another.
    async fn all(&self, user: &str, agency: &str, after: i64) -> Vec<i64> {
        let (reader, all) = (reader(user, agency), EventFilter::default());
        let read = self.store.views().events_after(&reader, &all, after, 100_000).await.unwrap();
        read.0.into_iter().map(|row| row.position).collect()
    }
}

async fn follow(feed: &Feed, user: &str, agency: &str, after: Option<i64>) -> Following {
    let viewer = viewer(user, agency, Role::Investigator);
    feed.follow(viewer, EventFilter::default(), after).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn every_subscriber_gets_each_event_once_and_in_order_while_writers_race(pool: PgPool) {
    const WRITERS: usize = 4;
    const EACH: usize = 60;
    let live = Arc::new(live(&pool).await);
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    // So small that subscribers fall out of it and meet it again all the time.
    let feed = live.feed(7);
    let start = live.head().await;
    let done = Arc::new(AtomicBool::new(false));

    let mut writers = Vec::new();
    for writer in 0..WRITERS {
        let live = Arc::clone(&live);
        writers.push(tokio::spawn(async move {
            let suspect = live.of_interest(file).await;
            for n in 0..EACH {
                live.grounds(suspect, "Seen.", (writer + n) % 3 == 0).await;
            }
        }));
    }
    let mut subscribers = Vec::new();
    for number in 0..12u64 {
        let (feed, done, live) = (feed.clone(), Arc::clone(&done), Arc::clone(&live));
        subscribers.push(tokio::spawn(async move {
            let who =
                if number % 2 == 0 { ("akinyi", "KE-DCI-TOCU") } else { ("harriet", "UK-NMC") };
            let mut following = follow(&feed, who.0, who.1, Some(start)).await;
            let mut seen = Vec::new();
            // Each goes away after another number of events, and comes back after its last one.
            let mut visit = 3 + number;
            loop {
                match timeout(Duration::from_millis(50), following.next()).await {
                    Ok(Ok(row)) => seen.push(row.position),
                    Ok(Err(FeedEnd::Behind { .. })) => visit = 0,
                    Ok(Err(FeedEnd::Store(error))) => panic!("{error}"),
                    Err(_) if done.load(Ordering::Acquire) => break,
                    Err(_) => {}
                }
                visit = visit.saturating_sub(1);
                if visit == 0 {
                    let last = seen.last().copied().unwrap_or(start);
                    following = follow(&feed, who.0, who.1, Some(last)).await;
                    visit = 3 + number + u64::try_from(seen.len()).unwrap() % 17;
                }
            }
            let expected = live.all(who.0, who.1, start).await;
            let rest = take(&mut following, expected.len().saturating_sub(seen.len())).await;
            seen.extend(rest);
            (seen, expected)
        }));
    }
    for writer in writers {
        writer.await.unwrap();
    }
    live.head().await;
    done.store(true, Ordering::Release);

    for (number, subscriber) in subscribers.into_iter().enumerate() {
        let (seen, expected) = subscriber.await.unwrap();
        assert_eq!(seen, expected, "subscriber {number}");
        let least = if number % 2 == 0 { WRITERS * (EACH + 1) } else { WRITERS * EACH / 3 };
        assert_eq!(seen.len(), least, "subscriber {number}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_takes_nothing_is_told_to_resume_and_holds_up_nobody(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let suspect = live.of_interest(file).await;
    let start = live.head().await;
    let feed = live.feed(10);
    let mut slow = follow(&feed, "akinyi", "KE-DCI-TOCU", Some(start)).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(follow(&feed, "akinyi", "KE-DCI-TOCU", Some(start)).await);
    }

    let first = live.grounds(suspect, "First.", false).await;
    assert_eq!(take(&mut slow, 1).await, [first]);
    let left = tokio::time::Instant::now();
    let mut recorded = vec![first];
    for other in &mut others {
        assert_eq!(take(other, 1).await, [first]);
    }
    // The others get each event as it is recorded, though one subscriber takes nothing.
    while recorded.len() < 40 || left.elapsed() < Duration::from_millis(2100) {
        let position = live.grounds(suspect, "More.", false).await;
        recorded.push(position);
        for other in &mut others {
            assert_eq!(take(other, 1).await, [position]);
        }
        assert!(feed.standing().await.lines <= 10, "what is held does not grow");
    }

    let end = timeout(PATIENCE, slow.next()).await.unwrap();
    let Err(FeedEnd::Behind { position }) = end else { panic!("told to resume, not {end:?}") };
    assert_eq!(position, first, "it goes on after the last one it had");
    let mut resumed = follow(&feed, "akinyi", "KE-DCI-TOCU", Some(position)).await;
    assert_eq!(take(&mut resumed, recorded.len() - 1).await, recorded[1..]);
    let standing = feed.standing().await;
    assert_eq!((standing.told_to_resume, standing.subscribers), (1, 5));
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_reads_steadily_from_far_behind_is_not_told_to_resume(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let suspect = live.of_interest(file).await;
    let feed = live.feed(5);
    for _ in 0..40 {
        live.grounds(suspect, "Seen.", false).await;
    }
    live.head().await;
    let mut following = follow(&feed, "akinyi", "KE-DCI-TOCU", Some(0)).await;
    let mut seen = take(&mut following, 3).await;
    // Longer than anything read for it is good for, and with more recorded than is held.
    for _ in 0..20 {
        live.grounds(suspect, "More.", false).await;
    }
    live.head().await;
    tokio::time::sleep(Duration::from_millis(2100)).await;
    seen.extend(take(&mut following, 59).await);
    assert_eq!(seen, live.all("akinyi", "KE-DCI-TOCU", 0).await);
    assert_eq!(feed.standing().await.told_to_resume, 0);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_held_is_bounded_in_bytes_too(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let suspect = live.of_interest(file).await;
    live.head().await;
    let bounds = Bounds { lines: 1000, bytes: 20_000 };
    let feed = Feed::new(live.store.views().clone(), bounds);
    let mut following = follow(&feed, "akinyi", "KE-DCI-TOCU", None).await;
    for _ in 0..12 {
        let position = live.grounds(suspect, &"x".repeat(4_000), false).await;
        assert_eq!(take(&mut following, 1).await, [position]);
        let standing = feed.standing().await;
        assert!(standing.bytes <= 20_000 && standing.lines <= 4, "{standing:?}");
    }
    drop(following);
    let standing = feed.standing().await;
    assert_eq!((standing.subscribers, standing.lines, standing.bytes), (0, 0, 0));
    assert_eq!(standing.handed_out, 12);
}
