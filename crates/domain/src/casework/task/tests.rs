//! What becomes of tasks, who may ask it, and why it is refused.

use crate::testing::shipped_law;
use proptest::prelude::*;
use uuid::Uuid;

use super::samples::*;
use super::{
    Creation, Ground, Task, TaskCommand as Command, TaskEvent as Event, TaskKind,
    TaskRejection as Rejection, TaskStatus,
};
use crate::testing::{Given, akinyi, by, given};
use crate::{Claim, Decider, Metadata, Role};

fn guyo() -> Metadata {
    by("guyo", "KE-DCI-TOCU", Role::Investigator)
}

fn wanjiru() -> Metadata {
    by("wanjiru", "KE-DCI-TOCU", Role::Supervisor)
}

fn service() -> Metadata {
    by("SCREENING_ON_INTERCEPTION", "KE-DCI-TOCU", Role::System)
}

/// A task of Akinyi's that Guyo is to do, and what happened to it since.
fn guyos(more: impl IntoIterator<Item = Event>) -> Given<Task> {
    let task = created(creation(to(Role::Investigator, Some("guyo"))));
    given(std::iter::once(task).chain(more))
}

/// A task of Akinyi's that any analyst is to do.
fn anybodys() -> Given<Task> {
    given([created(creation(to(Role::Analyst, None)))])
}

fn done() -> Event {
    Event::Completed { outcome: told("The list is exhibit JM/4") }
}

fn given_up() -> Event {
    Event::Cancelled { reason: told("The company keeps no lists") }
}

fn create(creation: Creation) -> Command {
    Command::Create(Box::new(creation))
}

fn assign(role: Role, name: Option<&str>) -> Command {
    Command::Assign { assignment: to(role, name) }
}

fn complete() -> Command {
    Command::Complete { outcome: told("The list is exhibit JM/4") }
}

fn cancel() -> Command {
    Command::Cancel { reason: told("The company keeps no lists") }
}

fn reopen() -> Command {
    Command::Reopen { reason: said("A second company runs the line") }
}

#[test]
fn a_task_is_created_once() {
    let task = || creation(to(Role::Investigator, Some("guyo")));
    given::<Task>([]).when(akinyi(), create(task())).then([created(task())]);
    guyos([]).when(akinyi(), create(task())).then_nothing();
    let investigation = Some(Uuid::from_u128(118).into());
    let of_another_file = Creation { investigation, ..task() };
    guyos([]).when(akinyi(), create(of_another_file)).rejected(Rejection::AlreadyCreated);
    let about_another_thing = Creation { kind: TaskKind::Screening, ..task() };
    guyos([]).when(akinyi(), create(about_another_thing)).rejected(Rejection::AlreadyCreated);
}

#[test]
fn a_task_says_what_is_to_be_done() {
    for title in [None, Some(said("  "))] {
        let task = Creation { title, ..creation(to(Role::Investigator, None)) };
        given::<Task>([]).when(akinyi(), create(task)).rejected(Rejection::TitleMissing);
    }
}

#[test]
fn people_create_tasks_for_a_file_and_processes_also_for_records_of_none() {
    let written = Creation { investigation: None, ..creation(to(Role::Investigator, None)) };
    given::<Task>([]).when(akinyi(), create(written)).rejected(Rejection::FileMissing);
    let by_a_process = || Creation { investigation: None, ..ordered() };
    given::<Task>([]).when(service(), create(by_a_process())).then([created(by_a_process())]);
}

#[test]
fn people_create_tasks_for_their_own_agency() {
    let task = || creation(to(Role::Investigator, None));
    let elsewhere = by("harriet", "UK-NMC", Role::Investigator);
    given::<Task>([]).when(elsewhere, create(task())).rejected(Rejection::NotYourTask);
    for role in [Role::LiaisonOfficer, Role::Auditor, Role::Integrator] {
        let idle = by("petra", "KE-DCI-TOCU", role);
        given::<Task>([]).when(idle, create(task())).rejected(Rejection::RoleMayNotWrite);
    }
}

