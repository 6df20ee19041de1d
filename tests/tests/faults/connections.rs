//! The way between mpaka and PostgreSQL breaks: in the middle of a commit, silently, altogether.

use std::time::{Duration, Instant};

use mpaka_tests::database::Database;
use mpaka_tests::proxy::{Proxy, Weather};
use mpaka_tests::rounds::Rounds;
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use rand::Rng;
use rand::rngs::StdRng;
use tokio::time::sleep;

/// A scene whose server reaches its database through a proxy.
async fn through_a_proxy(chance: &mut StdRng) -> (Scene, Proxy) {
    let home = Home::new().await;
    let Database { url } = home.database().clone();
    let proxy = Proxy::before(&url, chance.random()).await;
    let home = home.by_way_of(proxy.address_of(&url));
    (Scene::start(home, 1, chance.random()).await, proxy)
}

#[tokio::test]
async fn connections_that_break_in_the_middle_lose_repeat_and_reorder_nothing() {
    let mut rounds = Rounds::of("connections broken", 1);
    while let Some(mut chance) = rounds.begin() {
        let (mut at, proxy) = through_a_proxy(&mut chance).await;
        at.begin().await;
        for within in [2_000, 20_000, 200_000] {
            proxy.set(Weather::Slow(Duration::from_millis(chance.random_range(1..15))));
            at.acknowledges(5).await;
            proxy.set(Weather::Breaking(within));
            sleep(Duration::from_millis(chance.random_range(300..1200))).await;
            proxy.set(Weather::Clear);
            at.acknowledges(10).await;
        }
        let recovery = at.recovers(Instant::now()).await;
        rounds.report(&at.judge(recovery).await);
    }
}

#[tokio::test]
async fn half_open_connections_are_given_up() {
    let mut rounds = Rounds::of("connections half open", 1);
    while let Some(mut chance) = rounds.begin() {
        let (mut at, proxy) = through_a_proxy(&mut chance).await;
        at.begin().await;
        at.acknowledges(chance.random_range(1..60)).await;
        proxy.set(Weather::HalfOpen);
        let broken = Instant::now();
        at.acknowledges(30).await;
        let recovery = at.recovers(broken).await;
        assert!(recovery < Duration::from_secs(30), "it took {recovery:?}");
        rounds.report(&at.judge(recovery).await);
    }
}

#[tokio::test]
async fn a_database_that_falls_silent_and_comes_back_loses_repeats_and_reorders_nothing() {
    let mut rounds = Rounds::of("database silent", 1);
    while let Some(mut chance) = rounds.begin() {
        let (mut at, proxy) = through_a_proxy(&mut chance).await;
        at.begin().await;
        at.acknowledges(chance.random_range(1..60)).await;
        proxy.set(Weather::Silent);
        sleep(Duration::from_millis(chance.random_range(1000..4000))).await;
        if chance.random() {
            // What was under way is not carried on.
            proxy.set(Weather::Closed);
            sleep(Duration::from_millis(100)).await;
        }
        proxy.set(Weather::Clear);
        let recovery = at.recovers(Instant::now()).await;
        rounds.report(&at.judge(recovery).await);
    }
}
