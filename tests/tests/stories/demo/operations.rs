//! What the demo's operations must show to whom, and what they must keep from whom.

use std::collections::{BTreeMap, BTreeSet};

use mpaka_tests::Client;
use mpaka_tests::case::provision;
use serde_json::{Value, json};

/// A link as one reader sees it: the kind, what is shared, and both sides. A side that is not theirs to
/// read is its agency.
type Link = (String, String, BTreeSet<String>);

/// The files that only hold look-alikes: a name and a plate that resemble those of the operations, and
/// somebody of the same name.
const DECOYS: [&str; 3] = ["BSA/2026/0031", "MND/2026/0021", "WJR/2026/0011"];

/// The links that somebody sees.
async fn links(client: &Client) -> BTreeSet<Link> {
    let query = "{ linkInbox(first: 200) { edges { node { selectorKind
        left { reference agency { code } selector { display } }
        right { reference agency { code } selector { display } } } } } }";
    let data = client.ask(query, json!({})).await;
    let edges = data["linkInbox"]["edges"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    edges
        .map(|edge| {
            let link = &edge["node"];
            let sides = [&link["left"], &link["right"]];
            let shown = sides.iter().find_map(|side| text(&side["selector"]["display"]));
            let side = |side: &Value| {
                text(&side["reference"]).or_else(|| text(&side["agency"]["code"])).unwrap()
            };
            let kind = text(&link["selectorKind"]).unwrap();
            (kind, shown.unwrap_or_default(), sides.into_iter().map(side).collect())
        })
        .collect()
}

fn link(kind: &str, shown: &str, sides: [&str; 2]) -> Link {
    (kind.to_owned(), shown.to_owned(), sides.map(str::to_owned).into())
}

/// Every link that an exact selector makes, and no other, for each who works on a file.
pub async fn exact_links_appear_and_nothing_else(client: impl Fn(&str) -> Client) {
    let (jacaranda, leicester) = ("TOCU/2026/0117", "NMC/MS/26/0042");
    let (moyale, busia, mirage) = ("MBT/2026/0009", "BSA/2026/0022", "TOCU/2026/0140");
    let (embassy, fraud) = ("KE-EMB-BKK-26-011", "UKF-INV-26-0007");
    let wallet = "TZZ9SYNTH0417000000000000000000001 (TRON)";
    let both_ways = [
        link("PHONE", "+254199000141", [jacaranda, leicester]),
        link("ADVERT", "a1c3e09f5b7d2244", [jacaranda, leicester]),
        link("BANK_ACCOUNT", "00-00-00/00041778", [jacaranda, leicester]),
    ];
    let mut expected: BTreeMap<&str, Vec<Link>> = BTreeMap::from([
        (
            "guyo",
            vec![
                link("PHONE", "+254199000231", ["KAY/2026/0031", moyale]),
                link("PHONE", "+251999000204", ["EFP-HWS-18-0071", moyale]),
                link("HAWALA", "HW-ISL-0417, ISIOLO COUNTER", ["KE-DCI-KAYOLE", moyale]),
            ],
        ),
        (
            "amina",
            vec![
                link("HAWALA", "BW-7, COUNTER BW-7", ["MND/2026/0014", "GSA/2026/0006"]),
                link("HANDLE", "@ruwaida.travel (tiktok)", ["MND/2026/0014", "GSA/2026/0006"]),
                link("PHONE", "+252699000312", ["MND/2026/0014", "SPF-MGQ-26-0033"]),
            ],
        ),
        (
            "wafula",
            vec![
                link("PLATE", "KZZ417P (KE)", [busia, "UPF-BUS-CRB-118-2026"]),
                link("PHONE", "+256799000413", [busia, "UPF-BUS-CRB-118-2026"]),
                link("PHONE", "+254199000417", [busia, "GSA/2026/0006"]),
                link("PHONE", "+254199000412", [busia, mirage]),
                link("PHONE", "+254199000412", [busia, "KE-DCI-TOCU"]),
            ],
        ),
        (
            "akinyi",
            vec![
                link("PHONE", "+254199000412", [busia, mirage]),
                link("PHONE", "+254199000412", [busia, jacaranda]),
                link("MOBILE_MONEY", "MPESA TILL 000417", [embassy, mirage]),
                link("MOBILE_MONEY", "MPESA TILL 000417", [embassy, jacaranda]),
                link("HANDLE", "@asia_crypto_desk_jobs (telegram)", [embassy, mirage]),
                link("HANDLE", "@amelia_invest88 (instagram)", [fraud, mirage]),
                link("CRYPTO_ADDRESS", wallet, [fraud, mirage]),
            ],
        ),
        ("harriet", vec![]),
        ("osman", vec![]),
    ]);
    for user in ["akinyi", "harriet"] {
        expected.get_mut(user).unwrap().extend(both_ways.clone());
    }
    for (user, expected) in expected {
        let seen = links(&client(user)).await;
        assert_eq!(seen, expected.into_iter().collect(), "{user}");
        for (_, _, sides) in &seen {
            assert!(DECOYS.iter().all(|decoy| !sides.contains(*decoy)), "{user}: {sides:?}");
        }
    }
}

