//! `mpaka demo`: a server on this machine with its own issuer, users and explorer.

use std::path::Path;

use chrono::{DateTime, Utc};
use mpaka_auth::Verifier;
use mpaka_graphql::Clock;
use serde_json::json;

use crate::app::App;
use crate::config::Config;
use crate::database::Database;
use crate::failure::Failure;
use crate::secret;
use crate::serve::Server;
use crate::signals::Stopping;
use crate::terminal;
use ephemeral::DataDir;
pub use issuer::{Issuer, IssuerError};
use users::SignedIn;

mod ephemeral;
mod greeting;
mod issuer;
pub mod seed;
pub mod users;

/// How the demo is to run.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// Remove the data directory at the end.
    pub ephemeral: bool,
    /// Print the users with their tokens.
    pub json: bool,
}

/// Where the demo's users get their tokens.
pub struct Desk {
    issuer: Issuer,
}

impl Desk {
    /// The desk of a data directory, opened there when there is none.
    pub fn open(data_dir: &Path) -> Result<Self, IssuerError> {
        Ok(Self { issuer: Issuer::open_or_make(data_dir)? })
    }

    /// What checks the tokens given out here.
    pub fn verifier(&self) -> Result<Verifier, IssuerError> {
        self.issuer.verifier()
    }

    /// Everyone with a token, valid from now on.
    pub fn sign_in_all(&self, now: DateTime<Utc>) -> Result<Vec<SignedIn>, IssuerError> {
        users::sign_in_all(&self.issuer, now)
    }
}

/// `mpaka demo`.
pub async fn run(config: &Config, manner: Manner) -> Result<(), Failure> {
    if !config.listen.ip().is_loopback() {
        return Err(Failure::DemoNotLoopback);
    }
    let stopping = Stopping::on_signal()?;
    let data_dir = DataDir::choose(config, manner.ephemeral)?;
    let config = Config { data_dir: data_dir.path().to_owned(), ..config.clone() };
    let master = secret::master_key(&config)?;
    let mut database = Database::of_server(&config).await?;
    let url = database.url();
    let served = async {
        let Some(app) = stopping.unless(App::open(&url, &master, &config, true)).await else {
            return Ok(());
        };
        let mut app = app?;
        app.keep_up(config.command_retention.duration());
        let served = load_and_serve(&config, &app, &mut database, manner, &stopping).await;
        app.close().await;
        served
    }
    .await;
    if manner.ephemeral {
        let removed = database.remove().await;
        served.and(removed)
    } else {
        database.close().await;
        served
    }
}

async fn load_and_serve(
    config: &Config,
    app: &App,
    database: &mut Database,
    manner: Manner,
    stopping: &Stopping,
) -> Result<(), Failure> {
    let operations = seed::names();
    let Some(loaded) = stopping.unless(seed::load(&app.schema, &operations)).await else {
        return Ok(());
    };
    loaded?;
    serve(config, app, database, manner, stopping).await
}

async fn serve(
    config: &Config,
    app: &App,
    database: &mut Database,
    manner: Manner,
    stopping: &Stopping,
) -> Result<(), Failure> {
    let desk = Desk::open(&config.data_dir)?;
    let verifier = desk.verifier()?;
    let users = desk.sign_in_all(Clock::system().now())?;
    let server = Server::bind(config, app, verifier, Some(desk), stopping).await?;
    database.announce(&server.address().to_string())?;
    let url = server.url();
    terminal::result(format_args!("ready {url}"));
    if manner.json {
        terminal::json(&json!({ "ready": url, "users": users }));
    }
    terminal::note(greeting::text(&url, &config.data_dir, &users));
    server.run(database).await
}
