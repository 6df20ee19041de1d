//! Finding PostgreSQL's programs on this machine.

mod candidates;
mod package;

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::identity::Identity;
use crate::{EmbeddedError, Options};

/// The oldest PostgreSQL that is accepted.
pub const OLDEST_MAJOR: u32 = 14;

/// The folder with PostgreSQL's programs, and their major version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binaries {
    /// The folder with `postgres` and `initdb`, links resolved.
    pub folder: PathBuf,
    /// The major version, such as 15.
    pub major: u32,
}

impl Binaries {
    /// The first usable PostgreSQL among the places that [`Options`] names and the system's usual
    /// ones, for a caller that only asks whether there is one.
    pub fn find(options: &Options) -> Result<Self, EmbeddedError> {
        let mut search = Search::default();
        let usable = candidates::all(options).into_iter().find_map(|folder| search.look(&folder));
        usable.ok_or(EmbeddedError::NoBinaries { skipped: search.skipped })
    }

    /// As [`Binaries::find`], but such as this user can run and, when the cluster exists, of the
    /// major version that made it.
    pub(crate) fn find_for(
        options: &Options,
        identity: Identity,
        cluster: Option<(&Path, u32)>,
    ) -> Result<Self, EmbeddedError> {
        if let Some(folder) = &options.postgres_bin {
            let unusable =
                |reason| EmbeddedError::UnusableBinaries { folder: folder.clone(), reason };
            let binaries = Self::inspect(folder).map_err(unusable)?;
            require_major(&binaries, cluster)?;
            return binaries.made_reachable(options, identity)?.map_err(unusable);
        }
        let mut search = Search::default();
        let mut found = Vec::new();
        for folder in candidates::all(options) {
            let Some(binaries) = search.look(&folder) else { continue };
            if cluster.is_some_and(|(_, major)| major != binaries.major) {
                found.push(binaries.major);
                continue;
            }
            match binaries.made_reachable(options, identity)? {
                Ok(binaries) => return Ok(binaries),
                Err(reason) => search.skip(&folder, &reason),
            }
        }
        match cluster {
            Some((folder, cluster)) if !found.is_empty() => {
                Err(EmbeddedError::OtherMajor { folder: folder.to_owned(), cluster, found })
            }
            _ => Err(EmbeddedError::NoBinaries { skipped: search.skipped }),
        }
    }

    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Looks into a folder; the refusal is a reason for people.
    fn inspect(folder: &Path) -> Result<Self, String> {
        let postgres = folder.join("postgres");
        let postgres =
            postgres.canonicalize().map_err(|_| "there is no postgres in it".to_owned())?;
        let folder = postgres.parent().unwrap_or(folder).to_owned();
        if !folder.join("initdb").is_file() {
            return Err("there is no initdb in it".to_owned());
        }
        package::complete(&folder)?;
        let output = Command::new(&postgres).arg("--version").env_clear().output();
        let output = output.map_err(|error| format!("postgres cannot be run: {error}"))?;
        if !output.status.success() {
            let reason = String::from_utf8_lossy(&output.stderr);
            return Err(format!("postgres cannot be run: {}", reason.trim()));
        }
        match parse_major(&String::from_utf8_lossy(&output.stdout)) {
            Some(major) if major >= OLDEST_MAJOR => Ok(Self { folder, major }),
            Some(major) => Err(format!("it is PostgreSQL {major}, older than {OLDEST_MAJOR}")),
            None => Err("postgres does not tell its version".to_owned()),
        }
    }

    /// These programs, or a copy of them where the user that runs them cannot reach them.
    fn made_reachable(
        self,
        options: &Options,
        identity: Identity,
    ) -> Result<Result<Self, String>, EmbeddedError> {
        if identity.reaches(&self.folder) {
            return Ok(Ok(self));
        }
        let Some(package) = package::root(&self.folder) else {
            return Ok(Err(format!("user id {} cannot reach it", identity.uid)));
        };
        let folder = package::copy(package, &options.shelter)?;
        Ok(Ok(Self { folder, ..self }))
    }
}

#[derive(Default)]
struct Search {
    skipped: Vec<String>,
}

impl Search {
    fn look(&mut self, folder: &Path) -> Option<Binaries> {
        if !folder.join("postgres").exists() {
            return None;
        }
        match Binaries::inspect(folder) {
            Ok(binaries) => Some(binaries),
            Err(reason) => {
                self.skip(folder, &reason);
                None
            }
        }
    }

    fn skip(&mut self, folder: &Path, reason: &str) {
        self.skipped.push(format!("{}: {reason}", folder.display()));
    }
}

fn require_major(binaries: &Binaries, cluster: Option<(&Path, u32)>) -> Result<(), EmbeddedError> {
    match cluster {
        Some((folder, cluster)) if cluster != binaries.major => Err(EmbeddedError::OtherMajor {
            folder: folder.to_owned(),
            cluster,
            found: vec![binaries.major],
        }),
        _ => Ok(()),
    }
}

/// `postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)` gives 15, `… 18beta1` gives 18.
fn parse_major(version: &str) -> Option<u32> {
    let (_, number) = version.split_once("(PostgreSQL) ")?;
    let end = number.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(number.len());
    number.get(..end)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::parse_major;

    #[test]
    fn the_major_version_is_read_from_releases_and_previews() {
        let debian = "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)\n";
        assert_eq!(parse_major(debian), Some(15));
        assert_eq!(parse_major("postgres (PostgreSQL) 18beta1\n"), Some(18));
        assert_eq!(parse_major("postgres (EnterpriseDB) 15"), None);
    }
}
