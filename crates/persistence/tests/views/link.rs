//! What the link inbox finds, and what it shows to whom.

use mpaka_persistence::view::Reader;
use mpaka_persistence::view::link::LinkRow;
use sqlx::PgPool;

use super::casework::{Live, PAGE, akinyi, harriet, live, reader, released};

const SHARED: &str = "+254199000141";

async fn inbox(live: &Live, reader: &Reader) -> Vec<LinkRow> {
    live.store.views().link_inbox(reader, &PAGE).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_phone_in_two_agencies_files_is_one_link_seen_from_both_sides(pool: PgPool) {
    let live = live(&pool).await;
    let kenyan = live.open("TOCU/2026/0117", akinyi()).await;
    let british = live.open("NMC/MS/26/0042", harriet()).await;
    live.suspect_with_phone(kenyan, SHARED, || released(akinyi(), "GB")).await;
    live.suspect_with_phone(british, SHARED, harriet).await;
    // Found again in the same two files: still the same link.
    live.suspect_with_phone(british, SHARED, harriet).await;

    let from_kenya = inbox(&live, &reader("akinyi", "KE-DCI-TOCU")).await;
    assert_eq!(from_kenya.len(), 1);
    assert_eq!(from_kenya[0].left.seen.as_ref().unwrap().selector["value"], SHARED);
    assert_eq!(from_kenya[0].right.agency, "UK-NMC");
    assert!(from_kenya[0].right.seen.is_none(), "the British side was not released");

    let from_britain = inbox(&live, &reader("harriet", "UK-NMC")).await;
    let left = from_britain[0].left.seen.as_ref().unwrap();
    assert_eq!(left.reference, "TOCU/2026/0117");
    assert!(inbox(&live, &reader("guyo", "KE-DCI-MARSABIT")).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn neither_one_agencys_two_files_nor_different_phones_are_a_link(pool: PgPool) {
    let live = live(&pool).await;
    let first = live.open("TOCU/2026/0117", akinyi()).await;
    let second = live.open("TOCU/2026/0118", akinyi()).await;
    let british = live.open("NMC/MS/26/0042", harriet()).await;
    live.suspect_with_phone(first, SHARED, akinyi).await;
    live.suspect_with_phone(second, SHARED, akinyi).await;
    live.suspect_with_phone(british, "+254199000142", harriet).await;
    assert!(inbox(&live, &reader("akinyi", "KE-DCI-TOCU")).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_compartment_on_either_side_hides_the_link_altogether(pool: PgPool) {
    let live = live(&pool).await;
    let kenyan = live.open("TOCU/2026/0117", akinyi()).await;
    let british = live.open("NMC/MS/26/0042", harriet()).await;
    live.suspect_with_phone(kenyan, SHARED, akinyi).await;
    let sealed = || {
        let mut metadata = harriet();
        metadata.handling =
            metadata.handling.within(mpaka_domain::handling::Compartment::parse("CT").unwrap());
        metadata
    };
    live.suspect_with_phone(british, SHARED, sealed).await;
    assert!(inbox(&live, &reader("akinyi", "KE-DCI-TOCU")).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_third_agency_that_a_fact_was_released_to_does_not_learn_who_else_holds_it(pool: PgPool) {
    let live = live(&pool).await;
    let kenyan = live.open("TOCU/2026/0117", akinyi()).await;
    let british = live.open("NMC/MS/26/0042", harriet()).await;
    live.suspect_with_phone(kenyan, SHARED, akinyi).await;
    live.suspect_with_phone(british, SHARED, || released(harriet(), "KE")).await;
    assert_eq!(inbox(&live, &reader("akinyi", "KE-DCI-TOCU")).await.len(), 1);
    assert!(inbox(&live, &reader("guyo", "KE-DCI-MARSABIT")).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_index_holds_no_phone_number(pool: PgPool) {
    let live = live(&pool).await;
    let kenyan = live.open("TOCU/2026/0117", akinyi()).await;
    live.suspect_with_phone(kenyan, SHARED, akinyi).await;
    let stored: Vec<String> = sqlx::query_scalar("SELECT to_json(s)::text FROM selector_use s")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(stored.len(), 1);
    assert!(!stored[0].contains("199000141"));
}
