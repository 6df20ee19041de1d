//! Disclosure by hand: what is listed, reviewed and served, past rules D1 to D6, N3 and X5.

use mpaka_tests::case::{self, id, provision, with};
use mpaka_tests::{Client, Payload, Refusal, Server};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

const REFERENCE: &str = "TOCU/2026/0981";
/// What the charge relies on.
const PHONE: &str = "JM/81";
/// What the prosecution does not use.
const CALLS: &str = "JM/82";
/// What the prosecution reads out.
const LEDGER: &str = "JM/83";
const REPORT: &str = "IR-2026-0981";
const SANITISED: &str = "IR-2026-0981/S1";

/// An input for the schedules.
fn of(input: Value) -> Value {
    with(json!({ "disclosureScheduleId": id("disclosure") }), input)
}

#[track_caller]
fn refused(refusal: &Refusal, rule: Option<&str>, code: &str, path: &[&str], what: &str) {
    assert_eq!((refusal.rule.as_deref(), refusal.code.as_str()), (rule, code));
    assert_eq!(refusal.path, path);
    assert!(refusal.message.contains(what), "{}", refusal.message);
}

fn calls(description: &str) -> Value {
    let material = json!({ "exhibit": id(CALLS) });
    of(json!({ "class": "NON_SENSITIVE", "material": material, "description": description }))
}

fn reviewing(class: &str, no: u32, decision: &str, assists: bool) -> Value {
    of(json!({
        "class": class, "no": no, "decision": decision, "reason": "It tells nothing of the charges.",
        "underminesProsecution": false, "assistsAccused": assists,
    }))
}

async fn review(njeri: &Client, class: &str, no: u32, decision: &str, assists: bool) -> Payload {
    njeri.send("reviewDisclosureItem", reviewing(class, no, decision, assists)).await
}

async fn serve(njeri: &Client, class: &str, to: Value) -> Payload {
    njeri.send("serveDisclosureSchedule", of(json!({ "class": class, "to": to }))).await
}

fn defence() -> Value {
    json!({ "defenceOf": id("Juma Nane") })
}

fn court() -> Value {
    json!({ "court": "Chief Magistrate's Court, Shanzu" })
}

/// A file with a suspect, three exhibits, and a report of an informant that was sanitised.
async fn investigate(server: &Server) -> Uuid {
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, REFERENCE, &["GB"]).await;
    case::nominate(&akinyi, file, "Juma Nane").await;
    for mark in [PHONE, CALLS, LEDGER] {
        case::seize(&akinyi, file, mark, "DOCUMENT").await;
    }
    let submit = json!({
        "investigationId": file, "intelligenceReportId": id(REPORT), "urn": REPORT,
        "text": "Kanarienvogel says that he rents a house.", "sourceHandle": "Kanarienvogel",
        "collected": case::at("2026-03-01T21:30+03:00"), "obtainedHow": "Told at a meeting.",
    });
    akinyi.send("submitIntelligence", submit).await.accepted();
    let evaluate = json!({
        "intelligenceReportId": id(REPORT), "grade": { "scheme": "UK_3X5X2", "grade": "1A" },
    });
    server.client("otieno").send("evaluateIntelligence", evaluate).await.accepted();
    let assess = json!({
        "intelligenceReportId": id(REPORT), "dutyOfCare": "One of three.",
        "riskIfDisseminated": "Somebody is found.",
    });
    akinyi.send("assessIntelligenceRisk", assess).await.accepted();
    let sanitise = json!({
        "intelligenceReportId": id(REPORT), "sanitisedReportId": id(SANITISED), "urn": SANITISED,
        "text": "A house is rented.", "removed": ["SOURCE", "DATA_SUBJECT"],
    });
    akinyi.send("sanitiseIntelligence", sanitise).await.accepted();
    file
}

/// The prosecutor's charge, which relies on the telephone.
async fn charge(akinyi: &Client, njeri: &Client, file: Uuid) {
    akinyi.send("submitForReview", json!({ "investigationId": file })).await.accepted();
    let refer = json!({ "investigationId": file, "agency": "KE-ODPP" });
    akinyi.send("referToProsecutor", refer).await.accepted();
    let open = json!({ "investigationId": file, "prosecutionFileId": id("prosecution 0981") });
    njeri.send("openProsecutionFile", open).await.accepted();
    let propose = json!({
        "prosecutionFileId": id("prosecution 0981"), "suspectId": id("Juma Nane"),
        "statute": provision("s.7"), "particulars": "He received three persons in Nairobi.",
        "elements": [{ "element": "ACT", "text": "Receives a person", "evidence": [id(PHONE)] }],
    });
    njeri.send("proposeCharge", propose).await.accepted();
    let approve = json!({ "prosecutionFileId": id("prosecution 0981"), "number": 1 });
    njeri.send("approveCharge", approve).await.accepted();
}

