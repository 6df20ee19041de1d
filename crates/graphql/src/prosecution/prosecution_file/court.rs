//! The court diary, and how courts protect witnesses.

use async_graphql::{Object, SimpleObject};
use mpaka_domain::prosecution::prosecution_file::CourtEventType;
use mpaka_domain::protection::victim_case::SpecialMeasure;
use mpaka_persistence::view::Fact;
use mpaka_persistence::view::prosecution::{CourtEntry, Held, Protection};

use crate::casework::suspect::Noted;
use crate::code::Code;
use crate::time::PartialTime;

/// An entry of the court diary.
pub struct CourtEvent(pub CourtEntry);

/// An entry of the court diary.
#[Object]
impl CourtEvent {
    /// Its number in the diary, from 1.
    async fn number(&self) -> u32 {
        self.0.number
    }

    /// What is to happen, or happened.
    #[graphql(name = "type")]
    async fn kind(&self) -> Code<CourtEventType> {
        Code(self.0.kind)
    }

    /// Where.
    async fn court(&self) -> &str {
        self.0.court.as_str()
    }

    /// When it is to happen, as exactly as it is fixed.
    async fn on(&self) -> PartialTime {
        PartialTime(self.0.on.clone())
    }

    /// What came of it; null until it was held.
    async fn held(&self) -> Option<CourtEventResult> {
        self.0.held.as_ref().map(Into::into)
    }
}

/// What came of something in court.
#[derive(SimpleObject)]
pub struct CourtEventResult {
    /// The result; null once erased.
    result: Option<String>,
    /// The number of the entry that comes next.
    next: Option<u32>,
    #[graphql(flatten)]
    noted: Noted,
}

impl From<&Fact<Held>> for CourtEventResult {
    fn from(fact: &Fact<Held>) -> Self {
        let Held { result, next } = &fact.what;
        Self { result: result.get().cloned(), next: *next, noted: fact.into() }
    }
}

/// How a court protects a witness.
#[derive(SimpleObject)]
pub struct WitnessMeasures {
    /// The witness: a victim's alias, or what the court calls them.
    witness: String,
    /// The measures.
    measures: Vec<Code<SpecialMeasure>>,
    #[graphql(flatten)]
    noted: Noted,
}

impl From<&Fact<Protection>> for WitnessMeasures {
    fn from(fact: &Fact<Protection>) -> Self {
        let Protection { witness, measures } = &fact.what;
        Self {
            witness: witness.to_string(),
            measures: measures.iter().copied().map(Code).collect(),
            noted: fact.into(),
        }
    }
}
