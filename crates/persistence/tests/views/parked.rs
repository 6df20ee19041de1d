//! Events that a view cannot take in: set aside by name, with the rest of their stream, and the other
//! streams and views go on.

use mpaka_domain::casework::investigation::InvestigationCommand;
use mpaka_persistence::{ParkedEvent, ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{akinyi, live, opened_store};
use super::rebuild::rows;

const UNKNOWN: &str = "this program does not know its type";

/// Adds a row to the log that no command made, with the first event's envelope; answers its position.
async fn slip_in(
    pool: &PgPool,
    (category, stream): (&str, Uuid),
    version: i64,
    event_type: &str,
    payload: &str,
) -> i64 {
    let slipped: i64 = sqlx::query_scalar(
        "WITH head AS (UPDATE log_head SET position = position + 1 RETURNING position)
        INSERT INTO events
        SELECT $1, $2, $3, $4, '1', $5::json, e.metadata, head.position, gen_random_uuid(),
            e.command_id, e.recorded_at, e.canonical, e.hash
        FROM events e, head WHERE e.position = 1
        RETURNING position",
    )
    .bind(category)
    .bind(stream.to_string())
    .bind(version)
    .bind(event_type)
    .bind(payload)
    .fetch_one(pool)
    .await
    .unwrap();
    sqlx::raw_sql("SELECT pg_notify('mpaka_log', '')").execute(pool).await.unwrap();
    slipped
}

/// Changes a row of the log, which its triggers forbid.
async fn tamper(pool: &PgPool, change: &str) {
    let script = format!(
        "ALTER TABLE events DISABLE TRIGGER USER; {change}; ALTER TABLE events ENABLE TRIGGER USER"
    );
    sqlx::raw_sql(&script).execute(pool).await.unwrap();
}

/// What a view has set aside: position, error, behind which.
fn of<'a>(parked: &'a [ParkedEvent], view: &str) -> Vec<(i64, Option<&'a str>, Option<i64>)> {
    let of_view = parked.iter().filter(|event| event.projection == view);
    of_view.map(|event| (event.position, event.error.as_deref(), event.behind)).collect()
}

async fn status(pool: &PgPool, file: Uuid) -> String {
    let status = "SELECT status FROM investigation WHERE investigation_id = $1";
    sqlx::query_scalar(status).bind(file).fetch_one(pool).await.unwrap()
}

/// The views that read what happens to journeys.
const READ_JOURNEYS: [&str; 4] = ["case_timeline", "journey_map", "link_inbox", "process_managers"];

