//! A case's timeline for a court.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::{Pdf, TypesetError, set};

/// A timeline in words, ready to be set. Pairs are a name and what it stands for.
#[derive(Debug, Clone, Serialize)]
pub struct Timeline {
    /// What kind of document it is, in the head of each page.
    pub kind: String,
    /// The heading of the cover.
    pub heading: String,
    /// The file's title.
    pub title: String,
    /// The file's reference at its agency.
    pub reference: String,
    /// The agency whose file it is.
    pub agency: String,
    /// The most restrictive marking of all that is in it, at the head and foot of each page.
    pub marking: String,
    /// When it was made, in words.
    pub made_at: String,
    /// For whom.
    pub made_for: String,
    /// What stands on the cover.
    pub cover: Vec<(String, String)>,
    /// What narrowed the timeline.
    pub asked: Vec<(String, String)>,
    /// How to read a line.
    pub legend: Vec<(String, String)>,
    /// What the grades that occur mean.
    pub grades: Vec<(String, String)>,
    /// The lines, in their order.
    pub lines: Vec<Line>,
    /// What was left out, a rule each.
    pub left_out: Vec<String>,
    /// How whoever holds the document checks it.
    pub checking: String,
}

/// One line of a timeline.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// Its number in this document, from 1.
    pub no: usize,
    /// When it happened; then, smaller, how well that is known.
    pub when: Vec<String>,
    /// What happened to what, as a sentence without its period.
    pub what: String,
    /// Whether it was made in an exercise.
    pub exercise: bool,
    /// What a reader must not miss: that it corrects or was corrected, that it is not for a court.
    pub notes: Vec<String>,
    /// What was recorded of it: a name and what it stands for.
    pub details: Vec<(String, String)>,
    /// Source and grade; then, smaller, marking, law, and who recorded it when.
    pub record: Vec<String>,
    /// The event that it was made from: its id and its type, with a space without width (U+200B) wherever
    /// it may be broken.
    pub event: String,
    /// Whether it is so short that it is kept together on one page.
    pub whole: bool,
}

impl Timeline {
    /// The most lines of one document.
    pub const MOST: usize = 5000;

    /// Sets it as a PDF.
    pub fn pdf(&self, made_at: DateTime<Utc>) -> Result<Pdf, TypesetError> {
        set(include_str!("../templates/timeline.typ"), self, made_at)
    }
}