#[test]
fn nobody_passes_for_a_process_and_no_process_for_somebody() {
    given::<Task>([]).when(akinyi(), create(ordered())).rejected(Rejection::RoleMayNotWrite);
    let written = creation(to(Role::Investigator, None));
    given::<Task>([]).when(service(), create(written)).rejected(Rejection::RoleMayNotWrite);
}

#[test]
fn a_process_creates_tasks_and_ends_them() {
    given::<Task>([]).when(service(), create(ordered())).then([created(ordered())]);
    let settled = || Command::Complete { outcome: Ground::Fact(Uuid::from_u128(92).into()) };
    let was_settled = Event::Completed { outcome: Ground::Fact(Uuid::from_u128(92).into()) };
    given::<Task>([created(ordered())]).when(service(), settled()).then([was_settled.clone()]);
    given::<Task>([created(ordered()), was_settled]).when(service(), settled()).then_nothing();
    guyos([]).when(service(), settled()).rejected(Rejection::NotYourTask);
}

#[test]
fn a_task_is_given_to_a_role_that_works_on_tasks() {
    let none = || to(Role::Auditor, None);
    let refused = || Rejection::RoleDoesNoTasks { role: Role::Auditor };
    given::<Task>([]).when(akinyi(), create(creation(none()))).rejected(refused());
    guyos([]).when(akinyi(), Command::Assign { assignment: none() }).rejected(refused());
}

#[test]
fn a_task_is_assigned_and_handed_on() {
    let osman = || to(Role::Analyst, Some("osman"));
    let to_osman = assign(Role::Analyst, Some("osman"));
    let assigned = Event::Assigned { assignment: osman() };
    anybodys().when(akinyi(), to_osman.clone()).then([assigned]);
    let reassigned = Event::Reassigned { assignment: osman() };
    for whoever in [akinyi(), guyo(), wanjiru()] {
        guyos([]).when(whoever, to_osman.clone()).then([reassigned.clone()]);
    }
    guyos([reassigned]).when(akinyi(), to_osman).then_nothing();
}

#[test]
fn somebody_with_the_role_takes_a_task_that_names_nobody() {
    let osman = || by("osman", "KE-DCI-TOCU", Role::Analyst);
    let taken = Event::Assigned { assignment: to(Role::Analyst, Some("osman")) };
    anybodys().when(osman(), assign(Role::Analyst, Some("osman"))).then([taken]);
    let refused = Rejection::AssignerNotAllowed;
    anybodys().when(osman(), assign(Role::Analyst, Some("zawadi"))).rejected(refused.clone());
    guyos([]).when(osman(), assign(Role::Analyst, Some("osman"))).rejected(refused);
}

#[test]
fn a_task_is_done_by_whoever_is_to_do_it_or_a_supervisor() {
    for whoever in [guyo(), wanjiru()] {
        guyos([]).when(whoever, complete()).then([done()]);
    }
    guyos([done()]).when(guyo(), complete()).then_nothing();
    guyos([]).when(akinyi(), complete()).rejected(Rejection::NotYoursToDo);
    let osman = by("osman", "KE-DCI-TOCU", Role::Analyst);
    anybodys().when(osman, complete()).then([done()]);
    anybodys().when(akinyi(), complete()).rejected(Rejection::NotYoursToDo);
}

#[test]
fn whoever_does_a_task_says_what_came_of_it() {
    let silent = Command::Complete { outcome: told(" ") };
    guyos([]).when(guyo(), silent).rejected(Rejection::OutcomeMissing);
}

#[test]
fn a_task_is_given_up_by_whoever_created_it_or_a_supervisor() {
    for whoever in [akinyi(), wanjiru()] {
        guyos([]).when(whoever, cancel()).then([given_up()]);
    }
    guyos([given_up()]).when(akinyi(), cancel()).then_nothing();
    guyos([]).when(guyo(), cancel()).rejected(Rejection::NotYoursToEnd);
    let silent = Command::Cancel { reason: told("") };
    guyos([]).when(akinyi(), silent).rejected(Rejection::ReasonMissing);
    given::<Task>([created(ordered())]).when(akinyi(), cancel()).rejected(Rejection::NotYoursToEnd);
    given::<Task>([created(ordered())]).when(wanjiru(), cancel()).then([given_up()]);
}

