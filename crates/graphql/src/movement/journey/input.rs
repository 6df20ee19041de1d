//! What is told of a journey, in: who travels, a leg, a place where people are held.

use async_graphql::{InputObject, OneofObject};
use mpaka_domain::Personal;
use mpaka_domain::movement::journey::{
    Conditions, Confidence, Crossing, CrossingManner, Group, Hold, Leg, Ransom, Supply, TravelMode,
    Travellers,
};
use mpaka_domain::value::{self, VictimAlias};

use crate::code::Code;
use crate::error::{At, UserError};
use crate::selector::SelectorInput;
use crate::time::PartialTimeInput;
use crate::values::{GeoPointInput, MoneyInput, PlaceInput, TravelDocumentInput, personal};

/// The longest free text of a cause or a reason, in characters.
pub(super) const LONG: usize = 10_000;
/// The longest name of a person as they are called, in characters.
const NAME: usize = 200;

/// Who travels; exactly one.
#[derive(OneofObject)]
pub enum TravellersInput {
    /// One person, by the alias they are known by outside protection.
    PersonAlias(String),
    /// A group that moves together.
    Group(TravelGroupInput),
}

/// A group at the start of its journey.
#[derive(InputObject)]
pub struct TravelGroupInput {
    /// What it is called in the file, such as `G-23`; at most 40 characters, no names.
    pub label: String,
    /// How many persons, at least one.
    pub size: u32,
    /// How many of them are 18 or older, if known.
    pub adults: Option<u32>,
    /// How many of them are under 18, if known.
    pub children: Option<u32>,
    /// How many of them are women or girls, if known.
    pub women: Option<u32>,
}

impl TravellersInput {
    /// Reads who travels.
    pub fn read(&self) -> Result<Travellers, UserError> {
        Ok(match self {
            Self::PersonAlias(alias) => {
                Travellers::PersonAlias(VictimAlias::parse(alias).at("personAlias")?)
            }
            Self::Group(group) => Travellers::Group(Group {
                label: group.label.trim().to_owned(),
                size: group.size,
                adults: group.adults,
                children: group.children,
                women: group.women,
            }),
        })
    }
}

/// A leg: from one place to another, without a stop that matters to the case.
#[derive(InputObject)]
pub struct LegInput {
    /// Where it started: where the leg before ended, or with the reason for the gap.
    pub from: PlaceInput,
    /// Where it ended.
    pub to: PlaceInput,
    /// Known places passed on the way, in order.
    #[graphql(default)]
    pub via: Vec<PlaceInput>,
    /// When they left, as exactly as it is known.
    pub depart: PartialTimeInput,
    /// When they arrived, as exactly as it is known.
    pub arrive: PartialTimeInput,
    /// What they travelled on.
    pub mode: Code<TravelMode>,
    /// What the vehicles can be found by, such as their plates.
    #[graphql(default)]
    pub carriers: Vec<SelectorInput>,
    /// Who drove, guided or arranged it, as they are called.
    #[graphql(default)]
    pub facilitators: Vec<String>,
    /// The documents that were shown.
    #[graphql(default)]
    pub documents_used: Vec<TravelDocumentInput>,
    /// The border that was crossed.
    pub crossing: Option<BorderCrossingInput>,
    /// What was paid for it.
    pub fee: Option<MoneyInput>,
    /// How people fared on it.
    pub conditions: Option<LegConditionsInput>,
    /// The way they took, point by point, where it is known.
    #[graphql(default)]
    pub track: Vec<GeoPointInput>,
    /// How well it is known.
    pub confidence: Code<Confidence>,
    /// Why it does not start where the leg before ended, if it does not (J1).
    pub gap: Option<String>,
}

/// A border crossed on a leg.
#[derive(InputObject)]
pub struct BorderCrossingInput {
    /// The border point, gazetted or not.
    pub border_point: PlaceInput,
    /// How it was crossed.
    pub manner: Code<CrossingManner>,
}

