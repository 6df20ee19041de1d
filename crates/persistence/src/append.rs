//! The appender: commands that arrive together are committed together.
//!
//! There are two writers, each with a connection of its own so that no reader can keep it from it. A command
//! that comes while nobody writes goes to `append_events` at once. What comes meanwhile waits together, and
//! goes in one round trip and one transaction to the next writer that is free; each command is answered by
//! itself. While one batch is written and committed, the database already takes the next one in, and the one
//! after that gathers.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::Claim;
use sqlx::PgPool;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use self::batch::Batch;
use self::connection::Writer;
use self::writers::{Lent, Writers};
use crate::error::StoreError;
use crate::keys::NewKey;
use crate::log::Head;

mod batch;
mod columns;
mod connection;
mod news;
mod refusal;
mod writers;

/// The most commands that wait to be taken up; more wait outside.
const WAITING: usize = 1024;
/// How long a command waits outside before it is told to come again.
const PATIENCE: Duration = Duration::from_secs(3);

/// One event, encoded and sealed.
#[derive(Debug)]
pub(crate) struct NewEvent {
    pub event_id: Uuid,
    pub event_type: String,
    pub schema_version: &'static str,
    pub payload: String,
    pub metadata: Arc<str>,
    pub recorded_at: DateTime<Utc>,
    pub canonical: Vec<u8>,
    pub hash: [u8; 32],
}

impl NewEvent {
    /// How large it is, in bytes of its texts.
    pub fn size(&self) -> usize {
        self.payload.len() + self.metadata.len()
    }
}

/// One accepted command with what it is to append.
#[derive(Debug)]
pub(crate) struct Append {
    pub command: Uuid,
    pub actor: String,
    pub fingerprint: [u8; 32],
    pub category: &'static str,
    pub stream: Uuid,
    pub expected: i64,
    pub events: Vec<NewEvent>,
    pub claims: Vec<Claim>,
    pub keys: Vec<NewKey>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Written; or it had been, the first time this command came.
    Written { version: i64, position: i64, repeated: bool },
    /// The command id is another command's.
    Reused,
    /// The stream's id is a record's of another category.
    Taken,
    /// The stream has moved on to this version.
    Conflict { version: i64 },
    /// Another stream holds this name.
    Claimed(Claim),
}

type Answer = oneshot::Sender<Result<Outcome, StoreError>>;

struct Waiting {
    append: Append,
    answer: Answer,
}

/// The way to the writers.
#[derive(Debug, Clone)]
pub(crate) struct Appender {
    queue: mpsc::Sender<Waiting>,
    writers: Writers,
    head: Head,
}

impl Appender {
    /// Starts the writers; they end when the last copy of the appender is dropped. They raise `head`
    /// to what they wrote.
    pub fn start(pool: &PgPool, head: &Head) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        let writers = Writers::new(pool);
        tokio::spawn(run(writers.clone(), head.clone(), waiting));
        Self { queue, writers, head: head.clone() }
    }

    /// Appends one command's events; returns when they are durable, or why they are not there.
    pub async fn append(&self, append: Append) -> Result<Outcome, StoreError> {
        let nobody_waits = self.queue.capacity() == WAITING;
        if nobody_waits && let Some(mut writer) = self.writers.if_all_are_free() {
            let head = self.head.clone();
            // In a task of its own, so that a caller who goes away, or looks elsewhere, keeps neither the
            // writer nor what was written.
            let written = tokio::spawn(async move { alone(&mut writer, &head, &append).await });
            return written.await.map_err(|_| StoreError::Stopped)?;
        }
        let (answer, answered) = oneshot::channel();
        match self.queue.send_timeout(Waiting { append, answer }, PATIENCE).await {
            Ok(()) => answered.await.map_err(|_| StoreError::Stopped)?,
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => Err(StoreError::Overloaded),
            Err(mpsc::error::SendTimeoutError::Closed(_)) => Err(StoreError::Stopped),
        }
    }
}

/// Gives what waits to a writer that is free, and has others told what they were not.
async fn run(writers: Writers, head: Head, mut waiting: mpsc::Receiver<Waiting>) {
    let mut arrived = Vec::new();
    let mut held = Vec::new();
    loop {
        if held.is_empty() {
            tokio::select! {
                count = waiting.recv_many(&mut arrived, batch::COMMANDS) => {
                    if count == 0 {
                        return tell(writers.one().await).await;
                    }
                }
                () = writers.news().is_to_be_told() => {
                    tokio::spawn(tell(writers.one().await));
                    continue;
                }
            }
        }
        let writer = writers.one().await;
        // More may have come while all of them wrote.
        while held.len() + arrived.len() < batch::COMMANDS
            && let Ok(another) = waiting.try_recv()
        {
            arrived.push(another);
        }
        let mut batch = Batch::default();
        let mut taken = Vec::new();
        let mut later = Vec::new();
        for waiting in held.drain(..).chain(arrived.drain(..)) {
            // Who gave up before anything was sent is taken at their word.
            if waiting.answer.is_closed() {
                continue;
            }
            if batch.fits(&waiting.append) {
                batch.take(&waiting.append);
                taken.push(waiting);
            } else {
                later.push(waiting);
            }
        }
        held = later;
        if !taken.is_empty() {
            // Whoever writes the same command elsewhere does it in the same order, and none waits for
            // another that waits for them.
            taken.sort_unstable_by_key(|waiting| waiting.append.command);
            let (appends, answers) =
                taken.into_iter().map(|waiting| (waiting.append, waiting.answer)).unzip();
            tokio::spawn(write(writer, head.clone(), appends, answers));
        }
    }
}

/// Tells other processes how far the log goes.
async fn tell(mut writer: Lent) {
    writer.tell().await;
}

/// Writes one command.
async fn alone(writer: &mut Writer, head: &Head, append: &Append) -> Result<Outcome, StoreError> {
    let outcomes = writer.write(std::slice::from_ref(append)).await?;
    told(head, outcomes).next().ok_or(StoreError::Stopped)
}

/// Writes a batch and answers its commands.
async fn write(mut writer: Lent, head: Head, appends: Vec<Append>, answers: Vec<Answer>) {
    match writer.write(&appends).await {
        Ok(outcomes) => {
            // Nobody may be waiting any more; the events are there all the same.
            for (answer, outcome) in answers.into_iter().zip(told(&head, outcomes)) {
                _ = answer.send(Ok(outcome));
            }
        }
        // One command can make a whole batch fail; alone, only that one fails.
        Err(StoreError::Database(error)) if appends.len() > 1 && is_refusal(&error) => {
            for (append, answer) in appends.iter().zip(answers) {
                _ = answer.send(alone(&mut writer, &head, append).await);
            }
        }
        Err(error) => {
            let error = Arc::new(error);
            for answer in answers {
                _ = answer.send(Err(StoreError::Batch(Arc::clone(&error))));
            }
        }
    }
}

/// The outcomes, after the readers of this process were told how far the log goes now.
fn told(head: &Head, outcomes: Vec<Outcome>) -> impl Iterator<Item = Outcome> {
    let reached = outcomes.iter().filter_map(|outcome| match outcome {
        Outcome::Written { position, .. } => Some(*position),
        Outcome::Reused | Outcome::Taken | Outcome::Conflict { .. } | Outcome::Claimed(_) => None,
    });
    if let Some(position) = reached.max() {
        head.raise(position);
    }
    outcomes.into_iter()
}

/// Whether the database took the batch and refused it, so that nothing of it was written.
fn is_refusal(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(_))
}
