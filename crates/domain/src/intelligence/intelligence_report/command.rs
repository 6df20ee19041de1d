//! What can be asked of an intelligence report.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::Serialize;

use super::code::{Independence, Removed};
use super::event::Dependant;
use crate::id::{IntelligenceReportId, InvestigationId};
use crate::value::{Grade, PartialTime, Urn};
use crate::{AgencyId, Personal};

/// What can be asked of an intelligence report. Unless it says otherwise, a command comes from an
/// investigator or a supervisor of the agency that submitted it.
#[derive(Debug, Clone, Serialize)]
pub enum IntelligenceCommand {
    /// Submits what a source said. Whoever sends this handles the source.
    Submit {
        /// The investigation it belongs to.
        investigation: InvestigationId,
        /// Its number, unique in the agency.
        urn: Urn,
        /// What is reported.
        text: Personal<String>,
        /// What the source is known by: a pseudonym or a number in a register, never a name.
        source_handle: Personal<String>,
        /// When it was collected.
        collected: PartialTime,
        /// How it was obtained.
        obtained_how: Personal<String>,
    },
    /// Grades it. Not for the officer who submitted it (N1).
    Evaluate {
        /// How far the source is trusted and how well the information is known.
        grade: Grade,
    },
    /// Assesses what passing it on could do.
    AssessRisk {
        /// What is owed to the source and to the people it speaks of.
        duty_of_care: Personal<String>,
        /// What could happen if it is passed on.
        risk_if_disseminated: Personal<String>,
    },
    /// Makes a report of its own from it that may be passed on.
    Sanitise {
        /// The sanitised report.
        child: IntelligenceReportId,
        /// Its number, unique in the agency.
        child_urn: Urn,
        /// What it says.
        text: Personal<String>,
        /// What was taken out.
        removed: BTreeSet<Removed>,
    },
    /// Passes it on: a sanitised report to any agency, the report itself to its own alone (N3).
    Disseminate {
        /// The sanitised report; none for the report itself.
        sanitised: Option<IntelligenceReportId>,
        /// The agency it goes to.
        to: AgencyId,
        /// The coded conditions under which they may use it.
        conditions: BTreeSet<String>,
        /// The day by which they are to acknowledge it.
        ack_by: Option<NaiveDate>,
    },
    /// Acknowledges what was passed on. For an officer of the agency that it went to.
    Acknowledge {
        /// The sanitised report; none for the report itself.
        sanitised: Option<IntelligenceReportId>,
    },
    /// Records that what the envelope names as the source says the same.
    Corroborate {
        /// Whether that comes from somewhere else.
        independence: Independence,
    },
    /// Grades it anew. Not for the officer who submitted it (N1).
    Regrade {
        /// The grade it has from now on.
        grade: Grade,
        /// Why.
        reason: Personal<String>,
    },
    /// Takes it back: nobody is to use it any more (N5).
    Recall {
        /// Why.
        reason: Personal<String>,
        /// What the agency recorded on the strength of it. The server fills it in, anew each time the
        /// command is sent, so it is no part of the serialised command by which a repetition is
        /// recognised.
        #[serde(skip_serializing)]
        dependants: BTreeSet<Dependant>,
    },
    /// Looks at it again, to retain it or to let it expire.
    Review {
        /// What was found.
        findings: Personal<String>,
    },
    /// Keeps it after a review.
    Retain {
        /// The day on which it is to be looked at again.
        until: NaiveDate,
        /// Why.
        reason: Personal<String>,
    },
    /// Keeps it for use no longer, after a review.
    Expire {
        /// Why.
        reason: Personal<String>,
    },
}
