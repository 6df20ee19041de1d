//! The care line of Kenya and other countries, from emergency care to aftercare.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Answer, Check};
use crate::AgencyId;
use crate::protection::victim_case::{
    CompensationKind, File, Jurisdiction, NeedDomain, NeedLevel, Provider, Reference, Repatriation,
    Status, SupportKind, VictimCaseEvent as Event, VictimCaseRejection as Rejection,
};

/// The file is on the care line, in one of these states.
fn is_in(file: &File, states: &[Status]) -> Check {
    if file.jurisdiction == Jurisdiction::Uk {
        return Err(Rejection::NotInThisJurisdiction);
    }
    if states.contains(&file.status) { Ok(()) } else { Err(file.not_allowed()) }
}

/// Emergency care follows registration, as often as it is given.
pub fn record_emergency_care(file: &File, given: BTreeSet<NeedDomain>) -> Answer {
    is_in(file, &[Status::Registered, Status::EmergencyCare])?;
    Ok(vec![Event::EmergencyCareRecorded { given }])
}

/// Needs are assessed at any time in the United Kingdom, and after emergency care on the care line.
pub fn assess_needs(file: &File, domain: NeedDomain, level: NeedLevel) -> Answer {
    if file.jurisdiction != Jurisdiction::Uk
        && (file.status.is_before_referral() || file.status == Status::Registered)
    {
        return Err(file.not_allowed());
    }
    if file.needs.get(&domain) == Some(&level) {
        return Ok(vec![]);
    }
    Ok(vec![Event::NeedsAssessed { domain, level }])
}

/// A support plan follows the assessment of needs; another may take its place.
pub fn adopt_support_plan(
    file: &File,
    kinds: BTreeSet<SupportKind>,
    planned_end: Option<NaiveDate>,
) -> Answer {
    is_in(file, &[Status::Assessed, Status::SupportPlan])?;
    if kinds.is_empty() {
        return Err(Rejection::NoSupportKind);
    }
    Ok(vec![Event::SupportPlanAdopted { kinds, planned_end }])
}

/// The support as a witness runs beside the support plan.
pub fn begin_prosecution_support(file: &File, agency: AgencyId) -> Answer {
    is_in(file, &[Status::SupportPlan])?;
    if file.prosecutions.contains(&agency) {
        return Ok(vec![]);
    }
    Ok(vec![Event::ProsecutionSupportBegun { agency }])
}

/// The fund is Kenya's, and its application runs beside the support plan; the other ways are open in
/// every state.
pub fn seek_compensation(file: &File, kind: CompensationKind, reference: Reference) -> Answer {
    if file.applications.contains(&(kind, reference.clone())) {
        return Ok(vec![]);
    }
    if kind == CompensationKind::Fund {
        if file.jurisdiction != Jurisdiction::Ke {
            return Err(Rejection::NotInThisJurisdiction);
        }
        is_in(file, &[Status::SupportPlan])?;
    }
    Ok(vec![Event::CompensationSought { kind, reference }])
}

/// Reintegration follows the support plan.
pub fn begin_reintegration(file: &File, provider: Provider) -> Answer {
    if file.status == Status::Reintegration {
        return Ok(vec![]);
    }
    is_in(file, &[Status::SupportPlan])?;
    Ok(vec![Event::ReintegrationBegun { provider }])
}

/// Aftercare follows reintegration, or a repatriation that ended with a hand-over.
pub fn begin_aftercare(file: &File, provider: Provider) -> Answer {
    if file.status == Status::Aftercare {
        return Ok(vec![]);
    }
    is_in(file, &[Status::Reintegration, Status::Repatriation])?;
    if file.status == Status::Repatriation && file.repatriation != Repatriation::Confirmed {
        return Err(Rejection::RepatriationNotConfirmed);
    }
    Ok(vec![Event::AftercareBegun { provider }])
}
