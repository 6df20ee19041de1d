//! The negative control: a harness that cannot see a loss would prove nothing.

use std::collections::BTreeSet;

use mpaka_tests::case::id;
use mpaka_tests::ledger::{Entry, Ledger, Line, faults, unseen};
use mpaka_tests::process::{family, freeze, kill_9};
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use sqlx::{Executor, Row};
use uuid::Uuid;

/// A ledger of ten commands sent one after the other, and the log that they make in two streams.
fn kept() -> (Vec<Entry>, Vec<Line>) {
    let ledger = Ledger::default();
    for n in 0..10 {
        ledger.mean(id(&format!("command {n}")));
        ledger.acknowledge(id(&format!("command {n}")));
    }
    let line = |n: i64| Line {
        position: n + 1,
        stream: ("suspect".to_owned(), format!("{}", n % 2)),
        version: n / 2 + 1,
        event: id(&format!("event {n}")),
        command: id(&format!("command {n}")),
    };
    (ledger.copy(), (0..10).map(line).collect())
}

fn judged(ledger: &[Entry], log: &[Line]) -> Vec<String> {
    let head = i64::try_from(log.len()).unwrap();
    faults(ledger, &BTreeSet::new(), log, head)
}

/// The log with its positions and versions made anew, so that only the fault itself shows.
fn numbered(mut log: Vec<Line>) -> Vec<Line> {
    let mut versions = std::collections::HashMap::new();
    for (position, line) in (1..).zip(&mut log) {
        let version = versions.entry(line.stream.clone()).or_insert(0);
        *version += 1;
        (line.position, line.version) = (position, *version);
    }
    log
}

#[test]
fn a_log_as_it_was_promised_has_no_fault() {
    let (ledger, log) = kept();
    assert_eq!(judged(&ledger, &log), Vec::<String>::new());
}

#[test]
fn a_lost_event_is_seen() {
    let (ledger, mut log) = kept();
    let lost = log.remove(4);
    let found = judged(&ledger, &numbered(log));
    assert_eq!(found, [format!("{} was acknowledged and is lost", lost.command)]);
}

#[test]
fn an_event_that_is_lost_from_the_end_is_seen() {
    let (ledger, mut log) = kept();
    log.pop();
    assert_eq!(judged(&ledger, &log).len(), 1);
}

#[test]
fn a_command_that_was_not_acknowledged_may_be_there_or_not() {
    let (mut ledger, mut log) = kept();
    for entry in &mut ledger {
        if entry.command == id("command 9") {
            entry.acknowledged = None;
        }
    }
    assert_eq!(judged(&ledger, &log), Vec::<String>::new());
    log.pop();
    assert_eq!(judged(&ledger, &log), Vec::<String>::new());
}

#[test]
fn a_second_effect_is_seen() {
    let (ledger, mut log) = kept();
    let again = Line { event: id("again"), ..log[3].clone() };
    log.push(again);
    let found = judged(&ledger, &numbered(log));
    assert_eq!(found[0], format!("{} took effect 2 times", id("command 3")));
}

#[test]
fn an_event_that_is_stored_twice_is_seen() {
    let (ledger, mut log) = kept();
    log.push(log[3].clone());
    let found = judged(&ledger, &numbered(log));
    assert_eq!(found[0], format!("event {} is there twice", id("event 3")));
}

#[test]
fn an_event_that_nobody_meant_is_seen_unless_it_was_there_before() {
    let (mut ledger, log) = kept();
    ledger.retain(|entry| entry.command != id("command 0"));
    assert_eq!(judged(&ledger, &log), [format!("nobody meant {}", id("command 0"))]);
    assert_eq!(faults(&ledger, &BTreeSet::from([id("event 0")]), &log, 10), Vec::<String>::new());
}

#[test]
fn events_out_of_the_order_of_their_acknowledgements_are_seen() {
    let (ledger, mut log) = kept();
    log.swap(4, 6);
    assert!(!judged(&ledger, &numbered(log)).is_empty());
}

#[test]
fn gaps_in_positions_and_versions_and_a_head_that_lies_are_seen() {
    let (ledger, log) = kept();
    let mut gap = log.clone();
    gap[9].position = 11;
    assert_eq!(faults(&ledger, &BTreeSet::new(), &gap, 11).len(), 1);
    let mut gap = log.clone();
    gap[9].version = 6;
    assert_eq!(judged(&ledger, &gap).len(), 1);
    assert_eq!(faults(&ledger, &BTreeSet::new(), &log, 11).len(), 1);
}

#[test]
fn a_subscriber_that_misses_repeats_or_mixes_up_events_is_seen() {
    let (_, log) = kept();
    let all: Vec<Uuid> = log.iter().map(|line| line.event).collect();
    assert_eq!(unseen(&all, &log, 0), Vec::<String>::new());
    assert_eq!(unseen(&all[4..], &log, 4), Vec::<String>::new());
    let mut wrong = all.clone();
    wrong.remove(5);
    assert!(unseen(&wrong, &log, 0)[0].contains("1 missed"));
    wrong = all.clone();
    wrong.insert(5, all[4]);
    assert!(unseen(&wrong, &log, 0)[0].contains("1 more than once"));
    wrong = all.clone();
    wrong.swap(2, 3);
    assert!(unseen(&wrong, &log, 0)[0].contains("the first difference at 2"));
}

/// The same load and the same judgement as in every round, on a database that answers before what
/// it was told is on the disk: what it loses when it is killed must come to light.
#[tokio::test]
async fn a_database_that_does_not_wait_for_its_disk_is_found_out() {
    let mut scene = Scene::start(Home::embedded(), 1, 0).await;
    scene.database.execute("ALTER DATABASE mpaka SET synchronous_commit = off").await;
    scene.kill(0);
    scene.start_again(0).await;
    // Nobody else carries to the disk what was only promised.
    let writer = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walwriter'";
    let writer = scene.database.connect().await.fetch_one(writer).await.unwrap();
    freeze(u32::try_from(writer.get::<i32, _>(0)).unwrap());
    scene.begin().await;
    for process in family(scene.home.postmaster().unwrap()) {
        kill_9(process);
    }
    let found = scene.judge_log().await;
    assert!(found.iter().any(|fault| fault.ends_with("was acknowledged and is lost")), "{found:?}");
}
