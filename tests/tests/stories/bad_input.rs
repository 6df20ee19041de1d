//! Bad input: each a typed error that says what to do, and not one event written.

use mpaka_tests::case::{self, id, town, with};
use mpaka_tests::client::{Answer, answer};
use mpaka_tests::{Client, Refusal, Server};
use reqwest::header::{ACCEPT, CONTENT_TYPE};
use serde_json::{Value, json};
use uuid::Uuid;

/// Where the stories begin: a file with a suspect, a journey and an exhibit in akinyi's hands.
async fn begun() -> (Server, Client, Uuid) {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0921", &[]).await;
    case::nominate(&akinyi, file, "Juma Tatu").await;
    akinyi.send("startJourney", case::starting(file, "G-9", 6)).await.accepted();
    let leg = json!({ "journeyId": id("G-9"), "leg": case::leg("Eastleigh", "Isiolo", 10) });
    akinyi.send("recordLeg", leg).await.accepted();
    case::seize(&akinyi, file, "JM/1", "DIGITAL_DEVICE").await;
    (server, akinyi, file)
}

#[tokio::test]
async fn a_request_that_is_malformed_is_refused_by_its_status_and_writes_nothing() {
    let (server, akinyi, _) = begun().await;
    let before = server.database().events().await;
    let timeline = case::timeline(&akinyi, "TOCU/2026/0921").await;

    let activate = "mutation { activateInvestigation(input: {}) { position } }";
    // Each on a connection of its own: a refusal may end the one that it was sent on.
    let raw = |kind: &'static str, body: String| {
        server.client("akinyi").request().header(CONTENT_TYPE, kind).body(body)
    };
    let query = |query: &str| json!({ "query": query }).to_string();
    let long = query(&format!("# {}\n{{ me {{ user }} }}", "x".repeat(256 * 1024)));
    let get = server.client("akinyi").get("/graphql").query(&[("query", activate)]);
    let cases = [
        ("malformed JSON", 400, "MALFORMED_JSON", raw("application/json", "{\"query\": ".into())),
        (
            "a batch",
            400,
            "BATCH_REFUSED",
            raw("application/json", format!("[{}]", query("{ me { user } }"))),
        ),
        ("no query", 400, "BAD_REQUEST", raw("application/json", "{}".into())),
        ("a body over the limit", 413, "PAYLOAD_TOO_LARGE", raw("application/json", long)),
        ("plain text", 415, "UNSUPPORTED_MEDIA_TYPE", raw("text/plain", query("{ me { user } }"))),
        (
            "a form",
            415,
            "UNSUPPORTED_MEDIA_TYPE",
            raw("multipart/form-data; boundary=x", "--x--".into()),
        ),
        ("a mutation by GET", 405, "METHOD_NOT_ALLOWED", get),
    ];
    for (what, status, code, request) in cases {
        let answer = answer(request).await;
        assert_eq!((answer.status.as_u16(), answer.code()), (status, code), "{what}");
        is_plain(what, answer.body["errors"][0]["message"].as_str().unwrap());
        assert_eq!(answer.body["data"], Value::Null, "{what}");
    }
    assert_eq!(server.database().events().await, before);
    assert_eq!(case::timeline(&akinyi, "TOCU/2026/0921").await, timeline);
}

#[tokio::test]
async fn a_body_over_the_limit_is_answered_and_not_cut_off() {
    let server = Server::start().await;
    for kib in [257, 300, 512, 1024] {
        for _ in 0..5 {
            let body = json!({ "query": "{ me { user } }", "pad": "x".repeat(kib * 1024) });
            let answer = server.client("akinyi").post(&body).await;
            assert_eq!(
                (answer.status.as_u16(), answer.code()),
                (413, "PAYLOAD_TOO_LARGE"),
                "{kib}"
            );
        }
    }
}

