//! What happened on a journey besides its legs, out.

use async_graphql::{Enum, Object, Result, SimpleObject};
use mpaka_domain::movement::journey::{Facilitation, JourneyOutcome};
use mpaka_domain::value;
use mpaka_persistence::view::journey::{RansomSeen, TurnKind, TurnRow};
use serde::Deserialize;
use serde_json::Value;

use crate::code::Code;
use crate::handling::Handling;
use crate::selector::Selector;
use crate::time::PartialTime;
use crate::values::{Agency, Money, Place};

/// What happened at a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum JourneyStopKind {
    /// People were held and could not leave.
    Held,
    /// An authority stopped them.
    Intercepted,
    /// Persons died.
    Death,
    /// Persons were hurt or fell ill.
    Injury,
    /// Persons joined the group.
    Joined,
    /// Persons left the group.
    Left,
    /// The journey ended.
    Ended,
}

impl JourneyStopKind {
    /// The kind of stop; none where a turn of the journey was none.
    pub(super) fn of(turn: &TurnRow) -> Option<Self> {
        match turn.kind()? {
            TurnKind::Held => Some(Self::Held),
            TurnKind::Intercepted => Some(Self::Intercepted),
            TurnKind::Death => Some(Self::Death),
            TurnKind::Injury => Some(Self::Injury),
            TurnKind::Joined => Some(Self::Joined),
            TurnKind::Left => Some(Self::Left),
            TurnKind::Ended => Some(Self::Ended),
            TurnKind::Reclassified => None,
        }
    }
}

/// Something that happened on the way.
pub struct JourneyStop {
    kind: JourneyStopKind,
    place: value::Place,
    row: TurnRow,
}

impl JourneyStop {
    /// The stop as a view stores it; none where a turn of the journey was none.
    pub(super) fn read(row: &TurnRow) -> Result<Option<Self>> {
        let Some(kind) = JourneyStopKind::of(row) else { return Ok(None) };
        let place = place(row)?;
        Ok(Some(Self { kind, place, row: row.clone() }))
    }

    fn time(&self, field: &str) -> Result<Option<PartialTime>> {
        self.row.data.get(field).map(PartialTime::stored).transpose()
    }
}

/// Where a turn of the journey took place.
pub(super) fn place(row: &TurnRow) -> Result<value::Place> {
    value::Place::deserialize(&row.data["place"]).map_err(|_| "an unreadable place".into())
}

/// Something that happened on the way.
#[Object]
impl JourneyStop {
    /// What happened.
    async fn kind(&self) -> JourneyStopKind {
        self.kind
    }

    /// Where, or where they were last seen.
    async fn place(&self) -> Place {
        Place(self.place.clone())
    }

    /// When, as exactly as it is known.
    async fn occurred(&self) -> Result<PartialTime> {
        PartialTime::stored(&self.row.occurred)
    }

    /// How many persons it concerns; null where it concerns all.
    async fn persons(&self) -> Option<u32> {
        self.row.persons()
    }

    /// The agency that stopped them, at an interception.
    async fn intercepted_by(&self) -> Option<Agency> {
        self.row.data["by"].as_str().and_then(Agency::stored)
    }

    /// Since when they were held.
    async fn held_from(&self) -> Result<Option<PartialTime>> {
        self.time("from")
    }

    /// Until when they were held; null while they are.
    async fn held_to(&self) -> Result<Option<PartialTime>> {
        self.time("to")
    }

    /// Who held them, as they are called; without those that were erased.
    async fn captors(&self) -> Vec<&str> {
        let captors = self.row.data["captors"].as_array();
        captors.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// What was asked for their release.
    async fn ransom(&self) -> Result<Option<Ransom>> {
        let Some(ransom) = self.row.data.get("ransom") else { return Ok(None) };
        let RansomSeen { amount, pay_to } =
            RansomSeen::deserialize(ransom).map_err(|_| "an unreadable ransom")?;
        Ok(Some(Ransom { amount: Money(amount), pay_to: pay_to.map(Selector) }))
    }

    /// What they died of or how they were hurt; null for other stops, or erased.
    async fn cause(&self) -> Option<&str> {
        self.row.data["cause"].as_str()
    }

    /// What came of the journey, at its end.
    async fn outcome(&self) -> Option<Code<JourneyOutcome>> {
        self.row.data["outcome"].as_str().and_then(Code::stored)
    }

    /// How it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.0.clone())
    }
}

/// A payment demanded for a release.
#[derive(SimpleObject)]
pub struct Ransom {
    /// How much.
    amount: Money,
    /// The account, wallet or hawala code it was to be paid to; null when not known, or erased.
    pay_to: Option<Selector>,
}

/// A change in how a journey is judged.
#[derive(SimpleObject)]
pub struct JourneyClassification {
    /// How it was judged before.
    from: Option<Code<Facilitation>>,
    /// How it was judged from then on.
    to: Option<Code<Facilitation>>,
    /// What showed it; null once erased.
    reasons: Option<String>,
    /// When.
    occurred: PartialTime,
    /// How it may be passed on and used.
    handling: Handling,
}

impl JourneyClassification {
    /// The change as a view stores it.
    pub(super) fn read(row: &TurnRow) -> Result<Self> {
        let judged = |field: &str| row.data[field].as_str().and_then(Code::stored);
        Ok(Self {
            from: judged("from"),
            to: judged("to"),
            reasons: row.data["reasons"].as_str().map(str::to_owned),
            occurred: PartialTime::stored(&row.occurred)?,
            handling: Handling(row.handling.0.clone()),
        })
    }
}
