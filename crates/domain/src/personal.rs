//! Personal data inside events: readable when asked for, silent everywhere else.

use std::borrow::Cow;
use std::fmt;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};

use crate::id::SubjectId;

/// A value about an identifiable person, sealed under that person's key when stored.
///
/// Serialised as `{"$personal": value}` (with `"subject"` when the value is about someone other
/// than the person the stream is about), which the store seals before it writes and opens after it
/// reads; `{"$erased": true}` once the subject's key has been destroyed. Read while still sealed, it is
/// as good as erased. `Debug` shows `…`.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "Form<T>", try_from = "Form<T>")]
#[serde(bound(serialize = "T: Clone + Serialize", deserialize = "T: Deserialize<'de>"))]
pub struct Personal<T> {
    subject: Option<SubjectId>,
    value: Option<T>,
}

impl<T> Personal<T> {
    /// A value about the person (or the file) that the stream is about.
    pub fn new(value: T) -> Self {
        Self { subject: None, value: Some(value) }
    }

    /// A value about somebody else than the person the stream is about.
    pub fn about(subject: SubjectId, value: T) -> Self {
        Self { subject: Some(subject), value: Some(value) }
    }

    /// The value; none once the subject has been erased.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T> From<T> for Personal<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> fmt::Debug for Personal<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("…")
    }
}

/// The member that marks a personal value in an event's JSON before it is sealed.
pub const PERSONAL: &str = "$personal";

/// The member that marks where a personal value was, in JSON read after its key was destroyed.
pub const ERASED: &str = "$erased";

/// The member that names whose key seals the value.
pub const SUBJECT: &str = "subject";

#[derive(Serialize, Deserialize)]
struct Form<T> {
    #[serde(
        rename = "$personal",
        default = "Option::default",
        skip_serializing_if = "Option::is_none"
    )]
    personal: Option<T>,
    #[serde(rename = "$erased", default, skip_serializing_if = "std::ops::Not::not")]
    erased: bool,
    #[serde(rename = "$sealed", default, skip_serializing)]
    sealed: Option<IgnoredAny>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    subject: Option<SubjectId>,
}

impl<T> From<Personal<T>> for Form<T> {
    fn from(personal: Personal<T>) -> Self {
        Self {
            erased: personal.value.is_none(),
            personal: personal.value,
            sealed: None,
            subject: personal.subject,
        }
    }
}

/// A personal value that is neither present, nor sealed, nor marked as erased.
#[derive(Debug, thiserror::Error)]
#[error("a personal value is neither present, nor sealed, nor marked as erased")]
struct Malformed;

impl<T> TryFrom<Form<T>> for Personal<T> {
    type Error = Malformed;

    fn try_from(form: Form<T>) -> Result<Self, Self::Error> {
        if form.personal.is_none() && !form.erased && form.sealed.is_none() {
            return Err(Malformed);
        }
        Ok(Self { subject: form.subject, value: form.personal })
    }
}

/// Readers of events see the value itself, or null where it was erased or is withheld from them.
impl<T: JsonSchema> JsonSchema for Personal<T> {
    fn schema_name() -> Cow<'static, str> {
        Option::<T>::schema_name()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Option::<T>::json_schema(generator)
    }

    fn inline_schema() -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_the_value() {
        assert_eq!(format!("{:?}", Personal::new("Mercy")), "…");
    }

    #[test]
    fn the_marker_survives_a_round_trip() {
        let name = Personal::about(SubjectId::from(uuid::Uuid::nil()), "Mercy".to_owned());
        let json = serde_json::to_value(&name).unwrap();
        assert_eq!(json[PERSONAL], "Mercy");
        assert_eq!(serde_json::from_value::<Personal<String>>(json).unwrap(), name);
    }

    #[test]
    fn an_erased_value_reads_as_absent() {
        let erased: Personal<String> = serde_json::from_str(r#"{"$erased": true}"#).unwrap();
        assert_eq!(erased.get(), None);
        let sealed: Personal<String> = serde_json::from_str(r#"{"$sealed": {"key": 1}}"#).unwrap();
        assert_eq!(sealed.get(), None);
        assert!(serde_json::from_str::<Personal<String>>("{}").is_err());
    }
}