#[tokio::test]
async fn a_document_that_does_not_fit_the_schema_is_refused_before_it_runs() {
    let (server, akinyi, file) = begun().await;
    let before = server.database().events().await;
    let grounds = |input: Value| {
        let query =
            "mutation ($input: AddGroundsInput!) { addGrounds(input: $input) { position } }";
        json!({ "query": query, "variables": { "input": input } })
    };
    let suspect = id("Juma Tatu");
    for body in [
        json!({ "query": "{ me { user shoeSize } }" }),
        json!({ "query": "{ me { user }" }),
        json!({ "query": "{ me { user } } { me { user } }" }),
        json!({ "query": "query A { me { user } }", "operationName": "B" }),
        json!({ "query": "{ ...A } fragment A on Query { ...A }" }),
        grounds(json!({ "suspectId": suspect, "text": "x", "colour": "red" })),
        grounds(json!({ "suspectId": suspect })),
        grounds(json!({ "suspectId": "not a UUID", "text": "x" })),
        grounds(json!({ "suspectId": suspect, "text": 7 })),
        grounds(json!({ "suspectId": suspect, "text": "x", "purpose": "CURIOSITY" })),
    ] {
        let answer = under_the_specification(&akinyi, &body).await;
        assert_eq!(answer.status, 400, "{body}");
        assert_eq!(answer.body.get("data"), None, "nothing was carried out: {body}");
        assert!(answer.body["errors"][0]["message"].is_string(), "{body}");
    }
    // A schema that is not offered is not hinted at either.
    let misspelt = json!({ "query": "{ investigatio(reference: \"X\") { id } }" });
    let answer = under_the_specification(&akinyi, &misspelt).await;
    assert!(!answer.body.to_string().contains("Did you mean"), "{}", answer.body);
    assert_eq!(server.database().events().await, before);
    assert!(case::grounds(&akinyi, suspect).await.len() == 1 && file == id("TOCU/2026/0921"));
}

async fn under_the_specification(client: &Client, body: &Value) -> Answer {
    let accept = "application/graphql-response+json";
    answer(client.request().header(ACCEPT, accept).json(body)).await
}

#[tokio::test]
async fn a_value_that_cannot_be_read_is_refused_at_its_field() {
    let (server, akinyi, file) = begun().await;
    let before = server.database().events().await;
    let selector = |selector: Value| json!({ "suspectId": id("Juma Tatu"), "selector": selector });
    let mrz = "ZK00902188KEN8411095M3007181<<<<<<<<<<<<<<<4";
    let passport = json!({ "travelDocument": {
        "kind": "PASSPORT", "number": "ZK0090218", "issuer": "KE", "mrz": mrz,
    } });
    let leg = |more: Value| json!({ "journeyId": id("G-9"), "leg": with(case::leg("Isiolo", "Nairobi", 11), more) });
    let cases: [(&str, Value, &str, &[&str]); 8] = [
        (
            "recordSuspectSelector",
            selector(json!({ "imei": "001017004120766" })),
            "IMEI_CHECK_DIGIT",
            &["selector", "imei"],
        ),
        (
            "recordSuspectSelector",
            selector(passport),
            "MRZ_DOCUMENT_NUMBER_CHECK_DIGIT",
            &["selector", "travelDocument", "mrz"],
        ),
        (
            "recordSuspectSelector",
            selector(json!({ "phone": "0700 000 000" })),
            "MSISDN_PREFIX",
            &["selector", "phone"],
        ),
        (
            "openInvestigation",
            with(case::opening("TOCU/2026/0922", &[]), json!({ "territory": ["XX-99"] })),
            "SUBDIVISION_COUNTRY",
            &["territory"],
        ),
        (
            "openInvestigation",
            with(case::opening("TOCU/2026/0922", &[]), json!({ "territory": [] })),
            "TERRITORY_MISSING",
            &["territory"],
        ),
        (
            "recordLeg",
            leg(json!({ "depart": case::at("the day before yesterday") })),
            "TIME_FORMAT",
            &["leg", "depart", "value"],
        ),
        (
            "recordLeg",
            leg(json!({ "fee": { "amount": "12", "currency": "QQQ" } })),
            "CURRENCY_UNKNOWN",
            &["leg", "fee", "currency"],
        ),
        (
            "registerVictim",
            with(case::registering(file, "VIC-KE-2026-0001"), json!({ "alias": "Mercy" })),
            "VICTIM_ALIAS_FORMAT",
            &["alias"],
        ),
    ];
    for (mutation, input, code, path) in cases {
        let refusal = akinyi.send(mutation, input).await.refused();
        assert_eq!(refusal.path, path, "{mutation}: {refusal:?}");
        assert_eq!((refusal.code.as_str(), refusal.rule.as_deref()), (code, None), "{mutation}");
        is_plain(mutation, &refusal.message);
    }
    assert_eq!(server.database().events().await, before);
}

