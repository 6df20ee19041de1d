//! What lies in the database, and what is left when a key is destroyed.

use mpaka_ledger::EventRecord;
use mpaka_persistence::{MasterKey, Store, ids};
use serde_json::json;
use sqlx::{PgPool, Row};

use super::diary::{Diary, envelope, open, store, write};

#[sqlx::test(migrations = "../../migrations")]
async fn personal_fields_lie_sealed_and_are_read_back(pool: PgPool) {
    let store = store(&pool).await;
    let diary = ids::next();
    for command in [open("one"), write("Mercy was here")] {
        store.streams().send::<Diary>(diary, command, envelope(), None).await.unwrap();
    }
    let everything: Vec<String> =
        sqlx::query_scalar("SELECT to_json(e)::text FROM events e").fetch_all(&pool).await.unwrap();
    assert!(everything.iter().all(|row| !row.contains("Mercy")));
    // A second process has to fetch the key.
    let history = self::store(&pool).await.streams().history("diary", diary).await.unwrap();
    assert_eq!(history[1].revealed_data(), json!({"text": "Mercy was here"}));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_destroyed_key_leaves_a_stream_that_loads_without_the_person(pool: PgPool) {
    let diary = ids::next();
    let writer = store(&pool).await;
    for command in [open("one"), write("Mercy was here")] {
        writer.streams().send::<Diary>(diary, command, envelope(), None).await.unwrap();
    }
    sqlx::raw_sql("UPDATE subject_keys SET wrapped = NULL").execute(&pool).await.unwrap();
    let reader = store(&pool).await;
    let history = reader.streams().history("diary", diary).await.unwrap();
    assert_eq!(history[1].revealed_data(), json!({"text": null}));
    reader.streams().send::<Diary>(diary, write("more"), envelope(), Some(2)).await.unwrap();
}

#[sqlx::test(migrations = "../../migrations")]
async fn another_master_key_is_refused(pool: PgPool) {
    let diary = ids::next();
    let writer = store(&pool).await;
    for command in [open("one"), write("Mercy was here")] {
        writer.streams().send::<Diary>(diary, command, envelope(), None).await.unwrap();
    }
    let stranger = Store::open(pool.clone(), &MasterKey::new([8; 32])).await.unwrap();
    assert!(stranger.streams().history("diary", diary).await.is_err());
}

#[sqlx::test(migrations = "../../migrations")]
async fn stored_bytes_account_for_the_stored_event_and_chain_to_the_one_before(pool: PgPool) {
    let store = store(&pool).await;
    let diary = ids::next();
    for command in [open("one"), write("a"), write("b")] {
        store.streams().send::<Diary>(diary, command, envelope(), None).await.unwrap();
    }
    let rows = sqlx::query(
        "SELECT canonical, hash, payload::text AS payload, metadata::text AS metadata, event_id,
            aggregate_id, sequence
        FROM events ORDER BY sequence",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    let mut previous = [0; 32];
    for row in rows {
        let canonical: Vec<u8> = row.get("canonical");
        let record = EventRecord::parse(&canonical).unwrap();
        let text = |column| row.get::<String, _>(column);
        assert_eq!(record.data, mpaka_ledger::digest(text("payload").as_bytes()));
        assert_eq!(record.envelope, mpaka_ledger::digest(text("metadata").as_bytes()));
        assert_eq!(record.event_id, row.get::<uuid::Uuid, _>("event_id").into_bytes());
        assert_eq!(record.stream_id, diary.into_bytes());
        assert_eq!(record.previous, previous);
        let hash: Vec<u8> = row.get("hash");
        assert_eq!(hash, mpaka_ledger::leaf_hash(&canonical));
        previous = hash.try_into().unwrap();
    }
}
