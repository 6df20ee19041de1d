//! A timeline as JSON, with what was asked for and what was left out.

use async_graphql::Result;
use mpaka_persistence::view::timeline::TimelineRow;
use serde_json::{Value, json};

use super::{Cover, moment, words};
use crate::envelope::from_thousandths;
use crate::error::internal;
use crate::timeline::phrase;

/// The lines under their cover.
pub fn write(cover: &Cover<'_>, left_out: &[String], rows: &[TimelineRow]) -> Result<String> {
    let query = cover.query;
    let document = json!({
        "investigation": {
            "reference": cover.reference,
            "title": cover.title,
            "leadAgency": cover.agency,
        },
        "madeAt": moment(cover.made_at),
        "madeFor": cover.made_for,
        "asked": {
            "asOf": query.as_of.map(moment),
            "recordedAsOf": query.recorded_as_of.map(moment),
            "withCorrected": query.with_corrected,
            "kinds": query.kinds,
            "about": query.about,
            "from": query.from.map(moment),
            "until": query.until.map(moment),
            "minGrade": query.min_grade.map(|grade| json!({
                "scheme": grade.scheme(), "grade": grade.to_string(),
            })),
        },
        "leftOut": left_out,
        "lines": rows.iter().map(line).collect::<Vec<_>>(),
    });
    serde_json::to_string_pretty(&document).map_err(internal)
}

fn line(row: &TimelineRow) -> Value {
    let occurred = &row.occurred.0;
    json!({
        "eventId": row.event_id,
        "kind": row.event_type,
        "text": phrase::of(row),
        "about": row.label,
        "aboutId": row.stream,
        "occurred": {
            "text": occurred.to_string(),
            "earliest": moment(occurred.earliest()),
            "latest": moment(occurred.latest()),
            "precision": occurred.precision(),
            "utcOffset": occurred.zone().to_string(),
            "calendar": occurred.calendar(),
            "clock": occurred.clock(),
            "asStated": occurred.as_stated(),
        },
        "recordedAt": moment(row.recorded_at),
        "recordedBy": row.recorded_by,
        "recordedAgency": row.recorded_agency,
        "legalBasis": row.legal_basis.0.to_string(),
        "purpose": row.purpose,
        "source": row.source.as_ref().map(|source| json!({
            "text": words::source_of(row),
            "kind": source.0.kind,
            "reference": source.0.reference,
            "grade": source.0.grade.map(|grade| grade.to_string()),
            "gradeScheme": source.0.grade.map(|grade| grade.scheme()),
            "gradeWeight": source.0.grade.map(|grade| from_thousandths(grade.weight())),
        })),
        "marking": words::marking(&row.handling.0),
        "handling": row.handling.0,
        "corrects": row.corrects,
        "correctedBy": row.corrected_by,
        "exercise": row.exercise,
        "data": row.data,
    })
}
