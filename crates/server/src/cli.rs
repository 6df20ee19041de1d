//! The command line.

use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::config::Layer;

/// Event-sourced case management for investigations into trafficking in persons and smuggling of
/// migrants.
#[derive(Debug, Parser)]
#[command(name = "mpaka", version, propagate_version = true, after_help = EXITS)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// Settings of all commands.
    #[command(flatten)]
    pub settings: Layer,
}

const EXITS: &str = "Exit codes: 0 done, 1 refused or not found, 2 usage, 3 database or network, \
                     4 integrity.";

/// What mpaka does.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the API, for users of the token issuer that is configured.
    Serve,
    /// Serve a demo on this machine, with users of its own.
    Demo {
        /// Remove the data directory at the end; without --data-dir, a temporary one is used.
        #[arg(long)]
        ephemeral: bool,
        /// Print the users with their tokens as JSON after the line `ready`.
        #[arg(long)]
        json: bool,
    },
    /// Bring the database's schema up to date.
    Migrate(Output),
    /// Load the demo's operations into the database.
    Seed {
        /// The operations, such as jacaranda.
        #[arg(required = true, value_name = "OPERATION")]
        operations: Vec<String>,
        /// How to print what was done.
        #[command(flatten)]
        output: Output,
    },
    /// Print a token of the demo's issuer, valid for twelve hours.
    Token {
        /// The demo user, such as akinyi.
        #[arg(long, value_name = "NAME")]
        user: String,
        /// How to print it.
        #[command(flatten)]
        output: Output,
    },
    /// The views made from the log: how far they are, and making them anew.
    Projections {
        /// What to do with them.
        #[command(subcommand)]
        action: Projections,
    },
    /// The law that decisions are judged by: statutes, time limits, calendars and lists of codes.
    Reference {
        /// What to do with it.
        #[command(subcommand)]
        action: Reference,
    },
    /// Print the GraphQL schema.
    Schema {
        /// Write it into this folder instead, with the JSON Schema of every event.
        #[arg(long, value_name = "DIR")]
        write: Option<std::path::PathBuf>,
    },
    /// Print a completion script for a shell.
    Completions {
        /// The shell.
        shell: Shell,
    },
    /// Check what mpaka needs, and say what is missing.
    Doctor(Output),
    /// Measure the event engine beside hand-tuned SQL and the stock library, in databases of its own.
    Bench(Bench),
    /// Run a command with a private, migrated database that is removed afterwards; its address is in
    /// `DATABASE_URL` and `MPAKA_TEST_DATABASE_URL`.
    #[command(hide = true)]
    DevDatabase {
        /// The command and its arguments.
        #[arg(last = true, required = true, value_name = "COMMAND")]
        command: Vec<std::ffi::OsString>,
    },
}

/// What is measured, and where the figures go.
#[derive(Debug, Args)]
pub struct Bench {
    /// The bench [default: all of them].
    #[arg(value_parser = PossibleValuesParser::new(mpaka_bench::BENCHES))]
    pub name: Option<String>,
    /// Take one measure only.
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(mpaka_bench::MEASURES))]
    pub measure: Option<String>,
    /// Shorter rounds and smaller logs: a few minutes instead of a quarter of an hour.
    #[arg(long)]
    pub quick: bool,
    /// See that the bench works; the figures say nothing.
    #[arg(long, hide = true, conflicts_with = "quick")]
    pub smoke: bool,
    /// Also write the figures as JSON into this folder, a file a bench.
    #[arg(long, value_name = "DIR")]
    pub out: Option<std::path::PathBuf>,
    /// How to print them.
    #[command(flatten)]
    pub output: Output,
}

/// What to do with the views.
#[derive(Debug, Subcommand)]
pub enum Projections {
    /// List them: their positions in the log, what they have set aside, whether somebody runs them.
    List {
        /// List the events that views have set aside or leave out instead.
        #[arg(long)]
        parked: bool,
        /// How to print the list.
        #[command(flatten)]
        output: Output,
    },
    /// Make one anew from the log, or all of them, while the server serves.
    Rebuild {
        /// The view's name, or `all`.
        name: String,
        /// How to print what was done.
        #[command(flatten)]
        output: Output,
    },
    /// Make views anew that have events set aside, so that these are tried again.
    Retry {
        /// The view's name, or `all`.
        #[arg(default_value = "all")]
        name: String,
        /// Leave the event at this position out from now on: `list --parked` names it.
        #[arg(long, value_name = "POSITION", requires = "reason")]
        skip: Option<i64>,
        /// Why, for those who read the list later; no personal data.
        #[arg(long, value_name = "TEXT", requires = "skip")]
        reason: Option<String>,
        /// How to print what was done.
        #[command(flatten)]
        output: Output,
    },
}

/// What to do with the law.
#[derive(Debug, Subcommand)]
pub enum Reference {
    /// Load files: what is new in them is law from then on, within a second also for servers that run.
    Load {
        /// Files in TOML, or folders of them; see docs/law.md. All are taken, or none.
        #[arg(required = true, value_name = "PATH")]
        paths: Vec<std::path::PathBuf>,
        /// Say what would be loaded, and load nothing.
        #[arg(long)]
        dry_run: bool,
        /// How to print what was done.
        #[command(flatten)]
        output: Output,
    },
    /// List the entries with their versions.
    List {
        /// Only the versions that are in force on this day.
        #[arg(long, value_name = "DATE")]
        on: Option<chrono::NaiveDate>,
        /// How to print the list.
        #[command(flatten)]
        output: Output,
    },
}

/// How a result is printed.
#[derive(Debug, Clone, Copy, Args)]
pub struct Output {
    /// Print the result as JSON.
    #[arg(long)]
    pub json: bool,
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, Parser};

    use super::Cli;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn settings_are_taken_before_and_after_the_command() {
        for line in ["mpaka --data-dir d token --user a", "mpaka token --user a --data-dir d"] {
            let cli = Cli::try_parse_from(line.split(' ')).unwrap();
            assert_eq!(cli.settings.data_dir, Some("d".into()));
        }
    }

    #[test]
    fn wrong_usage_ends_with_code_two() {
        for line in [
            "mpaka",
            "mpaka fly",
            "mpaka token",
            "mpaka seed",
            "mpaka serve --listen nowhere",
            "mpaka projections retry all --skip 7",
            "mpaka reference load",
            "mpaka reference list --on tomorrow",
        ] {
            let error = Cli::try_parse_from(line.split(' ')).unwrap_err();
            assert_eq!(error.exit_code(), 2, "{line}");
        }
    }
}
