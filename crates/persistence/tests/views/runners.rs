//! Who runs a view when several processes could, and how the others learn how far it is.

use std::time::Duration;

use mpaka_persistence::Store;
use sqlx::PgPool;
use tokio::time::Instant;

use super::casework::{akinyi, live};

/// Waits until some process runs every view.
async fn all_owned(store: &Store) {
    while !store.projections().await.unwrap().iter().all(|view| view.owned) {
        tokio::task::yield_now().await;
    }
}

/// The sessions that hold a view's lock.
const OWNERS: &str = "SELECT DISTINCT pid FROM pg_locks
    WHERE locktype = 'advisory' AND objsubid = 2 AND granted
        AND classid = lock_part('mpaka projection')
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

#[sqlx::test(migrations = "../../migrations")]
async fn another_process_takes_over_when_the_one_that_ran_the_views_is_gone(pool: PgPool) {
    let first = live(&pool).await;
    all_owned(&first.store).await;
    let second = live(&pool).await;
    first.open("TOCU/2026/0117", akinyi()).await;
    drop(first);
    // The sender waits for five seconds at most.
    second.open("TOCU/2026/0118", akinyi()).await;
    let work = second.store.projections().await.unwrap();
    assert!(work.iter().all(|view| view.work.events >= 1), "{work:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_view_goes_on_when_its_owners_sessions_are_cut(pool: PgPool) {
    let (first, second) = (live(&pool).await, live(&pool).await);
    all_owned(&first.store).await;
    for n in 0..3 {
        let cut = format!("SELECT count(pg_terminate_backend(pid)) FROM ({OWNERS}) AS owners");
        let cut: i64 = sqlx::query_scalar(&cut).fetch_one(&pool).await.unwrap();
        assert!(cut > 0);
        first.open(&format!("TOCU/2026/011{n}"), akinyi()).await;
        second.open(&format!("TOCU/2026/012{n}"), akinyi()).await;
    }
    let standings = second.store.projections().await.unwrap();
    assert!(standings.iter().all(|view| view.lag == 0 && view.parked == 0), "{standings:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_process_that_runs_no_view_is_told_how_far_they_are(pool: PgPool) {
    let first = live(&pool).await;
    all_owned(&first.store).await;
    let second = live(&pool).await;
    second.open("TOCU/2026/0200", akinyi()).await;
    let began = Instant::now();
    for n in 0..20 {
        second.open(&format!("TOCU/2026/01{n:02}"), akinyi()).await;
    }
    // Looking for itself, it would find each of them after half a second on average.
    assert!(began.elapsed() < Duration::from_secs(6), "{:?}", began.elapsed());
    let work = second.store.projections().await.unwrap();
    assert!(work.iter().all(|view| view.work.batches == 0), "{work:?}");
}