/// A number that lies in a compartment is in the taxi driver's telephone too: nobody outside the
/// compartment learns that it is known.
pub async fn the_compartments_stay_shut(amina: &Client, wafula: &Client) {
    let exhibits = "{ investigation(reference: \"MND/2026/0014\") {
        exhibits(first: 200) { edges { node { exhibitRef selectors { selector { display } } } } } } }";
    let data = amina.ask(exhibits, json!({})).await;
    assert!(data.to_string().contains("+254199000399"), "her own side is hers: {data}");
    for client in [amina, wafula] {
        assert!(links(client).await.iter().all(|(_, shown, _)| shown != "+254199000399"));
        let query = "{ investigation(reference: \"CTC/2026/0003\") { id } }";
        assert_eq!(client.ask(query, json!({})).await["investigation"], Value::Null);
    }
    let suspects = "{ investigation(reference: \"BSA/2026/0022\") {
        suspects(first: 200) { edges { node { name { full } } } } } }";
    let data = wafula.ask(suspects, json!({})).await;
    let names = data["investigation"]["suspects"]["edges"].as_array().unwrap();
    assert_eq!(names.len(), 4, "the clerk lies in the compartment of internal affairs: {data}");
}

/// The element matrix of a file, for a provision: each element with its coverage and its gaps.
async fn matrix(
    njeri: &Client,
    reference: &str,
    provision: &str,
) -> BTreeSet<(i64, String, String)> {
    let query = "query ($reference: String!, $provision: String!) {
        investigation(reference: $reference) {
            elementMatrix(statute: $provision) { charge element coverage gaps } } }";
    let asked = json!({ "reference": reference, "provision": provision });
    let data = njeri.ask(query, asked).await;
    let rows = data["investigation"]["elementMatrix"].as_array().unwrap().iter();
    rows.map(|row| {
        let gaps = row["gaps"].as_array().unwrap().iter().map(|gap| gap.as_str().unwrap());
        let stands = gaps.chain(row["coverage"].as_str()).collect::<Vec<_>>().join(" ");
        (row["charge"].as_i64().unwrap(), row["element"].as_str().unwrap().to_owned(), stands)
    })
    .collect()
}

fn rows<const N: usize>(rows: [(i64, &str, &str); N]) -> BTreeSet<(i64, String, String)> {
    rows.map(|(charge, element, stands)| (charge, element.to_owned(), stands.to_owned())).into()
}

/// Smuggling is proved in full; trafficking lacks its purpose; and what lost its integrity proves nothing.
pub async fn the_element_matrices_show_their_gaps(njeri: &Client) {
    assert_eq!(
        matrix(njeri, "MBT/2026/0009", "s.33").await,
        rows([
            (1, "BENEFIT", "PROVED"),
            (1, "ILLEGAL_ENTRY", "PROVED"),
            (1, "PROCUREMENT", "PROVED")
        ])
    );
    assert_eq!(
        matrix(njeri, "KAY/2026/0031", "s.3").await,
        rows([(1, "ACT", "PROVED"), (1, "MEANS", "PROVED"), (1, "PURPOSE", "NO_EXHIBIT GAP")])
    );
    assert_eq!(
        matrix(njeri, "BSA/2026/0022", "s.3").await,
        rows([
            (1, "ACT", "PROVED"),
            (1, "PURPOSE", "COMPROMISED GAP"),
            (1, "VICTIM_IS_CHILD", "NO_EXHIBIT GAP"),
            (2, "ACT", "PROVED"),
            (2, "PURPOSE", "COMPROMISED GAP"),
            (2, "VICTIM_IS_CHILD", "NO_EXHIBIT GAP"),
        ])
    );
}

