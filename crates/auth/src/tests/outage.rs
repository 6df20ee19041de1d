//! An issuer that does not answer, or too late: its keys are kept for a time, then nobody can be let in
//! and is told so, until it answers again.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::published::{DAY, pass};
use super::server::{Answer, TestIssuer};
use super::*;
use crate::Published;
use crate::discovery::PATIENCE;
use crate::key_server::{KeyServer, PAUSE};

async fn is_known(keys: &KeyServer, kid: &str) -> Result<bool, AuthError> {
    keys.find(kid, Algorithm::EdDSA).await.map(|key| key.is_some())
}

#[track_caller]
fn says_when_to_try_again(answer: Result<bool, AuthError>) {
    let Err(AuthError::Unavailable { retry_after }) = answer else { panic!("{answer:?}") };
    assert!((1..=31).contains(&retry_after), "{retry_after}");
}

#[tokio::test]
async fn without_an_issuer_nobody_can_be_checked_until_it_is_there() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    issuer.answer_document(Answer::Status(503));
    let keys = KeyServer::new(issuer.url(), DAY).unwrap();
    for _ in 0..20 {
        says_when_to_try_again(is_known(&keys, "one").await);
    }
    pass(Duration::from_secs(28)).await;
    let again = tokio::time::timeout(Duration::from_millis(50), keys.asked()).await;
    assert!(again.is_err() && issuer.counts().documents == 1, "it is left alone for half a minute");
    let document = json!({ "issuer": issuer.name, "jwks_uri": format!("{}/jwks", issuer.name) });
    issuer.answer_document(Answer::Json(document));
    pass(Duration::from_secs(2)).await;
    assert_eq!(is_known(&keys, "one").await, Ok(true));
}

#[tokio::test]
async fn keys_are_kept_through_an_outage_for_a_day_and_no_longer() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    let keys = KeyServer::new(issuer.url(), DAY).unwrap();
    assert_eq!(is_known(&keys, "one").await, Ok(true));
    issuer.answer_keys(Answer::Status(500));

    pass(PAUSE).await;
    says_when_to_try_again(is_known(&keys, "new").await);
    assert_eq!(is_known(&keys, "one").await, Ok(true), "a key that is known stays so");

    pass(Duration::from_hours(23)).await;
    assert_eq!(is_known(&keys, "one").await, Ok(true));
    pass(Duration::from_hours(1)).await;
    says_when_to_try_again(is_known(&keys, "one").await);

    issuer.publish(&[ed_jwk("one")]);
    pass(PAUSE).await;
    assert_eq!(is_known(&keys, "one").await, Ok(true), "the issuer is there again");
}

#[tokio::test]
async fn an_answer_that_says_nothing_of_keys_withdraws_none() {
    for away in [404, 429, 500, 503]
        .map(Answer::Status)
        .into_iter()
        .chain([Answer::Redirect("/elsewhere".into()), Answer::Text("x".repeat(300_000))])
    {
        let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
        let keys = KeyServer::new(issuer.url(), DAY).unwrap();
        assert_eq!(is_known(&keys, "one").await, Ok(true));
        issuer.answer_keys(away);
        pass(PAUSE).await;
        says_when_to_try_again(is_known(&keys, "new").await);
        assert_eq!((is_known(&keys, "one").await, issuer.counts().keys), (Ok(true), 2));
    }
    for document in [
        Answer::Json(
            json!({ "issuer": "https://elsewhere.example", "jwks_uri": "https://e.example" }),
        ),
        Answer::Text("<html>".into()),
    ] {
        let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
        let keys = KeyServer::new(issuer.url(), DAY).unwrap();
        assert_eq!(is_known(&keys, "one").await, Ok(true));
        issuer.answer_document(document);
        pass(PAUSE).await;
        says_when_to_try_again(is_known(&keys, "new").await);
        assert_eq!((is_known(&keys, "one").await, issuer.counts().documents), (Ok(true), 2));
    }
}

