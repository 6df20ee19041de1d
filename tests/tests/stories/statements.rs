//! Lists: a page costs a constant number of SQL statements, however many lines it has and whatever is
//! asked of each.

use std::ops::Range;
use std::time::Duration;

use mpaka_tests::case::{self, id};
use mpaka_tests::{Client, Home, Server, in_time};
use serde_json::{Value, json};

/// The lists of a file and across files, each with the fields that are read from elsewhere.
const LISTS: [(&str, &str); 11] = [
    ("investigations", "{ investigations { edges { node { reference leadAgency { code } } } } }"),
    (
        "timeline",
        "query ($file: String!) { investigation(reference: $file) { timeline { edges { node {
            kind occurred { earliest } source { reference } data } } } } }",
    ),
    (
        "decisions",
        "query ($file: String!) { investigation(reference: $file) { decisions { edges { node {
            number decision rationale } } } } }",
    ),
    (
        "suspects",
        "query ($file: String!) { investigation(reference: $file) { suspects { edges { node {
            name { full } status grounds { text } selectors { selector { display } } } } } } }",
    ),
    (
        "victims of a file",
        "query ($file: String!) { investigation(reference: $file) { victims { edges { node {
            alias status clocks { code dueAt breached } } } } } }",
    ),
    ("victims", "{ victims { edges { node { alias status clocks { code } } } } }"),
    (
        "exhibits",
        "query ($file: String!) { investigation(reference: $file) { exhibits { edges { node {
            exhibitRef status custodyGap gapHours selectorCount } } } } }",
    ),
    ("exhibits in hand", "{ exhibitsInHand { edges { node { exhibitRef status } } } }"),
    (
        "journeys",
        "query ($file: String!) { investigation(reference: $file) { journeys { edges { node {
            group { size } legs { number } } } } } }",
    ),
    (
        "intelligence",
        "query ($file: String!) { investigation(reference: $file) { intelligence { edges { node {
            urn status text } } } } }",
    ),
    (
        "links",
        "{ linkInbox { edges { node { reasons left { reference foundIn agency { code } }
            right { reference foundIn agency { code } } } } } }",
    ),
];

const FILE: &str = "TOCU/2026/0961";
/// The file of another agency in which the same telephones are found.
const THEIRS: &str = "NMC/MS/26/0961";

/// More of everything that lists list.
async fn more(server: &Server, numbers: Range<u32>) {
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    let (file, theirs) = (id(FILE), id(THEIRS));
    for number in numbers {
        case::open(&akinyi, &format!("TOCU/2026/{}", 9620 + number), &[]).await;
        let name = format!("Person {number}");
        let suspect = case::nominate(&akinyi, file, &name).await;
        let other = case::nominate(&harriet, theirs, &format!("{name} of theirs")).await;
        for (client, suspect) in [(&akinyi, suspect), (&harriet, other)] {
            let phone = format!("+2541990009{number:02}");
            let selector = json!({ "suspectId": suspect, "selector": { "phone": phone } });
            client.send("recordSuspectSelector", selector).await.accepted();
        }
        case::seize(&akinyi, file, &format!("JM/{}", number + 1), "DIGITAL_DEVICE").await;
        let label = format!("G-{number}");
        let leg = json!({ "journeyId": id(&label), "leg": case::leg("Eastleigh", "Ruiru", 4) });
        let urn = format!("KE-26-{number:04}");
        for (command, input) in [
            ("startJourney", case::starting(file, &label, 3)),
            ("recordLeg", leg),
            ("registerVictim", case::registering(file, &format!("VIC-KE-2026-{}", 6100 + number))),
            (
                "recordDecision",
                json!({
                    "investigationId": file,
                    "decision": format!("Decision {number}"),
                    "rationale": "It was asked for.",
                }),
            ),
            (
                "submitIntelligence",
                json!({
                    "investigationId": file,
                    "intelligenceReportId": id(&urn),
                    "urn": urn,
                    "text": "A house behind the mill is rented.",
                    "sourceHandle": "S-1",
                    "collected": case::at("2026-03-01T21:30+03:00"),
                    "obtainedHow": "Told at a meeting.",
                }),
            ),
        ] {
            akinyi.send(command, input).await.accepted();
        }
    }
}

/// How many statements a question took, as the server's log counts them, and how many lines it gave.
/// It is asked twice, so that what is read once and kept is not counted.
async fn cost(server: &Server, client: &Client, query: &str) -> (usize, usize) {
    asked(server, client, query).await;
    asked(server, client, query).await
}

async fn asked(server: &Server, client: &Client, query: &str) -> (usize, usize) {
    let question = json!({ "query": query, "variables": { "file": FILE } });
    let answer = client.request().json(&question).send().await.unwrap();
    let request = answer.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body: Value = answer.json().await.unwrap();
    assert_eq!(body["errors"], Value::Null, "{query}: {body}");
    let of_it = |line: &Value| line["span"]["request.id"] == request.as_str();
    let logged = || {
        let errors = server.process.errors();
        let lines = errors.lines().filter_map(|line| serde_json::from_str(line).ok());
        lines.filter(of_it).collect::<Vec<Value>>()
    };
    let lines = in_time("the request in the log", async {
        loop {
            let lines = logged();
            if lines.iter().any(|line| line["http.status"] == 200) {
                return lines;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let statements = lines.iter().filter(|line| line["target"] == "sqlx::query").count();
    (statements, longest(&body))
}

/// The number of lines of the longest list of edges.
fn longest(value: &Value) -> usize {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| match (name.as_str(), value) {
                ("edges", Value::Array(edges)) => {
                    edges.len().max(edges.iter().map(longest).max().unwrap_or_default())
                }
                _ => longest(value),
            })
            .max()
            .unwrap_or_default(),
        Value::Array(items) => items.iter().map(longest).max().unwrap_or_default(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => 0,
    }
}

#[tokio::test]
async fn a_page_costs_as_many_statements_whether_it_has_two_lines_or_twelve() {
    let settings = ["--log", "json", "--log-filter", "info,sqlx::query=debug"];
    let server = Server::start_with(Home::new().await, &settings).await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    case::open(&akinyi, FILE, &[]).await;
    case::open(&harriet, THEIRS, &[]).await;
    more(&server, 0..2).await;
    let mut few = Vec::new();
    for (_, query) in LISTS {
        few.push(cost(&server, &akinyi, query).await);
    }
    more(&server, 2..12).await;
    for ((name, query), (statements, lines)) in LISTS.into_iter().zip(few) {
        let (again, more) = cost(&server, &akinyi, query).await;
        assert!(statements > 0, "{name}: statements are counted");
        assert!(more >= lines + 10, "{name}: {lines} lines became {more}");
        assert_eq!(again, statements, "{name}: statements for {lines} lines and for {more}");
    }
}
