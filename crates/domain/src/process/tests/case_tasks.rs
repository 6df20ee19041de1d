//! A file has the tasks of its templates, each once.

use super::{FILE, Run, created, wanjiru};
use crate::casework::investigation::InvestigationEvent;
use crate::casework::task::{Ground, TaskCommand, TaskKind, TaskStatus};
use crate::law::{EntryCode, Label, TemplateTask};
use crate::process::{CaseTasks, What};
use crate::{Personal, Role};

const NOW: &str = "2026-03-02T10:00:00Z";
const OPEN: (TaskKind, TaskStatus) = (TaskKind::Action, TaskStatus::Open);

fn applied(template: &str) -> What {
    let task = |title: &str, role, due_days| TemplateTask {
        title: Label::parse(title).unwrap(),
        role,
        due_days,
    };
    What::Investigation(InvestigationEvent::TemplateApplied {
        template: EntryCode::parse(template).unwrap(),
        valid_from: "2026-01-01".parse().unwrap(),
        tasks: vec![
            task("Secure the payslips", Role::Investigator, Some(7)),
            task("Review the file", Role::Supervisor, None),
        ],
    })
}

#[test]
fn a_template_makes_each_of_its_tasks_once() {
    let mut file = Run::<CaseTasks>::of(FILE);
    file.happens(FILE, "2026-03-02T09:00:00Z", applied("TIP_LABOUR"));
    let orders = file.looks(NOW);
    assert_eq!(orders.len(), 2);
    let first = created(&orders[0]);
    assert_eq!(first.title, Some(Personal::new("Secure the payslips".to_owned())));
    assert_eq!(first.due, Some("2026-03-09T09:00:00Z".parse().unwrap()));
    assert_eq!(first.assignment.role, Role::Investigator);
    let second = created(&orders[1]);
    assert_eq!((second.due, second.assignment.role), (None, Role::Supervisor));
    assert_eq!(file.tasks(), [OPEN, OPEN]);
    assert!(file.looks(NOW).is_empty());
    assert_eq!(file.wakes(NOW), None);
}

#[test]
fn two_templates_make_the_tasks_of_both() {
    let mut file = Run::<CaseTasks>::of(FILE);
    file.happens(FILE, "2026-03-02T09:00:00Z", applied("TIP_LABOUR"));
    file.looks(NOW);
    file.happens(FILE, "2026-03-02T09:30:00Z", applied("SOM_ROUTE"));
    file.looks(NOW);
    assert_eq!(file.tasks(), [OPEN; 4]);
}

#[test]
fn what_was_done_is_not_made_again_while_the_log_is_slow_to_tell() {
    let mut file = Run::<CaseTasks>::of(FILE);
    file.is_not_told().happens(FILE, "2026-03-02T09:00:00Z", applied("TIP_LABOUR"));
    assert_eq!(file.looks(NOW).len(), 2);
    assert!(file.looks(NOW).is_empty());
    let task = file.one(TaskKind::Action, TaskStatus::Open);
    let outcome = Ground::Told(Personal::new("Done".to_owned()));
    file.send(task, TaskCommand::Complete { outcome }, &wanjiru());
    file.is_told();
    assert!(file.looks(NOW).is_empty());
    assert_eq!(file.tasks(), [OPEN, (TaskKind::Action, TaskStatus::Done)]);
}
