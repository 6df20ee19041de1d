//! What can be asked of a journey.

use serde::Serialize;

use super::code::{CasualtyKind, Facilitation, JourneyOutcome};
use super::leg::{Hold, Leg, Travellers};
use crate::id::{EventId, InvestigationId};
use crate::value::Place;
use crate::{AgencyId, Personal};

/// What an officer can record about a journey.
#[derive(Debug, Clone, Serialize)]
pub enum JourneyCommand {
    /// Starts the record of one trip of a person or a group.
    Start {
        /// The investigation it belongs to.
        investigation: InvestigationId,
        /// Who travelled.
        subject: Travellers,
        /// Where they set out from; the first leg starts here.
        origin: Place,
        /// Where they meant to go, or were told they would, if known.
        intended_destination: Option<Place>,
        /// How the journey was brought about, as far as is known.
        facilitation: Facilitation,
    },
    /// Records the next leg. Its number is given in the order of recording, from 1.
    RecordLeg {
        /// The leg.
        leg: Box<Leg>,
    },
    /// Replaces what is held of a leg by what is known now; the earlier account stays in the log.
    CorrectLeg {
        /// The number of the leg.
        number: u32,
        /// The leg as it is known now, whole.
        leg: Box<Leg>,
        /// What showed that it was otherwise.
        reason: Personal<String>,
        /// The event that is corrected.
        corrects: EventId,
    },
    /// Records that people were held at a place.
    HoldAt {
        /// The stay.
        hold: Box<Hold>,
    },
    /// Records that an authority stopped them. Those found leave the journey and are to be screened.
    Intercept {
        /// The agency that stopped them.
        by: AgencyId,
        /// Where.
        place: Place,
        /// How many persons were found, at least one.
        persons_found: u32,
    },
    /// Records that persons died or were hurt. The dead no longer count as travelling.
    RecordDeathOrInjury {
        /// Whether they died or were hurt.
        kind: CasualtyKind,
        /// How many persons, at least one.
        persons: u32,
        /// What of.
        cause: Personal<String>,
        /// Where.
        place: Place,
    },
    /// Records that persons joined the group.
    JoinGroup {
        /// How many persons, at least one.
        persons: u32,
        /// Where.
        place: Place,
    },
    /// Records that persons left the group.
    LeaveGroup {
        /// How many persons, at least one.
        persons: u32,
        /// Where.
        place: Place,
    },
    /// Changes how the journey is judged, as when smuggling turns out to be trafficking.
    ChangeClassification {
        /// How it is judged now.
        to: Facilitation,
        /// What shows it.
        reasons: Personal<String>,
    },
    /// Ends the journey. After this only corrections and judgements are taken.
    End {
        /// Where it ended, or where they were last seen when they are missing.
        place: Place,
        /// What came of it.
        outcome: JourneyOutcome,
    },
}
