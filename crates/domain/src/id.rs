//! Identities: newtypes over UUIDs, so that no two kinds can be confused.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident;)*) => {$(
        $(#[$meta])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
        )]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// One agency's file.
    InvestigationId;
    /// A person of interest in one investigation.
    SuspectId;
    /// One person in one protection process.
    VictimCaseId;
    /// One trip of a person or a group.
    JourneyId;
    /// One exhibit.
    EvidenceItemId;
    /// One file that is kept with an exhibit.
    FileId;
    /// One intelligence report, as it was submitted or as it was sanitised.
    IntelligenceReportId;
    /// One prosecution: the charges that came of an investigation, and what courts did with them.
    ProsecutionFileId;
    /// The disclosure schedules of one investigation.
    DisclosureScheduleId;
    /// Something that somebody is to do for a file.
    TaskId;
    /// One grant of access.
    AccessGrantId;
    /// One access that was taken in an emergency.
    BreakGlassId;
    /// One stored event.
    EventId;
    /// One command; the same id twice is the same command.
    CommandId;
    /// Everything that one request set in motion.
    CorrelationId;
    /// The person (or the file) under whose key personal fields are sealed.
    SubjectId;
    /// A person, group or object as one agency holds it.
    NominalId;
}
