//! A command that is sent again: one effect, and the same answer.

use futures_util::future::join_all;
use mpaka_tests::case::{self, id, with};
use mpaka_tests::client::{Payload, document};
use mpaka_tests::{Client, Server};
use serde_json::json;

#[tokio::test]
async fn a_command_sent_twice_has_one_effect_and_one_answer() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let opening = with(case::opening("TOCU/2026/0911", &[]), json!({ "commandId": id("open") }));
    let first = akinyi.send("openInvestigation", opening.clone()).await;
    assert_eq!(akinyi.send("openInvestigation", opening).await, first);
    first.accepted();
    assert_eq!(server.database().events().await, 1);

    let file = id("TOCU/2026/0911");
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let grounds = json!({
        "suspectId": suspect, "text": "Seen with the group.", "commandId": id("grounds"),
    });
    let first = akinyi.send("addGrounds", grounds.clone()).await;
    case::add_grounds(&akinyi, suspect, "Something else in between.").await.accepted();
    assert_eq!(akinyi.send("addGrounds", grounds).await, first);
    first.accepted();
    assert_eq!(
        case::grounds(&akinyi, suspect).await,
        ["An account names Juma Tatu.", "Seen with the group.", "Something else in between."]
    );
}

#[tokio::test]
async fn a_command_sent_at_once_from_many_sides_has_one_effect_and_one_answer() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0912", &[]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let before = server.database().events().await;

    let grounds = json!({ "suspectId": suspect, "text": "Once.", "commandId": id("at once") });
    let sent = (0..16).map(|_| akinyi.send("addGrounds", grounds.clone()));
    let answers = join_all(sent).await;

    let first = answers[0].clone().accepted();
    for answer in answers {
        assert_eq!(answer.accepted(), first);
    }
    assert_eq!(server.database().events().await, before + 1);
}

#[tokio::test]
async fn the_header_idempotency_key_is_the_commands_id() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0913", &[]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let before = server.database().events().await;

    let key = id("a header").to_string();
    let first = keyed(&akinyi, &key, "Once.", suspect).await;
    assert_eq!(keyed(&akinyi, &format!("\"{key}\""), "Once.", suspect).await, first);
    first.accepted();
    assert_eq!(server.database().events().await, before + 1);

    let body = json!({ "query": "{ me { user } }" });
    let request = akinyi.request().header("Idempotency-Key", "not a UUID").json(&body);
    assert_eq!(mpaka_tests::client::answer(request).await.status, 400);
}

async fn keyed(client: &Client, key: &str, text: &str, suspect: uuid::Uuid) -> Payload {
    let body = json!({
        "query": document("addGrounds"),
        "variables": { "input": { "suspectId": suspect, "text": text } },
    });
    let request = client.request().header("Idempotency-Key", key).json(&body);
    let mut data = mpaka_tests::client::answer(request).await.data();
    serde_json::from_value(data["addGrounds"].take()).unwrap()
}

#[tokio::test]
async fn an_id_that_was_used_is_refused_for_another_command_and_another_user() {
    let server = Server::start().await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let file = case::open(&akinyi, "TOCU/2026/0914", &[]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let grounds = |text: &str| json!({ "suspectId": suspect, "text": text, "commandId": id("x") });
    akinyi.send("addGrounds", grounds("First.")).await.accepted();
    let before = server.database().events().await;

    for (client, text) in [(&akinyi, "Second."), (&otieno, "First.")] {
        let refusal = client.send("addGrounds", grounds(text)).await.refused();
        assert_eq!(refusal.code, "COMMAND_ID_REUSED");
        assert_eq!(refusal.path, ["commandId"]);
    }
    assert_eq!(server.database().events().await, before);
}