#[sqlx::test(migrations = "../../migrations")]
async fn an_unknown_event_is_parked_with_what_follows_in_its_stream_and_the_rest_goes_on(
    pool: PgPool,
) {
    let live = live(&pool).await;
    live.open("TOCU/2026/0117", akinyi()).await;
    let journey = ("journey", ids::next());
    let poison = slip_in(&pool, journey, 1, "journey.teleported", r#"{"teleported": {}}"#).await;
    let next = slip_in(&pool, journey, 2, "journey.ended", r#"{"ended": {}}"#).await;
    // Its sender reads what was written: no view stands still.
    let other = live.open("TOCU/2026/0118", akinyi()).await;
    assert_eq!(status(&pool, other).await, "REGISTERED");

    // What comes later finds the stream held up.
    let later = slip_in(&pool, journey, 3, "journey.ended", r#"{"ended": {}}"#).await;
    live.store.positions().all_reached(later).await.unwrap();
    let parked = live.store.parked().await.unwrap();
    for view in READ_JOURNEYS {
        let expected = [
            (poison, Some(UNKNOWN), None),
            (next, None, Some(poison)),
            (later, None, Some(poison)),
        ];
        assert_eq!(of(&parked, view), expected, "{view}");
    }
    let named = &parked[0];
    assert_eq!((named.category.as_str(), named.version), ("journey", 1));
    assert_eq!(named.stream, journey.1.to_string());
    for view in live.store.projections().await.unwrap() {
        let stale = READ_JOURNEYS.contains(&view.name);
        assert_eq!((view.parked, view.lag), (if stale { 3 } else { 0 }, 0), "{view:?}");
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_corrupt_row_is_parked_by_the_views_that_read_its_kind_of_record(pool: PgPool) {
    let store = opened_store(&pool).await;
    let good = store.file("TOCU/2026/0117").await;
    let bad = ids::next();
    let data = r#"{"activated": {}}"#;
    let misfit = slip_in(&pool, ("journey", bad), 1, "journey.ended", r#"{"ended": 7}"#).await;
    let second = slip_in(&pool, ("investigation", good), 2, "investigation.activated", data).await;
    tamper(&pool, &format!("UPDATE events SET metadata = '{{}}' WHERE position = {second}")).await;
    let third = slip_in(&pool, ("investigation", good), 3, "investigation.activated", data).await;
    let last = store.file("TOCU/2026/0118").await;

    for view in store.store.projections().await.unwrap() {
        assert!(store.store.rebuild(view.name, &|_, _| {}).await.unwrap());
    }
    let parked = store.store.parked().await.unwrap();
    let overview = of(&parked, "investigation_overview");
    let envelope = "its envelope does not fit (line 1, column 2)";
    assert_eq!(overview, [(second, Some(envelope), None), (third, None, Some(second))]);
    let map = of(&parked, "journey_map");
    assert_eq!(map.len(), 1);
    assert_eq!(map[0].0, misfit);
    assert!(map[0].1.unwrap().starts_with("its data does not fit its type"), "{map:?}");
    assert_eq!(of(&parked, "case_timeline").len(), 3);
    assert_eq!(of(&parked, "victim_board"), []);
    // All of it was one batch, and the good events of it are there.
    assert_eq!(status(&pool, good).await, "REGISTERED");
    assert_eq!(status(&pool, last).await, "REGISTERED");
    let lines: i64 =
        sqlx::query_scalar("SELECT count(*) FROM case_timeline").fetch_one(&pool).await.unwrap();
    assert_eq!(lines, 2);
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_the_database_refuses_is_told_without_the_value_it_refused(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let opened: String = sqlx::query_scalar("SELECT payload::text FROM events WHERE position = 1")
        .fetch_one(&pool)
        .await
        .unwrap();
    // A stream that is opened twice breaks the key of every view that has it.
    let twice = slip_in(&pool, ("investigation", file), 2, "investigation.opened", &opened).await;
    live.store.positions().all_reached(twice).await.unwrap();
    let parked = live.store.parked().await.unwrap();
    let refused = "the database refused it with code 23505 (investigation_pkey)";
    assert_eq!(of(&parked, "investigation_overview"), [(twice, Some(refused), None)]);
    assert!(parked.iter().all(|event| event.attempts == 1), "{parked:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_broken_seal_is_parked_where_it_is_opened_and_only_there(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let suspect = live.suspect_with_phone(file, "+254199000141", akinyi).await;
    let sealed: String = sqlx::query_scalar(
        "SELECT payload::text FROM events WHERE event_type = 'suspect.selector_recorded'",
    )
    .fetch_one(&pool)
    .await
    .unwrap();
    // The same sealed field in another event: a seal says which event it is of.
    let moved = slip_in(&pool, ("suspect", suspect), 3, "suspect.selector_recorded", &sealed).await;
    live.store.positions().all_reached(moved).await.unwrap();
    let parked = live.store.parked().await.unwrap();
    assert_eq!(parked.len(), 1, "{parked:?}");
    let error = of(&parked, "link_inbox")[0].1.unwrap();
    assert!(error.ends_with("was altered or moved"), "{error}");
    let history = live.store.streams().history("suspect", suspect).await.unwrap_err();
    assert_eq!(history.to_string(), format!("event 3 of suspect {suspect} cannot be read"));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_view_without_what_an_operator_skipped_takes_in_the_rest_of_the_stream(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let stream = ("investigation", file);
    let unknown = slip_in(&pool, stream, 2, "investigation.praised", r#"{"praised": {}}"#).await;
    let data = r#"{"activated": {}}"#;
    let after = slip_in(&pool, stream, 3, "investigation.activated", data).await;
    live.store.positions().all_reached(after).await.unwrap();
    assert_eq!(status(&pool, file).await, "REGISTERED");
    let view = "investigation_overview";

    // Made anew without a decision, the view is as it was.
    let (before, parked) = (rows(&pool).await, live.store.parked().await.unwrap());
    assert!(live.store.rebuild(view, &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, before);
    let again = live.store.parked().await.unwrap();
    assert_eq!(of(&again, view), of(&parked, view));

    assert!(!live.store.skip(view, 1, "not parked").await.unwrap());
    assert!(live.store.skip(view, unknown, "Of a trial version.").await.unwrap());
    assert!(live.store.rebuild(view, &|_, _| {}).await.unwrap());
    assert_eq!(status(&pool, file).await, "ACTIVE");
    assert_eq!(of(&live.store.parked().await.unwrap(), view), []);
    let skipped = live.store.skipped().await.unwrap();
    assert_eq!(skipped.len(), 1);
    assert_eq!((skipped[0].position, skipped[0].version), (unknown, 2));
    assert_eq!(skipped[0].reason, "Of a trial version.");
    assert_eq!(skipped[0].error.as_deref(), Some(UNKNOWN));

    // It goes on from there, and a making from zero leaves the same event out.
    let suspend = r#"{"suspended": {"reason": {"$erased": true}}}"#;
    let last = slip_in(&pool, stream, 4, "investigation.suspended", suspend).await;
    live.store.positions().all_reached(last).await.unwrap();
    assert_eq!(of(&live.store.parked().await.unwrap(), view), []);
    assert_eq!(status(&pool, file).await, "SUSPENDED");
    let live_rows = rows(&pool).await;
    assert!(live.store.rebuild(view, &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, live_rows);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_fault_that_is_no_events_parks_nothing_and_passes(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    sqlx::raw_sql("ALTER TABLE investigation RENAME TO elsewhere").execute(&pool).await.unwrap();
    let sent = live.store.streams().send::<mpaka_domain::casework::investigation::Investigation>(
        file,
        InvestigationCommand::Activate,
        akinyi(),
        None,
    );
    let position = sent.await.unwrap().position;
    // Having failed, the runner lets go of the view until it tries again.
    loop {
        let views = live.store.projections().await.unwrap();
        let overview = views.iter().find(|view| view.name == "investigation_overview").unwrap();
        if !overview.owned {
            assert_eq!(overview.lag, 1);
            break;
        }
        tokio::task::yield_now().await;
    }
    assert_eq!(live.store.parked().await.unwrap(), []);
    sqlx::raw_sql("ALTER TABLE elsewhere RENAME TO investigation").execute(&pool).await.unwrap();
    live.store.positions().all_reached(position).await.unwrap();
    assert_eq!(status(&pool, file).await, "ACTIVE");
    assert_eq!(live.store.parked().await.unwrap(), []);
}
