//! Screening and consent: what a person was found to need, and what they say yes and no to.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::{Answer, Check};
use crate::Personal;
use crate::law::Law;
use crate::protection::victim_case::{
    ClockCode, ConsentScope, File, ILO_INDICATORS, Indicator, InformedAnswers, Jurisdiction,
    Majority, Narrative, ScreeningOutcome, ScreeningTool, Status, VictimCaseEvent as Event,
    VictimCaseRejection as Rejection,
};

/// A screening names what it found, by its tool's list; the answers are a fact of their own, which
/// is protected.
pub fn screen(
    tool: ScreeningTool,
    answers: Option<Personal<Narrative>>,
    indicators: BTreeSet<Indicator>,
    outcome: ScreeningOutcome,
) -> Answer {
    if outcome == ScreeningOutcome::IndicatorsFound && indicators.is_empty() {
        return Err(Rejection::NoIndicators);
    }
    let is_listed = |found: &Indicator| ILO_INDICATORS.contains(&found.code.as_str());
    if tool == ScreeningTool::Ilo11 && !indicators.iter().all(is_listed) {
        return Err(Rejection::UnknownIndicator);
    }
    let screened = Event::Screened { tool, indicators, outcome };
    let kept = answers.map(|answers| Event::ScreeningAnswersRecorded { tool, answers });
    Ok(std::iter::once(screened).chain(kept).collect())
}

/// A yes is informed; a no to what was agreed before is a withdrawal; referral is asked for after
/// screening, so that the person knows what they decide on.
pub fn may_be_recorded(
    file: &File,
    scopes: &BTreeSet<ConsentScope>,
    given: bool,
    answers: InformedAnswers,
) -> Check {
    if scopes.is_empty() {
        return Err(Rejection::NoScope);
    }
    if given && !answers.inform(scopes) {
        return Err(Rejection::NotInformed);
    }
    let asks_for_referral = scopes.contains(&ConsentScope::Referral);
    if asks_for_referral && file.status == Status::Identified {
        return Err(file.not_allowed());
    }
    let is_referred = asks_for_referral && !file.status.is_before_referral();
    if !given && (is_referred || !file.given.is_disjoint(scopes)) {
        return Err(Rejection::WithdrawInstead);
    }
    Ok(())
}

/// Whether the person has said exactly that before.
pub fn is_already_so(file: &File, scopes: &BTreeSet<ConsentScope>, given: bool) -> bool {
    scopes.is_subset(if given { &file.given } else { &file.refused })
}

/// V2: an adult's no to referral in the United Kingdom is to be notified.
pub fn duty_to_notify(
    file: &File,
    scopes: &BTreeSet<ConsentScope>,
    given: bool,
    today: NaiveDate,
    law: &Law,
) -> Option<Event> {
    let refuses = !given && scopes.contains(&ConsentScope::Referral);
    if refuses { duty(file, file.majority, today, law) } else { None }
}

/// V2: the duty that an earlier refusal brings when the person turns out to be an adult.
pub fn duty_of_refusal(
    file: &File,
    majority: Majority,
    today: NaiveDate,
    law: &Law,
) -> Option<Event> {
    let refused = file.refused.contains(&ConsentScope::Referral);
    if refused { duty(file, majority, today, law) } else { None }
}

fn duty(file: &File, majority: Majority, today: NaiveDate, law: &Law) -> Option<Event> {
    let applies = file.jurisdiction == Jurisdiction::Uk
        && majority == Majority::Adult
        && file.referral.is_none()
        && !file.is_open(ClockCode::UkDtn);
    let due = ClockCode::UkDtn.due(today, law).filter(|_| applies)?;
    Some(Event::DutyToNotifyDue { started: today, due })
}

/// Takes consent back. An adult who takes back the consent to referral refuses it when not yet
/// referred, and leaves the United Kingdom's mechanism when referred; a child does neither.
pub fn withdraw(
    file: &File,
    scopes: &BTreeSet<ConsentScope>,
    today: NaiveDate,
    law: &Law,
) -> Answer {
    if scopes.is_empty() {
        return Err(Rejection::NoScope);
    }
    let withdrawn: BTreeSet<ConsentScope> = scopes.intersection(&file.given).cloned().collect();
    if withdrawn.is_empty() {
        return Ok(vec![]);
    }
    let leaves = withdrawn.contains(&ConsentScope::Referral)
        && file.majority == Majority::Adult
        && file.status.is_in_uk_mechanism();
    let follows = if leaves {
        Some(Event::Withdrawn { withdrawn_at: today })
    } else {
        duty_to_notify(file, &withdrawn, false, today, law)
            .filter(|_| file.status.is_before_referral())
    };
    Ok(std::iter::once(Event::ConsentWithdrawn { scopes: withdrawn }).chain(follows).collect())
}
