//! The nominal index: what agencies hold about persons, groups and objects, fact by fact.

use mpaka_domain::Decider;
use mpaka_domain::nominals::group::{Group, Grouping};
use mpaka_domain::nominals::nominal::{
    Nominal, NominalEvent, NominalFact, NominalKind, NominalStatus,
};
use mpaka_domain::nominals::object_nominal::{Object, ObjectNominal};
use mpaka_domain::nominals::person_nominal::{Person, PersonNominal};
use sqlx::PgConnection;
use uuid::Uuid;

use super::write::move_on;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod change;
mod read;
mod rows;
mod select;

pub use rows::{FactKnown, FactRow, LentTo, LinkRow, NominalRow, ObjectionRow, ReviewRow, Told};
pub use select::NominalFilter;

/// The index's projection.
pub struct NominalIndex;

impl Projection for NominalIndex {
    const NAME: &'static str = "nominal_index";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] =
        &["nominal", "nominal_fact", "nominal_objection", "nominal_review"];
    const CATEGORIES: &'static [&'static str] =
        &[PersonNominal::CATEGORY, Group::CATEGORY, ObjectNominal::CATEGORY];

    async fn project(
        recorded: &Recorded,
        keys: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        take::<Person>(recorded, keys, view).await?;
        take::<Grouping>(recorded, keys, view).await?;
        take::<Object>(recorded, keys, view).await
    }
}

/// Takes an event of one kind of nominal into account.
async fn take<K: NominalKind>(
    recorded: &Recorded,
    keys: &KeyRing,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let Some((id, event)) = recorded.of::<Nominal<K>>()? else { return Ok(()) };
    match event {
        NominalEvent::Recorded { agency, reference, identity: _, review_on } => {
            let token = change::token(recorded, keys).await?;
            change::begin(id, &agency, &reference, review_on, token, recorded, view).await?;
        }
        NominalEvent::FactAsserted { number, fact, source } => {
            let token = change::token(recorded, keys).await?;
            let other = fact.names().map(|(other, _)| other.into());
            change::assert(id, number, other, token, &source, recorded, view).await?;
        }
        NominalEvent::FactContested { number, reason: _, source } => {
            change::object(id, number, false, source.as_ref(), recorded, view).await?;
        }
        NominalEvent::FactWithdrawn { number, reason: _, source } => {
            change::object(id, number, true, source.as_ref(), recorded, view).await?;
        }
        NominalEvent::Retained { review_on, reason: _ } => {
            change::review(id, NominalStatus::Kept, Some(review_on), recorded, view).await?;
        }
        NominalEvent::Expired { reason: _ } => {
            change::review(id, NominalStatus::Expired, None, recorded, view).await?;
        }
    }
    reach(id, recorded, view).await
}

async fn reach(id: Uuid, recorded: &Recorded, view: &mut PgConnection) -> Result<(), StoreError> {
    move_on!("UPDATE nominal SET version = $2, position = $3 WHERE nominal_id = $1", recorded, id)
        .execute(view)
        .await?;
    Ok(())
}
