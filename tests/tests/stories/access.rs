//! Who sees what: the own agency's files, what was shared, and nothing of anything else.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use mpaka_tests::case::{self, id, protected, released_to, with};
use mpaka_tests::issuer::{self, Issuer};
use mpaka_tests::{Client, Server};
use serde_json::{Value, json};
use uuid::Uuid;

/// The references of the files that somebody finds in the list.
async fn listed(client: &Client) -> Vec<String> {
    let query = "{ investigations(first: 200) { edges { node { reference } } } }";
    let data = client.ask(query, json!({})).await;
    let edges = data["investigations"]["edges"].as_array().unwrap().iter();
    let mut listed: Vec<_> =
        edges.map(|edge| edge["node"]["reference"].as_str().unwrap().to_owned()).collect();
    listed.sort();
    listed
}

/// Whether somebody finds a file by its reference, and by its id.
async fn finds(client: &Client, reference: &str) -> bool {
    let query = "query ($reference: String!, $id: ID!) {
        investigation(reference: $reference) { id }
        node(id: $id) { id }
    }";
    let data = client.ask(query, json!({ "reference": reference, "id": id(reference) })).await;
    let (by_reference, by_id) = (!data["investigation"].is_null(), !data["node"].is_null());
    assert_eq!(by_reference, by_id, "a file is seen by reference and by id, or not at all");
    by_id
}

/// Whether somebody finds a record by its id.
async fn sees(client: &Client, record: Uuid) -> bool {
    let data =
        client.ask("query ($id: ID!) { node(id: $id) { id } }", json!({ "id": record })).await;
    !data["node"].is_null()
}

#[tokio::test]
async fn a_file_is_its_agencys_until_it_is_shared() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0931", &[]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    case::open(&akinyi, "TOCU/2026/0932", &["GB"]).await;
    case::open(&akinyi, "TOCU/2026/0933", &["UK-NMC", "KE-DCI-BUSIA"]).await;

    let shown: [(&str, &[&str]); 7] = [
        ("akinyi", &["TOCU/2026/0931", "TOCU/2026/0932", "TOCU/2026/0933"]),
        ("otieno", &["TOCU/2026/0931", "TOCU/2026/0932", "TOCU/2026/0933"]),
        ("harriet", &["TOCU/2026/0932", "TOCU/2026/0933"]),
        ("relay", &["TOCU/2026/0932", "TOCU/2026/0933"]),
        ("wafula", &["TOCU/2026/0933"]),
        ("guyo", &[]),
        ("osman", &[]),
    ];
    for (user, expected) in shown {
        let client = server.client(user);
        assert_eq!(listed(&client).await, expected, "{user}");
        for reference in ["TOCU/2026/0931", "TOCU/2026/0932", "TOCU/2026/0933"] {
            assert_eq!(finds(&client, reference).await, expected.contains(&reference), "{user}");
        }
    }

    let harriet = server.client("harriet");
    assert!(!sees(&harriet, suspect).await);
    let before = server.database().events().await;
    let nominate = |file: Uuid| with(case::nominating(file, "Not Mine"), json!({}));
    let hidden = harriet.send("nominateSuspect", nominate(file)).await.refused();
    let missing = harriet.send("nominateSuspect", nominate(id("no such file"))).await.refused();
    assert_eq!(hidden, missing, "what is hidden and what is not there answer the same");
    assert_eq!(
        (hidden.code.as_str(), &hidden.path[..]),
        ("NOT_FOUND", &["investigationId".into()][..])
    );
    let grounds = case::add_grounds(&harriet, suspect, "Not mine.").await.refused();
    assert_eq!(grounds.code, "NOT_FOUND");
    assert_eq!(server.database().events().await, before);

    let join = json!({
        "investigationId": file, "user": "harriet", "agency": "UK-NMC", "role": "INVESTIGATOR",
    });
    akinyi.send("assignTeamMember", join.clone()).await.accepted();
    assert!(finds(&harriet, "TOCU/2026/0931").await && sees(&harriet, suspect).await);
    assert!(!finds(&server.client("relay"), "TOCU/2026/0931").await, "a member, not the agency");
    let leave = json!({ "investigationId": file, "user": "harriet", "agency": "UK-NMC" });
    akinyi.send("removeTeamMember", leave).await.accepted();
    assert!(!finds(&harriet, "TOCU/2026/0931").await && !sees(&harriet, suspect).await);
}

