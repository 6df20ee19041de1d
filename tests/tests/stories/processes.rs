//! What must follow from what happened: tasks that processes make by themselves, once, whatever dies,
//! and tasks that people give each other.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use mpaka_tests::case::{self, at, exhibit, id, informed, protected, provision, tasks, town, with};
use mpaka_tests::{Client, Server, in_time, issuer};
use serde_json::{Value, json};
use uuid::Uuid;

mod oversight;

const REFERENCE: &str = "TOCU/2026/0971";

/// What each task is about and where it stands, in order.
fn standing(tasks: &[Value]) -> Vec<String> {
    let mut standing: Vec<_> = tasks
        .iter()
        .map(|task| {
            format!("{} {}", task["kind"].as_str().unwrap(), task["status"].as_str().unwrap())
        })
        .collect();
    standing.sort_unstable();
    standing
}

/// Waits until a file has exactly these tasks.
async fn has(client: &Client, reference: &str, expected: &[&str]) -> Vec<Value> {
    let mut found = Vec::new();
    let waits = async {
        loop {
            found = tasks(client, reference).await;
            if standing(&found) == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let came = tokio::time::timeout(Duration::from_mins(1), waits).await.is_ok();
    assert!(came, "{expected:?} did not come about: {:?}", standing(&found));
    found
}

/// Sends mutations that are all accepted.
async fn all(client: &Client, steps: impl IntoIterator<Item = (&str, Value)>) {
    for (mutation, input) in steps {
        let payload = client.send(mutation, input).await;
        assert_eq!(payload.user_errors, [], "{mutation}");
    }
}

/// Waits until every view and process has taken the whole log into account, orders included.
async fn settled(server: &Server) {
    server.database().caught_up().await;
    in_time("a desk that has looked at everything", async {
        while !server.database().desk_is_clear().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

fn screening(file: Uuid, alias: &str) -> [(&'static str, Value); 2] {
    let none = json!({ "victimCaseId": id(alias), "tool": "ILO11", "outcome": "NO_INDICATORS" });
    [("registerVictim", case::registering(file, alias)), ("screenVictim", none)]
}

#[tokio::test]
async fn j3_two_servers_leave_one_task_for_each_person_found() {
    let mut server = Server::start().await;
    let serve = server.home.serve();
    let mut second = server.home.start(&serve.iter().map(String::as_str).collect::<Vec<_>>());
    let elsewhere = second.ready().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    let intercept = json!({
        "journeyId": id("G-71"), "by": "KE-DCI-TOCU", "place": town("Isiolo"), "personsFound": 3,
        "occurred": at("2026-01-10T09:30+03:00"),
    });
    let to_isiolo = json!({ "journeyId": id("G-71"), "leg": case::leg("Eastleigh", "Isiolo", 10) });
    all(
        &akinyi,
        [
            ("startJourney", case::starting(file, "G-71", 3)),
            ("recordLeg", to_isiolo),
            ("recordInterception", intercept),
        ],
    )
    .await;
    let open = ["SCREENING OPEN"; 3];
    let found = has(&akinyi, REFERENCE, &open).await;
    for task in &found {
        assert_eq!(task["process"], "SCREENING_ON_INTERCEPTION");
        assert_eq!(task["createdBy"], "screening_on_interception");
        assert_eq!(task["subject"]["id"], json!(id("G-71")));
        assert_eq!((&task["overdue"], &task["role"]), (&json!(true), &json!("INVESTIGATOR")));
    }
    settled(&server).await;
    let there = akinyi.at(elsewhere.clone());
    assert_eq!(
        standing(&tasks(&there, REFERENCE).await),
        open,
        "one set, whichever server is asked"
    );

    // The one that may have had the desk dies; the other goes on.
    server.process.kill();
    all(&there, screening(file, "VIC-KE-2026-0971")).await;
    let one_done = ["SCREENING DONE", "SCREENING OPEN", "SCREENING OPEN"];
    let found = has(&there, REFERENCE, &one_done).await;
    let open = found.iter().find(|task| task["status"] == "OPEN").unwrap();
    let reason = json!({ "taskId": open["id"], "reason": "Fled before the screening" });
    let refused = there.send("cancelTask", reason.clone()).await.refused();
    assert_eq!(refused.code, "NOT_YOURS_TO_END");
    let naliaka = Client::new(&elsewhere, &server.home.issuer.token("naliaka"));
    naliaka.send("cancelTask", reason).await.accepted();
    all(&there, screening(file, "VIC-KE-2026-0972")).await;
    has(&there, REFERENCE, &["SCREENING CANCELLED", "SCREENING DONE", "SCREENING DONE"]).await;

    let metrics = there.text("/metrics").await;
    assert!(
        metrics.contains("mpaka_process_instances{process=\"SCREENING_ON_INTERCEPTION\"} 1"),
        "{metrics}"
    );
    assert!(
        metrics.contains("mpaka_projection_lag_events{view=\"process_managers\"}"),
        "{metrics}"
    );
}

/// Nominates a suspect, raises and arrests them at a time.
async fn arrest(client: &Client, file: Uuid, name: &str, when: DateTime<Utc>) {
    let suspect = case::nominate(client, file, name).await;
    let steps = [
        ("addGrounds", json!({ "text": "The ledger.", "source": exhibit("JM/71") })),
        ("changeSuspectStatus", json!({ "to": "SUSPECT", "basis": "The ledger." })),
        (
            "arrestSuspect",
            json!({
                "place": town("Eastleigh"), "power": provision("s.3"), "by": "Insp. Zawadi Mbugu",
                "rightsGiven": true, "occurred": { "value": when.to_rfc3339() },
            }),
        ),
    ];
    let of = |input| with(json!({ "suspectId": suspect }), input);
    all(client, steps.map(|(mutation, input)| (mutation, of(input)))).await;
}

/// The time now.
fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(issuer::now().try_into().unwrap(), 0).unwrap()
}

#[tokio::test]
async fn a_time_that_runs_out_while_the_server_is_dead_is_seen_once_when_it_is_back() {
    let mut server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    let due = now() + TimeDelta::seconds(20);
    arrest(&akinyi, file, "Juma Tatu", due - TimeDelta::hours(24)).await;
    let found = has(&akinyi, REFERENCE, &["DETENTION OPEN"]).await;
    assert_eq!((&found[0]["overdue"], &found[0]["ending"]), (&json!(false), &Value::Null));
    let shown: DateTime<Utc> = found[0]["dueAt"].as_str().unwrap().parse().unwrap();
    assert_eq!(shown, due);
    server.process.kill();
    assert!(now() < due, "it died in time");
    while now() <= due {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    for _ in 0..2 {
        server = server.again().await;
        let akinyi = server.client("akinyi");
        let both = ["DETENTION OPEN", "MISSED_LIMIT OPEN"];
        let found = has(&akinyi, REFERENCE, &both).await;
        settled(&server).await;
        assert_eq!(standing(&tasks(&akinyi, REFERENCE).await), both, "once");
        let missed = found.iter().find(|task| task["kind"] == "MISSED_LIMIT").unwrap();
        assert_eq!(missed["role"], "SUPERVISOR");
    }
    let akinyi = server.client("akinyi");
    let release = json!({ "suspectId": id("Juma Tatu"), "releaseType": "POLICE_BAIL" });
    akinyi.send("releaseSuspect", release).await.accepted();
    let done = has(&akinyi, REFERENCE, &["DETENTION DONE", "MISSED_LIMIT DONE"]).await;
    assert!(done.iter().all(|task| task["ending"]["settledBy"].is_string()), "{done:?}");
}

#[tokio::test]
async fn the_clocks_of_a_protection_file_make_tasks_and_are_settled_by_decisions() {
    let mut server = Server::start().await;
    let harriet = server.client("harriet");
    let (reference, alias) = ("NMC/MS/26/0971", "VIC-UK-2026-0971");
    let file = case::open(&harriet, reference, &[]).await;
    let register = with(case::registering(file, alias), json!({ "jurisdiction": "UK" }));
    let of = |input: Value| with(json!({ "victimCaseId": id(alias) }), input);
    let screen = json!({
        "tool": "ILO11", "outcome": "INDICATORS_FOUND",
        "indicators": [{ "code": "DebtBondage", "strength": "STRONG" }],
    });
    let consent = json!({
        "scopes": [{ "scope": "REFERRAL" }], "given": true, "answers": informed(), "by": "PERSON",
    });
    let refer = json!({
        "mechanism": "UK_NRM", "referralRef": "NRM-26-0971",
        "firstResponderOrg": "UK-NMC", "receivedAt": "2026-01-05",
    });
    all(
        &harriet,
        [
            ("registerVictim", register),
            ("screenVictim", of(screen)),
            ("recordConsent", of(consent)),
            ("referVictim", of(refer)),
        ],
    )
    .await;
    // Whatever it had come to, what follows is there once.
    server.process.kill();
    server = server.again().await;
    let harriet = server.client("harriet");
    let late = ["MISSED_LIMIT OPEN", "REASONABLE_GROUNDS OPEN"];
    let found = has(&harriet, reference, &late).await;
    settled(&server).await;
    assert_eq!(standing(&tasks(&harriet, reference).await), late, "once");
    let rg = found.iter().find(|task| task["kind"] == "REASONABLE_GROUNDS").unwrap();
    assert_eq!(rg["dueAt"], "2026-01-13T00:00:00+00:00", "when the fifth working day is over");

    let decided = |day: &str| {
        json!({
            "outcome": "POSITIVE", "competentAuthority": "SCA", "decidedAt": day,
            "reasonsRef": "SCA-26-0971",
        })
    };
    harriet.send("decideReasonableGrounds", of(decided("2026-01-14"))).await.accepted();
    let over = ["CONCLUSIVE_GROUNDS OPEN", "MISSED_LIMIT DONE", "REASONABLE_GROUNDS DONE"];
    has(&harriet, reference, &over).await;
    harriet.send("decideConclusiveGrounds", of(decided("2026-03-02"))).await.accepted();
    let over = ["CONCLUSIVE_GROUNDS DONE", "MISSED_LIMIT DONE", "REASONABLE_GROUNDS DONE"];
    has(&harriet, reference, &over).await;
    let timeline = case::timeline(&harriet, reference).await;
    let completed = timeline.iter().filter(|line| line["kind"] == "task.completed").count();
    assert_eq!(completed, 3, "the timeline tells of it");
}

#[tokio::test]
async fn people_give_each_other_tasks_and_a_file_is_closed_when_they_are_done() {
    let server = Server::start().await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let naliaka = server.client("naliaka");
    let file = case::open(&akinyi, REFERENCE, &["UK-NMC"]).await;
    let create = json!({
        "investigationId": file, "taskId": id("T-1"), "commandId": id("create"),
        "title": "Ask the bus company for its list of 12 January",
        "assignee": { "role": "INVESTIGATOR" }, "dueAt": "2026-01-31T15:00:00Z",
    });
    akinyi.send("createTask", create.clone()).await.accepted();
    akinyi.send("createTask", create).await.accepted();
    let mine = "{ myTasks(filter: { status: OPEN, overdue: true }) { edges { node {
        id title assignee overdue investigation { reference } } } } }";
    for client in [&akinyi, &otieno] {
        let data = client.ask(mine, json!({})).await;
        let edges = data["myTasks"]["edges"].as_array().unwrap();
        assert_eq!(edges.len(), 1, "{data}");
        assert_eq!(edges[0]["node"]["investigation"]["reference"], REFERENCE);
        assert_eq!(edges[0]["node"]["assignee"], Value::Null);
    }
    let take = json!({
        "taskId": id("T-1"), "assignee": { "role": "INVESTIGATOR", "user": "otieno" },
    });
    otieno.send("assignTask", take).await.accepted();
    let data = akinyi.ask(mine, json!({})).await;
    assert_eq!(data["myTasks"]["edges"], json!([]), "it is his now");
    let done = json!({ "taskId": id("T-1"), "outcome": "The list is exhibit JM/71" });
    let refused = akinyi.send("completeTask", done.clone()).await.refused();
    assert_eq!(refused.code, "NOT_YOURS_TO_DO");

    akinyi.send("submitForReview", json!({ "investigationId": file })).await.accepted();
    let close = json!({
        "investigationId": file, "outcome": "NO_CRIME", "victimOutcomesConfirmed": true,
    });
    let refused = naliaka.send("closeInvestigation", close.clone()).await.refused();
    assert_eq!((refused.rule.as_deref(), refused.code.as_str()), (Some("INV-I2"), "TASKS_OPEN"));
    otieno.send("completeTask", done).await.accepted();
    let reopen = json!({ "taskId": id("T-1"), "reason": "A page is missing" });
    naliaka.send("reopenTask", reopen).await.accepted();
    naliaka.send("closeInvestigation", close.clone()).await.refused();
    let cancel = json!({ "taskId": id("T-1"), "reason": "The company has closed down" });
    akinyi.send("cancelTask", cancel).await.accepted();
    let ended = tasks(&akinyi, REFERENCE).await;
    assert_eq!(ended[0]["ending"]["text"], "The company has closed down");
    naliaka.send("closeInvestigation", close).await.accepted();
    let late = json!({
        "investigationId": file, "title": "One more", "assignee": { "role": "INVESTIGATOR" },
    });
    let refused = akinyi.send("createTask", late).await.refused();
    assert_eq!(refused.code, "FILE_CLOSED");

    let query = "query ($id: TaskId!) { task(id: $id) { title } }";
    let partner = server.client("harriet").ask(query, json!({ "id": id("T-1") })).await;
    assert_eq!(partner["task"]["title"], "Ask the bus company for its list of 12 January");
    let stranger = server.client("wafula").ask(query, json!({ "id": id("T-1") })).await;
    assert_eq!(stranger["task"], Value::Null);
}

#[tokio::test]
async fn a_task_marked_for_protection_is_shown_to_nobody_else() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    let create = json!({
        "investigationId": file, "taskId": id("T-2"), "title": "Call the shelter",
        "assignee": { "role": "INVESTIGATOR" }, "handling": protected(),
    });
    akinyi.send("createTask", create).await.accepted();
    assert_eq!(tasks(&akinyi, REFERENCE).await, Vec::<Value>::new());
    let mine = akinyi.ask("{ myTasks { edges { node { id } } } }", json!({})).await;
    assert_eq!(mine["myTasks"]["edges"], json!([]));
    let node = "query ($id: ID!) { node(id: $id) { id } }";
    let node = akinyi.ask(node, json!({ "id": id("T-2") })).await;
    assert_eq!(node["node"], Value::Null);
}
