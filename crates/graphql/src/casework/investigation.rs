//! An investigation: the file as its readers see it.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::casework::investigation::{
    ClosureOutcome, CrimeType, ElementStatus, InvestigationStatus, LinkKind, OriginKind,
};
use mpaka_domain::metadata::Role;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::investigation::InvestigationRow;
use mpaka_persistence::view::timeline::{TimelineQuery, TimelineRow};
use uuid::Uuid;

use self::decision::Decision;
use super::suspect::{self, Suspect};
use super::task::{self, Task, TaskFilter};
use crate::code::{Code, code_lists, codes};
use crate::envelope::LegalBasis;
use crate::error::fault;
use crate::evidence::evidence_item::{self, EvidenceItem};
use crate::governance::access_grant::AccessGrant;
use crate::governance::break_glass::BreakGlass;
use crate::handling::Handling;
use crate::intelligence::intelligence_report::{self, IntelligenceReport};
use crate::movement::journey::{self, Journey};
use crate::page::{Arguments, connection, cost};
use crate::prosecution::disclosure_schedule::DisclosureSchedule;
use crate::prosecution::prosecution_file::{ElementMatrixRow, ProsecutionFile};
use crate::protection::victim_case::{self, VictimBoardEntry};
use crate::session::Request;
use crate::timeline::TimelineEntry;
use crate::timeline::document::{Cover, TimelineDocument, TimelineFormat};
use crate::timeline::filter::TimelineFilter;
use crate::values::Agency;

pub mod decision;
pub mod mutation;
pub mod query;

code_lists! {
    InvestigationStatus = "InvestigationStatus", "Where an investigation stands.";
    CrimeType = "CrimeType", "What an investigation is about.";
    OriginKind = "OriginKind", "What set an investigation in motion.";
    LinkKind = "InvestigationLinkKind", "How another investigation relates to this one.";
    ClosureOutcome = "ClosureOutcome", "How an investigation ended.";
    ElementStatus = "ElementStatus", "How far an element of an offence is made out.";
    Role = "Role", "What a user may do; one role a sign-in.";
}

/// One agency's file.
pub struct Investigation(pub InvestigationRow);

impl Investigation {
    /// The file, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().investigation(&reader, id).await.map_err(fault)?;
        Ok(row.map(Self))
    }
}

