//! The rules of a prosecution file, one function each.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::charge::{Accusation, Charge, ChargeElement, Sentence, StatuteVersion};
use super::code::{ChargeStatus, CourtEventType, ExhibitStanding, SentenceType};
use super::command::{ChargeStanding, ProsecutionCommand, SuspectStanding};
use super::event::ProsecutionEvent;
use super::file::File;
use super::rejection::ProsecutionRejection as Rejection;
use crate::casework::investigation::InvestigationStatus;
use crate::id::{InvestigationId, SuspectId};
use crate::law::{Provision, StatuteElement};
use crate::{Actor, Law, Personal};

use ChargeStatus::{Approved, Filed, Proposed};

/// The statuses in which a charge is amended or taken back.
pub(super) const STANDING: &[ChargeStatus] = &[Proposed, Approved, Filed];

/// A file is opened by a prosecutor of an agency that the investigation is with.
pub(super) fn opening(
    command: ProsecutionCommand,
    actor: &Actor,
) -> Result<Vec<ProsecutionEvent>, Rejection> {
    let ProsecutionCommand::Open { investigation, reference, referral } = command else {
        return Err(Rejection::NotOpened);
    };
    let with_prosecutor = matches!(
        referral.status,
        Some(InvestigationStatus::WithProsecutor | InvestigationStatus::Trial)
    );
    let referred = referral.agencies.contains(&actor.agency);
    require(with_prosecutor && referred, Rejection::NotReferred)?;
    let agency = actor.agency.clone();
    Ok(vec![ProsecutionEvent::Opened { investigation, agency, reference }])
}

/// Opening the same file twice changes nothing; another file cannot take its id.
pub(super) fn opening_again(
    file: &File,
    investigation: InvestigationId,
) -> Result<Vec<ProsecutionEvent>, Rejection> {
    require(file.investigation == investigation, Rejection::AlreadyOpened)?;
    Ok(vec![])
}

/// What a charge must say, whoever is charged with it: what was done, and what is to be proved.
pub(super) fn says_what_is_to_be_proved(accusation: &Accusation) -> Result<(), Rejection> {
    require(!is_blank(&accusation.particulars), Rejection::ParticularsMissing)?;
    let elements = &accusation.elements;
    require(elements.iter().any(|element| element.mandatory), Rejection::NoMandatoryElement)?;
    let mut named = BTreeSet::new();
    for ChargeElement { element, evidence, strength, .. } in elements {
        let element = || element.to_string();
        require(named.insert(element()), Rejection::ElementTwice { element: element() })?;
        require(
            strength.is_none() || !evidence.is_empty(),
            Rejection::StrengthWithoutEvidence { element: element() },
        )?;
    }
    Ok(())
}

/// P1: what is to be proved under a provision that the law has is what the version in force on the day
/// of the offence says, whatever the prosecutor makes of it; they may have more to prove. Without that day
/// nobody knows which law it was.
pub(super) fn under_the_law(
    mut accusation: Box<Accusation>,
    law: &Law,
    today: NaiveDate,
) -> Result<Box<Accusation>, Rejection> {
    let day = accusation.offence_date;
    require(day.is_none_or(|day| day <= today), Rejection::OffenceInFuture)?;
    if law.statute_of(&accusation.statute).is_some() {
        require(day.is_some(), Rejection::OffenceDateMissing)?;
    }
    let day = day.unwrap_or(today);
    let (code, version) = match law.provision(&accusation.statute, day) {
        Provision::InForce { code, version } => (code, version),
        Provision::NotInForce => return Err(Rejection::NotInForce { day }),
        Provision::Unknown => {
            accusation.statute_version = None;
            return Ok(accusation);
        }
    };
    let statute = &version.content;
    let circumstances = accusation.circumstances.clone();
    if let Some(unknown) = circumstances.iter().find(|given| !statute.knows(**given)) {
        return Err(Rejection::CircumstanceUnknown { circumstance: *unknown });
    }
    let (code, valid_from) = (code.clone(), version.valid_from);
    accusation.statute_version = Some(StatuteVersion { code, valid_from });
    for element in statute.elements.iter().filter(|element| element.matters(&circumstances)) {
        let StatuteElement { code, text, .. } = element;
        if !accusation.elements.iter().any(|given| given.element.as_str() == code.as_str()) {
            accusation.elements.push(ChargeElement::of_the_law(code, text.clone()));
        }
    }
    for given in &mut accusation.elements {
        let named = |element: &&StatuteElement| element.code.as_str() == given.element.as_str();
        if let Some(element) = statute.elements.iter().find(named) {
            given.mandatory = element.is_required(&circumstances);
        }
    }
    Ok(accusation)
}

/// P1: a charge that goes further says what the law says, also where it was drawn up before that was
/// loaded.
pub(super) fn says_what_the_law_says(
    accusation: &Accusation,
    law: &Law,
    today: NaiveDate,
) -> Result<(), Rejection> {
    let judged = under_the_law(Box::new(accusation.clone()), law, today)?;
    require(*judged == *accusation, Rejection::NotAsTheLawSays)
}

/// The latest day that it is anywhere.
pub(super) fn today(recorded_at: DateTime<Utc>) -> NaiveDate {
    let furthest_east = TimeDelta::hours(14);
    recorded_at.checked_add_signed(furthest_east).unwrap_or(recorded_at).date_naive()
}

