//! How a command ends: the exit codes, and which failure gets which.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use mpaka_auth::{DiscoveryError, KeySetError, NotAnIssuer};
use mpaka_bench::BenchError;
use mpaka_domain::law::EditionError;
use mpaka_embedded::EmbeddedError;
use mpaka_persistence::files::FilesError;
use mpaka_persistence::{LoadError, StoreError};

use crate::config::ConfigError;
use crate::demo::IssuerError;
use crate::demo::seed::SeedError;
use crate::secret::SecretError;

/// How a command ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: it is done.
    Done,
    /// 1: it was refused, or what it was to work on is not there.
    Refused,
    /// 2: it was told something it cannot use.
    Usage,
    /// 3: the database or the network failed.
    Database,
    /// 4: stored data or keys do not fit together.
    Integrity,
    /// A command run on the caller's behalf ended with this code.
    Passed(u8),
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Done => 0,
            Exit::Refused => 1,
            Exit::Usage => 2,
            Exit::Database => 3,
            Exit::Integrity => 4,
            Exit::Passed(code) => code,
        })
    }
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The private PostgreSQL.
    #[error(transparent)]
    Embedded(#[from] EmbeddedError),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The files of exhibits.
    #[error(transparent)]
    Files(#[from] FilesError),
    /// The master key.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// The token issuer's keys.
    #[error(transparent)]
    KeySet(#[from] KeySetError),
    /// The token issuer's name.
    #[error(transparent)]
    NotAnIssuer(#[from] NotAnIssuer),
    /// The keys that the token issuer publishes.
    #[error(transparent)]
    Discovery(#[from] DiscoveryError),
    /// The demo's issuer.
    #[error(transparent)]
    Issuer(#[from] IssuerError),
    /// The demo's operations.
    #[error(transparent)]
    Seed(Box<SeedError>),
    /// A bench.
    #[error(transparent)]
    Bench(#[from] BenchError),
    /// The metrics.
    #[error("the metrics could not be set up")]
    Metrics(#[from] prometheus::Error),
    /// The address to listen on.
    #[error("cannot listen on {address}: choose another address with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A file or folder.
    #[error("cannot use {}: check that the path and its permissions are right", .path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The operating system.
    #[error("the operating system refused {what}")]
    System {
        /// What was asked of it.
        what: &'static str,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The demo for others than this machine.
    #[error(
        "the demo hands a token to whoever asks and is served on this machine only: listen on \
         127.0.0.1, or run `mpaka serve` with a token issuer"
    )]
    DemoNotLoopback,
    /// A directory that an ephemeral demo would remove, with something in it.
    #[error(
        "{} is not empty, and --ephemeral would remove it: name a new directory, or leave \
         --ephemeral out",
        .0.display()
    )]
    NotEphemeral(PathBuf),
    /// A demo user that does not exist.
    #[error("there is no demo user {0}: choose one of {1}")]
    NoSuchUser(String, String),
    /// A view that does not exist.
    #[error("there is no view {0}: `mpaka projections list` names them")]
    NoSuchView(String),
    /// An event that no view has set aside.
    #[error(
        "there is no parked event {0} to leave out: `mpaka projections list --parked` names them"
    )]
    NotParked(i64),
    /// Files that are not law.
    #[error("nothing was loaded")]
    NotLaw(#[from] EditionError),
    /// Law that was not loaded whole.
    #[error(transparent)]
    Load(#[from] LoadError),
    /// A program that could not be run.
    #[error("{program} could not be run: check its name and that it is installed")]
    Program {
        /// The program.
        program: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
}

impl From<SeedError> for Failure {
    fn from(error: SeedError) -> Self {
        Self::Seed(Box::new(error))
    }
}

impl Failure {
    /// For `map_err`: what became of a file or folder.
    pub fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    /// The code to end with.
    pub fn exit(&self) -> Exit {
        match self {
            Self::Config(_) | Self::KeySet(_) | Self::NotAnIssuer(_) | Self::DemoNotLoopback => {
                Exit::Usage
            }
            Self::Embedded(EmbeddedError::AlreadyRunning { .. })
            | Self::Issuer(_)
            | Self::Io { .. }
            | Self::System { .. }
            | Self::Metrics(_)
            | Self::NotEphemeral(_)
            | Self::NoSuchUser(..)
            | Self::NoSuchView(_)
            | Self::NotParked(_)
            | Self::NotLaw(_)
            | Self::Load(
                LoadError::Refused(_) | LoadError::Interrupted(_) | LoadError::Shipped(_),
            )
            | Self::Program { .. } => Exit::Refused,
            Self::Embedded(_) | Self::Listen { .. } | Self::Bench(_) | Self::Discovery(_) => {
                Exit::Database
            }
            Self::Seed(error) => seed(error),
            Self::Store(error)
            | Self::Files(FilesError::Store(error))
            | Self::Load(LoadError::Store(error)) => store(error),
            Self::Files(_) => Exit::Integrity,
            Self::Secret(error) => match error {
                SecretError::MasterKeyGone { .. } => Exit::Integrity,
                SecretError::NoMasterKeyFile | SecretError::Malformed { .. } => Exit::Usage,
                SecretError::Io { .. } => Exit::Refused,
            },
        }
    }

    /// The failure with its causes, on one line.
    pub fn chain(&self) -> String {
        let mut chain = self.to_string();
        let mut next = std::error::Error::source(self);
        while let Some(error) = next {
            chain = format!("{chain}: {error}");
            next = error.source();
        }
        chain
    }
}

fn seed(error: &SeedError) -> Exit {
    if matches!(error, SeedError::Failed { .. }) { Exit::Database } else { Exit::Refused }
}

fn store(error: &StoreError) -> Exit {
    match error {
        StoreError::UnreadableEvent { .. }
        | StoreError::EventParked { .. }
        | StoreError::Seal(_)
        | StoreError::WrongMasterKey
        | StoreError::Law(_) => Exit::Integrity,
        StoreError::Batch(shared) => store(shared),
        StoreError::Database(_)
        | StoreError::Unreachable { .. }
        | StoreError::Silent
        | StoreError::SchemaNewer { .. }
        | StoreError::SchemaOlder { .. }
        | StoreError::Migration(_)
        | StoreError::Encoding(_)
        | StoreError::Overloaded
        | StoreError::Stopped
        | StoreError::ViewBehind { .. } => Exit::Database,
    }
}
