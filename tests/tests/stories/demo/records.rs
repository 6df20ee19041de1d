//! What the demo holds beside its cases: nominals, schedules of what is not used, access and tasks.

use std::collections::BTreeSet;

use mpaka_tests::{Client, case};
use serde_json::{Value, json};

const JACARANDA: &str = "TOCU/2026/0117";
const LEICESTER: &str = "NMC/MS/26/0042";
const MANDERA: &str = "MND/2026/0014";
const BUSIA: &str = "BSA/2026/0022";
const MIRAGE: &str = "TOCU/2026/0140";

/// The texts of one field of a list's lines.
fn texts(lines: &Value, field: &str) -> Vec<String> {
    let text = |line: &Value| line[field].as_str().unwrap_or_default().to_owned();
    lines.as_array().unwrap().iter().map(text).collect()
}

/// The references of the nominals that somebody sees, as far as they pass a filter.
async fn nominals(client: &Client, filter: Value) -> BTreeSet<String> {
    let query = "query ($filter: NominalFilter) { nominals(first: 200, filter: $filter) { nodes {
        ... on PersonNominal { reference } ... on Group { reference }
        ... on ObjectNominal { reference } } } }";
    let data = client.ask(query, json!({ "filter": filter })).await;
    texts(&data["nominals"]["nodes"], "reference").into_iter().collect()
}

fn references<const N: usize>(references: [&str; N]) -> BTreeSet<String> {
    references.map(str::to_owned).into()
}

/// Each agency holds records of its own; a partner's are seen as far as they were released.
pub async fn agencies_hold_nominals(client: impl Fn(&str) -> Client) {
    for (user, agency, persons, groups, objects) in [
        ("akinyi", "KE-DCI-TOCU", 5, 3, 9),
        ("harriet", "UK-NMC", 3, 1, 4),
        ("guyo", "KE-DCI-MARSABIT", 3, 1, 6),
        ("amina", "KE-DCI-MANDERA", 3, 0, 6),
        ("wafula", "KE-DCI-BUSIA", 5, 1, 5),
    ] {
        let client = client(user);
        for (about, expected) in [("PERSON", persons), ("GROUP", groups), ("OBJECT", objects)] {
            let held = nominals(&client, json!({ "agency": agency, "about": [about] })).await;
            assert_eq!(held.len(), expected, "{about} of {agency}: {held:?}");
        }
    }
    let of = |agency: &str| json!({ "agency": agency });
    let guyo = client("guyo");
    assert_eq!(nominals(&guyo, of("ET-EFP")).await, references(["EFP/N/18/0007", "EFP/O/18/0012"]));
    assert_eq!(nominals(&guyo, of("UK-NMC")).await, references(["NMC/N/26/0203"]));
    assert_eq!(nominals(&guyo, of("KE-DCI-KAYOLE")).await, references([]));
    assert_eq!(nominals(&client("petra"), json!({})).await, references([]), "auditors read none");
}

/// One object is one record of its agency, and leads to all who have to do with it.
pub async fn an_object_leads_to_who_uses_it(akinyi: &Client, guyo: &Client) {
    let with = |selector: Value| json!({ "selector": selector });
    let till =
        json!({ "mobileMoney": { "operator": "M-Pesa", "kind": "TILL", "number": "000417" } });
    assert_eq!(
        nominals(akinyi, with(till)).await,
        references(["TOCU/O/2026/0023", "TOCU/N/2026/0111", "TOCU/G/2026/0013"])
    );
    assert_eq!(
        nominals(akinyi, with(json!({ "phone": "+254 199 000 412" }))).await,
        references(["TOCU/O/2026/0026", "TOCU/N/2026/0113"]),
        "what Busia holds of it was not released"
    );
    let query = "query ($filter: NominalFilter) { nominals(filter: $filter) { nodes {
        ... on ObjectNominal { mentions { toldIn { reference } } } } } }";
    let ledger = json!({ "filter": { "reference": "TOCU/O/2026/0026" } });
    let data = akinyi.ask(query, ledger).await;
    let mentions = &data["nominals"]["nodes"][0]["mentions"];
    assert_eq!(mentions, &json!([{ "toldIn": { "reference": "TOCU/N/2026/0102" } }]));
    let plate = |text: &str| with(json!({ "plate": { "country": "KE", "text": text } }));
    assert_eq!(nominals(guyo, plate("KZY 302M")).await, references(["MBT/O/2026/0032"]));
    assert_eq!(
        nominals(guyo, plate("KZY 320M")).await,
        references(["MND/O/2026/0003"]),
        "the look-alike is another agency's, and released"
    );
}

