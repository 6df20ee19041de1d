//! A timeline as a PDF that a court can print.

use std::collections::BTreeMap;

use async_graphql::Result;
use mpaka_domain::Handling;
use mpaka_domain::value::Grade;
use mpaka_persistence::view::timeline::TimelineRow;
use mpaka_typeset::{Line, Timeline};
use uuid::Uuid;

use super::words::marking;
use super::{Cover, words};
use crate::page::wrong;
use crate::timeline::phrase;
use details::Names;

mod details;
mod when;

/// How many bytes a line may have to be kept together on a page, of which it then fills a third.
const KEPT_TOGETHER: usize = 1200;

/// The lines under their cover, with a legend and a page that says what was left out.
pub fn timeline(cover: &Cover<'_>, left_out: &[String], rows: &[TimelineRow]) -> Result<Timeline> {
    may_be_printed(rows.len())?;
    let numbers: BTreeMap<Uuid, usize> = rows.iter().map(|row| row.event_id).zip(1..).collect();
    let names: Names<'_> = rows.iter().map(|row| (row.stream, row.label.as_str())).collect();
    let whole = rows
        .iter()
        .map(|row| &row.handling.0)
        .fold(cover.handling.clone(), |whole, next| whole.and(next));
    let made_at = when::recorded(cover.made_at);
    Ok(Timeline {
        kind: "Timeline of a case".to_owned(),
        heading: "Timeline of a case".to_owned(),
        title: cover.title.to_owned(),
        reference: cover.reference.to_owned(),
        agency: cover.agency.to_owned(),
        marking: marking(&whole),
        made_at: made_at.clone(),
        made_for: cover.made_for.clone(),
        cover: front(cover, rows, &made_at, &whole),
        asked: asked(cover),
        legend: legend(),
        grades: grades(rows),
        lines: rows.iter().map(|row| line(row, &numbers, &names)).collect(),
        left_out: left_out.to_vec(),
        checking: "Each line names the event that it was made from, by its id. The agency that keeps the \
                   file can show the event as it was recorded, and that it has not been changed since. \
                   The SHA-256 of this document was given with it: a copy with another digest is another \
                   document."
            .to_owned(),
    })
}

/// A document of more lines takes too long to set, and nobody reads it.
fn may_be_printed(lines: usize) -> Result<()> {
    if lines <= Timeline::MOST {
        return Ok(());
    }
    Err(wrong(&format!(
        "this timeline has more than {} lines, too many to print: ask for it in parts, by \
         filter.from and filter.until, or as JSON",
        Timeline::MOST
    )))
}

fn pair(name: &str, text: impl Into<String>) -> (String, String) {
    (name.to_owned(), text.into())
}

fn front(
    cover: &Cover<'_>,
    rows: &[TimelineRow],
    made_at: &str,
    whole: &Handling,
) -> Vec<(String, String)> {
    let mut front = vec![
        pair("Reference", cover.reference),
        pair("Agency", cover.agency),
        pair("Made", made_at),
        pair("Made for", cover.made_for.as_str()),
        pair("Lines", rows.len().to_string()),
    ];
    let first = rows.first().map(|row| &row.occurred.0);
    let last = rows.iter().map(|row| &row.occurred.0).max_by_key(|time| time.latest());
    if let (Some(first), Some(last)) = (first, last) {
        front.push(pair("First", when::words(first)));
        front.push(pair("Last", when::words(last)));
    }
    let not_for_court = rows.iter().filter(|row| !row.handling.0.is_for_court()).count();
    front.push(pair("Marking", marking(whole)));
    if not_for_court > 0 {
        front.push(pair(
            "Not for a court",
            format!(
                "{not_for_court} of the lines are marked so. Whoever provided them must agree before \
                 they are shown to a court."
            ),
        ));
    }
    if rows.iter().any(|row| row.exercise) {
        front.push(pair(
            "Exercise",
            "Lines marked EXERCISE were made in training and happened to nobody.",
        ));
    }
    front
}

fn asked(cover: &Cover<'_>) -> Vec<(String, String)> {
    let query = cover.query;
    let mut asked = Vec::new();
    let mut add = |name: &str, text: Option<String>| {
        asked.extend(text.map(|text| pair(name, text)));
    };
    let some = |texts: Vec<String>| (!texts.is_empty()).then(|| texts.join(", "));
    add("As of", query.as_of.map(when::recorded));
    add(
        "As recorded by",
        query.recorded_as_of.filter(|at| *at != cover.made_at).map(when::recorded),
    );
    add("Corrected lines", query.with_corrected.then(|| "also those".to_owned()));
    add("Kinds", some(query.kinds.clone()));
    add("About", some(query.about.iter().map(Uuid::to_string).collect()));
    add("From", query.from.map(when::recorded));
    add("Until", query.until.map(when::recorded));
    add("Least grade", query.min_grade.map(words::grade));
    asked
}

