//! SIGTERM and SIGINT: the wish that this process ends in order.

use std::future::Future;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tracing::info;

use crate::failure::Failure;

/// Whether this process is to end.
#[derive(Debug, Clone)]
pub struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Listens for the signals from now on.
    pub fn on_signal() -> Result<Self, Failure> {
        let listen = |kind| {
            signal(kind).map_err(|source| Failure::System { what: "a signal handler", source })
        };
        let (mut terminate, mut interrupt) =
            (listen(SignalKind::terminate())?, listen(SignalKind::interrupt())?);
        let (stop, stopping) = watch::channel(false);
        tokio::spawn(async move {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
            }
            info!("was asked to stop");
            stop.send_replace(true);
            // The sender lives on, so that those who wait tell a wish from a loss.
            std::future::pending::<()>().await;
        });
        Ok(Self(stopping))
    }

    /// For those who must know at every moment.
    pub fn receiver(&self) -> watch::Receiver<bool> {
        self.0.clone()
    }

    /// Completes when the wish is there.
    pub async fn wished(&self) {
        let mut stopping = self.0.clone();
        // The error says that the runtime is ending, which means the same.
        let _ = stopping.wait_for(|stop| *stop).await;
    }

    /// What comes of some work, unless the wish comes first.
    pub async fn unless<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        tokio::select! {
            done = work => Some(done),
            () = self.wished() => None,
        }
    }
}
