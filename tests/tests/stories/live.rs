//! Following: what one client does, others see at once, in order, once, and only if it is theirs.

use std::collections::{BTreeMap, BTreeSet};

use mpaka_tests::case::{self, id, released_to, with};
use mpaka_tests::socket::{Heard, Socket};
use mpaka_tests::{Client, Server};
use serde_json::{Value, json};
use uuid::Uuid;

/// Every event that the reader may see after a cursor.
const EVENTS: &str = "subscription ($after: String) { caseEvents(after: $after) {
    cursor id type aggregate aggregateId version investigation { reference }
} }";

#[tokio::test]
async fn what_one_client_does_another_sees_over_both_transports_in_order() {
    let server = Server::start().await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let file = case::open(&akinyi, "TOCU/2026/0901", &[]).await;
    let nominated = otieno.send("nominateSuspect", case::nominating(file, "Juma Tatu")).await;
    let after = json!({ "after": nominated.accepted() });

    let mut socket = otieno.socket().await;
    socket.subscribe("1", EVENTS, after.clone()).await;
    let mut events = otieno.events(EVENTS, after).await;

    let suspect = id("Juma Tatu");
    case::add_grounds(&akinyi, suspect, "Seen with the group.").await.accepted();
    let journey = case::starting(file, "G-1", 6);
    akinyi.send("startJourney", journey).await.accepted();
    case::add_grounds(&akinyi, suspect, "Named by a second account.").await.accepted();
    let leg = json!({ "journeyId": id("G-1"), "leg": case::leg("Eastleigh", "Isiolo", 10) });
    akinyi.send("recordLeg", leg).await.accepted();

    let expected = [
        ("suspect.grounds_added", 2),
        ("journey.started", 1),
        ("suspect.grounds_added", 3),
        ("journey.leg_recorded", 2),
    ];
    for (kind, version) in expected {
        let over_socket = socket.data().await["caseEvents"].take();
        assert_eq!(over_socket["type"], kind);
        assert_eq!(over_socket["version"], version);
        assert_eq!(over_socket["investigation"]["reference"], "TOCU/2026/0901");
        assert_eq!(events.data().await["caseEvents"], over_socket, "the same over both");
    }
}

#[tokio::test]
async fn resuming_misses_nothing_and_repeats_nothing_while_mutations_race() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0902", &[]).await;
    let mut start = String::new();
    for writer in 0..10 {
        let input = case::nominating(file, &format!("Racer {writer}"));
        start = akinyi.send("nominateSuspect", input).await.accepted();
    }
    let writers: Vec<_> = (0..10)
        .map(|writer| {
            let akinyi = akinyi.clone();
            tokio::spawn(async move {
                for n in 0..20 {
                    let suspect = id(&format!("Racer {writer}"));
                    case::add_grounds(&akinyi, suspect, &format!("Ground {n}.")).await.accepted();
                }
            })
        })
        .collect();

    let mut seen: Vec<Value> = Vec::new();
    let mut cursor = start.clone();
    for visit in 1.. {
        let most = (visit * 7 % 23 + 1).min(200 - seen.len());
        let read = if visit % 2 == 0 {
            over_socket(&akinyi, &cursor, most).await
        } else {
            over_events(&akinyi, &cursor, most).await
        };
        cursor = read.last().unwrap()["cursor"].as_str().unwrap().to_owned();
        seen.extend(read);
        if seen.len() == 200 {
            break;
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }

    let ids: BTreeSet<_> = seen.iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 200, "no event came twice");
    let mut versions: BTreeMap<&str, i64> = BTreeMap::new();
    for event in &seen {
        assert_eq!(event["type"], "suspect.grounds_added");
        let last = versions.entry(event["aggregateId"].as_str().unwrap()).or_insert(1);
        *last += 1;
        assert_eq!(event["version"], *last, "each record's events come in order, without a gap");
    }
    assert_eq!(versions.len(), 10);
    let again = over_socket(&akinyi, &start, 200).await;
    assert_eq!(again, seen, "read in one go, they are the same, in the same order");
}

async fn over_socket(client: &Client, after: &str, count: usize) -> Vec<Value> {
    let mut socket = client.socket().await;
    socket.subscribe("1", EVENTS, json!({ "after": after })).await;
    let mut read = Vec::new();
    while read.len() < count {
        read.push(socket.data().await["caseEvents"].take());
    }
    read
}

async fn over_events(client: &Client, after: &str, count: usize) -> Vec<Value> {
    let mut events = client.events(EVENTS, json!({ "after": after })).await;
    let mut read = Vec::new();
    while read.len() < count {
        read.push(events.data().await["caseEvents"].take());
    }
    read
}

