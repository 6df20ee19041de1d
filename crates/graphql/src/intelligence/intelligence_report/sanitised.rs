//! A sanitised report, as the agency that made it and those it went to see it.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::intelligence::intelligence_report::Removed;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::intelligence::{DisseminationRow, SanitisedFinder, SanitisedRow};
use serde_json::Value;
use uuid::Uuid;

use super::of;
use crate::code::{Code, codes};
use crate::envelope::{Grade, from_thousandths};
use crate::error::fault;
use crate::handling::Handling;
use crate::page::{Arguments, connection};
use crate::scalar::{Date, IntelligenceReportId};
use crate::session::Request;
use crate::values::Agency;

/// What was made from an intelligence report to be passed on. Of the report itself, another agency
/// learns nothing else.
pub struct SanitisedReport {
    row: SanitisedRow,
    disseminations: Vec<DisseminationRow>,
}

impl SanitisedReport {
    /// A sanitised report with those of some disseminations that are its own.
    pub(super) fn new(row: SanitisedRow, disseminations: &[DisseminationRow]) -> Self {
        let id = Some(row.sanitised_report_id);
        Self { disseminations: of(disseminations, |went| went.sanitised_report_id == id), row }
    }

    /// The sanitised report, if the reader's agency made it or it went to them.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let row = views.sanitised_report(&reader, id).await.map_err(fault)?;
        Ok(Self::with_disseminations(ctx, row.into_iter().collect()).await?.pop())
    }

    async fn with_disseminations(ctx: &Context<'_>, rows: Vec<SanitisedRow>) -> Result<Vec<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let reports: Vec<Uuid> = rows.iter().map(|row| row.intelligence_report_id).collect();
        let views = ctx.store()?.views();
        let disseminations = views.disseminations(&reader, &reports).await.map_err(fault)?;
        Ok(rows.into_iter().map(|row| Self::new(row, &disseminations)).collect())
    }
}

/// What other agencies passed on to the reader's.
pub(super) async fn received(
    ctx: &Context<'_>,
    arguments: &Arguments,
) -> Result<Connection<String, SanitisedReport>> {
    let list = "intelligence received";
    let page = arguments.page(ctx, list)?;
    let reader = Reader::from(ctx.viewer()?);
    let views = ctx.store()?.views();
    let finder = SanitisedFinder::Received;
    let rows = views.sanitised_reports(&reader, finder, &page).await.map_err(fault)?;
    let reports = SanitisedReport::with_disseminations(ctx, rows).await?;
    connection(ctx, list, &page, reports, |report| report.row.place(), |report| report)
}

/// What was made from an intelligence report to be passed on. Of the report itself, another agency
/// learns nothing else.
#[Object]
impl SanitisedReport {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.row.sanitised_report_id.into()
    }

    /// The report it was made from; null for agencies that it was passed on to.
    async fn intelligence_report_id(&self) -> Option<IntelligenceReportId> {
        self.row.own.then(|| self.row.intelligence_report_id.into())
    }

    /// The agency whose report it is, which answers questions about it.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.row.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// Its unique reference number in that agency.
    async fn urn(&self) -> &str {
        &self.row.urn
    }

    /// What it says; null once erased, and for agencies that it was passed on to once it was recalled.
    async fn text(&self) -> Option<&str> {
        self.row.content.as_ref().and_then(Value::as_str)
    }

    /// What was taken out.
    async fn removed(&self) -> Vec<Code<Removed>> {
        codes(&self.row.removed)
    }

    /// How it may be passed on and used: as it was marked when it was made, under the conditions of use
    /// of the report that it was made from.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.0.clone())
    }

    /// The grade that the report has now.
    async fn grade(&self) -> Option<Grade> {
        self.row.grade.as_ref().map(|grade| Grade(grade.0))
    }

    /// What it is worth, from 0 to 1: its grade, raised by what corroborates it independently (N4).
    async fn weight(&self) -> Option<f64> {
        self.row.weight().map(from_thousandths)
    }

    /// Whether it was recalled: nobody is to use it (N5).
    async fn recalled(&self) -> bool {
        self.row.recalled_at.is_some()
    }

    /// When it was recalled.
    async fn recalled_at(&self) -> Option<DateTime<Utc>> {
        self.row.recalled_at
    }

    /// To whom it went, in order: to all, for the agency whose report it is; to your agency, for you.
    async fn disseminations(&self) -> Vec<Dissemination> {
        self.disseminations.iter().map(Into::into).collect()
    }
}

/// That a report went to an agency.
#[derive(SimpleObject)]
pub struct Dissemination {
    /// The sanitised report that went; null where the report itself went to the unit that submitted it.
    sanitised_report_id: Option<IntelligenceReportId>,
    /// The agency it went to.
    to: Option<Agency>,
    /// The coded conditions under which they may use it.
    conditions: Vec<String>,
    /// The day by which they are to acknowledge it.
    ack_by: Option<Date>,
    /// Who passed it on.
    disseminated_by: String,
    /// When.
    disseminated_at: DateTime<Utc>,
    /// Whether the agency said that it arrived.
    acknowledged: bool,
    /// Who acknowledged it.
    acknowledged_by: Option<String>,
    /// When.
    acknowledged_at: Option<DateTime<Utc>>,
}

impl From<&DisseminationRow> for Dissemination {
    fn from(row: &DisseminationRow) -> Self {
        Self {
            sanitised_report_id: row.sanitised_report_id.map(Into::into),
            to: Agency::stored(&row.to_agency),
            conditions: row.conditions.clone(),
            ack_by: row.ack_by.map(Into::into),
            disseminated_by: row.disseminated_by.clone(),
            disseminated_at: row.disseminated_at,
            acknowledged: row.acknowledged_at.is_some(),
            acknowledged_by: row.acknowledged_by.clone(),
            acknowledged_at: row.acknowledged_at,
        }
    }
}
