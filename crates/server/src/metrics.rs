//! What is counted, in Prometheus's text format; never a person, a user or a case.

use std::sync::Arc;
use std::time::Duration;

use mpaka_persistence::ProjectionStatus;
use prometheus::{
    CounterVec, Encoder, GaugeVec, HistogramOpts, HistogramVec, IntCounterVec, IntGauge,
    IntGaugeVec, Opts, Registry, TextEncoder,
};

use crate::app::Standing;
use crate::document::Kind;
use feed::Feed;
use files::Files;
use processes::Processes;

mod feed;
mod files;
mod processes;

/// The counters of one server.
#[derive(Clone)]
pub struct Metrics(Arc<Inner>);

struct Inner {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    operations: IntCounterVec,
    streams: IntGaugeVec,
    head: IntGauge,
    unread_law: IntGauge,
    positions: IntGaugeVec,
    lags: IntGaugeVec,
    views: Views,
    restarts: IntGauge,
    feed: Feed,
    files: Files,
    processes: Processes,
}

/// What is counted of each view.
struct Views {
    waiting: GaugeVec,
    parked: IntGaugeVec,
    skipped: IntGaugeVec,
    owned: IntGaugeVec,
    rebuilding: IntGaugeVec,
    events: IntCounterVec,
    batches: IntCounterVec,
    seconds: CounterVec,
}

/// A stream or socket that is counted for as long as this lives.
pub struct Counted(IntGauge);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// Counters that all stand at zero.
    pub fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let inner = Inner {
            requests: IntCounterVec::new(
                Opts::new("mpaka_http_requests_total", "HTTP requests answered"),
                &["route", "method", "status"],
            )?,
            seconds: HistogramVec::new(
                HistogramOpts::new("mpaka_http_request_seconds", "Time to the head of the answer"),
                &["route"],
            )?,
            operations: IntCounterVec::new(
                Opts::new("mpaka_graphql_results_total", "GraphQL responses sent"),
                &["kind", "outcome"],
            )?,
            streams: IntGaugeVec::new(
                Opts::new("mpaka_streams", "Event streams and WebSockets open"),
                &["transport"],
            )?,
            head: IntGauge::new("mpaka_log_head", "Position of the last event of the log")?,
            unread_law: IntGauge::new(
                "mpaka_law_unread_entries",
                "Entries of the law with an event that this program cannot read",
            )?,
            positions: IntGaugeVec::new(
                Opts::new("mpaka_projection_position", "Last event a view has taken into account"),
                &["view"],
            )?,
            lags: IntGaugeVec::new(
                Opts::new("mpaka_projection_lag_events", "Events a view is behind the log's head"),
                &["view"],
            )?,
            views: Views::new()?,
            restarts: IntGauge::new(
                "mpaka_embedded_restarts_total",
                "How often the private PostgreSQL died and was started again",
            )?,
            feed: Feed::new(&registry)?,
            files: Files::new(&registry)?,
            processes: Processes::new(&registry)?,
            registry,
        };
        let collectors: [Box<dyn prometheus::core::Collector>; 9] = [
            Box::new(inner.requests.clone()),
            Box::new(inner.seconds.clone()),
            Box::new(inner.operations.clone()),
            Box::new(inner.streams.clone()),
            Box::new(inner.head.clone()),
            Box::new(inner.unread_law.clone()),
            Box::new(inner.positions.clone()),
            Box::new(inner.lags.clone()),
            Box::new(inner.restarts.clone()),
        ];
        for collector in collectors {
            inner.registry.register(collector)?;
        }
        inner.views.register(&inner.registry)?;
        Ok(Self(Arc::new(inner)))
    }

    /// Counts an answered request. The method is one of those HTTP defines, or `other`.
    pub fn request(&self, route: &str, method: &'static str, status: u16, time: Duration) {
        self.0.requests.with_label_values(&[route, method, &status.to_string()]).inc();
        self.0.seconds.with_label_values(&[route]).observe(time.as_secs_f64());
    }

    /// Counts a GraphQL response.
    pub fn operation(&self, kind: Kind, succeeded: bool) {
        let outcome = if succeeded { "ok" } else { "errors" };
        self.0.operations.with_label_values(&[kind.as_str(), outcome]).inc();
    }

    /// Counts a stream or socket while it is open.
    pub fn stream(&self, transport: &'static str) -> Counted {
        let gauge = self.0.streams.with_label_values(&[transport]);
        gauge.inc();
        Counted(gauge)
    }

    /// Takes over how often the private PostgreSQL was started again.
    pub fn restarts(&self, restarts: u64) {
        self.0.restarts.set(i64::try_from(restarts).unwrap_or(i64::MAX));
    }

    /// Takes over how the log and the views stand.
    pub fn standing(&self, standing: &Standing) {
        self.0.head.set(standing.head);
        self.0.unread_law.set(i64::try_from(standing.unread_law).unwrap_or(i64::MAX));
        for view in &standing.views {
            self.0.positions.with_label_values(&[view.name]).set(view.position);
            self.0.lags.with_label_values(&[view.name]).set(view.lag);
            self.0.views.take(view);
        }
        self.0.feed.set(&standing.feed);
        self.0.files.set(&standing.files);
        self.0.processes.set(&standing.processes);
    }

    /// All counters as text.
    pub fn text(&self) -> Result<String, prometheus::Error> {
        let mut text = Vec::new();
        TextEncoder::new().encode(&self.0.registry.gather(), &mut text)?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }
}

