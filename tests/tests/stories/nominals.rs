//! Nominals: what sources say of an identity, side by side, in the records of one agency.

use mpaka_tests::case::{self, exhibit, id, provision, released_to, with};
use mpaka_tests::client::Refusal;
use mpaka_tests::{Client, Payload, Server};
use serde_json::{Value, json};

mod things;

const FIRST: &str = "TOCU/N/2026/0007";
const SECOND: &str = "TOCU/N/2026/0008";
const PHONE: &str = "+254199000141";

/// The input that begins a record under its reference; its id is that of the reference.
fn beginning(reference: &str, recipients: &[&str]) -> Value {
    json!({
        "nominalId": id(reference),
        "reference": reference,
        "reviewOn": "2028-03-01",
        "legalBasis": provision("s.3"),
        "purpose": "INVESTIGATE",
        "handling": released_to(recipients),
    })
}

/// The input that asserts a fact of a record on an exhibit.
#[expect(clippy::needless_pass_by_value, reason = "a test reads better without borrows")]
fn asserting(reference: &str, fact: Value, mark: &str) -> Value {
    json!({ "nominalId": id(reference), "fact": fact, "source": exhibit(mark) })
}

async fn assert_of(client: &Client, reference: &str, fact: Value, mark: &str) -> Payload {
    client.send("assertPersonFact", asserting(reference, fact, mark)).await
}

/// An input that speaks against a fact.
fn against(reference: &str, number: u32, reason: &str) -> Value {
    json!({ "nominalId": id(reference), "number": number, "reason": reason })
}

#[track_caller]
fn refused(refusal: &Refusal, rule: Option<&str>, code: &str, path: &[&str], what: &str) {
    assert_eq!((refusal.rule.as_deref(), refusal.code.as_str()), (rule, code));
    assert_eq!(refusal.path, path);
    assert!(refusal.message.contains(what), "{}", refusal.message);
}

const FACT: &str = "number standing name { full script culture parts { kind value } }
    birth { earliest basis defaultJanFirst } nationality gender selector { kind display }
    document { kind genuineness document { display } } description
    association { kind person { id reference } detail }
    source { kind reference } recordedAt recordedBy objections { withdraws reason recordedBy }";

async fn facts(client: &Client, reference: &str, arguments: &str) -> Vec<Value> {
    let query = format!(
        "query ($id: NominalId!) {{ personNominal(id: $id) {{ facts{arguments} {{ {FACT} }} }} }}"
    );
    let data = client.ask(&query, json!({ "id": id(reference) })).await;
    data["personNominal"]["facts"].as_array().cloned().unwrap_or_default()
}

fn standings(facts: &[Value]) -> Vec<Value> {
    facts.iter().map(|fact| json!([fact["number"], fact["standing"]])).collect()
}

/// The references of the records that a client lists.
async fn listed(client: &Client, filter: Value) -> Vec<Value> {
    let query = "query ($filter: NominalFilter) { nominals(filter: $filter) { nodes {
        ... on PersonNominal { reference agency { code } } } } }";
    let data = client.ask(query, json!({ "filter": filter })).await;
    data["nominals"]["nodes"].as_array().unwrap().clone()
}

fn somali_name() -> Value {
    json!({ "name": {
        "full": "Cabdi Xasan Yuusuf",
        "culture": "SOMALI",
        "parts": [
            { "kind": "GIVEN", "value": "Cabdi" },
            { "kind": "FATHER", "value": "Xasan" },
            { "kind": "NICKNAME", "value": "Dheere" },
        ],
    } })
}

