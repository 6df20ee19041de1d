//! The views: built again from the log while the server serves, and nobody sees a difference.

use futures_util::FutureExt;
use mpaka_tests::Server;
use mpaka_tests::case::{self, id, released_to, town};
use serde_json::{Value, json};

/// Something of every view.
const EVERYTHING: &str =
    "query ($journey: JourneyId!, $victim: VictimCaseId!, $exhibit: EvidenceItemId!,
        $suspect: SuspectId!) {
    investigations(first: 200) {
        edges { cursor node { id version reference status title changedAt } }
    }
    investigation(reference: \"TOCU/2026/0951\") {
        decisions { edges { node { number decision decidedBy } } }
        timeline(first: 200, withCorrected: true) {
            edges { cursor node { eventId kind about recordedAt data corrects correctedBy } } }
    }
    suspect(id: $suspect) { version status name { full } selectors { selector { display } }
        grounds { text } }
    journey(id: $journey) { version status legs { number from { name } to { name } corrected } }
    victimCase(id: $victim) { version alias status consents { scope } }
    victims(first: 200) { edges { cursor node { alias status clocks { code } } } }
    evidenceItem(id: $exhibit) { version status exhibitRef custodian { user } custodyGap
        custody { action by { user } } selectors { selector { display } } }
    linkInbox(first: 200) { edges { cursor node { id selectorKind left { reference foundIn }
        right { reference foundIn } } } }
}";

async fn fill(server: &Server) {
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let file = case::open(&akinyi, "TOCU/2026/0951", &[]).await;
    for n in 0..20 {
        let decision = json!({
            "investigationId": file, "decision": format!("Decide {n}."), "rationale": "As told.",
        });
        akinyi.send("recordDecision", decision).await.accepted();
    }
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let phone = json!({ "phone": "+254 199 000 951" });
    let selector = json!({
        "suspectId": suspect, "selector": phone, "handling": released_to(&["KE"]),
    });
    akinyi.send("recordSuspectSelector", selector).await.accepted();
    akinyi.send("startJourney", case::starting(file, "G-51", 4)).await.accepted();
    for (day, from, to) in [(10, "Eastleigh", "Isiolo"), (11, "Isiolo", "Moyale")] {
        let leg = json!({ "journeyId": id("G-51"), "leg": case::leg(from, to, day) });
        akinyi.send("recordLeg", leg).await.accepted();
    }
    let exhibit = case::seize(&akinyi, file, "JM/51", "DIGITAL_DEVICE").await;
    let offer = json!({
        "evidenceItemId": exhibit, "to": "otieno", "toAgency": "KE-DCI-TOCU",
        "offeredFor": "EXAMINATION",
    });
    akinyi.send("offerCustody", offer).await.accepted();
    let accept = json!({
        "evidenceItemId": exhibit, "sealOk": true, "condition": "Whole.", "place": town("Nairobi"),
    });
    otieno.send("acceptCustody", accept).await.accepted();
    let alias = "VIC-KE-2026-0951";
    akinyi.send("registerVictim", case::registering(file, alias)).await.accepted();
    let screen = json!({
        "victimCaseId": id(alias), "tool": "ILO11", "outcome": "INDICATORS_FOUND",
        "indicators": [{ "code": "Deception", "strength": "STRONG" }],
    });
    akinyi.send("screenVictim", screen).await.accepted();

    let guyo = server.client("guyo");
    let other = case::open(&guyo, "MBT/2026/0951", &["KE"]).await;
    case::nominate(&guyo, other, "Somebody Else").await;
    let selector = json!({ "suspectId": id("Somebody Else"), "selector": phone });
    guyo.send("recordSuspectSelector", selector).await.accepted();
}

#[tokio::test]
async fn views_are_built_again_while_the_server_serves() {
    let server = Server::start().await;
    fill(&server).await;
    let akinyi = server.client("akinyi");
    let variables = json!({
        "journey": id("G-51"), "victim": id("VIC-KE-2026-0951"), "exhibit": id("JM/51"),
        "suspect": id("Juma Tatu"),
    });
    let everything = async || -> Value { akinyi.ask(EVERYTHING, variables.clone()).await };
    let before = everything().await;
    assert_eq!(before["linkInbox"]["edges"].as_array().unwrap().len(), 1, "{before}");
    let rows = server.database().views().await;
    assert!(rows.iter().filter(|(_, digest)| digest.is_some()).count() >= 10, "{rows:?}");

    for _ in 0..2 {
        let mut rebuilding =
            Box::pin(server.home.run(&["projections", "rebuild", "all", "--json"]));
        let mut asked = 0;
        let ended = loop {
            tokio::select! {
                ended = &mut rebuilding => break ended,
                during = everything() => {
                    assert_eq!(during, before, "the same in the middle of it");
                    asked += 1;
                }
            }
        };
        assert!(asked > 0, "the server answered while it was rebuilt");
        assert!(ended.json()["rebuilt"].as_array().unwrap().len() >= 7);
        assert_eq!(everything().await, before);
        assert_eq!(server.database().views().await, rows, "row by row");
    }

    // What is recorded afterwards comes in as ever.
    case::add_grounds(&akinyi, id("Juma Tatu"), "After it.").await.accepted();
    let grounds = case::grounds(&akinyi, id("Juma Tatu")).await;
    assert_eq!(grounds.last().map(String::as_str), Some("After it."));
    let unknown = server.home.run(&["projections", "rebuild", "nothing"]).await;
    assert_eq!(unknown.code, Some(1), "{}", unknown.err);
}