/// The suspects of a file, by name, with the nominal that each is linked to.
async fn linked(client: &Client, reference: &str) -> Vec<(String, Option<String>)> {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        suspects(first: 50) { nodes { name { full } nominal { reference } } } } }";
    let data = client.ask(query, json!({ "reference": reference })).await;
    let suspects = data["investigation"]["suspects"]["nodes"].as_array().unwrap().iter();
    suspects
        .map(|suspect| {
            let text = |value: &Value| value.as_str().map(str::to_owned);
            let name = text(&suspect["name"]["full"]).unwrap_or_default();
            (name, text(&suspect["nominal"]["reference"]))
        })
        .collect()
}

/// Suspects are linked to what their agency holds of them; who may be a victim is held by nobody.
pub async fn suspects_are_linked_to_nominals(client: impl Fn(&str) -> Client) {
    let akinyi = client("akinyi");
    for (user, reference, expected) in [
        ("akinyi", JACARANDA, 1),
        ("akinyi", MIRAGE, 3),
        ("harriet", LEICESTER, 3),
        ("guyo", "MBT/2026/0009", 3),
        ("amina", MANDERA, 2),
        ("wafula", BUSIA, 4),
    ] {
        let suspects = linked(&client(user), reference).await;
        let links = suspects.iter().filter(|(_, nominal)| nominal.is_some()).count();
        assert_eq!(links, expected, "{reference}: {suspects:?}");
    }
    let kevin = ("Kevin Mutua NZIOKA".to_owned(), None);
    assert!(linked(&akinyi, MIRAGE).await.contains(&kevin));

    let query = "{ investigation(reference: \"TOCU/2026/0117\") { suspects(first: 5) { nodes {
        nominal { reference facts { number standing birth { earliest }
            objections { withdraws reason } } } } } } }";
    let data = akinyi.ask(query, json!({})).await;
    let nominal = &data["investigation"]["suspects"]["nodes"][0]["nominal"];
    assert_eq!(nominal["reference"], "TOCU/N/2026/0101");
    let facts = nominal["facts"].as_array().unwrap().iter();
    let births: Vec<_> = facts
        .filter(|fact| fact["birth"].is_object())
        .map(|fact| (&fact["birth"]["earliest"], &fact["standing"], &fact["objections"]))
        .collect();
    let [passport, said] = &births[..] else { panic!("two births stand side by side: {nominal}") };
    assert_eq!(passport, &(&json!("1984-11-09"), &json!("ASSERTED"), &json!([])));
    assert_eq!((said.0, said.1), (&json!("1984-09-11"), &json!("CONTESTED")));
    assert!(said.2[0]["reason"].as_str().unwrap().contains("the other way round"));
}

async fn disclosure(client: &Client, reference: &str) -> Value {
    let query = "query ($reference: String!) { investigation(reference: $reference) { disclosure {
        completeness { complete } gaps { reference } schedules { form
            items { no status reference recordedOnExhibit withholdingFinal }
            versions { number sha256 served { accusedId court }
                document(format: JSON) { text sha256 } } } } } }";
    client.ask(query, json!({ "reference": reference })).await["investigation"]["disclosure"]
        .clone()
}

