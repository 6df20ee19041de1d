//! The rules of an intelligence report, one function each.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::access;
use super::code::Removed;
use super::report::{Report, Sanitised, Submission};
use super::{IntelligenceCommand, IntelligenceEvent, IntelligenceRejection};
use crate::id::IntelligenceReportId;
use crate::{Actor, AgencyId, Metadata, Personal, SourceRef};

/// A text about persons that must say something.
pub fn said(
    text: &Personal<String>,
    missing: IntelligenceRejection,
) -> Result<(), IntelligenceRejection> {
    let blank = text.get().is_none_or(|text| text.trim().is_empty());
    if blank { Err(missing) } else { Ok(()) }
}

/// Only investigators and supervisors submit, and say what, of whom and how they know.
pub fn submitting(
    command: IntelligenceCommand,
    actor: &Actor,
) -> Result<Vec<IntelligenceEvent>, IntelligenceRejection> {
    let IntelligenceCommand::Submit {
        investigation,
        urn,
        text,
        source_handle,
        collected,
        obtained_how,
    } = command
    else {
        return Err(IntelligenceRejection::NotSubmitted);
    };
    access::role_may_write(actor.role)?;
    said(&text, IntelligenceRejection::TextMissing)?;
    said(&source_handle, IntelligenceRejection::SourceHandleMissing)?;
    said(&obtained_how, IntelligenceRejection::ObtainedHowMissing)?;
    Ok(vec![IntelligenceEvent::Submitted {
        investigation,
        agency: actor.agency.clone(),
        submitter: actor.user.clone(),
        urn,
        text,
        source_handle,
        collected,
        obtained_how,
    }])
}

/// N1: whoever submitted a report does not grade it.
pub fn is_another_person(
    actor: &Actor,
    submission: &Submission,
) -> Result<(), IntelligenceRejection> {
    if actor.user == submission.submitter {
        Err(IntelligenceRejection::EvaluatorIsSubmitter)
    } else {
        Ok(())
    }
}

/// N3: something was taken out of a sanitised report, its text is not that of the report, and the text
/// does not hold what the source is known by.
pub fn is_sanitised(
    submission: &Submission,
    text: &Personal<String>,
    removed: &BTreeSet<Removed>,
) -> Result<(), IntelligenceRejection> {
    said(text, IntelligenceRejection::TextMissing)?;
    if removed.is_empty() {
        return Err(IntelligenceRejection::NothingRemoved);
    }
    let folded = |text: &Personal<String>| {
        let words = text.get().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
        words.map(|words| words.to_lowercase())
    };
    let new = folded(text);
    if new == folded(&submission.text) {
        return Err(IntelligenceRejection::TextNotSanitised);
    }
    match (new, folded(&submission.source_handle)) {
        (Some(text), Some(source)) if holds(&text, &source) => {
            Err(IntelligenceRejection::SourceInText)
        }
        (_, _) => Ok(()),
    }
}

/// Whether words stand in a text, and not within longer ones.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        let apart = |next: Option<char>| !next.is_some_and(char::is_alphanumeric);
        apart(before) && apart(after)
    })
}

/// Whether the sanitised report is there already; refused when the id or the number is another's.
pub fn is_there(
    report: &Report,
    child: IntelligenceReportId,
    sanitised: &Sanitised,
) -> Result<bool, IntelligenceRejection> {
    if let Some(known) = report.sanitised.get(&child) {
        return if known == sanitised {
            Ok(true)
        } else {
            Err(IntelligenceRejection::SanitisedIdTaken)
        };
    }
    if report.has_number(sanitised.urn.as_str()) {
        return Err(IntelligenceRejection::DuplicateUrn);
    }
    Ok(false)
}

/// N3: only what was sanitised leaves the agency that submitted it.
pub fn may_go(
    report: &Report,
    sanitised: Option<IntelligenceReportId>,
    to: &AgencyId,
) -> Result<(), IntelligenceRejection> {
    match sanitised {
        Some(child) if report.sanitised.contains_key(&child) => Ok(()),
        Some(_) => Err(IntelligenceRejection::NoSuchSanitisedReport),
        None if *to == report.submission.agency => Ok(()),
        None => Err(IntelligenceRejection::NotSanitised),
    }
}

/// A day that something is to happen by has not passed when it is recorded.
pub fn is_to_come(
    day: NaiveDate,
    metadata: &Metadata,
    passed: IntelligenceRejection,
) -> Result<(), IntelligenceRejection> {
    if day < metadata.recorded_at.date_naive() { Err(passed) } else { Ok(()) }
}

/// N4: what corroborates a report is named, and is neither the report nor made from it.
pub fn corroborates(
    report: &Report,
    source: Option<&SourceRef>,
) -> Result<SourceRef, IntelligenceRejection> {
    let source = source.ok_or(IntelligenceRejection::CorroborationWithoutSource)?;
    if report.has_number(&source.reference) {
        return Err(IntelligenceRejection::CorroboratesItself);
    }
    Ok(source.clone())
}
