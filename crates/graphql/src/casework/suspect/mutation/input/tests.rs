//! An input becomes its command, or a refusal that names the input's own field.

use async_graphql::{InputType, Value, value};
use mpaka_domain::casework::suspect::SuspectCommand as Command;
use uuid::Uuid;

use super::{
    ArrestSuspectInput, ChargeSuspectInput, InterviewSuspectInput, MarkWantedInput,
    NominateSuspectInput, RecordSuspectSelectorInput,
};

fn input<I: InputType>(mut fields: Value) -> I {
    if let Value::Object(fields) = &mut fields {
        let id = async_graphql::Name::new("suspectId");
        fields.insert(id, Value::from(Uuid::from_u128(7).to_string()));
    }
    I::parse(Some(fields)).ok().expect("the input fits the schema")
}

fn nomination() -> Value {
    value!({
        "investigationId": "00000000-0000-0000-0000-000000000117",
        "name": {"full": "Dickson Kibet Murage"},
        "birth": {"value": "1984-11-09", "basis": "DOCUMENT"},
        "networkRoles": ["ORGANISER", "RECRUITER", "ORGANISER"],
        "grounds": "Named by three applicants as the one who took the fees",
    })
}

fn with(mut fields: Value, field: &str, content: Value) -> Value {
    if let Value::Object(fields) = &mut fields {
        fields.insert(async_graphql::Name::new(field), content);
    }
    fields
}

#[test]
fn a_nomination_becomes_its_command() {
    let command = input::<NominateSuspectInput>(nomination()).command(None).unwrap();
    let Command::Nominate { name, birth, network_roles, grounds, .. } = command else {
        panic!("another command")
    };
    assert_eq!(name.unwrap().get().unwrap().full_as_recorded(), "Dickson Kibet Murage");
    assert_eq!(birth.unwrap().get().unwrap().earliest().to_string(), "1984-11-09");
    assert_eq!(network_roles.len(), 2);
    assert!(grounds.get().unwrap().starts_with("Named by"));
}

#[test]
fn a_refused_nomination_names_the_field() {
    let path = |field, content| {
        let input: NominateSuspectInput = input(with(nomination(), field, content));
        input.command(None).unwrap_err().path
    };
    assert_eq!(path("name", value!({"full": " "})), ["name", "full"]);
    assert_eq!(path("birth", value!({"value": "soon", "basis": "STATED"})), ["birth", "value"]);
    assert_eq!(path("description", value!("")), ["description"]);
    assert_eq!(path("grounds", value!("\u{7}")), ["grounds"]);
}

#[test]
fn a_refused_selector_names_its_kind() {
    let input: RecordSuspectSelectorInput =
        input(value!({"selector": {"imei": "001017004120766"}}));
    let refusal = input.command().unwrap_err();
    assert_eq!(refusal.path, ["selector", "imei"]);
    assert_eq!(refusal.code, "IMEI_CHECK_DIGIT");
}

#[test]
fn a_power_is_told_apart_from_the_envelopes_legal_basis() {
    let wanted: MarkWantedInput = input(value!({
        "scope": "REGIONAL", "measure": "ARREST", "expires": "2026-09-30",
        "power": {"jurisdiction": "XX", "instrument": "Code", "provision": "s.1"},
    }));
    assert_eq!(wanted.command().unwrap_err().path, ["power"]);
}

#[test]
fn a_refused_arrest_names_the_field() {
    let arrest = |place: &str, interpreter: &str| {
        let arrest: ArrestSuspectInput = input(value!({
            "place": {"name": place, "kind": "TOWN", "country": "KE"},
            "power": {"jurisdiction": "KE", "instrument": "Criminal Procedure Code", "provision": "s.29"},
            "by": "Sgt J. Mutiso, 48213", "rightsGiven": true, "interpreter": interpreter,
        }));
        arrest.command()
    };
    assert!(arrest("Nairobi", "sw").is_ok());
    assert_eq!(arrest("", "sw").unwrap_err().path, ["place", "name"]);
    assert_eq!(arrest("Nairobi", "?").unwrap_err().path, ["interpreter"]);
}

#[test]
fn a_refused_adult_or_offence_names_the_field_inside() {
    let interview: InterviewSuspectInput = input(value!({
        "exhibitRef": "JM/7", "language": "sw", "counsel": "PRESENT",
        "appropriateAdult": {"kind": "CHILDREN_OFFICER", "name": {"full": ""}},
    }));
    assert_eq!(interview.command().unwrap_err().path, ["appropriateAdult", "name", "full"]);
    let statute = value!({
        "jurisdiction": "KE", "instrument": "Counter-Trafficking in Persons Act 2010", "provision": "s.3",
    });
    let charge: ChargeSuspectInput =
        input(value!({"offences": [{"statute": statute, "iccsCode": "x"}]}));
    assert_eq!(charge.command().unwrap_err().path, ["offences", "iccsCode"]);
}
