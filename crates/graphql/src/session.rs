//! Who is asking, and what else a request brings along.

use std::sync::Arc;

use async_graphql::{Context, ErrorExtensions, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::Viewer;
use mpaka_persistence::cursor::Cursors;
use mpaka_persistence::{Files, Store};
use uuid::Uuid;

/// The signed-in reader of a request.
#[derive(Debug, Clone)]
pub struct Session {
    /// Who is looking.
    pub viewer: Viewer,
    /// When the sign-in ends; subscriptions end with it.
    pub expires_at: Option<DateTime<Utc>>,
}

/// The command id that came in the request's `Idempotency-Key` header.
#[derive(Debug, Clone, Copy)]
pub struct CommandKey(pub Uuid);

/// The clock that requests take their time from.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Clock")
    }
}

impl Clock {
    /// The system's clock.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn system() -> Self {
        Self(Arc::new(Utc::now))
    }

    /// A clock that somebody else sets, as when past events are recorded from a file.
    pub fn from_fn(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }

    /// The time, to the microsecond, as it is stored.
    pub fn now(&self) -> DateTime<Utc> {
        let now = (self.0)();
        DateTime::from_timestamp_micros(now.timestamp_micros()).unwrap_or(now)
    }
}

/// What resolvers find in their context.
pub(crate) trait Request<'a> {
    /// The signed-in reader; an error when there is none.
    fn viewer(&self) -> Result<&'a Viewer>;
    /// When the sign-in ends.
    fn expires_at(&self) -> Option<DateTime<Utc>>;
    /// The store.
    fn store(&self) -> Result<&'a Store>;
    /// The files of exhibits.
    fn files(&self) -> Result<&'a Files>;
    /// The maker of cursors.
    fn cursors(&self) -> Result<&'a Cursors>;
    /// The time now.
    fn now(&self) -> Result<DateTime<Utc>>;
}

impl<'a> Request<'a> for Context<'a> {
    fn viewer(&self) -> Result<&'a Viewer> {
        match self.data_opt::<Session>() {
            Some(session) => Ok(&session.viewer),
            None => Err(async_graphql::Error::new("sign in first")
                .extend_with(|_, extensions| extensions.set("code", "UNAUTHENTICATED"))),
        }
    }

    fn expires_at(&self) -> Option<DateTime<Utc>> {
        self.data_opt::<Session>().and_then(|session| session.expires_at)
    }

    fn store(&self) -> Result<&'a Store> {
        self.data()
    }

    fn files(&self) -> Result<&'a Files> {
        self.data()
    }

    fn cursors(&self) -> Result<&'a Cursors> {
        self.data()
    }

    fn now(&self) -> Result<DateTime<Utc>> {
        Ok(self.data::<Clock>()?.now())
    }
}
