//! What each command of a suspect does, what it does again, and to whom it is refused.

use super::super::{DetentionRule, Suspect, SuspectRejection as Rejection};
use super::*;
use crate::testing::{at, given};

#[test]
fn nominating_keeps_the_agency_and_what_the_grounds_rest_on() {
    let birth = || Some(born("1984-11-09"));
    given::<Suspect>([])
        .when(resting_on(exhibit()), nominate())
        .then([nominated_with(birth(), Some(exhibit()))]);
    given::<Suspect>([nominated()]).when(akinyi(), nominate()).then_nothing();
}

#[test]
fn a_nomination_says_whom_and_why() {
    let nominating = |change: fn(&mut Command)| {
        let mut command = nominate();
        change(&mut command);
        given::<Suspect>([]).when(akinyi(), command)
    };
    nominating(|command| {
        if let Command::Nominate { name, description, .. } = command {
            (*name, *description) = (None, Some(said(" ")));
        }
    })
    .rejected(Rejection::NothingToKnowThemBy);
    nominating(|command| {
        if let Command::Nominate { grounds, .. } = command {
            *grounds = said("");
        }
    })
    .rejected(Rejection::GroundsMissing);
    let by_description = nominating(|command| {
        if let Command::Nominate { name, description, .. } = command {
            (*name, *description) = (None, Some(said("Known as Kilo, hands people over")));
        }
    });
    assert_eq!(by_description.events().len(), 1);
}

#[test]
fn an_id_is_the_id_of_one_person_in_one_investigation() {
    let mut command = nominate();
    if let Command::Nominate { investigation, .. } = &mut command {
        *investigation = Uuid::from_u128(118).into();
    }
    given::<Suspect>([nominated()]).when(akinyi(), command).rejected(Rejection::AlreadyNominated);
}

#[test]
fn nothing_happens_to_somebody_who_was_never_nominated() {
    for (metadata, command) in every_command() {
        given::<Suspect>([]).when(metadata, command).rejected(Rejection::NotNominated);
    }
}

#[test]
fn readers_do_not_write() {
    for role in [Role::Analyst, Role::Auditor, Role::Integrator, Role::LiaisonOfficer] {
        let reader = || by("akinyi", "KE-DCI-TOCU", role);
        given::<Suspect>([]).when(reader(), nominate()).rejected(Rejection::RoleMayNotWrite);
        for (_, command) in every_command() {
            given::<Suspect>([nominated()])
                .when(reader(), command)
                .rejected(Rejection::RoleMayNotWrite);
        }
    }
}

#[test]
fn another_agency_does_not_write() {
    for (_, command) in every_command() {
        given::<Suspect>([nominated()])
            .when(harriet_of_another_agency(), command)
            .rejected(Rejection::NotYourFile);
    }
}

#[test]
fn prosecutors_of_any_agency_charge_and_record_outcomes_and_nothing_else() {
    let prosecutor = || by("smith", "UK-CPS", Role::Prosecutor);
    given::<Suspect>(person_in(Arrested)).when(prosecutor(), charge()).then([charged()]);
    given::<Suspect>(person_in(Charged))
        .when(prosecutor(), convict())
        .then([Event::OutcomeRecorded { outcome: ChargeOutcome::Convicted }]);
    for command in [selector(), interview(), eliminate(), flag(), release()] {
        given::<Suspect>(person_in(Arrested))
            .when(prosecutor(), command)
            .rejected(Rejection::RoleMayNotWrite);
    }
}

#[test]
fn a_victim_support_officer_of_the_agency_flags_possible_victims_and_nothing_else() {
    let officer = |agency| by("fatuma", agency, Role::VictimSupportOfficer);
    let person = || given::<Suspect>(person_in(Arrested));
    person().when(officer("KE-DCI-TOCU"), flag()).then([flagged()]);
    person().when(officer("KE-CPS"), flag()).rejected(Rejection::NotYourFile);
    person().when(officer("KE-DCI-TOCU"), charge()).rejected(Rejection::RoleMayNotWrite);
}

#[test]
fn selectors_aliases_and_birth_dates_are_recorded_once() {
    let commands = [
        selector(),
        Command::RecordAlias { name: name("Boss Dickie") },
        Command::RecordBirth { birth: born("1984-11-08") },
    ];
    for command in commands {
        let recorded = given::<Suspect>([nominated()]).when(akinyi(), command.clone()).events();
        assert_eq!(recorded.len(), 1);
        given::<Suspect>([vec![nominated()], recorded].concat())
            .when(akinyi(), command)
            .then_nothing();
    }
}

#[test]
fn added_grounds_keep_what_they_rest_on() {
    let add = |text| Command::AddGrounds { text: said(text) };
    given::<Suspect>([nominated()])
        .when(resting_on(report("2B")), add("The till"))
        .then([Event::GroundsAdded { text: said("The till"), source_ref: Some(report("2B")) }]);
    given::<Suspect>([nominated()])
        .when(akinyi(), add(" "))
        .rejected(Rejection::GroundsTextMissing);
}

