//! What is generated and committed: the schema, the events' schemas and their samples.

use std::collections::BTreeSet;
use std::path::Path;

use mpaka_tests::process::run;

use super::sources::root;

/// The files of a folder.
fn names(folder: &Path) -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder).unwrap().map(Result::unwrap);
    let files = entries.filter(|entry| entry.path().is_file());
    files.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

#[tokio::test]
async fn the_schema_is_what_the_binary_prints() {
    let folder = tempfile::tempdir().unwrap();
    let printed = run(folder.path(), &["schema"]).await;
    assert_eq!(printed.code, Some(0), "{}", printed.err);
    let committed = std::fs::read_to_string(root().join("schema/schema.graphql")).unwrap();
    assert!(printed.out == committed, "schema/schema.graphql is not current: run `make schema`");
}

#[tokio::test]
async fn the_events_schemas_are_those_that_the_binary_writes() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("schema");
    let written = run(folder.path(), &["schema", "--write", target.to_str().unwrap()]).await;
    assert_eq!(written.code, Some(0), "{}", written.err);
    let (fresh, committed) = (target.join("events"), root().join("schema/events"));
    assert_eq!(names(&committed), names(&fresh), "run `make schema`, and remove what is stale");
    for name in names(&fresh) {
        let text = |folder: &Path| std::fs::read_to_string(folder.join(&name)).unwrap();
        assert!(text(&fresh) == text(&committed), "{name} is not current: run `make schema`");
    }
}

#[test]
fn every_event_type_has_a_sample_and_every_sample_an_event_type() {
    let events = names(&root().join("schema/events"));
    assert!(events.len() > 100, "the events' schemas are there: {}", events.len());
    assert_eq!(names(&root().join("schema/events/samples")), events);
}
