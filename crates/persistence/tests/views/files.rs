//! Files of exhibits: what an upload leaves behind in any of its states, and checks whose turn has come.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::TimeDelta;
use futures_util::stream;
use mpaka_domain::evidence::evidence_item::{EvidenceCommand, EvidenceItem, EvidenceKind};
use mpaka_domain::value::{CountryCode, ExhibitRef, Place as Where, PlaceKind};
use mpaka_domain::{Personal, Role, Viewer};
use mpaka_persistence::files::{FileBounds, FilesError, NewUpload, Outcome, Place, State};
use mpaka_persistence::view::exhibit::{ExhibitRow, FileRow};
use mpaka_persistence::{Files, ids};
use sqlx::PgPool;
use tempfile::TempDir;
use uuid::Uuid;

use super::casework::{Live, akinyi, at, live, reader, viewer};

const NOTHING: Duration = Duration::ZERO;
const LONG: Duration = Duration::from_hours(1);

struct Fixture {
    live: Live,
    files: Files,
    folder: TempDir,
    exhibit: Uuid,
}

fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

fn officer() -> Viewer {
    viewer("akinyi", "KE-DCI-TOCU", Role::Investigator)
}

/// The scan of a paper in akinyi's custody, without a file yet.
async fn fixture(pool: &PgPool) -> Fixture {
    let live = live(pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = ids::next();
    let country = CountryCode::parse("KE").unwrap();
    let identify = EvidenceCommand::Identify {
        investigation: file.into(),
        description: said("A ledger with a green cover."),
        kind: EvidenceKind::Document,
        place: Where::try_new("Nairobi", None, country, None, PlaceKind::Town).unwrap(),
        by: said("PC J. Mwangi"),
        derived_from: None,
    };
    let seize = EvidenceCommand::Seize {
        exhibit_ref: ExhibitRef::parse("JM/1").unwrap(),
        authority_ref: "Warrant 41/2026".to_owned(),
        seal: None,
        witness: said("PC A. Barasa"),
        photos: 0,
    };
    for command in [identify, seize] {
        let streams = live.store.streams();
        let sent = streams.send::<EvidenceItem>(exhibit, command, akinyi(), None).await.unwrap();
        live.store.positions().all_reached(sent.position).await.unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let files = files(&live, folder.path());
    Fixture { live, files, folder, exhibit }
}

/// The files of a store in a folder; each second that is asked for is the next.
fn files(live: &Live, folder: &Path) -> Files {
    let seconds = Arc::new(AtomicI64::new(0));
    let now = move || {
        let seconds = seconds.fetch_add(1, Ordering::Relaxed);
        at("2026-03-02T09:00:00Z") + TimeDelta::seconds(seconds)
    };
    Files::new(&live.store, Place::Folder(folder.to_owned()), FileBounds::default(), now)
}

impl Fixture {
    fn new_upload(&self, size: usize) -> NewUpload {
        let name = "scan.pdf".to_owned();
        let (upload, exhibit) = (ids::next(), self.exhibit);
        NewUpload { upload, exhibit, name, size: size as u64, sha256: None }
    }

    /// Begins an upload of so many bytes and sends these.
    async fn sent(&self, size: usize, bytes: &'static [u8]) -> Uuid {
        let upload = self.files.begin(&officer(), self.new_upload(size)).await.unwrap();
        let id = upload.id;
        let pieces = stream::iter([Ok::<_, Infallible>(bytes)]);
        let received = self.files.receive(upload, 0, pieces).await.unwrap();
        assert_eq!(received.received, bytes.len() as u64);
        id
    }

    async fn stored(&self, bytes: &'static [u8]) -> Uuid {
        let id = self.sent(bytes.len(), bytes).await;
        let outcome = self.files.finish(id).await.unwrap();
        assert!(matches!(outcome, Outcome::Stored { .. }), "{outcome:?}");
        id
    }

    async fn row(&self) -> ExhibitRow {
        let reader = reader("akinyi", "KE-DCI-TOCU");
        self.live.store.views().exhibit(&reader, self.exhibit).await.unwrap().unwrap()
    }

    async fn file(&self) -> FileRow {
        self.row().await.files.remove(0)
    }

    /// The objects of a file.
    fn objects(&self, file: Uuid) -> Vec<PathBuf> {
        let id = file.to_string();
        let folder = self.folder.path().join("files").join(&id[34..]).join(&id);
        let entries = fs::read_dir(folder).into_iter().flatten();
        entries.map(|entry| entry.unwrap().path()).collect()
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_upload_of_which_nothing_more_comes_is_removed_with_its_bytes(pool: PgPool) {
    let it = fixture(&pool).await;
    let upload = it.sent(100, b"the first half").await;
    assert_eq!(it.objects(upload).len(), 1);
    assert_eq!(it.files.tidy(LONG).await.unwrap(), (0, 0), "more may come");
    assert_eq!(it.files.tidy(NOTHING).await.unwrap(), (0, 1));
    assert_eq!(it.objects(upload), Vec::<PathBuf>::new());
    assert!(matches!(it.files.upload(&officer(), upload).await, Err(FilesError::NotFound)));
    assert_eq!(it.files.counts().expired, 1);
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_upload_that_was_whole_when_its_process_ended_is_judged_by_the_next(pool: PgPool) {
    let it = fixture(&pool).await;
    let upload = it.sent(4, b"%PDF").await;
    assert_eq!(it.files.upload(&officer(), upload).await.unwrap().state, State::Whole);
    assert_eq!(files(&it.live, it.folder.path()).tidy(NOTHING).await.unwrap().0, 1);
    let (file, row) = (it.file().await, it.row().await);
    assert_eq!((file.file_id, file.media_type.as_str()), (upload, "application/pdf"));
    assert_eq!(file.name, "scan.pdf");
    let again = it.files.finish(upload).await;
    assert!(matches!(again, Err(FilesError::NotFound)), "{again:?}");
    assert_eq!(it.row().await.version, row.version, "it is stored once");
}

#[sqlx::test(migrations = "../../migrations")]
async fn what_an_upload_left_behind_goes_when_it_is_stored(pool: PgPool) {
    let it = fixture(&pool).await;
    let upload = it.sent(4, b"%P").await;
    let left_behind = it.objects(upload).remove(0).with_file_name("ab".repeat(32));
    fs::write(&left_behind, "half a part").unwrap();
    let begun = it.files.upload(&officer(), upload).await.unwrap();
    let rest = stream::iter([Ok::<_, Infallible>(b"DF")]);
    assert!(it.files.receive(begun, 2, rest).await.unwrap().whole);
    it.files.finish(upload).await.unwrap();
    assert_eq!(it.objects(upload).len(), 2, "the part and the list of parts");
    assert!(!left_behind.exists());
}

#[sqlx::test(migrations = "../../migrations")]
async fn two_senders_of_one_upload_cannot_mix_their_bytes(pool: PgPool) {
    let it = fixture(&pool).await;
    let upload = it.files.begin(&officer(), it.new_upload(6)).await.unwrap();
    let (one, other) = (upload.clone(), upload.clone());
    let send = |upload, bytes: &'static [u8]| {
        it.files.receive(upload, 0, stream::iter([Ok::<_, Infallible>(bytes)]))
    };
    assert_eq!(send(one, b"abc").await.unwrap().received, 3);
    let late = send(other, b"xyz").await;
    assert!(matches!(late, Err(FilesError::Offset { received: 3 })), "{late:?}");
    assert_eq!(it.objects(upload.id).len(), 1, "what came late is not kept");
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_part_that_was_altered_before_the_file_was_whole_is_sent_again(pool: PgPool) {
    let it = fixture(&pool).await;
    let id = it.sent(6, b"abc").await;
    fs::write(&it.objects(id)[0], "something else").unwrap();
    let upload = it.files.upload(&officer(), id).await.unwrap();
    let on = it.files.receive(upload, 3, stream::iter([Ok::<_, Infallible>(b"def")])).await;
    assert!(matches!(on, Err(FilesError::Offset { received: 0 })), "{on:?}");
    let upload = it.files.upload(&officer(), id).await.unwrap();
    let all = stream::iter([Ok::<_, Infallible>(b"abcdef")]);
    assert!(it.files.receive(upload, 0, all).await.unwrap().whole);
    assert!(matches!(it.files.finish(id).await.unwrap(), Outcome::Stored { .. }));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_file_whose_turn_has_come_is_read_again_and_an_altered_one_once(pool: PgPool) {
    let it = fixture(&pool).await;
    let file = it.stored(b"%PDF-1.7 a page").await;
    let never = Duration::from_hours(100 * 365 * 24);
    assert_eq!(it.files.check_due(never).await.unwrap(), 0, "its turn has not come");
    let before = it.file().await;
    assert_eq!(it.files.check_due(NOTHING).await.unwrap(), 1);
    let (after, row) = (it.file().await, it.row().await);
    assert!(after.checked_at > before.checked_at && !after.altered);
    assert!(!row.verified, "X4: a check on schedule is in nobody's session");
    let check = row.lines.last().unwrap();
    assert_eq!((check.action.as_str(), check.by_user.as_str()), ("HASH_VERIFIED", "mpaka"));

    let part = it.objects(file).into_iter().min_by_key(|path| path.metadata().unwrap().len());
    let part = part.unwrap();
    let mut held = fs::read(&part).unwrap();
    held[30] ^= 0x80;
    fs::write(&part, held).unwrap();
    assert_eq!(it.files.check_due(NOTHING).await.unwrap(), 1);
    assert!(it.file().await.altered);
    assert_eq!(it.row().await.status, "COMPROMISED");
    assert_eq!(it.files.check_due(NOTHING).await.unwrap(), 0, "what is known is not told again");
    let counts = it.files.counts();
    assert_eq!((counts.found_whole, counts.found_altered, counts.unchecked), (1, 1, 0));
}

#[sqlx::test(migrations = "../../migrations")]
async fn a_store_that_is_not_there_does_not_look_like_one_whose_files_are_gone(pool: PgPool) {
    let it = fixture(&pool).await;
    it.stored(b"%PDF-1.7 a page").await;
    fs::remove_dir_all(it.folder.path().join("files")).unwrap();
    fs::rename(it.folder.path().join("mpaka.store"), it.folder.path().join("away")).unwrap();
    assert_eq!(it.files.check_due(NOTHING).await.unwrap(), 0);
    assert_eq!(it.row().await.status, "SEIZED");
    assert_eq!(it.files.counts().unchecked, 1);
    let elsewhere = tempfile::tempdir().unwrap();
    let other = files(&it.live, elsewhere.path());
    assert!(other.look().await.is_err());
    let refused = other.begin(&officer(), it.new_upload(4)).await;
    assert!(matches!(refused, Err(FilesError::File(_))), "{refused:?}");
    fs::rename(it.folder.path().join("away"), it.folder.path().join("mpaka.store")).unwrap();
    assert_eq!(it.files.check_due(NOTHING).await.unwrap(), 1);
    assert_eq!(it.row().await.status, "COMPROMISED", "now they are gone");
}

#[sqlx::test(migrations = "../../migrations")]
async fn one_user_has_so_many_unfinished_uploads_at_most(pool: PgPool) {
    let it = fixture(&pool).await;
    for _ in 0..64 {
        it.files.begin(&officer(), it.new_upload(4)).await.unwrap();
    }
    let one_more = it.files.begin(&officer(), it.new_upload(4)).await;
    assert!(matches!(one_more, Err(FilesError::TooMany { most: 64 })), "{one_more:?}");
}

#[sqlx::test(migrations = "../../migrations")]
async fn neither_a_name_nor_a_key_lies_open_in_the_database(pool: PgPool) {
    let it = fixture(&pool).await;
    it.sent(100, b"the first half").await;
    let dump = sqlx::query_scalar!(r#"SELECT row_to_json(u)::text AS "row!" FROM file_upload u"#);
    let row = dump.fetch_one(&pool).await.unwrap();
    let hex = "7363616e2e706466";
    assert!(!row.contains("scan.pdf") && !row.contains(hex), "{row}");
    it.stored(b"%PDF").await;
    let stored = sqlx::query_scalar!(
        r#"SELECT payload::text AS "payload!" FROM events
        WHERE event_type = 'evidence.file_stored'"#
    );
    let stored = stored.fetch_one(&pool).await.unwrap();
    assert!(stored.contains("application/pdf") && !stored.contains("scan.pdf"), "{stored}");
}
