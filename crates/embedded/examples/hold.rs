//! Holds a cluster until it is killed: `hold <data directory> [<folder with postgres>]` prints
//! its URL when it answers.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use mpaka_embedded::{Cluster, Options};

#[tokio::main]
async fn main() -> ExitCode {
    let Some(data_dir) = env::args_os().nth(1) else {
        return ExitCode::from(2);
    };
    let mut options = Options::new(data_dir, env::var_os("PATH").unwrap_or_default());
    options.postgres_bin = env::args_os().nth(2).map(Into::into);
    let said = match Cluster::start(options).await {
        Ok(mut cluster) => match cluster.announce("127.0.0.1:7400") {
            Ok(()) if writeln!(io::stdout(), "{}", cluster.url("mpaka")).is_ok() => {
                std::future::pending::<()>().await;
                return ExitCode::SUCCESS;
            }
            Ok(()) => "nobody listens".to_owned(),
            Err(error) => error.to_string(),
        },
        Err(error) => error.to_string(),
    };
    // Standard error may be closed too, and then nobody wants to know.
    let _ = writeln!(io::stderr(), "{said}");
    ExitCode::FAILURE
}
