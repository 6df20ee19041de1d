//! Whom the feed shows what: by the one rule, judged when an event is handed out.

use std::collections::BTreeSet;
use std::time::Duration;

use futures_util::FutureExt;
use mpaka_domain::casework::investigation::InvestigationCommand;
use mpaka_domain::casework::suspect::{Suspect, SuspectCommand};
use mpaka_domain::handling::{Compartment, Recipient};
use mpaka_domain::{AgencyId, Handling, Personal, Role, UserId, Viewer};
use mpaka_persistence::feed::{FeedEnd, Following};
use mpaka_persistence::view::timeline::{EventFilter, TimelineQuery};
use mpaka_persistence::view::{Page, Reader};
use mpaka_persistence::{MasterKey, Store, StoreError, ids};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sqlx::PgPool;
use tokio::time::timeout;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, live, nominate, viewer};
use super::victim::{NAME, identity, officer};

/// Longer than anything that works takes.
const PATIENCE: Duration = Duration::from_mins(1);

async fn follow(live: &Live, viewer: Viewer, after: Option<i64>) -> Following {
    live.store.feed().follow(viewer, EventFilter::default(), after).await.unwrap()
}

async fn kind(following: &mut Following) -> String {
    let row = timeout(PATIENCE, following.next()).await.unwrap().unwrap();
    row.event_type.clone()
}

fn member(remove: bool) -> InvestigationCommand {
    let (user, agency) = (UserId::parse("harriet").unwrap(), AgencyId::parse("UK-NMC").unwrap());
    if remove {
        return InvestigationCommand::RemoveTeamMember { user, agency };
    }
    InvestigationCommand::AssignTeamMember { user, agency, role: Role::Investigator, until: None }
}

async fn grounds(live: &Live, suspect: Uuid) {
    let command = SuspectCommand::AddGrounds { text: Personal::new("Seen.".to_owned()) };
    let sent = live.store.streams().send::<Suspect>(suspect, command, akinyi(), None).await;
    live.store.positions().all_reached(sent.unwrap().position).await.unwrap();
}

async fn a_suspect(live: &Live, file: Uuid) -> Uuid {
    let (id, command) = (ids::next(), nominate(file, "Dickson Kibet Murage"));
    let sent = live.store.streams().send::<Suspect>(id, command, akinyi(), None).await;
    live.store.positions().all_reached(sent.unwrap().position).await.unwrap();
    id
}

