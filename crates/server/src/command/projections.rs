//! `mpaka projections`: how far the views are, and making them anew.

use mpaka_persistence::Store;
use serde_json::json;

use crate::app::{self, Standing};
use crate::cli::Projections;
use crate::config::Config;
use crate::database::Database;
use crate::failure::Failure;
use crate::{secret, terminal};

/// The name that stands for every view.
const ALL: &str = "all";

/// Carries out one of the actions.
pub async fn run(config: &Config, action: Projections) -> Result<(), Failure> {
    let master = secret::master_key(config)?;
    let database = Database::of_command(config).await?;
    let url = database.url();
    let done = async {
        if let Database::Own(_) = &database {
            // Nobody else could have brought a cluster up to date that did not run.
            app::migrate(&url).await?;
        }
        let store = app::open_store(&url, &master).await?;
        match action {
            Projections::List(output) => list(&store, output.json).await,
            Projections::Rebuild { name, output } => rebuild(&store, &name, output.json).await,
        }
    }
    .await;
    database.close().await;
    done
}

async fn list(store: &Store, json: bool) -> Result<(), Failure> {
    let Standing { head, views, feed: _ } = app::standing(store).await?;
    if json {
        let views = views.iter().map(|view| {
            json!({ "name": view.name, "version": view.version, "position": view.position, "lag": view.lag })
        });
        terminal::json(&json!({ "head": head, "projections": views.collect::<Vec<_>>() }));
        return Ok(());
    }
    let heads = ["view", "version", "position", "behind"].map(str::to_owned);
    let rows = views.iter().map(|view| {
        let numbers = [i64::from(view.version), view.position, view.lag].map(|n| n.to_string());
        let [version, position, lag] = numbers;
        [view.name.to_owned(), version, position, lag]
    });
    terminal::result(terminal::table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>()));
    Ok(())
}

async fn rebuild(store: &Store, name: &str, json: bool) -> Result<(), Failure> {
    let names = if name == ALL {
        app::standing(store).await?.views.iter().map(|view| (*view.name).to_owned()).collect()
    } else {
        vec![name.to_owned()]
    };
    for name in &names {
        let progress = |position, head| {
            terminal::note(format_args!("{name}: {position} of {head}"));
        };
        if !store.rebuild(name, &progress).await? {
            return Err(Failure::NoSuchView(name.clone()));
        }
    }
    if json {
        terminal::json(&json!({ "rebuilt": names }));
    } else {
        terminal::result(format_args!("made anew: {}", names.join(", ")));
    }
    Ok(())
}
