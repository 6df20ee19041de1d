//! The log: on standard error, as lines for people or as JSON.

use std::io::{IsTerminal, stderr};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, ConfigError, LogForm};

/// Begins to log as the configuration says.
pub fn start(config: &Config) -> Result<(), ConfigError> {
    let filter = EnvFilter::try_new(&config.log_filter).map_err(|error| ConfigError::Variable {
        name: "MPAKA_LOG_FILTER".to_owned(),
        reason: error.to_string(),
    })?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(stderr().is_terminal())
        .with_writer(stderr);
    match config.log {
        LogForm::Text => log.with_target(false).compact().init(),
        LogForm::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}
