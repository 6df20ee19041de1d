//! A served version of a disclosure schedule as a file: for a court's bundle, or a spreadsheet.

use async_graphql::{Enum, Result, SimpleObject};
use mpaka_domain::prosecution::disclosure_schedule::{Document, DocumentLine};
use mpaka_persistence::view::disclosure::DisclosureRow;
use sha2::{Digest, Sha256};

use crate::error::internal;
use crate::timeline::document::harmless;

/// The formats of a disclosure schedule as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum DisclosureDocumentFormat {
    /// The very document that was served: canonical JSON (RFC 8785), whose digest was recorded.
    Json,
    /// The same items as comma-separated values (RFC 4180), in UTF-8.
    Csv,
}

/// A served version of a disclosure schedule as a file.
#[derive(Debug, SimpleObject)]
pub struct DisclosureDocument {
    /// A name for the file, such as `TOCU-2026-0117-MG6C-1.json`.
    pub file_name: String,
    /// Its media type.
    pub media_type: String,
    /// What is in it.
    pub text: String,
    /// The SHA-256 of the text in UTF-8, in hexadecimal: whoever is given the file can check it.
    pub sha256: String,
    /// How many items are in it.
    pub lines: usize,
}

const COLUMNS: [&str; 6] = ["no", "reference", "description", "decision", "reason", "ruling"];

impl DisclosureDocument {
    pub(super) fn make(
        row: &DisclosureRow,
        document: &Document,
        format: DisclosureDocumentFormat,
    ) -> Result<Self> {
        let (extension, media_type, text) = match format {
            DisclosureDocumentFormat::Json => ("json", "application/json", document.canonical()),
            DisclosureDocumentFormat::Csv => ("csv", "text/csv; charset=utf-8", table(document)?),
        };
        let case = row.reference.as_deref().unwrap_or("disclosure");
        let case = case.replace(|sign: char| !sign.is_ascii_alphanumeric(), "-");
        Ok(Self {
            file_name: format!("{case}-{}-{}.{extension}", document.form(), document.version()),
            media_type: media_type.to_owned(),
            sha256: format!("{:x}", Sha256::digest(text.as_bytes())),
            text,
            lines: document.lines().len(),
        })
    }
}

fn table(document: &Document) -> Result<String> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    table.write_record(COLUMNS).map_err(internal)?;
    for line in document.lines() {
        table.write_record(record(line).iter().map(|cell| harmless(cell))).map_err(internal)?;
    }
    let bytes = table.into_inner().map_err(internal)?;
    String::from_utf8(bytes).map_err(internal)
}

fn record(line: &DocumentLine) -> [String; COLUMNS.len()] {
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    [
        line.no.to_string(),
        said(&line.reference),
        said(&line.description),
        line.decision.unwrap_or_default().to_owned(),
        said(&line.reason),
        line.ruling.unwrap_or_default().to_owned(),
    ]
}