/// A line that everybody of Kenya and the United Kingdom may see, for a subscriber to get in the end.
async fn sentinel(live: &Live) {
    let mut metadata = akinyi();
    metadata.handling.releasable_to = ["KE", "GB"].map(|c| Recipient::parse(c).unwrap()).into();
    live.open("X/2026/9999", metadata).await;
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_event_is_not_handed_out_to_who_has_left_the_team_since_it_was_recorded(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let suspect = a_suspect(&live, file).await;
    live.investigation(file, member(false), akinyi()).await;
    let harriet = || viewer("harriet", "UK-NMC", Role::Investigator);
    let mut following = follow(&live, harriet(), None).await;

    grounds(&live, suspect).await;
    assert_eq!(kind(&mut following).await, "suspect.grounds_added");
    // Recorded while she is of the team, and not taken before she has left it.
    grounds(&live, suspect).await;
    live.investigation(file, member(true), akinyi()).await;
    sentinel(&live).await;
    assert_eq!(kind(&mut following).await, "investigation.opened");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_was_read_for_a_subscriber_is_judged_again_after_a_second(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    live.investigation(file, member(false), akinyi()).await;
    let suspect = a_suspect(&live, file).await;
    for _ in 0..5 {
        grounds(&live, suspect).await;
    }
    // From far behind, so that a batch is read for her alone.
    let harriet = viewer("harriet", "UK-NMC", Role::Investigator);
    let mut following = follow(&live, harriet, Some(0)).await;
    assert_eq!(kind(&mut following).await, "investigation.opened");
    let read = tokio::time::Instant::now();
    live.investigation(file, member(true), akinyi()).await;
    sentinel(&live).await;
    tokio::time::sleep_until(read + Duration::from_millis(1100)).await;
    assert_eq!(kind(&mut following).await, "investigation.opened", "only what all may see");
}

#[sqlx::test(migrations = "../../migrations")]
async fn who_a_victim_is_comes_in_no_timeline_and_no_feed(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let mut ring = follow(&live, officer("KE-DCI-TOCU"), None).await;
    let id = live.register(file, "VIC-KE-2026-0042", akinyi()).await;
    live.victim(id, identity(), akinyi()).await;
    let read = Reader::from(&officer("KE-DCI-TOCU"));
    let views = live.store.views();
    let lines = views.timeline(&read, file, &TimelineQuery::default(), &PAGE).await.unwrap();
    let line = lines.iter().find(|line| line.event_type == "victim.identity_recorded").unwrap();
    assert_eq!(line.data, serde_json::json!({}), "not even to who may read it by itself");

    // From the ring, and from the view.
    let mut behind = follow(&live, officer("KE-DCI-TOCU"), Some(0)).await;
    assert_eq!(kind(&mut behind).await, "investigation.opened");
    for following in [&mut ring, &mut behind] {
        let registered = timeout(PATIENCE, following.next()).await.unwrap().unwrap();
        assert_eq!(registered.event_type, "victim.registered");
        let recorded = timeout(PATIENCE, following.next()).await.unwrap().unwrap();
        assert_eq!(recorded.event_type, "victim.identity_recorded");
        assert_eq!(recorded.data, serde_json::json!({}));
        assert!(!format!("{recorded:?}").contains(NAME));
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_line_that_somebody_altered_stops_those_who_may_see_it_and_nobody_else(pool: PgPool) {
    let store = Store::open(pool.clone(), &MasterKey::new([7; 32])).await.unwrap();
    let file;
    let suspect;
    {
        let live = live(&pool).await;
        file = live.open("TOCU/2026/0117", akinyi()).await;
        suspect = a_suspect(&live, file).await;
        grounds(&live, suspect).await;
        sentinel(&live).await;
    }
    let head = store.log().head().await.unwrap();
    // As before the two last events: they come while others follow.
    sqlx::raw_sql(
        "UPDATE projections SET position = position - 2;
        UPDATE case_timeline SET data = jsonb_set(data, '{text,$sealed,box}', '\"AAAA\"')
        WHERE event_type = 'suspect.grounds_added'",
    )
    .execute(&pool)
    .await
    .unwrap();
    let akinyi = viewer("akinyi", "KE-DCI-TOCU", Role::Investigator);
    let harriet = viewer("harriet", "UK-NMC", Role::Investigator);
    let all = EventFilter::default;
    let mut team = store.feed().follow(akinyi, all(), None).await.unwrap();
    let mut partner = store.feed().follow(harriet, all(), None).await.unwrap();
    sqlx::raw_sql("UPDATE projections SET position = position + 2").execute(&pool).await.unwrap();

    let seen = timeout(PATIENCE, partner.next()).await.unwrap().unwrap();
    assert_eq!((seen.event_type.as_str(), seen.position), ("investigation.opened", head));
    let fault = timeout(PATIENCE, team.next()).await.unwrap();
    assert!(matches!(fault, Err(FeedEnd::Store(StoreError::Seal(_)))), "{fault:?}");
}

/// A reader, a file's parties and a line's marking, at random.
fn cases() -> impl Strategy<Value = (Viewer, Vec<String>, Vec<String>, usize)> {
    let recipients = vec!["KE", "GB", "UK-NMC", "KE-DCI-TOCU", "KE-ODPP", "UG"];
    let compartments = || prop::sample::subsequence(vec!["PROTECTION", "CT"], 0..=2);
    let owned = |names: Vec<&str>| names.into_iter().map(str::to_owned).collect::<Vec<_>>();
    let agencies = vec!["KE-DCI-TOCU", "UK-NMC", "KE-ODPP", "UG-UPF", "OVERSIGHT"];
    let roles = vec![Role::Investigator, Role::Auditor, Role::Integrator, Role::Prosecutor];
    let reader = (
        prop::sample::select(vec!["akinyi", "harriet"]),
        prop::sample::select(agencies),
        prop::sample::select(roles),
        compartments(),
    );
    let line = (prop::sample::subsequence(recipients, 0..=3), compartments(), 0..FILES);
    (reader, line).prop_map(move |((user, agency, role, into), (released, marked, file))| {
        let compartments = into.iter().map(|c| Compartment::parse(c).unwrap()).collect();
        let viewer = Viewer { compartments, ..viewer(user, agency, role) };
        (viewer, owned(released), owned(marked), file)
    })
}

const FILES: usize = 6;

#[sqlx::test(migrations = "../../migrations")]
async fn the_feed_and_the_database_show_the_same_to_any_reader(pool: PgPool) {
    let live_lines = 150;
    let store = Store::open(pool.clone(), &MasterKey::new([7; 32])).await.unwrap();
    let files: Vec<Uuid> = (0..FILES).map(|_| ids::next()).collect();
    let mut runner = TestRunner::deterministic();
    let mut draw = || cases().new_tree(&mut runner).unwrap().current();
    sqlx::raw_sql(
        "INSERT INTO projections (name, version, position)
        VALUES ('case_timeline', 1, 0), ('investigation_overview', 1, 0)",
    )
    .execute(&pool)
    .await
    .unwrap();
    let mut followers = Vec::new();
    for _ in 0..40 {
        let (viewer, ..) = draw();
        let all = EventFilter::default();
        followers.push((store.feed().follow(viewer.clone(), all, None).await.unwrap(), viewer));
    }
    // Parties whose membership has no end, has ended, or ends a day from now.
    for (number, file) in files.iter().enumerate() {
        sqlx::query_scalar::<_, i32>(
            "INSERT INTO investigation_party (investigation_id, agency, member, role, valid_until)
            SELECT $1, agency, member, 'INVESTIGATOR',
                CASE place % 3 WHEN 0 THEN NULL WHEN 1 THEN now() - interval '1 day'
                ELSE now() + interval '1 day' END
            FROM (VALUES ('KE-DCI-TOCU', '', 0), ('UK-NMC', 'harriet', 1), ('UG-UPF', '', 2),
                ('KE-ODPP', 'akinyi', 3), ('OVERSIGHT', '', 4)) AS of (agency, member, place)
            WHERE (place + $2) % 2 = 0 OR $2 > 3 RETURNING 1",
        )
        .bind(file)
        .bind(i32::try_from(number).unwrap())
        .fetch_all(&pool)
        .await
        .unwrap();
    }
    let basis = serde_json::to_value(akinyi().legal_basis).unwrap();
    let occurred = serde_json::to_value(akinyi().occurred).unwrap();
    for position in 1..=live_lines {
        let (_, released_to, marked, file) = draw();
        let handling = Handling {
            releasable_to: released_to.iter().map(|r| Recipient::parse(r).unwrap()).collect(),
            compartments: marked.iter().map(|c| Compartment::parse(c).unwrap()).collect(),
            ..akinyi().handling
        };
        sqlx::query_scalar::<_, i32>(
            "WITH stream AS (
                INSERT INTO case_stream VALUES ($2, 'suspect', $3, 'x', '{}', '{}')
            )
            INSERT INTO case_timeline VALUES (
                $1, gen_random_uuid(), $3, 'suspect', $2, 1, 'suspect.nominated', $4, now(), now(),
                now(), 'akinyi', 'KE-DCI-TOCU', 'INVESTIGATOR', $5, 'INVESTIGATE', NULL, $6, $7,
                $8, '{}', NULL, false
            ) RETURNING 1",
        )
        .bind(position)
        .bind(ids::next())
        .bind(files[file])
        .bind(&occurred)
        .bind(&basis)
        .bind(serde_json::to_value(&handling).unwrap())
        .bind(&released_to)
        .bind(&marked)
        .fetch_one(&pool)
        .await
        .unwrap();
    }
    sqlx::query_scalar::<_, i32>("UPDATE projections SET position = $1 RETURNING 1")
        .bind(live_lines)
        .fetch_all(&pool)
        .await
        .unwrap();

    let mut shown = BTreeSet::new();
    for (following, viewer) in &mut followers {
        let reader = Reader::from(&*viewer);
        let (user, agency, recipients, compartments) = reader.arguments();
        let may_see: Vec<i64> = sqlx::query_scalar(
            "SELECT position FROM case_timeline WHERE may_see(
                investigation_id, releasable_to, compartments, $1, $2, $3, $4
            ) ORDER BY position",
        )
        .bind(user)
        .bind(agency)
        .bind(recipients)
        .bind(compartments)
        .fetch_all(&pool)
        .await
        .unwrap();
        let all = EventFilter::default();
        let (rows, _) = store.views().events_after(&reader, &all, 0, 1000).await.unwrap();
        let read: Vec<i64> = rows.iter().map(|row| row.position).collect();
        let whole = Page { size: 1000, ..Page::ONE };
        let mut listed = Vec::new();
        for file in &files {
            let lines = TimelineQuery::default();
            let rows = store.views().timeline(&reader, *file, &lines, &whole).await.unwrap();
            listed.extend(rows.iter().map(|row| row.position));
        }
        listed.sort_unstable();
        let mut fed = Vec::new();
        while fed.len() < may_see.len() {
            let row = timeout(PATIENCE, following.next()).await.unwrap();
            fed.push(row.unwrap().position);
        }
        assert_eq!([&read, &listed, &fed], [&may_see; 3], "{viewer:?}");
        assert!(following.next().now_or_never().is_none(), "and nothing more");
        shown.insert(may_see.len());
    }
    assert!(shown.len() > 10 && shown.contains(&0), "readers see different things: {shown:?}");
    assert_eq!(store.feed().standing().await.lines, 150, "all of it came from the ring");
}
