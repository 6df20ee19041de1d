//! A prosecution by hand, from the referral to the sentence, past rules P1, P2 and P3.

use mpaka_tests::case::{self, at, id, provision, with};
use mpaka_tests::{Client, Payload, Refusal, Server};
use serde_json::{Value, json};
use uuid::Uuid;

const REFERENCE: &str = "TOCU/2026/0971";
const PHONE: &str = "JM/71";
const LEDGER: &str = "JM/72";
const REPORT: &str = "JM/73";
const COURT: &str = "Chief Magistrate's Court, Shanzu";

/// An element of the charge, in the words of the law, with the exhibits that prove it.
fn element(name: &str, text: &str, evidence: &[&str]) -> Value {
    let strength = if evidence.is_empty() { Value::Null } else { json!("MODERATE") };
    let evidence: Vec<Uuid> = evidence.iter().map(|mark| id(mark)).collect();
    json!({ "element": name, "text": text, "evidence": evidence, "strength": strength })
}

/// What is charged, with what proves the means and the purpose.
fn accusation(means: &[&str]) -> Value {
    json!({
        "statute": provision("s.3"),
        "iccsCode": "0204",
        "offenceDate": "2026-01-31",
        "particulars": "In January 2026 he received three persons in Nairobi and kept their papers.",
        "elements": [
            element("ACT", "Recruits, transports, transfers, harbours or receives", &[PHONE]),
            element("MEANS", "By threat, deception or abuse of vulnerability", means),
            element("PURPOSE", "For forced labour", &[PHONE]),
            with(
                element("AGGRAVATION", "By a member of an organised criminal group", &[]),
                json!({ "mandatory": false }),
            ),
        ],
    })
}

/// An input for the prosecution file.
fn of(input: Value) -> Value {
    with(json!({ "prosecutionFileId": id("prosecution") }), input)
}

async fn propose(njeri: &Client, means: &[&str]) -> Payload {
    let suspect = json!({ "suspectId": id("Juma Saba") });
    njeri.send("proposeCharge", of(with(accusation(means), suspect))).await
}

async fn amend(njeri: &Client, means: &[&str]) -> Payload {
    let amendment = json!({ "number": 1, "reason": "The ledger was translated." });
    njeri.send("amendCharge", of(with(accusation(means), amendment))).await
}

async fn approve(njeri: &Client) -> Payload {
    njeri.send("approveCharge", of(json!({ "number": 1 }))).await
}

#[track_caller]
fn refused(refusal: &Refusal, rule: Option<&str>, code: &str, path: &[&str], what: &str) {
    assert_eq!((refusal.rule.as_deref(), refusal.code.as_str()), (rule, code));
    assert_eq!(refusal.path, path);
    assert!(refusal.message.contains(what), "{}", refusal.message);
}

/// The element matrix: each mandatory element with its coverage, its gaps and its exhibits' marks.
async fn matrix(client: &Client) -> Vec<Value> {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        elementMatrix(statute: \"s.3\") {
            charge element coverage gaps evidence { exhibitRef standing } suspect { id } } } }";
    let data = client.ask(query, json!({ "reference": REFERENCE })).await;
    let rows = data["investigation"]["elementMatrix"].as_array().unwrap();
    assert!(rows.iter().all(|row| row["suspect"]["id"] == id("Juma Saba").to_string()));
    rows.iter()
        .map(|row| json!([row["element"], row["coverage"], row["gaps"], row["evidence"]]))
        .collect()
}

async fn prosecution(client: &Client) -> Value {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        prosecutionFile {
            id reference version agency { code } investigation { reference }
            charges {
                number status blocked iccsCode particulars suspect { name { full } }
                elements { element mandatory strength evidenceItemIds }
                history { status amended reason } filing { court caseNumber } verdict { verdict }
                sentence { type term { years months } fine { amount currency }
                    restitution { amount } forfeiture preventionOrder { until } } }
            courtDiary { number type court on { earliest } held { result next } }
            witnessMeasures { witness measures } } } }";
    client.ask(query, json!({ "reference": REFERENCE })).await["investigation"]["prosecutionFile"]
        .clone()
}

