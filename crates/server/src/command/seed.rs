//! `mpaka seed`: the demo's operations, loaded into the database.

use mpaka_persistence::MasterKey;

use crate::app::App;
use crate::config::Config;
use crate::database::Database;
use crate::demo::seed::{self, Report};
use crate::failure::Failure;
use crate::{secret, terminal};

/// Loads operations by name and says which were new.
pub async fn run(config: &Config, operations: &[String], json: bool) -> Result<(), Failure> {
    seed::all_exist(operations)?;
    let master = secret::master_key(config)?;
    let database = Database::of_command(config).await?;
    let report = load(config, &database.url(), &master, operations).await;
    database.close().await;
    print(&report?, json);
    Ok(())
}

async fn load(
    config: &Config,
    url: &str,
    master: &MasterKey,
    operations: &[String],
) -> Result<Report, Failure> {
    let app = App::open(url, master, config, false).await?;
    let loaded = seed::load(&app.schema, operations).await;
    app.close().await;
    Ok(loaded?)
}

fn print(report: &Report, json: bool) {
    if json {
        return terminal::json(report);
    }
    for operation in &report.loaded {
        terminal::result(format_args!("loaded {operation}"));
    }
    for operation in &report.present {
        terminal::result(format_args!("{operation} had been loaded before"));
    }
}
