//! A GraphQL document before it is carried out: what it asks for, and whether it is of a sane size.
//!
//! The schema limits how deep and how costly an operation may be, but only after it has compared
//! all of it with the schema; what is refused here costs next to nothing.

use async_graphql::Request;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationType, Selection, SelectionSet,
};

/// The longest document, in bytes; values belong into the variables.
const LONGEST: usize = 32 * 1024;
/// The most words, counted before the document is parsed, which costs far more than counting.
const MOST_WORDS: usize = 3000;
/// The most fields and spreads in a document, as written.
const MOST_FIELDS: usize = 1000;
/// The most fields at an operation's root.
const MOST_ROOTS: usize = 50;

/// The kinds of operation, and what is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Reads.
    Query,
    /// Sends a command.
    Mutation,
    /// Follows.
    Subscription,
    /// Text that is no document, or names no operation of it; its execution says what is wrong.
    Unknown,
}

/// Of what a document has too much, so that it is not looked at any closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Text.
    #[error("the document is longer than 32 KiB: pass values as variables, or ask in parts")]
    Text,
    /// Words.
    #[error("the document has more than 3000 words: pass values as variables, or ask in parts")]
    Words,
    /// Fields.
    #[error("the document has more than 1000 fields: ask in parts")]
    Fields,
    /// Fields.at the root.
    #[error("an operation has more than 50 fields at its root: ask in parts")]
    Roots,
}

impl DocumentError {
    /// The code for machines.
    pub const CODE: &'static str = "DOCUMENT_TOO_LARGE";
}

impl Kind {
    /// The kind as metrics and spans name it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
            Self::Unknown => "unknown",
        }
    }

    /// The kind of the operation that a request asks for.
    fn of(document: &ExecutableDocument, name: Option<&str>) -> Self {
        let operation = match (&document.operations, name) {
            (DocumentOperations::Single(operation), _) => Some(operation),
            (DocumentOperations::Multiple(operations), Some(name)) => operations.get(name),
            // A single operation that has a name needs none in the request.
            (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
                operations.values().next()
            }
            (DocumentOperations::Multiple(_), None) => None,
        };
        match operation.map(|operation| operation.node.ty) {
            Some(OperationType::Query) => Self::Query,
            Some(OperationType::Mutation) => Self::Mutation,
            Some(OperationType::Subscription) => Self::Subscription,
            None => Self::Unknown,
        }
    }
}

/// Reads a request's document; answers the kind of its operation, or why it is refused.
pub fn admit(request: &mut Request) -> Result<Kind, DocumentError> {
    if request.query.len() > LONGEST {
        return Err(DocumentError::Text);
    }
    if words(&request.query) > MOST_WORDS {
        return Err(DocumentError::Words);
    }
    let name = request.operation_name.clone();
    let Ok(document) = request.parsed_query() else { return Ok(Kind::Unknown) };
    let mut fields = 0;
    for (_, operation) in document.operations.iter() {
        let roots = &operation.node.selection_set.node;
        if roots.items.len() > MOST_ROOTS {
            return Err(DocumentError::Roots);
        }
        fields += count(roots);
    }
    fields += document
        .fragments
        .values()
        .map(|fragment| 1 + count(&fragment.node.selection_set.node))
        .sum::<usize>();
    if fields > MOST_FIELDS {
        return Err(DocumentError::Fields);
    }
    Ok(Kind::of(document, name.as_deref()))
}

/// The names, keywords and numbers of a text.
fn words(text: &str) -> usize {
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    text.as_bytes()
        .chunk_by(|a, b| is_part(a) == is_part(b))
        .filter(|run| run.first().is_some_and(is_part))
        .count()
}

/// The fields and spreads of a selection; the parser limits how deep it goes.
fn count(selection: &SelectionSet) -> usize {
    selection
        .items
        .iter()
        .map(|item| match &item.node {
            Selection::Field(field) => 1 + count(&field.node.selection_set.node),
            Selection::FragmentSpread(_) => 1,
            Selection::InlineFragment(fragment) => 1 + count(&fragment.node.selection_set.node),
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use async_graphql::Request;

    use super::{DocumentError, Kind, admit};

    fn kind(query: &str, name: Option<&str>) -> Result<Kind, DocumentError> {
        let mut request = Request::new(query);
        request.operation_name = name.map(str::to_owned);
        admit(&mut request)
    }

    #[test]
    fn an_operation_is_found_with_and_without_a_name() {
        for (query, name, expected) in [
            ("{ a }", None, Kind::Query),
            ("mutation { a }", None, Kind::Mutation),
            ("mutation M { a }", None, Kind::Mutation),
            ("subscription S { a }", None, Kind::Subscription),
            ("query Q { a } mutation M { a }", Some("M"), Kind::Mutation),
            ("query Q { a } mutation M { a }", Some("Q"), Kind::Query),
            ("query Q { a } mutation M { a }", None, Kind::Unknown),
            ("query Q { a }", Some("M"), Kind::Unknown),
            ("{", None, Kind::Unknown),
        ] {
            assert_eq!(kind(query, name), Ok(expected), "{query} {name:?}");
        }
    }

    #[test]
    fn a_document_of_no_sane_size_is_refused() {
        let many = |one: &str, times| format!("{{ {} }}", one.repeat(times));
        let nested = |times| format!("{{ a {{ {} }} }}", "b ".repeat(times));
        let fragments = (0..400).map(|n| format!("fragment F{n} on A {{ b c }}"));
        let fragments = fragments.collect::<Vec<_>>().join(" ");
        for (query, expected) in [
            (many("a ", 50), Ok(Kind::Query)),
            (many("a ", 51), Err(DocumentError::Roots)),
            (many("...F ", 51), Err(DocumentError::Roots)),
            (nested(999), Ok(Kind::Query)),
            (nested(1000), Err(DocumentError::Fields)),
            (format!("{{ a }} {fragments}"), Err(DocumentError::Fields)),
            (nested(3000), Err(DocumentError::Words)),
            (format!("{{ a }} #{}", "x".repeat(32 * 1024)), Err(DocumentError::Text)),
        ] {
            assert_eq!(kind(&query, None), expected, "{}", query.get(..40).unwrap_or_default());
        }
    }
}
