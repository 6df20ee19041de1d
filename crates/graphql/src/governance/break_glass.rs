//! Access that was taken in an emergency, as its readers see it.

use async_graphql::connection::Connection;
use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::UserId;
use mpaka_domain::governance::break_glass::{EmergencyGround, GlassOutcome, GlassStatus};
use mpaka_persistence::view::access::{AccessFinder, AccessRow, GlassKnown, Review};
use mpaka_persistence::view::{Fact, Page, Reader};
use uuid::Uuid;

use super::access::AccessRecord;
use crate::casework::suspect::Noted;
use crate::code::{Code, code_lists};
use crate::error::fault;
use crate::page::{Arguments, connection};
use crate::scalar::BreakGlassId;
use crate::session::Request;
use crate::values::Agency;

pub mod mutation;

code_lists! {
    EmergencyGround = "EmergencyGround", "What makes it an emergency.";
    GlassOutcome = "BreakGlassOutcome", "What a supervisor found of access that was taken in an emergency.";
    GlassStatus = "BreakGlassStatus", "Where access that was taken in an emergency stands.";
}

/// Access to a file, or to one record of it, that somebody took in an emergency, for minutes. Nothing is
/// read differently because of it yet.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct BreakGlass {
    /// Its id.
    #[graphql(owned)]
    pub(crate) id: ID,
    #[graphql(flatten)]
    access: AccessRecord,
    #[graphql(skip)]
    row: AccessRow<GlassKnown>,
}

impl From<AccessRow<GlassKnown>> for BreakGlass {
    fn from(row: AccessRow<GlassKnown>) -> Self {
        let access = AccessRecord::of(&row, &row.known.emergency.what.subject);
        Self { id: row.access_id.into(), access, row }
    }
}

impl BreakGlass {
    /// The access, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let one = AccessFinder::One(id);
        let rows = views.broken_glass(&reader, one, &Page::ONE).await.map_err(fault)?;
        Ok(rows.into_iter().next().map(Self::from))
    }

    /// That of a file, the latest first.
    pub(crate) async fn connection_of(
        ctx: &Context<'_>,
        investigation: Uuid,
        arguments: Arguments,
    ) -> Result<Connection<String, Self>> {
        let list = format!("break glass {investigation}");
        let page = arguments.page(ctx, &list)?;
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let finder = AccessFinder::OfFile(investigation);
        let rows = views.broken_glass(&reader, finder, &page).await.map_err(fault)?;
        connection(ctx, &list, &page, rows, AccessRow::place, Self::from)
    }
}

/// Access to a file, or to one record of it, that somebody took in an emergency, for minutes. Nothing is
/// read differently because of it yet.
#[ComplexObject]
impl BreakGlass {
    /// Where it stands now. That its time is over follows from its end.
    async fn status(&self, ctx: &Context<'_>) -> Result<Code<GlassStatus>> {
        Ok(Code(self.row.known.status(ctx.now()?)))
    }

    /// What makes it an emergency.
    async fn ground(&self) -> Code<EmergencyGround> {
        Code(self.row.known.emergency.what.ground)
    }

    /// Why access is needed now; null once erased.
    async fn reason(&self) -> Option<&String> {
        self.row.known.emergency.what.reason.get()
    }

    /// Who took it.
    async fn taken_by(&self) -> &str {
        self.row.known.by.as_str()
    }

    /// Their agency.
    async fn agency(&self) -> Agency {
        Agency(self.row.known.agency.clone())
    }

    /// When it was taken.
    async fn taken_at(&self) -> DateTime<Utc> {
        self.row.known.emergency.recorded_at
    }

    /// Until when; the end is not in it.
    async fn until(&self) -> DateTime<Utc> {
        self.row.known.until
    }

    /// Whether whoever took it gave it up before its time.
    async fn given_up(&self) -> bool {
        self.row.known.ended.is_some()
    }

    /// The agency before which the notice of it stands: whose file it is.
    async fn notified(&self) -> Option<Agency> {
        self.row.known.owner.clone().map(Agency)
    }

    /// The supervisor who saw the notice; null until then.
    async fn notice_taken_by(&self) -> Option<&str> {
        self.row.known.noticed.as_ref().map(|noticed| UserId::as_str(&noticed.what))
    }

    /// What a supervisor of the agency whose file it is found afterwards; null until then.
    async fn review(&self) -> Option<BreakGlassReview> {
        self.row.known.review.as_ref().map(BreakGlassReview::of)
    }
}

/// What a supervisor found of access that was taken in an emergency.
#[derive(SimpleObject)]
pub struct BreakGlassReview {
    /// What they found.
    outcome: Code<GlassOutcome>,
    /// Why; null once erased.
    reasons: Option<String>,
    /// Who.
    by: String,
    #[graphql(flatten)]
    noted: Noted,
}

impl BreakGlassReview {
    fn of(fact: &Fact<Review>) -> Self {
        let Review { outcome, reasons, by } = &fact.what;
        let (outcome, reasons) = (Code(*outcome), reasons.get().cloned());
        Self { outcome, reasons, by: by.to_string(), noted: fact.into() }
    }
}

/// What can be read of access that was taken in an emergency.
#[derive(Default)]
pub struct BreakGlassQuery;

/// What can be read of access that was taken in an emergency.
#[Object]
impl BreakGlassQuery {
    /// Access that was taken in an emergency by its id; null where there is none, or none for you to see.
    async fn break_glass(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: BreakGlassId,
    ) -> Result<Option<BreakGlass>> {
        BreakGlass::find(ctx, id.into()).await
    }
}
