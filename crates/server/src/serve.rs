//! Serving: from an opened database to the last answer given.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use mpaka_auth::{IssuerUrl, KeySet, Verifier};
use mpaka_graphql::Clock;
use tokio::net::TcpListener;
use tokio::time::timeout;
use tracing::{info, warn};

use crate::app::App;
use crate::config::{Config, ConfigError};
use crate::connections;
use crate::database::Database;
use crate::demo::Desk;
use crate::engine::Operations;
use crate::failure::Failure;
use crate::http::health::Health;
use crate::http::room::Room;
use crate::http::{self, Service};
use crate::metrics::Metrics;
use crate::secret;
use crate::signals::Stopping;
use crate::terminal;

/// How long a client may take to send the head of a request, or stay without one.
const SLOWEST: Duration = Duration::from_secs(30);
/// How long requests may take to finish once the server is to stop.
const FAREWELL: Duration = Duration::from_secs(25);

/// A server that listens and does not answer yet.
pub struct Server {
    listener: TcpListener,
    address: SocketAddr,
    router: Router,
    metrics: Metrics,
    streams: Room,
    stopping: Stopping,
}

/// `mpaka serve`.
pub async fn run(config: &Config) -> Result<(), Failure> {
    let verifier = verifier(config)?;
    let stopping = Stopping::on_signal()?;
    let master = secret::master_key(config)?;
    let mut database = Database::of_server(config).await?;
    let url = database.url();
    let served = async {
        let opening = App::open(&url, &master, config, false);
        let Some(app) = stopping.unless(opening).await else { return Ok(()) };
        let mut app = app?;
        app.keep_up(config.command_retention.duration());
        let served = answer(config, &app, verifier, &mut database, &stopping).await;
        app.close().await;
        served
    }
    .await;
    database.close().await;
    served
}

async fn answer(
    config: &Config,
    app: &App,
    verifier: Verifier,
    database: &mut Database,
    stopping: &Stopping,
) -> Result<(), Failure> {
    let server = Server::bind(config, app, verifier, None, stopping).await?;
    database.announce(&server.address.to_string())?;
    terminal::result(format_args!("ready {}", server.url()));
    server.run(database).await
}

/// Checks the tokens of the issuer that the configuration names: with the keys of a file where one is named,
/// else with those that the issuer publishes.
fn verifier(config: &Config) -> Result<Verifier, Failure> {
    let (what, variable, key) = ("the token issuer's name", "MPAKA_JWT_ISSUER", "jwt_issuer");
    let missing = ConfigError::Missing { what, variable, key };
    let issuer = config.jwt_issuer.as_ref().ok_or(missing)?;
    if let Some(path) = &config.jwks_file {
        return Ok(Verifier::new(KeySet::read(path)?, issuer, &config.jwt_audience));
    }
    let issuer = IssuerUrl::parse(issuer)?;
    Ok(Verifier::discovering(issuer, &config.jwt_audience, config.jwks_retention)?)
}

impl Server {
    /// Listens on the address that the configuration names.
    pub async fn bind(
        config: &Config,
        app: &App,
        verifier: Verifier,
        demo: Option<Desk>,
        stopping: &Stopping,
    ) -> Result<Self, Failure> {
        let cannot_listen = |source| Failure::Listen { address: config.listen, source };
        let listener = TcpListener::bind(config.listen).await.map_err(cannot_listen)?;
        let address = listener.local_addr().map_err(cannot_listen)?;
        let metrics = Metrics::new()?;
        let streams = Room::new();
        let service = Service {
            operations: Operations::new(app.schema.clone()),
            verifier: Arc::new(verifier),
            metrics: metrics.clone(),
            files: Some(app.files.clone()),
            health: Health::new(app.ask()),
            clock: Clock::system(),
            demo: demo.map(Arc::new),
            stopping: stopping.receiver(),
            room: Service::room(),
            streams: streams.clone(),
            transfers: Service::transfers(),
        };
        let (router, stopping) = (http::router(service), stopping.clone());
        Ok(Self { listener, address, router, metrics, streams, stopping })
    }

    /// The address it listens on; with port 0 asked for, the port it got.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where to open it.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Answers until this process is asked to end, on a database that somebody else looks after.
    pub async fn answer(self) {
        let Self { listener, router, stopping, .. } = self;
        connections::serve(listener, router, stopping.wished(), SLOWEST).await;
    }

    /// Answers until this process is asked to end; then finishes what was begun, for 25 seconds at
    /// most.
    pub async fn run(self, database: &Database) -> Result<(), Failure> {
        let Self { listener, address, router, metrics, streams, stopping } = self;
        info!("listens on {address}");
        let serving = connections::serve(listener, router, stopping.wished(), SLOWEST);
        let farewell = async {
            stopping.wished().await;
            tokio::time::sleep(FAREWELL).await;
        };
        tokio::select! {
            () = serving => {}
            () = farewell => warn!("some requests were not finished in time"),
            () = database.watch(|restarts| metrics.restarts(restarts)) => {}
        }
        // Sockets are not requests: they say goodbye on their own.
        if timeout(Duration::from_secs(2), streams.empty()).await.is_err() {
            warn!("some streams were not closed in time");
        }
        info!("has stopped serving");
        Ok(())
    }
}
