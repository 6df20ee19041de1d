//! A timeline as comma-separated values (RFC 4180).

use async_graphql::Result;
use mpaka_persistence::view::timeline::TimelineRow;

use super::{moment, words};
use crate::error::internal;
use crate::timeline::phrase;

/// The columns, in their order.
const COLUMNS: [&str; 32] = [
    "occurred",
    "earliest",
    "latest",
    "precision",
    "asStated",
    "calendar",
    "kind",
    "text",
    "about",
    "aboutId",
    "source",
    "sourceKind",
    "sourceReference",
    "grade",
    "gradeScheme",
    "marking",
    "classification",
    "tlp",
    "code",
    "conditions",
    "releasableTo",
    "compartments",
    "legalBasis",
    "purpose",
    "recordedAt",
    "recordedBy",
    "recordedAgency",
    "eventId",
    "corrects",
    "correctedBy",
    "exercise",
    "data",
];

/// The lines with a heading.
pub fn write(rows: &[TimelineRow]) -> Result<Vec<u8>> {
    let mut table = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(vec![]);
    table.write_record(COLUMNS).map_err(internal)?;
    for row in rows {
        table.write_record(record(row).iter().map(|cell| harmless(cell))).map_err(internal)?;
    }
    table.into_inner().map_err(internal)
}

fn record(row: &TimelineRow) -> [String; COLUMNS.len()] {
    let occurred = &row.occurred.0;
    let source = row.source.as_ref().map(|source| &source.0);
    let grade = source.and_then(|source| source.grade);
    let handling = &row.handling.0;
    let listed = |items: Vec<String>| items.join(" ");
    [
        occurred.to_string(),
        moment(occurred.earliest()),
        moment(occurred.latest()),
        occurred.precision().to_string(),
        occurred.as_stated().unwrap_or_default().to_owned(),
        occurred.calendar().to_string(),
        row.event_type.clone(),
        phrase::of(row),
        row.label.clone(),
        row.stream.to_string(),
        words::source_of(row).unwrap_or_default(),
        source.map(|source| source.kind.to_string()).unwrap_or_default(),
        source.map(|source| source.reference.clone()).unwrap_or_default(),
        grade.map(|grade| grade.to_string()).unwrap_or_default(),
        grade.map(|grade| grade.scheme().to_string()).unwrap_or_default(),
        words::marking(handling),
        handling.classification.to_string(),
        handling.tlp.to_string(),
        handling.code.to_string(),
        listed(handling.conditions.iter().cloned().collect()),
        listed(handling.releasable_to.iter().map(ToString::to_string).collect()),
        listed(handling.compartments.iter().map(|name| name.as_str().to_owned()).collect()),
        row.legal_basis.0.to_string(),
        row.purpose.clone(),
        moment(row.recorded_at),
        row.recorded_by.clone(),
        row.recorded_agency.clone(),
        row.event_id.to_string(),
        row.corrects.map(|event| event.to_string()).unwrap_or_default(),
        row.corrected_by.map(|event| event.to_string()).unwrap_or_default(),
        row.exercise.to_string(),
        row.data.to_string(),
    ]
}

/// A cell that no spreadsheet takes for a formula: one that begins like one gets an apostrophe.
pub(crate) fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+254199000141", "-1", "@name", "\t=1", "\r=1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for text in ["", "JM/1", "2026-01-12", "a=1"] {
            assert_eq!(harmless(text), text);
        }
    }
}
