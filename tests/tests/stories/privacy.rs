//! The canary sweep: personal data goes in by every mutation that takes it, and is found nowhere
//! but in the answers to those who may read it.

use mpaka_tests::case::{self, at, id, informed, protected, provision, town, with};
use mpaka_tests::client::answer;
use mpaka_tests::{Client, Home, Server};
use reqwest::header::CONTENT_TYPE;
use serde_json::{Value, json};
use uuid::Uuid;

/// What every name and text of the sweep begins with; nothing else in the world does.
const CANARY: &str = "Kanarienvogel";

/// Things that are told apart by digits, so that a word cannot be in them.
const NUMBERS: [&str; 9] = [
    "254199777001",
    "254199777002",
    "254199777003",
    "254199777004",
    "ZK7770001",
    "ZK7770002",
    "KZX777Q",
    "HW-QQQ-7770",
    "001017004120849",
];

fn canary(name: &str) -> String {
    format!("{CANARY} {name}")
}

fn place(name: &str) -> Value {
    with(town("x"), json!({ "name": canary(name), "kind": "HOUSE" }))
}

fn passport(number: &str) -> Value {
    json!({ "kind": "PASSPORT", "number": number, "issuer": "KE" })
}

#[tokio::test]
async fn personal_data_is_found_nowhere_but_in_answers_to_those_who_may_read_it() {
    let server = Server::start_with(Home::new().await, &["--log-filter", "debug"]).await;
    let (akinyi, fatuma) = (server.client("akinyi"), server.client("fatuma"));
    let file = case::open(&akinyi, "TOCU/2026/0971", &[]).await;
    tell_the_investigation(&server, file).await;
    tell_the_suspect(&server, file).await;
    tell_the_journey(&akinyi, file).await;
    tell_the_exhibit(&server, file).await;
    tell_the_victim(&akinyi, &fatuma, file).await;

    let readable = "query ($id: SuspectId!) { suspect(id: $id) {
        name { full } grounds { text } selectors { selector { display } } } }";
    let read = akinyi.ask(readable, json!({ "id": id("the suspect") })).await.to_string();
    assert!(read.contains(CANARY) && read.contains(NUMBERS[0]), "it is all there: {read}");

    for text in errors(&server, file).await {
        assert_clean("an error", &text);
    }
    assert_clean("/metrics", &akinyi.text("/metrics").await);
    let rows = server.database().rows().await;
    for (table, known) in [("events", "Eastleigh"), ("commands", "akinyi"), ("exhibit", "JM/71")] {
        let holds = rows.iter().any(|(name, row)| name == table && row.contains(known));
        assert!(holds, "the table {table} was read");
    }
    let as_bytes = |row: &str| row.matches("investigation.opened").count() == 2;
    let canonical = rows.iter().any(|(table, row)| table == "events" && as_bytes(row));
    assert!(canonical, "bytes were read as the text that they hold");
    for (table, row) in &rows {
        assert_clean(&format!("the table {table}"), row);
    }
    let log = server.process.said();
    assert!(log.contains("refused"), "the log was heard: {log}");
    assert_clean("the log", &log);
}

/// Nothing personal is in a text, in whichever case it may be kept.
#[track_caller]
fn assert_clean(what: &str, text: &str) {
    let text = text.to_lowercase();
    for canary in [CANARY].iter().chain(&NUMBERS) {
        if let Some(found) = text.find(&canary.to_lowercase()) {
            let around: String =
                text[..found].chars().rev().take(160).collect::<Vec<_>>().iter().rev().collect();
            panic!("{what} holds {canary}, after: {around}");
        }
    }
}

/// Sends mutations that are all accepted.
async fn all(client: &Client, subject: Value, steps: impl IntoIterator<Item = (&str, Value)>) {
    for (mutation, input) in steps {
        let payload = client.send(mutation, with(subject.clone(), input)).await;
        assert_eq!(payload.user_errors, [], "{mutation}");
    }
}