/// How people fared on a leg.
#[derive(InputObject)]
pub struct LegConditionsInput {
    /// Whether there was food, if known.
    pub food: Option<Code<Supply>>,
    /// Whether there was water, if known.
    pub water: Option<Code<Supply>>,
    /// Whether there was violence, if known.
    pub violence: Option<bool>,
    /// Whether people were locked in, if known.
    pub confinement: Option<bool>,
}

impl LegInput {
    /// Reads the leg.
    pub fn read(&self) -> Result<Box<Leg>, UserError> {
        let name = |name: &String| personal("", name, NAME);
        Ok(Box::new(Leg {
            from: self.from.read().at("from")?,
            to: self.to.read().at("to")?,
            via: each("via", &self.via, PlaceInput::read)?,
            depart: self.depart.read().at("depart")?,
            arrive: self.arrive.read().at("arrive")?,
            mode: self.mode.0,
            carriers: each("carriers", &self.carriers, |carrier| {
                carrier.read().map(Personal::new)
            })?,
            facilitators: each("facilitators", &self.facilitators, name)?,
            documents_used: each("documentsUsed", &self.documents_used, |document| {
                document.read().map(Personal::new)
            })?,
            crossing: self.crossing.as_ref().map(BorderCrossingInput::read).transpose()?,
            fee: self.fee.as_ref().map(MoneyInput::read).transpose().at("fee")?,
            conditions: self.conditions.as_ref().map(LegConditionsInput::read),
            track: each("track", &self.track, GeoPointInput::read)?,
            confidence: self.confidence.0,
            gap: self.gap.as_deref().map(|gap| personal("gap", gap, LONG)).transpose()?,
        }))
    }
}

impl BorderCrossingInput {
    fn read(&self) -> Result<Crossing, UserError> {
        let border_point = self.border_point.read().at("borderPoint").at("crossing")?;
        Ok(Crossing { border_point, manner: self.manner.0 })
    }
}

impl LegConditionsInput {
    fn read(&self) -> Conditions {
        Conditions {
            food: self.food.map(|food| food.0),
            water: self.water.map(|water| water.0),
            violence: self.violence,
            confinement: self.confinement,
        }
    }
}

/// A stay that people could not leave.
#[derive(InputObject)]
pub struct HoldingInput {
    /// Where they were held.
    pub place: PlaceInput,
    /// Since when.
    pub from: PartialTimeInput,
    /// Until when, once it is over.
    pub to: Option<PartialTimeInput>,
    /// Who held them, as they are called.
    #[graphql(default)]
    pub captors: Vec<String>,
    /// What was asked for their release.
    pub ransom: Option<RansomInput>,
}

/// A payment demanded for a release.
#[derive(InputObject)]
pub struct RansomInput {
    /// How much.
    pub amount: MoneyInput,
    /// The account, wallet or hawala code it was to be paid to, if known.
    pub pay_to: Option<SelectorInput>,
}

impl HoldingInput {
    /// Reads the stay.
    pub fn read(&self) -> Result<Box<Hold>, UserError> {
        Ok(Box::new(Hold {
            place: self.place.read().at("place")?,
            from: self.from.read().at("from")?,
            to: self.to.as_ref().map(PartialTimeInput::read).transpose().at("to")?,
            captors: each("captors", &self.captors, |captor| personal("", captor, NAME))?,
            ransom: self.ransom.as_ref().map(RansomInput::read).transpose().at("ransom")?,
        }))
    }
}

impl RansomInput {
    fn read(&self) -> Result<Ransom, UserError> {
        let pay_to: Option<value::Selector> =
            self.pay_to.as_ref().map(SelectorInput::read).transpose().at("payTo")?;
        Ok(Ransom { amount: self.amount.read().at("amount")?, pay_to: pay_to.map(Personal::new) })
    }
}

/// Reads every item of a list; a refusal names the list and the item, counted from 0.
fn each<In, Out>(
    field: &str,
    items: &[In],
    read: impl Fn(&In) -> Result<Out, UserError>,
) -> Result<Vec<Out>, UserError> {
    let items = items.iter().enumerate();
    items.map(|(index, item)| read(item).at(&index.to_string()).at(field)).collect()
}