#[tokio::test]
async fn views_are_built_again_while_mutations_race() {
    let server = Server::start().await;
    fill(&server).await;
    let akinyi = server.client("akinyi");
    let mut rebuilding = Box::pin(server.home.run(&["projections", "rebuild", "all"]));
    for n in 0.. {
        let text = format!("During {n}.");
        case::add_grounds(&akinyi, id("Juma Tatu"), &text).await.accepted();
        // Its sender reads what was written, rebuilt or not.
        assert_eq!(case::grounds(&akinyi, id("Juma Tatu")).await.last(), Some(&text));
        if let Some(ended) = (&mut rebuilding).now_or_never() {
            assert_eq!(ended.code, Some(0), "{}", ended.err);
            break;
        }
    }
    let rows = server.database().views().await;
    assert_eq!(server.home.run(&["projections", "rebuild", "all"]).await.code, Some(0));
    assert_eq!(server.database().views().await, rows, "the same as built in peace");
}

#[tokio::test]
async fn an_event_that_no_view_understands_is_named_and_left_out_when_the_operator_says_so() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, "TOCU/2026/0961", &[]).await;
    let poison = server.database().slip_in("investigation", file, 3).await;
    // The server goes on, and its users read what they write.
    case::open(&akinyi, "TOCU/2026/0962", &[]).await;

    let views = ["case_timeline", "investigation_overview", "link_inbox", "process_managers"];
    let ready = akinyi.get("/readyz").send().await.unwrap();
    assert_eq!(ready.status(), 200);
    let ready: Value = ready.json().await.unwrap();
    assert_eq!(ready["stale"], json!(views));
    let metrics = akinyi.get("/metrics").send().await.unwrap().text().await.unwrap();
    for line in [
        r#"mpaka_projection_parked_events{view="investigation_overview"} 1"#,
        r#"mpaka_projection_parked_events{view="suspect_index"} 0"#,
        r#"mpaka_projection_owned{view="suspect_index"} 1"#,
        r#"mpaka_projection_waiting_seconds{view="case_timeline"} 0"#,
    ] {
        assert!(metrics.contains(line), "{line} in {metrics}");
    }
    let list = server.home.run(&["projections", "list", "--json"]).await.json();
    let of =
        |view: &str| list["projections"].as_array().unwrap().iter().find(|v| v["name"] == view);
    assert_eq!(of("case_timeline").unwrap()["parked"], 1);
    assert_eq!(of("case_timeline").unwrap()["owned"], true);
    assert_eq!(of("journey_map").unwrap()["parked"], 0);
    let parked = server.home.run(&["projections", "list", "--parked", "--json"]).await.json();
    let parked = parked["parked"].as_array().unwrap();
    assert_eq!(parked.len(), views.len());
    for (event, view) in parked.iter().zip(views) {
        assert_eq!(event["projection"], view);
        assert_eq!(event["position"], poison);
        assert_eq!((&event["stream"], &event["version"]), (&json!(file), &json!(3)));
        assert_eq!(event["error"], "this program does not know its type");
    }

    // Tried again, it is what it was; an event that is not parked is not left out.
    let again = server.home.run(&["projections", "retry", "--json"]).await.json();
    assert_eq!(again["rebuilt"], json!(views));
    assert_eq!(again["parked"]["link_inbox"], 1);
    let wrong = ["projections", "retry", "all", "--skip", "1", "--reason", "By mistake."];
    assert_eq!(server.home.run(&wrong).await.code, Some(1));
    assert_eq!(server.home.run(&["projections", "retry", "nothing"]).await.code, Some(1));

    let position = poison.to_string();
    let skip = ["projections", "retry", "--skip", &position, "--reason", "A trial.", "--json"];
    let skipped = server.home.run(&skip).await.json();
    assert_eq!(skipped, json!({ "rebuilt": views, "parked": {} }));
    let listed = server.home.run(&["projections", "list", "--parked"]).await;
    assert!(listed.out.contains(": A trial."), "{}", listed.out);
    let nothing = server.home.run(&["projections", "retry"]).await;
    assert_eq!((nothing.code, nothing.out.contains("nothing to do")), (Some(0), true));
    case::open(&akinyi, "TOCU/2026/0963", &[]).await;
    let standing = server.home.run(&["projections", "list", "--json"]).await.json();
    for view in standing["projections"].as_array().unwrap() {
        assert_eq!((&view["parked"], &view["lag"]), (&json!(0), &json!(0)), "{view}");
    }
}
