//! A prosecution file: the charges that came of an investigation, as its readers see them.

use async_graphql::{Context, ID, Object, Result};
use mpaka_domain::prosecution::prosecution_file::{
    ChargeStatus, CourtEventType, ElementStrength, ExhibitStanding, SentenceType, Verdict,
};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::prosecution::ProsecutionRow;
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::code::code_lists;
use crate::error::fault;
use crate::handling::Handling;
use crate::scalar::ProsecutionFileId;
use crate::session::Request;
use crate::values::Agency;

mod charge;
mod court;
mod matrix;
pub mod mutation;

pub use charge::{
    ChargeElement, ChargeFiling, ChargeSentence, ChargeStep, ChargeVerdict, PreventionOrder,
    ProsecutionCharge, Term,
};
pub use court::{CourtEvent, CourtEventResult, WitnessMeasures};
pub use matrix::{ElementCoverage, ElementEvidence, ElementGap, ElementMatrixRow};

code_lists! {
    ChargeStatus = "ChargeStatus", "Where a charge stands.";
    CourtEventType = "CourtEventType", "What happens in court.";
    ElementStrength = "ElementStrength", "How strongly what is named makes an element of a charge out.";
    ExhibitStanding = "ExhibitStanding", "Whether an exhibit can prove something, and if not, why.";
    SentenceType = "SentenceType", "What a court imposed.";
    Verdict = "Verdict", "What a court found.";
}

/// A prosecuting agency's file of one investigation. What you may not see of it is left out.
pub struct ProsecutionFile(ProsecutionRow);

impl ProsecutionFile {
    /// The file, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().prosecution(&reader, id).await.map_err(fault)?;
        Ok(row.map(Self))
    }

    /// The file of an investigation, if there is one and the reader may see it.
    pub(crate) async fn of(ctx: &Context<'_>, investigation: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let row = views.prosecution_of(&reader, investigation).await.map_err(fault)?;
        Ok(row.map(Self))
    }
}

/// A prosecuting agency's file of one investigation. What you may not see of it is left out.
#[Object]
impl ProsecutionFile {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.0.prosecution_file_id.into()
    }

    /// How many events the record has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        Investigation::find(ctx, self.0.investigation_id).await
    }

    /// The prosecuting agency.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.0.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// What the agency calls the file.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// How the opening may be passed on and used. Later facts have markings of their own.
    async fn handling(&self) -> Handling {
        Handling(self.0.handling.clone())
    }

    /// Its charges, by number.
    async fn charges(&self) -> Vec<ProsecutionCharge> {
        self.0.known.charges.values().cloned().map(ProsecutionCharge).collect()
    }

    /// What is to happen and what happened in court, in order of time.
    async fn court_diary(&self) -> Vec<CourtEvent> {
        self.0.known.diary_by_day().into_iter().cloned().map(CourtEvent).collect()
    }

    /// How courts protect witnesses: the latest order for each.
    async fn witness_measures(&self) -> Vec<WitnessMeasures> {
        self.0.known.witnesses.values().map(Into::into).collect()
    }
}

/// What can be read of prosecution files.
#[derive(Default)]
pub struct ProsecutionFileQuery;

/// What can be read of prosecution files.
#[Object]
impl ProsecutionFileQuery {
    /// A prosecution file by its id; null where there is none, or none for you to see.
    async fn prosecution_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file's id.")] id: ProsecutionFileId,
    ) -> Result<Option<ProsecutionFile>> {
        ProsecutionFile::find(ctx, id.into()).await
    }
}
