//! All connections of the pool are held: what comes is turned away soon, and served again soon.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use mpaka_tests::case;
use mpaka_tests::in_time;
use mpaka_tests::rounds::Rounds;
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use rand::Rng;
use serde_json::json;
use sqlx::Executor;
use tokio::time::sleep;

/// More than the pool has connections.
const MANY: usize = 48;
/// How a request that finds no connection, or a lock in its way, may be answered.
const PASSING: [&str; 3] = ["", "UNAVAILABLE", "DEADLINE_EXCEEDED"];

#[tokio::test]
async fn an_exhausted_pool_turns_away_in_seconds_and_loses_nothing() {
    let mut rounds = Rounds::of("pool exhausted", 1);
    while let Some(mut chance) = rounds.begin() {
        let mut at = Scene::start(Home::new().await, 1, chance.random()).await;
        at.begin().await;

        // Whoever asks for a file waits for this lock, with a connection of the pool in hand.
        let mut holder = at.database.connect().await;
        holder.execute("BEGIN; LOCK TABLE investigation, suspect").await.unwrap();
        let akinyi = at.client("akinyi");
        let query = json!({ "query": "{ investigations(first: 1) { edges { cursor } } }" });
        let released = Arc::new(AtomicBool::new(false));
        let readers = (0..MANY).map(|_| {
            let (akinyi, query, released) = (akinyi.clone(), query.clone(), Arc::clone(&released));
            tokio::spawn(async move {
                while !released.load(Ordering::Relaxed) {
                    let code = akinyi.post(&query).await.code().to_owned();
                    assert!(PASSING.contains(&code.as_str()), "a reader was answered with {code}");
                }
            })
        });
        let readers: Vec<_> = readers.collect();

        let unready = async || akinyi.get("/readyz").send().await.unwrap().status() == 503;
        in_time("a server that is not ready", async {
            while !unready().await {
                sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        // Who gets a connection after all waits for the lock; who gets none is turned away.
        let grounds = json!({ "suspectId": case::id("nobody"), "text": "Too much." });
        in_time("a command that is turned away in seconds", async {
            loop {
                let asked = Instant::now();
                let refused = akinyi.try_send("addGrounds", &grounds).await.unwrap_err();
                let code = refused.code.unwrap();
                assert!(PASSING.contains(&code.as_str()), "the command was answered with {code}");
                if code == "UNAVAILABLE" && asked.elapsed() < Duration::from_secs(4) {
                    break;
                }
            }
        })
        .await;
        assert_eq!(akinyi.get("/healthz").send().await.unwrap().status(), 200);

        holder.execute("ROLLBACK").await.unwrap();
        released.store(true, Ordering::Relaxed);
        let recovery = at.recovers(Instant::now()).await;
        assert!(recovery < Duration::from_secs(10), "it took {recovery:?}");
        in_time("a server that is ready", async {
            while unready().await {
                sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        join_all(readers).await.into_iter().for_each(Result::unwrap);
        rounds.report(&at.judge(recovery).await);
    }
}