/// Somebody who was made to recruit is not charged before a prosecutor has reviewed it.
pub async fn nobody_prosecutes_who_may_be_a_victim(njeri: &Client) {
    let query = "{ investigation(reference: \"TOCU/2026/0140\") { prosecutionFile {
        id charges { number blocked suspect { id name { full } possibleVictim { indicators } } } } } }";
    let data = njeri.ask(query, json!({})).await;
    let file = &data["investigation"]["prosecutionFile"];
    let [kevin, agent] = &file["charges"].as_array().unwrap()[..] else {
        panic!("two charges are proposed: {file}");
    };
    assert_eq!((&kevin["blocked"], &agent["blocked"]), (&json!(true), &json!(false)));
    assert_eq!(kevin["suspect"]["name"]["full"], "Kevin Mutua NZIOKA");

    let approval = json!({ "prosecutionFileId": file["id"], "number": kevin["number"] });
    let blocked = njeri.send("approveCharge", approval).await.refused();
    assert_eq!(blocked.rule.as_deref(), Some("P2"), "{}", blocked.message);
    let charge = json!({
        "suspectId": kevin["suspect"]["id"], "purpose": "PROSECUTE",
        "offences": [{ "statute": provision("s.3"), "iccsCode": "0204" }],
    });
    let blocked = njeri.send("chargeSuspect", charge).await.refused();
    assert_eq!(blocked.rule.as_deref(), Some("S3"), "{}", blocked.message);
}

/// A child is handed to nobody without a determination of their own best interests.
pub async fn no_child_is_handed_over_without_a_determination(fatuma: &Client) {
    let query = "{ investigation(reference: \"BSA/2026/0022\") {
        victims(first: 200) { edges { node { id alias majority } } } } }";
    let data = fatuma.ask(query, json!({})).await;
    let victims = data["investigation"]["victims"]["edges"].as_array().unwrap();
    assert_eq!(victims.len(), 8, "{data}");
    assert!(victims.iter().all(|edge| edge["node"]["majority"] == "CHILD"), "{data}");
    let case = |alias: &str| {
        let of = victims.iter().map(|edge| &edge["node"]).find(|node| node["alias"] == alias);
        of.unwrap()["id"].clone()
    };
    let query = "query ($id: VictimCaseId!) { victimCase(id: $id) {
        repatriation { bestInterestsRef receivingProvider confirmed } } }";
    let data = fatuma.ask(query, json!({ "id": case("VIC-KE-2026-0070") })).await;
    let returned = json!({
        "bestInterestsRef": "CO-BSA-0009/BID/1", "confirmed": true,
        "receivingProvider": "Napak District Probation Office",
    });
    assert_eq!(data["victimCase"]["repatriation"], returned);
    let plan = json!({
        "victimCaseId": case("VIC-KE-2026-0071"), "destination": "UG",
        "receivingProvider": "Napak District Probation Office", "purpose": "SAFEGUARD_CHILD",
    });
    let refused = fatuma.send("planRepatriation", plan).await.refused();
    assert_eq!(refused.rule.as_deref(), Some("V7"), "{}", refused.message);
    assert!(refused.message.contains("best interests"), "{}", refused.message);
}

