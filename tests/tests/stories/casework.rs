//! A whole case by hand, through all five records to its closing (INV-I2).

use mpaka_tests::case::{self, at, exhibit, id, informed, protected, provision, town};
use mpaka_tests::{Client, Refusal, Server};
use serde_json::{Value, json};
use uuid::Uuid;

const REFERENCE: &str = "TOCU/2026/0961";
const ALIAS: &str = "VIC-KE-2026-0961";
const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

/// Sends mutations that are all accepted.
async fn all(client: &Client, steps: impl IntoIterator<Item = (&str, Value)>) {
    for (mutation, input) in steps {
        let payload = client.send(mutation, input).await;
        assert_eq!(payload.user_errors, [], "{mutation}");
    }
}

#[tokio::test]
async fn a_case_is_worked_from_its_opening_to_its_closing() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let file = case::open(&akinyi, REFERENCE, &[]).await;
    let adopt = json!({
        "investigationId": file, "statute": provision("s.3"), "iccsCode": "0204",
        "elements": [{ "element": "Act", "status": "SUPPORTED" }],
    });
    let decide = json!({
        "investigationId": file, "decision": "Visit the house at dawn.",
        "rationale": "People are locked in at night.",
    });
    all(&akinyi, [("adoptAllegation", adopt), ("recordDecision", decide)]).await;

    work_on_the_suspect(&server, file).await;
    follow_the_journey(&akinyi, file).await;
    hold_the_exhibit(&server, file).await;
    akinyi.send("registerVictim", case::registering(file, ALIAS)).await.accepted();
    akinyi.send("submitForReview", json!({ "investigationId": file })).await.accepted();

    let naliaka = server.client("naliaka");
    let sio = close(&akinyi, file).await.refused();
    assert_eq!(sio.code, "SUPERVISOR_MUST_CLOSE");
    still_open(&close(&naliaka, file).await.refused(), "VICTIMS_WITHOUT_ONWARD_OWNER", ALIAS);
    look_after_the_victim(&server).await;
    still_open(&close(&naliaka, file).await.refused(), "EXHIBITS_ON_HOLD", "JM/61");
    let lift = json!({
        "evidenceItemId": id("JM/61"), "authorityRef": "MLA 2026/61", "reason": "Withdrawn.",
    });
    akinyi.send("liftHold", lift).await.accepted();
    still_open(&close(&naliaka, file).await.refused(), "EXHIBITS_UNDISPOSED", "JM/61");
    let give_back = json!({
        "evidenceItemId": id("JM/61"), "authorityRef": "Order 61/2026", "to": "Its owner",
        "witnesses": ["Cst. Nuru Wekhomba", "Cst. Pendo Achwal"],
    });
    akinyi.send("returnExhibit", give_back).await.accepted();
    still_open(&close(&naliaka, file).await.refused(), "TASKS_OPEN", "1 tasks");
    screen_the_second_person(&akinyi, file).await;

    let before = server.database().events().await;
    close(&naliaka, file).await.accepted();
    assert_eq!(server.database().events().await, before + 1);
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        status outcome decisions { edges { node { number decidedBy } } } } }";
    let closed = naliaka.ask(query, json!({ "reference": REFERENCE })).await;
    assert_eq!(closed["investigation"]["status"], "CLOSED");
    assert_eq!(closed["investigation"]["outcome"], "INSUFFICIENT_EVIDENCE");
    let late = json!({ "investigationId": file, "decision": "One more.", "rationale": "Late." });
    assert_eq!(akinyi.send("recordDecision", late).await.refused().code, "NOT_ALLOWED_IN");
    let reopen = json!({
        "investigationId": file, "reason": "A witness came.", "newMaterial": "Her account.",
    });
    naliaka.send("reopenInvestigation", reopen).await.accepted();
    the_timeline_tells_all_of_it(&naliaka).await;
}

async fn close(client: &Client, file: Uuid) -> mpaka_tests::Payload {
    let input = json!({
        "investigationId": file, "outcome": "INSUFFICIENT_EVIDENCE",
        "victimOutcomesConfirmed": true,
    });
    client.send("closeInvestigation", input).await
}

#[track_caller]
fn still_open(refusal: &Refusal, code: &str, what: &str) {
    assert_eq!((refusal.rule.as_deref(), refusal.code.as_str()), (Some("INV-I2"), code));
    assert!(refusal.message.contains(what), "it names what is open: {}", refusal.message);
}

