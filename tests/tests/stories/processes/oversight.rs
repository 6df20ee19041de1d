//! What processes oversee: exhibits in doubt and under way, possible victims, what is kept, consents that
//! were taken back, and disclosure.

use std::time::Duration;

use chrono::TimeDelta;
use mpaka_tests::case::{self, at, id, informed, provision, released_to, tasks, town, with};
use mpaka_tests::{Client, Server};
use serde_json::{Value, json};
use uuid::Uuid;

use super::{REFERENCE, all, has, now, settled, standing};

const MARK: &str = "JM/75";
const ALIAS: &str = "VIC-KE-2026-0975";

/// An input for the exhibit.
fn of(input: Value) -> Value {
    with(json!({ "evidenceItemId": id(MARK) }), input)
}

fn digest(digit: &str) -> Value {
    json!({ "algorithm": "SHA256", "digest": digit.repeat(64) })
}

/// A file with an exhibit that akinyi holds.
async fn file_with_exhibit(akinyi: &Client) -> Uuid {
    let file = case::open(akinyi, REFERENCE, &[]).await;
    case::seize(akinyi, file, MARK, "DIGITAL_DEVICE").await;
    file
}

/// What is somebody's to do, in all files, by what it is about.
async fn mine(client: &Client) -> Vec<Value> {
    let query = "{ myTasks(filter: { status: OPEN }) { edges { node {
        id kind role agency { code } investigation { reference } subject { kind id } } } } }";
    let data = client.ask(query, json!({})).await;
    let edges = data["myTasks"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

#[tokio::test]
async fn x5_a_doubt_about_an_exhibit_is_a_supervisors_to_rule_on() {
    let mut server = Server::start().await;
    let akinyi = server.client("akinyi");
    file_with_exhibit(&akinyi).await;
    let acquire = json!({
        "method": "LOGICAL", "tool": "Extractor", "toolVersion": "7", "hashes": [digest("a")],
        "specialist": "Cpl. Safari Mwaruwa",
    });
    let differs = of(json!({ "computed": digest("b") }));
    all(&akinyi, [("acquireExhibit", of(acquire)), ("verifyHash", differs)]).await;
    // Whatever it had come to, what follows is there once.
    server.process.kill();
    server = server.again().await;
    let (akinyi, naliaka) = (server.client("akinyi"), server.client("naliaka"));
    let found = has(&akinyi, REFERENCE, &["INTEGRITY_RULING OPEN"]).await;
    settled(&server).await;
    assert_eq!(standing(&tasks(&akinyi, REFERENCE).await), ["INTEGRITY_RULING OPEN"], "once");
    let task = &found[0];
    assert_eq!(
        (&task["process"], &task["role"]),
        (&json!("CUSTODY_INTEGRITY"), &json!("SUPERVISOR"))
    );
    assert_eq!(task["subject"], json!({ "kind": "EVIDENCE_ITEM", "id": id(MARK) }));
    assert_eq!(mine(&naliaka).await[0]["id"], task["id"]);
    let ruling = of(json!({ "ruling": "EXCLUDE", "reason": "Nobody knows what changed." }));
    naliaka.send("ruleOnIntegrity", ruling).await.accepted();
    let found = has(&akinyi, REFERENCE, &["INTEGRITY_RULING DONE"]).await;
    assert!(found[0]["ending"]["settledBy"].is_string(), "by the ruling: {found:?}");
}

#[tokio::test]
async fn an_offer_that_stays_open_while_the_server_is_dead_is_seen_once_when_it_is_back() {
    let mut server = Server::start().await;
    let akinyi = server.client("akinyi");
    file_with_exhibit(&akinyi).await;
    let late = now() + TimeDelta::seconds(20);
    let offered = (late - TimeDelta::hours(24)).to_rfc3339();
    let offer = json!({
        "to": "otieno", "toAgency": "KE-DCI-TOCU", "offeredFor": "EXAMINATION",
        "occurred": { "value": offered },
    });
    akinyi.send("offerCustody", of(offer)).await.accepted();
    settled(&server).await;
    assert_eq!(tasks(&akinyi, REFERENCE).await, Vec::<Value>::new(), "there is still time");
    server.process.kill();
    assert!(now() < late, "it died in time");
    while now() <= late {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for _ in 0..2 {
        server = server.again().await;
        let akinyi = server.client("akinyi");
        let found = has(&akinyi, REFERENCE, &["CUSTODY_OFFER OPEN"]).await;
        settled(&server).await;
        assert_eq!(standing(&tasks(&akinyi, REFERENCE).await), ["CUSTODY_OFFER OPEN"], "once");
        assert_eq!((&found[0]["assignee"], &found[0]["overdue"]), (&json!("akinyi"), &json!(true)));
    }
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let accept = json!({ "sealOk": true, "condition": "Whole.", "place": town("Nairobi") });
    otieno.send("acceptCustody", of(accept)).await.accepted();
    has(&akinyi, REFERENCE, &["CUSTODY_OFFER DONE"]).await;
}

#[tokio::test]
async fn what_was_lent_abroad_is_asked_for_once_its_last_day_is_over() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    file_with_exhibit(&akinyi).await;
    let lend = json!({
        "mlaRef": "MLA 2026/75", "returnBy": "2026-01-31", "occurred": at("2026-01-05"),
    });
    all(
        &akinyi,
        [("storeExhibit", of(json!({ "location": "Locker 7" }))), ("lendAbroad", of(lend))],
    )
    .await;
    let found = has(&akinyi, REFERENCE, &["RETURN_FROM_ABROAD OPEN"]).await;
    assert_eq!(found[0]["dueAt"], "2026-02-01T00:00:00+00:00", "when the last day is over");
    let back = of(json!({ "sealOk": true, "condition": "As it was lent." }));
    akinyi.send("returnFromAbroad", back).await.accepted();
    has(&akinyi, REFERENCE, &["RETURN_FROM_ABROAD DONE"]).await;
}

#[tokio::test]
async fn p2_a_possible_victim_is_reviewed_by_whoever_draws_up_a_charge() {
    let server = Server::start().await;
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let file = file_with_exhibit(&akinyi).await;
    let suspect = case::nominate(&akinyi, file, "Juma Tano").await;
    let flag = |sign: &str| json!({ "suspectId": suspect, "indicatorSet": [sign] });
    akinyi.send("flagPossibleVictim", flag("DebtBondage")).await.accepted();
    let found = has(&akinyi, REFERENCE, &["NONPUNISHMENT_REVIEW OPEN"]).await;
    let task = &found[0];
    assert_eq!(
        (&task["process"], &task["role"]),
        (&json!("NON_PUNISHMENT_GUARD"), &json!("SUPERVISOR"))
    );

    let refer = json!({ "investigationId": file, "agency": "KE-ODPP" });
    let review = json!({ "investigationId": file });
    all(&akinyi, [("submitForReview", review), ("referToProsecutor", refer)]).await;
    let open = json!({ "investigationId": file, "prosecutionFileId": id("prosecution 0975") });
    let propose = json!({
        "prosecutionFileId": id("prosecution 0975"), "suspectId": suspect,
        "statute": provision("s.7"), "particulars": "He received three persons in Nairobi.",
        "elements": [{ "element": "ACT", "text": "Receives a person", "evidence": [id(MARK)] }],
    });
    all(&njeri, [("openProsecutionFile", open), ("proposeCharge", propose)]).await;
    let theirs = ["NONPUNISHMENT_REVIEW CANCELLED", "NONPUNISHMENT_REVIEW OPEN"];
    has(&akinyi, REFERENCE, &theirs).await;
    let hers = mine(&njeri).await;
    assert_eq!(
        (&hers[0]["kind"], &hers[0]["role"]),
        (&json!("NONPUNISHMENT_REVIEW"), &json!("PROSECUTOR"))
    );
    assert_eq!(hers[0]["agency"]["code"], "KE-ODPP");
    let review = json!({
        "suspectId": suspect, "decision": "PROCEED", "provision": provision("s.14"),
        "reasons": "He gave the orders.",
    });
    njeri.send("reviewNonpunishment", review).await.accepted();
    let reviewed = ["NONPUNISHMENT_REVIEW CANCELLED", "NONPUNISHMENT_REVIEW DONE"];
    has(&akinyi, REFERENCE, &reviewed).await;
    akinyi.send("flagPossibleVictim", flag("Isolation")).await.accepted();
    let again = [reviewed[0], reviewed[1], "NONPUNISHMENT_REVIEW OPEN"];
    has(&akinyi, REFERENCE, &again).await;
    settled(&server).await;
    assert_eq!(standing(&tasks(&akinyi, REFERENCE).await), again, "a new sign, one new task");
}

#[tokio::test]
async fn x6_what_is_to_be_done_with_an_exhibit_is_decided_when_nothing_holds_it_any_more() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    file_with_exhibit(&akinyi).await;
    let hold =
        |authority: &str, reason: &str| of(json!({ "authorityRef": authority, "reason": reason }));
    all(
        &akinyi,
        [
            ("storeExhibit", of(json!({ "location": "Locker 7" }))),
            ("placeHold", hold("MLA 2026/75", "Asked for.")),
            ("liftHold", hold("MLA 2026/75", "Withdrawn.")),
        ],
    )
    .await;
    let found = has(&akinyi, REFERENCE, &["RETENTION_REVIEW OPEN"]).await;
    assert_eq!(found[0]["process"], "RETENTION_REVIEW");
    let give_back = json!({
        "authorityRef": "Order 75/2026", "to": "Its owner",
        "witnesses": ["Cst. Nuru Wekhomba", "Cst. Pendo Achwal"],
    });
    akinyi.send("returnExhibit", of(give_back)).await.accepted();
    has(&akinyi, REFERENCE, &["RETENTION_REVIEW DONE"]).await;
}

