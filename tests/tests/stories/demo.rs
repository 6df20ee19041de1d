//! The demo: a fresh start shows all operations whole, and loading them again adds nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use mpaka_tests::server::Home;
use mpaka_tests::{Client, in_time};
use serde_json::{Value, json};

mod operations;
mod records;

/// All operations.
const OPERATIONS: [&str; 5] = ["jacaranda", "acacia-line", "daua", "korinda", "mirage"];

#[tokio::test]
async fn a_fresh_demo_shows_all_operations() {
    let home = Home::embedded();
    let mut demo = home.start(&["demo", "--ephemeral", "--json", "--listen", "127.0.0.1:0"]);
    let url = demo.ready().await;
    let listed: Value = serde_json::from_str(&demo.line().await).unwrap();
    assert_eq!(listed["ready"], url.as_str());
    let users: Value =
        serde_json::from_str(&Client::nobody(&url).text("/demo/users").await).unwrap();
    let tokens: BTreeMap<&str, &str> = users
        .as_array()
        .unwrap()
        .iter()
        .map(|user| (user["user"].as_str().unwrap(), user["token"].as_str().unwrap()))
        .collect();
    assert_eq!(tokens.len(), 10, "{users}");
    let client = |user: &str| Client::new(&url, tokens[user]);

    the_starter_queries_answer(&client("akinyi")).await;
    for user in ["akinyi", "harriet"] {
        the_phone_links_both_files(user, &client(user)).await;
    }
    operations::exact_links_appear_and_nothing_else(client).await;
    operations::the_compartments_stay_shut(&client("amina"), &client("wafula")).await;
    the_ledger_has_its_gap(&client("akinyi")).await;
    the_crossing_is_shown_as_it_was_believed(&client("guyo")).await;
    operations::a_digest_that_differs_is_seen(&client("wafula")).await;
    operations::the_journeys_are_whole(client).await;
    operations::the_element_matrices_show_their_gaps(&client("njeri")).await;
    operations::nobody_prosecutes_who_may_be_a_victim(&client("njeri")).await;
    operations::no_child_is_handed_over_without_a_determination(&client("fatuma")).await;
    operations::intelligence_is_graded_and_passed_on_sanitised(client).await;
    the_operations_are_whole(&client("guyo"), &client("njeri")).await;
    records::agencies_hold_nominals(client).await;
    records::an_object_leads_to_who_uses_it(&client("akinyi"), &client("guyo")).await;
    records::suspects_are_linked_to_nominals(client).await;
    records::the_schedules_were_served(&client("harriet"), &client("njeri")).await;
    records::access_was_given_and_taken(client).await;
    records::tasks_were_made_by_hand(client).await;
    records::charges_are_judged_by_the_law_of_the_day(&client("njeri")).await;
    the_pages_are_served(&client("akinyi")).await;

    let head = async || -> Value {
        home.run(&["projections", "list", "--json"]).await.json()["head"].take()
    };
    let before = head().await;
    assert!(before.as_i64().unwrap() > 1000, "all operations are loaded: {before}");
    let seed: Vec<&str> = ["seed"].into_iter().chain(OPERATIONS).collect();
    let again = home.run(&seed).await;
    assert_eq!(again.code, Some(0), "{}", again.err);
    assert_eq!(head().await, before, "loading again adds nothing");
    let unknown = home.run(&["seed", "atlantis"]).await;
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.err.contains("jacaranda"), "it names those that exist: {}", unknown.err);

    assert_eq!(demo.stop(), Some(0));
    assert!(!home.data_dir().exists(), "an ephemeral demo leaves nothing behind");
}

