//! Process managers: what follows from what happened is ordered once, whatever breaks in between.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, Utc};
use mpaka_domain::casework::investigation::OpenTasks;
use mpaka_domain::casework::suspect::{ReleaseType, Suspect, SuspectCommand, SuspectStatus};
use mpaka_domain::casework::task::TaskKind;
use mpaka_domain::metadata::SourceKind;
use mpaka_domain::value::{CountryCode, LegalBasis, Place, PlaceKind};
use mpaka_domain::{Metadata, Personal, Role, SourceRef};
use mpaka_persistence::view::task::{TaskFilter, TaskRow};
use mpaka_persistence::{Now, Opened, ids};
use serde_json::Value;
use sqlx::{Executor, PgPool, Row};
use tokio::task::JoinSet;
use uuid::Uuid;

use super::casework::{Live, akinyi, at, dated, live, nominate, reader};
use super::task::created;

/// When the suspects of the tests are arrested; their time runs out a day later.
const ARREST: &str = "2026-03-02T09:00:00Z";
const SOON: &str = "2026-03-02T10:00:00Z";
const LATE: &str = "2026-03-03T09:00:00Z";

/// A clock that a test sets.
#[derive(Clone)]
pub struct Hand(Arc<Mutex<DateTime<Utc>>>);

impl Hand {
    pub fn at(time: &str) -> Self {
        Self(Arc::new(Mutex::new(at(time))))
    }

    pub fn set(&self, time: &str) {
        *self.0.lock().unwrap() = at(time);
    }

    fn now(&self) -> Now {
        let hand = self.clone();
        Arc::new(move || *hand.0.lock().unwrap())
    }
}

/// A store with a desk.
pub struct Office {
    pub live: Live,
    pool: PgPool,
    hand: Hand,
    _desk: JoinSet<()>,
}

pub async fn office(pool: &PgPool, hand: &Hand) -> Office {
    let live = live(pool).await;
    let desk = live.store.run_processes(hand.now());
    Office { live, pool: pool.clone(), hand: hand.clone(), _desk: desk }
}

impl Office {
    /// Waits until the desk has looked at everything, what it ordered itself included.
    pub async fn settled(&self) {
        let behind = "SELECT bool_or(d.position < h.position)
                OR EXISTS (SELECT FROM process_wake WHERE wake_at <= $1)
            FROM process_desk d, log_head h";
        let waits = async {
            let now = *self.hand.0.lock().unwrap();
            while sqlx::query_scalar::<_, bool>(behind)
                .bind(now)
                .fetch_one(&self.pool)
                .await
                .unwrap()
            {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(20), waits).await.unwrap();
        let head = self.live.store.log().head().await.unwrap();
        self.live.store.positions().all_reached(head).await.unwrap();
    }

    async fn tasks(&self, file: Uuid) -> Vec<TaskRow> {
        self.settled().await;
        let filter = TaskFilter { investigation: Some(file), ..TaskFilter::default() };
        self.live.tasks(&reader("akinyi", "KE-DCI-TOCU"), filter).await
    }

    /// What about and where they stand, in no order.
    async fn kinds(&self, file: Uuid) -> BTreeSet<(String, String)> {
        let rows = self.tasks(file).await;
        let kinds: BTreeSet<_> =
            rows.iter().map(|row| (row.kind.clone(), row.status.clone())).collect();
        assert_eq!(kinds.len(), rows.len(), "one of each: {kinds:?}");
        kinds
    }

    async fn history(&self, task: Uuid) -> Vec<Opened> {
        self.live.store.streams().history("task", task).await.unwrap()
    }
}

impl Live {
    async fn asks(&self, suspect: Uuid, command: SuspectCommand, metadata: Metadata) {
        let sent = self.store.streams().send::<Suspect>(suspect, command, metadata, None).await;
        self.store.positions().all_reached(sent.unwrap().position).await.unwrap();
    }

