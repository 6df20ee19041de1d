//! `/healthz`, `/readyz` and `/metrics`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::future::BoxFuture;
use mpaka_persistence::StoreError;
use serde_json::json;
use tokio::sync::Mutex;
use tokio::time::Instant;
use tracing::warn;

use super::Service;
use crate::app::Standing;

/// How long an answer of the database is good for: probes come often, and from anyone.
const FRESH: Duration = Duration::from_millis(500);
/// How long the database may take to answer a probe.
const PATIENCE: Duration = Duration::from_secs(2);
/// The most events that a view may be behind.
const MOST_BEHIND: i64 = 1000;
/// The longest that a view may stand still while events wait for it.
const LONGEST_STILL: Duration = Duration::from_secs(10);

/// Asks the database how the log and the views stand.
pub type Ask = Arc<dyn Fn() -> BoxFuture<'static, Result<Standing, StoreError>> + Send + Sync>;

/// How the database and the views are.
#[derive(Clone)]
pub struct Health {
    ask: Ask,
    last: Arc<Mutex<Option<Last>>>,
}

struct Last {
    at: Instant,
    standing: Option<Standing>,
    /// Where each view that events wait for stands, and since when.
    still: BTreeMap<&'static str, (i64, Instant)>,
}

/// Why the server is not ready.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Unready {
    Stopping,
    Database,
    /// How many entries of the law cannot be read.
    Law(usize),
    Views(Vec<&'static str>),
    /// None of the issuer's keys has come yet.
    Keys,
}

impl Health {
    /// The health of what `ask` answers for.
    pub fn new(ask: Ask) -> Self {
        Self { ask, last: Arc::default() }
    }

    /// How the log and the views stand, at most half a second ago; none when the database does not
    /// answer. And the views that are too far behind.
    async fn look(&self) -> (Option<Standing>, Vec<&'static str>) {
        let mut last = self.last.lock().await;
        let now = Instant::now();
        if last.as_ref().is_none_or(|last| now - last.at >= FRESH) {
            let standing = match tokio::time::timeout(PATIENCE, (self.ask)()).await {
                Ok(Ok(standing)) => Some(standing),
                Ok(Err(error)) => {
                    warn!(error = %error.chain(), "the database does not answer a probe");
                    None
                }
                Err(_) => {
                    warn!("the database does not answer a probe in time");
                    None
                }
            };
            let mut known = last.take().map(|last| last.still).unwrap_or_default();
            let still =
                standing.iter().flat_map(|standing| &standing.views).filter(|view| view.lag > 0);
            let still = still.map(|view| {
                let since =
                    known.remove(view.name).filter(|(position, _)| *position == view.position);
                (view.name, since.unwrap_or((view.position, now)))
            });
            let still = still.collect();
            *last = Some(Last { at: now, standing, still });
        }
        let Some(last) = last.as_ref() else { return (None, Vec::new()) };
        let views = last.standing.iter().flat_map(|standing| &standing.views);
        let late = views.filter(|view| {
            let since = last.still.get(view.name).map(|(_, since)| *since);
            view.lag > MOST_BEHIND || since.is_some_and(|since| now - since > LONGEST_STILL)
        });
        (last.standing.clone(), late.map(|view| view.name).collect())
    }

    async fn readiness(&self) -> Result<Standing, Unready> {
        match self.look().await {
            (None, _) => Err(Unready::Database),
            // A decision is recorded for ever, and would be judged by a part of the law.
            (Some(Standing { unread_law: unread @ 1.., .. }), _) => Err(Unready::Law(unread)),
            (Some(_), late) if !late.is_empty() => Err(Unready::Views(late)),
            (Some(standing), _) => Ok(standing),
        }
    }
}

/// The process answers.
pub async fn alive() -> Json<serde_json::Value> {
    Json(json!({ "status": "alive" }))
}