#[tokio::test]
async fn that_a_report_is_looked_at_again_is_known_to_nobody_but_its_own_agency() {
    let server = Server::start().await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    let file = case::open(&akinyi, REFERENCE, &["UK-NMC"]).await;
    let urn = "TOCU/IR/2026/0975";
    let of_it = |input: Value| with(json!({ "intelligenceReportId": id(urn) }), input);
    let submit = of_it(json!({
        "investigationId": file, "urn": urn, "text": "The house behind the mill is used.",
        "sourceHandle": "KITE", "collected": at("2026-03-01T21:30+03:00"),
        "obtainedHow": "Told at a meeting.", "handling": released_to(&["UK-NMC"]),
    }));
    let today = now().date_naive();
    all(
        &akinyi,
        [
            ("submitIntelligence", submit),
            ("reviewIntelligence", of_it(json!({ "findings": "It is still used." }))),
            ("retainIntelligence", of_it(json!({ "until": today, "reason": "It is open." }))),
        ],
    )
    .await;
    settled(&server).await;
    let hers = mine(&akinyi).await;
    assert_eq!(hers.len(), 1, "{hers:?}");
    assert_eq!(hers[0]["kind"], "RETENTION_REVIEW");
    assert_eq!(hers[0]["subject"], json!({ "kind": "INTELLIGENCE_REPORT", "id": id(urn) }));
    assert_eq!(hers[0]["investigation"], Value::Null);
    for client in [&akinyi, &harriet] {
        assert_eq!(tasks(client, REFERENCE).await, Vec::<Value>::new(), "it is no file's");
        let timeline = case::timeline(client, REFERENCE).await;
        assert!(timeline.iter().all(|line| line["kind"] != "task.created"), "{timeline:?}");
    }
    let node = "query ($id: ID!) { node(id: $id) { id } }";
    let theirs = harriet.ask(node, json!({ "id": hers[0]["id"] })).await;
    assert_eq!(theirs["node"], Value::Null);
    let done = json!({ "taskId": hers[0]["id"], "outcome": "It is kept for now." });
    akinyi.send("completeTask", done).await.accepted();
    assert_eq!(mine(&akinyi).await, Vec::<Value>::new());
}

