//! The link inbox: what connects two agencies' files.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::value::SelectorKind;
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::link::{LinkRow, LinkSide as Side};

use crate::casework::investigation::Investigation;
use crate::code::Code;
use crate::error::fault;
use crate::handling::Handling;
use crate::page::{Arguments, connection, cost, wrong};
use crate::selector::Selector;
use crate::session::Request;
use crate::values::Agency;

/// Two files of different agencies that share an exact selector.
pub struct LinkCandidate(pub LinkRow);

/// Two files of different agencies that share an exact selector.
#[Object]
impl LinkCandidate {
    /// Its id: the same however often the pair is found.
    async fn id(&self) -> ID {
        self.0.link_id.into()
    }

    /// The kind of selector that both files hold.
    async fn selector_kind(&self) -> Option<Code<SelectorKind>> {
        Code::stored(&self.0.kind)
    }

    /// Why it is proposed, as codes.
    async fn reasons(&self) -> [String; 1] {
        [format!("SAME_{}", self.0.kind)]
    }

    /// How likely the two belong together, from 0 to 1; null for an exact match, which is not scored.
    async fn score(&self) -> Option<f64> {
        None
    }

    /// When it was found.
    async fn proposed_at(&self) -> DateTime<Utc> {
        self.0.proposed_at
    }

    /// The side that was recorded first.
    async fn left(&self) -> LinkSide {
        LinkSide(self.0.left.clone())
    }

    /// The side that was recorded second.
    async fn right(&self) -> LinkSide {
        LinkSide(self.0.right.clone())
    }
}

/// One side of a link. What you may not see of it is null; the agency to contact is always named.
pub struct LinkSide(Side);

/// One side of a link. What you may not see of it is null; the agency to contact is always named.
#[Object]
impl LinkSide {
    /// The agency to contact.
    async fn agency(&self) -> Option<Agency> {
        Agency::stored(&self.0.agency)
    }

    /// The agency's reference of the file.
    async fn reference(&self) -> Option<&str> {
        self.0.seen.as_ref().map(|seen| seen.reference.as_str())
    }

    /// The file.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        match &self.0.seen {
            Some(seen) => Investigation::find(ctx, seen.investigation_id).await,
            None => Ok(None),
        }
    }

    /// What the file calls the record that the selector was found in: an exhibit reference, an alias.
    async fn found_in(&self) -> Option<&str> {
        self.0.seen.as_ref().map(|seen| seen.label.as_str())
    }

    /// The id of that record.
    async fn found_in_id(&self) -> Option<ID> {
        self.0.seen.as_ref().map(|seen| seen.stream.into())
    }

    /// The kind of that record: suspect, victim, journey, evidence.
    async fn aggregate(&self) -> Option<&str> {
        self.0.seen.as_ref().map(|seen| seen.category.as_str())
    }

    /// The selector as this side holds it; null once erased.
    async fn selector(&self) -> Option<Selector> {
        self.0.seen.as_ref().and_then(|seen| Selector::stored(&seen.selector))
    }

    /// How the fact may be passed on and used.
    async fn handling(&self) -> Option<Handling> {
        self.0.seen.as_ref().map(|seen| Handling(seen.handling.clone()))
    }
}

/// What can be read of links.
#[derive(Default)]
pub struct LinkQuery;

/// What can be read of links.
#[Object]
impl LinkQuery {
    /// What connects your files with those of other agencies, the last found first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn link_inbox(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the link of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the link of this cursor.")] before: Option<String>,
        #[graphql(
            desc = "Only links scored at least this, from 0 to 1. Exact matches are not scored and always shown."
        )]
        min_score: Option<f64>,
    ) -> Result<Connection<String, LinkCandidate>> {
        if min_score.is_some_and(|score| !(0.0..=1.0).contains(&score)) {
            return Err(wrong("minScore is between 0 and 1"));
        }
        let page = Arguments { first, after, last, before }.page(ctx, "links")?;
        let reader = Reader::from(ctx.viewer()?);
        let rows = ctx.store()?.views().link_inbox(&reader, &page).await.map_err(fault)?;
        connection(ctx, "links", &page, rows, LinkRow::place, LinkCandidate)
    }
}
