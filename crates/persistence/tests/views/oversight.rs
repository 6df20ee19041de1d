//! What processes make of records that are no file's: tasks that only the agency sees, in no timeline.

use mpaka_domain::intelligence::intelligence_report::{IntelligenceCommand, IntelligenceReport};
use mpaka_domain::nominals::person_nominal::PersonCommand;
use mpaka_persistence::ids;
use mpaka_persistence::view::task::{TaskFilter, TaskRow};
use sqlx::PgPool;

use super::casework::{akinyi, at, dated, reader, released};
use super::intelligence::submitted;
use super::nominal::{begin, said};
use super::process::{Hand, Office, office};
use super::prosecution::send;

const AGENCY: &str = "KE-DCI-TOCU";
const BEFORE: &str = "2026-03-02T10:00:00Z";
/// When the day begins on which the record is to be looked at again.
const DAY: &str = "2028-03-01T00:00:00Z";

/// Every task that somebody of an agency sees.
async fn tasks(office: &Office, agency: &str) -> Vec<TaskRow> {
    office.settled().await;
    office.live.tasks(&reader("akinyi", agency), TaskFilter::default()).await
}

#[sqlx::test(migrations = "../../migrations")]
async fn nom_5_a_day_of_review_that_comes_while_nobody_runs_is_seen_once_when_somebody_does(
    pool: PgPool,
) {
    let hand = Hand::at(BEFORE);
    let first = office(&pool, &hand).await;
    let person = ids::next();
    first.live.person(person, begin("TOCU/N/2026/0007"), akinyi()).await;
    assert_eq!(tasks(&first, AGENCY).await.len(), 0, "its day has not come");
    drop(first);
    hand.set(DAY);
    let (second, third) = (office(&pool, &hand).await, office(&pool, &hand).await);
    let rows = tasks(&second, AGENCY).await;
    assert_eq!((rows.len(), tasks(&third, AGENCY).await.len()), (1, 1), "once");
    let task = &rows[0];
    assert_eq!((task.kind.as_str(), task.investigation_id), ("RETENTION_REVIEW", None));
    assert_eq!(
        (task.subject_kind.as_deref(), task.subject_id),
        (Some("PERSON_NOMINAL"), Some(person))
    );
    assert_eq!(task.due, Some(at("2028-03-02T00:00:00Z")), "when the day is over");
    assert_eq!(tasks(&third, "KE-DCI-BUSIA").await.len(), 0, "it is no other agency's");
    let category = third.live.store.views().category_of(task.task_id).await.unwrap();
    assert_eq!(category.as_deref(), Some("task"));
    let lines: i64 =
        sqlx::query_scalar("SELECT count(*) FROM case_timeline").fetch_one(&pool).await.unwrap();
    assert_eq!(lines, 0, "it is in no file's timeline");

    let retain = PersonCommand::Retain {
        review_on: "2030-03-01".parse().unwrap(),
        reason: said("The matter is open"),
    };
    second.live.person(person, retain, dated(akinyi(), DAY, DAY)).await;
    let rows = tasks(&third, AGENCY).await;
    assert_eq!((rows.len(), rows[0].status.as_str()), (1, "DONE"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn that_a_report_is_to_be_looked_at_again_is_seen_by_its_agency_alone(pool: PgPool) {
    let office = office(&pool, &Hand::at(DAY)).await;
    let live = &office.live;
    let file = live.open("TOCU/2026/0117", released(akinyi(), "UK-NMC")).await;
    let report = submitted(live, file, "TOCU/IR/2026/0017").await;
    let retain = IntelligenceCommand::Retain {
        until: "2028-03-01".parse().unwrap(),
        reason: said("The matter is open"),
    };
    for command in [IntelligenceCommand::Review { findings: said("It is still used") }, retain] {
        send::<IntelligenceReport>(live, report, command, released(akinyi(), "UK-NMC")).await;
    }
    let rows = tasks(&office, AGENCY).await;
    assert_eq!((rows.len(), rows[0].investigation_id), (1, None));
    assert_eq!(
        (rows[0].subject_kind.as_deref(), rows[0].subject_id),
        (Some("INTELLIGENCE_REPORT"), Some(report))
    );
    let harriet = reader("harriet", "UK-NMC");
    assert!(live.store.views().investigation(&harriet, file).await.unwrap().is_some());
    assert_eq!(tasks(&office, "UK-NMC").await.len(), 0, "whoever sees the file does not");
    let lines = "SELECT count(*) FROM case_timeline WHERE category = 'task'";
    let lines: i64 = sqlx::query_scalar(lines).fetch_one(&pool).await.unwrap();
    assert_eq!(lines, 0, "it is in no file's timeline");
    assert_eq!(live.store.views().case_standing(file).await.unwrap().open_tasks, []);
}
