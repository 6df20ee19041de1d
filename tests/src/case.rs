//! The facts of a case as the mutations take them; every person and number is invented.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::client::{Client, Payload};

/// The id of a record by its name in a story: the same in every run.
pub fn id(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, format!("mpaka/tests/{name}").as_bytes())
}

/// An input with more fields, or others.
#[must_use]
pub fn with(input: Value, more: Value) -> Value {
    let fields = |value: Value| serde_json::from_value::<Map<String, Value>>(value).unwrap();
    let mut input = fields(input);
    input.extend(fields(more));
    Value::Object(input)
}

/// A marking that is released to these agencies and countries.
pub fn released_to(recipients: &[&str]) -> Value {
    json!({ "classification": "RESTRICTED", "tlp": "AMBER", "releasableTo": recipients })
}

/// The marking of what only readers of the compartment `PROTECTION` see.
pub fn protected() -> Value {
    with(released_to(&[]), json!({ "compartments": ["PROTECTION"] }))
}

/// A town in Nairobi County.
pub fn town(name: &str) -> Value {
    json!({ "name": name, "country": "KE", "subdivision": "KE-30", "kind": "TOWN" })
}

/// A time at Nairobi's offset.
pub fn at(value: &str) -> Value {
    json!({ "value": value, "utcOffset": "+03:00" })
}

/// A provision of Kenya's Counter-Trafficking in Persons Act 2010.
pub fn provision(section: &str) -> Value {
    json!({
        "jurisdiction": "KE",
        "instrument": "Counter-Trafficking in Persons Act 2010",
        "provision": section,
    })
}

/// What a fact rests on that carries suspicion (rule S1).
pub fn exhibit(reference: &str) -> Value {
    json!({ "kind": "EXHIBIT", "reference": reference })
}

/// The input that opens a file under its reference; its id is that of the reference.
pub fn opening(reference: &str, recipients: &[&str]) -> Value {
    json!({
        "investigationId": id(reference),
        "reference": reference,
        "title": "A file of the tests",
        "crimeTypes": ["TIP"],
        "territory": ["KE-30"],
        "legalBasis": provision("s.3"),
        "purpose": "INVESTIGATE",
        "handling": released_to(recipients),
    })
}

/// The input that nominates a suspect by name; the id is that of the name.
pub fn nominating(file: Uuid, name: &str) -> Value {
    json!({
        "investigationId": file,
        "suspectId": id(name),
        "name": { "full": name },
        "grounds": format!("An account names {name}."),
    })
}

/// The input that identifies an exhibit; its id is that of its mark.
pub fn identifying(file: Uuid, mark: &str, kind: &str) -> Value {
    json!({
        "investigationId": file,
        "evidenceItemId": id(mark),
        "description": "A telephone with a cracked corner",
        "kind": kind,
        "place": town("Eastleigh"),
        "by": "Cpl. Zawadi Mbugu",
    })
}

/// The input that seizes an exhibit under its mark.
pub fn seizing(mark: &str) -> Value {
    json!({
        "evidenceItemId": id(mark),
        "exhibitRef": mark,
        "authorityRef": "Warrant KBR/MISC/7/2026",
        "witness": "Cst. Nuru Wekhomba",
    })
}

/// The input that starts the journey of a group; its id is that of its label.
pub fn starting(file: Uuid, label: &str, size: u32) -> Value {
    json!({
        "investigationId": file,
        "journeyId": id(label),
        "subject": { "group": { "label": label, "size": size } },
        "origin": town("Eastleigh"),
    })
}

/// A leg from one town to another on a day of January 2026, from six to nine in the morning.
pub fn leg(from: &str, to: &str, day: u32) -> Value {
    json!({
        "from": town(from),
        "to": town(to),
        "depart": at(&format!("2026-01-{day:02}T06:00+03:00")),
        "arrive": at(&format!("2026-01-{day:02}T09:00+03:00")),
        "mode": "MINIBUS",
        "confidence": "MEDIUM",
    })
}