/// The schedules as a client reads them.
async fn disclosure(client: &Client) -> Value {
    let query = "query ($reference: String!) { investigation(reference: $reference) { disclosure {
        id reference agency { code } completeness { complete } gaps { kind reference }
        used { evidenceItemId reason }
        schedules {
            form class
            items {
                no evidenceItemId sanitisedReportId reference description sensitivity status served
                withholdingFinal movedTo recordedOnExhibit review { decision assistsAccused reason }
                ruling { outcome court reference } }
            versions {
                number form sha256 served { accusedId court } items { no description status }
                json: document(format: JSON) { fileName text sha256 lines }
                csv: document(format: CSV) { fileName text sha256 } } } } } }";
    client.ask(query, json!({ "reference": REFERENCE })).await["investigation"]["disclosure"]
        .clone()
}

#[tokio::test]
async fn the_defence_is_served_what_is_not_used_and_nothing_sensitive() {
    let server = Server::start().await;
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let file = investigate(&server).await;
    list(&akinyi, &njeri, file).await;
    decide(&akinyi, &njeri).await;
    withhold(&njeri).await;
    serve_the_defence(&server, &njeri).await;
    everybody_reads_what_is_theirs(&server).await;
}

async fn list(akinyi: &Client, njeri: &Client, file: Uuid) {
    let open = json!({
        "investigationId": file, "disclosureScheduleId": id("disclosure"), "reference": REFERENCE,
    });
    akinyi.send("openDisclosureSchedule", open).await.accepted();
    let again = json!({ "investigationId": file });
    let again = akinyi.send("openDisclosureSchedule", again).await.refused();
    refused(&again, None, "ALREADY_SCHEDULED", &["investigationId"], "list the items on those");
    akinyi.send("addDisclosureItem", calls("Calls of January, 12 pages")).await.accepted();
    charge(akinyi, njeri, file).await;

    let report = |id: Uuid| {
        let material = json!({ "sanitisedReport": id });
        of(json!({
            "class": "SENSITIVE", "material": material, "description": "A report on a house.",
            "reason": "It would name an informant.",
        }))
    };
    let raw = akinyi.send("addDisclosureItem", report(id(REPORT))).await.refused();
    refused(&raw, Some("N3"), "REPORT_NOT_SANITISED", &["material"], "sanitise it");
    let mut silent = report(id(SANITISED));
    silent["reason"] = Value::Null;
    let silent = akinyi.send("addDisclosureItem", silent).await.refused();
    refused(&silent, Some("D4"), "SENSITIVITY_UNEXPLAINED", &["reason"], "say why");
    akinyi.send("addDisclosureItem", report(id(SANITISED))).await.accepted();
    let lists = njeri.send("addDisclosureItem", calls("Calls")).await.refused();
    assert_eq!(lists.code, "ONLY_OFFICERS_LIST");

    let redescribe = of(json!({
        "class": "NON_SENSITIVE", "no": 1, "description": "Calls of January 2026, 12 pages",
        "reason": "The year was missing.",
    }));
    akinyi.send("redescribeDisclosureItem", redescribe).await.accepted();
}

async fn decide(akinyi: &Client, njeri: &Client) {
    let officer = review(akinyi, "NON_SENSITIVE", 1, "DISCLOSE", true).await.refused();
    refused(&officer, Some("D6"), "ONLY_PROSECUTORS_REVIEW", &[], "prosecuting agency");
    let unreviewed = serve(njeri, "NON_SENSITIVE", defence()).await.refused();
    refused(&unreviewed, Some("D6"), "NOT_REVIEWED", &[], "1 of the MG6C");
    let helps = review(njeri, "NON_SENSITIVE", 1, "WITHHOLD", true).await.refused();
    refused(&helps, Some("D5"), "MEETS_THE_TEST", &["decision"], "disclose it edited");
    review(njeri, "NON_SENSITIVE", 1, "DISCLOSE", true).await.accepted();

    let gap = serve(njeri, "NON_SENSITIVE", defence()).await.refused();
    refused(&gap, Some("D3"), "INCOMPLETE", &[], "neither used nor listed: 1");
    let read = disclosure(njeri).await;
    assert_eq!(read["gaps"], json!([{ "kind": "EXHIBIT", "reference": LEDGER }]));
    assert_eq!(read["completeness"]["complete"], false);
    let used = of(json!({
        "material": { "exhibit": id(LEDGER) }, "reason": "Read out at the trial.",
    }));
    njeri.send("markMaterialUsed", used).await.accepted();
    let read = disclosure(njeri).await;
    assert_eq!((&read["gaps"], &read["completeness"]["complete"]), (&json!([]), &json!(true)));
}