async fn work_on_the_suspect(server: &Server, file: Uuid) {
    let (akinyi, njeri) = (server.client("akinyi"), server.client("njeri"));
    let suspect = case::nominate(&akinyi, file, "Juma Tatu").await;
    let power = json!({
        "jurisdiction": "KE", "instrument": "Criminal Procedure Code (Cap. 75)",
        "provision": "s.29",
    });
    let offence = json!({ "statute": provision("s.3"), "iccsCode": "0204" });
    let charge = json!({ "suspectId": suspect, "offences": [offence] });
    let steps = [
        ("recordSuspectBirth", json!({ "birth": { "value": "1984-11-09", "basis": "DOCUMENT" } })),
        ("recordSuspectSelector", json!({ "selector": { "phone": "+254 199 000 961" } })),
        ("addGrounds", json!({ "text": "His telephone.", "source": exhibit("JM/61") })),
        ("changeSuspectStatus", json!({ "to": "SUSPECT", "basis": "The telephone." })),
        (
            "arrestSuspect",
            json!({
                "place": town("Eastleigh"), "power": power, "by": "Insp. Zawadi Mbugu",
                "rightsGiven": true, "occurred": at("2026-02-01T06:30+03:00"),
            }),
        ),
        (
            "interviewSuspect",
            json!({
                "exhibitRef": "JM/62", "language": "sw", "counsel": "PRESENT",
                "occurred": at("2026-02-01T10:00+03:00"),
            }),
        ),
        ("flagPossibleVictim", json!({ "indicatorSet": ["DebtBondage"] })),
    ];
    let steps = steps
        .map(|(mutation, input)| (mutation, case::with(json!({ "suspectId": suspect }), input)));
    all(&akinyi, steps).await;
    let unreviewed = akinyi.send("chargeSuspect", charge.clone()).await.refused();
    assert_eq!(unreviewed.rule.as_deref(), Some("S3"), "a possible victim is not charged");
    let join = json!({
        "investigationId": file, "user": "njeri", "agency": "KE-ODPP", "role": "PROSECUTOR",
    });
    akinyi.send("assignTeamMember", join).await.accepted();
    let review = json!({
        "suspectId": suspect, "decision": "PROCEED", "provision": provision("s.14"),
        "reasons": "He gave the orders.",
    });
    all(&njeri, [("reviewNonpunishment", review), ("chargeSuspect", charge)]).await;
    let query = "query ($id: SuspectId!) { suspect(id: $id) { status detention { rule } } }";
    let shown = akinyi.ask(query, json!({ "id": suspect })).await;
    assert_eq!(shown["suspect"]["status"], "CHARGED");
    assert_eq!(shown["suspect"]["detention"]["rule"], "KE_ARRAIGN");
}

async fn follow_the_journey(akinyi: &Client, file: Uuid) {
    let journey = id("G-61");
    let intercept = json!({
        "journeyId": journey, "by": "KE-DCI-TOCU", "place": town("Isiolo"), "personsFound": 2,
        "occurred": at("2026-01-10T09:30+03:00"),
    });
    let to_isiolo = json!({ "journeyId": journey, "leg": case::leg("Eastleigh", "Isiolo", 10) });
    all(
        akinyi,
        [
            ("startJourney", case::starting(file, "G-61", 2)),
            ("recordLeg", to_isiolo),
            ("recordInterception", intercept),
            (
                "endJourney",
                json!({ "journeyId": journey, "place": town("Isiolo"), "outcome": "INTERCEPTED" }),
            ),
        ],
    )
    .await;
    let query = "query ($id: JourneyId!) { journey(id: $id) {
        status outcome screenings { person done } legs { from { name } to { name } } } }";
    let shown = akinyi.ask(query, json!({ "id": journey })).await;
    assert_eq!(shown["journey"]["status"], "ENDED");
    assert_eq!(
        shown["journey"]["screenings"].as_array().unwrap().len(),
        2,
        "each found is screened"
    );
}

async fn hold_the_exhibit(server: &Server, file: Uuid) {
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let item = case::seize(&akinyi, file, "JM/61", "DIGITAL_DEVICE").await;
    let of = |input: Value| case::with(json!({ "evidenceItemId": item }), input);
    let digest = json!({ "algorithm": "SHA256", "digest": DIGEST });
    let offer = json!({ "to": "otieno", "toAgency": "KE-DCI-TOCU", "offeredFor": "EXAMINATION" });
    let receive = json!({ "sealOk": true, "condition": "Whole.", "place": town("Nairobi") });
    let steps = [
        (&akinyi, "storeExhibit", of(json!({ "location": "Locker 7" }))),
        (&akinyi, "offerCustody", of(offer)),
        (&otieno, "acceptCustody", of(receive.clone())),
        (
            &otieno,
            "acquireExhibit",
            of(json!({
                "method": "LOGICAL", "tool": "Extractor", "toolVersion": "7",
                "hashes": [digest], "specialist": "Cpl. Safari Mwaruwa",
            })),
        ),
        (&otieno, "verifyHash", of(json!({ "computed": digest }))),
        (
            &otieno,
            "examineExhibit",
            of(json!({
                "action": "Read contacts", "examiner": "Cpl. Safari Mwaruwa", "results": "One.",
            })),
        ),
        (
            &otieno,
            "recordExhibitSelector",
            of(json!({ "selector": { "phone": "+254 199 000 962" }, "context": "Contact 1" })),
        ),
        (&otieno, "storeExhibit", of(json!({ "location": "Locker 8" }))),
        (
            &akinyi,
            "placeHold",
            of(json!({ "authorityRef": "MLA 2026/61", "reason": "Asked for." })),
        ),
        (
            &akinyi,
            "setRetention",
            of(json!({ "endsOn": "2099-06-16", "provision": {
                "jurisdiction": "KE", "instrument": "Data Protection Act 2019", "provision": "s.39",
            } })),
        ),
    ];
    for (client, mutation, input) in steps {
        let payload = client.send(mutation, input).await;
        assert_eq!(payload.user_errors, [], "{mutation}");
    }
    let query = "query ($id: EvidenceItemId!) { evidenceItem(id: $id) {
        custodian { user } hashVerified onHold custodyGap custody { action }
        retention { endsOn provision { instrument provision } } } }";
    let shown = akinyi.ask(query, json!({ "id": item })).await;
    assert_eq!(shown["evidenceItem"]["custodian"]["user"], "otieno");
    assert_eq!(shown["evidenceItem"]["hashVerified"], true);
    assert_eq!(shown["evidenceItem"]["onHold"], true);
    assert_eq!(shown["evidenceItem"]["custodyGap"], false);
    assert_eq!(shown["evidenceItem"]["custody"].as_array().unwrap().len(), 12);
    let provision = json!({ "instrument": "Data Protection Act 2019", "provision": "s.39" });
    let retention = json!({ "endsOn": "2099-06-16", "provision": provision });
    assert_eq!(shown["evidenceItem"]["retention"], retention);
}

