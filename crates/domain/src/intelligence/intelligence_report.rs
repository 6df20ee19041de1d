//! An intelligence report: submitted, graded by somebody else, sanitised, and passed on to agencies that
//! can be told when it is recalled.
//!
//! ```text
//! Submitted → Evaluated → RiskAssessed → (Sanitised) → Disseminated
//! any → Recalled; any → UnderReview → Retained | Expired
//! ```
//!
//! A report and what was sanitised from it are one stream: which text went to whom, and who must hear
//! of a recall, is decided in one place.

mod access;
mod code;
mod command;
mod event;
mod policy;
mod rejection;
mod report;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;
mod weight;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

pub use code::{Independence, IntelligenceStatus, Removed};
pub use command::IntelligenceCommand;
pub use event::{Dependant, IntelligenceEvent};
pub use rejection::IntelligenceRejection;
pub use report::{Report, Submission};
pub use weight::{Corroboration, link_weight, weight};

use crate::value::Urn;
use crate::{AgencyId, Claim, Decider, Handling, Law, Metadata};

/// What kind of claim a unique reference number is.
const URN: &str = "intelligence_urn";
/// What kind of claim the id of a sanitised report is.
const SANITISED_ID: &str = "sanitised_report_id";

/// A report in the course of its life.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum IntelligenceReport {
    /// Nothing is recorded.
    #[default]
    Unsubmitted,
    /// Submitted: what the rules read of it.
    Submitted(Box<Report>),
}

impl Decider for IntelligenceReport {
    const CATEGORY: &'static str = "intelligence";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = IntelligenceCommand;
    type Event = IntelligenceEvent;
    type Rejection = IntelligenceRejection;

    fn decide(
        &self,
        command: IntelligenceCommand,
        metadata: &Metadata,
        _law: &Law,
    ) -> Result<Vec<IntelligenceEvent>, IntelligenceRejection> {
        match self {
            Self::Unsubmitted => policy::submitting(command, &metadata.actor),
            Self::Submitted(report) => report.decide(command, metadata),
        }
    }

    fn evolve(self, event: &IntelligenceEvent) -> Self {
        match (self, event) {
            (
                _,
                IntelligenceEvent::Submitted {
                    investigation,
                    agency,
                    submitter,
                    urn,
                    text,
                    source_handle,
                    collected,
                    obtained_how,
                },
            ) => Self::Submitted(Box::new(Report::of(Submission {
                investigation: *investigation,
                agency: agency.clone(),
                submitter: submitter.clone(),
                urn: urn.clone(),
                text: text.clone(),
                source_handle: source_handle.clone(),
                collected: collected.clone(),
                obtained_how: obtained_how.clone(),
            }))),
            (Self::Submitted(report), event) => Self::Submitted(Box::new(report.evolve(event))),
            (Self::Unsubmitted, _) => Self::Unsubmitted,
        }
    }

    /// A number belongs to one report of its agency, as submitted or as sanitised; the id of a
    /// sanitised report to one sanitised report.
    fn claims(event: &IntelligenceEvent, metadata: &Metadata) -> Vec<Claim> {
        let urn =
            |agency: &AgencyId, urn: &Urn| Claim { kind: URN, key: format!("{agency}/{urn}") };
        match event {
            IntelligenceEvent::Submitted { agency, urn: number, .. } => vec![urn(agency, number)],
            IntelligenceEvent::Sanitised { child, child_urn, .. } => vec![
                urn(&metadata.actor.agency, child_urn),
                Claim { kind: SANITISED_ID, key: child.to_string() },
            ],
            IntelligenceEvent::Evaluated { .. }
            | IntelligenceEvent::RiskAssessed { .. }
            | IntelligenceEvent::Disseminated { .. }
            | IntelligenceEvent::Acknowledged { .. }
            | IntelligenceEvent::Corroborated { .. }
            | IntelligenceEvent::Regraded { .. }
            | IntelligenceEvent::Recalled { .. }
            | IntelligenceEvent::Reviewed { .. }
            | IntelligenceEvent::Retained { .. }
            | IntelligenceEvent::Expired { .. } => vec![],
        }
    }

    fn taken(claim: &Claim) -> IntelligenceRejection {
        if claim.kind == SANITISED_ID {
            IntelligenceRejection::SanitisedIdTaken
        } else {
            IntelligenceRejection::DuplicateUrn
        }
    }

    /// N3: a report goes to other agencies by dissemination alone, so no event of it is released to
    /// anybody by its marking.
    fn marking(_event: &IntelligenceEvent, requested: &Handling) -> Handling {
        Handling { releasable_to: BTreeSet::new(), ..requested.clone() }
    }
}
