//! HTTP: the routes, and what every request passes through.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::{HeaderMap, header};
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use mpaka_auth::{AuthError, SignIn, Verifier};
use mpaka_graphql::{Clock, Session};
use mpaka_persistence::Files;
use tokio::sync::{Semaphore, watch};

use crate::engine::Operations;
use crate::metrics::Metrics;
use health::Health;
use room::Room;

mod accept;
mod answer;
mod files;
mod graphql;
pub mod health;
mod pages;
mod params;
pub mod room;
mod shell;
mod sse;
mod ws;

#[cfg(test)]
mod tests;

/// The operations carried out at one time; more are turned away.
const OPERATIONS: usize = 256;
/// The files taken in and given out at one time.
const TRANSFERS: usize = 16;
/// How often an idle stream or socket says that it lives.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// What the handlers share.
#[derive(Clone)]
pub struct Service {
    /// What carries operations out.
    pub operations: Operations,
    /// What checks tokens.
    pub verifier: Arc<Verifier>,
    /// What is counted.
    pub metrics: Metrics,
    /// How the database and the views are.
    pub health: Health,
    /// The time.
    pub clock: Clock,
    /// The demo's users with their tokens, as JSON; none outside the demo.
    pub demo: Option<Arc<crate::demo::Desk>>,
    /// True from the moment the server is to stop.
    pub stopping: watch::Receiver<bool>,
    /// Room for operations.
    pub room: Arc<Semaphore>,
    /// Room for streams.
    pub streams: Room,
    /// The files of exhibits; none where only the shell is tested.
    pub files: Option<Files>,
    /// Room for files that are taken in and given out.
    pub transfers: Arc<Semaphore>,
}

impl Service {
    /// Room for the operations that one server takes on at a time.
    pub fn room() -> Arc<Semaphore> {
        Arc::new(Semaphore::new(OPERATIONS))
    }

    /// Room for the files that one server takes in and gives out at a time.
    pub fn transfers() -> Arc<Semaphore> {
        Arc::new(Semaphore::new(TRANSFERS))
    }

    /// Who sent a request with these headers.
    async fn signed_in(&self, headers: &HeaderMap) -> Result<Session, AuthError> {
        let header = headers.get(header::AUTHORIZATION).ok_or(AuthError::Missing)?;
        self.session(header.to_str().map_err(|_| AuthError::Invalid)?).await
    }

    /// Who sent `Bearer <token>`.
    async fn session(&self, authorization: &str) -> Result<Session, AuthError> {
        let SignIn { viewer, expires_at } = self.verifier.authorization(authorization).await?;
        Ok(Session { viewer, expires_at: Some(expires_at) })
    }

    /// Completes when the server is to stop.
    async fn stopped(&self) {
        let mut stopping = self.stopping.clone();
        // The error says that the server is gone, which means the same.
        let _ = stopping.wait_for(|stop| *stop).await;
    }

    /// How long a sign-in lasts from now; none when it has no end.
    fn remaining(&self, session: &Session) -> Option<Duration> {
        let end = session.expires_at?;
        Some((end - self.clock.now()).to_std().unwrap_or_default())
    }

    /// Completes when the server is to stop, or this time has passed.
    async fn ended(self, remaining: Option<Duration>) {
        match remaining {
            Some(remaining) => {
                // The error says that the time has passed, which means the same.
                let _ = tokio::time::timeout(remaining, self.stopped()).await;
            }
            None => self.stopped().await,
        }
    }
}

/// All routes.
pub fn router(service: Service) -> Router {
    let mut routes = Router::new()
        .route("/", get(pages::landing))
        .route("/assets/{*path}", get(pages::asset))
        .route("/mpaka.svg", get(pages::icon))
        .route("/graphql", any(graphql::handle))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .merge(files::routes());
    if service.demo.is_some() {
        routes = routes
            .route("/graphiql", get(pages::explorer))
            .route("/demo/users", get(pages::demo_users))
            .layer(from_fn(shell::loopback_only));
    }
    routes
        .fallback(shell::not_found)
        .layer(from_fn_with_state(service.clone(), shell::observe))
        .with_state(service)
}