/// A file with a suspect, a telephone, a ledger, and a report that came under Europol's H1.
async fn investigate(akinyi: &Client) -> Uuid {
    let file = case::open(akinyi, REFERENCE, &[]).await;
    case::nominate(akinyi, file, "Juma Saba").await;
    case::seize(akinyi, file, PHONE, "DIGITAL_DEVICE").await;
    case::seize(akinyi, file, LEDGER, "DOCUMENT").await;
    let h1 = with(case::released_to(&[]), json!({ "europol": ["H1"] }));
    let report = with(case::identifying(file, REPORT, "DOCUMENT"), json!({ "handling": h1 }));
    akinyi.send("identifyExhibit", report).await.accepted();
    akinyi.send("seizeExhibit", case::seizing(REPORT)).await.accepted();
    file
}

#[tokio::test]
async fn a_charge_is_approved_once_it_is_proved_and_nobody_waits_for_a_review() {
    let server = Server::start().await;
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let file = investigate(&akinyi).await;
    refer_and_open(&akinyi, &njeri, file).await;

    let secret = propose(&njeri, &[LEDGER, REPORT]).await.refused();
    refused(&secret, Some("P3"), "EXHIBIT_NOT_FOR_COURT", &["elements"], "MEANS");
    propose(&njeri, &[]).await.accepted();
    let proved = json!([{ "exhibitRef": PHONE, "standing": "ADMISSIBLE" }]);
    let act = json!(["ACT", "PROVED", [], proved]);
    let purpose = json!(["PURPOSE", "PROVED", [], proved]);
    let gap = json!(["MEANS", "GAP", ["NO_EXHIBIT"], []]);
    assert_eq!(matrix(&njeri).await, [act.clone(), gap, purpose.clone()]);
    let gap = approve(&njeri).await.refused();
    refused(&gap, Some("P1"), "ELEMENT_UNPROVED", &[], "MEANS");
    let secret = amend(&njeri, &[REPORT]).await.refused();
    refused(&secret, Some("P3"), "EXHIBIT_NOT_FOR_COURT", &["elements"], "MEANS");

    amend(&njeri, &[LEDGER]).await.accepted();
    let proved = json!([{ "exhibitRef": LEDGER, "standing": "ADMISSIBLE" }]);
    let means = json!(["MEANS", "PROVED", [], proved]);
    assert_eq!(matrix(&njeri).await, [act.clone(), means.clone(), purpose.clone()]);
    assert_eq!(
        matrix(&akinyi).await,
        [act, means, purpose],
        "the investigators see what is missing, too"
    );

    let flag = json!({ "suspectId": id("Juma Saba"), "indicatorSet": ["DebtBondage"] });
    akinyi.send("flagPossibleVictim", flag).await.accepted();
    let victim = approve(&njeri).await.refused();
    refused(&victim, Some("P2"), "SUSPECT_MAY_BE_VICTIM", &[], "non-punishment review");
    assert_eq!(prosecution(&njeri).await["charges"][0]["blocked"], true);
    let review = |decision: &str| {
        json!({
            "suspectId": id("Juma Saba"), "decision": decision, "provision": provision("s.14"),
            "reasons": "He gave the orders.",
        })
    };
    njeri.send("reviewNonpunishment", review("DO_NOT_PROCEED")).await.accepted();
    let spared = approve(&njeri).await.refused();
    refused(&spared, Some("P2"), "SUSPECT_NOT_TO_BE_PUNISHED", &[], "refuse or withdraw");
    njeri.send("reviewNonpunishment", review("PROCEED")).await.accepted();
    approve(&njeri).await.accepted();

    let before = server.database().events().await;
    approve(&njeri).await.accepted();
    assert_eq!(server.database().events().await, before, "approved again, nothing happens");
    try_in_court(&njeri).await;
    everybody_reads_what_is_theirs(&server).await;
}

