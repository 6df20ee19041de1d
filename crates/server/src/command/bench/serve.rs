//! The server that a bench asks: all of it but the database's upkeep, on a port of its own.

use std::net::SocketAddr;
use std::sync::Arc;

use futures_util::FutureExt;
use mpaka_bench::{MASTER, Serve, Served};
use mpaka_domain::Viewer;
use mpaka_graphql::Clock;
use mpaka_persistence::MasterKey;
use tokio::task::JoinSet;

use crate::app::App;
use crate::config::Config;
use crate::demo::Issuer;
use crate::failure::Failure;
use crate::serve::Server;
use crate::signals::Stopping;

/// What starts such a server.
pub fn starter(config: &Config, stopping: &Stopping) -> Serve {
    let config = Config { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..config.clone() };
    let stopping = stopping.clone();
    Arc::new(move |url, viewer| {
        let (config, stopping) = (config.clone(), stopping.clone());
        async move {
            let served = start(&config, &stopping, &url, &viewer).await;
            served.map_err(|failure| failure.to_string())
        }
        .boxed_local()
    })
}

async fn start(
    config: &Config,
    stopping: &Stopping,
    url: &str,
    viewer: &Viewer,
) -> Result<Served, Failure> {
    let folder = tempfile::tempdir().map_err(Failure::io("a temporary folder"))?;
    let issuer = Issuer::open_or_make(folder.path())?;
    let token = issuer.token(viewer, Clock::system().now())?;
    let config = &Config { data_dir: folder.path().to_path_buf(), ..config.clone() };
    let app = App::open(url, &MasterKey::new(MASTER), config, false).await?;
    let server = Server::bind(config, &app, issuer.verifier()?, None, stopping).await?;
    let address = server.url();
    let mut running = JoinSet::new();
    running.spawn(async move {
        server.answer().await;
        app.close().await;
        drop(folder);
    });
    Ok(Served { address, token, running })
}
