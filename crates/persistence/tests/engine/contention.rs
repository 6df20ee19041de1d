//! Writers that get in each other's way, and callers who do not wait for them.

use std::collections::BTreeMap;
use std::time::Duration;

use mpaka_persistence::{Receipt, SendError, ids};
use sqlx::PgPool;
use tokio::task::JoinSet;
use tokio::time::timeout;

use super::diary::{Diary, DiaryRejection, envelope, open, store, write};

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

/// Whoever brings a command writes it where nobody else does. Where they go away in the middle, the
/// writer is there for others, and what they had sent is there whole or not at all.
#[sqlx::test(migrations = "../../migrations")]
async fn a_caller_who_goes_away_leaves_the_writer_to_others(pool: PgPool) {
    let store = store(&pool).await;
    let diary = ids::next();
    store.streams().send::<Diary>(diary, open("one"), envelope(), None).await.unwrap();
    for n in 0..30 {
        let sent = store.streams().send::<Diary>(diary, write("left"), envelope(), None);
        _ = timeout(Duration::from_micros(n * 60), sent).await;
    }
    let sent =
        store.streams().send::<Diary>(diary, write("stayed"), envelope(), None).await.unwrap();
    let history = store.streams().history("diary", diary).await.unwrap();
    let places: Vec<_> = history.iter().map(|event| (event.version, event.position)).collect();
    assert_eq!(places, (1..=sent.version).map(|n| (n, n)).collect::<Vec<_>>());
}
