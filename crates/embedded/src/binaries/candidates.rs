//! The folders in which PostgreSQL's programs may lie, in the order in which they are tried.

use std::cmp::Reverse;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Options;

/// Folders of systems that keep one PostgreSQL per version: the folder above, how the name begins, and
/// what follows below it (Debian, RHEL, Homebrew on Apple silicon, on Intel and on Linux).
const VERSIONED: [(&str, &str, &str); 4] = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
];

/// All folders to try. A folder given by the caller stands alone.
pub fn all(options: &Options) -> Vec<PathBuf> {
    if let Some(folder) = &options.postgres_bin {
        return vec![folder.clone()];
    }
    let path: Vec<PathBuf> =
        std::env::split_paths(&options.search_path).filter(|folder| folder.is_absolute()).collect();
    let mut folders = path.clone();
    folders.extend(told_by_pg_config(&path));
    for (parent, prefix, below) in VERSIONED {
        folders.extend(versions(Path::new(parent), prefix).iter().map(|found| found.join(below)));
    }
    folders.extend(options.extra_binaries.iter().cloned());
    folders
}

fn told_by_pg_config(path: &[PathBuf]) -> Option<PathBuf> {
    let program = path.iter().map(|folder| folder.join("pg_config")).find(|file| file.is_file())?;
    let output = Command::new(program).arg("--bindir").output().ok()?;
    let folder = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| PathBuf::from(folder.trim()))
}

/// The folders named prefix and version, newest first; `9.6` is 9.
fn versions(parent: &Path, prefix: &str) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(parent) else { return Vec::new() };
    let mut found: Vec<(u32, PathBuf)> = entries
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((version(&entry.file_name(), prefix)?, entry.path()))
        })
        .collect();
    found.sort_by_key(|(version, _)| Reverse(*version));
    found.into_iter().map(|(_, folder)| folder).collect()
}

fn version(name: &OsStr, prefix: &str) -> Option<u32> {
    name.to_str()?.strip_prefix(prefix)?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{all, versions};
    use crate::Options;

    #[test]
    fn newer_versions_come_first_by_number() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["9.6", "15", "100", "16", "common"] {
            std::fs::create_dir(folder.path().join(name)).unwrap();
        }
        let names: Vec<_> = versions(folder.path(), "")
            .iter()
            .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
            .collect();
        assert_eq!(names, ["100", "16", "15", "9.6"]);
    }

    #[test]
    fn the_callers_folder_stands_alone() {
        let mut options = Options::new("/data", "/usr/bin");
        options.postgres_bin = Some("/opt/pg/bin".into());
        options.extra_binaries = vec!["/npm/native/bin".into()];
        assert_eq!(all(&options), [std::path::PathBuf::from("/opt/pg/bin")]);
    }

    #[test]
    fn the_search_path_comes_first_and_extra_folders_last() {
        let mut options = Options::new("/data", "/first:relative");
        options.extra_binaries = vec!["/npm/native/bin".into()];
        let folders = all(&options);
        assert_eq!(folders.first(), Some(&"/first".into()));
        assert_eq!(folders.last(), Some(&"/npm/native/bin".into()));
        assert!(!folders.contains(&"relative".into()));
    }
}
