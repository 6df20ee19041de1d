//! What can happen on a journey.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::code::{CasualtyKind, Facilitation, JourneyOutcome};
use super::leg::{Hold, Leg, Travellers};
use crate::id::{EventId, InvestigationId};
use crate::value::Place;
use crate::{AgencyId, Personal};

/// A fact about a journey.
#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum JourneyEvent {
    /// The record of a trip was started.
    Started {
        /// The investigation it belongs to.
        investigation: InvestigationId,
        /// The agency whose record it is.
        agency: AgencyId,
        /// Who travelled.
        subject: Travellers,
        /// Where they set out from.
        origin: Place,
        /// Where they meant to go, if known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        intended_destination: Option<Place>,
        /// How it was brought about, as far as was known.
        facilitation: Facilitation,
    },
    /// A leg was travelled.
    LegRecorded {
        /// The number of the leg, from 1.
        n: u32,
        /// The leg.
        leg: Box<Leg>,
    },
    /// A leg was otherwise than recorded. Notes of implausible speed about the earlier account lapse.
    LegCorrected {
        /// The number of the leg.
        n: u32,
        /// The event that is corrected.
        corrects_event_id: EventId,
        /// What showed that it was otherwise.
        reason: Personal<String>,
        /// The leg as it is known now, whole.
        leg: Box<Leg>,
    },
    /// A leg as recorded is faster than its mode can be: a time, a place or the mode is wrong (J1).
    ImplausibleSpeedNoted {
        /// The number of the leg.
        leg: u32,
        /// The least speed its places and times imply, in km/h, rounded down.
        kmh: u32,
        /// The most its mode can do, in km/h.
        max: u32,
    },
    /// People were held at a place.
    HeldAt {
        /// The stay.
        #[serde(flatten)]
        hold: Box<Hold>,
    },
    /// An authority stopped them; those found travel no further on this journey.
    Intercepted {
        /// The agency that stopped them.
        by: AgencyId,
        /// Where.
        place: Place,
        /// How many persons were found.
        persons_found: u32,
    },
    /// Persons who were found are to be screened, each of them, before anything is charged (J3).
    ScreeningRequired {
        /// How many persons.
        persons: u32,
    },
    /// Persons died or were hurt.
    DeathOrInjuryRecorded {
        /// Whether they died or were hurt.
        kind: CasualtyKind,
        /// How many persons.
        persons: u32,
        /// What of.
        cause: Personal<String>,
        /// Where.
        place: Place,
    },
    /// Persons joined the group.
    PersonsJoined {
        /// How many persons.
        persons: u32,
        /// Where.
        place: Place,
    },
    /// Persons left the group.
    PersonsLeft {
        /// How many persons.
        persons: u32,
        /// Where.
        place: Place,
    },
    /// The journey is judged otherwise.
    ClassificationChanged {
        /// How it was judged.
        from: Facilitation,
        /// How it is judged now.
        to: Facilitation,
        /// What shows it.
        reasons: Personal<String>,
    },
    /// The journey ended.
    Ended {
        /// Where, or where they were last seen.
        place: Place,
        /// What came of it.
        outcome: JourneyOutcome,
    },
}
