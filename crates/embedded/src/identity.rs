//! Which user runs PostgreSQL: ourselves, or an unprivileged one when we are root.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::{EmbeddedError, Options};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity {
    pub uid: u32,
    gid: u32,
    /// Whether we are root and change to this user for every PostgreSQL program.
    pub changes: bool,
}

impl Identity {
    /// The user for a new cluster.
    pub fn for_new(options: &Options) -> Result<Self, EmbeddedError> {
        let own = Self::own();
        if own.uid != 0 {
            return Ok(own);
        }
        let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
        let name = options.user.as_deref();
        let found = match name {
            Some(name) => find_user(&users, name),
            None => find_user(&users, "postgres").or_else(|| find_user(&users, "nobody")),
        };
        let name = name.unwrap_or("nobody").to_owned();
        match found {
            Some((0, _)) => Err(EmbeddedError::PrivilegedUser { name }),
            Some((uid, gid)) => Ok(Self { uid, gid, changes: true }),
            None => Err(EmbeddedError::UnknownUser { name }),
        }
    }

    /// The user for a cluster that exists: its owner, whom only root and the owner may become.
    pub fn for_existing(cluster: &Path) -> Result<Self, EmbeddedError> {
        let own = Self::own();
        let metadata = fs::metadata(cluster).map_err(EmbeddedError::io("read", cluster))?;
        let (uid, gid) = (metadata.uid(), metadata.gid());
        if uid == own.uid && uid != 0 {
            return Ok(own);
        }
        if own.uid != 0 || uid == 0 {
            return Err(EmbeddedError::OtherOwner { folder: cluster.to_owned(), owner: uid });
        }
        Ok(Self { uid, gid, changes: true })
    }

    fn own() -> Self {
        Self {
            uid: rustix::process::geteuid().as_raw(),
            gid: rustix::process::getegid().as_raw(),
            changes: false,
        }
    }

    /// A program that runs as this user, in `/`, with an environment that cannot mislead it.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir("/").env_clear();
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin").env("LC_ALL", "C").env("TZ", "UTC");
        if self.changes {
            command.uid(self.uid).gid(self.gid);
        }
        command
    }

    /// Gives a file or folder to this user.
    pub fn take(&self, path: &Path) -> Result<(), EmbeddedError> {
        if !self.changes {
            return Ok(());
        }
        std::os::unix::fs::lchown(path, Some(self.uid), Some(self.gid))
            .map_err(EmbeddedError::io("change the owner of", path))
    }

    /// Whether this user may pass through every folder of a canonical path, itself included.
    pub fn reaches(&self, path: &Path) -> bool {
        !self.changes || path.ancestors().all(|folder| self.passes(folder))
    }

    fn passes(&self, folder: &Path) -> bool {
        let Ok(metadata) = fs::metadata(folder) else { return false };
        let mode = metadata.permissions().mode();
        let search = if metadata.uid() == self.uid {
            0o100
        } else if metadata.gid() == self.gid {
            0o010
        } else {
            0o001
        };
        mode & search != 0
    }
}

fn find_user(users: &str, name: &str) -> Option<(u32, u32)> {
    let fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
    let user = fields.into_iter().find(|fields| fields.first() == Some(&name))?;
    Some((user.get(2)?.parse().ok()?, user.get(3)?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::find_user;

    #[test]
    fn a_user_is_found_by_whole_name() {
        let users = "root:x:0:0::/:/bin/sh\npostgresql:x:5:6::/:/bin/sh\npostgres:x:101:104:,,:/:";
        assert_eq!(find_user(users, "postgres"), Some((101, 104)));
        assert_eq!(find_user(users, "nobody"), None);
    }
}