/// Killed in the middle of it, the loading goes on where it was, and nothing is there twice.
#[tokio::test]
async fn a_loading_that_was_killed_goes_on() {
    let whole = Home::new().await;
    let loaded = whole.run(&["seed", "daua", "--json"]).await.json();
    assert_eq!(loaded["loaded"], json!(["daua"]));
    let events = whole.database().events().await;

    let home = Home::new().await;
    let mut seeding = home.start(&["seed", "daua"]);
    in_time("half of the steps", async {
        while !seeding.errors().contains("100 of") {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
    seeding.kill();
    let half = home.database().events().await;
    assert!((90..events).contains(&half), "{half} of {events}");
    let goes_on = home.run(&["seed", "daua", "--json"]).await.json();
    assert_eq!(goes_on["loaded"], json!(["daua"]));
    assert_eq!(home.database().events().await, events);
    let again = home.run(&["seed", "daua", "--json"]).await.json();
    assert_eq!(again["present"], json!(["daua"]));
    assert_eq!(home.database().events().await, events);
}

/// The queries that the explorer opens with, which the README shows.
fn starter_queries() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let source = std::fs::read_to_string(root.join("web/src/starter-queries.ts")).unwrap();
    source.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

async fn the_starter_queries_answer(akinyi: &Client) {
    let queries = starter_queries();
    let [investigation, link_inbox, case_events] = &queries[..] else {
        panic!("there are three starter queries");
    };
    let data = akinyi.ask(investigation, json!({})).await;
    let file = &data["investigation"];
    assert_eq!(file["reference"], "TOCU/2026/0117");
    assert_eq!(file["leadAgency"]["code"], "KE-DCI-TOCU");
    assert_eq!(file["timeline"]["edges"].as_array().unwrap().len(), 5);

    let data = akinyi.ask(link_inbox, json!({})).await;
    assert!(!data["linkInbox"]["edges"].as_array().unwrap().is_empty());

    let mut events = akinyi.events(case_events, json!({})).await;
    let mut socket = akinyi.socket().await;
    socket.subscribe("1", case_events, json!({})).await;
    // A subscription without a cursor begins with what comes next; so something comes until both
    // have begun.
    let id = "query { investigation(reference: \"TOCU/2026/0117\") { id } }";
    let id = akinyi.ask(id, json!({})).await["investigation"]["id"].take();
    let telling = async {
        for n in 0.. {
            let link = json!({
                "investigationId": id, "reference": format!("NMC/MS/26/{n:04}"),
                "agency": "UK-NMC", "kind": "RELATED",
            });
            akinyi.send("linkInvestigation", link).await.accepted();
        }
    };
    let following = async {
        for data in [events.data().await, socket.data().await] {
            assert_eq!(data["caseEvents"]["type"], "investigation.linked");
            assert_eq!(data["caseEvents"]["investigation"]["reference"], "TOCU/2026/0117");
        }
    };
    tokio::select! {
        () = telling => {}
        () = following => {}
    }
}

/// The links that somebody sees, each as its kind and its two sides.
async fn links(client: &Client) -> Vec<Value> {
    let query = "{ linkInbox(first: 200) { edges { node { selectorKind
        left { reference foundIn agency { code } selector { display } }
        right { reference foundIn agency { code } selector { display } } } } } }";
    let data = client.ask(query, json!({})).await;
    let edges = data["linkInbox"]["edges"].as_array().unwrap().iter();
    edges.map(|edge| edge["node"].clone()).collect()
}

async fn the_phone_links_both_files(user: &str, client: &Client) {
    let links = links(client).await;
    let phone = links.iter().find(|link| {
        link["selectorKind"] == "PHONE"
            && [&link["left"], &link["right"]]
                .iter()
                .any(|side| side["selector"]["display"] == "+254199000141")
    });
    let phone = phone.unwrap_or_else(|| panic!("{user} sees the link of the phone: {links:?}"));
    let mut sides: Vec<_> = [&phone["left"], &phone["right"]]
        .map(|side| (side["reference"].as_str(), side["foundIn"].as_str()))
        .to_vec();
    sides.sort_unstable();
    let expected = [(Some("NMC/MS/26/0042"), Some("TB/1")), (Some("TOCU/2026/0117"), Some("JM/1"))];
    assert_eq!(sides, expected, "{user}");
}

