//! The one place where deciders meet cqrs-es: any decider becomes a cqrs-es aggregate, and the
//! store a cqrs-es event store.

use std::collections::HashMap;

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, AggregateContext, AggregateError, EventEnvelope, EventStore};
use mpaka_domain::{Decider, DomainEvent, Law, Metadata};
use serde::{Deserialize, Serialize};

use crate::envelope;
use crate::error::StoreError;
use crate::streams::{Loaded, SendError, Streams};
use crate::upcast::Upcasters;

/// A decider as a cqrs-es aggregate.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Cqrs<D: Decider>(pub D);

/// An event of a decider as a cqrs-es event.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent, bound = "")]
pub struct Happened<D: Decider>(pub D::Event);

impl<D: Decider> PartialEq for Happened<D> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

/// A command in its envelope.
#[derive(Debug, Clone)]
pub struct Enveloped<C> {
    /// What is asked.
    pub command: C,
    /// By whom, why, when, under which law and marking.
    pub metadata: Metadata,
}

impl<D: Decider> cqrs_es::DomainEvent for Happened<D> {
    fn event_type(&self) -> String {
        event_type::<D>(&self.0)
    }

    fn event_version(&self) -> String {
        Upcasters::released().current(&event_type::<D>(&self.0)).into()
    }
}

impl<D: Decider> Aggregate for Cqrs<D> {
    const TYPE: &'static str = D::CATEGORY;

    type Command = Enveloped<D::Command>;
    type Event = Happened<D>;
    type Error = D::Rejection;
    type Services = Law;

    async fn handle(
        &mut self,
        Enveloped { command, metadata }: Self::Command,
        law: &Law,
        sink: &EventSink<Self>,
    ) -> Result<(), Self::Error> {
        for event in self.0.decide(command, &metadata, law)? {
            sink.write(Happened(event), self).await;
        }
        Ok(())
    }

    fn apply(&mut self, Happened(event): Self::Event) {
        self.0 = std::mem::take(&mut self.0).evolve(&event);
    }
}

/// An event's type: its category and its name.
pub(crate) fn event_type<D: Decider>(event: &D::Event) -> String {
    format!("{}.{}", D::CATEGORY, event.name())
}

impl<D: Decider> AggregateContext<Cqrs<D>> for Loaded<D> {
    fn aggregate(&mut self) -> &mut Cqrs<D> {
        &mut self.aggregate
    }
}

impl<D: Decider> EventStore<Cqrs<D>> for Streams {
    type AC = Loaded<D>;

    async fn load_events(
        &self,
        aggregate_id: &str,
    ) -> Result<Vec<EventEnvelope<Cqrs<D>>>, AggregateError<D::Rejection>> {
        let stream = stream_id(aggregate_id)?;
        let history = self.history(D::CATEGORY, stream).await.map_err(fault)?;
        history
            .into_iter()
            .map(|recorded| {
                let metadata = envelope::store(&recorded.metadata, &recorded.metadata.handling)
                    .map_err(unreadable)?;
                let (_, event) = recorded
                    .of::<D>()
                    .map_err(fault)?
                    .ok_or_else(|| unexpected("an event of another category"))?;
                Ok(EventEnvelope {
                    aggregate_id: aggregate_id.to_owned(),
                    sequence: usize::try_from(recorded.version).map_err(unexpected)?,
                    payload: Happened(event),
                    metadata: metadata.into_iter().collect(),
                })
            })
            .collect()
    }

    async fn load_aggregate(
        &self,
        aggregate_id: &str,
    ) -> Result<Loaded<D>, AggregateError<D::Rejection>> {
        self.load(stream_id(aggregate_id)?).await.map_err(fault)
    }

    async fn commit(
        &self,
        events: Vec<Happened<D>>,
        context: Loaded<D>,
        metadata: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<Cqrs<D>>>, AggregateError<D::Rejection>> {
        let stored = serde_json::to_string(&metadata).map_err(unreadable)?;
        let read = envelope::read(&stored).map_err(unreadable)?;
        let fingerprint = fingerprint(&events).map_err(unreadable)?;
        let events: Vec<D::Event> = events.into_iter().map(|Happened(event)| event).collect();
        self.append::<D>(&context, &events, &read, fingerprint).await.map_err(
            |error| match error {
                SendError::Rejected(rejection) => AggregateError::UserError(rejection),
                SendError::Stale { .. } | SendError::Contended => AggregateError::AggregateConflict,
                SendError::CommandReused => {
                    unexpected("the command id was used for another command")
                }
                SendError::IdTaken => unexpected("the id is another record's"),
                SendError::Unstorable => unexpected("a text holds the character U+0000"),
                SendError::TooLarge { .. } => unexpected("more than can be stored at once"),
                SendError::Store(error) => fault(error),
            },
        )?;
        Ok((1..)
            .zip(events)
            .map(|(n, event)| EventEnvelope {
                aggregate_id: context.stream.to_string(),
                sequence: usize::try_from(context.version).unwrap_or_default() + n,
                payload: Happened(event),
                metadata: metadata.clone(),
            })
            .collect())
    }
}

/// An envelope as cqrs-es passes it along: a map of strings.
pub fn metadata(metadata: &Metadata) -> Result<HashMap<String, String>, StoreError> {
    Ok(envelope::store(metadata, &metadata.handling)
        .map_err(StoreError::Encoding)?
        .into_iter()
        .collect())
}

/// What tells a command sent again from another one under the same id.
pub(crate) fn fingerprint(content: &impl Serialize) -> Result<[u8; 32], serde_json::Error> {
    Ok(mpaka_ledger::digest(&serde_json::to_vec(content)?))
}

fn stream_id<E: std::error::Error>(text: &str) -> Result<uuid::Uuid, AggregateError<E>> {
    text.parse().map_err(unexpected)
}

fn fault<E: std::error::Error>(error: StoreError) -> AggregateError<E> {
    AggregateError::DatabaseConnectionError(Box::new(error))
}

fn unreadable<E: std::error::Error>(error: serde_json::Error) -> AggregateError<E> {
    AggregateError::DeserializationError(Box::new(error))
}

fn unexpected<E: std::error::Error>(
    error: impl Into<Box<dyn std::error::Error + Send + Sync>>,
) -> AggregateError<E> {
    AggregateError::UnexpectedError(error.into())
}
