//! The keys that an issuer publishes, kept, and asked for again: on schedule, and when a token names a
//! key that is not among them.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep, timeout};
use tracing::{info, warn};

use super::discovery::{self, DiscoveryError, PATIENCE};
use super::keys::{Key, KeySet};
use super::{AuthError, IssuerUrl, KeySetError};

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
        let client = discovery::client()?;
        let (sender, known) = watch::channel(Known::default());
        let wanted = Arc::new(Notify::new());
        let asking = Asking { client, issuer, known: sender, wanted: Arc::clone(&wanted) };
        let asking = tokio::spawn(asking.go_on()).abort_handle();
        Ok(Self { known, wanted, retention, asking })
    }

    /// The key of an id. A key that is known is found at once; for another the issuer is asked, unless it
    /// was within the last half minute.
    pub async fn find(&self, kid: &str) -> Result<Option<Key>, AuthError> {
        let mut known = self.known.clone();
        let mut found = self.look(&known.borrow_and_update(), kid);
        if matches!(found, Found::Ask) {
            self.wanted.notify_one();
            // Where the issuer takes too long it is not known to have answered, which is then said.
            let _ = timeout(PATIENCE, known.changed()).await;
            found = self.look(&known.borrow(), kid);
        }
        match found {
            Found::Key(key) => Ok(Some(key)),
            Found::None => Ok(None),
            Found::Unavailable(error) => Err(error),
            Found::Ask => Err(unavailable(PAUSE)),
        }
    }

    fn look(&self, known: &Known, kid: &str) -> Found {
        let young = known.keys.as_ref().filter(|(_, came)| came.elapsed() < self.retention);
        if let Some(key) = young.and_then(|(keys, _)| keys.find(kid)) {
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
struct Asking {
    client: reqwest::Client,
    issuer: IssuerUrl,
    known: watch::Sender<Known>,
    wanted: Arc<Notify>,
}

impl Asking {
    async fn go_on(self) {
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
        let answer = discovery::ask(&self.client, &self.issuer).await;
        let answered = answer.is_ok();
        let keys = match answer {
            Ok(published) => {
                self.tell_of_change(&published.keys);
                Some((Arc::new(published.keys), begun))
            }
            Err(error) => {
                warn!(error = %chain(&error), "the issuer's keys could not be had");
                // An issuer whose keys are none, or of one id, has withdrawn those that it had.
                let withdrawn = matches!(
                    error,
                    DiscoveryError::KeySet(KeySetError::Empty | KeySetError::Twice(_))
                );
                self.known.borrow().keys.clone().filter(|_| !withdrawn)
            }
        };
        // Whoever wanted it is answered by this one.
        let _ = timeout(Duration::ZERO, self.wanted.notified()).await;
        self.known.send_replace(Known { keys, asked: Some((Instant::now(), answered)) });
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
