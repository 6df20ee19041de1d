//! What other processes are yet to be told: how far the log goes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

use super::Outcome;

/// Others are told this often at most. Each time costs the writer and all who listen more than a
/// small command does, and readers beside the writer do not need it.
const EVERY: Duration = Duration::from_millis(5);
/// For how long after that what was not told waits for another batch to be told with.
const GRACE: Duration = Duration::from_millis(3);

/// What was told and what was not, by all writers of a process.
#[derive(Debug, Clone, Default)]
pub(super) struct News(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    /// Something is there to be told, and was not before.
    came: Notify,
}

#[derive(Debug, Default)]
struct State {
    told: Option<Instant>,
    untold: Option<i64>,
}

impl News {
    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave it half changed.
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it is time to tell how far the log goes, if it goes further.
    pub fn is_due(&self, now: Instant) -> bool {
        self.state().told.is_none_or(|told| now >= told + EVERY)
    }

    /// When to tell what was not told, unless a batch does so until then; never, when all was told.
    fn due(&self, now: Instant) -> Option<Instant> {
        let State { told, untold } = *self.state();
        untold.map(|_| told.map_or(now, |told| told + EVERY + GRACE))
    }

    /// Returns when something is to be told that no batch has told.
    pub async fn is_to_be_told(&self) {
        loop {
            match self.due(Instant::now()) {
                Some(due) if due <= Instant::now() => return,
                Some(due) => sleep_until(due).await,
                None => self.0.came.notified().await,
            }
        }
    }

    /// How far the log goes, if that was not told. Whoever takes it tells it; where that fails, others
    /// find out for themselves.
    pub fn take(&self, now: Instant) -> Option<i64> {
        let mut state = self.state();
        let untold = state.untold.take();
        if untold.is_some() {
            state.told = Some(now);
        }
        untold
    }

    /// This came of a batch that was written, and told if it went further and `tell` was asked for.
    pub fn written(&self, outcomes: &[Outcome], tell: bool, now: Instant) {
        let mut went_further = false;
        let mut reached = None;
        for outcome in outcomes {
            if let Outcome::Written { position, repeated, .. } = *outcome {
                went_further |= !repeated;
                // One that was sent again may have been written by a connection that broke.
                reached = reached.max(Some(position));
            }
        }
        let mut state = self.state();
        let was_all_told = state.untold.is_none();
        state.untold = state.untold.max(reached);
        if let (Some(reached), true) = (reached, tell && went_further) {
            state.tell(reached, now);
        }
        if was_all_told && state.untold.is_some() {
            self.0.came.notify_one();
        }
    }
}

impl State {
    fn tell(&mut self, position: i64, now: Instant) {
        self.told = Some(now);
        // Another writer may have come further meanwhile.
        self.untold = self.untold.filter(|untold| *untold > position);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reaching(position: i64) -> [Outcome; 1] {
        [Outcome::Written { version: 1, position, repeated: false }]
    }

    #[test]
    fn news_are_told_at_once_and_then_no_more_often_than_is_worth_it() {
        let news = News::default();
        let now = Instant::now();
        assert!(news.is_due(now));
        news.written(&reaching(1), true, now);
        assert_eq!((news.is_due(now), news.due(now), news.take(now)), (false, None, None));

        news.written(&reaching(2), false, now);
        news.written(&reaching(3), false, now);
        let due = news.due(now).unwrap();
        assert_eq!(due, now + EVERY + GRACE);
        assert!(news.is_due(due));
        assert_eq!(news.take(due), Some(3));
        assert_eq!((news.is_due(due), news.due(due), news.take(due)), (false, None, None));
    }

    #[test]
    fn what_another_writer_wrote_meanwhile_is_still_to_be_told() {
        let news = News::default();
        let now = Instant::now();
        news.written(&reaching(20), false, now);
        news.written(&reaching(10), true, now);
        assert_eq!(news.due(now), Some(now + EVERY + GRACE));
        assert_eq!(news.take(now), Some(20));
        news.written(&reaching(25), false, now);
        assert_eq!(news.take(now), Some(25));
    }

    #[test]
    fn what_a_broken_connection_may_have_left_untold_is_told() {
        let news = News::default();
        let now = Instant::now();
        let repeated = [Outcome::Written { version: 1, position: 7, repeated: true }];
        news.written(&repeated, true, now);
        news.written(&[Outcome::Reused, Outcome::Conflict { version: 3 }], true, now);
        assert_eq!((news.due(now), news.take(now)), (Some(now), Some(7)));
    }
}
