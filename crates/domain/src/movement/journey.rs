//! A journey: one trip of a person or a group, leg by leg, until it ends.

mod code;
mod command;
mod event;
mod leg;
mod policy;
mod rejection;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use code::{
    CasualtyKind, Confidence, CrossingManner, Facilitation, JourneyOutcome, Supply, TravelMode,
};
pub use command::JourneyCommand;
pub use event::JourneyEvent;
pub use leg::{Conditions, Crossing, Group, Hold, Leg, Ransom, Travellers};
pub use policy::{MAX_LEGS, MAX_PERSONS};
pub use rejection::JourneyRejection;

use crate::id::EventId;
use crate::value::Place;
use crate::{AgencyId, Claim, Decider, Law, Metadata, Personal};

/// A journey in the course of its record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Journey {
    /// Nothing is recorded.
    #[default]
    NotStarted,
    /// People travel, or are held on the way.
    UnderWay(Trip),
    /// It is over; only corrections and judgements are taken.
    Ended {
        /// The trip.
        trip: Trip,
        /// Where it ended.
        place: Place,
        /// What came of it.
        outcome: JourneyOutcome,
    },
}

/// What the rules of a journey read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trip {
    agency: AgencyId,
    origin: Place,
    is_group: bool,
    travelling: u32,
    facilitation: Facilitation,
    legs: Vec<Leg>,
    holds: Vec<Hold>,
}

impl Decider for Journey {
    const CATEGORY: &'static str = "journey";
    const HOLDS_PERSONAL_DATA: bool = true;

    type Command = JourneyCommand;
    type Event = JourneyEvent;
    type Rejection = JourneyRejection;

    fn decide(
        &self,
        command: JourneyCommand,
        metadata: &Metadata,
        _law: &Law,
    ) -> Result<Vec<JourneyEvent>, JourneyRejection> {
        policy::role_may_write(metadata.actor.role)?;
        if let Some(trip) = self.trip() {
            policy::is_of_agency(&metadata.actor, &trip.agency)?;
        }
        match (self, command) {
            (
                Self::NotStarted,
                JourneyCommand::Start {
                    investigation,
                    subject,
                    origin,
                    intended_destination,
                    facilitation,
                },
            ) => {
                policy::group_adds_up(&subject)?;
                let agency = metadata.actor.agency.clone();
                Ok(vec![JourneyEvent::Started {
                    investigation,
                    agency,
                    subject,
                    origin,
                    intended_destination,
                    facilitation,
                }])
            }
            (Self::NotStarted, _) => Err(JourneyRejection::NotStarted),
            (_, JourneyCommand::Start { .. }) => Err(JourneyRejection::AlreadyStarted),

            (Self::UnderWay(trip), JourneyCommand::RecordLeg { leg }) => trip.record_leg(leg),
            (Self::UnderWay(trip), JourneyCommand::HoldAt { hold }) => trip.hold_at(hold),
            (Self::UnderWay(trip), JourneyCommand::Intercept { by, place, persons_found }) => {
                if persons_found == 0 {
                    return Err(JourneyRejection::NobodyFound);
                }
                if persons_found > trip.travelling {
                    let travelling = trip.travelling;
                    return Err(JourneyRejection::MoreFoundThanTravel { travelling });
                }
                if persons_found > MAX_PERSONS {
                    return Err(JourneyRejection::TooManyFound { most: MAX_PERSONS });
                }
                Ok(vec![
                    JourneyEvent::Intercepted { by, place, persons_found },
                    JourneyEvent::ScreeningRequired { persons: persons_found },
                ])
            }
            (
                Self::UnderWay(trip),
                JourneyCommand::RecordDeathOrInjury { kind, persons, cause, place },
            ) => {
                trip.has(persons)?;
                if policy::is_blank(&cause) {
                    return Err(JourneyRejection::CauseMissing);
                }
                Ok(vec![JourneyEvent::DeathOrInjuryRecorded { kind, persons, cause, place }])
            }
            (Self::UnderWay(trip), JourneyCommand::JoinGroup { persons, place }) => {
                trip.is_of_a_group()?;
                trip.has_room_for(persons)?;
                Ok(vec![JourneyEvent::PersonsJoined { persons, place }])
            }
            (Self::UnderWay(trip), JourneyCommand::LeaveGroup { persons, place }) => {
                trip.is_of_a_group()?;
                trip.has(persons)?;
                Ok(vec![JourneyEvent::PersonsLeft { persons, place }])
            }
            (Self::UnderWay(trip), JourneyCommand::End { place, outcome }) => {
                if outcome == JourneyOutcome::Died && trip.travelling > 0 {
                    let travelling = trip.travelling;
                    return Err(JourneyRejection::SomeStillTravel { travelling });
                }
                Ok(vec![JourneyEvent::Ended { place, outcome }])
            }

            (
                Self::UnderWay(trip) | Self::Ended { trip, .. },
                JourneyCommand::CorrectLeg { number, leg, reason, corrects },
            ) => trip.correct_leg(number, leg, reason, corrects),
            (
                Self::UnderWay(trip) | Self::Ended { trip, .. },
                JourneyCommand::ChangeClassification { to, reasons },
            ) => trip.change_classification(to, reasons),

            (
                Self::Ended { place, outcome, .. },
                JourneyCommand::End { place: at, outcome: of },
            ) if *place == at && *outcome == of => Ok(vec![]),
            (Self::Ended { .. }, _) => Err(JourneyRejection::NotAllowedOnceEnded),
        }
    }

