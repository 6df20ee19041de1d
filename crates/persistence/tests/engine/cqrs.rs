//! The store speaks cqrs-es, and its table is one that a stock postgres-es reads.

use cqrs_es::persist::PersistedEventRepository;
use cqrs_es::{CqrsFramework, EventStore};
use mpaka_domain::Law;
use mpaka_persistence::cqrs::{Cqrs, Enveloped};
use mpaka_persistence::ids;
use postgres_es::PostgresEventRepository;
use sqlx::PgPool;

use super::diary::{Diary, envelope, open, store, write};

#[sqlx::test(migrations = "../../migrations")]
async fn a_stock_postgres_es_reads_what_was_written(pool: PgPool) {
    let store = store(&pool).await;
    let diary = ids::next();
    for command in [open("one"), write("Mercy was here")] {
        store.streams().send::<Diary>(diary, command, envelope(), None).await.unwrap();
    }
    let stock = PostgresEventRepository::new(pool);
    let events = stock.get_events::<Cqrs<Diary>>(&diary.to_string()).await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!((events[0].event_type.as_str(), events[0].sequence), ("diary.opened", 1));
    assert_eq!(events[1].metadata["agency"], "KE-DCI-TOCU");
    let envelopes: Vec<cqrs_es::EventEnvelope<Cqrs<Diary>>> =
        events.into_iter().map(|event| event.try_into().unwrap()).collect();
    let pages = envelopes.into_iter().fold(Cqrs::<Diary>::default(), |mut diary, event| {
        cqrs_es::Aggregate::apply(&mut diary, event.payload);
        diary
    });
    assert_eq!(pages.0.pages, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_store_serves_the_cqrs_framework(pool: PgPool) {
    let store = store(&pool).await;
    let framework =
        CqrsFramework::<Cqrs<Diary>, _>::new(store.streams().clone(), vec![], Law::default());
    let diary = ids::next().to_string();
    for command in [open("one"), write("a"), write("b")] {
        let metadata = envelope();
        let stored = mpaka_persistence::cqrs::metadata(&metadata).unwrap();
        framework
            .execute_with_metadata(&diary, Enveloped { command, metadata }, stored)
            .await
            .unwrap();
    }
    let events = EventStore::<Cqrs<Diary>>::load_events(store.streams(), &diary).await.unwrap();
    assert_eq!(events.iter().map(|event| event.sequence).collect::<Vec<_>>(), [1, 2, 3]);
}
