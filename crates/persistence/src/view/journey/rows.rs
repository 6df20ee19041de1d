//! A journey as the map shows it.

use chrono::{DateTime, Utc};
use mpaka_domain::Handling;
use mpaka_domain::movement::journey::{
    Confidence, CrossingManner, Facilitation, JourneyOutcome, Supply, TravelMode, Travellers,
};
use mpaka_domain::value::{GeoPoint, Money, PartialTime, Place, Selector, TravelDocument};
use serde::Deserialize;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use crate::view;

/// A journey with what its reader may see of it.
#[derive(Debug, Clone)]
pub struct JourneyRow {
    /// Its id.
    pub journey_id: Uuid,
    /// The file it belongs to.
    pub investigation_id: Uuid,
    /// The agency whose record it is.
    pub agency: String,
    /// The version of its stream.
    pub version: i64,
    /// The position of its first event.
    pub begun: i64,
    /// Who set out.
    pub subject: Travellers,
    /// Where they set out from.
    pub origin: Place,
    /// Where they meant to go.
    pub intended_destination: Option<Place>,
    /// How it was first judged to be brought about.
    pub facilitation: String,
    /// Its marking.
    pub handling: Handling,
    /// Its legs by number.
    pub legs: Vec<LegRow>,
    /// What happened on the way, in the order of recording.
    pub turns: Vec<TurnRow>,
    /// The screenings its interceptions asked for, one a person.
    pub screenings: Vec<ScreeningRow>,
}

/// A leg as it is known now.
#[derive(Debug, Clone)]
pub struct LegRow {
    pub(super) journey_id: Uuid,
    /// Its number, from 1.
    pub number: i32,
    /// The leg as it was told, personal fields opened; read it with [`LegRow::seen`].
    pub data: Value,
    /// The event that first recorded it.
    pub event_id: Uuid,
    /// The event that last corrected it.
    pub corrected_by: Option<Uuid>,
    /// What showed that it was otherwise; null once erased.
    pub reason: Value,
    /// The note that it is faster than its mode can be: `{leg, kmh, max}`.
    pub warning: Option<Value>,
    /// Its marking, which is the correction's once it was corrected.
    pub handling: Json<Handling>,
}

/// What a leg tells its reader: personal fields are none once erased.
#[derive(Debug, Clone, Deserialize)]
pub struct LegSeen {
    /// Where it started.
    pub from: Place,
    /// Where it ended.
    pub to: Place,
    /// Known places passed on the way.
    #[serde(default)]
    pub via: Vec<Place>,
    /// When they left.
    pub depart: PartialTime,
    /// When they arrived.
    pub arrive: PartialTime,
    /// What they travelled on.
    pub mode: TravelMode,
    /// What the vehicles can be found by.
    #[serde(default)]
    pub carriers: Vec<Option<Selector>>,
    /// Who drove, guided or arranged it.
    #[serde(default)]
    pub facilitators: Vec<Option<String>>,
    /// The documents that were shown.
    #[serde(default)]
    pub documents_used: Vec<Option<TravelDocument>>,
    /// The border that was crossed.
    #[serde(default)]
    pub crossing: Option<CrossingSeen>,
    /// What was paid.
    #[serde(default)]
    pub fee: Option<Money>,
    /// How people fared.
    #[serde(default)]
    pub conditions: Option<ConditionsSeen>,
    /// The way they took, point by point.
    #[serde(default)]
    pub track: Vec<GeoPoint>,
    /// How well it is known.
    pub confidence: Confidence,
    /// Why it does not start where the one before ended.
    #[serde(default)]
    pub gap: Option<String>,
}

/// A border crossed on a leg.
#[derive(Debug, Clone, Deserialize)]
pub struct CrossingSeen {
    /// The border point.
    pub border_point: Place,
    /// How it was crossed.
    pub manner: CrossingManner,
}

/// How people fared on a leg.
#[derive(Debug, Clone, Copy, Deserialize)]
pub struct ConditionsSeen {
    /// Food.
    pub food: Option<Supply>,
    /// Water.
    pub water: Option<Supply>,
    /// Violence.
    pub violence: Option<bool>,
    /// Whether they were locked in.
    pub confinement: Option<bool>,
}

