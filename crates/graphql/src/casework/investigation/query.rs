//! Which investigations can be read: one by its reference, or a list.

use async_graphql::connection::Connection;
use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::casework::investigation::{CrimeType, InvestigationStatus};
use mpaka_domain::value::InvestigationReference;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::investigation::{InvestigationFilter as Filter, InvestigationRow};

use super::Investigation;
use crate::code::Code;
use crate::error::fault;
use crate::page::{Arguments, connection, cost};
use crate::session::Request;

/// What narrows a list of investigations.
#[derive(Debug, Clone, Default, InputObject)]
pub struct InvestigationFilter {
    /// Only those in this state.
    pub status: Option<Code<InvestigationStatus>>,
    /// Only those that are about this.
    pub crime_type: Option<Code<CrimeType>>,
    /// Only those that touch this county or region, ISO 3166-2.
    pub territory: Option<String>,
    /// Only those of this agency, by its code.
    pub lead_agency: Option<String>,
}

/// What can be read of investigations.
#[derive(Default)]
pub struct InvestigationQuery;

/// What can be read of investigations.
#[Object]
impl InvestigationQuery {
    /// The investigation of a reference: your own agency's first, then the latest opened.
    async fn investigation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The agency's reference.")] reference: String,
    ) -> Result<Option<Investigation>> {
        let Ok(reference) = InvestigationReference::parse(&reference) else { return Ok(None) };
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let row =
            views.investigation_by_reference(&reader, reference.as_str()).await.map_err(fault)?;
        Ok(row.map(Investigation))
    }

    /// The investigations that you may see, the last changed first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn investigations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
        #[graphql(desc = "What narrows the list.")] filter: Option<InvestigationFilter>,
    ) -> Result<Connection<String, Investigation>> {
        let page = Arguments { first, after, last, before }.page(ctx, "investigations")?;
        let filter = filter.unwrap_or_default();
        let text = |code: &'static str| code.to_owned();
        let filter = Filter {
            status: filter.status.map(|code| text(code.0.into())),
            crime_type: filter.crime_type.map(|code| text(code.0.into())),
            territory: filter.territory.map(|code| code.to_ascii_uppercase()),
            lead_agency: filter.lead_agency.map(|code| code.to_ascii_uppercase()),
        };
        let reader = Reader::from(ctx.viewer()?);
        let rows =
            ctx.store()?.views().investigations(&reader, &filter, &page).await.map_err(fault)?;
        connection(ctx, "investigations", &page, rows, InvestigationRow::place, Investigation)
    }
}
