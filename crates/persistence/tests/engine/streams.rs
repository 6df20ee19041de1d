//! What commands are decided on: what was last known, what was kept, and in the end what is there.

use cqrs_es::{AggregateContext, EventStore};
use mpaka_persistence::cqrs::Cqrs;
use mpaka_persistence::streams::Loaded;
use mpaka_persistence::{SendError, Store, ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::diary::{Diary, DiaryCommand, DiaryRejection, envelope, open, store, write};

async fn send(store: &Store, diary: Uuid, command: DiaryCommand) -> i64 {
    let sent = store.streams().send::<Diary>(diary, command, envelope(), None).await;
    sent.unwrap().version
}

async fn long(store: &Store, pages: u32) -> Uuid {
    let diary = ids::next();
    send(store, diary, open(&diary.to_string())).await;
    for page in 1..=pages {
        send(store, diary, write(&format!("page {page}"))).await;
    }
    diary
}

async fn load(store: &Store, diary: Uuid) -> Loaded<Diary> {
    let streams = store.streams();
    EventStore::<Cqrs<Diary>>::load_aggregate(streams, &diary.to_string()).await.unwrap()
}

fn last(loaded: &Loaded<Diary>) -> Option<String> {
    loaded.clone().aggregate().0.last.as_ref()?.get().cloned()
}

/// The kept state of a stream, once there is one of at least this version.
async fn kept(pool: &PgPool, diary: Uuid, version: i64) -> String {
    for _ in 0..500 {
        let kept = sqlx::query_scalar(
            "SELECT payload::text FROM snapshots WHERE aggregate_id = $1 AND last_sequence >= $2",
        )
        .bind(diary.to_string())
        .bind(version);
        if let Some(kept) = kept.fetch_optional(pool).await.unwrap() {
            return kept;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("no state of version {version} was kept");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_another_process_wrote_counts_though_this_one_remembers_otherwise(pool: PgPool) {
    let (here, there) = (store(&pool).await, store(&pool).await);
    let diary = long(&here, 1).await;
    send(&there, diary, DiaryCommand::Tear { pages: 1 }).await;
    let tear = DiaryCommand::Tear { pages: 1 };
    let torn = here.streams().send::<Diary>(diary, tear, envelope(), None).await;
    assert!(matches!(torn, Err(SendError::Rejected(DiaryRejection::TooFewPages))), "{torn:?}");

    send(&there, diary, write("again")).await;
    let expected = Some(4);
    let written = here.streams().send::<Diary>(diary, write("b"), envelope(), expected).await;
    assert_eq!(written.unwrap().version, 5, "the version that the sender saw is the one there");
}

#[sqlx::test(migrations = "../../migrations")]
async fn nothing_is_refused_on_what_is_remembered(pool: PgPool) {
    let (here, there) = (store(&pool).await, store(&pool).await);
    let diary = long(&here, 0).await;
    send(&there, diary, write("a page")).await;
    // Here, the diary is remembered without a page.
    assert_eq!(send(&here, diary, DiaryCommand::Tear { pages: 1 }).await, 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stream_that_was_never_read_is_found_to_be_open(pool: PgPool) {
    let diary = long(&store(&pool).await, 3).await;
    let fresh = store(&pool).await;
    assert_eq!(send(&fresh, diary, open("another title")).await, 4, "it is open already");
    assert_eq!(send(&fresh, diary, write("e")).await, 5);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_long_stream_is_read_from_its_kept_state(pool: PgPool) {
    let diary = long(&store(&pool).await, 60).await;
    kept(&pool, diary, 50).await;
    let fresh = store(&pool).await;
    let tear = |pages| DiaryCommand::Tear { pages };
    let refused = fresh.streams().send::<Diary>(diary, tear(61), envelope(), None).await;
    assert!(matches!(refused, Err(SendError::Rejected(DiaryRejection::TooFewPages))));
    assert_eq!(send(&fresh, diary, tear(60)).await, 121, "every page is counted once");
}

#[sqlx::test(migrations = "../../migrations")]
async fn events_go_on_chaining_after_a_kept_state(pool: PgPool) {
    let diary = long(&store(&pool).await, 49).await;
    kept(&pool, diary, 50).await;
    send(&store(&pool).await, diary, write("after")).await;
    let unchained: Option<i64> = sqlx::query_scalar(
        "SELECT e.sequence FROM events e JOIN events before
            ON before.aggregate_id = e.aggregate_id AND before.sequence = e.sequence - 1
        WHERE position(before.hash IN e.canonical) = 0",
    )
    .fetch_optional(&pool)
    .await
    .unwrap();
    assert_eq!(unchained, None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_kept_state_is_sealed_and_goes_with_the_key(pool: PgPool) {
    let diary = long(&store(&pool).await, 49).await;
    let payload = kept(&pool, diary, 50).await;
    assert!(payload.contains("$sealed") && !payload.contains("page 49"), "{payload}");

    let streams = store(&pool).await;
    let loaded: Loaded<Diary> = load(&streams, diary).await;
    assert_eq!(last(&loaded), Some("page 49".to_owned()));

    sqlx::query("UPDATE subject_keys SET wrapped = NULL").execute(&pool).await.unwrap();
    let loaded: Loaded<Diary> = load(&store(&pool).await, diary).await;
    assert_eq!(last(&loaded), None);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_state_kept_by_other_rules_or_beyond_the_log_is_not_believed(pool: PgPool) {
    let diary = long(&store(&pool).await, 50).await;
    kept(&pool, diary, 50).await;
    for change in [
        "UPDATE snapshots SET fold = 'other rules', payload = '{\"pages\": 9000, \"open\": true}'",
        "UPDATE snapshots SET last_sequence = 9000, payload = '{\"pages\": 9000, \"open\": true}'",
        "UPDATE snapshots SET payload = '{\"pages\": \"many\"}'",
    ] {
        let mut changed = pool.begin().await.unwrap();
        sqlx::Executor::execute(&mut *changed, change).await.unwrap();
        changed.commit().await.unwrap();
        let fresh = store(&pool).await;
        let torn = DiaryCommand::Tear { pages: 51 };
        let torn = fresh.streams().send::<Diary>(diary, torn, envelope(), None).await;
        assert!(matches!(torn, Err(SendError::Rejected(DiaryRejection::TooFewPages))), "{change}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_stream_that_was_set_back_goes_on_without_a_gap(pool: PgPool) {
    let store = store(&pool).await;
    let diary = long(&store, 3).await;
    // As after a fail-over to a server that had not received the last events.
    for change in [
        "ALTER TABLE events DISABLE TRIGGER USER",
        "DELETE FROM events WHERE sequence > 2",
        "DELETE FROM commands WHERE sequence > 2",
        "UPDATE log_head SET position = 2",
    ] {
        sqlx::query(change).execute(&pool).await.unwrap();
    }
    assert_eq!(send(&store, diary, write("page 2")).await, 3);
    let history = store.streams().history("diary", diary).await.unwrap();
    let places: Vec<_> = history.iter().map(|event| (event.version, event.position)).collect();
    assert_eq!(places, [(1, 1), (2, 2), (3, 3)]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_command_that_changes_nothing_is_decided_on_what_is_there(pool: PgPool) {
    let stores = [store(&pool).await, store(&pool).await];
    let diary = long(&stores[0], 2).await;
    send(&stores[1], diary, DiaryCommand::Tear { pages: 2 }).await;
    // The first store still believes in two pages; what it is told must come from the log.
    let nothing = DiaryCommand::Tear { pages: 0 };
    assert_eq!(send(&stores[0], diary, nothing).await, 5);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_event_beyond_the_limit_is_refused_and_writes_nothing(pool: PgPool) {
    let store = store(&pool).await;
    let diary = long(&store, 0).await;
    let long = write(&"a".repeat(300 << 10));
    let sent = store.streams().send::<Diary>(diary, long, envelope(), None).await;
    let Err(SendError::TooLarge { size, limit }) = sent else { panic!("{sent:?}") };
    assert!(size > limit && limit == 256 << 10, "{size} of {limit}");

    for _ in 0..2 {
        send(&store, diary, write("page")).await;
    }
    assert_eq!(store.streams().history("diary", diary).await.unwrap().len(), 3);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_connection_cut_while_it_writes_is_made_anew_and_nothing_is_written_twice(pool: PgPool) {
    let store = store(&pool).await;
    let diary = long(&store, 0).await;
    for page in 2..=20 {
        // Every other connection to this database goes, the one that writes among them.
        let cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid()
                AND query LIKE '%append_events%'";
        let mut connection = pool.acquire().await.unwrap();
        let cut = sqlx::Executor::execute(&mut *connection, cut);
        let (written, _) = tokio::join!(send(&store, diary, write("page")), cut);
        assert_eq!(written, page);
    }
    assert_eq!(store.streams().history("diary", diary).await.unwrap().len(), 20);
}

#[sqlx::test(migrations = "../../migrations")]
async fn sixty_four_senders_of_one_stream_are_all_served(pool: PgPool) {
    let stores = [store(&pool).await, store(&pool).await];
    let diary = long(&stores[0], 0).await;
    let mut senders = tokio::task::JoinSet::new();
    for sender in 0..64 {
        let store = stores[sender % 2].clone();
        senders.spawn(async move { send(&store, diary, write("page")).await });
    }
    let mut versions = senders.join_all().await;
    versions.sort_unstable();
    assert_eq!(versions, (2..=65).collect::<Vec<_>>());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_command_is_known_as_the_same_until_its_id_is_forgotten(pool: PgPool) {
    const DAY: std::time::Duration = std::time::Duration::from_hours(24);
    let store = store(&pool).await;
    let diary = long(&store, 0).await;
    let (old, new) = (envelope(), envelope());
    for command in [&old, &new] {
        let sent = store.streams().send::<Diary>(diary, write("page"), command.clone(), None).await;
        assert!(!sent.unwrap().repeated);
    }
    sqlx::query(
        "UPDATE commands SET recorded_at = now() - interval '31 days' WHERE command_id = $1",
    )
    .bind(Uuid::from(old.command))
    .execute(&pool)
    .await
    .unwrap();

    assert_eq!(store.forget_commands(30 * DAY).await.unwrap(), 1);
    assert_eq!(store.forget_commands(30 * DAY).await.unwrap(), 0);

    for (command, known) in [(new, true), (old, false)] {
        let sent = store.streams().send::<Diary>(diary, write("page"), command, None).await;
        assert_eq!(sent.unwrap().repeated, known);
    }
    assert_eq!(store.streams().history("diary", diary).await.unwrap().len(), 4);
}
