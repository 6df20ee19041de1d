//! The keys that an issuer publishes, kept, and asked for again: on schedule, and when a token names a
//! key that is not among them.

use std::sync::Arc;
use std::time::Duration;

use jsonwebtoken::Algorithm;
use tokio::sync::{Notify, watch};
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use tracing::{error, info, warn};

use super::discovery::{self, DiscoveryError, PATIENCE};
use super::keys::{Key, KeySet};
use super::{AuthError, IssuerUrl, Published};

/// The time from one asking to the next, at least: however many tokens name unknown keys.
pub(crate) const PAUSE: Duration = Duration::from_secs(30);
/// The time from one asking to the next, at most, while the issuer answers. No longer than this is a key
/// taken after the issuer has withdrawn it.
const SCHEDULE: Duration = Duration::from_mins(5);

/// An issuer's keys. One task asks for them, so that nobody asks twice at a time.
#[derive(Debug)]
pub struct KeyServer {
    known: watch::Receiver<Known>,
    wanted: Arc<Notify>,
    retention: Duration,
    asking: AbortHandle,
}

/// What is known of the issuer's keys.
#[derive(Debug, Clone, Default)]
struct Known {
    /// The keys, and when they came.
    keys: Option<(Arc<KeySet>, Instant)>,
    /// When the issuer was last asked, and whether it answered.
    asked: Option<(Instant, bool)>,
    /// Whether keys have ever come.
    came: bool,
}

/// What can be said of a key.
enum Found {
    Key(Key),
    /// The issuer has no such key.
    None,
    /// Nobody can say.
    Unavailable(AuthError),
    /// It is time to ask the issuer.
    Ask,
}

impl KeyServer {
    /// The keys of an issuer, kept so long while it does not answer. Asks for them from now on.
    pub fn new(issuer: IssuerUrl, retention: Duration) -> Result<Self, DiscoveryError> {
        let (client, issuer) = (discovery::client()?, Arc::new(issuer));
        let ask = move || {
            let (client, issuer) = (client.clone(), Arc::clone(&issuer));
            async move { discovery::ask(&client, &issuer).await }
        };
        Ok(Self::of(ask, retention))
    }

    /// The keys that `ask` answers with.
    pub(crate) fn of<A, F>(ask: A, retention: Duration) -> Self
    where
        A: Fn() -> F + Send + Sync + 'static,
        F: Future<Output = Result<Published, DiscoveryError>> + Send + 'static,
    {
        let (sender, known) = watch::channel(Known::default());
        let wanted = Arc::new(Notify::new());
        let asking = Arc::new(Asking { ask, known: sender, wanted: Arc::clone(&wanted) });
        let asking = tokio::spawn(asking.go_on_always()).abort_handle();
        Self { known, wanted, retention, asking }
    }

    /// Whether keys have ever come.
    pub fn has_had_keys(&self) -> bool {
        self.known.borrow().came
    }

    /// The key of an id for an algorithm. A key that is known is found at once; for another the issuer is
    /// asked, unless it was within the last half minute.
    pub async fn find(&self, kid: &str, algorithm: Algorithm) -> Result<Option<Key>, AuthError> {
        let mut known = self.known.clone();
        let mut found = self.look(&known.borrow_and_update(), kid, algorithm);
        if matches!(found, Found::Ask) {
            self.wanted.notify_one();
            // Where the issuer takes too long it is not known to have answered, which is then said.
            if let Ok(Err(_)) = timeout(PATIENCE, known.changed()).await {
                error!("nobody asks for the issuer's keys any more");
            }
            found = self.look(&known.borrow(), kid, algorithm);
        }
        match found {
            Found::Key(key) => Ok(Some(key)),
            Found::None => Ok(None),
            Found::Unavailable(error) => Err(error),
            Found::Ask => Err(unavailable(PAUSE)),
        }
    }

