//! Views made anew while they are read.

use sqlx::{Connection, Executor, PgConnection, PgPool, Row};

use super::casework::{akinyi, harriet, live, released};

/// Every row of every view's tables.
pub async fn rows(pool: &PgPool) -> Vec<String> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename <> ALL
            ('{events,commands,claims,log_head,subject_keys,projections,projection_parked,
            projection_skipped,projection_rebuilds,_sqlx_migrations}')
        ORDER BY tablename",
    )
    .fetch_all(pool)
    .await
    .unwrap();
    let mut rows = Vec::new();
    for table in tables {
        let sql = format!("SELECT to_json(t)::text FROM {table} t");
        let mut of_table: Vec<String> = sqlx::query_scalar(&sql).fetch_all(pool).await.unwrap();
        of_table.sort();
        rows.extend(of_table.into_iter().map(|row| format!("{table}: {row}")));
    }
    rows
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_rebuilt_view_has_the_rows_it_had_and_goes_on_from_there(pool: PgPool) {
    let live = live(&pool).await;
    let kenyan = live.open("TOCU/2026/0117", akinyi()).await;
    let british = live.open("NMC/MS/26/0042", released(harriet(), "KE")).await;
    live.suspect_with_phone(kenyan, "+254199000141", akinyi).await;
    live.suspect_with_phone(british, "+254199000141", harriet).await;
    let before = rows(&pool).await;
    assert!(before.len() > 10);
    for view in live.store.projections().await.unwrap() {
        assert!(live.store.rebuild(view.name, &|_, _| {}).await.unwrap());
    }
    assert_eq!(rows(&pool).await, before);
    live.open("TOCU/2026/0118", akinyi()).await;
    let standings = live.store.projections().await.unwrap();
    assert!(standings.iter().all(|view| view.lag == 0), "{standings:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_view_that_does_not_exist_is_not_rebuilt(pool: PgPool) {
    let live = live(&pool).await;
    assert!(!live.store.rebuild("nonsense", &|_, _| {}).await.unwrap());
}

/// Holds a table as autovacuum does, in a thread of its own, until somebody has waited for it longer
/// than a swap of tables waits for readers; returns when it holds it.
fn tend(pool: &PgPool, table: &'static str) -> std::thread::JoinHandle<()> {
    let options = pool.connect_options();
    let (held, holds) = std::sync::mpsc::channel();
    let thread = std::thread::spawn(move || {
        let tending = async {
            let mut session = PgConnection::connect_with(&options).await.unwrap();
            let mut lock = session.begin().await.unwrap();
            let hold = format!("LOCK TABLE {table} IN SHARE UPDATE EXCLUSIVE MODE");
            lock.execute(hold.as_str()).await.unwrap();
            held.send(()).unwrap();
            let waited = format!(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE relation = '{table}'::regclass
                    AND NOT granted AND clock_timestamp() - waitstart > interval '200 ms')"
            );
            while !lock.fetch_one(waited.as_str()).await.unwrap().get::<bool, _>(0) {}
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        runtime.unwrap().block_on(tending);
    });
    holds.recv().unwrap();
    thread
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_rebuild_waits_for_whoever_tends_its_new_tables(pool: PgPool) {
    let live = live(&pool).await;
    live.open("TOCU/2026/0117", akinyi()).await;
    let before = rows(&pool).await;
    let tending = std::sync::Mutex::new(None);
    let progress = |_, _| {
        let mut tending = tending.lock().unwrap();
        tending.get_or_insert_with(|| tend(&pool, "rebuild_investigation_overview.investigation"));
    };
    assert!(live.store.rebuild("investigation_overview", &progress).await.unwrap());
    tending.into_inner().unwrap().unwrap().join().unwrap();
    assert_eq!(rows(&pool).await, before);
}
