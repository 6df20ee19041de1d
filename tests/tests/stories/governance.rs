//! Access by hand: granted by somebody else for a time, taken in an emergency, and what came of both.

use mpaka_tests::case::{self, id, provision, with};
use mpaka_tests::{Client, Payload, Refusal, Server};
use serde_json::{Value, json};
use uuid::Uuid;

const REFERENCE: &str = "TOCU/2026/0991";
const ALIAS: &str = "VIC-KE-2026-0991";
/// Long after every run of the tests begins; the period of a grant is bounded from its own start.
const FROM: &str = "2099-01-01T00:00:00Z";

#[track_caller]
fn refused(refusal: &Refusal, rule: Option<&str>, code: &str, path: &[&str], what: &str) {
    assert_eq!((refusal.rule.as_deref(), refusal.code.as_str()), (rule, code));
    assert_eq!(refusal.path, path);
    assert!(refusal.message.contains(what), "{}", refusal.message);
}

/// The request that Harriet of UK-NMC may see a victim's case, as the person agreed.
fn asking(grant: &str) -> Value {
    let scope = json!({ "scope": "SHARE_WITH", "agency": "UK-NMC" });
    json!({
        "investigationId": id(REFERENCE), "accessGrantId": id(grant), "record": id(ALIAS),
        "granteeAgency": "UK-NMC", "granteeUser": "harriet",
        "consent": { "victimCaseId": id(ALIAS), "scope": scope },
        "accessPurpose": "PROTECT_VICTIM", "accessBasis": provision("s.14"),
        "validFrom": FROM, "validUntil": "2099-02-01T00:00:00Z",
        "reason": "She is to be supported in London.",
    })
}

async fn on(client: &Client, mutation: &str, grant: &str, more: Value) -> Payload {
    client.send(mutation, with(json!({ "accessGrantId": id(grant) }), more)).await
}