    fn evolve(self, event: &JourneyEvent) -> Self {
        match event {
            JourneyEvent::Started { agency, subject, origin, facilitation, .. } => {
                Self::UnderWay(Trip {
                    agency: agency.clone(),
                    origin: origin.clone(),
                    is_group: matches!(subject, Travellers::Group(_)),
                    travelling: subject.headcount(),
                    facilitation: *facilitation,
                    legs: vec![],
                    holds: vec![],
                })
            }
            JourneyEvent::LegRecorded { leg, .. } => {
                self.with(|trip| trip.legs.push(Leg::clone(leg)))
            }
            JourneyEvent::LegCorrected { n, leg, .. } => self.with(|trip| {
                if let Some(known) = index(*n).and_then(|index| trip.legs.get_mut(index)) {
                    *known = Leg::clone(leg);
                }
            }),
            JourneyEvent::HeldAt { hold } => self.with(|trip| trip.holds.push(Hold::clone(hold))),
            JourneyEvent::Intercepted { persons_found: persons, .. }
            | JourneyEvent::PersonsLeft { persons, .. }
            | JourneyEvent::DeathOrInjuryRecorded { kind: CasualtyKind::Death, persons, .. } => {
                self.with(|trip| trip.travelling = trip.travelling.saturating_sub(*persons))
            }
            JourneyEvent::PersonsJoined { persons, .. } => {
                self.with(|trip| trip.travelling = trip.travelling.saturating_add(*persons))
            }
            JourneyEvent::ClassificationChanged { to, .. } => {
                self.with(|trip| trip.facilitation = *to)
            }
            JourneyEvent::DeathOrInjuryRecorded { kind: CasualtyKind::Injury, .. }
            | JourneyEvent::ImplausibleSpeedNoted { .. }
            | JourneyEvent::ScreeningRequired { .. } => self,
            JourneyEvent::Ended { place, outcome } => self.ended(place.clone(), *outcome),
        }
    }

    /// A journey claims no name, so none is ever taken.
    fn taken(_claim: &Claim) -> JourneyRejection {
        JourneyRejection::AlreadyStarted
    }
}

impl Journey {
    fn trip(&self) -> Option<&Trip> {
        match self {
            Self::NotStarted => None,
            Self::UnderWay(trip) | Self::Ended { trip, .. } => Some(trip),
        }
    }

    fn with(mut self, change: impl FnOnce(&mut Trip)) -> Self {
        if let Self::UnderWay(trip) | Self::Ended { trip, .. } = &mut self {
            change(trip);
        }
        self
    }

    fn ended(self, place: Place, outcome: JourneyOutcome) -> Self {
        match self {
            Self::UnderWay(trip) | Self::Ended { trip, .. } => Self::Ended { trip, place, outcome },
            Self::NotStarted => Self::NotStarted,
        }
    }
}

