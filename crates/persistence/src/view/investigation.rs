//! The investigation overview: every file as its list and its cover show it, its parties and its
//! policy log.

use chrono::{DateTime, Utc};
use mpaka_domain::casework::investigation::{
    Investigation, InvestigationEvent, InvestigationStatus,
};
use mpaka_domain::{Decider, Role};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::marking;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod read;

pub use read::{DecisionRow, FileOf, InvestigationFilter, InvestigationRow};

/// The overview's projection.
pub struct InvestigationOverview;

impl Projection for InvestigationOverview {
    const NAME: &'static str = "investigation_overview";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] =
        &["investigation", "investigation_party", "investigation_decision"];
    const CATEGORIES: &'static [&'static str] = &[Investigation::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((id, event)) = recorded.of::<Investigation>()? else { return Ok(()) };
        change(id, &event, recorded, view).await?;
        sqlx::query!(
            "UPDATE investigation SET version = $2, position = $3, changed_at = $4
            WHERE investigation_id = $1",
            id,
            recorded.version,
            recorded.position,
            recorded.recorded_at
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

async fn change(
    id: Uuid,
    event: &InvestigationEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    use InvestigationStatus::{
        Active, Closed, Suspended, Transferred, Trial, UnderReview, WithProsecutor,
    };
    match event {
        InvestigationEvent::Opened { .. } => open(id, event, recorded, view).await,
        InvestigationEvent::Activated {}
        | InvestigationEvent::ReturnedFromReview { .. }
        | InvestigationEvent::Resumed {}
        | InvestigationEvent::ReturnedFromProsecutor { .. }
        | InvestigationEvent::Reopened { .. } => set_status(id, Active, view).await,
        InvestigationEvent::SubmittedForReview {} => set_status(id, UnderReview, view).await,
        InvestigationEvent::Suspended { .. } => set_status(id, Suspended, view).await,
        InvestigationEvent::TrialCommenced {} => set_status(id, Trial, view).await,
        InvestigationEvent::ReferredToProsecutor { agency } => {
            let agency = agency.as_str();
            sqlx::query!(
                "UPDATE investigation SET prosecuting_agency = $2 WHERE investigation_id = $1",
                id,
                agency
            )
            .execute(&mut *view)
            .await?;
            add_party(id, agency, "", Role::Prosecutor, None, view).await?;
            set_status(id, WithProsecutor, view).await
        }
        InvestigationEvent::Closed { outcome, .. } => {
            sqlx::query!(
                "UPDATE investigation SET outcome = $2 WHERE investigation_id = $1",
                id,
                outcome.to_string()
            )
            .execute(&mut *view)
            .await?;
            set_status(id, Closed, view).await
        }
        InvestigationEvent::Transferred { from, to, keeps_read_right } => {
            if keeps_read_right.is_none() {
                sqlx::query!(
                    "DELETE FROM investigation_party WHERE investigation_id = $1 AND agency = $2",
                    id,
                    from.as_str()
                )
                .execute(&mut *view)
                .await?;
            }
            sqlx::query!(
                "UPDATE investigation SET lead_agency = $2 WHERE investigation_id = $1",
                id,
                to.as_str()
            )
            .execute(&mut *view)
            .await?;
            add_party(id, to.as_str(), "", Role::Investigator, None, view).await?;
            set_status(id, Transferred, view).await
        }
        InvestigationEvent::MemberAdded { user, agency, role, until } => {
            // A membership lasts to the end of its last day.
            let ends = until
                .and_then(|day| day.succ_opt())
                .and_then(|day| day.and_hms_opt(0, 0, 0))
                .map(|midnight| midnight.and_utc());
            add_party(id, agency.as_str(), user.as_str(), *role, ends, view).await
        }
        InvestigationEvent::MemberRemoved { user, agency } => {
            sqlx::query!(
                "DELETE FROM investigation_party
                WHERE investigation_id = $1 AND agency = $2 AND member = $3",
                id,
                agency.as_str(),
                user.as_str()
            )
            .execute(view)
            .await?;
            Ok(())
        }
        InvestigationEvent::DecisionRecorded { number, by, .. } => {
            record_decision(id, *number, by.as_str(), recorded, view).await
        }
        // Seen on the timeline; the cover does not show them.
        InvestigationEvent::TemplateApplied { .. }
        | InvestigationEvent::AllegationAdopted { .. }
        | InvestigationEvent::Linked { .. }
        | InvestigationEvent::RefAssociated { .. } => Ok(()),
    }
}

async fn open(
    id: Uuid,
    event: &InvestigationEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let InvestigationEvent::Opened {
        reference,
        title,
        crime_types,
        lead_agency,
        sio,
        deputies,
        origin,
        territory,
        template_id: _,
    } = event
    else {
        return Ok(());
    };
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    let texts = |codes: &mut dyn Iterator<Item = String>| codes.collect::<Vec<_>>();
    sqlx::query!(
        "INSERT INTO investigation (
            investigation_id, version, position, reference, title, status, crime_types, territory,
            lead_agency, sio, deputies, origin, legal_basis, purpose, handling, releasable_to,
            compartments, opened_at, changed_at
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18
        )",
        id,
        recorded.version,
        recorded.position,
        reference.as_str(),
        title.as_str(),
        InvestigationStatus::Registered.to_string(),
        &texts(&mut crime_types.iter().map(ToString::to_string)),
        &texts(&mut territory.iter().map(ToString::to_string)),
        lead_agency.as_str(),
        sio.as_str(),
        &texts(&mut deputies.iter().map(ToString::to_string)),
        Json(origin) as _,
        Json(&recorded.metadata.legal_basis) as _,
        recorded.metadata.purpose.to_string(),
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments,
        recorded.recorded_at
    )
    .execute(&mut *view)
    .await?;
    add_party(id, lead_agency.as_str(), "", Role::Investigator, None, view).await
}

async fn set_status(
    id: Uuid,
    status: InvestigationStatus,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE investigation SET status = $2 WHERE investigation_id = $1",
        id,
        status.to_string()
    )
    .execute(view)
    .await?;
    Ok(())
}

async fn add_party(
    id: Uuid,
    agency: &str,
    member: &str,
    role: Role,
    valid_until: Option<DateTime<Utc>>,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO investigation_party (investigation_id, agency, member, role, valid_until)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (investigation_id, agency, member)
        DO UPDATE SET role = excluded.role, valid_until = excluded.valid_until",
        id,
        agency,
        member,
        role.to_string(),
        valid_until
    )
    .execute(view)
    .await?;
    Ok(())
}

async fn record_decision(
    id: Uuid,
    number: u32,
    by: &str,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO investigation_decision (
            investigation_id, number, data, decided_by, occurred, recorded_at, handling,
            releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        i32::try_from(number).unwrap_or(i32::MAX),
        recorded.sealed_data()?,
        by,
        Json(&recorded.metadata.occurred) as _,
        recorded.recorded_at,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}
