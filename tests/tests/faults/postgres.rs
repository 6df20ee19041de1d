//! PostgreSQL is killed under a running mpaka: the whole server, or one of its processes.

use std::time::Instant;

use mpaka_tests::process::kill_9;
use mpaka_tests::rounds::Rounds;
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use rand::Rng;
use sqlx::{Executor, Row};

#[tokio::test]
async fn a_killed_postgres_loses_repeats_and_reorders_nothing() {
    let mut rounds = Rounds::of("PostgreSQL killed", 2);
    let mut scene: Option<Scene> = None;
    let mut whole = true;
    while let Some(mut chance) = rounds.begin() {
        let mut at = match scene.take() {
            Some(scene) if !scene.is_long() => scene,
            _ => Scene::start(Home::embedded(), 1, chance.random()).await,
        };
        at.begin().await;
        at.acknowledges(chance.random_range(1..60)).await;
        kill_9(if whole { at.home.postmaster().unwrap() } else { session(&at).await });
        let recovery = at.recovers(Instant::now()).await;
        assert!(at.servers[0].runs(), "mpaka itself never ended");
        rounds.report(&at.judge(recovery).await);
        whole = !whole;
        scene = Some(at);
    }
}

/// The process of one of mpaka's sessions, which takes all others with it when it is killed.
async fn session(scene: &Scene) -> u32 {
    let mut connection = scene.database.connect().await;
    let sessions = "SELECT pid FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        ORDER BY state = 'active' DESC, query_start DESC";
    let session = connection.fetch_one(sessions).await.unwrap();
    u32::try_from(session.get::<i32, _>(0)).unwrap()
}
