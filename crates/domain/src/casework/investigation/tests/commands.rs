//! What each command of an investigation does, what it does again, and to whom it is refused.

use super::super::{Investigation, InvestigationRejection as Rejection};
use super::*;
use crate::law::EntryCode;
use crate::testing::{given, shipped_law};

#[test]
fn opening_makes_the_actor_lead_the_file_of_their_agency() {
    given::<Investigation>([]).when(akinyi(), open()).then([opened()]);
}

#[test]
fn a_supervisor_opens_a_file_for_somebody_else_to_lead() {
    let Command::Open { reference, title, crime_types, territory, origin, .. } = open() else {
        unreachable!()
    };
    let command = Command::Open {
        reference,
        title,
        crime_types,
        territory,
        sio: Some(user("akinyi")),
        deputies: BTreeSet::from([user("otieno")]),
        origin,
        template_id: None,
    };
    given::<Investigation>([]).when(chebet_the_supervisor(), command).then([opened()]);
}

#[test]
fn opening_the_same_file_again_changes_nothing() {
    given::<Investigation>([opened()]).when(akinyi(), open()).then_nothing();
}

#[test]
fn an_id_is_the_id_of_one_file() {
    let mut command = open();
    if let Command::Open { reference, .. } = &mut command {
        *reference = file("TOCU/2026/0118");
    }
    given::<Investigation>([opened()]).when(akinyi(), command).rejected(Rejection::AlreadyOpened);
}

#[test]
fn a_file_says_from_the_start_what_it_is_about_and_who_leads_it() {
    let opening = |change: fn(&mut Command)| {
        let mut command = open();
        change(&mut command);
        given::<Investigation>([]).when(akinyi(), command)
    };
    opening(|command| {
        if let Command::Open { crime_types, .. } = command {
            crime_types.clear();
        }
    })
    .rejected(Rejection::CrimeTypeMissing);
    opening(|command| {
        if let Command::Open { territory, .. } = command {
            territory.clear();
        }
    })
    .rejected(Rejection::TerritoryMissing);
    opening(|command| {
        if let Command::Open { sio, .. } = command {
            *sio = Some(user("otieno"));
        }
    })
    .rejected(Rejection::DeputyIsSio);
}

#[test]
fn nothing_happens_to_a_file_that_was_never_opened() {
    for (metadata, command) in every_command() {
        given::<Investigation>([]).when(metadata, command).rejected(Rejection::NotOpened);
    }
}

#[test]
fn readers_do_not_write() {
    let readers = [
        Role::Analyst,
        Role::Auditor,
        Role::Integrator,
        Role::LiaisonOfficer,
        Role::VictimSupportOfficer,
    ];
    for role in readers {
        let reader = || by("akinyi", "KE-DCI-TOCU", role);
        given::<Investigation>([]).when(reader(), open()).rejected(Rejection::RoleMayNotWrite);
        for (_, command) in every_command() {
            given::<Investigation>([opened()])
                .when(reader(), command)
                .rejected(Rejection::RoleMayNotWrite);
        }
    }
}

#[test]
fn another_agency_does_not_write_even_as_a_member_of_the_team() {
    let member = Event::MemberAdded {
        user: user("harriet"),
        agency: agency("UK-NMC"),
        role: Role::Investigator,
        until: None,
    };
    for (_, command) in every_command() {
        given::<Investigation>([opened(), member.clone()])
            .when(harriet_of_another_agency(), command)
            .rejected(Rejection::NotYourFile);
    }
}

#[test]
fn the_course_and_the_team_of_a_file_are_for_those_who_lead_it() {
    let commands = [
        assign_fatuma(),
        remove_fatuma(),
        Command::SubmitForReview,
        Command::Suspend { reason: said("Waiting") },
        Command::Resume,
        Command::ReferToProsecutor { agency: agency("KE-ODPP") },
        Command::ReturnFromReview { reason: said("Payslips") },
        transfer(None),
    ];
    for command in commands {
        given::<Investigation>(file_in(Active))
            .when(mutua_of_the_agency(), command)
            .rejected(Rejection::NotLeadingIt);
    }
    given::<Investigation>(file_in(Active))
        .when(chebet_the_supervisor(), Command::SubmitForReview)
        .then([Event::SubmittedForReview {}]);
}