async fn withhold(njeri: &Client) {
    let whole = review(njeri, "SENSITIVE", 1, "DISCLOSE", true).await.refused();
    refused(&whole, Some("D4"), "STILL_SENSITIVE", &["decision"], "disclose it edited");
    let ruling = || {
        of(json!({
            "no": 1, "outcome": "UPHELD", "ruling": "Misc. 12/2026",
            "court": "Chief Magistrate's Court, Shanzu",
        }))
    };
    let early = njeri.send("recordPiiRuling", ruling()).await.refused();
    refused(&early, Some("D5"), "NOT_APPLIED_FOR", &["no"], "record that decision first");
    review(njeri, "SENSITIVE", 1, "PII", true).await.accepted();
    let sensitive = |read: Value| read["schedules"][1]["items"][0].clone();
    let item = sensitive(disclosure(njeri).await);
    assert_eq!(
        (&item["status"], &item["withholdingFinal"]),
        (&json!("PII_PENDING"), &json!(false))
    );
    serve(njeri, "SENSITIVE", court()).await.accepted();
    njeri.send("recordPiiRuling", ruling()).await.accepted();
    let item = sensitive(disclosure(njeri).await);
    assert_eq!((&item["status"], &item["withholdingFinal"]), (&json!("PII_UPHELD"), &json!(true)));
    assert_eq!(item["ruling"]["reference"], "Misc. 12/2026");
    let defence = serve(njeri, "SENSITIVE", defence()).await.refused();
    refused(&defence, Some("D4"), "NEVER_TO_THE_DEFENCE", &["to"], "serve the non-sensitive one");
}

async fn serve_the_defence(server: &Server, njeri: &Client) {
    let nobody = serve(njeri, "NON_SENSITIVE", json!({ "defenceOf": id("nobody") })).await;
    refused(&nobody.refused(), None, "NOT_ACCUSED", &["to", "defenceOf"], "one of the accused");
    serve(njeri, "NON_SENSITIVE", defence()).await.accepted();
    let before = server.database().events().await;
    serve(njeri, "NON_SENSITIVE", defence()).await.accepted();
    assert_eq!(server.database().events().await, before, "served again, nothing happens");

    let akinyi = server.client("akinyi");
    let redescribe = of(json!({
        "class": "NON_SENSITIVE", "no": 1, "description": "Calls", "reason": "Shorter.",
    }));
    let late = akinyi.send("redescribeDisclosureItem", redescribe).await.refused();
    refused(&late, Some("D2"), "ALREADY_SERVED", &["no"], "as a new item");
    let note = of(json!({
        "class": "NON_SENSITIVE", "material": { "record": "PNB/14/2026" },
        "description": "An officer's notebook, 3 pages",
    }));
    akinyi.send("addDisclosureItem", note).await.accepted();
    review(njeri, "NON_SENSITIVE", 2, "WITHHOLD", false).await.accepted();
    serve(njeri, "NON_SENSITIVE", defence()).await.accepted();
    let disclose = json!({ "evidenceItemId": id(CALLS), "schedule": "MG6C", "itemNo": 1 });
    njeri.send("discloseExhibit", disclose).await.accepted();
}

