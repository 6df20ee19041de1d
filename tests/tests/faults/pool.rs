//! All connections of the pool are held: what comes is turned away soon, and served again soon.

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
const MANY: usize = 40;

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
        let waiting = tokio::spawn({
            let (akinyi, query) = (akinyi.clone(), query.clone());
            async move { join_all((0..MANY).map(|_| akinyi.post(&query))).await }
        });

        let unready = async || akinyi.get("/readyz").send().await.unwrap().status() == 503;
        in_time("a server that is not ready", async {
            while !unready().await {
                sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        let asked = Instant::now();
        let grounds = json!({ "suspectId": case::id("nobody"), "text": "Too much." });
        let refused = akinyi.try_send("addGrounds", &grounds).await.unwrap_err();
        assert_eq!(refused.code.as_deref(), Some("UNAVAILABLE"));
        assert!(asked.elapsed() < Duration::from_secs(4), "it took {:?}", asked.elapsed());
        assert_eq!(akinyi.get("/healthz").send().await.unwrap().status(), 200);

        holder.execute("ROLLBACK").await.unwrap();
        let released = Instant::now();
        let recovery = at.recovers(released).await;
        assert!(recovery < Duration::from_secs(10), "it took {recovery:?}");
        in_time("a server that is ready", async {
            while unready().await {
                sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        let codes = waiting.await.unwrap();
        let passing = ["", "UNAVAILABLE", "DEADLINE_EXCEEDED"];
        assert!(codes.iter().all(|answer| passing.contains(&answer.code())), "{codes:?}");
        rounds.report(&at.judge(recovery).await);
    }
}
