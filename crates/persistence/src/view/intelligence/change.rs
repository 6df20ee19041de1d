//! How events change the intelligence list.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use mpaka_domain::intelligence::intelligence_report::{
    Corroboration, Dependant, IntelligenceEvent, IntelligenceStatus, Removed,
};
use mpaka_domain::value::{Grade, Urn};
use mpaka_domain::{AgencyId, UserId};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::record::Recorded;
use crate::view::marking;

pub(super) async fn open(
    report: Uuid,
    event: &IntelligenceEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let IntelligenceEvent::Submitted { investigation, agency, submitter, urn, collected, .. } =
        event
    else {
        return Ok(());
    };
    let data = recorded.sealed_data()?;
    let (_, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO intelligence_report (
            intelligence_report_id, investigation_id, agency, version, begun, position, urn,
            submitted_by, submitted_at, collected, content, obtained_how, source_handle, status,
            corroborations, handling, compartments
        ) VALUES (
            $1, $2, $3, $4, $5, $5, $6, $7, $8, $9, $10, $11, $12, $13, '[]', $14, $15
        )",
        report,
        Uuid::from(*investigation),
        agency.as_str(),
        recorded.version,
        recorded.position,
        urn.as_str(),
        submitter.as_str(),
        recorded.recorded_at,
        Json(collected) as _,
        data["text"],
        data["obtained_how"],
        data["source_handle"],
        IntelligenceStatus::Submitted.as_str(),
        Json(&recorded.metadata.handling) as _,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

/// It takes the next step, if it stands where that is a step onwards; from anywhere, when nothing is
/// said.
pub(super) async fn stand(
    report: Uuid,
    status: IntelligenceStatus,
    from: &[IntelligenceStatus],
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let from: Vec<String> = from.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "UPDATE intelligence_report SET status = $2
        WHERE intelligence_report_id = $1 AND (cardinality($3::text[]) = 0 OR status = ANY ($3))",
        report,
        status.as_str(),
        &from
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn grade(
    report: Uuid,
    grade: &Grade,
    evaluator: &UserId,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE intelligence_report SET grade = $2, evaluator = $3
        WHERE intelligence_report_id = $1",
        report,
        Json(grade) as _,
        evaluator.as_str()
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn assess(
    report: Uuid,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let data = recorded.sealed_data()?;
    sqlx::query!(
        "UPDATE intelligence_report SET duty_of_care = $2, risk_if_disseminated = $3
        WHERE intelligence_report_id = $1",
        report,
        data["duty_of_care"],
        data["risk_if_disseminated"]
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn sanitise(
    report: Uuid,
    child: Uuid,
    urn: &Urn,
    removed: &BTreeSet<Removed>,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let data = recorded.sealed_data()?;
    let removed: Vec<String> = removed.iter().map(ToString::to_string).collect();
    let (_, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO sanitised_report (
            sanitised_report_id, intelligence_report_id, position, urn, content, removed, handling,
            compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        child,
        report,
        recorded.position,
        urn.as_str(),
        data["text"],
        &removed,
        Json(&recorded.metadata.handling) as _,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn disseminate(
    report: Uuid,
    event: &IntelligenceEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let IntelligenceEvent::Disseminated { sanitised, to, conditions, ack_by } = event else {
        return Ok(());
    };
    let conditions: Vec<String> = conditions.iter().cloned().collect();
    sqlx::query!(
        "INSERT INTO intelligence_dissemination (
            position, intelligence_report_id, sanitised_report_id, to_agency, conditions, ack_by,
            disseminated_by, disseminated_at
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        recorded.position,
        report,
        sanitised.map(Uuid::from),
        to.as_str(),
        &conditions,
        *ack_by,
        recorded.metadata.actor.user.as_str(),
        recorded.recorded_at
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn acknowledge(
    report: Uuid,
    sanitised: Option<Uuid>,
    agency: &AgencyId,
    officer: &UserId,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE intelligence_dissemination SET acknowledged_by = $4, acknowledged_at = $5
        WHERE intelligence_report_id = $1 AND sanitised_report_id IS NOT DISTINCT FROM $2
            AND to_agency = $3 AND acknowledged_at IS NULL",
        report,
        sanitised,
        agency.as_str(),
        officer.as_str(),
        recorded.recorded_at
    )
    .execute(view)
    .await?;
    Ok(())
}

/// What is said of a source last is what holds of it.
pub(super) async fn corroborate(
    report: Uuid,
    corroboration: Corroboration,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let known = sqlx::query_scalar!(
        r#"SELECT corroborations AS "corroborations: Json<Vec<Corroboration>>"
        FROM intelligence_report WHERE intelligence_report_id = $1"#,
        report
    )
    .fetch_one(&mut *view)
    .await?;
    let mut corroborations = known.0;
    corroborations.retain(|known| !known.is_by(&corroboration.by));
    corroborations.push(corroboration);
    sqlx::query!(
        "UPDATE intelligence_report SET corroborations = $2 WHERE intelligence_report_id = $1",
        report,
        Json(&corroborations) as _
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn recall(
    report: Uuid,
    dependants: &BTreeSet<Dependant>,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE intelligence_report SET recalled_at = $2, recall_reason = $3
        WHERE intelligence_report_id = $1",
        report,
        recorded.recorded_at,
        recorded.sealed_data()?["reason"]
    )
    .execute(&mut *view)
    .await?;
    sqlx::query!(
        "INSERT INTO intelligence_dependant (intelligence_report_id, category, record)
        SELECT $1, category, record FROM unnest($2::text[], $3::uuid[]) AS rests (category, record)",
        report,
        &dependants.iter().map(|dependant| dependant.category.clone()).collect::<Vec<_>>(),
        &dependants.iter().map(|dependant| dependant.id).collect::<Vec<_>>()
    )
    .execute(view)
    .await?;
    Ok(())
}

pub(super) async fn retain(
    report: Uuid,
    until: NaiveDate,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    sqlx::query!(
        "UPDATE intelligence_report SET retained_until = $2 WHERE intelligence_report_id = $1",
        report,
        until
    )
    .execute(view)
    .await?;
    Ok(())
}
