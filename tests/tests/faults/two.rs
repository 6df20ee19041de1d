//! Two mpaka processes on one database: one dies again and again, and both get one command at once.

use std::time::Instant;

use mpaka_tests::case::{self, id};
use mpaka_tests::rounds::Rounds;
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use rand::Rng;
use serde_json::json;

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

#[tokio::test]
async fn a_command_sent_to_two_processes_at_one_instant_has_one_effect_and_one_answer() {
    let scene = Scene::start(Home::new().await, 2, 0).await;
    let one = scene.client("akinyi");
    let other = one.at(scene.fleet.one(1));
    let before = scene.database.events().await;
    for n in 0..20 {
        let suspect = format!("Twin {n}");
        let nominating = case::with(
            case::nominating(id("TOCU/2026/0990"), &suspect),
            json!({ "commandId": id(&format!("nominate {n}")) }),
        );
        let grounds = json!({
            "suspectId": id(&suspect), "text": "Seen.", "commandId": id(&format!("seen {n}")),
        });
        for (mutation, input) in [("nominateSuspect", nominating), ("addGrounds", grounds)] {
            let (left, right) =
                tokio::join!(one.send(mutation, input.clone()), other.send(mutation, input));
            assert_eq!(left, right);
            left.accepted();
        }
    }
    assert_eq!(scene.database.events().await, before + 40);
}
