//! Intelligence: from a source's words to another agency's desk, and back when they prove false.

use mpaka_tests::case::{self, at, id, released_to, with};
use mpaka_tests::client::Refusal;
use mpaka_tests::{Client, Home, Server};
use serde_json::{Value, json};
use uuid::Uuid;

const SECRET: &str = "Kanarienvogel says that Barasa rents the house behind the mill";
const SOURCE: &str = "Kanarienvogel";

/// The input that submits a report under its number; its id is that of the number.
fn submitting(file: Uuid, urn: &str) -> Value {
    json!({
        "investigationId": file,
        "intelligenceReportId": id(urn),
        "urn": urn,
        "text": SECRET,
        "sourceHandle": SOURCE,
        "collected": at("2026-03-01T21:30+03:00"),
        "obtainedHow": "Told by Kanarienvogel at a meeting.",
    })
}

fn assessing(urn: &str) -> Value {
    json!({
        "intelligenceReportId": id(urn),
        "dutyOfCare": "Kanarienvogel is one of three who know.",
        "riskIfDisseminated": "Kanarienvogel is found.",
    })
}

fn graded(grade: &str) -> Value {
    json!({ "scheme": "UK_3X5X2", "grade": grade })
}

/// A marking under conditions of use.
fn with_conditions() -> Value {
    with(released_to(&[]), json!({ "code": "C", "conditions": ["A1"] }))
}

/// The input that sanitises a report; the id of what is made is that of its number.
fn sanitising(report: &str, urn: &str) -> Value {
    json!({
        "intelligenceReportId": id(report),
        "sanitisedReportId": id(urn),
        "urn": urn,
        "text": "A house behind the mill is used for people who wait.",
        "removed": ["SOURCE", "DATA_SUBJECT"],
    })
}

fn passing_on(report: &str, sanitised: Option<&str>, to: &str) -> Value {
    json!({
        "intelligenceReportId": id(report),
        "sanitisedReportId": sanitised.map(id),
        "to": to,
        "conditions": ["NOT_FOR_COURT"],
        "ackBy": "2099-01-01",
    })
}

/// A report that a colleague of its submitter graded, and whose risk is assessed.
async fn assessed(server: &Server, file: Uuid, urn: &str) {
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    akinyi.send("submitIntelligence", submitting(file, urn)).await.accepted();
    let evaluate = json!({
        "intelligenceReportId": id(urn), "grade": graded("1A"), "handling": with_conditions(),
    });
    otieno.send("evaluateIntelligence", evaluate).await.accepted();
    akinyi.send("assessIntelligenceRisk", assessing(urn)).await.accepted();
}

/// A report of its own agency, or null.
async fn report(client: &Client, urn: &str) -> Value {
    let query = "query ($id: IntelligenceReportId!) { intelligenceReport(id: $id) {
        urn status version text sourceHandle obtainedHow submittedBy evaluator recalled
        recallReason weight linkWeight grade { scheme grade } agency { code }
        investigation { reference } handling { code conditions }
        corroborations { independence by { reference } }
        sanitised { urn removed }
        disseminations { to { code } conditions acknowledged acknowledgedBy }
        dependants { id category } retainedUntil
    } }";
    client.ask(query, json!({ "id": id(urn) })).await["intelligenceReport"].take()
}

/// What other agencies passed on to somebody's.
async fn received(client: &Client) -> Vec<Value> {
    let query = "{ intelligenceReceived(first: 200) { edges { node {
        id intelligenceReportId urn text removed recalled weight agency { code } grade { grade }
        handling { code conditions }
        disseminations { to { code } conditions acknowledged acknowledgedBy }
    } } } }";
    let data = client.ask(query, json!({})).await;
    let edges = data["intelligenceReceived"]["edges"].as_array().unwrap().iter();
    edges.map(|edge| edge["node"].clone()).collect()
}