async fn the_ledger_has_its_gap(akinyi: &Client) {
    let query = "{ investigation(reference: \"TOCU/2026/0117\") {
        exhibits(first: 200) { edges { node { exhibitRef custodyGap gapHours } } } } }";
    let data = akinyi.ask(query, json!({})).await;
    let exhibits = data["investigation"]["exhibits"]["edges"].as_array().unwrap();
    let mut gaps =
        exhibits.iter().map(|edge| &edge["node"]).filter(|node| node["custodyGap"] == true);
    let gap = gaps.next().expect("JM/2 has its gap");
    assert_eq!((&gap["exhibitRef"], &gap["gapHours"]), (&json!("JM/2"), &json!(55)));
    assert_eq!(gaps.next(), None, "no other exhibit has one");
}

async fn the_crossing_is_shown_as_it_was_believed(guyo: &Client) {
    let query = "query ($then: DateTime) { investigation(reference: \"MBT/2026/0009\") {
        timeline(recordedAsOf: $then, first: 200) { edges { node {
            kind data corrects occurred { earliest asStated } } } } } }";
    let third_legs = async |then: Option<&str>| -> Vec<Value> {
        let data = guyo.ask(query, json!({ "then": then })).await;
        let edges = data["investigation"]["timeline"]["edges"].as_array().unwrap().iter();
        let lines = edges.map(|edge| edge["node"].clone());
        let of_legs =
            lines.filter(|line| line["kind"].as_str().unwrap().starts_with("journey.leg_"));
        of_legs
            .filter(|line| line["data"].to_string().contains("Footpath east of the Moyale"))
            .collect()
    };
    let believed = third_legs(Some("2026-02-01T00:00:00Z")).await;
    assert_eq!(believed.len(), 1, "{believed:?}");
    assert_eq!(believed[0]["kind"], "journey.leg_recorded");
    assert_eq!(believed[0]["occurred"]["asStated"], "8 at night, 4 Tir 2018 EC");
    for then in [Some("2026-03-01T00:00:00Z"), None] {
        let known = third_legs(then).await;
        assert_eq!(known.len(), 1, "{known:?}");
        assert_eq!(known[0]["kind"], "journey.leg_corrected");
        let earliest = known[0]["occurred"]["earliest"].as_str().unwrap();
        assert!(earliest.starts_with("2026-01-12T22:40:00"), "{earliest}");
        assert!(known[0]["corrects"].is_string());
    }
    let query = "{ investigation(reference: \"MBT/2026/0009\") {
        journeys { edges { node { legs { number corrected depart { asStated } } } } } } }";
    let data = guyo.ask(query, json!({})).await;
    let legs = &data["investigation"]["journeys"]["edges"][0]["node"]["legs"];
    assert_eq!(legs.as_array().unwrap().len(), 11);
    assert_eq!(legs[2]["corrected"], true);
    assert_eq!(legs[2]["depart"]["asStated"], Value::Null);
}

async fn the_operations_are_whole(guyo: &Client, njeri: &Client) {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        status
        suspects(first: 200) { edges { node { status } } }
        victims(first: 200) { edges { node { alias } } }
        exhibits(first: 200) { edges { node { exhibitRef } } }
        journeys(first: 200) { edges { node { outcome } } }
        decisions(first: 200) { edges { node { number rationale } } } } }";
    let acacia = guyo.ask(query, json!({ "reference": "MBT/2026/0009" })).await;
    let jacaranda = njeri.ask(query, json!({ "reference": "TOCU/2026/0117" })).await;
    for (file, least) in [
        (
            &acacia["investigation"],
            [("suspects", 5), ("victims", 1), ("exhibits", 4), ("journeys", 1), ("decisions", 3)],
        ),
        (
            &jacaranda["investigation"],
            [("suspects", 1), ("victims", 1), ("exhibits", 3), ("journeys", 0), ("decisions", 2)],
        ),
    ] {
        for (list, least) in least {
            let found = file[list]["edges"].as_array().unwrap().len();
            assert!(found >= least, "{list}: {found} of at least {least}");
        }
    }
}

async fn the_pages_are_served(client: &Client) {
    for path in ["/", "/graphiql", "/healthz", "/readyz"] {
        let response = client.get(path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        assert_eq!(response.headers()["x-content-type-options"], "nosniff", "{path}");
    }
    assert!(client.text("/metrics").await.contains("mpaka_log_head"));
}
