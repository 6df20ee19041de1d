//! A timeline as a file: for a spreadsheet, a calendar, or another program.

use async_graphql::{Context, Enum, Result, SimpleObject};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, Utc};
use mpaka_domain::Handling;
use mpaka_persistence::view::timeline::{TimelineQuery, TimelineRow};
use mpaka_persistence::view::{Page, Reader};
use mpaka_typeset::Pdf;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;
use uuid::Uuid;

use crate::error::{fault, internal};
use crate::page::wrong;
use crate::session::Request;

mod calendar;
mod json;
mod print;
mod table;
pub(super) mod words;

pub(crate) use table::harmless;

/// The most lines of one file.
const MOST: usize = 20_000;
/// How many lines are read at a time.
const BATCH: i64 = 1000;
/// How many documents are set in print at the same time; each needs a core and some memory.
static PRESSES: Semaphore = Semaphore::const_new(2);

/// The formats of a timeline as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum TimelineFormat {
    /// Comma-separated values (RFC 4180), a line each, in UTF-8.
    Csv,
    /// iCalendar (RFC 5545), an event each.
    Ics,
    /// JSON, with what was asked for and what was left out.
    Json,
    /// PDF/A-2a (ISO 19005-2) to print: a cover with a legend, the lines, and a page that says what was
    /// left out. At most 5,000 lines.
    Pdf,
}

/// A timeline as a file, as its reader may see it.
#[derive(Debug, SimpleObject)]
pub struct TimelineDocument {
    /// A name for the file, such as `TOCU-2026-0117-timeline.csv`.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it, in UTF-8; null for a PDF, which is no text.
    pub text: Option<String>,
    /// What is in it, byte for byte, in base64 (RFC 4648, 4).
    pub base64: String,
    /// The SHA-256 of what is in it, in hexadecimal: whoever is given the file can check it.
    pub sha256: String,
    /// How many lines of the timeline are in it.
    pub lines: usize,
    /// How many pages it has, where it has pages.
    pub pages: Option<usize>,
    /// What was left out, and under which rule. How much that is, is not said.
    pub left_out: Vec<String>,
}

/// What a file is about, whoever asks for it.
pub(crate) struct Cover<'a> {
    /// The file's reference at its agency.
    pub reference: &'a str,
    /// Its title.
    pub title: &'a str,
    /// The agency whose file it is.
    pub agency: &'a str,
    /// The file's own marking.
    pub handling: &'a Handling,
    /// When this was made, which is also as of when it was recorded if nothing else was asked for.
    pub made_at: DateTime<Utc>,
    /// For whom: user and agency.
    pub made_for: String,
    /// What was asked for.
    pub query: &'a TimelineQuery,
}

impl TimelineDocument {
    /// Makes the file of an investigation's timeline.
    pub(crate) async fn make(
        ctx: &Context<'_>,
        investigation: Uuid,
        cover: &Cover<'_>,
        format: TimelineFormat,
    ) -> Result<Self> {
        let rows = read(ctx, investigation, cover.query).await?;
        let left_out = left_out(cover.query);
        let mut pages = None;
        let (extension, media_type, content) = match format {
            TimelineFormat::Csv => ("csv", "text/csv; charset=utf-8", table::write(&rows)?),
            TimelineFormat::Ics => {
                ("ics", "text/calendar; charset=utf-8", calendar::write(cover, &rows).into_bytes())
            }
            TimelineFormat::Json => {
                ("json", "application/json", json::write(cover, &left_out, &rows)?.into_bytes())
            }
            TimelineFormat::Pdf => {
                let pdf = print(cover, &left_out, &rows).await?;
                pages = Some(pdf.pages);
                ("pdf", "application/pdf", pdf.bytes)
            }
        };
        let name = cover.reference.replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
        Ok(Self {
            file_name: format!("{name}-timeline.{extension}"),
            media_type: media_type.to_owned(),
            sha256: format!("{:x}", Sha256::digest(&content)),
            base64: STANDARD.encode(&content),
            text: match format {
                TimelineFormat::Pdf => None,
                TimelineFormat::Csv | TimelineFormat::Ics | TimelineFormat::Json => {
                    Some(String::from_utf8(content).map_err(internal)?)
                }
            },
            lines: rows.len(),
            pages,
            left_out,
        })
    }
}

/// Sets the lines in print, away from the threads that answer requests.
async fn print(cover: &Cover<'_>, left_out: &[String], rows: &[TimelineRow]) -> Result<Pdf> {
    let timeline = print::timeline(cover, left_out, rows)?;
    let made_at = cover.made_at;
    let press = PRESSES.acquire().await.map_err(internal)?;
    let set = spawn_blocking(move || timeline.pdf(made_at)).await.map_err(internal)?;
    drop(press);
    set.map_err(internal)
}

/// Every line that was asked for and that the reader may see, in order.
async fn read(
    ctx: &Context<'_>,
    investigation: Uuid,
    query: &TimelineQuery,
) -> Result<Vec<TimelineRow>> {
    let reader = Reader::from(ctx.viewer()?);
    let mut rows: Vec<TimelineRow> = Vec::new();
    loop {
        let after = rows.last().map(TimelineRow::place);
        let page = Page { size: BATCH, after, before: None, from_end: false };
        let views = ctx.store()?.views();
        let read = views.timeline(&reader, investigation, query, &page).await.map_err(fault)?;
        let (read, more) = page.trim(read);
        rows.extend(read);
        if rows.len() > MOST {
            return Err(wrong(&format!(
                "this timeline has more than {MOST} lines: ask for it in parts, by filter.from \
                 and filter.until"
            )));
        }
        if !more {
            return Ok(rows);
        }
    }
}

/// What a reader is not given, rule by rule.
fn left_out(query: &TimelineQuery) -> Vec<String> {
    let mut left_out = vec![
        "lines that are not released to the reader, or lie in a compartment that the reader does \
         not hold (marking of each line)"
            .to_owned(),
        "what tells who or where a victim is: it is read one person at a time, for a stated \
         purpose (rule V6)"
            .to_owned(),
        "personal fields whose data subject was erased; they read as empty".to_owned(),
    ];
    let mut add = |text: String| left_out.push(text);
    if !query.with_corrected {
        add("lines that were corrected by a later one (rule E3); ask with corrected lines".into());
    }
    if let Some(as_of) = query.as_of {
        add(format!("what cannot have happened by {}", moment(as_of)));
    }
    if let Some(as_of) = query.recorded_as_of {
        add(format!("what had not been recorded by {}", moment(as_of)));
    }
    if !query.kinds.is_empty() {
        add(format!("other kinds than {}", query.kinds.join(", ")));
    }
    if !query.about.is_empty() {
        let about: Vec<_> = query.about.iter().map(Uuid::to_string).collect();
        add(format!("what happened to other records than {}", about.join(", ")));
    }
    if let Some(from) = query.from {
        add(format!("what was over before {}", moment(from)));
    }
    if let Some(until) = query.until {
        add(format!("what cannot have happened by {}", moment(until)));
    }
    if let Some(least) = query.min_grade {
        let scheme = least.scheme();
        add(format!("what rests on a source graded lower than {least} ({scheme}), by weight"));
    }
    left_out
}

/// A moment as the files write it: RFC 3339, in UTC.
fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)
}
