//! A server of a test's own, with its folder, its issuer and its database.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;

use tempfile::TempDir;

use crate::client::Client;
use crate::database::Database;
use crate::issuer::{self, Issuer};
use crate::process::{Ended, Process, run};

/// Where a server's files are: its data directory, its master key, its issuer's public key.
pub struct Home {
    folder: TempDir,
    /// The issuer whose tokens the server takes.
    pub issuer: Issuer,
    database: Option<Database>,
    /// The address that the server is given for the database, where it is not the database's own.
    detour: Option<String>,
    /// Variables that its server is started with.
    variables: Vec<(String, String)>,
}

impl Home {
    /// A home whose server uses a new database of the test run's cluster.
    pub async fn new() -> Self {
        Self { database: Some(Database::fresh().await), ..Self::embedded() }
    }

    /// A home whose server runs a PostgreSQL of its own.
    pub fn embedded() -> Self {
        // The user that runs PostgreSQL for root must pass through.
        let mode = fs::Permissions::from_mode(0o711);
        let folder =
            tempfile::Builder::new().prefix("mpaka-story-").permissions(mode).tempdir().unwrap();
        let issuer = Issuer::default();
        fs::write(folder.path().join("issuer.json"), issuer.key_set()).unwrap();
        let key = folder.path().join("master.key");
        fs::write(&key, "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n").unwrap();
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        Self { folder, issuer, database: None, detour: None, variables: vec![] }
    }

    /// The same home, whose server reaches the database by another address.
    #[must_use]
    pub fn by_way_of(self, address: String) -> Self {
        Self { detour: Some(address), ..self }
    }

    /// The same home, whose server is started with these variables.
    #[must_use]
    pub fn with(self, variables: Vec<(String, String)>) -> Self {
        Self { variables, ..self }
    }

    /// The data directory.
    pub fn data_dir(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Whether its server runs a PostgreSQL of its own.
    pub fn is_embedded(&self) -> bool {
        self.database.is_none()
    }

    /// The folder of the server's own PostgreSQL: the data directory, or where root keeps it.
    fn place(&self) -> PathBuf {
        let data_dir = self.data_dir();
        let marker = fs::read_to_string(data_dir.join("postgres.location")).unwrap_or_default();
        marker.lines().next().map_or(data_dir, Into::into)
    }

    /// The process id of the server's own PostgreSQL; none while it does not run.
    pub fn postmaster(&self) -> Option<u32> {
        let file = fs::read_to_string(self.place().join("postgres/postmaster.pid")).ok()?;
        file.lines().next()?.trim().parse().ok()
    }

    /// The database of the server's own PostgreSQL.
    pub fn own_database(&self) -> Database {
        let socket = self.place().join("socket").display().to_string().replace('/', "%2F");
        Database::at(format!("postgres://mpaka@localhost/mpaka?host={socket}&sslmode=disable"))
    }

    /// The database, where it is not the server's own.
    pub fn database(&self) -> &Database {
        self.database.as_ref().expect("a database of the test run's cluster")
    }

    /// The settings that every command of this home gets.
    fn settings(&self) -> Vec<String> {
        let path = |name: &str| self.folder.path().join(name).display().to_string();
        let mut settings = vec!["--data-dir".to_owned(), path("data")];
        if let Some(database) = &self.database {
            let address = self.detour.as_ref().unwrap_or(&database.url);
            settings.extend(["--database-url".to_owned(), address.clone()]);
            settings.extend(["--master-key-file".to_owned(), path("master.key")]);
        }
        settings
    }

    /// Starts `mpaka` with these arguments and the settings of this home.
    pub fn start(&self, arguments: &[&str]) -> Process {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        let arguments: Vec<String> = arguments.chain(self.settings()).collect();
        Process::start(self.folder.path(), &arguments, &self.variables)
    }

    /// Runs a command of `mpaka` to its end with the settings of this home.
    pub async fn run(&self, arguments: &[&str]) -> Ended {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned());
        let arguments: Vec<String> = arguments.chain(self.settings()).collect();
        run(self.folder.path(), &arguments).await
    }

    /// The arguments of `mpaka serve` in this home.
    pub fn serve(&self) -> Vec<String> {
        let keys = self.folder.path().join("issuer.json").display().to_string();
        ["serve", "--listen", "127.0.0.1:0", "--jwks-file", &keys, "--jwt-issuer", issuer::NAME]
            .map(str::to_owned)
            .to_vec()
    }
}

/// A server that serves, ended when this is dropped.
pub struct Server {
    /// The process.
    pub process: Process,
    /// Where it serves.
    pub url: String,
    /// Where its files are.
    pub home: Home,
}

impl Server {
    /// A server on a new, empty database.
    pub async fn start() -> Self {
        Self::start_with(Home::new().await, &[]).await
    }

    /// A server with a home, and settings beyond the usual.
    pub async fn start_with(home: Home, settings: &[&str]) -> Self {
        let serve = home.serve();
        let arguments = serve.iter().map(String::as_str).chain(settings.iter().copied());
        let mut process = home.start(&arguments.collect::<Vec<_>>());
        let url = process.ready().await;
        Self { process, url, home }
    }

    /// The same server again after it ended, on another port.
    #[must_use]
    pub async fn again(self) -> Self {
        let Self { process, home, .. } = self;
        drop(process);
        Self::start_with(home, &[]).await
    }

    /// One of the people, signed in.
    pub fn client(&self, user: &str) -> Client {
        Client::new(&self.url, &self.home.issuer.token(user))
    }

    /// The database, where it is not the server's own.
    pub fn database(&self) -> &Database {
        self.home.database()
    }
}
