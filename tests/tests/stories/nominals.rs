//! Nominals: what sources say of an identity, side by side, in the records of one agency.

use mpaka_tests::case::{self, exhibit, id, provision, released_to, with};
use mpaka_tests::client::Refusal;
use mpaka_tests::{Client, Payload, Server};
use serde_json::{Value, json};

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

#[tokio::test]
async fn an_agency_has_one_record_of_a_vehicle_and_knows_who_drives_it() {
    let server = Server::start().await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    let van = |reference: &str| {
        let selector = json!({ "plate": { "country": "KE", "text": "KZX 118C" } });
        with(beginning(reference, &[]), json!({ "selector": selector }))
    };
    akinyi.send("recordObjectNominal", van("TOCU/O/1")).await.accepted();
    let twice = akinyi.send("recordObjectNominal", van("TOCU/O/2")).await.refused();
    refused(&twice, Some("NOM-7"), "IDENTITY_TAKEN", &["selector"], "by its selector");
    harriet.send("recordObjectNominal", van("NMC/O/1")).await.accepted();
    let unread = with(beginning("TOCU/O/3", &[]), json!({ "selector": { "imei": "12" } }));
    let unread = akinyi.send("recordObjectNominal", unread).await.refused();
    assert_eq!(unread.path, ["selector", "imei"]);

    for fact in [
        json!({ "description": "white, a dent in the left door" }),
        json!({ "genuineness": "COUNTERFEIT" }),
        json!({ "status": "STOLEN" }),
    ] {
        akinyi.send("assertObjectFact", asserting("TOCU/O/1", fact, "JM/1")).await.accepted();
    }
    akinyi.send("recordPersonNominal", beginning(FIRST, &[])).await.accepted();
    let drives = |van: &str| json!({ "use": { "objectId": id(van), "kind": "DRIVES" } });
    let theirs = assert_of(&akinyi, FIRST, drives("NMC/O/1"), "JM/2").await.refused();
    refused(&theirs, Some("NOM-8"), "NOT_OF_YOUR_AGENCY", &["fact"], "begin one first");
    assert_of(&akinyi, FIRST, drives("TOCU/O/1"), "JM/2").await.accepted();
    let another = json!({ "relation": { "objectId": id("TOCU/O/1"), "kind": "SAME_THING" } });
    let itself = akinyi.send("assertObjectFact", asserting("TOCU/O/1", another, "JM/2")).await;
    refused(&itself.refused(), Some("NOM-8"), "NAMES_ITSELF", &["fact"], "with itself");

    let query = "query ($id: NominalId!, $node: ID!) { objectNominal(id: $id) {
            kind selector { display } reference
            facts { description genuineness status standing }
            mentions { toldIn { reference about }
                fact { ... on PersonFact { use { kind object { reference } } } } } }
        node(id: $node) { ... on ObjectNominal { kind version } } }";
    let asked = json!({ "id": id("TOCU/O/1"), "node": id("TOCU/O/1") });
    let data = akinyi.ask(query, asked.clone()).await;
    let seen = &data["objectNominal"];
    assert_eq!(
        (&seen["kind"], &seen["selector"]["display"]),
        (&json!("VEHICLE"), &json!("KZX118C (KE)"))
    );
    assert_eq!(seen["facts"][1]["genuineness"], "COUNTERFEIT");
    assert_eq!(seen["facts"][2]["status"], "STOLEN");
    let told = json!([{
        "toldIn": { "reference": FIRST, "about": "PERSON" },
        "fact": { "use": { "kind": "DRIVES", "object": { "reference": "TOCU/O/1" } } },
    }]);
    assert_eq!(seen["mentions"], told);
    assert_eq!(data["node"], json!({ "kind": "VEHICLE", "version": 4 }));
    assert_eq!(harriet.ask(query, asked).await, json!({ "objectNominal": null, "node": null }));

    let contest = against("TOCU/O/1", 3, "It was given back.");
    akinyi.send("contestObjectFact", contest).await.accepted();
    akinyi.send("withdrawObjectFact", against("TOCU/O/1", 1, "Another van.")).await.accepted();
    let retain =
        json!({ "nominalId": id("TOCU/O/1"), "reviewOn": "2029-01-01", "reason": "Open." });
    akinyi.send("retainObjectNominal", retain).await.accepted();
    let expire = json!({ "nominalId": id("TOCU/O/1"), "reason": "It was scrapped." });
    akinyi.send("expireObjectNominal", expire).await.accepted();
    let query = "query ($filter: NominalFilter) { nominals(filter: $filter) { nodes {
        ... on ObjectNominal { status reviewOn reviews { reason reviewOn }
            facts { standing } } } } }";
    let filter = json!({ "filter": { "about": ["OBJECT"], "status": "EXPIRED" } });
    let nodes = &akinyi.ask(query, filter).await["nominals"]["nodes"];
    let expected = json!([{
        "status": "EXPIRED",
        "reviewOn": "2029-01-01",
        "reviews": [
            { "reason": "Open.", "reviewOn": "2029-01-01" },
            { "reason": "It was scrapped.", "reviewOn": null },
        ],
        "facts": [
            { "standing": "WITHDRAWN" }, { "standing": "ASSERTED" }, { "standing": "CONTESTED" },
        ],
    }]);
    assert_eq!(nodes, &expected);
}

