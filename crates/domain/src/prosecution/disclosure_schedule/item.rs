//! The items of a disclosure schedule: what is listed, and what was decided on it.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{DisclosureDecision, DisclosureStatus, PiiOutcome};
use crate::casework::text::{CourtName, Reference};
use crate::id::{EvidenceItemId, IntelligenceReportId, SuspectId};
use crate::{Personal, UserId};

/// Something that an investigation holds and that may have to be disclosed.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Material {
    /// An exhibit, a statement among them.
    Exhibit(EvidenceItemId),
    /// An intelligence report as it was sanitised; never the report itself (N3).
    SanitisedReport(IntelligenceReportId),
    /// What is no exhibit: a notebook, a log, a statement kept elsewhere, by its reference.
    Record(Reference),
}

impl Material {
    /// The exhibit, where it is one.
    pub fn exhibit(&self) -> Option<EvidenceItemId> {
        match self {
            Self::Exhibit(exhibit) => Some(*exhibit),
            Self::SanitisedReport(_) | Self::Record(_) => None,
        }
    }
}

/// How an item stands to the disclosure test (Criminal Procedure and Investigations Act 1996 s.3(1)(a),
/// and under the continuing duty s.7A(2)). In Kenya the duty follows from article 50(2)(j) of the
/// Constitution, and the same two questions are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DisclosureTest {
    /// Whether it might reasonably be considered capable of undermining the case for the prosecution.
    pub undermines_prosecution: bool,
    /// Whether it might reasonably be considered capable of assisting the case for the accused.
    pub assists_accused: bool,
}

impl DisclosureTest {
    /// Whether there is a duty to disclose it.
    pub fn is_met(self) -> bool {
        self.undermines_prosecution || self.assists_accused
    }
}

/// On whom a schedule is served.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The defence of one accused.
    Defence {
        /// Who stands accused.
        accused: SuspectId,
    },
    /// A court.
    Court {
        /// The court.
        court: CourtName,
    },
}

/// What a prosecutor decided on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The decision.
    pub decision: DisclosureDecision,
    /// How the item stands to the disclosure test.
    pub test: DisclosureTest,
    /// Why, or what is taken out.
    pub reason: Option<Personal<String>>,
}

/// What a court ruled on an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// The ruling.
    pub outcome: PiiOutcome,
    /// The court.
    pub court: CourtName,
    /// The ruling's reference.
    pub ruling: Reference,
}

/// An item of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// What is listed.
    pub material: Material,
    /// What it is called.
    pub reference: Reference,
    /// What it is.
    pub description: Personal<String>,
    /// Why it is sensitive.
    pub reason: Option<Personal<String>>,
    /// Who listed, described or moved it.
    pub writers: BTreeSet<UserId>,
    /// What was decided on it as it is described.
    pub review: Option<Review>,
    /// What a court ruled on its immunity.
    pub ruling: Option<Ruling>,
    /// Whether a version with it was served.
    pub served: bool,
    /// Its number on the other schedule, once it was moved there.
    pub moved_to: Option<u32>,
}

impl Item {
    /// Where it stands.
    pub fn status(&self) -> DisclosureStatus {
        if self.moved_to.is_some() {
            return DisclosureStatus::Moved;
        }
        let outcome = self.ruling.as_ref().map(|ruling| ruling.outcome);
        match (self.review.as_ref().map(|review| review.decision), outcome) {
            (Some(DisclosureDecision::Disclose), _) => DisclosureStatus::ToDisclose,
            (Some(DisclosureDecision::Edit), _) => DisclosureStatus::ToDiscloseEdited,
            (_, Some(PiiOutcome::Refused)) => DisclosureStatus::PiiRefused,
            (None, _) => DisclosureStatus::Listed,
            (Some(DisclosureDecision::Withhold), _) => DisclosureStatus::Withheld,
            (Some(DisclosureDecision::Pii), None) => DisclosureStatus::PiiPending,
            (Some(DisclosureDecision::Pii), Some(PiiOutcome::Upheld)) => {
                DisclosureStatus::PiiUpheld
            }
        }
    }

    /// Whether it is on its schedule, and was not moved to the other one.
    pub fn stands(&self) -> bool {
        self.moved_to.is_none()
    }

    /// Whether the defence is to be given it, whole or in part.
    pub fn is_disclosed(&self) -> bool {
        let reviewed = self.review.as_ref();
        self.stands() && reviewed.is_some_and(|review| review.decision.discloses())
    }

    /// Whether a court ordered that it be disclosed.
    pub(super) fn is_ordered(&self) -> bool {
        self.ruling.as_ref().is_some_and(|ruling| ruling.outcome == PiiOutcome::Refused)
    }
}
