//! The custody ledger: every exhibit of a file as its register shows it, and through whose hands it
//! went.

use mpaka_domain::Decider;
use mpaka_domain::evidence::evidence_item::{EvidenceEvent, EvidenceItem, IntegrityRuling};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::marking;
use super::write::move_on;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod file;
mod read;
mod register;
mod rows;

pub use file::FileRow;
pub use rows::{CustodyAction, CustodyRow, DerivationRow, ExhibitRow, ExhibitStatus, Finder};

use register::{Home, Seal};

/// The custody ledger's projection.
pub struct CustodyLedger;

impl Projection for CustodyLedger {
    const NAME: &'static str = "custody_ledger";
    const VERSION: i32 = 4;
    const TABLES: &'static [&'static str] =
        &["exhibit", "custody_entry", "exhibit_derivation", "exhibit_file"];
    const CATEGORIES: &'static [&'static str] = &[EvidenceItem::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((exhibit, event)) = recorded.of::<EvidenceItem>()? else { return Ok(()) };
        change(exhibit, &event, recorded, view).await?;
        enter(exhibit, &event, recorded, view).await?;
        move_on!(
            "UPDATE exhibit SET version = $2, position = $3 WHERE evidence_item_id = $1",
            recorded,
            exhibit
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

/// Changes the exhibit's line in the register.
async fn change(
    exhibit: Uuid,
    event: &EvidenceEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    match event {
        EvidenceEvent::Identified { derived_from, .. } => {
            register::open(exhibit, event, recorded, view).await?;
            match derived_from {
                Some(parent) => derive((*parent).into(), exhibit, None, view).await,
                None => Ok(()),
            }
        }
        EvidenceEvent::Seized { exhibit_ref, seal, custodian, .. } => {
            register::seize(exhibit, exhibit_ref, seal.as_ref(), custodian, view).await
        }
        EvidenceEvent::Acquired { hashes, .. } => register::acquire(exhibit, hashes, view).await,
        EvidenceEvent::FileStored { hashes, .. } => {
            file::keep(exhibit, event, recorded, view).await?;
            register::keep_file(exhibit, hashes, view).await
        }
        EvidenceEvent::CustodyOffered { to, to_agency, purpose, .. } => {
            register::offer(exhibit, to, to_agency, *purpose, view).await
        }
        EvidenceEvent::CustodyAccepted { custodian, seal_ok, gap, .. } => {
            register::hand_over(exhibit, custodian, *seal_ok, gap.is_some(), view).await
        }
        EvidenceEvent::CustodyRefused { .. }
        | EvidenceEvent::CustodyOfferWithdrawn { .. }
        | EvidenceEvent::IntegrityRuled { ruling: IntegrityRuling::Reinstate, .. } => {
            register::keep(exhibit, view).await
        }
        EvidenceEvent::SealBroken { .. } => register::seal(exhibit, Seal::Broken, view).await,
        EvidenceEvent::Resealed { new, .. } => {
            register::seal(exhibit, Seal::Whole(new), view).await
        }
        EvidenceEvent::Examined { .. } => {
            register::stand(exhibit, ExhibitStatus::InExamination, Home::Kept, view).await
        }
        EvidenceEvent::Derived { child, relation, .. } => {
            derive(exhibit, (*child).into(), Some(relation.to_string()), view).await
        }
        EvidenceEvent::HashVerified { file, scheduled, .. } => {
            if let Some(file) = file {
                file::check((*file).into(), false, recorded, view).await?;
            }
            if *scheduled { Ok(()) } else { register::verify(exhibit, view).await }
        }
        EvidenceEvent::IntegrityFailed { file, .. } => {
            if let Some(file) = file {
                file::check((*file).into(), true, recorded, view).await?;
            }
            register::compromise(exhibit, view).await
        }
        EvidenceEvent::IntegrityRuled { ruling: IntegrityRuling::Exclude, .. } => {
            register::stand(exhibit, ExhibitStatus::Excluded, Home::Kept, view).await
        }
        EvidenceEvent::Stored { location } => {
            register::stand(exhibit, ExhibitStatus::InStore, Home::At(location), view).await
        }
        EvidenceEvent::LentAbroad { mla_ref, .. } => {
            register::stand(exhibit, ExhibitStatus::LentAbroad, Home::At(mla_ref), view).await
        }
        EvidenceEvent::SentToCourt { court } => {
            register::stand(exhibit, ExhibitStatus::InCourt, Home::At(court), view).await
        }
        EvidenceEvent::ReturnedFromAbroad { seal_ok, .. }
        | EvidenceEvent::ReturnedFromCourt { seal_ok, .. } => {
            register::come_back(exhibit, *seal_ok, view).await
        }
        EvidenceEvent::HoldPlaced { authority_ref, .. } => {
            register::place_hold(exhibit, authority_ref, view).await
        }
        EvidenceEvent::HoldLifted { authority_ref, .. } => {
            register::lift_hold(exhibit, authority_ref, view).await
        }
        EvidenceEvent::RetentionSet { ends_on, legal_basis } => {
            register::retain(exhibit, *ends_on, legal_basis, view).await
        }
        EvidenceEvent::Returned { .. } => {
            register::leave(exhibit, ExhibitStatus::Returned, view).await
        }
        EvidenceEvent::Destroyed { .. } => {
            register::leave(exhibit, ExhibitStatus::Destroyed, view).await
        }
        // Lines of the ledger only.
        EvidenceEvent::SelectorRecorded { .. }
        | EvidenceEvent::SensitivityAssessed { .. }
        | EvidenceEvent::Disclosed { .. } => Ok(()),
    }
}

async fn derive(
    parent: Uuid,
    child: Uuid,
    relation: Option<String>,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "INSERT INTO exhibit_derivation (parent, child, relation) VALUES ($1, $2, $3)
        ON CONFLICT (parent, child)
        DO UPDATE SET relation = coalesce(excluded.relation, exhibit_derivation.relation)",
        parent,
        child,
        relation
    )
    .execute(view)
    .await?;
    Ok(())
}

/// Enters the event as the ledger's next line.
async fn enter(
    exhibit: Uuid,
    event: &EvidenceEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (to_user, to_agency) = match event {
        EvidenceEvent::CustodyOffered { to, to_agency, .. } => {
            (Some(to.as_str()), Some(to_agency.as_str()))
        }
        EvidenceEvent::Seized { custodian, .. }
        | EvidenceEvent::CustodyAccepted { custodian, .. } => {
            (Some(custodian.user.as_str()), Some(custodian.agency.as_str()))
        }
        EvidenceEvent::Identified { .. }
        | EvidenceEvent::Acquired { .. }
        | EvidenceEvent::FileStored { .. }
        | EvidenceEvent::CustodyRefused { .. }
        | EvidenceEvent::CustodyOfferWithdrawn { .. }
        | EvidenceEvent::SealBroken { .. }
        | EvidenceEvent::Resealed { .. }
        | EvidenceEvent::Examined { .. }
        | EvidenceEvent::Derived { .. }
        | EvidenceEvent::SelectorRecorded { .. }
        | EvidenceEvent::HashVerified { .. }
        | EvidenceEvent::IntegrityFailed { .. }
        | EvidenceEvent::IntegrityRuled { .. }
        | EvidenceEvent::Stored { .. }
        | EvidenceEvent::LentAbroad { .. }
        | EvidenceEvent::ReturnedFromAbroad { .. }
        | EvidenceEvent::SentToCourt { .. }
        | EvidenceEvent::ReturnedFromCourt { .. }
        | EvidenceEvent::HoldPlaced { .. }
        | EvidenceEvent::HoldLifted { .. }
        | EvidenceEvent::RetentionSet { .. }
        | EvidenceEvent::SensitivityAssessed { .. }
        | EvidenceEvent::Disclosed { .. }
        | EvidenceEvent::Returned { .. }
        | EvidenceEvent::Destroyed { .. } => (None, None),
    };
    let gap_hours = if let EvidenceEvent::CustodyAccepted { gap: Some(gap), .. } = event {
        Some(i32::try_from(gap.gap_hours).unwrap_or(i32::MAX))
    } else {
        None
    };
    let action = CustodyAction::of(event);
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO custody_entry (
            evidence_item_id, position, event_id, action, of_custody, by_user, by_agency, to_user,
            to_agency, occurred, recorded_at, gap_hours, data, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)",
        exhibit,
        recorded.position,
        Uuid::from(recorded.event),
        action.as_str(),
        action.is_of_custody(),
        recorded.metadata.actor.user.as_str(),
        recorded.metadata.actor.agency.as_str(),
        to_user,
        to_agency,
        Json(&recorded.metadata.occurred) as _,
        recorded.recorded_at,
        gap_hours,
        recorded.sealed_data()?,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}
