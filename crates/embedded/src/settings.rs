//! The server's configuration: durable, silent about data, and reachable by its socket alone.

use std::path::Path;

use crate::EmbeddedError;
use crate::connection::PORT;
use crate::files::replace;
use crate::place::Place;
use crate::process::Mark;

/// Settings that an `ALTER SYSTEM` must not undo; they are given on the command line.
const FIXED: [(&str, &str); 5] = [
    ("listen_addresses", ""),
    ("unix_socket_permissions", "0700"),
    ("fsync", "on"),
    ("full_page_writes", "on"),
    ("synchronous_commit", "on"),
];

/// Names, values and reasons. Statements and the details of errors can hold personal data, so the log
/// has neither.
const SETTINGS: &str = "\
max_connections = 200                   # several servers and tools, each with up to 32
shared_buffers = 128MB
max_wal_size = 1GB
jit = off                               # our statements are short
restart_after_crash = on

timezone = 'UTC'
log_timezone = 'UTC'
lc_messages = 'C'
client_encoding = 'UTF8'

logging_collector = on                  # a file per weekday, kept for a week
log_directory = 'log'
log_filename = 'postgres-%a.log'
log_rotation_age = 1d
log_rotation_size = 0
log_truncate_on_rotation = on
log_file_mode = 0600
log_line_prefix = '%m [%p] '
log_statement = 'none'
log_min_duration_statement = -1
log_min_error_statement = panic         # no statement texts
log_error_verbosity = terse             # no key values of a violated constraint
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
";

/// Writes both configuration files anew.
pub fn write(place: &Place) -> Result<(), EmbeddedError> {
    let text = format!(
        "# Written by mpaka at every start: a change made here is lost.\n\
         port = {PORT}\nhba_file = {}\n{SETTINGS}",
        quote(&place.access())
    );
    replace(&place.configuration(), &text, 0o644)?;
    let access =
        "# The socket's folder is private, and nothing else listens.\nlocal all all trust\n";
    replace(&place.access(), access, 0o644)
}

/// The postmaster's arguments.
pub fn arguments(place: &Place, mark: &Mark) -> Vec<String> {
    let mut settings = vec![
        ("config_file", place.configuration().display().to_string()),
        ("unix_socket_directories", place.connection().socket_dir.display().to_string()),
        ("cluster_name", mark.name.clone()),
    ];
    settings.extend(FIXED.map(|(name, value)| (name, value.to_owned())));
    settings
        .into_iter()
        .flat_map(|(name, value)| ["-c".to_owned(), format!("{name}={value}")])
        .collect()
}

/// A string in a configuration file: quotes and backslashes doubled (PostgreSQL manual 20.1.2).
fn quote(path: &Path) -> String {
    let text = path.display().to_string();
    format!("'{}'", text.replace('\\', "\\\\").replace('\'', "''"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    #[test]
    fn a_path_with_a_quote_stays_one_string() {
        assert_eq!(super::quote(Path::new("/o'neill/a\\b")), "'/o''neill/a\\\\b'");
    }
}
