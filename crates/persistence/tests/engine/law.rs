//! The law in the log: loaded, read by whoever opens the store, and followed by whoever has it open.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::Law;
use mpaka_domain::law::Edition;
use mpaka_persistence::LoadError;
use sqlx::PgPool;

use super::diary::{master, store};
use mpaka_persistence::Store;

/// A limit of ten days.
const LIMIT: &str = r#"
kind = "clock_rule"
[[entry]]
code = "XX_LIMIT"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "An act", checked = "SECONDARY" }
[entry.version.content]
title = "A limit"
jurisdiction = "KE"
starts_on = "a start"
duration = 10
unit = "WD"
calendar = "XX_DAYS"
on_breach = "nothing"
"#;

/// Its calendar.
const DAYS: &str = r#"
kind = "calendar"
[[entry]]
code = "XX_DAYS"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "An act", checked = "SECONDARY" }
[entry.version.content]
title = "Days"
weekend = ["SUNDAY"]
"#;

fn edition() -> Edition {
    Edition::read("limit.toml", LIMIT).unwrap().and(Edition::read("days.toml", DAYS).unwrap())
}

fn now() -> DateTime<Utc> {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn due(law: &Law) -> Option<NaiveDate> {
    law.due("XX_LIMIT", "2026-03-02".parse().unwrap())
}

async fn recorded(pool: &PgPool) -> Vec<String> {
    let types = "SELECT event_type FROM events ORDER BY position";
    sqlx::query_scalar(types).fetch_all(pool).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_loaded_is_law_for_every_store_of_the_database(pool: PgPool) {
    let (here, there) = (store(&pool).await, store(&pool).await);
    assert_eq!(*here.law(), Law::shipped().unwrap(), "nothing was loaded yet");
    let shipped = here.load_law(Edition::shipped().unwrap(), now()).await.unwrap();
    assert!(!shipped.statutes.is_empty());
    assert_eq!(*here.law(), Law::shipped().unwrap(), "the log says what the program does");

    here.load_law(edition(), now()).await.unwrap();
    let twelve_days_later = "2026-03-13".parse().ok();
    assert_eq!(due(&here.law()), twelve_days_later);
    let count = recorded(&pool).await.len();
    assert_eq!(here.load_law(edition(), now()).await.unwrap(), Default::default());
    assert_eq!(there.load_law(edition(), now()).await.unwrap(), Default::default());
    assert_eq!(recorded(&pool).await.len(), count, "the same again is nothing new");
    assert_eq!(due(&store(&pool).await.law()), twelve_days_later);

    let more = LIMIT.replace("XX_LIMIT", "XX_SECOND");
    here.load_law(Edition::read("more.toml", &more).unwrap(), now()).await.unwrap();
    let follows = async {
        while !there.law().clock_rules.contains_key("XX_SECOND") {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), follows).await.expect("the other store follows");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_edition_that_is_refused_leaves_nothing_behind(pool: PgPool) {
    let store = store(&pool).await;
    let good = Edition::read("days.toml", DAYS).unwrap();
    let bad = LIMIT.replace("XX_DAYS", "XX_NO_DAYS");
    let edition = good.and(Edition::read("limit.toml", &bad).unwrap());
    let refused = store.load_law(edition, now()).await;
    assert!(matches!(refused, Err(LoadError::Refused(_))), "{refused:?}");
    assert_eq!(recorded(&pool).await, [""; 0]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_that_load_the_same_edition_at_once_load_it_once(pool: PgPool) {
    let (one, other) = (store(&pool).await, store(&pool).await);
    let shipped = || Edition::shipped().unwrap();
    let (first, second) =
        tokio::join!(one.load_law(shipped(), now()), other.load_law(shipped(), now()));
    first.unwrap();
    second.unwrap();
    let mut types = recorded(&pool).await;
    let count = types.len();
    types.retain(|event| event.ends_with(".version_added"));
    assert_eq!(types.len(), count);
    assert_eq!(*one.law(), Law::shipped().unwrap());
    let law = store(&pool).await.law();
    assert_eq!(*law, Law::shipped().unwrap());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_version_that_cannot_be_read_leaves_the_others_law(pool: PgPool) {
    let first = store(&pool).await;
    first.load_law(edition(), now()).await.unwrap();
    sqlx::query(
        "UPDATE events SET event_type = 'clock_rule.praised' WHERE aggregate_type = 'clock_rule'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let law = Store::open(pool.clone(), &master()).await.unwrap().law();
    assert!(law.calendars.contains_key("XX_DAYS"));
    assert!(!law.clock_rules.contains_key("XX_LIMIT"));
}
