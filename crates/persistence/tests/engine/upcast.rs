//! Events in older shapes, and in shapes of programs to come.

use std::collections::BTreeMap;
use std::path::Path;

use mpaka_domain::casework::investigation::Investigation;
use mpaka_domain::casework::suspect::Suspect;
use mpaka_domain::casework::task::Task;
use mpaka_domain::evidence::evidence_item::EvidenceItem;
use mpaka_domain::governance::access_grant::AccessGrant;
use mpaka_domain::governance::break_glass::BreakGlass;
use mpaka_domain::movement::journey::Journey;
use mpaka_domain::prosecution::disclosure_schedule::DisclosureSchedule;
use mpaka_domain::prosecution::prosecution_file::ProsecutionFile;
use mpaka_domain::protection::victim_case::VictimCase;
use mpaka_domain::{Decider, DomainEvent};
use mpaka_persistence::upcast::Step;
use mpaka_persistence::{SendError, Store, StoreError, Unreadable, Upcasters, ids};
use serde_json::{Value, json};
use sqlx::PgPool;

use super::diary::{Diary, envelope, master, open, store, write};

/// Every stored sample of a category: by event and version.
fn samples(category: &str) -> BTreeMap<(String, u32), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/events/samples");
    let mut samples = BTreeMap::new();
    for file in folder.read_dir().unwrap() {
        let path = file.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let mut parts = name.split('.');
        let (Some(of), Some(event), Some(version)) = (parts.next(), parts.next(), parts.next())
        else {
            panic!("{name} is no name of a sample");
        };
        if of == category {
            let version = version.strip_prefix('v').unwrap().parse().unwrap();
            let sample = std::fs::read_to_string(&path).unwrap();
            samples.insert((event.to_owned(), version), sample);
        }
    }
    samples
}

/// Every version of every event of an aggregate has a sample, which reads as the event of today.
fn check<D: Decider>() -> usize {
    let upcasters = Upcasters::released();
    let samples = samples(D::CATEGORY);
    for name in D::Event::NAMES {
        let event_type = format!("{}.{name}", D::CATEGORY);
        let current: u32 = upcasters.current(&event_type).parse().unwrap();
        for version in 1..=current {
            let sample = &samples[&((*name).to_owned(), version)];
            let upcast = upcasters.upcast(&event_type, &version.to_string(), sample).unwrap();
            let text = upcast.as_ref().unwrap_or(sample);
            let event: D::Event = serde_json::from_str(text).unwrap();
            assert_eq!(event.name(), *name, "version {version}");
        }
    }
    samples.len()
}

#[test]
fn every_event_version_ever_released_still_reads() {
    let read = check::<Investigation>()
        + check::<Suspect>()
        + check::<VictimCase>()
        + check::<Journey>()
        + check::<EvidenceItem>()
        + check::<ProsecutionFile>()
        + check::<DisclosureSchedule>()
        + check::<Task>()
        + check::<AccessGrant>()
        + check::<BreakGlass>();
    assert!(read >= 141, "{read} samples");
}

/// A program whose diaries keep their text under `page`, and whose titles are in capitals.
async fn newer(pool: &PgPool) -> Store {
    let page = |mut data: Value| {
        let text = data["written"]["text"].take();
        data["written"] = json!({ "text": text, "page": { "number": "unknown", "text": text } });
        data
    };
    let capitals = |mut data: Value| {
        let title = data["opened"]["title"].as_str().unwrap_or_default().to_uppercase();
        data["opened"]["title"] = title.into();
        data
    };
    let steps = [
        Step { event_type: "diary.opened", version: "2", upcast: capitals },
        Step { event_type: "diary.written", version: "2", upcast: page },
    ];
    Store::open_with(pool.clone(), &master(), Upcasters::new(steps)).await.unwrap()
}

#[sqlx::test(migrations = "../../migrations")]
async fn events_of_an_older_program_are_read_in_todays_shape_and_stay_as_they_were(pool: PgPool) {
    let older = store(&pool).await;
    let diary = ids::next();
    for command in [open("one"), write("Mercy was here")] {
        older.streams().send::<Diary>(diary, command, envelope(), None).await.unwrap();
    }
    let stored = || async {
        let rows = sqlx::query_scalar::<_, String>(
            "SELECT event_version || payload::text || encode(hash, 'hex') FROM events ORDER BY position",
        );
        rows.fetch_all(&pool).await.unwrap()
    };
    let before = stored().await;

    let newer = newer(&pool).await;
    let history = newer.streams().history("diary", diary).await.unwrap();
    assert_eq!(history[0].revealed_data(), json!({ "title": "ONE" }));
    assert_eq!(history[1].revealed_data()["page"]["text"], "Mercy was here");
    let sealed = history[1].sealed_data().unwrap();
    assert!(sealed["page"]["text"].get("$sealed").is_some(), "what views store stays sealed");

    newer.streams().send::<Diary>(diary, write("more"), envelope(), Some(2)).await.unwrap();
    let after = stored().await;
    assert_eq!(after[..2], before[..]);
    assert!(after[2].starts_with('2'), "what is written now is in today's version");
}

#[sqlx::test(migrations = "../../migrations")]
async fn events_of_a_program_to_come_are_named_and_not_guessed_at(pool: PgPool) {
    let diary = ids::next();
    newer(&pool).await.streams().send::<Diary>(diary, open("one"), envelope(), None).await.unwrap();
    let today = store(&pool).await;
    let sent = today.streams().send::<Diary>(diary, write("page"), envelope(), None).await;
    let Err(SendError::Store(StoreError::UnreadableEvent { stream, version, why, .. })) = sent
    else {
        panic!("{sent:?}");
    };
    assert_eq!((stream, version, why), (diary.to_string(), 1, Unreadable::Version));
    let read = today.log().after(0, 10).await.unwrap();
    assert!(read.into_iter().next().unwrap().recorded().is_err());
}