#[test]
fn anybody_of_the_agency_records_allegations_links_and_what_belongs_to_the_file() {
    for command in [adopt(), link(), associate()] {
        let events = given::<Investigation>([opened()]).when(mutua_of_the_agency(), command);
        assert_eq!(events.events().len(), 1);
    }
}

#[test]
fn an_allegation_is_adopted_once_and_again_when_its_elements_stand_otherwise() {
    let adopted = given::<Investigation>([opened()]).when(akinyi(), adopt()).events();
    let history = [vec![opened()], adopted].concat();
    given::<Investigation>(history.clone()).when(akinyi(), adopt()).then_nothing();

    let Command::AdoptAllegation { offence, .. } = adopt() else { unreachable!() };
    let element = super::super::Element {
        element: reference("Purpose"),
        status: super::super::ElementStatus::Gap,
    };
    let restated = Command::AdoptAllegation { offence, elements: vec![element] };
    let events = given::<Investigation>(history).when(akinyi(), restated).events();
    assert_eq!(events.len(), 1);
}

#[test]
fn a_decision_says_what_and_why() {
    let saying = |decision, rationale| {
        let (decision, rationale) = (said(decision), said(rationale));
        let command = Command::RecordDecision { decision, rationale, alternatives: None };
        given::<Investigation>([opened()]).when(akinyi(), command)
    };
    saying("  ", "because").rejected(Rejection::DecisionMissing);
    saying("search", "\n").rejected(Rejection::RationaleMissing);
}

#[test]
fn a_team_member_is_added_changed_and_removed_once() {
    given::<Investigation>([opened()]).when(akinyi(), assign_fatuma()).then([fatuma_added()]);
    let with_fatuma = || given::<Investigation>([opened(), fatuma_added()]);
    with_fatuma().when(akinyi(), assign_fatuma()).then_nothing();

    let mut until_december = assign_fatuma();
    if let Command::AssignTeamMember { until, .. } = &mut until_december {
        *until = chrono::NaiveDate::from_ymd_opt(2026, 12, 31);
    }
    assert_eq!(with_fatuma().when(akinyi(), until_december).events().len(), 1);

    let removed = Event::MemberRemoved { user: user("fatuma"), agency: agency("KE-CPS") };
    with_fatuma().when(akinyi(), remove_fatuma()).then([removed.clone()]);
    given::<Investigation>([opened(), fatuma_added(), removed])
        .when(akinyi(), remove_fatuma())
        .then_nothing();
}

#[test]
fn nobody_joins_a_team_for_a_time_that_has_passed_or_to_read_no_case_content() {
    let assigning = |role, until| {
        let (user, agency) = (user("petra"), agency("KE-CPS"));
        let command = Command::AssignTeamMember { user, agency, role, until };
        given::<Investigation>([opened()]).when(akinyi(), command)
    };
    let yesterday = chrono::NaiveDate::from_ymd_opt(2026, 3, 1);
    assigning(Role::Analyst, yesterday).rejected(Rejection::UntilPast);
    assigning(Role::Auditor, None).rejected(Rejection::RoleNotInTeam);
    assigning(Role::Integrator, None).rejected(Rejection::RoleNotInTeam);
}

#[test]
fn two_files_are_linked_once_and_no_file_with_itself() {
    let linked = given::<Investigation>([opened()]).when(akinyi(), link()).events();
    given::<Investigation>([vec![opened()], linked].concat()).when(akinyi(), link()).then_nothing();

    let to_itself = Command::LinkInvestigation {
        reference: file("TOCU/2026/0117"),
        agency: agency("KE-DCI-TOCU"),
        kind: LinkKind::Related,
        basis_link_id: None,
    };
    given::<Investigation>([opened()])
        .when(akinyi(), to_itself)
        .rejected(Rejection::LinkedToItself);
}

#[test]
fn what_belongs_to_the_file_is_recorded_once() {
    let associated = Event::RefAssociated { associated: Associated::Victim(alias()) };
    given::<Investigation>([opened()]).when(akinyi(), associate()).then([associated.clone()]);
    given::<Investigation>([opened(), associated]).when(akinyi(), associate()).then_nothing();
}

#[test]
fn pauses_and_returns_have_a_reason() {
    let blank = || said(" ");
    let cases = [
        (Active, Command::Suspend { reason: blank() }),
        (UnderReview, Command::ReturnFromReview { reason: blank() }),
        (WithProsecutor, Command::ReturnFromProsecutor { reason: blank() }),
    ];
    for (status, command) in cases {
        given::<Investigation>(file_in(status))
            .when(akinyi(), command)
            .rejected(Rejection::ReasonMissing);
    }
}

