//! `mpaka schema`: the GraphQL schema and the events' JSON Schemas, as files.

use std::fs;
use std::path::Path;

use crate::failure::Failure;
use crate::terminal;

/// Prints the schema, or writes it and the events' schemas into a folder.
pub fn run(folder: Option<&Path>) -> Result<(), Failure> {
    let sdl = mpaka_graphql::sdl();
    let Some(folder) = folder else {
        terminal::result(sdl.trim_end());
        return Ok(());
    };
    let events = folder.join("events");
    fs::create_dir_all(&events).map_err(Failure::io(&events))?;
    write(&folder.join("schema.graphql"), &sdl)?;
    for (name, schema) in mpaka_graphql::event_schemas() {
        write(&events.join(name), &format!("{schema:#}"))?;
    }
    Ok(())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    fs::write(path, format!("{}\n", text.trim_end())).map_err(Failure::io(path))
}