/// What is not used is listed, decided on and served, in both countries; nothing sensitive is.
pub async fn the_schedules_were_served(harriet: &Client, njeri: &Client) {
    let leicester = disclosure(harriet, LEICESTER).await;
    let nairobi = disclosure(njeri, JACARANDA).await;
    for (file, items, sensitive, served, sealed) in [
        (
            &leicester,
            vec![
                "TO_DISCLOSE",
                "WITHHELD",
                "TO_DISCLOSE_EDITED",
                "TO_DISCLOSE",
                "WITHHELD",
                "TO_DISCLOSE_EDITED",
            ],
            ["PII_UPHELD", "WITHHELD"],
            2,
            "HOTLINE-26-00419",
        ),
        (
            &nairobi,
            vec![
                "TO_DISCLOSE",
                "TO_DISCLOSE_EDITED",
                "WITHHELD",
                "WITHHELD",
                "TO_DISCLOSE",
                "WITHHELD",
                "MOVED",
            ],
            ["PII_UPHELD", "TO_DISCLOSE_EDITED"],
            1,
            "TOCU/IR/2026/0061/S",
        ),
    ] {
        assert_eq!((&file["gaps"], &file["completeness"]["complete"]), (&json!([]), &json!(true)));
        let [mg6c, mg6d] = [&file["schedules"][0], &file["schedules"][1]];
        assert_eq!((&mg6c["form"], &mg6d["form"]), (&json!("MG6C"), &json!("MG6D")));
        assert_eq!(texts(&mg6c["items"], "status"), items);
        assert_eq!(texts(&mg6d["items"], "status"), sensitive);
        assert_eq!(mg6d["items"][0]["withholdingFinal"], true, "a court ruled");
        let [version] = &mg6c["versions"].as_array().unwrap()[..] else {
            panic!("one version was served: {mg6c}");
        };
        assert_eq!(
            (&version["number"], &version["document"]["sha256"]),
            (&json!(1), &version["sha256"])
        );
        let on = version["served"].as_array().unwrap();
        assert_eq!(on.len(), served, "on each of the accused");
        assert!(on.iter().all(|service| service["accusedId"].is_string()), "{on:?}");
        let text = version["document"]["text"].as_str().unwrap();
        assert!(!text.contains(sealed), "nothing sensitive: {text}");
        assert!(mg6d["versions"][0]["served"][0]["court"].is_string());
    }
    assert_eq!(leicester["schedules"][0]["items"][0]["recordedOnExhibit"], true);
    assert_eq!(nairobi["schedules"][0]["items"][4]["recordedOnExhibit"], true);
}

async fn access(client: &Client, reference: &str) -> Value {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        accessGrants(first: 10) { nodes { id status granteeAgency { code } granteeUser
            consent { scope } decision { approved by } revocation { code by } } }
        breakGlass(first: 10) { nodes { id status takenBy givenUp noticeTakenBy
            review { outcome by } } } } }";
    client.ask(query, json!({ "reference": reference })).await["investigation"].clone()
}

