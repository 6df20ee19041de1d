//! What is counted of the feed that subscribers follow.

use mpaka_persistence::feed::FeedStanding;
use prometheus::{Error, IntGauge, Registry};

/// The counters of the feed.
pub struct Feed {
    subscribers: IntGauge,
    lines: IntGauge,
    bytes: IntGauge,
    handed_out: IntGauge,
    told_to_resume: IntGauge,
}

impl Feed {
    /// Counters that all stand at zero.
    pub fn new(registry: &Registry) -> Result<Self, Error> {
        let counter = |name: &str, help: &str| {
            let counter = IntGauge::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, Error>(counter)
        };
        Ok(Self {
            subscribers: counter("mpaka_feed_subscribers", "Subscriptions to case events open")?,
            lines: counter("mpaka_feed_lines", "Newest events held in memory for subscribers")?,
            bytes: counter("mpaka_feed_bytes", "About how many bytes these take")?,
            handed_out: counter(
                "mpaka_feed_handed_out_total",
                "Events handed out, each to one subscriber",
            )?,
            told_to_resume: counter(
                "mpaka_feed_told_to_resume_total",
                "Subscribers that did not take their events and were told to resume",
            )?,
        })
    }

    /// Takes over how the feed stands.
    pub fn set(&self, standing: &FeedStanding) {
        let number = |count| i64::try_from(count).unwrap_or(i64::MAX);
        self.subscribers.set(number(standing.subscribers));
        self.lines.set(number(standing.lines));
        self.bytes.set(number(standing.bytes));
        self.handed_out.set(number(standing.handed_out));
        self.told_to_resume.set(number(standing.told_to_resume));
    }
}