    fn look(&self, known: &Known, kid: &str, algorithm: Algorithm) -> Found {
        let young = known.keys.as_ref().filter(|(_, came)| came.elapsed() < self.retention);
        if let Some(key) = young.and_then(|(keys, _)| keys.find(kid, algorithm)) {
            return Found::Key(key.clone());
        }
        match known.asked {
            Some((at, answered)) if at.elapsed() < PAUSE => {
                let wait = PAUSE.saturating_sub(at.elapsed());
                if answered { Found::None } else { Found::Unavailable(unavailable(wait)) }
            }
            Some(_) | None => Found::Ask,
        }
    }

    /// Completes when the issuer has been asked once more from now on.
    #[cfg(test)]
    pub(crate) fn asked(&self) -> impl Future<Output = ()> + use<> {
        let mut known = self.known.clone();
        known.mark_unchanged();
        async move { known.changed().await.unwrap() }
    }
}

impl Drop for KeyServer {
    fn drop(&mut self) {
        self.asking.abort();
    }
}

fn unavailable(wait: Duration) -> AuthError {
    AuthError::Unavailable { retry_after: wait.as_secs() + 1 }
}

/// Asks an issuer for its keys for as long as this runs.
struct Asking<A> {
    ask: A,
    known: watch::Sender<Known>,
    wanted: Arc<Notify>,
}

impl<A, F> Asking<A>
where
    A: Fn() -> F + Send + Sync + 'static,
    F: Future<Output = Result<Published, DiscoveryError>> + Send + 'static,
{
    /// Goes on asking, also when that breaks off, which only a fault of ours can bring about.
    async fn go_on_always(self: Arc<Self>) {
        loop {
            // A set ends its task when it is dropped, as this one's task is when nobody needs keys.
            let mut tasks = JoinSet::new();
            tasks.spawn(Arc::clone(&self).go_on());
            let ended = tasks.join_next().await;
            let panicked = matches!(ended, Some(Err(error)) if error.is_panic());
            error!(panicked, "the asking for the issuer's keys broke off, and is begun again");
            self.known.send_modify(|known| known.asked = Some((Instant::now(), false)));
            sleep(PAUSE).await;
        }
    }

    async fn go_on(self: Arc<Self>) {
        loop {
            let answered = self.ask().await;
            sleep(PAUSE).await;
            if answered {
                // Or sooner, when a key is wanted that is not known.
                let _ = timeout(SCHEDULE.saturating_sub(PAUSE), self.wanted.notified()).await;
            }
        }
    }

    /// Asks once; whether there was an answer that can be used.
    async fn ask(&self) -> bool {
        let begun = Instant::now();
        let answer = (self.ask)().await;
        let answered = answer.is_ok();
        let keys = match answer {
            Ok(published) => {
                self.tell_of_change(&published.keys);
                Some((Arc::new(published.keys), begun))
            }
            // What an issuer answers with in the place of its keys is all that it has: those that it had
            // are withdrawn.
            Err(error @ DiscoveryError::KeySet(_)) => {
                warn!(error = %chain(&error), "the issuer has no keys: nobody is let in");
                None
            }
            Err(error) => {
                warn!(error = %chain(&error), "the issuer's keys could not be had");
                self.known.borrow().keys.clone()
            }
        };
        let came = answered || self.known.borrow().came;
        // Whoever wanted it is answered by this one.
        let _ = timeout(Duration::ZERO, self.wanted.notified()).await;
        self.known.send_replace(Known { keys, asked: Some((Instant::now(), answered)), came });
        answered
    }

    fn tell_of_change(&self, keys: &KeySet) {
        let known = self.known.borrow();
        let before = known.keys.as_ref().map(|(keys, _)| keys.ids());
        if before.as_ref() != Some(&keys.ids()) {
            info!(keys = keys.ids().len(), "the issuer's keys are new");
        }
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut chain = error.to_string();
    let mut next = error.source();
    while let Some(error) = next {
        chain = format!("{chain}: {error}");
        next = error.source();
    }
    chain
}
