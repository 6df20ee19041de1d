//! The closed loop: callers that each send a command, wait for the answer, and send the next.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use crate::error::BenchError;

/// How much is sent.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// How many callers there are at once.
    pub callers: usize,
    /// For how long new commands are sent.
    pub lasting: Duration,
    /// The most commands.
    pub most: u64,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Driven {
    /// How many commands were accepted.
    pub commands: u64,
    /// From the first command to the last answer.
    pub wall: Duration,
    /// How long each took, in nanoseconds.
    pub latency: Histogram<u64>,
}

impl Driven {
    /// Nothing sent yet.
    pub fn nothing() -> Self {
        Self { commands: 0, wall: Duration::ZERO, latency: histogram() }
    }
}

/// An empty record of durations in nanoseconds, told apart to a thousandth.
pub fn histogram() -> Histogram<u64> {
    let mut histogram = Histogram::new_with_bounds(1, 60_000_000_000, 3)
        .unwrap_or_else(|_| unreachable!("the bounds are a histogram's"));
    histogram.auto(true);
    histogram
}

/// A duration as a histogram keeps it.
pub fn nanoseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_nanos()).unwrap_or(u64::MAX)
}

/// Sends commands for as long as the window says. `call` is given the running number of its command,
/// from 0.
pub async fn drive<F, Fut>(window: Window, call: F) -> Result<Driven, BenchError>
where
    F: Fn(u64) -> Fut + Clone + Send + 'static,
    Fut: Future<Output = Result<(), BenchError>> + Send,
{
    let numbers = Arc::new(AtomicU64::new(0));
    let began = Instant::now();
    let mut callers = JoinSet::new();
    for _ in 0..window.callers {
        let (numbers, call) = (Arc::clone(&numbers), call.clone());
        callers.spawn(async move {
            let mut latency = histogram();
            while began.elapsed() < window.lasting {
                let number = numbers.fetch_add(1, Ordering::Relaxed);
                if number >= window.most {
                    break;
                }
                let sent = Instant::now();
                call(number).await?;
                latency.saturating_record(nanoseconds(sent.elapsed()));
            }
            Ok::<_, BenchError>(latency)
        });
    }
    let mut driven = Driven::nothing();
    while let Some(latency) = callers.join_next().await {
        // Both tell values apart alike and grow as they must, so that none is refused.
        _ = driven.latency.add(latency??);
    }
    driven.commands = driven.latency.len();
    driven.wall = began.elapsed();
    Ok(driven)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Window, drive};
    use crate::error::BenchError;

    #[tokio::test]
    async fn no_more_commands_are_sent_than_the_window_holds_and_each_is_counted() {
        let window = Window { callers: 4, lasting: Duration::from_mins(1), most: 100 };
        let driven = drive(window, |_| async { Ok(()) }).await.unwrap();
        assert_eq!((driven.commands, driven.latency.len()), (100, 100));
    }

    #[tokio::test]
    async fn a_command_that_fails_ends_the_bench() {
        let window = Window { callers: 2, lasting: Duration::from_mins(1), most: 100 };
        let failing = |number| async move {
            if number == 50 { Err(BenchError::Refused("no".to_owned())) } else { Ok(()) }
        };
        assert!(matches!(drive(window, failing).await, Err(BenchError::Refused(_))));
    }
}
