//! The rules of a disclosure schedule, one function each.

use std::collections::BTreeMap;

use super::code::{DisclosureClass, DisclosureDecision};
use super::command::{DisclosureCommand, DisclosureStanding, MaterialStanding};
use super::event::DisclosureEvent;
use super::item::{Audience, Item, Review};
use super::rejection::DisclosureRejection as Rejection;
use super::schedule::Schedule;
use crate::casework::text::Reference;
use crate::id::InvestigationId;
use crate::prosecution::prosecution_file::Referral;
use crate::{Actor, AgencyId, Personal, Role};

/// Schedules are opened by an officer of the investigating agency.
pub(super) fn opening(
    command: DisclosureCommand,
    actor: &Actor,
) -> Result<Vec<DisclosureEvent>, Rejection> {
    let DisclosureCommand::Open { investigation, reference } = command else {
        return Err(Rejection::NotOpened);
    };
    is_officer(actor, &actor.agency)?;
    let agency = actor.agency.clone();
    Ok(vec![DisclosureEvent::Opened { investigation, agency, reference }])
}

/// Opening the same schedules twice changes nothing; others cannot take their id.
pub(super) fn opening_again(
    schedule: &Schedule,
    investigation: InvestigationId,
) -> Result<Vec<DisclosureEvent>, Rejection> {
    require(schedule.investigation == investigation, Rejection::AlreadyOpened)?;
    Ok(vec![])
}

/// Officers of the investigating agency list: the disclosure officer's part (Code of Practice under the
/// Criminal Procedure and Investigations Act 1996 s.23).
pub(super) fn is_officer(actor: &Actor, agency: &AgencyId) -> Result<(), Rejection> {
    let officer = matches!(actor.role, Role::Investigator | Role::Supervisor);
    require(officer, Rejection::OnlyOfficersList)?;
    require(actor.agency == *agency, Rejection::NotYourSchedule)
}

/// D6: only a prosecutor of an agency that the investigation was referred to reviews and serves.
pub(super) fn is_prosecutor(actor: &Actor, referral: &Referral) -> Result<(), Rejection> {
    require(actor.role == Role::Prosecutor, Rejection::OnlyProsecutorsReview)?;
    require(referral.agencies.contains(&actor.agency), Rejection::NotReferred)
}

/// Both sides of a prosecution know what is used.
pub(super) fn is_of_either_side(
    actor: &Actor,
    agency: &AgencyId,
    referral: &Referral,
) -> Result<(), Rejection> {
    if actor.role == Role::Prosecutor {
        return is_prosecutor(actor, referral);
    }
    is_officer(actor, agency)
}

/// D6: two people see each item; whoever listed, described or moved it does not review it.
pub(super) fn is_somebody_else(actor: &Actor, item: &Item) -> Result<(), Rejection> {
    require(!item.writers.contains(&actor.user), Rejection::ReviewerListedIt)
}

/// N3: an intelligence report is named as it was sanitised, and in no other form.
pub(super) fn may_be_named(standing: &MaterialStanding) -> Result<Reference, Rejection> {
    match standing {
        MaterialStanding::Unknown => Err(Rejection::MaterialUnknown),
        MaterialStanding::NotSeized => Err(Rejection::ExhibitNotSeized),
        MaterialStanding::Unsanitised => Err(Rejection::ReportNotSanitised),
        MaterialStanding::Known { reference } => Ok(reference.clone()),
    }
}

/// D4: why an item is sensitive is said of sensitive items, and of no others.
pub(super) fn says_why_it_is_sensitive(
    class: DisclosureClass,
    reason: Option<&Personal<String>>,
) -> Result<(), Rejection> {
    match class {
        DisclosureClass::Sensitive => {
            let said = reason.is_some_and(|reason| !is_blank(reason));
            require(said, Rejection::SensitivityUnexplained)
        }
        DisclosureClass::NonSensitive => require(reason.is_none(), Rejection::ReasonMisplaced),
    }
}