/// What kind of record somebody finds under an id.
async fn kind(client: &Client, record: &str) -> Value {
    let query = "query ($id: ID!) { node(id: $id) { __typename id } }";
    client.ask(query, json!({ "id": id(record) })).await["node"]["__typename"].take()
}

/// The numbers of a file's reports, as somebody finds them.
async fn listed(client: &Client, reference: &str) -> Value {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        intelligence(first: 200) { edges { node { urn } } } } }";
    let data = client.ask(query, json!({ "reference": reference })).await;
    let edges = data["investigation"]["intelligence"]["edges"].as_array().cloned();
    edges.unwrap_or_default().iter().map(|edge| edge["node"]["urn"].clone()).collect()
}

#[track_caller]
fn is(refusal: &Refusal, code: &str, rule: Option<&str>, path: &[&str]) {
    assert_eq!((refusal.code.as_str(), refusal.rule.as_deref()), (code, rule), "{refusal:?}");
    assert_eq!(refusal.path, path);
}

#[tokio::test]
async fn a_report_is_graded_sanitised_passed_on_acknowledged_and_recalled() {
    let server = Server::start().await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let harriet = server.client("harriet");
    let file = case::open(&akinyi, "TOCU/2026/0921", &["GB"]).await;
    let (urn, child) = ("TOCU/IR/2026/0041", "TOCU/IR/2026/0042");

    akinyi.send("submitIntelligence", submitting(file, urn)).await.accepted();
    let evaluate = json!({
        "intelligenceReportId": id(urn), "grade": graded("1A"), "handling": with_conditions(),
    });
    let own = akinyi.send("evaluateIntelligence", evaluate.clone()).await.refused();
    is(&own, "EVALUATOR_IS_SUBMITTER", Some("N1"), &[]);
    otieno.send("evaluateIntelligence", evaluate).await.accepted();
    akinyi.send("assessIntelligenceRisk", assessing(urn)).await.accepted();

    let whole = akinyi.send("disseminateIntelligence", passing_on(urn, None, "UK-NMC")).await;
    is(&whole.refused(), "NOT_SANITISED", Some("N3"), &["sanitisedReportId"]);
    let named = json!({ "text": "kanarienvogel knows of a house." });
    let named = with(sanitising(urn, child), named);
    let named = akinyi.send("sanitiseIntelligence", named).await.refused();
    is(&named, "SOURCE_IN_TEXT", Some("N3"), &["text"]);
    akinyi.send("sanitiseIntelligence", sanitising(urn, child)).await.accepted();
    assert_eq!(received(&harriet).await, Vec::<Value>::new(), "nothing was passed on yet");
    let pass_on = passing_on(urn, Some(child), "UK-NMC");
    akinyi.send("disseminateIntelligence", pass_on).await.accepted();

    let arrived = received(&harriet).await;
    assert_eq!(arrived.len(), 1, "{arrived:?}");
    let arrived = &arrived[0];
    assert_eq!(arrived["id"], json!(id(child)));
    assert_eq!(arrived["intelligenceReportId"], Value::Null);
    assert_eq!(arrived["text"], "A house behind the mill is used for people who wait.");
    assert_eq!((&arrived["grade"]["grade"], &arrived["weight"]), (&json!("1A"), &json!(0.95)));
    assert_eq!(arrived["handling"], json!({ "code": "C", "conditions": ["A1"] }));
    assert_eq!(arrived["disseminations"][0]["conditions"], json!(["NOT_FOR_COURT"]));
    assert_eq!(arrived["recalled"], false);

    // She sees nothing of what it was made from, though the file itself is released to her.
    assert_eq!(kind(&harriet, child).await, "SanitisedReport");
    assert_eq!(kind(&harriet, urn).await, Value::Null);
    assert_eq!(report(&harriet, urn).await, Value::Null);
    assert_eq!(listed(&harriet, "TOCU/2026/0921").await, json!([]));
    let lines = case::timeline(&harriet, "TOCU/2026/0921").await;
    assert!(!lines.iter().any(|line| line["kind"].as_str().unwrap().starts_with("intelligence")));

    let acknowledge = json!({ "intelligenceReportId": id(child) });
    harriet.send("acknowledgeIntelligence", acknowledge.clone()).await.accepted();
    let events = server.database().events().await;
    harriet.send("acknowledgeIntelligence", acknowledge).await.accepted();
    assert_eq!(server.database().events().await, events, "once is enough");
    let known = report(&akinyi, urn).await;
    assert_eq!(known["status"], "DISSEMINATED");
    assert_eq!(known["disseminations"][0]["acknowledgedBy"], "harriet");

    case::nominate(&akinyi, file, "Barasa Tatu").await;
    let rests = json!({
        "suspectId": id("Barasa Tatu"), "text": "A report says so.",
        "source": { "kind": "INTELLIGENCE_REPORT", "reference": urn, "grade": graded("1A") },
    });
    akinyi.send("addGrounds", rests).await.accepted();
    let recall = json!({ "intelligenceReportId": id(urn), "reason": "The source made it up." });
    akinyi.send("recallIntelligence", recall).await.accepted();

    let recalled = &received(&harriet).await[0];
    assert_eq!((&recalled["recalled"], &recalled["text"]), (&json!(true), &Value::Null));
    assert_eq!(recalled["urn"], child, "she knows what it is that she is not to use");
    let known = report(&akinyi, urn).await;
    assert_eq!((&known["status"], &known["recalled"]), (&json!("RECALLED"), &json!(true)));
    assert_eq!(known["recallReason"], "The source made it up.");
    assert_eq!(known["dependants"], json!([{ "id": id("Barasa Tatu"), "category": "suspect" }]));
    let again = passing_on(urn, Some(child), "KE-DCI-BUSIA");
    let again = akinyi.send("disseminateIntelligence", again).await.refused();
    is(&again, "REPORT_RECALLED", Some("N5"), &[]);

    let lines = case::timeline(&akinyi, "TOCU/2026/0921").await;
    let steps: Vec<_> = lines
        .iter()
        .filter(|line| line["about"] == urn)
        .map(|line| line["kind"].as_str().unwrap().rsplit('.').next().unwrap().to_owned())
        .collect();
    assert_eq!(
        steps,
        [
            "submitted",
            "evaluated",
            "risk_assessed",
            "sanitised",
            "disseminated",
            "acknowledged",
            "recalled"
        ]
    );
}