/// The input that registers a possible victim in Kenya; the id is that of the alias.
pub fn registering(file: Uuid, alias: &str) -> Value {
    json!({
        "investigationId": file,
        "victimCaseId": id(alias),
        "alias": alias,
        "jurisdiction": "KE",
        "majority": "ADULT",
        "language": "sw",
        "immediateSafety": "SAFE",
        "purpose": "PROTECT_VICTIM",
    })
}

/// The seven answers of somebody who was told everything.
pub fn informed() -> Value {
    json!({
        "agreesToInterview": true, "informedOfPurpose": true, "informedOfUse": true,
        "informedOfResearch": true, "informedOfRightToRequest": true, "informedOfRetention": true,
        "informedOfWithdrawal": true,
    })
}

/// Opens a file and begins the work on it.
pub async fn open(client: &Client, reference: &str, recipients: &[&str]) -> Uuid {
    client.send("openInvestigation", opening(reference, recipients)).await.accepted();
    let file = id(reference);
    client.send("activateInvestigation", json!({ "investigationId": file })).await.accepted();
    file
}

/// Nominates a suspect.
pub async fn nominate(client: &Client, file: Uuid, name: &str) -> Uuid {
    client.send("nominateSuspect", nominating(file, name)).await.accepted();
    id(name)
}

/// Adds grounds for suspicion.
pub async fn add_grounds(client: &Client, suspect: Uuid, text: &str) -> Payload {
    client.send("addGrounds", json!({ "suspectId": suspect, "text": text })).await
}

/// Identifies and seizes an exhibit, which its finder then holds.
pub async fn seize(client: &Client, file: Uuid, mark: &str, kind: &str) -> Uuid {
    client.send("identifyExhibit", identifying(file, mark, kind)).await.accepted();
    client.send("seizeExhibit", seizing(mark)).await.accepted();
    id(mark)
}

/// The texts of a suspect's grounds.
pub async fn grounds(client: &Client, suspect: Uuid) -> Vec<String> {
    let query = "query ($id: SuspectId!) { suspect(id: $id) { grounds { text } } }";
    let data = client.ask(query, json!({ "id": suspect })).await;
    let grounds = data["suspect"]["grounds"].as_array().unwrap().iter();
    grounds.map(|ground| ground["text"].as_str().unwrap().to_owned()).collect()
}

/// The tasks of a file that the reader sees, what is due first coming first.
pub async fn tasks(client: &Client, reference: &str) -> Vec<Value> {
    let query = "query ($reference: String!) { investigation(reference: $reference) {
        tasks(first: 200) { edges { node {
            id kind title status role assignee dueAt overdue process causedBy createdBy
            subject { kind id } ending { text settledBy at } } } } } }";
    let data = client.ask(query, json!({ "reference": reference })).await;
    let edges =
        data["investigation"]["tasks"]["edges"].as_array().expect("the file is the reader's");
    edges.iter().map(|edge| edge["node"].clone()).collect()
}

/// Every event of a file that the reader sees, corrected ones too, by type and in order of time.
pub async fn timeline(client: &Client, reference: &str) -> Vec<Value> {
    let query = "query ($reference: String!, $after: String) {
        investigation(reference: $reference) {
            timeline(withCorrected: true, first: 200, after: $after) {
                edges { node { eventId kind about recordedAt } }
                pageInfo { hasNextPage endCursor }
            }
        }
    }";
    let mut lines = Vec::new();
    let mut after = Value::Null;
    loop {
        let variables = json!({ "reference": reference, "after": after });
        let data = client.ask(query, variables).await;
        let page = &data["investigation"]["timeline"];
        let edges = page["edges"].as_array().expect("the file is the reader's to see");
        lines.extend(edges.iter().map(|edge| edge["node"].clone()));
        if page["pageInfo"]["hasNextPage"] != true {
            return lines;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}
