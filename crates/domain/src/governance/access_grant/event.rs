//! What can happen to a grant of access.

use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{GrantStatus, RevocationReason};
use crate::governance::Subject;
use crate::id::{InvestigationId, VictimCaseId};
use crate::protection::victim_case::ConsentScope;
use crate::value::LegalBasis;
use crate::{AgencyId, Personal, Purpose, UserId};

/// A fact about a grant of access.
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
pub enum AccessGrantEvent {
    /// Access was asked for.
    Requested {
        /// What was asked for.
        #[serde(flatten)]
        request: Box<Request>,
        /// Who asked.
        by: UserId,
        /// Their agency.
        agency: AgencyId,
    },
    /// It was given.
    Approved {
        /// Who gave it.
        by: UserId,
    },
    /// It was not given.
    Refused {
        /// Why.
        reason: Personal<String>,
        /// Who refused it.
        by: UserId,
    },
    /// It was taken back.
    Revoked {
        /// Why, by its code.
        code: RevocationReason,
        /// Why.
        reason: Personal<String>,
        /// Who took it back.
        by: UserId,
    },
}

/// What access is asked for: by whom it would be had, to what, on which ground and for how long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    /// The file.
    pub investigation: InvestigationId,
    /// What in it.
    pub subject: Subject,
    /// Who would have it.
    pub grantee: Grantee,
    /// The consent it rests on, if it does (rule V5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// What for.
    pub purpose: Purpose,
    /// The law it rests on.
    pub legal_basis: LegalBasis,
    /// For how long.
    pub period: Period,
    /// Why it is needed.
    pub reason: Personal<String>,
}

/// Who has access.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Grantee {
    /// The agency.
    pub agency: AgencyId,
    /// One user of it; everybody of it, when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
}

/// A consent that access rests on.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Consent {
    /// Whose.
    pub victim_case: VictimCaseId,
    /// To what.
    pub scope: ConsentScope,
}

/// From when until when access is had; the end is not in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Period {
    /// From when.
    pub valid_from: DateTime<Utc>,
    /// Until when.
    pub valid_until: DateTime<Utc>,
}

impl Period {
    /// Where an approved grant stands at a moment.
    pub fn status(&self, at: DateTime<Utc>) -> GrantStatus {
        if at < self.valid_from {
            GrantStatus::NotYetValid
        } else if at < self.valid_until {
            GrantStatus::Active
        } else {
            GrantStatus::Expired
        }
    }
}
