//! Making a cluster: beside its place first, and moved there when it is complete.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Output, Stdio};
use std::thread;
use std::time::Duration;

use crate::connection::USER;
use crate::files::{remove_folder, sibling, sync_filesystem, sync_folder};
use crate::identity::Identity;
use crate::place::Place;
use crate::{Binaries, EmbeddedError};

/// The database that every new cluster has.
const DATABASE: &str = "mpaka";
/// How many characters of a program's complaint an error repeats.
const LONGEST_OUTPUT: usize = 2000;

/// Makes the cluster, with data checksums, UTF-8, and strings in byte order (locale `C`), which is
/// the same on every machine and after every upgrade of its C library.
pub fn init(place: &Place, binaries: &Binaries, identity: Identity) -> Result<(), EmbeddedError> {
    let cluster = place.cluster();
    clear_interrupted(&place.home)?;
    let unfinished = sibling(&cluster, &format!("init-{}", std::process::id()));
    tracing::info!(postgres.major = binaries.major, "making a cluster in {}", cluster.display());

    fs::create_dir(&unfinished).map_err(EmbeddedError::io("make the folder", &unfinished))?;
    identity.take(&unfinished)?;
    let made = initdb(&unfinished, binaries, identity)
        .and_then(|()| create_database(&unfinished, binaries, identity));
    if made.is_err() {
        remove_folder(&unfinished)?;
        return made;
    }
    sync_filesystem(&unfinished)?;
    fs::rename(&unfinished, &cluster).map_err(EmbeddedError::io("write", &cluster))?;
    sync_folder(&place.home)?;
    place.finish()
}

fn initdb(folder: &Path, binaries: &Binaries, identity: Identity) -> Result<(), EmbeddedError> {
    let output = identity
        .command(&binaries.program("initdb"))
        .arg("--pgdata")
        .arg(folder)
        .args(["--username", USER, "--encoding", "UTF8", "--locale", "C", "--auth", "trust"])
        .args(["--data-checksums", "--no-instructions", "--no-sync"])
        .stdin(Stdio::null())
        .output()
        .map_err(EmbeddedError::io("run", &binaries.program("initdb")))?;
    succeeded(&output)
}

/// A server without clients creates the database: not every PostgreSQL comes with `psql`.
fn create_database(
    folder: &Path,
    binaries: &Binaries,
    identity: Identity,
) -> Result<(), EmbeddedError> {
    let program = binaries.program("postgres");
    let run = || {
        let mut server = identity
            .command(&program)
            .arg("--single")
            .arg("-D")
            .arg(folder)
            .args(["-c", "exit_on_error=on", "postgres"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        if let Some(mut input) = server.stdin.take() {
            input.write_all(format!("CREATE DATABASE {DATABASE}\n").as_bytes())?;
        }
        server.wait_with_output()
    };
    succeeded(&run().map_err(EmbeddedError::io("run", &program))?)
}

fn succeeded(output: &Output) -> Result<(), EmbeddedError> {
    if output.status.success() {
        return Ok(());
    }
    Err(EmbeddedError::InitFailed { output: tail(&String::from_utf8_lossy(&output.stderr)) })
}

/// The last lines of an output, on one line.
pub fn tail(output: &str) -> String {
    let text = output.split_whitespace().collect::<Vec<_>>().join(" ");
    let skipped = text.chars().count().saturating_sub(LONGEST_OUTPUT);
    text.chars().skip(skipped).collect()
}

/// Removes what an interrupted attempt left. Its programs may still run; without the folder they end,
/// and until then they can add a file to it.
fn clear_interrupted(home: &Path) -> Result<(), EmbeddedError> {
    for folder in interrupted(home)? {
        tracing::info!("removing {}, left by an interrupted start", folder.display());
        for _ in 0..20 {
            if remove_folder(&folder).is_ok() {
                break;
            }
            thread::sleep(Duration::from_millis(100));
        }
        remove_folder(&folder)?;
    }
    Ok(())
}

fn interrupted(home: &Path) -> Result<Vec<PathBuf>, EmbeddedError> {
    let entries = fs::read_dir(home).map_err(EmbeddedError::io("read", home))?;
    Ok(entries
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("postgres.init-"))
        .map(|entry| entry.path())
        .collect())
}
