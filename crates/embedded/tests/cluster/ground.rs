//! What every test stands on: a folder of its own, and processes of its own that it can kill.

use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use mpaka_embedded::{Cluster, Connection, Options};
use rustix::process::{Pid, Signal, geteuid, kill_process};

use crate::sql::ask;

/// A folder that other users may pass through, as `/var` and `/home` are.
pub struct Ground(tempfile::TempDir);

impl Ground {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
        Self(folder)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// A folder that nobody but its owner may pass through.
    pub fn closed(&self) -> PathBuf {
        let folder = self.path("closed");
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, Permissions::from_mode(0o700)).unwrap();
        folder
    }

    pub fn options(&self) -> Options {
        self.options_for(&self.path("data"))
    }

    pub fn options_for(&self, data_dir: &Path) -> Options {
        let search_path = std::env::var_os("PATH").unwrap_or_default();
        let mut options = Options::new(data_dir, search_path);
        options.shelter = self.path("shelter");
        options
    }

    pub async fn start(&self) -> Cluster {
        Cluster::start(self.options()).await.unwrap()
    }
}

/// Another process that runs a cluster, killed at the latest when it is dropped.
pub struct Holder(Child);

impl Holder {
    pub fn spawn(data_dir: &Path) -> Self {
        let test = std::env::current_exe().unwrap();
        let program = test.parent().unwrap().with_file_name("examples").join("hold");
        assert!(program.is_file(), "build it first: cargo build -p mpaka-embedded --examples");
        Self(Command::new(program).arg(data_dir).stdout(Stdio::piped()).spawn().unwrap())
    }

    /// Waits until its cluster answers.
    pub fn wait_ready(&mut self) {
        let mut url = String::new();
        BufReader::new(self.0.stdout.take().unwrap()).read_line(&mut url).unwrap();
        assert!(url.starts_with("postgres://"), "the holder said {url:?}");
    }

    pub fn pid(&self) -> u32 {
        self.0.id()
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Holder {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

pub fn is_root() -> bool {
    geteuid().is_root()
}

/// The process id in the first line of a cluster's `postmaster.pid`.
pub fn postmaster(cluster: &Path) -> u32 {
    let text = fs::read_to_string(cluster.join("postmaster.pid")).unwrap();
    text.lines().next().unwrap().parse().unwrap()
}

pub fn kill(pid: u32) {
    let pid = Pid::from_raw(i32::try_from(pid).unwrap()).unwrap();
    kill_process(pid, Signal::KILL).unwrap();
}

/// Whether a process exists and has not ended; a zombie has.
pub fn is_alive(pid: u32) -> bool {
    if Path::new("/proc/self/stat").exists() {
        let stat = fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
        return stat
            .rsplit(") ")
            .next()
            .is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'));
    }
    let state = Command::new("ps").args(["-o", "stat=", "-p", &pid.to_string()]).output().unwrap();
    let state = String::from_utf8(state.stdout).unwrap();
    !state.trim().is_empty() && !state.starts_with('Z')
}

/// A program that runs as the owner of a folder.
pub fn command_as_owner(folder: &Path, program: &str) -> Command {
    let mut command = Command::new(program);
    if is_root() {
        let owner = fs::metadata(folder).unwrap();
        command.uid(owner.uid()).gid(owner.gid());
    }
    command
}

pub fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !condition() {
        assert!(Instant::now() < deadline, "waited in vain until {what}");
        thread::sleep(Duration::from_millis(5));
    }
}

/// Stores something that must still be there later.
pub fn write_note(connection: &Connection) {
    ask(connection, "CREATE TABLE note (text text); INSERT INTO note VALUES ('kept')");
}

pub fn read_note(connection: &Connection) -> Vec<String> {
    ask(connection, "SELECT text FROM note")
}

/// The names in a folder, sorted.
pub fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
