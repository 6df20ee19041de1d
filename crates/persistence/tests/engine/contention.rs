//! Writers that get in each other's way, and callers who do not wait for them.

use std::collections::BTreeMap;
use std::time::Duration;

use mpaka_persistence::{Receipt, SendError, ids};
use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::diary::{Diary, DiaryRejection, envelope, open, store};

/// Two processes want the same names, and send the same commands, at the same time and in opposite
/// orders, so that their batches cross. Each waits for the other somewhere, and neither for ever.
#[sqlx::test(migrations = "../../migrations")]
async fn batches_that_cross_are_served_and_each_name_goes_to_one_stream(pool: PgPool) {
    const NAMES: u32 = 48;
    let stores = [store(&pool).await, store(&pool).await];
    for round in 0..4 {
        let commands: Vec<_> = (0..NAMES).map(|_| (ids::next(), envelope())).collect();
        let mut senders = JoinSet::new();
        for (process, store) in stores.iter().enumerate() {
            let mut names: Vec<_> = (0..NAMES).zip(commands.clone()).collect();
            if process == 1 {
                names.reverse();
            }
            for (name, (diary, command)) in names {
                let title = format!("{round}-{name}");
                let (first, second) = (store.clone(), store.clone());
                let same = open(&title);
                // The same command on the same stream, and one of another stream that wants its name.
                senders.spawn(async move {
                    let sent = first.streams().send::<Diary>(diary, same, command, None).await;
                    (name, sent)
                });
                senders.spawn(async move {
                    let (other, wanted) = (ids::next(), open(&title));
                    let sent =
                        second.streams().send::<Diary>(other, wanted, envelope(), None).await;
                    (name, sent)
                });
            }
        }
        let mut taken: BTreeMap<u32, Vec<_>> = BTreeMap::new();
        for (name, sent) in senders.join_all().await {
            match sent {
                Ok(receipt) => taken.entry(name).or_default().push(receipt),
                Err(SendError::Rejected(DiaryRejection::TitleTaken)) => {}
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(taken.len(), NAMES as usize);
        for receipts in taken.values() {
            let answer = |receipt: &Receipt| (receipt.stream, receipt.version, receipt.position);
            let first = answer(&receipts[0]);
            assert!(receipts.iter().all(|receipt| answer(receipt) == first), "{receipts:?}");
            assert_eq!(receipts.iter().filter(|receipt| !receipt.repeated).count(), 1);
        }
    }
    assert_eq!(stores[0].log().head().await.unwrap(), 4 * i64::from(NAMES));
}

/// Callers who go away while the database keeps a writer waiting take nothing with them: no connection is
/// given up for each of them, and the writer is there for others.
#[sqlx::test(migrations = "../../migrations")]
async fn callers_who_go_away_leave_the_writers_to_others(pool: PgPool) {
    let store = store(&pool).await;
    let mut in_the_way = pool.begin().await.unwrap();
    sqlx::query("SELECT position FROM log_head FOR UPDATE")
        .execute(&mut *in_the_way)
        .await
        .unwrap();
    for n in 0..20 {
        let title = format!("left {n}");
        let sent = store.streams().send::<Diary>(ids::next(), open(&title), envelope(), None);
        let gone = timeout(Duration::from_millis(5), sent).await;
        assert!(gone.is_err(), "nothing can be written yet");
    }
    let writing: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE '%append_events%'
            AND pid <> pg_backend_pid()",
    )
    .fetch_one(&mut *in_the_way)
    .await
    .unwrap();
    assert!((1..=2).contains(&writing), "{writing} connections write");
    in_the_way.rollback().await.unwrap();

    let diary = ids::next();
    let sent =
        store.streams().send::<Diary>(diary, open("stayed"), envelope(), None).await.unwrap();
    assert_eq!(store.log().head().await.unwrap(), sent.position);
    let log = store.log().after(0, 100).await.unwrap();
    assert_eq!(log.len() as u64, sent.position.unsigned_abs(), "what was written has its place");
    assert!(log.len() >= 2, "what was sent before its caller went is there");
}
