//! Signing in with a certified `OpenID` provider: its name is all that mpaka is told, its keys change, it
//! goes away and comes back.

use std::time::Duration;

use mpaka_tests::client::Answer;
use mpaka_tests::process::Process;
use mpaka_tests::provider::Provider;
use mpaka_tests::socket::{Heard, Socket};
use mpaka_tests::{Client, Home, case, in_time};
use serde_json::{Value, json};

/// Everybody in these stories.
const PEOPLE: [&str; 2] = ["akinyi", "harriet"];

/// A server that is told the provider's name and nothing else of it.
async fn serve(home: &Home, provider: &Provider) -> (Process, String) {
    let mut server =
        home.start(&["serve", "--listen", "127.0.0.1:0", "--jwt-issuer", &provider.name]);
    let url = server.ready().await;
    (server, url)
}

/// What mpaka answers somebody with this token who asks who they are.
async fn who_am_i(url: &str, token: &str) -> Answer {
    Client::new(url, token).post(&json!({ "query": "{ me { user agency { code } role } }" })).await
}

#[track_caller]
fn is_refused(answer: &Answer, why: &str) {
    assert_eq!((answer.status.as_u16(), answer.code()), (401, "UNAUTHENTICATED"));
    assert_eq!(answer.body["errors"][0]["message"], why);
    assert_eq!(answer.body.get("data"), None);
}

#[tokio::test]
async fn a_provider_named_alone_signs_people_in_and_changes_its_key() {
    let provider = Provider::start("ES256", &PEOPLE).await;
    let home = Home::new().await;
    let (_server, url) = serve(&home, &provider).await;

    let first = provider.token("akinyi", "mpaka").await;
    let me = who_am_i(&url, &first).await.data();
    let akinyi =
        json!({ "user": "akinyi", "agency": { "code": "KE-DCI-TOCU" }, "role": "INVESTIGATOR" });
    assert_eq!(me["me"], akinyi);
    let akinyi = Client::new(&url, &first);
    case::open(&akinyi, "TOCU/2026/0951", &[]).await;
    let read = "query($r: String!) { investigation(reference: $r) { reference } }";
    let reference = json!({ "r": "TOCU/2026/0951" });
    let seen = akinyi.ask(read, reference.clone()).await;
    assert_eq!(seen["investigation"]["reference"], "TOCU/2026/0951");
    let harriet = Client::new(&url, &provider.token("harriet", "mpaka").await);
    let seen = harriet.ask(read, reference.clone()).await;
    assert_eq!(seen["investigation"], Value::Null, "another agency's");

    let elsewhere = provider.token("akinyi", "payroll").await;
    let why = "the token is for another service: sign in to this one";
    is_refused(&who_am_i(&url, &elsewhere).await, why);

    // The provider goes away: who is signed in already does not notice.
    let mut provider = provider;
    provider.kill();
    assert_eq!(who_am_i(&url, &first).await.status.as_u16(), 200);

    // It comes back with a key of another kind, and signs in by that. Within half a minute mpaka knows.
    let provider = provider.again("RS256", &PEOPLE).await;
    let second = provider.token("akinyi", "mpaka").await;
    in_time("a sign-in by the new key", async {
        while who_am_i(&url, &second).await.status.as_u16() != 200 {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
    })
    .await;
    let akinyi = Client::new(&url, &second);
    let seen = akinyi.ask(read, reference).await;
    assert_eq!(seen["investigation"]["reference"], "TOCU/2026/0951");
    is_refused(&who_am_i(&url, &first).await, "the token is not valid here: sign in again");
}

#[tokio::test]
async fn without_its_provider_a_server_serves_and_says_when_to_try_again() {
    let mut provider = Provider::start("ES256", &PEOPLE).await;
    let token = provider.token("akinyi", "mpaka").await;
    provider.kill();
    let home = Home::new().await;
    let (_server, url) = serve(&home, &provider).await;

    let request = Client::new(&url, &token).request().json(&json!({ "query": "{ me { user } }" }));
    let answer = in_time("an answer", request.send()).await.unwrap();
    assert_eq!(answer.status().as_u16(), 503);
    let seconds: u64 = answer.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    assert!((1..=31).contains(&seconds), "{seconds}");
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "UNAVAILABLE");
    let mut socket = Socket::open(&url).await;
    let payload = json!({ "authorization": format!("Bearer {token}") });
    socket.say(&json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(socket.hear().await, Heard::Closed(Some(1013)));
    let nobody = Client::nobody(&url).request().json(&json!({ "query": "{ me { user } }" }));
    assert_eq!(in_time("an answer", nobody.send()).await.unwrap().status().as_u16(), 401);
}

#[tokio::test]
async fn the_doctor_asks_the_provider() {
    let mut provider = Provider::start("ES256", &PEOPLE).await;
    let home = Home::embedded();
    let name = provider.name.clone();
    let doctor = ["doctor", "--json", "--jwt-issuer", &name];
    let finding = |out: &str| {
        let findings: Vec<Value> = serde_json::from_str(out).unwrap();
        findings.into_iter().find(|finding| finding["check"] == "token issuer").unwrap()
    };
    let found = finding(&home.run(&doctor).await.out);
    assert_eq!(found["ok"], true, "{found}");
    provider.kill();
    let ended = home.run(&doctor).await;
    let found = finding(&ended.out);
    assert_eq!((ended.code, &found["ok"]), (Some(3), &json!(false)), "{found}");
    assert!(found["found"].as_str().unwrap().contains(&name), "{found}");
}

#[tokio::test]
async fn an_issuer_that_anybody_on_the_way_could_speak_for_is_refused_at_the_start() {
    let home = Home::embedded();
    for issuer in ["http://issuer.example", "issuer.example", "https://issuer.example?realm=a"] {
        let ended = home.run(&["serve", "--listen", "127.0.0.1:0", "--jwt-issuer", issuer]).await;
        assert_eq!(ended.code, Some(2), "{issuer}: {}", ended.err);
        assert!(ended.err.contains(issuer), "{}", ended.err);
    }
}

#[tokio::test]
async fn the_demo_and_its_issuer_are_for_this_machine_only() {
    let home = Home::embedded();
    for address in ["0.0.0.0:0", "[::]:0", "192.0.2.1:7400"] {
        let ended = home.run(&["demo", "--listen", address]).await;
        assert_eq!(ended.code, Some(2), "{address}: {}", ended.err);
        assert!(ended.err.contains("127.0.0.1") && ended.out.is_empty(), "{}", ended.err);
    }
    assert!(!home.data_dir().exists(), "no issuer was made");
}
