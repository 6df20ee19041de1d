//! How a record of any kind is found, and what it is asked: its facts, and what others tell of it.

use async_graphql::{Context, Error, Result};
use chrono::{DateTime, Utc};
use mpaka_domain::nominals::nominal::{FactStanding, NominalCategory};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::nominal::{FactKnown, FactRow, NominalRow};
use uuid::Uuid;

use super::{NominalFact, NominalLink, NominalMention};
use crate::code::Code;
use crate::error::fault;
use crate::nominals::group::GroupFact;
use crate::nominals::object_nominal::ObjectFact;
use crate::nominals::person_nominal::PersonFact;
use crate::session::Request;

/// The record of this id, if there is one about this that the reader may see.
pub(in crate::nominals) async fn find<R>(
    ctx: &Context<'_>,
    id: Uuid,
    about: NominalCategory,
) -> Result<Option<R>>
where
    R: TryFrom<NominalRow, Error = Error>,
{
    let reader = Reader::from(ctx.viewer()?);
    let row = ctx.store()?.views().nominal(&reader, id).await.map_err(fault)?;
    only_about(about, row)
}

/// The record, if there is one and it is about this.
pub(in crate::nominals) fn only_about<R>(
    about: NominalCategory,
    row: Option<NominalRow>,
) -> Result<Option<R>>
where
    R: TryFrom<NominalRow, Error = Error>,
{
    row.filter(|row| row.category == about).map(R::try_from).transpose()
}

/// Which facts of a record are asked for.
#[derive(Debug, Clone, Default)]
pub(in crate::nominals) struct FactsAsked {
    /// Only what can have been so by then.
    pub as_of: Option<DateTime<Utc>>,
    /// Only what had been recorded by then, and as it stood then.
    pub recorded_as_of: Option<DateTime<Utc>>,
    /// Only what stands like this; whatever stands, when empty.
    pub standing: Vec<Code<FactStanding>>,
}

impl FactsAsked {
    /// Those of some facts that are asked for.
    pub fn among<'a>(&'a self, facts: &'a [FactRow]) -> impl Iterator<Item = &'a FactRow> {
        facts.iter().filter(|fact| {
            let was_so = self.as_of.is_none_or(|by| fact.occurred.earliest() <= by);
            let known = self.recorded_as_of.is_none_or(|by| fact.recorded_at <= by);
            let standing = Code(fact.standing(self.recorded_as_of));
            was_so && known && (self.standing.is_empty() || self.standing.contains(&standing))
        })
    }

    /// What other records assert about one, as far as it is asked for.
    pub fn mentions(&self, row: &NominalRow) -> Vec<NominalMention> {
        let mention = |fact: &FactRow| {
            let told_in = NominalLink::of(row.link(fact.nominal_id)?)?;
            let by = self.recorded_as_of;
            let fact = match &fact.fact {
                FactKnown::Person(known) => {
                    NominalFact::Person(PersonFact::of(row, fact, known, by))
                }
                FactKnown::Group(known) => NominalFact::Group(GroupFact::of(row, fact, known, by)),
                FactKnown::Object(known) => {
                    NominalFact::Object(ObjectFact::of(row, fact, known, by))
                }
            };
            Some(NominalMention { told_in, fact })
        };
        self.among(&row.mentions).filter_map(mention).collect()
    }
}

/// Declares what a record tells when it is asked: its own facts, which are of one kind, what other
/// records tell of it, and whatever else there is to ask of that kind.
macro_rules! tells {
    (
        $(#[$record_meta:meta])*
        $record:ident: $known:ident($fact:ident)
        $(#[$facts_meta:meta])* facts
        $(#[$mentions_meta:meta])* mentions
        $($more:tt)*
    ) => {
        $(#[$record_meta])*
        #[async_graphql::ComplexObject]
        impl $record {
            $(#[$facts_meta])*
            async fn facts(
                &self,
                #[graphql(desc = "Only what can have been so by then.")]
                as_of: Option<chrono::DateTime<chrono::Utc>>,
                #[graphql(desc = "Only what had been recorded by then, and as it stood then.")]
                recorded_as_of: Option<chrono::DateTime<chrono::Utc>>,
                #[graphql(default, desc = "Only what stands like this; everything, when left out.")]
                standing: Vec<Code<FactStanding>>,
            ) -> Vec<$fact> {
                let asked = FactsAsked { as_of, recorded_as_of, standing };
                let fact = |row: &FactRow| {
                    let FactKnown::$known(known) = &row.fact else { return None };
                    Some($fact::of(&self.row, row, known, recorded_as_of))
                };
                asked.among(&self.row.facts).filter_map(fact).collect()
            }

            $(#[$mentions_meta])*
            async fn mentions(
                &self,
                #[graphql(desc = "Only what can have been so by then.")]
                as_of: Option<chrono::DateTime<chrono::Utc>>,
                #[graphql(desc = "Only what had been recorded by then, and as it stood then.")]
                recorded_as_of: Option<chrono::DateTime<chrono::Utc>>,
                #[graphql(default, desc = "Only what stands like this; everything, when left out.")]
                standing: Vec<Code<FactStanding>>,
            ) -> Vec<NominalMention> {
                FactsAsked { as_of, recorded_as_of, standing }.mentions(&self.row)
            }

            $($more)*
        }
    };
}
pub(in crate::nominals) use tells;
