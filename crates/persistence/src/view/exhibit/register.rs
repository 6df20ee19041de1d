//! How events change an exhibit's line in the register.

use chrono::NaiveDate;
use mpaka_domain::evidence::evidence_item::{Custodian, CustodyPurpose, EvidenceEvent};
use mpaka_domain::value::{ExhibitRef, Hash, LegalBasis, SealNumber};
use mpaka_domain::{AgencyId, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::ExhibitStatus;
use crate::error::StoreError;
use crate::record::Recorded;
use crate::view::marking;

/// What becomes of the place where an exhibit is kept.
pub(super) enum Home<'a> {
    /// It stays where it was.
    Kept,
    /// A named place.
    At(&'a str),
}

/// What became of a seal.
pub(super) enum Seal<'a> {
    /// It was broken.
    Broken,
    /// The exhibit is under this one.
    Whole(&'a SealNumber),
}

pub(super) async fn open(
    exhibit: Uuid,
    event: &EvidenceEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let EvidenceEvent::Identified { investigation, agency, kind, place, .. } = event else {
        return Ok(());
    };
    let data = recorded.sealed_data()?;
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO exhibit (
            evidence_item_id, investigation_id, agency, version, begun, position, kind,
            description, found_at, status, seal_broken, hashes, verified, holds, custody_gap,
            handling, releasable_to, compartments
        ) VALUES (
            $1, $2, $3, $4, $5, $5, $6, $7, $8, $9, false, '[]', false, '{}', false, $10, $11, $12
        )",
        exhibit,
        Uuid::from(*investigation),
        agency.as_str(),
        recorded.version,
        recorded.position,
        kind.to_string(),
        data["description"],
        Json(place) as _,
        ExhibitStatus::Identified.as_str(),
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn seize(
    exhibit: Uuid,
    exhibit_ref: &ExhibitRef,
    seal: Option<&SealNumber>,
    custodian: &Custodian,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET status = $2, exhibit_ref = $3, seal = $4, custodian = $5,
            custodian_agency = $6
        WHERE evidence_item_id = $1",
        exhibit,
        ExhibitStatus::Seized.as_str(),
        exhibit_ref.as_str(),
        seal.map(SealNumber::as_str),
        custodian.user.as_str(),
        custodian.agency.as_str()
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Digests recorded now are yet to be verified.
pub(super) async fn acquire(
    exhibit: Uuid,
    hashes: &[Hash],
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET verified = false, hashes = (
            SELECT coalesce(jsonb_agg(DISTINCT hash), '[]')
            FROM jsonb_array_elements(hashes || $2::jsonb) AS hash
        )
        WHERE evidence_item_id = $1",
        exhibit,
        Json(hashes) as _
    )
    .execute(view)
    .await?;
    Ok(())
}

/// The digests of a file that is kept are digests of the exhibit.
pub(super) async fn keep_file(
    exhibit: Uuid,
    hashes: &[Hash],
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET hashes = (
            SELECT coalesce(jsonb_agg(DISTINCT hash), '[]')
            FROM jsonb_array_elements(hashes || $2::jsonb) AS hash
        )
        WHERE evidence_item_id = $1",
        exhibit,
        Json(hashes) as _
    )
    .execute(view)
    .await?;
    Ok(())
}

/// X1: it stays where it is and with whom it is.
pub(super) async fn offer(
    exhibit: Uuid,
    to: &UserId,
    to_agency: &AgencyId,
    purpose: CustodyPurpose,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET status_before = status, status = $2, offered_to = $3,
            offered_agency = $4, offered_for = $5
        WHERE evidence_item_id = $1",
        exhibit,
        ExhibitStatus::InTransfer.as_str(),
        to.as_str(),
        to_agency.as_str(),
        purpose.to_string()
    )
    .execute(view)
    .await?;
    Ok(())
}

