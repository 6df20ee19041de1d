//! What the demo tells the person at the terminal: where to open it, who can sign in, what to try.

use std::path::Path;

use super::users::SignedIn;
use crate::terminal::table;

/// An investigation with the head of its timeline.
const INVESTIGATION: &str = r#"{ investigation(reference: "TOCU/2026/0117") { reference title status leadAgency { code } timeline(first: 5) { edges { node { kind recordedAt } } } } }"#;
/// What two agencies' files have in common.
const LINKS: &str = "{ linkInbox(first: 5) { edges { node { selectorKind reasons \
                     left { agency { code } reference foundIn } right { agency { code } reference foundIn } } } } }";
/// What happens from now on.
const EVENTS: &str =
    "subscription { caseEvents { cursor type recordedAt investigation { reference } } }";

/// The greeting.
pub fn text(url: &str, data_dir: &Path, users: &[SignedIn]) -> String {
    let heads = ["user", "agency", "role"].map(str::to_owned);
    let rows = users
        .iter()
        .map(|user| [user.user.to_owned(), user.agency.to_owned(), user.role.to_string()]);
    let users = table(&std::iter::once(heads).chain(rows).collect::<Vec<_>>());
    let program = std::env::current_exe().unwrap_or_else(|_| "mpaka".into());
    let (program, data_dir) = (program.display(), data_dir.display());
    let [investigation, links, events] = [INVESTIGATION, LINKS, EVENTS].map(body);
    format!(
        "
Mpaka's demo is open.

  Explorer   {url}/graphiql   (choose who you are at the top)
  API        {url}/graphql

{users}

Three queries to try as akinyi:

  TOKEN=$({program} token --user akinyi --data-dir {data_dir})

1. An investigation, and what happened in it
  curl -s {url}/graphql -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\
    -d '{investigation}'

2. What her files have in common with others
  curl -s {url}/graphql -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\
    -d '{links}'

3. What happens from now on
  curl -sN {url}/graphql -H \"Authorization: Bearer $TOKEN\" -H 'Content-Type: application/json' \\
    -H 'Accept: text/event-stream' -d '{events}'

Ctrl-C stops it.
"
    )
}

fn body(query: &str) -> String {
    serde_json::json!({ "query": query }).to_string()
}