/// D5: what meets the disclosure test is disclosed, disclosed edited, or taken to a court, and only
/// sensitive items are (Criminal Procedure and Investigations Act 1996 s.3(1)(a) and (6)).
pub(super) fn follows_the_disclosure_test(
    class: DisclosureClass,
    item: &Item,
    review: &Review,
) -> Result<(), Rejection> {
    let sensitive = class == DisclosureClass::Sensitive;
    let said = review.reason.as_ref().is_some_and(|reason| !is_blank(reason));
    match review.decision {
        DisclosureDecision::Disclose => require(!sensitive, Rejection::StillSensitive),
        DisclosureDecision::Edit => require(said, Rejection::ReasonMissing),
        DisclosureDecision::Withhold => {
            require(!item.is_ordered(), Rejection::OrderedByCourt)?;
            require(!review.test.is_met(), Rejection::MeetsTheTest)?;
            require(said, Rejection::ReasonMissing)
        }
        DisclosureDecision::Pii => {
            require(sensitive, Rejection::ImmunityOfNonSensitive)?;
            require(!item.is_ordered(), Rejection::OrderedByCourt)?;
            require(said, Rejection::ReasonMissing)
        }
    }
}

/// X5: an exhibit whose integrity is in question is not disclosed until a supervisor has ruled.
pub(super) fn integrity_is_not_in_question<'a>(
    items: impl IntoIterator<Item = (u32, &'a Item)>,
    standing: &DisclosureStanding,
) -> Result<(), Rejection> {
    let doubted = |item: &Item| {
        item.material.exhibit().is_some_and(|exhibit| standing.compromised.contains(&exhibit))
    };
    match items.into_iter().find(|(_, item)| doubted(item)) {
        Some((no, _)) => Err(Rejection::IntegrityInQuestion { no }),
        None => Ok(()),
    }
}

/// D5: a court rules on what it was asked about.
pub(super) fn was_applied_for(item: &Item) -> Result<(), Rejection> {
    let decision = item.review.as_ref().map(|review| review.decision);
    require(decision == Some(DisclosureDecision::Pii), Rejection::NotAppliedFor)
}

/// D4: the sensitive schedule is never served on the defence.
pub(super) fn may_be_served_on(class: DisclosureClass, to: &Audience) -> Result<(), Rejection> {
    match (class, to) {
        (DisclosureClass::Sensitive, Audience::Defence { .. }) => Err(Rejection::NeverToTheDefence),
        (DisclosureClass::Sensitive, Audience::Court { .. })
        | (DisclosureClass::NonSensitive, _) => Ok(()),
    }
}

/// A schedule is served on the defence of somebody who stands accused.
pub(super) fn stands_accused(
    to: &Audience,
    standing: &DisclosureStanding,
) -> Result<(), Rejection> {
    match to {
        Audience::Defence { accused } => {
            require(standing.accused.contains(accused), Rejection::NotAccused)
        }
        Audience::Court { .. } => Ok(()),
    }
}

/// D6: nothing is served on which no prosecutor has decided.
pub(super) fn everything_is_reviewed<'a>(
    class: DisclosureClass,
    items: impl Iterator<Item = (u32, &'a Item)>,
) -> Result<(), Rejection> {
    let waiting: Vec<_> = items.filter(|(_, item)| item.review.is_none()).collect();
    let numbers: Vec<_> = waiting.iter().map(|(no, _)| no.to_string()).collect();
    let numbers = numbers.join(", ");
    require(waiting.is_empty(), Rejection::NotReviewed { form: class.form(), numbers })
}

/// D5: what a court ordered to be disclosed is disclosed before the defence is served again.
pub(super) fn orders_are_obeyed(sensitive: &BTreeMap<u32, Item>) -> Result<(), Rejection> {
    let open = |item: &Item| item.stands() && item.is_ordered() && !item.is_disclosed();
    match sensitive.iter().find(|(_, item)| open(item)) {
        Some((no, _)) => Err(Rejection::OrderOutstanding { no: *no }),
        None => Ok(()),
    }
}

/// D3: every exhibit and statement of the investigation is used or listed.
pub(super) fn nothing_is_left_out(standing: &DisclosureStanding) -> Result<(), Rejection> {
    require(standing.gaps == 0, Rejection::Incomplete { gaps: standing.gaps })
}

/// Whether a text says nothing, because it is empty or has been erased.
pub(super) fn is_blank(text: &Personal<String>) -> bool {
    text.get().is_none_or(|text| text.trim().is_empty())
}

/// A rule that fits one line.
pub(super) fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}
