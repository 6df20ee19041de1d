//! A case's timeline, line by line, and its events as they happen.

use std::sync::Arc;

use async_graphql::{ComplexObject, Context, ID, Json, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::{Purpose, Viewer};
use mpaka_persistence::cursor::Cursors;
use mpaka_persistence::view::timeline::TimelineRow;
use serde_json::Value;
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::code::Code;
use crate::envelope::{LegalBasis, Source};
use crate::handling::Handling;
use crate::scalar;
use crate::send::EVENTS;
use crate::time::PartialTime;
use crate::values::Agency;

pub mod document;
pub mod filter;
mod phrase;

/// One line of a timeline: something that was recorded.
pub struct TimelineEntry(pub TimelineRow);

/// One line of a timeline: something that was recorded.
#[Object(serial)]
impl TimelineEntry {
    /// The event's id.
    async fn event_id(&self) -> scalar::EventId {
        self.0.event_id.into()
    }

    /// What happened: the event's type, such as `suspect.arrested`.
    async fn kind(&self) -> &str {
        &self.0.event_type
    }

    /// What happened, as a sentence without its period. Personal fields are in `data` alone.
    async fn text(&self) -> String {
        phrase::of(&self.0)
    }

    /// The record it happened to, as the file calls it: a reference, an alias, an exhibit reference.
    async fn about(&self) -> &str {
        &self.0.label
    }

    /// The id of the record it happened to.
    async fn about_id(&self) -> ID {
        self.0.stream.into()
    }

    /// When it happened, as exactly as it is known.
    async fn occurred(&self) -> PartialTime {
        PartialTime(self.0.occurred.0.clone())
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }

    /// The user who recorded it.
    async fn recorded_by(&self) -> &str {
        &self.0.recorded_by
    }

    /// The agency for which it was recorded.
    async fn recorded_agency(&self) -> Option<Agency> {
        Agency::stored(&self.0.recorded_agency)
    }

    /// What it rests on.
    async fn source(&self) -> Option<Source> {
        self.0.source.as_ref().map(|source| Source(source.0.clone()))
    }

    /// How it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.0.handling.0.clone())
    }

    /// The law it was done under.
    async fn legal_basis(&self) -> LegalBasis {
        LegalBasis(self.0.legal_basis.0.clone())
    }

    /// The purpose it was done for.
    async fn purpose(&self) -> Option<Code<Purpose>> {
        Code::stored(&self.0.purpose)
    }

    /// What was recorded; `schema/events` describes it by type. Erased personal fields are null.
    async fn data(&self) -> Json<&Value> {
        Json(&self.0.data)
    }

    /// The event that this one corrects.
    async fn corrects(&self) -> Option<scalar::EventId> {
        self.0.corrects.map(Into::into)
    }

    /// The event that corrects this one, if it had been recorded by the time asked for.
    async fn corrected_by(&self) -> Option<scalar::EventId> {
        self.0.corrected_by.map(Into::into)
    }

    /// Made in an exercise: never counted, never acted on.
    async fn exercise(&self) -> bool {
        self.0.exercise
    }
}

/// An event of a case, as subscribers follow them.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct CaseEvent {
    /// Where to go on after this event: `caseEvents(after:)`. Yours alone, and it tells nothing of
    /// what you may not see.
    pub cursor: String,
    #[graphql(skip)]
    row: Arc<TimelineRow>,
}

impl CaseEvent {
    pub(crate) fn new(cursors: &Cursors, viewer: &Viewer, row: Arc<TimelineRow>) -> Self {
        Self { cursor: cursors.seal(viewer, EVENTS, (row.position, 0)), row }
    }
}

#[ComplexObject]
impl CaseEvent {
    /// The event's id.
    async fn id(&self) -> Uuid {
        self.row.event_id
    }

    /// The event's type, such as `evidence.custody_accepted`.
    #[graphql(name = "type")]
    async fn event_type(&self) -> &str {
        &self.row.event_type
    }

    /// When it happened, as exactly as it is known.
    async fn occurred_at(&self) -> Option<PartialTime> {
        Some(PartialTime(self.row.occurred.0.clone()))
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.row.recorded_at
    }

    /// The investigation it belongs to, if you may see it.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        Investigation::find(ctx, self.row.investigation_id).await
    }

    /// The kind of record it happened to: investigation, suspect, victim, journey, evidence.
    async fn aggregate(&self) -> &str {
        &self.row.category
    }

    /// The id of the record it happened to.
    async fn aggregate_id(&self) -> ID {
        self.row.stream.into()
    }

    /// The record's version with this event.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// How it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.0.clone())
    }

    /// What was recorded; `schema/events` describes it by type. Erased personal fields are null.
    async fn data(&self) -> Json<&Value> {
        Json(&self.row.data)
    }
}
