//! Opening the schedules, listing on them, and what is described or classified otherwise.

use super::*;
use crate::{Claim, Decider};

#[test]
fn officers_of_the_investigating_agency_open_the_schedules() {
    let open = || Command::Open {
        investigation: investigation(),
        reference: Some(reference("TOCU/2026/0117")),
    };
    given::<DisclosureSchedule>([]).when(akinyi(), open()).then([opened()]);
    officer_asks(vec![], open()).then_nothing();
    given::<DisclosureSchedule>([]).when(njeri(), open()).rejected(Rejection::OnlyOfficersList);
    let other = Command::Open { investigation: uuid::Uuid::from_u128(9).into(), reference: None };
    officer_asks(vec![], other).rejected(Rejection::AlreadyOpened);
}

#[test]
fn an_investigation_has_one_pair_of_schedules() {
    let claim = Claim { kind: "disclosure_schedule", key: investigation().to_string() };
    assert_eq!(DisclosureSchedule::claims(&opened(), &akinyi()), std::slice::from_ref(&claim));
    assert_eq!(DisclosureSchedule::taken(&claim), Rejection::AlreadyScheduled);
    let item = added(NonSensitive, 1, phone());
    assert!(DisclosureSchedule::claims(&item, &akinyi()).is_empty());
}

#[test]
fn nothing_is_recorded_on_schedules_that_were_never_opened() {
    for command in of_officers().into_iter().chain([mark_used(phone()), mark_unused(phone())]) {
        let answer = given::<DisclosureSchedule>([]).when(akinyi(), command);
        answer.rejected(Rejection::NotOpened);
    }
    for command in of_prosecutors() {
        let answer = given::<DisclosureSchedule>([]).when(njeri(), command);
        answer.rejected(Rejection::NotOpened);
    }
}

#[test]
fn only_officers_of_the_agency_list() {
    for command in of_officers() {
        prosecutor_asks(vec![], command.clone()).rejected(Rejection::OnlyOfficersList);
        let auditor = by("wekesa", "KE-DCI-TOCU", Role::Auditor);
        schedule([]).when(auditor, command.clone()).rejected(Rejection::OnlyOfficersList);
        let elsewhere = by("guyo", "KE-BBI", Role::Investigator);
        schedule([]).when(elsewhere, command).rejected(Rejection::NotYourSchedule);
    }
    let supervisor = by("wambui", "KE-DCI-TOCU", Role::Supervisor);
    assert_eq!(schedule([]).when(supervisor, add(NonSensitive, phone())).events().len(), 1);
}

#[test]
fn an_item_is_listed_once() {
    officer_asks(vec![], add(NonSensitive, phone())).then([added(NonSensitive, 1, phone())]);
    let listed = || vec![added(NonSensitive, 1, phone())];
    officer_asks(listed(), add(NonSensitive, phone())).then_nothing();
    let again = || Rejection::AlreadyListed { form: DisclosureForm::Mg6c, no: 1 };
    officer_asks(listed(), add(Sensitive, phone())).rejected(again());
    let otherwise = Command::AddItem {
        class: NonSensitive,
        material: phone(),
        description: said("Something else"),
        reason: None,
        standing: named(&phone()),
    };
    officer_asks(listed(), otherwise).rejected(again());
}

#[test]
fn d1_each_schedule_is_numbered_by_itself_without_a_gap() {
    let mut history = vec![added(NonSensitive, 1, phone()), added(Sensitive, 1, report())];
    officer_asks(history.clone(), add(NonSensitive, notebook())).then([added(
        NonSensitive,
        2,
        notebook(),
    )]);
    officer_asks(history.clone(), add(Sensitive, notebook())).then([added(
        Sensitive,
        2,
        notebook(),
    )]);
    history.push(reclassified(NonSensitive, 1, 2));
    officer_asks(history, add(NonSensitive, notebook())).then([added(NonSensitive, 2, notebook())]);
}

#[test]
fn d1_numbers_go_on_over_the_versions_that_were_served() {
    officer_asks(served(), add(NonSensitive, notebook())).then([added(
        NonSensitive,
        2,
        notebook(),
    )]);
}

#[test]
fn only_what_the_investigation_holds_is_listed() {
    let standing = |material| DisclosureStanding { material, ..well() };
    for (known, reason) in [
        (MaterialStanding::Unknown, Rejection::MaterialUnknown),
        (MaterialStanding::NotSeized, Rejection::ExhibitNotSeized),
    ] {
        let command = add_as(NonSensitive, phone(), standing(known.clone()));
        officer_asks(vec![], command).rejected(reason.clone());
        let mark = Command::MarkUsed {
            material: phone(),
            reason: said("Read out"),
            standing: standing(known),
        };
        officer_asks(vec![], mark).rejected(reason);
    }
}

#[test]
fn n3_an_intelligence_report_is_disclosed_only_as_it_was_sanitised() {
    let standing = || DisclosureStanding { material: MaterialStanding::Unsanitised, ..well() };
    for material in [report(), Material::Record(reference("IR-2026-0417"))] {
        officer_asks(vec![], add_as(Sensitive, material.clone(), standing()))
            .rejected(Rejection::ReportNotSanitised);
        let mark = Command::MarkUsed { material, reason: said("Read out"), standing: standing() };
        officer_asks(vec![], mark).rejected(Rejection::ReportNotSanitised);
    }
    assert_eq!(Rejection::ReportNotSanitised.rule(), Some("N3"));
    officer_asks(vec![], add(Sensitive, report())).then([added(Sensitive, 1, report())]);
}

