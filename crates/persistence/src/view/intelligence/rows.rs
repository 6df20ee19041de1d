//! A report as the intelligence list shows it, what was sanitised from it, and to whom it went.

use chrono::{DateTime, NaiveDate, Utc};
use mpaka_domain::Handling;
use mpaka_domain::intelligence::intelligence_report::{Corroboration, link_weight, weight};
use mpaka_domain::value::{Grade, LegalBasis};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::view::Place;

/// A report, as its own agency sees it.
#[derive(Debug, Clone)]
pub struct IntelligenceRow {
    /// Its id.
    pub intelligence_report_id: Uuid,
    /// The file it belongs to.
    pub investigation_id: Uuid,
    /// The agency whose report it is.
    pub agency: String,
    /// The version of its stream.
    pub version: i64,
    /// The position of its first event.
    pub begun: i64,
    /// Its number.
    pub urn: String,
    /// The officer who submitted it and handles the source.
    pub submitted_by: String,
    /// When it was submitted.
    pub submitted_at: DateTime<Utc>,
    /// When it was collected.
    pub collected: Value,
    /// What is reported; null once erased.
    pub content: Value,
    /// How it was obtained; null once erased.
    pub obtained_how: Value,
    /// What the source is known by; none for anybody but the officer who submitted it.
    pub source_handle: Option<Value>,
    /// Where it stands.
    pub status: String,
    /// Its grade.
    pub grade: Option<Json<Grade>>,
    /// Who graded it last.
    pub evaluator: Option<String>,
    /// What is owed to those it endangers.
    pub duty_of_care: Option<Value>,
    /// What could happen if it is passed on.
    pub risk_if_disseminated: Option<Value>,
    /// What else says the same.
    pub corroborations: Json<Vec<Corroboration>>,
    /// When it was recalled.
    pub recalled_at: Option<DateTime<Utc>>,
    /// Why it was recalled.
    pub recall_reason: Option<Value>,
    /// When it is to be looked at again, after a review.
    pub retained_until: Option<NaiveDate>,
    /// The most restrictive marking of what is known of it.
    pub handling: Json<Handling>,
}

/// A report made from another that may be passed on, as its reader may see it.
#[derive(Debug, Clone)]
pub struct SanitisedRow {
    /// Its id.
    pub sanitised_report_id: Uuid,
    /// The report it was made from; shown to nobody whose report that is not.
    pub intelligence_report_id: Uuid,
    /// The agency whose report it is.
    pub agency: String,
    /// Whether that is the reader's.
    pub own: bool,
    /// The position of the event that made it.
    pub position: i64,
    /// Its number.
    pub urn: String,
    /// What it says; none for other agencies once it was recalled, null once erased.
    pub content: Option<Value>,
    /// What was taken out.
    pub removed: Vec<String>,
    /// The grade of the report.
    pub grade: Option<Json<Grade>>,
    /// What else says the same.
    pub corroborations: Json<Vec<Corroboration>>,
    /// When it was recalled.
    pub recalled_at: Option<DateTime<Utc>>,
    /// Its marking, under the conditions of use of the report.
    pub handling: Json<Handling>,
    /// The marking of the report.
    pub(super) report_handling: Json<Handling>,
}

/// To whom a report went.
#[derive(Debug, Clone)]
pub struct DisseminationRow {
    /// The report.
    pub intelligence_report_id: Uuid,
    /// What was sanitised from it and went; none for the report itself.
    pub sanitised_report_id: Option<Uuid>,
    /// The agency it went to.
    pub to_agency: String,
    /// The coded conditions under which they may use it.
    pub conditions: Vec<String>,
    /// The day by which they are to acknowledge it.
    pub ack_by: Option<NaiveDate>,
    /// Who passed it on.
    pub disseminated_by: String,
    /// When.
    pub disseminated_at: DateTime<Utc>,
    /// Who acknowledged it.
    pub acknowledged_by: Option<String>,
    /// When.
    pub acknowledged_at: Option<DateTime<Utc>>,
}

/// A record that rests on a report that was recalled.
#[derive(Debug, Clone)]
pub struct DependantRow {
    /// The report.
    pub intelligence_report_id: Uuid,
    /// The category of the record.
    pub category: String,
    /// The record.
    pub record: Uuid,
    /// What its file calls it.
    pub label: String,
}

/// What the file of a report lends to commands that do not say otherwise.
#[derive(Debug, Clone)]
pub struct LentTo {
    /// The report.
    pub intelligence_report_id: Uuid,
    /// What was sanitised from it, when that was asked for.
    pub sanitised_report_id: Option<Uuid>,
    /// The law the file is run under.
    pub legal_basis: Json<LegalBasis>,
    /// The purpose it is run for.
    pub purpose: String,
    /// Its marking.
    pub handling: Json<Handling>,
}

/// Which reports are asked for.
#[derive(Debug, Clone, Copy)]
pub enum Finder {
    /// One.
    One(Uuid),
    /// Those of a file.
    OfFile(Uuid),
}

/// Which sanitised reports are asked for.
#[derive(Debug, Clone, Copy)]
pub enum SanitisedFinder {
    /// One.
    One(Uuid),
    /// Those that came to the reader's agency from others.
    Received,
}

impl IntelligenceRow {
    /// Its place in a list: in the order of submission.
    pub fn place(&self) -> Place {
        (self.begun, 0)
    }

    /// What it is worth, in thousandths; none before it is graded.
    pub fn weight(&self) -> Option<u16> {
        self.grade.as_ref().map(|grade| weight(grade.0, &self.corroborations))
    }

    /// What it lends to the score of a link, in thousandths (N2).
    pub fn link_weight(&self) -> Option<u16> {
        let recalled = self.recalled_at.is_some();
        let grade = self.grade.as_ref();
        grade.and_then(|grade| link_weight(grade.0, &self.corroborations, recalled))
    }
}

impl SanitisedRow {
    /// Its place in a list: in the order of sanitising.
    pub fn place(&self) -> Place {
        (self.position, 0)
    }

    /// What it is worth, in thousandths: as much as the report it was made from.
    pub fn weight(&self) -> Option<u16> {
        self.grade.as_ref().map(|grade| weight(grade.0, &self.corroborations))
    }
}