async fn tell_the_investigation(server: &Server, file: Uuid) {
    let subject = json!({ "investigationId": file });
    let decide = json!({
        "decision": canary("decision"), "rationale": canary("rationale"),
        "alternatives": canary("alternatives"),
    });
    let akinyi = server.client("akinyi");
    all(
        &akinyi,
        subject,
        [
            ("recordDecision", decide),
            ("suspendInvestigation", json!({ "reason": canary("suspension") })),
            ("resumeInvestigation", json!({})),
            ("submitForReview", json!({})),
            ("returnFromReview", json!({ "reason": canary("return") })),
        ],
    )
    .await;
}

async fn tell_the_suspect(server: &Server, file: Uuid) {
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let suspect = id("the suspect");
    let nominate = json!({
        "suspectId": suspect,
        "name": {
            "full": canary("name"), "transliterations": [canary("transliteration")],
            "parts": [{ "kind": "GIVEN", "value": canary("part") }],
        },
        "description": canary("description"),
        "grounds": canary("grounds"),
    });
    all(&akinyi, json!({ "investigationId": file }), [("nominateSuspect", nominate)]).await;
    let power = provision("s.29");
    let adult = json!({ "kind": "GUARDIAN", "name": { "full": canary("adult") } });
    let selectors = [
        json!({ "phone": "+254 199 777 001" }),
        json!({ "imei": "001017004120849" }),
        json!({ "plate": { "country": "KE", "text": "KZX 777Q" } }),
        json!({ "travelDocument": passport("ZK7770001") }),
        json!({ "hawala": { "dealer": canary("dealer"), "code": "HW-QQQ-7770" } }),
        json!({ "handle": { "platform": "tiktok", "handle": CANARY } }),
    ];
    let selectors =
        selectors.map(|selector| ("recordSuspectSelector", json!({ "selector": selector })));
    let steps = [
        ("recordSuspectAlias", json!({ "name": { "full": canary("alias") } })),
        ("addGrounds", json!({ "text": canary("more grounds"), "source": case::exhibit("JM/71") })),
        ("changeSuspectStatus", json!({ "to": "SUSPECT", "basis": canary("basis") })),
        (
            "arrestSuspect",
            json!({
                "place": place("place of arrest"), "power": power, "by": canary("officer"),
                "rightsGiven": true, "occurred": at("2026-02-01T06:30+03:00"),
            }),
        ),
        (
            "interviewSuspect",
            json!({
                "exhibitRef": "JM/72", "language": "sw", "counsel": "PRESENT",
                "appropriateAdult": adult, "occurred": at("2026-02-01T10:00+03:00"),
            }),
        ),
        ("releaseSuspect", json!({ "releaseType": "COURT_BAIL", "conditions": canary("terms") })),
        ("flagPossibleVictim", json!({ "indicatorSet": ["DebtBondage"] })),
    ];
    let subject = json!({ "suspectId": suspect });
    all(&akinyi, subject.clone(), selectors.into_iter().chain(steps)).await;
    let join = json!({ "user": "njeri", "agency": "KE-ODPP", "role": "PROSECUTOR" });
    all(&akinyi, json!({ "investigationId": file }), [("assignTeamMember", join)]).await;
    let review = json!({
        "decision": "PROCEED", "provision": provision("s.14"), "reasons": canary("review"),
    });
    all(&njeri, subject, [("reviewNonpunishment", review)]).await;
    let other = json!({ "investigationId": file, "suspectId": id("another"), "name": { "full": canary("another") }, "grounds": canary("why another") });
    let eliminate = json!({ "suspectId": id("another"), "reason": canary("elimination") });
    all(&akinyi, json!({}), [("nominateSuspect", other), ("eliminateSuspect", eliminate)]).await;
}