fn legend() -> Vec<(String, String)> {
    vec![
        pair(
            "When",
            "As exactly as it is known, at the time of the place. \u{201c}Known to the day\u{201d}: some time on \
             that day. \u{201c}On or about\u{201d}: between two bounds, both of which are given. Words in quotation \
             marks are those in which the time was told.",
        ),
        pair("Order", "By the earliest moment at which each can have happened."),
        pair(
            "What",
            "What happened, to the record that the file calls so; below it what was recorded, field by field. \
             The type of the event stands after its id.",
        ),
        pair(
            "(empty)",
            "Recorded, but not on a timeline: it tells who or where a victim is, or its data subject was erased.",
        ),
        pair(
            "Source",
            "What the line rests on, with its grade. Where none is given, the officer who recorded it is the source.",
        ),
        pair(
            "Marking",
            "Classification, Traffic Light Protocol, handling code (P: may be shared; C: with conditions).",
        ),
        pair(
            "Recorded",
            "By whom, for which agency, and when. What was recorded is not changed: a correction is a line of its own.",
        ),
    ]
}

fn grades(rows: &[TimelineRow]) -> Vec<(String, String)> {
    let of_row = |row: &TimelineRow| row.source.as_ref().and_then(|source| source.0.grade);
    let grades: BTreeMap<(String, String), Grade> = rows
        .iter()
        .filter_map(of_row)
        .map(|grade| ((grade.scheme().title().to_owned(), grade.to_string()), grade))
        .collect();
    grades
        .into_iter()
        .map(|((scheme, text), grade)| {
            let (source, information) = (grade.source_meaning(), grade.information_meaning());
            pair(&text, format!("Source: {source}. Information: {information}. {scheme}."))
        })
        .collect()
}

fn line(row: &TimelineRow, numbers: &BTreeMap<Uuid, usize>, names: &Names<'_>) -> Line {
    let occurred = &row.occurred.0;
    let mut when = vec![when::words(occurred)];
    when.extend(when::remarks(occurred));
    let number_of = |event: Uuid| {
        numbers.get(&event).map_or_else(|| event.to_string(), |number| format!("line {number}"))
    };
    let mut notes = Vec::new();
    notes.extend(row.corrects.map(|event| format!("Corrects {}.", number_of(event))));
    notes.extend(row.corrected_by.map(|event| format!("Corrected by {}.", number_of(event))));
    if !row.handling.0.is_for_court() {
        notes.push("Not for a court without the provider's agreement.".to_owned());
    }
    let details = details::of(&row.data, names);
    let length: usize = details.iter().map(|(name, text)| name.len() + text.len()).sum();
    Line {
        no: numbers.get(&row.event_id).copied().unwrap_or_default(),
        when,
        what: phrase::of(row),
        exercise: row.exercise,
        notes,
        details,
        record: vec![
            words::source_of(row).unwrap_or_else(|| "No other source".to_owned()),
            marking(&row.handling.0),
            row.legal_basis.0.to_string(),
            format!(
                "Recorded by {}, {}, on {}",
                row.recorded_by,
                row.recorded_agency,
                when::recorded(row.recorded_at)
            ),
        ],
        event: format!("{} ({})", row.event_id, in_parts(&row.event_type)),
        whole: length < KEPT_TOGETHER,
    }
}

/// An event's type, which may be broken after its dots and underscores, at a space that has no width.
fn in_parts(event_type: &str) -> String {
    event_type.replace('.', ".\u{200b}").replace('_', "_\u{200b}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_may_be_broken_between_its_words_alone() {
        let parts = in_parts("investigation.joint_partner_added");
        let words: Vec<_> = parts.split('\u{200b}').collect();
        assert_eq!(words, ["investigation.", "joint_", "partner_", "added"]);
    }

    #[test]
    fn what_is_too_long_to_print_says_how_to_ask_for_it() {
        assert!(may_be_printed(Timeline::MOST).is_ok());
        let refusal = may_be_printed(Timeline::MOST + 1).unwrap_err();
        for way in ["filter.from", "JSON", "5000"] {
            assert!(refusal.message.contains(way), "{refusal:?}");
        }
    }
}
