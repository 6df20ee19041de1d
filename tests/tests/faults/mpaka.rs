//! mpaka is killed, together with nothing: its PostgreSQL is left behind and taken over.

use std::time::Instant;

use mpaka_tests::rounds::Rounds;
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use rand::Rng;

#[tokio::test]
async fn a_killed_mpaka_loses_repeats_and_reorders_nothing() {
    let mut rounds = Rounds::of("mpaka killed", 1);
    let mut scene: Option<Scene> = None;
    while let Some(mut chance) = rounds.begin() {
        let mut at = match scene.take() {
            Some(scene) if !scene.is_long() => scene,
            _ => Scene::start(Home::embedded(), 1, chance.random()).await,
        };
        at.begin().await;
        let mut killed = Instant::now();
        for _ in 0..2 {
            at.acknowledges(chance.random_range(1..60)).await;
            at.kill(0);
            killed = Instant::now();
            at.start_again(0).await;
        }
        let recovery = at.recovers(killed).await;
        rounds.report(&at.judge(recovery).await);
        scene = Some(at);
    }
}
