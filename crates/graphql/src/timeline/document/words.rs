//! What a line rests on and how it is marked, in words: the same in every file made of a timeline.

use mpaka_domain::Handling;
use mpaka_domain::handling::{Classification, Compartment};
use mpaka_domain::value::Grade;
use mpaka_persistence::view::timeline::TimelineRow;

/// A code or a field's name as words: `custody_offered` is `Custody offered`.
pub fn label(name: &str) -> String {
    capitalised(&name.replace(['_', '.'], " "))
}

/// A text as it begins a sentence.
pub fn capitalised(text: &str) -> String {
    let mut signs = text.chars();
    signs.next().map_or_else(String::new, |first| first.to_uppercase().chain(signs).collect())
}

/// A source within a sentence: `intelligence report KE-26-0001, graded 1A`.
pub fn source(kind: &str, reference: &str, grade: Option<Grade>) -> String {
    let graded = grade.map(|grade| format!(", graded {grade}")).unwrap_or_default();
    format!("{} {reference}{graded}", label(kind).to_lowercase())
}

/// What a line rests on; nothing where whoever recorded it is the source.
pub fn source_of(row: &TimelineRow) -> Option<String> {
    let named = &row.source.as_ref()?.0;
    Some(capitalised(&source(&named.kind.to_string(), &named.reference, named.grade)))
}

/// A grade with the scheme that it was made in.
pub fn grade(grade: Grade) -> String {
    format!("{grade} ({})", grade.scheme().title())
}

/// A marking in one line, as it stands at the head of a page.
pub fn marking(handling: &Handling) -> String {
    let mut parts = vec![
        match handling.classification {
            Classification::OfficialSensitive => "OFFICIAL-SENSITIVE".to_owned(),
            Classification::TopSecret => "TOP SECRET".to_owned(),
            Classification::Official
            | Classification::Restricted
            | Classification::Confidential
            | Classification::Secret => handling.classification.to_string(),
        },
        format!("TLP:{}", handling.tlp.to_string().replace('_', "+")),
        format!("handling {}", handling.code),
    ];
    parts.extend(handling.europol.iter().map(ToString::to_string));
    parts.extend(handling.conditions.iter().map(|condition| condition.replace('_', " ")));
    let compartments: Vec<_> = handling.compartments.iter().map(Compartment::as_str).collect();
    if !compartments.is_empty() {
        parts.push(format!("compartment {}", compartments.join(", ")));
    }
    parts.join(" \u{b7} ")
}

#[cfg(test)]
mod tests {
    use serde_json::{from_value, json};

    use super::*;

    #[test]
    fn a_source_is_named_with_its_grade() {
        let graded: Grade =
            from_value(json!({ "scheme": "UK_3X5X2", "source": "1", "information": "A" })).unwrap();
        assert_eq!(
            source("INTELLIGENCE_REPORT", "KE-26-0001", Some(graded)),
            "intelligence report KE-26-0001, graded 1A"
        );
        assert_eq!(source("EXHIBIT", "JM/1", None), "exhibit JM/1");
        assert_eq!(grade(graded), "1A (3x5x2 intelligence report (College of Policing))");
    }

    #[test]
    fn a_marking_is_one_line() {
        let handling: Handling = from_value(json!({
            "classification": "OFFICIAL_SENSITIVE", "tlp": "AMBER_STRICT", "code": "C",
            "europol": ["H1"], "conditions": ["NOT_FOR_COURT"], "compartments": ["PROTECTION"],
        }))
        .unwrap();
        assert_eq!(
            marking(&handling),
            "OFFICIAL-SENSITIVE \u{b7} TLP:AMBER+STRICT \u{b7} handling C \u{b7} H1 \u{b7} NOT FOR COURT \u{b7} \
             compartment PROTECTION"
        );
    }
}
