//! Identity scalars: one per kind of thing, so that a client cannot send the wrong one.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::NaiveDate;
use mpaka_domain::id;
use uuid::Uuid;

macro_rules! id_scalars {
    ($($(#[$meta:meta])* $name:ident = $graphql:literal;)*) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub id::$name);

        $(#[$meta])*
        #[Scalar(name = $graphql)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                match &value {
                    Value::String(text) => match text.parse() {
                        Ok(id) => Ok(Self(id)),
                        Err(_) => Err(InputValueError::custom("an id is a UUID")),
                    },
                    _ => Err(InputValueError::expected_type(value)),
                }
            }

            fn is_valid(value: &Value) -> bool {
                matches!(value, Value::String(text) if text.parse::<id::$name>().is_ok())
            }

            fn to_value(&self) -> Value {
                Value::String(self.0.to_string())
            }
        }

        impl From<$name> for Uuid {
            fn from(scalar: $name) -> Self {
                scalar.0.into()
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid.into())
            }
        }
    )*};
}

id_scalars! {
    /// The identity of an investigation: a UUID.
    InvestigationId = "InvestigationId";
    /// The identity of a suspect in one investigation: a UUID.
    SuspectId = "SuspectId";
    /// The identity of a victim's case: a UUID.
    VictimCaseId = "VictimCaseId";
    /// The identity of a journey: a UUID.
    JourneyId = "JourneyId";
    /// The identity of an exhibit: a UUID.
    EvidenceItemId = "EvidenceItemId";
    /// The identity of a file that is kept with an exhibit: a UUID.
    FileId = "FileId";
    /// The identity of an intelligence report, as submitted or as sanitised: a UUID.
    IntelligenceReportId = "IntelligenceReportId";
    /// The identity of a prosecution file: a UUID.
    ProsecutionFileId = "ProsecutionFileId";
    /// The identity of the disclosure schedules of an investigation: a UUID.
    DisclosureScheduleId = "DisclosureScheduleId";
    /// The identity of a task: a UUID.
    TaskId = "TaskId";
    /// The identity of a grant of access: a UUID.
    AccessGrantId = "AccessGrantId";
    /// The identity of access that was taken in an emergency: a UUID.
    BreakGlassId = "BreakGlassId";
    /// The identity of a stored event: a UUID.
    EventId = "EventId";
    /// The identity of a person, group or object as one agency holds it: a UUID.
    NominalId = "NominalId";
}

/// A day of the Gregorian calendar, as `2026-03-02` (ISO 8601).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day of the Gregorian calendar, as `2026-03-02` (ISO 8601).
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
            Ok(day) => Ok(Self(day)),
            Err(_) => Err(InputValueError::custom("a date is written 2026-03-02")),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl From<Date> for NaiveDate {
    fn from(Date(day): Date) -> Self {
        day
    }
}
