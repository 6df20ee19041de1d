//! The decisions on a referral in the United Kingdom and the recovery period between them (V3, V4).

use chrono::NaiveDate;

use super::{Answer, Check};
use crate::law::Law;
use crate::protection::victim_case::{
    ClockCode, ExtensionReason, File, GroundsDecision, Jurisdiction, Organisation, Reference,
    Status, VictimCaseEvent as Event, VictimCaseRejection as Rejection,
};

/// Only the United Kingdom's mechanism has these decisions.
pub fn is_in_the_united_kingdom(file: &File) -> Check {
    if file.jurisdiction == Jurisdiction::Uk {
        Ok(())
    } else {
        Err(Rejection::NotInThisJurisdiction)
    }
}

/// V3: the reasonable-grounds decision needs the receipt of the referral, and follows it.
pub fn reasonable_grounds_may_be_decided(file: &File, decided_at: NaiveDate) -> Check {
    is_in_the_united_kingdom(file)?;
    let referral = file.referral.as_ref().ok_or(Rejection::NoReferral)?;
    if file.status != Status::RgPending {
        return Err(file.not_allowed());
    }
    if decided_at < referral.received_at {
        return Err(Rejection::DecidedBeforeReferral);
    }
    Ok(())
}

/// V4: the recovery period lasts at least as long as the law in force on the day of the decision
/// says, and exactly so long unless a later end was given.
pub fn recovery_period(
    decided_at: NaiveDate,
    ends: Option<NaiveDate>,
    law: &Law,
) -> Result<Event, Rejection> {
    let due = ClockCode::UkNrmRecovery.due(decided_at, law);
    let earliest = due.ok_or(Rejection::NoRecoveryRule)?;
    let ends_not_before = ends.unwrap_or(earliest);
    if ends_not_before < earliest {
        return Err(Rejection::RecoveryTooShort { earliest });
    }
    Ok(Event::RecoveryPeriodStarted { started: decided_at, ends_not_before })
}

/// A recovery period only becomes longer.
pub fn extend_recovery_period(file: &File, until: NaiveDate, reason: ExtensionReason) -> Answer {
    is_in_the_united_kingdom(file)?;
    let Some(ends) = file.recovery_ends.filter(|_| file.status == Status::Recovery) else {
        return Err(file.not_allowed());
    };
    if until == ends {
        return Ok(vec![]);
    }
    if until < ends {
        return Err(Rejection::RecoveryNotLonger { ends });
    }
    Ok(vec![Event::RecoveryPeriodExtended { until, reason }])
}

/// V3: the conclusive decision follows a positive reasonable-grounds decision, and not before the
/// recovery period has ended.
pub fn conclusive_grounds_may_be_decided(file: &File, decided_at: NaiveDate) -> Check {
    is_in_the_united_kingdom(file)?;
    let Some(ends) = file.recovery_ends else {
        return Err(Rejection::NoReasonableGrounds);
    };
    if file.status != Status::Recovery {
        return Err(file.not_allowed());
    }
    if decided_at < ends {
        return Err(Rejection::RecoveryNotOver { ends });
    }
    Ok(())
}

/// A negative decision is looked at again when somebody asks.
pub fn request_reconsideration(
    file: &File,
    requested_by: Organisation,
    reference: Reference,
) -> Answer {
    is_in_the_united_kingdom(file)?;
    if matches!(file.status, Status::RgReconsideration | Status::CgReconsideration) {
        return Ok(vec![]);
    }
    let decision = if file.status == Status::RgNegative {
        GroundsDecision::ReasonableGrounds
    } else if file.status == Status::CgNegative {
        GroundsDecision::ConclusiveGrounds
    } else {
        return Err(file.not_allowed());
    };
    Ok(vec![Event::ReconsiderationRequested { decision, requested_by, reference }])
}

/// Which decision is being looked at again.
pub fn under_reconsideration(file: &File) -> Result<GroundsDecision, Rejection> {
    is_in_the_united_kingdom(file)?;
    if file.status == Status::RgReconsideration {
        Ok(GroundsDecision::ReasonableGrounds)
    } else if file.status == Status::CgReconsideration {
        Ok(GroundsDecision::ConclusiveGrounds)
    } else {
        Err(file.not_allowed())
    }
}
