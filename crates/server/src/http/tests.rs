//! The request shell, against a small schema of its own: what is refused, how, and what is answered.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Context, Object, Schema, SimpleObject, Subscription};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use futures_util::{FutureExt, Stream, stream};
use mpaka_graphql::{Clock, CommandKey, Session};
use mpaka_persistence::feed::FeedStanding;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::watch;
use tower::ServiceExt;

use super::health::Health;
use super::room::Room;
use super::{Service, router};
use crate::app::Standing;
use crate::demo::Desk;
use crate::engine::Operations;
use crate::metrics::Metrics;

mod auth;
mod refusals;
mod responses;
mod streams;

struct Query;

#[Object]
impl Query {
    async fn whoami(&self, ctx: &Context<'_>) -> String {
        ctx.data_unchecked::<Session>().viewer.user.to_string()
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    async fn key(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.data_opt::<CommandKey>().map(|key| key.0.to_string())
    }

    async fn broken(&self) -> async_graphql::Result<i32> {
        Err("broken".into())
    }

    async fn never(&self) -> i32 {
        std::future::pending().await
    }
}

struct Mutation;

#[derive(SimpleObject)]
struct Payload {
    done: bool,
}

#[Object]
impl Mutation {
    async fn act(&self) -> Payload {
        Payload { done: true }
    }
}

struct Events;

#[Subscription]
impl Events {
    async fn count(&self, to: i32) -> impl Stream<Item = i32> {
        stream::iter(1..=to)
    }

    async fn silence(&self) -> impl Stream<Item = i32> {
        stream::pending()
    }
}

/// A server of the small schema, and a token for it.
struct Fixture {
    router: Router,
    token: String,
    stop: watch::Sender<bool>,
    desk: TempDir,
}

impl Fixture {
    fn new() -> Self {
        Self::with(|service| service)
    }

    /// A server changed a little.
    fn with(change: impl FnOnce(Service) -> Service) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let desk = Desk::open(folder.path()).unwrap();
        let clock = Clock::system();
        let token = desk.sign_in_all(clock.now()).unwrap().remove(0).token;
        let (stop, stopping) = watch::channel(false);
        let service = Service {
            operations: Operations::new(Schema::new(Query, Mutation, Events)),
            verifier: Arc::new(desk.verifier().unwrap()),
            metrics: Metrics::new().unwrap(),
            health: Health::new(Arc::new(|| {
                async {
                    Ok(Standing {
                        head: 7,
                        views: Vec::new(),
                        processes: Vec::new(),
                        feed: FeedStanding::default(),
                    })
                }
                .boxed()
            })),
            clock,
            demo: Some(Arc::new(desk)),
            stopping,
            room: Service::room(),
            streams: Room::new(),
        };
        Self { router: router(change(service)), token, stop, desk: folder }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        let body = String::from_utf8(body.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// A signed-in POST of JSON with these headers besides.
    async fn post(&self, body: impl Into<Body>, headers: &[(&str, &str)]) -> Answer {
        self.send(self.signed("POST", "/graphql", headers, body)).await
    }

    /// A signed-in GET.
    async fn get(&self, uri: &str, headers: &[(&str, &str)]) -> Answer {
        self.send(self.signed("GET", uri, headers, Body::empty())).await
    }

    fn signed(
        &self,
        method: &str,
        uri: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Request<Body> {
        let mut all = HeaderMap::new();
        all.insert(header::HOST, "127.0.0.1:7400".parse().unwrap());
        all.insert(header::AUTHORIZATION, format!("Bearer {}", self.token).parse().unwrap());
        if method == "POST" {
            all.insert(header::CONTENT_TYPE, "application/json".parse().unwrap());
        }
        for (name, value) in headers {
            all.insert(header::HeaderName::try_from(*name).unwrap(), value.parse().unwrap());
        }
        let mut request = Request::builder().method(method).uri(uri).body(body.into()).unwrap();
        *request.headers_mut() = all;
        request
    }
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The status and the code of the first error.
    fn refusal(&self) -> (u16, String) {
        let code =
            self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned();
        assert!(self.json().get("data").is_none(), "a refusal has no data");
        (self.status.as_u16(), code)
    }
}

fn query(text: &str) -> String {
    json!({ "query": text }).to_string()
}