#[tokio::test]
async fn what_sources_say_of_a_person_stands_side_by_side() {
    let server = Server::start().await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    akinyi.send("recordPersonNominal", beginning(FIRST, &[])).await.accepted();
    akinyi.send("recordPersonNominal", beginning(SECOND, &["UK-NMC"])).await.accepted();

    let nowhere = json!({ "nominalId": id(FIRST), "fact": somali_name() });
    let nowhere = akinyi.send("assertPersonFact", nowhere).await.refused();
    refused(&nowhere, Some("NOM-2"), "SOURCE_MISSING", &["source"], "every fact names");
    assert_of(&akinyi, FIRST, somali_name(), "JM/1").await.accepted();
    let before = server.database().events().await;
    assert_of(&akinyi, FIRST, somali_name(), "JM/1").await.accepted();
    assert_eq!(server.database().events().await, before, "said again, nothing happens");

    for (value, mark) in [("1984-01-01", "JM/1"), ("1987-06-14", "JM/2")] {
        let birth = json!({ "birth": { "value": value, "basis": "DOCUMENT" } });
        assert_of(&akinyi, FIRST, birth, mark).await.accepted();
    }
    for fact in [
        json!({ "nationality": "SO" }),
        json!({ "gender": "Masculine" }),
        json!({ "selector": { "phone": PHONE } }),
        json!({ "selector": { "travelDocument": {
            "kind": "PASSPORT", "number": "P00417188", "issuer": "SO", "genuineness": "FORGED" } } }),
        json!({ "description": "tall, a scar over the left eye" }),
        json!({ "association": {
            "personId": id(SECOND), "kind": "DIRECTS", "detail": "gives the numbers to call" } }),
    ] {
        assert_of(&akinyi, FIRST, fact, "JM/3").await.accepted();
    }
    let all = facts(&akinyi, FIRST, "").await;
    assert_eq!(all[0]["name"]["parts"][2], json!({ "kind": "NICKNAME", "value": "Dheere" }));
    assert_eq!(all[0]["name"]["script"], "LATIN");
    assert_eq!(all[1]["birth"]["defaultJanFirst"], true);
    assert_eq!(all[2]["birth"]["earliest"], "1987-06-14");
    assert_eq!(all[3]["nationality"], "SO");
    assert_eq!(all[4]["gender"], "Masculine");
    assert_eq!(all[5]["selector"], json!({ "kind": "PHONE", "display": PHONE }));
    assert_eq!(all[6]["document"]["genuineness"], "FORGED", "a document, whichever way it came");
    assert_eq!(all[7]["description"], "tall, a scar over the left eye");
    assert_eq!(all[8]["association"]["person"]["reference"], SECOND);
    assert_eq!(all[8]["association"]["detail"], "gives the numbers to call");

    assert!(facts(&harriet, FIRST, "").await.is_empty(), "another agency's record is not shown");
    let mentions = "query ($id: NominalId!) { personNominal(id: $id) { reference
        mentions { toldIn { reference } fact { ... on PersonFact { association { kind } } } } } }";
    let second = json!({ "id": id(SECOND) });
    let seen = akinyi.ask(mentions, second.clone()).await;
    let told = json!([{ "toldIn": { "reference": FIRST }, "fact": { "association": { "kind": "DIRECTS" } } }]);
    assert_eq!(seen["personNominal"]["mentions"], told);
    let seen = harriet.ask(mentions, second).await;
    assert_eq!(seen["personNominal"], json!({ "reference": SECOND, "mentions": [] }));
    let theirs = assert_of(&harriet, SECOND, somali_name(), "JM/1").await.refused();
    refused(&theirs, Some("NOM-1"), "NOT_YOUR_RECORD", &["nominalId"], "record of your own");

    let by_phone = json!({ "selector": { "phone": PHONE } });
    assert_eq!(listed(&akinyi, by_phone.clone()).await.len(), 1);
    assert_eq!(listed(&harriet, by_phone).await.len(), 0);
    assert_eq!(listed(&akinyi, json!({})).await.len(), 2);
    let shared = json!({ "reference": SECOND, "agency": { "code": "KE-DCI-TOCU" } });
    assert_eq!(listed(&harriet, json!({})).await, [shared]);
    assert!(
        listed(&server.client("petra"), json!({})).await.is_empty(),
        "auditors read no content"
    );
}

#[tokio::test]
async fn nothing_that_was_said_is_edited_and_what_was_believed_is_still_told() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    akinyi.send("recordPersonNominal", beginning(FIRST, &[])).await.accepted();
    assert_of(&akinyi, FIRST, somali_name(), "JM/1").await.accepted();
    assert_of(&akinyi, FIRST, json!({ "nationality": "SO" }), "JM/1").await.accepted();

    let unknown = akinyi.send("withdrawPersonFact", against(FIRST, 9, "Misread.")).await.refused();
    refused(&unknown, Some("NOM-3"), "NO_SUCH_FACT", &["number"], "no fact 9");
    let doubt = against(FIRST, 1, "The passport shows another name.");
    akinyi.send("contestPersonFact", doubt.clone()).await.accepted();
    let believed = facts(&akinyi, FIRST, "").await;
    assert_eq!(standings(&believed), [json!([1, "CONTESTED"]), json!([2, "ASSERTED"])]);
    akinyi.send("withdrawPersonFact", against(FIRST, 1, "It was misread.")).await.accepted();
    let late = akinyi.send("contestPersonFact", against(FIRST, 1, "Still.")).await.refused();
    refused(&late, Some("NOM-3"), "FACT_WITHDRAWN", &["number"], "assert it anew");
    akinyi.send("contestPersonFact", doubt).await.accepted();

    let now = facts(&akinyi, FIRST, "").await;
    assert_eq!(standings(&now), [json!([1, "WITHDRAWN"]), json!([2, "ASSERTED"])]);
    assert_eq!(now[0]["name"]["full"], "Cabdi Xasan Yuusuf", "what was withdrawn stays to be seen");
    let objections = json!([
        { "withdraws": false, "reason": "The passport shows another name.", "recordedBy": "akinyi" },
        { "withdraws": true, "reason": "It was misread.", "recordedBy": "akinyi" },
    ]);
    assert_eq!(now[0]["objections"], objections);
    let standing = facts(&akinyi, FIRST, "(standing: [ASSERTED])").await;
    assert_eq!(standings(&standing), [json!([2, "ASSERTED"])]);
    let then = format!("(recordedAsOf: {})", now[0]["recordedAt"]);
    let then = facts(&akinyi, FIRST, &then).await;
    assert_eq!(standings(&then), [json!([1, "ASSERTED"])], "as it was believed on that day");

    let past = json!({ "nominalId": id(FIRST), "reviewOn": "2020-01-01", "reason": "Open." });
    let past = akinyi.send("retainPersonNominal", past).await.refused();
    refused(&past, Some("NOM-5"), "REVIEW_NOT_AHEAD", &["reviewOn"], "from tomorrow on");
    let expire = json!({ "nominalId": id(FIRST), "reason": "Nothing was heard of him." });
    akinyi.send("expirePersonNominal", expire).await.accepted();
    let given_up = assert_of(&akinyi, FIRST, json!({ "nationality": "ET" }), "JM/2").await;
    refused(&given_up.refused(), Some("NOM-5"), "RECORD_EXPIRED", &[], "retain it");
}

