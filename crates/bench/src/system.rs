//! What is measured against each other, each doing the same work its own way.

use std::sync::Arc;

use serde::Serialize;
use uuid::Uuid;

use crate::error::BenchError;
use crate::texts::Texts;

mod engine;
mod raw;
mod stock;

pub use engine::{MASTER, Mpaka};
pub use raw::Raw;
pub use stock::Stock;

/// The systems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// Hand-tuned SQL.
    Raw,
    /// cqrs-es with postgres-es.
    Stock,
    /// Mpaka.
    Mpaka,
}

/// What is done, again and again.
#[derive(Debug, Clone)]
pub enum Work {
    /// A command that opens a new stream with one event.
    Open,
    /// A command that opens a new stream with ten events.
    OpenTen,
    /// A command with one event on the stream whose turn it is.
    Record(Arc<[Uuid]>),
}

/// A system, opened for some commands.
#[derive(Debug)]
pub enum Session {
    /// Hand-tuned SQL.
    Raw(Raw),
    /// cqrs-es with postgres-es.
    Stock(Stock),
    /// Mpaka.
    Mpaka(Mpaka),
}

impl Session {
    /// Carries out the command with a running number.
    pub async fn command(&self, work: &Work, number: u64, texts: &Texts) -> Result<(), BenchError> {
        match self {
            Self::Raw(raw) => raw.command(work).await,
            Self::Stock(stock) => stock.command(work, number, texts).await,
            Self::Mpaka(mpaka) => mpaka.command(work, number, texts).await,
        }
    }

    /// Ends its connections.
    pub async fn close(self) {
        match self {
            Self::Raw(raw) => raw.close().await,
            Self::Stock(stock) => stock.close().await,
            Self::Mpaka(mpaka) => mpaka.close().await,
        }
    }
}

impl Work {
    /// How many events a command has.
    pub fn events(&self) -> u64 {
        match self {
            Self::OpenTen => 10,
            Self::Open | Self::Record(_) => 1,
        }
    }
}

/// The stream whose turn it is.
fn turn(streams: &[Uuid], number: u64) -> Uuid {
    let count = streams.len().max(1);
    let turn = usize::try_from(number).unwrap_or_default() % count;
    streams.get(turn).copied().unwrap_or_default()
}