#[tokio::test]
async fn nobody_else_learns_of_a_report_or_of_its_source() {
    let server = Server::start_with(Home::new().await, &["--log-filter", "debug"]).await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let file = case::open(&akinyi, "TOCU/2026/0922", &["KE", "GB"]).await;
    let (urn, child) = ("TOCU/IR/2026/0051", "TOCU/IR/2026/0052");
    assessed(&server, file, urn).await;
    let released = json!({ "handling": released_to(&["KE", "GB"]) });
    let sanitise = with(sanitising(urn, child), released.clone());
    akinyi.send("sanitiseIntelligence", sanitise).await.accepted();
    let pass_on = with(passing_on(urn, Some(child), "UK-NMC"), released);
    akinyi.send("disseminateIntelligence", pass_on).await.accepted();
    let join = json!({
        "investigationId": file, "user": "harriet", "agency": "UK-NMC", "role": "INVESTIGATOR",
    });
    akinyi.send("assignTeamMember", join).await.accepted();

    assert_eq!(report(&akinyi, urn).await["sourceHandle"], SOURCE);
    for user in ["otieno", "naliaka"] {
        let shown = report(&server.client(user), urn).await;
        assert_eq!(shown["text"], SECRET, "{user} is of the agency");
        assert_eq!(shown["sourceHandle"], Value::Null, "{user} does not handle the source");
    }
    assert_eq!(kind(&otieno, urn).await, "IntelligenceReport");
    let everything = "query ($reference: String!) {
        investigation(reference: $reference) {
            intelligence(first: 200) { edges { node { urn text } } }
            timeline(first: 200, withCorrected: true) { edges { node { kind data } } }
        }
        intelligenceReceived(first: 200) { edges { node { text } } }
        linkInbox(first: 200) { edges { node { id } } }
    }";
    for user in ["harriet", "relay", "guyo", "wafula", "osman", "njeri", "petra"] {
        let client = server.client(user);
        assert_eq!(report(&client, urn).await, Value::Null, "{user}");
        assert_eq!(kind(&client, urn).await, Value::Null, "{user}");
        let knows = matches!(user, "harriet" | "relay");
        assert_eq!(kind(&client, child).await.is_string(), knows, "{user}");
        let variables = json!({ "reference": "TOCU/2026/0922" });
        let text = client.ask(everything, variables).await.to_string();
        assert!(!text.contains("Barasa") && !text.contains(SOURCE), "{user}: {text}");
        let acknowledge = json!({ "intelligenceReportId": id(urn) });
        let hidden = client.send("acknowledgeIntelligence", acknowledge).await.refused();
        is(&hidden, "NOT_FOUND", None, &["intelligenceReportId"]);
        let recall = json!({ "intelligenceReportId": id(urn), "reason": "Not mine." });
        let hidden = client.send("recallIntelligence", recall).await.refused();
        is(&hidden, "NOT_FOUND", None, &["intelligenceReportId"]);
    }
    let child_as_report = json!({ "intelligenceReportId": id(child), "reason": "Not mine." });
    let hidden = server.client("harriet").send("recallIntelligence", child_as_report).await;
    is(&hidden.refused(), "NOT_FOUND", None, &["intelligenceReportId"]);
    let reads = json!({ "intelligenceReportId": id(child) });
    let reads = server.client("relay").send("acknowledgeIntelligence", reads).await.refused();
    is(&reads, "ROLE_MAY_NOT_WRITE", None, &[]);

    // Nor do the tables or the log tell.
    for (table, row) in server.database().rows().await {
        assert!(!row.contains(SOURCE) && !row.contains("Barasa"), "the table {table}: {row}");
    }
    let log = server.process.said();
    assert!(log.contains("refused") && !log.contains(SOURCE) && !log.contains("Barasa"));
}

