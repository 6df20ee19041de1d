//! `mpaka projections`: how far the views are, what they have set aside, and making them anew.

use mpaka_persistence::{ProcessStatus, ProjectionStatus, Store};
use serde_json::json;

use crate::app::{self, Standing};
use crate::cli::Projections;
use crate::config::Config;
use crate::database::Database;
use crate::failure::Failure;
use crate::terminal::Progress;
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
        let done = match action {
            Projections::List { parked: false, output } => list(&store, output.json).await,
            Projections::List { parked: true, output } => list_parked(&store, output.json).await,
            Projections::Rebuild { name, output } => rebuild(&store, &name, output.json).await,
            Projections::Retry { name, skip, reason, output } => {
                retry(&store, &name, skip.zip(reason.as_deref()), output.json).await
            }
        };
        store.close().await;
        done
    }
    .await;
    database.close().await;
    done
}

async fn list(store: &Store, json: bool) -> Result<(), Failure> {
    let Standing { head, views, processes, .. } = app::standing(store).await?;
    if json {
        let views = views.iter().map(|view| {
            json!({
                "name": view.name, "version": view.version, "position": view.position,
                "lag": view.lag, "parked": view.parked, "skipped": view.skipped,
                "owned": view.owned, "rebuilding": view.rebuilding,
            })
        });
        let processes = processes.iter().map(|process| {
            json!({
                "name": process.name.as_str(), "instances": process.instances,
                "waiting": process.waiting, "sleeping": process.sleeping, "next": process.next,
                "retrying": process.retrying, "attempts": process.attempts,
                "fault": process.fault, "refused": process.refused,
            })
        });
        terminal::json(&json!({
            "head": head,
            "projections": views.collect::<Vec<_>>(),
            "processes": processes.collect::<Vec<_>>(),
        }));
        return Ok(());
    }
    let heads = ["view", "version", "position", "behind", "parked", "skipped", "run", "made anew"];
    let rows = views.iter().map(|view| {
        let ProjectionStatus { version, position, lag, parked, skipped, .. } = view;
        let run = if view.owned { "yes" } else { "no" };
        let anew = view.rebuilding.map(|position| format!("to {position}"));
        [
            view.name.to_owned(),
            version.to_string(),
            position.to_string(),
            lag.to_string(),
            parked.to_string(),
            skipped.to_string(),
            run.to_owned(),
            anew.unwrap_or_default(),
        ]
    });
    let heads = std::iter::once(heads.map(str::to_owned));
    terminal::result(terminal::table(&heads.chain(rows).collect::<Vec<_>>()));
    list_processes(&processes);
    Ok(())
}

/// The process managers, whose states are the view `process_managers`.
fn list_processes(processes: &[ProcessStatus]) {
    let heads = [
        "process",
        "instances",
        "waiting",
        "sleeping",
        "until",
        "trying again",
        "times",
        "fault",
        "refused",
    ];
    let rows = processes.iter().map(|process| {
        let ProcessStatus { name, instances, waiting, sleeping, next, retrying, .. } = process;
        let ProcessStatus { attempts, fault, refused, .. } = process;
        let counts = [instances, waiting, sleeping].map(ToString::to_string);
        let [instances, waiting, sleeping] = counts;
        let next = next.map(|next| next.format("%Y-%m-%d %H:%MZ").to_string());
        [
            name.as_str().to_owned(),
            instances,
            waiting,
            sleeping,
            next.unwrap_or_default(),
            retrying.to_string(),
            attempts.to_string(),
            fault.clone().unwrap_or_default(),
            refused.to_string(),
        ]
    });
    let heads = std::iter::once(heads.map(str::to_owned));
    terminal::result(terminal::table(&heads.chain(rows).collect::<Vec<_>>()));
}

