//! The intelligence list: what was reported, what it is worth, and to whom what was sanitised from it
//! went.

use mpaka_domain::intelligence::intelligence_report::{
    Corroboration, IntelligenceEvent, IntelligenceReport, IntelligenceStatus,
};
use mpaka_domain::{Decider, Handling};
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::write::move_on;
use crate::error::StoreError;
use crate::keys::KeyRing;
use crate::projection::Projection;
use crate::record::Recorded;

mod change;
mod read;
mod rows;
mod sanitised;

pub use rows::{
    DependantRow, DisseminationRow, Finder, IntelligenceRow, LentTo, SanitisedFinder, SanitisedRow,
};

/// The intelligence list's projection.
pub struct IntelligenceList;

impl Projection for IntelligenceList {
    const NAME: &'static str = "intelligence_list";
    const VERSION: i32 = 1;
    const TABLES: &'static [&'static str] = &[
        "intelligence_report",
        "sanitised_report",
        "intelligence_dissemination",
        "intelligence_dependant",
    ];
    const CATEGORIES: &'static [&'static str] = &[IntelligenceReport::CATEGORY];

    async fn project(
        recorded: &Recorded,
        _: &KeyRing,
        view: &mut PgConnection,
    ) -> Result<(), StoreError> {
        let Some((report, event)) = recorded.of::<IntelligenceReport>()? else { return Ok(()) };
        apply(report, &event, recorded, view).await?;
        if is_of_the_report(&event) {
            mark(report, recorded, view).await?;
        }
        move_on!(
            "UPDATE intelligence_report SET version = $2, position = $3
            WHERE intelligence_report_id = $1",
            recorded,
            report
        )
        .execute(view)
        .await?;
        Ok(())
    }
}

async fn apply(
    report: Uuid,
    event: &IntelligenceEvent,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    use IntelligenceStatus as Status;
    match event {
        IntelligenceEvent::Submitted { .. } => change::open(report, event, recorded, view).await,
        IntelligenceEvent::Evaluated { grade, evaluator } => {
            change::grade(report, grade, evaluator, view).await?;
            change::stand(report, Status::Evaluated, &[], view).await
        }
        IntelligenceEvent::Regraded { to, evaluator, .. } => {
            change::grade(report, to, evaluator, view).await
        }
        IntelligenceEvent::RiskAssessed { .. } => {
            change::assess(report, recorded, view).await?;
            change::stand(report, Status::RiskAssessed, &[Status::Evaluated], view).await
        }
        IntelligenceEvent::Sanitised { child, child_urn, removed, .. } => {
            change::sanitise(report, (*child).into(), child_urn, removed, recorded, view).await?;
            let from = [Status::RiskAssessed, Status::Retained];
            change::stand(report, Status::Sanitised, &from, view).await
        }
        IntelligenceEvent::Disseminated { .. } => {
            change::disseminate(report, event, recorded, view).await?;
            change::stand(report, Status::Disseminated, &[], view).await
        }
        IntelligenceEvent::Acknowledged { sanitised, agency, officer } => {
            let sanitised = sanitised.map(Into::into);
            change::acknowledge(report, sanitised, agency, officer, recorded, view).await
        }
        IntelligenceEvent::Corroborated { by, independence } => {
            let corroboration = Corroboration { by: by.clone(), independence: *independence };
            change::corroborate(report, corroboration, view).await
        }
        IntelligenceEvent::Recalled { dependants, .. } => {
            change::recall(report, dependants, recorded, view).await?;
            change::stand(report, Status::Recalled, &[], view).await
        }
        IntelligenceEvent::Reviewed { .. } => {
            change::stand(report, Status::UnderReview, &[], view).await
        }
        IntelligenceEvent::Retained { until, .. } => {
            change::retain(report, *until, view).await?;
            change::stand(report, Status::Retained, &[], view).await
        }
        IntelligenceEvent::Expired { .. } => {
            change::stand(report, Status::Expired, &[], view).await
        }
    }
}

/// Whether an event tells something of the report itself, so that its marking counts for the report. A
/// sanitised report has a marking of its own, and nobody else's acknowledgement marks a report.
fn is_of_the_report(event: &IntelligenceEvent) -> bool {
    match event {
        IntelligenceEvent::Evaluated { .. }
        | IntelligenceEvent::RiskAssessed { .. }
        | IntelligenceEvent::Corroborated { .. }
        | IntelligenceEvent::Regraded { .. }
        | IntelligenceEvent::Recalled { .. } => true,
        IntelligenceEvent::Submitted { .. }
        | IntelligenceEvent::Sanitised { .. }
        | IntelligenceEvent::Disseminated { .. }
        | IntelligenceEvent::Acknowledged { .. }
        | IntelligenceEvent::Reviewed { .. }
        | IntelligenceEvent::Retained { .. }
        | IntelligenceEvent::Expired { .. } => false,
    }
}

/// E4: what is known from two facts has the more restrictive of both markings.
async fn mark(
    report: Uuid,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let handling = sqlx::query_scalar!(
        r#"SELECT handling AS "handling: Json<Handling>" FROM intelligence_report
        WHERE intelligence_report_id = $1"#,
        report
    )
    .fetch_one(&mut *view)
    .await?;
    let handling = handling.and(&recorded.metadata.handling);
    let (_, compartments) = super::marking(&handling);
    sqlx::query!(
        "UPDATE intelligence_report SET handling = $2, compartments = $3
        WHERE intelligence_report_id = $1",
        report,
        Json(&handling) as _,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}
