//! What commands print: results to standard output, everything for people to standard error.

use std::fmt::Display;
use std::io::{IsTerminal, Write, stderr, stdout};
use std::sync::{Mutex, PoisonError};

use indicatif::{ProgressBar, ProgressStyle};

/// Prints a result. A reader that has gone away is no failure.
pub fn result(text: impl Display) {
    let mut out = stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}

/// Prints a result as JSON.
pub fn json(value: &impl serde::Serialize) {
    match serde_json::to_string(value) {
        Ok(text) => result(text),
        Err(error) => note(format_args!("error: the result is no JSON: {error}")),
    }
}

/// Tells the person at the terminal something.
pub fn note(text: impl Display) {
    let _ = writeln!(stderr().lock(), "{text}");
}

/// How far a piece of work is: a bar on a terminal, and elsewhere a line for each tenth.
pub struct Progress {
    name: String,
    bar: Option<ProgressBar>,
    tenth: Mutex<Option<u64>>,
}

impl Progress {
    /// The progress of what has this name.
    pub fn of(name: &str) -> Self {
        let bar = stderr().is_terminal().then(|| {
            let bar = ProgressBar::new(0).with_message(name.to_owned());
            let style = ProgressStyle::with_template(
                "{msg}  {wide_bar}  {pos} of {len}  {per_sec}  {eta} left",
            );
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
        });
        Self { name: name.to_owned(), bar, tenth: Mutex::default() }
    }

    /// Tells how much of how much is done.
    pub fn tell(&self, done: i64, all: i64) {
        let (done, all) = (done.unsigned_abs(), all.unsigned_abs());
        if let Some(bar) = &self.bar {
            bar.set_length(all);
            bar.set_position(done);
            return;
        }
        let tenth = Some((done * 10).checked_div(all).unwrap_or(10));
        let mut told = self.tenth.lock().unwrap_or_else(PoisonError::into_inner);
        if *told != tenth {
            *told = tenth;
            note(format_args!("{}: {done} of {all}", self.name));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

/// Lines up rows in columns, two spaces apart.
pub fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}
