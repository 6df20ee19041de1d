//! Keys that an issuer publishes: asked for once, asked for again when they change, and never more often
//! than every half minute.

use std::time::Duration;

use futures_util::future::join_all;
use tokio::time::{advance, pause, resume};

use super::server::{Answer, TestIssuer};
use super::*;
use crate::key_server::{KeyServer, PAUSE};
use crate::{DiscoveryError, discover};

pub const DAY: Duration = Duration::from_hours(24);

/// Lets this much time pass.
pub async fn pass(time: Duration) {
    pause();
    advance(time).await;
    resume();
}

fn verifier_of(issuer: &TestIssuer) -> Verifier {
    Verifier::discovering(issuer.url(), "mpaka", DAY).unwrap()
}

fn token_of(issuer: &TestIssuer, kid: &str) -> String {
    let claims = changed(json!({ "iss": issuer.name }));
    encode(&header(Algorithm::EdDSA, kid), &claims, &ed_key()).unwrap()
}

async fn outcome(verifier: &Verifier, token: &str) -> Result<(), AuthError> {
    verifier.token(token).await.map(|_| ())
}

#[tokio::test]
async fn an_issuer_named_alone_is_enough_and_is_asked_once() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    let verifier = verifier_of(&issuer);
    let token = token_of(&issuer, "one");
    let answers = join_all((0..100).map(|_| outcome(&verifier, &token))).await;
    assert!(answers.iter().all(Result::is_ok), "{answers:?}");
    assert_eq!((issuer.counts().documents, issuer.counts().keys), (1, 1));
}

#[tokio::test]
async fn a_token_of_another_issuer_is_refused_though_its_key_is_known() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    let claims = changed(json!({ "iss": "https://elsewhere.example" }));
    let token = encode(&header(Algorithm::EdDSA, "one"), &claims, &ed_key()).unwrap();
    assert_eq!(outcome(&verifier_of(&issuer), &token).await, Err(AuthError::Invalid));
}

#[tokio::test]
async fn a_new_key_is_taken_and_the_one_it_replaces_is_not_any_more() {
    let issuer = TestIssuer::publishing(&[ed_jwk("old")]).await;
    let verifier = verifier_of(&issuer);
    let (old, new) = (token_of(&issuer, "old"), token_of(&issuer, "new"));
    assert_eq!(outcome(&verifier, &old).await, Ok(()));
    issuer.publish(&[ed_jwk("new")]);
    pass(PAUSE).await;
    assert_eq!(outcome(&verifier, &old).await, Ok(()), "nobody has asked the issuer yet");
    assert_eq!(outcome(&verifier, &new).await, Ok(()));
    assert_eq!(outcome(&verifier, &old).await, Err(AuthError::Invalid));
    assert_eq!(issuer.counts().keys, 2);
}

#[tokio::test]
async fn a_withdrawn_key_is_not_taken_after_five_minutes_though_nobody_brings_a_new_one() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one"), ec_jwk("two")]).await;
    let keys = KeyServer::new(issuer.url(), DAY).unwrap();
    assert!(keys.find("one", Algorithm::EdDSA).await.unwrap().is_some());
    issuer.publish(&[ec_jwk("two")]);
    let asked = keys.asked();
    // A timer is due on the next millisecond.
    let a_moment = Duration::from_millis(10);
    pass(PAUSE + a_moment).await;
    tokio::task::yield_now().await;
    assert_eq!(issuer.counts().keys, 1, "it is asked on schedule, and not before");
    pass(Duration::from_mins(5)).await;
    asked.await;
    assert!(keys.find("one", Algorithm::EdDSA).await.unwrap().is_none());
    assert!(keys.find("two", Algorithm::ES256).await.unwrap().is_some());
}

#[tokio::test]
async fn an_issuer_that_answers_without_keys_lets_nobody_in() {
    // Of two keys of one id and algorithm it cannot be said which is meant.
    let twice = json!({ "keys": [ed_jwk("other"), ed_jwk("other")] });
    for answer in [
        Answer::Json(json!({ "keys": [] })),
        Answer::Json(twice),
        Answer::Json(json!({})),
        Answer::Json(json!({ "keys": "none" })),
        Answer::Text("<html>".into()),
        Answer::Text(String::new()),
    ] {
        let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
        let verifier = verifier_of(&issuer);
        let token = token_of(&issuer, "one");
        assert_eq!(outcome(&verifier, &token).await, Ok(()));
        issuer.answer_keys(answer.clone());
        pass(PAUSE).await;
        for kid in ["other", "one"] {
            let told = outcome(&verifier, &token_of(&issuer, kid)).await;
            assert!(matches!(told, Err(AuthError::Unavailable { .. })), "{answer:?}: {told:?}");
        }
    }
}

