//! A subscriber that goes on from its last cursor whatever becomes of the server it follows.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use uuid::Uuid;

use crate::client::Client;
use crate::in_time;
use crate::load::Fleet;

const EVENTS: &str = "subscription ($after: String) { caseEvents(after: $after) { cursor id } }";
/// How long it waits before it comes back.
const PAUSE: Duration = Duration::from_millis(50);
/// The codes with which a server sends a subscriber away for a while.
const PASSING: [&str; 4] = ["UNAVAILABLE", "OVERLOADED", "TOO_MANY_STREAMS", "RESUME"];

/// A subscriber with what it has seen so far; it ends when this is dropped.
pub struct Follower {
    seen: Arc<Mutex<Vec<Uuid>>>,
    task: JoinHandle<()>,
}

impl Follower {
    /// Follows everything after a cursor. Now and then, by chance of this seed, it breaks off by
    /// itself.
    pub fn start(fleet: Fleet, client: Client, after: &str, seed: u64) -> Self {
        let seen = Arc::default();
        let task = follow(fleet, client, after.to_owned(), Arc::clone(&seen), seed);
        Self { seen, task: tokio::spawn(task) }
    }

    /// What it has seen, in order.
    pub fn seen(&self) -> Vec<Uuid> {
        self.seen.lock().unwrap().clone()
    }

    /// Waits until it has seen this event.
    pub async fn sees(&self, event: Uuid) {
        in_time("an event that a subscriber is to see", async {
            while !self.seen.lock().unwrap().contains(&event) {
                assert!(!self.task.is_finished(), "a subscriber gave up");
                sleep(PAUSE).await;
            }
        })
        .await;
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn follow(
    fleet: Fleet,
    client: Client,
    mut cursor: String,
    seen: Arc<Mutex<Vec<Uuid>>>,
    seed: u64,
) {
    let mut chance = StdRng::seed_from_u64(seed);
    for turn in usize::try_from(seed % 64).unwrap().. {
        let client = client.at(fleet.one(turn));
        let mut left = chance.random_range(20..400);
        if let Some(mut events) = client.try_events(EVENTS, json!({ "after": cursor })).await {
            while left > 0 {
                let Some(mut event) = events.try_next().await else { break };
                if event.data["errors"] != Value::Null {
                    let code = event.data["errors"][0]["extensions"]["code"].as_str();
                    assert!(code.is_some_and(|code| PASSING.contains(&code)), "{}", event.data);
                    break;
                }
                if event.name != "next" {
                    break;
                }
                let event = event.data["data"]["caseEvents"].take();
                event["cursor"].as_str().unwrap().clone_into(&mut cursor);
                seen.lock().unwrap().push(event["id"].as_str().unwrap().parse().unwrap());
                left -= 1;
            }
        }
        sleep(PAUSE).await;
    }
}
