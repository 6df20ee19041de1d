//! The longer rules of a suspect: one function a rule.

use std::collections::BTreeSet;

use chrono::FixedOffset;

use super::SuspectStatus::{self, Arrested, Bailed, Charged, PersonOfInterest, Suspect, Wanted};
use super::code::NonpunishmentDecision;
use super::command::SuspectCommand;
use super::detention;
use super::dossier::{Dossier, Review};
use super::event::{AppropriateAdult, SuspectEvent};
use super::rejection::SuspectRejection as Rejection;
use crate::casework::text::Offence;
use crate::casework::{is_blank, writes_casework};
use crate::id::NominalId;
use crate::metadata::{Actor, Role, SourceKind};
use crate::nominals::nominal::{NamedNominal, NominalCategory};
use crate::value::{Majority, Place};
use crate::{AgencyId, Law, Metadata, Personal, SourceRef};

/// The statuses in which the matter is still open.
pub(super) const OPEN: &[SuspectStatus] =
    &[PersonOfInterest, Suspect, Wanted, Arrested, Bailed, Charged];

/// Facts are added to anybody who has not been eliminated.
pub(super) const NOT_ELIMINATED: &[SuspectStatus] = &[
    PersonOfInterest,
    Suspect,
    Wanted,
    Arrested,
    Bailed,
    Charged,
    SuspectStatus::Convicted,
    SuspectStatus::Acquitted,
    SuspectStatus::Discontinued,
];

/// The least grade that carries suspicion, in thousandths (S1).
const CARRYING_WEIGHT: u16 = 300;

/// Only investigators and supervisors nominate, and say whom and why.
pub(super) fn nominating(
    command: SuspectCommand,
    metadata: &Metadata,
) -> Result<Vec<SuspectEvent>, Rejection> {
    let SuspectCommand::Nominate {
        investigation,
        nominal_id,
        named,
        name,
        description,
        birth,
        roles,
        network_roles,
        grounds,
    } = command
    else {
        return Err(Rejection::NotNominated);
    };
    require(writes_casework(metadata.actor.role), Rejection::RoleMayNotWrite)?;
    let described = description.as_ref().is_some_and(|description| !is_blank(description));
    let known = name.is_some() || described || nominal_id.is_some();
    require(known, Rejection::NothingToKnowThemBy)?;
    require(!is_blank(&grounds), Rejection::GroundsMissing)?;
    if nominal_id.is_some() {
        is_a_person_of(&metadata.actor.agency, named.as_ref())?;
    }
    Ok(vec![SuspectEvent::Nominated {
        investigation,
        agency: metadata.actor.agency.clone(),
        nominal_id,
        name,
        description,
        birth,
        roles,
        network_roles,
        grounds,
        source_ref: metadata.source.clone(),
    }])
}

/// NOM-6: a suspect is linked to a record that their own agency holds about a person.
pub(super) fn is_a_person_of(
    agency: &AgencyId,
    named: Option<&NamedNominal>,
) -> Result<(), Rejection> {
    let theirs = named.is_some_and(|named| named.is(agency, NominalCategory::Person));
    require(theirs, Rejection::NominalNotYours)
}

/// NOM-6: a suspect is linked to one record at a time; to the same one again, nothing changes.
pub(super) fn linking(
    dossier: &Dossier,
    nominal_id: NominalId,
    named: Option<&NamedNominal>,
) -> Result<Vec<SuspectEvent>, Rejection> {
    within(dossier.status, "linking a nominal", NOT_ELIMINATED)?;
    if dossier.nominal == Some(nominal_id) {
        return Ok(vec![]);
    }
    require(dossier.nominal.is_none(), Rejection::AlreadyLinked)?;
    is_a_person_of(&dossier.agency, named)?;
    Ok(vec![SuspectEvent::NominalLinked { nominal_id }])
}

/// A link is taken back with a reason; where there is none, nothing changes.
pub(super) fn unlinking(
    dossier: &Dossier,
    reason: Personal<String>,
) -> Result<Vec<SuspectEvent>, Rejection> {
    require(!is_blank(&reason), Rejection::ReasonMissing)?;
    let unlinked = |nominal_id| SuspectEvent::NominalUnlinked { nominal_id, reason };
    Ok(dossier.nominal.map(unlinked).into_iter().collect())
}

