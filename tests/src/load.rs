//! A load: writers that send commands of several kinds until they are told to stop, and send each
//! again, under the same id, until it is answered.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::sleep;
use uuid::Uuid;

use crate::case::{self, id, with};
use crate::client::{Client, Payload};
use crate::ledger::Ledger;

/// How many write at once.
pub const WRITERS: usize = 8;
/// How many commands a writer sends about one suspect before it nominates the next.
const CHAPTER: usize = 40;
/// How long a writer waits before it sends a command again.
const PAUSE: Duration = Duration::from_millis(50);
/// The codes after which the same command is to be sent again.
const PASSING: [&str; 3] = ["UNAVAILABLE", "DEADLINE_EXCEEDED", "OVERLOADED"];

/// Where the servers are by now.
#[derive(Debug, Clone, Default)]
pub struct Fleet(Arc<Mutex<Vec<String>>>);

impl Fleet {
    /// The servers at these addresses.
    pub fn at(addresses: Vec<String>) -> Self {
        Self(Arc::new(Mutex::new(addresses)))
    }

    /// The address of one of them; each turn another's.
    pub fn one(&self, turn: usize) -> String {
        let addresses = self.0.lock().unwrap();
        addresses[turn % addresses.len()].clone()
    }

    /// Tells where a server is that was started again.
    pub fn moved(&self, server: usize, address: &str) {
        address.clone_into(&mut self.0.lock().unwrap()[server]);
    }
}

/// What the writers need.
#[derive(Clone)]
pub struct Work {
    /// Where to send commands.
    pub fleet: Fleet,
    /// As whom.
    pub client: Client,
    /// Where to enter them.
    pub ledger: Arc<Ledger>,
    /// The file that the suspects are in.
    pub file: Uuid,
    /// Tells this load from others on the same file.
    pub name: String,
}

/// Writers at work; they end when this is dropped.
pub struct Load {
    stop: watch::Sender<bool>,
    writers: Vec<JoinHandle<()>>,
}

impl Load {
    /// Sets the writers to work.
    pub fn start(work: &Work) -> Self {
        let (stop, stopping) = watch::channel(false);
        let write = |writer| tokio::spawn(write(work.clone(), writer, stopping.clone()));
        Self { stop, writers: (0..WRITERS).map(write).collect() }
    }

    /// Ends the load; every command that was begun is answered when this returns.
    pub async fn stop(mut self) {
        self.stop.send_replace(true);
        for writer in std::mem::take(&mut self.writers) {
            writer.await.unwrap();
        }
    }

    /// Fails when a writer has failed.
    pub fn goes_on(&self) {
        assert!(!self.writers.iter().any(JoinHandle::is_finished), "a writer gave up");
    }
}

impl Drop for Load {
    fn drop(&mut self) {
        for writer in &self.writers {
            writer.abort();
        }
    }
}

async fn write(work: Work, writer: usize, stopping: watch::Receiver<bool>) {
    let mut turn = writer;
    for n in 0.. {
        if *stopping.borrow() {
            return;
        }
        let (mutation, input) = command(&work, writer, n);
        let command = id(&format!("{} {writer} {n}", work.name));
        let input = with(input, json!({ "commandId": command }));
        work.ledger.mean(command);
        loop {
            let client = work.client.at(work.fleet.one(turn));
            if let Some(payload) = sent(&client, mutation, &input).await {
                payload.accepted();
                break;
            }
            work.ledger.unanswered(command);
            turn += 1;
            sleep(PAUSE).await;
        }
        work.ledger.acknowledge(command);
    }
}

/// The answer to a command; none when it is to be sent again.
async fn sent(client: &Client, mutation: &str, input: &Value) -> Option<Payload> {
    match client.try_send(mutation, input).await {
        Ok(payload) if payload.user_errors.iter().any(|error| error.code == "CONTENDED") => None,
        Ok(payload) => Some(payload),
        Err(unanswered) => {
            let passes = unanswered.code.as_deref().is_none_or(|code| PASSING.contains(&code));
            assert!(passes, "{mutation} was answered with {:?}", unanswered.code);
            None
        }
    }
}

/// The command that a writer sends as its `n`th; each makes one event.
fn command(work: &Work, writer: usize, n: usize) -> (&'static str, Value) {
    let suspect = format!("{} suspect {writer} {}", work.name, n / CHAPTER);
    let text = format!("{} {writer} {n}.", work.name);
    if n.is_multiple_of(CHAPTER) {
        return ("nominateSuspect", case::nominating(work.file, &suspect));
    }
    match n % 8 {
        // One stream that all write to at once.
        3 => (
            "recordDecision",
            json!({ "investigationId": work.file, "decision": text, "rationale": "As told." }),
        ),
        5 => {
            let phone = format!("+254 199 {:03} {:03}", writer, n % 1000);
            let selector = json!({ "suspectId": id(&suspect), "selector": { "phone": phone } });
            ("recordSuspectSelector", selector)
        }
        _ => ("addGrounds", json!({ "suspectId": id(&suspect), "text": text })),
    }
}