impl Views {
    fn new() -> Result<Self, prometheus::Error> {
        let by_view = ["view"];
        Ok(Self {
            waiting: GaugeVec::new(
                Opts::new(
                    "mpaka_projection_waiting_seconds",
                    "Age of the first event a view has not taken into account; 0 when up to date",
                ),
                &by_view,
            )?,
            parked: IntGaugeVec::new(
                Opts::new("mpaka_projection_parked_events", "Events a view has set aside"),
                &by_view,
            )?,
            skipped: IntGaugeVec::new(
                Opts::new("mpaka_projection_skipped_events", "Events left out of a view for good"),
                &by_view,
            )?,
            owned: IntGaugeVec::new(
                Opts::new("mpaka_projection_owned", "1 when some process runs the view"),
                &by_view,
            )?,
            rebuilding: IntGaugeVec::new(
                Opts::new(
                    "mpaka_projection_rebuild_position",
                    "How far a view is made anew; 0 when it is not",
                ),
                &by_view,
            )?,
            events: IntCounterVec::new(
                Opts::new("mpaka_projection_events_total", "Events this process took in"),
                &by_view,
            )?,
            batches: IntCounterVec::new(
                Opts::new("mpaka_projection_batches_total", "Batches this process took in"),
                &by_view,
            )?,
            seconds: CounterVec::new(
                Opts::new("mpaka_projection_seconds_total", "Time those batches took"),
                &by_view,
            )?,
        })
    }

    fn register(&self, registry: &Registry) -> Result<(), prometheus::Error> {
        registry.register(Box::new(self.waiting.clone()))?;
        registry.register(Box::new(self.parked.clone()))?;
        registry.register(Box::new(self.skipped.clone()))?;
        registry.register(Box::new(self.owned.clone()))?;
        registry.register(Box::new(self.rebuilding.clone()))?;
        registry.register(Box::new(self.events.clone()))?;
        registry.register(Box::new(self.batches.clone()))?;
        registry.register(Box::new(self.seconds.clone()))
    }

    /// Takes over how a view stands. What was done is counted on from where the counters are.
    fn take(&self, view: &ProjectionStatus) {
        let of = [view.name];
        self.waiting.with_label_values(&of).set(view.waiting.unwrap_or_default().as_secs_f64());
        self.parked.with_label_values(&of).set(view.parked);
        self.skipped.with_label_values(&of).set(view.skipped);
        self.owned.with_label_values(&of).set(i64::from(view.owned));
        self.rebuilding.with_label_values(&of).set(view.rebuilding.unwrap_or_default());
        let events = self.events.with_label_values(&of);
        events.inc_by(view.work.events.saturating_sub(events.get()));
        let batches = self.batches.with_label_values(&of);
        batches.inc_by(view.work.batches.saturating_sub(batches.get()));
        let seconds = self.seconds.with_label_values(&of);
        seconds.inc_by((view.work.time.as_secs_f64() - seconds.get()).max(0.0));
    }
}