/// Investigators and supervisors write in their own agency's files. Prosecutors of any agency review,
/// charge and record outcomes; victim-support officers of the agency flag possible victims.
pub(super) fn access(
    dossier: &Dossier,
    command: &SuspectCommand,
    actor: &Actor,
) -> Result<(), Rejection> {
    if matches!(command, SuspectCommand::ReviewNonpunishment { .. }) {
        return require(actor.role == Role::Prosecutor, Rejection::ProsecutorMustReview);
    }
    let prosecution =
        matches!(command, SuspectCommand::Charge { .. } | SuspectCommand::RecordOutcome { .. });
    if prosecution && actor.role == Role::Prosecutor {
        return Ok(());
    }
    let flags = matches!(command, SuspectCommand::FlagPossibleVictim { .. })
        && actor.role == Role::VictimSupportOfficer;
    require(writes_casework(actor.role) || flags, Rejection::RoleMayNotWrite)?;
    require(actor.agency == dossier.agency, Rejection::NotYourFile)
}

/// S1: whether a source carries suspicion: an exhibit, or a grade of at least 0.3.
pub(super) fn carries_suspicion(source: Option<&SourceRef>) -> bool {
    source.is_some_and(|source| {
        source.kind == SourceKind::Exhibit
            || source.grade.as_ref().is_some_and(|grade| grade.weight() >= CARRYING_WEIGHT)
    })
}

/// S2: a child, or somebody who may have been one on the day, is not interviewed alone. Nobody knows
/// the age of somebody whose birth date is not recorded.
pub(super) fn no_child_interviewed_alone(
    dossier: &Dossier,
    adult: Option<&AppropriateAdult>,
    metadata: &Metadata,
) -> Result<(), Rejection> {
    let zone = FixedOffset::from(metadata.occurred.zone());
    let day = metadata.occurred.earliest().with_timezone(&zone).date_naive();
    let birth = dossier.birth.as_ref().and_then(|birth| birth.get());
    let majority = birth.map_or(Majority::Uncertain, |birth| birth.is_minor_on(day));
    require(majority == Majority::Adult || adult.is_some(), Rejection::AppropriateAdultMissing)
}

/// S3: a possible victim is not charged before a prosecutor has said that they may be.
pub(super) fn no_victim_charged_unreviewed(dossier: &Dossier) -> Result<(), Rejection> {
    if dossier.indicators.is_empty() {
        return Ok(());
    }
    match dossier.review.as_ref().map(|review| review.decision) {
        None => Err(Rejection::NonpunishmentNotReviewed),
        Some(NonpunishmentDecision::DoNotProceed) => Err(Rejection::NotToBePunished),
        Some(NonpunishmentDecision::Proceed) => Ok(()),
    }
}

/// Somebody arrested or bailed is charged, and somebody charged is charged with more; what is charged
/// already is not charged again.
pub(super) fn charging(
    dossier: &Dossier,
    offences: &BTreeSet<Offence>,
) -> Result<Vec<SuspectEvent>, Rejection> {
    require(!offences.is_empty(), Rejection::OffenceMissing)?;
    within(dossier.status, "charging", &[Arrested, Bailed, Charged])?;
    let offences: BTreeSet<_> = offences.difference(&dossier.offences).cloned().collect();
    if offences.is_empty() {
        return Ok(vec![]);
    }
    no_victim_charged_unreviewed(dossier)?;
    Ok(vec![SuspectEvent::Charged { offences }])
}

/// An arrest starts the detention clock of the place where it was made, where there is one.
pub(super) fn detention_clock(
    place: &Personal<Place>,
    metadata: &Metadata,
    law: &Law,
) -> Result<Option<SuspectEvent>, Rejection> {
    let place = place.get().ok_or(Rejection::PlaceMissing)?;
    let limit = detention::limit(place, metadata.occurred.earliest(), law);
    Ok(limit.map(|(rule, due)| SuspectEvent::DetentionClockStarted { rule, due }))
}

/// A review answers the signs that were flagged; the same answer again changes nothing.
pub(super) fn reviewing(
    dossier: &Dossier,
    review: Review,
    reasons: Personal<String>,
) -> Result<Vec<SuspectEvent>, Rejection> {
    require(!dossier.indicators.is_empty(), Rejection::NotFlagged)?;
    require(!is_blank(&reasons), Rejection::ReasonsMissing)?;
    if dossier.review.as_ref() == Some(&review) {
        return Ok(vec![]);
    }
    let Review { decision, provision } = review;
    Ok(vec![SuspectEvent::NonpunishmentReviewed { decision, provision, reasons }])
}

/// Refuses what is not possible in a status, by the name of the status.
pub(super) fn within(
    status: SuspectStatus,
    action: &'static str,
    from: &[SuspectStatus],
) -> Result<(), Rejection> {
    if from.contains(&status) {
        return Ok(());
    }
    let from = from.iter().map(ToString::to_string).collect::<Vec<_>>().join(" or ");
    Err(Rejection::NotAllowedIn { action, status, from })
}

/// A rule that fits one line.
pub(super) fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}
