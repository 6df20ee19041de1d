//! The operating system's processes: which ones belong to a cluster, and signals to them.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::process::Command;

use rustix::process::{Pid, Signal, kill_process};

use crate::EmbeddedError;

/// A living process; one that has ended and was not yet reaped (a zombie) has no title and is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Process {
    pub pid: u32,
    title: String,
}

/// How a cluster's processes are told from all others: by the name that every one of them shows in
/// its title (`cluster_name`), or by the path of the cluster in the postmaster's command line. The
/// working directory would say it too, but root in a container may not read another user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// `mpaka-<device>-<inode>` of the cluster's folder: it follows a move and differs in a copy.
    pub name: String,
    path: String,
}

impl Mark {
    pub fn of(cluster: &Path) -> Result<Self, EmbeddedError> {
        let metadata = fs::metadata(cluster).map_err(EmbeddedError::io("read", cluster))?;
        Ok(Self {
            name: format!("mpaka-{:x}-{:x}", metadata.dev(), metadata.ino()),
            path: cluster.to_string_lossy().into_owned(),
        })
    }

    /// All living processes of the cluster.
    pub fn processes(&self) -> Vec<Process> {
        list().into_iter().filter(|process| self.matches(process)).collect()
    }

    fn matches(&self, process: &Process) -> bool {
        if !process.is_postgres() {
            return false;
        }
        let mut words = process.title.split([' ', '\0', '=', ':']);
        words.any(|word| word == self.name)
            || process.title.split('\0').any(|argument| argument == self.path)
            || process.title.contains(&format!("-D {} ", self.path))
    }
}

impl Process {
    /// Children of a postmaster call themselves `postgres: …`; the postmaster keeps its command line.
    pub fn is_postmaster(&self) -> bool {
        !self.title.starts_with("postgres:")
    }

    fn is_postgres(&self) -> bool {
        let program = self.title.split(['\0', ' ']).next().unwrap_or_default();
        let name = program.rsplit('/').next().unwrap_or_default();
        matches!(name, "postgres" | "postgres:" | "postmaster")
            || self.title.split('\0').next().is_some_and(|program| program.ends_with("/postgres"))
    }

    /// Sends a signal; a process that is gone by now needs none.
    pub fn send(&self, signal: Signal) {
        send(self.pid, signal);
    }
}

/// Sends a signal to a process that may be gone.
pub fn send(pid: u32, signal: Signal) {
    if let Some(pid) = i32::try_from(pid).ok().and_then(Pid::from_raw)
        && let Err(error) = kill_process(pid, signal)
    {
        tracing::debug!(%error, pid = pid.as_raw_nonzero().get(), "a signal reached nobody");
    }
}

fn list() -> Vec<Process> {
    match fs::read_dir("/proc") {
        Ok(entries) => entries
            .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
            .filter_map(|pid: u32| {
                let title = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
                let title = String::from_utf8_lossy(&title).into_owned();
                (!title.is_empty()).then_some(Process { pid, title })
            })
            .collect(),
        Err(_) => list_by_ps(),
    }
}

/// Where there is no `/proc` (macOS).
fn list_by_ps() -> Vec<Process> {
    let Ok(output) = Command::new("ps").args(["-axww", "-o", "pid=,stat=,command="]).output()
    else {
        return Vec::new();
    };
    String::from_utf8_lossy(&output.stdout).lines().filter_map(parse_ps).collect()
}

fn parse_ps(line: &str) -> Option<Process> {
    let (pid, rest) = line.trim_start().split_once(' ')?;
    let (state, title) = rest.trim_start().split_once(' ')?;
    let living = !state.starts_with('Z');
    living.then_some(Process { pid: pid.parse().ok()?, title: format!("{} ", title.trim()) })
}

#[cfg(test)]
mod tests {
    use super::{Mark, Process, parse_ps};

    fn mark() -> Mark {
        Mark { name: "mpaka-fd00-1a".into(), path: "/data/postgres".into() }
    }

    fn process(title: &str) -> Process {
        Process { pid: 7, title: title.into() }
    }

    #[test]
    fn a_postmaster_and_its_children_belong_to_their_cluster() {
        let postmaster = process(
            "/opt/my pg/bin/postgres\0-D\0/data/postgres\0-c\0cluster_name=mpaka-fd00-1a\0",
        );
        let child = process("postgres: mpaka-fd00-1a: checkpointer ");
        assert!(mark().matches(&postmaster) && postmaster.is_postmaster());
        assert!(mark().matches(&child) && !child.is_postmaster());
    }

    #[test]
    fn others_do_not_belong_to_it() {
        for title in [
            "postgres: mpaka-fd00-1ab: checkpointer ",
            "/usr/bin/postgres\0-D\0/data/postgres2\0",
            "grep\0mpaka-fd00-1a\0",
            "vim\0/data/postgres\0",
        ] {
            assert!(!mark().matches(&process(title)), "{title:?}");
        }
    }

    #[test]
    fn a_zombie_is_not_a_process() {
        assert_eq!(parse_ps("  12 Z  (postgres)"), None);
        let living = parse_ps("  12 Ss   /usr/bin/postgres -D /data/postgres").unwrap();
        assert!(mark().matches(&living));
    }
}