async fn grants(client: &Client) -> Vec<Value> {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        accessGrants(first: 10) { edges { node {
            id version status record granteeAgency { code } granteeUser purpose requestedBy reason
            validFrom validUntil consent { victimCaseId scope } legalBasis { provision }
            decision { approved by reason } revocation { code reason by } } } } } }";
    let data = client.ask(query, json!({ "reference": REFERENCE })).await;
    let edges = data["investigation"]["accessGrants"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

async fn statuses(client: &Client) -> Vec<Value> {
    grants(client).await.into_iter().map(|grant| grant["status"].clone()).collect()
}

async fn file(akinyi: &Client) -> Uuid {
    let file = case::open(akinyi, REFERENCE, &[]).await;
    akinyi.send("registerVictim", case::registering(file, ALIAS)).await.accepted();
    file
}

#[tokio::test]
async fn access_is_granted_by_somebody_else_for_a_time_and_ends_with_the_consent() {
    let server = Server::start().await;
    let (akinyi, naliaka) = (server.client("akinyi"), server.client("naliaka"));
    let harriet = server.client("harriet");
    file(&akinyi).await;
    let early = akinyi.send("requestAccess", asking("grant")).await.refused();
    refused(&early, Some("AG-3"), "CONSENT_NOT_GIVEN", &["consent"], "obtain it first");
    let scopes = json!([{ "scope": "SHARE_WITH", "agency": "UK-NMC" }]);
    let consent = json!({
        "victimCaseId": id(ALIAS), "scopes": scopes, "given": true, "answers": case::informed(),
    });
    akinyi.send("recordConsent", consent).await.accepted();
    let long = with(asking("grant"), json!({ "validUntil": "2099-05-01T00:00:00Z" }));
    let long = akinyi.send("requestAccess", long).await.refused();
    refused(&long, Some("AG-2"), "PERIOD_TOO_LONG", &["validUntil"], "90 days");
    let elsewhere = with(asking("grant"), json!({ "record": id("nothing") }));
    let elsewhere = akinyi.send("requestAccess", elsewhere).await.refused();
    refused(&elsewhere, None, "RECORD_UNKNOWN", &["record"], "one of its records");
    akinyi.send("requestAccess", asking("grant")).await.accepted();
    let before = server.database().events().await;
    akinyi.send("requestAccess", asking("grant")).await.accepted();
    assert_eq!(server.database().events().await, before, "asked again, nothing happens");
    let unseen = harriet.send("requestAccess", asking("other")).await.refused();
    assert_eq!(unseen.code, "NOT_FOUND", "nobody asks for a file that they do not know of");

    let officer = on(&akinyi, "approveAccess", "grant", json!({})).await.refused();
    refused(&officer, Some("AG-1"), "NOT_THE_OWNERS_SUPERVISOR", &[], "supervisor");
    let own = with(asking("own"), json!({ "granteeAgency": "KE-DCI-TOCU", "granteeUser": null }));
    naliaka.send("requestAccess", own).await.accepted();
    let own = on(&naliaka, "approveAccess", "own", json!({})).await.refused();
    refused(&own, Some("AG-1"), "OWN_REQUEST", &[], "another supervisor");
    on(&naliaka, "refuseAccess", "own", json!({ "reason": "A mistake." })).await.accepted();
    on(&naliaka, "approveAccess", "grant", json!({})).await.accepted();
    assert_eq!(statuses(&akinyi).await, ["REFUSED", "NOT_YET_VALID"]);
    everybody_reads_what_is_theirs(&server).await;

    akinyi
        .send("withdrawConsent", json!({ "victimCaseId": id(ALIAS), "scopes": scopes }))
        .await
        .accepted();
    let withdrawn = json!({ "code": "CONSENT_WITHDRAWN", "reason": "She said so today." });
    on(&akinyi, "revokeAccess", "grant", withdrawn.clone()).await.accepted();
    let read = grants(&akinyi).await;
    assert_eq!((&read[1]["status"], &read[1]["version"]), (&json!("REVOKED"), &json!(3)));
    assert_eq!(read[1]["revocation"]["code"], "CONSENT_WITHDRAWN");
    let again = on(&naliaka, "approveAccess", "grant", json!({})).await.refused();
    refused(&again, Some("AG-4"), "OVER", &[], "ask for it anew");

    let on_law = with(asking("law"), json!({ "consent": null, "validFrom": null }));
    let soon = json!({ "validUntil": "2000-01-01T00:00:00Z" });
    let past = akinyi.send("requestAccess", with(on_law.clone(), soon)).await.refused();
    refused(&past, Some("AG-2"), "PERIOD_BACKWARDS", &["validUntil"], "correct one of the times");
    let on_law = with(asking("law"), json!({ "consent": null }));
    akinyi.send("requestAccess", on_law).await.accepted();
    let none = on(&akinyi, "revokeAccess", "law", withdrawn).await.refused();
    refused(&none, Some("V5"), "RESTS_ON_NO_CONSENT", &["code"], "rests on no consent");
}

async fn everybody_reads_what_is_theirs(server: &Server) {
    let read = grants(&server.client("akinyi")).await;
    let grant = &read[1];
    assert_eq!(grant["record"], id(ALIAS).to_string());
    assert_eq!(
        (&grant["granteeUser"], &grant["purpose"]),
        (&json!("harriet"), &json!("PROTECT_VICTIM"))
    );
    assert_eq!(grant["consent"]["scope"], "SHARE_WITH");
    assert_eq!(grant["decision"], json!({ "approved": true, "by": "naliaka", "reason": null }));
    assert_eq!(read[0]["decision"]["reason"], "A mistake.");

    let mine =
        "{ myAccessGrants(first: 5) { edges { node { id status investigation { reference } } } } }";
    let harriet = server.client("harriet");
    let data = harriet.ask(mine, json!({})).await;
    let node = json!({
        "id": id("grant").to_string(), "status": "NOT_YET_VALID", "investigation": null,
    });
    assert_eq!(data["myAccessGrants"]["edges"], json!([{ "node": node }]));
    let none = server.client("guyo").ask(mine, json!({})).await;
    assert_eq!(none["myAccessGrants"]["edges"], json!([]));
    let query = "query ($id: ID!) { node(id: $id) { __typename } }";
    for (record, name) in [("grant", "AccessGrant"), ("glass", "BreakGlass")] {
        let node = server.client("akinyi").ask(query, json!({ "id": id(record) })).await;
        let expected = if record == "glass" { Value::Null } else { json!({ "__typename": name }) };
        assert_eq!(node["node"], expected);
    }
    let case = "query ($id: VictimCaseId!) { victimCase(id: $id) { id } }";
    let victim = harriet.ask(case, json!({ "id": id(ALIAS) })).await;
    assert_eq!(victim["victimCase"], Value::Null, "nothing is read differently yet");
}

fn emergency(minutes: u32) -> Value {
    json!({
        "investigationId": id(REFERENCE), "breakGlassId": id("glass"), "record": id(ALIAS),
        "ground": "PERSON_ABOUT_TO_BE_MOVED", "minutes": minutes,
        "reason": "A caller says that the house is emptied tonight.",
    })
}

#[tokio::test]
async fn access_in_an_emergency_is_short_and_looked_at_by_somebody_else() {
    let server = Server::start().await;
    let (akinyi, naliaka) = (server.client("akinyi"), server.client("naliaka"));
    file(&akinyi).await;
    let glass = |more: Value| with(json!({ "breakGlassId": id("glass") }), more);
    let long = akinyi.send("breakGlass", emergency(31)).await.refused();
    refused(&long, Some("BG-1"), "TOO_LONG", &["minutes"], "1 to 30 minutes");
    let silent = with(emergency(20), json!({ "reason": " " }));
    assert!(!akinyi.send("breakGlass", silent).await.user_errors.is_empty());
    akinyi.send("breakGlass", emergency(20)).await.accepted();
    let read = async || {
        let query = "query ($id: BreakGlassId!) { breakGlass(id: $id) {
            status takenBy takenAt until givenUp notified { code } noticeTakenBy ground reason record
            review { outcome reasons by } investigation { breakGlass(first: 1) { edges { node { id } } } }
        } }";
        naliaka.ask(query, json!({ "id": id("glass") })).await["breakGlass"].clone()
    };
    let taken = read().await;
    assert_eq!((&taken["status"], &taken["takenBy"]), (&json!("OPEN"), &json!("akinyi")));
    assert_eq!(taken["notified"]["code"], "KE-DCI-TOCU");
    let listed = &taken["investigation"]["breakGlass"]["edges"];
    assert_eq!(listed, &json!([{ "node": { "id": id("glass").to_string() } }]));

    let review =
        |outcome: &str| glass(json!({ "outcome": outcome, "reasons": "The house was empty." }));
    let early = naliaka.send("reviewBreakGlass", review("JUSTIFIED")).await.refused();
    refused(&early, Some("BG-3"), "NOT_OVER", &[], "once its time is over");
    naliaka.send("takeBreakGlassNotice", glass(json!({}))).await.accepted();
    let hers = naliaka.send("endBreakGlass", glass(json!({}))).await.refused();
    refused(&hers, None, "NOT_YOURS", &[], "only whoever took this access");
    akinyi.send("endBreakGlass", glass(json!({}))).await.accepted();
    assert_eq!(read().await["status"], "TO_BE_REVIEWED");
    let own = akinyi.send("reviewBreakGlass", review("JUSTIFIED")).await.refused();
    refused(&own, Some("BG-3"), "NOT_THE_OWNERS_SUPERVISOR", &[], "supervisor");
    naliaka.send("reviewBreakGlass", review("JUSTIFIED")).await.accepted();
    let other = naliaka.send("reviewBreakGlass", review("NOT_JUSTIFIED")).await.refused();
    refused(&other, Some("BG-4"), "ALREADY_REVIEWED", &["outcome"], "which stands");
    let read = read().await;
    assert_eq!((&read["status"], &read["givenUp"]), (&json!("REVIEWED"), &json!(true)));
    assert_eq!(read["noticeTakenBy"], "naliaka");
    let found =
        json!({ "outcome": "JUSTIFIED", "reasons": "The house was empty.", "by": "naliaka" });
    assert_eq!(read["review"], found);
    let guyo = server.client("guyo");
    let stranger = guyo.send("reviewBreakGlass", review("JUSTIFIED")).await.refused();
    assert_eq!(stranger.code, "NOT_FOUND");
}