impl Trip {
    /// The next leg, with a note when it is faster than its mode can be.
    fn record_leg(&self, leg: Box<Leg>) -> Result<Vec<JourneyEvent>, JourneyRejection> {
        if self.legs.last() == Some(&*leg) {
            return Ok(vec![]);
        }
        let n = number(self.legs.len());
        if n > MAX_LEGS {
            return Err(JourneyRejection::TooManyLegs { most: MAX_LEGS });
        }
        if self.travelling == 0 {
            return Err(JourneyRejection::NobodyTravels);
        }
        policy::leg_makes_sense(&leg)?;
        policy::leg_follows(n, &leg, &self.origin, self.legs.last())?;
        let note = policy::implausible_speed(n, &leg);
        Ok(std::iter::once(JourneyEvent::LegRecorded { n, leg }).chain(note).collect())
    }

    /// A leg as it is known now, which must still fit between its neighbours.
    fn correct_leg(
        &self,
        n: u32,
        leg: Box<Leg>,
        reason: Personal<String>,
        corrects_event_id: EventId,
    ) -> Result<Vec<JourneyEvent>, JourneyRejection> {
        let known = index(n).and_then(|index| Some((index, self.legs.get(index)?)));
        let (index, known) = known.ok_or(JourneyRejection::NoSuchLeg { number: n })?;
        if *known == *leg {
            return Ok(vec![]);
        }
        if policy::is_blank(&reason) {
            return Err(JourneyRejection::ReasonMissing);
        }
        policy::leg_makes_sense(&leg)?;
        let before = index.checked_sub(1).and_then(|before| self.legs.get(before));
        policy::leg_follows(n, &leg, &self.origin, before)?;
        if let Some(next) = self.legs.get(index + 1) {
            policy::next_leg_still_follows(n + 1, &leg, next)?;
        }
        let note = policy::implausible_speed(n, &leg);
        let corrected = JourneyEvent::LegCorrected { n, corrects_event_id, reason, leg };
        Ok(std::iter::once(corrected).chain(note).collect())
    }

    fn hold_at(&self, hold: Box<Hold>) -> Result<Vec<JourneyEvent>, JourneyRejection> {
        if self.holds.contains(&hold) {
            return Ok(vec![]);
        }
        if self.travelling == 0 {
            return Err(JourneyRejection::NobodyTravels);
        }
        if hold.to.as_ref().is_some_and(|to| to.is_certainly_before(&hold.from)) {
            return Err(JourneyRejection::HoldEndsBeforeItBegins);
        }
        Ok(vec![JourneyEvent::HeldAt { hold }])
    }

    fn change_classification(
        &self,
        to: Facilitation,
        reasons: Personal<String>,
    ) -> Result<Vec<JourneyEvent>, JourneyRejection> {
        if self.facilitation == to {
            return Ok(vec![]);
        }
        if policy::is_blank(&reasons) {
            return Err(JourneyRejection::ReasonsMissing);
        }
        let from = self.facilitation;
        Ok(vec![JourneyEvent::ClassificationChanged { from, to, reasons }])
    }

    fn is_of_a_group(&self) -> Result<(), JourneyRejection> {
        if self.is_group { Ok(()) } else { Err(JourneyRejection::NotAGroup) }
    }

    /// J2: somebody joins, and the group does not become too large.
    fn has_room_for(&self, persons: u32) -> Result<(), JourneyRejection> {
        let travelling = self.travelling;
        match persons {
            0 => Err(JourneyRejection::NoPersons),
            some if some > MAX_PERSONS.saturating_sub(travelling) => {
                Err(JourneyRejection::TooManyJoin { most: MAX_PERSONS, travelling })
            }
            _ => Ok(()),
        }
    }

    /// J2: nobody leaves, is hurt or dies who does not travel.
    fn has(&self, persons: u32) -> Result<(), JourneyRejection> {
        let travelling = self.travelling;
        match persons {
            0 => Err(JourneyRejection::NoPersons),
            some if some > travelling => Err(JourneyRejection::MoreThanTravel { travelling }),
            _ => Ok(()),
        }
    }
}

/// The number of the leg that comes after so many.
fn number(legs: usize) -> u32 {
    u32::try_from(legs).unwrap_or(u32::MAX).saturating_add(1)
}

/// Where the leg of a number is kept; none for zero.
fn index(number: u32) -> Option<usize> {
    usize::try_from(number.checked_sub(1)?).ok()
}