async fn everybody_reads_what_is_theirs(server: &Server) {
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let read = disclosure(&njeri).await;
    assert_eq!(read, disclosure(&akinyi).await);
    assert_eq!(read["agency"]["code"], "KE-DCI-TOCU");
    let [mg6c, mg6d] = [&read["schedules"][0], &read["schedules"][1]];
    assert_eq!((&mg6c["form"], &mg6d["form"]), (&json!("MG6C"), &json!("MG6D")));
    let item = &mg6c["items"][0];
    assert_eq!((&item["reference"], &item["status"]), (&json!(CALLS), &json!("TO_DISCLOSE")));
    assert_eq!((&item["served"], &item["recordedOnExhibit"]), (&json!(true), &json!(true)));
    let versions = mg6c["versions"].as_array().unwrap();
    assert_eq!(versions.len(), 2);
    for (version, items) in versions.iter().zip([1, 2]) {
        let document = &version["json"];
        let text = document["text"].as_str().unwrap();
        let digest = format!("{:x}", Sha256::digest(text.as_bytes()));
        assert_eq!((&version["sha256"], &document["sha256"]), (&json!(digest), &json!(digest)));
        assert_eq!(version["items"].as_array().unwrap().len(), items);
        assert!(!text.contains(SANITISED) && !text.contains("informant"), "{text}");
        assert_eq!(version["served"][0]["accusedId"], json!(id("Juma Nane")));
    }
    assert_eq!(versions[0]["json"]["fileName"], "TOCU-2026-0981-MG6C-1.json");
    let csv = versions[1]["csv"]["text"].as_str().unwrap();
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.contains("1,JM/82,\"Calls of January 2026, 12 pages\",DISCLOSE,,"), "{csv}");
    let served = &mg6d["versions"][0]["served"][0];
    assert_eq!((&served["accusedId"], &served["court"]), (&Value::Null, &court()["court"]));

    let abroad = disclosure(&server.client("harriet")).await;
    assert_eq!(abroad["schedules"][0]["items"].as_array().unwrap().len(), 2);
    assert_eq!(abroad["schedules"][1]["items"], json!([]), "nothing sensitive was released");
    assert_eq!(abroad["schedules"][1]["versions"], json!([]));
    assert_eq!(abroad["completeness"]["complete"], Value::Null);
    let node = "query ($id: ID!) { node(id: $id) { __typename id } }";
    let variables = json!({ "id": id("disclosure") });
    let found = akinyi.ask(node, variables.clone()).await;
    assert_eq!(found["node"]["__typename"], "DisclosureSchedule");
    let guyo = server.client("guyo");
    assert_eq!(guyo.ask(node, variables).await["node"], Value::Null, "another agency's file");
    let stranger = review(&guyo, "NON_SENSITIVE", 1, "DISCLOSE", true).await.refused();
    assert_eq!(stranger.code, "NOT_FOUND");

    let lines = case::timeline(&akinyi, REFERENCE).await;
    for (kind, times) in [
        ("opened", 1),
        ("item_added", 3),
        ("item_redescribed", 1),
        ("material_used", 1),
        ("reviewed_by_prosecutor", 3),
        ("pii_ruled", 1),
        ("served", 3),
    ] {
        let of_kind = |line: &&Value| line["kind"] == format!("disclosure.{kind}");
        assert_eq!(lines.iter().filter(of_kind).count(), times, "{kind}");
    }
}

#[tokio::test]
async fn an_item_moves_between_the_schedules_and_nothing_in_doubt_is_disclosed() {
    let server = Server::start().await;
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    case::nominate(&akinyi, file, "Juma Nane").await;
    case::seize(&akinyi, file, PHONE, "DIGITAL_DEVICE").await;
    case::seize(&akinyi, file, CALLS, "DIGITAL_COPY").await;
    let open = json!({ "investigationId": file, "disclosureScheduleId": id("disclosure") });
    akinyi.send("openDisclosureSchedule", open).await.accepted();
    charge(&akinyi, &njeri, file).await;
    akinyi.send("addDisclosureItem", calls("Calls")).await.accepted();
    for (class, reason) in [("NON_SENSITIVE", "It names a minor."), ("SENSITIVE", "She agreed.")] {
        let moved = of(json!({ "class": class, "no": 1, "reason": reason }));
        akinyi.send("reclassifyDisclosureItem", moved).await.accepted();
    }
    let read = disclosure(&akinyi).await;
    let items = read["schedules"][0]["items"].as_array().unwrap();
    assert_eq!((&items[0]["status"], &items[0]["movedTo"]), (&json!("MOVED"), &json!(1)));
    assert_eq!((&items[1]["no"], &items[1]["status"]), (&json!(2), &json!("LISTED")));

    let hash = |digit: &str| json!({ "algorithm": "SHA256", "digest": digit.repeat(64) });
    let acquire = json!({
        "evidenceItemId": id(CALLS), "method": "LOGICAL", "tool": "Reader", "toolVersion": "7.1",
        "hashes": [hash("a")], "specialist": "IT Expert", "live": false,
    });
    akinyi.send("acquireExhibit", acquire).await.accepted();
    let verify = json!({ "evidenceItemId": id(CALLS), "computed": hash("b") });
    akinyi.send("verifyHash", verify).await.accepted();
    let doubt = review(&njeri, "NON_SENSITIVE", 2, "DISCLOSE", true).await.refused();
    refused(&doubt, Some("X5"), "INTEGRITY_IN_QUESTION", &[], "rule on it first");
    let unmark = of(json!({ "material": { "exhibit": id(CALLS) }, "reason": "Not relied on." }));
    akinyi.send("markMaterialUnused", unmark).await.accepted();
}
