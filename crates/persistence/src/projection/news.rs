//! How processes tell each other how far the views they run have come.
//!
//! A notification is sent after the commit and not in it: PostgreSQL commits transactions that notify
//! one after another, and a view would wait there for appends, and appends for views. One that is lost
//! costs a second, after which whoever does not run a view looks for itself.

use std::fmt::Write;
use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use tracing::warn;

use super::Positions;

/// The channel; what comes over it reads `view:position view:position`.
const CHANNEL: &str = "mpaka_views";
/// The least time between two notifications of a process.
const PAUSE: Duration = Duration::from_millis(10);
/// How long to wait before listening again.
const RETRY: Duration = Duration::from_secs(1);

/// Tells other processes what this one has brought how far; what comes while a notification is on its
/// way goes with the next one.
pub(super) async fn tell(pool: PgPool, positions: Positions) {
    let mut news = positions.news();
    let mut told = news.borrow_and_update().clone();
    while news.changed().await.is_ok() {
        let reached = news.borrow_and_update().clone();
        let mut text = String::new();
        for (view, position) in reached.iter().filter(|(view, at)| told.get(*view) != Some(*at)) {
            _ = write!(text, "{view}:{position} ");
        }
        let sent =
            sqlx::query!("SELECT pg_notify($1, $2)", CHANNEL, text.trim_end()).execute(&pool).await;
        if let Err(error) = sent {
            warn!(%error, "other processes could not be told how far the views are");
        }
        told = reached;
        tokio::time::sleep(PAUSE).await;
    }
}

/// Hears what other processes have brought how far.
pub(super) async fn listen(pool: PgPool, positions: Positions) {
    loop {
        match PgListener::connect_with(&pool).await {
            Ok(listener) => {
                if let Err(error) = hear(listener, &positions).await {
                    warn!(%error, "the views' notifications stopped; listening again");
                }
            }
            Err(error) => warn!(%error, "cannot listen to the views' notifications"),
        }
        tokio::time::sleep(RETRY).await;
    }
}

async fn hear(mut listener: PgListener, positions: &Positions) -> Result<(), sqlx::Error> {
    listener.listen(CHANNEL).await?;
    loop {
        let notification = listener.recv().await?;
        for (view, position) in read(notification.payload()) {
            positions.raise(view, position);
        }
    }
}

/// What a notification says; what is not understood is passed over.
fn read(text: &str) -> impl Iterator<Item = (&str, i64)> {
    text.split(' ').filter_map(|news| {
        let (view, position) = news.split_once(':')?;
        Some((view, position.parse().ok()?))
    })
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_is_not_understood_of_a_notification_is_passed_over() {
        let heard: Vec<_> = super::read("case_timeline:7 later version:x :8 a:b:9").collect();
        assert_eq!(heard, [("case_timeline", 7), ("", 8)]);
    }
}
