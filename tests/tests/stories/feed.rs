//! Slow subscribers: told to resume, they miss nothing, and nobody waits for them.

use std::time::Duration;

use mpaka_tests::case;
use mpaka_tests::events::Events;
use mpaka_tests::{Client, Server, in_time};
use serde_json::json;
use tokio::time::Instant;

/// Every event that the reader may see after a cursor.
const EVENTS: &str =
    "subscription ($after: String) { caseEvents(after: $after) { cursor id data } }";

/// The lines that make more than a socket takes, and less than the server holds.
const FIRST: i64 = 120;
/// The lines that make more than the server holds.
const SECOND: i64 = 270;
/// The characters of each.
const LONG: i32 = 65_536;

/// A metric's value.
async fn metric(client: &Client, name: &str) -> i64 {
    let text = client.text("/metrics").await;
    let line = text.lines().find(|line| line.starts_with(&format!("{name} ")));
    line.and_then(|line| line.rsplit(' ').next()?.parse().ok()).unwrap()
}

/// Completes when the server has handed out nothing for longer than a slow subscriber is waited for.
async fn stuck(client: &Client) {
    let (mut handed_out, mut since) = (0, Instant::now());
    while since.elapsed() < Duration::from_millis(2500) {
        let now = metric(client, "mpaka_feed_handed_out_total").await;
        if now != handed_out {
            (handed_out, since) = (now, Instant::now());
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

/// Reads the ids of events until they are so many.
async fn read(events: &mut Events, seen: &mut Vec<String>, count: i64) {
    while seen.len() < usize::try_from(count).unwrap() {
        seen.push(events.data().await["caseEvents"]["id"].as_str().unwrap().to_owned());
    }
}

#[tokio::test]
async fn who_does_not_read_is_told_to_resume_and_then_misses_and_repeats_nothing() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0911", &[]).await;
    let start =
        akinyi.send("nominateSuspect", case::nominating(file, "Juma Tatu")).await.accepted();
    let after = json!({ "after": start });
    let mut slow = akinyi.socket().await;
    slow.subscribe("1", EVENTS, after.clone()).await;
    let mut slow_too = akinyi.events(EVENTS, after.clone()).await;
    let mut steady = akinyi.events(EVENTS, after).await;
    let (mut over_socket, mut over_events, mut seen) = (Vec::new(), Vec::new(), Vec::new());

    let suspect = case::id("Juma Tatu");
    case::add_grounds(&akinyi, suspect, "Seen with the group.").await.accepted();
    read(&mut steady, &mut seen, 1).await;
    assert_eq!(slow.data().await["caseEvents"]["id"], seen[0]);
    assert_eq!(slow_too.data().await["caseEvents"]["id"], seen[0]);

    server.database().swell_timeline(FIRST, LONG).await;
    read(&mut steady, &mut seen, 1 + FIRST).await;
    stuck(&akinyi).await;
    server.database().swell_timeline(SECOND, LONG).await;
    read(&mut steady, &mut seen, 1 + FIRST + SECOND).await;
    assert!(metric(&akinyi, "mpaka_feed_bytes").await <= 16 << 20, "what is held is bounded");

    // What was on its way comes first, then the word to resume, and the operation's end.
    let told = loop {
        let mut message = slow.message().await;
        assert_eq!(message["type"], "next", "{message}");
        match message["payload"]["data"]["caseEvents"]["id"].as_str() {
            Some(id) => over_socket.push(id.to_owned()),
            None => break message["payload"]["errors"][0]["extensions"].take(),
        }
    };
    assert_eq!(told["code"], "RESUME");
    assert_eq!(slow.message().await, json!({ "type": "complete", "id": "1" }));
    let told_too = loop {
        let mut event = slow_too.next().await;
        match event.data["data"]["caseEvents"]["id"].as_str() {
            Some(id) => over_events.push(id.to_owned()),
            None => break event.data["errors"][0]["extensions"].take(),
        }
    };
    assert_eq!(told_too["code"], "RESUME");
    assert_eq!(slow_too.next().await.name, "complete");
    // What the metrics say may be half a second old.
    in_time("both to be counted", async {
        while metric(&akinyi, "mpaka_feed_told_to_resume_total").await != 2 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;

    for (had, told) in [(over_socket, told), (over_events, told_too)] {
        assert!(seen[1..].starts_with(&had), "in order, none left out and none repeated");
        let had = had.len();
        assert!(had < seen.len() - 1, "it was told before it had all");
        let mut resumed = akinyi.events(EVENTS, json!({ "after": told["after"] })).await;
        let next = resumed.data().await["caseEvents"]["id"].take();
        assert_eq!(next, seen[1 + had], "it goes on after the last one it had");
    }
}