#[tokio::test]
async fn a_group_is_told_of_and_who_belongs_to_it_in_the_records_of_persons() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    for group in ["TOCU/G/1", "TOCU/G/2"] {
        akinyi.send("recordGroup", beginning(group, &[])).await.accepted();
    }
    for fact in [
        json!({ "name": "the Dheere brothers" }),
        json!({ "kind": "RECRUITMENT_AGENCY" }),
        json!({ "area": "KE-30" }),
        json!({ "selector": { "phone": PHONE } }),
        json!({ "description": "keeps the passports of those it places" }),
        json!({ "relation": { "groupId": id("TOCU/G/2"), "kind": "FRONT_FOR" } }),
    ] {
        akinyi.send("assertGroupFact", asserting("TOCU/G/1", fact, "JM/1")).await.accepted();
    }
    akinyi.send("recordPersonNominal", beginning(FIRST, &[])).await.accepted();
    let belongs = json!({ "membership": { "groupId": id("TOCU/G/1"), "roles": ["RECRUITER"] } });
    assert_of(&akinyi, FIRST, belongs, "JM/2").await.accepted();
    let person = json!({ "membership": { "groupId": id(FIRST) } });
    let person = assert_of(&akinyi, FIRST, person, "JM/2").await.refused();
    assert_eq!(person.rule.as_deref(), Some("NOM-8"));

    let query = "query ($id: NominalId!) { group(id: $id) {
        facts { name kind area selector { display } description
            relation { kind group { reference } } standing }
        mentions { toldIn { reference } fact { ... on PersonFact {
            membership { roles group { reference } } } } } } }";
    let seen = akinyi.ask(query, json!({ "id": id("TOCU/G/1") })).await["group"].clone();
    let facts = seen["facts"].as_array().unwrap();
    assert_eq!(facts[0]["name"], "the Dheere brothers");
    assert_eq!(
        (&facts[1]["kind"], &facts[2]["area"]),
        (&json!("RECRUITMENT_AGENCY"), &json!("KE-30"))
    );
    assert_eq!(facts[3]["selector"]["display"], PHONE);
    assert_eq!(
        facts[5]["relation"],
        json!({ "kind": "FRONT_FOR", "group": { "reference": "TOCU/G/2" } })
    );
    let told = json!([{
        "toldIn": { "reference": FIRST },
        "fact": { "membership": { "roles": ["RECRUITER"], "group": { "reference": "TOCU/G/1" } } },
    }]);
    assert_eq!(seen["mentions"], told);

    akinyi.send("contestGroupFact", against("TOCU/G/1", 6, "Two tills.")).await.accepted();
    akinyi.send("withdrawGroupFact", against("TOCU/G/1", 1, "A nickname.")).await.accepted();
    let retain =
        json!({ "nominalId": id("TOCU/G/1"), "reviewOn": "2029-01-01", "reason": "Open." });
    akinyi.send("retainGroup", retain).await.accepted();
    let expire = json!({ "nominalId": id("TOCU/G/2"), "reason": "It fell apart." });
    akinyi.send("expireGroup", expire).await.accepted();
    let query = "query ($node: ID!, $filter: NominalFilter) {
        node(id: $node) { ... on Group { version reviewOn facts { standing } } }
        nominals(filter: $filter) { nodes { ... on Group { reference } } } }";
    let filter = json!({ "about": ["GROUP"], "status": "EXPIRED" });
    let data = akinyi.ask(query, json!({ "node": id("TOCU/G/1"), "filter": filter })).await;
    assert_eq!(
        (&data["node"]["version"], &data["node"]["reviewOn"]),
        (&json!(10), &json!("2029-01-01"))
    );
    let standings = data["node"]["facts"].as_array().unwrap();
    let standings: Vec<_> =
        standings.iter().map(|fact| fact["standing"].as_str().unwrap()).collect();
    assert_eq!(standings[0], "WITHDRAWN");
    assert_eq!(standings[5], "CONTESTED");
    assert_eq!(data["nominals"]["nodes"], json!([{ "reference": "TOCU/G/2" }]));
}
