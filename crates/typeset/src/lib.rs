//! Sets documents for print: a template and its data in, a PDF for the archive (PDF/A-2a, ISO 19005-2) out.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::Serialize;
use sha2::{Digest, Sha256};
use typst::diag::SourceDiagnostic;
use typst::foundations::{Bytes, Datetime, Smart};
use typst::layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

mod sheet;
mod timeline;

use sheet::Sheet;
pub use timeline::{Line, Timeline};

/// How many documents back the typesetter remembers what it has worked out.
const REMEMBERED: usize = 4;

/// A document that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pdf {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// A document that could not be set. It says where in the template, and nothing of the data.
#[derive(Debug, thiserror::Error)]
pub enum TypesetError {
    /// The data cannot be written as JSON.
    #[error("the document's data cannot be written")]
    Data(#[from] serde_json::Error),
    /// The template asks for what is not there, or what it made is no archivable PDF.
    #[error("the document cannot be set: {0}")]
    Set(String),
}

/// Sets `data` by a template and writes it as PDF/A-2a. The same data at the same time makes the same
/// bytes.
fn set<T: Serialize>(
    template: &'static str,
    data: &T,
    made_at: DateTime<Utc>,
) -> Result<Pdf, TypesetError> {
    let data = serde_json::to_vec(data)?;
    let id = format!("{:x}", Sha256::digest(&data));
    let sheet = Sheet::new(template, Bytes::new(data));
    let document = typst::compile::<PagedDocument>(&sheet).output;
    let written = document.and_then(|document| {
        let options = PdfOptions {
            ident: Smart::Custom(&id),
            timestamp: moment(made_at).map(Timestamp::new_utc),
            standards: PdfStandards::new(&[PdfStandard::A_2a]).unwrap_or_default(),
            ..PdfOptions::default()
        };
        let pages = document.pages.len();
        Ok(Pdf { bytes: typst_pdf::pdf(&document, &options)?, pages })
    });
    comemo::evict(REMEMBERED);
    written.map_err(|faults| TypesetError::Set(said(&sheet, &faults)))
}

fn moment(at: DateTime<Utc>) -> Option<Datetime> {
    let small = |number: u32| u8::try_from(number).ok();
    Datetime::from_ymd_hms(
        at.year(),
        small(at.month())?,
        small(at.day())?,
        small(at.hour())?,
        small(at.minute())?,
        small(at.second())?,
    )
}

/// What was wrong, with the place in the template. Messages that may quote the data are left out.
fn said(sheet: &Sheet, faults: &[SourceDiagnostic]) -> String {
    let mut text = String::new();
    for fault in faults {
        let line = sheet.line(fault.span).map_or_else(|| "?".to_owned(), |line| line.to_string());
        let _ = write!(text, "[line {line} of the template]");
    }
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use typst::layout::{Frame, FrameItem, Point};

    use super::*;

    /// The texts of a page by how far down they stand.
    fn read(frame: &Frame, from: Point, texts: &mut BTreeMap<i64, String>) {
        for (at, item) in frame.items() {
            let at = from + *at;
            match item {
                FrameItem::Group(group) => read(&group.frame, at, texts),
                FrameItem::Text(text) => {
                    #[expect(clippy::cast_possible_truncation, reason = "a page is short")]
                    let down = at.y.to_pt().round() as i64;
                    texts.entry(down).or_default().push_str(&text.text);
                }
                FrameItem::Shape(..)
                | FrameItem::Image(..)
                | FrameItem::Link(..)
                | FrameItem::Tag(_) => {}
            }
        }
    }

    #[test]
    fn a_long_type_is_broken_between_its_words_and_a_digest_anywhere() {
        let digest = "0123456789abcdef".repeat(8);
        let data = serde_json::json!({
            "kind": "", "heading": "", "title": "A file", "reference": "", "agency": "", "marking": "",
            "made_at": "", "made_for": "", "cover": [], "asked": [], "legend": [], "grades": [],
            "left_out": [], "checking": "",
            "lines": [{
                "no": 1, "when": [], "what": "", "exercise": false, "notes": [], "record": [],
                "details": [["Digest", digest]], "whole": true,
                "event": "01a22f71-42c1-71ea-bde0-7f035f6a2252 \
                    (investigation.\u{200b}joint_\u{200b}partner_\u{200b}added_\u{200b}to_\u{200b}the_\u{200b}file)",
            }],
        });
        let data = Bytes::new(serde_json::to_vec(&data).unwrap());
        let sheet = Sheet::new(include_str!("../templates/timeline.typ"), data);
        let document = typst::compile::<PagedDocument>(&sheet).output.unwrap();
        let mut texts = BTreeMap::new();
        read(&document.pages[1].frame, Point::zero(), &mut texts);
        let lines: Vec<_> = texts.values().map(|text| text.replace('\u{200b}', "")).collect();
        let first = lines.iter().find(|line| line.contains("(investigation")).unwrap();
        assert!(first.ends_with(['.', '_']), "{lines:?}");
        assert!(lines.iter().any(|line| line.ends_with("file)")), "{lines:?}");
        let broken =
            |line: &&String| line.contains("0123456789abcdef") && line.len() < digest.len();
        assert!(lines.iter().filter(broken).count() > 1, "{lines:?}");
    }
}
