//! A leg of a journey, out.

use async_graphql::{Object, Result, SimpleObject};
use mpaka_domain::movement::journey::{Confidence, CrossingManner, Supply, TravelMode};
use mpaka_domain::value::{self, DocumentKind, Genuineness, TravelDocument};
use mpaka_persistence::view::journey::{LegRow, LegSeen};
use serde_json::Value;

use crate::code::Code;
use crate::handling::Handling;
use crate::scalar::EventId;
use crate::selector::Selector;
use crate::time::PartialTime;
use crate::values::{GeoPoint, Money, Place};

/// One leg of a journey, as it is known now.
pub struct JourneyLeg {
    row: LegRow,
    seen: LegSeen,
}

impl JourneyLeg {
    /// The leg as a view stores it.
    pub(super) fn read(row: &LegRow) -> Result<Self> {
        let seen = row.seen().map_err(|_| "an unreadable leg")?;
        Ok(Self { row: row.clone(), seen })
    }
}

/// One leg of a journey, as it is known now.
#[Object]
impl JourneyLeg {
    /// Its number in the journey, from 1.
    async fn number(&self) -> i32 {
        self.row.number
    }

    /// Where it started.
    async fn from(&self) -> Place {
        Place(self.seen.from.clone())
    }

    /// Where it ended.
    async fn to(&self) -> Place {
        Place(self.seen.to.clone())
    }

    /// Known places passed on the way, in order.
    async fn via(&self) -> Vec<Place> {
        self.seen.via.iter().cloned().map(Place).collect()
    }

    /// When they left, as exactly as it is known.
    async fn depart(&self) -> PartialTime {
        PartialTime(self.seen.depart.clone())
    }

    /// When they arrived, as exactly as it is known.
    async fn arrive(&self) -> PartialTime {
        PartialTime(self.seen.arrive.clone())
    }

    /// What they travelled on.
    async fn mode(&self) -> Code<TravelMode> {
        Code(self.seen.mode)
    }

    /// What the vehicles can be found by, such as their plates; without those that were erased.
    async fn carriers(&self) -> Vec<Selector> {
        self.seen.carriers.iter().flatten().cloned().map(Selector).collect()
    }

    /// Who drove, guided or arranged it, as they are called; without those that were erased.
    async fn facilitators(&self) -> Vec<&String> {
        self.seen.facilitators.iter().flatten().collect()
    }

    /// The documents that were shown; without those that were erased.
    async fn documents_used(&self) -> Vec<TravelDocumentShown> {
        self.seen.documents_used.iter().flatten().map(TravelDocumentShown::from).collect()
    }

    /// The border that was crossed.
    async fn crossing(&self) -> Option<BorderCrossing> {
        self.seen.crossing.as_ref().map(|crossing| BorderCrossing {
            border_point: Place(crossing.border_point.clone()),
            manner: Code(crossing.manner),
        })
    }

    /// What was paid for it.
    async fn fee(&self) -> Option<Money> {
        self.seen.fee.map(Money)
    }

    /// How people fared on it.
    async fn conditions(&self) -> Option<LegConditions> {
        self.seen.conditions.map(|conditions| LegConditions {
            food: conditions.food.map(Code),
            water: conditions.water.map(Code),
            violence: conditions.violence,
            confinement: conditions.confinement,
        })
    }

    /// The way they took, point by point, where it is known.
    async fn track(&self) -> Vec<GeoPoint> {
        self.seen.track.iter().copied().map(GeoPoint).collect()
    }

    /// How well it is known.
    async fn confidence(&self) -> Code<Confidence> {
        Code(self.seen.confidence)
    }

    /// Whether it starts elsewhere than the leg before ended (J1).
    async fn gap(&self) -> bool {
        self.row.has_gap()
    }

    /// Why it does; null when it does not, or erased.
    async fn gap_reason(&self) -> Option<&String> {
        self.seen.gap.as_ref()
    }

    /// Whether the account was corrected since it was first recorded.
    async fn corrected(&self) -> bool {
        self.row.corrected_by.is_some()
    }

    /// The event that first recorded it.
    async fn event_id(&self) -> EventId {
        self.row.event_id.into()
    }

    /// The event that last corrected it. To correct it again, give this as `corrects`; give `eventId`
    /// where this is null.
    async fn corrected_by(&self) -> Option<EventId> {
        self.row.corrected_by.map(Into::into)
    }

    /// What showed that it was otherwise; null when it was not corrected, or erased.
    async fn correction_reason(&self) -> Option<&str> {
        self.row.reason.as_str()
    }

    /// That it is faster than its mode can be, so that a time, a place or the mode is wrong.
    async fn speed_warning(&self) -> Option<SpeedWarning> {
        let number = |warning: &Value, field: &str| u32::try_from(warning[field].as_u64()?).ok();
        let warning = self.row.warning.as_ref()?;
        Some(SpeedWarning {
            implied_kmh: number(warning, "kmh")?,
            most_kmh: number(warning, "max")?,
        })
    }

    /// How this account of it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.0.clone())
    }
}

/// A border crossed on a leg.
#[derive(SimpleObject)]
pub struct BorderCrossing {
    /// The border point, gazetted or not.
    border_point: Place,
    /// How it was crossed.
    manner: Code<CrossingManner>,
}

/// How people fared on a leg.
#[derive(SimpleObject)]
pub struct LegConditions {
    /// Whether there was food, if known.
    food: Option<Code<Supply>>,
    /// Whether there was water, if known.
    water: Option<Code<Supply>>,
    /// Whether there was violence, if known.
    violence: Option<bool>,
    /// Whether people were locked in, if known.
    confinement: Option<bool>,
}

/// A leg that is faster than what it was travelled on.
#[derive(SimpleObject)]
pub struct SpeedWarning {
    /// The least speed that its places and times imply, in km/h, rounded down.
    implied_kmh: u32,
    /// The most that its mode can do, in km/h.
    most_kmh: u32,
}

/// A document that was shown on a leg.
#[derive(SimpleObject)]
pub struct TravelDocumentShown {
    /// What it is told apart by: its number and issuer.
    document: Selector,
    /// The kind of document.
    kind: Code<DocumentKind>,
    /// Whether it is what it claims to be.
    genuineness: Code<Genuineness>,
}

impl From<&TravelDocument> for TravelDocumentShown {
    fn from(document: &TravelDocument) -> Self {
        Self {
            kind: Code(document.kind()),
            genuineness: Code(document.genuineness()),
            document: Selector(value::Selector::TravelDocument(document.clone())),
        }
    }
}