async fn tell_the_journey(akinyi: &Client, file: Uuid) {
    let journey = id("G-71");
    let leg = with(
        case::leg("Eastleigh", "Isiolo", 10),
        json!({
            "facilitators": [canary("guide")],
            "carriers": [{ "plate": { "country": "KE", "text": "KZX 777Q" } }],
            "documentsUsed": [passport("ZK7770002")],
        }),
    );
    let gap = with(case::leg("Marsabit", "Moyale", 11), json!({ "gap": canary("gap") }));
    let hold = json!({
        "place": town("Moyale"), "from": at("2026-01-11"), "captors": [canary("captor")],
        "ransom": {
            "amount": { "amount": "1200", "currency": "USD" },
            "payTo": { "phone": "+254 199 777 002" },
        },
    });
    akinyi.send("startJourney", case::starting(file, "G-71", 5)).await.accepted();
    let steps = [
        ("recordLeg", json!({ "leg": leg.clone() })),
        ("recordLeg", json!({ "leg": gap })),
        ("recordHolding", json!({ "hold": hold })),
        (
            "recordDeathOrInjury",
            json!({
                "kind": "INJURY", "persons": 1, "cause": canary("cause"), "place": town("Moyale"),
            }),
        ),
        (
            "changeJourneyClassification",
            json!({ "to": "TRAFFICKED", "reasons": canary("reasons") }),
        ),
    ];
    let subject = json!({ "journeyId": journey });
    all(akinyi, subject.clone(), steps).await;
    let query = "query ($id: JourneyId!) { journey(id: $id) { legs { eventId } } }";
    let legs = akinyi.ask(query, json!({ "id": journey })).await;
    let correct = json!({
        "number": 1, "leg": leg, "reason": canary("correction"),
        "corrects": legs["journey"]["legs"][0]["eventId"],
    });
    all(akinyi, subject, [("correctLeg", correct)]).await;
}

async fn tell_the_exhibit(server: &Server, file: Uuid) {
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let item = json!({ "evidenceItemId": id("JM/71") });
    let identify = with(
        case::identifying(file, "JM/71", "OPEN_SOURCE_CAPTURE"),
        json!({ "description": canary("exhibit"), "by": canary("finder") }),
    );
    let digest = json!({ "algorithm": "SHA256", "digest": "ab".repeat(32) });
    let seize = json!({ "exhibitRef": "JM/71", "seal": "KE-0071", "witness": canary("witness"), "authorityRef": "Warrant 71" });
    let offer = json!({ "to": "otieno", "toAgency": "KE-DCI-TOCU", "offeredFor": "STORAGE" });
    let steps = [
        ("identifyExhibit", identify),
        ("seizeExhibit", seize),
        ("offerCustody", offer.clone()),
        ("withdrawCustodyOffer", json!({ "reason": canary("withdrawal") })),
        ("offerCustody", offer.clone()),
    ];
    all(&akinyi, item.clone(), steps).await;
    let refuse = [("refuseCustody", json!({ "reason": canary("refusal") }))];
    all(&otieno, item.clone(), refuse).await;
    all(&akinyi, item.clone(), [("offerCustody", offer)]).await;
    let capture = json!({
        "urlHash": digest, "operatorAccount": canary("account"),
        "timeSync": { "reference": "ntp.example", "offsetMs": 1 },
    });
    let steps = [
        (
            "acceptCustody",
            json!({ "sealOk": true, "condition": canary("condition"), "place": town("Nairobi") }),
        ),
        (
            "breakSeal",
            json!({ "old": "KE-0071", "reason": canary("opening"), "witness": canary("opener") }),
        ),
        (
            "acquireExhibit",
            json!({
                "method": "WEB_CAPTURE", "tool": "Crawler", "toolVersion": "1",
                "hashes": [digest], "specialist": canary("specialist"), "capture": capture,
            }),
        ),
        (
            "examineExhibit",
            json!({
                "action": canary("action"), "examiner": canary("examiner"),
                "results": canary("results"),
            }),
        ),
        (
            "recordExhibitSelector",
            json!({
                "selector": { "phone": "+254 199 777 003" }, "context": canary("context"),
            }),
        ),
        (
            "resealExhibit",
            json!({
                "new": "KE-0072", "reason": canary("closing"), "witness": canary("closer"),
            }),
        ),
        ("storeExhibit", json!({ "location": "Locker 71" })),
        ("placeHold", json!({ "authorityRef": "MLA 71", "reason": canary("hold") })),
        ("liftHold", json!({ "authorityRef": "MLA 71", "reason": canary("lifting") })),
        ("assessSensitivity", json!({ "sensitive": true, "reason": canary("sensitivity") })),
        (
            "returnExhibit",
            json!({
                "authorityRef": "Order 71", "to": canary("owner"),
                "witnesses": [canary("first"), canary("second")],
            }),
        ),
    ];
    all(&otieno, item, steps).await;
}