/// Access was asked for, given, taken back and taken in an emergency; some of it waits for a supervisor.
pub async fn access_was_given_and_taken(client: impl Fn(&str) -> Client) {
    let leicester = access(&client("harriet"), LEICESTER).await;
    let [grant] = &leicester["accessGrants"]["nodes"].as_array().unwrap()[..] else {
        panic!("one grant: {leicester}");
    };
    assert_eq!(
        (&grant["granteeUser"], &grant["consent"]["scope"]),
        (&json!("akinyi"), &json!("SHARE_WITH"))
    );
    assert_eq!(grant["decision"], json!({ "approved": true, "by": "reeve" }));
    let mine = "{ myAccessGrants(first: 5) { nodes { id } } }";
    let data = client("akinyi").ask(mine, json!({})).await;
    assert_eq!(data["myAccessGrants"]["nodes"], json!([{ "id": grant["id"] }]));

    let mandera = access(&client("amina"), MANDERA).await;
    let grant = &mandera["accessGrants"]["nodes"][0];
    assert_eq!(
        (&grant["status"], &grant["granteeAgency"]["code"]),
        (&json!("REVOKED"), &json!("SO-SPF"))
    );
    assert_eq!(grant["revocation"], json!({ "code": "PURPOSE_FULFILLED", "by": "abdullahi" }));
    let glass = &mandera["breakGlass"]["nodes"][0];
    assert_eq!((&glass["takenBy"], &glass["givenUp"]), (&json!("amina"), &json!(true)));
    assert_eq!(glass["noticeTakenBy"], "abdullahi");
    assert_eq!(glass["status"], "REVIEWED");
    assert_eq!(glass["review"], json!({ "outcome": "JUSTIFIED", "by": "abdullahi" }));

    let wafula = client("wafula");
    let busia = access(&wafula, BUSIA).await;
    let (grants, broken) = (&busia["accessGrants"]["nodes"], &busia["breakGlass"]["nodes"]);
    assert_eq!(texts(grants, "status"), ["REQUESTED"]);
    assert_eq!(texts(broken, "status"), ["TO_BE_REVIEWED"]);
    let review = json!({
        "breakGlassId": broken[0]["id"], "outcome": "JUSTIFIED", "reasons": "He was found at dusk.",
    });
    wafula.send("reviewBreakGlass", review).await.accepted();
    let refuse = json!({ "accessGrantId": grants[0]["id"], "reason": "A relative was found." });
    wafula.send("refuseAccess", refuse).await.accepted();
    let busia = access(&wafula, BUSIA).await;
    assert_eq!(texts(&busia["accessGrants"]["nodes"], "status"), ["REFUSED"]);
    assert_eq!(texts(&busia["breakGlass"]["nodes"], "status"), ["REVIEWED"]);
}

/// What people gave each other to do, beside what the processes make.
pub async fn tasks_were_made_by_hand(client: impl Fn(&str) -> Client) {
    for (user, reference, expected) in [
        ("akinyi", JACARANDA, vec![("koech", "DONE"), ("njeri", "DONE")]),
        ("harriet", LEICESTER, vec![("harriet", "OPEN")]),
        ("guyo", "MBT/2026/0009", vec![("golicha", "OPEN")]),
        ("amina", MANDERA, vec![("amina", "CANCELLED")]),
        ("wafula", BUSIA, vec![("nafula", "OPEN"), ("wafula", "DONE")]),
        ("akinyi", MIRAGE, vec![("koech", "OPEN")]),
    ] {
        let tasks = case::tasks(&client(user), reference).await;
        let by_hand = tasks.iter().filter(|task| task["process"].is_null());
        let mut found: Vec<_> = by_hand
            .map(|task| (task["createdBy"].as_str().unwrap(), task["status"].as_str().unwrap()))
            .collect();
        found.sort_unstable();
        assert_eq!(found, expected, "{reference}");
    }
}

/// Charges name the day of the offence, and are judged by the law of that day.
pub async fn charges_are_judged_by_the_law_of_the_day(njeri: &Client) {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        prosecutionFile { charges { offenceDate circumstances statuteVersion { code } } } } }";
    for (reference, expected) in [
        (
            JACARANDA,
            vec![
                json!(["2026-02-19", [], "KE_CTIP_S3"]),
                // Nobody has compared sections 5 and 8 with the Act yet, so they bind nobody.
                json!(["2025-09-04", [], null]),
                json!(["2026-02-19", [], null]),
            ],
        ),
        (BUSIA, vec![json!(["2026-02-21", ["CHILD_VICTIM"], "KE_CTIP_S3"]); 2]),
        ("MBT/2026/0009", vec![json!(["2026-01-14", [], null])]),
    ] {
        let data = njeri.ask(query, json!({ "reference": reference })).await;
        let charges = data["investigation"]["prosecutionFile"]["charges"].as_array().unwrap();
        let read = |charge: &Value| {
            let version = &charge["statuteVersion"]["code"];
            json!([charge["offenceDate"], charge["circumstances"], version])
        };
        assert_eq!(charges.iter().map(read).collect::<Vec<_>>(), expected, "{reference}");
    }
}
