//! CPU time: what this program used, and what all processes of the database used.

use std::fs;
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};
use sqlx::{Connection, PgConnection};

use crate::error::BenchError;

/// Linux counts the time of a process in these units: hundredths of a second (`USER_HZ`), on every
/// architecture that PostgreSQL is packaged for.
const TICK: Duration = Duration::from_millis(10);

/// Reads the CPU time used so far.
#[derive(Debug)]
pub struct Meter {
    postmaster: Option<u32>,
}

/// CPU time used so far, or between two readings.
#[derive(Debug, Clone, Copy)]
pub struct Cpu {
    /// By this program, the bench's own loop included.
    pub program: Duration,
    /// By all processes of the database; none where it is not on this machine, or this is not Linux.
    pub database: Option<Duration>,
}

impl Meter {
    /// A meter for the server that a connection leads to.
    pub async fn of(connection: &mut PgConnection) -> Result<Self, BenchError> {
        let (backend, database): (i32, String) =
            sqlx::query_as("SELECT pg_backend_pid(), current_database()::text")
                .fetch_one(&mut *connection)
                .await?;
        connection.ping().await?;
        // The id is the server's: on another machine it is nobody's here, or somebody else's.
        let backend = u32::try_from(backend).unwrap_or_default();
        let title = fs::read_to_string(format!("/proc/{backend}/cmdline")).unwrap_or_default();
        let here = title.starts_with("postgres") && title.contains(&database);
        Ok(Self { postmaster: here.then(|| stat(backend).map(|stat| stat.parent)).flatten() })
    }

    /// A reading to begin with. Looking through the processes is no part of what is read next.
    pub fn read(&self) -> Cpu {
        let database = self.database();
        Cpu { program: program(), database }
    }

    /// What was used since a reading, without what it takes to look.
    pub fn since(&self, earlier: Cpu) -> Cpu {
        let program = program().saturating_sub(earlier.program);
        let used = |(now, then): (Duration, Duration)| now.saturating_sub(then);
        Cpu { program, database: self.database().zip(earlier.database).map(used) }
    }

    fn database(&self) -> Option<Duration> {
        self.postmaster.and_then(database)
    }
}

/// What this program used.
fn program() -> Duration {
    let used = clock_gettime(ClockId::ProcessCPUTime);
    Duration::from_secs(u64::try_from(used.tv_sec).unwrap_or_default())
        + Duration::from_nanos(u64::try_from(used.tv_nsec).unwrap_or_default())
}

/// What `/proc/<pid>/stat` says (proc(5)).
struct Stat {
    parent: u32,
    own: Duration,
    /// Of the children that have ended.
    ended: Duration,
}

fn stat(process: u32) -> Option<Stat> {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    // The name stands in brackets and may hold anything; the fields behind it begin with the third.
    let fields: Vec<&str> = text.rsplit_once(") ")?.1.split(' ').collect();
    let ticks = |field: usize| fields.get(field - 3)?.parse::<u32>().ok();
    Some(Stat {
        parent: ticks(4)?,
        own: TICK * (ticks(14)? + ticks(15)?),
        ended: TICK * (ticks(16)? + ticks(17)?),
    })
}

/// The exact time a process was on a CPU, where the kernel says it.
fn exact(process: u32) -> Option<Duration> {
    let text = fs::read_to_string(format!("/proc/{process}/schedstat")).ok()?;
    Some(Duration::from_nanos(text.split(' ').next()?.parse().ok()?))
}

/// What the postmaster and all its children used, those that have ended included.
fn database(postmaster: u32) -> Option<Duration> {
    let mut used = Duration::ZERO;
    for entry in fs::read_dir("/proc").ok()?.flatten() {
        let Some(process) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        let Some(stat) = stat(process) else { continue };
        if process == postmaster || stat.parent == postmaster {
            used += exact(process).unwrap_or(stat.own);
        }
        if process == postmaster {
            used += stat.ended;
        }
    }
    Some(used)
}
