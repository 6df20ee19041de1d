//! The server's first process: clearing up after an earlier one, starting it, ending it.

use std::fs::{self, File};
use std::os::unix::fs::OpenOptionsExt;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tokio::process::{Child, Command};
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::files::remove_file;
use crate::identity::Identity;
use crate::init::tail;
use crate::place::Place;
use crate::probe::{Answer, probe};
use crate::process::{Mark, Process, send};
use crate::{Binaries, EmbeddedError, settings};

/// How long the server may refuse to start because of processes that are just leaving.
const LEFTOVERS: Duration = Duration::from_secs(30);
/// How long a server that does not even listen is waited for. While it recovers, it listens.
const SILENCE: Duration = Duration::from_mins(1);
/// How often the server is asked whether it answers, and processes whether they have gone.
const PULSE: Duration = Duration::from_millis(25);
/// What a postmaster says whose predecessor has left processes or a lock file that counts.
const NOT_YET: [&str; 2] = ["pre-existing shared memory block", "lock file \""];

/// Everything that is needed to start the server, again and again.
#[derive(Debug, Clone)]
pub struct Launch {
    pub place: Place,
    pub binaries: Binaries,
    pub identity: Identity,
    pub mark: Mark,
}

/// A running postmaster. Dropped, it is told to end.
#[derive(Debug)]
pub struct Postmaster {
    child: Child,
}

impl Launch {
    /// Starts the server and waits until it answers. After a crash that includes its recovery, which
    /// may take minutes.
    pub async fn up(&self) -> Result<Postmaster, EmbeddedError> {
        let deadline = Instant::now() + LEFTOVERS;
        loop {
            let launch = self.clone();
            let clearing = spawn_blocking(move || launch.clear());
            clearing.await.map_err(|_| EmbeddedError::Interrupted)??;
            match self.attempt().await {
                Err(EmbeddedError::DidNotStart { .. })
                    if self.must_wait() && Instant::now() < deadline =>
                {
                    tracing::info!("waiting for an earlier PostgreSQL's processes to leave");
                    sleep(Duration::from_millis(500)).await;
                }
                other => return other,
            }
        }
    }

    async fn attempt(&self) -> Result<Postmaster, EmbeddedError> {
        self.place.make_socket_folder(self.identity)?;
        settings::write(&self.place)?;
        let mut postmaster = self.spawn()?;
        let connection = self.place.connection();
        let mut heard = Instant::now();
        let mut reported = Instant::now();
        loop {
            if let Ok(Some(_)) = postmaster.child.try_wait() {
                let launch = self.clone();
                let output = spawn_blocking(move || launch.last_words()).await;
                let output = output.map_err(|_| EmbeddedError::Interrupted)?;
                return Err(EmbeddedError::DidNotStart { output: tail(&output) });
            }
            match probe(&connection).await {
                Answer::Ready => return Ok(postmaster),
                Answer::Busy => heard = Instant::now(),
                Answer::Silent if heard.elapsed() > SILENCE => {
                    return Err(EmbeddedError::NotAnswering { socket: connection.socket() });
                }
                Answer::Silent => {}
            }
            if reported.elapsed() > Duration::from_secs(5) {
                tracing::info!("PostgreSQL is starting; after a crash it recovers first");
                reported = Instant::now();
            }
            sleep(PULSE).await;
        }
    }

    /// What the server said at its start, where it still complains to standard error.
    fn first_words(&self) -> String {
        fs::read_to_string(self.place.start_log()).unwrap_or_default()
    }

    fn must_wait(&self) -> bool {
        let words = self.first_words();
        NOT_YET.iter().any(|text| words.contains(text))
    }

    /// What the server said before it ended: at its start, then why in its log, which its logger
    /// writes to the end after the others have gone.
    fn last_words(&self) -> String {
        self.wait_gone(Duration::from_secs(2));
        let folder = self.place.cluster().join("log");
        let files = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
        let newest = files.max_by_key(|file| file.metadata().and_then(|file| file.modified()).ok());
        let log = newest.and_then(|file| fs::read_to_string(file.path()).ok()).unwrap_or_default();
        // The probe's own refusals say no more than that the server was not ready.
        let reason = log
            .lines()
            .filter(|line| line.contains("FATAL:") || line.contains("PANIC:"))
            .rfind(|line| !line.contains("the database system is"));
        format!("{} {}", self.first_words(), reason.unwrap_or_default())
    }