#[tokio::test]
async fn keys_that_came_once_are_said_to_have_come_also_when_they_are_gone() {
    let issuer = TestIssuer::publishing(&[]).await;
    let keys = KeyServer::new(issuer.url(), DAY).unwrap();
    says_when_to_try_again(is_known(&keys, "one").await);
    assert!(!keys.has_had_keys(), "it answered, and has none");
    issuer.publish(&[ed_jwk("one")]);
    pass(PAUSE).await;
    assert_eq!((is_known(&keys, "one").await, keys.has_had_keys()), (Ok(true), true));
    issuer.publish(&[]);
    pass(PAUSE).await;
    says_when_to_try_again(is_known(&keys, "new").await);
    assert!(keys.has_had_keys());
    assert!(verifier().has_had_keys(), "keys of a file are there from the start");
}

#[tokio::test(start_paused = true)]
async fn asking_that_panics_is_begun_again() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let ask = move || {
        let times = counted.fetch_add(1, Ordering::Relaxed);
        async move {
            assert!(times != 0 && times != 2, "a fault of the test's own");
            let keys = key_set(&[ed_jwk(if times == 1 { "one" } else { "two" })]).unwrap();
            Ok(Published { keys, address: String::new() })
        }
    };
    let keys = KeyServer::of(ask, DAY);
    let begun = Instant::now();
    says_when_to_try_again(is_known(&keys, "one").await);
    assert_eq!(begun.elapsed(), Duration::ZERO, "nobody waits for an answer that cannot come");
    sleep(PAUSE + Duration::from_secs(1)).await;
    assert_eq!(is_known(&keys, "one").await, Ok(true));

    sleep(PAUSE).await;
    says_when_to_try_again(is_known(&keys, "two").await);
    assert_eq!(is_known(&keys, "one").await, Ok(true), "what is known stays so");
    assert_eq!(asked.load(Ordering::Relaxed), 3, "there is a pause after each");
    sleep(PAUSE + Duration::from_secs(1)).await;
    assert_eq!((is_known(&keys, "two").await, is_known(&keys, "one").await), (Ok(true), Ok(false)));
}

#[tokio::test]
async fn an_issuer_that_refuses_connections_is_one_that_is_away() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    let url = issuer.url();
    drop(issuer);
    tokio::task::yield_now().await;
    says_when_to_try_again(is_known(&KeyServer::new(url, DAY).unwrap(), "one").await);
}

#[tokio::test]
async fn an_issuer_that_is_slow_holds_up_only_those_whose_key_is_not_known() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    let keys = KeyServer::new(issuer.url(), DAY).unwrap();
    assert_eq!(is_known(&keys, "one").await, Ok(true));
    issuer.answer_keys(Answer::Silence);
    pass(PAUSE).await;

    let unknown = is_known(&keys, "new");
    let meanwhile = async {
        issuer.asked(2).await;
        let known = is_known(&keys, "one").await;
        pass(PATIENCE + Duration::from_secs(1)).await;
        known
    };
    let (unknown, known) = tokio::join!(unknown, meanwhile);
    assert_eq!(known, Ok(true));
    says_when_to_try_again(unknown);
}

#[tokio::test]
async fn who_gives_up_waiting_does_not_end_the_asking() {
    let issuer = TestIssuer::publishing(&[ed_jwk("old")]).await;
    let keys = KeyServer::new(issuer.url(), DAY).unwrap();
    assert_eq!(is_known(&keys, "old").await, Ok(true));
    issuer.publish(&[ed_jwk("new")]);
    pass(PAUSE).await;
    let asked = keys.asked();
    // Asks, and is gone before there is an answer.
    assert!(
        tokio::time::timeout(Duration::ZERO, keys.find("new", Algorithm::EdDSA)).await.is_err()
    );
    asked.await;
    assert_eq!((is_known(&keys, "new").await, is_known(&keys, "old").await), (Ok(true), Ok(false)));
}