/// Only suspects of the investigation are charged.
pub(super) fn is_a_suspect(suspect: SuspectId, standing: &ChargeStanding) -> Result<(), Rejection> {
    require(standing.suspects.contains_key(&suspect), Rejection::SuspectUnknown)
}

/// Only exhibits of the investigation prove anything.
pub(super) fn knows_the_exhibits(
    elements: &[ChargeElement],
    standing: &ChargeStanding,
) -> Result<(), Rejection> {
    for ChargeElement { element, evidence, .. } in elements {
        let known = evidence.iter().all(|exhibit| standing.exhibits.contains_key(exhibit));
        require(known, Rejection::ExhibitUnknown { element: element.to_string() })?;
    }
    Ok(())
}

/// P1: every mandatory element is proved by at least one admissible exhibit.
pub(super) fn every_mandatory_element_is_proved(
    elements: &[ChargeElement],
    standing: &ChargeStanding,
) -> Result<(), Rejection> {
    let unproved: Vec<_> = elements
        .iter()
        .filter(|element| element.mandatory && !is_proved(element, standing))
        .map(|element| element.element.to_string())
        .collect();
    require(unproved.is_empty(), Rejection::ElementUnproved { elements: unproved.join(", ") })
}

/// Whether an admissible exhibit proves an element.
fn is_proved(element: &ChargeElement, standing: &ChargeStanding) -> bool {
    let stands = |exhibit| standing.exhibits.get(exhibit).copied();
    element.evidence.iter().filter_map(stands).any(|s| s == ExhibitStanding::Admissible)
}

/// P2: somebody who may be a victim is not prosecuted before a prosecutor has reviewed whether they
/// may be punished, nor after a decision that they may not.
pub(super) fn may_be_punished(
    suspect: SuspectId,
    standing: &ChargeStanding,
) -> Result<(), Rejection> {
    match standing.suspects.get(&suspect) {
        None => Err(Rejection::SuspectUnknown),
        Some(SuspectStanding::ReviewDue) => Err(Rejection::SuspectMayBeVictim),
        Some(SuspectStanding::NotToBePunished) => Err(Rejection::SuspectNotToBePunished),
        Some(SuspectStanding::Unflagged | SuspectStanding::Reviewed) => Ok(()),
    }
}

/// P3: what was obtained on condition that it is not used in court supports no element.
pub(super) fn nothing_is_kept_from_court(
    elements: &[ChargeElement],
    standing: &ChargeStanding,
) -> Result<(), Rejection> {
    let kept = |exhibit| standing.exhibits.get(exhibit) == Some(&ExhibitStanding::NotForCourt);
    match elements.iter().find(|element| element.evidence.iter().any(kept)) {
        Some(element) => {
            Err(Rejection::ExhibitNotForCourt { element: element.element.to_string() })
        }
        None => Ok(()),
    }
}

/// P1, P2 and P3: what an approved charge has to be.
pub(super) fn may_be_brought(
    suspect: SuspectId,
    accusation: &Accusation,
    standing: &ChargeStanding,
) -> Result<(), Rejection> {
    may_be_punished(suspect, standing)?;
    nothing_is_kept_from_court(&accusation.elements, standing)?;
    every_mandatory_element_is_proved(&accusation.elements, standing)
}

/// Nobody pleads, is tried, sentenced or appeals before there is a charge that far.
pub(super) fn charges_are_that_far(
    kind: CourtEventType,
    charges: &[Charge],
) -> Result<(), Rejection> {
    let filed = |charge: &Charge| matches!(charge.status, Filed | ChargeStatus::Decided);
    let (far_enough, needs) = match kind {
        CourtEventType::Mention
        | CourtEventType::Bail
        | CourtEventType::Committal
        | CourtEventType::Ruling => return Ok(()),
        CourtEventType::Plea | CourtEventType::Trial | CourtEventType::Judgment => {
            (charges.iter().any(filed), "a charge that was filed")
        }
        CourtEventType::Sentence => (charges.iter().any(Charge::convicts), "a conviction"),
        CourtEventType::Appeal => {
            (charges.iter().any(|charge| charge.verdict.is_some()), "a verdict")
        }
    };
    require(far_enough, Rejection::TooEarlyInCourt { kind, needs })
}

/// A sentence says how long and how much, where its type has a term or is a fine.
pub(super) fn sentence_is_whole(sentence: &Sentence) -> Result<(), Rejection> {
    let is_fine = sentence.sentence_type == SentenceType::Fine;
    require(!is_fine || sentence.fine.is_some(), Rejection::FineMissing)?;
    match (sentence.sentence_type.has_term(), sentence.term) {
        (true, None) => Err(Rejection::TermMissing),
        (true, Some(term)) => require(!term.is_nothing(), Rejection::TermMissing),
        (false, Some(_)) => Err(Rejection::TermMisplaced),
        (false, None) => Ok(()),
    }
}

/// Refuses what is not possible in a charge's status, by the name of the status.
pub(super) fn within(
    status: ChargeStatus,
    action: &'static str,
    from: &[ChargeStatus],
) -> Result<(), Rejection> {
    if from.contains(&status) {
        return Ok(());
    }
    let from = from.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    Err(Rejection::NotAllowedIn { action, status, from })
}

/// Whether a text says nothing, because it is empty or has been erased.
pub(super) fn is_blank(text: &Personal<String>) -> bool {
    text.get().is_none_or(|text| text.trim().is_empty())
}

/// A rule that fits one line.
pub(super) fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}
