//! The task list: what it shows, to whom, and in which order.

use std::collections::BTreeSet;

use mpaka_domain::casework::task::{
    Assignment, Creation, Ground, Task, TaskCommand as Command, TaskKind,
};
use mpaka_domain::handling::Compartment;
use mpaka_domain::{Metadata, Personal, Role, UserId};
use mpaka_persistence::ids;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::task::{TaskFilter, TaskRow};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, at, by, live, reader, released, viewer};

impl Live {
    pub async fn task(&self, id: Uuid, command: Command, metadata: Metadata) {
        let sent = self.store.streams().send::<Task>(id, command, metadata, None).await;
        self.store.positions().all_reached(sent.unwrap().position).await.unwrap();
    }

    pub async fn tasks(&self, reader: &Reader, filter: TaskFilter) -> Vec<TaskRow> {
        self.store.views().tasks(reader, &filter, &PAGE).await.unwrap()
    }
}

pub fn created(file: Uuid, title: &str, assignee: Option<&str>, due: Option<&str>) -> Command {
    Command::Create(Box::new(Creation {
        investigation: Some(file.into()),
        agency: akinyi().actor.agency,
        kind: TaskKind::Action,
        title: Some(said(title)),
        subject: None,
        assignment: Assignment {
            role: Role::Investigator,
            user: assignee.map(|name| UserId::parse(name).unwrap()),
        },
        due: due.map(at),
        process: None,
    }))
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn own() -> Reader {
    reader("akinyi", "KE-DCI-TOCU")
}

fn of_file(file: Uuid) -> TaskFilter {
    TaskFilter { investigation: Some(file), ..TaskFilter::default() }
}

fn titles(rows: &[TaskRow]) -> Vec<&str> {
    rows.iter().filter_map(|row| row.title.as_ref()?.as_str()).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_is_due_first_comes_first_and_what_is_never_due_last(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    for (title, due) in [
        ("Some day", None),
        ("In May", Some("2026-05-01T12:00:00Z")),
        ("In April", Some("2026-04-01T12:00:00Z")),
    ] {
        live.task(ids::next(), created(file, title, None, due), akinyi()).await;
    }
    let rows = live.tasks(&own(), of_file(file)).await;
    assert_eq!(titles(&rows), ["In April", "In May", "Some day"]);
    let overdue_at = Some(at("2026-04-15T00:00:00Z"));
    let late = live.tasks(&own(), TaskFilter { overdue_at, ..of_file(file) }).await;
    assert_eq!(titles(&late), ["In April"]);
    let page = mpaka_persistence::view::Page { size: 1, after: Some(rows[0].place()), ..PAGE };
    let next = live.store.views().tasks(&own(), &of_file(file), &page).await.unwrap();
    assert_eq!(titles(&next)[0], "In May");
    let end = mpaka_persistence::view::Page { size: 1, from_end: true, ..PAGE };
    let last = live.store.views().tasks(&own(), &of_file(file), &end).await.unwrap();
    assert_eq!(titles(&last)[0], "Some day");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_task_is_followed_from_its_beginning_to_its_end(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let task = ids::next();
    live.task(task, created(file, "Ask the bus company", Some("guyo"), None), akinyi()).await;
    let assignment =
        Assignment { role: Role::Analyst, user: Some(UserId::parse("osman").unwrap()) };
    live.task(task, Command::Assign { assignment }, akinyi()).await;
    let osman = by("osman", "KE-DCI-TOCU", Role::Analyst);
    let outcome = Ground::Told(said("It keeps no lists"));
    live.task(task, Command::Complete { outcome }, osman).await;
    let row = live.store.views().task(&own(), task).await.unwrap().unwrap();
    assert_eq!((row.status.as_str(), row.assignee.as_deref()), ("DONE", Some("osman")));
    assert_eq!((row.role.as_str(), row.version), ("ANALYST", 3));
    assert_eq!(row.ending.unwrap()["told"], "It keeps no lists");
    assert!(row.ended_at.is_some());
    live.task(task, Command::Reopen { reason: said("A second company") }, akinyi()).await;
    let row = live.store.views().task(&own(), task).await.unwrap().unwrap();
    assert_eq!((row.status.as_str(), row.ending, row.ended_at), ("OPEN", None, None));
}

#[sqlx::test(migrations = "../../migrations")]
async fn mine_are_those_that_name_me_and_those_of_my_role_that_name_nobody(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    for (title, assignee) in [("Hers", Some("akinyi")), ("His", Some("guyo")), ("Anybody's", None)]
    {
        live.task(ids::next(), created(file, title, assignee, None), akinyi()).await;
    }
    let mine = async |user: &str, agency: &str, role| {
        let viewer = viewer(user, agency, role);
        let reader = Reader::from(&viewer);
        let rows = live.tasks(&reader, TaskFilter { of: Some(viewer), ..TaskFilter::default() });
        titles(&rows.await).into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(mine("akinyi", "KE-DCI-TOCU", Role::Investigator).await, ["Hers", "Anybody's"]);
    assert_eq!(mine("guyo", "KE-DCI-TOCU", Role::Supervisor).await, ["His"]);
    assert_eq!(mine("akinyi", "KE-DCI-BUSIA", Role::Investigator).await, [""; 0]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_task_is_seen_by_those_who_may_see_all_that_happened_to_it(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let task = ids::next();
    let shared = released(akinyi(), "UK-NMC");
    live.task(task, created(file, "Ask the bus company", None, None), shared).await;
    let partner = reader("harriet", "UK-NMC");
    assert_eq!(live.tasks(&partner, of_file(file)).await.len(), 1);
    let mut protected = akinyi();
    protected.handling.compartments = BTreeSet::from([Compartment::protection()]);
    let outcome = Ground::Told(said("The list names the child"));
    live.task(task, Command::Complete { outcome }, protected).await;
    assert!(live.tasks(&partner, of_file(file)).await.is_empty());
    assert!(live.tasks(&own(), of_file(file)).await.is_empty());
    let mut officer = viewer("fatuma", "KE-DCI-TOCU", Role::VictimSupportOfficer);
    officer.compartments = BTreeSet::from([Compartment::protection()]);
    assert_eq!(live.tasks(&Reader::from(&officer), of_file(file)).await.len(), 1);
    let auditor = viewer("petra", "KE-DCI-TOCU", Role::Auditor);
    assert!(live.tasks(&Reader::from(&auditor), of_file(file)).await.is_empty());
}
