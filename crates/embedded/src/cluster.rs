//! The cluster as its users see it: start, attach, stop, remove.

use std::fs;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use tokio::sync::watch;
use tokio::task::spawn_blocking;
use tokio::time::sleep;

use crate::files::make_folder;
use crate::identity::Identity;
use crate::place::Place;
use crate::postmaster::Launch;
use crate::probe::{Answer, probe};
use crate::process::Mark;
use crate::supervisor::Supervisor;
use crate::{Binaries, Connection, EmbeddedError, Lock, Options, State, init};

/// How long [`Cluster::attach`] waits for a server that is just starting.
const PATIENCE: Duration = Duration::from_secs(15);

/// A running cluster, which belongs to this process. Dropped, it is stopped, and the drop waits for
/// that; [`Cluster::stop`] does the same without holding up a thread.
#[derive(Debug)]
pub struct Cluster {
    data_dir: PathBuf,
    launch: Launch,
    supervisor: Supervisor,
    stopped: bool,
    locks: Locks,
}

/// The data directory's lock, and that of the folder elsewhere that a copied data directory shares.
#[derive(Debug)]
struct Locks {
    data_dir: Lock,
    home: Option<Lock>,
}

impl Cluster {
    /// Starts the cluster of a data directory, making both when they are missing, and waits until it
    /// answers. What a killed mpaka or a killed server left behind is cleared up first.
    pub async fn start(options: Options) -> Result<Self, EmbeddedError> {
        let preparing = spawn_blocking(move || prepare(&options));
        let (data_dir, locks, launch) =
            preparing.await.map_err(|_| EmbeddedError::Interrupted)??;
        let began = Instant::now();
        let postmaster = launch.up().await?;
        tracing::info!(
            postgres.major = launch.binaries.major,
            milliseconds = began.elapsed().as_millis(),
            "PostgreSQL answers on {}",
            launch.place.connection().socket().display()
        );
        let supervisor = Supervisor::watch_over(launch.clone(), postmaster);
        Ok(Self { data_dir, launch, supervisor, stopped: false, locks })
    }

    /// The connection to the cluster of the mpaka that runs on this data directory; `None` when none
    /// does. One that is just starting is waited for.
    pub async fn attach(data_dir: &Path) -> Result<Option<Connection>, EmbeddedError> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if Lock::holder(data_dir)?.is_none() {
                return Ok(None);
            }
            let canonical = canonical(data_dir)?;
            let place = Place::existing(&canonical)?;
            if let Some(connection) = place.as_ref().and_then(living)
                && probe(&connection).await == Answer::Ready
            {
                return Ok(Some(connection));
            }
            if Instant::now() > deadline {
                let socket = place.map_or(canonical, |place| place.connection().socket());
                return Err(EmbeddedError::NotAnswering { socket });
            }
            sleep(Duration::from_millis(100)).await;
        }
    }

    /// The address of a database for a PostgreSQL client; the database `mpaka` always exists.
    pub fn url(&self, database: &str) -> String {
        self.connection().url(database)
    }

    /// The socket's folder and the user.
    pub fn connection(&self) -> Connection {
        self.launch.place.connection()
    }

    /// The programs that run the cluster.
    pub fn binaries(&self) -> &Binaries {
        &self.launch.binaries
    }

    /// The folder that holds the cluster; in the data directory, or where `postgres.location` says.
    pub fn folder(&self) -> PathBuf {
        self.launch.place.cluster()
    }

    /// How often the server died and was started again.
    pub fn restarts(&self) -> u64 {
        self.supervisor.restarts()
    }

    /// What the cluster is doing, and every change of it.
    pub fn state(&self) -> watch::Receiver<State> {
        self.supervisor.state()
    }

    /// Writes the address mpaka listens on into the lock, so that the refusal of a second start can
    /// name it.
    pub fn announce(&mut self, address: &str) -> Result<(), EmbeddedError> {
        if let Some(home) = &mut self.locks.home {
            home.announce(address)?;
        }
        self.locks.data_dir.announce(address)
    }

    /// Stops the server in order and releases the directory.
    pub async fn stop(mut self) {
        self.end().await;
    }

    /// Stops the server and removes the cluster, wherever it lies, with all that belongs to it; the
    /// data directory too when nothing else is in it.
    pub async fn remove(mut self) -> Result<(), EmbeddedError> {
        self.end().await;
        self.launch.place.remove()?;
        let lock = self.locks.data_dir.remove_file();
        // The directory stays when it holds something of others; only that it is not ours matters.
        let _ = fs::remove_dir(&self.data_dir);
        lock
    }

    async fn end(&mut self) {
        self.supervisor.stop().await;
        // The supervisor may have been in the middle of starting a server again.
        let launch = self.launch.clone();
        let ended = spawn_blocking(move || launch.end_blocking()).await;
        self.stopped = ended.is_ok();
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if !self.stopped {
            self.supervisor.ask_to_stop();
            self.launch.end_blocking();
        }
    }
}

fn prepare(options: &Options) -> Result<(PathBuf, Locks, Launch), EmbeddedError> {
    let root = rustix::process::geteuid().is_root();
    make_folder(&options.data_dir, if root { 0o711 } else { 0o700 })?;
    let data_dir = canonical(&options.data_dir)?;
    let lock = Lock::acquire(&data_dir)?;

    let existing = Place::existing(&data_dir)?;
    let (place, identity) = if let Some(place) = existing {
        let identity = Identity::for_existing(&place.cluster())?;
        if !identity.reaches(&place.home) {
            let (folder, uid) = (place.home, identity.uid);
            return Err(EmbeddedError::Unreachable { folder, uid });
        }
        (place, identity)
    } else {
        let identity = Identity::for_new(options)?;
        (Place::choose(&data_dir, identity, options)?, identity)
    };
    let home = if place.is_sheltered() { Some(Lock::acquire(&place.home)?) } else { None };

    let cluster = place.cluster();
    let major = major_of(&cluster)?;
    let made_by = major.map(|major| (cluster.as_path(), major));
    let binaries = Binaries::find_for(options, identity, made_by)?;
    if major.is_none() {
        init::init(&place, &binaries, identity)?;
    }
    let mark = Mark::of(&cluster)?;
    let locks = Locks { data_dir: lock, home };
    Ok((data_dir, locks, Launch { place, binaries, identity, mark }))
}

/// The major version that made a cluster, from its file `PG_VERSION`.
fn major_of(cluster: &Path) -> Result<Option<u32>, EmbeddedError> {
    let path = cluster.join("PG_VERSION");
    match fs::read_to_string(&path) {
        Ok(text) => Ok(text.trim().parse().ok()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(EmbeddedError::io("read", &path)(error)),
    }
}

/// The connection to a place whose socket folder belongs to the cluster's owner.
fn living(place: &Place) -> Option<Connection> {
    let owner = fs::metadata(place.cluster()).ok()?.uid();
    place.check_socket_folder(owner).ok()?;
    Some(place.connection())
}

fn canonical(folder: &Path) -> Result<PathBuf, EmbeddedError> {
    folder.canonicalize().map_err(EmbeddedError::io("open", folder))
}