#[tokio::test]
async fn a_command_that_breaks_a_rule_is_refused_with_the_rule() {
    let (server, akinyi, file) = begun().await;
    let otieno = server.client("otieno");
    let naliaka = server.client("naliaka");
    let jm1 = id("JM/1");
    let offer = json!({
        "evidenceItemId": jm1, "to": "otieno", "toAgency": "KE-DCI-TOCU", "offeredFor": "EXAMINATION",
    });
    let not_the_custodian = otieno.send("offerCustody", offer.clone()).await.refused();
    refused_by("X1", "NOT_THE_CUSTODIAN", &[], &not_the_custodian);

    let accept = json!({
        "evidenceItemId": jm1, "sealOk": true, "condition": "As photographed.",
        "place": town("Eastleigh"),
    });
    let nothing = otieno.send("acceptCustody", accept.clone()).await.refused();
    refused_by("X2", "NOTHING_OFFERED", &[], &nothing);
    akinyi.send("offerCustody", offer).await.accepted();
    let before = server.database().events().await;
    let timeline = case::timeline(&akinyi, "TOCU/2026/0921").await;

    let wrong_person = naliaka.send("acceptCustody", accept.clone()).await.refused();
    refused_by("X2", "NOT_THE_RECIPIENT", &[], &wrong_person);
    let nor_the_giver = akinyi.send("acceptCustody", accept).await.refused();
    refused_by("X2", "NOT_THE_RECIPIENT", &[], &nor_the_giver);
    let examine = json!({
        "evidenceItemId": jm1, "action": "Read messages", "examiner": "Sgt. Pendo Achwal",
        "results": "None.",
    });
    let in_transfer = akinyi.send("examineExhibit", examine).await.refused();
    refused_by("X3", "NO_EXAMINATION_IN_TRANSFER", &[], &in_transfer);

    let elsewhere = json!({ "journeyId": id("G-9"), "leg": case::leg("Marsabit", "Nairobi", 11) });
    let where_no_one_was = akinyi.send("recordLeg", elsewhere).await.refused();
    refused_by("J1", "LEG_STARTS_WHERE_NO_ONE_WAS", &["leg", "from"], &where_no_one_was);
    let early = json!({ "journeyId": id("G-9"), "leg": case::leg("Isiolo", "Nairobi", 9) });
    let too_early = akinyi.send("recordLeg", early).await.refused();
    refused_by("J1", "LEG_LEAVES_TOO_EARLY", &["leg", "depart"], &too_early);

    let again = with(case::opening("tocu/2026/0921", &[]), json!({ "investigationId": id("2") }));
    let taken = otieno.send("openInvestigation", again).await.refused();
    refused_by("INV-I1", "DUPLICATE_REFERENCE", &["reference"], &taken);

    let identify = with(
        case::identifying(file, "JM/2", "DOCUMENT"),
        json!({ "handling": case::released_to(&[]) }),
    );
    akinyi.send("identifyExhibit", identify).await.accepted();
    let same_mark = with(case::seizing("JM/2"), json!({ "exhibitRef": "JM/1" }));
    let mark_taken = akinyi.send("seizeExhibit", same_mark).await.refused();
    refused_by("X7", "DUPLICATE_EXHIBIT_REF", &["exhibitRef"], &mark_taken);

    let suspect = json!({ "suspectId": id("Juma Tatu"), "to": "SUSPECT", "basis": "A feeling." });
    let weak = akinyi.send("changeSuspectStatus", suspect).await.refused();
    refused_by("S1", "GROUNDS_TOO_WEAK", &["to"], &weak);

    assert_eq!(server.database().events().await, before + 1, "JM/2 alone was identified");
    let after = case::timeline(&akinyi, "TOCU/2026/0921").await;
    assert_eq!(after.len(), timeline.len() + 1);
}

#[tokio::test]
async fn a_stale_version_is_refused_and_the_right_one_is_not() {
    let (server, akinyi, _) = begun().await;
    let suspect = id("Juma Tatu");
    case::add_grounds(&akinyi, suspect, "Seen again.").await.accepted();
    let before = server.database().events().await;
    let expecting = |version: i64| json!({ "suspectId": suspect, "text": "With a version.", "expectedVersion": version });
    for version in [0, 1, 3] {
        let stale = akinyi.send("addGrounds", expecting(version)).await.refused();
        assert_eq!((stale.code.as_str(), stale.rule.as_deref()), ("STALE_VERSION", None));
        assert_eq!(stale.path, ["expectedVersion"]);
        assert!(stale.message.contains("version 2"), "{}", stale.message);
    }
    assert_eq!(server.database().events().await, before);
    akinyi.send("addGrounds", expecting(2)).await.accepted();
}

#[track_caller]
fn refused_by(rule: &str, code: &str, path: &[&str], refusal: &Refusal) {
    assert_eq!((refusal.rule.as_deref(), refusal.code.as_str()), (Some(rule), code));
    assert_eq!(refusal.path, path, "{refusal:?}");
    is_plain(code, &refusal.message);
}

/// A message for people: words, and nothing of how the program is made.
#[track_caller]
fn is_plain(what: &str, message: &str) {
    assert!(message.split(' ').count() >= 4, "{what}: {message}");
    for mark in ["::", "{", "}", "Error", "panicked", "sqlx", "\\", "Some("] {
        assert!(!message.contains(mark), "{what}: {message}");
    }
}