/// The events that views have set aside, and those that they leave out by decision.
async fn list_parked(store: &Store, json: bool) -> Result<(), Failure> {
    let (parked, skipped) = (store.parked().await?, store.skipped().await?);
    if json {
        let parked = parked.iter().map(|event| {
            json!({
                "projection": event.projection, "position": event.position,
                "category": event.category, "stream": event.stream, "version": event.version,
                "type": event.event_type, "error": event.error, "behind": event.behind,
                "attempts": event.attempts, "parkedAt": event.parked_at,
            })
        });
        let skipped = skipped.iter().map(|event| {
            json!({
                "projection": event.projection, "position": event.position,
                "category": event.category, "stream": event.stream, "version": event.version,
                "type": event.event_type, "error": event.error, "reason": event.reason,
                "skippedBy": event.skipped_by, "skippedAt": event.skipped_at,
            })
        });
        let (parked, skipped) = (parked.collect::<Vec<_>>(), skipped.collect::<Vec<_>>());
        terminal::json(&json!({ "parked": parked, "skipped": skipped }));
        return Ok(());
    }
    if parked.is_empty() && skipped.is_empty() {
        terminal::result("no event is parked or skipped");
        return Ok(());
    }
    let heads = ["view", "position", "stream", "version", "type", "why"].map(str::to_owned);
    let parked = parked.iter().map(|event| {
        let why = match (&event.error, event.behind) {
            (Some(error), _) => error.clone(),
            (None, behind) => format!("waits behind {}", behind.unwrap_or_default()),
        };
        let stream = format!("{} {}", event.category, event.stream);
        let (position, version) = (event.position.to_string(), event.version.to_string());
        [event.projection.clone(), position, stream, version, event.event_type.clone(), why]
    });
    let skipped = skipped.iter().map(|event| {
        let why = format!("skipped by {}: {}", event.skipped_by, event.reason);
        let stream = format!("{} {}", event.category, event.stream);
        let (position, version) = (event.position.to_string(), event.version.to_string());
        [event.projection.clone(), position, stream, version, event.event_type.clone(), why]
    });
    let rows = std::iter::once(heads).chain(parked).chain(skipped);
    terminal::result(terminal::table(&rows.collect::<Vec<_>>()));
    Ok(())
}

/// The views that a name stands for.
async fn named(store: &Store, name: &str) -> Result<Vec<ProjectionStatus>, Failure> {
    let mut views = app::standing(store).await?.views;
    views.retain(|view| name == ALL || view.name == name);
    if views.is_empty() { Err(Failure::NoSuchView(name.to_owned())) } else { Ok(views) }
}

async fn rebuild(store: &Store, name: &str, json: bool) -> Result<(), Failure> {
    let names: Vec<_> = named(store, name).await?.iter().map(|view| view.name).collect();
    anew(store, &names).await?;
    if json {
        terminal::json(&json!({ "rebuilt": names }));
    } else {
        terminal::result(format_args!("made anew: {}", names.join(", ")));
    }
    Ok(())
}

async fn retry(
    store: &Store,
    name: &str,
    skip: Option<(i64, &str)>,
    json: bool,
) -> Result<(), Failure> {
    let mut views = named(store, name).await?;
    if let Some((position, reason)) = skip {
        let mut skipping = Vec::new();
        for view in views {
            if store.skip(view.name, position, reason).await? {
                skipping.push(view);
            }
        }
        if skipping.is_empty() {
            return Err(Failure::NotParked(position));
        }
        views = skipping;
    } else {
        views.retain(|view| view.parked > 0);
    }
    let names: Vec<_> = views.iter().map(|view| view.name).collect();
    anew(store, &names).await?;
    let mut stale = named(store, name).await?;
    stale.retain(|view| view.parked > 0);
    if json {
        let stale = stale.iter().map(|view| (view.name.to_owned(), json!(view.parked)));
        let stale: serde_json::Map<_, _> = stale.collect();
        terminal::json(&json!({ "rebuilt": names, "parked": stale }));
        return Ok(());
    }
    if names.is_empty() {
        terminal::result("nothing is parked: there is nothing to do");
    } else {
        terminal::result(format_args!("made anew: {}", names.join(", ")));
    }
    for view in stale {
        terminal::note(format_args!("{} still has {} events parked", view.name, view.parked));
    }
    Ok(())
}

/// Makes views anew, one after the other.
async fn anew(store: &Store, names: &[&str]) -> Result<(), Failure> {
    for name in names {
        let progress = Progress::of(name);
        store.rebuild(name, &|done, all| progress.tell(done, all)).await?;
    }
    Ok(())
}
