//! An intelligence report, as its own agency sees it.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::intelligence::intelligence_report::{
    Corroboration as Corroborated, Independence, IntelligenceStatus, Removed,
};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::intelligence::{
    DependantRow, DisseminationRow, Finder, IntelligenceRow, SanitisedRow,
};
use serde_json::Value;
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::code::{Code, code_lists};
use crate::envelope::{Grade, Source, from_thousandths};
use crate::error::fault;
use crate::file::SharedFile;
use crate::handling::Handling;
use crate::page::{Arguments, connection, cost};
use crate::scalar::{Date, IntelligenceReportId};
use crate::session::Request;
use crate::time::PartialTime;
use crate::values::Agency;

pub mod mutation;
mod sanitised;

pub use sanitised::{Dissemination, SanitisedReport};

code_lists! {
    IntelligenceStatus = "IntelligenceStatus", "Where an intelligence report stands: the last step it took.";
    Removed = "RemovedFromIntelligence", "What was taken out of a report before it was passed on.";
    Independence = "Independence", "Whether what corroborates a report comes from somewhere else.";
}

/// What a source said, for the agency whose report it is. Other agencies see what was sanitised from it
/// and passed on to them.
pub struct IntelligenceReport {
    row: IntelligenceRow,
    file: SharedFile,
    sanitised: Vec<SanitisedRow>,
    disseminations: Vec<DisseminationRow>,
    dependants: Vec<DependantRow>,
}

impl IntelligenceReport {
    /// The report, if it is the reader's agency's.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().intelligence_report(&reader, id).await.map_err(fault)?;
        Ok(Self::with_parts(ctx, row.into_iter().collect()).await?.pop())
    }

    /// Some reports with what belongs to them, in as many statements as for one.
    async fn with_parts(ctx: &Context<'_>, rows: Vec<IntelligenceRow>) -> Result<Vec<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let ids: Vec<Uuid> = rows.iter().map(|row| row.intelligence_report_id).collect();
        let sanitised = views.sanitised_from(&reader, &ids).await.map_err(fault)?;
        let disseminations = views.disseminations(&reader, &ids).await.map_err(fault)?;
        let dependants = views.dependants(&reader, &ids).await.map_err(fault)?;
        let file = SharedFile::default();
        let whole = |row: IntelligenceRow| {
            let id = row.intelligence_report_id;
            Self {
                row,
                file: file.clone(),
                sanitised: of(&sanitised, |row| row.intelligence_report_id == id),
                disseminations: of(&disseminations, |row| row.intelligence_report_id == id),
                dependants: of(&dependants, |row| row.intelligence_report_id == id),
            }
        };
        Ok(rows.into_iter().map(whole).collect())
    }
}

/// Those of some rows that belong together.
fn of<Row: Clone>(rows: &[Row], belongs: impl Fn(&Row) -> bool) -> Vec<Row> {
    rows.iter().filter(|row| belongs(row)).cloned().collect()
}

/// The reports of an investigation that are the reader's agency's, in the order of submission.
pub(crate) async fn connection_of(
    ctx: &Context<'_>,
    investigation: Uuid,
    arguments: Arguments,
) -> Result<Connection<String, IntelligenceReport>> {
    let list = format!("intelligence {investigation}");
    let page = arguments.page(ctx, &list)?;
    let reader = Reader::from(ctx.viewer()?);
    let views = ctx.store()?.views();
    let finder = Finder::OfFile(investigation);
    let rows = views.intelligence(&reader, finder, &page).await.map_err(fault)?;
    let reports = IntelligenceReport::with_parts(ctx, rows).await?;
    let place = |report: &IntelligenceReport| report.row.place();
    connection(ctx, &list, &page, reports, place, |report| report)
}

