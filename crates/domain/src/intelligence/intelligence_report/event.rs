//! What can happen to an intelligence report.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::code::{Independence, Removed};
use crate::id::{IntelligenceReportId, InvestigationId};
use crate::value::{Grade, PartialTime, Urn};
use crate::{AgencyId, Personal, SourceRef, UserId};

/// A record that rests on a report.
#[derive(
    Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
pub struct Dependant {
    /// What kind of record it is: the category of its stream.
    pub category: String,
    /// The record.
    pub id: Uuid,
}

/// A fact about an intelligence report.
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
pub enum IntelligenceEvent {
    /// It was submitted.
    Submitted {
        /// The investigation it belongs to.
        investigation: InvestigationId,
        /// The agency whose report it is.
        agency: AgencyId,
        /// The officer who submitted it and handles the source.
        submitter: UserId,
        /// Its number.
        urn: Urn,
        /// What is reported.
        text: Personal<String>,
        /// What the source is known by.
        source_handle: Personal<String>,
        /// When it was collected.
        collected: PartialTime,
        /// How it was obtained.
        obtained_how: Personal<String>,
    },
    /// It was graded.
    Evaluated {
        /// The grade.
        grade: Grade,
        /// The officer who graded it.
        evaluator: UserId,
    },
    /// What passing it on could do was assessed.
    RiskAssessed {
        /// What is owed to the source and to the people it speaks of.
        duty_of_care: Personal<String>,
        /// What could happen if it is passed on.
        risk_if_disseminated: Personal<String>,
    },
    /// A report that may be passed on was made from it.
    Sanitised {
        /// The sanitised report.
        child: IntelligenceReportId,
        /// Its number.
        child_urn: Urn,
        /// What it says.
        text: Personal<String>,
        /// What was taken out.
        removed: BTreeSet<Removed>,
    },
    /// It was passed on.
    Disseminated {
        /// The sanitised report; none for the report itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sanitised: Option<IntelligenceReportId>,
        /// The agency it went to.
        to: AgencyId,
        /// The coded conditions under which they may use it.
        conditions: BTreeSet<String>,
        /// The day by which they are to acknowledge it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        ack_by: Option<NaiveDate>,
    },
    /// An agency that it went to acknowledged it.
    Acknowledged {
        /// The sanitised report; none for the report itself.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        sanitised: Option<IntelligenceReportId>,
        /// The agency.
        agency: AgencyId,
        /// The officer who acknowledged it.
        officer: UserId,
    },
    /// Something else says the same.
    Corroborated {
        /// What.
        by: SourceRef,
        /// Whether that comes from somewhere else.
        independence: Independence,
    },
    /// It was graded anew.
    Regraded {
        /// The grade it had.
        from: Grade,
        /// The grade it has from now on.
        to: Grade,
        /// The officer who graded it.
        evaluator: UserId,
        /// Why.
        reason: Personal<String>,
    },
    /// It was taken back.
    Recalled {
        /// Why.
        reason: Personal<String>,
        /// The agencies that are to be told, because it went to them.
        recipients: BTreeSet<AgencyId>,
        /// The sanitised reports that fall with it.
        sanitised: BTreeSet<IntelligenceReportId>,
        /// What the agency recorded on the strength of it, to be looked at again.
        dependants: BTreeSet<Dependant>,
    },
    /// It was looked at again.
    Reviewed {
        /// What was found.
        findings: Personal<String>,
    },
    /// It is kept.
    Retained {
        /// The day on which it is to be looked at again.
        until: NaiveDate,
        /// Why.
        reason: Personal<String>,
    },
    /// It is no longer kept for use.
    Expired {
        /// Why.
        reason: Personal<String>,
    },
}