/// One agency's file.
#[Object]
impl Investigation {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.0.investigation_id.into()
    }

    /// The agency's reference.
    async fn reference(&self) -> &str {
        &self.0.reference
    }

    /// How many events it has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// What the file is called.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// Where it stands.
    async fn status(&self) -> Result<Code<InvestigationStatus>> {
        Code::stored(&self.0.status).ok_or_else(|| "an unknown status".into())
    }

    /// What it is about.
    async fn crime_types(&self) -> Vec<Code<CrimeType>> {
        codes(&self.0.crime_types)
    }

    /// The counties or regions it touches, ISO 3166-2.
    async fn territory(&self) -> &[String] {
        &self.0.territory
    }

    /// The agency whose file it is.
    async fn lead_agency(&self) -> Result<Agency> {
        Agency::stored(&self.0.lead_agency).ok_or_else(|| "an unknown agency".into())
    }

    /// The senior investigating officer.
    async fn sio(&self) -> &str {
        &self.0.sio
    }

    /// Who decides in the senior investigating officer's place.
    async fn deputies(&self) -> &[String] {
        &self.0.deputies
    }

    /// What set it in motion.
    async fn origin(&self) -> Option<Code<OriginKind>> {
        self.0.origin["kind"].as_str().and_then(Code::stored)
    }

    /// The reference of what set it in motion.
    async fn origin_reference(&self) -> Option<&str> {
        self.0.origin["ref"].as_str()
    }

    /// The agency that prosecutes it, once it was referred.
    async fn prosecuting_agency(&self) -> Option<Agency> {
        self.0.prosecuting_agency.as_deref().and_then(Agency::stored)
    }

    /// How it ended.
    async fn outcome(&self) -> Option<Code<ClosureOutcome>> {
        self.0.outcome.as_deref().and_then(Code::stored)
    }

    /// The law it is run under.
    async fn legal_basis(&self) -> LegalBasis {
        LegalBasis(self.0.legal_basis.0.clone())
    }

    /// The purpose it is run for.
    async fn purpose(&self) -> Option<Code<mpaka_domain::Purpose>> {
        Code::stored(&self.0.purpose)
    }

    /// How it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.0.handling.0.clone())
    }

    /// When it was opened.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// When it last changed.
    async fn changed_at(&self) -> DateTime<Utc> {
        self.0.changed_at
    }

    /// Everything that was recorded in it, by when it happened.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    #[expect(clippy::too_many_arguments, reason = "each is an argument of the field")]
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only what can have happened by then.")] as_of: Option<DateTime<Utc>>,
        #[graphql(desc = "Only what had been recorded by then, and as it was believed then.")]
        recorded_as_of: Option<DateTime<Utc>>,
        #[graphql(desc = "Also lines that have been corrected.", default)] with_corrected: bool,
        #[graphql(desc = "What narrows the lines.")] filter: Option<TimelineFilter>,
        #[graphql(desc = "How many lines from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the line of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many lines from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the line of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, TimelineEntry>> {
        let list = format!("timeline {}", self.0.investigation_id);
        let page = Arguments { first, after, last, before }.page(ctx, &list)?;
        let mut query =
            TimelineQuery { as_of, recorded_as_of, with_corrected, ..TimelineQuery::default() };
        filter.unwrap_or_default().narrow(&mut query)?;
        let reader = Reader::from(ctx.viewer()?);
        let rows = ctx
            .store()?
            .views()
            .timeline(&reader, self.0.investigation_id, &query, &page)
            .await
            .map_err(fault)?;
        connection(ctx, &list, &page, rows, TimelineRow::place, TimelineEntry)
    }

    /// The timeline as a file, whole: for a court, a spreadsheet, a calendar, or another program. At
    /// most 20,000 lines, 5,000 in print. What is recorded while it is made is not in it.
    #[graphql(complexity = "5000")]
    async fn timeline_document(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The format of the file.")] format: TimelineFormat,
        #[graphql(desc = "Only what can have happened by then.")] as_of: Option<DateTime<Utc>>,
        #[graphql(desc = "Only what had been recorded by then, and as it was believed then.")]
        recorded_as_of: Option<DateTime<Utc>>,
        #[graphql(desc = "Also lines that have been corrected.", default)] with_corrected: bool,
        #[graphql(desc = "What narrows the lines.")] filter: Option<TimelineFilter>,
    ) -> Result<TimelineDocument> {
        let (viewer, made_at) = (ctx.viewer()?, ctx.now()?);
        let recorded_as_of = Some(recorded_as_of.unwrap_or(made_at));
        let mut query =
            TimelineQuery { as_of, recorded_as_of, with_corrected, ..TimelineQuery::default() };
        filter.unwrap_or_default().narrow(&mut query)?;
        let cover = Cover {
            reference: &self.0.reference,
            title: &self.0.title,
            agency: &self.0.lead_agency,
            handling: &self.0.handling.0,
            made_at,
            made_for: format!("{}, {}", viewer.user, viewer.agency),
            query: &query,
        };
        TimelineDocument::make(ctx, self.0.investigation_id, &cover, format).await
    }

    /// The policy log: its decisions by number.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the decision of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the decision of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, Decision>> {
        let list = format!("decisions {}", self.0.investigation_id);
        let page = Arguments { first, after, last, before }.page(ctx, &list)?;
        let reader = Reader::from(ctx.viewer()?);
        let rows = ctx
            .store()?
            .views()
            .decisions(&reader, self.0.investigation_id, &page)
            .await
            .map_err(fault)?;
        connection(ctx, &list, &page, rows, |row| (row.number.into(), 0), Decision)
    }

    /// The people it suspects.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn suspects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, Suspect>> {
        let arguments = Arguments { first, after, last, before };
        suspect::connection_of(ctx, self.0.investigation_id, arguments).await
    }

    /// The people it protects, by alias; their board shows the clocks that run.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn victims(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, VictimBoardEntry>> {
        let arguments = Arguments { first, after, last, before };
        victim_case::connection_of(ctx, self.0.investigation_id, arguments).await
    }

    /// The journeys it follows.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn journeys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, Journey>> {
        let arguments = Arguments { first, after, last, before };
        journey::connection_of(ctx, self.0.investigation_id, arguments).await
    }

    /// Its exhibits.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn exhibits(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, EvidenceItem>> {
        let arguments = Arguments { first, after, last, before };
        evidence_item::connection_of(ctx, self.0.investigation_id, arguments).await
    }

    /// Its prosecution file: the charges that came of it and the court diary.
    async fn prosecution_file(&self, ctx: &Context<'_>) -> Result<Option<ProsecutionFile>> {
        ProsecutionFile::of(ctx, self.0.investigation_id).await
    }

    /// What each charge has to prove against the exhibits that prove it: a row for each mandatory
    /// element of each charge that was neither refused nor withdrawn.
    async fn element_matrix(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only charges under this provision, as `s.3`.")] statute: Option<String>,
    ) -> Result<Vec<ElementMatrixRow>> {
        ElementMatrixRow::all(ctx, self.0.investigation_id, statute.as_deref()).await
    }

    /// Its disclosure schedules: what is held and not used, and what the defence was served.
    async fn disclosure(&self, ctx: &Context<'_>) -> Result<Option<DisclosureSchedule>> {
        DisclosureSchedule::of(ctx, self.0.investigation_id).await
    }

    /// What is to be done for it, and was done; what is due first comes first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
        #[graphql(desc = "What narrows the list.")] filter: Option<TaskFilter>,
    ) -> Result<Connection<String, Task>> {
        let arguments = Arguments { first, after, last, before };
        task::connection_of(ctx, self.0.investigation_id, filter, arguments).await
    }

    /// Access to it that was asked for, granted or revoked, the latest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn access_grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, AccessGrant>> {
        let arguments = Arguments { first, after, last, before };
        AccessGrant::connection_of(ctx, self.0.investigation_id, arguments).await
    }

    /// Access to it that was taken in emergencies, the latest first: the notices of its agency.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn break_glass(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, BreakGlass>> {
        let arguments = Arguments { first, after, last, before };
        BreakGlass::connection_of(ctx, self.0.investigation_id, arguments).await
    }

    /// Its intelligence reports, for the agency whose reports they are.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn intelligence(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, IntelligenceReport>> {
        let arguments = Arguments { first, after, last, before };
        intelligence_report::connection_of(ctx, self.0.investigation_id, arguments).await
    }
}
