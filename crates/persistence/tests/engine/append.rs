//! Order, durability, versions, claims and idempotency.

use std::collections::BTreeSet;

use mpaka_persistence::{SendError, Store, ids};
use sqlx::PgPool;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::diary::{Diary, DiaryCommand, DiaryRejection, Ledger, envelope, open, store, write};

async fn opened(store: &Store, title: &str) -> Uuid {
    let diary = ids::next();
    store.streams().send::<Diary>(diary, open(title), envelope(), None).await.unwrap();
    diary
}

#[sqlx::test(migrations = "../../migrations")]
async fn events_of_a_stream_are_numbered_from_one_without_a_gap(pool: PgPool) {
    let store = store(&pool).await;
    let diary = opened(&store, "one").await;
    for n in 2..=5 {
        let receipt =
            store.streams().send::<Diary>(diary, write("a"), envelope(), None).await.unwrap();
        assert_eq!(receipt.version, n);
    }
    let history = store.streams().history("diary", diary).await.unwrap();
    assert_eq!(history.iter().map(|event| event.version).collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_reader_never_misses_or_repeats_an_event_while_writers_race(pool: PgPool) {
    const WRITERS: usize = 16;
    const EACH: usize = 25;
    // Two stores on one database stand for two processes.
    let stores = [store(&pool).await, store(&pool).await];
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let store = stores[writer % 2].clone();
        writers.spawn(async move {
            let diary = opened(&store, &format!("writer {writer}")).await;
            for _ in 1..EACH {
                store.streams().send::<Diary>(diary, write("a"), envelope(), None).await.unwrap();
            }
        });
    }
    let mut seen = Vec::new();
    let log = stores[0].log();
    while seen.len() < WRITERS * EACH {
        let after = seen.last().copied().unwrap_or(0);
        log.reaches_past(after).await.unwrap();
        seen.extend(
            log.after(after, 7).await.unwrap().iter().map(mpaka_persistence::Entry::position),
        );
    }
    writers.join_all().await;
    let all: Vec<i64> = (1..=i64::try_from(WRITERS * EACH).unwrap()).collect();
    assert_eq!(seen, all);
    assert_eq!(log.head().await.unwrap(), *all.last().unwrap());
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_same_command_sent_to_two_processes_at_once_has_one_effect(pool: PgPool) {
    let stores = [store(&pool).await, store(&pool).await];
    let diary = opened(&stores[0], "one").await;
    for _ in 0..20 {
        let command = envelope();
        let [left, right] = [&stores[0], &stores[1]]
            .map(|store| store.streams().send::<Diary>(diary, write("a"), command.clone(), None));
        let (left, right) = tokio::join!(left, right);
        let (left, right) = (left.unwrap(), right.unwrap());
        assert_eq!((left.version, left.position), (right.version, right.position));
        assert!(left.repeated != right.repeated);
    }
    assert_eq!(stores[0].streams().history("diary", diary).await.unwrap().len(), 21);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_repeated_command_gets_its_first_answer_even_where_it_would_be_refused_now(pool: PgPool) {
    let store = store(&pool).await;
    let diary = opened(&store, "one").await;
    store.streams().send::<Diary>(diary, write("a"), envelope(), None).await.unwrap();
    let (tear, command) = (DiaryCommand::Tear { pages: 1 }, envelope());
    let first =
        store.streams().send::<Diary>(diary, tear.clone(), command.clone(), None).await.unwrap();
    let mut later = command;
    later.recorded_at += chrono::TimeDelta::seconds(5);
    later.occurred = mpaka_domain::value::PartialTime::instant(later.recorded_at);
    let again = store.streams().send::<Diary>(diary, tear, later, None).await.unwrap();
    assert_eq!((again.version, again.position), (first.version, first.position));
    assert!(again.repeated);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_command_id_used_for_another_command_is_refused(pool: PgPool) {
    let store = store(&pool).await;
    let diary = opened(&store, "one").await;
    let command = envelope();
    let streams = store.streams();
    streams.send::<Diary>(diary, write("a"), command.clone(), None).await.unwrap();
    let other = streams.send::<Diary>(diary, write("b"), command.clone(), None).await;
    assert!(matches!(other, Err(SendError::CommandReused)));
    let mut remarked = command.clone();
    remarked.handling.tlp = mpaka_domain::handling::Tlp::Red;
    let other = streams.send::<Diary>(diary, write("a"), remarked, None).await;
    assert!(matches!(other, Err(SendError::CommandReused)));
    let mut stranger = command;
    stranger.actor.user = "guyo".parse().unwrap();
    let other = streams.send::<Diary>(diary, write("a"), stranger, None).await;
    assert!(matches!(other, Err(SendError::CommandReused)));
    assert_eq!(streams.history("diary", diary).await.unwrap().len(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_command_on_a_version_that_is_no_longer_current_writes_nothing(pool: PgPool) {
    let store = store(&pool).await;
    let diary = opened(&store, "one").await;
    let streams = store.streams();
    streams.send::<Diary>(diary, write("a"), envelope(), Some(1)).await.unwrap();
    let stale = streams.send::<Diary>(diary, write("b"), envelope(), Some(1)).await;
    assert!(matches!(stale, Err(SendError::Stale { current: 2 })));
    assert_eq!(streams.history("diary", diary).await.unwrap().len(), 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn of_two_commands_on_one_version_exactly_one_is_accepted(pool: PgPool) {
    let stores = [store(&pool).await, store(&pool).await];
    let diary = opened(&stores[0], "one").await;
    for version in 1..=20 {
        let [left, right] = [&stores[0], &stores[1]].map(|store| {
            store.streams().send::<Diary>(diary, write("a"), envelope(), Some(version))
        });
        let (left, right) = tokio::join!(left, right);
        assert!(left.is_ok() != right.is_ok());
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn writers_of_one_stream_that_name_no_version_all_succeed(pool: PgPool) {
    let stores = [store(&pool).await, store(&pool).await];
    let diary = opened(&stores[0], "one").await;
    let mut writers = JoinSet::new();
    for writer in 0..12 {
        let store = stores[writer % 2].clone();
        writers.spawn(async move {
            store.streams().send::<Diary>(diary, write("a"), envelope(), None).await.unwrap()
        });
    }
    let versions: BTreeSet<i64> =
        writers.join_all().await.into_iter().map(|receipt| receipt.version).collect();
    assert_eq!(versions, (2..=13).collect());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_claimed_name_is_given_to_one_stream_only(pool: PgPool) {
    let stores = [store(&pool).await, store(&pool).await];
    for n in 0..10 {
        let title = format!("title {n}");
        let [left, right] = [&stores[0], &stores[1]].map(|store| {
            store.streams().send::<Diary>(ids::next(), open(&title), envelope(), None)
        });
        let (left, right) = tokio::join!(left, right);
        let refused = match (left, right) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            other => panic!("one is accepted and one refused, not {other:?}"),
        };
        assert!(matches!(refused, SendError::Rejected(DiaryRejection::TitleTaken)));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_refused_command_writes_nothing_and_its_id_may_be_used_again(pool: PgPool) {
    let store = store(&pool).await;
    let (diary, command) = (ids::next(), envelope());
    let streams = store.streams();
    let refused = streams.send::<Diary>(diary, write("a"), command.clone(), None).await;
    assert!(matches!(refused, Err(SendError::Rejected(DiaryRejection::NotOpen))));
    assert_eq!(store.log().head().await.unwrap(), 0);
    streams.send::<Diary>(diary, open("one"), command, None).await.unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn stored_events_cannot_be_changed_or_deleted(pool: PgPool) {
    let store = store(&pool).await;
    opened(&store, "one").await;
    for forbidden in ["UPDATE events SET event_type = 'x'", "DELETE FROM events", "TRUNCATE events"]
    {
        let refused = sqlx::raw_sql(forbidden).execute(&pool).await.unwrap_err();
        assert!(refused.to_string().contains("never changed"), "{forbidden}: {refused}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_id_is_one_records_whatever_its_kind(pool: PgPool) {
    let store = store(&pool).await;
    let taken = opened(&store, "one").await;
    let other = store.streams().send::<Ledger>(taken, (), envelope(), None).await;
    assert!(matches!(other, Err(SendError::IdTaken)));
    assert_eq!(store.log().head().await.unwrap(), 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_text_that_views_could_not_hold_is_refused_before_it_is_stored(pool: PgPool) {
    let store = store(&pool).await;
    let diary = ids::next();
    let refused = store.streams().send::<Diary>(diary, open("a\0b"), envelope(), None).await;
    assert!(matches!(refused, Err(SendError::Unstorable)));
    let mut marked = envelope();
    marked.legal_basis = mpaka_domain::value::LegalBasis::parse("KE", "a", "b").unwrap();
    marked.source = Some(mpaka_domain::SourceRef {
        kind: mpaka_domain::metadata::SourceKind::Statement,
        reference: "a\0b".to_owned(),
        grade: None,
    });
    let refused = store.streams().send::<Diary>(diary, open("one"), marked, None).await;
    assert!(matches!(refused, Err(SendError::Unstorable)));
    // Sealed texts never reach a view unsealed and may hold what they like.
    opened(&store, "two").await;
    assert_eq!(store.log().head().await.unwrap(), 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_command_that_changed_nothing_changes_nothing_when_it_is_sent_again(pool: PgPool) {
    let store = store(&pool).await;
    let diary = opened(&store, "one").await;
    let (nothing, command) = (DiaryCommand::Tear { pages: 0 }, envelope());
    let streams = store.streams();
    let first = streams.send::<Diary>(diary, nothing.clone(), command.clone(), None).await.unwrap();
    streams.send::<Diary>(diary, write("a"), envelope(), None).await.unwrap();
    let again = streams.send::<Diary>(diary, nothing, command.clone(), None).await.unwrap();
    assert_eq!((again.version, again.repeated), (first.version, true));
    let user = command.actor.user;
    let earlier = streams.earlier(diary, command.command.into(), &user).await.unwrap();
    assert_eq!(earlier.map(|receipt| receipt.version), Some(1));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_command_that_was_not_accepted_leaves_no_key_behind(pool: PgPool) {
    let store = store(&pool).await;
    let diary = opened(&store, "one").await;
    let stale = store.streams().send::<Diary>(diary, write("a"), envelope(), Some(1));
    let other = store.streams().send::<Diary>(diary, write("b"), envelope(), Some(1));
    let (stale, other) = tokio::join!(stale, other);
    assert!(stale.is_ok() != other.is_ok());
    let keys: i64 =
        sqlx::query_scalar("SELECT count(*) FROM subject_keys").fetch_one(&pool).await.unwrap();
    assert_eq!(keys, 1);
}
