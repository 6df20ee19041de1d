//! The law in the log: loaded, read by whoever opens the store, and followed by whoever has it open.

use std::time::Duration;

use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::law::{Additions, Edition, Entry, EntryCommand, Statute};
use mpaka_domain::{Law, Role};
use mpaka_persistence::{LoadError, Store, UnreadLaw, Unreadable, ids};
use sqlx::PgPool;

use super::diary::{envelope, master, store};

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
    assert_eq!(here.load_shipped_law(now()).await.unwrap(), []);
    assert!(recorded(&pool).await.contains(&"statute.version_added".to_owned()));
    assert_eq!(*here.law(), Law::shipped().unwrap(), "the log says what the program does");

    here.load_law(edition(), now()).await.unwrap();
    let twelve_days_later = "2026-03-13".parse().ok();
    assert_eq!(due(&here.law()), twelve_days_later);
    let count = recorded(&pool).await.len();
    assert_eq!(here.load_law(edition(), now()).await.unwrap(), Additions::default());
    assert_eq!(there.load_law(edition(), now()).await.unwrap(), Additions::default());
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
    assert!(!store.law().calendars.contains_key("XX_DAYS"), "not even what could be taken");
}

/// The end of a shipped limit, whose stream this log does not have yet, and what follows it.
#[sqlx::test(migrations = "../../migrations")]
async fn a_shipped_version_is_ended_in_a_log_that_has_no_law_yet(pool: PgPool) {
    let store = store(&pool).await;
    let text = LIMIT
        .replace(
            "code = \"XX_LIMIT\"",
            "code = \"UK_NRM_RECOVERY\"
end = [{ valid_from = \"2022-12-13\", valid_to = \"2027-04-06\", reason = \"Amended\" }]",
        )
        .replace("2020-01-01", "2027-04-06")
        .replace("unit = \"WD\"\ncalendar = \"XX_DAYS\"", "unit = \"CD\"");
    store.load_law(Edition::read("recovery.toml", &text).unwrap(), now()).await.unwrap();
    let law = store.law();
    let duration =
        |day: &str| law.clock_rule("UK_NRM_RECOVERY", day.parse().unwrap()).unwrap().duration;
    assert_eq!((duration("2027-04-05"), duration("2027-04-06")), (30, 10));
    assert!(law.statutes.contains_key("KE_CTIP_S3"), "the rest of the law is there too");

    let left_out = store.load_shipped_law(now()).await.unwrap();
    assert_eq!(left_out, [], "what was ended since is no fault");
    assert_eq!(*store.law(), *law);
}

/// A provision that an operator has put into an entry of their own.
#[sqlx::test(migrations = "../../migrations")]
async fn what_was_loaded_stands_and_the_rest_of_the_shipped_law_is_loaded(pool: PgPool) {
    let store = store(&pool).await;
    let own = r#"
kind = "statute"
[[entry]]
code = "XX_OWN"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "An act", checked = "SECONDARY" }
[entry.version.content]
title = "Our own"
provision = { jurisdiction = "GB", instrument = "Fraud Act 2006", provision = "s.2" }
elements = [{ code = "ACT", text = "The act" }]
"#;
    let draft = Edition::read("own.toml", own).unwrap().statutes.remove(0).draft;
    let mut operator = envelope();
    operator.actor.role = Role::System;
    let command = EntryCommand::Adopt(draft);
    let stream = ids::next();
    store.streams().send::<Entry<Statute>>(stream, command, operator, None).await.unwrap();
    let left_out = store.load_shipped_law(now()).await.unwrap();
    let codes: Vec<_> = left_out.iter().map(|fault| fault.code.as_str()).collect();
    assert_eq!(codes, ["UK_FRAUD_S2"]);
    assert!(left_out[0].to_string().ends_with("(LAW-6)"), "{}", left_out[0]);
    assert!(store.law().statutes.contains_key("KE_CTIP_S3"));
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
async fn a_version_that_cannot_be_read_is_named_and_leaves_the_others_law(pool: PgPool) {
    let first = store(&pool).await;
    first.load_law(edition(), now()).await.unwrap();
    assert_eq!(first.unread_law().len(), 0);
    for statement in [
        "ALTER TABLE events DISABLE TRIGGER events_append_only",
        "UPDATE events SET event_type = 'clock_rule.praised' WHERE aggregate_id = (
            SELECT aggregate_id FROM events WHERE payload::text LIKE '%XX_LIMIT%' LIMIT 1)",
        "ALTER TABLE events ENABLE TRIGGER events_append_only",
    ] {
        sqlx::query(statement).execute(&pool).await.unwrap();
    }
    let praised = "SELECT aggregate_id FROM events WHERE event_type = 'clock_rule.praised'";
    let stream: String = sqlx::query_scalar(praised).fetch_one(&pool).await.unwrap();
    let store = Store::open(pool.clone(), &master()).await.unwrap();
    let law = store.law();
    assert!(law.calendars.contains_key("XX_DAYS"));
    assert!(!law.clock_rules.contains_key("XX_LIMIT"));
    let category = "clock_rule".to_owned();
    let unread = [UnreadLaw { category, stream, version: 1, why: Unreadable::Unknown }];
    assert_eq!(*store.unread_law(), unread);

    let more = LIMIT.replace("XX_LIMIT", "XX_SECOND");
    store.load_law(Edition::read("more.toml", &more).unwrap(), now()).await.unwrap();
    assert_eq!(*store.unread_law(), unread, "it stays so, and once");
}
