//! Access that was taken in an emergency, as its readers see it.

use async_graphql::connection::Connection;
use async_graphql::{Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::UserId;
use mpaka_domain::governance::break_glass::{EmergencyGround, GlassOutcome, GlassStatus};
use mpaka_persistence::view::access::{AccessFinder, AccessRow, GlassKnown, Review};
use mpaka_persistence::view::{Fact, Page, Reader};
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::casework::suspect::Noted;
use crate::code::{Code, code_lists};
use crate::error::fault;
use crate::handling::Handling;
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
pub struct BreakGlass(AccessRow<GlassKnown>);

impl BreakGlass {
    /// The access, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let one = AccessFinder::One(id);
        let rows = views.broken_glass(&reader, one, &Page::ONE).await.map_err(fault)?;
        Ok(rows.into_iter().next().map(Self))
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
        connection(ctx, &list, &page, rows, AccessRow::place, Self)
    }
}

/// Access to a file, or to one record of it, that somebody took in an emergency, for minutes. Nothing is
/// read differently because of it yet.
#[Object]
impl BreakGlass {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.0.access_id.into()
    }

    /// How many events it has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        Investigation::find(ctx, self.0.investigation_id).await
    }

    /// The record of the file that it is for; null for the whole file.
    async fn record(&self) -> Option<ID> {
        self.0.known.emergency.what.subject.record().map(Into::into)
    }

    /// Where it stands now. That its time is over follows from its end.
    async fn status(&self, ctx: &Context<'_>) -> Result<Code<GlassStatus>> {
        Ok(Code(self.0.known.status(ctx.now()?)))
    }

    /// What makes it an emergency.
    async fn ground(&self) -> Code<EmergencyGround> {
        Code(self.0.known.emergency.what.ground)
    }

    /// Why access is needed now; null once erased.
    async fn reason(&self) -> Option<&String> {
        self.0.known.emergency.what.reason.get()
    }

    /// Who took it.
    async fn taken_by(&self) -> &str {
        self.0.known.by.as_str()
    }

    /// Their agency.
    async fn agency(&self) -> Agency {
        Agency(self.0.known.agency.clone())
    }

    /// When it was taken.
    async fn taken_at(&self) -> DateTime<Utc> {
        self.0.known.emergency.recorded_at
    }

    /// Until when; the end is not in it.
    async fn until(&self) -> DateTime<Utc> {
        self.0.known.until
    }

    /// Whether whoever took it gave it up before its time.
    async fn given_up(&self) -> bool {
        self.0.known.ended.is_some()
    }

    /// The agency before which the notice of it stands: whose file it is.
    async fn notified(&self) -> Option<Agency> {
        self.0.known.owner.clone().map(Agency)
    }

    /// The supervisor who saw the notice; null until then.
    async fn notice_taken_by(&self) -> Option<&str> {
        self.0.known.noticed.as_ref().map(|noticed| UserId::as_str(&noticed.what))
    }

    /// What a supervisor of the agency whose file it is found afterwards; null until then.
    async fn review(&self) -> Option<BreakGlassReview> {
        self.0.known.review.as_ref().map(BreakGlassReview::of)
    }

    /// How the taking may be passed on and used. Later facts have markings of their own.
    async fn handling(&self) -> Handling {
        Handling(self.0.handling.clone())
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
