//! The JSON Schema of every event's data, as integrators read it.

use std::collections::BTreeMap;

use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::Investigation;
use mpaka_domain::casework::suspect::Suspect;
use mpaka_domain::casework::task::Task;
use mpaka_domain::evidence::evidence_item::EvidenceItem;
use mpaka_domain::governance::access_grant::AccessGrant;
use mpaka_domain::governance::break_glass::BreakGlass;
use mpaka_domain::intelligence::intelligence_report::IntelligenceReport;
use mpaka_domain::law::{Calendar, CaseTemplate, ClockRule, CodeSystem, Entry, Statute};
use mpaka_domain::movement::journey::Journey;
use mpaka_domain::nominals::group::Group;
use mpaka_domain::nominals::object_nominal::ObjectNominal;
use mpaka_domain::nominals::person_nominal::PersonNominal;
use mpaka_domain::prosecution::disclosure_schedule::DisclosureSchedule;
use mpaka_domain::prosecution::prosecution_file::ProsecutionFile;
use mpaka_domain::protection::victim_case::VictimCase;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// A schema for each type of event, by file name: `investigation.opened.v1.json`.
pub fn event_schemas() -> BTreeMap<String, Value> {
    let mut schemas = BTreeMap::new();
    of::<Investigation>(&mut schemas);
    of::<Suspect>(&mut schemas);
    of::<VictimCase>(&mut schemas);
    of::<Journey>(&mut schemas);
    of::<EvidenceItem>(&mut schemas);
    of::<IntelligenceReport>(&mut schemas);
    of::<ProsecutionFile>(&mut schemas);
    of::<DisclosureSchedule>(&mut schemas);
    of::<PersonNominal>(&mut schemas);
    of::<Group>(&mut schemas);
    of::<ObjectNominal>(&mut schemas);
    of::<Task>(&mut schemas);
    of::<AccessGrant>(&mut schemas);
    of::<BreakGlass>(&mut schemas);
    of::<Entry<Statute>>(&mut schemas);
    of::<Entry<ClockRule>>(&mut schemas);
    of::<Entry<Calendar>>(&mut schemas);
    of::<Entry<CodeSystem>>(&mut schemas);
    of::<Entry<CaseTemplate>>(&mut schemas);
    schemas
}

/// Takes the schema of a decider's events apart, one file a variant.
fn of<D: Decider>(schemas: &mut BTreeMap<String, Value>) {
    let whole = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<D::Event>();
    let whole = whole.to_value();
    let definitions = whole.get("$defs").and_then(Value::as_object);
    for variant in whole.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
        let Some((name, data)) =
            variant["properties"].as_object().and_then(|members| members.iter().next())
        else {
            continue;
        };
        let mut schema = data.as_object().cloned().unwrap_or_default();
        schema.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        schema.insert("title".into(), json!(format!("{}.{name}", D::CATEGORY)));
        if let Some(description) = variant.get("description") {
            schema.insert("description".into(), description.clone());
        }
        if let Some(used) = definitions.map(|all| reachable(data, all)).filter(|u| !u.is_empty()) {
            schema.insert("$defs".into(), Value::Object(used));
        }
        schemas.insert(format!("{}.{name}.v1.json", D::CATEGORY), Value::Object(schema));
    }
}

/// The definitions that a schema refers to, and those they refer to.
fn reachable(schema: &Value, all: &Map<String, Value>) -> Map<String, Value> {
    let mut used = Map::new();
    let mut waiting = references(schema);
    while let Some(name) = waiting.pop() {
        if let Some(definition) = all.get(&name)
            && !used.contains_key(&name)
        {
            waiting.extend(references(definition));
            used.insert(name, definition.clone());
        }
    }
    used
}

fn references(schema: &Value) -> Vec<String> {
    match schema {
        Value::Object(members) => members
            .iter()
            .flat_map(|(name, member)| match member.as_str() {
                Some(target) if name == "$ref" => {
                    target.strip_prefix("#/$defs/").map(str::to_owned).into_iter().collect()
                }
                _ => references(member),
            })
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => Vec::new(),
    }
}
