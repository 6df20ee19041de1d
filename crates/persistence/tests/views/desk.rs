//! The desk of the process managers: whose turn it is, and what becomes of orders that fail.

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use mpaka_domain::governance::Subject;
use mpaka_domain::governance::access_grant::{
    AccessGrant, AccessGrantCommand, Consent, Grantee, Period, Request,
};
use mpaka_domain::protection::victim_case::{VictimCase, VictimCaseCommand};
use mpaka_domain::value::LegalBasis;
use mpaka_domain::{AgencyId, Purpose};
use mpaka_persistence::{ProcessStatus, ids};
use sqlx::{Executor, PgPool};
use uuid::Uuid;

use super::access::{consent_said, scope};
use super::casework::{Live, akinyi, at, live};
use super::nominal::{begin, said};
use super::process::{Hand, Office, office};
use super::prosecution::{seized, send};
use super::task::created;

const NOW: &str = "2026-03-02T10:00:00Z";
/// When the day begins on which a nominal is to be looked at again.
const DAY: &str = "2028-03-01T00:00:00Z";

/// A file and a person of it who agreed that UK-NMC sees their case.
async fn consented(live: &Live) -> (Uuid, Uuid) {
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let victim = live.register(file, "VIC-KE-2026-0117", akinyi()).await;
    send::<VictimCase>(live, victim, consent_said(true), akinyi()).await;
    (file, victim)
}

/// Access that was asked for on the strength of that consent.
async fn asked_for(live: &Live, file: Uuid, victim: Uuid) -> Uuid {
    let grant = ids::next();
    let consent = Consent { victim_case: victim.into(), scope: scope() };
    let around = live.store.views().access_surroundings(file, &Subject::File, Some(&consent)).await;
    let request = Request {
        investigation: file.into(),
        subject: Subject::File,
        grantee: Grantee { agency: AgencyId::parse("UK-NMC").unwrap(), user: None },
        consent: Some(consent),
        purpose: Purpose::ProtectVictim,
        legal_basis: LegalBasis::parse("KE", "Data Protection Act 2019", "s.32").unwrap(),
        period: Period {
            valid_from: at("2026-03-02T09:00:00Z"),
            valid_until: at("2026-04-01T09:00:00Z"),
        },
        reason: said("She is to be supported in London"),
    };
    let ask = AccessGrantCommand::Request { request: Box::new(request), around: around.unwrap() };
    send::<AccessGrant>(live, grant, ask, akinyi()).await;
    grant
}

async fn withdraws(live: &Live, victim: Uuid) {
    let withdraw = VictimCaseCommand::WithdrawConsent { scopes: BTreeSet::from([scope()]) };
    send::<VictimCase>(live, victim, withdraw, akinyi()).await;
}

async fn position(pool: &PgPool, event_type: &str) -> Option<i64> {
    sqlx::query_scalar("SELECT max(position) FROM events WHERE event_type = $1")
        .bind(event_type)
        .fetch_one(pool)
        .await
        .unwrap()
}

async fn tasks_made_between(pool: &PgPool, from: i64, to: i64) -> i64 {
    let made = "SELECT count(*) FROM events
        WHERE event_type = 'task.created' AND position > $1 AND position < $2";
    sqlx::query_scalar(made).bind(from).bind(to).fetch_one(pool).await.unwrap()
}

async fn comes_about(what: impl AsyncFn() -> bool) {
    let waits = async {
        while !what().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_mins(1), waits).await.unwrap();
}

