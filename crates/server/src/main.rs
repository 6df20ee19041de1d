//! The binary `mpaka`: the command line, the configuration, and the server around the schema.

// The layout of the schema's futures nests deeper than the compiler's 128: a level or two a field.
#![recursion_limit = "512"]

mod app;
mod cli;
mod command;
mod config;
mod connections;
mod database;
mod demo;
mod document;
mod engine;
mod failure;
mod http;
mod logging;
mod metrics;
mod secret;
mod serve;
mod signals;
mod terminal;

use std::process::ExitCode;

use clap::Parser;
use mimalloc::MiMalloc;

/// Reading JSON is mostly asking for memory, and this one gives it faster than the C library.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let exit = match Box::pin(command::run(cli::Cli::parse())).await {
        Ok(exit) => exit,
        Err(failure) => {
            terminal::note(format_args!("error: {}", failure.chain()));
            failure.exit()
        }
    };
    exit.into()
}