#[tokio::test]
async fn a_suspect_is_one_person_of_their_agency_and_no_timeline_tells_of_nominals() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0961", &[]).await;
    let events = "subscription ($after: String) { caseEvents(after: $after) { type } }";
    let start = akinyi.send("recordPersonNominal", beginning(FIRST, &[])).await.accepted();
    let mut following = akinyi.events(events, json!({ "after": start })).await;
    assert_of(&akinyi, FIRST, somali_name(), "JM/1").await.accepted();
    let harriet = server.client("harriet");
    let theirs = with(beginning("NMC/N/1", &["KE"]), json!({}));
    harriet.send("recordPersonNominal", theirs).await.accepted();

    let nominating = |nominal: &str| {
        with(case::nominating(file, "Juma Tano"), json!({ "nominalId": id(nominal) }))
    };
    for not_theirs in ["NMC/N/1", "nowhere"] {
        let not_theirs = akinyi.send("nominateSuspect", nominating(not_theirs)).await.refused();
        refused(&not_theirs, Some("NOM-6"), "NOMINAL_NOT_YOURS", &["nominalId"], "own agency's");
    }
    akinyi.send("nominateSuspect", nominating(FIRST)).await.accepted();
    let next = following.data().await;
    assert_eq!(
        next["caseEvents"]["type"], "suspect.nominated",
        "and nothing of the nominal before"
    );
    let kinds: Vec<_> = case::timeline(&akinyi, "TOCU/2026/0961")
        .await
        .iter()
        .map(|line| line["kind"].as_str().unwrap().to_owned())
        .collect();
    assert!(kinds.iter().all(|kind| !kind.contains("nominal.")), "{kinds:?}");

    akinyi.send("recordPersonNominal", beginning(SECOND, &[])).await.accepted();
    let suspect = json!({ "suspectId": id("Juma Tano") });
    let link = |nominal: &str| with(suspect.clone(), json!({ "nominalId": id(nominal) }));
    let two = akinyi.send("linkSuspectToNominal", link(SECOND)).await.refused();
    refused(&two, Some("NOM-6"), "ALREADY_LINKED", &["nominalId"], "unlink that one first");
    let held = "query ($id: SuspectId!, $node: ID!) {
        suspect(id: $id) { nominal { id reference facts { name { full } } } }
        node(id: $node) { id ... on PersonNominal { reference version } } }";
    let asked = json!({ "id": id("Juma Tano"), "node": id(FIRST) });
    let data = akinyi.ask(held, asked.clone()).await;
    assert_eq!(data["suspect"]["nominal"]["reference"], FIRST);
    assert_eq!(data["suspect"]["nominal"]["facts"][0]["name"]["full"], "Cabdi Xasan Yuusuf");
    assert_eq!(data["node"]["version"], 2);

    let unlink = with(suspect.clone(), json!({ "reason": "Two men of one name." }));
    akinyi.send("unlinkSuspectFromNominal", unlink).await.accepted();
    assert_eq!(akinyi.ask(held, asked.clone()).await["suspect"]["nominal"], Value::Null);
    akinyi.send("linkSuspectToNominal", link(SECOND)).await.accepted();
    let listed = "query ($reference: String!) { investigation(reference: $reference) {
        suspects { nodes { nominal { reference } } } } }";
    let data = akinyi.ask(listed, json!({ "reference": "TOCU/2026/0961" })).await;
    let nominals = json!([{ "nominal": { "reference": SECOND } }]);
    assert_eq!(data["investigation"]["suspects"]["nodes"], nominals);
}
