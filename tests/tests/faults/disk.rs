//! The disk is full: nothing more can be written until there is room again.

use std::fs::{self, File};
use std::io::Write;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use mpaka_tests::in_time;
use mpaka_tests::process::family;
use mpaka_tests::rounds::Rounds;
use mpaka_tests::scene::Scene;
use mpaka_tests::server::Home;
use rand::Rng;
use sqlx::Executor;
use tokio::time::sleep;

/// The size of the disk: room for a new cluster and some segments of its log.
const DISK: &str = "size=160m,mode=0711";
/// The largest file where the limit is on files: less than a segment of the log, which has 16 MiB.
const LARGEST_FILE: &str = "--fsize=8388608:";
const NO_LIMIT: &str = "--fsize=unlimited:";

/// A disk of its own that is too small; gone when this is dropped.
struct Disk(PathBuf);

impl Disk {
    /// Mounts one; none where this user may not.
    fn mount(at: PathBuf) -> Option<Self> {
        fs::create_dir_all(&at).unwrap();
        let mount =
            Command::new("mount").args(["-t", "tmpfs", "-o", DISK, "tmpfs"]).arg(&at).output();
        mount.is_ok_and(|mount| mount.status.success()).then_some(Self(at))
    }

    /// Fills it to the last byte.
    fn fill(&self) {
        let mut ballast = File::create(self.0.join("ballast")).unwrap();
        while ballast.write_all(&[0; 4096]).is_ok() {}
    }

    /// Makes room.
    fn clear(&self) {
        fs::remove_file(self.0.join("ballast")).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        // Processes that are just leaving may still use it; then it goes with the last of them.
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// Sets the limit on the size of files for mpaka and everything of its PostgreSQL, those to come
/// included.
fn limit(scene: &Scene, largest: &str) {
    let server = scene.servers[0].id();
    for process in [server].into_iter().chain(scene.home.postmaster()).flat_map(family) {
        let folder = format!("/proc/{process}");
        let Ok(owner) = fs::metadata(&folder) else { continue };
        // A process's owner may always, but root only where it has all its powers.
        let mut command = Command::new("prlimit");
        command.args(["--pid", &process.to_string(), largest]).uid(owner.uid()).gid(owner.gid());
        let done = command.output().expect("prlimit of util-linux is installed");
        let gone = !Path::new(&folder).exists();
        assert!(done.status.success() || gone, "{}", String::from_utf8_lossy(&done.stderr));
    }
}

/// Has the log of PostgreSQL begin new segments until it cannot any more.
async fn use_up(scene: &Scene) {
    in_time("a database that cannot write", async {
        loop {
            let Ok(mut connection) = scene.database.try_connect().await else {
                return;
            };
            let written = "CREATE TEMP TABLE written (n int); DROP TABLE written;
                SELECT pg_switch_wal()";
            if connection.execute(written).await.is_err() {
                return;
            }
        }
    })
    .await;
}

/// Judges what became of a disk without room: mpaka stays, commands are turned away, nothing is lost.
async fn without_room(
    at: &mut Scene,
    mut chance: impl Rng,
    fill: impl Fn(&Scene),
    clear: impl Fn(&Scene),
) -> Duration {
    at.begin().await;
    at.acknowledges(chance.random_range(1..40)).await;
    fill(at);
    use_up(at).await;
    let before = at.ledger().count();
    in_time("commands that are turned away", async {
        while at.ledger().count().unanswered == before.unanswered {
            sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    sleep(Duration::from_millis(chance.random_range(0..2000))).await;
    assert!(at.servers[0].runs(), "mpaka itself never ended");
    clear(at);
    at.recovers(Instant::now()).await
}

#[tokio::test]
async fn a_full_disk_loses_repeats_and_reorders_nothing() {
    let mut rounds = Rounds::of("disk full", 1);
    while let Some(mut chance) = rounds.begin() {
        let home = Home::embedded();
        let disk = Disk::mount(home.data_dir());
        let mut at = Scene::start(home, 1, chance.random()).await;
        let recovery = match &disk {
            Some(disk) => without_room(&mut at, chance, |_| disk.fill(), |_| disk.clear()).await,
            // Not everybody may mount a disk: then no file may grow.
            None => files_that_cannot_grow(&mut at, chance).await,
        };
        rounds.report(&at.judge(recovery).await);
        drop(at);
    }
}

#[tokio::test]
async fn files_that_may_not_grow_lose_repeat_and_reorder_nothing() {
    let mut rounds = Rounds::of("files limited", 1);
    while let Some(mut chance) = rounds.begin() {
        let mut at = Scene::start(Home::embedded(), 1, chance.random()).await;
        let recovery = files_that_cannot_grow(&mut at, chance).await;
        rounds.report(&at.judge(recovery).await);
    }
}

async fn files_that_cannot_grow(at: &mut Scene, chance: impl Rng) -> Duration {
    without_room(at, chance, |at| limit(at, LARGEST_FILE), |at| limit(at, NO_LIMIT)).await
}