    fn spawn(&self) -> Result<Postmaster, EmbeddedError> {
        let log = self.place.start_log();
        let open = || {
            let file =
                File::options().write(true).create(true).truncate(true).mode(0o600).open(&log)?;
            Ok((file.try_clone()?, file))
        };
        let (output, errors) = open().map_err(EmbeddedError::io("write", &log))?;
        let program = self.binaries.program("postgres");
        let mut command = Command::from(self.identity.command(&program));
        command
            .arg("-D")
            .arg(self.place.cluster())
            .args(settings::arguments(&self.place, &self.mark))
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            // A Ctrl-C at the terminal is for mpaka, which then stops the server in its own time.
            .process_group(0);
        let child = command.spawn().map_err(EmbeddedError::io("run", &program))?;
        Ok(Postmaster { child })
    }

    /// Ends what an earlier mpaka or a killed postmaster left running, and removes the files that
    /// would make PostgreSQL believe that it still runs. PostgreSQL itself goes by process ids alone:
    /// one that is reused, or that ended and was not reaped, keeps it from starting.
    fn clear(&self) -> Result<(), EmbeddedError> {
        self.end_all(&[
            (Signal::INT, Duration::from_secs(10)),
            (Signal::QUIT, Duration::from_secs(5)),
            (Signal::KILL, Duration::from_secs(10)),
        ])?;
        let socket = self.place.connection().socket();
        remove_file(&self.place.cluster().join("postmaster.pid"))?;
        remove_file(&crate::files::sibling(&socket, "lock"))?;
        remove_file(&socket)
    }

    /// Sends signals, each with its time to take effect, until no process of the cluster lives.
    fn end_all(&self, stages: &[(Signal, Duration)]) -> Result<(), EmbeddedError> {
        for &(signal, patience) in stages {
            let processes = self.mark.processes();
            if processes.is_empty() {
                return Ok(());
            }
            tracing::info!(processes = processes.len(), "ending an earlier PostgreSQL");
            // A postmaster ends its own; without one, each is told, and most have noticed already.
            let headless = !processes.iter().any(Process::is_postmaster);
            let receivers = processes
                .iter()
                .filter(|process| headless || signal == Signal::KILL || process.is_postmaster());
            receivers.for_each(|process| process.send(signal));
            self.wait_gone(patience);
        }
        match self.mark.processes().first() {
            None => Ok(()),
            Some(process) => {
                Err(EmbeddedError::StillRunning { folder: self.place.cluster(), pid: process.pid })
            }
        }
    }

    fn wait_gone(&self, patience: Duration) {
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline && !self.mark.processes().is_empty() {
            thread::sleep(PULSE);
        }
    }

    /// Ends the server from outside an async context and waits until it has gone. Ends it again when
    /// a supervisor has just started it anew.
    pub fn end_blocking(&self) {
        let second = Duration::from_secs(1);
        let stages = [
            (Signal::INT, 5 * second),
            (Signal::INT, 5 * second),
            (Signal::QUIT, 5 * second),
            (Signal::KILL, 5 * second),
        ];
        if let Err(error) = self.end_all(&stages) {
            tracing::error!(%error, "PostgreSQL was left running");
        }
    }
}

impl Postmaster {
    /// Waits until it ends; says how.
    pub async fn ended(&mut self) -> String {
        match self.child.wait().await {
            Ok(status) => status.to_string(),
            Err(error) => error.to_string(),
        }
    }

    /// Ends it: sessions are broken off, everything committed is on disk, the cluster is closed.
    pub async fn end(mut self) {
        for (signal, patience) in [(Signal::INT, 30), (Signal::QUIT, 10), (Signal::KILL, 10)] {
            let Some(pid) = self.child.id() else { return };
            send(pid, signal);
            let patience = Duration::from_secs(patience);
            if tokio::time::timeout(patience, self.child.wait()).await.is_ok() {
                return;
            }
            tracing::warn!(?signal, "PostgreSQL did not end in time");
        }
    }
}

impl Drop for Postmaster {
    fn drop(&mut self) {
        // `id` is gone once the process was waited for, so that no stranger gets the signal.
        if let Some(pid) = self.child.id() {
            send(pid, Signal::INT);
        }
    }
}
