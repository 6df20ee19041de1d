//! The same instant, again and again: two stores get one command id at once.

use std::sync::Arc;

use mpaka_domain::Metadata;
use mpaka_persistence::{Receipt, SendError, Store, ids};
use sqlx::PgPool;
use tokio::sync::Barrier;
use uuid::Uuid;

use super::diary::{Diary, DiaryCommand, DiaryRejection, envelope, open, store, write};

type Sent = Result<Receipt, SendError<DiaryRejection>>;

/// Sends a command to each of two stores, both at the same instant.
async fn at_once(
    stores: &[Store; 2],
    diaries: [Uuid; 2],
    commands: [DiaryCommand; 2],
    metadata: &Metadata,
) -> [Sent; 2] {
    let barrier = Arc::new(Barrier::new(2));
    let [left, right] = [0, 1].map(|side| {
        let (store, barrier) = (stores[side].clone(), Arc::clone(&barrier));
        let (diary, command, metadata) = (diaries[side], commands[side].clone(), metadata.clone());
        tokio::spawn(async move {
            barrier.wait().await;
            store.streams().send::<Diary>(diary, command, metadata, None).await
        })
    });
    let (left, right) = tokio::join!(left, right);
    [left.unwrap(), right.unwrap()]
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_stores_that_get_one_command_at_one_instant_do_it_once_and_say_the_same(pool: PgPool) {
    let stores = [store(&pool).await, store(&pool).await];
    for n in 0..100 {
        let diary = ids::next();
        let title = format!("title {n}");
        for command in [open(&title), write("a")] {
            let sent = at_once(&stores, [diary; 2], [command.clone(), command], &envelope()).await;
            let [left, right] = sent.map(|sent| sent.unwrap());
            assert_eq!((left.version, left.position), (right.version, right.position));
            assert!(left.repeated != right.repeated, "one of them did it");
        }
        assert_eq!(stores[0].log().head().await.unwrap(), 2 * (n + 1));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_two_commands_that_share_an_id_at_one_instant_one_is_done_and_one_is_told_so(
    pool: PgPool,
) {
    let stores = [store(&pool).await, store(&pool).await];
    for n in 0..100 {
        // The same id on one stream, then on two.
        let diaries = if n % 2 == 0 { [ids::next(); 2] } else { [ids::next(), ids::next()] };
        let commands = [open(&format!("left {n}")), open(&format!("right {n}"))];
        let sent = at_once(&stores, diaries, commands, &envelope()).await;
        let refused = match sent {
            [Ok(_), Err(refused)] | [Err(refused), Ok(_)] => refused,
            other => panic!("one is done and one is refused, not {other:?}"),
        };
        assert!(matches!(refused, SendError::CommandReused), "{refused}");
        assert_eq!(stores[0].log().head().await.unwrap(), n + 1);
    }
}
