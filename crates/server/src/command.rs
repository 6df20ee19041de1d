//! What each command does, and with what it ends.

use clap::CommandFactory;
use serde_json::json;

use crate::app;
use crate::cli::{Cli, Command};
use crate::config::Config;
use crate::database::Database;
use crate::demo::users::{DemoUser, USERS};
use crate::demo::{self, Issuer, Manner};
use crate::failure::{Exit, Failure};
use crate::{logging, serve, terminal};

mod bench;
mod dev_database;
mod doctor;
mod projections;
mod reference;
mod schema;
mod seed;

/// Carries out a command.
pub async fn run(cli: Cli) -> Result<Exit, Failure> {
    let config = Config::read(cli.settings)?;
    logging::start(&config)?;
    tracing::debug!(?config, "read the configuration");
    match cli.command {
        Command::Serve => serve::run(&config).await?,
        Command::Demo { ephemeral, json } => {
            demo::run(&config, Manner { ephemeral, json }).await?;
        }
        Command::Migrate(output) => migrate(&config, output.json).await?,
        Command::Seed { operations, output } => {
            seed::run(&config, &operations, output.json).await?;
        }
        Command::Token { user, output } => token(&config, &user, output.json)?,
        Command::Projections { action } => projections::run(&config, action).await?,
        Command::Reference { action } => reference::run(&config, action).await?,
        Command::Schema { write } => schema::run(write.as_deref())?,
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "mpaka", &mut std::io::stdout());
        }
        Command::Doctor(output) => return doctor::run(&config, output.json).await,
        Command::Bench(wanted) => return bench::run(&config, wanted).await,
        Command::DevDatabase { command } => return dev_database::run(&config, &command).await,
    }
    Ok(Exit::Done)
}

async fn migrate(config: &Config, json: bool) -> Result<(), Failure> {
    let database = Database::of_command(config).await?;
    let migrated = app::migrate(&database.url()).await;
    database.close().await;
    migrated?;
    if json {
        terminal::json(&json!({ "migrated": true }));
    } else {
        terminal::result("the database's schema is up to date");
    }
    Ok(())
}

fn token(config: &Config, name: &str, json: bool) -> Result<(), Failure> {
    let user = DemoUser::find(name).ok_or_else(|| {
        Failure::NoSuchUser(name.to_owned(), USERS.map(|user| user.user).join(", "))
    })?;
    let issuer = Issuer::open(&config.data_dir)?;
    let signed_in = user.sign_in(&issuer, mpaka_graphql::Clock::system().now())?;
    if json {
        terminal::json(&signed_in);
    } else {
        terminal::result(signed_in.token);
    }
    Ok(())
}