    /// A file with a suspect who was arrested in Nairobi.
    async fn file_with_arrest(&self, reference: &str) -> (Uuid, Uuid) {
        let (file, suspect) = (self.open(reference, akinyi()).await, ids::next());
        let kenya = CountryCode::parse("KE").unwrap();
        let nairobi = Place::try_new("Nairobi", None, kenya, None, PlaceKind::Town).unwrap();
        let arrest = SuspectCommand::Arrest {
            place: Personal::new(nairobi),
            power: LegalBasis::parse("KE", "Criminal Procedure Code", "s.29").unwrap(),
            by: said("Sgt J. Mutiso"),
            rights_given: true,
            interpreter: None,
        };
        let raise =
            SuspectCommand::ChangeStatus { to: SuspectStatus::Suspect, basis: said("A ledger.") };
        for command in [
            nominate(file, "Dickson Kibet Murage"),
            SuspectCommand::AddGrounds { text: said("A ledger lists payments.") },
            raise,
            arrest,
        ] {
            let mut metadata = dated(akinyi(), ARREST, ARREST);
            let reference = "JM/2".to_owned();
            metadata.source = Some(SourceRef { kind: SourceKind::Exhibit, reference, grade: None });
            self.asks(suspect, command, metadata).await;
        }
        (file, suspect)
    }
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn release() -> SuspectCommand {
    SuspectCommand::Release { release_type: ReleaseType::PoliceBail, conditions: None }
}

fn tasks_of(kinds: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    kinds.iter().map(|(kind, status)| ((*kind).to_owned(), (*status).to_owned())).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_order_is_sent_in_the_services_name_under_the_marking_of_its_cause(pool: PgPool) {
    let office = office(&pool, &Hand::at(SOON)).await;
    let (file, suspect) = office.live.file_with_arrest("TOCU/2026/0117").await;
    let rows = office.tasks(file).await;
    let task = &rows[0];
    assert_eq!(
        (rows.len(), task.kind.as_str(), task.role.as_str()),
        (1, "DETENTION", "INVESTIGATOR")
    );
    assert_eq!(task.due, Some(at(LATE)));
    assert_eq!(
        (task.subject_id, task.process.as_deref()),
        (Some(suspect), Some("CUSTODY_DETENTION_CLOCK"))
    );
    let arrest = office.live.store.streams().history("suspect", suspect).await.unwrap();
    let clock = arrest.iter().find(|event| event.name() == "detention_clock_started").unwrap();
    let history = office.history(task.task_id).await;
    let metadata = &history[0].metadata;
    assert_eq!(metadata.causation, Some(clock.event));
    assert_eq!(metadata.correlation, clock.metadata.correlation);
    assert_eq!(
        (metadata.actor.role, &metadata.actor.agency),
        (Role::System, &akinyi().actor.agency)
    );
    assert_eq!(metadata.legal_basis, clock.metadata.legal_basis);
    assert_eq!(metadata.handling, clock.metadata.handling);
    assert_eq!(metadata.recorded_at, at(SOON));
    assert_eq!(task.caused_by, Some(clock.event.into()));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_time_that_runs_out_while_nobody_runs_is_seen_once_when_somebody_does(pool: PgPool) {
    let hand = Hand::at(SOON);
    let first = office(&pool, &hand).await;
    let (file, suspect) = first.live.file_with_arrest("TOCU/2026/0117").await;
    assert_eq!(first.kinds(file).await, tasks_of(&[("DETENTION", "OPEN")]));
    drop(first);
    hand.set(LATE);
    let (second, third) = (office(&pool, &hand).await, office(&pool, &hand).await);
    let both = tasks_of(&[("DETENTION", "OPEN"), ("MISSED_LIMIT", "OPEN")]);
    assert_eq!(second.kinds(file).await, both);
    assert_eq!(third.kinds(file).await, both);
    second.live.asks(suspect, release(), akinyi()).await;
    let both = tasks_of(&[("DETENTION", "DONE"), ("MISSED_LIMIT", "DONE")]);
    assert_eq!(third.kinds(file).await, both);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_settled_before_anybody_looked_orders_nothing(pool: PgPool) {
    let hand = Hand::at(LATE);
    let (file, suspect) = {
        let live = live(&pool).await;
        let (file, suspect) = live.file_with_arrest("TOCU/2026/0117").await;
        live.asks(suspect, release(), akinyi()).await;
        (file, suspect)
    };
    let office = office(&pool, &hand).await;
    assert_eq!(office.tasks(file).await.len(), 0, "{suspect}");
}

/// Takes back what the desk kept of its work: what is left when it dies before it commits.
const FORGET: &str =
    "DELETE FROM process_step; DELETE FROM process_wake; UPDATE process_desk SET position = 0";

#[sqlx::test(migrations = "../../migrations")]
async fn what_a_desk_sent_before_it_died_has_no_second_effect(pool: PgPool) {
    let hand = Hand::at(LATE);
    let first = office(&pool, &hand).await;
    let (file, _) = first.live.file_with_arrest("TOCU/2026/0117").await;
    let before = first.tasks(file).await;
    assert_eq!(before.len(), 2);
    drop(first);
    // The desk does not know of its orders, nor do the states: the tasks' events are taken out of them.
    pool.execute(FORGET).await.unwrap();
    let forgotten = "UPDATE process_instance
        SET state = replace(state::text, '\"Open\"', '\"Absent\"')::jsonb";
    assert_eq!(pool.execute(forgotten).await.unwrap().rows_affected(), 1);
    let second = office(&pool, &hand).await;
    let after = second.tasks(file).await;
    let of = |rows: &[TaskRow]| -> Vec<_> {
        rows.iter().map(|row| (row.task_id, row.version)).collect()
    };
    assert_eq!(of(&after), of(&before));
    let steps: i64 = sqlx::query_scalar("SELECT count(*) FROM process_step WHERE refusal IS NULL")
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(steps, 2, "both were sent again, and answered as before");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_refused_order_is_kept_with_its_code_and_not_sent_again(pool: PgPool) {
    let hand = Hand::at(SOON);
    let still = live(&pool).await;
    let (file, _) = still.file_with_arrest("TOCU/2026/0117").await;
    let state: Value =
        sqlx::query_scalar("SELECT state FROM process_instance").fetch_one(&pool).await.unwrap();
    let id: Uuid = state["duties"]["list"][0]["task"]["id"].as_str().unwrap().parse().unwrap();
    // Somebody has a task of their own under the id that the process is about to use.
    still.task(id, created(file, "Something else", None, None), akinyi()).await;
    let office = office(&pool, &hand).await;
    office.settled().await;
    let steps = "SELECT refusal FROM process_step";
    let refusals: Vec<_> =
        pool.fetch_all(steps).await.unwrap().iter().map(|row| row.get::<String, _>(0)).collect();
    assert_eq!(refusals, ["NOT_YOUR_TASK"]);
    let clock = office.live.store.processes().await.unwrap();
    let clock = clock.iter().find(|status| status.name.as_str() == "CUSTODY_DETENTION_CLOCK");
    let clock = clock.unwrap();
    assert_eq!((clock.instances, clock.refused, clock.waiting, clock.retrying), (1, 1, 0, 0));
    pool.execute("UPDATE process_desk SET position = 0").await.unwrap();
    office.settled().await;
    assert_eq!(pool.fetch_all(steps).await.unwrap().len(), 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn states_made_anew_are_the_same_and_order_nothing_twice(pool: PgPool) {
    let office = office(&pool, &Hand::at(LATE)).await;
    let (file, _) = office.live.file_with_arrest("TOCU/2026/0117").await;
    let before = office.tasks(file).await.len();
    let rows = "SELECT row_to_json(i)::text FROM process_instance i ORDER BY 1";
    let states: Vec<String> = sqlx::query_scalar(rows).fetch_all(&pool).await.unwrap();
    assert!(office.live.store.rebuild("process_managers", &|_, _| {}).await.unwrap());
    assert_eq!(office.tasks(file).await.len(), before);
    let again: Vec<String> = sqlx::query_scalar(rows).fetch_all(&pool).await.unwrap();
    assert_eq!(again, states);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_event_that_cannot_be_read_is_set_aside_and_others_go_on(pool: PgPool) {
    let hand = Hand::at(SOON);
    let live = live(&pool).await;
    let broken = live.file_with_arrest("TOCU/2026/0117").await.0;
    let whole = live.file_with_arrest("TOCU/2026/0118").await.0;
    let spoil = format!(
        "UPDATE events SET payload = '{{\"detention_clock_started\": {{}}}}'
        WHERE event_type = 'suspect.detention_clock_started' AND position < (
            SELECT position FROM events WHERE aggregate_id = '{whole}'
        )"
    );
    pool.execute("ALTER TABLE events DISABLE TRIGGER USER").await.unwrap();
    assert_eq!(pool.execute(spoil.as_str()).await.unwrap().rows_affected(), 1);
    live.store.rebuild("process_managers", &|_, _| {}).await.unwrap();
    drop(live);
    let office = office(&pool, &hand).await;
    assert_eq!(office.tasks(broken).await.len(), 0);
    assert_eq!(office.tasks(whole).await.len(), 1);
    let standing = office.live.store.projections().await.unwrap();
    let processes = standing.iter().find(|view| view.name == "process_managers").unwrap();
    assert_eq!(processes.parked, 1);
    let views = office.live.store.views();
    let parked = office.live.store.parked().await.unwrap();
    let of_processes = parked.iter().find(|event| event.projection == "process_managers");
    let (held_up, at) = (views.case_standing(broken).await.unwrap_err(), of_processes.unwrap());
    let told = format!("the view process_managers has set event {} of the log aside", at.position);
    assert!(held_up.to_string().starts_with(&told), "{held_up}");
    assert!(views.case_standing(whole).await.is_ok(), "other files are closed as before");
}

#[sqlx::test(migrations = "../../migrations")]
async fn inv_i2_the_tasks_of_a_file_count_once_the_processes_have_had_their_say(pool: PgPool) {
    let office = office(&pool, &Hand::at(SOON)).await;
    let (file, suspect) = office.live.file_with_arrest("TOCU/2026/0117").await;
    let own = akinyi().actor.agency;
    let views = office.live.store.views();
    let open = async || views.case_standing(file).await.unwrap().open_tasks;
    let of = |kind, count| OpenTasks { agency: own.clone(), kind, count };
    assert_eq!(open().await, [of(TaskKind::Detention, 1)]);
    let task = ids::next();
    office.live.task(task, created(file, "Ask the bus company", None, None), akinyi()).await;
    assert_eq!(open().await, [of(TaskKind::Action, 1), of(TaskKind::Detention, 1)]);
    office.live.asks(suspect, release(), akinyi()).await;
    assert_eq!(open().await, [of(TaskKind::Action, 1)]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn states_of_an_older_program_are_made_anew_before_anybody_looks_at_them(pool: PgPool) {
    let older = live(&pool).await;
    let (file, _) = older.file_with_arrest("TOCU/2026/0117").await;
    drop(older);
    let back = r#"UPDATE process_instance SET state = '{"duties": []}';
        UPDATE projections SET version = 2 WHERE name = 'process_managers';
        UPDATE process_desk SET position = (SELECT position FROM log_head)"#;
    pool.execute(back).await.unwrap();
    let office = office(&pool, &Hand::at(SOON)).await;
    let made = async {
        while office.kinds(file).await != tasks_of(&[("DETENTION", "OPEN")]) {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), made).await.unwrap();
    let faults = "SELECT count(*) FROM process_wake WHERE attempts > 0";
    let faults: i64 = sqlx::query_scalar(faults).fetch_one(&pool).await.unwrap();
    assert_eq!(faults, 0, "no state was read that this program does not read");
}