#[test]
fn a_task_that_ended_is_reopened_with_a_reason() {
    let again = Event::Reopened { reason: said("A second company runs the line") };
    for ended in [done(), given_up()] {
        for whoever in [akinyi(), guyo(), wanjiru()] {
            guyos([ended.clone()]).when(whoever, reopen()).then([again.clone()]);
        }
        let silent = Command::Reopen { reason: said("") };
        guyos([ended.clone()]).when(akinyi(), silent).rejected(Rejection::ReasonMissing);
        let osman = by("osman", "KE-DCI-TOCU", Role::Analyst);
        guyos([ended]).when(osman, reopen()).rejected(Rejection::NotYoursToDo);
    }
    guyos([]).when(akinyi(), reopen()).then_nothing();
    guyos([done(), again]).when(guyo(), complete()).then([done()]);
}

#[test]
fn what_ended_one_way_does_not_end_another_way() {
    let status = TaskStatus::Done;
    guyos([done()]).when(akinyi(), cancel()).rejected(Rejection::NotOpen { status });
    let to_osman = || assign(Role::Analyst, Some("osman"));
    guyos([done()]).when(akinyi(), to_osman()).rejected(Rejection::NotOpen { status });
    let status = TaskStatus::Cancelled;
    guyos([given_up()]).when(guyo(), complete()).rejected(Rejection::NotOpen { status });
    guyos([given_up()]).when(akinyi(), to_osman()).rejected(Rejection::NotOpen { status });
}

#[test]
fn nothing_happens_to_a_task_that_was_never_created() {
    for command in [assign(Role::Analyst, None), complete(), cancel(), reopen()] {
        given::<Task>([]).when(akinyi(), command).rejected(Rejection::NotCreated);
    }
}

#[test]
fn only_people_of_the_agency_who_work_on_tasks_change_them() {
    let task = creation(to(Role::Investigator, Some("guyo")));
    let commands =
        [create(task), assign(Role::Analyst, Some("osman")), complete(), cancel(), reopen()];
    for command in commands {
        let elsewhere = by("guyo", "KE-DCI-MARSABIT", Role::Investigator);
        guyos([]).when(elsewhere, command.clone()).rejected(Rejection::NotYourTask);
        let idle = by("guyo", "KE-DCI-TOCU", Role::Auditor);
        guyos([]).when(idle, command).rejected(Rejection::RoleMayNotWrite);
    }
}

#[test]
fn an_id_is_the_id_of_one_task() {
    let claim = Claim { kind: "task", key: String::new() };
    assert_eq!(Task::taken(&claim), Rejection::AlreadyCreated);
}

proptest! {
    #[test]
    fn any_accepted_history_replays_and_the_same_command_again_changes_nothing(
        commands in prop::collection::vec(prop::sample::select(vec![
            create(creation(to(Role::Investigator, Some("guyo")))),
            assign(Role::Analyst, Some("osman")),
            assign(Role::Investigator, None),
            complete(),
            cancel(),
            reopen(),
        ]), 1..40),
    ) {
        let mut task = Task::default();
        let mut history = Vec::new();
        for command in commands {
            let Ok(events) = task.decide(command.clone(), &wanjiru(), shipped_law()) else { continue };
            task = events.iter().fold(task, Decider::evolve);
            prop_assert_eq!(task.decide(command, &wanjiru(), shipped_law()), Ok(vec![]));
            history.extend(events);
        }
        let stored = serde_json::to_string(&history).unwrap();
        let history: Vec<Event> = serde_json::from_str(&stored).unwrap();
        prop_assert_eq!(history.iter().fold(Task::default(), Decider::evolve), task);
    }
}
