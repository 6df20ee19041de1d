//! Referral to the mechanism (V1) and the duty to notify instead of it (V2).

use chrono::NaiveDate;

use super::{Answer, Check, guardian};
use crate::AgencyId;
use crate::law::Law;
use crate::protection::victim_case::{
    Clock, ClockCode, ConsentScope, File, GuardianNotification, Mechanism, Status,
    VictimCaseEvent as Event, VictimCaseRejection as Rejection,
};

/// Somebody screened is referred once, to the mechanism of the file's jurisdiction, and by V1.
pub fn may_be_referred(
    file: &File,
    mechanism: Mechanism,
    notification: Option<&GuardianNotification>,
) -> Check {
    if mechanism != file.jurisdiction.mechanism() {
        return Err(Rejection::MechanismOfAnotherJurisdiction);
    }
    if file.status == Status::Identified {
        return Err(file.not_allowed());
    }
    if !file.status.is_before_referral() {
        return Err(Rejection::AlreadyReferred);
    }
    if let Some(told) = notification {
        guardian::notification_fits(file, told)?;
    }
    consents_or_is_protected_as_child(file, notification)
}

/// V1: an adult consents to referral; a child, and whoever may be one, needs no consent, but a
/// guardian or officer who was told before or is told with the referral.
fn consents_or_is_protected_as_child(
    file: &File,
    notification: Option<&GuardianNotification>,
) -> Check {
    if file.majority.is_protected_as_child() {
        let told = file.notified.iter().copied().chain(notification.map(|told| told.kind));
        let suffices = told.into_iter().any(|kind| guardian::suffices(file.jurisdiction, kind));
        return if suffices { Ok(()) } else { Err(Rejection::GuardianNotNotified) };
    }
    if file.given.contains(&ConsentScope::Referral) {
        Ok(())
    } else {
        Err(Rejection::ConsentToReferralMissing)
    }
}

/// By when the first decision on a referral is aimed at, where the mechanism has such an aim.
pub fn decision_due(mechanism: Mechanism, received_at: NaiveDate, law: &Law) -> Option<NaiveDate> {
    match mechanism {
        Mechanism::UkNrm => ClockCode::UkNrmRg.due(received_at, law),
        Mechanism::KeNrm | Mechanism::Other => None,
    }
}

/// V2: the duty is discharged once, and without the person's identity unless they agreed that their
/// data are shared with the agency that is notified.
pub fn send_duty_to_notify(file: &File, anonymous: bool, to: AgencyId, today: NaiveDate) -> Answer {
    let duties = || file.clocks.iter().filter(|clock| clock.code == ClockCode::UkDtn);
    if duties().next().is_none() {
        return Err(Rejection::NoDutyToNotify);
    }
    if !duties().any(Clock::is_open) {
        return Ok(vec![]);
    }
    if !anonymous && !file.given.contains(&ConsentScope::ShareWith { agency: to.clone() }) {
        return Err(Rejection::OnlyAnonymous);
    }
    Ok(vec![Event::DutyToNotifySent { anonymous, to, sent_at: today }])
}
