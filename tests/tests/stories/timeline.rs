//! A case's timeline as a prosecutor asks for it: narrowed, and as a file.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use mpaka_tests::case::{self, with};
use mpaka_tests::{Client, Server};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const REFERENCE: &str = "TOCU/2026/0951";

/// A file with a suspect whose grounds rest on a good source, and one whose grounds rest on a poor one.
async fn file_of_two(akinyi: &Client) -> [Value; 2] {
    let file = case::open(akinyi, REFERENCE, &[]).await;
    let mut suspects = Vec::new();
    for (name, grade) in [("Juma Tatu", "1A"), ("Rehema Nne", "3C")] {
        let suspect = case::nominate(akinyi, file, name).await;
        let grounds = json!({
            "suspectId": suspect,
            "text": "=HYPERLINK(\"http://example.org\")",
            "source": {
                "kind": "INTELLIGENCE_REPORT",
                "reference": format!("KE-26-{grade}"),
                "grade": { "scheme": "UK_3X5X2", "grade": grade },
            },
        });
        akinyi.send("addGrounds", grounds).await.accepted();
        suspects.push(json!(suspect));
    }
    suspects.try_into().unwrap()
}

async fn kinds(akinyi: &Client, filter: Value) -> Vec<String> {
    let query = "query ($reference: String!, $filter: TimelineFilter) {
        investigation(reference: $reference) {
            timeline(first: 200, filter: $filter) { edges { node { kind } } } } }";
    let data = akinyi.ask(query, json!({ "reference": REFERENCE, "filter": filter })).await;
    let edges = data["investigation"]["timeline"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"]["kind"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_timeline_is_narrowed_and_a_filter_that_fits_nothing_is_refused() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let [good, _] = file_of_two(&akinyi).await;

    let grounds = kinds(&akinyi, json!({ "kinds": ["suspect.grounds_added"] })).await;
    assert_eq!(grounds, ["suspect.grounds_added"; 2]);
    let of_one = kinds(&akinyi, json!({ "about": [good] })).await;
    assert_eq!(of_one, ["suspect.nominated", "suspect.grounds_added"]);
    let least = json!({ "scheme": "UK_3X5X2", "grade": "2B" });
    let graded = kinds(&akinyi, json!({ "minGrade": least, "kinds": ["suspect"] })).await;
    assert_eq!(graded.iter().filter(|kind| *kind == "suspect.grounds_added").count(), 1);
    let never = kinds(&akinyi, json!({ "until": "2020-01-01T00:00:00Z" })).await;
    assert!(never.is_empty(), "{never:?}");

    for (filter, field) in [
        (json!({ "kinds": ["suspect.arested"] }), "filter.kinds"),
        (json!({ "about": ["JM/1"] }), "filter.about"),
        (json!({ "from": "2026-02-02T00:00:00Z", "until": "2026-02-01T00:00:00Z" }), "filter.from"),
        (json!({ "minGrade": { "scheme": "UK_3X5X2", "grade": "B2" } }), "filter.minGrade"),
    ] {
        let query = "query ($filter: TimelineFilter) {
            investigation(reference: \"TOCU/2026/0951\") {
                timeline(filter: $filter) { edges { node { kind } } } } }";
        let asked = json!({ "query": query, "variables": { "filter": filter } });
        let answer = akinyi.post(&asked).await.body;
        let error = &answer["errors"][0];
        assert_eq!(error["extensions"]["code"], "BAD_ARGUMENT", "{answer}");
        assert!(error["message"].as_str().unwrap().contains(field), "{answer}");
    }
}

async fn document(client: &Client, format: &str, filter: Value) -> Value {
    let query = "query ($reference: String!, $format: TimelineFormat!, $filter: TimelineFilter) {
        investigation(reference: $reference) {
            timelineDocument(format: $format, filter: $filter) {
                fileName mediaType text base64 sha256 lines pages leftOut } } }";
    let variables = json!({ "reference": REFERENCE, "format": format, "filter": filter });
    client.ask(query, variables).await["investigation"]["timelineDocument"].clone()
}