async fn refer_and_open(akinyi: &Client, njeri: &Client, file: Uuid) {
    let open = json!({
        "investigationId": file, "prosecutionFileId": id("prosecution"),
        "reference": "ODPP/CT/0971/2026",
    });
    let unknown = njeri.send("openProsecutionFile", open.clone()).await.refused();
    assert_eq!(unknown.code, "NOT_FOUND", "nobody learns of a file that was not shared");
    let join = json!({
        "investigationId": file, "user": "njeri", "agency": "KE-ODPP", "role": "PROSECUTOR",
    });
    akinyi.send("assignTeamMember", join).await.accepted();
    let early = njeri.send("openProsecutionFile", open.clone()).await.refused();
    refused(&early, None, "NOT_REFERRED", &["investigationId"], "refer it first");
    akinyi.send("submitForReview", json!({ "investigationId": file })).await.accepted();
    let refer = json!({ "investigationId": file, "agency": "KE-ODPP" });
    akinyi.send("referToProsecutor", refer).await.accepted();
    let police = akinyi.send("openProsecutionFile", open.clone()).await.refused();
    assert_eq!(police.code, "ROLE_MAY_NOT_WRITE");
    njeri.send("openProsecutionFile", open).await.accepted();
    let another = njeri.send("openProsecutionFile", json!({ "investigationId": file })).await;
    assert_eq!(another.refused().code, "ALREADY_PROSECUTED");
}

async fn try_in_court(njeri: &Client) {
    let case = json!({ "number": 1, "court": COURT, "caseNumber": "MCCR/E971/2026" });
    let plea = json!({ "type": "PLEA", "court": COURT, "on": at("2026-04-02T09:00+03:00") });
    let early = njeri.send("scheduleCourtEvent", of(plea.clone())).await.refused();
    refused(&early, None, "TOO_EARLY_IN_COURT", &["type"], "a charge that was filed");
    let trial = json!({ "type": "TRIAL", "court": COURT, "on": at("2026-06-11") });
    let held = json!({
        "number": 1, "result": "Not guilty pleaded.", "next": trial,
        "occurred": at("2026-04-02T09:40+03:00"),
    });
    let measures = json!({
        "witness": "VIC-KE-2026-0971", "measures": ["SCREENS", "VIDEO_LINK"],
    });
    let sentence = json!({
        "type": "IMPRISONMENT", "term": { "years": 30 },
        "fine": { "amount": "30000000", "currency": "KES" },
        "restitution": { "amount": "640000", "currency": "KES" },
        "forfeiture": "The minibus.", "preventionOrder": { "until": "2056-06-30" },
    });
    for (mutation, input) in [
        ("fileCharge", case),
        ("scheduleCourtEvent", plea),
        ("holdCourtEvent", held),
        ("orderWitnessMeasures", measures),
        ("recordVerdict", json!({ "number": 1, "verdict": "GUILTY" })),
        ("recordSentence", json!({ "number": 1, "sentence": sentence })),
    ] {
        let payload = njeri.send(mutation, of(input)).await;
        assert_eq!(payload.user_errors, [], "{mutation}");
    }
}