/// The grants of a file: who has what, where each stands and how it ended.
async fn grants(client: &Client) -> Vec<Value> {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        accessGrants(first: 10) { edges { node {
            id status granteeAgency { code } validFrom validUntil revocation { code by } } } } } }";
    let data = client.ask(query, json!({ "reference": REFERENCE })).await;
    let edges = data["investigation"]["accessGrants"]["edges"].as_array().unwrap();
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

#[tokio::test]
async fn v5_access_ends_with_the_consent_and_an_officer_tells_those_who_had_it() {
    let mut server = Server::start().await;
    let (akinyi, naliaka) = (server.client("akinyi"), server.client("naliaka"));
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    let of_her = |input: Value| with(json!({ "victimCaseId": id(ALIAS) }), input);
    let scopes = json!([{ "scope": "SHARE_WITH", "agency": "UK-NMC" }]);
    let consent = json!({ "scopes": scopes, "given": true, "answers": informed() });
    let request = json!({
        "investigationId": file, "accessGrantId": id("grant 0975"), "record": id(ALIAS),
        "granteeAgency": "UK-NMC",
        "consent": {
            "victimCaseId": id(ALIAS), "scope": { "scope": "SHARE_WITH", "agency": "UK-NMC" },
        },
        "accessPurpose": "PROTECT_VICTIM", "accessBasis": provision("s.14"),
        "validFrom": "2099-01-01T00:00:00Z", "validUntil": "2099-02-01T00:00:00Z",
        "reason": "She is to be supported in London.",
    });
    all(
        &akinyi,
        [
            ("registerVictim", case::registering(file, ALIAS)),
            ("assignSupport", of_her(json!({ "provider": { "agency": "KE-CPS" } }))),
            ("recordConsent", of_her(consent)),
            ("requestAccess", request),
        ],
    )
    .await;
    let approve = json!({ "accessGrantId": id("grant 0975") });
    naliaka.send("approveAccess", approve).await.accepted();
    assert_eq!(grants(&akinyi).await[0]["status"], "NOT_YET_VALID");
    akinyi.send("withdrawConsent", of_her(json!({ "scopes": scopes }))).await.accepted();
    // Whatever it had come to, what follows is there once.
    server.process.kill();
    server = server.again().await;
    let (akinyi, fatuma) = (server.client("akinyi"), server.client("fatuma"));
    has(&akinyi, REFERENCE, &["CONSENT_WITHDRAWAL OPEN"]).await;
    settled(&server).await;
    let listed = grants(&akinyi).await;
    assert_eq!((listed.len(), &listed[0]["status"]), (1, &json!("REVOKED")));
    let revoked = json!({ "code": "CONSENT_WITHDRAWN", "by": "consent_cascade" });
    assert_eq!(listed[0]["revocation"], revoked);
    assert_eq!(listed[0]["granteeAgency"]["code"], "UK-NMC", "who had it stays listed");

    let hers = mine(&fatuma).await;
    assert_eq!(hers.len(), 1, "she supports the person, whosever file it is: {hers:?}");
    assert_eq!(hers[0]["role"], "VICTIM_SUPPORT_OFFICER");
    assert_eq!(hers[0]["subject"], json!({ "kind": "VICTIM_CASE", "id": id(ALIAS) }));
    let told = json!({ "taskId": hers[0]["id"], "outcome": "UK-NMC was told by telephone." });
    fatuma.send("completeTask", told).await.accepted();
    has(&akinyi, REFERENCE, &["CONSENT_WITHDRAWAL DONE"]).await;
    let timeline = case::timeline(&akinyi, REFERENCE).await;
    let revoked = timeline.iter().filter(|line| line["kind"] == "access_grant.revoked").count();
    assert_eq!(revoked, 1, "the timeline tells of it once");
}

