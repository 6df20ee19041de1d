//! What can happen to broken glass.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{EmergencyGround, GlassOutcome};
use crate::governance::Subject;
use crate::id::InvestigationId;
use crate::{AgencyId, Personal, UserId};

/// A fact about broken glass.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum BreakGlassEvent {
    /// Somebody took access in an emergency, from the time of recording on.
    Opened {
        /// Why, and to what.
        #[serde(flatten)]
        emergency: Box<Emergency>,
        /// Until when; the end is not in it.
        until: DateTime<Utc>,
        /// Who took it.
        by: UserId,
        /// Their agency.
        agency: AgencyId,
    },
    /// A notice of it stands before the agency whose file it is.
    OwnerNotified {
        /// The agency.
        owner: AgencyId,
    },
    /// Whoever took it gave it up before its time.
    Ended {},
    /// A supervisor of the agency whose file it is saw the notice.
    NoticeTaken {
        /// Who.
        by: UserId,
    },
    /// A supervisor of the agency whose file it is looked at it afterwards.
    Reviewed {
        /// What they found.
        outcome: GlassOutcome,
        /// Why.
        reasons: Personal<String>,
        /// Who.
        by: UserId,
    },
}

/// Why access is taken in an emergency, and to what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Emergency {
    /// The file.
    pub investigation: InvestigationId,
    /// What in it.
    pub subject: Subject,
    /// What makes it an emergency.
    pub ground: EmergencyGround,
    /// Why access is needed now.
    pub reason: Personal<String>,
}
