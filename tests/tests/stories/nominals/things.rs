//! Objects and groups: one record a selector, who uses what, and who belongs to what.

use mpaka_tests::Server;
use mpaka_tests::case::{id, with};
use serde_json::json;

use super::{FIRST, PHONE, against, assert_of, asserting, beginning, refused};

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
