//! Entries as records: who loads them, and what a draft adds to one.

use super::*;
use crate::testing::{akinyi, by, given};
use crate::{Decider, Role};

fn arraign() -> Draft<ClockRule> {
    let rules = Edition::shipped().unwrap().clock_rules;
    rules
        .into_iter()
        .map(|filed| filed.draft)
        .find(|draft| draft.code == code("KE_ARRAIGN"))
        .unwrap()
}

fn operator() -> crate::Metadata {
    by("mpaka", "OVERSIGHT", Role::System)
}

#[test]
fn an_entry_takes_what_is_new_in_a_draft() {
    let adopt = || EntryCommand::Adopt(arraign());
    let events = given::<Entry<ClockRule>>([]).when(operator(), adopt()).events();
    let added = |event: &EntryEvent<ClockRule>| matches!(event, EntryEvent::VersionAdded { .. });
    assert!(events.iter().all(added) && !events.is_empty(), "{events:?}");
    given::<Entry<ClockRule>>(events).when(operator(), adopt()).then_nothing();
}

#[test]
fn law_is_loaded_by_the_service_alone() {
    let adopt = EntryCommand::Adopt(arraign());
    given::<Entry<ClockRule>>([]).when(akinyi(), adopt).rejected(LawRejection::RoleMayNotWrite);
}

#[test]
fn each_kind_of_entry_has_streams_of_its_own() {
    let categories = [
        <Entry<Statute> as Decider>::CATEGORY,
        <Entry<ClockRule> as Decider>::CATEGORY,
        <Entry<Calendar> as Decider>::CATEGORY,
        <Entry<CodeSystem> as Decider>::CATEGORY,
        <Entry<CaseTemplate> as Decider>::CATEGORY,
    ];
    let kinds =
        [Kind::Statute, Kind::ClockRule, Kind::Calendar, Kind::CodeSystem, Kind::CaseTemplate];
    assert_eq!(categories, kinds.map(Kind::as_str));
}

/// One event of each kind, of an entry of each kind, as it is stored.
mod samples {
    use super::*;
    use crate::testing::check_samples;

    const HEAD: &str = r#"
[[entry]]
code = "XX_SAMPLE"
[[entry.version]]
valid_from = "2020-01-01"
source = { citation = "An act, s.1", checked = "SECONDARY", note = "To be read there" }
[entry.version.content]
title = "A sample"
"#;

    fn read(kind: &str, content: &str) -> Edition {
        file(&format!("kind = \"{kind}\"\n{HEAD}{content}"))
    }

    fn of<C: Content>(drafts: Vec<Filed<C>>) -> Vec<EntryEvent<C>> {
        let draft = drafts.into_iter().next().unwrap().draft;
        let (code, version) = (draft.code, draft.versions.into_iter().next().unwrap());
        let valid_from = version.valid_from;
        vec![
            EntryEvent::VersionAdded { code: code.clone(), version: version.clone() },
            EntryEvent::VersionEnded {
                code: code.clone(),
                valid_from,
                valid_to: day("2030-01-01"),
                reason: Note::parse("The act is replaced").unwrap(),
            },
            EntryEvent::VersionConfirmed {
                code,
                valid_from,
                source: Source { checked: Checked::Primary, ..version.source },
            },
        ]
    }

    #[test]
    fn every_event_of_the_law_has_a_sample_that_still_reads() {
        let statute = r#"
provision = { jurisdiction = "KE", instrument = "An act", provision = "s.1" }
iccs_code = "0204"
penalty = "A fine"
elements = [
    { code = "ACT", text = "The act" },
    { code = "MEANS", text = "The means", except = ["CHILD_VICTIM"] },
    { code = "AGE", text = "The age", only = ["CHILD_VICTIM"] },
    { code = "GROUP", text = "In a group", mandatory = false },
]"#;
        let clock_rule = r#"
jurisdiction = "GB"
except = ["GB-SCT"]
starts_on = "a start"
duration = 5
unit = "WD"
calendar = "XX_DAYS"
on_breach = "nothing""#;
        let calendar = r#"
weekend = ["SATURDAY", "SUNDAY"]
yearly = [{ month = 12, day = 25, name = "Christmas Day" }]
easter = [{ offset = -2, name = "Good Friday" }]
days = [{ date = "2026-03-20", name = "A holiday" }]"#;
        let code_system = r#"
publisher = "Somebody"
edition = "1"
codes = [{ code = "a", en = "A", sw = "A", so = "A", am = "A" }, { code = "b", en = "B" }]"#;
        let case_template = r#"
jurisdiction = "KE"
crime_types = ["TIP"]
tasks = [{ title = "Look", role = "INVESTIGATOR", due_days = 7 }, { title = "Review", role = "SUPERVISOR" }]"#;
        check_samples::<Entry<Statute>>(&of(read("statute", statute).statutes));
        check_samples::<Entry<ClockRule>>(&of(read("clock_rule", clock_rule).clock_rules));
        check_samples::<Entry<Calendar>>(&of(read("calendar", calendar).calendars));
        check_samples::<Entry<CodeSystem>>(&of(read("code_system", code_system).code_systems));
        let templates = read("case_template", case_template).case_templates;
        check_samples::<Entry<CaseTemplate>>(&of(templates));
    }
}
