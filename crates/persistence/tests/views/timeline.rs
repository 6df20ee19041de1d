//! What the timeline shows, as of which time, and what subscribers get.

use mpaka_domain::SourceRef;
use mpaka_domain::metadata::SourceKind;
use mpaka_domain::value::{Grade, GradeScheme};
use mpaka_persistence::view::Page;
use mpaka_persistence::view::timeline::{EventFilter, TimelineQuery};
use sqlx::PgPool;
use sqlx::postgres::PgPoolOptions;

use super::casework::{Live, PAGE, akinyi, at, dated, live, opened_store, reader, released};

async fn kinds(live: &Live, file: uuid::Uuid, query: TimelineQuery) -> Vec<String> {
    let reader = reader("akinyi", "KE-DCI-TOCU");
    let rows = live.store.views().timeline(&reader, file, &query, &PAGE).await.unwrap();
    rows.into_iter().map(|row| row.event_type).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn lines_stand_by_when_they_happened_and_are_cut_by_either_time(pool: PgPool) {
    let live = live(&pool).await;
    let opened = dated(akinyi(), "2026-01-10T08:00:00Z", "2026-01-10T08:00:00Z");
    let file = live.open("TOCU/2026/0117", opened).await;
    // Recorded later, but it happened before the file was opened.
    let found = || dated(akinyi(), "2025-12-01T08:00:00Z", "2026-02-01T08:00:00Z");
    live.suspect_with_phone(file, "+254199000141", found).await;

    let whole = kinds(&live, file, TimelineQuery::default()).await;
    assert_eq!(whole, ["suspect.nominated", "suspect.selector_recorded", "investigation.opened"]);
    let as_of = TimelineQuery { as_of: Some(at("2025-12-31T00:00:00Z")), ..Default::default() };
    assert_eq!(kinds(&live, file, as_of).await, whole[..2]);
    let recorded_as_of =
        TimelineQuery { recorded_as_of: Some(at("2026-01-31T00:00:00Z")), ..Default::default() };
    assert_eq!(kinds(&live, file, recorded_as_of).await, ["investigation.opened"]);
}

#[sqlx::test(migrations = "../../migrations")]
async fn lines_are_narrowed_by_kind_record_period_and_grade(pool: PgPool) {
    let live = live(&pool).await;
    let opened = dated(akinyi(), "2026-01-10T08:00:00Z", "2026-01-10T08:00:00Z");
    let file = live.open("TOCU/2026/0117", opened).await;
    let told = |grade: &str| {
        let mut metadata = dated(akinyi(), "2026-02-01T08:00:00Z", "2026-02-01T08:00:00Z");
        metadata.source = Some(SourceRef {
            kind: SourceKind::IntelligenceReport,
            reference: "UK-26-0001".into(),
            grade: Some(Grade::parse(GradeScheme::Uk3x5x2, grade).unwrap()),
        });
        metadata
    };
    let good = live.suspect_with_phone(file, "+254199000141", || told("1A")).await;
    live.suspect_with_phone(file, "+254199000142", || told("3C")).await;

    let narrowed = |query| kinds(&live, file, query);
    let by_kind = |kind: &str| TimelineQuery { kinds: vec![kind.into()], ..Default::default() };
    assert_eq!(narrowed(by_kind("investigation")).await, ["investigation.opened"]);
    assert_eq!(narrowed(by_kind("suspect.nominated")).await, ["suspect.nominated"; 2]);
    let about = TimelineQuery { about: vec![good], ..Default::default() };
    let of_one = ["suspect.nominated", "suspect.selector_recorded"];
    assert_eq!(narrowed(about).await, of_one);
    let until = Some(at("2026-01-31T00:00:00Z"));
    let early = TimelineQuery { until, ..Default::default() };
    assert_eq!(narrowed(early).await, ["investigation.opened"]);
    let late = TimelineQuery { from: until, ..Default::default() };
    assert_eq!(narrowed(late).await.len(), 4);
    // The opening rests on nothing graded, and stays.
    let min_grade = Some(Grade::parse(GradeScheme::Admiralty, "B2").unwrap());
    let graded = TimelineQuery { min_grade, ..Default::default() };
    assert_eq!(
        narrowed(graded).await,
        ["investigation.opened", "suspect.nominated", "suspect.selector_recorded"]
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn personal_values_are_opened_for_readers_and_lie_sealed(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    live.suspect_with_phone(file, "+254199000141", akinyi).await;
    let rows = live
        .store
        .views()
        .timeline(&reader("akinyi", "KE-DCI-TOCU"), file, &TimelineQuery::default(), &PAGE)
        .await
        .unwrap();
    assert_eq!(rows[1].data["name"]["full_as_recorded"], "Dickson Kibet Murage");
    let stored: Vec<String> = sqlx::query_scalar("SELECT to_json(t)::text FROM case_timeline t")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert!(stored.iter().all(|row| !row.contains("Murage") && !row.contains("254199000141")));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_subscriber_gets_what_it_may_see_in_order_and_goes_on_where_it_stopped(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    live.suspect_with_phone(file, "+254199000141", || released(akinyi(), "UK-NMC")).await;
    let views = live.store.views();
    let all = EventFilter::default();
    let partner = reader("relay", "UK-NMC");
    let (rows, looked) = views.events_after(&partner, &all, 0, 10).await.unwrap();
    let types: Vec<&str> = rows.iter().map(|row| row.event_type.as_str()).collect();
    assert_eq!(types, ["suspect.nominated", "suspect.selector_recorded"]);
    let (rows, again) = views.events_after(&partner, &all, looked, 10).await.unwrap();
    assert!(rows.is_empty());
    assert_eq!(again, looked);
    let (one, at_one) = views.events_after(&partner, &all, 0, 1).await.unwrap();
    let (rest, _) = views.events_after(&partner, &all, at_one, 10).await.unwrap();
    assert_eq!((one.len(), rest.len()), (1, 1));
    assert!(one[0].position < rest[0].position);
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_subscriber_waits_until_it_is_known_whose_file_an_event_belongs_to(pool: PgPool) {
    let live = live(&pool).await;
    live.open("TOCU/2026/0117", akinyi()).await;
    // As when the overview lags behind the timeline.
    sqlx::raw_sql("UPDATE projections SET position = 0 WHERE name = 'investigation_overview'")
        .execute(&pool)
        .await
        .unwrap();
    let views = live.store.views();
    let reader = reader("akinyi", "KE-DCI-TOCU");
    let looked = views.events_after(&reader, &EventFilter::default(), 0, 10).await.unwrap();
    assert_eq!((looked.0.len(), looked.1), (0, 0));
}

/// How many lines were fetched by way of an index, as the server counts when a session ends.
async fn fetched(pool: &PgPool) -> i64 {
    sqlx::query_scalar("SELECT idx_tup_fetch FROM pg_stat_user_tables WHERE relname = $1")
        .bind("case_timeline")
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_page_reads_its_own_lines_and_not_the_whole_file(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    drop(live);
    sqlx::raw_sql(
        "INSERT INTO case_timeline
        SELECT position + n, gen_random_uuid(), investigation_id, category, stream, 1 + n,
            event_type, occurred, occurred_earliest, occurred_latest, recorded_at, recorded_by,
            recorded_agency, recorded_role, legal_basis, purpose, source, handling, releasable_to,
            compartments, data, corrects, exercise
        FROM case_timeline, generate_series(1, 4999) n",
    )
    .execute(&pool)
    .await
    .unwrap();
    let reader = reader("akinyi", "KE-DCI-TOCU");
    let query = TimelineQuery::default();
    // As often as it takes for the server to keep a plan, in either direction.
    let pages = 10;
    // While nothing is known of a table, a page may read all of it once.
    for (known, most) in [("-- nothing is known", 5000), ("ANALYZE case_timeline", 100)] {
        sqlx::raw_sql(known).execute(&pool).await.unwrap();
        let before = fetched(&pool).await;
        // The store listens on one connection, and asks on the other.
        let few = PgPoolOptions::new().max_connections(2);
        let few = few.connect_with((*pool.connect_options()).clone()).await.unwrap();
        let store = opened_store(&few).await.store;
        for from_end in [false, true] {
            let mut page = Page { from_end, ..PAGE };
            for _ in 0..pages {
                let rows = store.views().timeline(&reader, file, &query, &page).await.unwrap();
                assert_eq!(rows.len(), 51);
                let last = Some(rows[49].place());
                (page.after, page.before) = if from_end { (None, last) } else { (last, None) };
            }
        }
        store.close().await;
        let mut read = 0;
        while read < 2 * pages * 51 {
            read = fetched(&pool).await - before;
        }
        assert!(read <= 2 * pages * most, "{read} lines for {} pages of 50: {known}", 2 * pages);
    }
}