/// A payment demanded for a release.
#[derive(Debug, Clone, Deserialize)]
pub struct RansomSeen {
    /// How much.
    pub amount: Money,
    /// Where it was to be paid.
    #[serde(default)]
    pub pay_to: Option<Selector>,
}

/// What happened on a journey besides its legs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnKind {
    /// People were held.
    Held,
    /// An authority stopped them.
    Intercepted,
    /// Persons died.
    Death,
    /// Persons were hurt.
    Injury,
    /// Persons joined.
    Joined,
    /// Persons left.
    Left,
    /// The journey is judged otherwise.
    Reclassified,
    /// The journey ended.
    Ended,
}

/// Something that happened on a journey.
#[derive(Debug, Clone)]
pub struct TurnRow {
    pub(super) journey_id: Uuid,
    /// What, by [`TurnKind::stored`].
    pub kind: String,
    /// The event's data, personal fields opened.
    pub data: Value,
    /// When.
    pub occurred: Value,
    /// Its marking.
    pub handling: Json<Handling>,
}

/// A person found by an interception, who is to be screened.
#[derive(Debug, Clone)]
pub struct ScreeningRow {
    pub(super) journey_id: Uuid,
    /// Which of the persons found, from 1.
    pub person: i32,
    /// When the task was raised.
    pub raised_at: DateTime<Utc>,
    /// Whether as many persons were screened in the file as it takes to reach this one.
    pub done: bool,
}

impl TurnKind {
    const ALL: [Self; 8] = [
        Self::Held,
        Self::Intercepted,
        Self::Death,
        Self::Injury,
        Self::Joined,
        Self::Left,
        Self::Reclassified,
        Self::Ended,
    ];

    /// The kind as it is stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Held => "HELD",
            Self::Intercepted => "INTERCEPTED",
            Self::Death => "DEATH",
            Self::Injury => "INJURY",
            Self::Joined => "JOINED",
            Self::Left => "LEFT",
            Self::Reclassified => "RECLASSIFIED",
            Self::Ended => "ENDED",
        }
    }

    /// Reads a kind as it is stored.
    pub fn stored(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl LegRow {
    /// What it tells its reader.
    pub fn seen(&self) -> Result<LegSeen, serde_json::Error> {
        LegSeen::deserialize(&self.data)
    }

    /// Whether it does not start where the one before ended.
    pub fn has_gap(&self) -> bool {
        self.data.get("gap").is_some()
    }
}

impl TurnRow {
    /// What kind of thing happened.
    pub fn kind(&self) -> Option<TurnKind> {
        TurnKind::stored(&self.kind)
    }

    /// How many persons it concerns, where it counts them.
    pub fn persons(&self) -> Option<u32> {
        let count = self.data.get("persons").or_else(|| self.data.get("persons_found"))?;
        u32::try_from(count.as_u64()?).ok()
    }
}

impl JourneyRow {
    /// Its place in the list of a file's journeys: in the order they were started.
    pub fn place(&self) -> view::Place {
        (self.begun, 0)
    }

    /// How many travel now, by what the reader may see (J2).
    pub fn travelling(&self) -> u32 {
        self.turns.iter().fold(self.subject.headcount(), |travelling, turn| {
            let persons = turn.persons().unwrap_or_default();
            match turn.kind() {
                Some(TurnKind::Joined) => travelling.saturating_add(persons),
                Some(TurnKind::Left | TurnKind::Death | TurnKind::Intercepted) => {
                    travelling.saturating_sub(persons)
                }
                Some(
                    TurnKind::Held | TurnKind::Injury | TurnKind::Reclassified | TurnKind::Ended,
                )
                | None => travelling,
            }
        })
    }

    /// How it is judged now, by what the reader may see.
    pub fn judged(&self) -> Option<Facilitation> {
        let latest = self.last(TurnKind::Reclassified).and_then(|turn| turn.data["to"].as_str());
        latest.unwrap_or(&self.facilitation).parse().ok()
    }

    /// What came of it, once it ended, as far as the reader may see.
    pub fn outcome(&self) -> Option<JourneyOutcome> {
        self.last(TurnKind::Ended)?.data["outcome"].as_str()?.parse().ok()
    }

    fn last(&self, kind: TurnKind) -> Option<&TurnRow> {
        self.turns.iter().rfind(|turn| turn.kind() == Some(kind))
    }
}