#[tokio::test]
async fn a_report_has_one_number_is_corroborated_regraded_reviewed_and_retained() {
    let server = Server::start().await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let file = case::open(&akinyi, "TOCU/2026/0923", &[]).await;
    let urn = "TOCU/IR/2026/0061";
    assessed(&server, file, urn).await;
    let subject = || json!({ "intelligenceReportId": id(urn) });
    let other = with(submitting(file, urn), json!({ "intelligenceReportId": id("another") }));
    let taken = akinyi.send("submitIntelligence", other).await.refused();
    is(&taken, "DUPLICATE_URN", None, &["urn"]);
    let bad = with(submitting(file, urn), json!({ "urn": "no number" }));
    let bad = akinyi.send("submitIntelligence", bad).await.refused();
    is(&bad, "URN_FORMAT", None, &["urn"]);

    let regrade = json!({ "grade": graded("2B"), "reason": "Heard again." });
    otieno.send("regradeIntelligence", with(subject(), regrade)).await.accepted();
    let corroborate = |reference: &str, independence: &str| {
        let source = json!({
            "kind": "INTELLIGENCE_REPORT", "reference": reference, "grade": graded("2B"),
        });
        with(subject(), json!({ "independence": independence, "source": source }))
    };
    let same = corroborate("NMC/7", "SAME_ORIGIN");
    akinyi.send("corroborateIntelligence", same).await.accepted();
    assert_eq!(report(&akinyi, urn).await["weight"], 0.6, "N4: the same origin adds no weight");
    let independent = corroborate("NMC/8", "INDEPENDENT");
    akinyi.send("corroborateIntelligence", independent).await.accepted();
    let itself = corroborate(urn, "INDEPENDENT");
    let itself = akinyi.send("corroborateIntelligence", itself).await.refused();
    is(&itself, "CORROBORATES_ITSELF", Some("N4"), &["source", "reference"]);
    let known = report(&akinyi, urn).await;
    assert_eq!((&known["weight"], &known["linkWeight"]), (&json!(0.84), &json!(0.84)));
    assert_eq!(known["corroborations"].as_array().unwrap().len(), 2);
    assert_eq!(known["handling"], json!({ "code": "C", "conditions": ["A1"] }));
    let regrade = json!({ "grade": graded("2E"), "reason": "It stands empty." });
    otieno.send("regradeIntelligence", with(subject(), regrade)).await.accepted();
    assert_eq!(report(&akinyi, urn).await["linkWeight"], Value::Null, "N2");

    let retain = with(subject(), json!({ "until": "2099-03-02", "reason": "It is open." }));
    let early = akinyi.send("retainIntelligence", retain.clone()).await.refused();
    is(&early, "NOT_UNDER_REVIEW", None, &[]);
    let review = || with(subject(), json!({ "findings": "It is still used." }));
    akinyi.send("reviewIntelligence", review()).await.accepted();
    akinyi.send("retainIntelligence", retain).await.accepted();
    let known = report(&akinyi, urn).await;
    assert_eq!(
        (&known["status"], &known["retainedUntil"]),
        (&json!("RETAINED"), &json!("2099-03-02"))
    );
    akinyi.send("reviewIntelligence", review()).await.accepted();
    let expire = with(subject(), json!({ "reason": "The mill was pulled down." }));
    akinyi.send("expireIntelligence", expire).await.accepted();
    assert_eq!(report(&akinyi, urn).await["status"], "EXPIRED");
    assert_eq!(listed(&otieno, "TOCU/2026/0923").await, json!([urn]));
}