/// Reports are graded in every scheme, and a partner reads what was sanitised and nothing else.
pub async fn intelligence_is_graded_and_passed_on_sanitised(client: impl Fn(&str) -> Client) {
    let own = "query ($reference: String!) { investigation(reference: $reference) {
        intelligence(first: 200) { edges { node { urn text grade { scheme } } } } } }";
    let mut schemes = BTreeSet::new();
    let mut reports = 0;
    for (user, reference) in [
        ("akinyi", "TOCU/2026/0117"),
        ("akinyi", "TOCU/2026/0140"),
        ("guyo", "MBT/2026/0009"),
        ("amina", "MND/2026/0014"),
        ("wafula", "BSA/2026/0022"),
        ("harriet", "NMC/MS/26/0042"),
    ] {
        let data = client(user).ask(own, json!({ "reference": reference })).await;
        let edges = data["investigation"]["intelligence"]["edges"].as_array().unwrap();
        reports += edges.len();
        let graded = edges.iter().filter_map(|edge| edge["node"]["grade"]["scheme"].as_str());
        schemes.extend(graded.map(str::to_owned));
    }
    assert!(reports >= 20, "{reports} reports");
    let received = "{ intelligenceReceived(first: 200) { edges { node {
        urn text agency { code } grade { scheme } } } } }";
    let mut urns = BTreeSet::new();
    for user in ["akinyi", "guyo", "amina", "wafula", "harriet"] {
        let data = client(user).ask(received, json!({})).await;
        for edge in data["intelligenceReceived"]["edges"].as_array().unwrap() {
            let report = &edge["node"];
            urns.insert(report["urn"].as_str().unwrap().to_owned());
            schemes.extend(report["grade"]["scheme"].as_str().map(str::to_owned));
            let text = report["text"].as_str().unwrap();
            assert!(!text.contains("Nakiru") && !text.contains("Tabby"), "not sanitised: {report}");
        }
    }
    for urn in ["SPF/MGQ/IR/26/109/S", "UPF/BUS/IR/26/041/S", "UKF/IR/26/0101/S"] {
        assert!(urns.contains(urn), "{urn} was passed on: {urns:?}");
    }
    let all = ["ADMIRALTY", "EUROPOL_4X4", "UK_3X5X2", "UK_5X5X5"].map(str::to_owned);
    assert_eq!(schemes, BTreeSet::from(all));
}

/// Nine journeys lie in their files with all their legs; one of them is not over.
pub async fn the_journeys_are_whole(client: impl Fn(&str) -> Client) {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        journeys(first: 200) { edges { node { status outcome legs { number crossing { manner } } } } } } }";
    let mut all = Vec::new();
    for (user, reference, expected) in [
        ("harriet", "NMC/MS/26/0042", vec![3]),
        ("guyo", "MBT/2026/0009", vec![11]),
        ("amina", "MND/2026/0014", vec![1, 5]),
        ("fatuma", "GSA/2026/0006", vec![5]),
        ("wafula", "BSA/2026/0022", vec![7]),
        ("akinyi", "TOCU/2026/0140", vec![4, 7]),
        ("akinyi", "KE-EMB-BKK-26-011", vec![4]),
    ] {
        let data = client(user).ask(query, json!({ "reference": reference })).await;
        let edges = data["investigation"]["journeys"]["edges"].as_array().unwrap();
        let mut legs: Vec<_> =
            edges.iter().map(|edge| edge["node"]["legs"].as_array().unwrap().len()).collect();
        legs.sort_unstable();
        assert_eq!(legs, expected, "{reference}");
        let status = if reference == "GSA/2026/0006" { "UNDER_WAY" } else { "ENDED" };
        assert!(edges.iter().all(|edge| edge["node"]["status"] == status), "{reference}");
        all.extend(legs);
    }
    assert_eq!((all.len(), all.iter().sum::<usize>()), (9, 47), "journeys and legs");
}

/// The second fault among the exhibits: the digest of the driver's telephone differs.
pub async fn a_digest_that_differs_is_seen(wafula: &Client) {
    let query = "{ investigation(reference: \"BSA/2026/0022\") {
        exhibits(first: 200) { edges { node { exhibitRef status } } } } }";
    let data = wafula.ask(query, json!({})).await;
    let exhibits = data["investigation"]["exhibits"]["edges"].as_array().unwrap();
    let compromised = |node: &&Value| node["status"] == "COMPROMISED";
    let refs: Vec<_> = exhibits.iter().map(|edge| &edge["node"]).filter(compromised).collect();
    assert_eq!(refs.len(), 1);
    assert_eq!(refs[0]["exhibitRef"], "BW/2");
}