#[tokio::test]
async fn inv_i2_whoever_is_to_tell_of_a_withdrawal_elsewhere_still_does_so_after_the_closing() {
    let server = Server::start().await;
    let (akinyi, fatuma) = (server.client("akinyi"), server.client("fatuma"));
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    let of_her = |input: Value| with(json!({ "victimCaseId": id(ALIAS) }), input);
    let scopes = json!([{ "scope": "SHARE_WITH", "agency": "UK-NMC" }]);
    let consent = json!({ "scopes": scopes, "given": true, "answers": informed() });
    all(
        &akinyi,
        [
            ("registerVictim", case::registering(file, ALIAS)),
            ("assignSupport", of_her(json!({ "provider": { "agency": "KE-CPS" } }))),
            ("recordConsent", of_her(consent)),
            ("withdrawConsent", of_her(json!({ "scopes": scopes }))),
            ("submitForReview", json!({ "investigationId": file })),
        ],
    )
    .await;
    has(&akinyi, REFERENCE, &["CONSENT_WITHDRAWAL OPEN"]).await;
    let close = json!({
        "investigationId": file, "outcome": "NO_CRIME", "victimOutcomesConfirmed": true,
    });
    server.client("naliaka").send("closeInvestigation", close).await.accepted();
    let hers = mine(&fatuma).await;
    assert_eq!(hers.len(), 1, "it is not forgotten: {hers:?}");
    let told = json!({ "taskId": hers[0]["id"], "outcome": "UK-NMC was told by telephone." });
    fatuma.send("completeTask", told).await.accepted();
    has(&akinyi, REFERENCE, &["CONSENT_WITHDRAWAL DONE"]).await;
}

