//! The journey map: every journey of a file with its legs, what happened on the way, and whom its
//! interceptions left to be screened.

use mpaka_domain::Decider;
use mpaka_domain::movement::journey::{CasualtyKind, Journey, JourneyEvent};
use mpaka_domain::protection::victim_case::{VictimCase, VictimCaseEvent};
use serde_json::Value;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::marking;
use super::write::move_on;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod read;
mod rows;

pub use rows::{
    ConditionsSeen, CrossingSeen, JourneyRow, LegRow, LegSeen, RansomSeen, ScreeningRow, TurnKind,
    TurnRow,
};

/// The journey map's projection.
pub struct JourneyMap;

impl Projection for JourneyMap {
    const NAME: &'static str = "journey_map";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] =
        &["journey", "journey_leg", "journey_turn", "journey_screening", "journey_screened"];
    const CATEGORIES: &'static [&'static str] = &[Journey::CATEGORY, VictimCase::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        if let Some((victim, event)) = recorded.of::<VictimCase>()? {
            return count_screened(victim, &event, view).await;
        }
        let Some((journey, event)) = recorded.of::<Journey>()? else { return Ok(()) };
        change(journey, &event, recorded, view).await?;
        move_on!(
            "UPDATE journey SET version = $2, position = $3 WHERE journey_id = $1",
            recorded,
            journey
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

async fn change(
    journey: Uuid,
    event: &JourneyEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let kind = match event {
        JourneyEvent::Started { .. } => return start(journey, event, recorded, view).await,
        JourneyEvent::LegRecorded { n, .. } => {
            return record_leg(journey, *n, recorded, view).await;
        }
        JourneyEvent::LegCorrected { n, .. } => {
            return correct_leg(journey, *n, recorded, view).await;
        }
        JourneyEvent::ImplausibleSpeedNoted { leg, .. } => {
            return warn(journey, *leg, &recorded.sealed_data()?, view).await;
        }
        JourneyEvent::ScreeningRequired { persons } => {
            return require_screening(journey, *persons, recorded, view).await;
        }
        JourneyEvent::HeldAt { .. } => TurnKind::Held,
        JourneyEvent::Intercepted { .. } => TurnKind::Intercepted,
        JourneyEvent::DeathOrInjuryRecorded { kind: CasualtyKind::Death, .. } => TurnKind::Death,
        JourneyEvent::DeathOrInjuryRecorded { kind: CasualtyKind::Injury, .. } => TurnKind::Injury,
        JourneyEvent::PersonsJoined { .. } => TurnKind::Joined,
        JourneyEvent::PersonsLeft { .. } => TurnKind::Left,
        JourneyEvent::ClassificationChanged { .. } => TurnKind::Reclassified,
        JourneyEvent::Ended { .. } => TurnKind::Ended,
    };
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO journey_turn (
            journey_id, position, kind, data, occurred, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        journey,
        recorded.position,
        kind.as_str(),
        recorded.sealed_data()?,
        Json(&recorded.metadata.occurred) as _,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

async fn start(
    journey: Uuid,
    event: &JourneyEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let JourneyEvent::Started {
        investigation,
        agency,
        subject,
        origin,
        intended_destination,
        facilitation,
    } = event
    else {
        return Ok(());
    };
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO journey (
            journey_id, investigation_id, agency, version, begun, position, subject, origin,
            intended_destination, facilitation, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12)",
        journey,
        Uuid::from(*investigation),
        agency.as_str(),
        recorded.version,
        recorded.position,
        Json(subject) as _,
        Json(origin) as _,
        intended_destination.as_ref().map(Json) as _,
        facilitation.to_string(),
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

async fn record_leg(
    journey: Uuid,
    number: u32,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let data = recorded.sealed_data()?;
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO journey_leg (
            journey_id, number, data, event_id, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        journey,
        int(number),
        data["leg"],
        Uuid::from(recorded.event),
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

/// The account as it is known now takes the earlier one's place, with its own marking; what was noted
/// of the earlier one's speed lapses.
async fn correct_leg(
    journey: Uuid,
    number: u32,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let data = recorded.sealed_data()?;
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "UPDATE journey_leg SET data = $3, corrected_by = $4, reason = $5, warning = NULL,
            handling = $6, releasable_to = $7, compartments = $8
        WHERE journey_id = $1 AND number = $2",
        journey,
        int(number),
        data["leg"],
        Uuid::from(recorded.event),
        data["reason"],
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

async fn warn(
    journey: Uuid,
    number: u32,
    warning: &Value,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE journey_leg SET warning = $3 WHERE journey_id = $1 AND number = $2",
        journey,
        int(number),
        warning
    )
    .execute(view)
    .await?;
    Ok(())
}

/// J3: a task for each person found.
async fn require_screening(
    journey: Uuid,
    persons: u32,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO journey_screening (
            journey_id, position, person, investigation_id, raised_at, releasable_to, compartments
        )
        SELECT journey_id, $2, person, investigation_id, $4, $5, $6
        FROM journey, generate_series(1, $3) AS person
        WHERE journey_id = $1",
        journey,
        recorded.position,
        int(persons),
        recorded.recorded_at,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

/// A screening belongs to the file that the person was registered in.
async fn count_screened(
    victim: Uuid,
    event: &VictimCaseEvent,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    if let VictimCaseEvent::Registered { investigation, .. } = event {
        sqlx::query!(
            "INSERT INTO journey_screened (victim_case_id, investigation_id, screened)
            VALUES ($1, $2, false)",
            victim,
            Uuid::from(*investigation)
        )
        .execute(view)
        .await?;
    } else if let VictimCaseEvent::Screened { .. } = event {
        sqlx::query!(
            "UPDATE journey_screened SET screened = true WHERE victim_case_id = $1",
            victim
        )
        .execute(view)
        .await?;
    }
    Ok(())
}

/// A small number as PostgreSQL's `int` takes it.
fn int(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
