//! The law: shipped, read, loaded by whoever runs the service, and the ground of what is decided.

use std::time::Duration;

use mpaka_tests::case::{self, id, provision, with};
use mpaka_tests::{Client, Server, in_time};
use serde_json::{Value, json};

const REFERENCE: &str = "TOCU/2026/0990";

/// An offence that no shipped law has: facilitating entry or exit.
const FACILITATION: &str = r#"
kind = "statute"
[[entry]]
code = "KE_CTIP_S7"
[[entry.version]]
valid_from = "2012-10-01"
source = { citation = "Counter-Trafficking in Persons Act 2010, s.7", checked = "SECONDARY" }
[entry.version.content]
title = "Facilitating entry or exit"
provision = { jurisdiction = "KE", instrument = "Counter-Trafficking in Persons Act 2010", provision = "s.7" }
iccs_code = "0204"
elements = [
    { code = "FACILITATION", text = "Facilitates somebody's entry into or exit from the country" },
    { code = "PURPOSE", text = "For the purpose of trafficking" },
]
"#;

async fn statute(client: &Client, code: &str) -> Value {
    let query = "query ($code: String!) { statute(code: $code) {
        code version(on: \"2026-01-14\") { validFrom validTo title penalty
            provision { instrument provision } source { checked }
            elements { code mandatory except only } }
        before: version(on: \"2012-09-30\") { title } versions { validFrom } } }";
    client.ask(query, json!({ "code": code })).await["statute"].clone()
}

#[tokio::test]
async fn the_law_is_read_by_everybody_who_signed_in() {
    let server = Server::start().await;
    let guyo = server.client("guyo");
    let trafficking = statute(&guyo, "KE_CTIP_S3").await;
    let version = &trafficking["version"];
    assert_eq!(version["title"], "Trafficking in persons");
    assert_eq!(version["validFrom"], "2012-10-01");
    assert_eq!(version["source"]["checked"], "SECONDARY");
    assert_eq!(
        version["elements"],
        json!([
            { "code": "ACT", "mandatory": true, "except": [], "only": [] },
            { "code": "MEANS", "mandatory": true, "except": ["CHILD_VICTIM"], "only": [] },
            { "code": "VICTIM_IS_CHILD", "mandatory": true, "except": [], "only": ["CHILD_VICTIM"] },
            { "code": "PURPOSE", "mandatory": true, "except": [], "only": [] },
        ])
    );
    assert_eq!(trafficking["before"], Value::Null, "the Act was not in force");
    assert_eq!(statute(&guyo, "KE_CTIP_S99").await, Value::Null);

    let query = "query ($on: Date, $country: String) {
        statutes(on: $on, jurisdiction: $country) { code }
        clockRules(on: $on, jurisdiction: $country) { code
            version(on: $on) { duration unit calendar jurisdiction except startsOn onBreach } }
        calendars(on: $on) { code versions { title addsTo weekend yearly { month day name }
            easter { offset name } days { date name } } }
        codeSystems { code versions { title publisher edition codes { code en sw so am } } }
        christmas: isWorkingDay(calendar: \"KE_PUBLIC_HOLIDAYS\", day: \"2026-12-25\")
        monday: isWorkingDay(calendar: \"KE_PUBLIC_HOLIDAYS\", day: \"2026-03-02\")
        nowhere: isWorkingDay(calendar: \"XX\", day: \"2026-03-02\") }";
    let on = async |day: &str| guyo.ask(query, json!({ "on": day, "country": "GB" })).await;
    let recovery = |law: &Value| {
        let rules = law["clockRules"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["code"] == "UK_NRM_RECOVERY").unwrap();
        rule["version"]["duration"].clone()
    };
    let (then, now) = (on("2022-12-12").await, on("2022-12-13").await);
    assert_eq!((recovery(&then), recovery(&now)), (json!(45), json!(30)));
    let codes: Vec<_> = now["statutes"].as_array().unwrap().iter().map(|s| &s["code"]).collect();
    assert_eq!(codes, ["UK_FRAUD_S2", "UK_MSA_S1", "UK_MSA_S2"]);
    assert_eq!(now["calendars"].as_array().unwrap().len(), 2);
    assert_eq!(
        (&now["christmas"], &now["monday"], &now["nowhere"]),
        (&json!(false), &json!(true), &Value::Null)
    );
    let lists = now["codeSystems"].as_array().unwrap();
    let tlp = lists.iter().find(|list| list["code"] == "TLP").unwrap();
    assert_eq!(tlp["versions"][0]["codes"][0]["code"], "RED");
    let list = "{ codeSystem(code: \"ILO_FORCED_LABOUR\") { version { codes { code en } } }
        clockRule(code: \"KE_ARRAIGN\") { version { duration unit } } }";
    let read = guyo.ask(list, json!({})).await;
    assert_eq!(read["codeSystem"]["version"]["codes"].as_array().unwrap().len(), 11);
    assert_eq!(read["clockRule"]["version"], json!({ "duration": 24, "unit": "H" }));

    let nowhere = json!({ "query": "{ statutes(jurisdiction: \"XX\") { code } }" });
    let wrong = guyo.post(&nowhere).await;
    assert_eq!(wrong.code(), "BAD_ARGUMENT");
    let nobody =
        Client::nobody(&server.url).post(&json!({ "query": "{ statutes { code } }" })).await;
    assert_eq!(nobody.code(), "UNAUTHENTICATED");
}

#[tokio::test]
async fn what_is_loaded_is_the_law_of_a_server_that_runs() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("s7.toml");
    std::fs::write(&file, FACILITATION).unwrap();
    let path = folder.path().to_str().unwrap();

    let added = json!([
        { "kind": "statute", "code": "KE_CTIP_S7", "what": "added", "validFrom": "2012-10-01" },
    ]);
    let load = async |more: &[&str]| {
        server.home.run(&[&["reference", "load", path, "--json"], more].concat()).await
    };
    let dry = load(&["--dry-run"]).await.json();
    assert_eq!(dry, json!({ "dryRun": true, "added": added }));
    let list = server.home.run(&["reference", "list", "--json"]).await.json();
    let codes = |list: &Value| {
        let entries = list["entries"].as_array().unwrap().iter();
        entries.filter(|entry| entry["code"] == "KE_CTIP_S7").count()
    };
    assert_eq!(codes(&list), 0, "a dry run loads nothing");
    assert_eq!(load(&[]).await.json(), json!({ "dryRun": false, "added": added }));
    assert_eq!(load(&[]).await.json(), json!({ "dryRun": false, "added": [] }), "the same again");
    let on = ["reference", "list", "--on", "2026-01-14", "--json"];
    assert_eq!(codes(&server.home.run(&on).await.json()), 1);
    let before = ["reference", "list", "--on", "2012-09-30", "--json"];
    assert_eq!(codes(&server.home.run(&before).await.json()), 0);

    in_time("the law that another process loaded", async {
        while statute(&akinyi, "KE_CTIP_S7").await.is_null() {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    })
    .await;
    a_charge_is_judged_by_it(&server).await;
}

/// The charge names one element; the statute adds the other, and says on which day it is law.
async fn a_charge_is_judged_by_it(server: &Server) {
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    case::nominate(&akinyi, file, "Juma Tisa").await;
    case::seize(&akinyi, file, "JM/90", "DOCUMENT").await;
    let join = json!({
        "investigationId": file, "user": "njeri", "agency": "KE-ODPP", "role": "PROSECUTOR",
    });
    akinyi.send("assignTeamMember", join).await.accepted();
    akinyi.send("submitForReview", json!({ "investigationId": file })).await.accepted();
    let refer = json!({ "investigationId": file, "agency": "KE-ODPP" });
    akinyi.send("referToProsecutor", refer).await.accepted();
    let of = |input: Value| with(json!({ "prosecutionFileId": id("prosecution 990") }), input);
    let open = json!({ "investigationId": file, "prosecutionFileId": id("prosecution 990") });
    njeri.send("openProsecutionFile", open).await.accepted();
    let charge = |day: &str| {
        of(json!({
            "suspectId": id("Juma Tisa"), "statute": provision("s.7"), "offenceDate": day,
            "particulars": "On that day he led four persons over a footpath.",
            "elements": [{ "element": "FACILITATION", "text": "Led them", "evidence": [id("JM/90")] }],
        }))
    };
    let mut undated = charge("2026-01-14");
    undated.as_object_mut().unwrap().remove("offenceDate");
    let undated = njeri.send("proposeCharge", undated).await.refused();
    assert_eq!(
        (undated.rule.as_deref(), undated.code.as_str()),
        (Some("P1"), "OFFENCE_DATE_MISSING")
    );
    let of_a_child = with(charge("2026-01-14"), json!({ "circumstances": ["CHILD_VICTIM"] }));
    let of_a_child = njeri.send("proposeCharge", of_a_child).await.refused();
    assert_eq!(
        (of_a_child.rule.as_deref(), of_a_child.code.as_str()),
        (Some("P1"), "CIRCUMSTANCE_UNKNOWN")
    );
    let early = njeri.send("proposeCharge", charge("2012-09-30")).await.refused();
    assert_eq!((early.rule.as_deref(), early.code.as_str()), (Some("P1"), "NOT_IN_FORCE"));
    assert_eq!(early.path, ["offenceDate"]);
    assert!(early.message.contains("2012-09-30"), "{}", early.message);
    let future = njeri.send("proposeCharge", charge("2099-01-01")).await.refused();
    assert_eq!((future.rule, future.code.as_str()), (None, "OFFENCE_IN_FUTURE"));
    njeri.send("proposeCharge", charge("2026-01-14")).await.accepted();

    let query = "query ($reference: String!) { investigation(reference: $reference) {
        prosecutionFile { charges { offenceDate circumstances iccsCode
            statuteVersion { code validFrom } elements { element mandatory } } }
        elementMatrix(statute: \"s.7\") { element coverage gaps } } }";
    let read = akinyi.ask(query, json!({ "reference": REFERENCE })).await;
    let charge = &read["investigation"]["prosecutionFile"]["charges"][0];
    assert_eq!(charge["offenceDate"], "2026-01-14");
    let version = json!({ "code": "KE_CTIP_S7", "validFrom": "2012-10-01" });
    assert_eq!(charge["statuteVersion"], version);
    assert_eq!(
        read["investigation"]["elementMatrix"],
        json!([
            { "element": "FACILITATION", "coverage": "PROVED", "gaps": [] },
            { "element": "PURPOSE", "coverage": "GAP", "gaps": ["NO_EXHIBIT"] },
        ])
    );
    let approve = njeri.send("approveCharge", of(json!({ "number": 1 }))).await.refused();
    assert_eq!((approve.rule.as_deref(), approve.code.as_str()), (Some("P1"), "ELEMENT_UNPROVED"));
}

#[tokio::test]
async fn files_that_are_no_law_are_refused_whole_and_by_name() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let good = write("good.toml", FACILITATION);
    let overlap =
        FACILITATION.replace("S7", "S8").replace("s.7", "s.8").replace("2012-10-01", "2026-01-01");
    let overlap = write("overlap.toml", &overlap);
    let broken = write("broken.toml", "kind = \"statute\"\n[[entry]]\nname = \"x\"\n");
    let before = server.database().log().await.0.len();
    for (paths, code, named) in [
        (vec![good.as_str(), overlap.as_str()], 1, ["overlap.toml", "(LAW-1)"]),
        (vec![good.as_str(), broken.as_str()], 1, ["broken.toml", "line 3"]),
        (vec!["nowhere.toml"], 1, ["nowhere.toml", "cannot use"]),
    ] {
        let ended = server.home.run(&[&["reference", "load"], &paths[..]].concat()).await;
        assert_eq!(ended.code, Some(code), "{}", ended.err);
        for name in named {
            assert!(ended.err.contains(name), "{}", ended.err);
        }
    }
    assert_eq!(server.database().log().await.0.len(), before, "nothing of it was loaded");
}

#[tokio::test]
async fn law_that_cannot_be_read_is_named_and_makes_the_server_unready() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let (log, _) = server.database().log().await;
    let last = log.iter().rfind(|line| line.stream.0 == "clock_rule").unwrap();
    let (stream, version) = (last.stream.1.parse().unwrap(), last.version + 1);
    server.database().slip_in("clock_rule", stream, version).await;
    in_time("the server to be unready", async {
        while akinyi.get("/readyz").send().await.unwrap().status() != 503 {
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    let unready: Value = akinyi.get("/readyz").send().await.unwrap().json().await.unwrap();
    assert_eq!(unready["unreadLaw"], 1, "{unready}");
    let metrics = akinyi.get("/metrics").send().await.unwrap().text().await.unwrap();
    assert!(metrics.contains("mpaka_law_unread_entries 1"), "{metrics}");

    let list = server.home.run(&["reference", "list", "--json"]).await.json();
    let why = "this program does not know its type";
    let unread =
        json!([{ "kind": "clock_rule", "stream": stream, "version": version, "reason": why }]);
    assert_eq!(list["unread"], unread);
    let list = server.home.run(&["reference", "list"]).await;
    let named = format!("event {version} of clock_rule {stream} cannot be read: {why}");
    assert!(list.err.contains(&named), "{}", list.err);
    assert!(list.out.contains("KE_CTIP_S3"), "the rest is listed: {}", list.out);
}

#[tokio::test]
async fn a_file_begins_with_the_tasks_of_its_template() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let list = "{ caseTemplates(on: \"2026-03-02\") { code
        version { title crimeTypes tasks { title role dueDays } } } }";
    let templates = akinyi.ask(list, json!({})).await["caseTemplates"].clone();
    let of = |code: &str| {
        let templates = templates.as_array().unwrap().iter();
        let found = templates.clone().find(|template| template["code"] == code);
        found.unwrap()["version"]["tasks"].as_array().unwrap().len()
    };

    let open = |reference: &str, template: &str| {
        with(case::opening(reference, &[]), json!({ "templateId": template }))
    };
    let unknown = akinyi.send("openInvestigation", open("TOCU/2026/0991", "NO_SUCH")).await;
    let unknown = unknown.refused();
    assert_eq!(
        (unknown.code.as_str(), unknown.path),
        ("TEMPLATE_UNKNOWN", vec!["templateId".into()])
    );
    assert!(unknown.message.contains("caseTemplates"), "{}", unknown.message);

    let opening = open("TOCU/2026/0991", "TIP_LABOUR");
    let file = opening["investigationId"].clone();
    akinyi.send("openInvestigation", opening).await.accepted();
    let are_made = async |count: usize| {
        in_time("the tasks of the template", async {
            while case::tasks(&akinyi, "TOCU/2026/0991").await.len() < count {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        })
        .await;
        case::tasks(&akinyi, "TOCU/2026/0991").await
    };
    let tasks = are_made(of("TIP_LABOUR")).await;
    assert_eq!(tasks.len(), of("TIP_LABOUR"));
    let reviews = tasks
        .iter()
        .filter(|task| task["title"] == "Review lines of inquiry, safety and non-punishment");
    assert_eq!(reviews.count(), 1, "{tasks:?}");

    let apply = || json!({ "investigationId": file, "templateId": "SOM_ROUTE" });
    akinyi.send("applyTemplate", apply()).await.accepted();
    let both = of("TIP_LABOUR") + of("SOM_ROUTE");
    assert_eq!(are_made(both).await.len(), both);
    akinyi.send("applyTemplate", apply()).await.accepted();
    let stranger = server.client("guyo").send("applyTemplate", apply()).await.refused();
    assert_eq!(stranger.code, "NOT_FOUND");
    assert_eq!(are_made(both).await.len(), both, "applied again, nothing happens");
}
