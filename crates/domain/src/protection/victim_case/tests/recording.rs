//! Registration and what is recorded beside the pathway (V8).

use std::collections::BTreeSet;

use uuid::Uuid;

use super::fixtures::*;
use super::*;
use crate::decider::Refusal;
use crate::testing::akinyi;
use crate::value::{PartialTime, UtcOffset, VictimAlias};

#[test]
fn a_person_is_registered_by_alias_once() {
    let register = || registration(Jurisdiction::Uk, Majority::Adult);
    when(vec![], register()).then([samples().remove(0)]);
    when(referred(), register()).then_nothing();
    let closed = after(referred(), [("2026-09-01", closing(CloseReason::ContactLost))]);
    when(closed, register()).then_nothing();
    let Command::Register { jurisdiction, majority, language, immediate_safety, alias, .. } =
        register()
    else {
        unreachable!()
    };
    let elsewhere = Command::Register {
        investigation: Uuid::from_u128(43).into(),
        alias,
        jurisdiction,
        majority,
        language,
        immediate_safety,
    };
    when(referred(), elsewhere).rejected(Rejection::AlreadyRegistered);
}

#[test]
fn the_owner_is_the_agency_that_registers() {
    let events = given(vec![]).when(akinyi(), under("VIC-KE-2026-0042"));
    let history = events.events();
    assert!(matches!(&history[..], [Event::Registered { agency: owner, .. }]
        if *owner == agency("KE-DCI-TOCU")));
}

#[test]
fn an_alias_belongs_to_one_file_of_an_agency() {
    let samples = samples();
    let claims = |event| VictimCase::claims(event, &harriet());
    let claim = Claim { kind: "victim_alias", key: "UK-NMC/VIC-UK-2026-0031".into() };
    assert_eq!(claims(&samples[0]), std::slice::from_ref(&claim));
    assert!(samples[1..].iter().all(|event| claims(event).is_empty()));
    assert_eq!(VictimCase::taken(&claim), Rejection::AliasTaken);
}

#[test]
fn an_alias_names_the_country_of_the_agency_that_registers() {
    when(vec![], under("VIC-KE-2026-0042")).rejected(Rejection::AliasOfAnotherCountry);
    given(vec![])
        .when(akinyi(), under("VIC-UK-2026-0031"))
        .rejected(Rejection::AliasOfAnotherCountry);
    for alias in ["VIC-UK-2026-0031", "VIC-GB-2026-0031"] {
        assert_eq!(when(vec![], under(alias)).events().len(), 1, "{alias}");
    }
    assert_eq!(Rejection::AliasOfAnotherCountry.rule(), None);
    assert_eq!(Rejection::AliasOfAnotherCountry.path(), "alias");
}

/// Registers an adult under an alias.
fn under(text: &str) -> Command {
    let mut command = registration(Jurisdiction::Uk, Majority::Adult);
    if let Command::Register { alias, .. } = &mut command {
        *alias = VictimAlias::parse(text).unwrap();
    }
    command
}

#[test]
fn identity_selectors_whereabouts_and_plans_are_recorded_as_told() {
    let identity = Command::RecordIdentity {
        name: name("Mercy Anyango NEKESA"),
        birth: Some(born("1998-03-14")),
        gender: None,
        citizenships: [country("KE")].into(),
        documents: vec![passport("ZK0041771", "KE")],
        phones: vec![phone("+44 7700 900419")],
    };
    when(referred(), identity).then([Event::IdentityRecorded {
        name: name("Mercy Anyango NEKESA"),
        birth: Some(born("1998-03-14")),
        gender: None,
        citizenships: [country("KE")].into(),
        documents: vec![passport("ZK0041771", "KE")],
        phones: vec![phone("+44 7700 900419")],
    }]);
    when(referred(), Command::RecordSelector { selector: phone("+44 7700 900420") })
        .then([Event::SelectorRecorded { selector: phone("+44 7700 900420") }]);
    let shelter = || place("Safe house 3", "GB", crate::value::PlaceKind::House).into();
    let kind = WhereaboutsKind::Accommodation;
    when(referred(), Command::RecordWhereabouts { kind, place: shelter() })
        .then([Event::WhereaboutsRecorded { kind, place: shelter() }]);
    when(referred(), Command::SetSafetyPlan { plan: narrative("Escort"), review_on: None })
        .then([Event::SafetyPlanSet { plan: narrative("Escort"), review_on: None }]);
}

#[test]
fn v8_that_somebody_is_not_a_victim_is_decided_by_an_organisation_with_reasons() {
    let determine = |status, deciding_org, reasons_ref| Command::DetermineStatus {
        status,
        deciding_org,
        reasons_ref,
    };
    let police = Some(DecidingOrganisation::Police);
    let reasons = || Some(reference("R-1"));
    let no_victim = TraffickingStatus::NotAVictim;
    when(referred(), determine(no_victim, None, reasons()))
        .rejected(Rejection::StatusNeedsDecidingOrganisation);
    when(referred(), determine(no_victim, police, None)).rejected(Rejection::StatusNeedsReasons);
    let history = after(referred(), [("2026-06-01", determine(no_victim, police, reasons()))]);
    when(history, determine(no_victim, police, reasons())).then_nothing();
    let possible = determine(TraffickingStatus::Possible, None, None);
    assert_eq!(when(referred(), possible).events().len(), 1);
}

#[test]
fn an_exploitation_has_a_type_and_does_not_end_before_it_begins() {
    let told = |types: BTreeSet<_>, start: &str, end: &str| Command::RecordExploitation {
        exploitation: Exploitation {
            types,
            industries: [Industry::Health].into(),
            sexual_types: BTreeSet::new(),
            methods_of_control: BTreeSet::new(),
            recruitment: BTreeSet::new(),
            recruitment_websites: BTreeSet::new(),
            exploitation_websites: BTreeSet::new(),
            relationship: None,
            start: Some(PartialTime::parse(start, UtcOffset::UTC).unwrap()),
            end: Some(PartialTime::parse(end, UtcOffset::UTC).unwrap()),
            place: None,
        },
    };
    let labour = || BTreeSet::from([ExploitationType::ForcedLabour]);
    when(referred(), told(BTreeSet::new(), "2025-11-18", "2026-02-27"))
        .rejected(Rejection::NoExploitationType);
    when(referred(), told(labour(), "2026-02-27", "2025-11-18"))
        .rejected(Rejection::ExploitationReversed);
    assert_eq!(when(referred(), told(labour(), "2025-11-18", "2025-11")).events().len(), 1);
}

#[test]
fn statements_and_claims_are_recorded_once() {
    let claim = Command::ClaimNonpunishment {
        act: act(),
        link_to_exploitation: ExploitationLink::Compelled,
    };
    let statement = Command::RecordStatement {
        exhibit_ref: "TB/4".parse().unwrap(),
        special_measures: [SpecialMeasure::Screens].into(),
    };
    let impact = Command::FileImpactStatement { exhibit_ref: "TB/5".parse().unwrap() };
    for command in [claim, statement, impact] {
        let once = after(referred(), [("2026-04-01", command.clone())]);
        assert_eq!(once.len(), referred().len() + 1);
        when(once, command).then_nothing();
    }
}
