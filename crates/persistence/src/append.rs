//! The appender: commands that arrive together are committed together.
//!
//! Two writers, each with a connection of its own so that no reader can keep it from it, take turns. A
//! writer takes whatever is waiting, sends it to `append_events` in one round trip and one transaction,
//! and answers each command by itself. Nothing waits when nothing else is there. While one batch is
//! written and committed, the database already takes the next one in, and the one after that gathers.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::Claim;
use sqlx::PgPool;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::timeout_at;
use uuid::Uuid;

use self::batch::Batch;
use self::connection::Writer;
use self::news::News;
use crate::error::StoreError;
use crate::keys::NewKey;
use crate::log::Head;

mod batch;
mod columns;
mod connection;
mod news;
mod refusal;

/// The most commands that wait to be taken up; more wait outside.
const WAITING: usize = 1024;
/// How many writers there are. The database lets one of them write at a time.
const WRITERS: usize = 2;
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

/// What waits to be written. The writers take from it in turn.
type Queue = Arc<Mutex<mpsc::Receiver<Waiting>>>;

/// The way to the writers.
#[derive(Debug, Clone)]
pub(crate) struct Appender {
    queue: mpsc::Sender<Waiting>,
}

impl Appender {
    /// Starts the writers; they end when the last copy of the appender is dropped. They raise `head`
    /// to what they wrote.
    pub fn start(pool: &PgPool, head: &Head) -> Self {
        let (queue, waiting) = mpsc::channel(WAITING);
        let (waiting, news) = (Queue::new(waiting.into()), News::default());
        for _ in 0..WRITERS {
            let writer = Writer::new(pool, news.clone());
            tokio::spawn(run(writer, head.clone(), Arc::clone(&waiting)));
        }
        Self { queue }
    }

    /// Appends one command's events; returns when they are durable, or why they are not there.
    pub async fn append(&self, append: Append) -> Result<Outcome, StoreError> {
        let (answer, answered) = oneshot::channel();
        match self.queue.send_timeout(Waiting { append, answer }, PATIENCE).await {
            Ok(()) => answered.await.map_err(|_| StoreError::Stopped)?,
            Err(mpsc::error::SendTimeoutError::Timeout(_)) => Err(StoreError::Overloaded),
            Err(mpsc::error::SendTimeoutError::Closed(_)) => Err(StoreError::Stopped),
        }
    }
}

async fn run(mut writer: Writer, head: Head, queue: Queue) {
    let mut arrived = Vec::new();
    let mut held = Vec::new();
    loop {
        if held.is_empty() {
            let next = async { queue.lock().await.recv_many(&mut arrived, batch::COMMANDS).await };
            let next = match writer.tells_at() {
                Some(at) => timeout_at(at, next).await,
                None => Ok(next.await),
            };
            match next {
                Ok(0) => return writer.tell().await,
                Ok(_) => {}
                Err(_) => {
                    writer.tell().await;
                    continue;
                }
            }
        }
        let mut batch = Batch::default();
        let mut answers: Vec<Answer> = Vec::new();
        let mut later = Vec::new();
        for Waiting { append, answer } in held.drain(..).chain(arrived.drain(..)) {
            // Who gave up before anything was sent is taken at their word.
            if answer.is_closed() {
                continue;
            }
            if batch.fits(&append) {
                batch.take(append);
                answers.push(answer);
            } else {
                later.push(Waiting { append, answer });
            }
        }
        held = later;
        if !batch.is_empty() {
            write(&mut writer, &head, &batch, answers).await;
        }
    }
}

/// Writes a batch and answers its commands.
async fn write(writer: &mut Writer, head: &Head, batch: &Batch, answers: Vec<Answer>) {
    match writer.write(batch.appends()).await {
        Ok(outcomes) => {
            // Nobody may be waiting any more; the events are there all the same.
            for (answer, outcome) in answers.into_iter().zip(told(head, outcomes)) {
                _ = answer.send(Ok(outcome));
            }
        }
        // One command can make a whole batch fail; alone, only that one fails.
        Err(StoreError::Database(error)) if batch.appends().len() > 1 && is_refusal(&error) => {
            for (append, answer) in batch.appends().iter().zip(answers) {
                let outcome = writer.write(std::slice::from_ref(append)).await;
                let outcome = outcome
                    .and_then(|outcomes| told(head, outcomes).next().ok_or(StoreError::Stopped));
                _ = answer.send(outcome);
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
