//! A private PostgreSQL cluster that mpaka starts, supervises and stops in its own data directory.
//!
//! [`Cluster::start`] takes the directory's lock, finds PostgreSQL 14 or newer on the machine, makes
//! the cluster when there is none, clears up after a crash, and serves on a Unix socket and nowhere
//! else. [`Cluster::attach`] finds the cluster of a running mpaka for a command beside it.
//!
//! What lies in the data directory:
//!
//! | name | what it is |
//! |---|---|
//! | `mpaka.lock` | held while mpaka runs; its text is the holder's process id and listen address |
//! | `postgres/` | the cluster, as `initdb` made it; its log is in `postgres/log/` |
//! | `postgres.conf`, `postgres.hba.conf` | its configuration, written anew at every start |
//! | `postgres.start.log` | what the server said before its own log was open |
//! | `socket/` | the Unix socket, unless its path would be too long |
//! | `postgres.location` | only when the cluster lies elsewhere: the folder it lies in |
//!
//! PostgreSQL refuses to run as root, so root runs it as another user. When that user cannot reach
//! the data directory (a folder above it is closed to others), everything but the lock is kept in
//! `/var/lib/mpaka/<hash of the data directory's path>` and `postgres.location` says so.

mod binaries;
mod cluster;
mod connection;
mod error;
mod files;
mod identity;
mod init;
mod lock;
mod options;
mod place;
mod postmaster;
mod probe;
mod process;
mod settings;
mod supervisor;

pub use binaries::{Binaries, OLDEST_MAJOR};
pub use cluster::Cluster;
pub use connection::Connection;
pub use error::EmbeddedError;
pub use lock::{Holder, Lock};
pub use options::Options;
pub use supervisor::State;
