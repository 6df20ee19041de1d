//! The task that owns the postmaster: it starts it again when it dies and ends it when asked.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::postmaster::{Launch, Postmaster};

/// Pauses between attempts to start the server again: they double from the first to the last.
const FIRST_PAUSE: Duration = Duration::from_millis(250);
const LAST_PAUSE: Duration = Duration::from_secs(10);

/// What the cluster is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It answers.
    Running,
    /// The server died and is being started again, for as long as it takes.
    Restarting,
    /// It was ended and stays so.
    Stopped,
}

#[derive(Debug)]
pub struct Supervisor {
    task: JoinHandle<()>,
    stop: watch::Sender<bool>,
    state: watch::Receiver<State>,
    restarts: Arc<AtomicU64>,
}

impl Supervisor {
    pub fn watch_over(launch: Launch, postmaster: Postmaster) -> Self {
        let (stop, stopping) = watch::channel(false);
        let (sender, state) = watch::channel(State::Running);
        let restarts = Arc::new(AtomicU64::new(0));
        let watched = Watch { launch, stopping, state: sender, restarts: Arc::clone(&restarts) };
        Self { task: tokio::spawn(watched.run(postmaster)), stop, state, restarts }
    }

    pub fn restarts(&self) -> u64 {
        self.restarts.load(Ordering::Acquire)
    }

    pub fn state(&self) -> watch::Receiver<State> {
        self.state.clone()
    }

    /// Asks for the end, and waits for it.
    pub async fn stop(&mut self) {
        self.ask_to_stop();
        if let Err(error) = (&mut self.task).await
            && error.is_panic()
        {
            tracing::error!("the supervisor of PostgreSQL ended by a panic");
        }
    }

    /// From now on nothing is started again.
    pub fn ask_to_stop(&self) {
        self.stop.send_replace(true);
    }
}

struct Watch {
    launch: Launch,
    stopping: watch::Receiver<bool>,
    state: watch::Sender<State>,
    restarts: Arc<AtomicU64>,
}

impl Watch {
    async fn run(mut self, mut postmaster: Postmaster) {
        loop {
            let ended = tokio::select! {
                ended = postmaster.ended() => ended,
                () = asked(&mut self.stopping) => break,
            };
            tracing::warn!(ended, "PostgreSQL died; starting it again");
            self.state.send_replace(State::Restarting);
            let Some(next) = self.start_again().await else {
                self.state.send_replace(State::Stopped);
                return;
            };
            postmaster = next;
            let restarts = self.restarts.fetch_add(1, Ordering::AcqRel) + 1;
            self.state.send_replace(State::Running);
            tracing::info!(restarts, "PostgreSQL answers again");
        }
        postmaster.end().await;
        self.state.send_replace(State::Stopped);
        tracing::info!("PostgreSQL has stopped");
    }

    /// Tries until it answers, or until asked to stop.
    async fn start_again(&mut self) -> Option<Postmaster> {
        let mut pause = FIRST_PAUSE;
        loop {
            tokio::select! {
                up = self.launch.up() => match up {
                    Ok(postmaster) => return Some(postmaster),
                    Err(error) => tracing::error!(%error, "PostgreSQL could not be started again"),
                },
                () = asked(&mut self.stopping) => return None,
            }
            tokio::select! {
                () = sleep(pause) => pause = LAST_PAUSE.min(pause * 2),
                () = asked(&mut self.stopping) => return None,
            }
        }
    }
}

/// Completes when the end is asked for, or when nobody is left to ask.
async fn asked(stopping: &mut watch::Receiver<bool>) {
    // The error says that the sender is gone, which means the same.
    let _ = stopping.wait_for(|stop| *stop).await;
}