#[tokio::test]
async fn a_timeline_is_given_as_a_file_that_says_what_it_leaves_out() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    file_of_two(&akinyi).await;

    let csv = document(&akinyi, "CSV", json!({})).await;
    assert_eq!(csv["fileName"], "TOCU-2026-0951-timeline.csv");
    assert_eq!(csv["lines"], 6);
    let text = csv["text"].as_str().unwrap();
    assert_eq!(csv["sha256"], format!("{:x}", Sha256::digest(text)));
    let mut table = csv::Reader::from_reader(text.as_bytes());
    let heading = table.headers().unwrap().clone();
    let at = |name: &str| heading.iter().position(|column| column == name).unwrap();
    let lines: Vec<_> = table.records().map(Result::unwrap).collect();
    assert_eq!(lines.len(), 6);
    let graded: Vec<_> = lines.iter().map(|line| &line[at("grade")]).collect();
    assert_eq!(graded.iter().filter(|grade| **grade == "1A").count(), 1);
    for line in &lines {
        assert!(line.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@'])), "{line:?}");
        serde_json::from_str::<Value>(&line[at("data")]).unwrap();
        assert!(line[at("text")].contains(' ') && line[at("text")] != line[at("kind")], "{line:?}");
        assert!(line[at("marking")].contains("TLP:"), "{line:?}");
    }

    let json = document(&akinyi, "JSON", json!({ "kinds": ["suspect"] })).await;
    let whole: Value = serde_json::from_str(json["text"].as_str().unwrap()).unwrap();
    assert_eq!(whole["investigation"]["reference"], REFERENCE);
    assert_eq!(whole["lines"].as_array().unwrap().len(), 4);
    assert_eq!(whole["leftOut"], json["leftOut"]);
    let of_grounds = whole["lines"].as_array().unwrap().iter();
    let mut of_grounds = of_grounds.filter(|line| line["kind"] == "suspect.grounds_added");
    let grounds = of_grounds.next().unwrap();
    let text = grounds["text"].as_str().unwrap();
    assert!(text.starts_with("Grounds for suspecting suspect "), "{text}");
    assert_eq!(grounds["source"]["text"], "Intelligence report KE-26-1A, graded 1A");
    let left_out = json["leftOut"].to_string();
    for rule in ["other kinds than suspect", "E3", "V6"] {
        assert!(left_out.contains(rule), "{rule} is in {left_out}");
    }

    let ics = document(&akinyi, "ICS", json!({})).await;
    let text = ics["text"].as_str().unwrap();
    assert_eq!(text.matches("BEGIN:VEVENT").count(), 6);
    assert!(text.contains("SUMMARY:Investigation TOCU/2026/0951 was opened"), "{text}");
    assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
    assert!(text.lines().all(|line| line.len() <= 75), "lines are folded (RFC 5545, 3.1)");
}

#[tokio::test]
async fn a_file_holds_no_more_than_its_reader_may_see() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, REFERENCE, &["UK-NMC"]).await;
    let kept =
        with(case::nominating(file, "Juma Tatu"), json!({ "handling": case::released_to(&[]) }));
    akinyi.send("nominateSuspect", kept).await.accepted();
    let own = document(&akinyi, "JSON", json!({})).await;
    assert_eq!(own["lines"], 3);
    assert!(own["text"].as_str().unwrap().contains("Juma Tatu"));
    let partner = document(&server.client("harriet"), "JSON", json!({})).await;
    assert_eq!(partner["lines"], 2);
    assert!(!partner["text"].as_str().unwrap().contains("Juma Tatu"));
}

#[tokio::test]
async fn a_timeline_is_printed_for_a_court() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    file_of_two(&akinyi).await;

    let pdf = document(&akinyi, "PDF", json!({})).await;

    assert_eq!(pdf["fileName"], "TOCU-2026-0951-timeline.pdf");
    assert_eq!(pdf["mediaType"], "application/pdf");
    assert_eq!(pdf["text"], Value::Null, "a PDF is no text");
    assert_eq!(pdf["lines"], 6);
    assert!(pdf["pages"].as_u64() >= Some(3), "a cover, the lines, what was left out");
    let bytes = STANDARD.decode(pdf["base64"].as_str().unwrap()).unwrap();
    assert!(bytes.starts_with(b"%PDF-"));
    assert_eq!(pdf["sha256"], format!("{:x}", Sha256::digest(&bytes)));
    let csv = document(&akinyi, "CSV", json!({})).await;
    assert_eq!(
        STANDARD.decode(csv["base64"].as_str().unwrap()).unwrap(),
        csv["text"].as_str().unwrap().as_bytes()
    );
    assert_eq!(csv["pages"], Value::Null);
}