#[test]
fn the_prosecutor_it_was_referred_to_returns_a_file_or_commences_the_trial() {
    let return_it = || Command::ReturnFromProsecutor { reason: said("Payslips") };
    for (command, event) in [
        (return_it(), Event::ReturnedFromProsecutor { reason: said("Payslips") }),
        (Command::CommenceTrial, Event::TrialCommenced {}),
    ] {
        let with_prosecutor = || given::<Investigation>(file_in(WithProsecutor));
        let other_prosecutor = by("smith", "UK-CPS", Role::Prosecutor);
        with_prosecutor().when(njeri_the_prosecutor(), command.clone()).then([event]);
        with_prosecutor()
            .when(other_prosecutor, command.clone())
            .rejected(Rejection::NotItsProsecutor);
        with_prosecutor()
            .when(mutua_of_the_agency(), command)
            .rejected(Rejection::NotItsProsecutor);
    }
    given::<Investigation>(file_in(WithProsecutor))
        .when(njeri_the_prosecutor(), record_decision())
        .rejected(Rejection::RoleMayNotWrite);
}

#[test]
fn a_file_is_not_transferred_to_the_agency_that_has_it() {
    let command = Command::Transfer { to: agency("KE-DCI-TOCU"), keeps_read_right: None };
    given::<Investigation>([opened()])
        .when(akinyi(), command)
        .rejected(Rejection::TransferToItself);
}

#[test]
fn a_supervisor_reopens_with_a_reason_and_new_material() {
    let closed = || given::<Investigation>(file_in(Closed));
    let saying = |reason, new_material| {
        let (reason, new_material) = (said(reason), said(new_material));
        closed().when(chebet_the_supervisor(), Command::Reopen { reason, new_material })
    };
    closed().when(akinyi(), reopen()).rejected(Rejection::SupervisorMustReopen);
    saying("", "a statement").rejected(Rejection::ReasonMissing);
    saying("a recruiter", "").rejected(Rejection::NewMaterialMissing);
    let (reason, new_material) = (said("a recruiter"), said("a statement"));
    saying("a recruiter", "a statement").then([Event::Reopened { reason, new_material }]);
}

fn reference(text: &str) -> Reference {
    Reference::parse(text).unwrap()
}

/// What applying a template makes happen.
fn applied(code: &str) -> Event {
    let (code, entry) = shipped_law().case_templates.get_key_value(code).unwrap();
    let version = &entry.versions()[0];
    Event::TemplateApplied {
        template: EntryCode::clone(code),
        valid_from: version.valid_from,
        tasks: version.content.tasks.clone(),
    }
}

#[test]
fn a_file_is_opened_with_the_tasks_of_its_template() {
    let with = |template: &str| {
        let mut command = open();
        if let Command::Open { template_id, .. } = &mut command {
            *template_id = Some(reference(template));
        }
        command
    };
    let mut expected = opened();
    if let Event::Opened { template_id, .. } = &mut expected {
        *template_id = Some(reference("TIP_LABOUR"));
    }
    given::<Investigation>([])
        .when(akinyi(), with("TIP_LABOUR"))
        .then([expected, applied("TIP_LABOUR")]);
    let unknown = |template: &str, day: &str| Rejection::TemplateUnknown {
        template: template.to_owned(),
        day: day.parse().unwrap(),
    };
    given::<Investigation>([])
        .when(akinyi(), with("NO_TEMPLATE"))
        .rejected(unknown("NO_TEMPLATE", "2026-03-02"));
    given::<Investigation>([])
        .when(akinyi().on("2025-12-31T09:00:00Z"), with("TIP_LABOUR"))
        .rejected(unknown("TIP_LABOUR", "2025-12-31"));
}

#[test]
fn a_template_is_applied_once_by_those_who_lead_the_file() {
    let apply = || Command::ApplyTemplate { template: reference("SOM_ROUTE") };
    given::<Investigation>([opened()]).when(akinyi(), apply()).then([applied("SOM_ROUTE")]);
    given::<Investigation>([opened(), applied("SOM_ROUTE")]).when(akinyi(), apply()).then_nothing();
    let colleague = by("wanjiku", "KE-DCI-TOCU", Role::Investigator);
    given::<Investigation>([opened()]).when(colleague, apply()).rejected(Rejection::NotLeadingIt);
}
