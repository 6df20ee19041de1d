//! How the nominal index is made: a row for each record, fact, objection and review.

use chrono::NaiveDate;
use mpaka_domain::nominals::nominal::NominalStatus;
use mpaka_domain::value::NominalReference;
use mpaka_domain::{AgencyId, SourceRef};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::record::Recorded;
use crate::view::link::selectors;
use crate::view::marking;

/// The keyed hash of the selector that an event tells of, by which the record is found; none once the
/// selector was erased.
pub(super) async fn token(
    recorded: &Recorded,
    keys: &KeyRing,
) -> Result<Option<[u8; 32]>, StoreError> {
    if !recorded.is_sealed() {
        return Ok(None);
    }
    let opened = Recorded::open_all(vec![recorded.clone()], keys).await?;
    let told = opened.iter().flat_map(selectors).next();
    Ok(told.map(|(selector, _)| keys.selector_token(&selector.normalised())))
}

pub(super) async fn begin(
    id: Uuid,
    agency: &AgencyId,
    reference: &NominalReference,
    review_on: NaiveDate,
    token: Option<[u8; 32]>,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let metadata = &recorded.metadata;
    let (releasable_to, compartments) = marking(&metadata.handling);
    let data = recorded.sealed_data()?;
    sqlx::query!(
        "INSERT INTO nominal (
            nominal_id, category, agency, reference, kind, selector, token, status, review_on,
            version, position, recorded_at, recorded_by, legal_basis, purpose, handling,
            releasable_to, compartments
        ) VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
        )",
        id,
        recorded.category,
        agency.as_str(),
        reference.as_str(),
        data["kind"].as_str(),
        data.get("selector"),
        token.as_ref().map(|token| &token[..]),
        NominalStatus::Kept.as_str(),
        review_on,
        recorded.version,
        recorded.position,
        recorded.recorded_at,
        metadata.actor.user.as_str(),
        Json(&metadata.legal_basis) as _,
        metadata.purpose.as_str(),
        Json(&metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn assert(
    id: Uuid,
    number: u32,
    other: Option<Uuid>,
    token: Option<[u8; 32]>,
    source: &SourceRef,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let metadata = &recorded.metadata;
    let (releasable_to, compartments) = marking(&metadata.handling);
    let data = recorded.sealed_data()?;
    sqlx::query!(
        "INSERT INTO nominal_fact (
            nominal_id, number, event_id, data, other, token, source, occurred, recorded_at,
            recorded_by, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
        id,
        i64::from(number),
        Uuid::from(recorded.event),
        &data["fact"],
        other,
        token.as_ref().map(|token| &token[..]),
        Json(source) as _,
        Json(&metadata.occurred) as _,
        recorded.recorded_at,
        metadata.actor.user.as_str(),
        Json(&metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn object(
    id: Uuid,
    number: u32,
    withdraws: bool,
    source: Option<&SourceRef>,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    let data = recorded.sealed_data()?;
    sqlx::query!(
        "INSERT INTO nominal_objection (
            nominal_id, version, number, event_id, withdraws, reason, source, recorded_at,
            recorded_by, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id,
        recorded.version,
        i64::from(number),
        Uuid::from(recorded.event),
        withdraws,
        &data["reason"],
        source.map(Json) as _,
        recorded.recorded_at,
        recorded.metadata.actor.user.as_str(),
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn review(
    id: Uuid,
    status: NominalStatus,
    review_on: Option<NaiveDate>,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    let data = recorded.sealed_data()?;
    sqlx::query!(
        "INSERT INTO nominal_review (
            nominal_id, version, review_on, reason, recorded_at, recorded_by, releasable_to,
            compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        recorded.version,
        review_on,
        &data["reason"],
        recorded.recorded_at,
        recorded.metadata.actor.user.as_str(),
        &releasable_to,
        &compartments
    )
    .execute(&mut *view)
    .await?;
    sqlx::query!(
        "UPDATE nominal SET status = $2, review_on = coalesce($3, review_on) WHERE nominal_id = $1",
        id,
        status.as_str(),
        review_on
    )
    .execute(view)
    .await?;
    Ok(())
}