/// What was handed over to be worked on is in examination; all else is kept by its new custodian.
pub(super) async fn hand_over(
    exhibit: Uuid,
    custodian: &Custodian,
    seal_ok: bool,
    gap: bool,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let purpose =
        sqlx::query_scalar!("SELECT offered_for FROM exhibit WHERE evidence_item_id = $1", exhibit)
            .fetch_optional(&mut *view)
            .await?
            .flatten();
    let worked_on = purpose
        .and_then(|purpose| purpose.parse().ok())
        .is_some_and(CustodyPurpose::is_examination);
    let status = if worked_on { ExhibitStatus::InExamination } else { ExhibitStatus::InStore };
    sqlx::query!(
        "UPDATE exhibit SET status = $2, custodian = $3, custodian_agency = $4, location = NULL,
            status_before = NULL, offered_to = NULL, offered_agency = NULL, offered_for = NULL,
            verified = false, seal_broken = seal_broken OR (seal IS NOT NULL AND NOT $5),
            custody_gap = custody_gap OR $6
        WHERE evidence_item_id = $1",
        exhibit,
        status.as_str(),
        custodian.user.as_str(),
        custodian.agency.as_str(),
        seal_ok,
        gap
    )
    .execute(view)
    .await?;
    Ok(())
}

/// It is where it was: the offer was not taken up, or it is used again after a ruling.
pub(super) async fn keep(exhibit: Uuid, view: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET status = coalesce(status_before, status), status_before = NULL,
            offered_to = NULL, offered_agency = NULL, offered_for = NULL
        WHERE evidence_item_id = $1",
        exhibit
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn seal(
    exhibit: Uuid,
    seal: Seal<'_>,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let new = match seal {
        Seal::Broken => None,
        Seal::Whole(number) => Some(number.as_str()),
    };
    sqlx::query!(
        "UPDATE exhibit SET seal = coalesce($2, seal), seal_broken = $2 IS NULL,
            verified = verified AND $2 IS NOT NULL
        WHERE evidence_item_id = $1",
        exhibit,
        new
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn stand(
    exhibit: Uuid,
    status: ExhibitStatus,
    home: Home<'_>,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (kept, place) = match home {
        Home::Kept => (true, None),
        Home::At(place) => (false, Some(place)),
    };
    sqlx::query!(
        "UPDATE exhibit SET status = $2, location = CASE WHEN $3 THEN location ELSE $4 END
        WHERE evidence_item_id = $1",
        exhibit,
        status.as_str(),
        kept,
        place
    )
    .execute(view)
    .await?;
    Ok(())
}

/// It came back into its custodian's hands, and somebody looked at its seal. What was ruled out stays so.
pub(super) async fn come_back(
    exhibit: Uuid,
    seal_ok: bool,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET status = CASE WHEN status = $4 THEN status ELSE $2 END,
            location = NULL, verified = false,
            seal_broken = seal_broken OR (seal IS NOT NULL AND NOT $3)
        WHERE evidence_item_id = $1",
        exhibit,
        ExhibitStatus::InStore.as_str(),
        seal_ok,
        ExhibitStatus::Excluded.as_str()
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn verify(exhibit: Uuid, view: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET verified = status <> $2 WHERE evidence_item_id = $1",
        exhibit,
        ExhibitStatus::Compromised.as_str()
    )
    .execute(view)
    .await?;
    Ok(())
}

/// X5: it stays where it is, and an offer lapses.
pub(super) async fn compromise(exhibit: Uuid, view: &mut PgConnection) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET status = $2, verified = false, offered_to = NULL,
            offered_agency = NULL, offered_for = NULL,
            status_before = CASE WHEN status IN ($2, $3) THEN status_before ELSE status END
        WHERE evidence_item_id = $1",
        exhibit,
        ExhibitStatus::Compromised.as_str(),
        ExhibitStatus::InTransfer.as_str()
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn place_hold(
    exhibit: Uuid,
    authority: &str,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET holds = array_append(array_remove(holds, $2), $2)
        WHERE evidence_item_id = $1",
        exhibit,
        authority
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn lift_hold(
    exhibit: Uuid,
    authority: &str,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET holds = array_remove(holds, $2) WHERE evidence_item_id = $1",
        exhibit,
        authority
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn retain(
    exhibit: Uuid,
    ends_on: NaiveDate,
    legal_basis: &LegalBasis,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET retention_ends = $2, retention_basis = $3 WHERE evidence_item_id = $1",
        exhibit,
        ends_on,
        Json(legal_basis) as _
    )
    .execute(view)
    .await?;
    Ok(())
}

/// It is nobody's to hold any more.
pub(super) async fn leave(
    exhibit: Uuid,
    status: ExhibitStatus,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE exhibit SET status = $2, location = NULL, custodian = NULL, custodian_agency = NULL
        WHERE evidence_item_id = $1",
        exhibit,
        status.as_str()
    )
    .execute(view)
    .await?;
    Ok(())
}