#[test]
fn only_the_step_to_suspect_is_set_by_hand() {
    let to = |to| Command::ChangeStatus { to, basis: said("The ledger") };
    for reached in [PersonOfInterest, Wanted, Arrested, Bailed, Charged, Convicted, Eliminated] {
        given::<Suspect>(person_in(PersonOfInterest))
            .when(akinyi(), to(reached))
            .rejected(Rejection::ReachedOtherwise { to: reached });
    }
    let without_basis = Command::ChangeStatus { to: SuspectStatus::Suspect, basis: said("") };
    given::<Suspect>(person_in(PersonOfInterest))
        .when(akinyi(), without_basis)
        .rejected(Rejection::BasisMissing);
}

#[test]
fn a_wanted_marking_is_made_once_renewed_and_never_for_the_past() {
    let until = |year| {
        let mut command = mark_wanted();
        if let Command::MarkWanted { expires, .. } = &mut command {
            *expires = NaiveDate::from_ymd_opt(year, 3, 1).unwrap();
        }
        command
    };
    given::<Suspect>(person_in(SuspectStatus::Suspect))
        .when(akinyi(), mark_wanted())
        .then([wanted()]);
    let person = || given::<Suspect>(person_in(Wanted));
    person().when(akinyi(), mark_wanted()).then_nothing();
    assert_eq!(person().when(akinyi(), until(2027)).events().len(), 1);
    person().when(akinyi(), until(2026)).rejected(Rejection::WantedExpired);
}

#[test]
fn an_arrest_starts_the_detention_clock_of_its_place() {
    let clock = |place: Personal<Place>, instant| {
        let answer = given::<Suspect>(person_in(SuspectStatus::Suspect))
            .when(akinyi().on(instant), arrest_in(place.clone()));
        let events = answer.events();
        assert_eq!(events.first(), Some(&arrested_in(place)));
        events.into_iter().nth(1)
    };
    let started = |rule, due| Some(Event::DetentionClockStarted { rule, due: at(due) });
    let morning = "2026-03-11T04:30:00Z";
    let next_morning = "2026-03-12T04:30:00Z";
    assert_eq!(
        clock(place("KE", Some("KE-30")), morning),
        started(DetentionRule::KeArraign, next_morning)
    );
    assert_eq!(
        clock(place("GB", Some("GB-LCE")), morning),
        started(DetentionRule::UkPaceDetention, next_morning)
    );
    assert_eq!(clock(place("GB", Some("GB-SCT")), morning), None);
    assert_eq!(clock(place("ET", None), morning), None);
    assert_eq!(clock(place("KE", None), "2009-03-11T04:30:00Z"), None);
}

#[test]
fn an_arrest_names_the_officer_and_the_place() {
    let arresting = |officer: &str, place: Personal<Place>| {
        let mut command = arrest_in(place);
        if let Command::Arrest { by, .. } = &mut command {
            *by = said(officer);
        }
        given::<Suspect>(person_in(SuspectStatus::Suspect)).when(akinyi(), command)
    };
    arresting(" ", place("KE", None)).rejected(Rejection::OfficerMissing);
    let erased = serde_json::from_str(r#"{"$erased": true}"#).unwrap();
    arresting("Sgt Mutiso", erased).rejected(Rejection::PlaceMissing);
}

#[test]
fn an_interview_is_recorded_once_by_its_exhibit() {
    let interviewed = given::<Suspect>(person_in(Arrested)).when(akinyi(), interview()).events();
    assert_eq!(interviewed.len(), 1);
    given::<Suspect>([person_in(Arrested), interviewed].concat())
        .when(akinyi(), interview())
        .then_nothing();
}

#[test]
fn somebody_is_eliminated_once_and_for_a_reason() {
    let without_reason = Command::Eliminate { reason: said("") };
    given::<Suspect>(person_in(Arrested))
        .when(akinyi(), without_reason)
        .rejected(Rejection::ReasonMissing);
    given::<Suspect>(person_in(Eliminated)).when(akinyi(), eliminate()).then_nothing();
}

#[test]
fn charges_are_added_and_none_is_made_twice() {
    let charging = |provisions| Command::Charge { offences: offences(provisions) };
    let person = || given::<Suspect>(person_in(Charged));
    person().when(akinyi(), charge()).then_nothing();
    person()
        .when(akinyi(), charging(&["s.5", "s.8"]))
        .then([Event::Charged { offences: offences(&["s.8"]) }]);
    given::<Suspect>(person_in(Arrested))
        .when(akinyi(), charging(&[]))
        .rejected(Rejection::OffenceMissing);
}

#[test]
fn an_outcome_is_recorded_once_and_stands() {
    let acquit = Command::RecordOutcome { outcome: ChargeOutcome::Acquitted };
    let person = || given::<Suspect>(person_in(Convicted));
    person().when(akinyi(), convict()).then_nothing();
    person().when(akinyi(), acquit).rejected(Rejection::NotAllowedIn {
        action: "recording an outcome",
        status: Convicted,
        from: "CHARGED".into(),
    });
}
