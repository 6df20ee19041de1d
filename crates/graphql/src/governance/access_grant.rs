//! Grants of access, as their readers see them.

use async_graphql::connection::Connection;
use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::governance::access_grant::{GrantStatus, RevocationReason};
use mpaka_domain::{Personal, Purpose};
use mpaka_persistence::view::access::{
    AccessFinder, AccessRow, Decision as Decided, GrantKnown, Revocation,
};
use mpaka_persistence::view::{Fact, Page, Reader};
use uuid::Uuid;

use super::access::AccessRecord;
use crate::casework::suspect::Noted;
use crate::code::{Code, code_lists};
use crate::envelope::LegalBasis;
use crate::error::fault;
use crate::page::{Arguments, connection, cost};
use crate::protection::victim_case::ConsentScope;
use crate::scalar::{AccessGrantId, VictimCaseId};
use crate::session::Request;
use crate::values::Agency;

pub mod mutation;

code_lists! {
    GrantStatus = "AccessGrantStatus", "Where a grant of access stands.";
    RevocationReason = "AccessRevocationReason", "Why a grant of access was revoked.";
}

/// Access to a file, or to one record of it, that somebody was granted for a time. Nothing is read
/// differently because of it yet.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct AccessGrant {
    /// Its id.
    #[graphql(owned)]
    pub(crate) id: ID,
    #[graphql(flatten)]
    access: AccessRecord,
    #[graphql(skip)]
    row: AccessRow<GrantKnown>,
}

impl From<AccessRow<GrantKnown>> for AccessGrant {
    fn from(row: AccessRow<GrantKnown>) -> Self {
        let access = AccessRecord::of(&row, &row.known.request.what.subject);
        Self { id: row.access_id.into(), access, row }
    }
}

impl AccessGrant {
    /// The grant, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let one = AccessFinder::One(id);
        let rows = views.access_grants(&reader, one, &Page::ONE).await.map_err(fault)?;
        Ok(rows.into_iter().next().map(Self::from))
    }

    /// Those of a file, the latest asked for first.
    pub(crate) async fn connection_of(
        ctx: &Context<'_>,
        investigation: Uuid,
        arguments: Arguments,
    ) -> Result<Connection<String, Self>> {
        let list = format!("access grants {investigation}");
        Self::page(ctx, AccessFinder::OfFile(investigation), &list, arguments).await
    }

    async fn page(
        ctx: &Context<'_>,
        finder: AccessFinder,
        list: &str,
        arguments: Arguments,
    ) -> Result<Connection<String, Self>> {
        let page = arguments.page(ctx, list)?;
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let rows = views.access_grants(&reader, finder, &page).await.map_err(fault)?;
        connection(ctx, list, &page, rows, AccessRow::place, Self::from)
    }
}

/// Access to a file, or to one record of it, that somebody was granted for a time. Nothing is read
/// differently because of it yet.
#[ComplexObject]
impl AccessGrant {
    /// Where it stands now. That it has expired follows from its period.
    async fn status(&self, ctx: &Context<'_>) -> Result<Code<GrantStatus>> {
        Ok(Code(self.row.known.status(ctx.now()?)))
    }

    /// The agency of whoever has it.
    async fn grantee_agency(&self) -> Agency {
        Agency(self.row.known.request.what.grantee.agency.clone())
    }

    /// The user who has it; null when everybody of the agency does.
    async fn grantee_user(&self) -> Option<&str> {
        self.row.known.request.what.grantee.user.as_ref().map(mpaka_domain::UserId::as_str)
    }

    /// The consent that it rests on, if it does; it is revoked when that is taken back (V5).
    async fn consent(&self) -> Option<GrantConsent> {
        let consent = self.row.known.request.what.consent.as_ref()?;
        Some(GrantConsent {
            victim_case_id: VictimCaseId(consent.victim_case),
            scope: (&consent.scope).into(),
        })
    }

    /// What for.
    async fn purpose(&self) -> Code<Purpose> {
        Code(self.row.known.request.what.purpose)
    }

    /// The law it rests on.
    async fn legal_basis(&self) -> LegalBasis {
        LegalBasis(self.row.known.request.what.legal_basis.clone())
    }

    /// From when.
    async fn valid_from(&self) -> DateTime<Utc> {
        self.row.known.request.what.period.valid_from
    }

    /// Until when; the end is not in it.
    async fn valid_until(&self) -> DateTime<Utc> {
        self.row.known.request.what.period.valid_until
    }

    /// Why it is needed; null once erased.
    async fn reason(&self) -> Option<&String> {
        self.row.known.request.what.reason.get()
    }

    /// Who asked for it.
    async fn requested_by(&self) -> &str {
        self.row.known.by.as_str()
    }

    /// Their agency.
    async fn requesting_agency(&self) -> Agency {
        Agency(self.row.known.agency.clone())
    }

    /// When it was asked for.
    async fn requested_at(&self) -> DateTime<Utc> {
        self.row.known.request.recorded_at
    }

    /// What a supervisor of the agency whose file it is decided; null until then.
    async fn decision(&self) -> Option<GrantDecision> {
        self.row.known.decision.as_ref().map(GrantDecision::of)
    }

    /// That it was taken back, if it was.
    async fn revocation(&self) -> Option<GrantRevocation> {
        self.row.known.revocation.as_ref().map(GrantRevocation::of)
    }
}

/// The consent that a grant of access rests on.
#[derive(SimpleObject)]
pub struct GrantConsent {
    /// Whose.
    victim_case_id: VictimCaseId,
    /// To what.
    scope: ConsentScope,
}

/// What was decided on a request for access.
#[derive(SimpleObject)]
pub struct GrantDecision {
    /// Whether it was given.
    approved: bool,
    /// Who decided.
    by: String,
    /// Why it was not given; null where it was, and once erased.
    reason: Option<String>,
    #[graphql(flatten)]
    noted: Noted,
}

impl GrantDecision {
    fn of(fact: &Fact<Decided>) -> Self {
        let Decided { approved, by, reason } = &fact.what;
        let reason = reason.as_ref().and_then(Personal::get).cloned();
        Self { approved: *approved, by: by.to_string(), reason, noted: fact.into() }
    }
}

/// That access was taken back.
#[derive(SimpleObject)]
pub struct GrantRevocation {
    /// Why, by its code.
    code: Code<RevocationReason>,
    /// Why; null once erased.
    reason: Option<String>,
    /// Who took it back.
    by: String,
    #[graphql(flatten)]
    noted: Noted,
}

impl GrantRevocation {
    fn of(fact: &Fact<Revocation>) -> Self {
        let Revocation { code, reason, by } = &fact.what;
        let (code, reason) = (Code(*code), reason.get().cloned());
        Self { code, reason, by: by.to_string(), noted: fact.into() }
    }
}

/// What can be read of grants of access.
#[derive(Default)]
pub struct AccessGrantQuery;

/// What can be read of grants of access.
#[Object]
impl AccessGrantQuery {
    /// A grant of access by its id; null where there is none, or none for you to see.
    async fn access_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant's id.")] id: AccessGrantId,
    ) -> Result<Option<AccessGrant>> {
        AccessGrant::find(ctx, id.into()).await
    }

    /// What you were granted, or asked for in your name, whosever file it is; the latest first.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn my_access_grants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, AccessGrant>> {
        let arguments = Arguments { first, after, last, before };
        AccessGrant::page(ctx, AccessFinder::OfReader, "my access grants", arguments).await
    }
}
