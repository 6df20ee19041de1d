//! `mpaka reference`: the law that decisions are judged by, loaded and listed.

use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use mpaka_domain::Law;
use mpaka_domain::law::{
    Added, Calendar, CaseTemplate, ClockRule, CodeSystem, Content, Edition, EditionError,
    EntryEvent, Statute, Version,
};
use mpaka_graphql::Clock;
use mpaka_persistence::{LoadError, Store, UnreadLaw};
use serde_json::{Value, json};

use crate::app;
use crate::cli::Reference;
use crate::config::Config;
use crate::database::Database;
use crate::failure::Failure;
use crate::{secret, terminal};

/// Carries out one of the actions.
pub async fn run(config: &Config, action: Reference) -> Result<(), Failure> {
    // Files that cannot be read need no database to say so.
    let edition = match &action {
        Reference::Load { paths, .. } => read(paths)?,
        Reference::List { .. } => Edition::default(),
    };
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
            Reference::Load { dry_run, output, .. } => {
                load(&store, edition, dry_run, output.json).await
            }
            Reference::List { on, output } => {
                list(&store.law(), &store.unread_law(), on, output.json);
                Ok(())
            }
        };
        store.close().await;
        done
    }
    .await;
    database.close().await;
    done
}

/// Reads files, and the files of folders, by their names.
fn read(paths: &[PathBuf]) -> Result<Edition, Failure> {
    let mut edition = Edition::default();
    for path in paths {
        for file in files(path)? {
            let text = std::fs::read_to_string(&file).map_err(Failure::io(&file))?;
            let read = Edition::read(&file.display().to_string(), &text);
            edition = edition.and(read.map_err(EditionError::from)?);
        }
    }
    Ok(edition)
}

/// The files in TOML in a folder and the folders in it, or the file itself.
fn files(path: &Path) -> Result<Vec<PathBuf>, Failure> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for inside in std::fs::read_dir(path).map_err(Failure::io(path))? {
        let inside = inside.map_err(Failure::io(path))?.path();
        if inside.is_dir() || inside.extension().is_some_and(|extension| extension == "toml") {
            files.extend(self::files(&inside)?);
        }
    }
    files.sort();
    Ok(files)
}

async fn load(store: &Store, edition: Edition, dry_run: bool, json: bool) -> Result<(), Failure> {
    let now = Clock::system().now();
    let additions = if dry_run {
        store.law().adopt(edition, now.date_naive()).map_err(LoadError::from)?
    } else {
        store.load_law(edition, now).await?
    };
    let mut lines = Vec::new();
    tell(&additions.statutes, &mut lines);
    tell(&additions.clock_rules, &mut lines);
    tell(&additions.calendars, &mut lines);
    tell(&additions.code_systems, &mut lines);
    tell(&additions.case_templates, &mut lines);
    if json {
        terminal::json(&json!({ "dryRun": dry_run, "added": lines }));
        return Ok(());
    }
    if lines.is_empty() {
        terminal::result("nothing in it is new");
    }
    for line in lines {
        let [kind, code, what, from] =
            ["kind", "code", "what", "validFrom"].map(|key| text(&line, key));
        terminal::result(format_args!("{kind} {code}: {what}, the version from {from}"));
    }
    if dry_run {
        terminal::note("nothing was loaded: this was a dry run");
    }
    Ok(())
}

fn text<'a>(line: &'a Value, key: &str) -> &'a str {
    line[key].as_str().unwrap_or_default()
}

/// What was added to the entries of one kind.
fn tell<C: Content>(added: &Added<C>, lines: &mut Vec<Value>) {
    for (code, events) in added {
        for event in events {
            let (what, valid_from) = match event {
                EntryEvent::VersionAdded { version, .. } => ("added", version.valid_from),
                EntryEvent::VersionEnded { valid_from, .. } => ("ended", *valid_from),
                EntryEvent::VersionConfirmed { valid_from, .. } => ("confirmed", *valid_from),
            };
            let code = code.as_str();
            lines.push(
                json!({ "kind": C::CATEGORY, "code": code, "what": what, "validFrom": valid_from }),
            );
        }
    }
}

/// The versions of every entry, and the events of entries that cannot be read.
fn list(law: &Law, unread: &[UnreadLaw], on: Option<NaiveDate>, json: bool) {
    let mut lines = Vec::new();
    describe::<Statute>(law, on, &mut lines);
    describe::<ClockRule>(law, on, &mut lines);
    describe::<Calendar>(law, on, &mut lines);
    describe::<CodeSystem>(law, on, &mut lines);
    describe::<CaseTemplate>(law, on, &mut lines);
    if json {
        let unread = unread.iter().map(|UnreadLaw { category, stream, version, why }| {
            let why = why.to_string();
            json!({ "kind": category, "stream": stream, "version": version, "reason": why })
        });
        terminal::json(&json!({ "entries": lines, "unread": unread.collect::<Vec<_>>() }));
        return;
    }
    let heads = ["kind", "code", "from", "until", "checked", "source"].map(str::to_owned);
    let rows = lines.iter().map(|line| {
        ["kind", "code", "validFrom", "validTo", "checked", "citation"]
            .map(|key| text(line, key).to_owned())
    });
    terminal::result(terminal::table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>()));
    for UnreadLaw { category, stream, version, why } in unread {
        terminal::note(format_args!(
            "event {version} of {category} {stream} cannot be read: {why}; run a newer mpaka"
        ));
    }
}

/// The versions of the entries of one kind.
fn describe<C: Content>(law: &Law, on: Option<NaiveDate>, lines: &mut Vec<Value>) {
    for (code, entry) in C::book(law) {
        let is_wanted = |version: &&Version<C>| on.is_none_or(|day| version.is_in_force(day));
        for version in entry.versions().iter().filter(is_wanted) {
            lines.push(json!({
                "kind": C::CATEGORY, "code": code.as_str(), "validFrom": version.valid_from,
                "validTo": version.valid_to, "checked": version.source.checked,
                "citation": version.source.citation.as_str(), "content": version.content,
            }));
        }
    }
}
