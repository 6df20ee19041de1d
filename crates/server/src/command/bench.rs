//! `mpaka bench`: the event engine measured, in a private cluster that is gone afterwards or in
//! databases of its own on the server that was named.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

use mpaka_bench::{BENCHES, Events, Outcome, Report, Scale};
use tempfile::TempDir;

use crate::cli::Bench;
use crate::config::Config;
use crate::database::Database;
use crate::failure::{Exit, Failure};
use crate::signals::Stopping;
use crate::terminal;

mod serve;

/// What shells say of a command that Ctrl-C ended.
const INTERRUPTED: u8 = 130;

/// Runs the bench; whether its targets are met has no part in how the command ends.
pub async fn run(config: &Config, wanted: Bench) -> Result<Exit, Failure> {
    let stopping = Stopping::on_signal()?;
    let scale = match (wanted.quick, wanted.smoke) {
        (_, true) => Scale::smoke(),
        (true, _) => Scale::quick(),
        _ => Scale::whole(),
    };
    let events = Events {
        scale,
        only: wanted.measure,
        progress: Arc::new(|text| terminal::note(text)),
        serve: serve::starter(config, &stopping),
    };
    let Some(Outcome { report, failed }) = on_its_ground(config, events, &stopping).await? else {
        return Ok(Exit::Passed(INTERRUPTED));
    };
    let [name] = BENCHES;
    if let Some(folder) = &wanted.out {
        write(folder, name, &report)?;
    }
    if wanted.output.json {
        terminal::json(&report);
    } else {
        terminal::result(terminal::table(&report.table()));
        terminal::result(report.ground());
    }
    failed.map_or(Ok(Exit::Done), |failed| Err(failed.into()))
}

/// The report; none when the user wished to stop. Nothing of the run is left either way.
async fn on_its_ground(
    config: &Config,
    events: Events,
    stopping: &Stopping,
) -> Result<Option<Outcome>, Failure> {
    let run = std::process::id();
    if let Some(url) = &config.database_url {
        let outcome = stopping.unless(events.run(url.expose(), run)).await;
        mpaka_bench::clear(url.expose(), run).await?;
        return Ok(outcome.transpose()?);
    }
    let folder = beside(&config.data_dir)?;
    let data_dir = folder.path().join("data");
    let database = Database::of_server(&Config { data_dir, ..config.clone() }).await?;
    let outcome = stopping.unless(events.run(&database.url(), run)).await;
    let removed = database.remove().await;
    let outcome = outcome.transpose()?;
    removed?;
    Ok(outcome)
}

/// A temporary folder on the disk that the data directory is on, or will be.
fn beside(data_dir: &Path) -> Result<TempDir, Failure> {
    let absolute = std::path::absolute(data_dir).map_err(Failure::io(data_dir))?;
    let existing = absolute.ancestors().skip(1).find(|folder| folder.is_dir());
    let folder = existing.unwrap_or(Path::new("/"));
    // Root lets the user that runs PostgreSQL pass through.
    let mode = if rustix::process::geteuid().is_root() { 0o711 } else { 0o700 };
    tempfile::Builder::new()
        .prefix(".mpaka-bench-")
        .permissions(fs::Permissions::from_mode(mode))
        .tempdir_in(folder)
        .map_err(Failure::io(folder))
}

fn write(folder: &Path, name: &str, report: &Report) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(Failure::io(folder))?;
    let path = folder.join(name).with_extension("json");
    let file = fs::File::create(&path).map_err(Failure::io(&path))?;
    serde_json::to_writer_pretty(&file, report)
        .map_err(std::io::Error::from)
        .map_err(Failure::io(&path))
}