#[tokio::test]
async fn the_originating_unit_may_have_the_report_itself() {
    let server = Server::start().await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let file = case::open(&akinyi, "TOCU/2026/0924", &[]).await;
    let urn = "TOCU/IR/2026/0071";
    assessed(&server, file, urn).await;
    let pass_on = passing_on(urn, None, "KE-DCI-TOCU");
    akinyi.send("disseminateIntelligence", pass_on).await.accepted();
    let acknowledge = json!({ "intelligenceReportId": id(urn) });
    otieno.send("acknowledgeIntelligence", acknowledge).await.accepted();
    assert_eq!(report(&akinyi, urn).await["disseminations"][0]["acknowledgedBy"], "otieno");
}

#[tokio::test]
async fn a_recall_reaches_its_recipients_after_the_file_was_handed_over() {
    let server = Server::start().await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    let file = case::open(&akinyi, "TOCU/2026/0925", &[]).await;
    let (urn, child) = ("TOCU/IR/2026/0081", "TOCU/IR/2026/0082");
    assessed(&server, file, urn).await;
    akinyi.send("sanitiseIntelligence", sanitising(urn, child)).await.accepted();
    let pass_on = passing_on(urn, Some(child), "UK-NMC");
    akinyi.send("disseminateIntelligence", pass_on).await.accepted();
    let transfer = json!({ "investigationId": file, "to": "KE-DCI-BUSIA" });
    akinyi.send("transferInvestigation", transfer).await.accepted();

    let wafula = server.client("wafula");
    assert_eq!(report(&wafula, urn).await, Value::Null, "a report does not go with the file");
    assert_eq!(report(&akinyi, urn).await["investigation"], Value::Null);
    let recall = json!({ "intelligenceReportId": id(urn), "reason": "The source made it up." });
    akinyi.send("recallIntelligence", recall).await.accepted();
    assert_eq!(received(&harriet).await[0]["recalled"], true);
}
