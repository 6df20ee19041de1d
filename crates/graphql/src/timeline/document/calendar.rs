//! A timeline as iCalendar (RFC 5545).

use icalendar::{Calendar, Class, Component, Event, EventLike};
use mpaka_persistence::view::timeline::TimelineRow;

use super::{Cover, moment, words};
use crate::timeline::phrase;

/// The lines as events. What is not known to the moment fills the time in which it can have been.
pub fn write(cover: &Cover<'_>, rows: &[TimelineRow]) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&format!("{} {}", cover.reference, cover.title));
    calendar.extend(rows.iter().map(event));
    calendar.to_string()
}

fn event(row: &TimelineRow) -> Event {
    let occurred = &row.occurred.0;
    let mut description = vec![
        format!("When: {occurred} ({})", occurred.precision()),
        format!(
            "Recorded: {} by {}, {}",
            moment(row.recorded_at),
            row.recorded_by,
            row.recorded_agency
        ),
        format!("Kind: {}", row.event_type),
        format!("Legal basis: {}", row.legal_basis.0),
        format!("Handling: {}", words::marking(&row.handling.0)),
    ];
    if let Some(words) = occurred.as_stated() {
        description.insert(1, format!("As stated: {words}"));
    }
    description.extend(words::source_of(row).map(|source| format!("Source: {source}")));
    let grade = row.source.as_ref().and_then(|source| source.0.grade);
    description.extend(grade.map(|grade| format!("Grade: {}", words::grade(grade))));
    if row.exercise {
        description.push("EXERCISE".into());
    }
    Event::new()
        .uid(&row.event_id.to_string())
        .timestamp(row.recorded_at)
        .starts(occurred.earliest())
        .ends(occurred.latest())
        .summary(&phrase::of(row))
        .description(&description.join("\n"))
        .class(Class::Confidential)
        .done()
}