/// Many nominals, of which each is to be looked at again on its day: one made as ever, and its state in the
/// name of others.
async fn backlog(live: &Live, pool: &PgPool, many: i32) {
    let person = ids::next();
    live.person(person, begin("TOCU/N/2026/0007"), akinyi()).await;
    let copies = format!(
        "WITH copied AS (
            INSERT INTO process_instance (process, instance, investigation_id, state, position)
            SELECT process, gen_random_uuid(), investigation_id, jsonb_set(
                    state, '{{duties,list,0,task,id}}', to_jsonb(gen_random_uuid()::text)
                ), position
            FROM process_instance, generate_series(1, {many} * (instance = '{person}')::int)
            RETURNING process, instance
        )
        INSERT INTO process_wake (process, instance, wake_at)
        SELECT process, instance, '{DAY}' FROM copied"
    );
    assert_eq!(
        pool.execute(copies.as_str()).await.unwrap().rows_affected(),
        u64::from(many.unsigned_abs())
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn v5_a_withdrawal_does_not_wait_for_a_backlog_of_reviews(pool: PgPool) {
    const MANY: i32 = 1000;
    let still = live(&pool).await;
    let (file, victim) = consented(&still).await;
    asked_for(&still, file, victim).await;
    backlog(&still, &pool, MANY).await;
    drop(still);
    let office = office(&pool, &Hand::at(DAY)).await;
    comes_about(async || position(&pool, "task.created").await.is_some()).await;
    withdraws(&office.live, victim).await;
    comes_about(async || position(&pool, "access_grant.revoked").await.is_some()).await;
    let withdrawn = position(&pool, "victim.consent_withdrawn").await.unwrap();
    let revoked = position(&pool, "access_grant.revoked").await.unwrap();
    let between = tasks_made_between(&pool, withdrawn, revoked).await;
    let before = tasks_made_between(&pool, 0, withdrawn).await;
    assert!(before + between < i64::from(MANY), "the backlog was not done: {before} {between}");
    assert!(between <= 60, "two rounds at most: {between}");
}

/// How the consent cascade stands.
async fn cascade(office: &Office) -> ProcessStatus {
    let processes = office.live.store.processes().await.unwrap();
    processes.into_iter().find(|process| process.name.as_str() == "CONSENT_CASCADE").unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn v5_a_revocation_that_fails_is_tried_until_it_can_be_carried_out(pool: PgPool) {
    let still = live(&pool).await;
    let (file, victim) = consented(&still).await;
    let (broken, whole) =
        (asked_for(&still, file, victim).await, asked_for(&still, file, victim).await);
    withdraws(&still, victim).await;
    drop(still);
    let spoil = format!(
        "ALTER TABLE events DISABLE TRIGGER USER;
        CREATE TABLE kept AS SELECT position, payload FROM events WHERE aggregate_id = '{broken}';
        UPDATE events SET payload = '{{\"requested\": 7}}' WHERE aggregate_id = '{broken}'"
    );
    pool.execute(spoil.as_str()).await.unwrap();
    let hand = Hand::at(NOW);
    let office = office(&pool, &hand).await;
    let mut now: DateTime<Utc> = at(NOW);
    let mut attempts = 0;
    while attempts < 7 {
        comes_about(async || cascade(&office).await.attempts > attempts).await;
        attempts = cascade(&office).await.attempts;
        now += TimeDelta::minutes(5);
        hand.set(&now.to_rfc3339());
        // Whatever is recorded has the desk look around.
        office.live.task(ids::next(), created(file, "Ask", None, None), akinyi()).await;
    }
    let standing = cascade(&office).await;
    assert_eq!((standing.retrying, standing.refused), (1, 0), "{standing:?}");
    assert_eq!(standing.fault.as_deref(), Some("UNREADABLE_EVENT"));
    let other = office.live.store.streams().history("access_grant", whole).await.unwrap();
    assert_eq!(other.last().unwrap().name(), "revoked", "one that fails holds up no other");
    let file_stands = office.live.store.views().case_standing(file).await;
    assert!(file_stands.unwrap_err().is_temporary(), "nor is the file closed over it");

    let mend =
        "UPDATE events e SET payload = kept.payload FROM kept WHERE kept.position = e.position";
    pool.execute(mend).await.unwrap();
    hand.set(&(now + TimeDelta::minutes(5)).to_rfc3339());
    office.live.task(ids::next(), created(file, "Ask", None, None), akinyi()).await;
    office.settled().await;
    let standing = cascade(&office).await;
    assert_eq!((standing.retrying, standing.attempts, standing.fault), (0, 0, None));
    let history = office.live.store.streams().history("access_grant", broken).await.unwrap();
    assert_eq!(history.last().unwrap().name(), "revoked");
}

/// The clock stands still, so that whatever waits for a pause is not done.
#[sqlx::test(migrations = "../../migrations")]
async fn v5_a_revocation_that_fails_holds_up_none_of_many_others(pool: PgPool) {
    const MANY: i64 = 60;
    let still = live(&pool).await;
    let (file, victim) = consented(&still).await;
    let broken = asked_for(&still, file, victim).await;
    for _ in 0..MANY {
        asked_for(&still, file, victim).await;
    }
    withdraws(&still, victim).await;
    drop(still);
    let spoil = format!(
        "ALTER TABLE events DISABLE TRIGGER USER;
        UPDATE events SET payload = '{{\"requested\": 7}}' WHERE aggregate_id = '{broken}'"
    );
    pool.execute(spoil.as_str()).await.unwrap();
    let office = office(&pool, &Hand::at(NOW)).await;
    let revoked = "SELECT count(*) FROM events WHERE event_type = 'access_grant.revoked'";
    comes_about(async || {
        sqlx::query_scalar::<_, i64>(revoked).fetch_one(&pool).await.unwrap() == MANY
    })
    .await;
    comes_about(async || cascade(&office).await.retrying == 1).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_batch_makes_the_same_states_as_its_events_one_by_one(pool: PgPool) {
    let still = live(&pool).await;
    let (file, victim) = consented(&still).await;
    asked_for(&still, file, victim).await;
    withdraws(&still, victim).await;
    for mark in ["JM/1", "JM/2", "JM/3"] {
        seized(&still, file, mark, akinyi).await;
    }
    still.person(ids::next(), begin("TOCU/N/2026/0007"), akinyi()).await;
    let rows = "SELECT row_to_json(i)::text FROM process_instance i
        UNION ALL SELECT row_to_json(i)::text FROM process_item i
        UNION ALL SELECT row_to_json(s)::text FROM process_stream s ORDER BY 1";
    let one_by_one: Vec<String> = sqlx::query_scalar(rows).fetch_all(&pool).await.unwrap();
    assert!(still.store.rebuild("process_managers", &|_, _| {}).await.unwrap());
    let at_once: Vec<String> = sqlx::query_scalar(rows).fetch_all(&pool).await.unwrap();
    assert_eq!(at_once, one_by_one);
    let items: i64 =
        sqlx::query_scalar("SELECT count(*) FROM process_item").fetch_one(&pool).await.unwrap();
    assert_eq!(items, 6, "each exhibit and its mark");
}