/// The server can do its work: the database answers, the law can be read, no view is far behind, and the
/// issuer's keys have come. Once they have, an issuer that is away is no reason to send nobody here.
pub async fn ready(State(service): State<Service>) -> Response {
    let readiness = if *service.stopping.borrow() {
        Err(Unready::Stopping)
    } else {
        let came = service.verifier.has_had_keys();
        let readiness = service.health.readiness().await;
        readiness.and_then(|standing| came.then_some(standing).ok_or(Unready::Keys))
    };
    let unavailable = |body| (StatusCode::SERVICE_UNAVAILABLE, Json(body)).into_response();
    match readiness {
        Ok(standing) => {
            // A view that has set events aside shows all but those and their streams' later ones.
            let stale = standing.views.iter().filter(|view| view.parked > 0);
            let stale = stale.map(|view| view.name).collect::<Vec<_>>();
            Json(json!({ "status": "ready", "position": standing.head, "stale": stale }))
                .into_response()
        }
        Err(Unready::Stopping) => unavailable(json!({ "status": "stopping" })),
        Err(Unready::Database) => {
            unavailable(json!({ "status": "unready", "reason": "the database does not answer" }))
        }
        Err(Unready::Law(unread)) => unavailable(json!({
            "status": "unready", "reason": "some of the law cannot be read: run a newer mpaka",
            "unreadLaw": unread,
        })),
        Err(Unready::Views(late)) => unavailable(
            json!({ "status": "unready", "reason": "views are behind the log", "views": late }),
        ),
        Err(Unready::Keys) => unavailable(
            json!({ "status": "unready", "reason": "the issuer's keys have not come yet" }),
        ),
    }
}

/// The counters, in Prometheus's text format 0.0.4.
pub async fn metrics(State(service): State<Service>) -> Response {
    if let (Some(standing), _) = service.health.look().await {
        service.metrics.standing(&standing);
    }
    match service.metrics.text() {
        Ok(text) => {
            let content_type = "text/plain; version=0.0.4; charset=utf-8";
            ([(header::CONTENT_TYPE, content_type)], text).into_response()
        }
        Err(error) => {
            warn!(%error, "the metrics could not be written");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};
    use std::time::Duration;

    use futures_util::FutureExt;

    use super::{Health, Unready};
    use mpaka_persistence::ProjectionStatus;

    use crate::app::Standing;

    fn standing(position: i64, lag: i64) -> Standing {
        let name = "timeline";
        let views = vec![ProjectionStatus { name, position, lag, ..ProjectionStatus::default() }];
        Standing { head: position + lag, views, ..Standing::default() }
    }

    #[tokio::test]
    async fn a_view_far_behind_is_unready() {
        let health = Health::new(Arc::new(|| async { Ok(standing(0, 1001)) }.boxed()));
        assert_eq!(health.readiness().await, Err(Unready::Views(vec!["timeline"])));
    }

    #[tokio::test]
    async fn a_view_a_little_behind_is_ready() {
        let health = Health::new(Arc::new(|| async { Ok(standing(7, 1000)) }.boxed()));
        assert_eq!(health.readiness().await, Ok(standing(7, 1000)));
    }

    #[tokio::test]
    async fn law_that_cannot_be_read_is_unready() {
        let some = Standing { unread_law: 2, ..standing(7, 0) };
        let health = Health::new(Arc::new(move || {
            let some = some.clone();
            async { Ok(some) }.boxed()
        }));
        assert_eq!(health.readiness().await, Err(Unready::Law(2)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_view_that_stands_still_while_events_wait_is_unready_after_ten_seconds() {
        let position = Arc::new(AtomicI64::new(5));
        let reached = Arc::clone(&position);
        let health = Health::new(Arc::new(move || {
            let position = reached.load(Ordering::Relaxed);
            async move { Ok(standing(position, 1)) }.boxed()
        }));

        assert!(health.readiness().await.is_ok());
        tokio::time::advance(Duration::from_secs(11)).await;
        assert_eq!(health.readiness().await, Err(Unready::Views(vec!["timeline"])));

        position.store(6, Ordering::Relaxed);
        tokio::time::advance(Duration::from_secs(1)).await;
        assert!(health.readiness().await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_database_that_does_not_answer_is_unready() {
        let health = Health::new(Arc::new(|| futures_util::future::pending().boxed()));
        assert_eq!(health.readiness().await, Err(Unready::Database));
    }
}