async fn tell_the_victim(akinyi: &Client, fatuma: &Client, file: Uuid) {
    let alias = "VIC-KE-2026-0971";
    let subject = json!({ "victimCaseId": id(alias) });
    akinyi.send("registerVictim", case::registering(file, alias)).await.accepted();
    let support = json!({ "provider": { "agency": "KE-CPS" } });
    all(akinyi, subject.clone(), [("assignSupport", support)]).await;
    let kept = protected();
    let identity = json!({
        "name": { "full": canary("victim") }, "birth": { "value": "1998-03-14", "basis": "STATED" },
        "documents": [passport("ZK7770002")], "phones": ["+254 199 777 004"], "handling": kept,
    });
    let screen = json!({
        "tool": "ILO11", "outcome": "INDICATORS_FOUND", "answers": canary("answers"),
        "indicators": [{ "code": "DebtBondage", "strength": "STRONG" }],
    });
    let consent = json!({
        "scopes": [{ "scope": "SUPPORT" }], "given": true, "answers": informed(),
    });
    let steps = [
        ("recordIdentity", identity),
        (
            "recordVictimSelector",
            json!({ "selector": { "phone": "+254 199 777 004" }, "handling": kept }),
        ),
        (
            "recordWhereabouts",
            json!({ "kind": "ACCOMMODATION", "place": place("shelter"), "handling": kept }),
        ),
        ("screenVictim", screen),
        ("recordConsent", consent),
        ("setSafetyPlan", json!({ "plan": canary("plan"), "handling": kept })),
    ];
    all(fatuma, subject, steps).await;
}

/// What is answered to requests that are wrong and hold personal data.
async fn errors(server: &Server, file: Uuid) -> Vec<String> {
    let akinyi = server.client("akinyi");
    let suspect = json!({ "suspectId": id("the suspect") });
    let refused = [
        ("recordSuspectSelector", json!({ "selector": { "phone": canary("phone") } })),
        ("recordSuspectSelector", json!({ "selector": { "imei": canary("imei") } })),
        (
            "recordSuspectSelector",
            json!({ "selector": { "travelDocument": passport(&canary("number!")) } }),
        ),
        ("recordSuspectBirth", json!({ "birth": { "value": canary("born"), "basis": "STATED" } })),
        ("recordSuspectAlias", json!({ "name": { "full": canary(&"long".repeat(500)) } })),
        ("addGrounds", json!({ "text": canary(&"long".repeat(5000)) })),
        (
            "addGrounds",
            json!({ "text": canary("grounds"), "occurred": { "asStated": canary("when") } }),
        ),
        ("addGrounds", json!({ "text": canary("grounds"), "expectedVersion": 1 })),
        ("eliminateSuspect", json!({ "reason": canary("reason"), "suspectId": id("nobody") })),
    ];
    let mut errors = Vec::new();
    for (mutation, input) in refused {
        let input = with(suspect.clone(), input);
        let payload = akinyi.send(mutation, input.clone()).await;
        assert_eq!(payload.position, None, "{mutation} is refused: {input}");
        let refusal = payload.refused();
        errors.push(format!("{refusal:?}"));
    }
    let nominate = "mutation ($input: NominateSuspectInput!) {
        nominateSuspect(input: $input) { position } }";
    for input in [
        json!({ "investigationId": file, "name": canary("a name of the wrong type") }),
        json!({ "investigationId": canary("id"), "grounds": "x" }),
        json!({ "investigationId": file, "grounds": "x", "roles": [canary("role")] }),
    ] {
        let body = json!({ "query": nominate, "variables": { "input": input } });
        let answer = akinyi.post(&body).await;
        assert!(answer.body["errors"].is_array(), "{}", answer.body);
        errors.push(answer.body.to_string());
    }
    let broken = format!("{{\"query\": \"{}", canary("json"));
    let request = akinyi.request().header(CONTENT_TYPE, "application/json").body(broken);
    errors.push(answer(request).await.body.to_string());
    errors
}