#[tokio::test]
async fn a_fact_is_shared_without_its_file() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0934", &[]).await;
    let shared = json!({ "handling": released_to(&["UK-NMC"]) });
    akinyi.send("nominateSuspect", with(case::nominating(file, "Shared"), shared)).await.accepted();
    case::add_grounds(&akinyi, id("Shared"), "Kept back.").await.accepted();

    let harriet = server.client("harriet");
    let query = "query ($id: SuspectId!) { suspect(id: $id) {
        name { full } investigation { id } grounds { text } } }";
    let data = harriet.ask(query, json!({ "id": id("Shared") })).await;
    assert_eq!(data["suspect"]["name"]["full"], "Shared");
    assert_eq!(data["suspect"]["investigation"], Value::Null);
    let grounds = data["suspect"]["grounds"].as_array().unwrap();
    assert_eq!(grounds.len(), 1, "the grounds that were kept back are not shown: {grounds:?}");
    let write = case::add_grounds(&harriet, id("Shared"), "From abroad.").await.refused();
    assert_eq!(write.code, "NOT_YOUR_FILE", "who is not a party to the file does not write in it");
}

#[tokio::test]
async fn a_victims_identity_is_for_those_who_look_after_them() {
    let server = Server::start().await;
    let (akinyi, fatuma) = (server.client("akinyi"), server.client("fatuma"));
    let file = case::open(&akinyi, "TOCU/2026/0935", &[]).await;
    let alias = "VIC-KE-2026-0901";
    akinyi.send("registerVictim", case::registering(file, alias)).await.accepted();
    assert!(!sees(&fatuma, id(alias)).await, "nobody has asked her for support yet");
    let support = json!({ "victimCaseId": id(alias), "provider": { "agency": "KE-CPS" } });
    akinyi.send("assignSupport", support).await.accepted();
    let identity = json!({
        "victimCaseId": id(alias),
        "name": { "full": "Zuhura Binti Kanga" },
        "phones": ["+254 199 000 977"],
        "handling": protected(),
        "purpose": "PROTECT_VICTIM",
    });
    fatuma.send("recordIdentity", identity).await.accepted();
    let join = json!({
        "investigationId": file, "user": "harriet", "agency": "UK-NMC", "role": "INVESTIGATOR",
    });
    akinyi.send("assignTeamMember", join).await.accepted();

    let query = "query ($id: VictimCaseId!, $purpose: Purpose!) {
        victimCase(id: $id) { alias identity(purpose: $purpose) { name { full } } } }";
    let asked = async |user: &str, purpose: &str| -> Value {
        let variables = json!({ "id": id(alias), "purpose": purpose });
        server.client(user).ask(query, variables).await["victimCase"].take()
    };
    let shown = asked("fatuma", "PROTECT_VICTIM").await;
    assert_eq!(shown["identity"]["name"]["full"], "Zuhura Binti Kanga");
    assert_eq!(asked("fatuma", "STATISTICS").await["identity"], Value::Null, "not for any purpose");
    for user in ["akinyi", "otieno", "naliaka", "harriet"] {
        let shown = asked(user, "PROTECT_VICTIM").await;
        assert_eq!(shown["alias"], alias, "{user} knows of the person");
        assert_eq!(shown["identity"], Value::Null, "{user} does not know who it is");
    }
    for user in ["imani", "guyo", "relay", "petra", "njeri"] {
        assert_eq!(asked(user, "PROTECT_VICTIM").await, Value::Null, "{user}");
    }
    // Nor does the identity come out by any list, timeline or event.
    for user in ["akinyi", "harriet"] {
        let everything = "query ($reference: String!) {
            investigation(reference: $reference) {
                timeline(first: 200, withCorrected: true) { edges { node { kind data } } }
            }
            victims(first: 200) { edges { node { alias } } }
            linkInbox(first: 200) { edges { node { left { selector { display } } } } }
        }";
        let variables = json!({ "reference": "TOCU/2026/0935" });
        let text = server.client(user).ask(everything, variables).await.to_string();
        assert!(text.contains(alias), "{user} sees the alias");
        assert!(!text.contains("Zuhura") && !text.contains("254199000977"), "{user}: {text}");
    }
}

#[tokio::test]
async fn a_support_officer_knows_of_nobody_whom_their_agency_does_not_support() {
    let server = Server::start().await;
    let harriet = server.client("harriet");
    let file = case::open(&harriet, "NMC/MS/26/0935", &["KE"]).await;
    let alias = "VIC-UK-2026-0935";
    let uk = json!({ "jurisdiction": "UK", "handling": released_to(&[]) });
    let register = with(case::registering(file, alias), uk);
    harriet.send("registerVictim", register).await.accepted();
    let identity = json!({
        "victimCaseId": id(alias), "name": { "full": "Zuhura Binti Kanga" },
        "handling": protected(),
    });
    harriet.send("recordIdentity", identity).await.accepted();
    let fatuma = server.client("fatuma");
    assert!(finds(&fatuma, "NMC/MS/26/0935").await, "the file itself is released to Kenya");
    assert!(!sees(&fatuma, id(alias)).await);
    let board = fatuma.ask("{ victims { edges { node { alias } } } }", json!({})).await;
    assert_eq!(board["victims"]["edges"], json!([]));
}

