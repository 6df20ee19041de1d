//! How much a run does: the whole bench, a quick look, or just enough to see that it works.

use std::time::Duration;

/// The scale of a run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// What it is called in the report.
    pub name: &'static str,
    /// How many callers there are at once, measure by measure; the last number is the one that the
    /// targets speak of.
    pub callers: &'static [usize],
    /// How often each measure is repeated; the median counts.
    pub rounds: usize,
    /// How long a round is.
    pub round: Duration,
    /// How long the same work is done before a round, so that connections, plans and caches are there.
    pub warm_up: Duration,
    /// Whether a checkpoint comes before a round, so that none pays for what another left in memory.
    pub checkpoints: bool,
    /// How many streams of ten events a round has for each caller, at most.
    pub streams_10: usize,
    /// How many streams of 200 events there are.
    pub streams_200: usize,
    /// How many events the reading of the log and of a view are measured on.
    pub read: u64,
    /// How long events are sent to a subscriber.
    pub following: Duration,
    /// How many events the case has whose timeline is read.
    pub timeline: u64,
    /// At how many stored events the growth of the cost is measured.
    pub growth: &'static [i64],
    /// At which of them the views are rebuilt.
    pub rebuild: i64,
}

impl Scale {
    /// What the targets are measured with.
    pub fn whole() -> Self {
        Self {
            name: "whole",
            callers: &[1, 8, 64],
            rounds: 3,
            round: Duration::from_secs(2),
            warm_up: Duration::from_millis(500),
            checkpoints: true,
            streams_10: 60,
            streams_200: 600,
            read: 100_000,
            following: Duration::from_secs(20),
            timeline: 10_000,
            growth: &[10_000, 1_000_000, 5_000_000],
            rebuild: 1_000_000,
        }
    }

    /// A quick look: shorter rounds and a smaller log.
    pub fn quick() -> Self {
        Self {
            name: "quick",
            round: Duration::from_secs(1),
            warm_up: Duration::from_millis(300),
            streams_10: 20,
            streams_200: 128,
            read: 10_000,
            following: Duration::from_secs(5),
            growth: &[10_000, 200_000],
            rebuild: 200_000,
            ..Self::whole()
        }
    }

    /// Whether the bench works at all; its figures say nothing.
    pub fn smoke() -> Self {
        Self {
            name: "smoke",
            callers: &[1],
            rounds: 1,
            round: Duration::from_millis(50),
            warm_up: Duration::from_millis(20),
            checkpoints: false,
            streams_10: 2,
            streams_200: 1,
            read: 100,
            following: Duration::from_millis(300),
            timeline: 120,
            growth: &[100, 400],
            rebuild: 400,
        }
    }

    /// The number of callers that the targets speak of.
    pub fn most_callers(&self) -> usize {
        self.callers.last().copied().unwrap_or(1)
    }
}