#[tokio::test]
async fn d3_what_is_neither_used_nor_listed_is_one_task_until_all_of_it_is() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = file_with_exhibit(&akinyi).await;
    case::seize(&akinyi, file, "JM/76", "DOCUMENT").await;
    let of = |input: Value| with(json!({ "disclosureScheduleId": id("disclosure 0975") }), input);
    let open = of(json!({ "investigationId": file }));
    akinyi.send("openDisclosureSchedule", open).await.accepted();
    let found = has(&akinyi, REFERENCE, &["DISCLOSURE_GAPS OPEN"]).await;
    assert_eq!(found[0]["process"], "DISCLOSURE_COMPLETENESS");
    let list = |mark: &str| {
        let material = json!({ "exhibit": id(mark) });
        of(json!({ "class": "NON_SENSITIVE", "material": material, "description": "Two pages" }))
    };
    akinyi.send("addDisclosureItem", list(MARK)).await.accepted();
    settled(&server).await;
    assert_eq!(
        standing(&tasks(&akinyi, REFERENCE).await),
        ["DISCLOSURE_GAPS OPEN"],
        "one is missing"
    );
    akinyi.send("addDisclosureItem", list("JM/76")).await.accepted();
    has(&akinyi, REFERENCE, &["DISCLOSURE_GAPS DONE"]).await;
    let suspect = case::nominate(&akinyi, file, "Juma Sita").await;
    let interview = json!({
        "suspectId": suspect, "exhibitRef": "JM/77", "language": "sw", "counsel": "PRESENT",
        "appropriateAdult": { "kind": "CHILDREN_OFFICER", "name": { "full": "Halima Guyo" } },
    });
    akinyi.send("interviewSuspect", interview).await.accepted();
    has(&akinyi, REFERENCE, &["DISCLOSURE_GAPS DONE", "DISCLOSURE_GAPS OPEN"]).await;
}
