//! Who sees which file, and how a file's cover follows its events.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use mpaka_domain::casework::investigation::InvestigationCommand;
use mpaka_domain::handling::Recipient;
use mpaka_domain::{AgencyId, Handling, Personal, Role, UserId, Viewer};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::investigation::{InvestigationFilter, InvestigationRow};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, harriet, live, reader, released, viewer};

async fn listed(live: &Live, reader: &Reader) -> Vec<String> {
    let all = InvestigationFilter::default();
    let rows = live.store.views().investigations(reader, &all, &PAGE).await.unwrap();
    rows.into_iter().map(|row| row.reference).collect()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_file_is_seen_by_its_agency_and_by_nobody_else(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    assert_eq!(listed(&live, &reader("otieno", "KE-DCI-TOCU")).await, ["TOCU/2026/0117"]);
    let stranger = reader("harriet", "UK-NMC");
    assert!(listed(&live, &stranger).await.is_empty());
    let views = live.store.views();
    assert!(views.investigation(&stranger, file).await.unwrap().is_none());
    assert!(views.investigation_by_reference(&stranger, "TOCU/2026/0117").await.unwrap().is_none());
    assert!(views.file_of(&stranger, "investigation", file).await.unwrap().is_none());
    let auditor = Reader::from(&viewer("petra", "KE-DCI-TOCU", Role::Auditor));
    assert!(listed(&live, &auditor).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_released_file_is_seen_by_those_it_was_released_to(pool: PgPool) {
    let live = live(&pool).await;
    live.open("TOCU/2026/0117", released(akinyi(), "GB")).await;
    assert_eq!(listed(&live, &reader("harriet", "UK-NMC")).await, ["TOCU/2026/0117"]);
    assert!(listed(&live, &reader("guyo", "KE-DCI-MARSABIT")).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_member_of_another_agency_sees_the_file_until_the_membership_ends(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let member = |agency: &str, until| InvestigationCommand::AssignTeamMember {
        user: UserId::parse("harriet").unwrap(),
        agency: AgencyId::parse(agency).unwrap(),
        role: Role::LiaisonOfficer,
        until,
    };
    live.investigation(file, member("UK-NMC", None), akinyi()).await;
    assert_eq!(listed(&live, &reader("harriet", "UK-NMC")).await, ["TOCU/2026/0117"]);
    assert!(listed(&live, &reader("george", "UK-NMC")).await.is_empty());
    let past = NaiveDate::from_ymd_opt(2026, 3, 3);
    live.investigation(file, member("UK-NMC", past), akinyi()).await;
    assert!(listed(&live, &reader("harriet", "UK-NMC")).await.is_empty());
}

#[sqlx::test(migrations = "../../migrations")]
async fn the_policy_log_is_numbered_and_lies_sealed(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    for decision in ["Search the office", "Tell the partner"] {
        let command = InvestigationCommand::RecordDecision {
            decision: Personal::new(decision.to_owned()),
            rationale: Personal::new("Because.".to_owned()),
            alternatives: None,
        };
        live.investigation(file, command, akinyi()).await;
    }
    let reader = reader("akinyi", "KE-DCI-TOCU");
    let decisions = live.store.views().decisions(&reader, file, &PAGE).await.unwrap();
    assert_eq!(decisions.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(decisions[1].data["decision"], "Tell the partner");
    let stored: Vec<String> =
        sqlx::query_scalar("SELECT to_json(d)::text FROM investigation_decision d")
            .fetch_all(&pool)
            .await
            .unwrap();
    assert!(stored.iter().all(|row| !row.contains("partner")));
}

#[sqlx::test(migrations = "../../migrations")]
async fn pages_go_through_the_list_without_missing_or_repeating_a_line(pool: PgPool) {
    let live = live(&pool).await;
    for n in 1..=7 {
        live.open(&format!("TOCU/2026/000{n}"), akinyi()).await;
    }
    let reader = reader("akinyi", "KE-DCI-TOCU");
    let views = live.store.views();
    let all = InvestigationFilter::default();
    let whole = views.investigations(&reader, &all, &PAGE).await.unwrap();
    let mut page = mpaka_persistence::view::Page { size: 3, ..PAGE };
    let mut forward = Vec::new();
    loop {
        let (rows, more) = page.trim(views.investigations(&reader, &all, &page).await.unwrap());
        page.after = rows.last().map(InvestigationRow::place);
        forward.extend(rows.into_iter().map(|row| row.reference));
        if !more {
            break;
        }
    }
    assert_eq!(forward, whole.iter().map(|row| row.reference.clone()).collect::<Vec<_>>());
    let last = mpaka_persistence::view::Page { size: 3, from_end: true, ..PAGE };
    let (rows, more) = last.trim(views.investigations(&reader, &all, &last).await.unwrap());
    assert!(more);
    assert_eq!(rows.into_iter().map(|row| row.reference).collect::<Vec<_>>(), forward[4..]);
}

/// `may_see` in SQL and `Handling::shows` in the domain are one rule.
#[sqlx::test(migrations = "../../migrations")]
async fn the_database_and_the_domain_agree_on_who_sees_what(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let recipients = ["KE", "GB", "UK-NMC", "KE-DCI-TOCU", "KE-ODPP"];
    let agencies = ["KE-DCI-TOCU", "UK-NMC", "KE-ODPP", "UG-UPF"];
    let cases = (
        prop::sample::subsequence(recipients.to_vec(), 0..=5),
        prop::sample::subsequence(vec!["PROTECTION", "CT"], 0..=2),
        prop::sample::subsequence(vec!["PROTECTION", "CT"], 0..=2),
        prop::sample::select(agencies.to_vec()),
        prop::sample::select(vec![Role::Investigator, Role::Auditor, Role::Integrator]),
    );
    let mut runner = TestRunner::deterministic();
    for _ in 0..200 {
        let (released_to, marked, read_into, agency, role) =
            cases.new_tree(&mut runner).unwrap().current();
        let named = |names: &[&str]| -> BTreeSet<_> {
            names
                .iter()
                .map(|name| mpaka_domain::handling::Compartment::parse(name).unwrap())
                .collect()
        };
        let handling = Handling {
            releasable_to: released_to.iter().map(|r| Recipient::parse(r).unwrap()).collect(),
            compartments: named(&marked),
            ..akinyi().handling
        };
        let viewer = Viewer { compartments: named(&read_into), ..viewer("x", agency, role) };
        let expected = handling.shows(&viewer, agency == "KE-DCI-TOCU");
        let sees = sees(&pool, file, &released_to, &marked, &Reader::from(&viewer)).await;
        assert_eq!(sees, expected, "{handling:?} {viewer:?}");
    }
}

async fn sees(
    pool: &PgPool,
    file: Uuid,
    released_to: &[&str],
    marked: &[&str],
    reader: &Reader,
) -> bool {
    let (user, agency, recipients, compartments) = reader.arguments();
    sqlx::query_scalar("SELECT may_see($1, $2, $3, $4, $5, $6, $7)")
        .bind(file)
        .bind(released_to)
        .bind(marked)
        .bind(user)
        .bind(agency)
        .bind(recipients)
        .bind(compartments)
        .fetch_one(pool)
        .await
        .unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_reference_finds_the_readers_own_file_first(pool: PgPool) {
    let live = live(&pool).await;
    let own = live.open("X/2026/0001", harriet()).await;
    live.open("X/2026/0001", released(akinyi(), "GB")).await;
    let views = live.store.views();
    let harriet = reader("harriet", "UK-NMC");
    let found = views.investigation_by_reference(&harriet, "X/2026/0001").await.unwrap();
    assert_eq!(found.unwrap().investigation_id, own);
}