#[tokio::test]
async fn a_cursor_is_of_no_use_to_another_user() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let opening = case::opening("TOCU/2026/0903", &[]);
    let cursor = akinyi.send("openInvestigation", opening).await.accepted();
    for user in ["otieno", "harriet"] {
        for cursor in [&cursor, "AAAA", ""] {
            let mut socket = server.client(user).socket().await;
            socket.subscribe("1", EVENTS, json!({ "after": cursor })).await;
            let errors = socket.errors().await;
            assert_eq!(errors[0]["extensions"]["code"], "BAD_ARGUMENT", "{user}: {errors}");
        }
    }
}

#[tokio::test]
async fn another_agency_sees_what_is_released_to_it_and_no_trace_of_the_rest() {
    let server = Server::start().await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    let opening = with(case::opening("NMC/MS/26/0901", &[]), json!({ "territory": ["GB-LCE"] }));
    let start = harriet.send("openInvestigation", opening).await.accepted();

    let file = case::open(&akinyi, "TOCU/2026/0904", &[]).await;
    let secret = case::nominate(&akinyi, file, "Kept Back").await;
    let shared = with(
        case::nominating(file, "Handed Over"),
        json!({ "handling": released_to(&["UK-NMC"]) }),
    );
    akinyi.send("nominateSuspect", shared).await.accepted();
    for n in 0..5 {
        case::add_grounds(&akinyi, secret, &format!("Kept back {n}.")).await.accepted();
    }
    let more = json!({
        "suspectId": id("Handed Over"),
        "text": "Also for the country.",
        "handling": released_to(&["GB"]),
    });
    akinyi.send("addGrounds", more).await.accepted();
    harriet
        .send("activateInvestigation", json!({ "investigationId": id("NMC/MS/26/0901") }))
        .await
        .accepted();

    // The integration of the same agency has the same rights, and cursors of its own.
    let seen = over_events(&harriet, &start, 3).await;
    let kinds: Vec<_> = seen.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(
        kinds,
        ["suspect.nominated", "suspect.grounds_added", "investigation.activated"],
        "nothing that is kept back, though ten events lie between"
    );
    assert_eq!(seen[0]["investigation"], Value::Null, "the file itself is not released");
    assert_eq!(seen[2]["investigation"]["reference"], "NMC/MS/26/0901");
    let cursors: Vec<_> = seen.iter().map(|event| event["cursor"].as_str().unwrap()).collect();
    let lengths: BTreeSet<_> = cursors.iter().map(|cursor| cursor.len()).collect();
    assert_eq!(lengths.len(), 1, "a cursor's length says nothing");
    let beginnings: BTreeSet<_> = cursors.iter().map(|cursor| &cursor[..8]).collect();
    assert_eq!(beginnings.len(), 3, "nor does its beginning: {cursors:?}");
}

#[tokio::test]
async fn nobody_follows_without_a_valid_token() {
    let server = Server::start().await;
    let subscribe = json!({ "type": "subscribe", "id": "1", "payload": { "query": EVENTS } });
    let forged = json!({ "authorization": "Bearer eyJhbGciOiJub25lIn0.e30." });
    for (first, code) in [
        (json!({ "type": "connection_init" }), 4403),
        (json!({ "type": "connection_init", "payload": forged }), 4403),
        (subscribe, 4401),
    ] {
        let mut socket = Socket::open(&server.url).await;
        socket.say(&first).await;
        assert_eq!(socket.hear().await, Heard::Closed(Some(code)), "{first}");
    }
    let nobody = Client::nobody(&server.url);
    let request = nobody.request().header("accept", "text/event-stream");
    let answer = mpaka_tests::client::answer(request.json(&json!({ "query": EVENTS }))).await;
    assert_eq!(answer.status, 401);
    assert_eq!(answer.code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_filter_narrows_what_is_followed() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let opening = case::opening("TOCU/2026/0905", &[]);
    let start = akinyi.send("openInvestigation", opening).await.accepted();
    let other = case::open(&akinyi, "TOCU/2026/0906", &[]).await;
    case::nominate(&akinyi, other, "Of The Other").await;
    let file = id("TOCU/2026/0905");
    akinyi.send("startJourney", case::starting(file, "G-5", 3)).await.accepted();
    case::nominate(&akinyi, file, "Of This One").await;

    let query = "subscription ($after: String, $filter: CaseEventFilter) {
        caseEvents(after: $after, filter: $filter) { type aggregateId }
    }";
    let first = async |filter: Value| -> Value {
        let variables = json!({ "after": start, "filter": filter });
        let mut events = akinyi.events(query, variables).await;
        events.data().await["caseEvents"]["aggregateId"].take()
    };
    let named = |name: &str| json!(Uuid::to_string(&id(name)));
    assert_eq!(first(json!({ "investigationId": file })).await, named("G-5"));
    assert_eq!(first(json!({ "aggregates": ["suspect"] })).await, named("Of The Other"));
    let types = json!({ "types": ["suspect.nominated"], "investigationId": file });
    assert_eq!(first(types).await, named("Of This One"));
}
