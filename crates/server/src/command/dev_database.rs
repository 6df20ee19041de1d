//! `mpaka dev-database`: a command run beside a private, migrated database that is gone afterwards.

use std::ffi::OsString;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

use rustix::process::{Pid, Signal, kill_process};
use tokio::process::Command;

use crate::app;
use crate::config::Config;
use crate::database::Database;
use crate::failure::{Exit, Failure};
use crate::signals::Stopping;

/// The variables that carry the database's address: sqlx's macros read the first, tests the second.
const VARIABLES: [&str; 2] = ["DATABASE_URL", "MPAKA_TEST_DATABASE_URL"];

/// Runs a command and ends as it does.
pub async fn run(config: &Config, command: &[OsString]) -> Result<Exit, Failure> {
    let stopping = Stopping::on_signal()?;
    let folder = tempfile::Builder::new()
        .prefix("mpaka-dev-")
        .tempdir()
        .map_err(Failure::io(std::env::temp_dir()))?;
    let data_dir = folder.path().join("data");
    let config = Config { data_dir, database_url: None, ..config.clone() };
    let database = Database::of_server(&config).await?;
    let url = database.url();
    let ended = async {
        app::migrate(&url).await?;
        passed_on(&url, command, &stopping).await
    }
    .await;
    let removed = database.remove().await;
    let exit = ended?;
    removed?;
    Ok(exit)
}

async fn passed_on(url: &str, command: &[OsString], stopping: &Stopping) -> Result<Exit, Failure> {
    let Some((program, arguments)) = command.split_first() else { return Ok(Exit::Usage) };
    let not_run =
        |source| Failure::Program { program: program.to_string_lossy().into_owned(), source };
    let mut child = Command::new(program)
        .args(arguments)
        .envs(VARIABLES.map(|variable| (variable, url)))
        .kill_on_drop(true)
        .spawn()
        .map_err(not_run)?;
    let id = child.id().and_then(|id| Pid::from_raw(i32::try_from(id).ok()?));
    let status = tokio::select! {
        status = child.wait() => status,
        () = stopping.wished() => {
            // The terminal sends Ctrl-C to both; a plain SIGTERM reaches this process only.
            if let Some(id) = id {
                let _ = kill_process(id, Signal::TERM);
            }
            child.wait().await
        }
    };
    status.map(exit).map_err(not_run)
}

/// The command's own code, or 128 and the signal that ended it, as shells say it.
fn exit(status: ExitStatus) -> Exit {
    let code = status.code().or_else(|| status.signal().map(|signal| 128 + signal)).unwrap_or(1);
    Exit::Passed(u8::try_from(code).unwrap_or(1))
}