async fn everybody_reads_what_is_theirs(server: &Server) {
    let akinyi = server.client("akinyi");
    let read = prosecution(&akinyi).await;
    assert_eq!(read, prosecution(&server.client("njeri")).await);
    assert_eq!(read["agency"]["code"], "KE-ODPP");
    assert_eq!(read["investigation"]["reference"], REFERENCE);
    let charge = &read["charges"][0];
    assert_eq!(charge["status"], "DECIDED");
    assert_eq!(charge["blocked"], false);
    assert_eq!(charge["suspect"]["name"]["full"], "Juma Saba");
    assert_eq!(charge["filing"], json!({ "court": COURT, "caseNumber": "MCCR/E971/2026" }));
    assert_eq!(charge["verdict"]["verdict"], "GUILTY");
    assert_eq!(charge["sentence"]["type"], "IMPRISONMENT");
    assert_eq!(charge["sentence"]["term"], json!({ "years": 30, "months": 0 }));
    assert_eq!(charge["elements"][1]["evidenceItemIds"], json!([id(LEDGER)]));
    let steps: Vec<_> =
        charge["history"].as_array().unwrap().iter().map(|s| &s["status"]).collect();
    assert_eq!(steps, ["PROPOSED", "PROPOSED", "APPROVED", "FILED", "DECIDED"]);
    assert_eq!(charge["history"][1]["amended"], true);
    let diary = &read["courtDiary"];
    assert_eq!(diary[0]["held"], json!({ "result": "Not guilty pleaded.", "next": 2 }));
    assert_eq!((&diary[1]["type"], &diary[1]["held"]), (&json!("TRIAL"), &Value::Null));
    assert_eq!(read["witnessMeasures"][0]["measures"], json!(["SCREENS", "VIDEO_LINK"]));

    let node =
        "query ($id: ID!) { node(id: $id) { __typename ... on ProsecutionFile { reference } } }";
    let variables = json!({ "id": id("prosecution") });
    let found = akinyi.ask(node, variables.clone()).await;
    assert_eq!(found["node"]["reference"], "ODPP/CT/0971/2026");
    let guyo = server.client("guyo");
    assert_eq!(guyo.ask(node, variables).await["node"], Value::Null, "another agency's file");
    let stranger = guyo.send("approveCharge", of(json!({ "number": 1 }))).await.refused();
    assert_eq!(
        (stranger.code.as_str(), stranger.path),
        ("NOT_FOUND", vec!["prosecutionFileId".into()])
    );

    let lines = case::timeline(&akinyi, REFERENCE).await;
    for kind in [
        "opened",
        "charge_proposed",
        "charge_amended",
        "charge_approved",
        "charge_filed",
        "court_event_held",
        "witness_measures_ordered",
        "verdict_recorded",
        "sentence_recorded",
    ] {
        let of_kind = |line: &&Value| line["kind"] == format!("prosecution.{kind}");
        let found: Vec<_> = lines.iter().filter(of_kind).collect();
        assert_eq!(found.len(), 1, "{kind}");
        assert_eq!(found[0]["about"], "ODPP/CT/0971/2026", "{kind}");
    }
    let scheduled = |line: &&Value| line["kind"] == "prosecution.court_event_scheduled";
    assert_eq!(lines.iter().filter(scheduled).count(), 2);
}

#[tokio::test]
async fn a_charge_is_refused_or_withdrawn_and_leaves_the_matrix() {
    let server = Server::start().await;
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let file = investigate(&akinyi).await;
    refer_and_open(&akinyi, &njeri, file).await;
    propose(&njeri, &[]).await.accepted();
    propose(&njeri, &[LEDGER]).await.accepted();
    assert_eq!(matrix(&njeri).await.len(), 6);
    let reason = "No realistic prospect of conviction.";
    let refuse = json!({ "number": 1, "reason": reason });
    njeri.send("refuseCharge", of(refuse)).await.accepted();
    let withdraw = json!({ "number": 2, "reason": "The witness died." });
    njeri.send("withdrawCharge", of(withdraw)).await.accepted();
    assert!(matrix(&njeri).await.is_empty());
    let read = prosecution(&njeri).await;
    assert_eq!(read["charges"][0]["history"][1]["reason"], reason);
    assert_eq!(read["charges"][1]["status"], "WITHDRAWN");
    let late = approve(&njeri).await.refused();
    refused(&late, None, "NOT_ALLOWED_IN", &["number"], "REFUSED");

    let nobody = with(accusation(&[]), json!({ "suspectId": id("nobody") }));
    let nobody = njeri.send("proposeCharge", of(nobody)).await.refused();
    refused(&nobody, None, "SUSPECT_UNKNOWN", &["suspectId"], "one of its suspects");
    let foreign = propose(&njeri, &["JM/79"]).await.refused();
    refused(&foreign, None, "EXHIBIT_UNKNOWN", &["elements", "evidence"], "MEANS");
}