#[tokio::test]
async fn an_auditor_reads_no_case_content() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0936", &["KE", "GB"]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let petra = server.client("petra");
    assert_eq!(petra.ask("{ me { role } }", json!({})).await["me"]["role"], "AUDITOR");
    assert_eq!(listed(&petra).await, Vec::<String>::new());
    assert!(!finds(&petra, "TOCU/2026/0936").await && !sees(&petra, suspect).await);
    let join = json!({
        "investigationId": file, "user": "petra", "agency": "OVERSIGHT", "role": "AUDITOR",
    });
    let refusal = akinyi.send("assignTeamMember", join).await.refused();
    assert_eq!(refusal.code, "ROLE_NOT_IN_TEAM");
}

#[tokio::test]
async fn a_prosecutor_sees_a_file_once_it_is_referred() {
    let server = Server::start().await;
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let file = case::open(&akinyi, "TOCU/2026/0937", &[]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let review = json!({ "investigationId": file });
    akinyi.send("submitForReview", review).await.accepted();
    assert!(!finds(&njeri, "TOCU/2026/0937").await);
    let refer = json!({ "investigationId": file, "agency": "KE-ODPP" });
    akinyi.send("referToProsecutor", refer).await.accepted();
    assert!(finds(&njeri, "TOCU/2026/0937").await && sees(&njeri, suspect).await);
    assert_eq!(listed(&njeri).await, ["TOCU/2026/0937"]);
}

#[tokio::test]
async fn a_token_that_is_not_the_issuers_or_not_for_now_is_refused() {
    let server = Server::start().await;
    let issuer = &server.home.issuer;
    let claims = || issuer::claims("akinyi");
    let part = |value: Value| BASE64.encode(value.to_string());
    let whole = issuer.token("akinyi");
    let mut parts = whole.split('.');
    let (_, body, signature) = (parts.next(), parts.next().unwrap(), parts.next().unwrap());
    let none = part(json!({ "alg": "none", "kid": issuer::KEY_ID }));
    let hs256 = part(json!({ "alg": "HS256", "kid": issuer::KEY_ID }));
    let supervisor = part(with(claims(), json!({ "role": "SUPERVISOR" })));
    let header = whole.split('.').next().unwrap();
    let tokens = [
        ("expired", issuer.sign(&with(claims(), json!({ "exp": issuer::now() - 120 })))),
        ("not yet", issuer.sign(&with(claims(), json!({ "nbf": issuer::now() + 600 })))),
        ("for another service", issuer.sign(&with(claims(), json!({ "aud": "elsewhere" })))),
        ("by another issuer", issuer.sign(&with(claims(), json!({ "iss": "elsewhere" })))),
        ("without an end", issuer.sign(&with(claims(), json!({ "exp": null })))),
        ("of no agency", issuer.sign(&with(claims(), json!({ "agency": "nobody's" })))),
        ("of no role", issuer.sign(&with(claims(), json!({ "role": "KING" })))),
        ("signed by another key", Issuer::of_seed([8; 32]).token("akinyi")),
        ("unsigned", format!("{none}.{body}.")),
        ("unsigned with a signature", format!("{none}.{body}.{signature}")),
        ("of another algorithm", format!("{hs256}.{body}.{signature}")),
        ("changed", format!("{header}.{supervisor}.{signature}")),
        ("cut", whole[..whole.len() - 2].to_owned()),
        ("no token at all", "akinyi".to_owned()),
    ];
    let body = json!({ "query": "{ me { user } }" });
    for (what, token) in tokens {
        let response = Client::new(&server.url, &token).request().json(&body).send().await.unwrap();
        assert_eq!(response.status(), 401, "{what}");
        let challenge = response.headers()["www-authenticate"].to_str().unwrap().to_owned();
        assert_eq!(challenge, "Bearer error=\"invalid_token\"", "{what}");
        let answer: Value = response.json().await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], "UNAUTHENTICATED", "{what}");
        assert_eq!(answer.get("data"), None, "{what}");
    }
    let response = Client::nobody(&server.url).request().json(&body).send().await.unwrap();
    assert_eq!(
        (response.status().as_u16(), &response.headers()["www-authenticate"]),
        (401, &"Bearer".parse().unwrap())
    );
    assert_eq!(
        Client::new(&server.url, &whole).ask("{ me { user } }", json!({})).await["me"]["user"],
        "akinyi"
    );
}
