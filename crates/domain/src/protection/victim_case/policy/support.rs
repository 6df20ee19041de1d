//! What is recorded beside the pathway: the status as a victim, and the exploitation.

use super::{Answer, Check};
use crate::protection::victim_case::{
    DecidingOrganisation, Exploitation, File, Reference, TraffickingStatus,
    VictimCaseEvent as Event, VictimCaseRejection as Rejection,
};

/// V8: that somebody is not a victim is decided by an organisation, with reasons.
pub fn determine_status(
    file: &File,
    status: TraffickingStatus,
    deciding_org: Option<DecidingOrganisation>,
    reasons_ref: Option<Reference>,
) -> Answer {
    if status == TraffickingStatus::NotAVictim {
        if deciding_org.is_none() {
            return Err(Rejection::StatusNeedsDecidingOrganisation);
        }
        if reasons_ref.is_none() {
            return Err(Rejection::StatusNeedsReasons);
        }
    }
    if file.determined == Some(status) {
        return Ok(vec![]);
    }
    Ok(vec![Event::StatusDetermined { status, deciding_org, reasons_ref }])
}

/// An exploitation is of some type and does not end before it begins.
pub fn exploitation_is_told_in_order(exploitation: &Exploitation) -> Check {
    let Exploitation { types, start, end, .. } = exploitation;
    if types.is_empty() {
        return Err(Rejection::NoExploitationType);
    }
    let times = start.as_ref().zip(end.as_ref());
    if times.is_some_and(|(start, end)| end.is_certainly_before(start)) {
        return Err(Rejection::ExploitationReversed);
    }
    Ok(())
}