#[tokio::test]
async fn a_key_withdrawn_beside_two_of_one_id_is_not_taken_any_more() {
    let issuer = TestIssuer::publishing(&[ed_jwk("old")]).await;
    let verifier = verifier_of(&issuer);
    let old = token_of(&issuer, "old");
    assert_eq!(outcome(&verifier, &old).await, Ok(()));
    issuer.publish(&[ed_jwk("twice"), ed_jwk("twice"), ed_jwk("new")]);
    pass(PAUSE).await;
    assert_eq!(outcome(&verifier, &token_of(&issuer, "new")).await, Ok(()));
    for token in [old, token_of(&issuer, "twice")] {
        assert_eq!(outcome(&verifier, &token).await, Err(AuthError::Invalid));
    }
}

#[tokio::test]
async fn a_flood_of_unknown_keys_asks_the_issuer_once_in_half_a_minute() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    let verifier = verifier_of(&issuer);
    let known = token_of(&issuer, "one");
    let flood: Vec<_> = (0..200).map(|kid| token_of(&issuer, &format!("forged-{kid}"))).collect();
    for round in 1..=3 {
        let answers = join_all(flood.iter().map(|token| outcome(&verifier, token))).await;
        assert!(answers.iter().all(|answer| *answer == Err(AuthError::Invalid)), "{answers:?}");
        assert_eq!(outcome(&verifier, &known).await, Ok(()));
        assert_eq!((issuer.counts().documents, issuer.counts().keys), (round, round));
        pass(PAUSE).await;
    }
}

#[tokio::test]
async fn an_issuer_that_is_not_what_it_should_be_is_not_believed() {
    let issuer = TestIssuer::publishing(&[ed_jwk("one")]).await;
    let at = |path: &str| format!("{}{path}", issuer.name);
    let document = |name: &str, keys: &str| {
        issuer.answer_document(Answer::Json(json!({ "issuer": name, "jwks_uri": keys })));
    };
    let asked = async || discover(&issuer.url()).await.map(|published| published.address);
    assert_eq!(asked().await.unwrap(), at("/jwks"));

    document("https://elsewhere.example", &at("/jwks"));
    assert!(matches!(asked().await, Err(DiscoveryError::OtherIssuer { .. })));
    document(&at("/"), &at("/jwks"));
    assert!(matches!(asked().await, Err(DiscoveryError::OtherIssuer { .. })));
    for keys in ["http://192.0.2.1/jwks", &at("/jwks").replace("//", "//name:secret@")] {
        document(&issuer.name, keys);
        assert!(matches!(asked().await, Err(DiscoveryError::Insecure)), "{keys}");
    }
    issuer.answer_document(Answer::Json(json!({ "issuer": issuer.name })));
    assert!(matches!(asked().await, Err(DiscoveryError::NotADocument { .. })));
    issuer.answer_document(Answer::Text("<html>".into()));
    assert!(matches!(asked().await, Err(DiscoveryError::NotADocument { .. })));
    issuer.answer_document(Answer::Redirect(at("/elsewhere")));
    assert!(matches!(asked().await, Err(DiscoveryError::Refused { .. })));
    document(&issuer.name, &at("/jwks"));
    for (answer, what) in [
        (Answer::Redirect(at("/elsewhere")), "redirect"),
        (Answer::Status(404), "not there"),
        (Answer::Status(204), "no content"),
    ] {
        issuer.answer_keys(answer);
        assert!(matches!(asked().await, Err(DiscoveryError::Refused { .. })), "{what}");
    }
    issuer.answer_keys(Answer::Text(format!("{{\"keys\":[],\"x\":\"{}\"}}", "x".repeat(300_000))));
    assert!(matches!(asked().await, Err(DiscoveryError::TooLarge { .. })));
    issuer.answer_keys(Answer::Text("[]".into()));
    assert!(matches!(asked().await, Err(DiscoveryError::KeySet(KeySetError::Malformed(_)))));
    assert_eq!(issuer.counts().elsewhere, 0, "no redirect is followed");
}