async fn look_after_the_victim(server: &Server) {
    let (akinyi, fatuma) = (server.client("akinyi"), server.client("fatuma"));
    let of = |input: Value| case::with(json!({ "victimCaseId": id(ALIAS) }), input);
    let screen = json!({
        "tool": "ILO11", "outcome": "INDICATORS_FOUND",
        "indicators": [{ "code": "DebtBondage", "strength": "STRONG" }],
    });
    let refer = json!({
        "mechanism": "KE_NRM", "referralRef": "KE-NRM-2026-0961",
        "firstResponderOrg": "Victim Support desk, Nairobi", "receivedAt": "2026-02-03",
    });
    let unscreened = akinyi.send("referVictim", of(refer.clone())).await.refused();
    assert_eq!(unscreened.code, "NOT_ALLOWED_IN");
    all(
        &akinyi,
        [
            ("screenVictim", of(screen)),
            ("assignSupport", of(json!({ "provider": { "agency": "KE-CPS" } }))),
        ],
    )
    .await;
    let unconsented = fatuma.send("referVictim", of(refer.clone())).await.refused();
    assert_eq!(unconsented.rule.as_deref(), Some("V1"));
    let identity = json!({
        "name": { "full": "Zuhura Binti Kanga" }, "gender": "Feminine", "citizenships": ["KE"],
        "handling": protected(),
    });
    let consent = json!({
        "scopes": [{ "scope": "REFERRAL" }, { "scope": "SUPPORT" }], "given": true,
        "answers": informed(), "by": "PERSON",
    });
    let provider = json!({ "provider": { "organisation": "Shelter of the Lake" } });
    all(
        &fatuma,
        [
            ("recordIdentity", of(identity)),
            ("recordConsent", of(consent)),
            ("referVictim", of(refer)),
            ("recordEmergencyCare", of(json!({ "given": ["MEDICAL"] }))),
            ("assessNeeds", of(json!({ "domain": "MEDICAL", "level": "HIGH" }))),
            ("adoptSupportPlan", of(json!({ "kinds": ["Health"] }))),
            ("beginReintegration", of(provider.clone())),
            ("beginAftercare", of(provider)),
            (
                "closeVictimCase",
                of(json!({
                    "reason": "SUPPORT_COMPLETED", "onwardProvider": "Shelter of the Lake",
                })),
            ),
        ],
    )
    .await;
    let query = "query ($id: VictimCaseId!) { victimCase(id: $id) { status } }";
    let shown = fatuma.ask(query, json!({ "id": id(ALIAS) })).await;
    assert_eq!(shown["victimCase"]["status"], "CLOSED");
}

/// Two persons were found, one was screened: the other has to be, too.
async fn screen_the_second_person(akinyi: &Client, file: Uuid) {
    let alias = "VIC-KE-2026-0962";
    let of = |input: Value| case::with(json!({ "victimCaseId": id(alias) }), input);
    let none = json!({ "tool": "ILO11", "outcome": "NO_INDICATORS" });
    all(
        akinyi,
        [
            ("registerVictim", case::registering(file, alias)),
            ("screenVictim", of(none)),
            ("closeVictimCase", of(json!({ "reason": "SUPPORT_DECLINED" }))),
        ],
    )
    .await;
}

async fn the_timeline_tells_all_of_it(client: &Client) {
    let lines = case::timeline(client, REFERENCE).await;
    for (kind, times) in [
        ("investigation.opened", 1),
        ("investigation.closed", 1),
        ("investigation.reopened", 1),
        ("suspect.charged", 1),
        ("suspect.nonpunishment_reviewed", 1),
        ("journey.intercepted", 1),
        ("evidence.custody_accepted", 1),
        ("evidence.returned", 1),
        ("victim.referred", 1),
        ("victim.case_closed", 2),
    ] {
        assert_eq!(lines.iter().filter(|line| line["kind"] == kind).count(), times, "{kind}");
    }
}
