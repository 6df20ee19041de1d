//! A journey: one trip of a person or a group, as its readers see it.

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, Json, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::movement::journey::{
    CasualtyKind, Confidence, CrossingManner, Facilitation, JourneyOutcome, Supply, TravelMode,
    Travellers,
};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::journey::{JourneyRow, TurnKind};
use serde_json::Value;
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::code::{Code, code_lists};
use crate::error::fault;
use crate::file::SharedFile;
use crate::handling::Handling;
use crate::page::{Arguments, connection};
use crate::scalar::JourneyId;
use crate::session::Request;
use crate::values::{Agency, Place};

mod geo;
mod input;
mod leg;
pub mod mutation;
mod stop;

pub use leg::{BorderCrossing, JourneyLeg, LegConditions, SpeedWarning, TravelDocumentShown};
pub use stop::{JourneyClassification, JourneyStop, JourneyStopKind, Ransom};

code_lists! {
    Facilitation = "Facilitation", "How a journey was brought about.";
    TravelMode = "TravelMode", "What a leg was travelled on.";
    CrossingManner = "CrossingManner", "How a border was crossed.";
    Confidence = "LegConfidence", "How well a leg is known.";
    Supply = "Supply", "Whether people had enough of what they need.";
    JourneyOutcome = "JourneyOutcome", "What came of a journey.";
    CasualtyKind = "CasualtyKind", "Whether persons died or were hurt.";
}

/// Where a journey stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum JourneyStatus {
    /// People travel, or are held on the way.
    UnderWay,
    /// It is over; only corrections and judgements are taken.
    Ended,
}

/// One trip of a person or a group, leg by leg. What you may not see of it is left out.
pub struct Journey {
    row: JourneyRow,
    file: SharedFile,
}

impl Journey {
    /// The journey, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().journey(&reader, id).await.map_err(fault)?;
        Ok(row.map(|row| Self { row, file: SharedFile::default() }))
    }
}

/// The journeys of an investigation that the reader may see, in the order they were started.
pub(crate) async fn connection_of(
    ctx: &Context<'_>,
    investigation: Uuid,
    arguments: Arguments,
) -> Result<Connection<String, Journey>> {
    let list = format!("journeys {investigation}");
    let page = arguments.page(ctx, &list)?;
    let reader = Reader::from(ctx.viewer()?);
    let views = ctx.store()?.views();
    let rows = views.journeys(&reader, investigation, &page).await.map_err(fault)?;
    let file = SharedFile::default();
    connection(ctx, &list, &page, rows, JourneyRow::place, |row| Journey {
        row,
        file: file.clone(),
    })
}

/// One trip of a person or a group, leg by leg. What you may not see of it is left out.
#[Object]
impl Journey {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.row.journey_id.into()
    }

    /// How many events it has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        self.file.find(ctx, self.row.investigation_id).await
    }

    /// The agency whose record it is.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.row.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// How its start may be passed on and used. Legs and stops have markings of their own.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.clone())
    }

    /// The alias of the one person who travelled; null for a group.
    async fn person_alias(&self) -> Option<&str> {
        match &self.row.subject {
            Travellers::PersonAlias(alias) => Some(alias.as_str()),
            Travellers::Group(_) => None,
        }
    }

    /// The group that set out; null for one person.
    async fn group(&self) -> Option<TravelGroup> {
        match &self.row.subject {
            Travellers::PersonAlias(_) => None,
            Travellers::Group(group) => Some(TravelGroup {
                label: group.label.clone(),
                size: group.size,
                adults: group.adults,
                children: group.children,
                women: group.women,
            }),
        }
    }

    /// How many travel on it now: those who set out and joined, without those who left, died or were
    /// intercepted.
    async fn travelling(&self) -> u32 {
        self.row.travelling()
    }

    /// Where they set out from.
    async fn origin(&self) -> Place {
        Place(self.row.origin.clone())
    }

    /// Where they meant to go, or were told they would.
    async fn intended_destination(&self) -> Option<Place> {
        self.row.intended_destination.clone().map(Place)
    }

    /// How it was brought about, as it is judged now.
    async fn facilitation(&self) -> Result<Code<Facilitation>> {
        self.row.judged().map(Code).ok_or_else(|| "an unknown facilitation".into())
    }

    /// How it came to be judged as it is, one change after the other.
    async fn classifications(&self) -> Result<Vec<JourneyClassification>> {
        let turns = self.row.turns.iter();
        turns
            .filter(|turn| turn.kind() == Some(TurnKind::Reclassified))
            .map(JourneyClassification::read)
            .collect()
    }

    /// Where it stands.
    async fn status(&self) -> JourneyStatus {
        match self.row.outcome() {
            Some(_) => JourneyStatus::Ended,
            None => JourneyStatus::UnderWay,
        }
    }

    /// What came of it; null while it goes on.
    async fn outcome(&self) -> Option<Code<JourneyOutcome>> {
        self.row.outcome().map(Code)
    }

    /// Its legs by number, each as it is known now.
    async fn legs(&self) -> Result<Vec<JourneyLeg>> {
        self.row.legs.iter().map(JourneyLeg::read).collect()
    }

    /// What happened on the way, in the order it was recorded.
    async fn stops(&self) -> Result<Vec<JourneyStop>> {
        self.row.turns.iter().filter_map(|turn| JourneyStop::read(turn).transpose()).collect()
    }

    /// The persons found by interceptions, each of whom is to be screened (J3).
    async fn screenings(&self) -> Vec<Screening> {
        let tasks = self.row.screenings.iter();
        tasks
            .map(|task| Screening {
                person: task.person,
                raised_at: task.raised_at,
                done: task.done,
            })
            .collect()
    }

    /// The journey for a map, in `GeoJSON` (RFC 7946): a `FeatureCollection` with a `LineString` for
    /// each leg and a `Point` for each stop; the geometry is null where no coordinates are known.
    async fn geo_json(&self) -> Result<Json<Value>> {
        geo::features(&self.row).map(Json)
    }
}

/// A group at the start of its journey.
#[derive(SimpleObject)]
pub struct TravelGroup {
    /// What it is called in the file, such as `G-23`.
    label: String,
    /// How many persons set out.
    size: u32,
    /// How many of them are 18 or older, if known.
    adults: Option<u32>,
    /// How many of them are under 18, if known.
    children: Option<u32>,
    /// How many of them are women or girls, if known.
    women: Option<u32>,
}

/// A person found by an interception, who is to be screened.
#[derive(SimpleObject)]
pub struct Screening {
    /// Which of the persons found, from 1. Interceptions count persons and name nobody.
    person: i32,
    /// When the interception was recorded.
    raised_at: DateTime<Utc>,
    /// Whether enough persons have been screened in the investigation to reach this one; those found
    /// first count as screened first.
    done: bool,
}

/// What can be read of journeys.
#[derive(Default)]
pub struct JourneyQuery;

/// What can be read of journeys.
#[Object]
impl JourneyQuery {
    /// A journey by its id; null where there is none, or none for you to see.
    async fn journey(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The journey's id.")] id: JourneyId,
    ) -> Result<Option<Journey>> {
        Journey::find(ctx, id.into()).await
    }
}
