//! The binary `mpaka` as a process: started, heard, killed.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};

use rustix::io::Errno;
use rustix::process::{Pid, Signal, kill_process, kill_process_group};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::{PATIENCE, in_time};

/// The binary, which lies beside the folder of this test's own.
pub fn binary() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().and_then(Path::parent).unwrap();
    let binary = folder.join("mpaka");
    let built = binary.display();
    assert!(binary.exists(), "{built} is missing: build it first with `cargo build -p mpaka`");
    binary
}

/// A command of the binary that hears only what the test says: no `MPAKA_…` variable of the test
/// run reaches it, but for those that say where PostgreSQL is.
fn command(folder: &Path) -> Command {
    let mut command = Command::new(binary());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("MPAKA_") && !text.starts_with("MPAKA_POSTGRES_") {
            command.env_remove(&name);
        }
    }
    command.current_dir(folder).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a process has said so far.
type Said = Arc<Mutex<String>>;

/// A running `mpaka`, ended when this is dropped.
#[derive(Debug)]
pub struct Process {
    child: Child,
    lines: UnboundedReceiver<String>,
    out: Said,
    err: Said,
}

/// What a command came to.
#[derive(Debug)]
pub struct Ended {
    /// The exit code.
    pub code: Option<i32>,
    /// What it wrote to standard output.
    pub out: String,
    /// What it wrote to standard error.
    pub err: String,
}

impl Process {
    /// Starts `mpaka` with these arguments in this folder, and these variables beside those of the test.
    pub fn start(
        folder: &Path,
        arguments: &[impl AsRef<OsStr>],
        variables: &[(String, String)],
    ) -> Self {
        let mut command = command(folder);
        command.args(arguments).envs(variables.iter().cloned()).process_group(0);
        let mut child = command.spawn().unwrap();
        let (sender, lines) = unbounded_channel();
        let (out, err) = (Said::default(), Said::default());
        listen(child.stdout.take().unwrap(), &out, move |line| {
            // Nobody may be waiting for a line any more.
            let _ = sender.send(line.to_owned());
        });
        listen(child.stderr.take().unwrap(), &err, |_| ());
        Self { child, lines, out, err }
    }

    /// Where it serves, once it says so.
    pub async fn ready(&mut self) -> String {
        // A demo loads its operations first.
        let line = tokio::time::timeout(3 * PATIENCE, self.lines.recv()).await;
        let Some(line) = line.expect("the line `ready` comes in time") else {
            let status = self.child.wait().unwrap();
            panic!("mpaka ended with {status} before it served:\n{}", self.errors());
        };
        line.strip_prefix("ready ").expect("the first line says ready").trim().to_owned()
    }

    /// The next line of standard output.
    pub async fn line(&mut self) -> String {
        in_time("a line", self.lines.recv()).await.expect("mpaka says more")
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Ends it without a word, as a power cut would, and nothing that it started.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to end, and waits until it has.
    pub fn stop(&mut self) -> Option<i32> {
        if self.runs() {
            kill_process(pid(self.id()), Signal::TERM).unwrap();
        }
        self.child.wait().unwrap().code()
    }

    /// What it wrote to standard error.
    pub fn errors(&self) -> String {
        self.err.lock().unwrap().clone()
    }

    /// All that it wrote.
    pub fn said(&self) -> String {
        format!("{}{}", self.out.lock().unwrap(), self.errors())
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let group = pid(self.id());
        self.stop();
        if std::thread::panicking() {
            // A failed story is read together with what the server said of it.
            let _ = std::io::stderr().write_all(self.errors().as_bytes());
        }
        // Nothing may be left of the group, which is as it should be.
        let _ = kill_process_group(group, Signal::KILL);
    }
}

/// Runs a command to its end.
pub async fn run(folder: &Path, arguments: &[impl AsRef<OsStr>]) -> Ended {
    let mut command = tokio::process::Command::from(command(folder));
    let output = in_time("the end of a command", command.args(arguments).output()).await.unwrap();
    Ended {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

impl Ended {
    /// What a command that was carried out printed, as JSON.
    pub fn json(&self) -> serde_json::Value {
        assert_eq!(self.code, Some(0), "{}", self.err);
        serde_json::from_str(&self.out).unwrap()
    }
}

/// Ends any process without a word, if it still runs.
pub fn kill_9(id: u32) {
    match kill_process(pid(id), Signal::KILL) {
        Ok(()) | Err(Errno::SRCH) => {}
        Err(error) => panic!("process {id} could not be killed: {error}"),
    }
}

/// Holds any process still until it is killed.
pub fn freeze(id: u32) {
    kill_process(pid(id), Signal::STOP).unwrap();
}

/// A process with everything that it started and that still runs.
pub fn family(id: u32) -> Vec<u32> {
    let children = std::fs::read_to_string(format!("/proc/{id}/task/{id}/children"));
    let children = children.unwrap_or_default();
    let children = children.split_whitespace().map(|child| child.parse().unwrap());
    std::iter::once(id).chain(children.flat_map(family)).collect()
}

fn pid(id: u32) -> Pid {
    Pid::from_raw(i32::try_from(id).unwrap()).unwrap()
}

fn listen(stream: impl Read + Send + 'static, said: &Said, heard: impl Fn(&str) + Send + 'static) {
    let said = Arc::clone(said);
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            let mut said = said.lock().unwrap();
            said.push_str(&line);
            said.push('\n');
            heard(&line);
        }
    });
}
