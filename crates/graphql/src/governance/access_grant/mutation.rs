//! What can be done with grants of access: one mutation a command.

use async_graphql::{Context, InputObject, Object, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::governance::access_grant::{
    AccessGrant as Aggregate, AccessGrantCommand as Command, Consent, Grantee, Period, Request,
    RevocationReason,
};
use mpaka_domain::governance::{Subject, Surroundings};
use mpaka_domain::value::LegalBasis;
use mpaka_domain::{AgencyId, Decider, Purpose, UserId};
use uuid::Uuid;

use super::AccessGrant;
use crate::code::Code;
use crate::envelope::{Envelope, LegalBasisInput};
use crate::error::{At, UserError, fault};
use crate::protection::victim_case::mutation::ConsentScopeInput;
use crate::scalar::{AccessGrantId, InvestigationId, VictimCaseId};
use crate::send::{Answer, begin_about, file_of, payloads, send};
use crate::session::Request as _;
use crate::values::personal;

/// The longest reason, in characters.
const LONG: usize = 2_000;

payloads! { access_grant: AccessGrant, "The grant of access as it is now; null when refused.";
    /// What came of asking for access.
    RequestAccessPayload,
    /// What came of giving access.
    ApproveAccessPayload,
    /// What came of refusing access.
    RefuseAccessPayload,
    /// What came of taking access back.
    RevokeAccessPayload,
}

/// Asks for access, for yourself or for somebody else.
#[derive(InputObject)]
pub struct RequestAccessInput {
    /// The investigation.
    pub investigation_id: InvestigationId,
    /// The id to ask under; made for you when left out.
    pub access_grant_id: Option<AccessGrantId>,
    /// The record of the file that it is for; the whole file, when left out.
    pub record: Option<Uuid>,
    /// The code of the agency of whoever would have it; yours, when left out.
    pub grantee_agency: Option<String>,
    /// The user who would have it; everybody of the agency, when left out.
    pub grantee_user: Option<String>,
    /// The consent that it rests on, if it does; it must be given and stand (AG-3).
    pub consent: Option<AccessConsentInput>,
    /// What it is for.
    pub access_purpose: Code<Purpose>,
    /// The law it rests on.
    pub access_basis: LegalBasisInput,
    /// From when; now, when left out.
    pub valid_from: Option<DateTime<Utc>>,
    /// Until when; 90 days after it begins at the latest (AG-2).
    pub valid_until: DateTime<Utc>,
    /// Why it is needed.
    pub reason: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// A consent that access rests on.
#[derive(InputObject)]
pub struct AccessConsentInput {
    /// Whose.
    pub victim_case_id: VictimCaseId,
    /// To what.
    pub scope: ConsentScopeInput,
}

/// Gives access that was asked for.
#[derive(InputObject)]
pub struct ApproveAccessInput {
    /// The grant.
    pub access_grant_id: AccessGrantId,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Does not give access that was asked for.
#[derive(InputObject)]
pub struct RefuseAccessInput {
    /// The grant.
    pub access_grant_id: AccessGrantId,
    /// Why.
    pub reason: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

/// Takes access back, or the request for it.
#[derive(InputObject)]
pub struct RevokeAccessInput {
    /// The grant.
    pub access_grant_id: AccessGrantId,
    /// Why, by its code.
    pub code: Code<RevocationReason>,
    /// Why.
    pub reason: String,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

impl RequestAccessInput {
    fn read(&self, now: DateTime<Utc>, own: &AgencyId) -> Result<Request, UserError> {
        let agency = self.grantee_agency.as_deref().map(AgencyId::parse).transpose();
        let LegalBasisInput { jurisdiction, instrument, provision } = &self.access_basis;
        let user = self.grantee_user.as_deref().map(UserId::parse).transpose();
        let consent = |consent: &AccessConsentInput| -> Result<Consent, UserError> {
            let scope = consent.scope.read().at("scope")?;
            Ok(Consent { victim_case: consent.victim_case_id.0, scope })
        };
        Ok(Request {
            investigation: self.investigation_id.0,
            subject: self.record.map_or(Subject::File, Subject::Record),
            grantee: Grantee {
                agency: agency.at("granteeAgency")?.unwrap_or_else(|| own.clone()),
                user: user.at("granteeUser")?,
            },
            consent: self.consent.as_ref().map(consent).transpose().at("consent")?,
            purpose: self.access_purpose.0,
            legal_basis: LegalBasis::parse(jurisdiction, instrument, provision)
                .at("accessBasis")?,
            period: Period {
                valid_from: self.valid_from.unwrap_or(now),
                valid_until: self.valid_until,
            },
            reason: personal("reason", &self.reason, LONG)?,
        })
    }
}

/// What is known around a grant; nothing where the caller may not see it, which is answered when the
/// command is sent.
async fn around(ctx: &Context<'_>, grant: AccessGrantId) -> Result<Surroundings> {
    let Some(of) = file_of(ctx, Aggregate::CATEGORY, grant.into()).await? else {
        return Ok(Surroundings::default());
    };
    let Some(AccessGrant { row, .. }) = AccessGrant::find(ctx, grant.into()).await? else {
        return Ok(Surroundings::default());
    };
    let request = &row.known.request.what;
    let views = ctx.store()?.views();
    let (subject, consent) = (&request.subject, request.consent.as_ref());
    views.access_surroundings(of.investigation_id, subject, consent).await.map_err(fault)
}

async fn change(
    ctx: &Context<'_>,
    grant: AccessGrantId,
    envelope: &Envelope,
    command: Result<Command, UserError>,
) -> Result<Answer> {
    send::<Aggregate>(ctx, grant.into(), "accessGrantId", envelope, command).await
}

/// What can be done with grants of access.
#[derive(Default)]
pub struct AccessGrantMutation;

/// What can be done with grants of access.
#[Object]
impl AccessGrantMutation {
    /// Asks for access to a file that you see, or to one record of it, for a purpose and a time (AG-2),
    /// on a law and, where it rests on one, a consent (AG-3).
    async fn request_access(
        &self,
        ctx: &Context<'_>,
        input: RequestAccessInput,
    ) -> Result<RequestAccessPayload> {
        let (viewer, now) = (ctx.viewer()?, ctx.now()?);
        let file: Uuid = input.investigation_id.into();
        let command = match input.read(now, &viewer.agency) {
            Ok(request) => {
                let views = ctx.store()?.views();
                let (subject, consent) = (&request.subject, request.consent.as_ref());
                let around = views.access_surroundings(file, subject, consent).await;
                Ok(Command::Request { around: around.map_err(fault)?, request: Box::new(request) })
            }
            Err(error) => Err(error),
        };
        let grant = input.envelope.record(ctx, input.access_grant_id);
        let answer = begin_about::<Aggregate>(ctx, file, grant, &input.envelope, command).await?;
        RequestAccessPayload::from(ctx, answer).await
    }

    /// Gives access that was asked for. A supervisor of the agency whose file it is does, who neither
    /// asked for it nor would have it (AG-1).
    async fn approve_access(
        &self,
        ctx: &Context<'_>,
        input: ApproveAccessInput,
    ) -> Result<ApproveAccessPayload> {
        let grant = input.access_grant_id;
        let command = Command::Approve { around: around(ctx, grant).await? };
        let answer = change(ctx, grant, &input.envelope, Ok(command)).await?;
        ApproveAccessPayload::from(ctx, answer).await
    }

    /// Does not give access that was asked for.
    async fn refuse_access(
        &self,
        ctx: &Context<'_>,
        input: RefuseAccessInput,
    ) -> Result<RefuseAccessPayload> {
        let grant = input.access_grant_id;
        let around = around(ctx, grant).await?;
        let command = personal("reason", &input.reason, LONG)
            .map(|reason| Command::Refuse { reason, around });
        let answer = change(ctx, grant, &input.envelope, command).await?;
        RefuseAccessPayload::from(ctx, answer).await
    }

    /// Takes access back for good, or gives it up (AG-4); with the code `CONSENT_WITHDRAWN` where the
    /// consent that it rests on was taken back (V5).
    async fn revoke_access(
        &self,
        ctx: &Context<'_>,
        input: RevokeAccessInput,
    ) -> Result<RevokeAccessPayload> {
        let grant = input.access_grant_id;
        let around = around(ctx, grant).await?;
        let code = input.code.0;
        let command = personal("reason", &input.reason, LONG).map(|reason| Command::Revoke {
            code,
            reason,
            around,
        });
        let answer = change(ctx, grant, &input.envelope, command).await?;
        RevokeAccessPayload::from(ctx, answer).await
    }
}
