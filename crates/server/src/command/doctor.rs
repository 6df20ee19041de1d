//! `mpaka doctor`: is everything there that mpaka needs?

use std::fs;
use std::path::Path;

use mpaka_auth::{IssuerUrl, KeySet, discover};
use mpaka_embedded::{Binaries, Cluster, Holder, Lock};
use serde::Serialize;

use crate::app::{self, Standing};
use crate::config::Config;
use crate::failure::{Exit, Failure};
use crate::secret::{self, MASTER_KEY, Secret};
use crate::terminal;

/// What one check found.
#[derive(Debug, Serialize)]
struct Finding {
    check: &'static str,
    ok: bool,
    found: String,
    #[serde(skip)]
    exit: Exit,
}

/// Makes all checks, changing nothing; ends with the code of the first that failed.
pub async fn run(config: &Config, json: bool) -> Result<Exit, Failure> {
    let mut findings = Vec::new();
    if config.database_url.is_none() {
        findings.push(finding("postgres", Exit::Database, binaries(config)));
        findings.push(finding("data directory", Exit::Refused, data_dir(&config.data_dir)));
        findings.push(finding("lock", Exit::Refused, lock(&config.data_dir)));
    }
    let (master_key, secret) = master_key(config);
    findings.push(finding("master key", Exit::Integrity, master_key));
    findings.push(finding("database", Exit::Database, database(config, secret).await));
    let issuer = token_issuer(config).await;
    let exit = issuer.as_ref().err().map_or(Exit::Done, Failure::exit);
    findings.push(finding("token issuer", exit, issuer));

    if json {
        terminal::json(&findings);
    } else {
        let rows = findings.iter().map(|finding| {
            let mark = if finding.ok { "ok" } else { "FAILED" };
            [mark.to_owned(), finding.check.to_owned(), finding.found.clone()]
        });
        terminal::result(terminal::table(&rows.collect::<Vec<_>>()));
    }
    Ok(findings.iter().find(|finding| !finding.ok).map_or(Exit::Done, |finding| finding.exit))
}

fn finding(check: &'static str, exit: Exit, outcome: Result<String, Failure>) -> Finding {
    match outcome {
        Ok(found) => Finding { check, ok: true, found, exit },
        Err(failure) => Finding { check, ok: false, found: failure.chain(), exit },
    }
}

fn binaries(config: &Config) -> Result<String, Failure> {
    let Binaries { folder, major } = Binaries::find(&config.embedded())?;
    Ok(format!("PostgreSQL {major} in {}", folder.display()))
}

fn data_dir(folder: &Path) -> Result<String, Failure> {
    if !folder.exists() {
        return Ok(format!("{} will be made at the first start", folder.display()));
    }
    fs::read_dir(folder).map_err(Failure::io(folder))?;
    rustix::fs::access(folder, rustix::fs::Access::WRITE_OK)
        .map_err(|error| Failure::io(folder)(error.into()))?;
    Ok(folder.display().to_string())
}

fn lock(folder: &Path) -> Result<String, Failure> {
    Ok(match Lock::holder(folder)? {
        None => "free: no server runs on the data directory".to_owned(),
        Some(Holder { pid, address }) => {
            let pid = pid.map(|pid| format!(" as process {pid}")).unwrap_or_default();
            let address = address.map(|address| format!(" on {address}")).unwrap_or_default();
            format!("a server runs{pid}{address}")
        }
    })
}

fn master_key(config: &Config) -> (Result<String, Failure>, Option<Secret>) {
    let usual = (config.database_url.is_none()).then(|| config.data_dir.join(MASTER_KEY));
    let path = config.master_key_file.clone().or(usual);
    let found = path.as_deref().map(Secret::find).transpose().map(Option::flatten);
    match (found, path) {
        (Ok(Some(secret)), Some(path)) => (Ok(path.display().to_string()), Some(secret)),
        (Ok(_), _) => {
            let missing = secret::may_be_made(config).map_err(Failure::from);
            (missing.map(|()| "will be made at the first start".to_owned()), None)
        }
        (Err(error), _) => (Err(error.into()), None),
    }
}

async fn database(config: &Config, secret: Option<Secret>) -> Result<String, Failure> {
    let url = match &config.database_url {
        Some(url) => url.expose().to_owned(),
        None => match Cluster::attach(&config.data_dir).await? {
            Some(connection) => connection.url(crate::database::NAME),
            None => return Ok("the private one, which does not run now".to_owned()),
        },
    };
    let Some(secret) = secret else { return Ok("not looked at without the master key".to_owned()) };
    let store = app::open_store(&url, &secret.master_key()).await?;
    let standing = app::standing(&store).await;
    let files = app::files(&store, config).look().await;
    store.close().await;
    let Standing { head, views, .. } = standing?;
    let behind = views.iter().map(|view| view.lag).max().unwrap_or_default();
    let files = files?;
    let views = views.len();
    Ok(format!(
        "answers; {head} events, {views} views, at most {behind} events behind; files in {files}"
    ))
}

async fn token_issuer(config: &Config) -> Result<String, Failure> {
    match (&config.jwks_file, &config.jwt_issuer) {
        (Some(path), _) => {
            let keys = KeySet::read(path)?.ids().len();
            Ok(format!("{keys} keys that can be used in {}", path.display()))
        }
        (None, Some(issuer)) => {
            let published = discover(&IssuerUrl::parse(issuer)?).await?;
            let keys = published.keys.ids().len();
            Ok(format!("answers; {keys} keys that can be used at {}", published.address))
        }
        (None, None) => {
            Ok("none configured: `mpaka serve` needs one, the demo does not".to_owned())
        }
    }
}
