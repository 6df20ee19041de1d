//! Takes a digest of the sources that fold events into states, so that a state kept by other rules is
//! told from one kept by these.

use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// The rules, and how stored events are read.
const FOLDS: [&str; 3] = ["../domain/src", "src/seal.rs", "src/upcast.rs"];

fn main() -> io::Result<()> {
    let mut sources = Vec::new();
    for place in FOLDS {
        println!("cargo:rerun-if-changed={place}");
        gather(Path::new(place), &mut sources)?;
    }
    sources.sort();
    let mut digest = Sha256::new();
    for source in sources {
        digest.update(source.to_string_lossy().as_bytes());
        digest.update(std::fs::read(&source)?);
    }
    println!("cargo:rustc-env=MPAKA_FOLD={:x}", digest.finalize());
    Ok(())
}

fn gather(place: &Path, sources: &mut Vec<PathBuf>) -> io::Result<()> {
    if place.is_dir() {
        for entry in std::fs::read_dir(place)? {
            gather(&entry?.path(), sources)?;
        }
    } else {
        sources.push(place.to_owned());
    }
    Ok(())
}