/// What a source said, for the agency whose report it is. Other agencies see what was sanitised from it
/// and passed on to them.
#[Object]
impl IntelligenceReport {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.row.intelligence_report_id.into()
    }

    /// How many events it has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        self.file.find(ctx, self.row.investigation_id).await
    }

    /// The agency whose report it is.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.row.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// How it may be passed on and used: the most restrictive marking of everything that is known of
    /// it. A sanitised report has a marking of its own, under the same conditions of use.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.0.clone())
    }

    /// Its unique reference number in the agency.
    async fn urn(&self) -> &str {
        &self.row.urn
    }

    /// Where it stands.
    async fn status(&self) -> Result<Code<IntelligenceStatus>> {
        Code::stored(&self.row.status).ok_or_else(|| "an unknown status".into())
    }

    /// What is reported; null once erased.
    async fn text(&self) -> Option<&str> {
        self.row.content.as_str()
    }

    /// What the source is known by. Only the officer who submitted the report reads it; null for
    /// everybody else, and once erased.
    async fn source_handle(&self) -> Option<&str> {
        self.row.source_handle.as_ref().and_then(Value::as_str)
    }

    /// When it was collected.
    async fn collected(&self) -> Result<PartialTime> {
        PartialTime::stored(&self.row.collected)
    }

    /// How it was obtained; null once erased.
    async fn obtained_how(&self) -> Option<&str> {
        self.row.obtained_how.as_str()
    }

    /// The officer who submitted it and handles the source.
    async fn submitted_by(&self) -> &str {
        &self.row.submitted_by
    }

    /// When it was submitted.
    async fn submitted_at(&self) -> DateTime<Utc> {
        self.row.submitted_at
    }

    /// The grade it has now; null before it is evaluated.
    async fn grade(&self) -> Option<Grade> {
        self.row.grade.as_ref().map(|grade| Grade(grade.0))
    }

    /// The officer who gave it that grade, who is not the one who submitted it (N1).
    async fn evaluator(&self) -> Option<&str> {
        self.row.evaluator.as_deref()
    }

    /// What it is worth, from 0 to 1: its grade, raised by what corroborates it independently (N4).
    async fn weight(&self) -> Option<f64> {
        self.row.weight().map(from_thousandths)
    }

    /// What it lends to the score of a link, from 0 to 1; null when it is suspected to be false or was
    /// recalled (N2).
    async fn link_weight(&self) -> Option<f64> {
        self.row.link_weight().map(from_thousandths)
    }

    /// What else says the same.
    async fn corroborations(&self) -> Vec<Corroboration> {
        self.row.corroborations.iter().map(Into::into).collect()
    }

    /// What is owed to the source and to the people it speaks of; null before the risk is assessed.
    async fn duty_of_care(&self) -> Option<&str> {
        self.row.duty_of_care.as_ref().and_then(Value::as_str)
    }

    /// What could happen if it is passed on; null before the risk is assessed.
    async fn risk_if_disseminated(&self) -> Option<&str> {
        self.row.risk_if_disseminated.as_ref().and_then(Value::as_str)
    }

    /// The reports made from it that may be passed on, in the order in which they were made.
    async fn sanitised(&self) -> Vec<SanitisedReport> {
        let whole = |row: &SanitisedRow| SanitisedReport::new(row.clone(), &self.disseminations);
        self.sanitised.iter().map(whole).collect()
    }

    /// To whom it, or what was sanitised from it, went, in order.
    async fn disseminations(&self) -> Vec<Dissemination> {
        self.disseminations.iter().map(Into::into).collect()
    }

    /// Whether it was recalled: nobody is to use it (N5).
    async fn recalled(&self) -> bool {
        self.row.recalled_at.is_some()
    }

    /// When it was recalled.
    async fn recalled_at(&self) -> Option<DateTime<Utc>> {
        self.row.recalled_at
    }

    /// Why it was recalled; null once erased.
    async fn recall_reason(&self) -> Option<&str> {
        self.row.recall_reason.as_ref().and_then(Value::as_str)
    }

    /// What your agency recorded on the strength of it before it was recalled, to be looked at again, as
    /// far as you may see it (N5).
    async fn dependants(&self) -> Vec<IntelligenceDependant> {
        self.dependants.iter().map(Into::into).collect()
    }

    /// The day on which it is to be looked at again; null until a review retains it.
    async fn retained_until(&self) -> Option<Date> {
        self.row.retained_until.map(Into::into)
    }
}

/// Something that says the same as a report.
#[derive(SimpleObject)]
pub struct Corroboration {
    /// What.
    by: Source,
    /// Whether it comes from somewhere else.
    independence: Code<Independence>,
}

impl From<&Corroborated> for Corroboration {
    fn from(corroboration: &Corroborated) -> Self {
        Self {
            by: Source(corroboration.by.clone()),
            independence: Code(corroboration.independence),
        }
    }
}

/// A record that rests on a report that was recalled.
#[derive(SimpleObject)]
pub struct IntelligenceDependant {
    /// The id of the record, for `node(id:)`.
    id: ID,
    /// What kind of record it is, such as `suspect`.
    category: String,
    /// What its file calls it.
    label: String,
}

impl From<&DependantRow> for IntelligenceDependant {
    fn from(row: &DependantRow) -> Self {
        Self { id: row.record.into(), category: row.category.clone(), label: row.label.clone() }
    }
}

/// What can be read of intelligence.
#[derive(Default)]
pub struct IntelligenceReportQuery;

/// What can be read of intelligence.
#[Object]
impl IntelligenceReportQuery {
    /// A report of your agency by its id; null where there is none, or none for you to see.
    async fn intelligence_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The report's id.")] id: IntelligenceReportId,
    ) -> Result<Option<IntelligenceReport>> {
        IntelligenceReport::find(ctx, id.into()).await
    }

    /// A sanitised report by its id, if your agency made it or it was passed on to your agency.
    async fn sanitised_report(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The sanitised report's id.")] id: IntelligenceReportId,
    ) -> Result<Option<SanitisedReport>> {
        SanitisedReport::find(ctx, id.into()).await
    }

    /// The sanitised reports that other agencies passed on to yours, in the order in which they were
    /// made. What was recalled stays in the list, and says so.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn intelligence_received(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, SanitisedReport>> {
        sanitised::received(ctx, &Arguments { first, after, last, before }).await
    }
}