#[test]
fn an_item_is_described() {
    let silent = Command::AddItem {
        class: NonSensitive,
        material: phone(),
        description: said("  "),
        reason: None,
        standing: named(&phone()),
    };
    officer_asks(vec![], silent).rejected(Rejection::DescriptionMissing);
}

#[test]
fn d4_a_sensitive_item_says_why_it_is_and_no_other_does() {
    let listing = |class, reason| Command::AddItem {
        class,
        material: report(),
        description: said("A report"),
        reason,
        standing: named(&report()),
    };
    for reason in [None, Some(said(" "))] {
        officer_asks(vec![], listing(Sensitive, reason))
            .rejected(Rejection::SensitivityUnexplained);
    }
    officer_asks(vec![], listing(NonSensitive, Some(said("Secret"))))
        .rejected(Rejection::ReasonMisplaced);
}

#[test]
fn an_item_is_redescribed_before_it_is_served_and_reviewed_again() {
    officer_asks(phone_reviewed(), redescribe(1, "Calls of 4 January"))
        .then([redescribed(1, "Calls of 4 January")]);
    let mut history = phone_reviewed();
    history.push(redescribed(1, "Calls of 4 January"));
    officer_asks(history.clone(), redescribe(1, "Calls of 4 January")).then_nothing();
    let form = DisclosureForm::Mg6c;
    prosecutor_asks(history, serve(NonSensitive, to_defence()))
        .rejected(Rejection::NotReviewed { form, numbers: "1".to_owned() });
    officer_asks(phone_reviewed(), redescribe(2, "Calls"))
        .rejected(Rejection::NoSuchItem { form, no: 2 });
    officer_asks(phone_reviewed(), redescribe(1, " ")).rejected(Rejection::DescriptionMissing);
    let unexplained = Command::RedescribeItem {
        class: NonSensitive,
        no: 1,
        description: said("Calls"),
        reason: said(""),
    };
    officer_asks(phone_reviewed(), unexplained).rejected(Rejection::ReasonMissing);
}

#[test]
fn d2_what_was_served_is_not_described_or_classified_otherwise() {
    officer_asks(served(), redescribe(1, "Calls of 4 January")).rejected(Rejection::AlreadyServed);
    officer_asks(served(), reclassify(NonSensitive, 1)).rejected(Rejection::AlreadyServed);
    assert_eq!(Rejection::AlreadyServed.rule(), Some("D2"));
}

#[test]
fn an_item_moves_to_the_other_schedule_and_is_reviewed_again() {
    let history = || vec![added(Sensitive, 1, report()), added(NonSensitive, 1, phone())];
    officer_asks(history(), reclassify(NonSensitive, 1)).then([reclassified(NonSensitive, 1, 2)]);
    officer_asks(history(), reclassify(Sensitive, 1)).then([reclassified(Sensitive, 1, 2)]);
    let mut moved = history();
    moved.push(reclassified(Sensitive, 1, 2));
    officer_asks(moved.clone(), reclassify(Sensitive, 1)).then_nothing();
    let form = DisclosureForm::Mg6c;
    prosecutor_asks(moved.clone(), review(Sensitive, 1, Withhold, false))
        .rejected(Rejection::ItemMoved { form, no: 2 });
    officer_asks(moved.clone(), add(NonSensitive, report())).then_nothing();
    officer_asks(moved, add(Sensitive, report()))
        .rejected(Rejection::AlreadyListed { form, no: 2 });
    let silent = Command::ReclassifyItem { class: Sensitive, no: 1, reason: said(" ") };
    officer_asks(history(), silent).rejected(Rejection::ReasonMissing);
    officer_asks(history(), reclassify(Sensitive, 9))
        .rejected(Rejection::NoSuchItem { form: DisclosureForm::Mg6d, no: 9 });
}

#[test]
fn what_only_a_court_was_served_can_still_be_moved() {
    let history = and_then(applied_for(), serve(Sensitive, to_court()));
    officer_asks(history, reclassify(Sensitive, 1)).then([reclassified(Sensitive, 1, 1)]);
}

#[test]
fn both_sides_mark_what_is_used() {
    for metadata in [akinyi(), njeri()] {
        schedule([]).when(metadata.clone(), mark_used(phone())).then([used(phone())]);
        schedule([used(phone())]).when(metadata.clone(), mark_used(phone())).then_nothing();
        let unused = Event::MaterialUnused { material: phone(), reason: said("Not relied on") };
        schedule([used(phone())]).when(metadata.clone(), mark_unused(phone())).then([unused]);
        schedule([]).when(metadata, mark_unused(phone())).then_nothing();
    }
    let silent =
        Command::MarkUsed { material: phone(), reason: said(" "), standing: named(&phone()) };
    officer_asks(vec![], silent).rejected(Rejection::ReasonMissing);
    let silent = Command::MarkUnused { material: phone(), reason: said(" "), standing: well() };
    officer_asks(vec![used(phone())], silent).rejected(Rejection::ReasonMissing);
    for command in [mark_used(phone()), mark_unused(phone())] {
        let elsewhere = by("guyo", "KE-BBI", Role::Investigator);
        schedule([]).when(elsewhere, command.clone()).rejected(Rejection::NotYourSchedule);
        let abroad = by("rosalind", "UK-CPS", Role::Prosecutor);
        schedule([]).when(abroad, command).rejected(Rejection::NotReferred);
    }
}
