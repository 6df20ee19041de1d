//! Two mpaka processes on one database, of which one is killed again and again.

use std::time::Instant;

use mpaka_tests::rounds::Rounds;
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use rand::Rng;

#[tokio::test]
async fn two_processes_of_which_one_dies_again_and_again_lose_repeat_and_reorder_nothing() {
    let mut rounds = Rounds::of("one of two mpakas killed", 1);
    let mut scene: Option<Scene> = None;
    while let Some(mut chance) = rounds.begin() {
        let mut at = match scene.take() {
            Some(scene) if !scene.is_long() => scene,
            _ => Scene::start(Home::new().await, 2, chance.random()).await,
        };
        at.begin().await;
        let victim = chance.random_range(0..2);
        let mut killed = Instant::now();
        for _ in 0..2 {
            at.acknowledges(chance.random_range(1..60)).await;
            at.kill(victim);
            killed = Instant::now();
            // The other one takes the views over, and everybody goes to it.
            at.acknowledges(20).await;
            at.start_again(victim).await;
        }
        let recovery = at.recovers(killed).await;
        rounds.report(&at.judge(recovery).await);
        scene = Some(at);
    }
}
