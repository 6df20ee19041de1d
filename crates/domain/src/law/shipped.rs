//! The edition that the program is shipped with: the files of the folder `reference`.

use super::edition::{Edition, Unreadable};

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../../reference/", $name)))),*]
    };
}

/// The files, by their names in the folder, with what they say.
const FILES: &[(&str, &str)] = files![
    "gb/calendars.toml",
    "gb/clock_rules.toml",
    "gb/statutes.toml",
    "int/case_templates.toml",
    "int/code_systems.toml",
    "ke/calendars.toml",
    "ke/clock_rules.toml",
    "ke/statutes.toml",
];

impl Edition {
    /// The edition that the program is shipped with.
    pub fn shipped() -> Result<Self, Unreadable> {
        let mut edition = Self::default();
        for (name, text) in FILES {
            edition = edition.and(Self::read(name, text)?);
        }
        Ok(edition)
    }
}
