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
fn law_4_an_entry_names_what_the_law_has() {
    let mut draft = arraign();
    draft.versions[0].content.unit = ClockUnit::WorkingDays;
    draft.versions[0].content.calendar = Some(code("XX_DAYS"));
    draft.code = code("XX_LIMIT");
    let unknown =
        LawRejection::CalendarUnknown { code: code("XX_LIMIT"), calendar: code("XX_DAYS") };
    given::<Entry<ClockRule>>([]).when(operator(), EntryCommand::Adopt(draft)).rejected(unknown);
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
        let Edition { statutes, clock_rules, calendars, code_systems } =
            Edition::shipped().unwrap();
        check_samples::<Entry<Statute>>(&of(statutes));
        check_samples::<Entry<ClockRule>>(&of(clock_rules));
        check_samples::<Entry<Calendar>>(&of(calendars));
        check_samples::<Entry<CodeSystem>>(&of(code_systems));
        check_samples::<Entry<CaseTemplate>>(&of(case_templates));
    }
}
